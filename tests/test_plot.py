"""The command `plot`: which picture of which weights goes where, and what is refused."""

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from policyscore.reports.pictures import KINDS
from tests.conftest import ROOT, Ran
from tests.drawings import parsed, texts
from tests.models import laid
from tests.reporting import call

SVG = "{http://www.w3.org/2000/svg}"
PROFILE = {"profiles/fair.yaml": "name: Fairness\nweights: {equity: 9}\n"}
HINT = "policyscore -h, or -h after a command, shows what there is.\n"

Plot = Callable[..., Ran]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, which holds a model with a profile."""
    monkeypatch.chdir(laid(tmp_path / "model", PROFILE))
    return tmp_path / "model"


def plot(*arguments: str) -> Ran:
    """Run `plot` without warnings about the model."""
    return call("plot", *arguments, "-q")


def problems(done: Ran) -> list[str]:
    """Return what a run found wrong with its arguments; nothing was drawn or written."""
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith(HINT)
    lines = done.err.removesuffix(HINT).splitlines()
    assert all(line.startswith("policyscore: error: ") for line in lines)
    return [line.removeprefix("policyscore: error: ") for line in lines]


def title(svg: str) -> str:
    """Return the title of a picture, which has to be sound XML."""
    return next(e.text or "" for e in parsed(svg) if e.tag == "title")


def description(svg: str) -> str:
    """Return the description of a picture."""
    return next(e.text or "" for e in parsed(svg) if e.tag == "desc")


def seen_in_order(svg: str) -> list[str]:
    """Return the lines of text of a picture."""
    return [text.text for text in texts(parsed(svg))]


# Pictures and where they go


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("contributions", "What each criterion contributes to the overall score"),
        ("scores", "Scores on each criterion"),
        ("weight", "Overall scores as the weight of Equity changes"),
        (
            "acceptability",
            "How often each option takes each rank, over all weights of the 2 criteria",
        ),
        ("profiles", "Ranks under each set of weights"),
    ],
)
def test_each_kind_goes_to_stdout_or_to_a_file(kind: str, told: str, here: Path) -> None:
    printed = plot(kind)
    written = plot(kind, "-o", "picture.svg")

    assert (printed.code, written.code, written.out) == (0, 0, "")
    assert (here / "picture.svg").read_bytes().decode() == printed.out
    root = ET.fromstring(printed.out)
    assert (root.tag, root.get("role")) == (f"{SVG}svg", "img")
    assert title(printed.out) == told


def test_all_kinds_are_told_in_the_help() -> None:
    told = call("plot", "-h").out
    assert all(kind in told for kind in KINDS)


def test_a_picture_goes_to_several_places_at_once(here: Path) -> None:
    done = plot("scores", "-o", "a.svg", "-o", "-", "-o", "B.SVG")
    assert done.code == 0
    assert done.out == (here / "a.svg").read_text("utf-8") == (here / "B.SVG").read_text("utf-8")


def test_a_picture_of_the_model_in_a_folder_is_that_of_the_model_here(here: Path) -> None:
    one = plot("contributions")
    assert plot("contributions", str(here)) == one
    assert str(here) not in one.out


def test_warnings_about_the_model_are_on_stderr(here: Path) -> None:
    done = call("plot", "scores")
    assert "4 of 4 performances name no source" in done.err
    assert done.out == plot("scores").out


def test_the_picture_of_the_built_in_model_is_drawn_where_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = plot("weight")
    assert done.code == 0
    assert title(done.out) == (
        "U.S. policy options for security in Mexico: "
        "Overall scores as the weight of Cost and commitment changes"
    )


# Weights


def test_a_weight_is_drawn_by_name_or_the_one_with_the_nearest_tipping_point(here: Path) -> None:
    """Wait leads, 0.6 × 90 + 0.4 × 30 against 60; with half the weight on equity it is even."""
    cost, nearest = plot("weight", "--of", "cost"), plot("weight")

    assert title(cost.out) == "Overall scores as the weight of Cost changes"
    assert title(nearest.out) == "Overall scores as the weight of Equity changes"
    assert "Now it weighs 40.0 %, and Wait leads. Above 50.0 % Charge leads." in description(
        nearest.out
    )


def test_a_weight_without_a_tipping_point_is_drawn_if_it_can_be_moved(here: Path) -> None:
    laid(here, {"options/wait.yaml": "name: Wait\nperformance:\n  cost: 5\n  equity: 3\n"})
    done = plot("weight")
    assert title(done.out) == "Overall scores as the weight of Cost changes"
    assert "That is so at any other weight." in description(done.out)


@pytest.mark.parametrize("kind", ["contributions", "scores", "weight", "acceptability"])
def test_other_weights_are_drawn_and_told(kind: str, here: Path) -> None:
    own, tried = plot(kind), plot(kind, "-w", "equity=70%", "--profile", "fair")
    assert tried.code == 0
    seen = [set(seen_in_order(done.out)) for done in (own, tried)]
    told = description(tried.out)
    if kind == "acceptability":  # the shares are of all weights alike, whichever are in use
        assert seen[0] < seen[1]
        assert " ".join(line for line in seen_in_order(tried.out) if line not in seen[0]) == (
            "Weights of the profile Fairness. Scenario: -w equity=70%. "
            "The rows stand in the order under these weights."
        )
        return
    assert "Weights of the profile Fairness. Scenario: -w equity=70%." in seen[1]
    assert not any("Scenario" in text or "profile" in text for text in seen[0])
    assert "Weights of the profile Fairness (fair)." in told
    assert "weights changed: equity" in told
    assert "equity=70%" not in description(own.out)


def test_a_weight_or_a_profile_that_is_not_there_is_refused(here: Path) -> None:
    assert problems(plot("scores", "-w", "equty=3")) == [
        "-w equty=3: unknown criterion or group equty; did you mean equity?"
    ]
    assert "fair" in problems(plot("scores", "--profile", "fare"))[0]


# What cannot be


def test_an_unknown_kind_is_met_with_the_nearest_or_with_all(here: Path) -> None:
    assert problems(plot("profile")) == ["KIND: unknown picture profile; did you mean profiles?"]
    assert problems(plot("zzz")) == [f"KIND: unknown picture zzz; one of {', '.join(KINDS)}"]
    assert problems(call("plot")) == ["Missing argument 'KIND'."]


def test_a_node_that_is_not_there_is_met_with_the_nearest_or_with_all(here: Path) -> None:
    unknown = "--of: unknown criterion or group"
    assert problems(plot("weight", "--of", "equty")) == [f"{unknown} equty; did you mean equity?"]
    assert problems(plot("weight", "--of", "zzz")) == [f"{unknown} zzz; known: cost, equity"]


@pytest.mark.parametrize("kind", ["contributions", "scores", "acceptability", "profiles"])
def test_only_a_weight_is_of_a_criterion(kind: str, here: Path) -> None:
    assert problems(plot(kind, "--of", "cost")) == [
        f"--of is for weight; {kind} shows all criteria"
    ]


def test_an_unknown_kind_is_all_that_is_told_of_a_kind(here: Path) -> None:
    assert len(problems(plot("wieght", "--of", "cost"))) == 1


def test_a_weight_that_cannot_be_moved_is_refused(here: Path) -> None:
    group = "name: Group\n"
    within = "name: Equity\nwithin: g\nweight: 0\nscale: {worst: 0, best: 10}\n"
    laid(here, {"criteria/g.yaml": group, "criteria/equity.yaml": within})
    for node in ("g", "cost"):
        assert problems(plot("weight", "--of", node)) == [
            f"--of: the weight of {node} cannot be moved: nothing else, or in it, weighs"
        ]
    assert plot("weight", "--of", "equity").code == 0


def test_a_model_of_one_criterion_has_no_weight_to_move(tmp_path: Path) -> None:
    files = {
        "criteria/equity.yaml": None,
        "options/charge.yaml": "name: Charge\nperformance: {cost: 4}\n",
        "options/wait.yaml": "name: Wait\nperformance: {cost: 1}\n",
    }
    folder = laid(tmp_path / "model", files)
    assert problems(plot("weight", str(folder))) == [
        "plot weight: the model has no weight that can be moved"
    ]
    for kind in ("contributions", "scores", "acceptability"):
        assert plot(kind, str(folder)).code == 0


def test_ranks_by_profile_need_profiles_and_take_no_others(here: Path, tmp_path: Path) -> None:
    alone = laid(tmp_path / "alone")
    refused = ["profiles shows the model's weights and all profiles: no --profile, no -w"]

    assert problems(plot("profiles", str(alone))) == [
        "plot profiles: the model has no profiles to compare its weights with"
    ]
    assert problems(plot("profiles", "--profile", "fair")) == refused
    assert problems(plot("profiles", "-w", "cost=3")) == refused


@pytest.mark.parametrize(
    ("output", "instead"),
    [
        ("x.png", "write x.svg, and turn it into pixels with rsvg-convert -f png -o x.png x.svg"),
        ("x.PDF", "write x.svg, and turn it into pixels with rsvg-convert -f pdf -o x.pdf x.svg"),
        ("a.b.jpg", "write a.b.svg, and turn it into pixels with rsvg-convert -f png -o a.b.png "),
        (".webp", "write picture.svg, and turn it into pixels with rsvg-convert -f png -o pict"),
    ],
)
def test_pictures_in_pixels_are_met_with_what_makes_them(
    output: str, instead: str, here: Path
) -> None:
    (told,) = problems(plot("scores", "-o", output, "-o", "-"))
    assert told.startswith(f"-o {output}: pictures are SVG; {instead}")
    assert told.endswith(", Inkscape or a browser")
    assert not (here / output).exists()


def test_other_files_and_places_are_refused(here: Path) -> None:
    assert problems(plot("scores", "-o", "x.eps", "-o", "no/x.svg")) == [
        "-o x.eps: no format has that extension; use .svg",
        "-o no/x.svg: the folder no does not exist",
    ]
    assert problems(plot("scores", "-o", "x.xlsx", "-o", "x.png", "-o", "options/x.svg"))[1:] == [
        "-o x.xlsx: xlsx is for policyscore report; use svg",
        "-o options/x.svg lies in the model; results are written elsewhere",
    ]


def test_all_that_is_wrong_is_told_at_once(here: Path) -> None:
    told = problems(plot("profiles", "--of", "cost", "-w", "cost=1", "-o", "x.gif", "nowhere"))
    assert len(told) == 4


def test_text_of_a_model_does_nothing_in_a_picture(here: Path) -> None:
    nasty = "\"</title><script>alert(1)</script>&lt; ' onload='x\""
    laid(here, {"criteria/cost.yaml": f"name: {nasty}\nweight: 3\nscale: {{worst: 10, best: 0}}\n"})
    for kind in KINDS:
        root = ET.fromstring(plot(kind).out)
        assert {e.tag for e in root.iter()} & {f"{SVG}script", f"{SVG}foreignObject"} == set()
        assert not any(name.startswith("on") for e in root.iter() for name in e.attrib)


def test_a_picture_without_a_picture_is_no_report() -> None:
    told = call("rank", str(ROOT), "-f", "svg")
    assert problems(told) == [
        "--format: svg is for policyscore plot; one of text, markdown, csv, json, html, latex"
    ]


def test_weights_that_break_an_order_are_warned_of_as_by_rank(tmp_path: Path) -> None:
    flags = ("-w", "near-term=90%")
    drawn = call("plot", "contributions", str(ROOT), *flags, "-o", str(tmp_path / "x.svg"))
    ranked = call("rank", str(ROOT), *flags, "--brief")

    assert "against what a source says" in drawn.err
    assert drawn.err == ranked.err
