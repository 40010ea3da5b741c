"""The language of expectations: a text to a tree of comparisons and calls, nothing evaluated.

    conditions   a and b, a or b, not a, in brackets where need be; `and` binds closer than `or`
    comparisons  == != < <= > >=, also in chains: 1 <= rank(x) <= 2
    calls        name(argument, ...); an argument is an id, a number or the word `last`
    numbers      plain decimals, with % for hundredths

What the calls are, and what fits together, is said in `meaning`.
"""

from typing import NamedTuple

from policyscore.expectations.tokens import Mistake, Token, Wrong, brief, tokens

MOST_CHARACTERS = 1000
MOST_DEPTH = 50
SIGNS = ("==", "!=", "<", "<=", ">", ">=")


class Call(NamedTuple):
    """A function and its arguments; `end` is where the closing bracket stands."""

    name: str
    arguments: tuple[Token, ...]
    offset: int
    end: int


class Comparison(NamedTuple):
    """Terms with a sign between each and the next; it holds if each pair does."""

    terms: "tuple[Expression, ...]"
    signs: tuple[str, ...]
    offset: int


class Logic(NamedTuple):
    """Parts that `and` or `or` joins, two at least, or the one that `not` turns round."""

    word: str
    parts: "tuple[Expression, ...]"
    offset: int


Expression = Token | Call | Comparison | Logic


def parse(text: str) -> Expression | Mistake:
    """Return the tree of an expectation, or the first mistake of its grammar. Never raises."""
    if len(text) > MOST_CHARACTERS:
        what = f"the expectation has more than {MOST_CHARACTERS:,} characters"
        return Mistake(MOST_CHARACTERS, what, "split it into several")
    try:
        return _Parser(tokens(text)).whole()
    except Wrong as wrong:
        return wrong.mistake


def written(node: Expression) -> str:
    """Return a part of an expectation as text, with single spaces."""
    match node:
        case Token():
            return node.text
        case Call():
            return f"{node.name}({', '.join(argument.text for argument in node.arguments)})"
        case Comparison():
            rest = zip(node.signs, node.terms[1:], strict=True)
            return " ".join([_inner(node.terms[0]), *(f"{sign} {_inner(t)}" for sign, t in rest)])
        case _:
            if node.word == "not":
                return f"not {_inner(node.parts[0])}"
            return f" {node.word} ".join(map(_inner, node.parts))


def _inner(node: Expression) -> str:
    """Return a part within another, in brackets where the words alone could be misread."""
    return f"({written(node)})" if isinstance(node, Comparison | Logic) else written(node)


class _Parser:
    """Goes through the tokens once; every method reads one kind of phrase and returns its tree."""

    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._at = 0
        self._depth = 0

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._next
        self._at += 1
        return token

    def whole(self) -> Expression:
        """Return the tree of all tokens."""
        if self._next.kind == "end":
            raise Wrong(0, "the expectation is empty", "write one such as rank(ID) == 1")
        node = self._any_of()
        if self._next.kind != "end":
            raise self._surplus()
        return node

    def _any_of(self) -> Expression:
        parts = [self._all_of()]
        while self._next.text == "or":
            self._take()
            parts.append(self._all_of())
        return parts[0] if len(parts) == 1 else Logic("or", tuple(parts), parts[0].offset)

    def _all_of(self) -> Expression:
        parts = [self._negated()]
        while self._next.text == "and":
            self._take()
            parts.append(self._negated())
        return parts[0] if len(parts) == 1 else Logic("and", tuple(parts), parts[0].offset)

    def _negated(self) -> Expression:
        if self._next.text != "not":
            return self._comparison()
        token = self._deeper()
        part = self._negated()
        self._depth -= 1
        return Logic("not", (part,), token.offset)

    def _comparison(self) -> Expression:
        terms, signs = [self._term()], []
        while self._next.kind in SIGNS:
            signs.append(self._take().kind)
            terms.append(self._term())
        if not signs:
            return terms[0]
        return Comparison(tuple(terms), tuple(signs), terms[0].offset)

    def _term(self) -> Expression:
        token = self._next
        if token.kind == "(":
            return self._bracketed()
        if token.kind == "number":
            return self._take()
        if token.kind == "word" and token.text not in ("and", "or", "not"):
            self._take()
            return self._call(token) if self._next.kind == "(" else token
        raise self._lacking()

    def _bracketed(self) -> Expression:
        opening = self._deeper()
        if self._next.kind == ")":
            raise Wrong(opening.offset, "there is nothing in the brackets", "remove them")
        node = self._any_of()
        if self._next.kind != ")":
            where = f" before {brief(self._next.text)}" * (self._next.kind != "end")
            raise Wrong(self._next.offset, f"a bracket is not closed{where}", "add )")
        self._take()
        self._depth -= 1
        return node

    def _deeper(self) -> Token:
        token = self._take()
        self._depth += 1
        if self._depth > MOST_DEPTH:
            what = f"brackets and nots nested deeper than {MOST_DEPTH} levels"
            raise Wrong(token.offset, what, "split the expectation into several")
        return token

    def _call(self, name: Token) -> Call:
        self._take()
        arguments: list[Token] = []
        while self._next.kind != ")" or arguments:
            arguments.append(self._argument(name))
            if self._next.kind == ")":
                break
            if self._next.kind != ",":
                raise _not_closed(name, self._next, arguments[-1])
            self._take()
        return Call(name.text, tuple(arguments), name.offset, self._take().offset)

    def _argument(self, name: Token) -> Token:
        token = self._take()
        if token.kind not in ("word", "number"):
            if token.kind == "end":
                raise Wrong(
                    token.offset, f"the bracket of {brief(name.text)} is not closed", "add )"
                )
            what = f"an argument of {brief(name.text)} is missing before {token.text}"
            raise Wrong(token.offset, what, "write an id")
        if self._next.kind == "(":
            what = f"{brief(token.text)}(...) is a call within a call"
            raise Wrong(token.offset, what, f"{brief(name.text)} takes ids, no calls")
        return token

    def _lacking(self) -> Wrong:
        """Return what is missing where a number, a call or a bracket should begin."""
        token = self._next
        before = self._tokens[self._at - 1].text if self._at else ""
        wanted = "a number or a call such as rank(ID)"
        if before in ("and", "or", "not") or (token.text in ("and", "or") and before in ("", "(")):
            wanted = "a condition such as rank(ID) == 1"
        if token.kind == "end":
            return Wrong(token.offset, f"the expectation ends behind {before}", f"add {wanted}")
        between = f" between {before} and {token.text}" if before else f" before {token.text}"
        return Wrong(token.offset, f"nothing stands{between}", f"write {wanted} there")

    def _surplus(self) -> Wrong:
        """Return what is wrong with a token that continues nothing."""
        token, before = self._next, self._tokens[self._at - 1]
        fix = "join conditions with and, or"
        if token.kind == ")":
            return Wrong(token.offset, "a ) that no ( belongs to", "remove it")
        if token.kind == ",":
            fix = "a comma stands between arguments only; numbers have no separators"
        what = f"{brief(token.text)} cannot follow {brief(before.text)}"
        return Wrong(token.offset, what, fix)


def _not_closed(name: Token, token: Token, argument: Token | None = None) -> Wrong:
    """Return what is wrong with a token where a comma or the bracket of a call should stand."""
    if argument and token.kind in ("word", "number"):
        what = f"a comma is missing between {brief(argument.text)} and {brief(token.text)}"
        return Wrong(token.offset, what, "write one, or - between the words of an id")
    where = f" before {token.text}" * (token.kind != "end")
    what = f"the bracket of {brief(name.text)} is not closed{where}"
    return Wrong(token.offset, what, "add )")
