"""Expectations: what a ranking was agreed to show, in a small language of its own."""
