"""A small model that tests lay files over, and what reading a model says."""

from collections.abc import Mapping
from pathlib import Path

from policyscore.faults import Fault, FaultList, WrongModel
from policyscore.load import load

GOOD: Mapping[str, str] = {
    "criteria/cost.yaml": "name: Cost\nweight: 3\nscale: {worst: 10, best: 0}\n",
    "criteria/equity.yaml": "name: Equity\nweight: 2\nscale: {worst: 0, best: 10}\n",
    "options/charge.yaml": "name: Charge\nperformance:\n  cost: 4\n  equity: 6\n",
    "options/wait.yaml": "name: Wait\nperformance:\n  cost: 1\n  equity: 3\n",
}


def laid(root: Path, files: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Write the good model with files laid over it (None: left out), and return its folder."""
    for name, content in {**GOOD, **(files or {})}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is not None:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def line_of(fault: Fault) -> str:
    """Return a fault as `file:line:column: what; fix`, a warning with the word before `what`."""
    file, line, column = fault.place
    where = f"{file}:{line}:{column}" if line else file
    kind = "warning: " if fault.severity == "warning" else ""
    return f"{where}: {kind}{fault.what}" + (f"; {fault.fix}" if fault.fix else "")


def said(root: Path) -> list[str]:
    """Return a line for each error and warning of loading a model."""
    try:
        return [line_of(fault) for fault in load(root).warnings]
    except WrongModel as wrong:
        return [line_of(fault) for fault in wrong.faults]


def lines(faults: FaultList) -> list[str]:
    """Return a line for each fault of a list."""
    return [line_of(fault) for fault in faults.faults]
