"""Weight flags: what they may say, what they do, and every way in which they can be wrong."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest

from policyscore.decimals import NotDecimal
from policyscore.faults import Misuse
from policyscore.model import Model
from policyscore.scenario import Change, parse, scenario
from policyscore.scoring import rank


def scores(model: Model, *flags: str, profile: str | None = None) -> Mapping[str, Fraction]:
    weights = scenario(model, profile, flags).weights
    return {standing.option: standing.score for standing in rank(model, weights).standings}


def percent(model: Model, *flags: str, profile: str | None = None) -> Mapping[str, Fraction]:
    """Return the criteria's shares in percent under a profile and flags."""
    shares = scenario(model, profile, flags).weights.shares
    return {name: shares[name] * 100 for name in model.criteria}


def problems(model: Model, *flags: str, profile: str | None = None) -> Sequence[str]:
    with pytest.raises(Misuse) as caught:
        scenario(model, profile, flags)
    return caught.value.problems


# What a flag says


@pytest.mark.parametrize(
    ("flag", "how", "number"),
    [
        ("cost=40", "set", "40"),
        ("cost=0", "set", "0"),
        ("cost=-0", "set", "0"),
        ("cost=.5", "set", "1/2"),
        ("cost=0.1", "set", "1/10"),
        ("cost=1.2e6", "set", "1200000"),
        ("cost=40%", "share", "2/5"),
        ("cost=0%", "share", "0"),
        ("cost=100%", "share", "1"),
        ("cost=33.3%", "share", "333/1000"),
        ("cost*2", "times", "2"),
        ("cost*0.5", "times", "1/2"),
        ("cost*0", "times", "0"),
    ],
)
def test_a_flag_sets_fixes_a_share_or_multiplies(flag: str, how: str, number: str) -> None:
    change = parse(flag)

    assert change == Change("cost", how, Fraction(number), flag)  # type: ignore[arg-type]


FORMS = "write ID=NUMBER, ID=SHARE% or ID*FACTOR"


@pytest.mark.parametrize(
    ("flag", "problem"),
    [
        ("", FORMS),
        ("cost", FORMS),
        ("cost40", FORMS),
        ("cost:40", FORMS),
        ("cost+40", FORMS),
        ("=40", FORMS),
        ("*2", FORMS),
        ("=", FORMS),
        ("cost=-1", "a weight is not negative"),
        ("cost=-10%", "a weight is not negative"),
        ("cost*-2", "a weight is not negative"),
        ("cost=140%", "a share is at most 100 %"),
        ("cost=100.01%", "a share is at most 100 %"),
        ("cost*10%", "multiply by a plain number, such as *1.5"),
    ],
)
def test_a_flag_that_says_nothing_is_told_what_to_write(flag: str, problem: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(problem)}$"):
        parse(flag)


@pytest.mark.parametrize(
    ("flag", "hint"),
    [
        ("cost=", "1.2e6"),
        ("cost=%", "1.2e6"),
        ("cost=high", "1.2e6"),
        ("cost=nan", "1.2e6"),
        ("cost=inf", "1.2e6"),
        ("cost=-inf", "1.2e6"),
        ("cost==4", "1.2e6"),
        ("cost=1/3", "1.2e6"),
        ("cost=4 0", "1.2e6"),
        ("cost=4 % %", "plain number"),
        ("cost=1_000", "write 1000"),
        ("cost=1,5", "point"),
        ("cost=007", "write 7"),
        ("cost=1e999", "1e-100 and 1e100"),
        ("cost=1e-999%", "1e-100 and 1e100"),
        ("cost*1e99999", "1e-100 and 1e100"),
        ("cost=" + "9" * 130, "digits"),
    ],
)
def test_the_number_of_a_flag_is_a_plain_decimal(flag: str, hint: str) -> None:
    with pytest.raises(NotDecimal, match=re.escape(hint)):
        parse(flag)


# Three criteria, without groups. The numbers follow from the definition of the additive model.


def test_a_share_is_taken_globally_and_the_rest_keeps_its_proportions(model: Model) -> None:
    """Without a flag, cost weighs 3 of 6 parts.

    --- criteria/carbon.yaml
    {name: Carbon saved, weight: 1, scale: {worst: 0, best: 10}}
    --- criteria/cost.yaml
    {name: Cost to public budget, weight: 3, scale: {worst: 10, best: 0}}
    --- criteria/equity.yaml
    {name: Fair distribution, weight: 2, scale: {worst: 0, best: 10}}
    --- options/charge.yaml
    {name: Congestion charge, performance: {cost: 4, equity: 6, carbon: 8}}
    --- options/do-nothing.yaml
    {name: Do nothing, performance: {cost: 1, equity: 3, carbon: 0}}
    --- options/zone.yaml
    {name: Low emission zone, performance: {cost: 5, equity: 5, carbon: 6}}
    """
    assert scores(model, "cost=20%") == {
        "charge": Fraction(196, 3),
        "zone": Fraction(158, 3),
        "do-nothing": 34,
    }
    assert scores(model, "cost=1") == {"charge": 65, "zone": Fraction("52.5"), "do-nothing": 37.5}
    assert scores(model, "cost=0", "equity=0.5", "carbon=.5") == {
        "charge": 70,
        "zone": 55,
        "do-nothing": 15,
    }
    assert percent(model, "cost=100%") == {"carbon": 0, "cost": 100, "equity": 0}
    assert percent(model, "cost=0%") == {"carbon": Fraction(100, 3), "cost": 0} | {
        "equity": Fraction(200, 3)
    }
    assert percent(model, "cost*2") == {"carbon": Fraction(100, 9)} | {
        "cost": Fraction(600, 9),
        "equity": Fraction(200, 9),
    }
    assert percent(model, "carbon=20%", "cost=30%", "equity=50%") == {
        "carbon": 20,
        "cost": 30,
        "equity": 50,
    }


def test_without_flags_the_weights_are_the_models_own(model: Model) -> None:
    """One criterion weighs twice the other.

    --- criteria/a.yaml
    {name: A, weight: 2, scale: {worst: 0, best: 10}}
    --- criteria/b.yaml
    {name: B, weight: 1, scale: {worst: 0, best: 10}}
    --- options/one.yaml
    {name: One, performance: {a: 4, b: 6}}
    """
    found = scenario(model, None, [])

    assert found.weights == found.before
    assert found.weights.shares == {"a": Fraction(2, 3), "b": Fraction(1, 3)}
    assert (found.profile, found.changes) == (None, ())


def test_flags_work_on_groups_and_on_top_of_a_profile(model: Model) -> None:
    """A tree of two levels and a profile that turns its weights around.

    --- criteria/burden.yaml
    {name: Burden, weight: 60}
    --- criteria/money.yaml
    {name: Money, within: burden, weight: 3}
    --- criteria/build.yaml
    {name: Building, within: money, weight: 2, scale: {worst: 100, best: 0}}
    --- criteria/run.yaml
    {name: Running, within: money, weight: 1, scale: {worst: 40, best: 0}}
    --- criteria/effort.yaml
    {name: Effort, within: burden, weight: 1, scale: {worst: 5, best: 0}}
    --- criteria/benefit.yaml
    {name: Benefit, weight: 40}
    --- criteria/health.yaml
    {name: Health, within: benefit, weight: 1, scale: {worst: 0, best: 40}}
    --- options/alpha.yaml
    {name: Alpha plan, performance: {build: 50, run: 20, effort: 2, health: 30}}
    --- options/beta.yaml
    {name: Beta plan, performance: {build: 0, run: 0, effort: 0, health: 0}}
    --- profiles/health-first.yaml
    {name: Health first, weights: {benefit: 90, burden: 10}}
    """
    assert scores(model, "burden=30%") == {"alpha": Fraction("68.25"), "beta": 30}
    assert scores(model, "burden=90", profile="health-first") == {
        "alpha": Fraction("63.75"),
        "beta": 50,
    }
    found = scenario(model, "health-first", ["burden=90"])
    assert found.profile == "health-first"
    assert (found.before.shares["burden"], found.weights.shares["burden"]) == (
        Fraction(1, 10),
        Fraction(1, 2),
    )
    # Fixed shares nested in one another.
    assert percent(model, "burden=60%", "money=45%", "run=5%") == {
        "health": 40,
        "effort": 15,
        "build": 40,
        "run": 5,
    }


def test_numbers_are_set_first_then_multiplied_then_shares_are_fixed(model: Model) -> None:
    """Four criteria, two of them in a group that counts as its children together.

    --- criteria/group.yaml
    {name: Group}
    --- criteria/a.yaml
    {name: A, within: group, weight: 1, scale: {worst: 0, best: 10}}
    --- criteria/b.yaml
    {name: B, within: group, weight: 1, scale: {worst: 0, best: 10}}
    --- criteria/c.yaml
    {name: C, weight: 1, scale: {worst: 0, best: 10}}
    --- criteria/d.yaml
    {name: D, weight: 1, scale: {worst: 0, best: 10}}
    --- options/one.yaml
    {name: One, performance: {a: 1, b: 1, c: 1, d: 1}}
    """
    flags = ["d=20%", "group*2", "a=3"]

    # The group counts 3 + 1, twice that is 8, against 1 of c; d takes 20 % off them all.
    expected = {"a": 80 * Fraction(8, 9) * Fraction(3, 4), "b": 80 * Fraction(8, 9) / 4} | {
        "c": Fraction(80, 9),
        "d": 20,
    }
    assert percent(model, *flags) == expected
    assert percent(model, *reversed(flags)) == expected
    # A group and a criterion in it, multiplied at once: the group counts twice 3 + 1, d counts 1.
    ninth = Fraction(100, 9)
    both = {"a": 6 * ninth, "b": 2 * ninth, "c": 0, "d": ninth}
    assert percent(model, "group*2", "a*3", "c=0") == both
    assert percent(model, "a*3", "group*2", "c=0") == both


def test_changes_remember_the_flags_as_given(model: Model) -> None:
    """Two criteria.

    --- criteria/a.yaml
    {name: A, weight: 2, scale: {worst: 0, best: 10}}
    --- criteria/b.yaml
    {name: B, weight: 1, scale: {worst: 0, best: 10}}
    --- options/one.yaml
    {name: One, performance: {a: 4, b: 6}}
    """
    found = scenario(model, None, ["b=50.0%", "a*1.0"])

    assert [change.flag for change in found.changes] == ["b=50.0%", "a*1.0"]
    assert found.before.shares["b"] == Fraction(1, 3)
    assert found.weights.shares["b"] == Fraction(1, 2)


# What is wrong


def test_everything_wrong_is_told_at_once(model: Model) -> None:
    """Two criteria, a group and a profile, none of them spelled as in the flags.

    --- criteria/burden.yaml
    {name: Burden}
    --- criteria/cost.yaml
    {name: Cost, within: burden, weight: 2, scale: {worst: 10, best: 0}}
    --- criteria/health.yaml
    {name: Health, weight: 1, scale: {worst: 0, best: 10}}
    --- options/one.yaml
    {name: One, performance: {cost: 4, health: 6}}
    --- profiles/green.yaml
    {name: Green, weights: {health: 3}}
    """
    flags = [
        "cots=40",
        "burdne=10%",
        "zebra=4",
        "cost=nan",
        "cost=1",
        "cost=2%",
        "cost",
        "health*2",
    ]

    with pytest.raises(NotDecimal) as not_a_number:
        parse("cost=nan")
    assert problems(model, *flags, profile="gren") == (
        "--profile: unknown profile gren; did you mean green?",
        "-w cots=40: unknown criterion or group cots; did you mean cost?",
        "-w burdne=10%: unknown criterion or group burdne; did you mean burden?",
        "-w zebra=4: unknown criterion or group zebra; known: cost, health, burden",
        f"-w cost=nan: {not_a_number.value}",
        "-w cost=2%: the weight of cost is given twice",
        "-w cost: write ID=NUMBER, ID=SHARE% or ID*FACTOR",
    )
    assert problems(model, profile="zebra") == ("--profile: unknown profile zebra; known: green",)


def test_a_profile_of_a_model_without_profiles_is_unknown(model: Model) -> None:
    """One criterion, no profile.

    --- criteria/cost.yaml
    {name: Cost, weight: 2, scale: {worst: 10, best: 0}}
    --- options/one.yaml
    {name: One, performance: {cost: 4}}
    """
    assert problems(model, profile="green") == (
        "--profile: unknown profile green; the model has none",
    )


def test_weights_that_cannot_be_are_refused(model: Model) -> None:
    """Two groups with two criteria each.

    --- criteria/burden.yaml
    {name: Burden, weight: 1}
    --- criteria/cost.yaml
    {name: Cost, within: burden, weight: 2, scale: {worst: 10, best: 0}}
    --- criteria/effort.yaml
    {name: Effort, within: burden, weight: 2, scale: {worst: 10, best: 0}}
    --- criteria/gain.yaml
    {name: Gain, weight: 1}
    --- criteria/health.yaml
    {name: Health, within: gain, weight: 1, scale: {worst: 0, best: 10}}
    --- criteria/jobs.yaml
    {name: Jobs, within: gain, weight: 1, scale: {worst: 0, best: 10}}
    --- options/one.yaml
    {name: One, performance: {cost: 4, effort: 1, health: 6, jobs: 1}}
    """
    empty = "are 0; leave at least one above 0"
    assert problems(model, "burden=0", "gain*0") == (f"-w: all weights at the top level {empty}",)
    assert problems(model, "cost=0", "effort=0", "health=0", "jobs*0") == (
        f"-w: all weights within burden {empty}",
        f"-w: all weights within gain {empty}",
    )
    assert problems(model, "cost=60%", "health=60%") == (
        "-w: the shares given add up to 120 %, more than 100 %",
    )
    assert problems(model, "cost=20%", "effort=20%", "gain=20%") == (
        "-w: the shares given add up to 60 %, not 100 %, and nothing else there weighs anything",
    )
    assert problems(model, "burden=10%", "cost=20%") == (
        "-w: the shares given within burden add up to 20 %, more than 10 %",
    )
    assert problems(model, "cost=0", "effort=0", "burden=0", "burden=0%") == (
        "-w burden=0%: the weight of burden is given twice",
    )
    # A group of weight 0 may be empty inside, until it is to weigh something.
    assert percent(model, "cost=0", "effort=0", "burden=0") == {"cost": 0, "effort": 0} | {
        "health": 50,
        "jobs": 50,
    }


def test_a_share_for_a_group_that_weighed_nothing_spreads_within_it(model: Model) -> None:
    """The group weighs 0, its criteria 3 and 1.

    --- criteria/burden.yaml
    {name: Burden, weight: 0}
    --- criteria/cost.yaml
    {name: Cost, within: burden, weight: 3, scale: {worst: 10, best: 0}}
    --- criteria/effort.yaml
    {name: Effort, within: burden, weight: 1, scale: {worst: 10, best: 0}}
    --- criteria/health.yaml
    {name: Health, weight: 1, scale: {worst: 0, best: 10}}
    --- options/one.yaml
    {name: One, performance: {cost: 4, effort: 1, health: 6}}
    """
    assert percent(model) == {"cost": 0, "effort": 0, "health": 100}
    assert percent(model, "burden=40%") == {"cost": 30, "effort": 10, "health": 60}
    assert percent(model, "cost=40%") == {"cost": 40, "effort": 0, "health": 60}


def test_a_factor_on_a_group_without_a_weight_counts_its_children_as_they_are_now(
    model: Model,
) -> None:
    """A factor of 1 changes nothing, and a factor on a child is as good as the weight it makes.

    --- criteria/g.yaml
    {name: Group}
    --- criteria/a.yaml
    {name: Aft, within: g, weight: 1, scale: {worst: 0, best: 10}}
    --- criteria/b.yaml
    {name: Bow, within: g, weight: 1, scale: {worst: 0, best: 10}}
    --- criteria/z.yaml
    {name: Zeal, weight: 2, scale: {worst: 0, best: 10}}
    --- options/act.yaml
    {name: Act, performance: {a: 1, b: 2, z: 3}}
    """

    def share_of_g(*flags: str) -> Fraction:
        return scenario(model, None, flags).weights.shares["g"]

    assert share_of_g("a*2") == Fraction(3, 5)
    assert share_of_g("g*1", "a*2") == Fraction(3, 5)
    assert share_of_g("g*1.5", "a*2") == share_of_g("g*1.5", "a=2") == Fraction(9, 13)
