"""What the report of `diff` is made of, and how edits read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from policyscore import scoring
from policyscore.difference.changes import Changes, OptionChange
from policyscore.difference.conditions import Verdict
from policyscore.difference.edit import Edit, Known
from policyscore.difference.versions import Part
from policyscore.faults import Place
from policyscore.figures import amount, distinct_shares
from policyscore.model import Model
from policyscore.reports.expected import Expected
from policyscore.reports.ranked import MOST_IN_WORDS
from policyscore.reports.wording import listed
from policyscore.shown import one_line

MOST_TEXT = 80  # characters of a text that was edited
_WEIGHS = {"weight": "weight", "share": "share of all weights"}


class Differing(NamedTuple):
    """What changed since a version called `base`, the models, and what was asked of it.

    `before` is None where only results of the earlier version are known. `held_before` tells by
    place which expectations of today held then, as far as that can be said, `new_warnings` what the
    earlier version gave no cause for. `moved` tells whether --exit-code asks to fail, None if not
    asked.
    """

    base: str
    before: Model | None
    after: Model
    found: Changes
    expected: Expected
    verdicts: Sequence[Verdict] = ()
    verbose: bool = False
    held_before: Mapping[Place, bool] = MappingProxyType({})
    new_warnings: Sequence[str] = ()
    moved: bool | None = None

    def option(self, name: str) -> str:
        """Return an option's name on one line, with its id where others have the same name."""
        return self.found.names.get(name, name)

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

    def contributions(self, option: str) -> Mapping[str, Fraction]:
        """Return the points of an option of today, by criterion."""
        shares = self.found.shares[1]
        alone = self.after._replace(options={option: self.after.options[option]})
        scores = scoring.scores(alone)[option]
        return {name: share * scores[name] for name, share in shares.items()}

    def earlier_cells(self, option: str) -> Mapping[str, Fraction | None]:
        """Return the performances of an option that went, by criterion; none if not known."""
        if self.before is None:
            return {}
        ids = self.found.renames.nodes
        cells = self.before.options[option].performance.items()
        return {ids.get(name, name): cell.value for name, cell in cells}

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
                colon = ":" if edit.before and edit.after and edit.key else ""
                return f"{edit.kind} {edit.key}".rstrip() + f"{colon} "
            case "profile":
                return f"profile {edit.key}: {node + ' ' if node else ''}"
            case _:
                of = " on ".join(filter(None, (self._named(edit.option), node)))
                return f"{of}: {edit.key} " if of else f"{edit.key} "

    def _named(self, option: str) -> str:
        return self.option(option) if option else ""

    def _values(self, edit: Edit) -> str:
        before, after = edit.before, edit.after
        whole = edit.kind in ("option", "criterion", "group", "order", "expectation", "source")
        if whole or (edit.kind == "profile" and not edit.node):
            if before is None or after is None:
                verb, text = ("removed", before) if after is None else ("added", after)
                return f"{verb} ({self._short(text)})"
        elif edit.kind == "tree":
            return f"{self._value(edit, before)} → {self._value(edit, after)}"
        elif before is None:
            return f"added: {self._value(edit, after)}"
        elif after is None:
            return f"removed: {self._value(edit, before)}"
        if edit.kind == "share" and isinstance(before, Fraction) and isinstance(after, Fraction):
            return " → ".join(distinct_shares(before, after))
        texts = edit.kind in ("text", "evidence", "source") and not self.verbose
        if texts and isinstance(before, str) and isinstance(after, str):
            before, after = _about_the_difference(before, after)
        unit = self.unit(edit.node) if edit.kind in ("performance", "range") else ""
        unit = unit if isinstance(after, Fraction) else ""
        return f"{self._value(edit, before)} → {self._value(edit, after)} {unit}".rstrip()

    def _value(self, edit: Edit, value: Known) -> str:
        if edit.kind == "tree":
            return self.node(str(value)) if value else "the top level"
        if edit.kind in ("text", "evidence"):
            return f'"{self._short(value)}"'
        return self._short(value)

    def _short(self, value: Known) -> str:
        if isinstance(value, Fraction):
            return amount(value)
        text = value or "none"
        whole = self.verbose or len(text) <= MOST_TEXT
        return text if whole else f"{text[: MOST_TEXT - 1]}…"


def _about_the_difference(before: str, after: str) -> tuple[str, str]:
    """Return two texts without the words that both begin with, if these are many."""
    same = 0
    for at, (one, other) in enumerate(zip(before, after, strict=False)):
        if one != other:
            break
        if one == " ":
            same = at + 1
    if same <= MOST_TEXT // 4:
        return before, after
    return f"… {before[same:]}", f"… {after[same:]}"


def largest_effects(options: Iterable[OptionChange], parts: int) -> list[Fraction]:
    """Return by part the most that it did to one of some options, up or down, in points."""
    found = [Fraction(0)] * parts
    for option in options:
        for part, points in enumerate(option.parts):
            if points and abs(points) > found[part]:
                found[part] = abs(points)
    return found


def where(edit: Edit, base: str) -> str:
    """Return where an edit stands, as file:line; where it stood if it is gone."""
    place = edit.place
    if edit.gone and not place.line:
        return base
    at = f"{place.file}:{place.line}" if place.line else place.file
    return f"{base}: {at}" if edit.gone else at


def told(part: Part, differing: Differing) -> Iterator[str]:
    """Yield the edits of a part, each with its place."""
    for edit in part.edits:
        yield f"{differing.edit(edit)} ({where(edit, differing.base)})"
