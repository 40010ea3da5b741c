"""What the runner of GitHub Actions tells a step, and what a step tells the runner."""

import json
import os
import secrets
from pathlib import Path
from typing import Any


def pull_request() -> dict[str, Any]:
    """Return the pull request that the job runs for, as the event describes it; empty if none.

    Others than `pull_request` do not count: `pull_request_target` runs with rights that a model
    from strangers must not come near.
    """
    if os.environ["GITHUB_EVENT_NAME"] != "pull_request":
        return {}
    event = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
    found: dict[str, Any] = event["pull_request"]
    return found


def tell(level: str, text: str) -> None:
    """Annotate the job; `level` is notice, warning or error. No text can end its line."""
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    print(f"::{level} title=policyscore::{escaped}", flush=True)


def put(outputs: dict[str, str]) -> None:
    """Set outputs of the step. No value can set another: nobody guesses the line that ends it."""
    with Path(os.environ["GITHUB_OUTPUT"]).open("a", encoding="utf-8", newline="\n") as stream:
        for name, value in outputs.items():
            end = secrets.token_hex(16)
            stream.write(f"{name}<<{end}\n{value}\n{end}\n")
