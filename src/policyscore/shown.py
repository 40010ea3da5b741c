"""Text from a model, a file name or a command line, made harmless to whatever shows it."""

import re

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_COMMAND = re.compile(r"^([ \t]*):(?=:)", re.MULTILINE)
_OLD_COMMAND = re.compile(r"##(?=(?:vso)?\[)")


def escaped(text: str) -> str:
    r"""Return the text with controls, bidirectional marks and broken bytes written as \x1b."""
    return _CONTROL.sub(lambda found: ascii(found.group())[1:-1], text)


def tamed(text: str) -> str:
    """Return the text with a space in whatever a CI runner would take for a command to it.

    Runners obey lines that begin with :: and ##[ or ##vso[ anywhere.
    """
    return _OLD_COMMAND.sub("# #", _COMMAND.sub(r"\1: ", text))


def one_line(text: str) -> str:
    """Return the text with every run of white space, line breaks too, as one space."""
    return " ".join(text.split())
