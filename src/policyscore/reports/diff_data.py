"""The report of `diff` for programs: all figures, and a flat table of the options."""

from collections.abc import Mapping
from fractions import Fraction

from policyscore.difference.changes import At, OptionChange
from policyscore.difference.edit import Edit
from policyscore.report import Sheet, Value
from policyscore.reports.differing import Differing
from policyscore.reports.expected import Judged
from policyscore.reports.wording import about


def data(differing: Differing, inputs: str) -> Mapping[str, Value]:
    """Return all that changed, exact; a part names its edits by their numbers, from 0."""
    found = differing.found
    return {
        "schema": "policyscore.diff/1",
        "base": differing.base,
        "model": about(differing.after, inputs),
        "changed": {
            "leader": not found.same_leaders,
            "order": not found.same_order,
            "options": not found.same_options,
            "scores": not found.same_scores,
        },
        "leaders": {"before": sorted(found.moves.before), "after": sorted(found.moves.after)},
        "lead": {"before": found.leads[0], "after": found.leads[1]},
        "options": [_option(option) for option in found.options],
        "edits": [_edit(edit) for edit in found.edits],
        "parts": _parts(differing),
        "together": [list(parts) for parts in found.moves.together],
        "weights": {"before": found.shares[0], "after": found.shares[1]},
        "profiles": {
            name: {
                "before": list(change.before),
                "after": list(change.after),
                "lead": {"before": change.leads[0], "after": change.leads[1]},
            }
            for name, change in found.profiles.items()
        },
        "renamed": {
            "options": found.renames.options,
            "nodes": found.renames.nodes,
            "profiles": found.renames.profiles,
        },
        "expectations": [_expectation(differing, one) for one in differing.expected.every],
        "new_warnings": list(differing.new_warnings),
        "conditions": [
            {"condition": v.condition.text, "met": v.met, "value": v.value}
            for v in differing.verdicts
        ],
    }


def _parts(differing: Differing) -> list[Mapping[str, Value]]:
    found = differing.found
    numbers = {id(edit): number for number, edit in enumerate(found.edits)}
    points: list[dict[str, Fraction]] = [{} for _ in found.parts]
    for option in found.both:
        for i, did in enumerate(option.parts):
            if did:
                points[i][option.option] = did
    return [
        {
            "edits": [numbers[id(edit)] for edit in part.edits],
            "points": points[i],
            "alone": _alone(differing, i),
        }
        for i, part in enumerate(found.parts)
    ]


def _expectation(differing: Differing, judged: Judged) -> Mapping[str, Value]:
    return {
        "that": judged.expectation.that,
        "severity": judged.expectation.severity,
        "outcome": judged.outcome,
        "line": judged.expectation.place.line,
        "held_before": differing.held_before.get(judged.expectation.place),
    }


def _alone(differing: Differing, part: int) -> list[str] | None:
    """Return who leads with a part alone if that moves the lead, None if not or not tried."""
    alone = differing.found.moves.alone
    return sorted(alone[part]) if alone is not None and part in alone else None


def _option(option: OptionChange) -> Mapping[str, Value]:
    return {
        "id": option.option,
        "name": option.name,
        "before": _at(option.before),
        "after": _at(option.after),
        "change": option.change,
    }


def _at(at: At | None) -> Mapping[str, Value] | None:
    if at is None:
        return None
    return {"rank": at.rank, "tied": at.tied, "score": at.score, "rank_among_both": at.among}


def _edit(edit: Edit) -> Mapping[str, Value]:
    return {
        "kind": edit.kind,
        "option": edit.option or None,
        "node": edit.node or None,
        "key": edit.key or None,
        "before": edit.before,
        "after": edit.after,
        "file": edit.place.file,
        "line": edit.place.line,
        "column": edit.place.column,
        "gone": edit.gone,
    }


def sheet(differing: Differing) -> Sheet:
    """Return the options, one a row; ranks and scores are empty where an option is not there."""
    columns = (
        *("option", "name", "rank_before", "rank_after", "tied_before", "tied_after"),
        *("score_before", "score_after", "change"),
    )
    rows = []
    for option in differing.found.options:
        old, new = option.before, option.after
        rows.append(
            (
                *(option.option, option.name, old and old.rank, new and new.rank),
                *(old and old.tied, new and new.tied, old and old.score, new and new.score),
                option.change,
            )
        )
    return Sheet(columns, tuple(rows))
