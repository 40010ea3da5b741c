"""Install policyscore into a virtual environment that only this action uses.

VERSION is one from PyPI; without it, the source that came with the action is installed.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from runner import put

BINARIES, ENDING = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")


def main() -> int:
    """Set the output `program` to the path of policyscore; return what pip ends with.

    What was installed before in the same job stays.
    """
    version = os.environ["VERSION"].strip()
    wanted = f"policyscore=={version}" if version else os.environ["GITHUB_ACTION_PATH"]
    name = f"policyscore-{hashlib.sha256(wanted.encode()).hexdigest()[:12]}"
    folder = Path(os.environ["RUNNER_TEMP"], name).resolve()
    program = folder / BINARIES / f"policyscore{ENDING}"
    if not program.exists():
        subprocess.run([sys.executable, "-I", "-m", "venv", folder], check=True)
        python = str(folder / BINARIES / f"python{ENDING}")
        install = [python, "-m", "pip", "install", "--quiet", wanted]
        # In the folder of the checkout, -m would import a pip.py that stands there.
        done = subprocess.run(install, cwd=folder, check=False)
        if done.returncode:
            return done.returncode
    put({"program": str(program)})
    return 0


if __name__ == "__main__":
    sys.exit(main())
