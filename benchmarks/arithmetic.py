"""What exact numbers cost: fractions.Fraction against decimals scaled to Python ints.

    python benchmarks/arithmetic.py

Both score straight scales, weigh and sum; the results are compared. Medians of interleaved runs,
and what importing `fractions` adds to a start.
"""

import platform
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from functools import partial
from statistics import median

RUNS = 15
Performances = Sequence[Sequence[int]]  # in hundredths, on scales from 0 to 100


def with_fractions(performances: Performances, weights: Sequence[int]) -> list[Fraction]:
    """Return the overall scores, every step a fraction."""
    whole = sum(weights)
    shares = [Fraction(weight, whole) for weight in weights]
    rows = [[Fraction(value, 100) for value in row] for row in performances]
    return [
        sum((s * v for s, v in zip(shares, row, strict=True)), start=Fraction()) for row in rows
    ]


def with_integers(performances: Performances, weights: Sequence[int]) -> list[Fraction]:
    """Return the same scores, scaled ints until the last step."""
    scale = sum(weights) * 100
    return [
        Fraction(sum(w * v for w, v in zip(weights, row, strict=True)), scale)
        for row in performances
    ]


def seconds(work: Callable[[], object]) -> float:
    """Return how long the work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def start(code: str) -> float:
    """Return how long a bare interpreter takes to start and run the code."""
    return seconds(lambda: subprocess.run([sys.executable, "-c", code], check=True))


def main() -> None:
    """Print the figures."""
    today = datetime.now(UTC).date()
    print(f"{today}, Python {platform.python_version()}, {platform.machine()}, {RUNS} runs each")
    starts = [(start("import re"), start("import re, fractions")) for _ in range(RUNS)]
    print(f"import fractions adds {median(b - a for a, b in starts) * 1000:.1f} ms to a start")
    for options, criteria in ((3, 9), (1000, 10)):
        chance = random.Random(0)
        table = [[chance.randrange(10_001) for _ in range(criteria)] for _ in range(options)]
        weights = [chance.randrange(1, 100) for _ in range(criteria)]
        if with_fractions(table, weights) != with_integers(table, weights):
            raise SystemExit("the two disagree")
        ways = [partial(way, table, weights) for way in (with_fractions, with_integers)]
        taken = [tuple(seconds(way) for way in ways) for _ in range(RUNS)]
        slow, quick = (median(column) * 1000 for column in zip(*taken, strict=True))
        print(f"{options}x{criteria}: fractions {slow:.2f} ms, scaled ints {quick:.2f} ms")


if __name__ == "__main__":
    main()
