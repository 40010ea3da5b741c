"""What a stream can show: whether it is a terminal, how wide, with colour, in which characters."""

import os
import shutil
from typing import TextIO

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
    said = os.environ.get
    if said("NO_COLOR") or said("TERM") == "dumb":
        return False
    if said("FORCE_COLOR"):
        return said("FORCE_COLOR") not in ("0", "false")
    if said("CLICOLOR_FORCE", "0") not in ("", "0"):
        return True
    return is_terminal(stream) and said("CLICOLOR") != "0"


def encodable(text: str, encoding: str | None) -> str:
    """Return the text in characters that the encoding has, in ASCII forms where it has not."""
    known = encoding or "ascii"
    try:
        text.encode(known)
    except UnicodeEncodeError:
        return text.translate(_ASCII).encode(known, "backslashreplace").decode(known)
    return text
