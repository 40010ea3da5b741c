"""Whether expectations hold: known numbers, ties, what is unclear, and any model by other means."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import product
from operator import eq, ge, gt, le, lt, ne
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from policyscore.analyses import robust
from policyscore.expectations.meaning import read
from policyscore.judging import answers, everywhere
from policyscore.judging.answers import Answer
from policyscore.judging.judgements import Judgement, judge_all
from policyscore.load import load
from policyscore.model import Expectation, Model
from policyscore.scoring import rank
from policyscore.weights import stated, tree_of, weigh, with_shares
from tests import plain, simplices
from tests.conftest import ROOT, write_files
from tests.strategies import HERE, as_files, models, steady
from tests.test_robust import model_of

often = settings(steady, max_examples=150)

SP, SQ, RT = "strategic-partnership", "status-quo", "retrenchment"


def judged(model: Model, text: str, *under: str) -> list[Judgement]:
    return judge_all(model, [Expectation(text, HERE, under=under)])


def outcome(model: Model, text: str, *under: str) -> str:
    (judgement,) = judged(model, text, *under)
    return judgement.outcome


def answer(model: Model, call: str, *under: str) -> Answer:
    """Return what a call comes to, whatever is expected of it."""
    (judgement,) = judged(model, call, *under)
    return judgement.answers[call]


def why(model: Model, text: str) -> str:
    (judgement,) = judged(model, text)
    assert judgement.outcome == "unclear"
    return judgement.reason


# The built-in model, whose numbers were worked out by hand


@pytest.mark.parametrize(
    "text",
    [
        f"rank({SP}) == 1 and rank({SQ}) == 2 and rank({RT}) == last",
        f"best({SP}) and not best({SQ})",
        f"49.75 <= score({SP}) < 49.85",
        f"7.95 < margin({SP}, {SQ}) < 8.05",
        f"-8.05 < margin({SQ}, {SP}) < -7.95",
        f"not tied({SP}, {SQ})",
        f"5.45 <= contribution({SP}, cost) < 5.55",
        f"71.6% < acceptability({SP}, 1) < 71.7%",
        f"acceptability({SP}, last) > acceptability({SQ}, 3)",
        f"possible({SP}) and possible({SQ}) and possible({RT})",
        f"not (necessary({SP}) or necessary({SQ}) or necessary({RT}))",
        "not (stable(burden) or stable(cost) or stable(domestic) or stable(near-term))",
        "stable(crime) and stable(border) and stable(institutions) and stable(response)",
    ],
)
def test_what_is_known_of_the_built_in_model_holds(mexico: Model, text: str) -> None:
    assert not isinstance(read(text, mexico.options, {*mexico.criteria, *mexico.groups}), list)
    assert outcome(mexico, text) == "holds"
    assert outcome(mexico, f"not ({text})") == "fails"


def test_an_expectation_is_judged_under_the_weights_that_it_names(mexico: Model) -> None:
    views = ((), ("budget-hawk",), ("even",), ("halves",))
    found = judge_all(mexico, [Expectation(f"rank({SP}) == 1", HERE, under=u) for u in views])
    assert [(judgement.profile, judgement.outcome) for judgement in found] == [
        (None, "holds"),
        ("budget-hawk", "fails"),
        ("even", "holds"),
        ("halves", "fails"),
    ]


def test_all_is_the_models_own_weights_and_every_profile(mexico: Model) -> None:
    found = judged(mexico, f"best({SP})", "even", "all")
    assert [j.profile for j in found] == [None, *mexico.profiles]
    assert [j.profile for j in found if j.outcome == "fails"] == [
        "budget-hawk",
        "domestic-politics",
        "halves",
    ]


def test_several_profiles_are_judged_in_the_order_given(mexico: Model) -> None:
    found = judged(mexico, f"best({SP})", "halves", "even")
    assert [(j.profile, j.outcome) for j in found] == [("halves", "fails"), ("even", "holds")]


def test_a_judgement_tells_what_was_found(mexico: Model) -> None:
    text = f"1 < rank( {SQ} ) < last and (contribution({RT},cost) > 1 or best({SQ}))"
    expectation = Expectation(text, HERE, "agreed", "warn", ("budget-hawk",))
    (found,) = judge_all(mexico, [expectation])
    (own,) = plain.rank(as_files(mexico), "budget-hawk")[:1]
    assert own["option"] == RT
    assert found == Judgement(
        expectation,
        "budget-hawk",
        "holds",
        {
            f"rank({SQ})": Answer("rank", Fraction(2)),
            "last": Answer("rank", Fraction(3)),
            f"contribution({RT}, cost)": Answer("points", own["contributions"]["cost"]),
            f"best({SQ})": Answer("yes or no", False),
        },
        (SQ, RT),
        found.ranking,
        "",
    )
    assert [standing.option for standing in found.involved] == [RT, SQ]
    assert list(found.answers) == [
        f"rank({SQ})",
        "last",
        f"contribution({RT}, cost)",
        f"best({SQ})",
    ]


def test_a_text_that_cannot_be_read_is_not_judged(mexico: Model) -> None:
    with pytest.raises(ValueError, match=r"rank\(a: the bracket of rank is not closed"):
        judged(mexico, "rank(a")


# Ties, the last rank, unknowns, groups

TIED = model_of(simplices.table("80 20\n20 80\n50 50\n10 10"))  # a, b and c share the lead
UNCLEAR = "stable(c0)"


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("tied(a, b) and tied(b, c) and not tied(c, d)", True),
        ("rank(a) == 1 and rank(c) == 1", True),
        ("rank(d) == 4", True),
        ("rank(d) == last", True),
        ("rank(c) < last", True),
        ("best(a) or best(b) or best(c)", False),
        ("margin(a, b) == 0", True),
        ("margin(d, a) == -40", True),
    ],
)
def test_a_shared_rank_is_one_rank_and_no_win(text: str, holds: bool) -> None:
    assert outcome(TIED, text) == ("holds" if holds else "fails")


def test_the_last_rank_is_shared_where_the_lowest_score_is() -> None:
    model = model_of(simplices.table("9 9\n5 5\n4 6\n6 4"))
    assert outcome(model, "rank(b) == last and rank(d) == last") == "holds"
    assert answer(model, "rank(b)").value == 2
    assert judged(model, "rank(b) == last")[0].answers["last"].value == 2


def test_the_last_rank_of_acceptability_is_the_number_of_options() -> None:
    model = model_of(simplices.table("100 0\n0 100\n0 100"))
    assert answer(model, "acceptability(a, last)").value == Fraction(1, 2)
    assert answer(model, "acceptability(a, 3)").value == Fraction(1, 2)
    assert answer(model, "acceptability(b, last)").value == 0


def test_all_leaders_of_a_tie_are_told_and_the_named_ones_once() -> None:
    (found,) = judged(TIED, "rank(d) > 1 and not tied(d, c)")
    assert found.options == ("d", "c")
    assert [standing.option for standing in found.involved] == ["a", "b", "c", "d"]


def test_an_unknown_performance_counts_as_the_middle(model: Model) -> None:
    """Half of what is unknown makes the wait score 25.

    --- criteria/cost.yaml
    name: Cost
    weight: 1
    scale: {worst: 10, best: 0}
    --- criteria/equity.yaml
    name: Equity
    weight: 1
    scale: {worst: 0, best: 10}
    --- options/charge.yaml
    name: Charge
    performance: {cost: 10, equity: 5}
    --- options/wait.yaml
    name: Wait
    performance: {cost: 10, equity: unknown}
    """
    assert outcome(model, "score(wait) == 25 and tied(wait, charge)") == "holds"
    assert outcome(model, "acceptability(wait, 1) == 1 and necessary(wait)") == "holds"


GROUPED = """
    --- criteria/burden.yaml
    name: Burden
    weight: {burden}
    --- criteria/cost.yaml
    name: Cost
    within: burden
    weight: {cost}
    scale: {{worst: 10, best: 0}}
    --- criteria/noise.yaml
    name: Noise
    within: burden
    weight: {noise}
    scale: {{worst: 10, best: 0}}
    --- criteria/equity.yaml
    name: Equity
    weight: {equity}
    scale: {{worst: 0, best: 10}}
    --- options/charge.yaml
    name: Charge
    performance: {{cost: 4, noise: 2, equity: 6}}
    --- options/wait.yaml
    name: Wait
    performance: {{cost: 3, noise: 1, equity: 5}}
    """


def grouped(root: Path, **weights: int) -> Model:
    """Return two options on three criteria, two of them in the group burden, with these weights."""
    return load(write_files(root, GROUPED.format(**weights))).model


def test_a_group_contributes_what_its_criteria_do(tmp_path: Path) -> None:
    model = grouped(tmp_path, burden=2, cost=3, noise=1, equity=2)
    assert answer(model, "contribution(charge, cost)").value == Fraction(45, 2)
    assert answer(model, "contribution(charge, noise)").value == 10
    assert answer(model, "contribution(charge, burden)").value == Fraction(65, 2)
    assert answer(model, "contribution(charge, equity)").value == 30


def test_a_group_that_weighs_nothing_contributes_nothing_and_cannot_be_moved(
    tmp_path: Path,
) -> None:
    model = grouped(tmp_path, burden=0, cost=0, noise=0, equity=2)
    assert answer(model, "contribution(charge, burden)").value == 0
    assert why(model, "stable(burden)") == "stable(burden): nothing within burden weighs anything"
    assert outcome(model, "stable(cost)") == "fails"


def test_what_has_all_the_weight_cannot_be_moved(tmp_path: Path) -> None:
    model = grouped(tmp_path, burden=2, cost=3, noise=0, equity=0)
    reason = "has all the weight, so nothing else could take any of it"
    assert why(model, "stable(burden)") == f"stable(burden): burden {reason}"
    assert why(model, "stable(cost)") == f"stable(cost): cost {reason}"
    assert outcome(model, "stable(equity)") == "fails"
    assert outcome(model, "stable(noise)") == "holds"


def test_the_stability_of_a_shared_lead_is_unclear() -> None:
    assert why(TIED, UNCLEAR) == "stable(c0): 3 options share the lead"


def test_who_gets_level_only_where_a_weight_is_all_does_not_end_stability() -> None:
    model = model_of(simplices.table("50 60\n50 20"))
    assert outcome(model, "stable(c0)") == "holds"
    assert outcome(model_of(simplices.table("50 60\n51 20")), "stable(c0)") == "fails"


def test_an_option_alone_is_first_under_all_weights() -> None:
    model = model_of(simplices.table("0 50"))
    text = "best(a) and possible(a) and necessary(a) and acceptability(a, 1) == 1 and stable(c0)"
    assert outcome(model, text) == "holds"


def test_what_ends_stability_first_is_told(mexico: Model) -> None:
    assert answer(mexico, "stable(burden)").detail == (
        "retrenchment would lead if burden weighed more than 46.7 % of all (now 34.6 %)"
    )
    assert answer(mexico, "stable(crime)") == Answer("yes or no", True)
    model = model_of(simplices.table("90 20\n50 50\n50 50"))
    assert answer(model, "stable(c0)").detail == (
        "b and c would lead if c0 weighed less than 42.9 % of all (now 50.0 %)"
    )


# What holds for some weights, and for all


def test_an_option_that_can_only_share_the_lead_is_possible() -> None:
    model = model_of(simplices.table("100 0\n0 100\n50 50\n50 49"))
    assert outcome(model, "possible(c)") == "holds"
    assert outcome(model, "acceptability(c, 1) == 0") == "holds"
    assert outcome(model, "possible(d)") == "fails"
    behind = model_of(simplices.table("100 0 0\n0 100 0\n60 60 50\n60 60 0"))
    assert outcome(behind, "possible(d) and acceptability(d, 1) == 0") == "holds"


def test_an_option_that_leads_on_no_single_criterion_may_be_possible() -> None:
    rows = "100 0 0\n0 100 0\n0 0 100\n60 60 0\n55 55 30\n55 55 20"
    model = model_of(simplices.table(rows))
    assert outcome(model, "best(e) and possible(e) and possible(d)") == "holds"
    assert outcome(model, "possible(f)") == "fails"


def test_equal_options_are_both_necessary() -> None:
    model = model_of(simplices.table("5 7\n5 7\n5 6"))
    assert outcome(model, "necessary(a) and necessary(b) and not necessary(c)") == "holds"


def test_of_a_very_large_model_what_is_possible_is_said_where_it_shows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The fourth leads under the weights stated, the fifth is behind it on all criteria."""
    monkeypatch.setattr(everywhere, "MOST_COMPARED", 4**2 * 3)
    rows = "100 0 0\n0 100 0\n0 0 100\n60 60 50\n59 59 49\n58 61 48"
    model = model_of(simplices.table(rows))
    assert outcome(model, "possible(a) and possible(d) and not possible(e)") == "holds"
    reason = "the model is too large to look for the weights that would do it"
    assert why(model, "possible(f)") == f"possible(f): {reason}"
    assert outcome(model, "necessary(f)") == "fails"
    few = model_of(simplices.table("100 0 0\n0 100 0\n0 0 100\n49 49 1"))
    assert outcome(few, "possible(d)") == "fails"


# Estimated shares


def estimated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the shares estimated, from few draws."""
    monkeypatch.setattr(robust, "FLATS", 1)
    monkeypatch.setattr(robust, "DRAWS", 160)


HALVES = model_of(simplices.table("100 0\n0 100"))


def test_an_estimated_share_leaves_a_limit_unclear_that_is_too_near(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    estimated(monkeypatch)
    share = answer(HALVES, "acceptability(a, 1)")
    assert isinstance(share.value, Fraction)
    assert share.error
    within = "it may hold or fail within the error of the share"
    for sign in ("==", "!=", "<", "<=", ">", ">="):
        text = f"acceptability(a, 1) {sign} 50%"
        assert why(HALVES, text) == f"{text}: {within}"
    text = "acceptability(a, 1) > acceptability(b, 1)"
    assert why(HALVES, text) == f"{text}: {within}"
    assert (
        outcome(HALVES, "20% < acceptability(a, 1) < 80% and acceptability(a, 1) != 1") == "holds"
    )
    assert outcome(HALVES, "acceptability(a, 1) == 5% or acceptability(a, 1) > 95%") == "fails"


@pytest.mark.parametrize(
    ("sign", "below", "at_low", "within", "at_high", "above"),
    [
        ("<", "fails", "fails", "unclear", "unclear", "holds"),
        ("<=", "fails", "unclear", "unclear", "holds", "holds"),
        (">", "holds", "unclear", "unclear", "fails", "fails"),
        (">=", "holds", "holds", "unclear", "unclear", "fails"),
        ("==", "fails", "unclear", "unclear", "unclear", "fails"),
        ("!=", "holds", "unclear", "unclear", "unclear", "holds"),
    ],
)
def test_a_limit_at_the_end_of_the_interval_is_within_it(
    monkeypatch: pytest.MonkeyPatch,
    sign: str,
    below: str,
    at_low: str,
    within: str,
    at_high: str,
    above: str,
) -> None:
    """The share is from 0.4 to 0.6."""
    share = Answer("share", Fraction(1, 2), Fraction(1, 10))
    monkeypatch.setattr(everywhere.Everywhere, "_acceptability", lambda *_: share)
    found = [
        outcome(HALVES, f"acceptability(a, 1) {sign} {limit}")
        for limit in (0.39, 0.4, 0.5, 0.6, 0.61)
    ]
    assert found == [below, at_low, within, at_high, above]
    flipped = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(sign, sign)
    assert found == [
        outcome(HALVES, f"{limit} {flipped} acceptability(a, 1)")
        for limit in (0.39, 0.4, 0.5, 0.6, 0.61)
    ]


def test_a_share_is_never_below_0_or_above_1(monkeypatch: pytest.MonkeyPatch) -> None:
    share = Answer("share", Fraction(1, 100), Fraction(1, 50))
    monkeypatch.setattr(everywhere.Everywhere, "_acceptability", lambda *_: share)
    assert outcome(HALVES, "acceptability(a, 1) >= 0") == "holds"
    assert outcome(HALVES, "acceptability(a, 1) > 0") == "unclear"
    share = share._replace(value=Fraction(99, 100))
    monkeypatch.setattr(everywhere.Everywhere, "_acceptability", lambda *_: share)
    assert outcome(HALVES, "acceptability(a, 1) <= 1") == "holds"
    assert outcome(HALVES, "acceptability(a, 1) < 1") == "unclear"


def test_what_cannot_be_is_certain_among_estimates(monkeypatch: pytest.MonkeyPatch) -> None:
    estimated(monkeypatch)
    model = model_of(simplices.table("100 0\n0 100\n40 40"))
    assert outcome(model, "acceptability(c, 1) == 0") == "holds"


def test_a_share_that_is_known_to_40_digits_has_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robust, "FLATS_IN_FRACTIONS", 0)
    model = model_of(simplices.table("100 0\n0 100\n0 0"))
    share = answer(model, "acceptability(a, 1)")
    assert share.error == Fraction(1, 10**40)
    assert outcome(model, "acceptability(a, 1) == 50%") == "unclear"
    assert outcome(model, "49.999% < acceptability(a, 1) < 50.001%") == "holds"
    assert outcome(model, "acceptability(c, last) == 1 and acceptability(c, 1) == 0") == "holds"


def test_beyond_the_ranks_that_are_counted_a_share_is_unclear(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    estimated(monkeypatch)
    model = model_of([(Fraction(n), Fraction(50 - n)) for n in range(41)])
    reason = "shares are estimated here, of the first 40 ranks only"
    for text in ("acceptability(a, 41) > 5%", "acceptability(a, 41) < acceptability(a, 1)"):
        assert why(model, text) == f"acceptability(a, 41): {reason}"
    assert why(model, "5% < acceptability(a, last)") == f"acceptability(a, 41): {reason}"
    assert answer(model, "acceptability(a, 40)").value is not None


# Three values: T and F are what they are, U is the stability of a shared lead

VALUES = {"T": "tied(a, b)", "F": "best(a)", "U": UNCLEAR}
OUTCOMES = {"holds": "T", "fails": "F", "unclear": "U"}


def logic(text: str) -> str:
    """Return what comes of a text in which T, F and U stand for expectations."""
    return OUTCOMES[outcome(TIED, "".join(VALUES.get(char, char) for char in text))]


@pytest.mark.parametrize(
    ("word", "table"),
    [
        ("and", {"TT": "T", "TU": "U", "TF": "F", "UU": "U", "UF": "F", "FF": "F"}),
        ("or", {"TT": "T", "TU": "T", "TF": "T", "UU": "U", "UF": "U", "FF": "F"}),
    ],
)
def test_and_and_or_are_those_of_kleene(word: str, table: dict[str, str]) -> None:
    for pair, result in table.items():
        one, other = pair[0], pair[1]
        assert logic(f"{one} {word} {other}") == result
        assert logic(f"{other} {word} {one}") == result
        assert logic(f"{other} {word} {one} {word} {other}") == result


def test_not_turns_round_what_is_clear() -> None:
    assert [logic(f"not {value}") for value in "TUF"] == ["F", "U", "T"]
    assert [logic(f"not not {value}") for value in "TUF"] == ["T", "U", "F"]


logical = st.recursive(
    st.sampled_from("TFU"),
    lambda inner: st.one_of(
        inner.map("not ({})".format),
        st.lists(inner, min_size=2, max_size=3).map(
            lambda parts: " and ".join(f"({p})" for p in parts)
        ),
        st.lists(inner, min_size=2, max_size=3).map(
            lambda parts: " or ".join(f"({p})" for p in parts)
        ),
    ),
    max_leaves=8,
)


@often
@given(logical)
def test_what_is_clear_stays_so_whatever_the_unclear_turns_out_to_be(text: str) -> None:
    found = logic(text)
    words = {"T": "True", "F": "False"}
    for values in product("TF", repeat=text.count("U")):
        filled = text
        for value in values:
            filled = filled.replace("U", value, 1)
        pieces = "".join(words.get(char, char) for char in filled)
        assert found in ("U", "T" if eval(pieces) else "F")


def test_only_reasons_that_matter_are_told_and_each_once() -> None:
    c0, c1 = (f"stable({name}): 3 options share the lead" for name in ("c0", "c1"))
    assert why(TIED, "stable(c0) and not stable(c1) and stable(c0)") == f"{c0}; {c1}"
    assert why(TIED, "(stable(c0) and best(a)) or stable(c1)") == c1
    assert why(TIED, "stable(c0) or (stable(c1) or tied(a, b)) and stable(c0)") == c0
    assert judged(TIED, "stable(c0) or tied(a, b)")[0].reason == ""


def test_a_chain_fails_if_one_of_its_comparisons_does(monkeypatch: pytest.MonkeyPatch) -> None:
    estimated(monkeypatch)
    share = "acceptability(a, 1)"
    assert outcome(HALVES, f"99% < {share} < 50%") == "fails"
    assert outcome(HALVES, f"50% < {share} < 1%") == "fails"
    assert outcome(HALVES, f"1% < {share} < 50%") == "unclear"


# Nothing is worked out twice, or without need


def count(monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str) -> list[str]:
    """Return a list that gets an entry each time that a function of a module is called."""
    calls: list[str] = []
    function: Callable[..., object] = getattr(module, name)

    def counted(*arguments: object) -> object:
        calls.append(name)
        return function(*arguments)

    monkeypatch.setattr(module, name, counted)
    return calls


def test_one_answer_serves_all_expectations_and_weights(
    mexico: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    ranks, lines = (count(monkeypatch, answers, name) for name in ("ranking", "lines"))
    shares = count(monkeypatch, everywhere, "robustness")
    texts = [
        f"best({SP}) and acceptability({SP}, 1) > acceptability({SQ}, 2)",
        f"stable(cost) and stable(burden) and acceptability({RT}, 1) > 5%",
    ]
    found = judge_all(mexico, [Expectation(text, HERE, under=("all",)) for text in texts])
    assert len(found) == 18
    assert len(ranks) == len(lines) == 9
    assert len(shares) == 1


def test_a_linear_program_is_solved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    programs = count(monkeypatch, everywhere, "chance")
    model = model_of(simplices.table("100 0 0\n0 100 0\n0 0 100\n60 60 0\n55 55 20"))
    expectations = [Expectation("possible(d)", HERE, under=("all",))] * 3
    assert {judgement.outcome for judgement in judge_all(model, expectations)} == {"holds"}
    assert len(programs) == 1


def test_shares_of_all_weights_are_not_loaded_unless_asked_for() -> None:
    code = f"""
import sys
from pathlib import Path
from policyscore.load import load
from policyscore.model import Expectation
from policyscore.faults import Place
from policyscore.judging.judgements import judge_all
model = load(Path({str(ROOT)!r})).model
judge_all(model, [Expectation("stable(cost) and rank({SP}) == 1", Place(""))])
print("policyscore.analyses.robust" in sys.modules)
judge_all(model, [Expectation("possible({SP})", Place(""))])
print("policyscore.analyses.robust" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.split() == ["False", "True"]


# Any model, by other means

COMPARED = {"==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
World = dict[str, dict[str, Any]]
Sentence = tuple[str, Callable[[World], bool]]
Term = tuple[str, Callable[[World], Fraction]]


@st.composite
def terms(draw: st.DrawFn, model: Model) -> Term:
    """Draw a number: as text, and what it comes to in a world, which is results by option."""
    option, other = (draw(st.sampled_from(list(model.options))) for _ in range(2))
    node = draw(st.sampled_from([*model.criteria, *model.groups]))
    number = draw(st.sampled_from(("0", "1", "2", "3", "-12.5", "50", "10%")))
    value = Fraction(number.rstrip("%")) / (100 if "%" in number else 1)

    def within(world: World) -> Fraction:
        points = world[option]["contributions"]
        return sum((points[leaf] for leaf in model.leaves(node)), Fraction(0))

    kinds: list[Term] = [
        (number, lambda _: value),
        (f"rank({option})", lambda world: Fraction(world[option]["rank"])),
        ("last", lambda world: Fraction(max(own["rank"] for own in world.values()))),
        (f"score({option})", lambda world: world[option]["score"]),
        (f"margin({option}, {other})", lambda w: w[option]["score"] - w[other]["score"]),
        (f"contribution({option}, {node})", within),
    ]
    return draw(st.sampled_from(kinds))


@st.composite
def facts(draw: st.DrawFn, model: Model) -> Sentence:
    """Draw a comparison, or a call that is a yes or no."""
    option, other = (draw(st.sampled_from(list(model.options))) for _ in range(2))
    if draw(st.booleans()):
        chain: list[Term] = draw(st.lists(terms(model), min_size=2, max_size=3))
        signs = [draw(st.sampled_from(list(COMPARED))) for _ in chain[1:]]
        text = chain[0][0] + "".join(
            f" {s} {t}" for s, (t, _) in zip(signs, chain[1:], strict=True)
        )

        def compared(world: World) -> bool:
            values = [value(world) for _, value in chain]
            return all(COMPARED[s](values[i], values[i + 1]) for i, s in enumerate(signs))

        return text, compared

    def alone(world: World) -> bool:
        return [name for name, own in world.items() if own["rank"] == 1] == [option]

    kinds: list[Sentence] = [
        (f"best({option})", alone),
        (f"tied({option}, {other})", lambda w: w[option]["score"] == w[other]["score"]),
    ]
    return draw(st.sampled_from(kinds))


@st.composite
def sentences(draw: st.DrawFn, model: Model, depth: int = 2) -> Sentence:
    """Draw an expectation as text, and as a function of a world."""
    if not depth or draw(st.booleans()):
        return draw(facts(model))
    if draw(st.integers(0, 2)) == 0:
        text, holds = draw(sentences(model, depth - 1))
        return f"not ({text})", lambda world: not holds(world)
    parts = draw(st.lists(sentences(model, depth - 1), min_size=2, max_size=3))
    word, joined = draw(st.sampled_from((("and", all), ("or", any))))
    text = f" {word} ".join(f"({part})" for part, _ in parts)
    return text, lambda world: bool(joined(holds(world) for _, holds in parts))


@often
@given(st.data())
def test_any_expectation_is_judged_as_another_reading_of_it(data: st.DataObject) -> None:
    model = data.draw(models())
    text, holds = data.draw(sentences(model))
    for judgement in judged(model, text, "all"):
        results = plain.rank(as_files(model), judgement.profile)
        world = {own["option"]: own for own in results}
        assert judgement.outcome == ("holds" if holds(world) else "fails")
        names = {own["option"] for own in results if own["rank"] == 1} | {*judgement.options}
        assert {standing.option for standing in judgement.involved} == names


def rows_of(model: Model) -> list[tuple[Fraction, ...]]:
    """Return the scores of each option by criterion."""
    ranking = rank(model, weigh(tree_of(model), stated(model)))
    return [tuple(ranking.of(option).scores.values()) for option in model.options]


def corners(rows: Sequence[simplices.Row]) -> Iterator[simplices.Row]:
    """Yield weights among which, for each order that there can be, there are some that give it."""
    pieces = [simplices.whole(len(rows[0]))]
    for one in rows:
        for other in rows:
            plane = [x - y for x, y in zip(one, other, strict=True)]
            pieces = [part for piece in pieces for part in simplices.cut(piece, plane)]
    for _, ends in pieces:
        yield from ends


@often
@given(models(most_options=3))
def test_what_all_weights_say_is_what_the_corners_of_each_order_say(model: Model) -> None:
    assume(len(model.criteria) <= 4)
    rows = rows_of(model)
    where = [[simplices.dot(row, corner) for row in rows] for corner in corners(rows)]
    for i, option in enumerate(model.options):
        first = [scores[i] == max(scores) for scores in where]
        assert answer(model, f"possible({option})").value == any(first)
        assert answer(model, f"necessary({option})").value == all(first)
        shares, _ = simplices.region(rows, i)
        for number, share in enumerate(shares, start=1):
            assert answer(model, f"acceptability({option}, {number})").value == share


@often
@given(models())
def test_a_weight_is_stable_if_the_leader_stays_first_from_nothing_to_all(model: Model) -> None:
    tree, weights = tree_of(model), weigh(tree_of(model), stated(model))
    leaders = rank(model, weights).leaders
    for node in (*model.criteria, *model.groups):
        idle = node in tree and not any(weights.local[child] for child in tree[node])
        found = answer(model, f"stable({node})")
        if len(leaders) > 1 or weights.shares[node] == 1 or idle:
            assert found.value is None
            continue
        ends = [with_shares(tree, weights, {node: Fraction(end)}) for end in (0, 1)]
        firsts = [rank(model, moved).of(leaders[0].option).rank == 1 for moved in ends]
        assert found.value == all(firsts)
