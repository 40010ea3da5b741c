"""A model folder made of a spreadsheet: plain tables, our workbook, and what is wrong in them."""

import csv
import inspect
import io
import re
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils.cell import coordinate_to_tuple
from xlsxwriter import Workbook as XlsxWorkbook  # type: ignore[import-untyped]

from policyscore.cli.importing import import_model, model_of
from policyscore.cli.messages import fault_lines
from policyscore.faults import CannotAccess, Misuse, Place, WrongModel
from policyscore.load import load, load_files
from policyscore.load.refusals import FORBIDDEN
from policyscore.model import Model
from policyscore.render import render_binary
from policyscore.reports.workbook import workbook
from policyscore.scoring import ranking
from tests.conftest import ROOT
from tests.models import GOOD, line_of
from tests.nasty import NASTY
from tests.reporting import ranked, report_of
from tests.strategies import steady

Sheets = Mapping[str, Sequence[Sequence[Any]]]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, which is empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(text: str, name: str = "table.csv") -> str:
    Path(name).write_text(inspect.cleandoc(text), encoding="utf-8", newline="")
    return name


def book(sheets: Sheets, name: str = "table.xlsx", alive: bool = False) -> str:
    """Write a workbook and return its name; texts are formulas and errors only if `alive`."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, held in sheets.items():
        sheet = made.create_sheet(title)
        for r, row in enumerate(held, start=1):
            for c, value in enumerate(row, start=1):
                cell = sheet.cell(r, c, value)
                if isinstance(value, str) and not alive:
                    cell.data_type = "s"
    made.save(name)
    return name


def imported(name: str, folder: str = "model") -> Model:
    """Import, load what was written as any command does, and return it."""
    import_model(name, folder)
    return load(Path(folder)).model


def said(name: str, folder: str = "model") -> list[str]:
    """Return a line for each fault of a spreadsheet; nothing is written then."""
    with pytest.raises(WrongModel) as caught:
        import_model(name, folder)
    assert not Path(folder).exists()
    return [line_of(fault) for fault in caught.value.faults]


def bare(value: Any) -> Any:  # noqa: ANN401 - whatever a model holds
    """Return a model, or a part of one, without the places."""
    if isinstance(value, Place):
        return None
    if hasattr(value, "_fields"):
        fields = [name for name in value._fields if name not in ("place", "places")]
        return type(value).__name__, *(bare(getattr(value, name)) for name in fields)
    if isinstance(value, Mapping):
        return {name: bare(held) for name, held in value.items()}
    return tuple(map(bare, value)) if isinstance(value, tuple) else value


# Plain tables


def test_a_plain_table_becomes_a_model() -> None:
    name = put("""
        option,Yearly cost,Noise,Equity
        worst,1000,75,0
        best,0,50,10
        weight,40,100,20.5
        Unit,US$ thousand,dB(A),
        within,,Effects,effects
        question,,How loud?,
        Night wardens,67,61,unknown
        No new action,0,68.50,3
    """)

    told = import_model(name, "market street")

    assert told == (
        "Wrote a model to market street: 2 options, 3 criteria, 1 group\n"
        "  Yearly cost: 1000 (worst) to 0 (best) US$ thousand, weighs 40\n"
        "  Noise: 75 (worst) to 50 (best) dB(A), weighs 100\n"
        "  Equity: 0 (worst) to 10 (best), weighs 20.5\n"
        "Next: give the model a title and a question in 'market street/policyscore.yaml', then "
        "policyscore rank 'market street'\n"
    )
    files = {
        path.relative_to("market street").as_posix(): path.read_text("utf-8").split("\n", 2)[2]
        for path in Path("market street").rglob("*.yaml")
    }
    assert files == {
        "policyscore.yaml": "title: table\n",
        "criteria/effects.yaml": "name: Effects\n",
        "criteria/equity.yaml": (
            "name: Equity\nwithin: effects\nweight: 20.5\nscale:\n  worst: 0\n  best: 10\n"
        ),
        "criteria/noise.yaml": (
            "name: Noise\nquestion: How loud?\nwithin: effects\nweight: 100\n"
            "scale:\n  worst: 75\n  best: 50\n  unit: dB(A)\n"
        ),
        "criteria/yearly-cost.yaml": (
            "name: Yearly cost\nweight: 40\n"
            'scale:\n  worst: 1000\n  best: 0\n  unit: "US$ thousand"\n'
        ).replace('"', ""),
        "options/night-wardens.yaml": (
            "name: Night wardens\nperformance:\n  yearly-cost: 67\n  noise: 61\n  equity: unknown\n"
        ),
        "options/no-new-action.yaml": (
            "name: No new action\nperformance:\n  yearly-cost: 0\n  noise: 68.50\n  equity: 3\n"
        ),
    }


def test_editors_find_the_schemas() -> None:
    import_model(put(TABLE), "model")

    for path in Path("model").rglob("*.yaml"):
        first = path.read_text("utf-8").splitlines()[0]
        schema = path.parent / first.removeprefix("# yaml-language-server: $schema=")
        assert schema.resolve().is_relative_to(Path("model/.schemas").resolve())
        assert schema.read_bytes() == (ROOT / "src/policyscore/schemas" / schema.name).read_bytes()


TABLE = """
    option,Cost,Equity
    worst,10,0
    best,0,10
    weight,3,2
    Charge,4,6
    Wait,1,3
"""


def test_the_sum_of_weights_of_a_published_table() -> None:
    """The example of the weighted sum in Triantaphyllou (2000): two of the three options tie."""
    model = imported(
        put("""
            alternative;C1;C2;C3;C4
            weight;0.2;0.15;0.4;0.25
            worst;0;0;0;0
            best;100;100;100;100
            A1;25;20;15;30
            A2;10;30;20;30
            A3;30;10;30;10
        """)
    )

    found = {s.option: (s.rank, s.score) for s in ranking(model).standings}
    assert found == {
        "a1": (3, Fraction("21.5")),
        "a2": (1, Fraction(22)),
        "a3": (1, Fraction(22)),
    }


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("begin", [b"", b"\xef\xbb\xbf"], ids=["", "BOM"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_each_common_form_of_csv_gives_the_same_model(mark: str, begin: bytes, end: str) -> None:
    text = inspect.cleandoc(TABLE).replace(",", mark).replace("\n", end)
    Path("other.csv").write_bytes(begin + text.encode())

    assert bare(imported("other.csv"))[2:] == bare(load_files(GOOD).model)[2:]


def test_a_name_row_names_what_the_headings_abbreviate() -> None:
    model = imported(put(f"{inspect.cleandoc(TABLE)}\nname,Yearly cost,\n"))

    assert {c.id: c.name for c in model.criteria.values()} == {
        "cost": "Yearly cost",
        "equity": "Equity",
    }


@pytest.mark.parametrize(
    ("file", "title"),
    [("bus_lanes 2030.csv", "bus lanes 2030"), (" .csv", ""), ("a\u202eb.CSV", r"a\u202eb")],
)
def test_the_name_of_the_file_is_the_title(file: str, title: str) -> None:
    assert imported(put(TABLE, file)).decision.title == title


def test_names_that_are_alike_become_different_files() -> None:
    model = imported(
        put("""
            option,Cost,cost?,Cost!
            worst,9,9,9
            best,0,0,0
            weight,1,1,1
            within,Cost,,
            Bus,1,2,3
            bus.,4,5,6
        """)
    )

    assert list(model.criteria) == ["cost-2", "cost-3", "cost"]
    assert list(model.groups) == ["cost-4"]
    assert [option.performance["cost-2"].value for option in model.options.values()] == [2, 5]


def test_empty_rows_and_columns_are_nothing() -> None:
    model = imported(
        put(",,,\n\noption,Cost,,\nworst,10,,\nbest,0,\n,,,,\nweight,1\nA,4,,\n\n,,\n")
    )

    assert list(model.options) == ["a"]
    assert list(model.criteria) == ["cost"]


@pytest.mark.parametrize("name", NASTY)
def test_hostile_names_stay_names(name: str) -> None:
    name = re.sub(r"[\n\t]", " ", FORBIDDEN.sub("", name)).strip() or "x"
    stream = io.StringIO()
    csv.writer(stream).writerows(
        [["", name], ["worst", 0], ["best", 9], ["weight", 1], ["within", name], [name, 5]]
    )

    model = imported(put(stream.getvalue()))

    names = (
        *(option.name for option in model.options.values()),
        *(criterion.name for criterion in model.criteria.values()),
        *(group.name for group in model.groups.values()),
    )
    assert names == (name,) * 3
    assert {path.parent.name for path in Path("model").rglob("*.yaml")} == {
        *("model", "options", "criteria"),
    }


numbers = st.decimals(-1000, 1000, places=2).map(lambda number: number.normalize())
weights = st.decimals("0.1", 100, places=1)
names = st.text(st.sampled_from("abcé漢 =+-@\"',;:#|[]{}"), min_size=1, max_size=12).map(str.strip)
labels = names.filter(lambda name: name.casefold() not in ("", "worst", "best"))


@st.composite
def tables(draw: st.DrawFn) -> list[list[Any]]:
    """Draw a plain table: decimals, names of all kinds, groups, unknown cells."""
    count = draw(st.integers(1, 4))
    ends = draw(st.lists(st.tuples(numbers, numbers), min_size=count, max_size=count))
    ends = [(worst, best if best != worst else worst + 1) for worst, best in ends]
    body = draw(st.lists(labels, min_size=1, max_size=4, unique_by=as_compared))
    cells = st.integers(0, 4).map(lambda part: Decimal(part) / 4)

    def cell(between: tuple[Decimal, Decimal]) -> Decimal | str:
        part = draw(st.one_of(cells, st.none()))
        worst, best = between
        return "unknown" if part is None else worst + (best - worst) * part

    special: list[list[Any]] = [
        ["worst", *(worst for worst, _ in ends)],
        ["best", *(best for _, best in ends)],
        ["weight", *draw(st.lists(weights, min_size=count, max_size=count))],
        [
            "within",
            *draw(st.lists(st.sampled_from(("", "G", "h")), min_size=count, max_size=count)),
        ],
    ]
    rows = [*special, *([name, *map(cell, ends)] for name in body)]
    heads = st.lists(names.filter(bool), min_size=count, max_size=count, unique_by=as_compared)
    return [["", *draw(heads)], *rows]


def as_compared(name: str) -> str:
    return " ".join(name.casefold().split())


def by_hand(table: list[list[Any]]) -> dict[str, Fraction]:
    """Return the score of each option; groups that have no weight change none."""
    _, worst, best, weight, _, *options = table

    def score(cell: Decimal | str, w: Decimal, b: Decimal) -> Fraction:
        if isinstance(cell, str):
            return Fraction(50)
        return 100 * (Fraction(cell) - Fraction(w)) / (Fraction(b) - Fraction(w))

    parts = [Fraction(part) / sum(map(Fraction, weight[1:])) for part in weight[1:]]
    return {
        name: sum(
            (p * score(*of) for p, *of in zip(parts, cells, worst[1:], best[1:], strict=True)),
            start=Fraction(0),
        )
        for name, *cells in options
    }


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for many tables, one after another."""
    return tmp_path_factory.mktemp("tables")


@steady
@given(tables(), st.sampled_from(",;\t"))
def test_scores_of_a_table_are_what_arithmetic_by_hand_gives(
    elsewhere: Path, table: list[list[Any]], mark: str
) -> None:
    with (elsewhere / "t.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=mark).writerows(table)

    model = model_of(str(elsewhere / "t.csv")).model

    found = {model.options[s.option].name: s.score for s in ranking(model).standings}
    assert found == by_hand(table)


# What is wrong in a table


def test_all_faults_of_a_table_are_told_at_once_with_their_places() -> None:
    name = put("""
        option,Cost,Noise,Equity
        worst,1000,75,0
        best,0,50,zero
        weight,40,-1,20
        Wait,,68%,"1,234"
        Charge,"0,5","1.234,5",n/a
        Close,2000,60,5
        Short,1
    """)

    assert said(name) == [
        "table.csv:3:11: best of Equity: zero is not a plain number; "
        "write a plain decimal such as 445, -0.5 or 1.2e6",
        "table.csv:4:11: weight: -1 is negative; write 0 or more",
        "table.csv:5:6: Cost is empty; write a number, or unknown if nobody knows",
        "table.csv:5:7: Noise: 68% is not a plain number; "
        "leave the % out; a unit belongs into the row unit",
        "table.csv:5:11: Equity: 1,234 is not a plain number; "
        "write 1234, or 1.234 if the comma is a decimal mark",
        "table.csv:6:8: Cost: 0,5 is not a plain number; the decimal mark is a point: write 0.5",
        "table.csv:6:14: Noise: 1.234,5 is not a plain number; write 1234.5",
        "table.csv:6:24: Equity: n/a is not a plain number; "
        "write unknown, or a plain decimal such as 445, -0.5 or 1.2e6",
        "table.csv:7:7: cost is 2000, outside the scale from 1000 to 0; "
        "correct it, or widen the scale and weigh the criterion anew",
        "table.csv:8:1: Equity is empty; write a number, or unknown if nobody knows",
        "table.csv:8:1: Noise is empty; write a number, or unknown if nobody knows",
    ]


def test_two_of_the_same_name_are_told_with_both_places() -> None:
    name = put("""
        option,Cost,Noise,cOST
        worst,10,0,10
        best,0,9,0
        weight,1,1,1
        Night bus,1,2,3
        Tram,1,2,3
        night   BUS,1,2,3
    """)

    assert said(name) == [
        "table.csv:1:19: a second criterion cOST; the first is table.csv:1:8; "
        "keep one, or give each a name of its own",
        "table.csv:7:1: a second option night BUS; the first is table.csv:5:1; "
        "keep one, or give each a name of its own",
    ]


def test_a_weight_in_percent_needs_no_sign_and_a_unit_belongs_into_its_row() -> None:
    name = put("option,Cost,Gain\nworst,100%,0\nbest,0,9\nweight,60%,40\nA,5%,1\n")

    assert said(name) == [
        "table.csv:2:7: worst of Cost: 100% is not a plain number; "
        "leave the % out; a unit belongs into the row unit",
        "table.csv:4:8: weight of Cost: 60% is not a plain number; "
        "leave the percent sign out: weights are relative",
        "table.csv:5:3: Cost: 5% is not a plain number; "
        "leave the % out; a unit belongs into the row unit",
    ]


TORN = """
    option,Cost,Noise
    worst,1000,75
    best,0,50
    weight,1,1
    A,3,60
"""


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("B,12,5,60", "6:3: the row holds 4 cells and the first row 3: 12,5 looks like one number "
         "whose decimal comma separates cells; write 12.5, or remove the cell that is too many"),
        ("B,3.5,60,-55,5", "6:10: the row holds 5 cells and the first row 3: -55,5 looks like one "
         "number whose decimal comma separates cells; write -55.5, or remove the cell that is too "
         "many"),
        ("B,1,500,60", "6:3: the row holds 4 cells and the first row 3: 1,500 looks like one "
         "number whose decimal comma separates cells; write 1.500 (1500 if it groups thousands), "
         "or remove the cell that is too many"),
        ("B,1,60,cheap", "6:8: cheap stands below no name of a criterion; name the column in the "
         "first row; what separates cells needs quotes within one"),
        ("B,1.5,60,1.5", "6:10: 1.5 stands below no name of a criterion; name the column in the "
         "first row; what separates cells needs quotes within one"),
    ],
)  # fmt: skip
def test_a_row_that_a_decimal_comma_tears_is_one_fault(row: str, fault: str) -> None:
    assert said(put(f"{inspect.cleandoc(TORN)}\n{row}\n")) == [f"table.csv:{fault}"]


def test_a_torn_row_of_scales_or_the_only_option_is_one_fault_too() -> None:
    torn = " looks like one number whose decimal comma separates cells; write "
    assert said(put(TORN.replace("best,0,50", "best,0,5,50"))) == [
        f"table.csv:3:6: the row holds 4 cells and the first row 3: 0,5{torn}0.5, "
        "or remove the cell that is too many"
    ]
    assert said(put(TORN.replace("A,3,60", "A,3,60,5"))) == [
        f"table.csv:5:3: the row holds 4 cells and the first row 3: 3,60{torn}3.60, "
        "or remove the cell that is too many"
    ]


def test_a_column_without_a_name_is_torn_by_nothing() -> None:
    assert said(put("option,Cost\nworst,9,1\nbest,0,2\nweight,1,3\nA,3,4\n")) == [
        "table.csv:2:9: 1 stands below no name of a criterion; name the column in the first row; "
        "what separates cells needs quotes within one"
    ]


def test_remarks_are_one_fault_a_row_and_one_a_column() -> None:
    name = put("""
        option,Cost,Noise,Remarks,Nothing
        worst,10,0,,
        best,0,9,,
        weight,1,1,,
        A,1,2,see page 4,
        B,3,4,"(a guess, not more)",
        Source,budget,"survey, 2029",,
        Draft,,,,
        C,cheap,4,,
        D,n/a,?,,
    """)

    remarks = "holds no number; leave it out if it holds remarks, or write numbers, or unknown"
    decimals = "a plain decimal such as 445, -0.5 or 1.2e6"
    assert said(name) == [
        f"table.csv:1:19: the column Remarks {remarks}",
        f"table.csv:1:27: the column Nothing {remarks}",
        f"table.csv:7:1: the row Source {remarks}",
        f"table.csv:8:1: the row Draft {remarks}",
        "table.csv:9:3: Cost: cheap is not a plain number; "
        f"write {decimals}, or unknown if nobody knows",
        f"table.csv:10:3: Cost: n/a is not a plain number; write unknown, or {decimals}",
        f"table.csv:10:7: Noise: ? is not a plain number; write unknown, or {decimals}",
    ]


def test_a_table_of_remarks_alone_holds_no_criterion() -> None:
    assert said(put("option,Note\nA,cheap\nB,dear\n"))[-1] == (
        "table.csv:1:8: the column Note holds no number; "
        "leave it out if it holds remarks, or write numbers, or unknown"
    )


@pytest.mark.parametrize("text", ["n.a.", "N/A", "?", "-", "NA", "–"])
def test_what_stands_for_no_number_is_to_be_unknown(text: str) -> None:
    assert said(put(TABLE.replace("4,6", f"4,{text}"))) == [
        f"table.csv:5:10: Equity: {text} is not a plain number; "
        "write unknown, or a plain decimal such as 445, -0.5 or 1.2e6"
    ]


TITLED = (
    "the first row holds one cell only, and the next looks like the row with the criteria; "
    "remove what stands above the row with the names of the criteria"
)


@pytest.mark.parametrize("title", ["Our table", "Our table,,", "\n,Our table,"])
def test_a_title_above_the_table_is_one_fault(title: str) -> None:
    (line,) = said(put(f"{title}\n{inspect.cleandoc(TABLE)}"))

    assert line.partition(": ")[2] == TITLED


def test_a_title_above_the_table_of_a_workbook_is_one_fault() -> None:
    assert said(book({"S": [["Our table"], [], *rows(TABLE)]})) == [f"table.xlsx: S!A1: {TITLED}"]


@pytest.mark.parametrize("second", ["name,Yearly cost", "worst,10", "Bus,unknown", "Bus,x"])
def test_a_table_of_one_criterion_has_no_title(second: str) -> None:
    table = f",Cost\n{second}\nworst,10\nbest,0\nweight,1\nA,4\n"

    assert not any("the first row holds" in line for line in lines_of(put(table)))


def lines_of(name: str) -> list[str]:
    """Return a line for each fault of a spreadsheet, none where it is a model."""
    try:
        model_of(name)
    except WrongModel as wrong:
        return [line_of(fault) for fault in wrong.faults]
    return []


def test_a_table_that_begins_a_column_too_late_is_one_fault() -> None:
    table = "".join(f",{line}\n" for line in inspect.cleandoc(TABLE).splitlines())

    assert said(put(table)) == [
        "table.csv:1:2: no row has a name in the first column; remove the column if it is empty; "
        "the first one names options, worst, best and weight"
    ]


def test_a_single_row_without_a_name_is_told_as_that() -> None:
    assert "table.csv:2:1: the row has no name; write the option's name into the first cell" in (
        said(put("option,Cost\n,1\n"))
    )


def test_of_many_criteria_the_scales_of_twelve_are_told() -> None:
    def told(count: int) -> list[str]:
        heads = ",".join(f"C{n}" for n in range(count))
        body = (f"{label}{f',{n}' * count}" for label, n in (("worst", 0), ("best", 9)))
        more = (f"{label}{',1' * count}" for label in ("weight", "A"))
        name = put("\n".join([f"option,{heads}", *body, *more]))
        return import_model(name, f"model {count}").splitlines()[12:]

    last, then = told(12)
    assert last == "  C11: 0 (worst) to 9 (best), weighs 1"
    assert then.startswith("Next: ")
    assert told(13)[1] == "  and 1 more criterion"
    assert told(14)[1] == "  and 2 more criteria"


def test_names_and_units_that_are_told_are_harmless() -> None:
    table = "option,::error::x\nworst,9\nbest,0\nweight,1\nunit,##[error]\nA,1\n"

    assert "  : :error::x: 9 (worst) to 0 (best) # #[error], weighs 1\n" in import_model(
        put(table), "model"
    )


def test_rows_that_are_missing_are_shown_as_they_could_stand() -> None:
    assert said(put("option;Cost;Noise\nA;1;2\nWeights;1;2\n")) == [
        "table.csv:1:1: there is no row best: the performance that scores 100, never taken from "
        "the options at hand; add a row such as best;100;100 with numbers of your own",
        "table.csv:1:1: there is no row weight: what the swing from worst to best is worth beside "
        "the others; is it table.csv:3:1, Weights? Name it weight",
        "table.csv:1:1: there is no row worst: the performance that scores 0, never taken from the "
        "options at hand; add a row such as worst;0;0 with numbers of your own",
    ]


def test_a_table_on_its_side_is_told_as_such() -> None:
    name = put("criterion,Worst,best,weight,Charge\nCost,10,0,1,4\n")

    assert said(name) == [
        "table.csv:1:1: the table lies on its side: worst, best and weight stand in the first row; "
        "let each criterion be a column, and worst, best and weight be rows; paste transposed"
    ]


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        (f"{TABLE}    Best,1,2", "7:1: a second row best; the first is table.csv:3:1; keep one"),
        (f"{TABLE}    ,1,2", "7:1: the row has no name; "
         "write the option's name into the first cell"),
        (f"{TABLE}    Ban,1,2,x3", "7:9: x3 stands below no name of a criterion; "
         "name the column in the first row; what separates cells needs quotes within one"),
        ("option,,\nworst,1,2", "1:1: the first row names no criterion; "
         "name one above each column from the second"),
        ("option,Cost\nworst,1\nbest,2\nweight,1", "1:1: the table holds no option; "
         "add a row for each, with its name in the first cell"),
        (TABLE.replace("10,0", "10,10"), "3:8: equity: worst and best are both 10, "
         "so nothing can differ on it; give it two different ends"),
        (TABLE.replace("3,2", "0,0"), "1:8: all weights at the top level are 0; "
         "give at least one of them a weight above 0"),
        (TABLE.replace("Charge", '"Cha\n    rge"'), "5:1: name holds a line break; "
         "write it on one line"),
        (TABLE.replace("Charge", "Cha\x1brge"), "5:1: the control character U+001B is not allowed "
         "in a model; remove it"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_told(table: str, fault: str) -> None:
    assert said(put(table)) == [f"table.csv:{fault}"]


def test_the_line_of_a_fault_can_be_shown() -> None:
    with pytest.raises(WrongModel) as caught:
        import_model(put(TABLE.replace("4,6", "4,x")), "model")

    assert list(fault_lines(caught.value.faults, str, caught.value.texts))[1:] == [
        "  | Charge,4,x",
        "  |          ^",
    ]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "table.csv:1:1: the file is empty; separate cells by commas, semicolons or tabs: "
         "option,first criterion,second criterion"),
        (b"caf\xe9,b\n", "table.csv:1:4: the byte 0xE9 is not UTF-8; save it as UTF-8 "
         "(in Excel: save as CSV UTF-8)"),
        ("a,b\n1,2\n".encode("utf-16"), "table.csv:1:1: the file is in UTF-16; save it as "
         "UTF-8 (in Excel: save as CSV UTF-8)"),
        (b"PK\x03\x04", "table.csv: this is a workbook or another archive, no text; name it .xlsx, "
         "or export it as CSV"),
        (b"a" * (5 << 20 | 1), "table.csv: the file is larger than 5 MiB; "
         "leave out what is no part of the table"),
    ],
    ids=["empty", "Latin-1", "UTF-16", "zip", "large"],
)  # fmt: skip
def test_what_is_no_text_in_utf_8_is_refused(content: bytes, fault: str) -> None:
    Path("table.csv").write_bytes(content)
    assert said("table.csv") == [fault]


def test_names_as_long_as_a_file_may_be_are_no_model() -> None:
    assert said(put(TABLE.replace("Charge", "x" * (1 << 20)))) == [
        "table.csv:5:1: the file is larger than 1 MiB; shorten its texts"
    ]


# The command's arguments


@pytest.mark.parametrize(
    ("file", "fault"),
    [
        ("none.csv", "no such file: none.csv"),
        ("table.ods", "table.ods is no .csv or .xlsx file; export the table as one of these"),
        ("folder.csv", "folder.csv is no file; name a .csv or .xlsx file"),
    ],
)
def test_a_file_that_cannot_be_meant_is_misuse(file: str, fault: str) -> None:
    Path("folder.csv").mkdir()
    with pytest.raises(Misuse, match=f"^{re.escape(fault)}$"):
        import_model(file, "model")


def test_nothing_is_written_over() -> None:
    name = put(TABLE)
    import_model(name, "model")
    before = {path: path.read_bytes() for path in Path("model").rglob("*") if path.is_file()}

    with pytest.raises(Misuse, match=r"^model is not empty; nothing is overwritten"):
        import_model(name, "model")
    assert {
        path: path.read_bytes() for path in Path("model").rglob("*") if path.is_file()
    } == before


def test_a_fresh_repository_is_no_hindrance() -> None:
    Path("model/.git").mkdir(parents=True)
    assert list(imported(put(TABLE)).options) == ["charge", "wait"]


def test_a_folder_that_cannot_be_made_is_no_access() -> None:
    put("", "file")
    with pytest.raises(CannotAccess, match=r"^cannot write file/new: "):
        import_model(put(TABLE), "file/new")


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions")
def test_a_file_that_may_not_be_read_is_no_access(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    name = put(TABLE)
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(CannotAccess, match=r"^cannot read table\.csv: Permission denied$"):
        import_model(name, "model")


def test_a_workbook_needs_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    Path("table.xlsx").write_bytes(b"")
    with pytest.raises(Misuse, match=r"needs an extra: pip install 'policyscore\[excel\]'$"):
        import_model("table.xlsx", "model")


def test_a_csv_file_needs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert list(imported(put(TABLE)).options) == ["charge", "wait"]


# Tables in workbooks


def rows(text: str) -> list[list[Any]]:
    """Return the rows of a CSV text, numbers as numbers."""

    def value(cell: str) -> Any:  # noqa: ANN401 - as in a cell
        return float(cell) if re.fullmatch(r"-?\d+(\.\d+)?", cell) else cell or None

    return [
        [value(cell) for cell in row] for row in csv.reader(inspect.cleandoc(text).splitlines())
    ]


def test_the_first_sheet_of_a_workbook_is_a_table_too() -> None:
    name = book({"My table": rows(TABLE), "Notes": [["whatever"]]})

    assert import_model(name, "model") == (
        "Wrote a model to model: 2 options, 2 criteria\n"
        "  Cost: 10 (worst) to 0 (best), weighs 3\n"
        "  Equity: 0 (worst) to 10 (best), weighs 2\n"
        "Not read: the sheet Notes\n"
        "Next: give the model a title and a question in model/policyscore.yaml, then "
        "policyscore rank model\n"
    )
    found = load(Path("model")).model
    assert bare(found)[2:] == bare(load_files(GOOD).model)[2:]


@steady
@given(st.decimals(-(10**6), 10**6, places=8).map(float), st.integers(-(10**9), 10**9))
def test_numbers_are_as_short_as_the_workbook_has_them(
    elsewhere: Path, one: float, two: int
) -> None:
    table: list[list[Any]] = [
        ["", "A", "B"],
        ["worst", -1e6, -(10**9)],
        ["best", 1e6, 10**9],
        ["weight", 1, 1],
    ]
    book({"S": [*table, ["x", one, two]]}, str(elsewhere / "t.xlsx"))

    model = model_of(str(elsewhere / "t.xlsx")).model

    cells = model.options["x"].performance
    assert (cells["a"].value, cells["b"].value) == (Fraction(repr(one)), Fraction(two))


def test_cells_that_are_no_numbers_are_told_by_their_names() -> None:
    table = [
        *rows(TABLE)[:4],
        ["A", date(2030, 1, 2), datetime(2030, 1, 2, 3, 4)],  # noqa: DTZ001 - as in a cell
        ["B", True, time(1, 2)],
        ["C", "=1/2", "#DIV/0!"],
        ["D", None, 1],
    ]

    assert said(book({"S": table}, alive=True)) == [
        "table.xlsx: S!B5: Cost: 2030-01-02 is a date, not a number; format the cell as a number",
        "table.xlsx: S!C5: Equity: 2030-01-02 03:04:00 is a date, not a number; "
        "format the cell as a number",
        "table.xlsx: S!B6: Cost: TRUE is a truth value; write a number, or a text",
        "table.xlsx: S!C6: Equity: 01:02:00 is a date, not a number; format the cell as a number",
        "table.xlsx: S!B7: Cost: a formula whose value is not in the file; "
        "open the file in a spreadsheet program and save it, or write the value",
        "table.xlsx: S!C7: Equity: #DIV/0! is the error of a formula; correct the formula",
        "table.xlsx: S!B8: Cost is empty; write a number, or unknown if nobody knows",
    ]


@pytest.mark.parametrize(
    ("form", "is_hundredfold"),
    [("0%", True), ("0.00 %", True), ('0"%"', False), (r"0\%", False), ("General", False)],
)
def test_a_number_that_is_shown_in_percent_is_refused(form: str, is_hundredfold: bool) -> None:
    made = load_workbook(book({"S": rows(TABLE)}))
    made["S"]["C5"].number_format = form
    made["S"]["C5"].value = 0.5
    made.save("table.xlsx")

    if is_hundredfold:
        assert said("table.xlsx") == [
            "table.xlsx: S!C5: Equity: 0.5 is shown as 50%; format the cell as a plain number and "
            "write 50 or 0.5, whichever is meant"
        ]
    else:
        assert imported("table.xlsx").options["charge"].performance["equity"].value == Fraction(
            1, 2
        )


def test_a_number_beyond_all_bounds_is_none() -> None:
    name = repacked(
        book({"S": rows(TABLE)}), sheet1=lambda text: text.replace("<v>6<", "<v>1e999<")
    )

    assert said(name) == [
        "table.xlsx: S!C5: Equity: inf is not a plain number; "
        "write a plain decimal such as 445, -0.5 or 1.2e6, or unknown if nobody knows"
    ]


def test_the_value_of_a_formula_counts() -> None:
    made = XlsxWorkbook("table.xlsx")
    sheet = made.add_worksheet("S")
    for r, row in enumerate(rows(TABLE)):
        sheet.write_row(r, 0, row)
    sheet.write_formula("B5", "=2+2.5", None, 4.5)
    sheet.write_formula("A5", '=UPPER("charge")', None, "CHARGE")
    sheet.write("A8", "unit")
    sheet.write_formula("B8", '=""', None, "")
    made.close()
    # As spreadsheet programs keep a text that is empty.
    repacked("table.xlsx", sheet1=lambda text: text.replace('<c r="B8">', '<c r="B8" t="str">'))

    assert imported("table.xlsx").options["charge"].performance["cost"].value == Fraction("4.5")


def test_faults_of_a_workbook_stand_in_the_order_of_its_cells() -> None:
    table: list[list[Any]] = [
        ["", "A"],
        ["worst", 0],
        ["best", 9],
        ["weight", 1],
        *([f"o{n}", "x"] for n in range(8)),
    ]
    faults = said(book({"S": table}))

    assert [line.split(" ")[1] for line in faults] == [f"S!B{row}:" for row in range(5, 13)]


def test_a_name_is_no_error_and_no_truth_value() -> None:
    table = rows(TABLE)
    table[0][1:], table[4][0], table[5][0] = ["#REF!", "=1+1"], True, "=1+1"

    assert said(book({"S": table}, alive=True)) == [
        "table.xlsx: S!B1: #REF! is the error of a formula; correct the formula",
        "table.xlsx: S!C2: 0 stands below no name of a criterion; "
        "name the column in the first row; what separates cells needs quotes within one",
        "table.xlsx: S!A5: TRUE is a truth value; write a number, or a text",
        "table.xlsx: S!A6: the row has no name; write the option's name into the first cell",
    ]


# Files that mean harm, or are none


def repacked(name: str, **changed: Callable[[str], str]) -> str:
    """Change the text of some parts of a workbook, or leave them out where nothing is left."""
    with zipfile.ZipFile(name) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            text = changed.get(Path(part).stem, str)(content.decode())
            if text:
                archive.writestr(part, text)
    return name


TOO_MUCH = (
    "table.xlsx: the workbook unpacks to more than is read; keep the table in a workbook of its own"
)
UNREADABLE = (
    "table.xlsx: the file is damaged, has a password, or is no workbook; "
    "save it anew as .xlsx, without a password, or export the table as CSV"
)
TOO_MANY = "holds more than 200,000 cells; leave out what is no part of the table"


@pytest.mark.parametrize(
    "more",
    ["<!-- " + " " * 50_000_000 + " -->", "<c/>" * 1_000_001],
    ids=["bytes", "cells"],
)
def test_a_workbook_that_explodes_is_not_unpacked(more: str) -> None:
    name = repacked(book({"S": rows(TABLE)}), sheet1=lambda text: text + more)

    assert Path(name).stat().st_size < 100_000
    assert said(name) == [TOO_MUCH]


@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_a_workbook_with_entities_is_refused(coding: str) -> None:
    laugh = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    name = book({"S": rows(TABLE)})
    with zipfile.ZipFile(name, "a") as archive:
        archive.writestr("xl/more.xml", laugh.encode(coding))

    assert said(name) == [TOO_MUCH]


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + bytes(600), b"a,b\n1,2\n"],
    ids=["empty", "cut", "OLE", "CSV"],
)
def test_what_is_no_workbook_is_told(content: bytes) -> None:
    Path("table.xlsx").write_bytes(content)
    assert said("table.xlsx") == [UNREADABLE]


def test_a_damaged_workbook_is_told() -> None:
    broken = lambda text: text.replace("<v>", "<v>no")  # noqa: E731 - as short as it gets
    assert said(repacked(book({"S": rows(TABLE)}), sheet1=broken)) == [UNREADABLE]


def test_a_workbook_without_a_table_is_told() -> None:
    assert said(repacked(book({"S": rows(TABLE)}), sheet1=lambda _: "")) == [
        "table.xlsx: the workbook holds no table; put the table on the first sheet"
    ]


@pytest.mark.parametrize("lie", ["A1:XFD1048576", "A1:A1"])
def test_a_sheet_lies_about_its_size_in_vain(lie: str) -> None:
    name = book({"S": rows(TABLE)})
    repacked(name, sheet1=lambda text: re.sub(' ref="[^"]*"', f' ref="{lie}"', text, count=1))

    assert list(model_of(name).model.options) == ["charge", "wait"]


@pytest.mark.parametrize(
    ("row", "cell"), [("9999999999", "A9999999999"), ("7", "ZZZ7"), ("240000", "A240000")]
)
def test_a_far_cell_makes_no_large_table(row: str, cell: str) -> None:
    far = f'<row r="{row}"><c r="{cell}"><v>1</v></c></row>'
    rest = "".join(f'<row r="{n}"><c r="ZZZ{n}"><v>1</v></c></row>' for n in range(8, 12))
    name = book({"S": rows(TABLE)})
    repacked(name, sheet1=lambda text: text.replace("</sheetData>", f"{far}{rest}</sheetData>"))

    assert said(name) == [f"table.xlsx: the sheet S {TOO_MANY}"]


def test_a_ragged_sheet_is_not_filled_up() -> None:
    table: list[list[Any]] = [[n] for n in range(600)]
    table[7] = [1] * 600

    assert said(book({"S": table})) == [f"table.xlsx: the sheet S {TOO_MANY}"]


def test_an_empty_sheet_is_told() -> None:
    assert said(book({"S": []})) == [
        "table.xlsx: S!A1: the first row names no criterion; "
        "name one above each column from the second"
    ]


def test_warnings_of_the_library_do_not_reach_anybody() -> None:
    more = '<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"/></extLst></worksheet>'
    name = book({"S": rows(TABLE)})
    repacked(name, sheet1=lambda text: text.replace("</worksheet>", more))

    assert list(model_of(name).model.options) == ["charge", "wait"]


# Our own workbook
# Our own workbook

HEADINGS = (
    *("Id", "Name", "Within", "Weight", "Counts as", "Share of all", "Worst", "Best", "Unit"),
    *("Curve", "Levels", "Question", "Rationale", "Source", "Profile green"),
)
OURS: Mapping[str, Sequence[Sequence[Any]]] = {
    "Read me": [
        ["Item", "Value"],
        ["Title", "Parking"],
        ["Question", "How much?"],
        ["Owner", "Council"],
        ["Date", date(2030, 1, 2)],
        ["Baseline", "wait"],
        ["Indifference", 1.5],
        ["Scores", "as in the model"],
        ["Title", "of something else"],
    ],
    "Weights": [
        HEADINGS,
        ["money", "Money", *[None] * 13],
        [
            *("cost", "Cost", "money", 3, 3, 0.6, 10, 0, "US$"),
            *("10: 0\n4: 70\n0: 100", None, "How dear?", "Because.", "budget 1\nsurvey 2", 1),
        ],
        [
            *("equity", "Equity", None, 2, 2, 0.4, 0, 10, None),
            *(None, "0: nobody\n10: everyone,\n  always", None, None, None, None),
        ],
    ],
    "Ranking": [["whatever"]],
    "Performance": [
        ["Option id", "Option name", "cost", "equity", "Option summary", "Option source"],
        ["charge", "Charge", 4, 6, "A fee.", "budget 2"],
        ["wait", "Wait", 1, "unknown", None, None],
    ],
    "Evidence": [
        ["Option id", "Criterion id", "Value", "Low", "High", "Confidence", "Rationale", "Source"],
        ["charge", "cost", 4, 3, 5, "low", "As 2029.", "budget 3"],
        ["charge", "equity", 6, 6, None, None, None, None],
        ["wait", "equity", "unknown", None, None, None, None, "survey 4"],
    ],
    "Sources": [
        ["Key", "Title", "Date", "Address"],
        ["budget", "Draft budget", 2029, "https://town.example/budget"],
        ["survey", "Survey", None, None],
    ],
    "Profiles": [
        ["Id", "Name", "Who", "Rationale", "Source"],
        ["green", "Green", "A party", "As they say.", "survey 5"],
    ],
    "Orders": [["Criterion", "Better", "Worse", "Source"], ["cost", "wait", "charge", "budget 4"]],
    "Expectations": [
        ["That", "Why", "Severity", "Under"],
        ["rank(charge) == 1", "Agreed.", "warn", "all\ngreen"],
    ],
}


def pad(row: Sequence[Any], width: int) -> list[Any]:
    return [*row, *[None] * (width - len(row))]


def changed(changes: Mapping[str, Any]) -> dict[str, list[list[Any]]]:
    """Return the sheets with some cells changed, such as Weights!C5, and sheets (None: out)."""
    sheets = {name: [list(row) for row in held] for name, held in OURS.items()}
    for where, value in changes.items():
        sheet, _, at = where.partition("!")
        if at:
            row, column = coordinate_to_tuple(at)
            held = sheets[sheet]
            held += [[] for _ in range(row - len(held))]
            held[row - 1] = pad(held[row - 1], column)
            held[row - 1][column - 1] = value
        else:
            sheets[sheet] = value
    return {name: held for name, held in sheets.items() if held is not None}


def ours(changes: Mapping[str, Any] | None = None) -> str:
    """Write the workbook with some cells and sheets changed, and return its name."""
    return book(changed(changes or {}))


def test_our_workbook_becomes_a_model() -> None:
    told = import_model(ours(), "model")

    assert told == (
        "Wrote a model to model: 2 options, 2 criteria, 1 group, 1 profile\n"
        "  Cost: 10 (worst) to 0 (best) US$, weighs 3\n"
        "  Equity: 0 (worst) to 10 (best), weighs 2\n"
        "Next: policyscore rank model\n"
    )
    files = {
        path.relative_to("model").as_posix(): path.read_text("utf-8").split("\n", 2)[2]
        for path in Path("model").rglob("*.yaml")
    }
    assert files == {
        name: inspect.cleandoc(text) + "\n"
        for name, text in {
            "policyscore.yaml": """
                title: Parking
                question: How much?
                owner: Council
                date: "2030-01-02"
                baseline: wait
                indifference: 1.5
                sources:
                  budget:
                    title: Draft budget
                    date: "2029"
                    url: "https://town.example/budget"
                  survey:
                    title: Survey
                orders:
                  - criterion: cost
                    better:
                      - wait
                    worse:
                      - charge
                    source: budget 4
                expect:
                  - that: rank(charge) == 1
                    why: Agreed.
                    severity: warn
                    under:
                      - all
                      - green
            """,
            "criteria/money.yaml": "name: Money",
            "criteria/cost.yaml": """
                name: Cost
                question: How dear?
                within: money
                weight: 3
                rationale: Because.
                source:
                  - budget 1
                  - survey 2
                scale:
                  worst: 10
                  best: 0
                  unit: US$
                  curve:
                    - [10, 0]
                    - [4, 70]
                    - [0, 100]
            """,
            "criteria/equity.yaml": """
                name: Equity
                weight: 2
                scale:
                  worst: 0
                  best: 10
                  levels:
                    0: nobody
                    10: |-
                      everyone,
                      always
            """,
            "options/charge.yaml": """
                name: Charge
                summary: A fee.
                source: budget 2
                performance:
                  cost:
                    value: 4
                    low: 3
                    high: 5
                    rationale: As 2029.
                    source: budget 3
                    confidence: low
                  equity: 6
            """,
            "options/wait.yaml": """
                name: Wait
                performance:
                  cost: 1
                  equity:
                    value: unknown
                    source: survey 4
            """,
            "profiles/green.yaml": """
                name: Green
                who: A party
                rationale: As they say.
                source: survey 5
                weights:
                  cost: 1
            """,
        }.items()
    }


def test_columns_may_stand_in_any_order_and_others_are_named() -> None:
    sheets = changed({"Weights!P1": "My notes", "Performance!G1": "Trade", "Mine": [["x"]]})
    turned = {
        title: [list(reversed(pad(row, max(map(len, held))))) for row in held]
        for title, held in sheets.items()
    }
    for title, held in turned.items():
        held[0] = [cell and cell.swapcase() for cell in held[0]] if title == "Evidence" else held[0]
    before, after = model_of(book(sheets)), model_of(book(turned))

    assert bare(before.model) == bare(after.model)
    assert before.ignored == [
        "the sheet Mine",
        "the column My notes of Weights",
        "the column Trade of Performance",
    ]


def test_of_many_things_that_are_not_read_a_few_are_named() -> None:
    name = ours({f"Mine {n}": [["x"]] for n in range(10)})

    named = ", ".join(f"the sheet Mine {n}" for n in range(8))
    assert f"Not read: {named} and 2 more\n" in import_model(name, "model")


def test_only_weights_and_performances_must_be_there() -> None:
    rest = dict.fromkeys(set(OURS) - {"Weights", "Performance"})
    model = model_of(ours(rest)).model

    assert (model.decision.title, model.decision.sources) == ("", None)
    assert model.profiles["green"].name == "green"
    assert model.options["charge"].performance["cost"].low == 4


def test_a_profile_without_weights_keeps_those_of_the_model() -> None:
    model = model_of(ours({"Profiles!A3": "same", "Profiles!B3": "As it is"})).model

    assert model.profiles["same"].weights == {}


def test_sources_without_keys_are_not_declared() -> None:
    listed = {"Sources!A2": None, "Sources!A3": None}
    assert model_of(ours(listed)).model.decision.sources is None


def test_all_faults_of_our_workbook_are_told_at_once_by_their_cells() -> None:
    changes = {
        "Read me!B6": "wiat",
        "Read me!B7": "two",
        "Weights!C4": "mony",
        "Weights!D3": "3%",
        "Weights!J3": "10: 0\n4\nx: 70\n0: y",
        "Weights!K4": "0: nobody\n0.0: somebody\n10:",
        "Weights!O4": -1,
        "Performance!C3": 11,
        "Performance!D2": None,
        "Evidence!D2": 4.5,
        "Evidence!F2": "lwo",
        "Evidence!E3": "more",
        "Evidence!D4": 2,
        "Evidence!A5": "charge",
        "Evidence!B5": "cost",
        "Evidence!A6": "chagre",
        "Evidence!B6": "money",
        "Sources!A3": "survy",
        "Orders!B2": "charge\nnobody",
        "Expectations!A2": "rank(charge) = 1",
    }

    assert cells(changes) == [
        "Read me!B6: baseline: unknown option wiat; did you mean wait?",
        "Read me!B7: indifference: two is not a plain number; "
        "write a plain decimal such as 445, -0.5 or 1.2e6",
        "Weights!D3: weight of cost: 3% is not a plain number; "
        "leave the percent sign out: weights are relative",
        "Weights!J3: 4 has no colon; write lines such as 400: 70",
        "Weights!J3: the performance: x is not a plain number; "
        "write a plain decimal such as 445, -0.5 or 1.2e6",
        "Weights!J3: the score: y is not a plain number; "
        "write a plain decimal such as 445, -0.5 or 1.2e6",
        "Weights!N3: the source survey is not declared: survey 2; did you mean survy?",
        "Weights!C4: equity is within the unknown group mony; did you mean money?",
        "Weights!K4: the level 0.0 is given twice; keep one",
        "Weights!K4: the level 10 has no words; say what it means",
        "Weights!O4: weights: equity: -1 is negative; write 0 or more",
        "Performance!D2: equity is empty; write a number, or unknown if nobody knows",
        "Performance!C3: cost is 11, outside the scale from 10 to 0; "
        "correct it, or widen the scale and weigh the criterion anew",
        "Performance!D3: equity is unknown, yet has a low or a high; "
        "unknown stands for the whole scale; give a value, or leave low and high out",
        "Evidence!D2: cost: low 4.5 is above value 4; let low <= value <= high",
        "Evidence!F2: confidence: lwo is not allowed; "
        "did you mean low? write one of high, moderate, low, very-low",
        "Evidence!E3: high: more is not a plain number; "
        "write a plain decimal such as 445, -0.5 or 1.2e6",
        "Evidence!H4: the source survey is not declared: survey 4; did you mean survy?",
        "Evidence!A5: evidence of charge on cost a second time; the first is Evidence!A2; "
        "keep one of the rows",
        "Evidence!A6: unknown option chagre; did you mean charge?",
        "Evidence!B6: unknown criterion money; correct the id, or clear the row",
        "Profiles!E2: the source survey is not declared: survey 5; did you mean survy?",
        "Orders!B2: unknown option nobody; known: charge, wait",
        "Expectations!A2: that: = has no meaning here; write ==",
    ]


def cells(changes: Mapping[str, Any]) -> list[str]:
    """Return what is wrong in the workbook with some cells changed, without the file's name."""
    return [line.removeprefix("table.xlsx: ") for line in said(ours(changes))]


def test_a_changed_performance_has_to_agree_with_range_and_orders() -> None:
    assert cells({"Performance!C2": 0}) == [
        "Evidence!D2: cost: low 3 is above value 0; let low <= value <= high",
        "Orders!A2: the order on cost says that wait does at least as well as charge, but wait has "
        "1 (Performance!C3) and charge 0 (Performance!C2); "
        "correct a value, or the order if it misreads the source",
    ]


def test_orders_are_not_held_against_what_stands_in_for_an_unreadable_number() -> None:
    assert cells({"Weights!G3": "ten"}) == [
        "Weights!G3: worst of cost: ten is not a plain number; "
        "write a plain decimal such as 445, -0.5 or 1.2e6",
    ]


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"Weights!A4": "Equity!", "Evidence!B3": "Equity!", "Evidence!B4": "Equity!",
          "Performance!D1": "Equity!"},
         ["Weights!A4: Equity! cannot be an id; use a-z, 0-9 and -, a letter first: equity"]),
        ({"Weights!A4": "cost", "Evidence!B3": None},
         ["Weights!A4: cost is an id twice; the first is Weights!A3; "
          "give each row an id of its own",
          'Evidence!B3: unknown criterion ""; correct the id, or clear the row',
          "Evidence!B4: unknown criterion equity; correct the id, or clear the row"]),
        ({"Performance!A4": None, "Performance!B4": "Ban"},
         ["Performance!A4: the row has no id; write one, or clear the row"]),
        ({"Performance!A4": True, "Performance!B4": "Ban"},
         ["Performance!A4: TRUE is a truth value; write a number, or a text"]),
        ({"Weights!B2": None}, ["Weights!B2: name is empty; write a text"]),
        ({"Sources!B3": None}, ["Sources!B3: title is empty; write a text"]),
        ({"Sources!A3": "sur vey"},
         ["Weights!N3: the source survey is not declared: survey 2; did you mean sur-vey?",
          "Evidence!H4: the source survey is not declared: survey 4; did you mean sur-vey?",
          "Sources!A3: the key sur vey is no single word, so no evidence can name it; "
          "write sur-vey",
          "Profiles!E2: the source survey is not declared: survey 5; did you mean sur-vey?"]),
        ({"Evidence!H2": "minutes"},
         ["Evidence!H2: the source minutes is not declared: minutes; "
          "declare it in the sheet Sources"]),
        ({"Profiles!A2": "all"},
         ["Profiles!A2: all stands for every profile and is the id of none; "
          "choose another, such as profile-all",
          ]),
        ({"Weights!O3": "40%"},
         ["Weights!O3: weight of cost: 40% is not a plain number; "
          "leave the percent sign out: weights are relative"]),
        ({"Weights!G3": "10%"},
         ["Weights!G3: worst of cost: 10% is not a plain number; "
          "leave the % out; a unit belongs into the column Unit"]),
        ({"Weights!O1": "Profile x y"},
         ["Weights!O1: x y cannot be an id; use a-z, 0-9 and -, a letter first: x-y"]),
        ({"Weights!G4": None, "Weights!D4": None},
         ["Weights!D4: weight of equity is empty; write a number",
          "Weights!G4: worst of equity is empty; write a number"]),
        ({"Performance!C1": "cots"},
         ["Weights!A3: Performance has no column for the criterion cost; did you mean cots?"]),
        ({"Performance!C1": None},
         ["Weights!A3: Performance has no column for the criterion cost; "
          "add a column with the heading cost"]),
        ({"Performance!D1": "cost"},
         ["Performance!D1: cost is a heading twice; the first is Performance!C1; "
          "keep one of the columns"]),
        ({"Weights!G1": None, "Performance!A1": "Id", "Sources": [[]]},
         ["Weights!A1: the first row has no heading Worst; add the column",
          "Performance!A1: the first row has no heading Option id; did you mean Option name?",
          "Sources!A1: the first row has no heading Key; add the column",
          "Sources!A1: the first row has no heading Title; add the column"]),
        ({"Orders!B2": None}, ["Orders!B2: better is empty; name at least one option"]),
        ({"Sources!D2": "see there"},
         ["Sources!D2: url: see there is no web address; "
          "it begins with https:// or http:// and has no spaces"]),
        ({"Weights!H2": 5},
         ["Weights!A2: Performance has no column for the criterion money; "
          "add a column with the heading money",
          "Weights!D2: weight of money is empty; write a number",
          "Weights!G2: worst of money is empty; write a number",
          "Weights!C3: money has a scale, so nothing can be within it; "
          "name a group, or remove the scale of money"]),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_told(changes: dict[str, Any], faults: list[str]) -> None:
    assert cells(changes) == faults


def test_a_sheet_of_sources_without_any_declares_that_there_are_none() -> None:
    nothing: dict[str, Any] = dict.fromkeys(("Profiles!E2", "Orders!D2", "Weights!N3"))
    nothing |= dict.fromkeys(("Performance!F2", "Evidence!H2", "Evidence!H4"))

    made = model_of(ours({**nothing, "Sources": [["Key", "Title"]]}))

    assert made.model.decision.sources == {}
    assert cells({"Sources": [["Key", "Title"]], **nothing, "Orders!D2": "budget"}) == [
        "Orders!D2: the source budget is not declared: budget; declare it in the sheet Sources"
    ]


# There and back


def exported(model: Model) -> str:
    """Write the workbook of a model as `report` does, and return its name."""
    made = report_of(ranked(model))._replace(book=lambda: workbook(model, ranking(model), ()))
    Path("report.xlsx").write_bytes(render_binary(made, "xlsx"))
    return "report.xlsx"


def test_the_built_in_model_comes_back_from_its_workbook(mexico: Model) -> None:
    assert bare(model_of(exported(mexico)).model) == bare(mexico)


def test_a_model_with_all_there_is_comes_back_from_its_workbook(model: Model) -> None:
    r"""
    --- policyscore.yaml
    title: "=1+1"
    question: |-
      two

        lines
    date: 2030-13
    baseline: "no"
    indifference: 0.25
    sources: {"2030": {title: "-1"}}
    orders:
      - {criterion: outer, better: [a, "no"], worse: [b], source: "2030 a, b"}
    expect:
      - that: score(a) >= 0.5 and
          not tied(a, b)
        under: [all, "on"]
    --- criteria/outer.yaml
    {name: "[red]Outer", weight: 0, rationale: "@SUM(A1)"}
    --- criteria/inner.yaml
    {name: Inner, within: outer}
    --- criteria/x.yaml
    name: |-
      +x: <b>
    within: inner
    weight: 0.1
    scale: {worst: 1.5e6, best: -0.001, unit: "%", curve: [[1.5e6, 0], [7, 12.5], [-0.001, 100]]}
    --- criteria/y.yaml
    name: y
    weight: 1e-3
    scale: {worst: 0, best: 1, levels: {0: "a: b", 1: "c\n\n  d\n3: e", 0.5: " # "}}
    --- options/a.yaml
    {name: "'a", performance: {x: {value: 7, low: 0.5, source: ["2030", 2030 p. 2]}, y: 1}}
    --- options/b.yaml
    {name: "null", summary: "\\ \" ' é 漢", performance: {x: unknown, y: {value: 0, high: 0.1}}}
    --- options/no.yaml
    {name: 1e3, source: "2030", performance: {x: 0.0001, y: {value: unknown, rationale: why}}}
    --- profiles/on.yaml
    {name: "On", who: "y", weights: {outer: 2, y: 0}}
    """
    assert bare(model_of(exported(model)).model) == bare(model)


def test_a_number_changed_in_the_workbook_is_changed_in_the_model(mexico: Model) -> None:
    made = load_workbook(exported(mexico))
    sheet = made["Weights"]
    (row,) = [row for row in sheet.iter_rows() if row[0].value == "cost"]
    row[3].value = 1
    made.save("report.xlsx")

    model = model_of("report.xlsx").model

    assert model.criteria["cost"].weight == 1
    criteria = {**model.criteria, "cost": model.criteria["cost"]._replace(weight=Fraction(80))}
    assert bare(model._replace(criteria=criteria)) == bare(mexico)
