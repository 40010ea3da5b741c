"""Numbers as written: which texts are numbers, what the others should have been."""

import re
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from policyscore.decimals import NotDecimal, parse, text_of
from tests.strategies import steady


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("-0", 0),
        ("445", 445),
        ("+5", 5),
        ("5.", 5),
        (".5", Fraction(1, 2)),
        ("-.5", Fraction(-1, 2)),
        ("0.5", Fraction(1, 2)),
        ("-0.50", Fraction(-1, 2)),
        ("1e0", 1),
        ("1.2e6", 1_200_000),
        ("1E-2", Fraction(1, 100)),
        ("+.5e+1", 5),
        ("1e0002", 100),
        ("1e100", 10**100),
        ("1e-100", Fraction(1, 10**100)),
        ("0.1", Fraction(1, 10)),
        ("0e9999", 0),
        ("0." + "0" * 998, 0),
        ("9" * 100, 10**100 - 1),
        ("." + "0" * 99 + "1", Fraction(1, 10**100)),
        ("1." + "3" * 119, Fraction(int("1" + "3" * 119), 10**119)),
    ],
)
def test_a_plain_decimal_is_read_exactly(text: str, value: Fraction | int) -> None:
    assert parse(text) == value


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("1_000", "write 1000"),
        ("1 000 000", "write 1000000"),
        ("1'000.5", "write 1000.5"),
        ("1’000", "write 1000"),
        ("1\u202f000", "write 1000"),
        ("-1_000", "write -1000"),
        ("1,000,000", "write 1000000"),
        ("1,000.5", "write 1000.5"),
        ("1,000", "write 1000, or 1.000 if the comma is a decimal mark"),
        ("1,5", "the decimal mark is a point: write 1.5"),
        ("-0,25", "the decimal mark is a point: write -0.25"),
        ("007", "without leading zeros: write 7"),
        ("-00.5", "without leading zeros: write -0.5"),
        ("00", "without leading zeros: write 0"),
        ("1:30", "ratios and times are not read; write a decimal such as 1.5"),
        ("1" + ":30" * 5000, "ratios and times are not read; write a decimal such as 1.5"),
        ("50%", "leave the % out; a unit belongs into the scale"),
        ("50 %", "leave the % out; a unit belongs into the scale"),
        ("−3", "U+2212 is a typographic minus; write -"),
        ("٣", "write it in the digits 0 to 9"),
        ("１２", "write it in the digits 0 to 9"),
    ],
)
def test_a_number_written_otherwise_is_refused_with_what_to_write(text: str, fix: str) -> None:
    with pytest.raises(NotDecimal) as refused:
        parse(text)
    assert (refused.value.what, refused.value.fix) == ("not a plain number", fix)
    assert str(refused.value) == f"not a plain number; {fix}"


@pytest.mark.parametrize(
    "text",
    [
        "0o17",
        "0x1F",
        "0b1",
        "1__0",
        "1_00",
        "1.2.3",
        "1e5.5",
        "e5",
        "0E",
        "1e+",
        "1/2",
        "€12m",
        "12 km",
        "“3”",
        "~5",
    ],
)
def test_digits_with_anything_beside_them_are_refused(text: str) -> None:
    with pytest.raises(NotDecimal, match=r"such as 445, -0\.5 or 1\.2e6, without a unit"):
        parse(text)


@pytest.mark.parametrize(
    "text", ["", " ", "n/a", ".nan", ".inf", "-inf", "nan", ".", "+", "e", "-e"]
)
def test_what_holds_no_number_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(NotDecimal) as refused:
        parse(text)
    assert refused.value.fix.startswith("write a plain decimal such as 445, -0.5 or 1.2e6")


@pytest.mark.parametrize("text", ["5\n", "\n5", " 5", "5 ", "5\x00", '"5"', "'5'"])
def test_nothing_is_stripped_from_a_number(text: str) -> None:
    with pytest.raises(NotDecimal, match="not a plain number"):
        parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "1e400",
        "-1.0e+400",
        "1e101",
        "1.1e100",
        "9.9e-101",
        "1e-400",
        "5e-324",
        "1e99999",
        "0e99999",
    ],
)
def test_a_number_beyond_1e100_or_below_1e_100_is_out_of_range(text: str) -> None:
    with pytest.raises(NotDecimal, match=r"outside the range read here; .* between 1e-100 and 1e1"):
        parse(text)


@pytest.mark.parametrize(
    "text",
    ["9" * 5000, "1." + "3" * 120, "0." + "0" * 999, "0." + "0" * 5000, "1e" + "0" * 5000 + "1"],
)
def test_more_digits_than_anyone_writes_are_refused(text: str) -> None:
    with pytest.raises(NotDecimal, match="more than 120 digits; round it"):
        parse(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0"),
        ("445", "445"),
        ("-0.50", "-0.5"),
        ("1000000", "1000000"),
        ("0.000001", "0.000001"),
        ("0.0000001", "1e-7"),
        ("123456789012345", "123456789012345"),
        ("1e15", "1e15"),
        ("1.25e20", "1.25e20"),
        ("-3e-9", "-3e-9"),
        ("1.10", "1.1"),
        ("1/3", "0.333333333333"),
        ("-2/3", "-0.666666666667"),
        ("2e30/3", "6.66666666667e29"),
        ("1999999999999999999/3000000", "666666666667"),
        (f"1/{3 * 10**500}", "3.33333333333e-501"),
        (f"1/{2**2000}", "8.70980981622e-603"),
        (f"1/{2**3}", "0.125"),
    ],
)
def test_a_value_is_written_without_digits_that_say_nothing(value: str, text: str) -> None:
    above, _, below = value.partition("/")
    assert text_of(Fraction(above) / Fraction(below or 1)) == text


written = st.from_regex(
    re.compile(r"[-+]?(0|[1-9][0-9]{0,40})(\.[0-9]{0,60})?(e[-+]?[0-9]{1,2})?"), fullmatch=True
)


@steady
@given(written)
@example("-" + "9" * 17 + "." + "9" * 83)
@example("." + "1" * 120)
@example("1" * 90 + "." + "1" * 30)
def test_what_was_read_is_written_so_that_it_reads_the_same(text: str) -> None:
    value = parse(text)
    assert parse(text_of(value)) == value
    assert text_of(parse(text_of(value))) == text_of(value)


@steady
@given(st.text(alphabet="0123456789.+-eE_,: %'\u2212\u0663x", max_size=12))
def test_any_text_is_a_number_as_python_reads_it_or_refused(text: str) -> None:
    try:
        value: Fraction | None = parse(text)
    except NotDecimal:
        value = None
    assert value is None or value == Fraction(text)
