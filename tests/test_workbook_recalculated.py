"""Another spreadsheet program computes what the workbook says: LibreOffice, from formulas alone.

The values that came with the formulas are dropped before, so all numbers are its own.
"""

import subprocess
from collections.abc import Mapping
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from policyscore.cli.importing import model_of
from policyscore.load import load
from policyscore.model import Group, Model, Performance
from policyscore.scenario import scenario
from policyscore.scoring import rank, ranking
from policyscore.weights import Stated, relative, stated, tree_of, weigh, weightless
from tests.conftest import ROOT, write_files
from tests.programs import first_of, needs
from tests.strategies import HERE, models
from tests.strategies import weights as some_weights
from tests.workbooks import Row, book_of, content, read, said, written

SOFFICE = first_of("soffice")
pytestmark = [needs("soffice"), pytest.mark.xdist_group("LibreOffice")]

MADE_UP = 12

Cells = Mapping[tuple[str, str], Fraction | None]  # by option and criterion; None is unknown

SMALL = """
--- criteria/burden.yaml
name: Burden
--- criteria/cost.yaml
name: Cost
within: burden
weight: 2
scale: {worst: 100, best: 0}
--- criteria/effort.yaml
name: Effort
within: burden
weight: 0.5
scale: {worst: -20, best: 10, curve: [[-20, 0], [-10, 0], [0.5, 70], [10, 100]]}
--- criteria/idle.yaml
name: Idle
weight: 0
--- criteria/nothing.yaml
name: Nothing
within: idle
weight: 0
scale: {worst: 0, best: 1}
--- criteria/noise.yaml
name: Noise
weight: 3
scale: {worst: 0, best: 4, curve: [[0, 10], [4, 60]]}
--- options/a.yaml
name: A
performance: {cost: 40, effort: unknown, noise: 2, nothing: 1}
--- options/b.yaml
name: B
performance: {cost: 10, effort: 0, noise: unknown, nothing: 0}
--- options/c.yaml
name: C
performance: {cost: 10, effort: 0, noise: unknown, nothing: 1}
"""


class Case(NamedTuple):
    """A model, and what a reader changes in its workbook."""

    model: Model
    weights: Stated = MappingProxyType({})
    cells: Cells = MappingProxyType({})
    pasted: Mapping[tuple[str, str], float | str | None] = MappingProxyType({})  # no performances

    @property
    def tried(self) -> Model:
        """Return the model that the workbook then stands for."""
        model, weights = self.model, {**stated(self.model), **self.weights}
        return model._replace(
            criteria={
                n: c._replace(weight=weights[n] or Fraction(0)) for n, c in model.criteria.items()
            },
            groups={n: group._replace(weight=weights[n]) for n, group in model.groups.items()},
            options={
                name: option._replace(
                    performance={n: self._cell(name, n) for n in option.performance}
                )
                for name, option in model.options.items()
            },
        )

    def _cell(self, option: str, criterion: str) -> Performance:
        cell = self.model.options[option].performance[criterion]
        value = self.cells.get((option, criterion), cell.value)
        value = None if (option, criterion) in self.pasted else value
        scale = self.model.criteria[criterion].scale
        ends = sorted((scale.worst, scale.best)) if value is None else (value, value)
        return Performance(value, ends[0], ends[1], HERE)

    @property
    def possible(self) -> bool:
        """Tell whether there are shares for the weights."""
        weights = stated(self.tried)
        negative = any(weight is not None and weight < 0 for weight in weights.values())
        return not (negative or weightless(tree_of(self.tried), weights))


def cases(folder: Path) -> dict[str, Case]:
    """Return what is tried, by name."""
    mexico = load(ROOT).model
    starter = load(ROOT / "src" / "policyscore" / "starter").model
    small = load(write_files(folder, SMALL)).model
    one = Fraction(1)
    return {
        "built-in": Case(mexico),
        "starter": Case(starter),
        "curves": Case(small),
        "cost": Case(mexico, {"cost": Fraction(200)}),
        "group": Case(mexico, {"burden": Fraction(1, 3), "benefit": one, "crime": one * 0}),
        "emptied criterion": Case(mexico, {"crime": None}),
        "filled group": Case(starter, {"effects": Fraction(10)}),
        "emptied group": Case(
            starter._replace(groups=weighed(starter.groups, effects=one)), {"effects": None}
        ),
        "performances": Case(
            small, {}, {("a", "effort"): Fraction(-11), ("b", "cost"): None, ("c", "noise"): one}
        ),
        "ends of a curve": Case(
            small, {}, {("a", "effort"): Fraction(-20), ("b", "effort"): Fraction(10)}
        ),
        "tie": Case(small, {"noise": one}, {("b", "noise"): one, ("c", "noise"): one}),
        "tie of all": Case(small, {"cost": one * 0, "effort": one * 0, "nothing": one * 0}),
        "nothing": Case(mexico, dict.fromkeys(mexico.criteria, Fraction(0))),
        "empty branch": Case(small, {"idle": one}),
        "negative": Case(mexico, {"cost": one * -80}),
        "cancelling": Case(small, {"noise": -one * 5 / 2}),
        "pasted": Case(
            small,
            pasted={
                **{("a", "cost"): -5, ("b", "cost"): 100.5, ("b", "effort"): "n/a"},
                **{("c", "effort"): None, ("a", "noise"): "=1/0", ("c", "noise"): "Unknown"},
            },
        ),
        "pasted one": Case(small, pasted={("a", "cost"): 1e9}),
        **made_up(MADE_UP),
    }


def weighed(groups: Mapping[str, Group], **weights: Fraction) -> dict[str, Group]:
    """Return groups with weights of their own."""
    return {n: group._replace(weight=weights.get(n, group.weight)) for n, group in groups.items()}


def made_up(count: int) -> dict[str, Case]:
    """Return models of all kinds, with changed weights and performances of all kinds."""
    found: dict[str, Case] = {}

    @settings(max_examples=count, derandomize=True, deadline=None, phases=[Phase.generate])
    @given(models(), st.data())
    def gather(model: Model, data: st.DataObject) -> None:
        names = [*model.criteria, *model.groups]
        weights = data.draw(st.dictionaries(st.sampled_from(names), some_weights, max_size=3))
        pairs = [(option, name) for option in model.options for name in model.criteria]
        chosen = data.draw(st.lists(st.sampled_from(pairs), max_size=2, unique=True))
        parts = st.one_of(st.none(), st.integers(0, 12))
        cells = {(option, name): _part(model, name, data.draw(parts)) for option, name in chosen}
        found[f"made up {len(found):02}"] = Case(model, weights, cells)

    gather()
    return found


def _part(model: Model, name: str, twelfths: int | None) -> Fraction | None:
    scale = model.criteria[name].scale
    if twelfths is None:
        return None
    return scale.worst + (scale.best - scale.worst) * Fraction(twelfths, 12)


def changed(case: Case) -> Workbook:
    """Return the workbook as a reader leaves it, without a value beside any formula."""
    book = load_workbook(BytesIO(written(book_of(case.model))))
    for name in ("Sources", "Profiles", "Orders", "Expectations"):
        if name in book.sheetnames:
            del book[name]  # no formula needs them, and reading them takes long
    weights, performances = book["Weights"], book["Performance"]
    for cells in weights.iter_rows(min_row=2):
        name = str(cells[0].value)
        if name in case.weights:
            weight = case.weights[name]
            cells[3].value = None if weight is None else float(weight)
    given = {pair: "unknown" if v is None else float(v) for pair, v in case.cells.items()}
    heads = [cell.value for cell in performances[1]]
    for cells in performances.iter_rows(min_row=2):
        for (option, criterion), value in {**given, **case.pasted}.items():
            if cells[0].value == option:
                cells[heads.index(criterion)].value = value
    return book


class Done(NamedTuple):
    """What was given to LibreOffice, and what it made of it."""

    case: Case
    given: Path
    found: Workbook


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Done]:
    """Return each case as LibreOffice computes it; it is started once for all."""
    place = tmp_path_factory.mktemp("recalculated")
    known = cases(place / "small")
    paths = {name: place / f"{name.replace(' ', '-')}.xlsx" for name in known}
    for name, path in paths.items():
        changed(known[name]).save(path)
    paths["whole"] = place / "whole.xlsx"
    paths["whole"].write_bytes(written(book_of(known["built-in"].model)))
    profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
    out = place / "out"
    command = [SOFFICE or "", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out)]
    subprocess.run(
        [*command, *map(str, paths.values())], check=True, capture_output=True, timeout=300
    )
    return {
        name: Done(case, paths[name], load_workbook(out / paths[name].name, data_only=True))
        for name, case in known.items()
    }


NAMES = (
    *("built-in", "starter", "curves", "cost", "group", "emptied criterion", "filled group"),
    *("emptied group", "performances", "ends of a curve", "tie", "tie of all", "nothing"),
    *("empty branch", "negative", "cancelling", "pasted", "pasted one"),
    *(f"made up {place:02}" for place in range(MADE_UP)),
)


def tables(book: Workbook) -> dict[str, dict[str, Row]]:
    """Return the rows of each sheet by their option, or by what stands in their first column."""
    return {
        s.title: {str(r.get("Option id", next(iter(r.values())))): r for r in read(s)}
        for s in book.worksheets
    }


def near(value: Fraction) -> Any:  # noqa: ANN401
    return pytest.approx(float(value), rel=1e-12, abs=1e-9)


def test_all_cases_are_tried(recalculated: dict[str, Done]) -> None:
    assert tuple(recalculated) == NAMES
    assert sum(done.case.possible for done in recalculated.values()) >= 20


def test_nothing_but_formulas_was_given_to_compute_with(recalculated: dict[str, Done]) -> None:
    given = load_workbook(recalculated["built-in"].given, data_only=True)

    assert [row["Score"] for row in read(given["Ranking"])] == [None] * 3
    assert [row["Option id"] for row in read(given["Ranking"])] == [None] * 3
    assert said(given, "Answer") is None


@pytest.mark.parametrize("name", NAMES)
def test_shares_scores_contributions_and_ranks_are_those_of_the_exact_arithmetic(
    name: str, recalculated: dict[str, Done]
) -> None:
    case, _, book = recalculated[name]
    if not case.possible:
        assert str(said(book, "Weights")).startswith("cannot be used")
        assert said(book, "Answer") == "There is no answer under these weights."
        options = [standing.option for standing in ranking(case.model).standings]
        rows = read(book["Ranking"])
        assert [(row["Rank"], row["Option id"]) for row in rows] == [
            ("no answer", option) for option in options
        ]
        assert {row[name] for row in rows for name in ("Score", "Change")} == {None}
        assert {row[name] for row in rows for name in case.model.criteria} == {None}
        return
    found, wanted = tables(book), ranking(case.tried)

    counted = relative(tree_of(case.tried), stated(case.tried))
    for node, row in found["Weights"].items():
        assert row["Counts as"] == near(counted[node])
        assert row["Share among siblings"] == near(wanted.weights.local[node])
        assert row["Share of all"] == near(wanted.weights.shares[node])
    for standing in wanted.standings:
        scored, points = found["Scores"][standing.option], found["Contributions"][standing.option]
        assert {n: scored[n] for n in standing.scores} == {
            n: near(score) for n, score in standing.scores.items()
        }
        assert {n: points[n] for n in standing.scores} == {
            n: near(part) for n, part in standing.contributions.items()
        }
        assert points["Total points"] == near(standing.score)
        row = found["Ranking"][standing.option]
        own = ranking(case.model).of(standing.option)
        assert row["Score"] == near(standing.score)
        assert row["Rank"] == standing.rank
        assert row["Change"] == near(standing.score - own.score)
        assert {n: row[n] for n in standing.scores} == {
            n: near(part) for n, part in standing.contributions.items()
        }
        assert (row["Rank in the model"], row["Score in the model"]) == (own.rank, near(own.score))


@pytest.mark.parametrize("name", NAMES)
def test_the_ranking_stands_in_its_order_and_ties_in_that_of_the_model(
    name: str, recalculated: dict[str, Done]
) -> None:
    case, _, book = recalculated[name]
    if not case.possible:
        return
    before = [standing.option for standing in ranking(case.model).standings]
    ranks = {s.option: s.rank for s in ranking(case.tried).standings}

    rows = read(book["Ranking"])

    assert [row["Option id"] for row in rows] == sorted(before, key=lambda name: ranks[name])
    assert [row["Option name"] for row in rows] == [
        case.model.options[row["Option id"]].name for row in rows
    ]


@pytest.mark.parametrize("name", NAMES)
def test_the_words_follow_the_numbers(name: str, recalculated: dict[str, Done]) -> None:
    case, _, book = recalculated[name]
    if not case.possible:
        return
    own, tried = ranking(case.model), ranking(case.tried)
    same = own.weights.shares == tried.weights.shares
    kept = all(
        cell.value == case.model.options[option.id].performance[criterion].value
        for option in case.tried.options.values()
        for criterion, cell in option.performance.items()
    )

    assert said(book, "Answer") == said(book_of(case.tried), "Answer")
    assert said(book, "Weights") == ("as in the model" if same else "changed: your scenario")
    if not case.pasted:
        told = "as in the model" if kept else "changed: your scenario"
        assert said(book, "Performances") == told


def test_what_is_no_performance_counts_as_unknown_and_is_told(
    recalculated: dict[str, Done],
) -> None:
    several, one = (recalculated[name].found for name in ("pasted", "pasted one"))

    told = "no number within their scale and count as unknown"
    assert said(several, "Performances") == f"5 cells are {told}"
    assert said(one, "Performances") == f"1 cell is {told}"
    marked = [
        (row["Option id"], row["Criterion id"])
        for row in read(several["Evidence"])
        if row["Notice"] == "counts as unknown"
    ]
    assert sorted(marked) == [
        *(("a", "cost"), ("a", "noise"), ("b", "cost"), ("b", "effort"), ("c", "effort")),
    ]


def test_a_workbook_that_another_program_saved_is_the_same_model(
    recalculated: dict[str, Done],
) -> None:
    case, given, _ = recalculated["built-in"]

    assert content(model_of(str(given.parent / "out" / "whole.xlsx")).model) == content(case.model)


@pytest.mark.parametrize("name", NAMES)
def test_evidence_shows_the_performances_as_they_are_now(
    name: str, recalculated: dict[str, Done]
) -> None:
    case, _, book = recalculated[name]

    for row in read(book["Evidence"]):
        cell = case.tried.options[row["Option id"]].performance[row["Criterion id"]]
        assert row["Value"] == ("unknown" if cell.value is None else near(cell.value))
        if not case.pasted:
            assert row["Notice"] is None


@pytest.mark.parametrize("name", ["built-in", "starter", "curves"])
def test_an_unchanged_workbook_comes_to_what_was_written_beside_its_formulas(
    name: str, recalculated: dict[str, Done]
) -> None:
    case, _, book = recalculated[name]
    ours = load_workbook(BytesIO(written(book_of(case.model))), data_only=True)

    for found in book.worksheets:
        sheet = ours[found.title]
        for cells, others in zip(sheet.iter_rows(), found.iter_rows(), strict=True):
            for cell, other in zip(cells, others, strict=True):
                wanted: object = cell.value
                if isinstance(wanted, int | float):
                    wanted = pytest.approx(wanted, rel=1e-12, abs=1e-9)
                assert other.value == wanted, cell.coordinate


def test_a_changed_weight_gives_the_ranking_that_the_command_line_gives(
    recalculated: dict[str, Done],
) -> None:
    case, _, book = recalculated["cost"]
    wanted = rank(case.model, scenario(case.model, None, ["cost=200"]).weights)

    found = tables(book)["Ranking"]
    assert wanted.standings[0].option == "retrenchment"
    for standing in wanted.standings:
        assert found[standing.option]["Score"] == near(standing.score)
        assert found[standing.option]["Rank"] == standing.rank


def test_a_group_that_is_emptied_counts_as_its_children_again(
    recalculated: dict[str, Done],
) -> None:
    case, _, book = recalculated["emptied group"]

    assert stated(case.model)["effects"] == 1
    assert tables(book)["Weights"]["effects"]["Counts as"] == 150
    weights = weigh(tree_of(case.model), {**stated(case.model), "effects": None})
    assert tables(book)["Weights"]["noise"]["Share of all"] == near(weights.shares["noise"])


def test_equal_scores_share_a_rank(recalculated: dict[str, Done]) -> None:
    found = tables(recalculated["tie"].found)["Ranking"]

    assert sorted(row["Rank"] for row in found.values()) == [1, 1, 3]
    assert "It is a tie." in str(said(recalculated["tie"].found, "Answer"))
