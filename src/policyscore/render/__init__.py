"""Reports to text or bytes, one module a format. A new format is one file and a line in a table."""

from collections.abc import Mapping
from importlib import import_module
from typing import NamedTuple

from policyscore.report import Report

# name: the module that draws it
FORMATS = {
    "text": "text",
    "markdown": "markdown",
    "csv": "csv",
    "json": "json",
    "html": "html",
    "latex": "latex",
}
# What draws the findings of a report, for commands that have them.
FINDING_FORMATS = {"github": "github", "gitlab": "gitlab", "junit": "junit", "sarif": "sarif"}
# What makes bytes of a report, for files only.
BINARY_FORMATS = {"xlsx": "xlsx"}
# What draws the pictures of a report and nothing else.
PICTURE_FORMATS = {"svg": "svg"}
EXTENSIONS = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".csv": "csv",
    ".json": "json",
    ".html": "html",
    ".htm": "html",
    ".tex": "latex",
}
FINDING_EXTENSIONS = {".sarif": "sarif", ".xml": "junit"}


class Offer(NamedTuple):
    """The formats that a command offers, and which extension of a file stands for which."""

    formats: tuple[str, ...]
    extensions: Mapping[str, str]


REPORTS = Offer(tuple(FORMATS), EXTENSIONS)
FINDINGS = Offer((*FORMATS, *FINDING_FORMATS), EXTENSIONS | FINDING_EXTENSIONS)
# CSV and JSON hold one result; what is put together for people has too many.
WHOLE = Offer(
    ("html", "xlsx", "markdown", "latex", "text"),
    {
        ".xlsx": "xlsx",
        **{key: name for key, name in EXTENSIONS.items() if name not in ("csv", "json")},
    },
)
PICTURES = Offer(("svg",), {".svg": "svg"})


def render(report: Report, name: str) -> str:
    """Return the report in a format of text: the same whatever terminal or locale."""
    every = FORMATS | FINDING_FORMATS | PICTURE_FORMATS
    text: str = import_module(f"policyscore.render.{every[name]}").render(report)
    return text


def render_binary(report: Report, name: str) -> bytes:
    """Return the report in a format of bytes. Raises ImportError where its extra is missing."""
    content: bytes = import_module(f"policyscore.render.{BINARY_FORMATS[name]}").render(report)
    return content
