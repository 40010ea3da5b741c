"""What a ranking means and how firmly it stands: one question a module."""
