"""Text of a model within HTML: characters only."""

from html import escape

from policyscore.shown import plain


def text(value: str) -> str:
    """Return a text as one line in which nothing is markup, within elements and attributes."""
    return escape(plain(value))
