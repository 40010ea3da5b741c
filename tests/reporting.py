"""Reports of models as the command line makes them, and what a reader finds in them."""

import io
import json
import re
from collections.abc import Iterable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from policyscore.cli.running import run as run_here
from policyscore.model import Model
from policyscore.render import render
from policyscore.report import Block, Drawn, Prose, Report, Table
from policyscore.reports.rank import rank_report
from policyscore.reports.ranked import Ranked
from policyscore.reports.weights import default_yardstick, weights_report
from policyscore.reports.wording import ROUNDED
from policyscore.scenario import scenario
from policyscore.scoring import rank
from tests.conftest import ROOT, Ran

SCHEMAS = ROOT / "src" / "policyscore" / "schemas"


def ranked(model: Model, *flags: str, profile: str | None = None) -> Ranked:
    """Return what the report of `rank` is made of."""
    used = scenario(model, profile, flags)
    before = rank(model, used.departs) if used.departs else None
    return Ranked(model, used, rank(model, used.weights), before=before)


def report_of(found: Ranked, **how: Any) -> Report:  # noqa: ANN401 - the fields of Ranked
    """Return the report of `rank`, with some fields of Ranked changed."""
    return rank_report(found._replace(**how), lambda: "0" * 64)


def rank_text(model: Model, *flags: str, profile: str | None = None, **how: Any) -> str:  # noqa: ANN401
    """Return what `rank` prints into a pipe."""
    return render(report_of(ranked(model, *flags, profile=profile), **how), "text")


def rank_data(model: Model, *flags: str, **how: Any) -> Any:  # noqa: ANN401 - JSON
    """Return the JSON of `rank`, read and held against its schema."""
    data = json.loads(render(report_of(ranked(model, *flags), **how), "json"))
    valid(data)
    return data


def valid(data: object) -> None:
    """Hold the JSON of `rank` against the schema that the program prints."""
    schema = json.loads((SCHEMAS / "rank.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(data)


def weights_of(
    model: Model,
    *flags: str,
    profile: str | None = None,
    yardstick: str = "",
    verbose: bool = False,
) -> Report:
    """Return the report of `weights`."""
    used = scenario(model, profile, flags)
    return weights_report(model, used, yardstick or default_yardstick(model, used), verbose)


def headline(text: str) -> str:
    """Return the sentence that stands below the title."""
    return text.split("\n")[2]


def tables(blocks: Iterable[Block | Drawn]) -> list[Table]:
    """Return the tables of a report."""
    return [block for block in blocks if isinstance(block, Table)]


def paragraphs(blocks: Iterable[Block | Drawn]) -> list[str]:
    """Return the paragraphs of a report."""
    return [text for block in blocks if isinstance(block, Prose) for text in block.paragraphs]


def warns_of_rounding(blocks: Iterable[Block | Drawn]) -> bool:
    """Tell whether a paragraph says that printed figures may not add up."""
    return ROUNDED in paragraphs(blocks)


def rows(text: str, heading: str) -> list[str]:
    """Return the lines of the table below a heading that begins so, up to a blank line."""
    lines = text.split("\n")
    start = next(i for i, line in enumerate(lines) if line.lstrip().startswith(heading))
    return lines[start + 1 : lines.index("", start)]


def cells(line: str) -> list[str]:
    """Return the cells of a line of a table in plain text."""
    return re.split(r"  +", line.strip())


def call(*arguments: str) -> Ran:
    """Run the program in this process, in a pipe as far as it can tell."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        code = run_here(list(arguments))
    out.flush()
    streams = (out.buffer, err.buffer)
    assert isinstance(streams[0], io.BytesIO)
    assert isinstance(streams[1], io.BytesIO)
    return Ran(code, *(stream.getvalue().decode() for stream in streams))


def made(folder: Path, options: Sequence[str], criteria: Sequence[str]) -> Path:
    """Write a model of many options and criteria, named so, with made-up performances."""
    for name in ("options", "criteria"):
        (folder / name).mkdir(parents=True)
    for j, criterion in enumerate(criteria):
        text = f"name: {criterion}\nweight: {j + 1}\nscale: {{worst: 0, best: 100, unit: points}}\n"
        (folder / "criteria" / f"c{j}.yaml").write_text(text, encoding="utf-8")
    for i, option in enumerate(options):
        found = "".join(f"  c{j}: {(17 * i + 31 * j + 7) % 101}\n" for j in range(len(criteria)))
        text = f"name: {option}\nperformance:\n{found}"
        (folder / "options" / f"o{i}.yaml").write_text(text, encoding="utf-8")
    return folder
