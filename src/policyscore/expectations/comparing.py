"""What is wrong with a comparison of numbers: terms that do not fit, and a foregone conclusion."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from operator import eq, ge, gt, le, lt, ne

from policyscore.expectations.functions import FUNCTIONS, kind_of
from policyscore.expectations.language import Call, Comparison, Expression, written
from policyscore.expectations.tokens import Mistake, Token, brief

HOLDS: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "==": eq,
    "!=": ne,
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
}
_AS = {"rank": "a rank", "points": "in points", "share": "a share"}


def of_options(count: int) -> str:
    """Return "of 3 options"."""
    return f"of {count} option{'s' * (count != 1)}"


def comparison_mistake(node: Comparison, options: int) -> Mistake | None:
    """Return what is wrong with a comparison of numbers in a model of so many options.

    Its terms do not fit, or it holds or fails whatever the model says: then it would guard nothing.
    Of 0 options nothing is known, so nothing is said of ranks.
    """
    return next(_clashes(node), None) or _foregone(node, options)


def _clashes(node: Comparison) -> Iterator[Mistake]:
    for left, right in pairwise(node.terms):
        for one, other in ((left, right), (right, left)):
            clash = _clash(one, other)
            if clash:
                yield clash
        if written(left) == written(right):
            what = f"{brief(written(left))} is compared with itself"
            yield Mistake(right.offset, what, "change one side")


def _clash(one: Expression, other: Expression) -> Mistake | None:
    """Return what is wrong with a term beside another."""
    kind, beside = kind_of(one), kind_of(other)
    text, place = brief(written(one)), one.offset
    if kind == beside == "number":
        return Mistake(place, f"{text} is compared with a number", "name an option: rank(ID) == 1")
    if kind == "last" and beside != "rank":
        return Mistake(place, "last is a rank", "compare it with a rank: rank(ID) == last")
    if kind == "number" and text.endswith("%") and beside in ("rank", "points"):
        what = f"{text} is a share, and {brief(written(other))} is {_AS[beside]}"
        return Mistake(place, what, f"write {text.removesuffix('%').rstrip()}")
    if kind in _AS and beside in _AS and kind != beside:
        what = f"{text} is {_AS[kind]}, and {brief(written(other))} is {_AS[beside]}"
        return Mistake(place, what, "compare like with like")
    return None


# Foregone conclusions


def _foregone(node: Comparison, options: int) -> Mistake | None:
    """Return what is wrong with a comparison of one call that only holds, or only fails."""
    calls = {written(term): term for term in node.terms if isinstance(term, Call)}
    if len(calls) > 1:
        return None
    (call,) = calls.values()
    function = FUNCTIONS[call.name]
    ranks = function.kind == "rank"
    if ranks and not options:
        return None
    low, high = (1, options) if ranks else function.ends
    found = set(_outcomes(node, low, high, ranks))
    if len(found) > 1:
        return None
    limit = next(term for term in node.terms if isinstance(term, Token))
    what = f"{brief(written(node))} {'always holds' if found == {True} else 'never holds'}"
    if found == {False} and ranks and node.signs == ("==",) and limit.value.denominator == 1:
        what = f"{of_options(options)}, no rank is {limit.text}"
    fix = f"{call.name} is {_AS[function.kind]}, {low} to {high}"
    if ranks:
        fix = f"ranks {of_options(options)} are whole numbers from {low} to {high}"
    elif function.kind == "share" and 1 < limit.value <= 100:
        fix += f": write {limit.text}%"
    return Mistake(limit.offset, what, fix)


def _outcomes(node: Comparison, low: int, high: int, ranks: bool) -> Iterator[bool]:
    """Yield whether the comparison holds, for values of the call that stand for all others."""
    limits = {
        term.value for term in node.terms if isinstance(term, Token) and term.kind == "number"
    }
    values = _ranks(limits, high) if ranks else _points(limits, low, high)
    lasts = values if any(kind_of(term) == "last" for term in node.terms) else [Fraction(high)]
    for value in values:
        for last in lasts:
            if not ranks or value <= last:
                yield _holds(node, value, last)


def _ranks(limits: Iterable[Fraction], count: int) -> list[Fraction]:
    """Return the first and the last rank, the limits, and a rank from each gap between them."""
    whole = {limit.numerator // limit.denominator for limit in limits}
    found = {1, count, *whole, *(limit + 1 for limit in whole)}
    return [Fraction(rank) for rank in sorted(found) if 1 <= rank <= count]


def _points(limits: Iterable[Fraction], low: int, high: int) -> list[Fraction]:
    """Return both ends, the limits between them, and a number in each gap."""
    inner = {limit for limit in limits if low < limit < high}
    found = sorted({Fraction(low), Fraction(high), *inner})
    return [*found, *((one + other) / 2 for one, other in pairwise(found))]


def _holds(node: Comparison, value: Fraction, last: Fraction) -> bool:
    """Tell whether a comparison holds if its call comes to a value and the last rank is `last`."""
    numbers = [
        value if isinstance(term, Call) else last if kind_of(term) == "last" else term.value
        for term in node.terms
        if isinstance(term, Call | Token)
    ]
    pairs = zip(node.signs, pairwise(numbers), strict=True)
    return all(HOLDS[sign](one, other) for sign, (one, other) in pairs)
