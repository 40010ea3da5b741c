"""What the report of `diff` is made of, and how edits read."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from policyscore.difference.changes import Changes
from policyscore.difference.conditions import Verdict
from policyscore.difference.edits import Edit, Known
from policyscore.difference.versions import Part
from policyscore.figures import amount
from policyscore.model import Model
from policyscore.reports.expected import Expected
from policyscore.reports.ranked import MOST_IN_WORDS
from policyscore.reports.wording import listed
from policyscore.shown import one_line

MOST_TEXT = 80  # characters of a text that was edited
_WEIGHS = {"weight": "weight", "share": "share of all weights"}


class Differing(NamedTuple):
    """What changed since a version called `base`, the models, and what was asked of it.

    `before` is None where only results of the earlier version are known.
    """

    base: str
    before: Model | None
    after: Model
    found: Changes
    expected: Expected
    verdicts: Sequence[Verdict] = ()
    verbose: bool = False

    def option(self, name: str) -> str:
        """Return an option's name on one line, the earlier one where it went."""
        for known in self.found.options:
            if known.option == name:
                return one_line(known.name)
        return name

    def options(self, names: Sequence[str]) -> str:
        """Return the names of a few options in words, or how many there are."""
        if len(names) > MOST_IN_WORDS:
            return f"{len(names)} options"
        return listed([self.option(name) for name in names])

    def node(self, name: str) -> str:
        """Return the name of a criterion or group on one line, the earlier one where it went."""
        for model in (self.after, self.before):
            if model is not None and (name in model.criteria or name in model.groups):
                return one_line(model.node(name).name)
        return name

    def unit(self, name: str) -> str:
        """Return the unit of a criterion, nothing where it is not known."""
        criterion = self.after.criteria.get(name)
        return "" if criterion is None else one_line(criterion.scale.unit)

    def edit(self, edit: Edit) -> str:
        """Return an edit in words, as "Cost: weight 80 → 100"."""
        return f"{self._subject(edit)}{self._values(edit)}"

    def _subject(self, edit: Edit) -> str:
        """Return what an edit is about, up to its values."""
        node = self.node(edit.node) if edit.node else ""
        match edit.kind:
            case "performance":
                return f"{self.option(edit.option)} on {node}: "
            case "score":
                return f"{self.option(edit.option)} on {node}: scale or curve, score "
            case "range":
                return f"{self.option(edit.option)} on {node}: {edit.key} end of the range "
            case "option" | "criterion" | "group":
                return f"{edit.kind} {edit.option or edit.node} "
            case "weight" | "share":
                return f"{node}: {_WEIGHS[edit.kind]} "
            case "order" | "expectation" | "source":
                return f"{edit.kind} {edit.key}: "
            case "profile":
                return f"profile {edit.key}: {node + ' ' if node else ''}"
            case _:
                of = listed([name for name in (self._named(edit.option), node) if name])
                return f"{of}: {edit.key} " if of else f"{edit.key} "

    def _named(self, option: str) -> str:
        return self.option(option) if option else ""

    def _values(self, edit: Edit) -> str:
        if edit.kind in ("option", "criterion", "group") or (
            edit.kind == "profile" and not edit.node
        ):
            verb = "removed" if edit.gone else "added"
            return f"{verb} ({_short(edit.before if edit.gone else edit.after)})"
        if edit.before is None:
            return f"added: {self._value(edit, edit.after)}"
        if edit.after is None:
            return f"removed: {self._value(edit, edit.before)}"
        unit = self.unit(edit.node) if edit.kind in ("performance", "range") else ""
        return f"{self._value(edit, edit.before)} → {self._value(edit, edit.after)} {unit}".rstrip()

    def _value(self, edit: Edit, value: Known) -> str:
        if edit.kind == "share" and isinstance(value, Fraction):
            return f"{amount(round(value * 100, 4))} %"
        if edit.kind == "tree":
            return self.node(str(value)) if value else "the top level"
        if edit.kind in ("text", "evidence"):
            return f'"{_short(value)}"'
        return _short(value)


def _short(value: Known) -> str:
    if isinstance(value, Fraction):
        return amount(value)
    text = value or "none"
    return text if len(text) <= MOST_TEXT else f"{text[: MOST_TEXT - 1]}…"


def where(edit: Edit, base: str) -> str:
    """Return where an edit stands, as file:line; where it stood if it is gone."""
    place = edit.place
    at = f"{place.file}:{place.line}" if place.line else place.file
    return f"{base}: {at}" if edit.gone else at


def told(part: Part, differing: Differing) -> Iterator[str]:
    """Yield the edits of a part, each with its place."""
    for edit in part.edits:
        yield f"{differing.edit(edit)} ({where(edit, differing.base)})"
