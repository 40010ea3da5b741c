"""The workbook that `report` writes, changed or not, to the files of a model."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from policyscore.faults import FaultList
from policyscore.spreadsheets.cells import Scalar, Spreadsheet
from policyscore.spreadsheets.criteria import (
    PROFILE,
    Named,
    by_id,
    check_id,
    criteria,
    has_scale,
    profile_weights,
    required,
    sources,
    texts,
)
from policyscore.spreadsheets.decision import decision
from policyscore.spreadsheets.headings import Records, records
from policyscore.spreadsheets.options import Judged, evidence, options
from policyscore.spreadsheets.writing import Page, Pages, Value


class _Headings(NamedTuple):
    """The headings that a sheet needs, and those that it may have too."""

    needed: tuple[str, ...]
    others: tuple[str, ...] = ()


_SHEETS: Mapping[str, _Headings] = {
    "Read me": _Headings(("Item", "Value")),
    "Weights": _Headings(
        ("Id", "Name", "Weight", "Worst", "Best"),
        (
            *("Within", "Unit", "Curve", "Levels", "Question", "Rationale", "Source"),
            *("Counts as", "Share among siblings", "Share of all", "Share in the model"),
        ),
    ),
    "Performance": _Headings(("Option id", "Option name"), ("Option summary", "Option source")),
    "Evidence": _Headings(
        ("Option id", "Criterion id"),
        (
            *("Option", "Criterion", "Value", "Value in the model", "Unit", "Notice"),
            *("Low", "High", "Confidence", "Rationale", "Source"),
        ),
    ),
    "Sources": _Headings(("Key", "Title"), ("Date", "Address")),
    "Profiles": _Headings(("Id", "Name"), ("Who", "Rationale", "Source")),
    "Orders": _Headings(("Criterion", "Better", "Worse"), ("Source",)),
    "Expectations": _Headings(("That",), ("Why", "Severity", "Under")),
}
_RESULTS = ("Ranking", "Scores", "Contributions")  # computed from the others


def wanted(names: Sequence[str]) -> list[str]:
    """Return the sheets to read of a file: those of our workbook if it is one, else the first."""
    if {"Weights", "Performance"} <= set(names):
        return [name for name in names if name in _SHEETS]
    return list(names[:1])


def is_ours(found: Spreadsheet) -> bool:
    """Tell whether a spreadsheet is a workbook that `report` wrote."""
    return {"Weights", "Performance"} <= set(found.sheets)


def pages(found: Spreadsheet, faults: FaultList) -> Pages:
    """Return the files of the model that our workbook holds.

    What cannot be read is a fault, and something harmless stands in for it. Nothing is returned
    where a heading is missing.
    """
    before = len(faults.faults)
    sheets = _records(found, faults)
    if len(faults.faults) > before:
        return {}
    nodes = by_id(sheets["Weights"], "Id", "criterion", faults)
    rows = by_id(sheets["Performance"], "Option id", "option", faults)
    leaves = {name: nodes.cells[name] for name, row in nodes.rows.items() if has_scale(row)}
    judged = Judged(leaves, evidence(sheets["Evidence"], rows, leaves, faults))
    corner = found.sheets["Weights"].corner
    return {
        "policyscore.yaml": Page("decision", dict(decision(sheets, faults)), corner),
        **criteria(nodes, faults),
        **options(sheets["Performance"], rows, judged, faults),
        **_profiles(sheets, nodes, faults),
    }


def ignored(found: Spreadsheet) -> list[str]:
    """Return what a spreadsheet holds that is not read: sheets, and columns of our workbook."""
    if not is_ours(found):
        return [f"the sheet {name}" for name in found.others]
    names = [f"the sheet {name}" for name in found.others if name not in _RESULTS]
    sheets = _records(found, FaultList())
    leaves = {row.cell("Id").text.casefold() for row in sheets["Weights"].rows if has_scale(row)}
    for name, known in _SHEETS.items():
        keys = {heading.casefold() for heading in (*known.needed, *known.others)}
        for key, cell in sheets[name].headings.items():
            criterion = name == "Performance" and key in leaves
            profile = name == "Weights" and key.startswith(PROFILE)
            if not (key in keys or criterion or profile):
                names.append(f"the column {cell.text} of {name}")
    return names


def _records(found: Spreadsheet, faults: FaultList) -> dict[str, Records]:
    return {
        name: records(found.sheets.get(name), known.needed, faults)
        for name, known in _SHEETS.items()
    }


def _profiles(sheets: Mapping[str, Records], nodes: Named, faults: FaultList) -> Pages:
    """Return the profiles that have a row in Profiles or a column in Weights."""
    weights = profile_weights(sheets["Weights"], nodes, faults)
    named = by_id(sheets["Profiles"], "Id", "profile", faults)
    for name, (head, _) in weights.items():
        if name not in named.cells:
            check_id(name, head, "profile", faults)
    cells = {name: head for name, (head, _) in weights.items()} | dict(named.cells)
    found: Pages = {}
    for name, cell in cells.items():
        row = named.rows.get(name)
        record: dict[str, Value] = {"name": Scalar(name, cell)}
        if row:
            record["name"] = required(row.cell("Name"), faults)
            record.update(texts(row, faults, "Who", "Rationale"))
            record.update(sources(row.cell("Source"), faults))
        record["weights"] = weights[name][1] if name in weights else {}
        found[f"profiles/{name}.yaml"] = Page("profile", record, cell)
    return found
