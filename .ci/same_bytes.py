"""Hold results of the built-in model against those of other systems: write FOLDER, compare FOLDER.

`write` runs the program; `compare` takes a folder that holds one such folder for each system.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parent.parent
PARTS = ("options", "criteria", "profiles", "policyscore.yaml")
RUNS = {"rank": ("now",), "compare": ("now",), "diff": ("before", "now")}
ENDINGS = ("json", "csv", "md", "html", "tex")


def write(folder: Path) -> int:
    """Write what the commands say about the model, and about a change of one of its weights."""
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as scratch:
        for name in ("before", "now"):
            _copy(Path(scratch, name))
        cost = Path(scratch, "before", "criteria", "cost.yaml")
        text = re.sub("^weight: .*$", "weight: 1", cost.read_text("utf-8"), flags=re.MULTILINE)
        cost.write_text(text, encoding="utf-8", newline="\n")
        for command, models in RUNS.items():
            files = [folder.resolve() / f"{command}.{ending}" for ending in ENDINGS]
            outputs = [word for file in files for word in ("-o", str(file))]
            call = [sys.executable, "-m", "policyscore", command, *models, *outputs]
            subprocess.run(call, cwd=scratch, check=True)
    return 0


def _copy(target: Path) -> None:
    target.mkdir()
    for name in PARTS:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, target / name)


def compare(folder: Path) -> int:
    """Print the hash of each file on each system; 1 if some differ or are missing."""
    systems = sorted(path for path in folder.iterdir() if path.is_dir())
    names = [f"{command}.{ending}" for command in RUNS for ending in ENDINGS]
    different = []
    for name in names:
        hashes = [_hash(system / name) for system in systems]
        for system, found in zip(systems, hashes, strict=True):
            print(f"{found}  {name}  {system.name}")
        if len(set(hashes)) != 1 or "missing" in hashes:
            different.append(name)
    if different or len(systems) < 2:
        print(f"{len(systems)} systems; not the same: {', '.join(different) or 'nothing compared'}")
        return 1
    print(f"The same bytes on {len(systems)} systems.")
    return 0


def _hash(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.exists() else "missing"


if __name__ == "__main__":
    sys.exit({"write": write, "compare": compare}[sys.argv[1]](Path(sys.argv[2])))
