"""Reports to text, one module a format. A new format is one file and one line in a table here."""

from importlib import import_module

from policyscore.report import Report

# name: the module that draws it
FORMATS = {"text": "text", "markdown": "markdown", "csv": "csv", "json": "json"}
# What draws the findings of a report, for commands that have them.
FINDING_FORMATS = {"github": "github", "gitlab": "gitlab", "junit": "junit", "sarif": "sarif"}

EXTENSIONS = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".csv": "csv",
    ".json": "json",
}
FINDING_EXTENSIONS = {".sarif": "sarif", ".xml": "junit"}


def render(report: Report, name: str) -> str:
    """Return the report in a format of these tables: the same text whatever terminal or locale."""
    module = import_module(f"policyscore.render.{(FORMATS | FINDING_FORMATS)[name]}")
    text: str = module.render(report)
    return text
