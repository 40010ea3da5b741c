"""Text made harmless: what changes, and that nothing else does."""

import pytest
from hypothesis import given

from policyscore.shown import CONTROL, escaped, one_line, plain, tamed
from tests.nasty import texts
from tests.strategies import steady


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", r"\x1b[2J"),
        ("\x9b1m", r"\x9b1m"),
        ("a\x00b\x7f", r"a\x00b\x7f"),
        ("\r\n", "\\r\n"),
        ("\u202elatin", r"\u202elatin"),
        ("\u2066x\u2069", r"\u2066x\u2069"),
        ("\u2028\ufeff", r"\u2028\ufeff"),
        ("broken \udcff byte", r"broken \udcff byte"),
        ("tab\tstays, é 漢 e\u0301 😀 too", "tab\tstays, é 漢 e\u0301 😀 too"),
    ],
)
def test_what_a_terminal_would_obey_is_shown_as_its_escape(text: str, shown: str) -> None:
    assert escaped(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error::x", ": :error::x"),
        ("a\n  ::error::x", "a\n  : :error::x"),
        ("\u00a0\u3000::x", "\u00a0\u3000: :x"),
        (":::", ": ::"),
        ("##[error]", "# #[error]"),
        ("a ###[x] ##vso[y] ##VSO[z]", "a ## #[x] # #vso[y] # #VSO[z]"),
        ("std::vector, # [x], ## heading, : :", "std::vector, # [x], ## heading, : :"),
    ],
)
def test_what_a_runner_would_obey_gets_a_space(text: str, shown: str) -> None:
    assert tamed(text) == shown


def test_white_space_of_all_kinds_is_one_space() -> None:
    assert one_line(" a \t\n\r\n b\u2028c\u3000d\x85e ") == "a b c d e"


@steady
@given(texts)
def test_a_plain_text_is_one_line_without_commands_or_controls(text: str) -> None:
    shown = plain(text)
    assert len(f"x{shown}x".splitlines()) == 1
    assert not shown.lstrip().startswith("::")
    assert not any(mark in shown.lower() for mark in ("##[", "##vso["))
    assert not CONTROL.search(shown)


@steady
@given(texts)
def test_making_harmless_twice_changes_no_more(text: str) -> None:
    assert plain(plain(text)) == plain(text)
