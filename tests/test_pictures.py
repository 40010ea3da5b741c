"""What pictures show of results, and that their words and twin tables say the same."""

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given

from policyscore.analyses.agreement import agreement, chosen, views
from policyscore.analyses.allowed import Said, space, statements
from policyscore.analyses.robust import Budget, Robustness, robustness
from policyscore.analyses.tipping import Line, lines, tipping_points
from policyscore.draw import svg
from policyscore.load import load
from policyscore.model import Model
from policyscore.page import Picture
from policyscore.picture import Grid, Lines, Places, Stacks, Traces
from policyscore.render import render
from policyscore.report import Bar, Row, Sheet, Table
from policyscore.reports import pictures
from policyscore.reports.choice import own_ranking
from policyscore.reports.compare import compare_report
from policyscore.reports.compared import Compared
from policyscore.reports.leading import leading
from policyscore.reports.pictures import (
    acceptability,
    contributions,
    criterion_scores,
    nearest_node,
    picture_report,
    ranks_by_profile,
    weight_line,
)
from policyscore.reports.ranked import Ranked
from policyscore.reports.wording import ROUNDED
from policyscore.weights import tree_of
from tests.conftest import ROOT, write_files
from tests.drawings import classed, parsed, texts
from tests.reporting import made, ranked, report_of, tables
from tests.strategies import models, steady

Golden = Callable[[str, str], None]
F = Fraction


def compared(model: Model) -> Compared:
    """Return all sets of weights of a model compared."""
    found = views(model, chosen(model, ()))
    return Compared(model, found, agreement(found), verbose=False)


def robust(found: Ranked, said: Said | None = None, draws: int | None = None) -> Robustness:
    """Return how often each option takes each rank, over all criteria."""
    place = space(found.model, found.ranking, "criteria")
    weights = found.ranking.weights
    walls = statements(place, tree_of(found.model), weights, said) if said else ()
    return robustness(found.model, weights, place, walls, Budget(draws=draws), brief=True)


def line_of(found: Ranked, node: str) -> Picture:
    """Return the picture of one weight."""
    return weight_line(found, node, lines(found.model, found.ranking)[node])


def all_of(found: Ranked, draws: int = 160) -> Iterator[Picture]:
    """Yield a picture of each kind."""
    yield contributions(found)
    yield criterion_scores(found)
    node = nearest_node(found)
    if node:
        yield line_of(found, node)
    yield acceptability(robust(found, draws=draws), found)
    yield ranks_by_profile(compared(found.model))


def large(folder: Path, options: int, criteria: int, baseline: str = "") -> Model:
    """Return a model of many options and criteria, with two profiles."""
    names = [f"Option {chr(65 + i // 26)}{chr(65 + i % 26)}" for i in range(options)]
    made(folder, names, [f"Criterion {chr(65 + i)}" for i in range(criteria)])
    (folder / "profiles").mkdir()
    for name, weights in (("p", "{c0: 90}"), ("q", "{c1: 70, c2: 0}")):
        text = f"name: Profile {name}\nweights: {weights}\n"
        (folder / "profiles" / f"{name}.yaml").write_text(text, encoding="utf-8")
    if baseline:
        (folder / "policyscore.yaml").write_text(f"baseline: {baseline}\n", encoding="utf-8")
    return load(folder).model


def cells(table: Table) -> list[list[str]]:
    """Return the texts of a table without its bars."""
    return [[c if isinstance(c, str) else c.text for c in row.cells] for row in table.rows]  # type: ignore[union-attr]


def words(picture: Picture) -> str:
    """Return all that the twin says."""
    heads = [column.label for column in picture.table.columns]
    rows = [text for row in cells(picture.table) for text in row]
    return " | ".join((*heads, *rows))


# The words of a picture and its twin


def test_the_pictures_of_the_built_in_model(mexico: Model, golden: Golden) -> None:
    for picture in all_of(ranked(mexico)):
        golden(render(picture_report(mexico, picture), "svg"), f"pictures/{picture.name}.svg")


def test_the_words_and_twins_of_the_built_in_model(mexico: Model, golden: Golden) -> None:
    told = [
        f"{picture.description}\n\n{render(picture_report(mexico, picture), 'text')}"
        for picture in all_of(ranked(mexico))
    ]
    golden("\n".join(told), "pictures/twins.txt")


@pytest.mark.parametrize("size", [(3, 9), (14, 13)])
def test_every_figure_drawn_stands_in_the_twin(tmp_path: Path, size: tuple[int, int]) -> None:
    for picture in all_of(ranked(large(tmp_path / "model", *size))):
        root = parsed(svg(picture))
        axis = {e.text for g in classed(root, "axis", "g") for e in g.iter("text")}
        drawn = [t.text.replace("\u00a0", " ") for t in texts(root) if t.text not in axis]
        figures = {f for text in drawn for f in re.findall(r"[<>]?\d+(?:\.\d+)?(?: %)?", text)}

        assert figures
        assert {f for f in figures if f not in words(picture)} == set(), picture.name


def test_every_name_drawn_stands_in_the_twin_in_full(mexico: Model) -> None:
    found = ranked(mexico)
    for picture in all_of(found):
        options = [option.name for option in mexico.options.values()]
        assert all(name in words(picture) for name in options)
    for picture in (contributions(found), criterion_scores(found)):
        assert [row[0] for row in cells(picture.table)][:9] == [
            criterion.name for criterion in mexico.criteria.values()
        ]


def test_a_picture_reads_as_its_twin_where_nothing_is_drawn(mexico: Model) -> None:
    picture = contributions(ranked(mexico))
    report = picture_report(mexico, picture)

    assert list(report.blocks()) == [picture]
    assert (report.data(), report.sheet()) == ({}, Sheet((), ()))
    assert report.title == f"{mexico.decision.title}: {picture.title}"
    assert "Overall score" in render(report, "text")


def test_descriptions_say_which_weights_are_in_use(mexico: Model) -> None:
    tried = ranked(mexico, "cost=40%")
    hawk = ranked(mexico, profile="budget-hawk")

    for make in (contributions, criterion_scores, lambda found: line_of(found, "cost")):
        assert "Scenario, not the model" in make(tried).description
        assert "Weights of the profile Budget hawk" in make(hawk).description
        assert "eights of the profile" not in make(ranked(mexico)).description


def test_notes_say_whose_weights_these_are_before_anything_else(tmp_path: Path) -> None:
    model = large(tmp_path / "model", 14, 6)
    found = ranked(model, "c0=40%", "c1*2", profile="p")
    scenario = "Weights of the profile Profile p. Scenario: -w c0=40% -w c1*2. "

    for picture in (contributions(found), criterion_scores(found), line_of(found, "c0")):
        assert picture.note.startswith(scenario)
        assert picture.note.removeprefix(scenario) in picture.description
        assert " of 14 options" in picture.note
    rows = acceptability(robust(found, draws=160), found)
    assert rows.note.startswith(
        f"{scenario}The rows stand in the order under these weights. The first 12 of 14 options."
    )
    assert rows.note in rows.description


def test_a_picture_that_shows_all_under_the_models_weights_has_no_note(mexico: Model) -> None:
    assert {picture.note for picture in all_of(ranked(mexico))} == {""}


# Contributions and scores


def test_parts_are_the_contributions_and_ends_the_scores_of_the_ranking(mexico: Model) -> None:
    found = ranked(mexico)
    shape = contributions(found).shape
    assert isinstance(shape, Stacks)

    for values, standing in zip(shape.values, found.ranking.standings, strict=True):
        assert values == tuple(standing.contributions[name] for name in mexico.criteria)
        assert sum(values) == standing.score
    (table, *_) = tables(report_of(found).blocks())
    assert [row[0] + " " + row[1] for row in plain(table)] == list(shape.rows)
    assert [row[2] for row in plain(table)] == list(shape.ends)
    assert max(map(sum, shape.values)) <= shape.most == 50


def plain(table: Table) -> list[list[str]]:
    """Return the texts of a table, bars as nothing."""
    shown = (Row(tuple("" if isinstance(c, Bar) else c for c in row.cells)) for row in table.rows)
    return cells(table._replace(rows=tuple(shown)))


def test_ties_share_their_place_in_rows_and_twin(model: Model) -> None:
    """
    --- criteria/a.yaml
    {name: A, weight: 1, scale: {worst: 0, best: 10}}
    --- options/x.yaml
    {name: X, performance: {a: 0}}
    --- options/y.yaml
    {name: Y, performance: {a: 0}}
    """
    picture = contributions(ranked(model))
    shape = picture.shape
    assert isinstance(shape, Stacks)

    assert shape.rows == ("1= X", "1= Y")
    assert shape.most == 10
    assert [column.label for column in picture.table.columns[1:]] == ["1= X", "1= Y"]


def test_scores_stand_beside_names_and_weights(mexico: Model) -> None:
    found = ranked(mexico)
    shape = criterion_scores(found).shape
    assert isinstance(shape, Traces)

    assert shape.rows[6] == "Yearly U.S. cost (15.4 %)"
    for values, standing in zip(shape.values, found.ranking.standings, strict=True):
        assert list(values) == list(standing.scores.values())
    said = "scores above all others on 5 and below all others on 3 of 9 criteria."
    assert said in criterion_scores(found).description


def test_an_unknown_performance_has_no_mark_and_stands_for_nobodys_best(model: Model) -> None:
    """
    --- criteria/a.yaml
    {name: A, weight: 1, scale: {worst: 0, best: 10}}
    --- criteria/b.yaml
    {name: B, weight: 1, scale: {worst: 0, best: 10}}
    --- options/x.yaml
    {name: X, performance: {a: 6, b: 9}}
    --- options/y.yaml
    {name: Y, performance: {a: unknown, b: 6}}
    """
    picture = criterion_scores(ranked(model))
    shape = picture.shape
    assert isinstance(shape, Traces)

    assert shape.values == ((F(60), F(90)), (None, F(60)))
    assert cells(picture.table) == [
        ["A", "50.0 %", "60.0", "unknown"],
        ["B", "50.0 %", "90.0", "60.0"],
    ]
    assert picture.note == "Unknown performances are left out."
    assert picture.description.endswith(picture.note)
    assert "above all others on 1 and below all others on 0 of 2 criteria" in picture.description


def test_pictures_of_overall_scores_say_what_stands_for_the_unknown(model: Model) -> None:
    """
    --- criteria/a.yaml
    {name: A, weight: 1, scale: {worst: 0, best: 10}}
    --- criteria/b.yaml
    {name: B, weight: 1, scale: {worst: 0, best: 10}}
    --- options/x.yaml
    {name: X, performance: {a: 6, b: unknown}}
    """
    for picture in (contributions(ranked(model)), line_of(ranked(model), "a")):
        assert (
            picture.note == "Unknown performances are taken as the middle of what they may score."
        )
        assert picture.description.endswith(picture.note)


def test_an_only_option_is_drawn_alone(model: Model) -> None:
    """
    --- criteria/a.yaml
    {name: A, weight: 1, scale: {worst: 0, best: 10}}
    --- criteria/b.yaml
    {name: B, weight: 1, scale: {worst: 0, best: 10}}
    --- options/x.yaml
    {name: X, performance: {a: 5, b: 6}}
    """
    found = ranked(model)

    assert "X is the only option." in criterion_scores(found).description
    assert cells(line_of(found, "a").table) == [["0 %", "100 %", "50.0 %", "X", "60.0 → 50.0"]]
    assert cells(acceptability(robust(found), found).table) == [["X", "100 %"]]
    assert all(svg(picture) for picture in all_of(found))


# One weight


@given(model=models())
@steady
def test_who_leads_along_a_weight_is_who_scores_most_there(model: Model) -> None:
    for line in lines(model, ranked(model).ranking).values():
        parts = list(leading(line))

        assert [parts[0].lower, parts[-1].upper] == [0, 1]
        assert all(one.upper == other.lower for one, other in pairwise(parts))
        assert all(part.lower < part.upper for part in parts)
        for part in parts:
            for share in (F(1, 3), F(1, 2), F(98, 99)):
                at = part.lower + share * (part.upper - part.lower)
                best = max(line.at(option, at) for option in line.ends)
                assert part.leaders == tuple(o for o in line.ends if line.at(o, at) == best)


@given(model=models())
@steady
def test_each_tipping_point_of_a_sole_leader_is_marked(model: Model) -> None:
    found = ranked(model)
    if len(found.ranking.leaders) > 1:
        return
    for node, line in lines(model, found.ranking).items():
        shape = weight_line(found, node, line).shape
        assert isinstance(shape, Lines)
        tips = {tip.at for tip in tipping_points([line], found.ranking.leaders[0].option)}
        turns = {part.lower for part in leading(line)} - {0}

        assert {mark.at for mark in shape.marks if mark.now} == {line.share}
        assert {mark.at for mark in shape.marks if not mark.now} == turns
        assert tips <= turns


def test_the_twin_of_a_weight_goes_interval_by_interval(model: Model) -> None:
    """
    --- criteria/b.yaml
    {name: Both, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/c.yaml
    {name: Cost, weight: 1, scale: {worst: 0, best: 100}}
    --- options/x.yaml
    {name: X, performance: {b: 0, c: 60}}
    --- options/y.yaml
    {name: Y, performance: {b: 45, c: 50}}
    --- options/t.yaml
    {name: T, performance: {b: 45, c: 50}}
    --- options/z.yaml
    {name: Z, performance: {b: 60, c: 0}}
    """
    picture = weight_line(ranked(model), "b", lines(model, ranked(model).ranking)["b"])
    shape = picture.shape
    assert isinstance(shape, Lines)

    assert [column.label for column in picture.table.columns][4:] == [
        *("T, score", "Y, score", "X, score", "Z, score")
    ]
    level = [["50.0 → 49.1"] * 2, ["49.1 → 46.2"] * 2, ["46.2 → 45.0"] * 2]
    assert cells(picture.table) == [
        ["0 %", "18.2 %", "·", "X", *level[0], "60.0 → 49.1", "0.0 → 10.9"],
        ["18.2 %", "76.9 %", "50.0 %", "T and Y", *level[1], "49.1 → 13.8", "10.9 → 46.2"],
        ["76.9 %", "100 %", "·", "Z", *level[2], "13.8 → 0.0", "46.2 → 60.0"],
    ]
    assert [(m.label, m.now) for m in shape.marks] == [
        ("now 50.0 %", True),
        ("below 18.2 % X leads", False),
        ("above 76.9 % Z leads", False),
    ]
    assert picture.description.endswith(
        "Now it weighs 50.0 %, and T and Y lead. Below 18.2 % X leads; above 76.9 % Z leads."
    )


def test_shares_that_round_to_the_same_get_more_decimals(model: Model) -> None:
    """
    --- criteria/a.yaml
    {name: A, weight: 50, scale: {worst: 0, best: 100}}
    --- criteria/b.yaml
    {name: B, weight: 50, scale: {worst: 0, best: 100}}
    --- options/x.yaml
    {name: X, performance: {a: 40, b: 60}}
    --- options/y.yaml
    {name: Y, performance: {a: 60, b: 40.01}}
    """
    assert [row[:3] for row in cells(line_of(ranked(model), "a").table)] == [
        ["0 %", "49.99 %", "·"],
        ["49.99 %", "100 %", "50.00 %"],
    ]


def test_a_weight_that_changes_nothing_says_so(mexico: Model) -> None:
    picture = line_of(ranked(mexico), "local")

    assert "leads. That is so at any other weight." in picture.description
    assert len(picture.table.rows) == 1


def test_the_node_with_the_nearest_tipping_point_is_shown_unasked(mexico: Model) -> None:
    assert nearest_node(ranked(mexico)) == "burden"


def test_without_tipping_points_the_heaviest_weight_is_shown(model: Model) -> None:
    """
    --- criteria/a.yaml
    {name: A, weight: 1, scale: {worst: 0, best: 10}}
    --- criteria/b.yaml
    {name: B, weight: 2, scale: {worst: 0, best: 10}}
    --- options/x.yaml
    {name: X, performance: {a: 5, b: 6}}
    --- options/y.yaml
    {name: Y, performance: {a: 4, b: 5}}
    """
    assert nearest_node(ranked(model)) == "b"


def test_where_no_weight_can_move_there_is_no_line(model: Model) -> None:
    """
    --- criteria/a.yaml
    {name: A, weight: 1, scale: {worst: 0, best: 10}}
    --- options/x.yaml
    {name: X, performance: {a: 5}}
    """
    assert nearest_node(ranked(model)) is None


# Ranks


def test_a_grid_shows_the_shares_of_the_ranks_exactly(mexico: Model) -> None:
    found = ranked(mexico)
    result = robust(found)
    picture = acceptability(result, found)
    shape = picture.shape
    assert isinstance(shape, Grid)

    assert shape.columns == ("1st", "2nd", "3rd")
    assert [sum(row) for row in shape.values] == [1, 1, 1]
    assert [sum(column) for column in zip(*shape.values, strict=True)] == [1, 1, 1]
    assert shape.values[0] == tuple(part.value for part in result.ranks["strategic-partnership"])
    assert [row[1:] for row in cells(picture.table)] == [list(row) for row in shape.texts]
    assert "Estimated" not in picture.description


def test_a_share_reads_as_all_only_if_it_is(model: Model) -> None:
    """
    --- criteria/a.yaml
    {name: A, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/b.yaml
    {name: B, weight: 1, scale: {worst: 0, best: 100}}
    --- options/x.yaml
    {name: X, performance: {a: 90, b: 90}}
    --- options/y.yaml
    {name: Y, performance: {a: 1, b: 80}}
    --- options/z.yaml
    {name: Z, performance: {a: 1.01, b: 0}}
    """
    found = ranked(model)

    assert cells(acceptability(robust(found), found).table) == [
        ["X", "100 %", "0 %", "0 %"],
        ["Y", "0 %", ">99.9 %", "<0.1 %"],
        ["Z", "0 %", "<0.1 %", ">99.9 %"],
    ]


def test_estimates_carry_their_error_and_say_what_it_is(tmp_path: Path) -> None:
    found = ranked(large(tmp_path / "model", 14, 13))
    picture = acceptability(robust(found, draws=160), found)

    assert "±" in words(picture)
    assert picture.table.rows[-1].notes == (
        "The first 12 of 14 options.",
        "Ranks after the 12th are left out.",
        "Estimated: ± is half of a 95 % interval.",
    )
    assert picture.note == " ".join(picture.table.rows[-1].notes)
    assert picture.description.endswith(picture.note)


def test_a_grid_over_some_weights_says_so(mexico: Model) -> None:
    found = ranked(mexico)
    picture = acceptability(robust(found, Said((), ("cost=10%:30%",), ())), found)

    assert picture.title == "How often each option takes each rank, over the weights allowed"


def test_ranks_by_profile_are_those_that_compare_reports(mexico: Model) -> None:
    found = compared(mexico)
    shape = ranks_by_profile(found).shape
    assert isinstance(shape, Places)
    report = compare_report(mexico, found.views, False, lambda: "")
    (scores,) = [t for t in tables(report.blocks()) if t.title == "Rank and score"]

    assert shape.columns == tuple(row[0] for row in cells(scores))
    for name, told in zip(shape.series, shape.texts, strict=True):
        column = [c.label for c in scores.columns].index(name)
        assert list(told) == [row[column].split()[0] for row in cells(scores)]
    assert shape.places == tuple(tuple(F(text) for text in row) for row in shape.texts)


def test_options_that_tie_under_a_profile_share_the_mean_place(model: Model) -> None:
    """
    --- criteria/a.yaml
    {name: A, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/b.yaml
    {name: B, weight: 1, scale: {worst: 0, best: 100}}
    --- options/x.yaml
    {name: X, performance: {a: 90, b: 50}}
    --- options/y.yaml
    {name: Y, performance: {a: 80, b: 60}}
    --- options/z.yaml
    {name: Z, performance: {a: 70, b: 90}}
    --- profiles/only-a.yaml
    {name: Only A, weights: {b: 0}}
    """
    shape = ranks_by_profile(compared(model)).shape
    assert isinstance(shape, Places)

    assert shape.series == ("Z", "X", "Y")
    assert shape.places == ((F(1), F(3)), (F(5, 2), F(1)), (F(5, 2), F(2)))
    assert shape.texts == (("1", "3"), ("2=", "1"), ("2=", "2"))


def test_figures_that_do_not_add_up_as_printed_say_why(model: Model) -> None:
    """
    --- criteria/a.yaml
    {name: A, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/b.yaml
    {name: B, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/c.yaml
    {name: C, weight: 1, scale: {worst: 0, best: 100}}
    --- options/x.yaml
    {name: X, performance: {a: 50.2, b: 50.2, c: 49.75}}
    """
    picture = contributions(ranked(model))

    assert [row[1] for row in cells(picture.table)] == ["16.73", "16.73", "16.58", "50.1"]
    assert picture.table.rows[-1].notes == (ROUNDED,)
    assert contributions(ranked(model, "a=1", "b=0", "c=0")).table.rows[-1].notes == ()


# Which options, and their colors


def test_too_many_options_leave_the_first_ones_and_the_baseline(tmp_path: Path) -> None:
    model = large(tmp_path / "model", 20, 6)
    order = [s.option for s in ranked(model).ranking.standings]
    last = order[-1]
    model = model._replace(decision=model.decision._replace(baseline=last))
    found = ranked(model)
    bars, traces = contributions(found), criterion_scores(found)
    assert isinstance(bars.shape, Stacks)
    assert isinstance(traces.shape, Traces)

    first = [model.options[o].name for o in (*order[:7], last)]
    assert list(traces.shape.series) == first
    assert traces.shape.keys == (0, 1, 2, 3, 4, 5, 6, 7)
    assert len(bars.shape.rows) == 12
    assert bars.shape.rows[-1] == f"20 {model.options[last].name}"
    said = "8 of 20 options: the first ones and the baseline."
    assert traces.description.endswith(said)
    assert traces.table.rows[-1].notes == (said,)
    assert traces.note == said
    assert bars.table.rows[-1].notes == ("12 of 20 options: the first ones and the baseline.",)


def test_whoever_leads_somewhere_is_shown(model: Model) -> None:
    """
    --- criteria/a.yaml
    {name: A, weight: 9, scale: {worst: 0, best: 100}}
    --- criteria/b.yaml
    {name: B, weight: 1, scale: {worst: 0, best: 100}}
    --- options/o1.yaml
    {name: O1, performance: {a: 99, b: 0}}
    --- options/o2.yaml
    {name: O2, performance: {a: 98, b: 0}}
    --- options/o3.yaml
    {name: O3, performance: {a: 97, b: 0}}
    --- options/o4.yaml
    {name: O4, performance: {a: 96, b: 0}}
    --- options/o5.yaml
    {name: O5, performance: {a: 95, b: 0}}
    --- options/o6.yaml
    {name: O6, performance: {a: 94, b: 0}}
    --- options/o7.yaml
    {name: O7, performance: {a: 93, b: 0}}
    --- options/o8.yaml
    {name: O8, performance: {a: 92, b: 0}}
    --- options/o9.yaml
    {name: O9, performance: {a: 0, b: 99}}
    """
    picture = line_of(ranked(model), "b")
    shape = picture.shape
    assert isinstance(shape, Lines)

    assert shape.series == ("O1", "O2", "O3", "O4", "O5", "O6", "O7", "O9")
    assert shape.keys == (0, 1, 2, 3, 4, 5, 6, 8)
    assert picture.note == "8 of 9 options: the first ones and those that lead somewhere."
    assert picture.description.endswith(picture.note)


def along(folder: Path, count: int) -> tuple[Ranked, Line]:
    """Return a model of options each of which leads somewhere along the weight of b, and this."""
    made(folder, [f"Option {i}" for i in range(count)], ["A", "B"])
    for i in range(count):
        cells = f"{{c0: {100 - F(i * i, 4)!s}, c1: {100 - F((count - 1 - i) ** 2, 4)!s}}}"
        cells = re.sub(r"\d+/\d+", lambda m: str(float(F(m[0]))), cells)
        text = f"name: Option {i}\nperformance: {cells}\n"
        (folder / "options" / f"o{i}.yaml").write_text(text, encoding="utf-8")
    found = ranked(load(folder).model)
    return found, lines(found.model, found.ranking)["c1"]


def test_all_who_lead_somewhere_are_drawn_even_if_all_do(tmp_path: Path) -> None:
    found, line = along(tmp_path / "model", 12)
    picture = weight_line(found, "c1", line)
    shape = picture.shape
    assert isinstance(shape, Lines)

    assert len(list(leading(line))) == 12
    assert len(shape.series) == 12
    assert picture.note == ""
    for mark in shape.marks:
        assert mark.now or any(mark.label.endswith(f"{name} leads") for name in shape.series)


def test_of_very_many_who_lead_those_now_and_on_the_widest_parts_are_drawn(tmp_path: Path) -> None:
    found, line = along(tmp_path / "model", 20)
    picture = weight_line(found, "c1", line)
    shape = picture.shape
    assert isinstance(shape, Lines)
    parts = list(leading(line))
    widths = {part.leaders[0]: part.upper - part.lower for part in parts}
    shown = {option for option in widths if found.name(option) in shape.series}
    now = {part.leaders[0] for part in parts if part.lower <= line.share <= part.upper}

    assert len(parts) == 20
    assert len(shown) == len(shape.series) == 16
    assert now <= shown
    left = min(widths[option] for option in shown - now)
    assert all(widths[option] <= left for option in set(widths) - shown)
    assert (
        picture.note == "16 of 20 options: the first ones and those that lead on the widest parts."
    )


def test_an_option_has_the_same_key_in_all_pictures(tmp_path: Path) -> None:
    model = large(tmp_path / "model", 20, 6, baseline="o3")
    own = {o.option: i for i, o in enumerate(ranked(model).ranking.standings)}
    seen: dict[str, set[int]] = {}
    for found in (ranked(model), ranked(model, profile="p"), ranked(model, "c0*9")):
        assert [s.option for s in own_ranking(found).standings] == list(own)
        for picture in all_of(found):
            shape = picture.shape
            if isinstance(shape, Traces | Lines | Places):
                for name, key in zip(shape.series, shape.keys, strict=True):
                    seen.setdefault(name, set()).add(key)
                assert len(set(shape.keys)) == len(shape.keys)
    assert all(len(keys) == 1 for keys in seen.values())
    baseline = model.options["o3"].name
    assert own["o3"] >= 8
    assert seen[baseline] == {7}


def test_too_many_profiles_leave_the_first_ones(mexico: Model, tmp_path: Path) -> None:
    more = {f"p{i:02}": next(iter(mexico.profiles.values())) for i in range(15)}
    picture = ranks_by_profile(compared(mexico._replace(profiles=more)))

    assert len(picture.table.rows) == 12
    assert picture.table.rows[-1].notes == ("The first 12 of 16 sets of weights.",)
    some = ranks_by_profile(compared(large(tmp_path / "model", 9, 3)))
    assert some.table.rows[-1].notes == (
        "The first 8 of 9 options.",
        "Ranks are those among all options, heights those among the options shown.",
    )


def test_profiles_without_the_models_own_weights_keep_their_keys(mexico: Model) -> None:
    found = views(mexico, ["budget-hawk"])
    shape = ranks_by_profile(Compared(mexico, found, agreement(found), verbose=False)).shape
    assert isinstance(shape, Places)

    assert shape.series[0] == "Strategic partnership"
    assert shape.keys == (0, 1, 2)


def test_a_picture_of_a_small_model_is_small(mexico: Model) -> None:
    assert all(len(svg(picture)) < 12_000 for picture in all_of(ranked(mexico)))
    assert set(pictures.KINDS) == {"contributions", "scores", "weight", "acceptability", "profiles"}


def test_a_starter_model_can_be_drawn() -> None:
    model = load(ROOT / "src" / "policyscore" / "starter").model
    for picture in all_of(ranked(model)):
        report = picture_report(model, picture)
        titled = picture._replace(title=f"{model.decision.title}: {picture.title}")
        assert render(report, "svg") == svg(titled, standalone=True)


LEVEL = """
    --- criteria/x.yaml
    {name: X, weight: 3, scale: {worst: 0, best: 100}}
    --- criteria/y.yaml
    {name: Y, weight: 7, scale: {worst: 0, best: 100}}
    --- options/a.yaml
    {name: A, performance: {x: 70, y: 0}}
    --- options/b.yaml
    {name: B, performance: {x: 0, y: 30}}
    """


def test_a_weight_that_stands_where_the_lead_changes_tells_both_sides(tmp_path: Path) -> None:
    found = ranked(load(write_files(tmp_path, LEVEL)).model)
    picture = weight_line(found, "x", lines(found.model, found.ranking)["x"])

    assert "Below 30.0 % B leads; above 30.0 % A leads." in picture.description
    assert isinstance(picture.shape, Lines)
    assert [mark.label for mark in picture.shape.marks] == [
        "now 30.0 %",
        "below 30.0 % B leads",
        "above 30.0 % A leads",
    ]


def test_nobody_is_first_alone_in_the_words_of_a_tie(tmp_path: Path) -> None:
    found = ranked(load(write_files(tmp_path, LEVEL)).model)

    assert "A, one of those that share the first place" in criterion_scores(found).description


def test_nobody_owes_most_to_what_gives_nothing(tmp_path: Path) -> None:
    nothing = LEVEL.replace("70", "0").replace("30}", "0}")
    found = ranked(load(write_files(tmp_path, nothing)).model)

    assert "owes most" not in contributions(found).description
