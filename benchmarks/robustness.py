"""Exact robustness against sampling: time and error, side by side.

    python benchmarks/robustness.py [RUNS]

Tables of random scores with four decimals and, as the harder case for exactness, of whole numbers
from 0 to 5. Sampling is what is usual elsewhere: 10,000 uniform weights with numpy, its largest
error over all shares held against the exact answer. Runs take turns; medians are printed.
"""

import gc
import platform
import random
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from itertools import combinations
from statistics import median
from typing import Any

import numpy as np

from policyscore.exact.pairs import winning_shares
from policyscore.exact.race import winning_share
from policyscore.exact.regions import Effort, regions

DRAWS = 10_000
Rows = list[list[Fraction]]


def table(options: int, criteria: int, grid: int) -> Rows:
    """Return the scores of a random table, the same one each time."""
    chance = random.Random(f"{options} {criteria} {grid}")
    if grid:
        return [
            [Fraction(chance.randint(0, grid)) for _ in range(criteria)] for _ in range(options)
        ]
    return [
        [Fraction(chance.randrange(10**6), 10**4) for _ in range(criteria)] for _ in range(options)
    ]


def all_ranks(rows: Rows, fractions: bool) -> list[list[float]]:
    """Return the share of each rank of each option, and work out central weights on the way."""
    return [list(map(float, r.shares)) for r in regions(rows, effort=Effort(fractions=fractions))]


def all_pairs(rows: Rows) -> list[list[float]]:
    """Return the share of the weights that put one option above another, a row a pair."""
    return [
        [float(winning_share([x - y for x, y in zip(one, other, strict=True)]))]
        for one, other in combinations(rows, 2)
    ]


def drawn_totals(rows: Rows) -> Any:  # noqa: ANN401 - an array
    """Return the overall scores of all options under random weights, a column a draw."""
    weights = np.random.default_rng(0).dirichlet(np.ones(len(rows[0])), DRAWS)
    return np.array([[float(x) for x in row] for row in rows]) @ weights.T


def sampled_ranks(rows: Rows) -> list[list[float]]:
    """Return estimates of what `all_ranks` gives, without the central weights."""
    totals = drawn_totals(rows)
    ranks = (-totals).argsort(axis=0).argsort(axis=0)
    return [[float((row == rank).mean()) for rank in range(len(rows))] for row in ranks]


def sampled_pairs(rows: Rows) -> list[list[float]]:
    """Return estimates of what `all_pairs` gives."""
    totals = drawn_totals(rows)
    return [[float((totals[i] > totals[j]).mean())] for i, j in combinations(range(len(rows)), 2)]


def fast_pairs(rows: Rows) -> list[list[float]]:
    """Return what `all_pairs` gives, by numpy."""
    shares = winning_shares(rows)
    return [[float(shares[i, j])] for i, j in combinations(range(len(rows)), 2)]


Way = Callable[[Rows], list[list[float]]]
CASES: Sequence[tuple[str, tuple[int, int, int], str, Way, Way, float]] = (
    ("3 x 9, all ranks", (3, 9, 0), "fractions", lambda r: all_ranks(r, True), sampled_ranks, 0.03),
    (
        "3 x 9, whole numbers",
        (3, 9, 5),
        "fractions",
        lambda r: all_ranks(r, True),
        sampled_ranks,
        0.03,
    ),
    (
        "10 x 7, all ranks",
        (10, 7, 0),
        "decimals",
        lambda r: all_ranks(r, False),
        sampled_ranks,
        1.0,
    ),
    (
        "10 x 7, whole numbers",
        (10, 7, 5),
        "decimals",
        lambda r: all_ranks(r, False),
        sampled_ranks,
        1.0,
    ),
    ("30 x 20, all pairs", (30, 20, 0), "plain Python", all_pairs, sampled_pairs, 0.05),
    ("1000 x 20, all pairs", (1000, 20, 0), "numpy", fast_pairs, sampled_pairs, 1.0),
)


def measured(way: Way, rows: Rows) -> tuple[float, list[list[float]]]:
    """Return wall seconds and result of one way, the garbage collector off as in a run."""
    gc.collect()
    gc.disable()
    start = time.perf_counter()
    found = way(rows)
    seconds = time.perf_counter() - start
    gc.enable()
    return seconds, found


def main() -> None:
    """Print a line for each case."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    python = f"Python {platform.python_version()}, numpy {np.__version__}"
    print(f"{datetime.now(UTC):%Y-%m-%d}, {python}, {platform.machine()}, {runs} runs each")
    print(f"{'':24}{'exact in':>14}{'ms':>9}{'to reach':>9}{'sampled ms':>12}{'largest error':>15}")
    for name, shape, kind, exact, sampled, most in CASES:
        rows = table(*shape)
        pairs = [(measured(exact, rows), measured(sampled, rows)) for _ in range(runs)]
        own, other = (median(pair[i][0] for pair in pairs) for i in (0, 1))
        (_, right), (_, near) = pairs[0]
        error = max(
            abs(x - y) for a, b in zip(right, near, strict=True) for x, y in zip(a, b, strict=True)
        )
        print(
            f"{name:24}{kind:>14}{own * 1000:9.1f}{most * 1000:9.0f}{other * 1000:12.1f}"
            f"{error * 100:13.2f} %"
        )


if __name__ == "__main__":
    main()
