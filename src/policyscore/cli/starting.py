"""`init`: a commented model to begin with, and the schemas that help an editor with it."""

from pathlib import Path

from policyscore.cli.about import SCHEMAS
from policyscore.cli.finding import PACKAGE
from policyscore.cli.output import to_file
from policyscore.faults import CannotAccess, Misuse
from policyscore.load.shapes import FILES

STARTER = PACKAGE / "starter"
SCHEMA_FOLDER = ".schemas"


def start(folder: str) -> str:
    """Write the starter model into a new or empty folder and return what to do next.

    Raises Misuse where anything stands already, CannotAccess where nothing can be written.
    """
    root = Path(folder)
    if root.exists() and not root.is_dir():
        raise Misuse(f"{folder} is a file; name a new folder")
    if root.is_dir() and any(root.iterdir()):
        raise Misuse(f"{folder} is not empty; nothing is overwritten. Name a new folder")
    sources = {
        path.relative_to(STARTER): path for path in STARTER.rglob("*") if path.suffix == ".yaml"
    }
    for kind in FILES:
        path = SCHEMAS / f"{kind}.schema.json"
        sources[Path(SCHEMA_FOLDER) / path.name] = path
    try:
        for name, source in sorted(sources.items()):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            to_file(root / name, source.read_text(encoding="utf-8"))
    except OSError as error:
        raise CannotAccess(f"cannot write {folder}: {error.strerror}") from error
    written = "\n".join(f"  {name.as_posix()}" for name in sorted(sources))
    return f"Wrote a model to {folder}:\n{written}\nNext: policyscore rank {folder}\n"
