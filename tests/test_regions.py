"""Shares of all weights by rank and their centers: theory, cut simplices, random weights."""

import random
from fractions import Fraction
from itertools import combinations, pairwise
from math import factorial

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from policyscore.exact.race import winning_share
from policyscore.exact.regions import Effort, Region, TooManyFlats, allowed_share, regions
from tests import simplices
from tests.simplices import table
from tests.strategies import steady

often = settings(steady, max_examples=100)

Table = list[tuple[Fraction, ...]]


@st.composite
def tables(draw: st.DrawFn, most_options: int = 4, most_criteria: int = 4) -> Table:
    """Draw scores of 0 to 3, so that ties, equal columns and equal options are frequent."""
    count = draw(st.integers(1, most_criteria))
    row = st.tuples(*[st.integers(0, 3).map(Fraction)] * count)
    return draw(st.lists(row, min_size=1, max_size=most_options))


def ranked(count: int) -> Table:
    """Return walls that keep each weight above the next."""
    return [weight_over(count, i, i + 1) for i in range(count - 1)]


def weight_over(count: int, more: int, less: int, times: int = 1) -> tuple[Fraction, ...]:
    """Return a wall that keeps a weight above so many times another."""
    return tuple(Fraction((i == more) - times * (i == less)) for i in range(count))


def at_least(count: int, criterion: int, share: str) -> tuple[Fraction, ...]:
    return tuple((i == criterion) - Fraction(share) for i in range(count))


def at_most(count: int, criterion: int, share: str) -> tuple[Fraction, ...]:
    return tuple(Fraction(share) - (i == criterion) for i in range(count))


@st.composite
def walls(draw: st.DrawFn, count: int) -> Table:
    """Draw walls of all kinds that leave some weights."""
    criteria = st.integers(0, count - 1)
    found: Table = draw(st.sampled_from(([], [], ranked(count), ranked(count)[:1])))
    for _ in range(draw(st.integers(0, 2))):
        kind, one, other = draw(st.integers(0, 3)), draw(criteria), draw(criteria)
        if kind == 0:
            found = [*found, at_least(count, one, draw(st.sampled_from(("0", "0.1", "1/3"))))]
        elif kind == 1:
            found = [*found, at_most(count, one, draw(st.sampled_from(("1/4", "0.5", "1"))))]
        elif one != other:
            found = [*found, weight_over(count, one, other, kind - 1)]
    assume(simplices.allowed(count, found))
    return found


def first(rows: Table) -> list[Fraction]:
    return [region.shares[0] for region in regions(rows)]


# Theory


def test_two_options_that_share_three_criteria_two_to_one() -> None:
    # The second leads where its criterion weighs over 1/2: a quarter of the triangle, a triangle.
    found = regions(table("1 0 1\n0 1 0"))

    assert [region.shares for region in found] == table("3/4 1/4\n1/4 3/4")
    assert [region.center for region in found] == table("7/18 2/9 7/18\n1/6 2/3 1/6")


def test_a_compromise_leads_where_neither_of_two_criteria_weighs_much_more() -> None:
    # The third leads where the first weight is between 0.4 and 0.6; it is last nowhere.
    found = regions(table("1 0\n0 1\n0.6 0.6"))

    assert [region.shares for region in found] == table("0.4 0.1 0.5\n0.4 0.1 0.5\n0.2 0.8 0")
    assert [region.center for region in found] == table("0.8 0.2\n0.2 0.8\n0.5 0.5")


def test_options_that_are_best_on_one_criterion_each_lead_equally_often() -> None:
    found = regions(table("1 0 0 0\n0 1 0 0\n0 0 1 0\n0 0 0 1"))

    assert [set(region.shares) for region in found] == [{Fraction(1, 4)}] * 4
    means = [region.center for region in found]
    # The largest of four weights is 25/48 in the mean: (1 + 1/2 + 1/3 + 1/4) / 4.
    assert means[0] == tuple(table("25/48 23/144 23/144 23/144")[0])


def test_a_dominated_option_never_leads() -> None:
    best, worse, other = regions(table("2 1 3\n1 1 3\n1 3 2"))

    assert worse.shares[0] == 0
    assert worse.center is None
    assert best.shares[0] + other.shares[0] == 1


def test_an_option_alone_leads_everywhere() -> None:
    assert regions(table("1 2")) == [Region((Fraction(1),), tuple(table("0.5 0.5")[0]))]


def test_equal_options_share_their_rank_and_the_next_is_skipped() -> None:
    twin, other, same = regions(table("1 0\n0 1\n1 0"))

    assert twin == same == Region(*table("1/2 1/2 0\n3/4 1/4"))
    assert other.shares == tuple(table("1/2 0 1/2")[0])


def test_options_that_are_equal_throughout_are_all_first() -> None:
    assert regions(table("1 1\n1 1")) == [Region(*table("1 0\n1/2 1/2"))] * 2


@pytest.mark.parametrize("count", range(1, 7))
def test_one_criterion_leaves_one_order_whatever_the_rest(count: int) -> None:
    rows = [(Fraction(i),) * count for i in range(4)]

    assert [region.shares.index(1) for region in regions(rows)] == [3, 2, 1, 0]


# Against cut simplices


@often
@given(tables())
def test_cut_simplices_have_the_same_shares_and_centers(rows: Table) -> None:
    wanted = [simplices.region(rows, option) for option in range(len(rows))]

    assert [(list(found.shares), found.center) for found in regions(rows)] == wanted


@often
@given(st.data())
def test_cut_simplices_have_the_same_shares_and_centers_within_walls(data: st.DataObject) -> None:
    rows = data.draw(tables(most_options=3))
    bounds = data.draw(walls(len(rows[0])))

    wanted = [simplices.region(rows, option, bounds) for option in range(len(rows))]

    assert [(list(found.shares), found.center) for found in regions(rows, bounds)] == wanted


def test_walls_through_ties_and_corners_are_met_exactly() -> None:
    rows = table("3 0 1\n1 2 1\n0 3 0")
    bounds = [weight_over(3, 0, 1), at_most(3, 0, "1/2"), at_least(3, 2, "0"), at_most(3, 2, "1")]

    found = [(list(r.shares), r.center) for r in regions(rows, bounds)]

    assert found == [simplices.region(rows, option, bounds) for option in range(3)]


# What must hold


@often
@given(tables())
def test_each_option_has_some_rank_and_each_rank_some_option(rows: Table) -> None:
    shares = [region.shares for region in regions(rows)]

    assert all(sum(row) == 1 and min(row) >= 0 for row in shares)
    if len(set(rows)) == len(rows):
        assert [sum(column) for column in zip(*shares, strict=True)] == [1] * len(rows)


@often
@given(st.data())
def test_centers_are_weights_under_which_the_option_leads(data: st.DataObject) -> None:
    rows = data.draw(tables())
    bounds = data.draw(walls(len(rows[0])))
    for row, region in zip(rows, regions(rows, bounds), strict=True):
        if region.center is None:
            assert region.shares[0] == 0
            continue
        assert sum(region.center) == 1
        assert min(region.center) > 0
        assert all(simplices.dot(wall, region.center) >= 0 for wall in bounds)
        own = simplices.dot(row, region.center)
        assert all(simplices.dot(other, region.center) <= own for other in rows)


@steady
@given(tables(most_options=6, most_criteria=6))
def test_centers_by_their_shares_add_up_to_equal_weights(rows: Table) -> None:
    found = regions([*dict.fromkeys(rows)])
    led = [(region.shares[0], region.center) for region in found if region.center]

    means = [sum(share * c[i] for share, c in led) for i in range(len(rows[0]))]

    assert means == [Fraction(1, len(rows[0]))] * len(rows[0])


def expected_rank(region: Region) -> Fraction:
    return sum((rank * share for rank, share in enumerate(region.shares, start=1)), Fraction(0))


def expected_rank_by_pairs(rows: Table, option: int) -> Fraction:
    """Return 1 and the shares of the weights that put each other option above."""
    leads = ([x - y for x, y in zip(row, rows[option], strict=True)] for row in rows)
    return 1 + sum((winning_share(lead) for lead in leads), Fraction(0))


@steady
@given(tables(most_options=6, most_criteria=6))
def test_the_expected_rank_is_that_of_the_pairs(rows: Table) -> None:
    for option, region in enumerate(regions(rows, effort=Effort(center=False))):
        assert expected_rank(region) == expected_rank_by_pairs(rows, option)


@pytest.mark.parametrize("count", [8, 11, 14])
def test_the_expected_rank_is_that_of_the_pairs_with_many_criteria(count: int) -> None:
    chance = random.Random(count)
    rows = [tuple(Fraction(chance.randint(0, 9)) for _ in range(count)) for _ in range(3)]
    assert len(set(rows)) == 3

    for option, region in enumerate(regions(rows)):
        assert expected_rank(region) == expected_rank_by_pairs(rows, option)


@steady
@given(tables(most_options=2, most_criteria=8).filter(lambda rows: len(set(rows)) == 2))
def test_of_two_options_one_is_first_where_the_other_is_second(rows: Table) -> None:
    one, other = regions(rows)
    lead = [x - y for x, y in zip(*rows, strict=True)]

    assert one.shares == other.shares[::-1]
    assert one.shares[0] == winning_share(lead)


@often
@given(st.data())
def test_the_order_of_options_and_criteria_only_orders_the_answer(data: st.DataObject) -> None:
    rows = data.draw(tables(most_options=5))
    order = data.draw(st.permutations(range(len(rows))))
    columns = data.draw(st.permutations(range(len(rows[0]))))
    changed = [tuple(rows[i][j] for j in columns) for i in order]

    before, after = regions(rows), regions(changed)

    for i, found in zip(order, after, strict=True):
        center = before[i].center
        assert found.shares == before[i].shares
        assert found.center == (tuple(center[j] for j in columns) if center else None)


@often
@given(st.data())
def test_the_unit_of_scores_and_their_zero_on_each_criterion_count_for_nothing(
    data: st.DataObject,
) -> None:
    rows = data.draw(tables())
    unit = data.draw(st.sampled_from((Fraction(2, 7), Fraction(100), Fraction("0.1"))))
    shifts = [data.draw(st.fractions(-3, 3, max_denominator=5)) for _ in rows[0]]
    changed = [tuple(unit * x + s for x, s in zip(row, shifts, strict=True)) for row in rows]

    assert regions(changed) == regions(rows)


def test_a_criterion_split_in_two_counts_twice() -> None:
    # Uniform weights are not neutral: 1/2 becomes the 3/4 of two criteria against one.
    assert first(table("1 0\n0 1")) == [Fraction(1, 2)] * 2
    assert first(table("1 1 0\n0 0 1")) == [Fraction(3, 4), Fraction(1, 4)]


# Random weights


def test_random_weights_agree_on_all_shares_and_centers() -> None:
    chance = random.Random(67)
    rows = [tuple(Fraction(chance.randint(0, 20)) for _ in range(7)) for _ in range(6)]
    drawn = 20_000
    counts = [[0] * 6 for _ in rows]
    sums = [[0.0] * 7 for _ in rows]
    scores = [[float(x) for x in row] for row in rows]
    for weights in simplices.random_weights(7, drawn, seed=7):
        totals = [sum(w * x for w, x in zip(weights, row, strict=True)) for row in scores]
        order = sorted(range(6), key=totals.__getitem__, reverse=True)
        for rank, option in enumerate(order):
            counts[option][rank] += 1
        sums[order[0]] = [x + w for x, w in zip(sums[order[0]], weights, strict=True)]

    found = regions(rows)

    for option, region in enumerate(found):
        for count, share in zip(counts[option], map(float, region.shares), strict=True):
            assert abs(count - drawn * share) <= 4 * (drawn * share * (1 - share)) ** 0.5
        times = counts[option][0]
        if region.center is not None and times > 100:
            for total, mean in zip(sums[option], map(float, region.center), strict=True):
                # Each weight has a standard deviation of (6/7 x 1/7 / 8) ** 0.5, here less or so.
                assert abs(total / times - mean) < 4 * 0.15 / times**0.5
    assert sum(counts[option][0] > 100 for option in range(6)) >= 4


# What it takes


@often
@given(st.data())
def test_decimals_say_the_same_as_fractions_and_0_where_it_is_0(data: st.DataObject) -> None:
    rows = data.draw(tables())
    bounds = data.draw(walls(len(rows[0])))

    exact = regions(rows, bounds)
    rounded = regions(rows, bounds, effort=Effort(fractions=False))

    for one, other in zip(exact, rounded, strict=True):
        assert (one.center is None) == (other.center is None)
        pairs = zip(
            (*one.shares, *(one.center or ())), (*other.shares, *(other.center or ())), strict=True
        )
        for wanted, found in pairs:
            assert abs(found - wanted) < Fraction("1e-30")
            assert (found == 0) == (wanted == 0)


@pytest.mark.parametrize("criteria", [8, 10])
def test_decimals_say_the_same_as_fractions_of_a_larger_table(criteria: int) -> None:
    chance = random.Random(criteria)
    rows = [tuple(Fraction(chance.randint(0, 9)) for _ in range(criteria)) for _ in range(3)]
    rows.append(tuple(x - chance.randint(0, 1) for x in rows[0]))

    exact = regions(rows, effort=Effort(center=False))
    rounded = regions(rows, effort=Effort(center=False, fractions=False))

    for one, other in zip(exact, rounded, strict=True):
        for wanted, found in zip(one.shares, other.shares, strict=True):
            assert abs(found - wanted) < Fraction("1e-30")
            assert (found == 0) == (wanted == 0)


def test_decimals_keep_a_share_that_is_tiny_but_not_0() -> None:
    # The first does better by a hundredth of a point on one of 13 criteria, else worse by 100.
    rows = [(Fraction("0.01"), *[Fraction(0)] * 12), (Fraction(0), *[Fraction(100)] * 12)]

    exact, rounded = (regions(rows, effort=Effort(fractions=f))[0] for f in (True, False))

    assert 0 < exact.shares[0] < Fraction("1e-45")
    assert rounded.shares[0] > 0
    assert rounded.center is not None


@steady
@given(st.data())
def test_a_few_ranks_of_a_few_options_are_part_of_the_full_answer(data: st.DataObject) -> None:
    rows = data.draw(tables(most_options=5))
    ranks = data.draw(st.integers(1, 6))
    chosen = data.draw(st.lists(st.sampled_from(range(len(rows))), unique=True))

    full = regions(rows)
    part = regions(rows, options=chosen, effort=Effort(ranks=ranks, center=False))

    assert part == [Region(full[option].shares[:ranks], None) for option in chosen]
    with_center = regions(rows, options=chosen, effort=Effort(ranks=ranks))
    assert [r.center for r in with_center] == [full[option].center for option in chosen]


def test_beyond_the_flats_allowed_there_is_no_answer() -> None:
    rows = table("3 0 1\n1 2 1\n0 3 0")

    with pytest.raises(TooManyFlats):
        regions(rows, effort=Effort(flats=5))
    with pytest.raises(TooManyFlats):
        regions(rows, effort=Effort(flats=5, fractions=False))
    with pytest.raises(TooManyFlats):
        allowed_share(4, ranked(4), Effort(flats=2))
    assert regions(rows, effort=Effort(flats=1000)) == regions(rows)


def test_a_tick_is_heard_for_each_flat() -> None:
    rows = table("3 0 1\n1 2 1\n0 3 0")
    heard = []

    regions(rows, effort=Effort(tick=lambda: heard.append("tick")))

    flats = len(heard)
    assert flats > 5
    assert regions(rows, effort=Effort(flats=flats)) == regions(rows)
    with pytest.raises(TooManyFlats):
        regions(rows, effort=Effort(flats=flats - 1))


# The share of weights that walls allow


@pytest.mark.parametrize("count", range(1, 9))
def test_a_ranking_of_all_weights_leaves_one_of_its_orders(count: int) -> None:
    assert allowed_share(count, ranked(count)) == Fraction(1, factorial(count))


@pytest.mark.parametrize("count", range(1, 9))
def test_a_weight_below_half_of_all_is_ruled_out_by_one_corner(count: int) -> None:
    assert allowed_share(count, [at_most(count, 0, "1/2")]) == 1 - Fraction(1, 2 ** (count - 1))


@pytest.mark.parametrize("count", range(2, 6))
@pytest.mark.parametrize(("least", "most"), [("0", "1/2"), ("1/20", "2/5"), ("0.1", "0.7")])
def test_bounds_on_all_weights_leave_what_inclusion_and_exclusion_says(
    count: int, least: str, most: str
) -> None:
    low, high = Fraction(least), Fraction(most)
    wanted = Fraction(0)
    for size in range(count + 1):
        for _ in combinations(range(count), size):  # these weigh at least `high`, all others `low`
            left = 1 - size * high - (count - size) * low
            wanted += (-1) ** size * max(left, Fraction(0)) ** (count - 1)
    bounds = [at_least(count, i, least) for i in range(count)]
    bounds += [at_most(count, i, most) for i in range(count)]

    assert allowed_share(count, bounds) == wanted


@often
@given(st.data())
def test_cut_simplices_leave_the_same_share(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 4))
    bounds = data.draw(walls(count))

    assert allowed_share(count, bounds) == simplices.volume(simplices.allowed(count, bounds))


@pytest.mark.parametrize(
    "bounds",
    [
        "1 -1 0\n-1 1 0",
        "1 -1 0\n0 1 -1\n-1 0 1",
        "-1 0 0",
        "-1 -1 -1",
        "1 -2 0\n-2 1 0",
        "1 -1 -1\n-1 1 -1",
    ],
)
def test_walls_that_leave_no_volume_leave_a_share_of_0(bounds: str) -> None:
    assert allowed_share(3, table(bounds)) == 0


def test_walls_that_rule_out_nothing_leave_all() -> None:
    assert allowed_share(3, []) == 1
    assert allowed_share(3, table("0 0 0\n1 0 0\n1 1 1")) == 1


def test_a_wall_leaves_as_much_as_the_orders_on_its_side() -> None:
    # Above the second weight: of six orders three, and with the second above the third just one.
    first_wall = ranked(3)[0]

    found = [
        allowed_share(3, [first_wall, *more]) for more in ([], *map(table, ("0 1 -1", "0 -1 1")))
    ]

    assert found == [Fraction(orders, 6) for orders in (3, 1, 2)]


def test_each_wall_more_leaves_less() -> None:
    shares = [allowed_share(4, ranked(4)[:number]) for number in range(4)]

    assert all(more > less for more, less in pairwise(shares))
