"""How much of all weights gives an option each rank: exact volumes of regions of the simplex.

Uniform weights w on the simplex are w = x / sum(x) with x exponential, so a share of the weights is
an integral over a cone. Its integrand is piecewise constant: it jumps where an option passes
another, and ends at the walls. Let J(L) be the integral over a flat L, an intersection of such
hyperplanes, with exp(-sum(x)) as density and z to the power of the number of options above. The
derivative along any direction v within L integrates to 0 (the divergence theorem, as in Lasserre,
"An analytical expression and an algorithm for the volume of a convex polyhedron in R^n", 1983):

    sum(v) J(L) = sum over hyperplanes H of (jump at H) x (slope of H along v) x J(L and H)

The moments K of x, over the weights that put nobody above, obey the same with v J(L) added. For two
options this is the recursion of `race`. Hyperplanes that coincide on a flat are one, with one jump,
so that ties, equal columns and whole numbers need no perturbation. What coincides and which side is
up is decided on integers; only J and K are numbers of the type asked for.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from math import gcd, lcm
from typing import Generic, NamedTuple, TypeVar

N = TypeVar("N", Fraction, Decimal)
Row = Sequence[Fraction]
Form = list[int]  # the coefficients of a linear form, or any positive multiple of them

DIGITS = 120  # in decimal arithmetic, where fractions would take too long
NOTHING = Decimal("1e-90")  # what is smaller there comes from rounding


class TooManyFlats(Exception):
    """The exact answer takes more flats than allowed."""


class Effort(NamedTuple):
    """What to work out, and how much it may take: at most so many flats, `tick` called for each.

    `ranks` stops after that rank; without `center` there are no mean weights. With `fractions` the
    numbers are exact fractions, else decimals of 120 digits.
    """

    ranks: int | None = None
    center: bool = True
    fractions: bool = True
    flats: int | None = None
    tick: Callable[[], None] | None = None


FREELY = Effort()


class Region(NamedTuple):
    """How an option fares over all weights: the shares of them that give it the 1st, 2nd, ... rank.

    `center` is the mean of the weights that make it first, None where none do.
    """

    shares: tuple[Fraction, ...]
    center: tuple[Fraction, ...] | None


class _Flat(NamedTuple):
    """Where some hyperplanes meet, in coordinates of its own: those of `free`, none below 0.

    `bound` holds the other coordinates that are not 0 throughout, as forms with their denominator
    behind. `walls` are forms that the allowed weights keep above 0, `options` those that are above
    0 where an option is above the tied ones. Each goes by its bit; `key` is what is tied and tight.
    """

    free: tuple[int, ...]
    bound: list[tuple[int, Form]]
    walls: list[tuple[int, Form]]
    options: list[tuple[int, Form]]
    key: int


class _Crossing(NamedTuple):
    """A hyperplane of a flat, as a form whose first coefficient is above 0.

    `above` and `below` count the options above the tied ones on either side of it, None where no
    weights are allowed; `bits` are all options and walls that coincide there.
    """

    form: Form
    above: int | None
    below: int | None
    bits: int


class _Value(NamedTuple, Generic[N]):
    """J by the number of options above, and K where none is; nothing at all where J is 0."""

    by_rank: list[N]
    moments: list[N]


def regions(
    rows: Sequence[Row],
    walls: Sequence[Row] = (),
    options: Iterable[int] | None = None,
    effort: Effort = FREELY,
) -> list[Region]:
    """Return the region of each option, over all weights w of the simplex with wall . w >= 0.

    `rows` are the options' scores; the walls leave a region with a volume above 0. `options` picks
    some by number. Equal rows share their ranks: 1, 1, 3. Raises TooManyFlats beyond the effort.
    """
    chosen = range(len(rows)) if options is None else options
    if effort.fractions:
        return _regions(rows, walls, chosen, Fraction, effort)
    with localcontext() as context:
        context.prec = DIGITS
        return _regions(rows, walls, chosen, Decimal, effort)


def allowed_share(count: int, walls: Sequence[Row], effort: Effort = FREELY) -> Fraction:
    """Return the share of all weights of `count` criteria that have wall . w >= 0; exact."""
    value = _Integral(count, 1, Fraction, effort).over(_start(count, walls))
    return value.by_rank[0] if value.by_rank else Fraction(0)


def _regions(
    rows: Sequence[Row],
    walls: Sequence[Row],
    chosen: Iterable[int],
    number: Callable[[int], N],
    effort: Effort,
) -> list[Region]:
    count, ranks = len(rows[0]), min(effort.ranks or len(rows), len(rows))
    integral = _Integral(count, ranks, number, effort)
    whole = integral.over(_start(count, walls)).by_rank[0]
    found = []
    for option in chosen:
        value = integral.over(_start(count, walls, rows, option))
        shares = [_clean(part / whole) for part in value.by_rank]
        shares += [Fraction(0)] * (ranks - len(shares))
        center = None
        if shares[0] and effort.center:
            mass = value.by_rank[0] * number(count)
            center = tuple(_clean(part / mass) for part in value.moments)
        found.append(Region(tuple(shares), center))
    return found


def _clean(number: Fraction | Decimal) -> Fraction:
    """Return a number as a fraction, 0 for what rounding has left of it."""
    if isinstance(number, Decimal) and abs(number) < NOTHING:
        return Fraction(0)
    return Fraction(number)


def _start(count: int, walls: Sequence[Row], rows: Sequence[Row] = (), option: int = 0) -> _Flat:
    """Return the whole orthant: one option compared with all of `rows`."""
    bounding = [(1 << count + i, _whole(wall)) for i, wall in enumerate(walls)]
    options, key = [], 0
    for i, row in enumerate(rows, start=count + len(walls)):
        form = _whole([x - y for x, y in zip(row, rows[option], strict=True)])
        if any(form):
            options.append((1 << i, form))
        else:
            key |= 1 << i
    kept = [(bit, form) for bit, form in bounding if any(form)]
    return _Flat(tuple(range(count)), [], kept, options, key)


def _whole(row: Row) -> Form:
    """Return the smallest whole numbers in the proportions of a row."""
    common = lcm(*(x.denominator for x in row))
    return _smallest([int(x * common) for x in row])


def _smallest(form: Form) -> Form:
    divisor = gcd(*form)
    return [x // divisor for x in form] if divisor > 1 else form


class _Integral(Generic[N]):
    """J and K of flats, each worked out once."""

    def __init__(self, count: int, ranks: int, number: Callable[[int], N], effort: Effort) -> None:
        self._moments = count if effort.center else 0
        self._ranks = ranks
        self._number: Callable[[int], N] = number
        self._effort = effort
        self._known: dict[int, _Value[N]] = {}
        self._begun = 0

    def over(self, flat: _Flat) -> "_Value[N]":
        """Return J and K of a flat."""
        if self._effort.tick:
            self._effort.tick()
        self._begun += 1
        if self._effort.flats is not None and self._begun > self._effort.flats:
            raise TooManyFlats
        value = self._known[flat.key] = self._found(flat)
        return value

    def _found(self, flat: _Flat) -> "_Value[N]":
        zero = self._number(0)
        if not flat.free:
            return _Value([self._number(1)], [zero] * self._moments)
        axis, slope = (0, Fraction(0)) if _outside(flat) else _axis(flat)
        crossings = _crossings(flat, axis) if slope else None
        if crossings is None:
            return _Value([], [])
        by_rank = [zero] * min(self._ranks, len(flat.options) + 1)
        moments = [zero] * self._moments
        for crossing in crossings:
            value = self._known.get(flat.key | crossing.bits)
            if value is None:
                value = self.over(_cut(flat, crossing))
            if value.by_rank:
                self._add(crossing, axis, value, by_rank, moments)
        scale = self._of(1 / slope)
        by_rank = [x * scale for x in by_rank]
        for i, rate in _direction(flat, axis) if moments else ():
            moments[i] += self._of(rate) * by_rank[0]
        return _Value(by_rank, [x * scale for x in moments])

    def _of(self, number: Fraction) -> N:
        return self._number(number.numerator) / self._number(number.denominator)

    def _add(
        self, crossing: _Crossing, axis: int, value: "_Value[N]", by_rank: list[N], moments: list[N]
    ) -> None:
        """Add what changes where a line along an axis crosses a hyperplane.

        The integral over the hyperplane is in the coordinates of its own flat, which lacks the
        first one that the form has: hence the division by that coefficient.
        """
        slope, first = crossing.form[axis], next(x for x in crossing.form if x)
        if slope != first:
            value = _times(value, self._of(Fraction(slope, first)))
        if crossing.above is not None:
            for i, part in zip(range(crossing.above, len(by_rank)), value.by_rank, strict=False):
                by_rank[i] += part
        if crossing.below is not None:
            for i, part in zip(range(crossing.below, len(by_rank)), value.by_rank, strict=False):
                by_rank[i] -= part
        if crossing.above == 0:
            moments[:] = [x + part for x, part in zip(moments, value.moments, strict=True)]
        elif crossing.below == 0:
            moments[:] = [x - part for x, part in zip(moments, value.moments, strict=True)]


def _times(value: "_Value[N]", rate: N) -> "_Value[N]":
    return _Value([rate * x for x in value.by_rank], [rate * x for x in value.moments])


def _outside(flat: _Flat) -> bool:
    """Tell whether the allowed weights have no volume on a flat, as far as one form shows it."""
    return any(max(form[:-1]) <= 0 for _, form in flat.bound) or any(
        max(form) <= 0 for _, form in flat.walls
    )


def _axis(flat: _Flat) -> tuple[int, Fraction]:
    """Return the first coordinate along which the sum of all x changes, and by how much."""
    for axis in range(len(flat.free)):
        rise, run = 1, 1
        for _, form in flat.bound:
            if form[axis]:
                rise, run = rise * form[-1] + run * form[axis], run * form[-1]
        if rise:
            return axis, Fraction(rise, run)
    return 0, Fraction(0)


def _direction(flat: _Flat, axis: int) -> Iterator[tuple[int, Fraction]]:
    """Yield the number of each x that changes along an axis, and by how much."""
    yield flat.free[axis], Fraction(1)
    for bit, form in flat.bound:
        if form[axis]:
            yield bit.bit_length() - 1, Fraction(form[axis], form[-1])


def _crossings(flat: _Flat, axis: int) -> list[_Crossing] | None:
    """Return the hyperplanes that a line along an axis crosses; None where no weights are allowed.

    Left out are those that meet the orthant of the flat in less than a facet of theirs, and those
    at which nothing changes.
    """
    edge = [0] * len(flat.free)
    edge[axis] = 1
    walls = [(1 << flat.free[axis], edge), *flat.walls]
    walls += [(bit, form[:-1]) for bit, form in flat.bound]
    found: dict[tuple[int, ...], list[int]] = {}  # walls up and down, options up and down, bits
    for kind, forms in ((0, walls), (2, flat.options)):
        for bit, form in forms:
            if form[axis]:
                down = next(x for x in form if x) < 0
                key = tuple(_smallest([-x for x in form] if down else form))
                tally = found.setdefault(key, [0, 0, 0, 0, 0])
                tally[kind + down] += 1
                tally[4] |= bit
    if any(up and down for up, down, *_ in found.values()):
        return None
    return [
        _Crossing(list(form), above, below, bits)
        for form, (walls_up, walls_down, up, down, bits) in found.items()
        if min(form) < 0 or len(form) - form.count(0) == 1
        for above, below in [(None if walls_down else up, None if walls_up else down)]
        if above != below
    ]


def _cut(flat: _Flat, crossing: _Crossing) -> _Flat:
    """Return the flat within a flat where a hyperplane meets it."""
    form, bits = crossing.form, crossing.bits
    first = next(i for i, x in enumerate(form) if x)
    gone = 1 << flat.free[first]
    bound = [(bit, _reduced(old, [*form, 0], first)) for bit, old in flat.bound if not bit & bits]
    if not gone & bits:
        rest = [-x for i, x in enumerate(form) if i != first]
        bound.append((gone, [*rest, form[first]]))
    walls, options = (
        [(bit, _reduced(old, form, first)) for bit, old in forms if not bit & bits]
        for forms in (flat.walls, flat.options)
    )
    free = flat.free[:first] + flat.free[first + 1 :]
    return _Flat(free, bound, walls, options, flat.key | bits)


def _reduced(old: Form, form: Form, first: int) -> Form:
    """Return a form on the hyperplane of another, in the coordinates that remain there."""
    head, lead = old[first], form[first]
    if not head:
        return old[:first] + old[first + 1 :]
    new = [lead * x - head * y for x, y in zip(old, form, strict=True)]
    del new[first]
    return _smallest(new)
