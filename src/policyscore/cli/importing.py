"""`import`: a model folder made of a spreadsheet, checked before anything is written."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from shlex import quote
from typing import NamedTuple

from policyscore.cli.about import SUFFIX, schema_text
from policyscore.cli.starting import SCHEMA_FOLDER, refuse_what_holds_anything, write_new
from policyscore.decimals import text_of
from policyscore.faults import Fault, FaultList, WrongModel
from policyscore.load import Loaded, load_files
from policyscore.load.shapes import FILES
from policyscore.model import Model
from policyscore.shown import plain
from policyscore.spreadsheets import plain_table, workbook
from policyscore.spreadsheets.cells import Spreadsheet
from policyscore.spreadsheets.reading import read_spreadsheet
from policyscore.spreadsheets.tracing import traced
from policyscore.spreadsheets.writing import Pages, Written, written

MOST_IGNORED, MOST_SCALES = 8, 12
DECISION = "policyscore.yaml"
_TO_NAME = "give the model a title and a question in {}, then "
THEN = "nothing was written. Mend the table and import it again."


class Made(NamedTuple):
    """A model made of a spreadsheet, its files by name, and what was not read."""

    model: Model
    files: Mapping[str, Written]
    ignored: Sequence[str]
    titled: bool = True  # by who made it; else by the name of the file


def import_model(file: str, folder: str) -> str:
    """Write the model that a .csv or .xlsx file holds into a folder, and return what to do next.

    The folder is new or empty. Raises Misuse where anything stands in it, and where there is no
    such file; WrongModel with all that is wrong in the file; CannotAccess where it cannot be read
    or nothing can be written.
    """
    root = Path(folder)
    refuse_what_holds_anything(root, folder)
    made = model_of(file)
    texts = {name: file.text for name, file in made.files.items()}
    texts |= {f"{SCHEMA_FOLDER}/{kind}{SUFFIX}": schema_text(kind) for kind in FILES}
    write_new(root, {name: text.encode() for name, text in texts.items()})
    return _told(made, folder)


def model_of(file: str) -> Made:
    """Return the model that a .csv or .xlsx file holds; nothing is written.

    Raises as `import_model` does.
    """
    path, faults = Path(file), FaultList()
    found = read_spreadsheet(path, path.as_posix(), workbook.wanted, faults) or Spreadsheet({})
    texts = {path.as_posix(): found.text}
    files = {name: written(page) for name, page in _pages(found, path, faults).items()}
    loaded = _loaded(files, faults.faults, texts)
    return Made(loaded.model, files, workbook.ignored(found), workbook.is_ours(found))


def _pages(found: Spreadsheet, path: Path, faults: FaultList) -> Pages:
    if workbook.is_ours(found):
        return workbook.pages(found, faults)
    title = plain(path.stem.replace("_", " "))
    sheet = next(iter(found.sheets.values()), None)
    return plain_table.pages(sheet, title, faults) if sheet else {}


def _loaded(
    files: Mapping[str, Written], found: Sequence[Fault], texts: Mapping[str, str]
) -> Loaded:
    """Return the model that the files would be; raises WrongModel with the faults of the cells."""
    try:
        loaded = load_files({name: file.text for name, file in files.items()})
    except WrongModel as wrong:
        faults = traced(wrong.faults, files, found)
        raise WrongModel(Path(), faults, texts, then=THEN) from None
    if found:
        raise WrongModel(Path(), found, texts, then=THEN)
    return loaded


def _told(made: Made, folder: str) -> str:
    model, ignored, shown = made.model, made.ignored, plain(folder)
    counts = (
        (len(model.options), "option", "options"),
        (len(model.criteria), "criterion", "criteria"),
        (len(model.groups), "group", "groups"),
        (len(model.profiles), "profile", "profiles"),
    )
    held = ", ".join(
        f"{count} {one if count == 1 else many}" for count, one, many in counts if count
    )
    named = ", ".join(plain(name) for name in ignored[:MOST_IGNORED])
    more = f" and {len(ignored) - MOST_IGNORED} more" if len(ignored) > MOST_IGNORED else ""
    notes = f"Not read: {named}{more}\n" if ignored else ""
    scales = "".join(f"  {line}\n" for line in _scales(made))
    name = "" if made.titled else _TO_NAME.format(quote(f"{shown}/{DECISION}"))
    next_ = f"Next: {name}policyscore rank {quote(shown)}\n"
    return f"Wrote a model to {shown}: {held}\n{scales}{notes}{next_}"


def _scales(made: Made) -> Iterator[str]:
    """Yield which end of each scale is the worst, so that rows taken for each other are seen.

    Criteria stand in the order of the spreadsheet.
    """
    known = {f"criteria/{name}.yaml": found for name, found in made.model.criteria.items()}
    found = [known[name] for name in made.files if name in known]
    for criterion in found[:MOST_SCALES]:
        worst, best = text_of(criterion.scale.worst), text_of(criterion.scale.best)
        span = f"{worst} (worst) to {best} (best) {plain(criterion.scale.unit)}".rstrip()
        yield f"{plain(criterion.name)}: {span}, weighs {text_of(criterion.weight)}"
    rest = len(found) - MOST_SCALES
    if rest > 0:
        yield f"and {rest} more {'criterion' if rest == 1 else 'criteria'}"
