"""What the tool tells about itself: its version, its schemas, its completion scripts."""

import io
import os
import sys
from collections.abc import Callable
from contextlib import redirect_stdout

from policyscore import __version__
from policyscore.cli.finding import PACKAGE

COMPLETE = "_POLICYSCORE_COMPLETE"  # what the scripts set when they ask
SHELLS = ("bash", "zsh", "fish", "powershell")
SCHEMAS = PACKAGE / "schemas"
SUFFIX = ".schema.json"


def schema_names() -> list[str]:
    """Return the kinds that there is a JSON Schema of."""
    return sorted(path.name.removesuffix(SUFFIX) for path in SCHEMAS.glob(f"*{SUFFIX}"))


def schema_text(kind: str) -> str:
    """Return the JSON Schema of a kind."""
    return (SCHEMAS / f"{kind}{SUFFIX}").read_text(encoding="utf-8")


def register_shells() -> None:
    """Make Typer know the shells; it does that only for programs that edit users' dot files."""
    from typer.completion import get_completion_inspect_parameters

    get_completion_inspect_parameters()


def completion_script(app: Callable[..., object], shell: str) -> str:
    """Return the script that makes a shell ask the app on TAB; nothing is installed."""
    register_shells()
    os.environ[COMPLETE] = f"source_{shell}"
    script = io.StringIO()
    try:
        with redirect_stdout(script):
            app(args=[], prog_name="policyscore", complete_var=COMPLETE)
    except SystemExit:
        pass  # Typer ends the process after the script
    finally:
        del os.environ[COMPLETE]
    return script.getvalue()


def version_text(as_json: bool) -> str:
    """Return name and version, as JSON with what the tool runs on."""
    if not as_json:
        return f"policyscore {__version__}\n"
    import json
    from importlib.metadata import version

    import yaml

    facts = {
        "policyscore": __version__,
        "python": sys.version.split()[0],
        "typer": version("typer"),
        "rich": version("rich"),
        "pyyaml": yaml.__version__,
        "libyaml": hasattr(yaml, "CSafeLoader"),
    }
    return json.dumps(facts, indent=2) + "\n"
