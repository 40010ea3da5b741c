"""Text from a model, a file name or a command line, made harmless to whatever shows it."""

import re

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_COMMAND = re.compile(r"^([^\S\n]*):(?=:)", re.MULTILINE)
_OLD_COMMAND = re.compile(r"##(?=(?:vso)?\[)", re.IGNORECASE)


def escaped(text: str) -> str:
    r"""Return the text with controls, bidirectional marks and broken bytes written as \x1b."""
    return CONTROL.sub(lambda found: ascii(found.group())[1:-1], text)


def tamed(text: str) -> str:
    """Return the text with a space in whatever a CI runner would take for a command to it.

    Runners obey lines that begin with ::, white space left aside, and ##[ or ##vso[ anywhere.
    """
    return _OLD_COMMAND.sub("# #", _COMMAND.sub(r"\1: ", text))


def one_line(text: str) -> str:
    """Return the text with every run of white space, line breaks too, as one space."""
    return " ".join(text.split())


def plain(text: str) -> str:
    """Return the text as one harmless line."""
    return tamed(escaped(one_line(text)))
