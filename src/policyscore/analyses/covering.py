"""Which advantages outweigh which disadvantages: a short argument for the option that is ahead.

Advantages and disadvantages are parted into groups, and in each group the advantages are worth at
least as much as the disadvantages. Whoever agrees to each group agrees to the whole, as the groups
share nothing and points add up.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple

MOST_SEARCHED = 12  # advantages and disadvantages; beyond, the number of partings is out of hand


class Covered(NamedTuple):
    """Advantages that together make up for disadvantages; `surplus` is what they are worth more."""

    advantages: tuple[str, ...]
    disadvantages: tuple[str, ...]
    surplus: Fraction


class Covering(NamedTuple):
    """Groups that cover all disadvantages, and the advantages that come on top, largest first.

    No fewer advantages than those in the groups could cover the disadvantages. With at most
    MOST_SEARCHED names in the groups, no parting of them has more groups, and none with as many
    leaves its tightest group a larger surplus.
    """

    groups: tuple[Covered, ...]
    on_top: tuple[str, ...]


def covering(
    advantages: Mapping[str, Fraction], disadvantages: Mapping[str, Fraction]
) -> Covering | None:
    """Return how advantages cover disadvantages, None where they are worth less.

    Both are given by name in points above 0.
    """
    total = sum(disadvantages.values(), Fraction(0))
    if sum(advantages.values(), Fraction(0)) < total:
        return None
    ordered = _largest_first(advantages)
    used, worth = 0, Fraction(0)
    while worth < total:
        worth += advantages[ordered[used]]
        used += 1
    names = [*ordered[:used], *_largest_first(disadvantages)]
    sizes = _whole(
        [*(advantages[n] for n in names[:used]), *(-disadvantages[n] for n in names[used:])]
    )
    parts = _finest(sizes) if len(names) <= MOST_SEARCHED else _fitted(sizes)
    return Covering(
        tuple(_covered(names, used, part, advantages, disadvantages) for part in parts),
        tuple(ordered[used:]),
    )


def _largest_first(sizes: Mapping[str, Fraction]) -> list[str]:
    return sorted(sizes, key=lambda name: (-sizes[name], name))


def _whole(sizes: Sequence[Fraction]) -> list[int]:
    """Return whole numbers in the proportions of the sizes: they are quicker to add."""
    unit = lcm(*(size.denominator for size in sizes))
    return [int(size * unit) for size in sizes]


def _covered(
    names: Sequence[str],
    used: int,
    part: Sequence[int],
    advantages: Mapping[str, Fraction],
    disadvantages: Mapping[str, Fraction],
) -> Covered:
    plus = tuple(names[i] for i in part if i < used)
    minus = tuple(names[i] for i in part if i >= used)
    surplus = sum((advantages[name] for name in plus), Fraction(0))
    return Covered(plus, minus, surplus - sum((disadvantages[name] for name in minus), Fraction(0)))


def _finest(sizes: Sequence[int]) -> list[list[int]]:
    """Return the most groups, none of them below 0, that numbers can be parted into, by index.

    Among as many groups the least sum is as large as can be. The sum of all is not below 0. Sets
    are bits of a number; the best parting of a set is a first group and the best of the rest.
    """
    sums = [0] * (1 << len(sizes))
    best: list[tuple[int, int, int]] = [(0, max(sizes, default=0), 0)] * len(sums)
    for members in range(1, len(sums)):
        lowest = members & -members
        others = members ^ lowest
        sums[members] = sums[others] + sizes[lowest.bit_length() - 1]
        if sums[members] < 0:
            continue
        best[members] = (1, sums[members], members)
        rest = others
        while rest:
            if sums[rest] >= 0 and sums[members ^ rest] >= 0:
                first = members ^ rest
                found = (best[rest][0] + 1, min(best[rest][1], sums[first]), first)
                if found[:2] > best[members][:2]:
                    best[members] = found
            rest = (rest - 1) & others
    return _parted(best, len(sums) - 1)


def _parted(best: Sequence[tuple[int, int, int]], members: int) -> list[list[int]]:
    """Return the groups of the best parting of a set, as indices."""
    parts = []
    while members:
        group = best[members][2]
        parts.append([i for i in range(group.bit_length()) if group >> i & 1])
        members ^= group
    return parts


def _fitted(sizes: Sequence[int]) -> list[list[int]]:
    """Return groups, none of them below 0, that numbers of a sum not below 0 are parted into.

    Each disadvantage goes to the group with the most room; if that has too little, the two with
    the most become one.
    """
    groups = [(size, [i]) for i, size in enumerate(sizes) if size > 0]
    for i, size in enumerate(sizes):
        if size < 0:
            groups.sort(key=lambda group: (-group[0], group[1]))
            while groups[0][0] + size < 0:
                (room, some), (more, others) = groups[:2]
                groups[:2] = [(room + more, sorted(some + others))]
            room, some = groups[0]
            groups[0] = (room + size, [*some, i])
    return sorted((sorted(some) for _, some in groups), key=min)
