"""How options fare over many weights: exact answers, estimates and what the budget decides."""

from collections.abc import Sequence
from fractions import Fraction
from math import comb
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from policyscore.analyses import robust
from policyscore.analyses.allowed import Over, Statement, space
from policyscore.analyses.robust import Budget, Robustness, Share, parts, robustness
from policyscore.exact.race import winning_share
from policyscore.exact.regions import regions
from policyscore.model import Criterion, Decision, Model, Option, Performance, Scale
from policyscore.sampling import draws
from policyscore.scoring import rank
from policyscore.weights import Weights, stated, tree_of, weigh
from tests import simplices
from tests.simplices import Row, dot, table
from tests.strategies import HERE, steady
from tests.test_extremes import ahead, lowest

often = settings(steady, max_examples=60)

RANKED = table("1 -1 0\n0 1 -1")


def model_of(rows: Sequence[Row]) -> Model:
    """Return options a, b, ... with these scores, 0 to 100, on criteria that weigh the same."""
    points = (Fraction(0), Fraction(100))
    scale = Scale(*points, points=tuple((x, x) for x in points))
    names = [f"c{i}" for i in range(len(rows[0]))]
    criteria = {name: Criterion(name, name, None, Fraction(1), HERE, scale) for name in names}
    options = {}
    for i, row in enumerate(rows):
        cells = {n: Performance(x, x, x, HERE) for n, x in zip(names, row, strict=True)}
        option = chr(ord("a") + i)
        options[option] = Option(option, option, cells, HERE)
    return Model(Decision(), options, criteria, {}, {}, tuple(names))


def weights_of(model: Model) -> Weights:
    return weigh(tree_of(model), stated(model))


def found(
    model: Model,
    walls: Sequence[Row] = (),
    budget: Budget | None = None,
    over: Over = "criteria",
    brief: bool = False,
) -> Robustness:
    weights = weights_of(model)
    place = space(model, rank(model, weights), over)
    said = [Statement("as said", tuple(map(tuple, walls)))] if walls else []
    return robustness(model, weights, place, said, budget or Budget(), brief)


def random_rows(options: int, criteria: int, seed: int = 1) -> list[tuple[Fraction, ...]]:
    chance = Random(seed)
    return [
        tuple(Fraction(chance.randint(0, 100)) for _ in range(criteria)) for _ in range(options)
    ]


@st.composite
def problems(
    draw: st.DrawFn, most_criteria: int = 3
) -> tuple[list[tuple[Fraction, ...]], list[tuple[Fraction, ...]]]:
    """Draw a table of two options or more, and walls that leave room."""
    count = draw(st.integers(1, most_criteria))
    row = st.tuples(*[st.integers(0, 3).map(Fraction)] * count)
    rows = draw(st.lists(row, min_size=2, max_size=4))
    wall = st.tuples(*[st.integers(-1, 2).map(Fraction)] * count).filter(any)
    walls = draw(st.lists(wall, max_size=2))
    assume(simplices.allowed(count, walls))
    return rows, walls


def assert_near(estimate: Share, wanted: Fraction, draws: int) -> None:
    assert estimate.error is not None
    assert estimate.error < 0.06
    assert abs(estimate.value - wanted) <= 4 * estimate.error + Fraction(3, draws)


def assert_near_or_certain(estimate: Share, wanted: Share, draws: int) -> None:
    """Hold an estimate against the truth, which it is where it comes without an error."""
    if estimate.error is None:
        assert estimate == wanted
        assert wanted.value in (0, 1)
    else:
        assert_near(estimate, wanted.value, draws)


# Exact


def test_a_compromise_between_two_extremes() -> None:
    rows = table("100 0\n0 100\n60 60")

    fared = found(model_of(rows))

    assert fared.how == "exact"
    assert fared.allowed == Share(Fraction(1))
    assert fared.draws == 0
    assert [s.value for s in fared.ranks["a"]] == [*table("0.4 0.1 0.5")[0]]
    assert [s.value for s in fared.ranks["c"]] == [*table("0.2 0.8 0")[0]]
    assert fared.centers["a"] == table("0.8 0.2")[0]
    assert fared.winning["a"] == {"b": Share(Fraction(1, 2)), "c": Share(Fraction(2, 5))}
    assert fared.expected["c"] == Share(Fraction(9, 5))
    assert fared.chances["c"].margin == 10
    assert fared.behind["c"] == {"a": 40, "b": 40}
    assert fared.regrets == {"a": 100, "b": 100, "c": 40}


@often
@given(problems())
def test_exact_answers_are_those_of_cut_simplices(
    problem: tuple[list[tuple[Fraction, ...]], list[tuple[Fraction, ...]]],
) -> None:
    rows, walls = problem
    pieces = simplices.allowed(len(rows[0]), walls)
    corners = [corner for piece in pieces for corner in piece[1]]

    fared = found(model_of(rows), walls)

    assert fared.allowed == Share(simplices.volume(pieces))
    assert [statement.text for statement in fared.statements] == ["as said"] * bool(walls)
    for i, option in enumerate(fared.ranks):
        shares, center = simplices.region(rows, i, walls)
        assert fared.ranks[option] == tuple(map(Share, shares))
        assert fared.centers[option] == center
        leads = ahead(rows, i)
        assert fared.chances[option].margin == lowest(leads, walls)
        behind = [max(-dot(lead, corner) for corner in corners) for lead in leads]
        assert list(fared.behind[option].values()) == behind
        assert fared.regrets[option] == max(0, *behind)


@often
@given(problems())
def test_pairs_are_those_of_two_options_alone_and_make_the_mean_rank(
    problem: tuple[list[tuple[Fraction, ...]], list[tuple[Fraction, ...]]],
) -> None:
    rows, walls = problem
    fared = found(model_of(rows), walls)
    names = list(fared.winning)
    for i, one in enumerate(names):
        for j, other in enumerate(names):
            if i != j:
                alone = simplices.region([rows[i], rows[j]], 1, walls)[0]
                assert fared.winning[one][other] == Share(alone[1])
        above = [fared.winning[other][one].value for other in names if other != one]
        assert fared.expected[one] == Share(sum(above, Fraction(1)))
        ranks = enumerate(fared.ranks[one], start=1)
        assert fared.expected[one].value == sum(place * share.value for place, share in ranks)


def test_over_the_groups_of_the_built_in_model_retrenchment_leads_more_often(mexico: Model) -> None:
    criteria, groups = (found(mexico, over=over) for over in ("criteria", "groups"))

    assert criteria.ranks["strategic-partnership"][0].value > Fraction(1, 2)
    # It leads as long as the burden weighs less than 46.7 %, the tipping point.
    share = groups.ranks["strategic-partnership"][0].value
    assert abs(share - Fraction("0.467")) < Fraction("0.0005")
    assert groups.ranks["retrenchment"][0].value == 1 - share
    assert len(groups.centers["retrenchment"] or ()) == 2


# What the budget decides


def test_large_tables_are_exact_to_40_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = random_rows(4, 4)
    exact = found(model_of(rows), table("1 -1 0 0"))
    monkeypatch.setattr(robust, "FLATS_IN_FRACTIONS", 0)

    rounded = found(model_of(rows), table("1 -1 0 0"))

    assert (exact.how, rounded.how) == ("exact", "40 digits")
    assert exact.ranks != rounded.ranks
    for option, ranks in exact.ranks.items():
        for one, other in zip(ranks, rounded.ranks[option], strict=True):
            assert abs(one.value - other.value) < Fraction("1e-40")
    assert exact.chances == rounded.chances


@pytest.mark.parametrize("walls", [[], RANKED])
def test_estimates_agree_with_what_is_exact(
    monkeypatch: pytest.MonkeyPatch, walls: list[tuple[Fraction, ...]]
) -> None:
    model = model_of(random_rows(4, 3))
    exact = found(model, walls)
    monkeypatch.setattr(robust, "FLATS", 1)

    estimated = found(model, walls, Budget(draws=2048))

    assert (exact.how, estimated.how, estimated.draws) == ("exact", "estimated", 2048)
    assert estimated.chances == exact.chances
    assert estimated.behind == exact.behind
    assert estimated.regrets == exact.regrets
    assert estimated.statements == exact.statements
    assert set(estimated.centers.values()) == {None}
    for option, ranks in exact.ranks.items():
        for one, share in zip(estimated.ranks[option], ranks, strict=True):
            assert_near_or_certain(one, share, 2048)
    if not walls:  # pairs are easy, and so are mean ranks
        assert estimated.allowed == Share(Fraction(1))
        assert (estimated.winning, estimated.expected) == (exact.winning, exact.expected)
        return
    assert estimated.allowed is None
    for option, pairs in exact.winning.items():
        errors = []
        for other, share in pairs.items():
            assert_near_or_certain(estimated.winning[option][other], share, 2048)
            errors.append(estimated.winning[other][option].error or Fraction(0))
        mean = estimated.expected[option]
        assert (mean.error or 0) == sum(errors)
        assert abs(mean.value - exact.expected[option].value) <= 4 * sum(errors)


def test_estimates_over_groups_agree_too(monkeypatch: pytest.MonkeyPatch, mexico: Model) -> None:
    walls = table("1 -2")
    exact = found(mexico, walls, over="groups")
    monkeypatch.setattr(robust, "FLATS", 1)

    estimated = found(mexico, walls, Budget(draws=1024), over="groups")

    assert estimated.how == "estimated"
    for option, ranks in exact.ranks.items():
        for one, share in zip(estimated.ranks[option], ranks, strict=True):
            assert_near_or_certain(one, share, 1024)


def test_tables_that_are_hopelessly_large_are_estimated_at_once() -> None:
    heard: list[str] = []
    budget = Budget(draws=16, tick=lambda: heard.append("tick"))

    assert found(model_of(random_rows(12, 9)), budget=budget).how == "estimated"
    assert heard == []


@pytest.mark.parametrize(("walls", "times"), [([], "HOPELESS"), (RANKED, "HOPELESS_WALLED")])
def test_walls_make_a_large_table_less_hopeless(
    monkeypatch: pytest.MonkeyPatch, walls: list[tuple[Fraction, ...]], times: str
) -> None:
    model, heard = model_of(random_rows(4, 3)), list[str]()
    budget = Budget(draws=16, tick=lambda: heard.append("tick"))
    flats = comb(4 + len(walls) + 3, 3)
    monkeypatch.setattr(robust, "FLATS", 1)
    monkeypatch.setattr(robust, times, flats)

    assert found(model, walls, budget).how == "estimated"
    tried = len(heard)
    monkeypatch.setattr(robust, times, flats - 1)
    assert found(model, walls, budget).how == "estimated"

    # Only the first time was it looked for in earnest.
    assert len(heard) == tried > 0


def test_what_has_to_be_exact_is_exact_whatever_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robust, "FLATS", 1)
    heard: list[str] = []
    rows = random_rows(3, 3)

    fared = found(model_of(rows), budget=Budget(limited=False, tick=lambda: heard.append("tick")))

    assert fared.how == "exact"
    assert [r[0].value for r in fared.ranks.values()] == [r.shares[0] for r in regions(rows)]
    assert len(heard) > 3


def test_the_seed_makes_the_estimates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robust, "FLATS", 1)
    model = model_of(random_rows(3, 3))

    one, same, other = (
        found(model, budget=Budget(draws=160, seed=seed)).ranks for seed in (0, 0, 1)
    )

    assert one == same
    assert one != other


@pytest.mark.parametrize(
    ("budget", "options", "criteria", "draws"),
    [
        (Budget(), 3, 9, 8192),
        (Budget(), 100, 20, 750),
        (Budget(), 1000, 100, 160),
        (Budget(draws=20), 1000, 100, 20),
    ],
)
def test_there_are_fewer_draws_of_larger_tables(
    budget: Budget, options: int, criteria: int, draws: int
) -> None:
    assert budget.draws_for(options, criteria) == draws


# Many options


@pytest.mark.parametrize(
    ("options", "walls", "compared"),
    [(3, "", True), (4, "", False), (3, "1 -1", True), (3, "1 -1\n2 -1", False)],
)
def test_where_linear_programs_are_much_work_chances_and_regrets_are_left_out(
    monkeypatch: pytest.MonkeyPatch, options: int, walls: str, compared: bool
) -> None:
    monkeypatch.setattr(robust, "MOST_COMPARED", 3 * 3 * (2 + 1))

    fared = found(model_of(random_rows(options, 2)), table(walls))

    for differences in (fared.chances, fared.behind, fared.regrets):
        assert len(differences) == (options if compared else 0)
    assert len(fared.expected) == options


def test_in_brief_all_is_the_same_but_chances_and_regrets_are_left_out() -> None:
    model = model_of(random_rows(4, 3))

    brief = found(model, RANKED, brief=True)

    assert brief == found(model, RANKED)._replace(chances={}, behind={}, regrets={})


def test_an_option_alone_is_compared_with_nobody() -> None:
    alone = found(model_of(random_rows(1, 2)))

    assert alone.ranks == {"a": (Share(Fraction(1)),)}
    assert (alone.chances, alone.behind, alone.regrets) == ({}, {}, {})


# What is certain


@pytest.mark.parametrize("walls", [[], RANKED])
def test_estimates_are_exact_where_the_differences_leave_no_choice(
    monkeypatch: pytest.MonkeyPatch, walls: list[tuple[Fraction, ...]]
) -> None:
    # A is above all, D below all, B and C are above each other by turns.
    model = model_of(table("90 90 90\n50 20 10\n10 60 70\n5 5 5"))
    exact = found(model, walls)
    monkeypatch.setattr(robust, "FLATS", 1)

    fared = found(model, walls, Budget(draws=160))

    always, never = Share(Fraction(1)), Share(Fraction(0))
    assert fared.how == "estimated"
    assert fared.ranks["a"] == (always, never, never, never)
    assert [fared.ranks[option][0] for option in "bcd"] == [never] * 3
    assert fared.ranks["b"][1].error is not None
    assert fared.winning["a"] == {"b": always, "c": always, "d": always}
    assert fared.winning["d"] == {"a": never, "b": never, "c": never}
    assert (fared.winning["b"]["c"].error is None) == (not walls)
    # The mean ranks are those of the pairs.
    assert (fared.expected["a"], fared.expected["d"]) == (exact.expected["a"], exact.expected["d"])
    assert fared.expected["b"].error == fared.winning["c"]["b"].error


def test_one_that_is_level_with_another_is_not_certain_to_be_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(robust, "FLATS", 1)

    fared = found(model_of(table("90 90\n90 50\n5 5")), table("1 -1"), Budget(draws=160))

    assert fared.ranks["a"][0] == Share(Fraction(1), Fraction(3 / 160))
    assert fared.ranks["b"][0] == Share(Fraction(0), Fraction(3 / 160))
    assert fared.ranks["c"][0] == Share(Fraction(0))


def test_in_brief_nothing_is_certain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robust, "FLATS", 1)

    fared = found(model_of(table("90 90\n5 5")), budget=Budget(draws=160), brief=True)

    assert fared.ranks["a"][0] == Share(Fraction(1), Fraction(3 / 160))


# Very many options


@pytest.mark.parametrize("numpy", [True, False])
def test_of_very_many_options_mean_ranks_take_numpy(
    monkeypatch: pytest.MonkeyPatch, numpy: bool
) -> None:
    rows = random_rows(5, 4)
    exact = found(model_of(rows))
    monkeypatch.setattr(robust, "FLATS", 1)
    monkeypatch.setattr(robust, "MOST_RACED", 4)
    monkeypatch.setattr(robust, "has_numpy", lambda: numpy)

    many = found(model_of(rows), budget=Budget(draws=16))

    assert many.winning == {}
    assert list(many.expected) == (list(exact.expected) if numpy else [])
    for option, mean in many.expected.items():
        assert mean.error is None
        assert abs(mean.value - exact.expected[option].value) < Fraction("1e-12")


def test_of_many_options_within_walls_pairs_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robust, "FLATS", 1)
    monkeypatch.setattr(draws, "MOST_PAIRED", 3)

    many = found(model_of(random_rows(4, 3)), RANKED, Budget(draws=160))

    assert many.how == "estimated"
    assert len(many.ranks) == 4
    assert (many.winning, many.expected) == ({}, {})


# Small parts


def test_equal_options_are_never_above_each_other() -> None:
    for walls in ([], table("1 -1")):
        fared = found(model_of(table("10 0\n10 0\n0 10")), walls)
        assert fared.winning["a"]["b"] == fared.winning["b"]["a"] == Share(Fraction(0))
        assert fared.regrets["a"] == fared.regrets["b"]


def test_pairs_without_walls_are_those_of_the_race() -> None:
    one, other = random_rows(2, 12)
    gaps = [x - y for x, y in zip(one, other, strict=True)]

    fared = found(model_of([one, other]), budget=Budget(draws=16))

    assert fared.winning["a"]["b"] == Share(winning_share(gaps))
    assert fared.winning["b"]["a"] == Share(1 - winning_share(gaps))


def test_groups_weigh_their_criteria_by_the_local_weights(mexico: Model) -> None:
    ranking = rank(mexico, weights_of(mexico))
    local = ranking.weights.local

    benefit, burden = parts(mexico, space(mexico, ranking, "groups"))

    names = list(mexico.criteria)
    assert sum(benefit) == pytest.approx(1)
    assert burden[names.index("cost")] == pytest.approx(float(local["cost"]))
    assert burden[names.index("crime")] == benefit[names.index("cost")] == 0
    assert parts(mexico, space(mexico, ranking, "criteria")) == []
