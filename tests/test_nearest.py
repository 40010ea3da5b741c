"""The smallest changes of all weights, held against all that can be tried one by one.

The least sum of moves and the least largest move lie on a corner of where all moves are straight,
the least sum of squares is the projection onto one of the faces: each list is finite.
"""

import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyscore.analyses.nearest import Change, smallest_changes
from policyscore.analyses.tipping import lines, tipping_points
from policyscore.model import Criterion, Decision, Model, Option, Performance, Scale
from policyscore.scoring import Ranking, rank
from policyscore.weights import stated, tree_of, weigh, with_shares
from tests.simplices import Row, dot, table
from tests.strategies import HERE, models, steady

often = settings(steady, max_examples=100)

DISTANCES = ("total", "squared", "largest")
Solution = tuple[Fraction, ...]


def ranked(model: Model) -> Ranking:
    return rank(model, weigh(tree_of(model), stated(model)))


def certain(score: int) -> Performance:
    points = Fraction(score)
    return Performance(value=points, low=points, high=points, place=HERE)


def ranking_of(weights: Sequence[int], rows: Sequence[Sequence[int]]) -> Ranking:
    """Return the ranking of options a, b, ... with these scores on criteria p, q, ..."""
    points = (Fraction(0), Fraction(100))
    scale = Scale(*points, points=tuple((x, x) for x in points))
    names = "pqrstu"[: len(weights)]
    criteria = {
        name: Criterion(name, name, None, Fraction(weight), HERE, scale)
        for name, weight in zip(names, weights, strict=True)
    }
    options = {}
    for name, row in zip("abcd", rows, strict=False):
        cells = {c: certain(x) for c, x in zip(names, row, strict=True)}
        options[name] = Option(name, name, cells, HERE)
    return ranked(Model(Decision(), options, criteria, {}, {}, tuple(names)))


@st.composite
def rankings(draw: st.DrawFn, most_criteria: int = 4) -> Ranking:
    """Draw a ranking with small whole numbers: ties, equal differences and weights of 0."""
    count = draw(st.integers(1, most_criteria))
    weights = draw(st.lists(st.integers(0, 4), min_size=count, max_size=count).filter(any))
    row = st.lists(st.integers(0, 3), min_size=count, max_size=count)
    return ranking_of(weights, draw(st.lists(row, min_size=2, max_size=4)))


def weights_of(ranking: Ranking) -> Solution:
    return tuple(ranking.weights.shares[name] for name in ranking.standings[0].scores)


def leads(ranking: Ranking) -> dict[str, Solution]:
    """Return by other option how much more the leader scores, by criterion."""
    leader = ranking.leaders[0]
    return {
        other.option: tuple(leader.scores[name] - other.scores[name] for name in leader.scores)
        for other in ranking.standings
        if other is not leader
    }


def distances(weights: Row, new: Row) -> dict[str, Fraction]:
    moves = [abs(u - w) for u, w in zip(new, weights, strict=True)]
    return {"total": sum(moves, Fraction(0)), "squared": dot(moves, moves), "largest": max(moves)}


# Brute force


def solved(rows: tuple[Solution, Solution]) -> tuple[Fraction, Fraction] | None:
    """Return the one x and y with a x + b y = c in both rows of a, b, c, by Cramer's rule."""
    (a, b, c), (d, e, f) = rows
    if a * e == b * d:
        return None
    return (c * e - b * f) / (a * e - b * d), (a * f - c * d) / (a * e - b * d)


def level(new: Row, lead: Row) -> bool:
    return min(new) >= 0 and sum(new) == 1 and dot(new, lead) == 0


def filled(fixed: dict[int, Fraction], lead: Row) -> Iterator[Solution]:
    """Yield the weights that add up to 1 and are level, with all but one or two fixed."""
    free = [i for i in range(len(lead)) if i not in fixed]
    rest = 1 - sum(fixed.values(), Fraction(0))
    still = -sum((x * lead[i] for i, x in fixed.items()), Fraction(0))
    found: tuple[Fraction, ...] | None = (rest,)
    if len(free) == 2:
        found = solved(((Fraction(1), Fraction(1), rest), (*(lead[i] for i in free), still)))
    if found is not None:
        every = {**fixed, **dict(zip(free, found, strict=True))}
        yield tuple(every[i] for i in range(len(lead)))


def corners_of_total(weights: Row, lead: Row) -> Iterator[Solution]:
    """Yield weights of which all but one or two are 0 or as before."""
    count = len(weights)
    for free in (1, 2):
        for fixed in combinations(range(count), max(count - free, 0)):
            for values in product(*((Fraction(0), weights[i]) for i in fixed)):
                yield from filled(dict(zip(fixed, values, strict=True)), lead)


def corners_of_largest(weights: Row, lead: Row) -> Iterator[Solution]:
    """Yield weights of which all but one are 0 or moved by the same size, up or down.

    Or all but two, where the size is that of a weight which goes to 0.
    """
    yield tuple(weights)
    count = len(weights)
    for fixed in combinations(range(count), count - 1):
        (free,) = set(range(count)) - set(fixed)
        for signs in product((-1, 0, 1), repeat=count - 1):  # 0: the weight itself is 0
            sign = dict(zip(fixed, signs, strict=True))
            base = {i: weights[i] if sign[i] else Fraction(0) for i in fixed}
            slope = sum((sign[i] * lead[i] for i in fixed), Fraction(0))
            still = -sum((base[i] * lead[i] for i in fixed), Fraction(0))
            one = (Fraction(1), Fraction(sum(signs)), 1 - sum(base.values(), Fraction(0)))
            found = solved((one, (lead[free], slope, still)))
            if found is not None:
                new = {free: found[0], **{i: base[i] + sign[i] * found[1] for i in fixed}}
                yield tuple(new[i] for i in range(count))
    for size, fixed in product(weights, combinations(range(count), max(count - 2, 0))):
        for signs in product((-1, 0, 1), repeat=len(fixed)):
            sign = dict(zip(fixed, signs, strict=True))
            moved = {i: weights[i] + sign[i] * size if sign[i] else Fraction(0) for i in fixed}
            yield from filled(moved, lead)


def projections(weights: Row, lead: Row) -> Iterator[Solution]:
    """Yield the nearest point of each face, where it lies within the face.

    On the weights that are not 0 there it is w + x + y d, so that the sum is 1 and the lead is 0.
    """
    for size in range(1, len(weights) + 1):
        for kept in combinations(range(len(weights)), size):
            w, d = [weights[i] for i in kept], [lead[i] for i in kept]
            total, ones = sum(d, Fraction(0)), Fraction(size)
            sums = ((ones, total, 1 - sum(w, Fraction(0))), (total, dot(d, d), -dot(w, d)))
            found = solved(sums)
            if found is None and not any(d):
                found = (sums[0][2] / ones, Fraction(0))
            if found is not None:
                new = {i: weights[i] + found[0] + found[1] * lead[i] for i in kept}
                yield tuple(new.get(i, Fraction(0)) for i in range(len(weights)))


TRIED = {"total": corners_of_total, "squared": projections, "largest": corners_of_largest}


def least(ranking: Ranking, distance: str) -> dict[str, Fraction]:
    """Return by rival the least distance at which it is level with the leader."""
    weights, found = weights_of(ranking), {}
    for rival, lead in leads(ranking).items():
        tried = [new for new in TRIED[distance](weights, lead) if level(new, lead)]
        if tried:
            found[rival] = min(distances(weights, new)[distance] for new in tried)
    return found


@often
@given(rankings())
def test_nothing_that_can_be_tried_is_nearer(ranking: Ranking) -> None:
    found = smallest_changes(ranking)

    for distance in DISTANCES:
        wanted = least(ranking, distance)
        if not wanted:
            assert distance not in found
            continue
        change = found[distance]
        assert getattr(change, distance) == min(wanted.values())
        assert change.rival == min(o for o in wanted if wanted[o] == min(wanted.values()))


def random_point(count: int, chance: random.Random) -> Solution:
    drawn = [chance.choice((0, 0, 1, 2, 5)) for _ in range(count)]
    drawn[chance.randrange(count)] += 1
    return tuple(Fraction(x, sum(drawn)) for x in drawn)


def random_level(weights: Row, lead: Row, chance: random.Random) -> Iterator[Solution]:
    """Yield random weights that are level: where the way from one point to another crosses."""
    for _ in range(10):
        start = chance.choice((weights, random_point(len(lead), chance)))
        end = random_point(len(lead), chance)
        up, down = dot(start, lead), dot(end, lead)
        if up > 0 >= down:
            part = up / (up - down)
            yield tuple(x + part * (y - x) for x, y in zip(start, end, strict=True))


@steady
@given(rankings(most_criteria=6), st.integers(0, 99))
def test_random_weights_that_are_level_are_no_nearer(ranking: Ranking, seed: int) -> None:
    found, weights = smallest_changes(ranking), weights_of(ranking)
    for lead in leads(ranking).values():
        for new in random_level(weights, lead, random.Random(seed)):
            assert level(new, lead)
            for distance, away in distances(weights, new).items():
                assert getattr(found[distance], distance) <= away


# What must hold


def assert_level_and_nobody_above(ranking: Ranking, change: Change) -> None:
    assert min(change.weights) >= 0
    assert sum(change.weights) == 1
    behind = {other: dot(change.weights, lead) for other, lead in leads(ranking).items()}
    assert behind[change.rival] == 0
    assert min(behind.values()) == 0
    found = distances(weights_of(ranking), change.weights)
    assert found == {distance: getattr(change, distance) for distance in DISTANCES}


@often
@given(rankings(most_criteria=6))
def test_at_the_point_found_the_rival_is_level_and_nobody_above(ranking: Ranking) -> None:
    for change in smallest_changes(ranking).values():
        assert_level_and_nobody_above(ranking, change)


@steady
@given(models())
def test_models_of_all_kinds_have_such_points_too(model: Model) -> None:
    ranking = ranked(model)
    found = smallest_changes(ranking)

    ruled_out = all(min(lead) > 0 for lead in leads(ranking).values())
    assert list(found) == ([] if ruled_out else list(DISTANCES))
    for change in found.values():
        assert_level_and_nobody_above(ranking, change)


@often
@given(rankings(most_criteria=6))
def test_each_method_is_best_by_its_own_distance(ranking: Ranking) -> None:
    found = smallest_changes(ranking)
    for distance, change in found.items():
        assert all(
            getattr(change, distance) <= getattr(other, distance) for other in found.values()
        )


# By hand


def test_two_criteria_leave_one_point(model: Model) -> None:
    """Level where cost weighs 3/4: the lead of 60 on gain against 20 on cost.

    --- criteria/cost.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: A, performance: {cost: 30, gain: 90}}
    --- options/b.yaml
    {name: B, performance: {cost: 50, gain: 30}}
    """
    point = (Fraction(3, 4), Fraction(1, 4))
    change = Change("b", point, Fraction(1, 2), Fraction(1, 8), Fraction(1, 4))

    assert smallest_changes(ranked(model)) == dict.fromkeys(DISTANCES, change)


def test_where_the_middle_lead_is_the_mean_all_distances_agree() -> None:
    # Leads of 3, 1 and -1 points with equal weights: 1 point to make up for, at 4 per weight moved.
    found = smallest_changes(ranking_of((1, 1, 1), [(3, 1, 0), (0, 0, 1)]))

    third, quarter = Fraction(1, 3), Fraction(1, 4)
    assert {change.weights for change in found.values()} == {
        (third - quarter, third, third + quarter)
    }


def test_equal_leads_give_way_together_only_where_squares_count() -> None:
    # Leads of 3, 3 and -1: the third weight has to be 3/4, at the expense of either other.
    found = smallest_changes(ranking_of((1, 1, 1), [(3, 3, 0), (0, 0, 1)]))

    assert {change.weights[2] for change in found.values()} == {Fraction(3, 4)}
    assert found["total"].total == Fraction(5, 6)
    assert found["total"].weights[:2] in {(0, Fraction(1, 4)), (Fraction(1, 4), 0)}
    assert found["squared"].weights[:2] == (Fraction(1, 8), Fraction(1, 8))
    assert found["largest"].largest == Fraction(5, 12)


def test_a_weight_that_went_to_0_can_come_back() -> None:
    # Leads of 1, 0 and 2, on the straight way to level all weights but the second are gone.
    found = smallest_changes(ranking_of((2, 1, 3), [(1, 0, 2), (0, 0, 0)]))

    assert {change.weights for change in found.values()} == set(table("0 1 0"))


def test_who_is_better_everywhere_cannot_be_caught() -> None:
    ranking = ranking_of((1, 2, 0), [(3, 3, 1), (2, 2, 0), (0, 0, 0)])

    assert smallest_changes(ranking) == {}


def test_who_is_level_on_one_criterion_is_caught_where_that_weighs_all() -> None:
    found = smallest_changes(ranking_of((1, 2, 1), [(3, 3, 1), (2, 2, 1)]))

    assert {change.weights for change in found.values()} == set(table("0 0 1"))
    assert found["total"][2:] == (Fraction(3, 2), Fraction(7, 8), Fraction(3, 4))


def test_who_is_level_already_needs_no_change() -> None:
    ranking = ranking_of((1, 1), [(3, 0), (0, 3), (3, 0)])

    half = Fraction(1, 2)
    assert ranking.leaders[0].option == "a"
    assert smallest_changes(ranking) == dict.fromkeys(
        DISTANCES, Change("b", (half, half), *[Fraction(0)] * 3)
    )


def test_of_equally_near_rivals_the_first_by_id_is_named() -> None:
    found = smallest_changes(ranking_of((2, 1), [(0, 3), (3, 0), (0, 3)]))

    assert {change.rival for change in found.values()} == {"a"}


def test_an_option_alone_has_no_rival() -> None:
    assert smallest_changes(ranking_of((1, 2), [(1, 2)])) == {}


@pytest.mark.parametrize("distance", DISTANCES)
def test_the_built_in_model_has_a_nearest_point_by_each_distance(
    mexico: Model, distance: str
) -> None:
    ranking = ranked(mexico)
    change = smallest_changes(ranking)[distance]

    assert_level_and_nobody_above(ranking, change)
    # It is nearer than what one weight alone takes: the burden from 34.6 to 46.7 %.
    (point,) = [
        point
        for point in tipping_points(lines(mexico, ranking).values(), ranking.leaders[0].option)
        if point.node == "burden"
    ]
    shares = with_shares(tree_of(mexico), ranking.weights, {"burden": point.at}).shares
    moved = tuple(shares[name] for name in mexico.criteria)
    assert getattr(change, distance) < distances(weights_of(ranking), moved)[distance]
