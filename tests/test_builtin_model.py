"""The model that ships with the tool: its numbers, its evidence, its texts."""

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

import pytest

from policyscore.decimals import text_of
from policyscore.dominance import dominators
from policyscore.doubts import doubts
from policyscore.figures import points
from policyscore.model import Criterion, Model
from policyscore.scenario import scenario
from policyscore.scoring import Ranking, rank

SP, SQ, RT = "strategic-partnership", "status-quo", "retrenchment"


def ranked(model: Model, profile: str | None = None, *flags: str) -> Ranking:
    return rank(model, scenario(model, profile, flags).weights)


# Numbers. They were worked out by hand and in another notation before the files were written.

BY_PROFILE = {
    # burden, partnership, status quo, retrenchment, order, lead
    None: ("34.6", "49.8", "41.8", "37.5", (SP, SQ, RT), "8.0"),
    "analyst": ("34.6", "49.8", "41.8", "37.5", (SP, SQ, RT), "8.0"),
    "even": ("33.3", "49.5", "43.4", "35.6", (SP, SQ, RT), "6.1"),
    "halves": ("50.0", "44.7", "47.2", "46.8", (SQ, RT, SP), "0.4"),
    "budget-hawk": ("68.0", "39.6", "49.0", "65.1", (RT, SQ, SP), "16.2"),
    "security-first": ("18.0", "52.0", "38.0", "28.1", (SP, SQ, RT), "14.0"),
    "institution-builder": ("17.0", "58.4", "34.7", "22.3", (SP, SQ, RT), "23.7"),
    "domestic-politics": ("58.0", "41.1", "51.3", "50.1", (SQ, RT, SP), "1.2"),
    "human-security": ("12.0", "55.4", "33.0", "18.7", (SP, SQ, RT), "22.4"),
}


@pytest.mark.parametrize("profile", BY_PROFILE)
def test_the_scores_under_each_profile(mexico: Model, profile: str | None) -> None:
    found = ranked(mexico, profile)
    lead = found.standings[0].lead
    assert lead is not None

    assert (
        points(found.weights.shares["burden"] * 100),
        *(points(found.of(option).score) for option in (SP, SQ, RT)),
        tuple(standing.option for standing in found.standings),
        points(lead),
    ) == BY_PROFILE[profile]


def test_the_table_holds_all_profiles(mexico: Model) -> None:
    assert set(BY_PROFILE) == {None, *mexico.profiles}


def test_each_option_wins_under_some_profile(mexico: Model) -> None:
    winners = Counter(
        leader.option for profile in mexico.profiles for leader in ranked(mexico, profile).leaders
    )

    assert winners == {SP: 5, SQ: 2, RT: 1}


@pytest.mark.parametrize(
    ("name", "tipping_point", "leader"),
    [
        ("burden", "46.7", RT),
        ("cost", "29.8", RT),
        ("involvement", "24.8", RT),
        ("domestic", "24.8", SQ),
        ("near-term", "64.4", SQ),
    ],
)
def test_the_share_at_which_the_partnership_loses_its_lead(
    mexico: Model, name: str, tipping_point: str, leader: str
) -> None:
    around = (Fraction(tipping_point) - Fraction(1, 10), Fraction(tipping_point) + Fraction(1, 10))
    below, above = (ranked(mexico, None, f"{name}={text_of(share)}%") for share in around)

    assert [standing.option for standing in below.leaders] == [SP]
    assert [standing.option for standing in above.leaders] == [leader]


@pytest.mark.parametrize("name", ["crime", "border", "institutions", "local", "response"])
def test_no_more_weight_on_its_own_strengths_dethrones_the_partnership(
    mexico: Model, name: str
) -> None:
    assert ranked(mexico, None, f"{name}=0").leaders[0].option == SP
    assert ranked(mexico, None, f"{name}*3").leaders[0].option == SP


def test_the_worst_of_the_partnership_and_the_best_of_retrenchment_turn_the_order(
    mexico: Model,
) -> None:
    found = ranked(mexico)

    assert points(found.of(SP).low) == "25.5"
    assert points(found.of(RT).high) == "51.3"
    assert found.of(SP).low < min(found.of(SQ).score, found.of(RT).score)
    assert found.of(RT).high > found.of(SP).score


def test_no_option_dominates_and_each_is_best_at_something(mexico: Model) -> None:
    scores = {standing.option: standing.scores for standing in ranked(mexico).standings}
    best = Counter(max(scores, key=lambda option: scores[option][name]) for name in mexico.criteria)

    assert dominators(scores) == {}
    assert best == {SP: 5, SQ: 2, RT: 2}


# Evidence


def test_nine_criteria_eight_profiles_and_six_orders(mexico: Model) -> None:
    assert list(mexico.options) == sorted((SP, SQ, RT))
    assert len(mexico.criteria) == 9
    assert list(mexico.groups) == ["benefit", "mexican-institutions", "us-security", "burden"]
    assert len(mexico.profiles) == 8
    assert len(mexico.decision.orders) == 6
    assert mexico.decision.baseline == SQ
    assert mexico.decision.indifference == 2


def test_every_cell_has_value_range_rationale_source_and_confidence(mexico: Model) -> None:
    for option in mexico.options.values():
        for name, cell in option.performance.items():
            where = f"{option.id} on {name}"
            assert cell.value is not None, where
            assert cell.low < cell.value < cell.high, where
            assert cell.rationale, where
            assert cell.sources, where
            assert cell.confidence, where


def test_every_criterion_has_a_question_a_reason_for_its_weight_a_source_and_levels(
    mexico: Model,
) -> None:
    for name, criterion in mexico.criteria.items():
        assert criterion.question, name
        assert criterion.rationale, name
        assert criterion.sources, name
        if criterion.scale.unit == "points":
            described = [performance for performance, _ in criterion.scale.levels]
            assert described == [0, 25, 50, 75, 100], name


def cited(model: Model) -> Iterator[str]:
    """Yield the sources of everything that may name any, as written."""
    for option in model.options.values():
        yield from option.sources
        for cell in option.performance.values():
            yield from cell.sources
    for name in (*model.criteria, *model.groups):
        yield from model.node(name).sources
    for profile in model.profiles.values():
        yield from profile.sources
    for order in model.decision.orders:
        yield from order.sources


def test_every_declared_source_is_cited_and_every_cited_one_declared(mexico: Model) -> None:
    assert mexico.decision.sources is not None

    assert {source.split()[0] for source in cited(mexico)} == set(mexico.decision.sources)


def test_the_news_release_is_cited_by_paragraphs_that_it_has(mexico: Model) -> None:
    locators = [source.split(maxsplit=1) for source in cited(mexico)]
    numbers = [
        int(number)
        for key, *where in locators
        if key == "news-release"
        for number in re.findall("[0-9]+", where[0])
    ]

    assert min(numbers) == 1
    assert max(numbers) <= 20
    assert all(where for key, *where in locators if key == "news-release")


def test_each_order_is_stated_by_the_news_release(mexico: Model) -> None:
    for order in mexico.decision.orders:
        assert order.sources, order
        assert all(source.startswith("news-release ") for source in order.sources), order


def test_no_order_sets_the_status_quo_against_retrenchment_but_on_involvement(
    mexico: Model,
) -> None:
    orders = mexico.decision.orders
    between = [o.criterion for o in orders if {*o.better, *o.worse} == {SQ, RT}]

    assert between == ["involvement"]


def test_nothing_about_the_model_is_suspicious(mexico: Model) -> None:
    assert doubts(mexico) == []


# Texts

MOST_CHARACTERS = {
    "name": 40,
    "question": 140,
    "rationale": 260,
    "summary": 470,
    "level": 80,
    "unit": 20,
    "who": 60,
    "title": 110,
}
SENTENCES = ("question", "rationale", "summary")


def texts(model: Model) -> Iterator[tuple[str, str, str]]:
    """Yield every text of a model: where it stands, what it is, and the text."""
    for source, entry in (model.decision.sources or {}).items():
        yield source, "title", entry.title
    yield "decision", "question", model.decision.question
    for option in model.options.values():
        yield option.id, "name", option.name
        yield option.id, "summary", option.summary
        for name, cell in option.performance.items():
            yield f"{option.id} on {name}", "rationale", cell.rationale
    for node in map(model.node, (*model.criteria, *model.groups)):
        yield node.id, "name", node.name
        yield node.id, "rationale", node.rationale
        if isinstance(node, Criterion):
            yield node.id, "question", node.question
            yield node.id, "unit", node.scale.unit
            yield from ((node.id, "level", text) for _, text in node.scale.levels)
    for profile in model.profiles.values():
        yield profile.id, "name", profile.name
        yield profile.id, "who", profile.who
        yield profile.id, "rationale", profile.rationale


def test_texts_are_finished_tidy_and_short_enough_to_be_read(mexico: Model) -> None:
    for where, kind, text in texts(mexico):
        told = f"{kind} of {where}: {text}"
        assert text, told
        assert text == " ".join(text.split()), told  # no double space, no line break
        assert len(text) <= MOST_CHARACTERS[kind], f"{len(text)} characters: {told}"
        assert not re.search(r" [,.;:?!]|[,;:]$|\.\.|\?\?", text), told
        assert text.count("(") == text.count(")"), told
        if kind in SENTENCES:
            assert text.endswith((".", "?")), told
            assert text[0].isupper() or text[0].isdigit(), told


def test_every_text_is_there_once(mexico: Model) -> None:
    repeated = [
        text
        for text, count in Counter(
            text for _, kind, text in texts(mexico) if kind != "unit"
        ).items()
        if count > 1
    ]

    assert repeated == []
