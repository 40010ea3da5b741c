"""Pictures as SVG: the right lengths and places, text that fits and stays text, colors to read."""

import re
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations, pairwise, product
from string import ascii_lowercase
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyscore.draw import STYLE, svg
from policyscore.draw.axis import figure, ticks
from policyscore.draw.colors import CELLS, FILLS, LINES, SERIES, hue, texture
from policyscore.draw.marks import apart, dashes, mark
from policyscore.draw.stacks import letter
from policyscore.draw.words import folded, number, told_apart, width
from policyscore.page import Picture
from policyscore.picture import Grid, Lines, Mark, Places, Shape, Stacks, Traces
from policyscore.render import render
from policyscore.report import Column, Prose, Report, Row, Sheet, Table
from policyscore.shown import plain
from tests.drawings import box, classed, ends, overlap, parsed, texts
from tests.nasty import NASTY
from tests.nasty import texts as nasty_texts
from tests.strategies import steady

F = Fraction
NOTHING = Table((Column("none"),), (Row(("none",)),))


def picture(
    shape: Shape, name: str = "test", title: str = "Title", told: str = "Told", note: str = ""
) -> Picture:
    """Return a picture of a shape."""
    return Picture(name, title, told, shape, NOTHING, note)


Make = Callable[..., Shape]


def drawn(shape: Shape, **how: bool) -> ET.Element:
    """Return the tree of a drawn shape."""
    return parsed(svg(picture(shape), **how))


def stacks(rows: int, parts: int, word: str = "Row {}") -> Stacks:
    """Return bars in which part j of row i is i + j + 1 points."""
    values = tuple(tuple(F(i + j + 1) for j in range(parts)) for i in range(rows))
    most = F(max(map(sum, values)))
    named = tuple(word.format(i) for i in range(rows))
    ends = tuple(str(sum(v)) for v in values)
    return Stacks(named, tuple(word.format(j) for j in range(parts)), values, ends, most, "axis")


def traces(series: int, rows: int, word: str = "Row {}") -> Traces:
    """Return traces over scores that are all over the place."""
    values = tuple(tuple(F((17 * i + 31 * j) % 101) for j in range(rows)) for i in range(series))
    named = tuple(word.format(i) for i in range(max(rows, series)))
    return Traces(named[:rows], named[:series], values, F(100), "axis")


def lines(series: int, marks: int, word: str = "Row {}") -> Lines:
    """Return lines with marks at even distances, the first of them now."""
    ends = tuple((F(17 * i % 101), F(31 * i % 101)) for i in range(series))
    found = tuple(Mark(F(j, marks), word.format(j), now=not j) for j in range(marks))
    return Lines(tuple(word.format(i) for i in range(series)), ends, found, F(100), "over", "up")


def grid(rows: int, columns: int, word: str = "Row {}") -> Grid:
    """Return shares that fall from the diagonal on."""
    values = tuple(tuple(F(1, 1 + abs(i - j)) for j in range(columns)) for i in range(rows))
    shown = tuple(tuple(f"{float(100 * v):.1f} ± 0.3 %" for v in row) for row in values)
    named = tuple(word.format(i) for i in range(max(rows, columns)))
    return Grid(named[:rows], named[:columns], values, shown)


def places(series: int, columns: int, word: str = "Row {}") -> Places:
    """Return places that turn by one from column to column."""
    found = tuple(tuple(F((i + j) % series + 1) for j in range(columns)) for i in range(series))
    shown = tuple(tuple(str(place) for place in row) for row in found)
    named = tuple(word.format(i) for i in range(max(series, columns)))
    return Places(named[:columns], named[:series], found, shown)


MAKERS = (stacks, traces, lines, grid, places)
LONG = "Regional accessibility of households without a car in rural municipalities, {}"
SIZES = ((1, 1), (3, 9), (8, 12), (12, 30), (2, 50))


# What every picture is


@pytest.mark.parametrize("word", ["", "{}", "Row {}", LONG, "W" * 90, "漢字かな" * 20])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("make", MAKERS)
def test_all_text_stays_on_the_paper(make: Make, size: tuple[int, int], word: str) -> None:
    root = drawn(make(*size, word), standalone=True)
    left, top, right, bottom = box(root)

    for text in texts(root):
        assert text.left >= left - 0.1, text
        assert text.right <= right + 0.1, text
        assert text.top >= top - 0.1, text
        assert text.bottom <= bottom + 0.1, text


@pytest.mark.parametrize("make", MAKERS)
def test_a_picture_is_an_image_with_a_title_and_a_description_that_come_first(make: Make) -> None:
    root = parsed(svg(picture(make(3, 4), "some-name", "What it is", "What it shows.")))

    assert root.attrib["role"] == "img"
    assert [(e.tag, e.text) for e in root[:2]] == [
        ("title", "What it is"),
        ("desc", "What it shows."),
    ]
    assert root.attrib["aria-labelledby"].split() == [e.attrib["id"] for e in root[:2]]


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("standalone", [True, False])
def test_a_picture_can_do_nothing_and_asks_for_nothing_from_elsewhere(
    make: Make, standalone: bool
) -> None:
    root = drawn(make(12, 30), standalone=standalone)
    known = {"svg", "title", "desc", "style", "defs", "pattern", "g", "path", "rect", "circle"}

    assert {e.tag for e in root.iter()} <= known | {"text", "tspan"}
    for element in root.iter():
        assert not [n for n in element.attrib if n == "style" or n.startswith("on") or "href" in n]
        for value in element.attrib.values():
            assert "url(" not in value or re.fullmatch(r"url\(#test_p\d+\)", value)
    assert "url(" not in STYLE.replace('"url"', "")
    assert "@import" not in STYLE
    assert "<" not in STYLE


def test_ids_differ_between_pictures_of_a_page_and_lead_to_what_is_there() -> None:
    both = [parsed(svg(picture(stacks(3, 30), name))) for name in ("one", "one-title")]
    ids = [e.attrib["id"] for root in both for e in root.iter() if "id" in e.attrib]

    assert len(ids) == len(set(ids)) == 2 * (2 + 22)
    for root in both:
        own = {e.get("id") for e in root.iter()}
        used = re.findall(r"url\(#(.*?)\)", ET.tostring(root, "unicode"))
        assert used
        assert set(used) <= own


def test_a_name_that_is_no_id_becomes_one() -> None:
    root = parsed(svg(picture(grid(1, 1), 'a b"c')))

    assert root.attrib["aria-labelledby"] == "a-b-c_title a-b-c_desc"


@pytest.mark.parametrize("make", MAKERS)
@given(text=st.one_of(st.sampled_from(NASTY), nasty_texts))
@steady
def test_text_of_a_model_stays_text(make: Make, text: str) -> None:
    shape = make(2, 2, text.replace("{", "{{").replace("}", "}}"))
    known = {e.tag for e in drawn(make(2, 2), standalone=True).iter()} | {"tspan"}

    told = svg(picture(shape, text, text, text, text), standalone=True)
    root = parsed(told)

    assert {e.tag for e in root.iter()} <= known
    assert {n for e in root.iter() for n in e.attrib} & {"onload", "href", "style"} == set()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", told.rstrip("\n"))
    assert [(e.text or "").replace("\ufffd", "") for e in root[:2]] == [
        re.sub("[\ufffd-\uffff]", "", plain(text))
    ] * 2
    told.encode()


@given(text=st.text(max_size=60), most=st.integers(40, 300), count=st.integers(1, 3))
@steady
def test_folded_text_fits_and_is_whole_or_says_that_it_is_not(
    text: str, most: int, count: int
) -> None:
    told = folded(text, most, count=count)

    assert len(told.lines) <= count
    assert all(width(line) <= most for line in told.lines)
    assert told.cut == any(line.endswith("…") and line not in text for line in told.lines)


def test_names_that_begin_alike_are_shortened_in_the_middle() -> None:
    names = [f"National licensing of operators, {word} option {word}" for word in ("a", "b", "c")]
    shown = [told.lines for told in told_apart([*names, "Bus", "W" * 60], [200.0] * 5)]

    assert shown[:3] == [(f"National licen…rs, {word} option {word}",) for word in ("a", "b", "c")]
    assert shown[3] == ("Bus",)
    assert re.fullmatch("W+…", shown[4][0])


def test_ranks_before_names_do_not_tell_names_apart() -> None:
    names = [f"{i} National licensing of operators, variant {word}" for i, word in enumerate("ab")]
    (one,), (other,) = (told.lines for told in told_apart(names, [160.0] * 2))

    assert (one[:10], one[-3:]) == ("0 National", "t a")
    assert (other[:10], other[-3:]) == ("1 National", "t b")


def test_names_that_differ_in_the_middle_only_get_a_number() -> None:
    names = ["W" * 30 + word + "W" * 30 for word in "abc"]
    shown = [told.lines[0] for told in told_apart(names, [200.0] * 3)]

    assert [re.sub("W+", "W", text) for text in shown] == ["W… (1)", "W… (2)", "W… (3)"]


def test_names_that_begin_and_end_alike_show_more_of_their_ends() -> None:
    names = [f"Licensing of all operators by {word} of federal departments" for word in "ab"]
    shown = [told.lines for told in told_apart(names, [200.0] * 2)]

    assert shown == [("…y a of federal departments",), ("…y b of federal departments",)]


@given(
    beginnings=st.lists(
        st.sampled_from(["a", "W" * 30, "Wait and see ", ""]), min_size=2, max_size=3
    ),
    middles=st.lists(st.text("ab 1", max_size=40), min_size=2, max_size=8, unique=True),
    end=st.sampled_from(["", "W" * 30, " leads", " (1)"]),
    room=st.integers(60, 250),
    count=st.integers(1, 3),
)
@steady
def test_different_names_never_look_the_same(
    beginnings: list[str], middles: list[str], end: str, room: int, count: int
) -> None:
    names = [f"{start}{middle}{end}" for start in beginnings for middle in middles]
    names = list({" ".join(name.split()): None for name in names})
    found = told_apart(names, [float(room)] * len(names), lines=count)

    assert len({told.lines for told in found}) == len(names)
    for told, name in zip(found, names, strict=True):
        assert len(told.lines) <= count
        assert all(width(line) <= room for line in told.lines)
        assert told.cut == ("…" in "".join(told.lines))
        assert told.cut or " ".join(told.lines).replace("\u00a0", " ") == name


@pytest.mark.parametrize("make", MAKERS)
def test_names_of_series_and_rows_look_different_in_all_pictures(make: Make) -> None:
    same = "National licensing scheme for operators in all parts of the country, variant {}"
    shape = make(8, 9, same)
    if isinstance(shape, Grid):  # whose columns are ranks
        shape = shape._replace(columns=tuple("123456789"))
    named = [t for t in texts(drawn(shape)) if t.full.startswith("National")]

    assert len({t.full for t in named}) >= 8
    for name in {t.full for t in named}:
        lasts = {t.text[-1] for t in named if t.full == name and "…" in t.text}
        assert lasts == {name[-1]}


def test_a_shortened_text_is_there_in_full_when_pointed_at() -> None:
    found = texts(drawn(lines(2, 1, LONG)))

    assert {t.full for t in found if "…" in t.text} >= {LONG.format(0), LONG.format(1)}
    assert {t.full for t in found if "…" not in t.text} & {LONG.format(0), ""}


def test_figures_do_not_fold_before_their_percent_sign() -> None:
    assert folded("now 34.6 % of it", 60, count=3).lines == ("now", "34.6\u00a0%", "of it")


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (-0.04, "0"), (3.0, "3"), (2.25, "2.2"), (-7.06, "-7.1")]
)
def test_numbers_have_at_most_one_decimal(value: float, text: str) -> None:
    assert number(value) == text


def test_a_file_carries_its_title_its_style_and_its_paper() -> None:
    text = svg(picture(grid(2, 2), title="The title"), standalone=True)
    root = parsed(text)
    paper = classed(root, "paper", "rect")[0]

    assert text.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert [e.text for e in root.iter("style")] == [STYLE]
    assert texts(root)[0].text == "The title"
    assert [paper.attrib[n] for n in ("x", "y", "width", "height")] == root.attrib[
        "viewBox"
    ].split()
    assert "style" not in {e.tag for e in drawn(grid(2, 2)).iter()}


@pytest.mark.parametrize("note", ["The first 8 of 12 options.", "Much is left out. " * 40])
def test_a_note_stands_small_below_the_title_of_a_file_and_nowhere_else(note: str) -> None:
    root = parsed(svg(picture(grid(2, 2), note=note), standalone=True))
    title, *others = texts(root)
    lines_of_note = [t for t in others if t.bottom < 0]
    left, top, right, _ = box(root)

    said = " ".join(t.text for t in lines_of_note)
    assert said == note or (said.endswith("…") and note.startswith(said[:-1]))
    assert 1 <= len(lines_of_note) <= 3
    assert all(title.bottom <= t.top + 0.1 for t in lines_of_note)
    assert all(left <= t.left and t.right <= right and top <= title.top for t in lines_of_note)
    assert note.strip() not in svg(picture(grid(2, 2), note=note))


@pytest.mark.parametrize("make", MAKERS)
def test_a_hundred_by_thirty_can_be_drawn(make: Make) -> None:
    root = drawn(make(100, 30, LONG))

    assert max(t.right for t in texts(root)) <= 720
    assert len(svg(picture(make(100, 30)))) < 1_000_000


# Colors


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colors as WCAG 2.2 defines it."""
    levels = []
    for color in (one, other):
        r, g, b = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (r, g, b)]
        levels.append(sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True)))
    return (max(levels) + 0.05) / (min(levels) + 0.05)


def scheme(dark: bool) -> dict[str, str]:
    """Return the color of each class: of the attributes, or of the style for dark paper."""
    if dark:
        (rules,) = re.findall(r"@media screen and \(prefers-color-scheme:dark\)\{(.*?\})\}", STYLE)
        return dict(re.findall(r"\.picture \.([\w-]+)\{(?:fill|stroke):(#\w{6})\}", rules))
    return {name: shade.light for name, shade in (FILLS | LINES).items()}


@pytest.mark.parametrize("dark", [False, True])
def test_text_and_graphics_stand_out_from_what_they_are_drawn_on(dark: bool) -> None:
    of = scheme(dark)

    assert set(of) == set(FILLS | LINES)
    for name in ("ink", "gray"):
        assert contrast(of[name], of["paper"]) >= 4.5
    for i in range(len(SERIES)):
        assert contrast(of[f"c{i}"], of["paper"]) >= 3
        assert of[f"c{i}-line"] == of[f"c{i}"]
        assert contrast(of[f"on-c{i}"], of[f"c{i}"]) >= 4.5
    for i in range(len(CELLS)):
        assert contrast(of[f"on-k{i}"], of[f"k{i}"]) >= 4.5
    assert contrast(of["ink-line"], of["paper"]) >= 4.5
    assert contrast(of["gray-line"], of["paper"]) >= 3


@pytest.mark.parametrize("dark", [False, True])
def test_more_is_darker_on_light_paper_and_lighter_on_dark(dark: bool) -> None:
    of = scheme(dark)
    steps = [contrast(of[f"k{i}"], of["paper"]) for i in range(len(CELLS))]

    assert steps[0] == 1
    assert all(less < more for less, more in pairwise(steps))


@pytest.mark.parametrize("make", MAKERS)
def test_every_color_drawn_is_one_that_the_style_sheet_knows_by_its_class(make: Make) -> None:
    for element in drawn(make(12, 30), standalone=True).iter():
        classes = element.get("class", "").split()
        for attribute, known in (("fill", FILLS), ("stroke", LINES)):
            color = element.get(attribute, "none")
            if color != "none" and not color.startswith("url"):
                assert color in [known[name].light for name in classes if name in known]


def test_no_two_series_of_a_picture_look_the_same() -> None:
    bars = [(hue(i), texture(i)) for i in range(30)]
    marks = [re.sub("M0 0", "", mark(i, 0, 0)) + dashes(i) for i in range(64)]
    shapes = [re.sub(r" class=.*", "", mark(i, 0, 0)) for i in range(8)]

    assert len(set(bars)) == 30
    assert len(set(marks)) == 64
    assert len(set(shapes)) == 8
    assert len({dashes(i) for i in range(8)}) == 8


def test_letters_of_parts_go_on_after_z() -> None:
    assert [letter(i) for i in (0, 25, 26, 27, 51, 52, 701, 702)] == [
        *("A", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA")
    ]


# Axes, and things side by side


@given(most=st.fractions(F(1, 1000), 10**6))
@steady
def test_an_axis_has_few_round_figures_at_even_distances(most: Fraction) -> None:
    found = ticks(most)
    steps = {after - before for before, after in pairwise(found)}

    assert found[0] == 0
    assert 2 <= len(found) <= 7
    assert len(steps) == 1
    assert most - steps.copy().pop() < found[-1] <= most
    assert all(F(figure(tick)) == tick for tick in found)
    assert re.fullmatch("[125]0*", str(steps.pop() * 10**6))


@given(things=st.lists(st.tuples(st.integers(0, 400), st.integers(1, 40)), min_size=1, max_size=30))
@steady
def test_things_pushed_apart_keep_their_order_and_do_not_overlap(
    things: list[tuple[int, int]],
) -> None:
    wanted, heights = zip(*things, strict=True)
    found = apart(wanted, heights, 0, 400)
    order = sorted(range(len(found)), key=lambda i: wanted[i])

    for one, other in pairwise(order):
        assert found[other] - found[one] >= (heights[one] + heights[other]) / 2 - 1e-6
    assert min(m - h / 2 for m, h in zip(found, heights, strict=True)) >= -1e-6
    if sum(heights) <= 400:
        assert max(m + h / 2 for m, h in zip(found, heights, strict=True)) <= 400 + 1e-6


def test_what_has_room_where_it_wants_to_be_stays_there() -> None:
    assert apart([300, 100, 200], [20, 20, 20], 0, 400) == [300, 100, 200]
    assert apart([395, 100, 390], [20, 20, 20], 0, 400) == [390, 100, 370]


# Stacks


def test_parts_are_as_long_as_their_values_and_lie_end_to_end() -> None:
    values = ((F(10), F(0), F(70, 3)), (F(1, 3), F(50), F(1)))
    root = drawn(Stacks(("a", "b"), ("x", "y", "z"), values, ("33.3", "51.3"), F(60), "points"))
    axis = {t.text: (t.left + t.right) / 2 for t in texts(root)}
    start, scale = axis["0"], (axis["60"] - axis["0"]) / 60
    bars = [e for e in classed(root, "bar", "rect") if e.attrib["height"] != "14"]
    rows = {y: [e for e in bars if e.attrib["y"] == y] for y in sorted(e.attrib["y"] for e in bars)}

    drawn_values = [[v for v in row if v] for row in values]
    for bars_of_row, expected in zip(rows.values(), drawn_values, strict=True):
        x = F(0)
        for bar, value in zip(bars_of_row, expected, strict=True):
            assert float(bar.attrib["x"]) == pytest.approx(start + scale * x, abs=0.11)
            assert float(bar.attrib["width"]) == pytest.approx(scale * value, abs=0.11)
            x += value
    assert {"33.3", "51.3", "A", "B", "C", "a", "b", "x", "y", "z"} <= set(axis)


def test_thirty_parts_differ_by_color_pattern_and_letter() -> None:
    root = drawn(stacks(2, 30))
    keys = [e.attrib["fill"] for e in classed(root, "bar", "rect") if e.attrib["height"] == "14"]

    assert len(set(keys)) == 30
    assert {letter(i) for i in range(30)} <= {t.text for t in texts(root)}
    assert len(list(root.iter("pattern"))) == 22


@pytest.mark.parametrize("rows", [3, 40])
def test_letters_on_patterns_stand_on_plain_ground_of_their_color(rows: int) -> None:
    root = drawn(stacks(rows, 40)._replace(most=F(900)))
    known = {letter(i): i for i in range(40)}
    patterned = [e for e in classed(root, "on-bar", "text") if texture(known[e.text or ""])]
    pairs = [pair for group in root.iter("g") for pair in pairwise(group)]
    plates = {text: plate for plate, text in pairs if "ground" in plate.get("class", "")}

    assert set(plates) == set(patterned)
    assert len(patterned) > 32  # those of the legend, and some bars
    for text, plate in plates.items():
        x, y, wide, high = (float(plate.attrib[n]) for n in ("x", "y", "width", "height"))
        middle, foot = float(text.attrib["x"]), float(text.attrib["y"])
        half = width(text.text or "", 11) / 2
        assert text.attrib["class"].split()[0] == f"on-{plate.attrib['class'].split()[0]}"
        assert x + 3 <= middle - half <= middle + half <= x + wide - 3
        assert y + 2 <= foot - 0.75 * 11 <= foot <= y + high - 2


# Traces


def test_marks_of_traces_stand_at_their_scores() -> None:
    shape = Traces(("r", "s"), ("a", "b"), ((F(0), F(100)), (F(101, 3), None)), F(100), "axis")
    root = drawn(shape)
    axis = {t.text: (t.left + t.right) / 2 for t in texts(root)}
    scale = (axis["100"] - axis["0"]) / 100
    (group,) = classed(root, "on", "g")
    xs = {(e.attrib["class"], round(ends_of_mark(e)[0], 1)) for e in group}

    assert xs == {
        ("c0", round(axis["0"], 1)),
        ("c0", round(axis["100"], 1)),
        ("c1", round(axis["0"] + scale * 101 / 3, 1)),
    }


def ends_of_mark(path: ET.Element) -> tuple[float, float]:
    """Return the point that a mark stands around."""
    found = re.match(r"M(\S+) (\S+?)m", path.attrib["d"])
    assert found
    return float(found[1]), float(found[2])


def test_a_line_is_broken_where_its_series_has_nothing() -> None:
    values = (F(10), F(20), None, F(40), F(50))
    root = drawn(Traces(tuple("abcde"), ("one",), (values,), F(100), "axis"))
    trails = [ends(e) for e in classed(root, "c0-line", "path")]

    assert [len(points) for points in trails] == [2, 2, 2]  # one in the legend
    assert len(classed(root, "c0", "path")) == 1 + 4


@given(
    values=st.lists(
        st.lists(st.sampled_from([F(0), F(1), F(2), F(50), F(100), None]), min_size=3, max_size=3),
        min_size=1,
        max_size=8,
    )
)
@steady
def test_no_mark_of_a_trace_hides_another(values: list[list[Fraction | None]]) -> None:
    names, told = tuple(ascii_lowercase[: len(values)]), tuple(map(tuple, values))
    root = drawn(Traces(tuple("abc"), names, told, F(100), "axis"))
    (group,) = classed(root, "on", "g")
    points = [ends_of_mark(e) for e in group]

    assert len(points) == sum(v is not None for row in values for v in row)
    for (x, y), (u, v) in combinations(points, 2):
        assert max(abs(x - u), abs(y - v)) >= 9.9


# Lines


def test_lines_run_straight_between_their_values() -> None:
    shape = Lines(("a", "b"), ((F(0), F(100)), (F(200, 3), F(50))), (), F(100), "over", "up")
    root = drawn(shape)
    up = {t.text: (t.top + t.bottom) / 2 for t in texts(root)}
    across = {t.text: (t.left + t.right) / 2 for t in texts(root)}
    rise = (up["0"] - up["100"]) / 100
    found = [ends(e) for e in root.iter("path") if e.get("stroke-width") in ("1.8", "2.6")]

    for points, values in zip(found[::-1], shape.ends, strict=True):
        for (x, y), value, at in zip(points, values, ("0\u00a0%", "100\u00a0%"), strict=True):
            assert x == pytest.approx(across[at], abs=0.11)
            assert y == pytest.approx(up["0"] - rise * float(value), abs=0.11)


def test_marks_stand_at_their_shares_and_say_so() -> None:
    marks = (Mark(F(1, 3), "now 33.3 %", now=True), Mark(F(467, 1000), "46.7 % B leads"))
    root = drawn(Lines(("a",), ((F(5), F(9)),), marks, F(10), "over", "up"))
    at = {t.text: t for t in texts(root)}
    middle = {text: (t.left + t.right) / 2 for text, t in at.items()}
    span = middle["100\u00a0%"] - middle["0\u00a0%"]

    for share, label, look in (
        (1 / 3, "now 33.3\u00a0%", "ink-line"),
        (0.467, "46.7\u00a0% B leads", "gray-line"),
    ):
        (line,) = [e for e in classed(root, look, "path") if e.attrib["d"].count("H") == 0]
        x = float(re.match(r"M(\S+)", line.attrib["d"])[1])  # type: ignore[index]
        assert x == pytest.approx(middle["0\u00a0%"] + share * span, abs=0.11)
        assert at[label].left == pytest.approx(x + 5, abs=0.11)


@given(
    ends_of=st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=1, max_size=12),
    at=st.lists(st.integers(0, 100), max_size=9),
    word=st.sampled_from(["{}", "{} leads", LONG, "Wait and see {}"]),
)
@steady
def test_labels_of_lines_and_marks_never_overlap(
    ends_of: list[tuple[int, int]], at: list[int], word: str
) -> None:
    named = tuple(word.format(f"<{i}>") for i in range(len(ends_of)))
    marks = tuple(Mark(F(x, 100), word.format(f"{x} %"), now=not i) for i, x in enumerate(at))
    values = tuple((F(a), F(b)) for a, b in ends_of)
    root = drawn(Lines(named, values, marks, F(100), "over", "up"))
    found = texts(root)
    axis = [t for g in classed(root, "axis", "g") for t in texts_of(g)]
    labels = [t for t in found if t.text not in axis or t.left > 600]

    assert len(found) >= len(ends_of) + len(at)
    assert not [pair for pair in combinations(found, 2) if overlap(*pair)]
    uprights = [
        tuple(map(float, m.groups()))
        for e in root.iter("path")
        if (m := re.fullmatch(r"M(\S+) (\S+)V([\d.]+)", e.attrib["d"]))
    ]
    assert len(uprights) == len(at)
    for (x, top, bottom), label in product(uprights, labels):
        beside = label.left - 4 < x < label.right + 4
        inside = beside and top - 2 < label.bottom and label.top < bottom + 2
        assert not inside, (x, label)


def texts_of(group: ET.Element) -> list[str]:
    """Return the texts of a group."""
    return [e.text or "" for e in group.iter("text")]


# Grids


def test_a_cell_is_as_dark_as_its_share_and_says_its_figure() -> None:
    values = ((F(0), F(1, 1000), F(1, 10)), (F(101, 1000), F(999, 1000), F(1)))
    shown = (("0 %", "0.1 %", "10.0 %"), ("10.1 %", "99.9 %", "100 %"))
    root = drawn(Grid(("a", "b"), ("1st", "2nd", "3rd"), values, shown))
    cells = classed(root, "cell", "rect")

    assert [e.attrib["class"].split()[0] for e in cells] == ["k0", "k1", "k1", "k2", "k10", "k10"]
    figures = [t for t in texts(root) if "%" in t.text]
    assert [t.text.replace("\u00a0", " ") for t in figures] == [*shown[0], *shown[1]]
    for cell, text in zip(cells, figures, strict=True):
        x, wide = float(cell.attrib["x"]), float(cell.attrib["width"])
        assert (text.left + text.right) / 2 == pytest.approx(x + wide / 2, abs=0.11)


def test_an_estimate_stands_in_two_lines_where_cells_are_narrow() -> None:
    shape = grid(2, 12)._replace(texts=(("71.7 ± 0.3 %",) * 12,) * 2)

    assert [t.text for t in texts(drawn(shape)) if "7" in t.text][-2:] == ["71.7", "71.7"]
    assert sum(t.text == "±\u00a00.3\u00a0%" for t in texts(drawn(shape))) == 24


def test_figures_without_room_are_there_when_pointed_at() -> None:
    root = drawn(grid(2, 60))
    cells = classed(root, "cell", "rect")

    assert [e[0].text for e in cells] == [t for row in grid(2, 60).texts for t in row]
    assert not [t for t in texts(root) if "%" in t.text]


# Places


def test_places_stand_one_below_another_and_ties_between() -> None:
    shape = Places(
        ("one", "two"),
        ("a", "b", "c"),
        ((F(1), F(3, 2)), (F(2), F(3, 2)), (F(3), F(3))),
        (("1", "1="), ("2", "1="), ("3", "3")),
    )
    root = drawn(shape)
    found = [(float(e.attrib["cx"]), float(e.attrib["cy"])) for e in root.iter("circle")][::-1]
    (a2, a1), (b2, b1), (c2, c1) = found[0:2], found[2:4], found[4:6]
    step = (c1[1] - a1[1]) / 2

    assert b1[1] - a1[1] == pytest.approx(step)
    assert c2[1] == c1[1]
    assert (a2[1] + b2[1]) / 2 == pytest.approx(a1[1] + step / 2)
    assert b2[1] - a2[1] >= 22  # two marks with a radius of 11
    assert [e.text for e in root.iter("text") if e.text in ("1=", "3")] == ["3", "3", "1=", "1="]


@pytest.mark.parametrize("columns", [1, 2, 6, 12, 30])
@pytest.mark.parametrize("word", ["Rank {}", LONG, "Unbreakablylongword{}"])
def test_headings_of_columns_do_not_overlap(columns: int, word: str) -> None:
    root = drawn(places(4, columns, word))
    (heads,) = [g for g in root if g.get("transform")]
    shown = [t for t in texts(root) if any(t.text in "".join(e.itertext()) for e in heads)]
    found = [
        t for t in shown if t.top < min(float(e.attrib["cy"]) for e in root.iter("circle")) - 8
    ]

    assert len(found) >= columns
    for one, other in combinations(found, 2):
        assert not _cross(one.corners, other.corners), (one, other)


Corners = tuple[tuple[float, float], ...]


def _cross(one: Corners, other: Corners) -> bool:
    """Tell whether two boxes that lean the same way overlap: by the theorem of separating axes."""
    (a, b, c, _) = one
    for axis in ((c[0] - a[0], c[1] - a[1]), (b[0] - a[0], b[1] - a[1])):
        spans = [[x * axis[0] + y * axis[1] for x, y in corners] for corners in (one, other)]
        slack = 0.2 * (abs(axis[0]) + abs(axis[1]))
        if max(spans[0]) <= min(spans[1]) + slack or max(spans[1]) <= min(spans[0]) + slack:
            return False
    return True


def test_series_keep_the_look_that_their_keys_give_them() -> None:
    for shape in (traces(2, 2), lines(2, 1), places(2, 2)):
        root = drawn(shape._replace(keys=(3, 9)))
        used = {name for e in root.iter() for name in e.get("class", "").split()}
        assert {"c3-line", "c1-line"} <= used
        assert not {"c0", "c0-line", "c2-line"} & used


# The format


def report(*blocks: Picture | Prose) -> Report:
    """Return a report of some blocks."""
    return Report("title", "", lambda: blocks, dict, lambda: Sheet((), ()))


def test_the_format_is_the_file_of_the_first_picture() -> None:
    first, second = picture(grid(2, 2), "first"), picture(grid(3, 3), "second")

    made = report(Prose(("told",)), first, second)
    assert render(made, "svg") == svg(first._replace(title=made.title), standalone=True)


def test_a_report_without_a_picture_cannot_be_drawn() -> None:
    with pytest.raises(LookupError, match="no picture"):
        render(report(Prose(("told",))), "svg")


def test_a_note_stands_below_the_drawing_on_a_page_as_text() -> None:
    noted = picture(grid(2, 2), "noted", note="The first 2 of <9> options.")
    page = render(report(noted, picture(grid(2, 2), "plain")), "html")

    assert page.count('<p class="note">') == 1
    after = page.index('<p class="note">The first 2 of &lt;9&gt; options.</p>')
    assert page.index("</svg>") < after < page.index("<details")
