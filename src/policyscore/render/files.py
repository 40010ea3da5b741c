"""The style sheet and the script of the page, as files that editors and linters know."""

from importlib.resources import files


def style() -> str:
    """Return the style sheet, without indentation and comments."""
    return _content("page.css")


def script() -> str:
    """Return the script, without indentation and comments."""
    return _content("page.js")


def _content(name: str) -> str:
    text = files("policyscore.render").joinpath(name).read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))
