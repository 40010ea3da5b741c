"""Who leads always, sometimes or never: held against every corner of the ranges and the weights."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from policyscore.analyses.allowed import space
from policyscore.analyses.possible import When, at_any_weights, at_stated_weights
from policyscore.model import Model
from policyscore.scoring import Ranking, rank, value
from policyscore.weights import stated, tree_of, weigh
from tests import simplices
from tests.simplices import Row, dot, table
from tests.strategies import models, steady
from tests.test_extremes import ahead, lowest

often = settings(steady, max_examples=50)

MOST_RANGES = 6


def ranked(model: Model) -> Ranking:
    return rank(model, weigh(tree_of(model), stated(model)))


def at_any(model: Model, walls: Sequence[Row] = ()) -> dict[str, When]:
    return at_any_weights(model, space(model, ranked(model), "criteria"), walls)


def ranges(model: Model) -> int:
    return sum(c.low != c.high for o in model.options.values() for c in o.performance.values())


def worlds(model: Model) -> Iterator[list[tuple[Fraction, ...]]]:
    """Yield the scores of all options by criterion, with each performance at either end."""
    cells = [
        (c.scale, o.performance[n])
        for o in model.options.values()
        for n, c in model.criteria.items()
    ]
    width = len(model.criteria)
    for scores in product(*({value(s, c.low), value(s, c.high)} for s, c in cells)):
        yield [scores[i : i + width] for i in range(0, len(scores), width)]


def told(always: bool, able: bool) -> When:
    return "always" if always else "sometimes" if able else "never"


@often
@given(models(most_options=3).filter(lambda model: ranges(model) <= MOST_RANGES))
def test_every_corner_of_the_ranges_agrees_under_the_stated_weights(model: Model) -> None:
    ranking = ranked(model)
    weights = [ranking.weights.shares[name] for name in model.criteria]
    firsts = []
    for rows in worlds(model):
        totals = [dot(row, weights) for row in rows]
        firsts.append([total == max(totals) for total in totals])

    assert at_stated_weights(ranking) == {
        option: told(all(column), any(column))
        for option, column in zip(model.options, zip(*firsts, strict=True), strict=True)
    }


@often
@given(st.data())
def test_every_corner_of_the_ranges_and_the_weights_agrees(data: st.DataObject) -> None:
    fits = models(most_options=3).filter(
        lambda model: ranges(model) <= MOST_RANGES and len(model.criteria) <= 3
    )
    model = data.draw(fits)
    count = len(model.criteria)
    wall = st.tuples(*[st.integers(-1, 2).map(Fraction)] * count).filter(any)
    walls = data.draw(st.lists(wall, max_size=2))
    pieces = simplices.allowed(count, walls)
    assume(pieces)
    weights = [corner for piece in pieces for corner in piece[1]]
    wanted = {}
    for i, option in enumerate(model.options):
        always, able = True, False
        for rows in worlds(model):
            gaps = ahead(rows, i)
            always = always and all(dot(gap, w) >= 0 for gap in gaps for w in weights)
            able = able or not gaps or lowest(gaps, walls) >= 0
        wanted[option] = told(always, able)

    assert at_any(model, walls) == wanted


def test_an_unknown_performance_may_be_anywhere_on_its_scale(model: Model) -> None:
    """B may be ahead on gain, but not by as much as it is behind on cost; C is hopeless.

    --- criteria/cost.yaml
    {name: Cost, weight: 2, scale: {worst: 0, best: 10}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: A, performance: {cost: 8, gain: 5}}
    --- options/b.yaml
    {name: B, performance: {cost: 5, gain: unknown}}
    --- options/c.yaml
    {name: C, performance: {cost: {value: 1, high: 7}, gain: {value: 1, high: 4}}}
    """
    assert at_stated_weights(ranked(model)) == {"a": "always", "b": "never", "c": "never"}
    assert at_any(model) == {"a": "sometimes", "b": "sometimes", "c": "never"}
    # With cost twice as heavy as gain at least, as it is now, A is safe again.
    assert at_any(model, table("1 -2")) == {"a": "always", "b": "never", "c": "never"}


def test_a_shared_lead_is_a_lead(model: Model) -> None:
    """Both the same.

    --- criteria/cost.yaml
    {name: Cost, weight: 2, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: A, performance: {cost: 8}}
    --- options/b.yaml
    {name: B, performance: {cost: 8}}
    """
    assert at_stated_weights(ranked(model)) == {"a": "always", "b": "always"}
    assert at_any(model) == {"a": "always", "b": "always"}


def test_an_option_alone_leads_always(model: Model) -> None:
    """There is nothing else.

    --- criteria/cost.yaml
    {name: Cost, weight: 2, scale: {worst: 0, best: 10}}
    --- options/a.yaml
    {name: A, performance: {cost: unknown}}
    """
    assert at_stated_weights(ranked(model)) == at_any(model) == {"a": "always"}


def test_any_option_of_the_built_in_model_may_lead(mexico: Model) -> None:
    assert at_any(mexico) == dict.fromkeys(mexico.options, "sometimes")
    assert at_stated_weights(ranked(mexico))["strategic-partnership"] == "sometimes"
