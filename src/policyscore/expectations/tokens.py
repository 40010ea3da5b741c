"""The text of an expectation in pieces; signs of other languages say what to write instead."""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from policyscore import decimals

MOST_SHOWN = 40

# The words of the language itself; an option may have such a word for an id.
WORDS = ("and", "or", "not", "last")
_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<word>[^\W\d_][\w-]*)"
    r"|(?P<number>(?:-\s*)?\.?[0-9](?:[eE][-+]?[0-9]|[\w.]|-(?=[a-z])|,(?=[0-9]))*(?:\s*%)?)"
    r"|(?P<sign>(?:==|!=)(?!=)|[<>]=|<(?!>)|>|[(),])"
)
_INSTEAD = {
    **{"===": "==", "!==": "!=", "=>": ">=", "=<": "<=", "<>": "!=", "=": "=="},
    **{"≥": ">=", "≤": "<=", "≠": "!=", "&&": "and", "&": "and", "||": "or", "|": "or"},
    **{"!": "not", "−": "-", "–": "-", "[": "(", "]": ")", "{": "(", "}": ")"},
}
_ARITHMETIC = ("**", "*", "+", "-", "/", "^", "×", "÷")
_QUOTES = "\"'`“”„‘’‚«»"


class Mistake(NamedTuple):
    """One thing wrong with an expectation: where in its text, what, and how to mend it.

    `offset` counts characters from 0; at the end of the text it is the text's length.
    """

    offset: int
    what: str
    fix: str


class Token(NamedTuple):
    """A piece of an expectation: a `word`, a `number`, a sign that is its own kind, or the `end`.

    A number has a `value`, divided by 100 already where its text ends with %.
    """

    kind: str
    text: str
    offset: int
    value: Fraction = Fraction(0)


class Wrong(Exception):
    """An expectation cannot be read on from where the mistake is."""

    def __init__(self, offset: int, what: str, fix: str) -> None:
        super().__init__(what)
        self.mistake = Mistake(offset, what, fix)


def brief(text: str) -> str:
    """Return a text for a message, cut if it is long."""
    return text if len(text) <= MOST_SHOWN else f"{text[: MOST_SHOWN - 1]}…"


def tokens(text: str) -> list[Token]:
    """Return the tokens of a text, the last one of kind `end`. Raises Wrong at what is none."""
    found: list[Token] = []
    offset = 0
    while offset < len(text):
        match = _TOKEN.match(text, offset)
        if match is None or (text[offset] == "-" and _is_complete(found)):
            raise _no_token(text, offset)
        if match.lastgroup != "space":
            found.append(_token(str(match.lastgroup), match.group(), offset))
        offset = match.end()
    found.append(Token("end", "", len(text.rstrip())))
    return found


def _is_complete(found: Sequence[Token]) -> bool:
    """Tell whether a minus would stand behind something that it could take away from."""
    return bool(found) and found[-1].kind in ("word", "number", ")")


def _token(kind: str, text: str, offset: int) -> Token:
    if kind == "number":
        return Token(kind, text, offset, _value(text, offset))
    if text.lower() in WORDS and text not in WORDS:
        raise Wrong(offset, f"{text} has no meaning here", f"write {text.lower()}")
    return Token(text if kind == "sign" else kind, text, offset)


def _value(text: str, offset: int) -> Fraction:
    digits = re.sub(r"\s", "", text.removesuffix("%"))
    if re.fullmatch("(?![0-9]+e[0-9]+$)[0-9]+[a-z][a-z0-9-]*", digits):
        what = f"{brief(digits)} is neither a number nor an id"
        raise Wrong(offset, what, "an id begins with a letter, and a number has no unit")
    try:
        value = decimals.parse(digits)
    except decimals.NotDecimal as error:
        raise Wrong(offset, f"{brief(digits)} is {error.what}", error.fix) from error
    return value / 100 if text.endswith("%") else value


def _no_token(text: str, offset: int) -> Wrong:
    """Return what is wrong where no token begins."""
    rest = text[offset:]
    for sign, right in _INSTEAD.items():
        if rest.startswith(sign):
            return Wrong(offset, f"{sign} has no meaning here", f"write {right}")
    for sign in _ARITHMETIC:
        if rest.startswith(sign):
            fix = "write the number that comes out; margin(x, y) is a difference of scores"
            return Wrong(offset, f"{sign}: expectations know no arithmetic", fix)
    if rest[0] in _QUOTES:
        quoted = re.match(r"[\w-]+", rest[1:])
        plain = f"write {brief(quoted.group())} without them" if quoted else "remove them"
        return Wrong(offset, f"quotes ({rest[0]}) are not needed around an id", plain)
    if rest[0] == "%":
        return Wrong(offset, "% without a number before it", "write a number such as 50%")
    fix = "an expectation holds calls such as rank(ID), numbers, comparisons, and, or, not"
    return Wrong(offset, f"{rest[0]} has no meaning here", fix)
