"""What a stream can show: whether it is a terminal, how wide, with colour, in which characters."""

import os
import shutil
from typing import Literal, TextIO

ColorChoice = Literal["auto", "always", "never"]

# What the reports use beyond ASCII, for terminals that cannot show it.
_ASCII = str.maketrans(
    {"−": "-", "–": "-", "·": ".", "→": "->", "×": "x", "▲": "+", "▼": "-", "…": "...", "█": "#"}
    | dict.fromkeys("▏▎▍▌▋▊▉", "#")
)


def is_terminal(stream: TextIO | None) -> bool:
    """Tell whether somebody watches the stream."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def columns() -> int:
    """Return the width of the terminal, or what COLUMNS says."""
    return shutil.get_terminal_size().columns


def wants_color(stream: TextIO | None, choice: str) -> bool:
    """Tell whether to write colour: the flag decides, then NO_COLOR, FORCE_COLOR, the terminal."""
    if choice in ("always", "never"):
        return choice == "always"
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE"):
        forced = os.environ.get(name)
        if forced:
            return forced not in ("0", "false")
    return is_terminal(stream) and os.environ.get("CLICOLOR") != "0"


def encodable(text: str, encoding: str | None) -> str:
    """Return the text in characters that the encoding has, in ASCII forms where it has not."""
    try:
        text.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return text.translate(_ASCII).encode("ascii", "backslashreplace").decode("ascii")
    return text
