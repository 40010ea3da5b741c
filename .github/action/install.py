"""Install policyscore into a virtual environment that only this action uses.

VERSION is one from PyPI; without it, the source that came with the action is installed.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from runner import put

ON_WINDOWS = os.name == "nt"


def main() -> int:
    """Set the output `program` to the path of policyscore. What was installed before stays."""
    version = os.environ["VERSION"].strip()
    wanted = f"policyscore=={version}" if version else os.environ["GITHUB_ACTION_PATH"]
    name = f"policyscore-{hashlib.sha256(wanted.encode()).hexdigest()[:12]}"
    folder = Path(os.environ["RUNNER_TEMP"], name).resolve()
    binaries = folder / ("Scripts" if ON_WINDOWS else "bin")
    program = binaries / ("policyscore.exe" if ON_WINDOWS else "policyscore")
    if not program.exists():
        subprocess.run([sys.executable, "-I", "-m", "venv", folder], check=True)
        install = [binaries / "python", "-m", "pip", "install", "--quiet", wanted]
        # In the folder of the checkout, -m would import a pip.py that stands there.
        subprocess.run(install, check=True, cwd=folder)
    put({"program": str(program)})
    return 0


if __name__ == "__main__":
    sys.exit(main())
