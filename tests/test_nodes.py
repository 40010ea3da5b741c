"""YAML to nodes: what is refused, where, and that both parsers of PyYAML say the same."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from policyscore.faults import FaultList, Place, WrongModel
from policyscore.load import load, nodes
from policyscore.load.nodes import Mapping, Node, Scalar, Sequence, parse, short
from policyscore.load.refusals import FORBIDDEN, character
from tests.models import GOOD, laid, lines
from tests.strategies import steady

LOADERS = {"libyaml": getattr(yaml, "CSafeLoader", yaml.SafeLoader), "python": yaml.SafeLoader}


@pytest.fixture(params=LOADERS)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Read with libyaml, then with the Python parser."""
    monkeypatch.setattr("policyscore.load.nodes.Loader", LOADERS[request.param])
    return str(request.param)


both = pytest.mark.usefixtures("loader")


def told(text: str) -> list[str]:
    """Return what is said about a text, a line a fault."""
    faults = FaultList()
    parse(text, "a.yaml", faults)
    return lines(faults)


def tree(text: str) -> Node:
    """Return the nodes of a text without faults."""
    faults = FaultList()
    node = parse(text, "a.yaml", faults)
    assert not faults.faults
    assert node is not None
    return node


def plain(node: Node) -> object:
    """Return what nodes hold, without places."""
    match node:
        case Mapping():
            return {key: plain(held) for key, (_, held) in node.entries.items()}
        case Sequence():
            return [plain(item) for item in node.items]
        case Scalar():
            return node.text


# What is read


@both
def test_all_scalars_stay_text_and_know_whether_they_were_plain() -> None:
    node = tree("a: no\nb: 2030-01-01\nc: '1'\nd: |\n  x\n  y\ne: 1_000\nf: ~\n")
    assert plain(node) == {
        "a": "no",
        "b": "2030-01-01",
        "c": "1",
        "d": "x\ny\n",
        "e": "1_000",
        "f": "~",
    }
    assert isinstance(node, Mapping)
    bare = [held.plain for _, held in node.entries.values() if isinstance(held, Scalar)]
    assert bare == [True, True, False, False, True, True]


@both
def test_each_node_knows_line_and_column() -> None:
    """Columns count characters from 1, those outside of ASCII and of the first plane too."""
    node = tree("名: 漢字\n😀é: [1,\n  {b: x}]\n")
    assert isinstance(node, Mapping)
    assert node.place == Place("a.yaml", 1, 1)
    key, held = node.entries["名"]
    assert (key.place, held.place) == (Place("a.yaml", 1, 1), Place("a.yaml", 1, 4))
    _, held = node.entries["😀é"]
    assert held.place == Place("a.yaml", 2, 5)
    assert isinstance(held, Sequence)
    assert [item.place for item in held.items] == [Place("a.yaml", 2, 6), Place("a.yaml", 3, 3)]


@both
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_any_system_count_as_one(end: str) -> None:
    assert plain(tree(f"a: 1{end}b: |{end}  x{end}  y{end}")) == {"a": "1", "b": "x\ny\n"}
    assert told(f"a: 1{end}b: 2{end}é: &c 3{end}") == [
        "a.yaml:3:4: the anchor &c: anchors are not supported; "
        "remove it; a text that begins with & needs quotes"
    ]


@both
@pytest.mark.parametrize(
    "text",
    [
        "%YAML 1.2\n---\na: 1\n...\n",
        "%YAML 1.1 # old\r\n---\r\na: 1\r\n",
        "# first\n---\n\n'a': 1  # one\n",
        '"a": "1"',
        "{a: 1}",
        '{"a":1}',
        "a:\n  1\n",
        "a: 1 #\ttabs in comments\n\n#\t\tare fine\n",
        "a: >-\n  1\n",
        "a: 1\n\n\n",
    ],
)
def test_yaml_of_many_looks_is_read_alike(text: str) -> None:
    assert plain(tree(text)) == {"a": "1"}


@both
@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("a: x#y\n", "x#y"),
        ("a: x y # z\n", "x y"),
        ("a: http://b.c/d?e\n", "http://b.c/d?e"),
        ("a: Why?\n", "Why?"),
        ("a: ['Why?']\n", ["Why?"]),
        ("a: 50%\n", "50%"),
        ("a: b%c\n", "b%c"),
        ("a: b - c\n", "b - c"),
        ("a: -1\n", "-1"),
        ("a: =\n", "="),
        ("a: <<\n", "<<"),
        ("a: '<<'\n", "<<"),
        ("a: ''\n", ""),
        ("a: 'it''s'\n", "it's"),
        (r'a: "\u00e9\x41\/\_\U0001F600"' + "\n", "éA/\xa0😀"),
        (r'a: "b\tc\n"' + "\n", "b\tc\n"),
        ('a: "b\\\n  c"\n', "bc"),
        ("a: '<<<<<<< HEAD'\n", "<<<<<<< HEAD"),
        ("a: |\n  =======\n", "=======\n"),
        ("a: |\n  %b\n", "%b\n"),
        ("a: |2-\n   b\n", " b"),
        ("a: | # c\n  b\n", "b\n"),
        ("a:\n- b\n- - c\n", ["b", ["c"]]),
        ("a: [b, ]\n", ["b"]),
        ("a: [b: c, {d}]\n", [{"b": "c"}, {"d": ""}]),
        ("a: \u200e\u05d0\u200f\n", "\u200e\u05d0\u200f"),
    ],
)
def test_text_that_looks_odd_is_still_text(text: str, held: object) -> None:
    assert plain(tree(text)) == {"a": held}


@both
@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "---\n...\n"])
def test_a_file_without_content_has_no_node_and_no_fault_here(text: str) -> None:
    faults = FaultList()
    node = parse(text, "a.yaml", faults)
    assert (node is None or node == Scalar("", True, node.place), lines(faults)) == (True, [])


# What is refused at its place


REFUSED = [
    ("a: &x 1\n", "1:4: the anchor &x: anchors are not supported"),
    ("a: &x\n  b: 1\n", "1:4: the anchor &x: anchors are not supported"),
    ("b: 1\na: *x\n", "2:4: the alias *x: aliases are not supported"),
    ("a: [1, *x]\n", "1:8: the alias *x: aliases are not supported"),
    ("*x : 1\n", "1:1: the alias *x: aliases are not supported"),
    ("a:\n  <<: {b: 1}\n", "2:3: the merge key << is not supported"),
    ("a: !include b.yaml\n", "1:4: the tag !include: tags are not supported"),
    ("a: !!python/name:os.system x\n", "1:4: the tag tag:yaml.org,2002:python/name:os.system"),
    ("a: ! x\n", "1:4: the tag !: tags are not supported"),
    ("!!map {a: 1}\n", "1:1: the tag tag:yaml.org,2002:map: tags are not supported"),
    ("!!seq []\n", "1:1: the tag tag:yaml.org,2002:seq: tags are not supported"),
    ("a: 1\n---\nb: 2\n", "2:1: a second document begins; one file holds one document"),
    ("---\n---\na: 1\n", "2:1: a second document begins; one file holds one document"),
    ("? [a]\n: 1\n", "1:3: a key must be a word or a number"),
    ("{a: 1}: 1\n", "1:1: a key must be a word or a number"),
    ("%YAML 2.0\n---\na: 1\n", "1:1: a line that begins with %"),
    ("%YAML 1.3\n---\na: 1\n", "1:1: a line that begins with %"),
    ("%FOO\n---\na: 1\n", "1:1: a line that begins with %"),
    ("%TAG ! tag:x,2000:\n---\na: 1\n", "1:1: a line that begins with %"),
    ("a: 1\r%FOO\r", "2:1: a line that begins with %"),
    ("a: 1\n%50 cut: 2\n", "2:1: a line that begins with %; put the text in quotes"),
    ("a: 'b\n%c'\n", "2:1: a line that begins with %"),
    ("a: @home\n", "1:4: a text cannot start with @; put the text in quotes"),
    ("a: %50 cut\n", "1:4: a text cannot start with %; put the text in quotes"),
    ("a: `b`\n", "1:4: a text cannot start with `; put the text in quotes"),
    ("a: *bold*\n", "1:4: a text cannot start with *; put the text in quotes"),
    ("a: & more\n", "1:4: a text cannot start with &; put the text in quotes"),
    ("a: > 5 percent\n", "1:4: a text cannot start with | or >; put the text in quotes"),
    ("a: >5%\n", "1:4: a text cannot start with | or >; put the text in quotes"),
    ("a: |#b\n  c\n", "1:4: a text cannot start with | or >"),
    ("a: >-#b\n  c\n", "1:4: a text cannot start with | or >"),
    ("a: - b\n", "1:4: a - where no list can begin; begin the list on the next line"),
    ("a: ? b\n", "1:4: a ? where no key can begin; put the text in quotes"),
    ("a: {b: c?}\n", "a ? in a text within [ ] or { }; put the text in quotes"),
    ("a: {b?: c}\n", "a ? in a text within [ ] or { }; put the text in quotes"),
    ("a:\n  - [b, {c: [d?e]}]\n", "a ? in a text within [ ] or { }; put the text in quotes"),
    ("a: b: c\n", "1:5: a colon where none can stand; a text that holds ': ' needs quotes"),
    ("a: 1\n  b: 2\n", "2:4: a colon where none can stand"),
    ("a:\n  b: 1\n   c: 2\n", "3:5: a colon where none can stand"),
    ("a:\xa0b\nc: 2\n", "2:2: a colon where none can stand"),
    ("a：b\nc: 2\n", "2:2: a colon where none can stand"),
    ("a: 1\nequity\nc: 2\n", "2:1: a line without a colon; write a key, a colon, a space"),
    ("a:\n  b: 1\n c: 2\n", "3:2: the structure of the YAML breaks here"),
    ("a: 'Mayor's plan'\n", "1:11: the structure of the YAML breaks here"),
    ("a: 'Mayor's plan'\n", "an apostrophe within single quotes is written ''"),
    ("漢: '漢字's x'\n", "1:8: the structure of the YAML breaks here"),
    ('a: "b" c\n', "1:8: the structure of the YAML breaks here"),
    ("a: 1\n...\nb: 2\n", "3:1: the structure of the YAML breaks here"),
    ("é: {", "1:5: a [ or { that is never closed, or a comma is missing in it"),
    ("a: [b,\n\n", "3:1: a [ or { that is never closed"),
    ("a: ]\n", "1:4: the structure of the YAML breaks here"),
    ("a: 1\nb: 'x\nc: 2\n", "2:4: a quote that is never closed; close it"),
    ('a: 1\nb: "x\nc: 2\n', "2:4: a quote that is never closed; close it"),
    ("b: 'x\n---\nc: 2\n", "1:4: a quote that is never closed; close it"),
    ("a: [b, c\nd: 2\n", "1:4: a [ or { that is never closed, or a comma is missing in it"),
    ("a: {b: 1,\n  c: 2\nd: 2\n", "1:4: a [ or { that is never closed"),
    ("a: {b: 1 c: 2}\n", "1:11: a [ or { that is never closed, or a comma is missing in it"),
    ('a: "C:\\Users"\n', "1:9: a backslash in double quotes that stands for no character"),
    ('b: 1\na: "\\U00110000"\n', "a backslash in double quotes that stands for no character"),
    ('b: 1\na: "\\UFFFFFFFF"\n', "a backslash in double quotes that stands for no character"),
    ('a: "C:\\quiet"\n', "a backslash in double quotes that stands for no character"),
    ("%YAML 1.1\n%YAML 1.1\n---\na: 1\n", "2:1: not valid YAML: found duplicate"),
    ("<<<<<<< HEAD\na: 1\n", "1:1: a marker of an unresolved merge; resolve the conflict"),
    ("a: 1\n=======\n", "2:1: a marker of an unresolved merge; resolve the conflict"),
    ("a: |\n  b\n>>>>>>> branch\n", "3:1: a marker of an unresolved merge; resolve the conflict"),
    ("a: 1\r=======\r", "2:1: a marker of an unresolved merge; resolve the conflict"),
]


@both
@pytest.mark.parametrize(("text", "fact"), REFUSED)
def test_what_cannot_be_read_is_refused_with_place_and_reason(text: str, fact: str) -> None:
    (line,) = told(text)
    assert fact in line


@pytest.mark.parametrize("text", [text for text, _ in REFUSED])
def test_both_parsers_name_the_same_line(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for loader in LOADERS.values():
        monkeypatch.setattr("policyscore.load.nodes.Loader", loader)
        found.append([line.split(":")[1] for line in told(text)])
    assert found[0] == found[1]


@both
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("\ta: 1\n", "1:1"),
        ("a:\n\tb: 1\n", "2:1"),
        ("a:\t1\n", "1:3"),
        ("a: 1\t\n", "1:5"),
        ("a: 1\t# b\n", "1:5"),
        ("a: b\tc\n", "1:5"),
        ("a: 'b\tc'\n", "1:6"),
        ('a: "b # \tc"\n', "1:9"),
        ("a: '# b'\t\n", "1:9"),
        ("é: [1,\t2]\n", "1:7"),
        ("a: |\n\tb\n", "2:1"),
        ("a: |\n \tb\n  c\n", "2:2"),
        ("a: 1\n\t\n", "2:1"),
        ("a: 1\n\t# b\n", "2:1"),
        ('a: "b\n  # c"\t\n', "2:7"),
        ("a: 1 # b\rc:\t1\r", "2:3"),
    ],
)
def test_a_tab_is_refused_but_in_comments(text: str, place: str) -> None:
    """Parsers disagree on tabs: libyaml reads `a:<TAB>1`, the Python parser does not."""
    assert told(text) == [f"a.yaml:{place}: a tab; write spaces instead"]


@both
@pytest.mark.parametrize(
    ("char", "called"),
    [
        ("\x00", "the control character U+0000"),
        ("\x1b", "the control character U+001B"),
        ("\x0b", "the control character U+000B"),
        ("\x7f", "the control character U+007F"),
        ("\x85", "the control character U+0085"),
        ("\x9b", "the control character U+009B"),
        ("\u2028", "the invisible character U+2028"),
        ("\u202e", "the bidirectional control U+202E"),
        ("\u2066", "the bidirectional control U+2066"),
        ("\ufeff", "the invisible character U+FEFF"),
        ("\uffff", "the invisible character U+FFFF"),
    ],
)
def test_a_character_that_nobody_sees_is_refused_raw_and_escaped(char: str, called: str) -> None:
    assert told(f"a: 1\nb: 漢{char}\n") == [
        f"a.yaml:2:5: {called} is not allowed in a model; remove it"
    ]
    assert told(f'a: 1\nb: ["漢\\u{ord(char):04x}"]\n') == [
        f"a.yaml:2:5: {called} is not allowed in a text; remove it"
    ]
    assert told(f'"\\u{ord(char):04x}": 1\n') == [
        f"a.yaml:1:1: {called} is not allowed in a text; remove it"
    ]


@pytest.mark.parametrize(
    ("codes", "called"),
    [
        ((0x00, 0x1F, 0x7F, 0x80, 0x9F), "the control character"),
        ((0x202A, 0x202E, 0x2066, 0x2069), "the bidirectional control"),
        ((0xD800, 0xDFFF), "a lone surrogate"),
        ((0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF), "the invisible character"),
    ],
)
def test_each_forbidden_character_is_called_what_it_is(codes: tuple[int, ...], called: str) -> None:
    for code in codes:
        assert FORBIDDEN.fullmatch(chr(code))
        assert character(chr(code)) == f"{called} U+{code:04X}"


@pytest.mark.parametrize("code", [0x20, 0x7E, 0xA0, 0x2027, 0x202F, 0x2065, 0x206A, 0xD7FF, 0xE000])
def test_their_neighbours_are_not_forbidden(code: int) -> None:
    assert not FORBIDDEN.match(chr(code))
    assert character(chr(code)) == f"the invisible character U+{code:04X}"


@both
@pytest.mark.parametrize("escape", [r"\e", r"\a", r"\0", r"\N", r"\L", r"\P", r"\r", r"\b"])
def test_escapes_by_letter_are_no_way_around(escape: str) -> None:
    (line,) = told(f'a: "x{escape}y"\n')
    assert "a.yaml:1:4: the " in line
    assert "is not allowed in a text; remove it" in line


@both
@pytest.mark.parametrize("escape", [r"\ud800", r"\udfff", r"\ud83d\ude00"])
def test_a_surrogate_in_an_escape_is_refused(escape: str) -> None:
    (line,) = told(f'b: 1\na: "{escape}"\n')
    assert line.startswith("a.yaml:2:")


def test_a_raw_surrogate_is_refused() -> None:
    assert told("a: \ud800\n") == [
        "a.yaml:1:4: a lone surrogate U+D800 is not allowed in a model; remove it"
    ]


@both
def test_every_character_that_is_not_forbidden_can_be_read() -> None:
    planes = [chr(plane << 16 | low) for plane in range(1, 17) for low in (0, 0x1F600 & 0xFFFF)]
    chars = [chr(code) for code in range(0x20, 0x10000)] + planes
    allowed = "".join(char for char in chars if not FORBIDDEN.match(char) and char not in "\"\\'")
    assert plain(tree(f'a: "{allowed}"')) == {"a": allowed}


# Keys given twice


@both
def test_a_key_given_twice_is_refused_with_both_lines() -> None:
    assert told("a:\n  - 1\na: 2\n") == [
        "a.yaml:3:1: a is given twice; it already stands in line 1; keep one"
    ]
    assert told("a: 1\nb:\n  c: 2\n  c: 3\nd: 4\n'a': 5\n") == [
        "a.yaml:4:3: c is given twice; it already stands in line 3; keep one",
        "a.yaml:6:1: a is given twice; it already stands in line 1; keep one",
    ]


@both
def test_a_key_given_three_times_is_two_faults_and_the_first_counts() -> None:
    faults = FaultList()
    node = parse("{a: 1, a: 2, a: {b: 3, b: 4}}", "a.yaml", faults)
    assert node is not None
    assert plain(node) == {"a": "1"}
    assert lines(faults) == [
        "a.yaml:1:8: a is given twice; it already stands in line 1; keep one",
        "a.yaml:1:14: a is given twice; it already stands in line 1; keep one",
        "a.yaml:1:24: b is given twice; it already stands in line 1; keep one",
    ]


@both
def test_a_long_key_is_shortened_in_messages() -> None:
    (line,) = told('{"a\\nb": 1, "a\\nb": 2}')
    assert line.startswith("a.yaml:1:13: a b is given twice")
    (line,) = told("{" + "k" * 100 + ": 1, " + "k" * 100 + ": 1}")
    assert "k" * 59 + "… is given twice" in line


@pytest.mark.parametrize(
    ("text", "shown"),
    [("", '""'), ("a\n b", "a b"), ("x" * 60, "x" * 60), ("x" * 61, "x" * 59 + "…")],
)
def test_a_text_is_shown_short_and_on_one_line(text: str, shown: str) -> None:
    assert short(text) == shown


# Files that would exhaust a machine


@both
@pytest.mark.parametrize("opened", ["[", "{a: ", "[{a: ", "- ", "[["])
def test_deep_nesting_is_refused_at_once(opened: str) -> None:
    start = time.perf_counter()
    (line,) = told("a:\n  " + opened * (30_000 // len(opened)))
    assert time.perf_counter() - start < 5
    assert line.startswith("a.yaml:2:")
    assert line.endswith(": nested deeper than 20 levels; a model needs only a few")


@both
def test_block_mappings_nest_at_most_20_deep() -> None:
    def nested(levels: int) -> str:
        return "".join(" " * level + "k:\n" for level in range(levels))

    assert told(nested(20)) == []
    assert told(nested(21)) == [
        "a.yaml:21:21: nested deeper than 20 levels; a model needs only a few"
    ]


@both
def test_more_than_50000_values_are_refused() -> None:
    def listed(items: int) -> str:
        return "[" + "1,\n" * items + "]"

    assert told(listed(49_999)) == []
    assert told(listed(50_000)) == [
        "a.yaml:50000:1: more than 50000 values in one file; the limit keeps a model readable"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "# " * 500_000 + "'\t",
        '"' * 1_000_000 + "\t",
        " " * 1_000_000 + "\t",
        "%YAML 1.2" + " " * 1_000_000 + "x",
        "\r\n" * 500_000 + "\t",
        "=" * 1_000_000,
        "a: 1" + ":30" * 300_000,
    ],
)
def test_a_line_of_a_megabyte_takes_no_time(text: str) -> None:
    start = time.perf_counter()
    told(text)
    assert time.perf_counter() - start < 5


# Whatever is in a file, both parsers agree and nothing but faults comes out


PARTS = (
    *(" ", "  ", "\n", "\t", ":", ": ", "- ", "?", "? ", " #", "#", '"', "'", "|", ">", "%", "@"),
    *("`", "!", "&a ", "*a", "[", "]", "{", "}", ",", "\r", "---\n", "...\n", "\\", r"\u12"),
    *(r"\ud800", r"\U00110000", "0", "é", "漢", "😀", "\xa0", "%YAML 1.3\n", "<<", "=", "~", "|2"),
)
FULL = """
--- # a file with many kinds of YAML
name: "Plan \\u00e9 'x'"
performance:
  cost: {value: 4, low: 3, high: 5, rationale: 'It''s', source: [a 1, "b: 2"]}
  equity: 6   # why not
  "carbon":
    value: 3
    source:
      - a
      - b: 1
        c: 2
summary: |
  two
  lines # no comment

  more
within: >-
  folded
  text
"""


def mutations(count: int) -> Iterator[str]:
    """Yield the full file with a few accidents, the same ones in each run."""
    chance = random.Random(2009)
    for _ in range(count):
        text = FULL
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            at = chance.randrange(len(text) + 1)
            cut = chance.choice((0, 0, 0, 1, 1, 5))
            text = text[:at] + chance.choice((*PARTS, "", "")) + text[at + cut :]
        yield text


def verdict(text: str) -> tuple[bool, list[int], object]:
    """Return whether a text is read, the lines of its faults, and what it holds."""
    faults = FaultList()
    node = parse(text, "a.yaml", faults)
    held = None if node is None else plain(node)
    return not faults.faults, [fault.place.line for fault in faults.faults], held


def test_both_parsers_agree_on_files_with_accidents(monkeypatch: pytest.MonkeyPatch) -> None:
    accepted = 0
    for text in mutations(800):
        found = []
        for loader in LOADERS.values():
            monkeypatch.setattr("policyscore.load.nodes.Loader", loader)
            found.append(verdict(text))
        assert found[0] == found[1], text
        accepted += found[0][0]
    assert 200 < accepted < 600


def test_a_value_left_empty_in_braces_is_a_fault_with_both_parsers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`{low:, high: 5}` breaks the YAML for libyaml; the Python parser sees an empty value."""
    broken = GOOD["options/charge.yaml"].replace("cost: 4", "cost: {value: 4, low:, high: 5}")
    root = laid(tmp_path, {"options/charge.yaml": broken})
    for loader in LOADERS.values():
        monkeypatch.setattr("policyscore.load.nodes.Loader", loader)
        with pytest.raises(WrongModel) as wrong:
            load(root)
        assert [fault.place.line for fault in wrong.value.faults] == [3]


texts = st.text(st.sampled_from("ab1:-?,[]{}#&*!|>'\"%@` \n\t\\~<=é\u2028\x00"), max_size=30)


@pytest.mark.parametrize("name", LOADERS)
def test_any_text_is_nodes_or_one_fault(name: str) -> None:
    @steady
    @given(texts)
    @example("a:\t1")
    @example('"\\U00110000"')
    def any_text(text: str) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(nodes, "Loader", LOADERS[name])
            faults = FaultList()
            node = parse(text, "a.yaml", faults)
        assert node is None or all(fault.rule == "duplicate-key" for fault in faults.faults)

    any_text()
