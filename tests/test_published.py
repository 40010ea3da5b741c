"""Worked examples from print, each named after its source, to the precision printed there."""

from fractions import Fraction

from policyscore.figures import points
from policyscore.model import Model
from policyscore.scoring import Ranking, rank
from policyscore.weights import stated, tree_of, weigh


def ranked(model: Model) -> Ranking:
    return rank(model, weigh(tree_of(model), stated(model)))


def test_weighted_sum_triantaphyllou_2000(model: Model) -> None:
    """Triantaphyllou, Multi-Criteria Decision Making Methods (2000), as told in Wikipedia.

    "Weighted sum model": four criteria, all benefits, three options, of which two tie exactly at
    22.0. At least one retelling sums A3 up to 20 and finds a single best option.

    --- criteria/c1.yaml
    {name: C1, weight: 0.2, scale: {worst: 0, best: 100}}
    --- criteria/c2.yaml
    {name: C2, weight: 0.15, scale: {worst: 0, best: 100}}
    --- criteria/c3.yaml
    {name: C3, weight: 0.4, scale: {worst: 0, best: 100}}
    --- criteria/c4.yaml
    {name: C4, weight: 0.25, scale: {worst: 0, best: 100}}
    --- options/a1.yaml
    {name: A1, performance: {c1: 25, c2: 20, c3: 15, c4: 30}}
    --- options/a2.yaml
    {name: A2, performance: {c1: 10, c2: 30, c3: 20, c4: 30}}
    --- options/a3.yaml
    {name: A3, performance: {c1: 30, c2: 10, c3: 30, c4: 10}}
    """
    found = [(s.option, s.rank, s.tied, s.score) for s in ranked(model).standings]

    assert found == [
        ("a2", 1, True, 22),
        ("a3", 1, True, 22),
        ("a1", 3, False, Fraction("21.5")),
    ]


def test_simple_additive_weighting_afshari_2010(model: Model) -> None:
    """Afshari, Mojahed and Yusuff, IJIMT 1(5), 2010, p. 511: five candidates, seven criteria.

    Scores are performance over the column's maximum, so each scale runs from 0 to that. The paper
    prints three decimals; the six below are a library's, cut off and not rounded.

    --- criteria/c1.yaml
    {name: C1, weight: 0.283, scale: {worst: 0, best: 7}}
    --- criteria/c2.yaml
    {name: C2, weight: 0.162, scale: {worst: 0, best: 7}}
    --- criteria/c3.yaml
    {name: C3, weight: 0.162, scale: {worst: 0, best: 6}}
    --- criteria/c4.yaml
    {name: C4, weight: 0.07, scale: {worst: 0, best: 5}}
    --- criteria/c5.yaml
    {name: C5, weight: 0.085, scale: {worst: 0, best: 5}}
    --- criteria/c6.yaml
    {name: C6, weight: 0.162, scale: {worst: 0, best: 5}}
    --- criteria/c7.yaml
    {name: C7, weight: 0.076, scale: {worst: 0, best: 7}}
    --- options/a1.yaml
    {name: A1, performance: {c1: 4, c2: 7, c3: 3, c4: 2, c5: 2, c6: 2, c7: 2}}
    --- options/a2.yaml
    {name: A2, performance: {c1: 4, c2: 4, c3: 6, c4: 4, c5: 4, c6: 3, c7: 7}}
    --- options/a3.yaml
    {name: A3, performance: {c1: 7, c2: 6, c3: 4, c4: 2, c5: 5, c6: 5, c7: 3}}
    --- options/a4.yaml
    {name: A4, performance: {c1: 3, c2: 2, c3: 5, c4: 3, c5: 3, c6: 2, c7: 5}}
    --- options/a5.yaml
    {name: A5, performance: {c1: 4, c2: 2, c3: 2, c4: 5, c5: 5, c6: 3, c7: 6}}
    """
    six_decimals = [(s.option, int(s.score * 10_000)) for s in ranked(model).standings]

    assert six_decimals == [
        ("a3", 837428),
        ("a2", 713485),
        ("a5", 579342),
        ("a1", 553228),
        ("a4", 514657),
    ]


def test_office_location_goodwin_and_wright(model: Model) -> None:
    """Goodwin and Wright, Decision Analysis for Management Judgment, the chapter on SMART.

    Seven offices by six benefits with swing weights; the book keeps cost apart. Recalled, not
    checked against the print.

    --- criteria/closeness.yaml
    {name: Closeness to customers, weight: 32, scale: {worst: 0, best: 100}}
    --- criteria/visibility.yaml
    {name: Visibility, weight: 26, scale: {worst: 0, best: 100}}
    --- criteria/image.yaml
    {name: Image, weight: 23, scale: {worst: 0, best: 100}}
    --- criteria/size.yaml
    {name: Size, weight: 10, scale: {worst: 0, best: 100}}
    --- criteria/comfort.yaml
    {name: Comfort, weight: 6, scale: {worst: 0, best: 100}}
    --- criteria/parking.yaml
    {name: Car parking, weight: 3, scale: {worst: 0, best: 100}}
    --- options/addison-square.yaml
    name: Addison Square
    performance: {closeness: 100, visibility: 60, image: 100, size: 75, comfort: 0, parking: 90}
    --- options/bilton-village.yaml
    name: Bilton Village
    performance: {closeness: 20, visibility: 80, image: 10, size: 30, comfort: 100, parking: 30}
    --- options/carlisle-walk.yaml
    name: Carlisle Walk
    performance: {closeness: 80, visibility: 70, image: 0, size: 0, comfort: 10, parking: 100}
    --- options/denver-street.yaml
    name: Denver Street
    performance: {closeness: 70, visibility: 50, image: 30, size: 55, comfort: 30, parking: 90}
    --- options/elton-street.yaml
    name: Elton Street
    performance: {closeness: 40, visibility: 60, image: 90, size: 100, comfort: 60, parking: 70}
    --- options/filton-village.yaml
    name: Filton Village
    performance: {closeness: 0, visibility: 0, image: 70, size: 0, comfort: 80, parking: 0}
    --- options/gorton-square.yaml
    name: Gorton Square
    performance: {closeness: 60, visibility: 100, image: 20, size: 50, comfort: 50, parking: 80}
    """
    found = [(s.option, points(s.score)) for s in ranked(model).standings]

    assert found == [
        ("addison-square", "80.8"),
        ("elton-street", "64.8"),
        ("gorton-square", "60.2"),
        ("denver-street", "52.3"),
        ("carlisle-walk", "47.4"),
        ("bilton-village", "39.4"),
        ("filton-village", "20.9"),
    ]
