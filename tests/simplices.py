"""Regions of weights a second time: simplices cut to pieces, and random weights.

It is written from the geometry and knows nothing of the package. An edge whose ends lie on
different sides of a plane is cut where it crosses; that divides the simplex into two, in volume as
the cut divides the edge. Once no edge crosses any plane, each piece has one order of the options.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

Row = Sequence[Fraction]
Piece = tuple[Fraction, tuple[tuple[Fraction, ...], ...]]  # a part of all weights, its corners


def table(text: str) -> list[tuple[Fraction, ...]]:
    """Return rows of numbers from lines such as `1 0 2/3`."""
    return [tuple(map(Fraction, line.split())) for line in text.strip().splitlines()]


def dot(left: Row, right: Row) -> Fraction:
    """Return the sum of the products."""
    return sum((x * y for x, y in zip(left, right, strict=True)), Fraction(0))


def whole(count: int) -> Piece:
    """Return all weights of so many criteria."""
    axes = range(count)
    return Fraction(1), tuple(tuple(Fraction(i == j) for i in axes) for j in axes)


def cut(piece: Piece, plane: Row) -> Iterator[Piece]:
    """Yield pieces that have no corner above the plane or none below it."""
    volume, corners = piece
    heights = [dot(corner, plane) for corner in corners]
    high, low = (heights.index(end(heights)) for end in (max, min))
    if heights[high] <= 0 or heights[low] >= 0:
        yield piece
        return
    part = heights[high] / (heights[high] - heights[low])
    ends = zip(corners[high], corners[low], strict=True)
    middle = tuple(top + part * (bottom - top) for top, bottom in ends)
    for replaced, share in ((low, part), (high, 1 - part)):
        kept = tuple(middle if i == replaced else c for i, c in enumerate(corners))
        yield from cut((volume * share, kept), plane)


def center(piece: Piece) -> tuple[Fraction, ...]:
    """Return the mean of a piece, which is that of its corners."""
    return tuple(sum(numbers) / len(numbers) for numbers in zip(*piece[1], strict=True))


def allowed(count: int, walls: Sequence[Row]) -> list[Piece]:
    """Return the weights above all walls, in pieces."""
    pieces = [whole(count)]
    for wall in walls:
        pieces = [part for piece in pieces for part in cut(piece, wall)]
        pieces = [piece for piece in pieces if any(dot(corner, wall) > 0 for corner in piece[1])]
    return pieces


def volume(pieces: Iterable[Piece]) -> Fraction:
    """Return the part of all weights that pieces are together."""
    return sum((share for share, _ in pieces), Fraction(0))


def region(
    rows: Sequence[Row], option: int, walls: Sequence[Row] = ()
) -> tuple[list[Fraction], tuple[Fraction, ...] | None]:
    """Return the shares of the allowed weights by rank, and the mean of those of rank 1."""
    pieces = allowed(len(rows[0]), walls)
    leads = [[x - y for x, y in zip(row, rows[option], strict=True)] for row in rows]
    for lead in leads:
        pieces = [part for piece in pieces for part in cut(piece, lead)]
    shares, total = [Fraction(0)] * len(rows), volume(pieces)
    sums = [Fraction(0)] * len(rows[0])
    for piece in pieces:
        mean = center(piece)
        above = sum(dot(lead, mean) > 0 for lead in leads)
        shares[above] += piece[0] / total
        if above == 0:
            sums = [old + piece[0] / total * x for old, x in zip(sums, mean, strict=True)]
    return shares, tuple(x / shares[0] for x in sums) if shares[0] else None


def random_weights(count: int, number: int, seed: int) -> Iterator[list[float]]:
    """Yield weights drawn uniformly from all of them."""
    chance = random.Random(seed)
    for _ in range(number):
        drawn = [chance.expovariate(1) for _ in range(count)]
        yield [x / sum(drawn) for x in drawn]
