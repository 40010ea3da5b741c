"""Random weights that keep to walls: a walk whose places are, in the long run, evenly spread.

Hit-and-run (R. L. Smith, "Efficient Monte Carlo procedures for generating points uniformly
distributed over bounded regions", Operations Research 32, 1984), along directions that take weight
from one criterion and give it to another. Neighboring places are alike; STRIDE moves a criterion
lie between those that are used.
"""

from collections.abc import Iterator, Sequence
from random import Random

Row = Sequence[float]

STRIDE = 4
FIRST = 50  # as many moves a criterion before the first place is used


def walk(walls: Sequence[Row], inside: Row, chance: Random) -> Iterator[list[float]]:
    """Yield weights w of the simplex with wall . w >= 0, without an end.

    `inside` are such weights, off all walls; every wall counts, those of the simplex are added.
    """
    count = len(inside)
    now = list(inside)
    room = [sum(x * w for x, w in zip(wall, now, strict=True)) for wall in walls]
    moves = FIRST * count
    while True:
        for _ in range(moves):
            _move(walls, now, room, chance)
        yield list(now)
        moves = STRIDE * count


def _move(walls: Sequence[Row], now: list[float], room: list[float], chance: Random) -> None:
    """Move weight from one criterion to another, as much or as little as the walls allow."""
    if len(now) == 1:
        return  # it weighs all
    to = int(chance.random() * len(now))
    source = int(chance.random() * (len(now) - 1))
    source += source >= to
    least, most = -now[to], now[source]
    rates = [wall[to] - wall[source] for wall in walls]
    for rate, left in zip(rates, room, strict=True):
        if rate > 0:
            least = max(least, -left / rate)
        elif rate < 0:
            most = min(most, -left / rate)
    step = least + chance.random() * (most - least)
    now[to], now[source] = now[to] + step, now[source] - step
    for i, rate in enumerate(rates):
        room[i] += step * rate
