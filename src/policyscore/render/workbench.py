"""The part of a page where a reader tries other weights: its controls and the numbers behind them.

The script of the page brings it to life; without one it stays hidden and a sentence says so.
"""

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from policyscore.page import Node, Workbench
from policyscore.render.markup import text
from policyscore.report import number
from policyscore.shown import CONTROL, plain

MOST_PLACES = 12
ALIVE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}  # what could end the element it stands in


def workbench(bench: Workbench) -> str:
    """Return the section with a slider, a field and buttons for each weight, and the results."""
    return "\n".join(
        (
            "<noscript><p>Trying other weights on this page needs JavaScript. In the model's "
            f"folder, <code>{text(bench.command)} -w ID=40%</code> does the same.</p></noscript>",
            '<section id="bench" class="bench" aria-label="Try other weights" hidden>',
            *_begin(bench),
            '<p id="state" class="state"></p>',
            '<p id="outside" hidden>All outside this frame is the model\'s own result.</p>',
            '<div class="sides">',
            '<div class="weights">',
            *_weights(bench),
            '</div>\n<div class="outcome">',
            *_outcome(bench),
            "</div>\n</div>",
            f'<script type="application/json" id="bench-data">{_data(bench)}</script>',
            "</section>",
        )
    )


def _begin(bench: Workbench) -> Iterator[str]:
    """Yield the buttons that begin from a set of weights, and what a moved weight does."""
    yield (
        '<p class="intro">Move a weight: it stays where you put it, and all the others keep their '
        "proportions. The band on each track is where the option that leads now stays first.</p>"
    )
    if bench.note:
        yield f"<p>{text(bench.note)}</p>"
    yield '<div class="presets" role="group" aria-label="Weights to begin from">'
    for i, preset in enumerate(bench.presets):
        pressed = "true" if i == 0 else "false"
        yield (
            f'<button type="button" data-preset="{text(preset.id)}" aria-pressed="{pressed}">'
            f"{text(preset.name)}</button>"
        )
    yield '<button type="button" id="reset" disabled>Reset</button>\n</div>'


def _weights(bench: Workbench) -> Iterator[str]:
    depths: dict[str | None, int] = {None: 0}
    for node in bench.nodes:
        depths[node.id] = depths[node.within] + 1
        yield from _weight(node, depths[node.within], group=node.id not in bench.leaves)


def _weight(node: Node, depth: int, *, group: bool) -> Iterator[str]:
    """Yield the controls of one weight."""
    name, share = text(node.name), _percent(node.share)
    off = " disabled" if node.fixed else ""
    kinds = f"weight deep{min(depth, 6)}{' group' if group else ''}"
    yield f'<div class="{kinds}" data-node="{node.id}">'
    yield f'<label for="w-{node.id}">{name}</label>'
    yield (
        f'<button type="button" class="free" aria-label="Let go of {name}" hidden>let go</button>'
        f'<button type="button" class="less" aria-label="Less: {name}"{off}>−</button>'
    )
    yield (
        '<span class="track"><svg class="stay" viewBox="0 0 100 8" preserveAspectRatio="none" '
        f'aria-hidden="true">{_band(node)}</svg>'
        f'<input type="range" id="w-{node.id}" min="0" max="100" step="0.1" value="{share}" '
        f'aria-describedby="s-{node.id}"{off}></span>'
    )
    yield f'<button type="button" class="more" aria-label="More: {name}"{off}>+</button>'
    yield (
        f'<span class="field"><input type="number" min="0" max="100" step="0.1" value="{share}" '
        f'aria-label="{name}, percent of all weight"{off}> %</span>'
    )
    yield f'<span class="interval" id="s-{node.id}"></span>\n</div>'


def _percent(share: Fraction) -> str:
    """Return a share in percent, up to 12 decimals so that it reads 0 or 100 only if it is that."""
    for places in range(1, MOST_PLACES + 1):
        told = f"{float(share * 100):.{places}f}"
        if share in (0, 1) or Fraction(told) not in (0, 100):
            return told
    return told


def _band(node: Node) -> str:
    start, end = float(node.lower * 100), float(node.upper * 100)
    return f'<rect x="{start:.2f}" width="{end - start:.2f}" height="8"/>'


def _outcome(bench: Workbench) -> Iterator[str]:
    """Yield the table of results, the model's beside the reader's, and what goes with it."""
    yield (
        '<div class="scroll" role="group" aria-label="Your ranking" tabindex="0">'
        "<table><caption>Your ranking beside the model's</caption>\n<thead><tr>"
        '<th scope="col" class="num">your #</th>'
        '<th scope="col">option, on a bar from 0 to 100</th>'
        '<th scope="col" class="num">your score</th>'
        '<th scope="col" class="num">model\'s score, #</th></tr></thead>\n<tbody id="results">'
    )
    yield from (_result(i, name) for i, (_, name) in enumerate(bench.options))
    yield (
        '</tbody></table></div>\n<p id="said" class="said" role="status" aria-live="polite"></p>\n'
        '<p class="command">'
        '<label for="command">The same on a command line, in the model\'s folder</label> '
        '<input id="command" type="text" readonly> '
        '<button type="button" id="copy">Copy</button></p>\n<p id="selfcheck" class="check"></p>'
    )


def _result(place: int, name: str) -> str:
    """Return the row of an option; its bar has a stroke where the model's own score is."""
    bar = (
        '<svg class="bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="rail" y="2" width="100" height="8"/><rect class="fill" y="2" width="0" '
        'height="8"/><path class="own" d="M0 0V12" vector-effect="non-scaling-stroke"/></svg>'
    )
    return (
        f'<tr data-option="{place}"><td class="num rank"></td><th scope="row">{text(name)}{bar}'
        '</th><td class="num score"></td><td class="num own-score"></td></tr>'
    )


def _data(bench: Workbench) -> str:
    """Return the numbers as JSON that cannot end the element it stands in."""
    value: dict[str, Any] = {
        "nodes": [[node.id, plain(node.name), node.within] for node in bench.nodes],
        "leaves": list(bench.leaves),
        "options": [plain(name) for _, name in bench.options],
        "scores": [[number(score) for score in row] for row in bench.scores],
        "totals": [float(total) for total in bench.totals],
        "ranks": list(bench.ranks),
        "intervals": [
            None if node.fixed else [float(node.lower), float(node.upper)] for node in bench.nodes
        ],
        "presets": [
            [preset.id, plain(preset.name), [number(preset.weights[n.id]) for n in bench.nodes]]
            for preset in bench.presets
        ],
        "indifference": float(bench.indifference),
        "command": bench.command,
    }
    told = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    told = CONTROL.sub(lambda found: f"\\u{ord(found.group()):04x}", told)
    for char, code in ALIVE.items():
        told = told.replace(char, code)
    return told.replace("##", "#\\u0023")
