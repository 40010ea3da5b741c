"""The numbers of a criterion; where one cannot be read, harmless ones stand in for it.

So the rest of a spreadsheet can be checked as well: on the widest scale nothing is outside.
"""

from policyscore.faults import FaultList
from policyscore.load.nodes import short
from policyscore.spreadsheets.cells import UNIT_COLUMN, Cell, Scalar, number

_NO_PERCENT = "leave the percent sign out: weights are relative"
_WIDEST = ("-1e100", "1e100")


def ends(
    worst: Cell | None,
    best: Cell | None,
    head: Cell,
    faults: FaultList,
    percent: str = UNIT_COLUMN,
) -> tuple[dict[str, Scalar], bool]:
    """Return worst and best of the criterion that `head` names, and whether they could be read.

    None is a cell whose lack has been told; `percent` is what to do about a percent sign.
    """
    found = {
        label: number(cell, f"{label} of {short(head.text)}", faults, "", percent) if cell else None
        for label, cell in (("worst", worst), ("best", best))
    }
    read = {label: scalar for label, scalar in found.items() if scalar}
    if len(read) == len(found):
        return read, True
    widest = zip(("worst", "best"), (worst or head, best or head), _WIDEST, strict=True)
    return {label: Scalar(text, cell, bare=True) for label, cell, text in widest}, False


def weight(cell: Cell | None, head: Cell, faults: FaultList) -> Scalar:
    """Return the weight of the criterion or group that `head` names; 1 where none can be read."""
    name = f"weight of {short(head.text)}"
    found = number(cell, name, faults, "", _NO_PERCENT) if cell else None
    return found or Scalar("1", cell or head, bare=True)
