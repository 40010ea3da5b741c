"""Sobol points: what the theory of nets says of them, and where scrambling leaves them."""

from collections import Counter
from itertools import islice, pairwise
from math import prod
from random import Random
from statistics import mean
from zlib import crc32

import pytest

from policyscore.sampling.sobol import BITS, DIMENSIONS, directions_of, points

LEAST = 1 / 2 ** (BITS + 1)


def plain(dimensions: int, count: int) -> list[list[float]]:
    """Return the points of the sequence without scrambling, in the order of Gray codes."""
    directions = directions_of(dimensions)
    now, found = [0] * dimensions, []
    for i in range(1, count + 1):
        found.append([x / 2**BITS for x in now])
        last_zero = (i & -i).bit_length() - 1
        now = [x ^ numbers[last_zero] for x, numbers in zip(now, directions, strict=True)]
    return found


def scrambled(dimensions: int, count: int, seed: int = 1) -> list[list[float]]:
    return list(points(dimensions, count, Random(seed)))


def in_halves(count: int, numbers: list[float]) -> list[int]:
    """Return how many numbers lie in each of so many equal parts of 0 to 1."""
    found = Counter(int(number * count) for number in numbers)
    return [found[i] for i in range(count)]


def van_der_corput(i: int) -> float:
    """Return the binary digits of a number mirrored at the point."""
    return sum(((i >> bit & 1) / (2 << bit) for bit in range(BITS)), 0.0)


def test_the_first_dimension_is_that_of_van_der_corput() -> None:
    found = [point[0] for point in plain(1, 64)]

    assert found == [van_der_corput(i ^ i >> 1) for i in range(64)]


def test_the_first_points_are_those_of_the_published_sequence() -> None:
    # As printed with the direction numbers of Joe and Kuo.
    assert plain(3, 8) == [
        [0, 0, 0],
        [0.5, 0.5, 0.5],
        [0.75, 0.25, 0.25],
        [0.25, 0.75, 0.75],
        [0.375, 0.375, 0.625],
        [0.875, 0.875, 0.125],
        [0.625, 0.125, 0.875],
        [0.125, 0.625, 0.375],
    ]


def test_direction_numbers_end_in_a_one_each_a_digit_further() -> None:
    for numbers in directions_of(DIMENSIONS):
        assert len(numbers) == BITS
        for i, number in enumerate(numbers):
            places = BITS - 1 - i
            assert number >> places & 1
            assert number % 2**places == 0


def test_the_table_is_the_published_one() -> None:
    # All numbers were the same as those that scipy 1.17.1 ships, when this was written down.
    assert crc32(repr(directions_of(DIMENSIONS)).encode()) == 1392585635


def test_no_two_dimensions_are_the_same() -> None:
    assert DIMENSIONS == len(directions_of(DIMENSIONS + 1)) == 64
    assert len({tuple(numbers) for numbers in directions_of(DIMENSIONS)}) == DIMENSIONS


@pytest.mark.parametrize("power", range(8))
def test_each_dimension_has_one_point_in_each_part(power: int) -> None:
    count = 2**power
    for column in zip(*plain(DIMENSIONS, count), strict=True):
        assert in_halves(count, list(column)) == [1] * count
    for column in zip(*scrambled(DIMENSIONS, count), strict=True):
        assert in_halves(count, list(column)) == [1] * count


@pytest.mark.parametrize("power", range(8))
@pytest.mark.parametrize("seed", [1, 2])
def test_the_first_two_dimensions_have_one_point_in_each_rectangle_of_that_size(
    power: int, seed: int
) -> None:
    for found in (plain(2, 2**power), scrambled(2, 2**power, seed)):
        for wide in range(power + 1):
            columns, rows = 2**wide, 2 ** (power - wide)
            assert len({(int(x * columns), int(y * rows)) for x, y in found}) == 2**power


def test_later_powers_of_two_fill_the_parts_too() -> None:
    later = list(islice(points(5, 1024, Random(3)), 512, None))

    for column in zip(*later, strict=True):
        assert in_halves(512, list(column)) == [1] * 512


def test_the_same_seed_gives_the_same_points_and_another_others() -> None:
    assert scrambled(4, 100, seed=5) == scrambled(4, 100, seed=5)
    assert scrambled(4, 100, seed=5) != scrambled(4, 100, seed=6)


@pytest.mark.parametrize("last", [False, True])
def test_coordinates_lie_between_0_and_1_at_either_end(last: bool) -> None:
    class Unlucky(Random):
        """One whose digits are all 0, or all 1."""

        def getrandbits(self, k: int) -> int:
            return 2**k - 1 if last else 0

    (start,) = points(3, 1, Unlucky())

    assert set(start) == {1 - LEAST if last else LEAST}
    assert 0 < LEAST < 1e-9


def test_beyond_the_table_coordinates_are_plain_random_numbers() -> None:
    found = scrambled(DIMENSIONS + 2, 512)
    last = [point[-1] for point in found]

    assert {len(point) for point in found} == {DIMENSIONS + 2}
    assert in_halves(512, [point[DIMENSIONS - 1] for point in found]) == [1] * 512
    assert in_halves(512, last) != [1] * 512
    assert abs(mean(last) - 0.5) < 4 * (1 / 12 / 512) ** 0.5
    assert [point[-2] for point in found] != last


def test_points_without_dimensions_are_empty() -> None:
    assert scrambled(0, 3) == [[], [], []]


def test_each_scrambling_is_even_in_the_mean() -> None:
    # The first point alone is uniform: over 400 seeds its mean is near the middle.
    starts = [scrambled(2, 1, seed)[0] for seed in range(400)]

    for column in zip(*starts, strict=True):
        assert abs(mean(column) - 0.5) < 4 * (1 / 12 / 400) ** 0.5


def test_a_mean_over_ten_dimensions_is_closer_than_with_random_numbers() -> None:
    def off(found: list[list[float]]) -> float:
        return abs(mean(prod(1 + 0.5 * (u - 0.5) for u in point) for point in found) - 1)

    chance = Random(7)
    ours = mean(off(scrambled(10, 512, seed)) for seed in range(16))
    theirs = mean(
        off([[chance.random() for _ in range(10)] for _ in range(512)]) for _ in range(16)
    )

    assert ours < theirs / 5
    assert ours < 0.003


def test_neighbors_differ_in_all_dimensions() -> None:
    for one, other in pairwise(scrambled(6, 64)):
        assert all(x != y for x, y in zip(one, other, strict=True))
