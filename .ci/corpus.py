"""Copy a corpus of models without what a later version brings: CORPUS LATER TARGET.

LATER is YAML: `cases` to leave out altogether, `formats` whose runs are left out of the others.
A case in the list that the corpus does not have is an error, so the list only ever gets shorter.
"""

import shutil
import sys
from pathlib import Path
from typing import Any

import yaml


def main(corpus: Path, later: Path, target: Path) -> int:
    """Write the shortened corpus; 1 if the list names unknown cases."""
    left_out = yaml.safe_load(later.read_text(encoding="utf-8"))
    shutil.copytree(corpus, target)
    path = target / "manifest.yaml"
    path.chmod(0o644)
    manifest: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    unknown = set(left_out["cases"]) - {case["id"] for case in manifest["cases"]}
    if unknown:
        print(f"no such cases: {', '.join(sorted(unknown))}")
        return 1
    manifest["cases"] = [case for case in manifest["cases"] if case["id"] not in left_out["cases"]]
    for case in manifest["cases"]:
        checks = case.get("checks", [])
        case["checks"] = [c for c in checks if not set(left_out["formats"]) & set(c["args"])]
    path.write_text(yaml.safe_dump(manifest, allow_unicode=True), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
