"""The whole report: what its first screen claims, its evidence, its sliders' numbers, its bytes."""

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from policyscore import __version__
from policyscore.analyses.agreement import agreement, chosen, views
from policyscore.analyses.allowed import Said
from policyscore.analyses.robust import Share
from policyscore.book import Book
from policyscore.cli.asking import Wanted, asked
from policyscore.load import load
from policyscore.model import Model
from policyscore.render import render
from policyscore.report import Column, Link, Links, Report, Row, Sheet, Table
from policyscore.reports.assessed import assessed
from policyscore.reports.compared import Compared
from policyscore.reports.sensitive import sensitive
from policyscore.reports.short import facts
from policyscore.reports.whole import Whole, whole_report
from policyscore.reports.wording import ROUNDED
from policyscore.scoring import Ranking, rank, ranking
from policyscore.shown import escaped, one_line, plain
from policyscore.weights import stated, tree_of, weigh, with_shares
from tests.conftest import ROOT, run, write_files
from tests.models import laid
from tests.nasty import texts
from tests.pages import Element, faults, read
from tests.reporting import call, ranked
from tests.strategies import models, steady

Golden = Callable[[str, str], None]
F = Fraction

CLOCK = "SOURCE_DATE_EPOCH"
FIRST = ("Lead", "How firm", "What would change it", "Over all weights")


@pytest.fixture(autouse=True)
def _without_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CLOCK, raising=False)


def report(folder: Path, name: str = "html") -> str:
    """Return what `report` prints of a model in a format."""
    done = call("report", str(folder), "-f", name, "-q")
    assert (done.code, done.err) == (0, "")
    return done.out


def page_of(folder: Path) -> Element:
    """Return the page of a model, without a fault."""
    page = report(folder)
    assert faults(page) == []
    return read(page)


@pytest.fixture(scope="module")
def text() -> str:
    """Return the page of the built-in model as it is written."""
    return report(ROOT)


@pytest.fixture(scope="module")
def page(text: str) -> Element:
    """Return the page of the built-in model as it is read."""
    assert faults(text) == []
    return read(text)


@pytest.fixture
def small(folder: Path) -> Element:
    """Return the page of the model in the test's own docstring."""
    return page_of(folder)


def first_screen(page: Element) -> dict[str, tuple[str, str]]:
    """Return the facts of a page: by label the figure and the sentence."""
    found = [fact.all("dt", "strong", "span") for fact in page.one("dl", of="facts").elements]
    return {label.text: (figure.text, sentence.text) for label, figure, sentence in found}


def answer(page: Element) -> str:
    """Return the sentence that a reader came for."""
    return page.one("p", of="answer").text


def number(text: str) -> Fraction:
    """Return the first number of a text."""
    found = re.search(r"−?\d+(?:\.\d+)?", text)
    assert found, text
    return F(found[0].replace("−", "-"))


def near(text: str, exact: Fraction) -> bool:
    """Tell whether a figure of one decimal is what an exact number rounds to."""
    return abs(number(text) - exact) <= F(1, 20)


def json_of(*command: str) -> Any:  # noqa: ANN401 - JSON
    """Return the JSON that a command prints of the built-in model."""
    return json.loads(call(*command, str(ROOT), "-f", "json", "-q").out)


def data_of(page: Element) -> Any:  # noqa: ANN401 - JSON
    """Return the numbers behind the sliders."""
    return json.loads(page.by_id("bench-data").text)


def section(page: Element, anchor: str) -> list[Element]:
    """Return what stands between the heading of that name and the next one of its kind."""
    main = page.one("main").elements
    start = next(i for i, e in enumerate(main) if e.get("id") == anchor)
    ends = (i for i, e in enumerate(main) if i > start and e.tag == "h2")
    return main[start + 1 : next(ends, len(main))]


def told(page: Element, anchor: str) -> list[str]:
    """Return the paragraphs of a section that stand outside its tables and pictures."""
    return [e.text for e in section(page, anchor) if e.tag == "p"]


def at(model: Model, node: str, share: Fraction) -> Ranking:
    """Return the ranking with one weight held at a share and all others in proportion."""
    weights = weigh(tree_of(model), stated(model))
    return rank(model, with_shares(tree_of(model), weights, {node: share}))


def stays(model: Model, node: str, share: Fraction) -> bool:
    """Tell whether the option that leads by the model's weights is first at a share of a node."""
    return at(model, node, share).of(ranking(model).standings[0].option).rank == 1


def crossing(model: Model, node: str, end: Fraction) -> Fraction:
    """Return how far a weight can go to an end while the leader stays first, by bisection."""
    inside, outside = ranking(model).weights.shares[node], end
    if stays(model, node, end):
        return end
    for _ in range(36):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if stays(model, node, middle) else (inside, middle)
    return inside


def whole_of(model: Model, draws: str = "160", warnings: Sequence[str] = ()) -> Report:
    """Return the whole report of a model, with few draws."""
    found = ranked(model)._replace(warnings=warnings)
    wanted = Wanted("criteria", None, Said((), (), ()), False, draws, "0", False)
    compared = views(model, chosen(model, ()))
    whole = Whole(
        found,
        sensitive(found),
        assessed(found, *asked(found, wanted)),
        Compared(model, compared, agreement(compared), verbose=False),
        (("Made by", "a test"),),
    )
    return whole_report(model, lambda: whole, lambda: Book("", (2026, 1, 2), ()))


# The whole


def test_the_whole_report_of_the_built_in_model(golden: Golden) -> None:
    done = call("report", str(ROOT), "--format", "markdown", "-o", "-")
    assert (done.code, done.err) == (0, "")
    golden(done.out.replace(f"policyscore {__version__} ", "policyscore VERSION "), "html/whole.md")


def test_the_report_of_the_starter_is_a_sound_page() -> None:
    page = page_of(ROOT / "src" / "policyscore" / "starter")
    assert tuple(first_screen(page)) == FIRST


@settings(steady, max_examples=15)
@given(models())
def test_every_model_has_a_sound_page_and_the_ranking_in_it(model: Model) -> None:
    report = whole_of(model)
    page = render(report, "html")
    rows = read(page).all("table")[0].one("tbody").elements

    assert faults(page) == []
    assert [row.one("th").text for row in rows] == [
        model.options[standing.option].name for standing in ranking(model).standings
    ]
    for name in ("text", "markdown", "latex"):
        assert "Ranking" in render(report, name)


def test_the_report_has_no_data_but_that_of_its_commands(mexico: Model) -> None:
    report = whole_of(mexico)
    assert (report.data(), report.sheet().columns, report.sheet().rows) == ({}, (), ())
    assert report.book is not None
    assert report.book().title == ""


def test_rounding_is_told_once_and_at_the_end(page: Element) -> None:
    assert page.text.count(ROUNDED) == 1
    assert told(page, "about")[-1] == f"Rounding: {ROUNDED}"


def test_sections_stand_in_the_order_of_a_readers_questions(page: Element) -> None:
    assert [(h.get("id"), h.text) for h in page.all("h2") if h.get("id")] == [
        ("weigh", "Try other weights"),
        ("why", "Why"),
        ("firmness", "How firmly it stands"),
        ("others", "Under other profiles of weights"),
        ("scorecard", "Scorecard, without weights"),
        ("weights", "Weights and why"),
        ("evidence", "Evidence"),
        ("sources", "Sources"),
        ("about", "About this report"),
    ]


def test_lines_are_drawn_of_the_two_weights_that_tip_first(page: Element, mexico: Model) -> None:
    shares = ranking(mexico).weights.shares

    def way(node: str) -> Fraction:
        inside = (crossing(mexico, node, F(end)) for end in (0, 1))
        return min((abs(x - shares[node]) for x in inside if x not in (0, 1)), default=F(1))

    # The two groups at the top mirror each other: what one gains the other loses.
    first, other, second = sorted((*mexico.criteria, *mexico.groups), key=way)[:3]
    assert {first, other} == set(mexico.roots)
    drawn = [e.get("id") for e in page.all("figure") if e.get("id").startswith("weight-")]
    assert drawn[1:] == [f"weight-{second}"]
    assert drawn[0] in (f"weight-{first}", f"weight-{other}")


# The first screen


def test_the_first_screen_answers_the_question(page: Element, mexico: Model) -> None:
    main = page.one("main").elements[:4]
    assert [(e.tag, *e.classes) for e in main] == [
        ("p",),
        ("p", "answer"),
        ("dl", "facts"),
        ("div", "scroll"),
    ]
    assert main[0].text == (
        f"{one_line(mexico.decision.question)} Decided by: {one_line(mexico.decision.owner)}."
    )
    assert tuple(first_screen(page)) == FIRST


def test_the_lead_is_the_distance_of_the_first_two_scores(page: Element, mexico: Model) -> None:
    figure, sentence = first_screen(page)["Lead"]
    first, second = ranking(mexico).standings[:2]

    assert near(figure, first.score - second.score)
    assert figure.endswith(" points")
    found = re.fullmatch(
        r"Strategic partnership scores (\S+) of 100, Status quo (\S+)\. "
        r"Below (\S+) points it would be too close to call\.",
        sentence,
    )
    assert found
    exact = (first.score, second.score, mexico.decision.indifference)
    assert all(near(told, value) for told, value in zip(found.groups(), exact, strict=True))
    assert near(answer(page).split(":")[1], first.score)


def test_the_ranking_is_that_of_rank(page: Element) -> None:
    rows = page.all("table")[0].one("tbody").elements
    options = json_of("rank")["options"]
    assert len(rows) == len(options) == 3
    for row, option in zip(rows, options, strict=True):
        place, score, reach, lead, against = (c.text for c in row.all("td", of="num"))
        assert (place, row.one("th").text) == (str(option["rank"]), option["name"])
        assert near(score, F(option["score"]))
        assert lead == "·" if option["lead"] is None else near(lead, F(option["lead"]))
        assert against == "·" or near(against, F(option["against_baseline"]))
        low, high = map(int, reach.split("–"))
        assert low <= option["low"] < low + 1
        assert high - 1 < option["high"] <= high


def test_what_would_change_it_is_the_nearest_tipping_point(page: Element, mexico: Model) -> None:
    figure, sentence = first_screen(page)["What would change it"]
    shares = ranking(mexico).weights.shares
    ends = {
        (node, end): crossing(mexico, node, F(end))
        for node in (*mexico.criteria, *mexico.groups)
        for end in (0, 1)
    }
    within = {key: x for key, x in ends.items() if abs(x - key[1]) > F(1, 10**9)}
    node, end = min(within, key=lambda key: (round(abs(within[key] - shares[key[0]]), 9), -key[1]))
    name = mexico.node(node).name
    beyond = at(mexico, node, within[node, end] + F(1, 1000)).standings[0].option
    found = re.fullmatch(
        rf"It holds while {name} weighs less than (\S+) % \(now (\S+) %\); "
        rf"above that {mexico.options[beyond].name} leads\.",
        sentence,
    )

    assert found
    tipping, now = found.groups()
    assert figure == f"{name} above {tipping} %"
    assert near(tipping, 100 * within[node, end])
    assert near(now, 100 * shares[node])


def can_end(model: Model) -> list[tuple[Fraction, str, str]]:
    """Return the margin, the option and the criterion of cells whose range holds another leader."""
    leader = ranking(model).standings[0].option
    found = []
    for option in model.options.values():
        for name, cell in option.performance.items():
            margins = []
            for end in (cell.low, cell.high):
                moved = option._replace(
                    performance={**option.performance, name: cell._replace(value=end)}
                )
                standings = ranking(
                    model._replace(options={**model.options, option.id: moved})
                ).standings
                others = max(s.score for s in standings if s.option != leader)
                own = next(s.score for s in standings if s.option == leader)
                margins.append(own - others)
            if min(margins) < 0:
                found.append((min(margins), option.id, name))
    return sorted(found)


TWO = """
    --- criteria/c.yaml
    name: Cost
    weight: 3
    scale: {worst: 10, best: 0}
    --- criteria/d.yaml
    name: Days
    weight: 1
    scale: {worst: 0, best: 10}
    --- options/a.yaml
    name: A
    performance: {c: CELL, d: 2}
    --- options/b.yaml
    name: B
    performance: {c: 4, d: OTHER}
"""


@pytest.mark.parametrize(
    ("cell", "other", "told"),
    [
        ("2", "4", ""),
        # A is ahead by 10 points and level with B where its cost is 2 + 10 / 7.5.
        ("{value: 2, low: 0, high: 3.3}", "4", ""),
        ("{value: 2, low: 0, high: 3.4}", "4", "A on Cost."),
        ("2", "{value: 4, low: 0, high: 9}", "B on Days."),
        (
            "{value: 2, low: 0, high: 3.4}",
            "{value: 4, low: 0, high: 9}",
            "B on Days, and so can 1 more.",
        ),
        (
            "{value: 2, low: 0, high: 6}",
            "{value: 4, low: 0, high: 9}",
            "A on Cost, and so can 1 more.",
        ),
    ],
)
def test_a_performance_that_ends_the_lead_within_its_range_is_told(
    cell: str, other: str, told: str, tmp_path: Path
) -> None:
    folder = write_files(tmp_path, TWO.replace("CELL", cell).replace("OTHER", other))
    figure, sentence = first_screen(page_of(folder))["What would change it"]
    model = load(folder).model
    found = can_end(model)

    # A leads by 20 on Cost, B by 20 on Days: level where each weighs half.
    tip = "It holds while Days weighs less than 50.0 % (now 25.0 %); above that B leads."
    assert figure == "Days above 50.0 %"
    assert (
        sentence == f"{tip} A performance can end it within its range: {told}"
        if told
        else sentence == tip
    )
    assert len(found) == bool(told) + ("1 more" in told)
    if found:
        _, option, name = found[0]
        assert told.startswith(f"{model.options[option].name} on {model.criteria[name].name}")


def test_where_no_weight_can_change_it_a_performance_may(tmp_path: Path) -> None:
    better = TWO.replace("CELL", "{value: 2, low: 0, high: 9}").replace("OTHER", "2")
    figure, sentence = first_screen(page_of(write_files(tmp_path, better)))["What would change it"]

    assert figure == "a performance"
    assert sentence == (
        "No single weight can put another option ahead, whatever it is. "
        "A performance can end it within its range: A on Cost."
    )


def test_how_firm_it_is_are_the_checks_of_robustness(page: Element) -> None:
    figure, sentence = first_screen(page)["How firm"]
    found = json_of("robustness")
    failed = [check for check in found["checks"] if not check["holds"]]

    assert figure == found["verdict"] == "fragile"
    assert sentence.startswith(f"{len(failed)} of {len(found['checks'])} checks do not hold: ")
    rows = next(t for t in page.all("table") if t.text.startswith("\nThe checks")).one("tbody")
    assert [row.elements[-1].text for row in rows.elements] == [
        "yes" if check["holds"] else "NO" for check in found["checks"]
    ]


def test_over_all_weights_is_the_part_in_which_it_leads(page: Element, mexico: Model) -> None:
    figure, sentence = first_screen(page)["Over all weights"]
    found = re.fullmatch(
        r"Strategic partnership leads in (\S+) % of all weightings of the 9 criteria "
        r"and in (\S+) % of all weightings of the 2 groups at the top level \(exact\)\.",
        sentence,
    )
    assert found
    criteria, groups = found.groups()
    (exact,) = (
        check["found"]
        for check in json_of("robustness")["checks"]
        if (check["kind"], check["of"]) == ("weights", "criteria")
    )

    assert near(criteria, 100 * F(exact))
    # Two groups share all weight: it leads until the second one weighs too much.
    assert near(groups, 100 * crossing(mexico, "burden", F(1)))
    assert figure == f"{groups} to {criteria} %"


def test_a_single_option_is_told_without_facts_reasons_and_sliders(small: Element) -> None:
    """
    --- criteria/c.yaml
    name: Cost
    weight: 1
    scale: {worst: 10, best: 0}
    --- options/a.yaml
    name: Alone
    performance: {c: 4}
    """
    assert answer(small) == "Alone is the only option; it scores 60.0."
    assert small.all("dl", "script", "noscript", "section") == []
    assert [h.get("id") for h in small.all("h2") if h.get("id")] == [
        "scorecard",
        "weights",
        "evidence",
        "about",
    ]
    assert "script-src 'none'" in small.all("meta")[1].get("content")


def test_a_single_criterion_and_no_ranges_leave_little_to_move(small: Element) -> None:
    """
    --- criteria/c.yaml
    name: Cost
    weight: 1
    scale: {worst: 10, best: 0}
    --- options/a.yaml
    name: A
    performance: {c: 4}
    --- options/b.yaml
    name: B
    performance: {c: 6}
    """
    assert first_screen(small) == {
        "Lead": (
            "20.0 points",
            "A scores 60.0 of 100, B 40.0. Below 2.0 points it would be too close to call.",
        ),
        "How firm": (
            "firm in weights only",
            "All 3 checks hold; no performance has a range, so none was tried.",
        ),
        "What would change it": (
            "no single weight",
            "No single weight can put another option ahead, whatever it is.",
        ),
        "Over all weights": (
            "100 %",
            "A leads in 100 % of all weightings of the 1 criterion (exact).",
        ),
    }
    assert all("disabled" in e.attributes for e in small.one("div", of="weights").all("input"))


def test_a_lead_within_ranges_is_firm_where_all_checks_hold(small: Element) -> None:
    """
    --- criteria/c.yaml
    name: Cost
    weight: 1
    scale: {worst: 10, best: 0}
    --- options/a.yaml
    name: A
    performance: {c: {value: 1, low: 0, high: 2}}
    --- options/b.yaml
    name: B
    performance: {c: 9}
    """
    assert first_screen(small)["How firm"] == ("firm", "All 6 checks hold.")


def test_a_tie_is_told_as_one_and_by_whom_it_is_shared(small: Element) -> None:
    """
    --- criteria/c.yaml
    name: Cost
    weight: 1
    scale: {worst: 10, best: 0}
    --- criteria/d.yaml
    name: Days
    weight: 3
    scale: {worst: 0, best: 10}
    --- options/a.yaml
    name: A
    performance: {c: 4, d: 3}
    --- options/b.yaml
    name: B
    performance: {c: 1, d: 2}
    --- options/z.yaml
    name: Z
    performance: {c: 10, d: 2}
    """
    assert answer(small).startswith("A and B share the highest score under these weights: 37.5.")
    assert first_screen(small) == {
        "Lead": (
            "a tie",
            "A and B are level; a small change of weights or performances can part them.",
        ),
        "How firm": ("a tie", "A small change of weights or performances can part it."),
        "What would change it": ("anything", "A small change parts those who lead."),
        "Over all weights": (
            "25.0 to 75.0 %",
            "A leads in 25.0 % of all weightings of the 2 criteria; "
            "B leads in 75.0 % of all weightings of the 2 criteria (exact).",
        ),
    }
    places = [row.elements[0].text for row in small.all("table")[0].one("tbody").elements]
    assert places == ["1=", "1=", "3"]
    assert data_of(small)["ranks"] == [1, 1, 3]
    assert "What to find out first" not in small.text
    assert "others" not in [h.get("id") for h in small.all("h2")]  # there are no profiles


def test_options_that_score_the_same_everywhere_are_parted_by_no_weights(small: Element) -> None:
    """
    --- criteria/c.yaml
    name: Cost
    weight: 1
    scale: {worst: 10, best: 0}
    --- options/a.yaml
    name: A
    performance: {c: 4}
    --- options/b.yaml
    name: B
    performance: {c: 4}
    --- options/c.yaml
    name: C
    performance: {c: 4}
    --- options/d.yaml
    name: D
    performance: {c: 4}
    """
    found = first_screen(small)
    assert found["Lead"] == (
        "a tie",
        "A, B, C and D are level under any weights, as they score the same on every criterion.",
    )
    assert found["How firm"] == ("a tie", "A small change of a performance can part it.")
    assert found["What would change it"] == (
        "no single weight",
        "No single weight can put another option ahead, whatever it is.",
    )
    assert found["Over all weights"][0] == "100 %"
    assert found["Over all weights"][1].count("leads in 100 %") == 3  # of four, the first ones


def test_a_tie_is_parted_by_weights_if_one_of_it_differs(small: Element) -> None:
    """
    --- criteria/c.yaml
    name: Cost
    weight: 1
    scale: {worst: 10, best: 0}
    --- criteria/d.yaml
    name: Days
    weight: 1
    scale: {worst: 10, best: 0}
    --- options/a.yaml
    name: A
    performance: {c: 4, d: 4}
    --- options/b.yaml
    name: B
    performance: {c: 4, d: 4}
    --- options/c.yaml
    name: C
    performance: {c: 2, d: 6}
    """
    found = first_screen(small)
    assert found["How firm"] == (
        "a tie",
        "A small change of weights or performances can part it.",
    )
    assert found["What would change it"] == ("anything", "A small change parts those who lead.")


def test_a_tie_of_unknown_options_ends_where_a_third_one_takes_over(small: Element) -> None:
    """
    --- policyscore.yaml
    question: Which?
    --- criteria/c.yaml
    name: Cost
    weight: 3
    scale: {worst: 10, best: 0}
    --- criteria/d.yaml
    name: Days
    weight: 1
    scale: {worst: 0, best: 10}
    --- options/a.yaml
    name: A
    performance: {c: unknown, d: unknown}
    --- options/b.yaml
    name: B
    performance: {c: unknown, d: unknown}
    --- options/z.yaml
    name: Z
    performance: {c: 6, d: 7}
    """
    found = first_screen(small)

    assert found["Lead"][1].startswith("A and B are level under any weights")
    # Z scores 40 on Cost and 70 on Days, the others 50: level where Days weighs a third.
    assert found["What would change it"] == (
        "Days above 33.3 %",
        "It holds while Days weighs less than 33.3 % (now 25.0 %); above that Z leads. "
        "A performance can end it within its range: A on Cost, and so can 3 more.",
    )
    assert "Z leads in" not in found["Over all weights"][1]


def test_what_is_unknown_is_told_below_the_facts_and_above_the_sliders(small: Element) -> None:
    """
    --- criteria/c.yaml
    name: Cost
    weight: 3
    scale: {worst: 10, best: 0}
    --- options/a.yaml
    name: A
    performance: {c: unknown}
    --- options/b.yaml
    name: B
    performance: {c: 6}
    """
    told = "Unknown, and taken as the middle of what it may score: A on Cost."
    main = small.one("main").elements

    assert [(e.tag, *e.classes) for e in main[:3]] == [("p", "answer"), ("dl", "facts"), ("p",)]
    assert main[2].text == told
    assert [e.text for e in small.by_id("bench").elements if e.tag == "p"][1] == told
    assert small.text.count(told) == 2


def test_known_performances_leave_nothing_to_say_of_unknown_ones(page: Element) -> None:
    assert "Unknown, and taken as" not in page.text


@pytest.mark.parametrize(("count", "told"), [(1, []), (3, []), (4, ["and 1 more"])])
def test_the_first_screen_tells_the_first_warnings(
    count: int, told: list[str], mexico: Model
) -> None:
    warnings = tuple(f"warning {i}" for i in range(count))
    page = read(render(whole_of(mexico, warnings=warnings), "html"))
    main = page.one("main").elements
    start = next(i for i, e in enumerate(main) if e.tag == "h2")
    end = next(i for i, e in enumerate(main) if e.classes == ["scroll"])

    assert main[start].text == f"{count} warning{'s' * (count > 1)}"
    (listed,) = main[start + 1 : end]
    assert (listed.tag, {e.tag for e in listed.elements}) == ("ul", {"li"})
    assert [e.text for e in listed.elements] == [
        *warnings[:3],
        *(f"{line}: policyscore check" for line in told),
    ]


def test_a_lead_below_the_indifference_is_too_close_to_call(small: Element) -> None:
    """
    --- policyscore.yaml
    indifference: 5
    --- criteria/c.yaml
    name: Cost
    weight: 1
    scale: {worst: 10, best: 0}
    --- criteria/d.yaml
    name: Days
    weight: 1
    scale: {worst: 0, best: 10}
    --- options/a.yaml
    name: A
    performance: {c: 4, d: 3}
    --- options/b.yaml
    name: B
    performance: {c: 3, d: 2.1}
    """
    found = first_screen(small)
    assert "Too close to call: its lead over A is 0.5" in answer(small)
    assert found["Lead"] == (
        "0.5 points",
        "B scores 45.5 of 100, A 45.0. Too close to call: the indifference is 5.0 points.",
    )
    assert found["How firm"] == (
        "fragile",
        "2 of 3 checks do not hold: the lead is below the indifference; "
        "local weights may be off by little.",
    )
    # B is ahead by 10 on Cost and behind by 9 on Days: level where Days weighs 10 of 19.
    assert found["What would change it"][0] == "Days above 52.6 %"
    assert found["Over all weights"][0] == "52.6 %"
    assert data_of(small)["indifference"] == 5


def test_without_an_indifference_no_lead_is_too_close(small: Element) -> None:
    """
    --- policyscore.yaml
    indifference: 0
    --- criteria/c.yaml
    name: Cost
    weight: 1
    scale: {worst: 10, best: 0}
    --- options/a.yaml
    name: A
    performance: {c: 4}
    --- options/b.yaml
    name: B
    performance: {c: 4.001}
    """
    assert first_screen(small)["Lead"] == ("0.01 points", "A scores 60.00 of 100, B 59.99.")


def test_what_was_estimated_never_reads_as_all_or_nothing(mexico: Model) -> None:
    found = ranked(mexico)
    wanted = Wanted("criteria", None, Said((), (), ()), False, "160", "0", False)
    base = assessed(found, *asked(found, wanted))
    leader = found.ranking.standings[0].option

    def over(criteria: Share, groups: Share) -> tuple[str, str]:
        parts = {"criteria": criteria, "groups": groups}
        changed = {
            kind: base.over[kind]._replace(
                ranks={
                    **base.over[kind].ranks,
                    leader: (parts[kind], *base.over[kind].ranks[leader]),
                }
            )
            for kind in base.over
        }
        *_, fact = facts(found, sensitive(found), base._replace(over=changed))
        assert fact.label == "Over all weights"
        return fact.figure, fact.sentence

    error = F(1, 1000)
    figure, sentence = over(Share(F(1), error), Share(F(0), error))
    assert figure == "<0.1 to >99.9 %"
    assert sentence.endswith("(estimated).")
    figure, sentence = over(Share(F(1, 2), error), Share(F(1, 4)))
    assert figure == "25.0 to 50.0 %"
    assert sentence.endswith("(estimated).")
    assert over(Share(F(1, 2), error), Share(F(1, 2)))[0] == "50.0 ± 0.1 %"
    assert over(Share(F(1, 2), error), Share(F(1, 2), error))[0] == "50.0 ± 0.1 %"
    assert over(Share(F(1)), Share(F(0)))[0] == "0 to 100 %"
    assert over(Share(F(99_999, 100_000)), Share(F(1)))[0] == ">99.9 to 100 %"


def test_a_group_that_weighs_nothing_is_there_and_counts_nothing(small: Element) -> None:
    """
    --- criteria/g.yaml
    name: Group
    weight: 0
    --- criteria/c.yaml
    name: Cost
    weight: 1
    scale: {worst: 10, best: 0}
    --- criteria/d.yaml
    name: Days
    within: g
    weight: 2
    scale: {worst: 0, best: 10}
    --- options/a.yaml
    name: A
    performance: {c: 1, d: 3}
    --- options/b.yaml
    name: B
    performance: {c: 3, d: 2}
    """
    data = data_of(small)
    ids = [node[0] for node in data["nodes"]]
    # What is written counts among siblings only: Days is all of a group that weighs nothing.
    assert dict(zip(ids, data["presets"][0][2], strict=True)) == {"c": 1, "g": 0, "d": 2}
    intervals = dict(zip(ids, data["intervals"], strict=True))
    assert [name for name, interval in intervals.items() if interval is None] == ["c"]
    fixed = [
        e.get("data-node")
        for e in small.all("div", of="weight")
        if "disabled" in e.all("input")[0].attributes
    ]
    assert fixed == ["c"]
    assert "the group g has weight 0" in small.one("main").text


def test_the_question_stands_alone_where_nobody_owns_it(small: Element) -> None:
    """
    --- policyscore.yaml
    question: >-
      Which way,
      and when?
    --- criteria/c.yaml
    name: Cost
    weight: 1
    scale: {worst: 10, best: 0}
    --- options/a.yaml
    name: A
    performance: {c: 4}
    """
    assert small.one("main").elements[0].text == "Which way, and when?"
    assert small.one("h1").text == "Policy options"


# The evidence


def cell_text(value: Fraction | None) -> str:
    """Return a performance as a person writes it."""
    return "unknown" if value is None else f"{float(value):.12g}".replace("-", "−")


def test_every_performance_stands_with_its_evidence(page: Element, mexico: Model) -> None:
    tables = {
        e.one("caption").text.split(",")[0]: e
        for block in section(page, "evidence")
        for e in block.all("table")
    }
    assert len(tables) == len(mexico.criteria)
    for name, criterion in mexico.criteria.items():
        rows = tables[criterion.name.split(",")[0]].one("tbody").elements
        order = [s.option for s in ranking(mexico).standings]
        assert [row.one("th").text for row in rows[::2]] == [mexico.options[o].name for o in order]
        for option, row, note in zip(order, rows[::2], rows[1::2], strict=True):
            cell, scale = mexico.options[option].performance[name], criterion.scale
            value, reach, score, confidence, source = (e.text for e in row.all("td"))
            assert cell.value is not None
            assert value == cell_text(cell.value)
            assert reach == f"{cell_text(cell.low)}–{cell_text(cell.high)}"
            exact = 100 * (cell.value - scale.worst) / (scale.best - scale.worst)
            assert near(score, exact)
            assert confidence == cell.confidence
            assert source == "; ".join(map(one_line, cell.sources))
            assert note.text == one_line(cell.rationale)


def test_every_weight_stands_with_its_reason(page: Element, mexico: Model) -> None:
    (table,) = (e for block in section(page, "weights") for e in block.all("table"))
    rows = table.one("tbody").elements
    found = {
        row.one("th").text: (row, note) for row, note in zip(rows[::2], rows[1::2], strict=True)
    }
    shares = ranking(mexico).weights.shares
    assert len(found) == len(shares)
    for name, weight in shares.items():
        row, note = found[mexico.node(name).name]
        assert near(row.all("td")[0].text, 100 * weight)
        told = (mexico.node(name).question, mexico.node(name).rationale)
        assert [p.text for p in note.all("p")] == [one_line(t) for t in told if t]
        depth = 0
        above = mexico.node(name).within
        while above is not None:
            depth, above = depth + 1, mexico.node(above).within
        assert [c for c in row.one("th").classes if c.startswith("deep")] == [f"deep{depth}"] * (
            depth > 0
        )


def test_every_source_leads_to_its_entry_and_that_to_its_address(
    page: Element, mexico: Model
) -> None:
    (table,) = (e for block in section(page, "sources") for e in block.all("table"))
    entries = {row.get("id"): row for row in table.one("tbody").elements}
    sources = mexico.decision.sources or {}
    assert list(entries) == [f"source-{key}" for key in sources]
    for key, source in sources.items():
        row = entries[f"source-{key}"]
        texts = [one_line(source.title), source.date, source.url]
        assert [e.text for e in row.all("td")] == texts
        assert row.one("a").get("href") == source.url
    links = [a for block in section(page, "evidence") for a in block.all("a")]
    assert len(links) == sum(
        len(cell.sources) for o in mexico.options.values() for cell in o.performance.values()
    )
    assert all(a.get("href") == f"#source-{a.text.split()[0]}" for a in links)
    assert told(page, "evidence")[0] == "No performance lacks a source."


def test_the_confidences_of_all_performances_are_counted(page: Element, mexico: Model) -> None:
    cells = [cell for o in mexico.options.values() for cell in o.performance.values()]
    found = re.fullmatch(r"Confidence in the (\d+) performances: (.*)\.", told(page, "evidence")[1])
    assert found
    counts = [part.split(" ", 1) for part in found[2].split(", ")]

    assert int(found[1]) == len(cells) == sum(int(number) for number, _ in counts)
    assert {word: int(number) for number, word in counts} == Counter(c.confidence for c in cells)
    order = [("high", "moderate", "low", "very-low").index(word) for _, word in counts]
    assert order == sorted(order)


def evidence_tables(page: Element) -> list[Element]:
    """Return the tables of the evidence, one for each criterion."""
    return [table for block in section(page, "evidence") for table in block.all("table")]


def test_sources_that_nobody_declares_lead_to_the_addresses_they_are(small: Element) -> None:
    """
    --- criteria/c.yaml
    name: Cost
    weight: 1
    scale: {worst: 10, best: 0}
    source: A book
    --- options/a.yaml
    name: A
    performance:
      c:
        value: 4
        source: ["https://a.example/x?y&z", "HTTP://b.example page 3", "A book, p. 12",
                 "javascript:alert(1)", "see https://c.example"]
    """
    (row,) = evidence_tables(small)[0].one("tbody").elements
    assert [(a.text, a.get("href")) for a in row.all("a")] == [
        ("https://a.example/x?y&z", "https://a.example/x?y&z"),
        ("HTTP://b.example page 3", "HTTP://b.example"),
    ]
    assert "; A book, p. 12; javascript:alert(1); see https://c.example" in row.text
    assert not [h for h in small.all("h2") if h.get("id") == "sources"]
    assert section(small, "weights")[0].all("td")[-1].text == "A book"


def test_a_declared_source_may_have_neither_date_nor_address(small: Element) -> None:
    """
    --- policyscore.yaml
    sources:
      'b"<i>': {title: A book}
    --- criteria/c.yaml
    name: Cost
    weight: 1
    scale: {worst: 10, best: 0}
    --- options/a.yaml
    name: A
    performance: {c: {value: 4, source: 'b"<i> 7'}}
    """
    (entry,) = section(small, "sources")[0].one("tbody").elements
    assert [e.text for e in entry.elements] == ['b"<i>', "A book", "·", "·"]
    link = evidence_tables(small)[0].one("a")
    assert (link.text, link.get("href")) == ('b"<i> 7', '#source-b"<i>')


def test_performances_without_a_source_are_named(small: Element) -> None:
    """
    --- criteria/c.yaml
    name: Cost
    weight: 1
    scale: {worst: 10, best: 0}
    --- criteria/d.yaml
    name: Days
    weight: 1
    scale: {worst: 10, best: 0}
    --- options/a.yaml
    name: A
    performance: {c: 4, d: {value: 3, source: A book}}
    --- options/b.yaml
    name: B
    performance: {c: {value: 5, source: A book}, d: unknown}
    """
    assert told(small, "evidence") == [
        "1 of 4 performances names no source: A: Cost.",
        "Confidence in the 4 performances: 4 not given.",
    ]
    # Nothing stands below a row whose rationale is not given.
    assert "ationale" not in "".join(table.text for table in evidence_tables(small))
    _, days = evidence_tables(small)
    rows = days.one("tbody").elements
    assert [row.elements[0].text for row in rows] == ["A", "B"]
    unknown = next(row for row in rows if row.elements[0].text == "B")
    assert [e.text for e in unknown.elements[1:]] == [
        *("unknown", "0–10", "50.0", "not given", "no source")
    ]
    bare = next(row for row in rows if row.elements[0].text == "A")
    assert bare.elements[2].text == "none"


def test_an_unknown_performance_needs_no_source(small: Element) -> None:
    """
    --- criteria/c.yaml
    name: Cost
    weight: 1
    scale: {worst: 10, best: 0}
    --- options/a.yaml
    name: A
    performance: {c: unknown}
    --- options/b.yaml
    name: B
    performance: {c: {value: 5, source: A book}}
    """
    assert told(small, "evidence") == [
        "No known performance lacks a source.",
        "Confidence in the 2 performances: 2 not given.",
    ]


def test_many_performances_without_a_source_are_counted(tmp_path: Path) -> None:
    for i in range(7):
        laid(
            tmp_path, {f"options/o{i}.yaml": f"name: O{i}\nperformance: {{cost: {i}, equity: 1}}\n"}
        )
    sentence, _ = told(page_of(tmp_path), "evidence")

    assert sentence.startswith(
        "18 of 18 performances name no source: Charge: Cost; Charge: Equity;"
    )
    assert sentence.endswith("; and 6 more.")
    assert sentence.count(": ") == 1 + 12


# The sliders


def written(model: Model, profile: str, node: str) -> Fraction:
    """Return what a node weighs as written, else what its children do; profile "" for none."""
    own = model.node(node).weight
    if profile and node in model.profiles[profile].weights:
        own = model.profiles[profile].weights[node]
    nodes = (*model.criteria, *model.groups)
    children = [written(model, profile, name) for name in nodes if model.node(name).within == node]
    return sum(children, F(0)) if own is None else own


def test_the_sliders_begin_with_the_weights_of_the_model(page: Element, mexico: Model) -> None:
    data, weights = data_of(page), ranking(mexico).weights
    ids = [node[0] for node in data["nodes"]]

    assert sorted(ids) == sorted((*mexico.criteria, *mexico.groups))
    for name, told, within in data["nodes"]:
        assert (told, within) == (mexico.node(name).name, mexico.node(name).within)
        assert within is None or ids.index(within) < ids.index(name)
    assert [preset[0] for preset in data["presets"]] == ["", *mexico.profiles]
    for profile, _, beside in data["presets"]:
        assert beside == [float(written(mexico, profile, name)) for name in ids]
    fields = {e.get("data-node"): e.all("input")[1] for e in page.all("div", of="weight")}
    assert all(near(fields[name].get("value"), 100 * weights.shares[name]) for name in ids)


def test_the_scores_behind_the_sliders_are_those_of_the_ranking(
    page: Element, mexico: Model
) -> None:
    data, standings = data_of(page), ranking(mexico).standings
    assert data["leaves"] == list(mexico.criteria)
    assert data["options"] == [mexico.options[s.option].name for s in standings]
    assert data["scores"] == [[float(s.scores[n]) for n in data["leaves"]] for s in standings]
    assert data["totals"] == [float(s.score) for s in standings]
    assert data["ranks"] == [s.rank for s in standings]
    assert (data["indifference"], data["command"]) == (2, "policyscore rank")


def test_the_bands_end_where_the_leader_changes(page: Element, mexico: Model) -> None:
    data = data_of(page)
    for (name, _, _), interval in zip(data["nodes"], data["intervals"], strict=True):
        ends = [float(crossing(mexico, name, F(end))) for end in (0, 1)]
        assert interval == pytest.approx(ends, abs=1e-9)
        box = next(e for e in page.all("div", of="weight") if e.get("data-node") == name)
        band = box.one("rect")
        start, wide = float(band.get("x")), float(band.get("width"))
        assert (start, start + wide) == pytest.approx([100 * end for end in interval], abs=0.02)


@settings(steady, max_examples=15)
@given(models())
def test_a_slider_can_be_moved_where_the_command_line_can(model: Model) -> None:
    assume(len(model.options) > 1)
    page = read(render(whole_of(model), "html"))
    shares, data = ranking(model).weights.shares, data_of(page)
    intervals = {node[0]: told for node, told in zip(data["nodes"], data["intervals"], strict=True)}
    for box in page.all("div", of="weight"):
        name = box.get("data-node")
        end = F(0) if shares[name] == 1 else F(1)
        try:
            at(model, name, end)
        except ValueError:
            assert "disabled" in box.all("input")[0].attributes
            assert intervals[name] is None
        else:
            assert "disabled" not in box.all("input")[0].attributes
            assert intervals[name][0] <= shares[name] <= intervals[name][1]


# Whose and when


@pytest.mark.parametrize(
    ("seconds", "date"),
    [("0", "1970-01-01"), ("86399", "1970-01-01"), ("86400", "1970-01-02"), ("-1", "1969-12-31")],
)
def test_the_report_is_made_when_the_environment_says(
    seconds: str, date: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CLOCK, seconds)
    assert f"Made on: {date}" in told(page_of(laid(tmp_path)), "about")


@pytest.mark.parametrize("nothing", [None, ""])
def test_nobody_looks_at_the_clock(
    nothing: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if nothing is not None:
        monkeypatch.setenv(CLOCK, nothing)
    assert "Made on" not in report(laid(tmp_path))


@pytest.mark.parametrize("nonsense", ["yesterday", "1.5", "1e9", "9" * 30, "-99999999999999"])
def test_a_time_that_is_none_is_refused(
    nonsense: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CLOCK, nonsense)
    done = call("report", str(laid(tmp_path)), "-f", "html")
    assert (done.code, done.out) == (2, "")
    assert f"{CLOCK} is {nonsense}, which is no number of seconds since 1970" in done.err


def test_what_the_report_is_of_stands_at_its_end(page: Element, mexico: Model) -> None:
    about = told(page, "about")
    assert about[0] == f"Model: {mexico.decision.title}, {mexico.decision.date}"
    assert about[1].startswith(f"Made by: policyscore {__version__} (https://")
    assert about[2] == f"Inputs: SHA-256 {json_of('rank')['model']['inputs']}"


def test_a_model_without_a_title_or_a_date_has_none_at_its_end(tmp_path: Path) -> None:
    assert told(page_of(laid(tmp_path / "a")), "about")[0].startswith("Made by: ")
    titled = laid(tmp_path / "b", {"policyscore.yaml": "title: Towns\n"})
    assert told(page_of(titled), "about")[0] == "Model: Towns"


RANGES = {
    "options/wait.yaml": "{name: W, performance: {cost: {value: 1, low: 0, high: 3}, equity: 3}}",
    "profiles/fair.yaml": "name: Fairness\nweights: {equity: 9}\n",
}
SURROUNDINGS = (
    {"PYTHONHASHSEED": "1", "LC_ALL": "C", "COLUMNS": "20", "TZ": "Asia/Tokyo"},
    {"PYTHONHASHSEED": "2", "LC_ALL": "tr_TR.UTF-8", "USER": "some-user", "HOME": "/some-home"},
)
FILES = {"a.html": "html", "a.md": "markdown", "a.tex": "latex", "a.txt": "text"}


def test_neither_folder_locale_clock_nor_hash_seed_change_a_byte_or_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for i, surroundings in enumerate(SURROUNDINGS):
        folder = laid(tmp_path / f"some-place-{i}" / "model", RANGES)
        outputs = [flag for name in FILES for flag in ("-o", name)]
        done = run("report", *outputs, cwd=folder, **{CLOCK: "72000"}, **surroundings)
        assert (done.code, done.out) == (0, "")
        found.append([(folder / name).read_bytes().decode() for name in FILES])
    monkeypatch.setenv(CLOCK, "72000")
    here = [report(laid(tmp_path / "here", RANGES), name) for name in FILES.values()]

    assert found == [here, here]
    for text in here:
        assert "1970-01-01" in text  # 20:00, which is the next day in Tokyo
        told = [word for word in ("some-place", "some-user", "some-home", "Tokyo") if word in text]
        assert told == []


# Formats and files


def letters(text: str) -> str:
    """Return the letters of a text, which no format changes."""
    return re.sub(r"[^A-Za-z]", "", text)


@pytest.mark.parametrize("name", ["text", "markdown", "latex"])
def test_the_texts_of_the_model_are_in_every_format(name: str, mexico: Model) -> None:
    text = letters(report(ROOT, name))
    cells = [cell for o in mexico.options.values() for cell in o.performance.values()]
    nodes = map(mexico.node, (*mexico.criteria, *mexico.groups))
    wanted = [
        *(cell.rationale for cell in cells),
        *(told for node in nodes for told in (node.name, node.question, node.rationale)),
        *(source.title for source in (mexico.decision.sources or {}).values()),
        mexico.decision.question,
        mexico.decision.title,
    ]
    assert [told for told in wanted if letters(told) not in text] == []


def in_markdown(*links: Link) -> tuple[str, list[Token]]:
    """Return the first cell of a table in Markdown as written, and as a reader parses it."""
    table = Table((Column("a"), Column("b")), (Row((Links(links), "end")),))
    told = render(Report("T", "", lambda: (table,), dict, lambda: Sheet((), ())), "markdown")
    tokens = MarkdownIt("commonmark").enable("table").parse(told)
    cells = [t.children or [] for t in tokens if t.type == "inline"][3:]  # title and heads before
    assert len(cells) == 2
    assert "".join(token.content for token in cells[1]) == "end"
    return told.splitlines()[-1].removeprefix("| ").removesuffix(" | end |"), cells[0]


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example",
        "http://a.example/b_c_d/e*f*~g~",
        "https://a.example/x?y=1&z=(2)#_3_,4;5:6!@'",
        "https://www.a.example/%20+",
    ],
)
def test_an_address_in_markdown_can_be_followed_and_copied(address: str) -> None:
    told, tokens = in_markdown(Link(address, address))
    assert told == f"<{address}>"
    begin, _, end = tokens
    assert (begin.type, begin.attrs["href"]) == ("link_open", address)
    assert end.type == "link_close"


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("study 7", "https://a.example"),
        ("https://a.example page 3", "https://a.example"),
        ("https://a.example", "https://b.example"),
        ("key 2", "#source-key"),
        ("#source-key", "#source-key"),
        ("·", ""),
        ("", ""),
    ],
)
def test_a_text_in_markdown_leads_nowhere_but_to_the_address_it_is(text: str, to: str) -> None:
    told, tokens = in_markdown(Link(text, to))
    assert "<" not in told
    assert {token.type for token in tokens} <= {"text", "text_special"}
    seen = "".join(token.content for token in tokens).replace("\u200b", "")
    assert seen == text


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,x",
        "https://a.example><script>alert(1)</script>",
        "https://a.example|b",
        "https://a.example\\|b",
        "https://a.example b",
        "https://a.example\n\n# b",
        "https://a.example](b)",
        "https://a.example/{{7*7}}`x`$y$",
        "https://a.example/ä",
        "https://a.example/\x1b\u202e",
        "https://",
        "ftp://a.example",
        "mailto:a@b.example",
        "//a.example",
        " https://a.example",
    ],
)
def test_a_hostile_address_in_markdown_is_text(address: str) -> None:
    told, tokens = in_markdown(Link(address, address))
    assert "<" not in told
    assert {token.type for token in tokens} <= {"text", "text_special"}
    seen = "".join(token.content for token in tokens).replace("\u200b", "")
    assert seen == escaped(one_line(address))


@steady
@given(texts)
def test_no_address_breaks_the_table_it_stands_in(text: str) -> None:
    address = f"https://a.example/{text}"
    _, tokens = in_markdown(Link(address, address), Link("x", text))
    links = [token.attrs["href"] for token in tokens if token.type == "link_open"]
    assert {t.type for t in tokens} <= {"text", "text_special", "link_open", "link_close"}
    assert len(links) <= 1
    assert all(str(link).startswith("https://a.example/") for link in links)
    assert "".join(token.content for token in tokens).endswith("; x")


def test_links_stand_side_by_side_in_markdown() -> None:
    told, _ = in_markdown(Link("https://a.example", "https://a.example"), Link("b_c", "#d"))
    assert told == "<https://a.example>; b\\_c"


def test_files_hold_what_stdout_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = laid(tmp_path / "model")
    monkeypatch.chdir(tmp_path)
    outputs = [flag for name in ("-", "a.htm", *FILES) for flag in ("-o", name)]
    done = call("report", str(folder), "-q", "-f", "text", *outputs)

    assert done.code == 0
    assert done.out == report(folder, "text")
    for file, name in {"a.htm": "html", **FILES}.items():
        assert (tmp_path / file).read_text("utf-8") == report(folder, name)


def test_warnings_about_the_model_are_on_the_page_and_on_stderr(tmp_path: Path) -> None:
    done = call("report", str(laid(tmp_path)), "-f", "html")
    assert "4 of 4 performances name no source" in done.err
    assert "4 of 4 performances name no source" in read(done.out).one("main").text


EVERY = "one of html, xlsx, markdown, latex, text"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("", "name a file with -o, such as one that ends in .html or .xlsx"),
        ("-o -", "name a file with -o, such as one that ends in .html or .xlsx"),
        ("-f xlsx", "--format xlsx is nothing for stdout; name a file with -o"),
        ("-f xlsx -o -", "--format xlsx is nothing for stdout; name a file with -o"),
        (
            "-f csv",
            f"--format: csv holds one result, such as that of policyscore rank -f csv; {EVERY}",
        ),
        (
            "-o x.json",
            f"-o x.json: json holds one result, such as that of policyscore rank -f json; {EVERY}",
        ),
        ("-o x.SVG", f"-o x.SVG: svg is for policyscore plot; {EVERY}"),
        (
            "-f sarif -o -",
            f"--format: sarif shows findings, and this command has none; {EVERY}",
        ),
        ("-f htm -o -", "--format: unknown format htm; did you mean html?"),
        (
            "-o x.doc",
            "-o x.doc: no format has that extension; "
            "use .xlsx, .txt, .md, .markdown, .html, .htm, .tex or --format",
        ),
        ("-o x.html -f text", "-o x.html is html, yet --format is text"),
        ("-o none/x.html", "-o none/x.html: the folder none does not exist"),
        ("-o x.tex --color red", "--color: unknown choice red; one of auto, always, never"),
    ],
)
def test_what_cannot_be_written_is_refused_before_any_work(
    arguments: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid(tmp_path / "model", {"criteria/cost.yaml": "this is no criterion"})
    monkeypatch.chdir(tmp_path)
    done = call("report", "model", *arguments.split())

    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines()[0] == f"policyscore: error: {told}"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_faulty_model_has_no_report(tmp_path: Path) -> None:
    folder = laid(tmp_path / "model", {"criteria/cost.yaml": "this is no criterion"})
    done = call("report", str(folder), "-o", str(tmp_path / "x.html"))
    assert (done.code, done.out) == (3, "")
    assert not (tmp_path / "x.html").exists()


def test_a_workbook_is_a_file_of_its_own(tmp_path: Path) -> None:
    done = call("report", str(laid(tmp_path / "model")), "-q", "-o", str(tmp_path / "x.xlsx"))
    assert (done.code, done.out) == (0, "")
    assert (tmp_path / "x.xlsx").read_bytes().startswith(b"PK\x03\x04")


def test_analyses_run_once_for_all_files_with_blocks_and_never_for_a_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = []
    for module, name in (
        ("policyscore.reports.sensitive", "sensitive"),
        ("policyscore.reports.assessed", "assessed"),
        ("policyscore.analyses.agreement", "agreement"),
    ):
        real = getattr(import_module(module), name)

        def noted(*arguments: Any, name: str = name, real: Any = real) -> Any:  # noqa: ANN401
            ran.append(name)
            return real(*arguments)

        monkeypatch.setattr(f"{module}.{name}", noted)
    folder = laid(tmp_path / "model")

    def files(*names: str) -> list[str]:
        ran.clear()
        outputs = [part for name in names for part in ("-o", str(tmp_path / name))]
        assert call("report", str(folder), "-q", *outputs).code == 0
        return ran

    assert files("x.xlsx") == []
    assert files("a.md", "b.html", "c.xlsx", "d.txt") == ["sensitive", "assessed", "agreement"]


def test_a_table_becomes_a_model_that_has_a_report(tmp_path: Path) -> None:
    rows = ("option,Cost,Jobs", "worst,12,0", "best,0,500", "weight,60,40", "A,2,250", "B,9,300")
    (tmp_path / "towns.csv").write_text("\n".join(rows), encoding="utf-8")
    done = call("import", str(tmp_path / "towns.csv"), str(tmp_path / "towns"))

    assert done.code == 0
    assert answer(page_of(tmp_path / "towns")).startswith("A has the highest score")


# Hostile texts


HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(2)</script>",
    "<!--<script>",
    "' onclick='alert(3)",
    '"><svg onload=alert(4)>',
    "]]></style><style>@import 'x'",
    "&lt;b&gt; &#60;i&#62;",
    "javascript:alert(5)",
    "##[error]::error::x",
    "{{7*7}} ${7} \\u003cb\\u003e",
)


def hostile(root: Path, texts: Sequence[str]) -> Path:
    """Write a model with the texts in every place where a text may stand, one after another."""
    turn = count()

    def text() -> str:
        return json.dumps(texts[next(turn) % len(texts)])

    def source() -> str:
        return f"rationale: {text()}, source: [{text()}, {text()}]"

    files = {
        "policyscore.yaml": f"title: {text()}\nquestion: {text()}\nowner: {text()}\n",
        "criteria/g.yaml": f"{{name: {text()}, question: {text()}, {source()}}}",
        "profiles/p.yaml": f"{{name: {text()}, who: {text()}, weights: {{c: 3}}, {source()}}}",
    }
    for name in "cd":
        scale = f"scale: {{worst: 0, best: 10, unit: {text()}}}"
        files[f"criteria/{name}.yaml"] = (
            f"{{name: {text()}, question: {text()}, {source()}, within: g, weight: 1, {scale}}}"
        )
    for i, name in enumerate("abc"):
        cells = [f"c: {{value: {i}, low: 0, high: 8, {source()}}}", f"d: {{value: 4, {source()}}}"]
        files[f"options/{name}.yaml"] = (
            f"{{name: {text()}, summary: {text()}, performance: {{{', '.join(cells)}}}}}"
        )
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    return root


def bones(page: Element) -> list[tuple[str, list[str]]]:
    """Return the elements of a page with the names of their attributes, but how words fold."""
    return [
        (e.tag, sorted(name for name in e.attributes if name != "class"))
        for e in page.walk()
        if e.tag not in ("tspan", "title")
    ]


def test_nothing_of_a_hostile_model_becomes_an_element_or_an_attribute(tmp_path: Path) -> None:
    page = page_of(hostile(tmp_path / "hostile", HOSTILE))
    harmless = page_of(hostile(tmp_path / "harmless", [f"Text {i}" for i in range(len(HOSTILE))]))

    assert bones(page) == bones(harmless)
    assert [text for text in HOSTILE if plain(text) not in page.text] == []
    assert all(a.get("href").startswith("#") for a in page.all("a"))


# Size


def test_the_page_of_the_built_in_model_is_small_enough_to_mail(text: str) -> None:
    assert len(text.encode()) <= 150_000


def large(root: Path, options: int, criteria: int) -> Path:
    """Write a model of many options and criteria in groups, all with ranges, reasons, sources."""
    chance = random.Random(1)
    why = "A sentence of about seventy characters that says why this value is so."
    weights = [f"c{c}: {chance.randint(1, 20)}" for c in range(criteria)]
    files = {
        "policyscore.yaml": "sources: {study: {title: A study, url: 'https://example.org/a'}}\n",
        "profiles/p.yaml": f"name: Profile of others\nweights: {{{', '.join(weights)}}}\n",
    }
    for g in range(5):
        files[f"criteria/g{g}.yaml"] = f"name: Group of a name {g}\nweight: {g + 1}\n"
    for c in range(criteria):
        files[f"criteria/c{c}.yaml"] = (
            f"name: Criterion {c} with a name of some length\nwithin: g{c % 5}\nweight: {c + 1}\n"
            f"rationale: {why}\nscale: {{worst: 0, best: 100, unit: points}}\n"
        )
    for o in range(options):
        values = enumerate(chance.choices(range(10, 90), k=criteria))
        cells = [
            f"  c{c}: {{value: {v}, low: {v - 5}, high: {v + 9}, rationale: {why}, "
            f"source: [study {c}], confidence: low}}\n"
            for c, v in values
        ]
        files[f"options/o{o}.yaml"] = f"name: Option {o}, a plan\nperformance:\n{''.join(cells)}"
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    return root


def test_the_page_of_a_large_model_can_still_be_opened(tmp_path: Path) -> None:
    page = render(whole_of(load(large(tmp_path / "model", 100, 30)).model, "16"), "html")

    assert len(page.encode()) <= 3_000_000
    assert faults(page) == []
    data = data_of(read(page))
    assert (len(data["scores"]), len(data["scores"][0])) == (100, 30)
