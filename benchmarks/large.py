"""How long a large model takes: 1,000 options on 10 criteria, each cell with its evidence.

    python benchmarks/large.py [RUNS]

Wall seconds and the largest memory of whole `rank --format csv` processes, and the ratio to the
same run on the built-in model.
"""

import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
PROGRAM = str(Path(sys.executable).parent / "policyscore")
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
OPTIONS, CRITERIA = 1000, 10
RATIONALE = "Measured in the pilot of the second year and scaled to the whole of the city"


def write_model(folder: Path) -> int:
    """Write the model and return its size in bytes; the same one each time."""
    chance = random.Random(0)
    for name in ("options", "criteria"):
        (folder / name).mkdir()
    for j in range(CRITERIA):
        text = f"name: Criterion {j}\nweight: {j + 1}\nscale: {{worst: 0, best: 100}}\n"
        (folder / "criteria" / f"c{j}.yaml").write_text(text)
    for i in range(OPTIONS):
        lines = [f"name: Option {i}\nperformance:"]
        for j in range(CRITERIA):
            value = chance.randrange(1000, 9000) / 100
            lines.append(
                f"  c{j}:\n    value: {value}\n    low: {value - 5:.2f}\n"
                f"    high: {value + 5:.2f}\n    rationale: {RATIONALE}\n"
                f"    source: report {i}\n    confidence: moderate"
            )
        (folder / "options" / f"o{i:04d}.yaml").write_text("\n".join(lines) + "\n")
    return sum(path.stat().st_size for path in folder.rglob("*.yaml"))


def run(folder: Path) -> tuple[float, float]:
    """Return wall seconds and the largest resident memory in MB of one run."""
    start = time.perf_counter()
    command = [PROGRAM, "rank", str(folder), "--format", "csv", "-q"]
    with subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"the run failed with {process.returncode}")
    return seconds, usage.ru_maxrss / 1024


def main(runs: int) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        size = write_model(folder)
        taken = [(run(folder), run(ROOT)) for _ in range(runs)]
    large = [seconds for (seconds, _), _ in taken]
    memory = max(megabytes for (_, megabytes), _ in taken)
    ratio = median(a / b for (a, _), (b, _) in taken)
    today = datetime.now(UTC).date()
    print(f"{today}, Python {platform.python_version()}, {platform.machine()}, {runs} runs")
    print(f"{OPTIONS} options x {CRITERIA} criteria, {size / 1000:.0f} kB of YAML")
    print(f"wall {median(large):.2f} s ({min(large):.2f} to {max(large):.2f}), to reach 1.5 s")
    print(f"memory {memory:.0f} MB, to reach 150 MB")
    print(f"{ratio:.1f} times the built-in model")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
