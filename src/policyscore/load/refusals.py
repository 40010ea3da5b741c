"""What YAML may hold and a model may not: whatever could surprise, or is read in two ways."""

import re
from typing import Any, NoReturn

import yaml

from policyscore.faults import Place

# Line separators beyond LF and CR count as characters here, or lines would be counted differently
# by editors and by libyaml.
_NEVER = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff"
    "\ud800-\udfff"
)
FORBIDDEN = re.compile(f"[{_NEVER}]")
_FORBIDDEN_IN_TEXT = f"[{_NEVER}\r]"  # a CR in a text was written as the escape \r
_CONFLICT = re.compile(r"(?<![^\r\n])(?:<{7}|={7}|>{7})(?![^ \r\n])")
_DIRECTIVE = re.compile(r"(?<![^\r\n])%(?!YAML[ ]+1\.[12][ ]*(?:[ ]#[^\r\n]*)?(?![^\r\n]))")
_HEADER_AND_HASH = re.compile(r"[|>][-+1-9]{0,2}#")
LINE_END = r"\r\n|\r|\n"

QUESTION_MARK = ("a ? in a text within [ ] or { }", "put the text in quotes")
TEXT_IN_HEADER = (
    "a text cannot start with | or >",
    "put the text in quotes; a block of text begins on the next line",
)

MOST_LEVELS = 20
TOO_DEEP = (f"nested deeper than {MOST_LEVELS} levels", "a model needs only a few")


class Refused(Exception):
    """The rest of the file cannot be read."""

    def __init__(self, place: Place, rule: str, what: str, fix: str) -> None:
        self.fault = (place, rule, what, fix)


def character(char: str) -> str:
    """Return what to call a character that cannot be shown, with its code point."""
    code = ord(char)
    kinds = (
        (0xD800 <= code <= 0xDFFF, "a lone surrogate"),
        (code < 0x20 or 0x7F <= code <= 0x9F, "the control character"),
        (0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069, "the bidirectional control"),
        (True, "the invisible character"),
    )
    return f"{next(word for holds, word in kinds if holds)} U+{code:04X}"


def refuse_at_sight(text: str, file: str) -> None:
    """Refuse what needs no parser to be found."""
    for signs, pattern, rule, what, fix in (
        (("",), FORBIDDEN, "character", "", "remove it"),
        (
            ("<" * 7, "=" * 7, ">" * 7),
            _CONFLICT,
            "merge-conflict",
            "a marker of an unresolved merge",
            "resolve the conflict",
        ),
        (
            ("%",),
            _DIRECTIVE,
            "directive",
            "a line that begins with %",
            "put the text in quotes; of the directives only %YAML 1.1 and 1.2 are read",
        ),
    ):
        # Looking for the signs first is many times quicker than the patterns.
        found = pattern.search(text) if any(sign in text for sign in signs) else None
        if found:
            what = what or f"{character(found.group())} is not allowed in a model"
            raise Refused(place_of(text, found.start(), file), rule, what, fix)
    if "\t" in text:
        _refuse_tabs(text, file)


def _refuse_tabs(text: str, file: str) -> None:
    """Refuse tabs but in comments: YAML readers disagree on where else they may stand.

    After a quote a # may be text, so that no comment is taken for granted there.
    """
    for number, line in enumerate(re.split(LINE_END, text), start=1):
        before, tab, _ = line.rpartition("\t")
        if tab and ('"' in before or "'" in before or not re.search(r"(?:^|\s)#", before)):
            place = Place(file, number, line.index("\t") + 1)
            raise Refused(place, "tab", "a tab", "write spaces instead")


def place_of(text: str, offset: int, file: str) -> Place:
    """Return the place of the character at an offset."""
    before = re.split(LINE_END, text[:offset])
    return Place(file, len(before), len(before[-1]) + 1)


def place_at(mark: Any, file: str) -> Place:  # noqa: ANN401 - libyaml and PyYAML have one each
    """Return the place of a mark that a parser made."""
    return Place(file, mark.line + 1, mark.column + 1)


def refuse_cleverness(event: yaml.NodeEvent, place: Place) -> NoReturn:
    """Refuse an alias, an anchor or a tag: they build bombs, make diffs lie and start code."""
    if isinstance(event, yaml.AliasEvent):
        what = f"the alias *{event.anchor}: aliases are not supported"
        fix = "write the value out; a text that begins with * needs quotes"
        raise Refused(place, "alias", what, fix)
    if event.anchor is not None:
        what = f"the anchor &{event.anchor}: anchors are not supported"
        fix = "remove it; a text that begins with & needs quotes"
        raise Refused(place, "anchor", what, fix)
    what = f"the tag {getattr(event, 'tag', '')}: tags are not supported"
    raise Refused(place, "tag", what, "remove it; a text that begins with ! needs quotes")


def refuse_ambiguity(event: yaml.ScalarEvent, place: Place, text: str, bracketed: bool) -> None:
    """Refuse scalars that libyaml accepts and the Python parser does not."""
    if bracketed and not event.style and "?" in event.value:
        raise Refused(place, "yaml", *QUESTION_MARK)
    begin = event.start_mark.index if event.start_mark else 0
    if event.style in ("|", ">") and _HEADER_AND_HASH.match(text, begin):
        raise Refused(place, "yaml", *TEXT_IN_HEADER)


def refuse_hidden(text: str, place: Place) -> None:
    """Refuse what an escape in double quotes put into a text."""
    found = re.search(_FORBIDDEN_IN_TEXT, text)
    if found:
        what = f"{character(found.group())} is not allowed in a text"
        raise Refused(place, "character", what, "remove it")
