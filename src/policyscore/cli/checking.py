"""What `check` holds a model to, and what it does with one that has errors."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from policyscore.cli.arguments import Answer, Common
from policyscore.doubts import unexpected, unsourced_cells
from policyscore.expectations.meaning import read
from policyscore.faults import Fault, Misuse, Place, WrongModel
from policyscore.judging.judgements import judge_all
from policyscore.load import Loaded
from policyscore.load.locked import read_lock
from policyscore.lock import NAME, Held, held_against, values
from policyscore.model import Expectation, Model
from policyscore.report import Report
from policyscore.reports.check import Checked, check_report
from policyscore.reports.expected import GIVEN, Expected
from policyscore.reports.wording import title


class Demands(NamedTuple):
    """What a model is held to: further expectations, as written, and whether its lock."""

    expect: Sequence[str]
    locked: bool
    verbose: bool


def checked(root: Path, loaded: Loaded, warnings: Sequence[Fault], demands: Demands) -> Checked:
    """Return what came of a model without errors.

    Raises Misuse where an expectation that was given cannot be read, or there is no lock.
    """
    model = loaded.model
    every = (*model.decision.expectations, *_given(demands.expect, model))
    faults = list(warnings)
    if demands.verbose:  # each of them instead of their number
        faults = [fault for fault in faults if fault.rule != "no-source"]
        faults += unsourced_cells(model)
    if not every:
        faults.append(unexpected())
    lock = _against_lock(root, loaded) if demands.locked else None
    faults += lock.faults if lock else []
    return Checked(
        title(model),
        [file.name for file in loaded.files],
        faults,
        expected(model, every),
        lock,
        demands.verbose,
    )


def expected(model: Model, expectations: Iterable[Expectation]) -> Expected:
    """Return how expectations fare in a model."""
    return Expected(model, tuple(judge_all(model, expectations)))


def _given(texts: Iterable[str], model: Model) -> list[Expectation]:
    """Return the expectations given as flags. Raises Misuse with all mistakes and their places."""
    nodes = [*model.criteria, *model.groups]
    problems, places = [], []
    for text in texts:
        found = read(text, list(model.options), nodes)
        for mistake in found if isinstance(found, list) else ():
            problems.append(f"--expect: {'; '.join(filter(None, (mistake.what, mistake.fix)))}")
            places.append((text, mistake.offset))
    if problems:
        raise Misuse(*problems, pointed=places)
    return [Expectation(text, Place(GIVEN)) for text in texts]


def _against_lock(root: Path, loaded: Loaded) -> Held:
    content = read_lock(root / NAME)
    if content is None:
        raise Misuse(f"--locked: the model has no {NAME}; policyscore lock writes one")
    return held_against(content, values(loaded.model, loaded.hashes()))


def wrong(report: Report) -> list[Fault]:
    """Return the findings of a report that did not pass as lines for stderr."""
    findings = report.findings() if report.findings else ()
    return [
        Fault(Place(f.file, f.line, f.column), f.rule, f.what, f.fix, f.outcome)
        for f in findings
        if f.outcome != "passed"
    ]


def with_errors(shared: Common, error: WrongModel, summary_only: bool = False) -> Answer:
    """Return the answer on a model with errors: they are told on stderr, and end the run.

    Formats that were asked for hold them too, but for text on stdout, or only a job's summary does.
    """
    targets = [t for t in shared.targets if t.path is not None or t.format != "text"]
    targets = [target for target in targets if target.is_summary or not summary_only]
    files = {*error.texts, *(fault.place.file for fault in error.faults)}
    report = check_report(Checked("Policy options", sorted(files), error.faults))
    answer = shared.answer(report, (), verbose=False)
    return answer._replace(targets=targets, error=error)
