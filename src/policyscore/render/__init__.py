"""Reports to text, one module a format. A new format is one file and one line in FORMATS."""

from importlib import import_module

from policyscore.report import Report

# name: the module that draws it
FORMATS = {"text": "text", "markdown": "markdown", "csv": "csv", "json": "json"}

EXTENSIONS = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".csv": "csv",
    ".json": "json",
}


def render(report: Report, name: str) -> str:
    """Return the report in a format of FORMATS: the same text whatever the terminal or locale."""
    module = import_module(f"policyscore.render.{FORMATS[name]}")
    text: str = module.render(report)
    return text
