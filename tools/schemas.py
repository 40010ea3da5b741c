"""Write the JSON Schemas that the wheel carries: `make schemas` after a change of the shapes."""

import json
from pathlib import Path

from policyscore.load.schemas import schema
from policyscore.load.shapes import FILES

FOLDER = Path(__file__).parent.parent / "src" / "policyscore" / "schemas"


def text_of(kind: str) -> str:
    """Return the schema of a kind as it stands in its file."""
    return json.dumps(schema(kind), indent=2) + "\n"


if __name__ == "__main__":
    for kind in FILES:
        (FOLDER / f"{kind}.schema.json").write_text(text_of(kind), encoding="utf-8")
