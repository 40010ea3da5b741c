"""How long `diff` takes on a large model: 1,000 options on 10 criteria, edited in two ways.

    python benchmarks/difference.py [RUNS]

Wall seconds of whole `diff` processes between two folders, in turn with `rank` on one of them, and
the ratio of each pair.
"""

import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

PROGRAM = str(Path(sys.executable).parent / "policyscore")
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
OPTIONS, CRITERIA = 1000, 10


def write_model(folder: Path) -> None:
    """Write the model that is edited; the same one each time."""
    for name in ("options", "criteria"):
        (folder / name).mkdir(parents=True)
    for j in range(CRITERIA):
        text = f"name: Criterion {j}\nweight: {j + 1}\nscale: {{worst: 0, best: 100}}\n"
        (folder / "criteria" / f"c{j}.yaml").write_text(text)
    for i in range(OPTIONS):
        cells = "".join(f"  c{j}: {(17 * i + 31 * j + 7) % 101}\n" for j in range(CRITERIA))
        (folder / "options" / f"o{i}.yaml").write_text(f"name: Option {i}\nperformance:\n{cells}")


def edit_some(folder: Path) -> None:
    """Edit the weight of each criterion, and one performance of every second option."""
    for path in folder.glob("criteria/*.yaml"):
        text = path.read_text()
        path.write_text(
            re.sub(r"weight: (\d+)", lambda found: f"weight: {int(found[1]) + 1}", text)
        )
    for path in folder.glob("options/*[02468].yaml"):
        path.write_text(re.sub(r"c3: \d+", "c3: 42", path.read_text()))


def edit_all(folder: Path) -> None:
    """Edit every performance."""
    for path in folder.glob("options/*.yaml"):
        text = path.read_text()
        moved = re.sub(r"(c\d): (\d+)", lambda m: f"{m[1]}: {(int(m[2]) + 7) % 101}", text)
        path.write_text(moved)


EDITS: Mapping[str, Callable[[Path], None]] = {
    "500 performances and 10 weights edited": edit_some,
    "all 10,000 performances edited": edit_all,
}


def seconds(*arguments: str | Path) -> float:
    """Return how long one run takes."""
    start = time.perf_counter()
    command = [PROGRAM, *arguments, "-q"]
    subprocess.run(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main(runs: int) -> None:
    """Print the figures."""
    today = datetime.now(UTC).date()
    print(f"{today}, Python {platform.python_version()}, {platform.machine()}, {runs} runs")
    print(f"{OPTIONS} options x {CRITERIA} criteria")
    with tempfile.TemporaryDirectory() as name:
        before = Path(name) / "before"
        write_model(before)
        for i, (what, edit) in enumerate(EDITS.items()):
            after = Path(shutil.copytree(before, Path(name) / f"after{i}"))
            edit(after)
            taken = [
                (seconds("diff", before, after), seconds("rank", after, "--format", "csv"))
                for _ in range(runs)
            ]
            ratio = median(diff / rank for diff, rank in taken)
            wall = median(diff for diff, _ in taken)
            print(f"{what}: {wall:.2f} s, {ratio:.1f} times rank --format csv")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
