"""The largest value over allowed weights, held against all corners of what is allowed.

Corners are found twice: by solving for where planes cross, also where little is left, and by
cutting the simplex to pieces, which needs no solving.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyscore.exact.extremes import Chance, chance, contradiction, inside, largest
from policyscore.exact.regions import regions
from tests import simplices
from tests.simplices import Row, dot, table
from tests.strategies import steady

often = settings(steady, max_examples=60)

Weights = tuple[Fraction, ...]


def crossing(planes: Sequence[Row]) -> Weights | None:
    """Return the one point with sum 1 on all planes, one fewer than its coordinates."""
    count = len(planes) + 1
    rows = [[*plane, Fraction(0)] for plane in planes]
    rows.append([Fraction(1)] * (count + 1))
    for i in range(count):
        pivot = next((j for j in range(i, count) if rows[j][i]), None)
        if pivot is None:
            return None
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [x / rows[i][i] for x in rows[i]]
        for j in range(count):
            if j != i:
                rows[j] = [x - rows[j][i] * y for x, y in zip(rows[j], rows[i], strict=True)]
    return tuple(row[-1] for row in rows)


def corners(count: int, walls: Sequence[Row]) -> set[Weights]:
    """Return the corners of the weights that walls allow, none where nothing is allowed."""
    axes = [tuple(Fraction(i == j) for j in range(count)) for i in range(count)]
    planes = [*axes, *map(tuple, walls)]
    found = {crossing(chosen) for chosen in combinations(planes, count - 1)}
    return {w for w in found if w is not None and all(dot(p, w) >= 0 for p in planes)}


def pieces_of(count: int, walls: Sequence[Row]) -> list[simplices.Piece]:
    """Return what walls leave, in pieces with some volume; a wall of zeros leaves everything."""
    return simplices.allowed(count, [wall for wall in walls if any(wall)])


def lowest(forms: Sequence[Row], walls: Sequence[Row]) -> Fraction:
    """Return how large the smallest of some linear forms can be over the allowed weights.

    On each piece without a crossing of two of them one is the smallest, largest at a corner.
    """
    pieces = pieces_of(len(forms[0]), walls)
    for one, other in combinations(forms, 2):
        plane = [x - y for x, y in zip(one, other, strict=True)]
        pieces = [part for piece in pieces for part in simplices.cut(piece, plane)]
    return max(min(dot(form, w) for form in forms) for piece in pieces for w in piece[1])


def ahead(rows: Sequence[Row], option: int) -> list[Weights]:
    """Return how much more an option scores than each other one, by criterion."""
    own = rows[option]
    others = (row for i, row in enumerate(rows) if i != option)
    return [tuple(x - y for x, y in zip(own, row, strict=True)) for row in others]


def some_walls(count: int, most: int = 3) -> st.SearchStrategy[list[Weights]]:
    """Draw walls, some of them level, some twice, some that rule out everything."""
    wall = st.tuples(*[st.integers(-2, 2).map(Fraction)] * count)
    return st.lists(wall, max_size=most)


def tables(count: int, most_options: int = 4) -> st.SearchStrategy[list[Weights]]:
    row = st.tuples(*[st.integers(0, 3).map(Fraction)] * count)
    return st.lists(row, min_size=2, max_size=most_options)


# The largest value


@pytest.mark.parametrize(
    ("walls", "value", "weights"),
    [
        ("", "5", "0 0 1"),
        ("1 -1 0\n0 1 -1", "10/3", "1/3 1/3 1/3"),  # ranked: all alike is best for the last
        ("1 -1 0\n-1 1 0", "5", "0 0 1"),  # the first two the same: a flat piece
        ("1 -1 0\n-1 1 0\n0 1 -1\n0 -1 1", "10/3", "1/3 1/3 1/3"),  # a single point
        ("0 0 -1", "3", "1 0 0"),  # a face
        ("1 1 1\n0 0 0\n1 0 0", "5", "0 0 1"),  # walls that rule out nothing
        ("1 1 -1\n2 2 -2", "4", "1/2 0 1/2"),  # the same wall twice
    ],
)
def test_the_largest_value_lies_at_a_corner_of_what_is_allowed(
    walls: str, value: str, weights: str
) -> None:
    found = largest(table("3 2 5")[0], table(walls))

    assert found is not None
    assert (found.value, found.weights) == (Fraction(value), table(weights)[0])


@pytest.mark.parametrize("walls", ["-1 -1 -1", "-1 0 0\n1 -1 -1\n0 1 -2\n0 -2 1"])
def test_there_is_no_largest_value_where_nothing_is_allowed(walls: str) -> None:
    assert largest(table("3 2 5")[0], table(walls)) is None


@often
@given(st.data())
def test_no_corner_has_a_larger_value(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 4))
    walls = data.draw(some_walls(count))
    objective = data.draw(st.tuples(*[st.integers(-3, 3).map(Fraction)] * count))

    found = largest(objective, walls)

    values = [dot(objective, w) for w in corners(count, walls)]
    if found is None:
        assert not values
        return
    assert found.value == max(values) == dot(objective, found.weights)
    assert sum(found.weights) == 1
    assert min(found.weights) >= 0
    assert all(dot(wall, found.weights) >= 0 for wall in walls)


@often
@given(st.data())
def test_the_prices_of_the_walls_prove_that_nothing_is_larger(data: st.DataObject) -> None:
    # Whatever is allowed, walls at such prices add nothing below 0; with them no weight counts
    # for more than the value.
    count = data.draw(st.integers(1, 4))
    walls = data.draw(some_walls(count))
    objective = data.draw(st.tuples(*[st.integers(-3, 3).map(Fraction)] * count))

    found = largest(objective, walls)

    if found is not None:
        assert len(found.prices) == len(walls)
        assert all(price >= 0 for price in found.prices)
        columns = zip(*walls, strict=True) if walls else [()] * count
        for own, column in zip(objective, columns, strict=True):
            assert own + dot(found.prices, column) <= found.value


# How far ahead an option can get


def test_a_compromise_gets_ahead_by_where_it_meets_both_extremes() -> None:
    found = chance(table("10 0\n0 10\n6 6"), 2)

    assert found == Chance(Fraction(1), table("1/2 1/2")[0], ())


def test_a_weak_compromise_is_behind_a_mixture_of_both_extremes_by_as_much() -> None:
    found = chance(table("10 0\n0 10\n4 4"), 2)

    assert found.margin == -1
    assert found.mixture == ((0, Fraction(1, 2)), (1, Fraction(1, 2)))


def test_a_dominated_option_is_behind_at_least_by_its_smallest_difference() -> None:
    found = chance(table("5 3\n4 1\n0 0"), 1)

    assert found == Chance(Fraction(-1), table("1 0")[0], ((0, Fraction(1)),))


def test_walls_take_chances_away() -> None:
    rows = table("10 0\n0 10")

    assert chance(rows, 1).margin == 10
    assert chance(rows, 1, table("1 -1")).margin == 0
    assert chance(rows, 1, table("1 -2")).margin == Fraction(-10, 3)


def test_there_is_no_chance_to_tell_where_nothing_is_allowed() -> None:
    with pytest.raises(ValueError, match="no weights are allowed"):
        chance(table("1 0\n0 1"), 0, table("-1 -1"))


@often
@given(st.data())
def test_the_margin_is_that_of_all_pieces_between_which_rivals_change_places(
    data: st.DataObject,
) -> None:
    count = data.draw(st.integers(1, 3))
    rows, walls = data.draw(tables(count)), data.draw(some_walls(count, most=2))
    for option in range(len(rows) if pieces_of(count, walls) else 0):
        gaps = ahead(rows, option)

        found = chance(rows, option, walls)

        assert found.margin == lowest(gaps, walls)
        assert found.margin == min(dot(gap, found.weights) for gap in gaps)
        assert all(dot(wall, found.weights) >= 0 for wall in walls)


@often
@given(st.data())
def test_a_mixture_of_others_is_ahead_under_all_allowed_weights(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 4))
    rows, walls = data.draw(tables(count)), data.draw(some_walls(count, most=2))
    allowed = corners(count, walls)
    for option, row in enumerate(rows if allowed else []):
        found = chance(rows, option, walls)
        if found.margin >= 0:
            assert found.mixture == ()
            continue
        assert sum(share for _, share in found.mixture) == 1
        assert all(share > 0 and other != option for other, share in found.mixture)
        mixed = [sum(share * rows[o][j] for o, share in found.mixture) for j in range(count)]
        lead = [x - y for x, y in zip(mixed, row, strict=True)]
        assert min(dot(lead, w) for w in allowed) == -found.margin


@often
@given(st.data())
def test_an_option_gets_ahead_if_and_only_if_some_share_of_the_weights_makes_it_first(
    data: st.DataObject,
) -> None:
    count = data.draw(st.integers(1, 4))
    rows = data.draw(tables(count, most_options=5).map(lambda rows: [*dict.fromkeys(rows)]))
    for option, region in enumerate(regions(rows)):
        if len(rows) > 1:
            assert (chance(rows, option).margin > 0) == (region.shares[0] > 0)


# Weights off all walls


def test_without_walls_equal_weights_are_farthest_from_all_ends() -> None:
    assert inside([], 4) == (Fraction(1, 4),) * 4


@pytest.mark.parametrize(
    "walls", ["1 -1 0\n-1 1 0", "0 0 -1", "-1 -1 -1", "1 -2 0\n-2 1 0", "0 1 -1\n1 0 -1\n-1 -1 2"]
)
def test_walls_that_leave_a_boundary_or_nothing_have_no_inside(walls: str) -> None:
    assert inside(table(walls), 3) is None


def test_a_wall_that_is_met_everywhere_leaves_all_inside() -> None:
    assert inside(table("0 0"), 2) == (Fraction(1, 2),) * 2


@often
@given(st.data())
def test_inside_is_as_far_as_can_be_from_walls_and_ends(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 3))
    walls = data.draw(some_walls(count, most=2))

    found = inside(walls, count)

    if found is None:
        assert not pieces_of(count, walls)
        return
    axes = [tuple(Fraction(i == j) for j in range(count)) for i in range(count)]
    bounds = [*axes, *(wall for wall in walls if any(wall))]
    assert sum(found) == 1
    assert min(dot(bound, found) for bound in bounds) == lowest(bounds, walls) > 0


# Contradictions


def test_a_contradiction_names_no_more_than_it_takes() -> None:
    parts = [table(text) for text in ("1 0 -1", "1 -1 0", "1 1 -1", "-1 2 0\n0 1 -1", "0 -1 1")]

    # The second and the third weight have to be the same by the last two, with half or more.
    assert contradiction(parts, 3) == [3, 4]


def test_of_several_contradictions_one_is_named() -> None:
    parts = [table(text) for text in ("1 -1 0", "-1 1 0", "0 1 -1", "0 -1 1")]

    assert contradiction(parts, 3) == [2, 3]


def test_a_statement_that_contradicts_itself_stands_alone() -> None:
    assert contradiction([table("1 -1"), table("1 -2\n-2 1"), table("1 0")], 2) == [1]


@often
@given(st.data())
def test_what_contradicts_leaves_room_without_any_one_part(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 3))
    parts = data.draw(st.lists(some_walls(count, most=2), max_size=4))

    def room(chosen: list[int]) -> bool:
        return bool(pieces_of(count, [wall for i in chosen for wall in parts[i]]))

    if not room([*range(len(parts))]):
        found = contradiction(parts, count)
        assert not room(found)
        assert all(room([i for i in found if i != left_out]) for left_out in found)
