"""Write the parts of README.md and docs/ that are made of the program: `make generated`.

A part stands between `<!-- generated: NAME -->` and `<!-- end of generated -->`. Tables of keys
come from the shapes that the reader obeys, screens and help from runs of the program itself.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path

from policyscore import decimals, weights
from policyscore.decimals import text_of
from policyscore.expectations import language
from policyscore.expectations.functions import FUNCTIONS, signature
from policyscore.figures import points, share
from policyscore.load import checks, folder, load, nodes, refusals, shapes
from policyscore.scoring import rank

ROOT = Path(__file__).parent.parent
DOCUMENTS = ("README.md", "docs/model.md", "docs/method.md")
PART = re.compile(
    r"(?P<begin><!-- generated: (?P<name>\S+) -->\n).*?(?P<end><!-- end of generated -->)",
    re.DOTALL,
)
COLUMNS = "100"
REASONS = 3  # how many of them the README shows
_PLAIN: Mapping[type, str] = {
    shapes.Line: "a text of one line",
    shapes.Text: "a text",
    shapes.Url: "a web address",
}
COMES_TO = {"rank": "a rank", "points": "points", "share": "a share", "yes or no": "a yes or no"}
EXAMPLE = ("strategic-partnership", "cost")

# The records that other records hold, and where docs/model.md describes them.
SECTIONS: Mapping[str, tuple[shapes.Record, str]] = {
    "option": (shapes.OPTION, "#options"),
    "performance": (shapes.PERFORMANCE.long, "#performances"),
    "criterion": (shapes.CRITERION, "#criteria-and-groups"),
    "scale": (shapes.SCALE, "#scales"),
    "profile": (shapes.PROFILE, "#profiles"),
    "decision": (shapes.DECISION, "#the-decision"),
    "source": (shapes.SOURCE, "#sources"),
    "order": (shapes.ORDER, "#orders"),
    "expectation": (shapes.EXPECTATION, "#expectations"),
}


def rewritten(text: str) -> str:
    """Return a document with all its generated parts as they are now."""

    def part(found: re.Match[str]) -> str:
        return f"{found['begin']}\n{PARTS[found['name']]().strip()}\n\n{found['end']}"

    return PART.sub(part, text)


def _fenced(text: str) -> str:
    return f"```text\n{text.strip()}\n```"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


# What the program prints


def _printed(*arguments: str) -> str:
    """Return what the program prints on a terminal of COLUMNS columns, without its colors."""
    done = subprocess.run(
        [sys.executable, "-m", "policyscore", *arguments],
        cwd=ROOT,
        env=os.environ | {"COLUMNS": COLUMNS, "PYTHONUTF8": "1"},
        capture_output=True,
        check=True,
    )
    return re.sub(r"\x1b\[[0-9;]*m", "", done.stdout.decode())


def screen() -> str:
    """Return the first screen of `rank`: all up to the first reasons."""
    lines = [line.rstrip() for line in _printed("rank", "--color", "always").splitlines()]
    begins = [i for i, line in enumerate(lines) if re.match(r" *[+−]\d", line)]
    return _fenced("\n".join(["$ policyscore rank", *lines[: begins[REASONS]], "  ..."]))


def rank_help() -> str:
    """Return the help of `rank`."""
    return _fenced(_printed("rank", "-h"))


def worked_example() -> str:
    """Return how one performance of the built-in model becomes points, step by step."""
    model = load(ROOT).model
    option, name = EXAMPLE
    used = weights.weigh(weights.tree_of(model), weights.stated(model))
    found = weights.relative(weights.tree_of(model), weights.stated(model))
    criterion, scale = model.criteria[name], model.criteria[name].scale
    performance = model.options[option].performance[name].value
    standing = rank(model, used).of(option)
    assert criterion.within is not None
    assert performance is not None
    siblings = sum((found[n] for n in model.children(criterion.within)), Fraction(0))
    top = sum((found[n] for n in model.roots), Fraction(0))
    worst, best = text_of(scale.worst), text_of(scale.best)
    score, points_of_all = standing.scores[name], standing.contributions[name]
    return "\n".join(
        (
            f"- {model.options[option].name} costs {text_of(performance)} "
            f"{scale.unit} on a scale from {worst} to {best}: "
            f"({text_of(performance)} − {worst}) / ({best} − {worst}) × 100 = a score of "
            f"{points(score)}.",
            f"- {criterion.name} weighs {text_of(criterion.weight)} of the {text_of(siblings)} "
            f"among its siblings, {share(used.local[name])}. Its group, "
            f"{model.groups[criterion.within].name}, weighs "
            f"{text_of(found[criterion.within])} of {text_of(top)}, "
            f"{share(used.shares[criterion.within])}. Together that is "
            f"{share(used.shares[name])} of all.",
            f"- It contributes {share(used.shares[name])} × {points(score)} = "
            f"{points(points_of_all)} points of the overall score of {points(standing.score)}.",
        )
    )


# What the shapes say


def keys(record: shapes.Record) -> str:
    """Return the table of a record's keys."""
    rows = [
        (f"`{name}`", "yes" if key.required else "", _holds(key.shape), _cell(key.help))
        for name, key in record.keys.items()
    ]
    return _table(("key", "needed", "holds", "what it says"), rows)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _holds(shape: shapes.Shape) -> str:
    """Return in words what a key may hold."""
    match shape:
        case shapes.Items():
            if shape.or_one:
                return f"{_holds(shape.each)}, or a list of them"
            few = f", {shape.least} or more" if shape.least > 1 else ""
            return f"a list{few}, each {_holds(shape.each)}"
        case shapes.Table():
            key = "number" if isinstance(shape.key, shapes.Number) else f"{shape.key.of} id"
            return f"for each {key}: {_holds(shape.each)}"
        case shapes.ShortOrLong():
            return f"{_holds(shape.short)}; or {_holds(shape.long)}"
        case shapes.Record():
            return f"[the keys of {_a(shape.what)}]({SECTIONS[shape.what][1]})"
        case _:
            return _holds_one(shape)


def _holds_one(shape: shapes.Shape) -> str:
    match shape:
        case shapes.Number():
            least = "" if shape.least is None else f", {shape.least} or more"
            return f"a number{least}" + (f", or `{shape.or_word}`" if shape.or_word else "")
        case shapes.Choice():
            return ", ".join(f"`{word}`" for word in shape.words)
        case shapes.Id():
            return f"the id of {_a(shape.of)}"
        case shapes.Pair():
            return f"`{shape.what}`"
        case _:
            return _PLAIN[type(shape)]


def _a(what: str) -> str:
    return f"an {what}" if what[0] in "aeiou" else f"a {what}"


def limits() -> str:
    """Return the table of limits, from the constants that the reader uses."""
    smallest, largest = text_of(decimals.SMALLEST), text_of(decimals.LARGEST)
    rows = [
        ("size of a file", f"{folder.MOST_BYTES // (1 << 20)} MiB"),
        ("levels of nesting in a file", str(refusals.MOST_LEVELS)),
        ("values, keys and lists in a file", f"{nodes.MOST_NODES:,}"),
        ("levels of the tree: a criterion and the groups above it", str(checks.MOST_DEPTH)),
        ("size of a number, if it is not 0", f"`{smallest}` to `{largest}`"),
        ("digits of a number", str(decimals.MOST_DIGITS)),
        ("characters of an expectation", f"{language.MOST_CHARACTERS:,}"),
        ("levels of brackets in an expectation", str(language.MOST_DEPTH)),
    ]
    return _table(("what", "at most"), rows)


def functions() -> str:
    """Return the table of what the calls of an expectation come to."""
    rows = [
        (f"`{signature(name)}`", COMES_TO[function.kind], function.help)
        for name, function in FUNCTIONS.items()
    ]
    return _table(("call", "comes to", "what it says"), rows)


PARTS: Mapping[str, Callable[[], str]] = {
    "screen": screen,
    "rank-help": rank_help,
    "worked-example": worked_example,
    "limits": limits,
    "functions": functions,
    **{name: partial(keys, record) for name, (record, _) in SECTIONS.items()},
}


if __name__ == "__main__":
    for name in DOCUMENTS:
        path = ROOT / name
        path.write_text(rewritten(path.read_text(encoding="utf-8")), encoding="utf-8", newline="")
