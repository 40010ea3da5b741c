"""What the workbook says in words of its own numbers: each formula with what it comes to now."""

from fractions import Fraction

from policyscore.book import Formula
from policyscore.figures import points
from policyscore.reports.workbook_evidence import WRONG
from policyscore.reports.workbook_formulas import (
    FIRST,
    TOLERANCE,
    Laid,
    down,
    ranks,
    results,
    rounded,
    usable,
)
from policyscore.reports.workbook_live import UNKNOWN

CHANGED, UNCHANGED = "changed: your scenario", "as in the model"


def answer(laid: Laid, indifference: str) -> Formula:
    """Return which option leads now and by how much, or that it is a tie.

    `indifference` is the cell with the lead below which it is too close to call.
    """
    unknown = any(
        c.value is None for o in laid.model.options.values() for c in o.performance.values()
    )
    found = _alone(laid) if len(laid.options) == 1 else _leading(laid, indifference)
    note = _choice(
        f'COUNTIF({_evidence(laid, "E")},"{UNKNOWN}")>0',
        unknown,
        _words(" Unknown performances count as the middle of what they may score."),
        _words(""),
    )
    no_answer = _words("There is no answer under these weights.")
    return _choice(usable(laid), True, _joined(found, note), no_answer)


def weights_now(laid: Laid) -> Formula:
    """Return whether the weights are the model's, changed, or such that nothing follows."""
    now, model = (down("Weights", column, laid.nodes) for column in "GH")
    changed = f"SUMPRODUCT(ABS({now}-{model}))>{TOLERANCE}"
    wrong = _words("cannot be used: one is negative or no number, or all in one group are 0")
    told = _choice(changed, False, _words(CHANGED), _words(UNCHANGED))
    return _choice(usable(laid), True, told, wrong)


def performances_now(laid: Laid) -> Formula:
    """Return whether the performances are the model's, changed, or how many cannot be read."""
    notices = _evidence(laid, "M")
    count = f'COUNTIF({notices},"{WRONG}")'
    wrong = _joined(
        Formula(count, "0"),
        _choice(f"{count}=1", False, _words(" cell is"), _words(" cells are")),
        _words(" no number within their scale and count as unknown"),
    )
    changed = f"SUMPRODUCT(--({_evidence(laid, 'E')}<>{_evidence(laid, 'F')}))>0"
    told = _choice(changed, False, _words(CHANGED), _words(UNCHANGED))
    return _choice(f"{count}>0", False, wrong, told)


def _evidence(laid: Laid, column: str) -> str:
    """Return the reference to all cells of a column of the sheet Evidence."""
    last = FIRST + len(laid.options) * len(laid.columns) - 1
    return f"Evidence!${column}${FIRST}:${column}${last}"


def _alone(laid: Laid) -> Formula:
    return _joined(
        _name(laid, 1), _words(" is the only option; it scores "), _highest(laid), _words(".")
    )


def _leading(laid: Laid, indifference: str) -> Formula:
    found = results(laid)
    scores, ranked = (down("Contributions", c, laid.ranked) for c in (found.rounded, found.rank))
    places = ranks(laid)
    first, second = (rounded(standing.score) for standing in laid.ranking.standings[:2])
    lead = first - second
    ahead = f"ROUND(LARGE({scores},1)-LARGE({scores},2),9)"
    few = _figure(ahead, lead)
    several = _joined(_count(ranked, 2, places), _words(" options"))
    rival = _choice(f"COUNTIF({ranked},2)=1", places.count(2) == 1, _name(laid, 2), several)
    close = _joined(
        *(_words(". Too close to call: its lead over "), rival, _words(" is "), few),
        _words(", below the indifference."),
    )
    clear = _joined(_words(", ahead of "), rival, _words(" by "), few, _words("."))
    too_close = lead < laid.model.decision.indifference
    leads = _joined(
        *(_name(laid, 1), _words(" has the highest score under these weights: ")),
        *(_highest(laid), _choice(f"{ahead}<{indifference}", too_close, close, clear)),
    )
    tie = _joined(
        _count(ranked, 1, places),
        *(_words(" options share the highest score under these weights: "), _highest(laid)),
        _words(". It is a tie."),
    )
    return _choice(f"COUNTIF({ranked},1)>1", lead == 0, tie, leads)


def _highest(laid: Laid) -> Formula:
    highest = max(rounded(standing.score) for standing in laid.ranking.standings)
    scores = down("Contributions", results(laid).rounded, laid.ranked)
    return _figure(f"MAX({scores})", highest)


def _name(laid: Laid, place: int) -> Formula:
    """Return the name of the option at a place of the sheet Ranking."""
    option = laid.ranking.standings[place - 1].option
    return Formula(f"Ranking!$C${FIRST + place - 1}", laid.model.options[option].name)


def _count(ranked: str, rank: int, places: list[int]) -> Formula:
    return Formula(f"COUNTIF({ranked},{rank})", str(places.count(rank)))


def _figure(text: str, value: Fraction) -> Formula:
    """Return points with one decimal, in words where that would read as none or as all."""
    tiny, huge = _words("less than 0.05"), _words("almost 100")
    one = Formula(f"FIXED({text},1,TRUE)", points(value))
    most = _choice(f"AND({text}>=99.95,{text}<100)", Fraction(9995, 100) <= value < 100, huge, one)
    return _choice(f"AND({text}>0,{text}<0.05)", 0 < value < Fraction(5, 100), tiny, most)


def _words(text: str) -> Formula:
    """Return words of ours: without quotation marks, and at most 255 characters."""
    return Formula(f'"{text}"', text)


def _joined(*parts: Formula) -> Formula:
    return Formula("&".join(part.text for part in parts), "".join(str(p.value) for p in parts))


def _choice(condition: str, holds: bool, yes: Formula, no: Formula) -> Formula:
    return Formula(f"IF({condition},{yes.text},{no.text})", yes.value if holds else no.value)
