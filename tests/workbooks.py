"""Workbooks written and read again by another library, and the model that one holds."""

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from policyscore.book import Book, BookColumn, BookSheet, Cell, Formula, Input
from policyscore.model import Criterion, Group, Model
from policyscore.render.xlsx import render
from policyscore.report import Report, Sheet
from policyscore.reports.workbook import workbook
from policyscore.scoring import ranking

Row = dict[str, Any]


def book_of(model: Model, *about: tuple[str, str]) -> Book:
    """Return the workbook of a model under its own weights."""
    return workbook(model, ranking(model), about)


def written(book: Book) -> bytes:
    """Return the bytes of a workbook."""
    return render(Report("title", "", tuple, dict, lambda: Sheet((), ()), book=lambda: book))


def opened(book: Book, values: bool = True) -> Workbook:
    """Return the workbook as openpyxl reads it: with the values of formulas, or their text."""
    return load_workbook(BytesIO(written(book)), data_only=values)


def parts(book: Book) -> dict[str, str]:
    """Return the files within the file, as text."""
    with ZipFile(BytesIO(written(book))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def small(*columns: tuple[Cell, ...], shown: Sequence[BookColumn] = ()) -> Book:
    """Return a workbook of one sheet with these columns."""
    heads = tuple(shown) or tuple(BookColumn(f"column {i}") for i in range(len(columns)))
    sheet = BookSheet("Sheet", "Table", heads, list(zip(*columns, strict=True)))
    return Book("title", (2026, 1, 2), (sheet,))


def sheet_of(book: Book, name: str) -> BookSheet:
    """Return a sheet by its name."""
    return next(sheet for sheet in book.sheets if sheet.name == name)


def rows(book: Book, name: str) -> list[dict[str, Cell]]:
    """Return the rows of a sheet, cells by heading."""
    sheet = sheet_of(book, name)
    return [
        {column.label: cell for column, cell in zip(sheet.columns, row, strict=True)}
        for row in sheet.rows
    ]


def formulas(book: Book) -> dict[tuple[str, int, int], str]:
    """Return the text of every formula by where it stands."""
    return {
        (sheet.name, row, column): cell.text
        for sheet in book.sheets
        for row, cells in enumerate(sheet.rows)
        for column, cell in enumerate(cells)
        if isinstance(cell, Formula)
    }


def read(sheet: Worksheet) -> list[Row]:
    """Return the rows of a sheet as openpyxl reads them, by heading."""
    head, *body = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in body]


def said(book: Book | Workbook, item: str) -> Any:  # noqa: ANN401
    """Return what the first sheet says of an item; of a formula, what it comes to."""
    if isinstance(book, Workbook):
        return next(row["Value"] for row in read(book["Read me"]) if row["Item"] == item)
    value = next(row["Value"] for row in rows(book, "Read me") if row["Item"] == item)
    return value.value if isinstance(value, Formula) else value


# What a workbook holds, and what a model holds, in the same plain shape.


def held(book: Workbook) -> Mapping[str, Any]:
    """Return the model that a workbook holds, read by its headings alone."""
    sheets = {name: read(book[name]) for name in book.sheetnames}
    about = {row["Item"]: row["Value"] for row in sheets["Read me"]}
    nodes = {row["Id"]: _node(row) for row in sheets["Weights"]}
    profiles = {
        row["Id"]: {
            **_told(row, "Name", "Who", "Rationale", "Source"),
            "weights": {
                node["Id"]: _exact(node[f"Profile {row['Id']}"])
                for node in sheets["Weights"]
                if node[f"Profile {row['Id']}"] is not None
            },
        }
        for row in sheets.get("Profiles", [])
    }
    return {
        "decision": _told(about, "Title", "Question", "Owner", "Date", "Baseline")
        | {"Indifference": _exact(about["Indifference"])},
        "nodes": nodes,
        "options": {row["Option id"]: _option(row) for row in sheets["Performance"]},
        "cells": {(r["Option id"], r["Criterion id"]): _cell(r) for r in sheets["Evidence"]},
        "profiles": profiles,
        "sources": _sources(sheets.get("Sources")),
        "orders": [_listed(row) for row in sheets.get("Orders", [])],
        "expectations": [_listed(row) for row in sheets.get("Expectations", [])],
    }


def _exact(number: object) -> Fraction | None:
    return None if number is None else Fraction(repr(number))


def _told(row: Row, *headings: str) -> Row:
    return {heading: row[heading] or "" for heading in headings}


def _listed(row: Row) -> Row:
    return {heading: str(cell or "").split("\n") for heading, cell in row.items()}


def _node(row: Row) -> Row:
    scale = {
        "ends": (_exact(row["Worst"]), _exact(row["Best"])),
        "curve": [tuple(map(Fraction, line.split(": "))) for line in _lines(row["Curve"])],
        "levels": [
            (Fraction(found[1]), found[2].replace("\n  ", "\n"))
            for found in re.finditer(r"(?m)^(\S+): (.*(?:\n  .*)*)", row["Levels"] or "")
        ],
    }
    texts = _told(row, "Name", "Within", "Unit", "Question", "Rationale", "Source")
    return {**texts, "weight": _exact(row["Weight"]), **scale}


def _lines(text: str | None) -> list[str]:
    return text.split("\n") if text else []


def _option(row: Row) -> Row:
    fixed = ("Option id", "Option name", "Option summary", "Option source")
    cells = {name: cell for name, cell in row.items() if name not in fixed}
    known = {n: None if cell == "unknown" else _exact(cell) for n, cell in cells.items()}
    return {**_told(row, *fixed[1:]), "cells": known}


def _cell(row: Row) -> Row:
    ends = {heading: _exact(row[heading]) for heading in ("Low", "High")}
    return {**_told(row, "Rationale", "Source", "Confidence"), **ends}


def _sources(table: list[Row] | None) -> Mapping[str, Row] | None:
    declared = table is not None and all(row["Key"] or not row["Title"] for row in table)
    if table is None or not declared:
        return None
    return {row["Key"]: _told(row, "Title", "Date", "Address") for row in table if row["Key"]}


def content(model: Model) -> Mapping[str, Any]:
    """Return what a model holds in the shape of `held`; places in files left out."""
    decision = model.decision
    return {
        "decision": {
            **{"Title": decision.title, "Question": decision.question, "Owner": decision.owner},
            **{"Date": decision.date, "Baseline": decision.baseline or ""},
            "Indifference": decision.indifference,
        },
        "nodes": {node.id: _of_node(node) for node in _nodes(model)},
        "options": {
            option.id: {
                **{"Option name": option.name, "Option summary": option.summary},
                "Option source": "\n".join(option.sources),
                "cells": {name: cell.value for name, cell in option.performance.items()},
            }
            for option in model.options.values()
        },
        "cells": {
            (option.id, name): {
                **{"Rationale": cell.rationale, "Source": "\n".join(cell.sources)},
                "Confidence": cell.confidence,
                "Low": None if cell.value in (None, cell.low) else cell.low,
                "High": None if cell.value in (None, cell.high) else cell.high,
            }
            for option in model.options.values()
            for name, cell in option.performance.items()
        },
        "profiles": {
            profile.id: {
                **{"Name": profile.name, "Who": profile.who, "Rationale": profile.rationale},
                **{"Source": "\n".join(profile.sources), "weights": dict(profile.weights)},
            }
            for profile in model.profiles.values()
        },
        "sources": decision.sources
        and {
            key: {"Title": source.title, "Date": source.date, "Address": source.url}
            for key, source in decision.sources.items()
        },
        "orders": [
            {
                **{"Criterion": [order.criterion], "Better": list(order.better)},
                **{"Worse": list(order.worse), "Source": list(order.sources) or [""]},
            }
            for order in decision.orders
        ],
        "expectations": [
            {
                **{"That": [found.that], "Why": found.why.split("\n")},
                **{"Severity": [found.severity], "Under": list(found.under) or [""]},
            }
            for found in decision.expectations
        ],
    }


def _nodes(model: Model) -> Iterator[Criterion | Group]:
    yield from model.groups.values()
    yield from model.criteria.values()


def _of_node(node: Criterion | Group) -> Row:
    scale = node.scale if isinstance(node, Criterion) else None
    straight = ((scale.worst, 0), (scale.best, 100)) if scale else ()
    return {
        **{"Name": node.name, "Within": node.within or "", "Unit": scale.unit if scale else ""},
        **{"Question": node.question, "Rationale": node.rationale},
        **{"Source": "\n".join(node.sources), "weight": node.weight},
        "ends": (scale.worst, scale.best) if scale else (None, None),
        "curve": list(scale.points) if scale and scale.points != straight else [],
        "levels": list(scale.levels) if scale else [],
    }


def number_in(cell: Cell) -> Fraction | None:
    """Return the number of a cell, typed in or computed."""
    value = cell.value if isinstance(cell, Formula | Input) else cell
    return Fraction(value) if isinstance(value, int | Fraction) else None
