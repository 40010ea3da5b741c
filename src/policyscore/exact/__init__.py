"""Exact numbers for many weights at once: they know scores and weights, and no models."""
