"""What holds for every model, tried on many that hypothesis makes up."""

import json
import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyscore.analyses.explain import compare
from policyscore.faults import Misuse
from policyscore.load import load
from policyscore.model import Model, Performance, Scale
from policyscore.scenario import Scenario, scenario
from policyscore.scoring import Ranking, ends_of_group, rank, value
from policyscore.weights import Weights, relative, stated, tree_of, weigh, with_shares
from tests import plain
from tests.strategies import HERE, as_files, flags, models, numbers, positive, steady


def weighed(model: Model, profile: str | None = None) -> Weights:
    return weigh(tree_of(model), stated(model, profile))


def ranked(model: Model) -> Ranking:
    return rank(model, weighed(model))


def with_cells(model: Model, option: str, cells: dict[str, Performance]) -> Model:
    """Return the model with some cells of an option replaced, or with a new option of these."""
    base = model.options.get(option, next(iter(model.options.values())))
    changed = base._replace(id=option, performance={**base.performance, **cells})
    return model._replace(options={**model.options, option: changed})


def number(exact: Fraction) -> Performance:
    return Performance(value=exact, low=exact, high=exact, place=HERE)


def with_weights(model: Model, weights: dict[str, Fraction]) -> Model:
    criteria = {n: c._replace(weight=weights[n]) for n, c in model.criteria.items()}
    groups = {n: g._replace(weight=weights[n]) for n, g in model.groups.items()}
    return model._replace(criteria=criteria, groups=groups)


# Against the plain implementation


def numbers_of(ranking: Ranking) -> list[dict[str, Any]]:
    """Return a ranking in the shape of the plain implementation's."""
    return [standing._asdict() for standing in ranking.standings]


@steady
@given(st.data())
def test_the_plain_implementation_finds_the_same_numbers(data: st.DataObject) -> None:
    model = data.draw(models())
    profile = data.draw(st.sampled_from((None, *model.profiles)))

    found = rank(model, weighed(model, profile))

    assert numbers_of(found) == plain.rank(as_files(model), profile)


@steady
@given(st.data())
def test_the_plain_implementation_takes_weight_flags_the_same_way(data: st.DataObject) -> None:
    model = data.draw(models())
    profile = data.draw(st.sampled_from((None, *model.profiles)))
    tried = data.draw(flags(model))

    try:
        expected: Any = plain.rank(as_files(model), profile, tried)
    except plain.Impossible:
        expected = None
    try:
        found: Any = numbers_of(rank(model, scenario(model, profile, tried).weights))
    except Misuse:
        found = None

    assert found == expected


# Weights


def assert_weights_add_up(model: Model, weights: Weights) -> None:
    assert sum(weights.shares[name] for name in model.criteria) == 1
    for name, group in model.groups.items():
        assert weights.shares[name] == sum(weights.shares[child] for child in group.children)
    for parent, children in tree_of(model).items():
        whole = weights.shares[parent] if parent is not None else 1
        for child in children:
            assert weights.shares[child] == weights.local[child] * whole
        local = sum(weights.local[child] for child in children)
        assert local == 1 or (local == 0 and whole == 0)


@steady
@given(st.data())
def test_shares_of_the_criteria_add_up_to_1_and_a_groups_to_that_of_its_children(
    data: st.DataObject,
) -> None:
    model = data.draw(models(most_options=1))
    for profile in (None, *model.profiles):
        assert_weights_add_up(model, weighed(model, profile))

    try:
        tried: Scenario = scenario(model, None, data.draw(flags(model)))
    except Misuse:
        return
    assert_weights_add_up(model, tried.weights)


@steady
@given(st.data())
def test_scaling_all_weights_of_siblings_changes_nothing(data: st.DataObject) -> None:
    model = data.draw(models(most_options=2))
    weights = relative(tree_of(model), stated(model))
    for siblings in tree_of(model).values():
        factor = data.draw(positive)
        weights.update({name: weights[name] * factor for name in siblings})

    assert ranked(with_weights(model, weights)) == ranked(model)


@steady
@given(models(most_options=2))
def test_a_group_without_a_weight_counts_as_its_children_together(model: Model) -> None:
    filled = relative(tree_of(model), stated(model))

    assert ranked(with_weights(model, filled)) == ranked(model)


@steady
@given(models(most_options=1))
def test_shares_fixed_where_they_are_change_nothing(model: Model) -> None:
    weights = weighed(model)
    fixed = {name: share for name, share in weights.shares.items() if share}

    assert with_shares(tree_of(model), weights, fixed).shares == weights.shares


# Options against each other


@steady
@given(st.data())
def test_raising_a_performance_towards_best_never_worsens_the_rank(data: st.DataObject) -> None:
    model = data.draw(models(unknown=False))
    option = data.draw(st.sampled_from(sorted(model.options)))
    name = data.draw(st.sampled_from(sorted(model.criteria)))
    before = model.options[option].performance[name].value
    assert before is not None
    better = before + (model.criteria[name].scale.best - before) * data.draw(st.fractions(0, 1))

    raised = with_cells(model, option, {name: number(better)})

    assert ranked(raised).of(option).rank <= ranked(model).of(option).rank
    assert ranked(raised).of(option).score >= ranked(model).of(option).score


@steady
@given(st.data())
def test_adding_an_option_never_reorders_the_others(data: st.DataObject) -> None:
    model = data.draw(models())
    added = data.draw(st.sampled_from(sorted(model.options)))
    fewer = model._replace(options={n: o for n, o in model.options.items() if n != added})

    without = [(s.option, s.score) for s in ranked(fewer).standings]
    among = [(s.option, s.score) for s in ranked(model).standings if s.option != added]

    assert among == without


@steady
@given(st.data())
def test_a_dominated_option_never_ranks_above_its_dominator(data: st.DataObject) -> None:
    model = data.draw(models(unknown=False, most_options=3))
    parts = st.fractions(0, 1, max_denominator=4)
    worse = {}
    for name, cell in model.options["o1"].performance.items():
        assert cell.value is not None
        worst = model.criteria[name].scale.worst
        worse[name] = number(cell.value + (worst - cell.value) * data.draw(parts))

    ranking = ranked(with_cells(model, "a-dominated", worse))

    assert ranking.of("o1").rank <= ranking.of("a-dominated").rank


@steady
@given(models())
def test_ranks_count_the_options_that_score_higher(model: Model) -> None:
    standings = ranked(model).standings
    totals = [standing.score for standing in standings]

    assert totals == sorted(totals, reverse=True)
    for standing in standings:
        assert standing.rank == 1 + sum(total > standing.score for total in totals)
        assert standing.tied == (totals.count(standing.score) > 1)


@steady
@given(models())
def test_the_lead_is_the_distance_to_the_next_lower_score(model: Model) -> None:
    standings = ranked(model).standings
    for standing in standings:
        lower = [other.score for other in standings if other.score < standing.score]

        assert standing.lead == (standing.score - max(lower) if lower else None)


# Numbers that belong together


@steady
@given(models())
def test_contributions_add_up_to_the_score(model: Model) -> None:
    for standing in ranked(model).standings:
        assert sum(standing.contributions.values()) == standing.score


@steady
@given(models())
def test_the_differences_between_two_options_add_up_to_the_lead(model: Model) -> None:
    ranking = ranked(model)
    first, last = ranking.standings[0], ranking.standings[-1]

    found = compare(ranking, first.option, last.option)

    every = (*found.speaking_for, *found.against, *found.level)
    assert sum(difference.points for difference in every) == found.lead == first.score - last.score
    assert sorted(difference.criterion for difference in every) == sorted(model.criteria)


@steady
@given(models())
def test_a_score_lies_within_what_is_certain_and_that_within_the_range(model: Model) -> None:
    for found in ranked(model).standings:
        assert 0 <= found.low <= found.at_least <= found.score <= found.at_most <= found.high <= 100
        assert found.score == (found.at_least + found.at_most) / 2


@steady
@given(models())
def test_scores_of_the_top_level_groups_add_up_to_the_overall_score(model: Model) -> None:
    weights = weighed(model)
    for standing in rank(model, weights).standings:
        parts = [
            (weights.shares[root] * low, weights.shares[root] * high)
            for root in model.roots
            for low, high in [ends_of_group(model, weights, root, standing.option)]
        ]

        assert sum(low for low, _ in parts) == standing.at_least
        assert sum(high for _, high in parts) == standing.at_most


# Units


@steady
@given(st.data())
def test_the_unit_of_a_criterion_changes_nothing(data: st.DataObject) -> None:
    model = data.draw(models())
    name = data.draw(st.sampled_from(sorted(model.criteria)))
    factor, shift = data.draw(numbers.filter(bool)), data.draw(numbers)

    def told(performance: Fraction) -> Fraction:
        return performance * factor + shift

    scale = model.criteria[name].scale
    points = tuple((told(x), y) for x, y in scale.points)
    other = Scale(worst=told(scale.worst), best=told(scale.best), points=points)
    changed = model._replace(
        criteria={**model.criteria, name: model.criteria[name]._replace(scale=other)}
    )
    for option in model.options.values():
        cell = option.performance[name]
        low, high = sorted((told(cell.low), told(cell.high)))
        known = None if cell.value is None else told(cell.value)
        cells = {name: Performance(value=known, low=low, high=high, place=HERE)}
        changed = with_cells(changed, option.id, cells)

    assert ranked(changed) == ranked(model)


@steady
@given(st.data())
def test_a_better_performance_never_scores_less(data: st.DataObject) -> None:
    model = data.draw(models(most_options=1))
    scale = data.draw(st.sampled_from(sorted(c.scale for c in model.criteria.values())))
    near, far = sorted(data.draw(st.tuples(st.fractions(0, 1), st.fractions(0, 1))))
    width = scale.best - scale.worst

    scores = [value(scale, scale.worst + width * part) for part in (0, near, far, 1)]

    assert scores == sorted(scores)
    assert (scores[0], scores[-1]) == (scale.points[0][1], scale.points[-1][1])


# Files: order, layout and place count for nothing. JSON is YAML too.

FILES: dict[str, dict[str, Any]] = {
    "criteria/burden": {"name": "Burden", "weight": 3},
    "criteria/cost": {
        "name": "Cost",
        "within": "burden",
        "weight": 2,
        "scale": {"worst": 9, "best": 1, "curve": [[9, 0], [4, 60], [1, 100]]},
    },
    "criteria/effort": {
        "name": "Effort",
        "within": "burden",
        "weight": 1,
        "scale": {"worst": 100, "best": 0},
    },
    "criteria/health": {"name": "Health", "weight": 4, "scale": {"worst": -5, "best": 5}},
    "options/bus": {
        "name": "Bus",
        "performance": {"cost": {"value": 3, "low": 2, "high": 5}, "effort": 30, "health": 1},
    },
    "options/rail": {
        "name": "Rail",
        "performance": {"cost": 8, "effort": 70, "health": {"value": 4, "low": 1}},
    },
    "options/wait": {
        "name": "Wait",
        "performance": {"cost": 1, "effort": 0, "health": "unknown"},
    },
    "profiles/thrifty": {"name": "Thrifty", "weights": {"burden": 9, "cost": 5}},
}


def shuffled(mapping: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Return the same mapping with its keys, and those of mappings in it, in another order."""
    items = [
        (key, shuffled(held, chance) if isinstance(held, dict) else held)
        for key, held in mapping.items()
    ]
    chance.shuffle(items)
    return dict(items)


def write(folder: Path, chance: random.Random) -> Model:
    for name, content in shuffled(FILES, chance).items():
        path = folder / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(content, indent=chance.choice((None, 1))).replace('"unknown"', "unknown")
        path.write_text(text, encoding="utf-8")
    return load(folder).model


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_files_and_keys_changes_nothing(tmp_path: Path, seed: int) -> None:
    first = write(tmp_path / "first", random.Random(0.5))
    other = write(tmp_path / "other", random.Random(seed))

    for profile in (None, "thrifty"):
        assert rank(other, weighed(other, profile)) == rank(first, weighed(first, profile))
    assert list(other.options) == list(first.options)
    assert list(other.criteria) == list(first.criteria)
