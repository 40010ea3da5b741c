"""The page in a real browser: what a reader does to it, and what it makes of that.

Skipped, with the reason, where Playwright or a browser is missing: pip install
'policyscore[browser-tests]' and any Chromium.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction as F
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from policyscore.analyses.tipping import lines, stability
from policyscore.faults import Misuse
from policyscore.figures import points
from policyscore.load import load
from policyscore.model import Model
from policyscore.render import render
from policyscore.report import Column, Report, Row, Sheet, Table
from policyscore.reports.wording import legible_places
from policyscore.scenario import scenario
from policyscore.scoring import Ranking, rank, ranking
from policyscore.weights import Weights
from tests.conftest import run, write_files
from tests.nasty import NASTY, report_of
from tests.programs import first_of, has_to_be_there
from tests.strategies import models, steady
from tests.test_whole import whole_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SWITCHES = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return Chromium, as the system has it; without it the tests are skipped, unless needed."""
    path = first_of("chromium", "chromium-browser", "google-chrome")
    if not has_to_be_there("chromium"):
        pytest.importorskip("playwright", reason="playwright is not installed: browser-tests")
        if shutil.which(path) is None:
            pytest.skip("no Chromium is installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page of the built-in model."""
    path = tmp_path_factory.mktemp("page") / "report.html"
    done = run("report", "-o", str(path))
    assert done.code == 0, done.err
    return path


Opening = Callable[..., Any]


@contextmanager
def opened(browser: Browser, path: Path, fragment: str = "", **how: Any) -> Iterator[Page]:  # noqa: ANN401
    """Open a page without a network; at the end, nothing was logged, refused or asked for."""
    context = browser.new_context(offline=True, **how)
    page = context.new_page()
    told: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("dialog", lambda dialog: told.append(dialog.message))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{path.as_uri()}{fragment}")
    yield page
    assert told == []
    assert {url.partition("#")[0] for url in asked} == {path.as_uri()}
    context.close()


@pytest.fixture
def page(browser: Browser, report: Path) -> Iterator[Page]:
    """Return the page of the built-in model, just opened."""
    with opened(browser, report) as page:
        yield page


DATA = "JSON.parse(document.getElementById('bench-data').textContent)"
NAME = "field => field.closest('[data-node]').dataset.node"


def order(page: Page) -> list[str]:
    """Return the options as the reader's ranking lists them, with rank and score."""
    rows = page.locator("#results tr").all()
    return [" ".join(row.locator("td, th").all_inner_texts()[:3]).replace("\n", "") for row in rows]


def command(page: Page) -> str:
    return str(page.locator("#command").input_value())


def weight(page: Page, name: str) -> str:
    """Return what stands in the number field of a weight."""
    return str(page.locator(f'[data-node="{name}"] [type=number]').input_value())


def write(page: Page, name: str, share: str) -> None:
    """Write a weight into its field, as a reader does."""
    field = page.locator(f'[data-node="{name}"] [type=number]')
    field.fill(share)
    field.press("Enter")
    page.locator("#command").focus()


def rank_lines(*flags: str) -> list[str]:
    """Return rank, option and score as `rank` with the same flags has them."""
    done = run("rank", *flags, "-f", "csv", "-q")
    rows = [line.split(",") for line in done.out.splitlines()[1:]]
    return [f"{row[0]} {row[3]} {points(F(row[4]))}" for row in rows]


# What the page shows when it is opened


def test_the_page_opens_with_the_answer_of_the_model(page: Page) -> None:
    assert order(page) == rank_lines()
    assert "Strategic partnership has the highest score" in page.locator("#state").inner_text()
    assert command(page) == "policyscore rank"
    assert "Checked" in page.locator("#selfcheck").inner_text()


def test_a_page_whose_numbers_were_changed_says_so(
    browser: Browser, report: Path, tmp_path: Path
) -> None:
    text = report.read_text(encoding="utf-8")
    changed = re.sub(r'("scores":\[\[)([\d.]+)', lambda m: f"{m[1]}{float(m[2]) + 1}", text)
    assert changed != text
    (tmp_path / "changed.html").write_text(changed, encoding="utf-8")
    with opened(browser, tmp_path / "changed.html") as page:
        assert "Do not use" in page.locator("#selfcheck.wrong[role=alert]").inner_text()


# What a reader does


def test_a_weight_is_dragged(page: Page) -> None:
    slider = page.locator("#w-burden")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    start = box["x"] + 12 + (box["width"] - 24) * 0.346
    page.mouse.move(start, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 12 + (box["width"] - 24) * 0.6, middle, steps=5)
    page.mouse.up()

    assert float(weight(page, "burden")) == pytest.approx(60, abs=1.5)
    assert order(page) == rank_lines("-w", f"burden={weight(page, 'burden')}%")
    assert command(page) == f"policyscore rank -w burden={weight(page, 'burden')}%"


@pytest.mark.parametrize(
    ("keys", "share"),
    [
        (["ArrowRight"], "16"),
        (["ArrowLeft", "ArrowDown"], "14"),
        (["PageUp", "ArrowUp"], "26"),
        (["PageUp", "PageUp", "PageDown"], "25"),
        (["Home"], "0"),
        (["End"], "100"),
    ],
)
def test_a_weight_is_moved_by_keys(page: Page, keys: list[str], share: str) -> None:
    slider = page.locator("#w-cost")
    slider.focus()
    for key in keys:
        page.keyboard.press(key)

    assert weight(page, "cost") == share
    assert slider.get_attribute("aria-valuetext") == f"{share} %, held"
    assert order(page) == rank_lines("-w", f"cost={share}%")


def test_a_weight_is_written_into_its_field(page: Page) -> None:
    field = page.locator('[data-node="crime"] [type=number]')
    field.fill("33.3")
    field.press("Enter")

    assert command(page) == "policyscore rank -w crime=33.3%"
    assert order(page) == rank_lines("-w", "crime=33.3%")


@pytest.mark.parametrize("nonsense", ["", "-4", "101"])
def test_a_field_with_no_weight_goes_back_to_what_it_was(page: Page, nonsense: str) -> None:
    field = page.locator('[data-node="crime"] [type=number]')
    field.fill(nonsense)
    field.press("Enter")
    page.locator("#reset").focus()

    assert command(page) == "policyscore rank"
    assert float(field.input_value()) == pytest.approx(100 * 5 / 26, abs=0.05)


def test_a_weight_is_moved_by_its_buttons(page: Page) -> None:
    box = page.locator('[data-node="cost"]')
    for _ in range(3):
        box.locator(".more").click()
    box.locator(".less").click()

    assert command(page) == "policyscore rank -w cost=17%"


def test_moved_weights_stay_and_are_let_go(page: Page) -> None:
    write(page, "cost", "40")
    write(page, "crime", "30")
    assert command(page) == "policyscore rank -w crime=30% -w cost=40%"
    assert order(page) == rank_lines("-w", "cost=40%", "-w", "crime=30%")

    page.get_by_role("button", name="Let go of Yearly U.S. cost").click()

    assert command(page) == "policyscore rank -w crime=30%"
    assert order(page) == rank_lines("-w", "crime=30%")


def test_a_weight_cannot_take_what_others_hold(page: Page) -> None:
    write(page, "burden", "70")
    write(page, "crime", "90")

    assert weight(page, "crime") == "30"
    assert "can be at most 30 %" in page.locator("#said").inner_text()
    assert order(page) == rank_lines("-w", "burden=70%", "-w", "crime=30%")


def test_a_profile_and_back(page: Page) -> None:
    page.get_by_role("button", name="Budget hawk").click()
    assert order(page) == rank_lines("--profile", "budget-hawk")
    assert command(page) == "policyscore rank --profile budget-hawk"
    assert "Weights of the profile Budget hawk: Retrenchment" in page.locator("#state").inner_text()
    pressed = page.locator('.presets [aria-pressed="true"]')
    assert pressed.all_inner_texts() == ["Budget hawk"]

    page.locator("#reset").click()

    assert order(page) == rank_lines()
    assert page.locator("#reset").is_disabled()


def test_the_fragment_brings_the_weights_back(browser: Browser, report: Path, page: Page) -> None:
    page.get_by_role("button", name="Half burden, half benefit").click()
    write(page, "cost", "12.5")
    address = page.evaluate("location.hash")
    assert address == "#profile=halves&cost=12.5"

    with opened(browser, report, address) as again:
        assert command(again) == command(page) == "policyscore rank --profile halves -w cost=12.5%"
        assert order(again) == order(page)


@pytest.mark.parametrize("link", ['nav a[href="#why"]', ".skip", 'a[href="#source-news-release"]'])
def test_links_within_the_page_leave_the_weights_alone(page: Page, link: str) -> None:
    write(page, "cost", "40")

    page.locator(link).first.dispatch_event("click")

    assert command(page) == "policyscore rank -w cost=40%"
    assert page.evaluate("location.hash") == "#cost=40"
    assert order(page) == rank_lines("-w", "cost=40%")


def test_an_address_with_weights_is_announced_until_they_change(
    browser: Browser, report: Path
) -> None:
    with opened(browser, report, "#burden=60&nobody=3&crime=70") as page:
        told = page.locator("#linked").inner_text()
        assert "Retrenchment has the highest score" in told
        assert "Left out, as it cannot be: nobody=3, crime=70." in told
        page.locator("#reset").click()
        assert page.locator("#linked").count() == 0


def test_weights_that_fit_only_in_another_order_are_all_brought_back(
    browser: Browser, tmp_path: Path
) -> None:
    # X alone weighs all; it can give some up only once Y, which weighs nothing, takes it.
    model = load(write_files(tmp_path / "model", EDGES["a weight that a profile frees"])).model
    with opened(browser, page_of(model, tmp_path / "page.html"), "#x=50&y=50") as page:
        assert command(page) == "policyscore rank -w x=50% -w y=50%"
        assert page.locator("#linked").count() == 1
        assert "Left out" not in page.locator("#linked").inner_text()


def test_a_place_of_the_page_is_no_weight(page: Page) -> None:
    page.locator('nav a[href="#why"]').click()
    assert page.locator("#linked").count() == 0

    write(page, "cost", "40")
    page.evaluate("location.hash = '#evidence'")

    assert command(page) == "policyscore rank -w cost=40%"
    assert page.locator("#linked").count() == 0


def test_nonsense_in_a_field_is_answered(page: Page) -> None:
    field = page.locator('[data-node="crime"] [type=number]')
    field.fill("150")
    field.press("Enter")
    assert "from 0 to 100" in page.locator("#said").inner_text()
    assert "from 0 to 100" in page.locator("#s-crime").inner_text()


def test_a_scenario_says_that_all_else_is_the_models_and_what_holds_a_weight(page: Page) -> None:
    assert not page.locator("#outside").is_visible()
    for name, share in (("cost", "50"), ("crime", "30"), ("institutions", "20")):
        write(page, name, share)

    assert page.locator("#outside").is_visible()
    assert "Your scenario, from the model's weights" in page.locator("#state").inner_text()
    assert page.locator("#w-burden").is_disabled()
    assert page.locator("#s-burden").inner_text() == "cannot be moved while the others are held"


@pytest.mark.parametrize(
    "fragment",
    ["#cost=abc", "#nobody=3", "#cost=400", "#profile=nobody", "#%3Cscript%3E=1", "#=&&=", "#why"],
)
def test_a_fragment_that_says_nothing_changes_nothing(
    browser: Browser, report: Path, fragment: str
) -> None:
    with opened(browser, report, fragment) as page:
        assert order(page) == rank_lines()


def test_the_command_is_copied(browser: Browser, report: Path) -> None:
    from playwright.sync_api import expect

    with opened(browser, report, "#cost=40", permissions=["clipboard-read"]) as page:
        page.locator("#copy").click()
        expect(page.locator("#said")).to_have_text("Copied.")
        assert page.evaluate("navigator.clipboard.readText()") == "policyscore rank -w cost=40%"


def test_who_moves_is_said_once_the_weights_rest(page: Page) -> None:
    from playwright.sync_api import expect

    said = page.locator("#said[aria-live=polite]")
    write(page, "burden", "60")
    assert said.inner_text() == ""

    expect(said).to_have_text("Retrenchment moves to 1st.")


def test_every_control_is_reached_and_used_by_the_keyboard_alone(page: Page) -> None:
    page.evaluate("document.querySelector('[data-preset]').focus()")
    reached = []
    for _ in range(120):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.id || document.activeElement.className")
        )
        if reached[-1] == "copy":
            break
    sliders = page.locator("#bench [type=range]").count()
    assert sum(name.startswith("w-") for name in reached) == sliders == 13
    assert {"less", "more", "command", "copy"} <= set(reached)


# The arithmetic


def random_flags(model: Model, chance: random.Random) -> tuple[str, list[tuple[str, F]]]:
    """Return a profile and a few weights that can be held together, in thousandths of a percent."""
    profile = chance.choice(["", *model.profiles])
    nodes = [*model.criteria, *model.groups]
    names = chance.sample(nodes, chance.randint(0, min(5, len(nodes))))
    return profile, [(name, F(chance.randrange(100_001), 1000)) for name in names]


def possible(
    model: Model, profile: str, held: list[tuple[str, F]]
) -> tuple[list[tuple[str, F]], Weights]:
    """Return as many of the held weights as can be together, and the weights they lead to."""
    kept: list[tuple[str, F]] = []
    used = scenario(model, profile or None, ())
    for flag in held:
        try:
            tried = [f"{name}={float(share)}%" for name, share in [*kept, flag]]
            used = scenario(model, profile or None, tried)
            kept.append(flag)
        except Misuse:  # what cannot be held beside the others is left out
            continue
    return kept, used.weights


def test_a_thousand_weightings_come_out_as_in_the_program(page: Page, mexico: Model) -> None:
    chance = random.Random(5)
    asked: list[Any] = []
    wanted: list[Ranking] = []
    while len(asked) < 1000:
        profile, held = random_flags(mexico, chance)
        kept, weights = possible(mexico, profile, held)
        asked.append([profile, [[name, float(share)] for name, share in kept]])
        wanted.append(rank(mexico, weights))
    options = page.evaluate(f"{DATA}.options")
    found = page.evaluate(
        "asked => asked.map(([profile, held]) => policyscore(profile, held))", asked
    )
    held_in_all = sum(len(held) for _, held in asked)
    assert held_in_all > 1000
    for told, program in zip(found, wanted, strict=True):
        for name, total, place in zip(options, told["totals"], told["ranks"], strict=True):
            standing = next(s for s in program.standings if mexico.options[s.option].name == name)
            assert total == pytest.approx(float(standing.score), abs=1e-9)
            assert place == standing.rank


def test_the_bands_are_the_stability_intervals(page: Page, mexico: Model) -> None:
    nodes = page.evaluate(f"{DATA}.nodes.map(node => node[0])")
    for profile in ("", "halves", "budget-hawk"):
        ranking = rank(mexico, scenario(mexico, profile or None, ()).weights)
        found = page.evaluate("profile => policyscore(profile, []).stay", profile)
        for node, line in lines(mexico, ranking).items():
            wanted = stability(line, ranking.standings[0].option)
            assert found[nodes.index(node)] == pytest.approx(
                [float(wanted.lower), float(wanted.upper)], abs=1e-9
            )


def test_beyond_the_band_another_leads_and_within_it_none_does(page: Page) -> None:
    held = [["crime", 30], ["domestic", 12]]
    for node in ("burden", "cost", "institutions", "involvement", "benefit"):
        outside, inside = page.evaluate(
            """([held, node]) => {
                const leader = share => policyscore(
                    "", share === null ? held : [...held, [node, share]]).ranks.indexOf(1);
                const index = JSON.parse(document.getElementById("bench-data").textContent)
                    .nodes.findIndex(([id]) => id === node);
                const now = policyscore("", held);
                const [lower, upper] = now.stay[index].map(end => end * 100);
                const [least, most] = now.limits[index];
                return [
                    [lower - 0.01, upper + 0.01].filter(x => x > least && x < most),
                    [lower + 0.01, upper - 0.01],
                ].map(shares => shares.map(x => leader(x) === leader(null)));
            }""",
            [held, node],
        )
        assert not any(outside), node
        assert all(inside), node


def test_limits_are_where_the_program_refuses(page: Page, mexico: Model) -> None:
    held = [("burden", 40), ("crime", 25)]
    flags = [f"{name}={share}%" for name, share in held]
    nodes = page.evaluate(f"{DATA}.nodes.map(node => node[0])")
    found = page.evaluate("held => policyscore('', held).limits", held)
    for node in ("cost", "benefit", "institutions", "us-security"):
        _, most = found[nodes.index(node)]
        scenario(mexico, None, [*flags, f"{node}={most}%"])
        if most < 100:
            with pytest.raises(Misuse):
                scenario(mexico, None, [*flags, f"{node}={most + 0.001}%"])


# Other models


def page_of(model: Model, path: Path) -> Path:
    """Write the page of a model and return its path."""
    path.write_text(render(whole_of(model), "html"), encoding="utf-8")
    return path


def held_together(model: Model, chance: random.Random) -> tuple[str, list[list[Any]], Ranking]:
    """Return a profile, weights that can be held together, and the ranking they lead to."""
    profile, held = random_flags(model, chance)
    kept, weights = possible(model, profile, held)
    return profile, [[name, float(share)] for name, share in kept], rank(model, weights)


@settings(steady, max_examples=40, suppress_health_check=list(HealthCheck))
@given(models(), st.integers(0, 2**32))
def test_every_model_is_weighed_as_in_the_program(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, model: Model, seed: int
) -> None:
    assume(len(model.options) > 1)
    chance = random.Random(seed)
    path = page_of(model, tmp_path_factory.mktemp("model") / "page.html")
    with opened(browser, path) as page:
        assert "Checked" in page.locator("#selfcheck").inner_text()
        options = [standing.option for standing in ranking(model).standings]
        for _ in range(6):
            profile, held, wanted = held_together(model, chance)
            found = page.evaluate(
                "([profile, held]) => policyscore(profile, held)", [profile, held]
            )
            scores = [float(wanted.of(option).score) for option in options]
            assert found["totals"] == pytest.approx(scores, abs=1e-9)
            if all(not s.lead or s.lead > F(1, 10**8) for s in wanted.standings):
                assert found["ranks"] == [wanted.of(option).rank for option in options]


def test_scores_and_leads_read_as_in_the_program(page: Page, mexico: Model) -> None:
    chance = random.Random(7)
    options = [standing.option for standing in ranking(mexico).standings]
    for _ in range(300):
        profile, held, wanted = held_together(mexico, chance)
        found = page.evaluate("([profile, held]) => policyscore(profile, held)", [profile, held])
        places = legible_places(standing.score for standing in wanted.standings)
        assert found["told"] == [points(wanted.of(option).score, places) for option in options]
        first, second = wanted.standings[:2]
        lead = points(first.score - second.score)
        assert wanted.leaders[1:] or f" {lead}" in found["answer"] or "Too close" in found["answer"]


EDGES = {
    "an exact tie that floats break": """
        --- criteria/x.yaml
        {name: X, weight: 3, scale: {worst: 0, best: 100}}
        --- criteria/y.yaml
        {name: Y, weight: 5, scale: {worst: 0, best: 100}}
        --- criteria/z.yaml
        {name: Z, weight: 2, scale: {worst: 0, best: 100}}
        --- options/a.yaml
        {name: A, performance: {x: 46, y: 12, z: 20}}
        --- options/b.yaml
        {name: B, performance: {x: 34, y: 24, z: 8}}
        """,
    "a group that weighs nothing and holds what weighs": """
        --- criteria/g.yaml
        {name: G, weight: 0}
        --- criteria/x.yaml
        {name: X, within: g, weight: 1, scale: {worst: 0, best: 100}}
        --- criteria/y.yaml
        {name: Y, within: g, weight: 2, scale: {worst: 0, best: 100}}
        --- criteria/z.yaml
        {name: Z, weight: 2, scale: {worst: 0, best: 100}}
        --- options/a.yaml
        {name: A, performance: {x: 10, y: 12, z: 60}}
        --- options/b.yaml
        {name: B, performance: {x: 90, y: 24, z: 50}}
        """,
    "scores that differ by less than what parts ranks": """
        --- criteria/x.yaml
        {name: X, weight: 3, scale: {worst: 0, best: 100}}
        --- criteria/y.yaml
        {name: Y, weight: 5, scale: {worst: 0, best: 100}}
        --- options/a.yaml
        {name: A, performance: {x: 50.0000000001, y: 50}}
        --- options/b.yaml
        {name: B, performance: {x: 50, y: 50}}
        """,
    "options that are nearly parallel": """
        --- criteria/x.yaml
        {name: X, weight: 3, scale: {worst: 0, best: 100}}
        --- criteria/y.yaml
        {name: Y, weight: 5, scale: {worst: 0, best: 100}}
        --- options/a.yaml
        {name: A, performance: {x: 50.0000003, y: 49.9999999}}
        --- options/b.yaml
        {name: B, performance: {x: 50, y: 50}}
        """,
    "a weight of nearly nothing and one of nearly all": """
        --- criteria/x.yaml
        {name: X, weight: 99970, scale: {worst: 0, best: 100}}
        --- criteria/y.yaml
        {name: Y, weight: 30, scale: {worst: 0, best: 100}}
        --- options/a.yaml
        {name: A, performance: {x: 99.99, y: 50}}
        --- options/b.yaml
        {name: B, performance: {x: 0, y: 50}}
        """,
    "a weight that a profile frees": """
        --- criteria/x.yaml
        {name: X, weight: 1, scale: {worst: 0, best: 100}}
        --- criteria/y.yaml
        {name: Y, weight: 0, scale: {worst: 0, best: 100}}
        --- options/a.yaml
        {name: A, performance: {x: 70, y: 50}}
        --- options/b.yaml
        {name: B, performance: {x: 40, y: 90}}
        --- profiles/p.yaml
        {name: P, weights: {y: 3}}
        """,
}


@pytest.mark.parametrize("text", EDGES.values(), ids=EDGES)
def test_at_the_edge_the_page_finds_nothing_wrong_with_itself(
    browser: Browser, tmp_path: Path, text: str
) -> None:
    model = load(write_files(tmp_path / "model", text)).model
    with opened(browser, page_of(model, tmp_path / "page.html")) as page:
        assert "Checked" in page.locator("#selfcheck").inner_text()
        standings = ranking(model).standings
        places = legible_places(standing.score for standing in standings)
        shown = page.locator("#results .score").all_inner_texts()
        apart = standings[0].lead is None or standings[0].lead > F(1, 10**9)
        assert not apart or shown == [points(s.score, places) for s in standings]
        for box in page.locator("#bench [type=number]").all():
            share = ranking(model).weights.shares[str(box.evaluate(NAME))]
            assert (float(box.input_value()) in (0, 100)) == (share in (0, 1))


def test_a_group_without_weight_can_be_given_some(browser: Browser, tmp_path: Path) -> None:
    text = EDGES["a group that weighs nothing and holds what weighs"]
    model = load(write_files(tmp_path / "model", text)).model
    with opened(browser, page_of(model, tmp_path / "page.html")) as page:
        write(page, "g", "40")
        wanted = rank(model, scenario(model, None, ["g=40%"]).weights)
        assert weight(page, "g") == "40"
        assert page.locator("#results th").first.inner_text() == "B"
        assert wanted.standings[0].option == "b"


def test_a_profile_frees_what_the_model_fixes(browser: Browser, tmp_path: Path) -> None:
    model = load(write_files(tmp_path / "model", EDGES["a weight that a profile frees"])).model
    with opened(browser, page_of(model, tmp_path / "page.html")) as page:
        assert page.locator("#w-x").is_disabled()
        page.get_by_role("button", name="P", exact=True).click()
        assert page.locator("#w-x").is_enabled()
        write(page, "x", "60")
        assert command(page) == "policyscore rank --profile p -w x=60%"
        page.locator("#reset").click()
        assert page.locator("#w-x").is_disabled()


# How it looks to whom


def test_without_a_script_the_page_has_every_score_and_no_dead_control(
    browser: Browser, report: Path
) -> None:
    with opened(browser, report, java_script_enabled=False) as page:
        text = page.locator("body").inner_text()
        assert "49.8" in text
        assert "41.8" in text
        assert "37.5" in text
        assert page.locator("button:visible, input:visible").count() == 0
        assert page.locator("svg[role=img]:visible").count() >= 5
        assert "needs JavaScript" in text


def test_without_a_style_sheet_nothing_is_lost(
    browser: Browser, report: Path, tmp_path: Path
) -> None:
    bare = re.sub(r"<style>.*?</style>", "", report.read_text(encoding="utf-8"), flags=re.DOTALL)
    (tmp_path / "bare.html").write_text(bare, encoding="utf-8")
    with opened(browser, tmp_path / "bare.html", java_script_enabled=False) as page:
        text = page.locator("body").inner_text()
        assert "Strategic partnership has the highest score" in text
        assert "Yearly U.S. cost" in text


@pytest.mark.parametrize(
    ("width", "scheme", "fragment"),
    [
        (1280, "light", ""),
        (1280, "dark", "#cost=40"),
        (360, "light", ""),
        (360, "dark", "#cost=40"),
    ],
)
def test_axe_finds_no_violation(
    browser: Browser,
    report: Path,
    width: int,
    scheme: Any,  # noqa: ANN401
    fragment: str,
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    size = {"width": width, "height": 60_000}  # what is off screen has no layout to look at
    with opened(browser, report, fragment, viewport=size, color_scheme=scheme) as page:
        page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true })")
        found = axe.run(
            page,
            options={
                "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
            },
        )
        assert found.response["violations"] == [], found.generate_report()


def test_on_a_narrow_screen_only_tables_and_pictures_scroll(browser: Browser, report: Path) -> None:
    with opened(browser, report, viewport={"width": 360, "height": 740}) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        small = page.evaluate(
            """() => [...document.querySelectorAll("#bench button, #bench input")]
                .filter(it => it.offsetParent && Math.min(it.offsetWidth, it.offsetHeight) < 24)
                .map(it => it.className || it.id)"""
        )
        assert small == []


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_printed_it_has_weights_and_no_controls(browser: Browser, report: Path, paper: str) -> None:
    with opened(browser, report, "#cost=40") as page:
        page.emulate_media(media="print")
        assert page.locator("#bench [type=number]").first.is_visible()
        assert page.locator("#bench button:visible, #bench [type=range]:visible").count() == 0
        assert page.locator("#state").is_visible()
        printed = page.pdf(format=paper)
        assert printed.startswith(b"%PDF")
        assert 4 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 20


def test_what_is_folded_on_the_screen_is_printed_and_twins_of_pictures_are_not(
    browser: Browser, report: Path, tmp_path: Path
) -> None:
    table = Table((Column("a"),), (Row(("deep inside",)),), "More", folded=True)
    folded = Report("T", "", lambda: (table,), dict, lambda: Sheet((), ()))
    (tmp_path / "folded.html").write_text(render(folded, "html"), encoding="utf-8")
    with opened(browser, tmp_path / "folded.html") as page:
        assert not page.get_by_text("deep inside").is_visible()
        page.emulate_media(media="print")
        assert page.get_by_text("deep inside").is_visible()
    with opened(browser, report) as page:
        page.emulate_media(media="print")
        assert page.locator(".twin:visible").count() == 0


def test_a_page_that_nobody_changed_prints_no_sliders(browser: Browser, report: Path) -> None:
    with opened(browser, report) as page:
        page.emulate_media(media="print")
        assert not page.locator("#bench").is_visible()
        assert not page.locator("#weigh").is_visible()


def test_nothing_of_a_hostile_model_comes_alive(browser: Browser, tmp_path: Path) -> None:
    """
    --- criteria/c.yaml
    name: <img src=x onerror=alert(1)>
    weight: 1
    scale: {worst: 0, best: 1}
    --- criteria/d.yaml
    name: "\\"><script>alert(2)</script>"
    weight: 2
    scale: {worst: 0, best: 1, unit: "</script><script>alert(3)</script>"}
    --- options/a.yaml
    name: </script><script>alert(4)</script>
    performance:
      c: {value: 1, rationale: "<svg onload=alert(5)>", source: "javascript:alert(6)"}
      d: 0
    --- options/b.yaml
    name: "<!--<script>"
    performance: {c: 0.25, d: 0.5}
    --- profiles/p.yaml
    name: "' onclick='alert(7)"
    weights: {c: 5}
    """
    doc = test_nothing_of_a_hostile_model_comes_alive.__doc__ or ""
    folder = write_files(tmp_path / "model", doc)
    done = run("report", str(folder), "-o", str(tmp_path / "page.html"))
    assert done.code == 0, done.err
    with opened(browser, tmp_path / "page.html") as page:
        assert page.locator("script").count() == 2
        assert page.locator("img, main svg[onload], a[href^='javascript']").count() == 0
        names = page.locator("#results th").all_inner_texts()
        assert sorted(names) == ["<!--<script>", "</script><script>alert(4)</script>"]
        page.get_by_role("button", name="onclick").click()
        assert page.locator("#command").input_value() == "policyscore rank --profile p"


def test_hostile_texts_stay_text_in_every_place(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "nasty.html"
    path.write_text(render(report_of(NASTY), "html"), encoding="utf-8")
    with opened(browser, path) as page:
        assert page.locator("script, img").count() == 0
        assert page.locator("main b, main i, main em").count() == 0
        assert "<script>alert(1)</script>" in page.locator("main").inner_text()
