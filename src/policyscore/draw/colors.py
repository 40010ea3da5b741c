"""The colors of pictures, twice: as attributes for light paper, as classes for a style sheet.

Series have the hues of Okabe and Ito (Color Universal Design, 2008), the light ones of them darker
here, for thin lines on white paper, and brighter on dark paper. No color says anything alone:
letters, marks and dashes say the same.
"""

from collections.abc import Iterator
from typing import NamedTuple


class Shade(NamedTuple):
    """A color on light and on dark paper."""

    light: str
    dark: str


SERIES = (
    Shade("#0072b2", "#4a9fdd"),
    Shade("#d55e00", "#e8762b"),
    Shade("#009e73", "#20b58a"),
    Shade("#b0568a", "#cc79a7"),
    Shade("#a87200", "#e69f00"),
    Shade("#2b8cc4", "#8fd0f7"),
    Shade("#877b00", "#f0e442"),
    Shade("#444444", "#d0d4d8"),
)
# ink: text. gray: lesser text, axes, marks. faint: lines to guide the eye, which say nothing.
PLAIN = {
    "paper": Shade("#ffffff", "#16181b"),
    "ink": Shade("#1f2328", "#e8eaed"),
    "gray": Shade("#59626b", "#9aa2aa"),
    "faint": Shade("#d5dade", "#3c4248"),
}
DEEPEST = Shade("#08457e", "#9fd4f7")
STEPS = 10


def _mixed(start: str, end: str, part: int) -> str:
    """Return the color so many steps of the way from one to another."""
    both = ((int(start[i : i + 2], 16), int(end[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{(x * (STEPS - part) + y * part) // STEPS:02x}" for x, y in both)


def luminance(color: str) -> float:
    """Return the relative luminance of a color such as #0072b2, 0 to 1, as WCAG 2 defines it."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _readable(on: Shade) -> Shade:
    """Return black or white, whichever is read better on each of a pair of colors."""
    light, dark = ("#000000" if luminance(color) > 0.179 else "#ffffff" for color in on)
    return Shade(light, dark)


CELLS = tuple(
    Shade(*(_mixed(*ends, i) for ends in zip(PLAIN["paper"], DEEPEST, strict=True)))
    for i in range(STEPS + 1)
)
# By the name of a class: on c3 stands on-c3.
FILLS: dict[str, Shade] = {
    **PLAIN,
    **{f"c{i}": shade for i, shade in enumerate(SERIES)},
    **{f"on-c{i}": _readable(shade) for i, shade in enumerate(SERIES)},
    **{f"k{i}": shade for i, shade in enumerate(CELLS)},
    **{f"on-k{i}": _readable(shade) for i, shade in enumerate(CELLS)},
}
LINES: dict[str, Shade] = {
    **{f"{name}-line": shade for name, shade in PLAIN.items()},
    **{f"c{i}-line": shade for i, shade in enumerate(SERIES)},
}


def paint(fill: str = "", line: str = "", *others: str) -> str:
    """Return the attributes of an element that is filled, drawn as a line, or both.

    `fill` is a name of FILLS and `line` one of PLAIN or a series; `others` are more classes.
    """
    names = [*filter(None, (fill, f"{line}-line" if line else "")), *others]
    attributes = [f'class="{" ".join(names)}"']
    if fill:
        attributes.append(f'fill="{FILLS[fill].light}"')
    if line:
        attributes.append(f'stroke="{LINES[f"{line}-line"].light}"')
    return " ".join(attributes)


def hue(series: int) -> str:
    """Return the name of the color of a series, by its place from 0."""
    return f"c{series % len(SERIES)}"


def texture(series: int) -> int:
    """Return which pattern a series of bars has: none (0) before all colors are used up."""
    return series // len(SERIES) % len(_TEXTURES)


# What is drawn over a color, in a square of 8 by 8.
_TEXTURES = (
    "",
    '<path d="M-1 9L9-1M-1 1L1-1M7 9L9 7" stroke-width="1.5"{0}/>',
    '<path d="M2 2h.1M6 6h.1" stroke-width="2.6" stroke-linecap="round"{0}/>',
    '<path d="M0 2h8M0 6h8" stroke-width="1.6"{0}/>',
    '<path d="M-1-1L9 9M7-1L9 1M-1 7L1 9" stroke-width="1.2"{0}/>',
    '<path d="M4 0v8M0 4h8" stroke-width="1.4"{0}/>',
)


def patterns(name: str, series: int) -> Iterator[str]:
    """Yield the definitions of the patterns that so many series of a picture need."""
    for i in range(len(SERIES), series):
        if texture(i):
            over = _TEXTURES[texture(i)].format(" " + paint("", "paper", "over"))
            ground = f'<path d="M0 0h8v8H0z" {paint(hue(i), "", "ground")}/>'
            yield (
                f'<pattern id="{name}_p{i}" width="8" height="8" patternUnits="userSpaceOnUse">'
                f"{ground}{over}</pattern>"
            )


def _dark() -> str:
    told = [(name, "fill", shade) for name, shade in FILLS.items()]
    told += [(name, "stroke", shade) for name, shade in LINES.items()]
    return f".picture{{fill:{PLAIN['ink'].dark}}}" + "".join(
        f".picture .{name}{{{what}:{shade.dark}}}" for name, what, shade in told
    )


# In print and without a style sheet the attributes hold, which are those for light paper. With
# colors that the reader forces, letters, marks and dashes have to do.
STYLE = (
    ".picture{max-width:100%;height:auto}"
    f"@media screen and (prefers-color-scheme:dark){{{_dark()}}}"
    "@media (forced-colors:active){.picture{forced-color-adjust:none}"
    '.picture,.picture [fill]:where(:not([fill^="url"],[fill="none"])){fill:CanvasText}'
    ".picture [stroke],.picture .over{stroke:CanvasText}"
    ".picture .faint-line{stroke:GrayText}.picture .paper-line{stroke:Canvas}"
    ".picture .paper,.picture .ground,.picture .cell,.picture .on-mark,"
    '.picture .bar:where(:not([fill^="url"])){fill:Canvas}'
    ".picture .bar,.picture .cell{stroke:CanvasText}}"
)
