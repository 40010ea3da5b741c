"""The random walk: it stays where it may be, and its means are those of shapes known by theory."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import islice
from random import Random
from statistics import mean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyscore.exact.extremes import inside
from policyscore.sampling.walk import walk
from tests import simplices
from tests.simplices import Row, table
from tests.strategies import steady

RUNS = 12


def places(walls: Sequence[Row], count: int, number: int, seed: int = 1) -> list[list[float]]:
    """Return the first places of a walk within walls, from as far within as can be."""
    start = inside(walls, count)
    assert start is not None
    bounds = [list(map(float, wall)) for wall in walls]
    return list(islice(walk(bounds, list(map(float, start)), Random(seed)), number))


def assert_means(walls: Sequence[Row], wanted: Row, number: int = 400) -> None:
    """Hold the means of several walks against the mean of the shape: within 5 of their errors."""
    runs = [places(walls, len(wanted), number, seed) for seed in range(RUNS)]
    for i, center in enumerate(wanted):
        means = [mean(weights[i] for weights in run) for run in runs]
        error = stdev(means) / RUNS**0.5
        assert error < 0.02
        assert abs(mean(means) - center) < 5 * error


@steady
@given(st.data())
def test_it_stays_in_the_walls_and_on_the_simplex(data: st.DataObject) -> None:
    count = data.draw(st.integers(2, 5))
    wall = st.tuples(*[st.integers(-2, 3).map(Fraction)] * count)
    walls = data.draw(st.lists(wall, max_size=3))
    if inside(walls, count) is None:
        return
    for weights in places(walls, count, 30):
        assert abs(sum(weights) - 1) < 1e-12
        assert min(weights) > -1e-12
        for wall_ in walls:
            assert sum(float(x) * w for x, w in zip(wall_, weights, strict=True)) > -1e-12


def test_without_walls_all_weights_are_alike_in_the_mean() -> None:
    assert_means([], [Fraction(1, 4)] * 4)


@pytest.mark.parametrize("count", [2, 3, 5])
def test_ranked_weights_have_the_means_of_their_shape(count: int) -> None:
    # The corners are the first k alike, so that weight i is the mean of 1/k over k from i on.
    walls = [[Fraction((j == i) - (j == i + 1)) for j in range(count)] for i in range(count - 1)]
    wanted = [
        sum((Fraction(1, k) for k in range(i, count + 1)), Fraction(0)) / count
        for i in range(1, count + 1)
    ]

    assert_means(walls, wanted)


def test_cut_off_corners_have_the_means_of_what_is_left() -> None:
    walls = table("0.5 -0.5 -0.5\n-0.1 0.9 -0.1")
    pieces = simplices.allowed(3, walls)
    total = simplices.volume(pieces)
    wanted = [sum(p[0] * simplices.center(p)[i] for p in pieces) / total for i in range(3)]

    assert_means(walls, [Fraction(x) for x in wanted])


def test_it_gets_everywhere_as_often_as_is_its_share() -> None:
    # A quarter of the triangle lies where the first weighs more than half.
    runs = [places([], 3, 400, seed) for seed in range(RUNS)]
    parts = [mean(weights[0] > 0.5 for weights in run) for run in runs]

    assert abs(mean(parts) - 0.25) < 5 * stdev(parts) / RUNS**0.5 < 0.05


def test_the_same_seed_walks_the_same_way_and_another_another() -> None:
    assert places([], 3, 5, seed=2) == places([], 3, 5, seed=2)
    assert places([], 3, 5, seed=2) != places([], 3, 5, seed=3)


def test_the_start_is_left_alone() -> None:
    start = [0.25, 0.75]

    next(walk([], start, Random(1)))

    assert start == [0.25, 0.75]


def test_the_only_weight_there_is_stays_1() -> None:
    assert places(table("0.5"), 1, 3) == [[1.0]] * 3
