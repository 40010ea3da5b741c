"""All pairs at once, held against one pair at a time."""

import builtins
from collections.abc import Mapping, Sequence
from fractions import Fraction
from importlib.machinery import ModuleSpec
from random import Random
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyscore.exact import pairs
from policyscore.exact.pairs import EXACT, has_numpy, winning_shares
from policyscore.exact.race import winning_share
from tests.simplices import Row, table
from tests.strategies import steady

often = settings(steady, max_examples=40)


def assert_agree(rows: Sequence[Row], within: float = 1e-13) -> None:
    """Hold each share, and what it lacks to 1, against the exact ones by their relative errors."""
    found = winning_shares(rows)
    assert found.shape == (len(rows), len(rows))
    for i, row in enumerate(rows):
        for j, other in enumerate(rows):
            wanted = winning_share([x - y for x, y in zip(row, other, strict=True)])
            assert abs(Fraction(float(found[i, j])) - wanted) <= Fraction(within) * wanted


@st.composite
def tables(draw: st.DrawFn) -> list[tuple[Fraction, ...]]:
    count = draw(st.integers(1, 8))
    number = st.one_of(st.integers(0, 3).map(Fraction), st.fractions(0, 100, max_denominator=1000))
    return draw(st.lists(st.tuples(*[number] * count), min_size=2, max_size=6))


def test_shares_known_by_theory() -> None:
    rows = table("1 0 0\n0 1 0\n1 1 0\n0 0 0\n0 1 0\n1 0 3")

    assert winning_shares(rows[:5]).tolist() == [
        [0, 0.5, 0, 1, 0.5],
        [0.5, 0, 0, 1, 0],
        [1, 1, 0, 1, 1],
        [0, 0, 0, 0, 0],
        [0.5, 0, 0, 1, 0],
    ]
    assert winning_shares(rows)[5].tolist() == [1, 0.875, 0.75, 1, 0.875, 0]


@often
@given(tables())
def test_each_pair_has_the_share_that_it_has_alone(rows: list[tuple[Fraction, ...]]) -> None:
    assert_agree(rows)


@pytest.mark.parametrize("criteria", [2, 9, 20])
def test_a_large_table_of_whole_numbers_and_ties(criteria: int) -> None:
    chance = Random(criteria)
    rows = [tuple(Fraction(chance.randint(0, 9)) for _ in range(criteria)) for _ in range(25)]

    assert_agree(rows + rows[:2], within=2e-13)


def test_large_denominators_cost_only_the_digits_of_rounding() -> None:
    chance = Random(4)
    rows = [
        tuple(Fraction(chance.randint(0, 10**9), chance.randint(1, 10**7)) for _ in range(6))
        for _ in range(12)
    ]

    assert max(x.denominator for row in rows for x in row) > 10**6
    assert_agree(rows, within=1e-9)


def test_small_differences_of_numbers_with_a_common_factor_keep_all_digits() -> None:
    # In doubles 1/3 + 1e-12 and 1/3 have a difference with five digits.
    unit = Fraction(1, 3 * 10**12)
    rows = [(Fraction(1, 3) + unit, Fraction(0)), (Fraction(1, 3), Fraction(1, 10**12))]

    assert max(x / unit for row in rows for x in row) < EXACT
    assert_agree(rows)


def test_shares_near_0_and_near_1_are_right_to_the_last_digits() -> None:
    rows = [(Fraction(1), *[Fraction(0)] * 15), (Fraction(0), *[Fraction(9)] * 15)]

    assert 0 < winning_shares(rows)[0, 1] < 1e-14
    assert_agree(rows)


def test_one_pair_has_one_share_and_the_rest() -> None:
    assert winning_shares(table("3 0\n0 1")).tolist() == [[0, 0.75], [0.25, 0]]


def test_numpy_is_looked_for_but_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    assert has_numpy()

    def missing(name: str) -> ModuleSpec | None:
        assert name == "numpy"
        return None

    def refuse(
        name: str,
        globals: Mapping[str, object] | None = None,
        locals: Mapping[str, object] | None = None,
        fromlist: Sequence[str] = (),
        level: int = 0,
    ) -> ModuleType:
        raise AssertionError(f"{name} is loaded")

    monkeypatch.setattr(pairs, "find_spec", missing)
    with monkeypatch.context() as patched:
        patched.setattr(builtins, "__import__", refuse)
        found = has_numpy()
    assert not found
