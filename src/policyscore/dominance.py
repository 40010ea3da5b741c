"""Which options do at least as well as others on everything; weights play no part."""

from collections.abc import Mapping
from fractions import Fraction

Scores = Mapping[str, Mapping[str, Fraction]]


def dominators(scores: Scores) -> dict[str, str]:
    """Return the dominated options, each with the first (by id) of those that dominate it.

    An option is dominated by another that scores at least as high on every criterion and higher
    on one. `scores` are by option, then by criterion. Takes options x criteria steps on bit sets.
    """
    names = sorted(scores)
    everyone = (1 << len(names)) - 1
    as_good = dict.fromkeys(names, everyone)
    for criterion in scores[names[0]] if names else ():
        above = 0
        column = sorted(((scores[name][criterion], i) for i, name in enumerate(names)), reverse=True)
        start = 0
        for end in range(1, len(column) + 1):
            if end < len(column) and column[end][0] == column[start][0]:
                continue
            for _, i in column[start:end]:
                above |= 1 << i
            for _, i in column[start:end]:
                as_good[names[i]] &= above
            start = end
    found: dict[str, str] = {}
    for i, name in enumerate(names):
        rivals = as_good[name] & ~(1 << i)
        while rivals:
            j = (rivals & -rivals).bit_length() - 1
            if not as_good[names[j]] >> i & 1:
                found[name] = names[j]
                break
            rivals &= rivals - 1
    return found
