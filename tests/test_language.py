"""The language of expectations: what it reads, and what it says to everything else, and where."""

import time
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from operator import eq, ge, gt, le, lt, ne

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyscore.expectations.functions import FUNCTIONS, signature
from policyscore.expectations.language import (
    MOST_CHARACTERS,
    MOST_DEPTH,
    Call,
    Comparison,
    Expression,
    Logic,
    parse,
    written,
)
from policyscore.expectations.meaning import mistakes, read
from policyscore.expectations.tokens import Mistake, Token
from tests.strategies import steady

often = settings(steady, max_examples=300)

OPTIONS = ("a", "b", "status-quo")
NODES = ("burden", "cost")
MARK = "↓"  # stands in a text before the character that a mistake is at


def tree_of(text: str) -> Expression:
    found = read(text, OPTIONS, NODES)
    assert not isinstance(found, list), found
    return found


def nested(node: Expression) -> str:
    """Return a tree as text with brackets around all that holds anything."""
    match node:
        case Logic():
            return f"[{node.word} {' '.join(map(nested, node.parts))}]"
        case Comparison():
            signs = (*node.signs, "")
            terms = zip(map(nested, node.terms), signs, strict=True)
            return f"[{''.join(term + sign for term, sign in terms)}]"
        case _:
            return written(node)


def said(text: str) -> list[tuple[int, str]]:
    """Return the places of all mistakes in a text, and what is said of them."""
    found = read(text, OPTIONS, NODES)
    assert isinstance(found, list), f"{text} has no mistake"
    return [(mistake.offset, f"{mistake.what}; {mistake.fix}") for mistake in found]


def marked(text: str) -> tuple[str, list[int]]:
    """Return a text without its marks, and the places of these."""
    parts = text.split(MARK)
    ends = [len("".join(parts[:i])) for i in range(1, len(parts))]
    return "".join(parts), ends


# What is read


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("best(a)", "best(a)"),
        ("rank(status-quo) == 1", "[rank(status-quo)==1]"),
        ("  rank ( a )==1 ", "[rank(a)==1]"),
        ("rank(a)!=last", "[rank(a)!=last]"),
        ("1<=rank(a)<3", "[1<=rank(a)<3]"),
        ("rank(a) < rank(b) <= last", "[rank(a)<rank(b)<=last]"),
        ("margin(a, b) > -5.5", "[margin(a, b)>-5.5]"),
        ("acceptability(a,last)>=50 %", "[acceptability(a, last)>=50 %]"),
        ("not best(a) and best(b) or tied(a, b)", "[or [and [not best(a)] best(b)] tied(a, b)]"),
        ("best(a) or best(b) and best(a)", "[or best(a) [and best(b) best(a)]]"),
        ("(best(a) or best(b)) and best(a)", "[and [or best(a) best(b)] best(a)]"),
        ("best(a) or best(b) or stable(cost)", "[or best(a) best(b) stable(cost)]"),
        ("best(a) and best(b) and stable(cost)", "[and best(a) best(b) stable(cost)]"),
        ("not rank(a) == 1", "[not [rank(a)==1]]"),
        ("not not best(a)", "[not [not best(a)]]"),
        ("not (best(a) and best(b))", "[not [and best(a) best(b)]]"),
        ("((rank(a) == (1)))", "[rank(a)==1]"),
        ("(rank(a)) == 1 and(best(b))", "[and [rank(a)==1] best(b)]"),
    ],
)
def test_text_becomes_a_tree(text: str, tree: str) -> None:
    assert nested(tree_of(text)) == tree


@pytest.mark.parametrize("word", ["and", "or", "not", "last", "rank", "best"])
def test_an_option_may_be_called_as_a_word_of_the_language_is(word: str) -> None:
    text = f"rank({word}) == 1 and not best({word})"
    found = read(text, (word, "b"), ())
    assert not isinstance(found, list)
    assert nested(found) == f"[and [rank({word})==1] [not best({word})]]"


def test_a_tree_knows_where_its_parts_stand() -> None:
    assert tree_of("best(a) and  1 < rank( b )") == Logic(
        "and",
        (
            Call("best", (Token("word", "a", 5),), 0, 6),
            Comparison(
                (
                    Token("number", "1", 13, Fraction(1)),
                    Call("rank", (Token("word", "b", 23),), 17, 25),
                ),
                ("<",),
                13,
            ),
        ),
        0,
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("50", Fraction(50)),
        (".5", Fraction(1, 2)),
        ("-0.5", Fraction(-1, 2)),
        ("- 7.", Fraction(-7)),
        ("1.2e1", Fraction(12)),
        ("2E-1", Fraction(1, 5)),
    ],
)
def test_numbers_are_plain_decimals(text: str, value: Fraction) -> None:
    found = tree_of(f"margin(a, b) > {text}")
    assert isinstance(found, Comparison)
    assert found.terms[1] == Token("number", text, 15, value)


@pytest.mark.parametrize(
    ("text", "value"), [("50%", Fraction(1, 2)), ("12.5 %", Fraction(1, 8)), ("5e1%", 0.5)]
)
def test_percent_are_hundredths(text: str, value: Fraction) -> None:
    found = tree_of(f"acceptability(a, 1) > {text}")
    assert isinstance(found, Comparison)
    assert isinstance(found.terms[1], Token)
    assert found.terms[1].value == value


def test_a_text_of_a_thousand_characters_and_fifty_brackets_is_read() -> None:
    deep = "(" * (MOST_DEPTH - 1) + "not best(a)" + ")" * (MOST_DEPTH - 1)
    long = "best(a)" + " or best(a)" * 90
    assert nested(tree_of(deep)) == "[not best(a)]"
    tree_of(long + " " * (MOST_CHARACTERS - len(long)))


def test_brackets_side_by_side_are_not_deep() -> None:
    tree_of(" and ".join(["(not best(a))"] * (MOST_DEPTH + 5)))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_function_can_be_called_as_its_signature_says(name: str) -> None:
    words = {"option, option": "a, b", "option": "a", "criterion or group": "cost", "rank": "1"}
    text = signature(name)
    for word, example in words.items():
        text = text.replace(f"({word}", f"({example}").replace(f", {word}", f", {example}")
    limit = {"rank": " == 1", "points": " > 5", "share": " > 5%", "yes or no": ""}
    tree_of(text + limit[FUNCTIONS[name].kind])


# What is not

GRAMMAR = [
    ("↓", "the expectation is empty; write one such as rank(ID) == 1"),
    ("↓   ", "the expectation is empty; write one such as rank(ID) == 1"),
    ("rank(a) ==↓", "the expectation ends behind ==; add a number or a call such as rank(ID)"),
    ("rank(a) ==↓  ", "the expectation ends behind ==; add a number or a call such as rank(ID)"),
    ("best(a) and↓", "the expectation ends behind and; add a condition such as rank(ID) == 1"),
    ("not↓", "the expectation ends behind not; add a condition such as rank(ID) == 1"),
    ("↓== 1", "nothing stands before ==; write a number or a call such as rank(ID) there"),
    ("↓and best(a)", "nothing stands before and; write a condition such as rank(ID) == 1 there"),
    ("(↓or best(a))", "nothing stands between ( and or; write a condition such as rank(ID) == 1"),
    ("best(a) or ↓and best(b)", "nothing stands between or and and; write a condition such as"),
    ("rank(a) == ↓not 1", "nothing stands between == and not; write a number or a call such as"),
    ("rank(a) ↓= 1", "= has no meaning here; write =="),
    ("rank(a) ↓=== 1", "=== has no meaning here; write =="),
    ("rank(a) ↓!== 1", "!== has no meaning here; write !="),
    ("rank(a) ↓=> 1", "=> has no meaning here; write >="),
    ("rank(a) ↓=< 1", "=< has no meaning here; write <="),
    ("rank(a) ↓<> 1", "<> has no meaning here; write !="),
    ("rank(a) ↓≥ 1", "≥ has no meaning here; write >="),
    ("rank(a) ↓≤ 1", "≤ has no meaning here; write <="),
    ("rank(a) ↓≠ 1", "≠ has no meaning here; write !="),
    ("best(a) ↓&& best(b)", "&& has no meaning here; write and"),
    ("best(a) ↓& best(b)", "& has no meaning here; write and"),
    ("best(a) ↓|| best(b)", "|| has no meaning here; write or"),
    ("best(a) ↓| best(b)", "| has no meaning here; write or"),
    ("↓!best(a)", "! has no meaning here; write not"),
    ("best(a) ↓AND best(b)", "AND has no meaning here; write and"),
    ("↓Not best(a)", "Not has no meaning here; write not"),
    ("rank(a) == ↓LAST", "LAST has no meaning here; write last"),
    ("margin(a, b) > ↓−5", "− has no meaning here; write -"),
    ("↓[best(a)]", "[ has no meaning here; write ("),
    ("9↓**9", "**: expectations know no arithmetic; write the number that comes out; margin(x, y)"),
    ("rank(a) ↓+ 1 == 2", "+: expectations know no arithmetic"),
    ("rank(a) ↓- 1 == 2", "-: expectations know no arithmetic"),
    ("rank(a)↓-1 == 2", "-: expectations know no arithmetic"),
    ("2 ↓-1 == rank(a)", "-: expectations know no arithmetic"),
    ("rank(a) == ↓-x", "-: expectations know no arithmetic"),
    ("score(a)↓/2 > 5", "/: expectations know no arithmetic"),
    ("rank(↓'status-quo') == 1", "quotes (') are not needed around an id; write status-quo"),
    ('rank(↓"a") == 1', 'quotes (") are not needed around an id; write a without them'),
    ("rank(↓„a“) == 1", "quotes („) are not needed around an id; write a without them"),
    ("rank(a) == ↓''", "quotes (') are not needed around an id; remove them"),
    ("best(a) ↓; best(b)", "; has no meaning here; an expectation holds calls such as rank(ID)"),
    ("best(↓_a)", "_ has no meaning here"),
    ("rank(a) == ↓%", "% without a number before it; write a number such as 50%"),
    ("rank(a) == ↓1.5.0", "1.5.0 is not a plain number; write a plain decimal such as 445"),
    ("score(a) > ↓1,000", "1,000 is not a plain number; write 1000, or 1.000 if the comma is a"),
    ("score(a) > ↓1_000", "1_000 is not a plain number; write 1000"),
    ("score(a) > ↓07", "07 is not a plain number; without leading zeros: write 7"),
    ("score(a) > ↓1e999", "1e999 is outside the range read here; write 0, or a number between"),
    ("score(a) > ↓1e99999999", "1e99999999 is outside the range read here"),
    ("rank(↓2nd-option) == 1", "2nd-option is neither a number nor an id; an id begins with a let"),
    ("score(a) > ↓50points", "50points is neither a number nor an id; an id begins with a letter"),
    ("↓()", "there is nothing in the brackets; remove them"),
    ("(best(a)↓", "a bracket is not closed; add )"),
    ("(best(a) ↓1", "a bracket is not closed before 1; add )"),
    ("best(a)↓)", "a ) that no ( belongs to; remove it"),
    ("rank(a) == 1 ↓please", "please cannot follow 1; join conditions with and, or"),
    ("rank(a) == 1 ↓(2)", "( cannot follow 1; join conditions with and, or"),
    ("best(a)↓, best(b)", ", cannot follow ); a comma stands between arguments only; numbers have"),
    ("rank(↓", "the bracket of rank is not closed; add )"),
    ("rank(a↓", "the bracket of rank is not closed; add )"),
    ("rank(a↓ ", "the bracket of rank is not closed; add )"),
    ("rank(a,↓", "the bracket of rank is not closed; add )"),
    ("rank(a ↓== 1)", "the bracket of rank is not closed before ==; add )"),
    ("rank(↓,a) == 1", "an argument of rank is missing before ,; write an id"),
    ("rank(a,↓) == 1", "an argument of rank is missing before ); write an id"),
    ("rank(↓== 1)", "an argument of rank is missing before ==; write an id"),
    ("tied(a ↓b)", "a comma is missing between a and b; write one, or - between the words of"),
    ("acceptability(a ↓1) > 5%", "a comma is missing between a and 1; write one"),
    ("rank(↓best(a)) == 1", "best(...) is a call within a call; rank takes ids, no calls"),
    ("(" * 50 + "↓(best(a)", "brackets and nots nested deeper than 50 levels; split the"),
    ("not " * 50 + "↓not best(a)", "brackets and nots nested deeper than 50 levels; split the e"),
    ("x" * 1000 + "↓x", "the expectation has more than 1,000 characters; split it into several"),
    ("best(a) ↓" + "y" * 50, f"{'y' * 39}… cannot follow ); join conditions with and, or"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), GRAMMAR)
def test_what_cannot_be_read_is_one_mistake_at_its_place(text: str, told: str) -> None:
    plain, (offset,) = marked(text)
    ((at, what),) = said(plain)
    assert at == offset
    assert what.startswith(told)


MEANING = [
    # a yes or no as a whole
    ("↓rank(a)", "rank(a) is a number, no yes or no; compare it, such as rank(a) == 1"),
    ("↓score(a)", "score(a) is a number, no yes or no; compare it, such as score(a) >= 50"),
    ("best(a) and ↓acceptability(a, 1)", "acceptability(a, 1) is a number, no yes or no; compare "
     "it, such as acceptability(a, 1) >= 50%"),
    ("↓1", "1 says nothing by itself; compare it: rank(ID) == 1"),
    ("not ↓last", "last says nothing by itself; compare it: rank(ID) == last"),
    ("↓a", "a has no value by itself; it is an option: write rank(a) or score(a)"),
    ("↓cost > 5", "cost has no value by itself; it is a criterion or group: write "
     "contribution(ID, cost) or stable(cost)"),
    ("↓rank == 1", "rank has no value by itself; write rank(option)"),
    ("↓rnk == 1", "rnk has no value by itself; did you mean rank?"),
    ("rank(a) == ↓xxxxxxxx", "xxxxxxxx has no value by itself; write a call"),
    # functions and their arguments
    ("↓rnak(a) == 1", "unknown function rnak; did you mean rank?"),
    ("↓a(rank) == 1", "unknown function a; known: rank, score, margin, tied, best, contribution, "
     "acceptability, possible, necessary, stable"),
    ("rank(↓) == 1", "rank lacks an option; write rank(option)"),
    ("tied(a↓)", "tied lacks an option; write tied(option, option)"),
    ("contribution(a↓) > 5", "contribution lacks a criterion or group; write contribution(option, "
     "criterion or group)"),
    ("acceptability(a↓) > 5%", "acceptability lacks a rank; write acceptability(option, rank)"),
    ("best(a, ↓b)", "best takes 1 argument, not 2; write best(option)"),
    ("tied(a, b, ↓a, b)", "tied takes 2 arguments, not 4; write tied(option, option)"),
    ("rank(↓1) == 1", "1 is no id; write the id of an option"),
    ("stable(↓1)", "1 is no id; write the id of a criterion or group"),
    ("margin(a, ↓a) > 1", "margin compares a with itself; name two options"),
    ("tied(b, ↓b)", "tied compares b with itself; name two options"),
    # ids
    ("rank(↓status-qo) == 1", "unknown option status-qo; did you mean status-quo?"),
    ("rank(↓Status_Quo) == 1", "unknown option Status_Quo; did you mean status-quo?"),
    ("rank(↓zzzzzzzz) == 1", "unknown option zzzzzzzz; known: a, b, status-quo"),
    ("stable(↓cots)", "unknown criterion or group cots; did you mean cost?"),
    ("rank(↓cost) == 1", "cost is a criterion or group, and an option belongs here; known: a, b, "
     "status-quo"),
    ("stable(↓a)", "a is an option, and a criterion or group belongs here; known: burden, cost"),
    # ranks
    ("acceptability(a, ↓4) > 5%", "of 3 options, no rank is 4; write a number up to 3, or last"),
    ("acceptability(a, ↓0) > 5%", "0 is no rank; write a whole number from 1 on, or last"),
    ("acceptability(a, ↓1.5) > 5%", "1.5 is no rank; write a whole number from 1 on, or last"),
    ("acceptability(a, ↓100%) > 5%", "100% is no rank; write a whole number from 1 on, or last"),
    ("acceptability(a, ↓b) > 5%", "b is no rank; write a whole number from 1 on, or last"),
    # comparisons
    ("↓tied(a, b) == 1", "tied(a, b) is a yes or no, which is not compared; write it alone, or "
     "with not before it"),
    ("1 == ↓best(a)", "best(a) is a yes or no, which is not compared; write it alone, or with not"),
    ("↓best(a) == true", "best(a) is a yes or no, which is not compared; write it alone, or with"),
    ("(↓rank(a) == 1) == 1", "rank(a) == 1 is a yes or no, which is not compared; write it alone"),
    ("1 < (↓best(a) or not (best(b) and best(a)))", "best(a) or (not (best(b) and best(a))) is a"),
    ("↓1 < 2", "1 is compared with a number; name an option: rank(ID) == 1"),
    ("↓1 < 2 < rank(a)", "1 is compared with a number; name an option: rank(ID) == 1"),
    ("score(a) > ↓last", "last is a rank; compare it with a rank: rank(ID) == last"),
    ("1 == ↓last", "last is a rank; compare it with a rank: rank(ID) == last"),
    ("↓last == last", "last is a rank; compare it with a rank: rank(ID) == last"),
    ("score(a) >= ↓50%", "50% is a share, and score(a) is in points; write 50"),
    ("↓100 % == rank(a)", "100 % is a share, and rank(a) is a rank; write 100"),
    ("↓rank(a) < score(b)", "rank(a) is a rank, and score(b) is in points; compare like with like"),
    ("↓score(a) > acceptability(b, 1)", "score(a) is in points, and acceptability(b, 1) is a"),
    ("rank(a) == ↓rank( a )", "rank(a) is compared with itself; change one side"),
    ("1 < rank(a) < ↓rank(a)", "rank(a) is compared with itself; change one side"),
    # foregone conclusions
    ("rank(a) == ↓7", "of 3 options, no rank is 7; ranks of 3 options are whole numbers from 1 to"),
    ("↓0 == rank(a)", "of 3 options, no rank is 0; ranks of 3 options are whole numbers from 1 to"),
    ("rank(a) == ↓1.5", "rank(a) == 1.5 never holds; ranks of 3 options are whole numbers from 1"),
    ("rank(a) > ↓3", "rank(a) > 3 never holds; ranks of 3 options are whole numbers from 1 to 3"),
    ("rank(a) >= ↓1", "rank(a) >= 1 always holds; ranks of 3 options are whole numbers from 1 to"),
    ("rank(a) != ↓4", "rank(a) != 4 always holds; ranks of 3 options are whole numbers from 1 to"),
    ("rank(a) <= ↓last", "rank(a) <= last always holds; ranks of 3 options are whole numbers from"),
    ("↓last < rank(a)", "last < rank(a) never holds; ranks of 3 options are whole numbers from 1"),
    ("↓1 < rank(a) < 2", "1 < rank(a) < 2 never holds; ranks of 3 options are whole numbers from"),
    ("↓2 < rank(a) < last", "2 < rank(a) < last never holds; ranks of 3 options are whole numbers"),
    ("score(a) >= ↓0", "score(a) >= 0 always holds; score is in points, 0 to 100"),
    ("score(a) == ↓101", "score(a) == 101 never holds; score is in points, 0 to 100"),
    ("↓60 < score(a) < 50", "60 < score(a) < 50 never holds; score is in points, 0 to 100"),
    ("margin(a, b) >= ↓-100", "margin(a, b) >= -100 always holds; margin is in points, -100 to 10"),
    ("contribution(a, cost) < ↓0", "contribution(a, cost) < 0 never holds; contribution is in poi"),
    ("acceptability(a, 1) >= ↓50", "acceptability(a, 1) >= 50 never holds; acceptability is a "
     "share, 0 to 1: write 50%"),
    ("acceptability(a, 1) >= ↓500", "acceptability(a, 1) >= 500 never holds; acceptability is a "
     "share, 0 to 1"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), MEANING)
def test_what_makes_no_sense_is_one_mistake_at_its_place(text: str, told: str) -> None:
    plain, (offset,) = marked(text)
    ((at, what),) = said(plain)
    assert at == offset
    assert what.startswith(told)


@pytest.mark.parametrize(
    "text",
    [
        "rank(a) == 3",
        "rank(a) < last",
        "rank(a) >= last",
        "1 < rank(a) < last",
        "1 <= rank(a) <= 2",
        "rank(a) < 1.5",
        "score(a) > 0",
        "score(a) <= 0",
        "score(a) == 100",
        "margin(a, b) >= -99.9",
        "acceptability(a, 3) == 1",
        "acceptability(a, 1) == 100%",
        "score(a) > margin(a, b) > -5",
        "acceptability(a, 1) > acceptability(a, 2)",
        "rank(a) < 3 and rank(a) < 3",
        "rank(a) < rank(b) < 0",  # several calls are not followed
    ],
)
def test_what_can_hold_and_fail_is_no_mistake(text: str) -> None:
    tree_of(text)


def test_all_that_makes_no_sense_is_said_at_once_and_in_order() -> None:
    text, offsets = marked(
        "rank(↓x, ↓b) == 1 and not (tied(↓y, ↓cost) or ↓score(b)) and rank(a) < ↓9 and ↓f(z) == 1 "
        "and (rank(↓z) == ↓8) and rank(↓2) < 2 and best(↓last) and (↓best(↓u) or best(a)) == 1"
    )
    assert [offset for offset, _ in said(text)] == offsets


def test_the_only_option_has_the_only_rank() -> None:
    (mistake,) = mistakes_in("rank(a) == 1", ("a",), ())
    assert (mistake.what, mistake.fix) == (
        "rank(a) == 1 always holds",
        "ranks of 1 option are whole numbers from 1 to 1",
    )


@pytest.mark.parametrize(("limit", "hint"), [("100", ": write 100%"), ("100.5", "")])
def test_what_may_be_meant_as_percent_is_told(limit: str, hint: str) -> None:
    (mistake,) = mistakes_in(f"acceptability(a, 1) < {limit}", OPTIONS, NODES)
    assert mistake.fix == f"acceptability is a share, 0 to 1{hint}"


def mistakes_in(
    text: str, options: tuple[str, ...], nodes: tuple[str, ...], hints: bool = True
) -> list[Mistake]:
    found = parse(text)
    assert not isinstance(found, Mistake)
    return mistakes(found, options, nodes, hints)


def test_without_ids_nothing_is_said_of_them() -> None:
    text = "rank(x) == 70 and acceptability(y, 80) > 5% and contribution(z, w) > 5 and stable(v)"
    assert mistakes_in(text, (), ()) == []
    (mistake,) = mistakes_in("rank(1) == 3", (), ())
    assert (mistake.what, mistake.fix) == ("1 is no id", "write the id of an option")


def test_without_hints_what_is_known_is_listed() -> None:
    (mistake,) = mistakes_in("best(status-qo)", OPTIONS, NODES, hints=False)
    assert mistake.fix == "known: a, b, status-quo"


@pytest.mark.parametrize(("count", "more"), [(8, ""), (9, ", ...")])
def test_of_many_ids_eight_are_listed(count: int, more: str) -> None:
    (mistake,) = mistakes_in("best(zzzz)", tuple(f"o{n}" for n in range(count)), ())
    assert mistake.fix == f"known: o0, o1, o2, o3, o4, o5, o6, o7{more}"


# Any text at all

PIECES = "rank( best( tied( ( ) ) , and or not last a b cost == < <= 1 -1 50% 2 x = - ' ≥"
SOUP = st.lists(st.sampled_from(PIECES.split()), max_size=25).map(" ".join)


@often
@given(st.one_of(st.text(max_size=40), SOUP, st.text("()rankbest, =<>12%-", max_size=40)))
def test_any_text_is_read_or_has_mistakes_within_it(text: str) -> None:
    found = read(text, OPTIONS, NODES)
    if isinstance(found, list):
        assert found
        for mistake in found:
            assert 0 <= mistake.offset <= len(text)
            assert mistake.what
            assert mistake.fix
    else:
        again = parse(written(found))
        assert not isinstance(again, Mistake)
        assert nested(again) == nested(found)


@pytest.mark.parametrize(
    "piece",
    ["(", "not ", "best(a) and ", "rank(x,", "1 < ", "-", "9", "é", "best(y)or ", "rank(a)<"],
)
def test_the_longest_texts_take_no_time(piece: str) -> None:
    text = (piece * MOST_CHARACTERS)[:MOST_CHARACTERS]
    start = time.perf_counter()
    read(text, [f"option-{n}" for n in range(50)], NODES, hints=False)
    read(text * 1000, OPTIONS, NODES)
    assert time.perf_counter() - start < 1


# Foregone conclusions, held against all values that there can be

COMPARED = {"==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
LIMITS = ("-101", "-100", "-1", "0", "0.5", "1", "1.5", "2", "3", "4", "5", "6", "100", "101")


@st.composite
def chains(draw: st.DrawFn, call: str, others: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Draw a comparison of one call with others on one or both sides: its terms, its signs."""
    before = draw(st.booleans())
    after = not before or draw(st.booleans())
    terms = [draw(st.sampled_from(others))] * before + [call]
    terms += [draw(st.sampled_from(others))] * after
    signs = [draw(st.sampled_from(list(COMPARED))) for _ in terms[1:]]
    return terms, signs


def holds(numbers: list[Fraction], signs: list[str]) -> bool:
    return all(COMPARED[s](*pair) for s, pair in zip(signs, pairwise(numbers), strict=True))


def verdict(terms: list[str], signs: list[str], options: tuple[str, ...]) -> str:
    """Return whether a comparison is said to hold never or always."""
    text = " ".join(part for pair in zip(terms, [*signs, ""], strict=True) for part in pair)
    found = mistakes_in(text, options, NODES)
    if not found:
        return "sometimes"
    return "always" if found[0].what.endswith("always holds") else "never"


def told(outcomes: set[bool]) -> str:
    return "sometimes" if len(outcomes) == 2 else "always" if True in outcomes else "never"


@often
@given(chains("rank(a)", (*LIMITS, "last", "last", "2", "3")), st.integers(1, 6))
def test_ranks_are_said_to_hold_never_or_always_just_where_they_do(
    chain: tuple[list[str], list[str]], count: int
) -> None:
    terms, signs = chain

    def outcomes() -> Iterator[bool]:
        for last in range(1, count + 1):
            for rank in range(1, last + 1):
                given_values = {"rank(a)": rank, "last": last}
                yield holds([Fraction(given_values.get(term, term)) for term in terms], signs)

    options = ("a", "b", "c", "d", "e", "f")[:count]
    assert verdict(terms, signs, options) == told(set(outcomes()))


@often
@given(chains("margin(a, b)", LIMITS))
def test_points_are_said_to_hold_never_or_always_just_where_they_do(
    chain: tuple[list[str], list[str]],
) -> None:
    terms, signs = chain
    quarters = [Fraction(n, 4) for n in range(-400, 401)]  # one at least between any two limits
    values = ({"margin(a, b)": value} for value in quarters)
    outcomes = {holds([Fraction(v.get(term, term)) for term in terms], signs) for v in values}
    assert verdict(terms, signs, OPTIONS) == told(outcomes)
