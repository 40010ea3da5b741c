"""The workbook of a model: all that the model holds, and formulas with exact values beside them."""

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

import pytest
from hypothesis import given

from policyscore.book import Address, Book, Cell, Formula, Input
from policyscore.load import load
from policyscore.model import Decision, Model, Option, Performance, Scale, Source
from policyscore.scoring import ranking, scores
from policyscore.weights import relative, stated, tree_of
from tests.conftest import ROOT
from tests.nasty import NASTY
from tests.strategies import HERE, models, steady
from tests.workbooks import (
    book_of,
    content,
    formulas,
    held,
    number_in,
    opened,
    read,
    rows,
    said,
    sheet_of,
)


@pytest.fixture(scope="module")
def starter() -> Model:
    """Return the model that `init` writes."""
    return load(ROOT / "src" / "policyscore" / "starter").model


def with_options(model: Model, **performance: Fraction | int) -> Model:
    """Return the model with options that all perform alike, one for each of these values."""
    options = {}
    for name, value in performance.items():
        cell = Performance(Fraction(value), Fraction(value), Fraction(value), HERE)
        options[name] = Option(name, name.title(), dict.fromkeys(model.criteria, cell), HERE)
    return model._replace(options=options)


# What is on the sheets.


def test_the_sheets_and_their_headings_are_these(mexico: Model) -> None:
    found = {s.name: [c.label for c in s.columns] for s in book_of(mexico).sheets}
    criteria = list(mexico.criteria)

    assert list(found) == [
        *("Read me", "Ranking", "Weights", "Performance", "Scores", "Contributions"),
        *("Evidence", "Sources", "Profiles", "Orders", "Expectations"),
    ]
    assert found["Read me"] == ["Item", "Value"]
    assert found["Ranking"] == [
        *("Rank", "Option id", "Option name", "Score", "Rank in the model"),
        *("Score in the model", "Change", *criteria),
    ]
    assert found["Weights"] == [
        *("Id", "Name", "Within", "Weight", "Counts as", "Share among siblings", "Share of all"),
        *("Share in the model", "Worst", "Best", "Unit", "Curve", "Levels", "Question"),
        *("Rationale", "Source"),
        *(f"Profile {name}" for name in mexico.profiles),
    ]
    assert found["Performance"] == [
        *("Option id", "Option name", *criteria, "Option summary", "Option source"),
    ]
    assert found["Scores"] == ["Option id", "Option name", *criteria]
    assert found["Contributions"] == [
        *("Option id", "Option name", *criteria, "Total points", "Score for ranks"),
        *("Rank now", "Place now", "Rank in the model", "Score in the model"),
    ]
    assert found["Evidence"] == [
        *("Option id", "Criterion id", "Option", "Criterion", "Value", "Value in the model"),
        *("Low", "High", "Unit", "Confidence", "Rationale", "Source", "Notice"),
    ]
    assert found["Sources"] == ["Key", "Title", "Date", "Address"]
    assert found["Profiles"] == ["Id", "Name", "Who", "Rationale", "Source"]
    assert found["Orders"] == ["Criterion", "Better", "Worse", "Source"]
    assert found["Expectations"] == ["That", "Why", "Severity", "Under"]


def test_each_sheet_holds_one_table_of_its_name(mexico: Model) -> None:
    sheets = book_of(mexico).sheets

    assert [sheet.table for sheet in sheets] == [s.name.title().replace(" ", "") for s in sheets]
    for sheet in opened(book_of(mexico)).worksheets:
        assert len(sheet.tables) == 1
        assert [table.ref for table in sheet.tables.values()] == [sheet.dimensions]


@pytest.mark.parametrize("name", ["mexico", "starter"])
def test_a_workbook_holds_all_of_a_model(name: str, request: pytest.FixtureRequest) -> None:
    model: Model = request.getfixturevalue(name)

    assert held(opened(book_of(model))) == content(model)


def test_curves_levels_unknowns_and_empty_weights_are_held_too(model: Model) -> None:
    """
    --- criteria/burden.yaml
    name: Burden
    --- criteria/cost.yaml
    name: Cost
    question: |
      How much?
      A year.
    within: burden
    weight: 0.1
    source: [letter 1, "letter 2: the end"]
    scale:
      worst: 1e3
      best: -0.5
      curve: [[1000, 0], [400, 70.25], [-0.5, 100]]
      levels:
        0: "nothing: at all"
        400: |
          some
          600: not a level of its own

          of it
        1000: a lot
    --- criteria/noise.yaml
    name: Noise
    weight: 0
    scale: {worst: 0, best: 10}
    --- options/one.yaml
    name: One
    performance: {cost: unknown, noise: {value: 3, low: 3, high: 4, confidence: very-low}}
    --- options/two.yaml
    name: Two
    performance: {cost: {value: unknown, rationale: Nobody knows.}, noise: 1.23456789012345}
    --- profiles/everyone.yaml
    name: Everyone
    weights: {}
    --- profiles/none.yaml
    name: None
    who: Nobody
    weights: {burden: 2, noise: 0}
    """
    assert held(opened(book_of(model))) == content(model)
    assert rows(book_of(model), "Weights")[1]["Curve"] == "1000: 0\n400: 70.25\n-0.5: 100"


@steady
@given(models())
def test_any_model_can_be_read_from_its_workbook(model: Model) -> None:
    book = book_of(model)

    weights = {row["Id"]: row["Weight"] for row in rows(book, "Weights")}
    assert weights == {name: Input(weight) for name, weight in stated(model).items()}
    for row in rows(book, "Performance"):
        cells = model.options[str(row["Option id"])].performance
        wanted = {n: Input("unknown" if c.value is None else c.value) for n, c in cells.items()}
        assert {name: row[name] for name in model.criteria} == wanted


def test_sources_that_are_not_declared_stand_without_a_key(model: Model) -> None:
    """
    --- criteria/cost.yaml
    name: Cost
    weight: 1
    source: minutes
    scale: {worst: 1, best: 0}
    --- options/one.yaml
    name: One
    source: poster
    performance: {cost: {value: 0.5, source: [letter, minutes]}}
    --- profiles/mine.yaml
    name: Mine
    source: diary
    weights: {}
    --- policyscore.yaml
    orders:
      - {criterion: cost, better: [one], worse: [one], source: speech}
    """
    assert [tuple(row.values()) for row in rows(book_of(model), "Sources")] == [
        (None, text, None, None) for text in ("minutes", "poster", "letter", "diary", "speech")
    ]


@pytest.mark.parametrize(("declared", "sheets"), [(None, []), ({}, ["Sources"])])
def test_declaring_no_source_is_not_the_same_as_declaring_none(
    declared: dict[str, Source] | None, sheets: list[str], starter: Model
) -> None:
    cells = {"noise": Performance(Fraction(60), Fraction(60), Fraction(60), HERE)}
    node = starter.criteria["noise"]._replace(within=None, sources=())
    model = Model(
        Decision(sources=declared),
        {"o": Option("o", "O", cells, HERE)},
        {"noise": node},
        {},
        {},
        ("noise",),
    )

    assert [s.name for s in book_of(model).sheets if s.name not in SHEETS] == sheets
    assert held(opened(book_of(model)))["sources"] == declared


SHEETS = ("Read me", "Ranking", "Weights", "Performance", "Scores", "Contributions", "Evidence")


def test_a_source_with_an_address_can_be_followed(mexico: Model) -> None:
    found = rows(book_of(mexico), "Sources")[0]

    assert found["Key"] == "news-release"
    assert found["Address"] == Address("https://www.rand.org/news/press/2009/04/28.html")
    cell = opened(book_of(mexico))["Sources"]["D2"]
    assert cell.hyperlink is not None
    assert cell.hyperlink.target == cell.value


def test_the_first_sheet_ends_with_what_is_said_about_the_report(mexico: Model) -> None:
    book = book_of(mexico, ("Version", "policyscore 1"), ("Date", "today"))

    assert rows(book, "Read me")[-2:] == [
        {"Item": "Version", "Value": "policyscore 1"},
        {"Item": "Date", "Value": "today"},
    ]
    assert [row["Item"] for row in rows(book, "Read me")[:11]] == [
        *("Title", "Question", "Owner", "Date", "Baseline", "Indifference", "Answer", "Weights"),
        *("Performances", "How to use", "Method"),
    ]


def test_the_method_stands_once(mexico: Model) -> None:
    found = rows(book_of(mexico, ("Method", "As they say.")), "Read me")

    assert [row["Value"] for row in found if row["Item"] == "Method"] == ["As they say."]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("2009-04-28", (2009, 4, 28)),
        ("2009-08", (2009, 8, 1)),
        ("2009", (2009, 1, 1)),
        ("2009-02-30", (1980, 1, 1)),
        ("spring 2009", (1980, 1, 1)),
        ("0009-01-01", (1980, 1, 1)),
        ("", (1980, 1, 1)),
    ],
)
def test_the_file_is_of_the_date_of_the_model(
    text: str, made: tuple[int, int, int], starter: Model
) -> None:
    model = starter._replace(decision=starter.decision._replace(date=text))

    assert book_of(model).date == made
    assert opened(book_of(model)).properties.created.timetuple()[:3] == made


# What the formulas come to.


def id_in(row: Mapping[str, object]) -> str:
    """Return the id that a row is about: in its first column, or below Option id."""
    cell = row.get("Option id", next(iter(row.values())))
    return str(cell.value if isinstance(cell, Formula) else cell)


def plain(cell: Cell) -> object:
    """Return what a cell holds, or comes to."""
    return cell.value if isinstance(cell, Formula) else cell


def expected(model: Model) -> Iterator[tuple[str, str, str, Fraction]]:
    """Yield sheet, row, column and value of each number that a formula gives."""
    found = ranking(model)
    for name, counted in relative(tree_of(model), stated(model)).items():
        yield "Weights", name, "Counts as", counted
        yield "Weights", name, "Share among siblings", found.weights.local[name]
        yield "Weights", name, "Share of all", found.weights.shares[name]
    for option, own in scores(model).items():
        yield from (("Scores", option, name, score) for name, score in own.items())
    for place, standing in enumerate(found.standings, start=1):
        for name, points in standing.contributions.items():
            yield "Contributions", standing.option, name, points
            yield "Ranking", standing.option, name, points
        yield "Contributions", standing.option, "Rank now", Fraction(standing.rank)
        yield "Contributions", standing.option, "Place now", Fraction(place)
        yield "Contributions", standing.option, "Total points", standing.score
        yield "Ranking", standing.option, "Score", standing.score
        yield "Ranking", standing.option, "Rank", Fraction(standing.rank)
        yield "Ranking", standing.option, "Change", Fraction(0)


@steady
@given(models())
def test_every_formula_carries_its_exact_value(model: Model) -> None:
    book = book_of(model)
    tables = {
        name: {id_in(row): row for row in rows(book, name)}
        for name in ("Weights", "Scores", "Contributions", "Ranking")
    }

    for sheet, row, column, value in expected(model):
        cell = tables[sheet][row][column]
        assert isinstance(cell, Formula), (sheet, row, column)
        assert cell.value == value, (sheet, row, column)


@pytest.mark.parametrize("name", ["mexico", "starter"])
def test_another_program_reads_these_values_as_the_nearest_doubles(
    name: str, request: pytest.FixtureRequest
) -> None:
    model: Model = request.getfixturevalue(name)
    book = opened(book_of(model))
    tables = {s.title: {id_in(r): r for r in read(s)} for s in book.worksheets}

    for sheet, row, column, value in expected(model):
        assert tables[sheet][row][column] == float(value), (sheet, row, column)


def test_what_is_of_the_model_stays_as_plain_numbers(mexico: Model) -> None:
    book, found = book_of(mexico), ranking(mexico)

    for row, standing in zip(rows(book, "Ranking"), found.standings, strict=True):
        assert plain(row["Option id"]) == standing.option
        assert (plain(row["Rank in the model"]), plain(row["Score in the model"])) == (
            standing.rank,
            standing.score,
        )
    for row, standing in zip(rows(book, "Contributions"), found.standings, strict=True):
        assert (row["Option id"], row["Rank in the model"], row["Score in the model"]) == (
            *(standing.option, standing.rank, standing.score),
        )
    for row in rows(book, "Evidence"):
        cell = mexico.options[str(row["Option id"])].performance[str(row["Criterion id"])]
        assert row["Value in the model"] == cell.value
    for row in rows(book, "Weights"):
        assert row["Share in the model"] == found.weights.shares[str(row["Id"])]


def test_scores_that_agree_to_nine_decimals_share_a_rank_and_the_model_still_tells_them_apart(
    model: Model,
) -> None:
    """
    --- criteria/cost.yaml
    name: Cost
    weight: 1
    scale: {worst: 0, best: 100}
    --- options/a.yaml
    name: A
    performance: {cost: 50}
    --- options/b.yaml
    name: B
    performance: {cost: 50.0000000001}
    --- options/c.yaml
    name: C
    performance: {cost: 49.9999999985}
    """
    found, behind = rows(book_of(model), "Ranking"), rows(book_of(model), "Contributions")

    assert [plain(row["Option id"]) for row in found] == ["b", "a", "c"]
    assert [number_in(row["Rank"]) for row in found] == [1, 1, 3]
    assert [number_in(row["Rank in the model"]) for row in found] == [1, 2, 3]
    assert [number_in(row["Place now"]) for row in behind] == [1, 2, 3]
    assert [number_in(row["Score for ranks"]) for row in behind] == [
        *(50, 50, Fraction("49.999999999")),  # halves go up
    ]


# The formulas themselves.


def test_the_formulas_of_a_small_model_are_these(model: Model) -> None:
    """
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
    weight: 1
    scale: {worst: -20, best: 10, curve: [[-20, 0], [-10, 0], [0.5, 70], [10, 100]]}
    --- criteria/noise.yaml
    name: Noise
    weight: 3
    scale: {worst: 0, best: 4, curve: [[0, 10], [4, 60]]}
    --- options/a.yaml
    name: A
    performance: {cost: 40, effort: unknown, noise: 2}
    --- options/b.yaml
    name: B
    performance: {cost: 10, effort: 0, noise: unknown}
    """
    found = formulas(book_of(model))

    def column(sheet: str, place: int) -> list[str]:
        return [text for (name, _, at), text in found.items() if (name, at) == (sheet, place)]

    assert column("Weights", 4) == [
        *("IF(ISNUMBER(D2),MAX(0,D2),SUM($E$3:$E$4))", "MAX(0,D3)", "MAX(0,D4)"),
        "MAX(0,D5)",
    ]
    assert column("Weights", 5) == [
        "IF(E2=0,0,E2/SUM($E$2,$E$5))",
        "IF(E3=0,0,E3/SUM($E$3:$E$4))",
        "IF(E4=0,0,E4/SUM($E$3:$E$4))",
        "IF(E5=0,0,E5/SUM($E$2,$E$5))",
    ]
    assert column("Weights", 6) == ["F2", "F3*$G$2", "F4*$G$2", "F5"]
    known = "(Performance!$C$2-Weights!$I$3)/(Weights!$J$3-Weights!$I$3)*100"
    assert column("Scores", 2)[0] == (
        "IF(ISNUMBER(Performance!$C$2),IF(OR(Performance!$C$2<MIN(Weights!$I$3:$J$3),"
        f"Performance!$C$2>MAX(Weights!$I$3:$J$3)),50,{known}),50)"
    )
    assert column("Scores", 3)[1] == (
        "IF(ISNUMBER(Performance!$D$3),IF(OR(Performance!$D$3<MIN(Weights!$I$4:$J$4),"
        "Performance!$D$3>MAX(Weights!$I$4:$J$4)),50,0+70*MAX(0,MIN(1,(Performance!$D$3-(-10))/(0.5-(-10))))"
        "+30*MAX(0,MIN(1,(Performance!$D$3-0.5)/(10-0.5)))),50)"
    )
    assert column("Scores", 4)[1].endswith(
        ",35,10+50*MAX(0,MIN(1,(Performance!$E$3-0)/(4-0)))),35)"
    )
    assert column("Contributions", 2) == ["Scores!$C$3*Weights!$G$3", "Scores!$C$2*Weights!$G$3"]
    assert column("Contributions", 5) == ["SUM(C2:E2)", "SUM(C3:E3)"]
    assert column("Contributions", 6) == ["ROUND(F2,9)", "ROUND(F3,9)"]
    assert column("Contributions", 7)[1] == (
        'IF(AND(COUNTIF(Weights!$D$2:$D$5,">=0")+COUNTBLANK(Weights!$D$2:$D$5)=4,'
        "ABS(SUMPRODUCT(Weights!$G$2:$G$5*ISNUMBER(Weights!$I$2:$I$5))-1)<0.000001),"
        '1+SUMPRODUCT(--($G$2:$G$3>G3)),"no answer")'
    )
    assert column("Contributions", 8)[1] == (
        "IF(ISNUMBER(H3),H3+SUMPRODUCT(($G$2:$G$3=G3)*(ROW($G$2:$G$3)<ROW())),ROW()-1)"
    )
    second = "MATCH(2,Contributions!$I$2:$I$3,0))"
    assert column("Ranking", 0)[1] == f"INDEX(Contributions!$H$2:$H$3,{second}"
    assert column("Ranking", 1)[1] == f"INDEX(Contributions!$A$2:$A$3,{second}"
    assert column("Ranking", 2)[1] == f"INDEX(Contributions!$B$2:$B$3,{second}"
    assert column("Ranking", 3)[1] == (
        f'IF(ISNUMBER($A3),INDEX(Contributions!$F$2:$F$3,{second},"")'
    )
    assert column("Ranking", 4)[1] == f"INDEX(Contributions!$J$2:$J$3,{second}"
    assert column("Ranking", 5)[1] == f"INDEX(Contributions!$K$2:$K$3,{second}"
    assert column("Ranking", 6)[1] == 'IF(ISNUMBER($A3),ROUND(D3-F3,9),"")'
    assert column("Ranking", 9)[1] == (
        f'IF(ISNUMBER($A3),INDEX(Contributions!$E$2:$E$3,{second},"")'
    )
    outside = "OR(Performance!$C$2<MIN(Weights!$I$3:$J$3),Performance!$C$2>MAX(Weights!$I$3:$J$3))"
    assert column("Evidence", 4)[0] == (
        f'IF(ISNUMBER(Performance!$C$2),IF({outside},"unknown",Performance!$C$2),"unknown")'
    )
    assert column("Evidence", 12)[0] == (
        'IF(COUNTIF(Performance!$C$2,"unknown")=1,"",IF(ISNUMBER(Performance!$C$2),'
        f'IF({outside},"counts as unknown",""),"counts as unknown"))'
    )
    assert len(found) == 4 * 3 + 6 + 2 * 7 + 2 * 10 + 2 * 6 + 3


def test_weights_and_performances_are_checked_where_they_are_changed(starter: Model) -> None:
    columns = {c.label: c.check for c in sheet_of(book_of(starter), "Performance").columns}
    weight = {c.label: c.check for c in sheet_of(book_of(starter), "Weights").columns}["Weight"]
    trade = columns["trade"]

    assert weight is not None
    assert weight.formula == ""
    assert trade is not None
    assert trade.title == "Evening trade"
    assert trade.message == (
        "A number from -20 (worst) to 10 (best), or the word unknown; Low and High on the sheet "
        "Evidence must hold it. % of evening sales"
    )
    assert trade.refusal == (
        "This is no number from -20 (worst) to 10 (best), and not the word unknown."
    )
    assert trade.formula == ('IF(ISNUMBER(E2),AND(E2>=(-20),E2<=10),COUNTIF(E2,"unknown")=1)')
    assert [columns[name] is None for name in ("Option id", "Option summary")] == [True, True]


def test_whoever_changes_a_performance_can_change_its_range_and_reasons(mexico: Model) -> None:
    columns = {c.label: c for c in sheet_of(book_of(mexico), "Evidence").columns}
    low, high, sure = (columns[label].check for label in ("Low", "High", "Confidence"))

    for row in rows(book_of(mexico), "Evidence"):
        open_ = {label for label, cell in row.items() if isinstance(cell, Input)}
        assert open_ == {"Low", "High", "Confidence", "Rationale", "Source"}
    assert low is not None
    assert high is not None
    assert sure is not None
    assert low.formula == "OR(ISBLANK(G2),AND(ISNUMBER(G2),ISNUMBER(E2),G2<=E2))"
    assert high.formula == "OR(ISBLANK(H2),AND(ISNUMBER(H2),ISNUMBER(E2),H2>=E2))"
    assert sure.formula == ('OR(ISBLANK(J2),J2="high",J2="moderate",J2="low",J2="very-low")')


def test_a_heading_that_is_an_id_says_what_the_criterion_is(starter: Model) -> None:
    for name in ("Performance", "Scores", "Contributions", "Ranking"):
        notes = {c.label: c.note for c in sheet_of(book_of(starter), name).columns if c.note}
        assert list(notes) == list(starter.criteria)
        assert notes["trade"] == "Evening trade\nUnit: % of evening sales\nWorst: -20\nBest: 10"


def test_a_criterion_without_a_unit_has_a_note_without_one(model: Model) -> None:
    """
    --- criteria/cost.yaml
    name: Cost
    weight: 1
    scale: {worst: 1, best: 0}
    --- options/a.yaml
    name: A
    performance: {cost: 1}
    """
    column = sheet_of(book_of(model), "Scores").columns[2]

    assert column.note == "Cost\nWorst: 1\nBest: 0"


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("Performance", ["Option summary", "Option source"]),
        ("Weights", ["Curve", "Levels", "Question", "Rationale", "Source"]),
    ],
)
def test_long_texts_make_no_row_taller_in_which_numbers_are_changed(
    name: str, labels: list[str], mexico: Model
) -> None:
    assert [c.label for c in sheet_of(book_of(mexico), name).columns if c.clipped] == labels


def renamed(model: Model, texts: Iterator[str]) -> Model:
    """Return the model with other texts wherever a text may stand."""
    decision = model.decision._replace(
        title=next(texts),
        question=next(texts),
        owner=next(texts),
        sources={"key": Source(next(texts), next(texts), next(texts))},
        orders=tuple(o._replace(sources=(next(texts),)) for o in model.decision.orders),
        expectations=tuple(
            e._replace(that=next(texts), why=next(texts)) for e in model.decision.expectations
        ),
    )

    def told(scale: Scale) -> Scale:
        return scale._replace(unit=next(texts), levels=((scale.worst, next(texts)),))

    def cell(found: Performance) -> Performance:
        return found._replace(rationale=next(texts), sources=(next(texts), next(texts)))

    return Model(
        decision,
        {
            name: option._replace(
                name=next(texts),
                summary=next(texts),
                sources=(next(texts),),
                performance={n: cell(c) for n, c in option.performance.items()},
            )
            for name, option in model.options.items()
        },
        {
            name: node._replace(
                name=next(texts),
                question=next(texts),
                rationale=next(texts),
                sources=(next(texts),),
                scale=told(node.scale),
            )
            for name, node in model.criteria.items()
        },
        {
            name: node._replace(name=next(texts), rationale=next(texts))
            for name, node in model.groups.items()
        },
        {
            name: profile._replace(name=next(texts), who=next(texts), rationale=next(texts))
            for name, profile in model.profiles.items()
        },
        model.roots,
    )


@pytest.mark.parametrize("start", range(0, len(NASTY), 5))
def test_no_text_of_a_model_comes_into_a_formula_and_none_becomes_one(
    start: int, starter: Model
) -> None:
    def nasty() -> Iterator[str]:
        while True:
            yield from NASTY[start:]
            yield from NASTY[:start]

    hostile = renamed(starter, nasty())

    assert formulas(book_of(hostile)) == formulas(book_of(starter))
    ours = {(name, row + 2, column + 1) for name, row, column in formulas(book_of(starter))}
    found = {
        (sheet.title, cell.row, cell.column)
        for sheet in opened(book_of(hostile), values=False).worksheets
        for cells in sheet.iter_rows()
        for cell in cells
        if cell.data_type == "f"
    }
    assert found == ours
    opened(book_of(hostile))  # and it can be read


def test_formulas_add_up_as_many_siblings_as_there_are() -> None:
    model = alternating(600)
    texts = [str(row["Share of all"]) for row in rows(book_of(model), "Weights")]
    shares = [row["Share among siblings"] for row in rows(book_of(model), "Weights")]

    sums = {cell.text.partition("/")[2] for cell in shares[::2] if isinstance(cell, Formula)}
    assert len(texts) == 1200
    assert len(sums) == 1
    outer = sums.pop()
    assert outer.startswith("SUM(SUM($E$2,$E$4,")
    assert max(part.count(",") + 1 for part in re.findall(r"SUM\(([^()]*)\)", outer)) == 255
    assert re.findall(r"\$E\$(\d+)", outer) == [str(row) for row in range(2, 1202, 2)]


def alternating(count: int) -> Model:
    """Return a model of so many groups with one criterion each, which stand between them."""
    model = load(ROOT / "src" / "policyscore" / "starter").model
    node, group = model.criteria["cost"], model.groups["effects"]
    names = [f"g{place:04}" for place in range(count)]
    criteria = {f"{name}-c": node._replace(id=f"{name}-c", within=name) for name in names}
    groups = {name: group._replace(id=name, children=(f"{name}-c",)) for name in names}
    return with_options(Model(Decision(), {}, criteria, groups, {}, tuple(names)), one=1)


# Words.


def test_the_answer_names_who_leads_by_how_much(mexico: Model) -> None:
    assert said(book_of(mexico), "Answer") == (
        "Strategic partnership has the highest score under these weights: 49.8, ahead of Status "
        "quo by 8.0."
    )
    assert said(book_of(mexico), "Weights") == "as in the model"
    assert said(book_of(mexico), "Performances") == "as in the model"


ONE_CRITERION = Scale(
    Fraction(0), Fraction(100), ((Fraction(0), Fraction(0)), (Fraction(100),) * 2)
)


@pytest.mark.parametrize(
    ("performance", "answer"),
    [
        ({"a": 40}, "A is the only option; it scores 40.0."),
        (
            {"a": 40, "b": 40, "c": 3},
            "2 options share the highest score under these weights: 40.0. It is a tie.",
        ),
        (
            {"a": 40, "b": 50, "c": 40},
            "B has the highest score under these weights: 50.0, ahead of 2 options by 10.0.",
        ),
        (
            {"a": Fraction("98.01"), "b": 100},
            "B has the highest score under these weights: 100.0. Too close to call: its lead over "
            "A is 2.0, below the indifference.",
        ),
        (
            {"a": Fraction("99.96"), "b": Fraction("99.95")},
            "A has the highest score under these weights: almost 100. Too close to call: its lead "
            "over B is less than 0.05, below the indifference.",
        ),
        (
            {"a": Fraction("99.95"), "b": 90},
            "A has the highest score under these weights: almost 100, ahead of B by 10.0.",
        ),
        (
            {"a": Fraction("49.25"), "b": Fraction("47.25")},
            "A has the highest score under these weights: 49.3, ahead of B by 2.0.",
        ),
        (
            {"a": 0, "b": 0},
            "2 options share the highest score under these weights: 0.0. It is a tie.",
        ),
    ],
)
def test_the_answer_is_honest_about_ties_and_small_leads(
    performance: dict[str, Fraction | int], answer: str, starter: Model
) -> None:
    node = starter.criteria["cost"]._replace(scale=ONE_CRITERION)
    bare = Model(Decision(), {}, {"cost": node}, {}, {}, ("cost",))

    assert said(book_of(with_options(bare, **performance)), "Answer") == answer


def test_the_answer_says_that_something_is_unknown(model: Model) -> None:
    """
    --- criteria/cost.yaml
    name: Cost
    weight: 1
    scale: {worst: 0, best: 100}
    --- options/a.yaml
    name: A
    performance: {cost: unknown}
    """
    assert said(book_of(model), "Answer") == (
        "A is the only option; it scores 50.0. "
        "Unknown performances count as the middle of what they may score."
    )


def test_the_workbook_calls_no_option_the_best(mexico: Model) -> None:
    words = " ".join(str(row["Value"]) for row in rows(book_of(mexico), "Read me"))

    assert not re.search(r"best (option|policy|choice)", words)


# Curves of many points, and charts of many criteria.


def curved(starter: Model, points: int) -> Model:
    """Return a model of one criterion whose curve bends so many times."""
    ends = [Fraction(place, points - 1) for place in range(points)]
    curve = tuple((end, end**2 * 100) for end in ends)
    node = starter.criteria["cost"]._replace(scale=Scale(Fraction(0), Fraction(1), curve))
    bare = Model(Decision(), {}, {"cost": node}, {}, {}, ("cost",))
    return with_options(bare, a=0, b=Fraction(1, 3), c=1)


def test_a_curve_of_too_many_points_gives_plain_numbers_and_the_first_sheet_says_so(
    starter: Model,
) -> None:
    model = curved(starter, 200)
    book = book_of(model)

    assert [row["cost"] for row in rows(book, "Scores")] == [
        scores(model)[option]["cost"] for option in "abc"
    ]
    assert said(book, "Not live") == (
        "Scores on cost do not follow changed performances: their curves have too many points for "
        "a formula."
    )


def test_a_curve_of_fifty_points_is_a_formula_that_spreadsheets_read(starter: Model) -> None:
    book = book_of(curved(starter, 50))

    cells = [row["cost"] for row in rows(book, "Scores")]
    assert all(isinstance(cell, Formula) and len(cell.text) < 8192 for cell in cells)
    assert "Not live" not in [row["Item"] for row in rows(book, "Read me")]


def test_the_chart_shows_a_bar_for_each_option_in_the_order_of_the_ranking(
    mexico: Model,
) -> None:
    book = book_of(mexico)
    chart = sheet_of(book, "Ranking").chart

    assert chart is not None
    assert (chart.sheet, chart.rows, chart.labels) == ("Ranking", 3, 2)
    labels = [column.label for column in sheet_of(book, "Ranking").columns]
    named = [sheet_of(book, part.name[0]).rows[part.name[1] - 1] for part in chart.parts]
    assert [labels[part.column] for part in chart.parts] == list(mexico.criteria)
    assert [row[0] for row in named] == list(mexico.criteria)
    assert {part.name[2] for part in chart.parts} == {1}
    assert chart.description


def test_a_chart_of_more_criteria_than_it_can_tell_apart_shows_the_scores() -> None:
    book = book_of(alternating(256))
    chart = sheet_of(book, "Ranking").chart

    assert chart is not None
    assert [part.column for part in chart.parts] == [3]
    assert sheet_of(book, "Ranking").columns[3].label == "Score"
    assert chart.parts[0].name == ("Ranking", 0, 3)
    whole = sheet_of(book_of(alternating(255)), "Ranking").chart
    assert whole is not None
    assert len(whole.parts) == 255


def test_scores_show_as_many_decimals_as_tell_the_options_apart(starter: Model) -> None:
    node = starter.criteria["cost"]._replace(scale=ONE_CRITERION)
    bare = Model(Decision(), {}, {"cost": node}, {}, {}, ("cost",))
    model = with_options(bare, a=Fraction("10.001"), b=10)

    columns = {c.label: c.places for c in sheet_of(book_of(model), "Ranking").columns}
    assert [columns[name] for name in ("Score", "Score in the model", "Change")] == [3, 3, 3]


def test_a_model_with_an_id_like_a_heading_keeps_its_headings_apart(starter: Model) -> None:
    ids = ("rank", "score", "change", "name", "value", "total")
    node = starter.criteria["cost"]._replace(scale=ONE_CRITERION)
    bare = Model(Decision(), {}, {name: node._replace(id=name) for name in ids}, {}, {}, ids)

    book = opened(book_of(with_options(bare, a=1)))
    heads = [cell.value for cell in book["Ranking"][1]]
    assert heads[-6:-3] == ["rank (criterion)", "score (criterion)", "change (criterion)"]
    assert heads[-3:] == ["name", "value", "total"]
    for sheet in book.worksheets:
        heads = [str(cell.value).casefold() for cell in sheet[1]]
        assert len(set(heads)) == len(heads)
        assert len(sheet.tables) == 1


def test_the_whole_workbook_of_the_starter(
    starter: Model, golden: Callable[[str, str], None]
) -> None:
    golden("\n".join(dumped(book_of(starter, ("Version", "1")))) + "\n", "workbook/starter.txt")


def dumped(book: Book) -> Iterator[str]:
    """Yield a workbook cell by cell: what is typed in, what is a formula and what it comes to."""
    for sheet in book.sheets:
        yield f"--- {sheet.name}"
        for row in sheet.rows:
            for column, cell in zip(sheet.columns, row, strict=True):
                match cell:
                    case None:
                        continue
                    case Formula(text, value):
                        shown = f"={text} → {value}"
                    case Input(value):
                        shown = f"[{'' if value is None else value}]"
                    case Address(url):
                        shown = f"<{url}>"
                    case _:
                        shown = str(cell).replace("\n", " / ")
                yield f"{column.label}: {shown}"
            yield ""
