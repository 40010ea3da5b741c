"""The calls that an expectation is made of: what they take, what they come to, what they say."""

from typing import Literal, NamedTuple

from policyscore.expectations.language import Call, Expression
from policyscore.expectations.tokens import Token

Kind = Literal["rank", "points", "share", "yes or no"]
OPTION, NODE, RANK = "option", "criterion or group", "rank"


class Function(NamedTuple):
    """What a call takes, what it comes to and what it says; points and shares stay in `ends`."""

    arguments: tuple[str, ...]
    kind: Kind
    help: str
    ends: tuple[int, int] = (0, 0)


FUNCTIONS = {
    "rank": Function(
        (OPTION,), "rank", "The rank: 1 is the highest score, equal scores share a rank."
    ),
    "score": Function((OPTION,), "points", "The overall score, 0 to 100.", (0, 100)),
    "margin": Function(
        (OPTION, OPTION),
        "points",
        "The score of the first less that of the second; below 0 if the second is ahead.",
        (-100, 100),
    ),
    "tied": Function((OPTION, OPTION), "yes or no", "Both have exactly the same score."),
    "best": Function((OPTION,), "yes or no", "It has the highest score, and has it alone."),
    "contribution": Function(
        (OPTION, NODE),
        "points",
        "What the criterion adds to the option's score; for a group, what its criteria add.",
        (0, 100),
    ),
    "acceptability": Function(
        (OPTION, RANK),
        "share",
        "The share of all weights of the criteria that give the option this rank, 0 to 1.",
        (0, 1),
    ),
    "possible": Function(
        (OPTION,),
        "yes or no",
        "Some weights of the criteria give it the highest score, alone or shared.",
    ),
    "necessary": Function(
        (OPTION,),
        "yes or no",
        "All weights of the criteria give it the highest score, alone or shared.",
    ),
    "stable": Function(
        (NODE,),
        "yes or no",
        "No weight of it, from 0 to 100 % of all, puts another option ahead of the leader.",
    ),
}


def signature(name: str) -> str:
    """Return how a function is called, such as `rank(option)`."""
    return f"{name}({', '.join(FUNCTIONS[name].arguments)})"


def kind_of(node: Expression) -> str | None:
    """Return the kind of what a part comes to, `number` or `last`; None where it has no value."""
    if isinstance(node, Call):
        return FUNCTIONS[node.name].kind if node.name in FUNCTIONS else None
    if isinstance(node, Token):
        return "last" if node.text == "last" else "number" if node.kind == "number" else None
    return "yes or no"
