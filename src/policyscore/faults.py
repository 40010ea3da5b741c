"""What can go wrong: faults as values with a place, and the one tree of exceptions."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


class Place(NamedTuple):
    """Where something stands: a file of the model, line and column from 1 (0: the whole file)."""

    file: str
    line: int = 0
    column: int = 0


class Fault(NamedTuple):
    """One thing wrong (error) or suspicious (warning) in a model, and what to do about it."""

    place: Place
    rule: str
    what: str
    fix: str = ""
    severity: Severity = "error"


class PolicyscoreError(Exception):
    """Whatever ends a run early; `exit_code` says how."""

    exit_code = 70


class Misuse(PolicyscoreError):
    """A flag, an argument or a path is wrong; each of `problems` is one sentence.

    `pointed` are texts with the place in each, from 0, that a problem is about.
    """

    exit_code = 2

    def __init__(self, *problems: str, pointed: Sequence[tuple[str, int]] = ()) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems
        self.pointed = pointed


class WrongModel(PolicyscoreError):
    """The model in `root` has faults; nothing was ranked. `texts` are the files' texts, by name.

    `revision` is what git writes before the name of a file (`main:`, `main:model/`), where the
    model was read from a commit. `then` says what did not happen and what to do, where that is not
    the usual: to mend the model and check it.
    """

    exit_code = 3

    def __init__(
        self,
        root: Path,
        faults: Sequence[Fault],
        texts: Mapping[str, str],
        revision: str = "",
        then: str = "",
    ) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.place, fault.what)))
        self.root = root
        self.texts = texts
        self.revision = revision
        self.then = then


class CannotAccess(PolicyscoreError):
    """A file cannot be read or written for want of permission or space."""

    exit_code = 4


class FaultList:
    """Collects the faults found while a model is read."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def add(self, place: Place, rule: str, what: str, fix: str = "") -> None:
        """Remember an error at `place`."""
        self.faults.append(Fault(place, rule, what, fix))

    def warn(self, place: Place, rule: str, what: str, fix: str = "") -> None:
        """Remember a warning at `place`."""
        self.faults.append(Fault(place, rule, what, fix, "warning"))

    @property
    def errors(self) -> list[Fault]:
        """The faults that keep a model from being ranked."""
        return [fault for fault in self.faults if fault.severity == "error"]

    @property
    def warnings(self) -> list[Fault]:
        """The faults that do not."""
        return [fault for fault in self.faults if fault.severity == "warning"]
