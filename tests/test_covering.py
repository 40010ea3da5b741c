"""Which advantages cover which disadvantages, against a search through all partings."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from policyscore.analyses.covering import MOST_SEARCHED, Covered, Covering, covering
from tests.strategies import steady

Sizes = dict[str, Fraction]
sizes = st.integers(1, 9).map(Fraction)


def named(letter: str, found: Sequence[Fraction]) -> Sizes:
    return {f"{letter}{i}": size for i, size in enumerate(found)}


def given_sizes(letter: str, most: int) -> st.SearchStrategy[Sizes]:
    return st.lists(sizes, max_size=most).map(lambda found: named(letter, found))


def of(**points: int) -> Sizes:
    return {name: Fraction(number) for name, number in points.items()}


def total(found: Sizes) -> Fraction:
    return sum(found.values(), Fraction(0))


def partings(names: Sequence[str]) -> Iterator[list[list[str]]]:
    """Yield all ways to part names into groups."""
    if not names:
        yield []
        return
    first, *rest = names
    for parting in partings(rest):
        yield [[first], *parting]
        for i, group in enumerate(parting):
            yield [*parting[:i], [first, *group], *parting[i + 1 :]]


def the_most_groups(advantages: Sizes, disadvantages: Sizes) -> tuple[int, Fraction]:
    """Return the most groups without a loss, and the largest least surplus among as many."""
    points = advantages | {name: -size for name, size in disadvantages.items()}
    found = []
    for parting in partings(list(points)):
        sums = [sum((points[name] for name in group), Fraction(0)) for group in parting]
        if min(sums, default=Fraction(0)) >= 0:
            found.append((len(sums), min(sums, default=Fraction(0))))
    return max(found)


def assert_covers(found: Covering, advantages: Sizes, disadvantages: Sizes) -> None:
    """Hold what a covering promises, whatever its size, against its input."""
    used = [name for group in found.groups for name in group.advantages]
    assert sorted([*used, *found.on_top]) == sorted(advantages)
    covered = [name for group in found.groups for name in group.disadvantages]
    assert sorted(covered) == sorted(disadvantages)
    for group in found.groups:
        assert group.advantages
        assert group.disadvantages
        for side, points in ((group.advantages, advantages), (group.disadvantages, disadvantages)):
            assert list(side) == sorted(side, key=lambda name: (-points[name], name))
        plus = sum((advantages[name] for name in group.advantages), Fraction(0))
        minus = sum((disadvantages[name] for name in group.disadvantages), Fraction(0))
        assert group.surplus == plus - minus >= 0


@steady
@given(given_sizes("a", 4), given_sizes("d", 4))
def test_no_fewer_advantages_cover_and_no_more_groups_are_possible(
    advantages: Sizes, disadvantages: Sizes
) -> None:
    found = covering(advantages, disadvantages)
    if found is None:
        assert total(advantages) < total(disadvantages)
        return
    assert_covers(found, advantages, disadvantages)
    used = len(advantages) - len(found.on_top)
    enough = [
        {name: advantages[name] for name in chosen}
        for count in range(len(advantages) + 1)
        for chosen in combinations(advantages, count)
        if sum((advantages[name] for name in chosen), Fraction(0)) >= total(disadvantages)
    ]
    assert used == min(map(len, enough))
    if disadvantages:
        fewest = [chosen for chosen in enough if len(chosen) == used]
        most = max(the_most_groups(chosen, disadvantages) for chosen in fewest)
        assert (len(found.groups), min(group.surplus for group in found.groups)) == most


@steady
@given(
    st.lists(sizes, min_size=8, max_size=14).map(lambda found: named("a", found)),
    st.lists(sizes, min_size=8, max_size=14).map(lambda found: named("d", found)),
)
def test_many_criteria_are_covered_too_by_no_more_advantages_than_it_takes(
    advantages: Sizes, disadvantages: Sizes
) -> None:
    found = covering(advantages, disadvantages)
    if found is None:
        assert total(advantages) < total(disadvantages)
        return
    assert_covers(found, advantages, disadvantages)
    largest = sorted(advantages.values(), reverse=True)
    used = len(advantages) - len(found.on_top)
    assert sum(largest[:used]) >= total(disadvantages) > sum(largest[: used - 1])


def test_one_advantage_may_cover_several_disadvantages() -> None:
    assert covering(of(reform=8, crime=5, local=2), of(cost=4, effort=5, speed=1)) == Covering(
        (
            Covered(("reform",), ("effort", "speed"), Fraction(2)),
            Covered(("crime",), ("cost",), Fraction(1)),
        ),
        ("local",),
    )


def test_several_advantages_may_cover_one_disadvantage() -> None:
    assert covering(of(air=3, noise=3, looks=1), of(cost=6)) == Covering(
        (Covered(("air", "noise"), ("cost",), Fraction(0)),), ("looks",)
    )


def test_what_cannot_be_parted_is_covered_as_a_whole() -> None:
    assert covering(of(air=5, noise=5), of(cost=6, effort=3)) == Covering(
        (Covered(("air", "noise"), ("cost", "effort"), Fraction(1)),), ()
    )


def test_without_disadvantages_all_advantages_come_on_top() -> None:
    assert covering(of(air=1, noise=5), {}) == Covering((), ("noise", "air"))
    assert covering({}, {}) == Covering((), ())


def test_too_little_covers_nothing() -> None:
    assert covering(of(air=5, noise=5), of(cost=6, effort=5)) is None
    assert covering({}, of(cost=1)) is None


def test_of_equal_advantages_the_first_by_name_are_used() -> None:
    found = covering(of(noise=5, air=5, looks=5), of(cost=5))
    assert found == Covering((Covered(("air",), ("cost",), Fraction(0)),), ("looks", "noise"))


def test_fractions_are_compared_exactly() -> None:
    third = Fraction(1, 3)
    found = covering({"air": third, "noise": third, "looks": third}, {"cost": Fraction(1)})
    assert found is not None
    assert found.groups[0].surplus == 0
    assert covering({"air": Fraction("0.333333333333333")}, {"cost": third}) is None


def test_a_long_list_is_parted_where_that_is_easy() -> None:
    advantages = named("a", [Fraction(10)] * MOST_SEARCHED)
    found = covering(advantages, named("d", [Fraction(10)] * MOST_SEARCHED))
    assert found is not None
    assert [len(group.advantages) for group in found.groups] == [1] * MOST_SEARCHED


def test_a_long_list_merges_groups_where_no_single_one_has_room() -> None:
    advantages = named("a", [Fraction(10)] * 9)
    found = covering(advantages, named("d", [Fraction(12)] * 7))
    assert found is not None
    assert_covers(found, advantages, named("d", [Fraction(12)] * 7))
    assert len(found.groups) < 7
