"""Dominance, held against a comparison of each pair on each criterion."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyscore.dominance import Scores, dominators
from tests.strategies import steady


def naive(scores: Scores) -> dict[str, str]:
    """Compare each pair of options on each criterion."""

    def dominates(better: str, worse: str) -> bool:
        pairs = [(scores[better][name], scores[worse][name]) for name in scores[worse]]
        return all(high >= low for high, low in pairs) and any(high > low for high, low in pairs)

    found = ((name, [b for b in sorted(scores) if dominates(b, name)]) for name in scores)
    return {name: better[0] for name, better in found if better}


def scored(text: str) -> Scores:
    """Return scores from lines such as `a 1 2 3`."""
    rows = (line.split() for line in text.strip().splitlines())
    return {
        name: {f"c{i}": Fraction(cell) for i, cell in enumerate(cells)} for name, *cells in rows
    }


@pytest.mark.parametrize(
    ("rows", "dominated"),
    [
        ("", {}),
        ("a 1 2", {}),
        ("a 1 2\nb 2 1", {}),
        ("a 1 2\nb 1 2", {}),
        ("a 1 2\nb 1 3", {"a": "b"}),
        ("a 1 2\nb 1 2\nc 0 2", {"c": "a"}),
        ("a 1 2\nb 2 3\nc 3 4", {"a": "b", "b": "c"}),
        ("a 1 1\nb 3 1\nc 1 3", {"a": "b"}),
        ("a 1 1\nb 1 1\nc 2 2\nd 2 2", {"a": "c", "b": "c"}),
        ("a 1/3\nb 0.3333333333333333", {"b": "a"}),
    ],
)
def test_an_option_is_dominated_by_the_first_that_is_nowhere_worse_and_once_better(
    rows: str, dominated: dict[str, str]
) -> None:
    assert dominators(scored(rows)) == dominated


@st.composite
def tables(draw: st.DrawFn) -> Scores:
    """Draw up to 12 options on up to 4 criteria, with many ties."""
    width = draw(st.integers(1, 4))
    cells = st.lists(st.integers(0, 3), min_size=width, max_size=width)
    rows = draw(st.dictionaries(st.sampled_from("abcdefghijkl"), cells, max_size=12))
    return {
        name: {f"c{i}": Fraction(cell) for i, cell in enumerate(row)} for name, row in rows.items()
    }


@steady
@given(tables())
def test_it_finds_what_comparing_each_pair_finds(scores: Scores) -> None:
    assert dominators(scores) == naive(scores)


def test_a_thousand_options_take_no_time() -> None:
    scores = {
        f"o{i:04}": {f"c{j}": Fraction(i * (j + 7) % 101) for j in range(8)} for i in range(1000)
    }
    assert dominators(scores) == naive_of_few(scores)


def naive_of_few(scores: Scores) -> dict[str, str]:
    """Compare each pair, by tuples: the scores are whole numbers."""
    rows = {name: tuple(row.values()) for name, row in scores.items()}
    whole = {name: tuple(int(cell) for cell in row) for name, row in rows.items()}
    found = {}
    for name, row in whole.items():
        for other, cells in whole.items():
            if cells != row and all(map(int.__ge__, cells, row)):
                found[name] = other
                break
    return found
