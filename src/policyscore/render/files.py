"""The style sheet and the script of the page, as files that editors and linters know."""

from importlib.resources import files

SCRIPTS = ("weighing.js", "page.js")  # the first stands alone, the second builds on it


def style() -> str:
    """Return the style sheet, its lines without indentation."""
    return _content("page.css")


def script() -> str:
    """Return the script, its lines without indentation, those of comments left out.

    It leaves nothing behind in the page but what it puts there on purpose.
    """
    return "(() => {\n" + "\n".join(map(_content, SCRIPTS)) + "\n})();"


def _content(name: str) -> str:
    text = files("policyscore.render").joinpath(name).read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))
