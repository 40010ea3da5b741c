"""From cells to the files of a model: ids, YAML, text with separators."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from policyscore.faults import FaultList, Place, WrongModel
from policyscore.load import load_files, nodes
from policyscore.load.folder import looks_like_model
from policyscore.load.memory import in_memory
from policyscore.load.refusals import FORBIDDEN
from policyscore.load.shapes import ID
from policyscore.spreadsheets import separated
from policyscore.spreadsheets.cells import Cell, Scalar, clean
from policyscore.spreadsheets.ids import new_ids
from policyscore.spreadsheets.writing import Page, Value, written
from tests.models import GOOD, line_of, lines
from tests.nasty import NASTY, texts
from tests.strategies import steady

CELL = Cell("", Place("table.csv", 1, 1))


# Ids


@pytest.mark.parametrize(
    ("name", "like"),
    [
        ("Night wardens", "night-wardens"),
        ("  Cost (US$ million)  ", "cost-us-million"),
        ("Ärzte & Öle, Ångström", "arzte-ole-angstrom"),
        ("Straße", "strasse"),
        ("Østerbro, Łódź, Æ", "osterbro-lodz-ae"),
        ("2030 plan", "option-2030-plan"),
        ("漢字", "option"),
        ("", "option"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "option-con"),
        ("ﬁve", "five"),
        ("x" * 70, "x" * 64),
        ("x" * 63 + " y", "x" * 63),
    ],
)
def test_a_name_makes_an_id_like_it(name: str, like: str) -> None:
    assert new_ids([name], "option") == [like]


def test_names_that_are_alike_get_numbers() -> None:
    assert new_ids(["A", "a", "á", "a-2", "A!"], "option") == ["a", "a-2", "a-3", "a-2-2", "a-4"]
    assert new_ids(["x" * 64] * 2, "option")[1] == "x" * 62 + "-2"
    assert new_ids(["cost"], "group", ["cost"]) == ["cost-2"]


@steady
@given(st.lists(st.one_of(texts, st.sampled_from(("con", "a", "A", "lpt1", "1"))), max_size=9))
def test_ids_are_proper_and_different_whatever_the_names(names: list[str]) -> None:
    found = new_ids(names, "option")

    assert len(set(found)) == len(names)
    assert all(re.fullmatch(ID, name) for name in found)
    assert not {"con", "lpt1"} & set(found)


# YAML


def yaml_of(record: Mapping[str, Value]) -> str:
    """Return what is written of a record, without the two lines at the top."""
    return written(Page("option", record, CELL)).text.split("\n", 2)[2]


def scalar(text: str, bare: bool = False) -> Scalar:
    return Scalar(text, CELL, bare)


def plain(node: nodes.Node | None) -> Any:  # noqa: ANN401 - as nested as the file
    """Return what our own reader finds, as dicts, lists and texts."""
    if isinstance(node, nodes.Mapping):
        return {key: plain(held) for key, (_, held) in node.entries.items()}
    if isinstance(node, nodes.Sequence):
        return [plain(item) for item in node.items]
    return node.text if node else None


def test_a_file_reads_as_if_written_by_hand() -> None:
    long = "words " * 18 + "end"
    record: dict[str, Value] = {
        "name": scalar("Charge: a fee"),
        "summary": scalar(long),
        "source": [scalar("budget page 4"), scalar("2030")],
        "notes": scalar("two\n\n  lines"),
        "performance": {
            "cost": scalar("445", bare=True),
            "no": {"value": scalar("-0.5", bare=True), "confidence": scalar("no")},
        },
        "orders": [{"better": [scalar("a")], "worse": []}],
        "weights": {},
    }

    assert yaml_of(record) == (
        'name: "Charge: a fee"\n'
        "summary: >-\n"
        f"  {' '.join(['words'] * 16)}\n"  # another one would end beyond column 100
        "  words words end\n"
        "source:\n"
        "  - budget page 4\n"
        '  - "2030"\n'
        "notes: |-\n"
        "  two\n"
        "\n"
        "    lines\n"
        "performance:\n"
        "  cost: 445\n"
        '  "no":\n'
        "    value: -0.5\n"
        '    confidence: "no"\n'
        "orders:\n"
        "  - better:\n"
        "      - a\n"
        "    worse: []\n"
        "weights: {}\n"
    )


def test_each_line_knows_its_cell() -> None:
    one, two = (Cell(text, Place("table.csv", 1, column)) for column, text in enumerate("ab"))
    record: dict[str, Value] = {
        "name": Scalar("long " * 30 + "enough", one),
        "performance": {"cost": Scalar("1", two, bare=True)},
    }

    found = written(Page("option", record, CELL))

    of_lines = dict(zip(found.text.splitlines(), found.cells, strict=True))
    assert of_lines["name: >-"] == of_lines["  " + "long " * 11 + "enough"] == one
    assert of_lines["performance:"] == of_lines["  cost: 1"] == two
    assert found.cells[:2] == (CELL, CELL)


@pytest.mark.parametrize("kind", ["option", "decision"])
def test_the_first_line_leads_an_editor_to_the_schema(kind: str) -> None:
    above = "" if kind == "decision" else "../"
    assert written(Page(kind, {}, CELL)).text == (
        f"# yaml-language-server: $schema={above}.schemas/{kind}.schema.json\n\n"
    )


# Words that YAML 1.1 or 1.2 takes for something else, and texts that look like structure.
TAKEN = (
    *("yes", "No", "ON", "off", "y", "N", "true", "False", "null", "NULL", "~", "none", "nan"),
    *("2030", "0x1F", "1_000", "1e3", ".5", "-.inf", ".NaN", "12:30:45", "2009-04-28", "0o7", "="),
    *("<<", "---", "...", "- a", "? a", "a: b", "a #b", "a:", "#a", "%a", "@a", "`a", "'a'", '"a"'),
    *("{a}", "[a]", "!a", "&a", "*a", "|", ">", ">-", "a\tb", "a\\nb", "<<<<<<< a", "a  b " * 30),
    *("é" * 120, "a\n b\n\n  c", "a\n<<<<<<< b\n=======", "x\n%YAML", "\xa0 a", "a, b", "a\n\tb"),
    "a\tb " * 30,
)
scalars = st.one_of(st.sampled_from((*TAKEN, *NASTY)), texts, st.text(max_size=300)).map(
    lambda text: clean(FORBIDDEN.sub("", clean(text)))
)
keys = scalars.map(lambda text: "-".join(text.split())).filter(lambda text: len(text) < 1000)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3),
        st.dictionaries(keys, inner, min_size=1, max_size=3),
    ),
    max_leaves=8,
)


def as_values(value: Any) -> Any:  # noqa: ANN401 - as nested as the file
    if isinstance(value, dict):
        return {key: as_values(held) for key, held in value.items()}
    if isinstance(value, list):
        return [as_values(item) for item in value]
    return scalar(value)


def each(held: Sequence[str]) -> dict[str, Any]:
    """Return the texts where they may stand: after a key, in a list, deep down."""
    return {
        "a": {str(n): text for n, text in enumerate(held)},
        "b": list(held),
        "c": [{"d": held[0]}],
    }


@steady
@given(st.dictionaries(keys, values, min_size=1, max_size=4))
@example(each(TAKEN))
@example(each([clean(FORBIDDEN.sub("", text)) for text in NASTY]))
@example({text: text for text in TAKEN if not re.search(r"\s", text)})
def test_our_reader_finds_the_texts_that_were_written(record: dict[str, Any]) -> None:
    faults = FaultList()

    found = plain(nodes.parse(yaml_of(as_values(record)), "a.yaml", faults))

    assert lines(faults) == []
    assert found == record


@pytest.mark.parametrize("loader", [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)])
@pytest.mark.parametrize("text", [*TAKEN, *NASTY])
def test_other_readers_take_a_text_for_nothing_else(text: str, loader: type) -> None:
    text = clean(FORBIDDEN.sub("", text))
    record: dict[str, Value] = {"a": scalar(text), "b": [scalar(text), {"c": scalar(text)}]}

    assert yaml.load(yaml_of(record), loader) == {"a": text, "b": [text, {"c": text}]}


# Text with separators


def rows_of(text: str) -> list[list[str]]:
    faults = FaultList()
    found = separated.sheet(text, "t.csv", faults)
    assert lines(faults) == []
    return [[cell.text for cell in row] for row in found.rows] if found else []


def wrong(text: str) -> list[str]:
    faults = FaultList()
    separated.sheet(text, "t.csv", faults)
    return lines(faults)


words = st.text(st.sampled_from("ab ,;\t\"'\n1é|"), max_size=6)


@steady
@given(
    st.lists(st.lists(words, min_size=3, max_size=3), min_size=1, max_size=5),
    st.sampled_from(",;\t"),
    st.sampled_from(("\r\n", "\n")),
)
def test_what_pythons_own_writer_writes_is_read(body: list[list[str]], mark: str, end: str) -> None:
    stream = io.StringIO()
    table = [["option", "one", "two"], *body]
    csv.writer(stream, delimiter=mark, lineterminator=end).writerows(table)

    filled = [row for row in table if any(cell.strip() for cell in row)]
    assert rows_of(stream.getvalue()) == [[cell.strip() for cell in row] for row in filled]


def test_a_cell_knows_its_line_and_column() -> None:
    found = separated.sheet('a,b\n"one\ntwo",  x,"y"\r\n"q""q",z', "t.csv", FaultList())

    assert found is not None
    places = [(cell.text, cell.place.line, cell.place.column) for row in found.rows for cell in row]
    assert places == [
        *(("a", 1, 1), ("b", 1, 3), ("", 1, 1)),
        *(("one\ntwo", 2, 1), ("x", 3, 8), ("y", 3, 10)),
        *(('q"q', 4, 1), ("z", 4, 8), ("", 4, 1)),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "t.csv:1:1: the file is empty; separate cells by commas, semicolons or tabs: "
         "option,first criterion,second criterion"),
        ("\n option\n1", "t.csv:2:1: the first line holds one cell only; separate cells by commas, "
         "semicolons or tabs: option,first criterion,second criterion"),
        ("a;b,c\n", "t.csv:1:1: the first line holds commas and semicolons; separate cells by one "
         "of them, and put a cell that holds another in double quotes"),
        ('a,b\n1,"x\n', "t.csv:2:3: a quote that is never closed; close it, or double it within "
         "a cell"),
        ('a,b\n"x"y,2\n', "t.csv:2:4: a text goes on after its closing quote; double quotes "
         "within the text"),
        ("a,b\n1,\x07\n", "t.csv:2:3: the control character U+0007 is not allowed in a model; "
         "remove it"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_told_with_its_place(text: str, said: str) -> None:
    assert wrong(text) == [said]


@pytest.mark.parametrize("first", ["sep=;", "SEP=; ", '"sep=;"'])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_line_that_tells_the_separator_is_no_row(first: str, end: str) -> None:
    text = end.join([first, "a;b,c", "1;2"])

    assert rows_of(text) == [["a", "b,c"], ["1", "2"]]
    found = separated.sheet(text, "t.csv", FaultList())
    assert found is not None
    assert found.corner.place == found.rows[0][0].place == Place("t.csv", 2, 1)


def test_a_table_of_nothing_but_its_separator_is_empty() -> None:
    assert rows_of("sep=;\n") == []


def test_a_separator_that_nobody_reads_is_not_taken_for_one() -> None:
    assert wrong("sep=|\na|b\n")[0].startswith("t.csv:1:1: the first line holds one cell only;")


def test_a_quoted_cell_may_hold_the_other_separators() -> None:
    assert rows_of('a;"b, c"\n1;2') == [["a", "b, c"], ["1", "2"]]


def test_spaces_after_a_closing_quote_are_nothing() -> None:
    assert rows_of('a,b\n"x" ,2') == [["a", "b"], ["x", "2"]]


@pytest.mark.parametrize(
    "text",
    [
        "a,b\n" + ",\n" * 120_000,
        "a,b\n" + "x\n" * 600 + "," * 600 + "x\n",
    ],
    ids=["many", "ragged"],
)
def test_a_table_of_too_many_cells_is_refused(text: str) -> None:
    (line,) = wrong(text)
    assert line.endswith("more than 200,000 cells; leave out what is no part of the table")


def test_a_file_of_nothing_but_quotes_is_read_in_no_time() -> None:
    assert wrong("a,b\n" + '"' * 2_000_001)[0].startswith("t.csv:2:1: a quote that is never closed")


# A model in memory


def test_files_in_memory_are_loaded_by_the_rules_of_a_folder() -> None:
    assert looks_like_model(in_memory(GOOD))
    assert not looks_like_model(in_memory({"criterias/cost.yaml": ""}))
    with pytest.raises(WrongModel) as caught:
        load_files({**GOOD, "options/wait.yaml": "name: Wait\n", "profiles": "", "extra.yaml": ""})

    assert [line_of(fault) for fault in caught.value.faults] == [
        "options/wait.yaml:1:1: wait has no performance; "
        "add performance: how the option does on each criterion, in the criterion's own unit",
        "profiles: profiles is no folder; put each profile into profiles/ as a file",
    ]
