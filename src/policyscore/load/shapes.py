"""What each kind of file may hold, written once: the reader and the JSON Schemas are made of it."""

from collections.abc import Mapping
from typing import NamedTuple

from policyscore.model import CONFIDENCES

ID = "[a-z][a-z0-9-]{0,63}"
WORD = r"\S+"
URL = r"https?://[^\s<>\"'`]+"


class Line(NamedTuple):
    """A text of one line that is not blank."""


class Text(NamedTuple):
    """A text, of several lines if need be."""


class Url(NamedTuple):
    """A web address, http or https."""


class Number(NamedTuple):
    """A plain decimal, unquoted; `least` is the smallest allowed, `or_word` a word beside it."""

    least: int | None = None
    or_word: str | None = None


class Choice(NamedTuple):
    """One of a few words."""

    words: tuple[str, ...]


class Id(NamedTuple):
    """The id of something: a file's stem, or where it is `new` any text without white space."""

    of: str
    new: bool = False


class Items(NamedTuple):
    """A list of `each`; `or_one` allows a single one to stand without the brackets."""

    each: "Shape"
    least: int = 0
    or_one: bool = False


class Pair(NamedTuple):
    """A list of exactly two numbers."""

    what: str


class Table(NamedTuple):
    """A mapping whose keys are numbers or ids of `key`, each holding an `each`."""

    key: "Number | Id"
    each: "Shape"


class Key(NamedTuple):
    """A key of a record: what it holds, whether it must be there, and what it is for."""

    shape: "Shape"
    help: str
    required: bool = False


class Record(NamedTuple):
    """A mapping with known keys; `strangers` tells what some wrong keys were meant to be.

    `needs` are pairs of keys: where the first stands, the second must stand too.
    """

    what: str
    keys: Mapping[str, Key]
    strangers: Mapping[str, str]
    needs: tuple[tuple[str, str], ...] = ()


class ShortOrLong(NamedTuple):
    """A number alone, or a record that holds it under `value`."""

    short: Number
    long: Record


Shape = Line | Text | Url | Number | Choice | Id | Items | Pair | Table | Record | ShortOrLong

_SOURCES = Items(Line(), least=1, or_one=True)
_NAME = Key(Line(), "What readers call it.", required=True)
_ID_KEY = {"id": "the file's name is the id; remove the key"}

PERFORMANCE = ShortOrLong(
    Number(or_word="unknown"),
    Record(
        "performance",
        {
            "value": Key(
                Number(or_word="unknown"),
                "The performance in the criterion's unit, or unknown.",
                required=True,
            ),
            "low": Key(Number(), "The lowest value that is plausible."),
            "high": Key(Number(), "The highest value that is plausible."),
            "rationale": Key(Text(), "Why it is what it is."),
            "source": Key(
                _SOURCES,
                "Where it is written: a key of `sources`, then a locator; one or several.",
            ),
            "confidence": Key(Choice(CONFIDENCES), "How sure the value is."),
        },
        {"score": "the key is called value", "range": "write low and high"},
    ),
)

OPTION = Record(
    "option",
    {
        "name": _NAME,
        "summary": Key(Text(), "What the option is, in a few sentences."),
        "source": Key(_SOURCES, "Where the option is described."),
        "performance": Key(
            Table(Id("criterion"), PERFORMANCE),
            "How the option does on each criterion, in the criterion's own unit.",
            required=True,
        ),
    },
    {
        **_ID_KEY,
        "weight": "that belongs to a criterion; move the file to criteria/ if it is one",
        "scale": "that belongs to a criterion; move the file to criteria/ if it is one",
        "within": "that belongs to a criterion; move the file to criteria/ if it is one",
        "scores": "did you mean performance? It holds raw values, the tool makes the scores",
        "weights": "that belongs to a profile; move the file to profiles/ if it is one",
    },
)

SCALE = Record(
    "scale",
    {
        "worst": Key(Number(), "The performance that scores 0.", required=True),
        "best": Key(Number(), "The performance that scores 100.", required=True),
        "unit": Key(Line(), "What the performance is counted in."),
        "curve": Key(
            Items(Pair("[performance, score]"), least=2),
            "Points [performance, score] from worst to best; straight in between.",
        ),
        "levels": Key(Table(Number(), Text()), "Points of a constructed scale in words."),
    },
    {
        "min": "write worst and best; they carry the direction",
        "max": "write worst and best; they carry the direction",
        "direction": "worst and best carry the direction; remove the key",
    },
)

CRITERION = Record(
    "criterion",
    {
        "name": _NAME,
        "question": Key(Text(), "What the criterion asks of an option."),
        "within": Key(Id("group"), "The group it belongs to; none for the top level."),
        "weight": Key(
            Number(least=0),
            "The worth of the swing from worst to best, relative to the siblings. "
            "A group may leave it out: it then counts as much as its children together.",
        ),
        "rationale": Key(Text(), "Why it weighs what it does."),
        "source": Key(_SOURCES, "Where the reason for the weight is written."),
        "scale": Key(SCALE, "The declared range; a group has none."),
    },
    {
        **_ID_KEY,
        "performance": "that belongs to an option; move the file to options/ if it is one",
        "direction": "the scale's worst and best carry the direction; remove the key",
        "unit": "that belongs into scale",
        "worst": "that belongs into scale",
        "best": "that belongs into scale",
        "children": "each child names its group with within",
    },
    needs=(("scale", "weight"),),
)

PROFILE = Record(
    "profile",
    {
        "name": _NAME,
        "who": Key(Text(), "Whose view it is."),
        "rationale": Key(Text(), "Why the weights are what they are."),
        "source": Key(_SOURCES, "Where the view is written."),
        "weights": Key(
            Table(Id("criterion or group"), Number(least=0)),
            "Weights by id; what is not named keeps the model's weight.",
            required=True,
        ),
    },
    {**_ID_KEY, "weight": "a profile has weights: a mapping of ids to numbers"},
)

SOURCE = Record(
    "source",
    {
        "title": Key(Line(), "What the document is called.", required=True),
        "date": Key(Line(), "When it was published."),
        "url": Key(Url(), "Where it can be read."),
    },
    {},
)

ORDER = Record(
    "order",
    {
        "criterion": Key(Id("criterion or group"), "What is compared.", required=True),
        "better": Key(Items(Id("option"), least=1), "These do at least as well.", required=True),
        "worse": Key(Items(Id("option"), least=1), "As each of these.", required=True),
        "source": Key(_SOURCES, "Where it is stated."),
    },
    {},
)

EXPECTATION = Record(
    "expectation",
    {
        "that": Key(Line(), "What has to hold, such as rank(status-quo) >= 2.", required=True),
        "why": Key(Text(), "Why it was agreed."),
        "severity": Key(Choice(("fail", "warn")), "What a failure does; fail if not given."),
        "under": Key(
            Items(Id("profile, or all"), least=1, or_one=True),
            "The profiles under which it has to hold; the model's own weights if not given.",
        ),
    },
    {},
)

DECISION = Record(
    "decision",
    {
        "title": Key(Line(), "What is decided, as a heading."),
        "question": Key(Text(), "The question that the decision answers."),
        "owner": Key(Line(), "Who decides."),
        "date": Key(Line(), "The date that the facts are of."),
        "baseline": Key(Id("option"), "The option that results are shown against."),
        "indifference": Key(
            Number(least=0),
            "A lead in points below which the words say too close to call; 2 if not given.",
        ),
        "sources": Key(
            Table(Id("source", new=True), SOURCE), "The documents that evidence comes from."
        ),
        "orders": Key(Items(ORDER), "Comparisons that a source states; enforced."),
        "expect": Key(Items(EXPECTATION), "What the ranking was agreed to show."),
    },
    {
        "options": "each option is a file in options/",
        "criteria": "each criterion is a file in criteria/",
        "weights": "weights stand with the criteria or in profiles/",
        "name": "the key is called title",
    },
)

FILES: Mapping[str, Record] = {
    "option": OPTION,
    "criterion": CRITERION,
    "profile": PROFILE,
    "decision": DECISION,
}
FOLDERS = {"options": "option", "criteria": "criterion", "profiles": "profile"}
