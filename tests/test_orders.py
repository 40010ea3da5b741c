"""What orders say of a performance that could be another."""

from fractions import Fraction

import pytest

from policyscore.model import Model
from policyscore.orders import broken_pairs, contradicts
from policyscore.scenario import scenario


@pytest.mark.parametrize(
    ("option", "criterion", "value", "broken"),
    [
        ("toll", "cost", "6", False),
        ("toll", "cost", "6.01", True),
        ("tram", "cost", "1", False),
        ("tram", "cost", "0.99", True),
        ("tram", "noise", "0", False),
        ("toll", "noise", "10", False),
        ("toll", "looks", "0", False),  # nothing is said of it
        ("bus", "cost", "0", False),  # nor of the bus
    ],
)
def test_a_performance_contradicts_an_order_that_it_would_break(
    model: Model, option: str, criterion: str, value: str, broken: bool
) -> None:
    """Burden is three parts cost: toll scores 0.75 x 90 + 0.25 x 30, tram 0.75 x 40 + 0.25 x 30.

    --- policyscore.yaml
    orders: [{criterion: burden, better: [toll], worse: [tram]}]
    --- criteria/burden.yaml
    {name: Burden, weight: 1}
    --- criteria/cost.yaml
    {name: Cost, within: burden, weight: 3, scale: {worst: 10, best: 0}}
    --- criteria/noise.yaml
    {name: Noise, within: burden, weight: 1, scale: {worst: 10, best: 0}}
    --- criteria/looks.yaml
    {name: Looks, weight: 1, scale: {worst: 0, best: 10}}
    --- options/toll.yaml
    {name: Toll, performance: {cost: 1, noise: 7, looks: 5}}
    --- options/tram.yaml
    {name: Tram, performance: {cost: 6, noise: 7, looks: 5}}
    --- options/bus.yaml
    {name: Bus, performance: {cost: 9, noise: 9, looks: 9}}
    """
    used = scenario(model, None, []).weights

    assert broken_pairs(model, used, model.decision.orders[0]) == []
    assert contradicts(model, used, option, criterion, Fraction(value)) == broken


def test_what_is_unknown_may_still_make_an_order_hold(model: Model) -> None:
    """Noise of toll, a half of the burden, may be none: up to 5 of cost are made up for.

    --- policyscore.yaml
    orders: [{criterion: burden, better: [toll], worse: [tram]}]
    --- criteria/burden.yaml
    {name: Burden, weight: 1}
    --- criteria/cost.yaml
    {name: Cost, within: burden, weight: 1, scale: {worst: 10, best: 0}}
    --- criteria/noise.yaml
    {name: Noise, within: burden, weight: 1, scale: {worst: 10, best: 0}}
    --- options/toll.yaml
    {name: Toll, performance: {cost: 1, noise: unknown}}
    --- options/tram.yaml
    {name: Tram, performance: {cost: 3, noise: 5}}
    """
    used = scenario(model, None, []).weights

    assert not contradicts(model, used, "toll", "cost", Fraction(8))
    assert contradicts(model, used, "toll", "cost", Fraction("8.01"))
    # The noise of toll itself, with a cost of 1, may be up to 7.
    assert not contradicts(model, used, "toll", "noise", Fraction(7))
    assert contradicts(model, used, "toll", "noise", Fraction("7.01"))
