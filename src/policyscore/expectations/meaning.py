"""What is wrong with an expectation that can be parsed: it has to fit its model."""

from collections.abc import Collection, Iterator, Sequence

from policyscore.expectations.comparing import comparison_mistake, of_options
from policyscore.expectations.functions import FUNCTIONS, NODE, OPTION, RANK, kind_of, signature
from policyscore.expectations.language import Call, Comparison, Expression, Logic, parse, written
from policyscore.expectations.tokens import Mistake, Token, brief
from policyscore.suggest import did_you_mean

MOST_LISTED = 8
_EXAMPLES = {"rank": "== 1", "points": ">= 50", "share": ">= 50%"}


def read(
    text: str, options: Collection[str], nodes: Collection[str], hints: bool = True
) -> Expression | list[Mistake]:
    """Return the tree of an expectation that fits a model, or all that is wrong with it, by place.

    `options` are the ids of the model's options, `nodes` those of its criteria and groups; of a
    kind with no ids nothing is said. Without `hints` near names are not looked for. Never raises.
    """
    expression = parse(text)
    if isinstance(expression, Mistake):
        return [expression]
    return mistakes(expression, options, nodes, hints) or expression


def mistakes(
    expression: Expression, options: Collection[str], nodes: Collection[str], hints: bool = True
) -> list[Mistake]:
    """Return all that is wrong with an expectation, by place; the arguments are those of `read`.

    That is: unknown functions and ids, arguments of the wrong number or kind, what is compared and
    cannot be, what could only hold or only fail.
    """
    found = _Meaning(options, nodes, hints).of_condition(expression)
    return sorted(found, key=lambda mistake: mistake.offset)


class _Meaning:
    """Knows the ids of a model, and yields what does not fit them or makes no sense."""

    def __init__(self, options: Collection[str], nodes: Collection[str], hints: bool) -> None:
        self._options = options
        self._nodes = nodes
        self._hints = hints

    def of_condition(self, node: Expression) -> Iterator[Mistake]:
        """Yield what is wrong with a part that has to be a yes or no."""
        match node:
            case Logic():
                for part in node.parts:
                    yield from self.of_condition(part)
            case Comparison():
                yield from self._of_comparison(node)
            case Call():
                yield from self._of_call(node)
                example, text = _EXAMPLES.get(kind_of(node) or ""), brief(written(node))
                if example:
                    what = f"{text} is a number, no yes or no"
                    yield Mistake(node.offset, what, f"compare it, such as {text} {example}")
            case _:
                yield self._of_word(node)

    def _of_comparison(self, node: Comparison) -> Iterator[Mistake]:
        kinds = [kind_of(term) for term in node.terms]
        answers = [term for term in node.terms if kind_of(term) == "yes or no"]
        for term, kind in zip(node.terms, kinds, strict=True):
            if isinstance(term, Call):
                yield from self._of_call(term)
            elif not isinstance(term, Token):
                yield from self.of_condition(term)
            elif kind is None and not answers:
                yield self._of_word(term)
        if answers:
            text = brief(written(answers[0]))
            what = f"{text} is a yes or no, which is not compared"
            yield Mistake(answers[0].offset, what, "write it alone, or with not before it")
        elif None not in kinds:
            mistake = comparison_mistake(node, len(self._options))
            if mistake:
                yield mistake

    def _of_word(self, token: Token) -> Mistake:
        """Return what is wrong with a word or number that stands where it says nothing."""
        text = brief(token.text)
        what, fix = f"{text} has no value by itself", ""
        if kind_of(token):
            what, fix = f"{text} says nothing by itself", f"compare it: rank(ID) == {text}"
        elif token.text in FUNCTIONS:
            fix = f"write {signature(text)}"
        elif token.text in self._options:
            fix = f"it is an option: write rank({text}) or score({text})"
        elif token.text in self._nodes:
            fix = f"it is a {NODE}: write contribution(ID, {text}) or stable({text})"
        return Mistake(token.offset, what, fix or self._near(token.text, FUNCTIONS, "write a call"))

    # Calls

    def _of_call(self, call: Call) -> Iterator[Mistake]:
        if call.name not in FUNCTIONS:
            fix = self._near(call.name, FUNCTIONS, f"known: {', '.join(FUNCTIONS)}")
            yield Mistake(call.offset, f"unknown function {brief(call.name)}", fix)
            return
        wanted = FUNCTIONS[call.name].arguments
        for kind, argument in zip(wanted, call.arguments, strict=False):
            yield from self._of_rank(argument) if kind == RANK else self._of_id(kind, argument)
        if len(call.arguments) != len(wanted):
            yield _miscounted(call, wanted)
        elif wanted == (OPTION, OPTION) and call.arguments[0].text == call.arguments[1].text:
            second = call.arguments[1]
            what = f"{call.name} compares {brief(second.text)} with itself"
            yield Mistake(second.offset, what, "name two options")

    def _of_rank(self, token: Token) -> Iterator[Mistake]:
        """Yield what is wrong with an argument that has to be a rank."""
        count, value = len(self._options), token.value
        if token.text == "last":
            return
        if value < 1 or value.denominator > 1 or token.text.endswith("%"):
            what = f"{brief(token.text)} is no rank"
            yield Mistake(token.offset, what, "write a whole number from 1 on, or last")
        elif value > count > 0:
            what = f"{of_options(count)}, no rank is {brief(token.text)}"
            yield Mistake(token.offset, what, f"write a number up to {count}, or last")

    def _of_id(self, kind: str, token: Token) -> Iterator[Mistake]:
        """Yield what is wrong with an argument that has to be a known id of a kind."""
        known, others, other = self._options, self._nodes, NODE
        if kind == NODE:
            known, others, other = self._nodes, self._options, OPTION
        if token.text in known or (not known and token.kind == "word"):
            return
        text, listed = brief(token.text), f"known: {', '.join(sorted(known)[:MOST_LISTED])}"
        listed += ", ..." * (len(known) > MOST_LISTED)
        if token.kind == "number":
            yield Mistake(token.offset, f"{text} is no id", f"write the id of {_a(kind)}")
        elif token.text in others:
            what = f"{text} is {_a(other)}, and {_a(kind)} belongs here"
            yield Mistake(token.offset, what, listed)
        else:
            what = f"unknown {kind} {text}"
            yield Mistake(token.offset, what, self._near(token.text, known, listed))

    def _near(self, name: str, known: Collection[str], otherwise: str) -> str:
        return did_you_mean(name, known, otherwise) if self._hints else otherwise


def _miscounted(call: Call, wanted: Sequence[str]) -> Mistake:
    given, fix = len(call.arguments), f"write {signature(call.name)}"
    if given < len(wanted):
        return Mistake(call.end, f"{call.name} lacks {_a(wanted[given])}", fix)
    takes = f"{len(wanted)} argument{'s' * (len(wanted) > 1)}"
    surplus = call.arguments[len(wanted)]
    return Mistake(surplus.offset, f"{call.name} takes {takes}, not {given}", fix)


def _a(what: str) -> str:
    return f"an {what}" if what[0] in "aeiou" else f"a {what}"
