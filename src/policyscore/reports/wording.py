"""Phrases and small tables that several reports share."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from policyscore.figures import MINUS, MOST_PLACES, amount, places_that_separate, share
from policyscore.model import Model, Performance
from policyscore.report import Block, Prose, Value
from policyscore.scenario import Change, Scenario
from policyscore.shown import one_line
from policyscore.weights import stated

ROUNDED = (
    "Figures are rounded one by one; what is worked out from the printed ones may differ in the "
    "last digit."
)


def read(figure: str) -> Fraction:
    """Return the number that a reader reads in a figure."""
    return Fraction(figure.lstrip("<>").removesuffix(" %").replace(MINUS, "-"))


def agrees(figure: str, found: Fraction) -> bool:
    """Tell whether a figure is what a reader gets who rounds a number found from other figures."""
    places = max(1, len(figure.removesuffix(" %").partition(".")[2]))
    return abs(found - read(figure)) < Fraction(1, 2 * 10**places)


def rounded_once(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks, what is said of rounding once and at the end; empty prose is left out."""
    rounded = False
    for block in blocks:
        if isinstance(block, Prose) and ROUNDED in block.paragraphs:
            rounded = True
            block = block._replace(paragraphs=tuple(p for p in block.paragraphs if p != ROUNDED))
        if not isinstance(block, Prose) or block.paragraphs:
            yield block
    if rounded:
        yield Prose((ROUNDED,))


def legible_places(values: Iterable[Fraction], least: int = 1) -> int:
    """Return how many decimals tell different values apart; `least` where it takes too many."""
    places = places_that_separate(values, least)
    return places if places < MOST_PLACES else least


def listed(names: Sequence[str]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def counted(number: int, singular: str, plural: str = "") -> str:
    """Return a number with its noun, such as "3 options"."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def ordinal(number: int) -> str:
    """Return "1st", "2nd", "3rd", "4th" and so on."""
    teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def title(model: Model) -> str:
    """Return the heading of a report on a model."""
    return model.decision.title or "Policy options"


def evidence(cell: Performance) -> str:
    """Return rationale and sources of a performance as one paragraph, or that there are none."""
    rationale = one_line(cell.rationale) or "No rationale is given."
    return f"{rationale} [{sources(cell.sources)}]"


def reach(cell: Performance) -> str:
    """Return the range of a performance as written, or that it has none."""
    return "none" if cell.low == cell.high else f"{amount(cell.low)}–{amount(cell.high)}"


def sources(found: Iterable[str]) -> str:
    """Return sources and locators on one line, or that there is none."""
    return "; ".join(map(one_line, found)) or "no source"


def about(model: Model, inputs: str) -> Mapping[str, Value]:
    """Return what programs should know of a model; `inputs` is the hash of its files."""
    return {
        "title": model.decision.title or None,
        "date": model.decision.date or None,
        "baseline": model.decision.baseline,
        "indifference": model.decision.indifference,
        "inputs": inputs,
    }


def weights_in_use(model: Model, scenario: Scenario) -> Iterator[str]:
    """Yield the sentences that keep a result from being mistaken for the model's own."""
    if scenario.profile is not None:
        profile = model.profiles[scenario.profile]
        who = f": {one_line(profile.who)}" if profile.who else ""
        yield f"Weights of the profile {one_line(profile.name)} ({profile.id}){who}."
    if scenario.changes:
        written = stated(model, scenario.profile)
        changes = "; ".join(
            f"{change.id} {share(scenario.before.shares[change.id])} → "
            f"{share(scenario.weights.shares[change.id])} "
            f"(-w {change.flag}{_instead(change, written[change.id])})"
            for change in scenario.changes
        )
        yield f"Scenario, not the model: weights changed: {changes}."


def _instead(change: Change, written: Fraction | None) -> str:
    """Return the weight that a relative one is set instead of, without which it says little."""
    return f" instead of {amount(written)}" if change.how == "set" and written is not None else ""


def overrides(scenario: Scenario) -> list[Mapping[str, Value]]:
    """Return the weight flags for programs: the flag, and the global share before and after."""
    return [
        {
            "id": change.id,
            "flag": change.flag,
            "before": scenario.before.shares[change.id],
            "after": scenario.weights.shares[change.id],
        }
        for change in scenario.changes
    ]
