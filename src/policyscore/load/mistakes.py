"""Errors of the YAML parsers, in words for people who do not know YAML."""

import re
from typing import NamedTuple

import yaml

from policyscore.faults import Place
from policyscore.load.refusals import (
    LINE_END,
    QUESTION_MARK,
    TEXT_IN_HEADER,
    TOO_DEEP,
    place_at,
    place_of,
)

_ESCAPE = (
    "a backslash in double quotes that stands for no character",
    r"write \\ for a backslash, or use single quotes",
)
_NO_CHARACTER = re.compile(r"\\U(?!000|0010)[0-9A-Fa-f]{8}")
_START = ("a text cannot start with {char}", "put the text in quotes")
_COLON = (
    "a colon where none can stand",
    "a text that holds ': ' needs quotes; else check that the indentation is right and that a "
    "space follows the colon in the line above",
)
_QUOTE = ("a quote that is never closed", "close it")
_BRACKET = ("a [ or { that is never closed, or a comma is missing in it", "check the brackets")


class _Hint(NamedTuple):
    """What to say where `part` is in the parser's words; `opens`: the place is where it began."""

    part: str
    said: tuple[str, str]
    opens: bool = False


_HINTS = (
    _Hint("cannot start any token", _START),
    _Hint("alphabetic or numeric", _START, opens=True),
    _Hint("comment or ", TEXT_IN_HEADER, opens=True),
    _Hint("chomping", TEXT_IN_HEADER, opens=True),
    _Hint("mapping values", _COLON),
    _Hint("found unexpected ':'", _COLON),
    _Hint("mapping keys", ("a ? where no key can begin", "put the text in quotes")),
    _Hint(
        "sequence entries",
        ("a - where no list can begin", "begin the list on the next line, or quote the text"),
    ),
    _Hint(
        "could not find expected ':'",
        ("a line without a colon", "write a key, a colon, a space and a value"),
        opens=True,
    ),
    _Hint("end of stream", _QUOTE, opens=True),
    _Hint("unexpected document", _QUOTE, opens=True),
    _Hint("but got '?'", QUESTION_MARK),
    _Hint("expected ',' or", _BRACKET),
    _Hint("hex", _ESCAPE),
    _Hint("escape", _ESCAPE),
    _Hint(
        "expected",
        (
            "the structure of the YAML breaks here",
            "check that keys of one level begin in one column, and the quotes: an apostrophe "
            "within single quotes is written ''",
        ),
    ),
)


def in_plain_words(error: Exception, text: str, file: str) -> tuple[Place, str, str, str]:
    """Return the arguments of a fault for an error of either parser."""
    if not isinstance(error, yaml.MarkedYAMLError):  # of chr(), which libyaml refuses by itself
        found = _NO_CHARACTER.search(text)
        return (place_of(text, found.start() if found else 0, file), "yaml", *_ESCAPE)
    problem = str(error.problem)
    if "nesting depth" in problem:  # libyaml 0.2.6 has a limit, and meets it before any event
        return (place_at(error.problem_mark, file), "too-deep", *TOO_DEEP)
    otherwise = _Hint("", (f"not valid YAML: {problem}", "check indentation and quotes"))
    hint = next((hint for hint in _HINTS if hint.part in problem), otherwise)
    place, began = place_at(error.problem_mark, file), error.context_mark
    if began and (hint.opens or (hint.said is _BRACKET and began.line + 1 < place.line)):
        place = place_at(began, file)
    end = place_of(text, len(text), file)
    # Where the last line has no end, libyaml sees another one behind it.
    place, said = (end, _BRACKET) if place >= end else (place, hint.said)
    line = re.split(LINE_END, text)[place.line - 1]
    what, fix = said
    return place, "yaml", what.replace("{char}", line[place.column - 1 : place.column]), fix
