"""How long the program takes to start, as ratios to `python -c pass` from one interleaved run.

    python benchmarks/startup.py [RUNS]

CPU seconds of whole processes (user and system), at least 15 runs of each in turn, medians. Byte
code is compiled first, as installers do. Then the modules that `rank` and --version load are held
against what they may not load.
"""

import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
PYTHON = sys.executable
PROGRAM = str(Path(PYTHON).parent / "policyscore")
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}

COMMANDS: Mapping[str, Sequence[str]] = {
    "python -c pass": [PYTHON, "-c", "pass"],
    "import typer, yaml": [PYTHON, "-c", "import typer, yaml"],
    "rank --format csv": [PROGRAM, "rank", "--format", "csv"],
    "rank": [PROGRAM, "rank"],
    "rank --format json": [PROGRAM, "rank", "--format", "json"],
    "check": [PROGRAM, "check"],
    "--version": [PROGRAM, "--version"],
}
MOST = {"rank --format csv": 9.0, "--version": 3.0}
BANNED = {
    ("rank", "--format", "csv"): (
        *("pydantic", "rich", "numpy", "jinja2", "openpyxl", "xlsxwriter"),
        *("asyncio", "importlib.metadata"),
    ),
    ("--version",): ("yaml", "typer"),
}


def cpu_seconds(command: Sequence[str]) -> float:
    """Return the CPU time of a process and its children, from start to end."""
    with subprocess.Popen(
        command, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} failed with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def modules_of(arguments: Sequence[str]) -> set[str]:
    """Return the modules that a run loads."""
    command = [PYTHON, "-X", "importtime", "-m", "policyscore", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, check=True)
    lines = done.stderr.decode().splitlines()
    return {line.rpartition("|")[2].strip() for line in lines if line.startswith("import time:")}


def main(runs: int) -> int:
    """Print the figures; 1 if a module is loaded that must not be."""
    subprocess.run([PYTHON, "-m", "compileall", "-q", ROOT / "src"], check=True)
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(runs + 1):
        for name, command in COMMANDS.items():
            taken[name].append(cpu_seconds(command))
    taken = {name: seconds[1:] for name, seconds in taken.items()}  # the first is a warm-up
    base = taken["python -c pass"]
    today = datetime.now(UTC).date()
    print(f"{today}, Python {platform.python_version()}, {platform.machine()}, {runs} runs each")
    print(f"{'':22}{'CPU ms':>8}{'ratio':>8}{'to reach':>10}")
    for name, seconds in taken.items():
        ratio = median(s / b for s, b in zip(seconds, base, strict=True))
        most = f"{MOST[name]:.1f}" if name in MOST else ""
        print(f"{name:22}{median(seconds) * 1000:8.1f}{ratio:8.2f}{most:>10}")
    wrong = 0
    for arguments, banned in BANNED.items():
        loaded = modules_of(arguments) & set(banned)
        wrong += bool(loaded)
        names = ", ".join(sorted(loaded)) or "none"
        print(f"{' '.join(arguments)}: banned modules loaded: {names}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(max(15, int(sys.argv[1]) if len(sys.argv) > 1 else 15)))
