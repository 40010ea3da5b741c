"""Pictures as SVG, written by hand: text and shapes, no scripts, nothing from elsewhere.

They read without a style sheet; `STYLE` is what fits them to dark paper and to forced colors.
"""

import re

from policyscore.draw import grid, lines, places, stacks, traces
from policyscore.draw.colors import STYLE, paint
from policyscore.draw.marks import Drawing
from policyscore.draw.words import BOLD, LINE, folded, number, safe, text_at
from policyscore.page import Picture
from policyscore.picture import Grid, Lines, Places, Stacks

__all__ = ["STYLE", "svg"]

TITLE = 16.0
MARGIN = 16.0
NOTE = 12.0
LINES = 3  # of a title, and of a note


def svg(picture: Picture, standalone: bool = False) -> str:
    """Return a picture as an element for a page, or `standalone` as a file: title and style too.

    Its ids begin with the picture's name.
    """
    name = re.sub("[^A-Za-z0-9-]", "-", picture.name)
    drawing = _drawn(picture, name)
    head = (
        f'<title id="{name}_title">{safe(picture.title)}</title>'
        f'<desc id="{name}_desc">{safe(picture.description)}</desc>'
    )
    defs = f"<defs>{drawing.defs}</defs>" if drawing.defs else ""
    if not standalone:
        box = (0.0, 0.0, drawing.width, drawing.height)
        return f"{_opening(name, box)}{head}{defs}{drawing.body}</svg>"
    told, above = _told(picture, drawing.width)
    high = drawing.height + above + 3 * MARGIN
    box = (-MARGIN, -above - 2 * MARGIN, drawing.width + 2 * MARGIN, high)
    opening = _opening(name, box, ' xmlns="http://www.w3.org/2000/svg"')
    style = f"<style>{STYLE}</style>"
    return f"{opening}{head}{style}{defs}{_ground(box)}{told}{drawing.body}</svg>\n"


def _told(picture: Picture, wide: float) -> tuple[str, float]:
    """Return the title over the note, if there is one, and how high they are."""
    title = folded(picture.title, wide, TITLE * BOLD, LINES)
    high = len(title.lines) * TITLE * LINE
    note = folded(picture.note, wide, NOTE, LINES)
    below = (len(note.lines) * NOTE * LINE + 4) * bool(picture.note)
    middle = -MARGIN - below - high / 2
    more = f'font-weight="600" {paint("ink")}'
    told = text_at(0, middle, title, picture.title, size=TITLE, more=more)
    if below:
        middle = -MARGIN - (below - 4) / 2
        told += text_at(0, middle, note, picture.note, size=NOTE, more=paint("gray"))
    return told, high + below


def _drawn(picture: Picture, name: str) -> Drawing:
    shape = picture.shape
    if isinstance(shape, Lines):
        return lines.draw(shape)
    if isinstance(shape, Stacks):
        return stacks.draw(shape, name)
    if isinstance(shape, Grid):
        return grid.draw(shape)
    return places.draw(shape) if isinstance(shape, Places) else traces.draw(shape)


def _opening(name: str, box: tuple[float, float, float, float], more: str = "") -> str:
    x, y, wide, high = map(number, box)
    return (
        f'<svg{more} viewBox="{x} {y} {wide} {high}" width="{wide}" height="{high}" role="img" '
        f'aria-labelledby="{name}_title {name}_desc" font-family="system-ui,sans-serif" '
        f'font-size="13" {paint("ink", "", "picture")}>'
    )


def _ground(box: tuple[float, float, float, float]) -> str:
    x, y, wide, high = map(number, box)
    return f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" {paint("paper")}/>'
