"""Which performance would change the leader, held against rankings with that cell replaced."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyscore.analyses.switching import Switch, performance_at, switches
from policyscore.figures import points
from policyscore.model import Model, Performance, Scale
from policyscore.scoring import Ranking, rank, value
from policyscore.weights import stated, tree_of, weigh
from tests.strategies import HERE, models, numbers, scales, steady


def ranked(model: Model) -> Ranking:
    return rank(model, weigh(tree_of(model), stated(model)))


def found(model: Model) -> dict[tuple[str, str], Switch]:
    return {(s.option, s.criterion): s for s in switches(model, ranked(model))}


def told(model: Model) -> dict[tuple[str, str], tuple[object, ...]]:
    """Return by option and criterion all else that a switch says."""
    return {cell: tuple(switch)[2:] for cell, switch in found(model).items()}


def with_cell(model: Model, option: str, criterion: str, performance: Fraction) -> Model:
    """Return the model with one performance replaced by another that is certain."""
    cell = Performance(value=performance, low=performance, high=performance, place=HERE)
    changed = model.options[option]
    changed = changed._replace(performance={**changed.performance, criterion: cell})
    return model._replace(options={**model.options, option: changed})


def margin(model: Model, leader: str) -> Fraction:
    """Return how much more one option scores than the best of the others."""
    ranking = ranked(model)
    others = [s.score for s in ranking.standings if s.option != leader]
    return ranking.of(leader).score - max(others)


def exact(text: str) -> list[Fraction]:
    return [Fraction(number) for number in text.split()]


def scale_of(text: str) -> Scale:
    """Return a scale from points such as `0:0 4:40 10:100`, worst first."""
    curve = [tuple(map(Fraction, point.split(":"))) for point in text.split()]
    pairs = tuple((x, y) for x, y in curve)
    return Scale(worst=pairs[0][0], best=pairs[-1][0], points=pairs)


# The built-in model


def test_no_single_cell_of_the_built_in_model_changes_its_leader_within_its_range(
    mexico: Model,
) -> None:
    switched = found(mexico)

    assert len(switched) == 27
    assert {s.where for s in switched.values()} == {"scale", "nowhere"}
    assert min(min(s.at_low, s.at_high) for s in switched.values()) > 0


def test_the_closest_calls_of_the_built_in_model_are_those_of_its_notes(mexico: Model) -> None:
    ends = [
        (at, s.option, s.criterion, end)
        for s in found(mexico).values()
        for at, end in ((s.at_low, "low"), (s.at_high, "high"))
    ]

    assert [(points(at), *where) for at, *where in sorted(ends)[:3]] == [
        ("2.5", "strategic-partnership", "cost", "high"),
        ("3.2", "strategic-partnership", "crime", "low"),
        ("3.9", "strategic-partnership", "institutions", "low"),
    ]


# By hand


def test_a_straight_line_on_a_falling_and_on_a_rising_scale(model: Model) -> None:
    """A scores 80 and 30, together 63 1/3; B 50 and 60, together 53 1/3: a lead of 10.

    --- criteria/cost.yaml
    {name: Cost, weight: 2, scale: {worst: 10, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: A, performance: {cost: {value: 2, low: 1, high: 5}, gain: {value: 3, low: 1, high: 6}}}
    --- options/b.yaml
    {name: B, performance: {cost: 5, gain: {value: 6, high: 8}}}
    """
    # 10 points overall are 15 on cost, or 1.5 of it, and 30 on gain, or 3 of it: without any gain
    # A is level with B, but not behind.
    third = Fraction(1, 3)
    assert told(model) == {
        ("a", "cost"): ("b", 65, Fraction("3.5"), "range", 16 + 2 * third, -10),
        ("a", "gain"): ("b", 0, 0, "nowhere", 3 + third, 20),
        ("b", "cost"): ("b", 65, Fraction("3.5"), "scale", 10, 10),
        ("b", "gain"): ("b", 90, 9, "scale", 10, 3 + third),
    }
    assert [s.swing for s in switches(model, ranked(model))] == exact("80/3 50/3 0 20/3")
    assert [s.least for s in switches(model, ranked(model))] == exact("-10 10/3 10 10/3")


def test_a_curve_is_read_backwards_and_may_end_before_the_score_needed(model: Model) -> None:
    """On gain 40 is reached at 2 and kept until 6, level; more than 80 is not to be had.

    --- criteria/gain.yaml
    name: Gain
    weight: 1
    scale: {worst: 0, best: 10, curve: [[0, 0], [2, 40], [6, 40], [10, 80]]}
    --- criteria/use.yaml
    {name: Use, weight: 1, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: A, performance: {gain: 8, use: 5}}
    --- options/b.yaml
    {name: B, performance: {gain: {value: 1, high: 9}, use: 7}}
    --- options/c.yaml
    {name: C, performance: {gain: 1, use: 2}}
    """
    # A scores 60 and 50, B 20 and 70, C 20 and 20.
    switched = told(model)

    assert switched["a", "gain"][:4] == ("b", 40, 2, "scale")
    assert switched["b", "gain"][:4] == ("b", 40, 6, "range")
    assert switched["c", "gain"][:4] == ("c", 90, None, "nowhere")
    assert switched["a", "use"][:4] == ("b", 30, 3, "scale")
    assert switched["b", "use"][:4] == ("b", 90, 9, "scale")
    assert switched["c", "use"][:4] == ("c", 90, 9, "scale")
    assert switched["b", "gain"][4:] == (10, -15)


def test_what_weighs_nothing_switches_nothing(model: Model) -> None:
    """
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- criteria/looks.yaml
    {name: Looks, weight: 0, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: A, performance: {gain: 5, looks: unknown}}
    --- options/b.yaml
    {name: B, performance: {gain: 4, looks: 9}}
    """
    switched = told(model)

    assert switched["a", "looks"] == ("b", None, None, "nowhere", 10, 10)
    assert switched["b", "looks"] == ("b", None, None, "nowhere", 10, 10)


def test_an_unknown_performance_may_be_anything_on_its_scale(model: Model) -> None:
    """It counts as 50 points, B's 40: level at 4, which is as possible as any.

    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: A, performance: {gain: unknown}}
    --- options/b.yaml
    {name: B, performance: {gain: 4}}
    """
    assert told(model) == {
        ("a", "gain"): ("b", 40, 4, "range", -40, 60),
        ("b", "gain"): ("b", 50, 5, "scale", 10, 10),
    }


def test_what_is_unknown_may_be_worse_than_where_it_is_level(model: Model) -> None:
    """It may be anything from 0 to 80 points; level from 2 to 6, it is behind below 2.

    --- criteria/gain.yaml
    name: Gain
    weight: 1
    scale: {worst: 0, best: 10, curve: [[0, 0], [2, 40], [6, 40], [10, 80]]}
    --- options/a.yaml
    {name: A, performance: {gain: unknown}}
    --- options/b.yaml
    {name: B, performance: {gain: 3}}
    """
    assert told(model)["a", "gain"] == ("b", 40, 2, "range", -40, 40)


def test_one_that_is_level_already_leads_beyond_the_level_piece(model: Model) -> None:
    """A and B tie, A up to 8 and B down to 2; C, in third place, needs 30 points more.

    --- criteria/gain.yaml
    name: Gain
    weight: 1
    scale: {worst: 10, best: 0, curve: [[10, 0], [8, 60], [2, 60], [0, 90]]}
    --- options/a.yaml
    {name: A, performance: {gain: 5}}
    --- options/b.yaml
    {name: B, performance: {gain: 3}}
    --- options/c.yaml
    {name: C, performance: {gain: 9}}
    """
    assert [switch[:4] for switch in told(model).values()] == [
        ("b", 60, 8, "scale"),
        ("b", 60, 2, "scale"),
        ("c", 60, 2, "scale"),
    ]


def test_on_a_level_piece_the_far_end_is_where_the_lead_goes(model: Model) -> None:
    """A is level with B from 60 to 40, and only beyond is B ahead.

    --- criteria/gain.yaml
    name: Gain
    weight: 1
    scale: {worst: 0, best: 100, curve: [[0, 0], [40, 50], [60, 50], [100, 100]]}
    --- options/a.yaml
    {name: A, performance: {gain: {value: 68, low: 40}}}
    --- options/b.yaml
    {name: B, performance: {gain: {value: 50, high: 61}}}
    --- options/c.yaml
    {name: C, performance: {gain: {value: 20, high: 68}}}
    """
    # B's 61 are 51.25 points, A's 68 are 60.
    assert told(model) == {
        ("a", "gain"): ("b", 50, 40, "scale", 0, 10),
        ("b", "gain"): ("b", 60, 68, "scale", 10, Fraction("8.75")),
        ("c", "gain"): ("c", 60, 68, "scale", 10, 0),
    }


def test_a_tie_at_the_end_of_the_scale_puts_nobody_ahead(model: Model) -> None:
    """B is level with A at its best, wherever it is from 8 up; A is never as low as B.

    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10, curve: [[0, 20], [8, 80], [10, 80]]}}
    --- options/a.yaml
    {name: A, performance: {gain: 9}}
    --- options/b.yaml
    {name: B, performance: {gain: {value: 0, high: 9}}}
    """
    assert told(model) == {
        ("a", "gain"): ("b", 20, 0, "nowhere", 60, 60),
        ("b", "gain"): ("b", 80, 10, "nowhere", 60, 0),
    }


def test_an_option_alone_has_nothing_to_switch(model: Model) -> None:
    """
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: A, performance: {gain: 5}}
    """
    assert switches(model, ranked(model)) == []


# Value functions read backwards


@pytest.mark.parametrize(
    ("curve", "score", "start", "performance"),
    [
        ("0:0 10:100", "35", "0", "3.5"),
        ("10:0 0:100", "35", "0", "6.5"),
        ("10:0 0:100", "0", "0", "10"),
        ("-5:0 5:100", "100", "0", "5"),
        ("0:0 4:40 6:40 10:100", "40", "0", "4"),
        ("0:0 4:40 6:40 10:100", "40", "5", "5"),
        ("0:0 4:40 6:40 10:100", "40", "9", "6"),
        ("10:0 6:40 4:40 0:100", "40", "9", "6"),
        ("10:0 6:40 4:40 0:100", "40", "4.5", "4.5"),
        ("10:0 6:40 4:40 0:100", "40", "1", "4"),
        ("0:40 4:40 6:40 10:100", "40", "3", "3"),
        ("0:40 4:40 6:40 10:100", "40", "8", "6"),
        ("0:10 10:60", "10", "4", "0"),
        ("0:10 10:60", "9", "4", None),
        ("0:10 10:60", "61", "4", None),
        ("0:30 10:30", "30", "4", "4"),
    ],
)
def test_the_nearest_performance_with_a_score(
    curve: str, score: str, start: str, performance: str | None
) -> None:
    found = performance_at(scale_of(curve), Fraction(score), Fraction(start))

    assert found == (None if performance is None else Fraction(performance))


@steady
@given(scales(), st.fractions(-10, 110, max_denominator=6), numbers)
def test_a_performance_found_has_the_score_and_no_nearer_one_has_it(
    scale: Scale, score: Fraction, start: Fraction
) -> None:
    found = performance_at(scale, score, start)

    (_, least), (_, most) = scale.points[0], scale.points[-1]
    assert (found is not None) == (least <= score <= most)
    width = scale.best - scale.worst
    tried = [scale.worst + width * Fraction(part, 24) for part in range(25)]
    tried += [start] if min(tried) <= start <= max(tried) else []
    for performance in tried:
        if value(scale, performance) == score:
            assert found is not None
            assert abs(found - start) <= abs(performance - start)
    if found is not None:
        assert value(scale, found) == score


@steady
@given(scales(), st.integers(0, 12))
def test_a_performance_is_the_nearest_one_with_its_own_score(scale: Scale, part: int) -> None:
    performance = scale.worst + (scale.best - scale.worst) * Fraction(part, 12)

    assert performance_at(scale, value(scale, performance), performance) == performance


# On any model


@steady
@given(models())
def test_with_the_performance_found_the_rival_is_level_and_nobody_above(model: Model) -> None:
    leader = ranked(model).standings[0].option
    for switch in switches(model, ranked(model)):
        cell = model.options[switch.option].performance[switch.criterion]
        scale = model.criteria[switch.criterion].scale
        least, most = sorted((scale.worst, scale.best))
        tried = ((cell.low, cell.high), (scale.worst, scale.best))
        in_range, on_scale = (
            any(
                margin(with_cell(model, switch.option, switch.criterion, at), leader) < 0
                for at in ends
            )
            for ends in tried
        )
        assert switch.where == ("range" if in_range else "scale" if on_scale else "nowhere")
        assert (switch.least < 0) == in_range
        if switch.performance is None:
            assert switch.where == "nowhere"
            continue
        assert least <= switch.performance <= most
        changed = with_cell(model, switch.option, switch.criterion, switch.performance)
        after = ranked(changed)
        assert after.of(switch.option).scores[switch.criterion] == switch.score
        assert after.of(switch.rival).score == after.of(leader).score
        assert margin(changed, leader) == 0
        # Any further on the way the leader is passed.
        end = scale.worst if switch.option == leader else scale.best
        if switch.performance != end:
            beyond = switch.performance + (end - switch.performance) / 10**6
            moved = with_cell(model, switch.option, switch.criterion, beyond)
            assert margin(moved, leader) < 0
            assert ranked(moved).of(switch.rival).score > ranked(moved).of(leader).score


@steady
@given(models().filter(lambda model: len(model.options) > 1))
def test_where_no_performance_is_found_none_makes_another_level(model: Model) -> None:
    leader = ranked(model).standings[0].option
    if margin(model, leader) == 0:
        return
    for switch in switches(model, ranked(model)):
        if switch.performance is None:
            scale = model.criteria[switch.criterion].scale
            for end in (scale.worst, scale.best):
                assert margin(with_cell(model, switch.option, switch.criterion, end), leader) > 0


@steady
@given(models())
def test_margins_are_those_of_the_cell_at_either_end_of_its_range(model: Model) -> None:
    ranking = ranked(model)
    switched = switches(model, ranking)

    cells = [(s.option, name) for s in ranking.standings for name in model.criteria]
    assert [(s.option, s.criterion) for s in switched] == (cells if len(model.options) > 1 else [])
    for switch in switched:
        cell = model.options[switch.option].performance[switch.criterion]
        for end, found_there in ((cell.low, switch.at_low), (cell.high, switch.at_high)):
            changed = with_cell(model, switch.option, switch.criterion, end)
            assert found_there == margin(changed, ranking.standings[0].option)
        assert switch.swing == abs(switch.at_low - switch.at_high)
