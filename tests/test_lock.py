"""The lock: what a ranking came to, held against what it comes to now."""

import json
import os
import re
from fractions import Fraction
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given

from policyscore.faults import CannotAccess
from policyscore.load import load
from policyscore.load.locked import read_lock
from policyscore.lock import FORMAT, NAME, Held, held_against, text, values
from policyscore.model import Model
from tests.conftest import write_files
from tests.pairs import plain_scores
from tests.reporting import call, cells, rows
from tests.strategies import models, steady

MODEL = """
    --- criteria/a.yaml
    {name: A, weight: 1, scale: {worst: 0, best: 3}}
    --- criteria/b.yaml
    {name: B, weight: 2, scale: {worst: 0, best: 3}}
    --- options/x.yaml
    {name: X, performance: {a: 1, b: 1}}
    --- options/y.yaml
    {name: Y, performance: {a: 3, b: 0}}
    --- profiles/p.yaml
    {name: P, weights: {a: 5}}
    """


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, which holds a small model in which two options tie."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.chdir(write_files(tmp_path / "model", MODEL))
    return Path.cwd()


def test_a_lock_holds_one_sorted_value_a_line(folder: Path) -> None:
    assert call("lock").out == f"Wrote {NAME}.\nNext: policyscore check --locked\n"
    lines = [line for line in Path(NAME).read_text().splitlines() if not line.startswith("#")]
    assert lines == sorted(lines)
    told = [line for line in lines if not line.startswith(("input", "policyscore"))]
    assert told == [
        "format: policyscore.lock/1",
        "rank x: 1=",
        "rank y: 1=",
        "score x: 33.3333333333",
        "score y: 33.3333333333",
        "share a: 0.333333333333",
        "share b: 0.666666666667",
        "under p rank x: 2",
        "under p rank y: 1",
        "under p score x: 33.3333333333",
        "under p score y: 71.4285714286",
    ]
    inputs = [line for line in lines if line.startswith("input")]
    assert [line.split(":")[0] for line in inputs] == [
        f"input {name}"
        for name in (
            *("criteria/a.yaml", "criteria/b.yaml"),
            *("options/x.yaml", "options/y.yaml", "profiles/p.yaml"),
        )
    ]


@steady
@given(model=models())
def test_scores_are_locked_to_twelve_digits(model: Model) -> None:
    """They differ from those of the plain implementation by half of the twelfth digit at most."""
    held = values(model, {})
    for option, score in plain_scores(model).items():
        locked = Fraction(held[f"score {option}"])
        assert abs(locked - score) <= abs(score) / 10**11
    assert held_against(text(held), held) == Held()


def test_locking_twice_changes_nothing(folder: Path) -> None:
    call("lock")
    before = Path(NAME).stat()
    assert call("lock").out == f"{NAME} is as it was.\n"
    assert Path(NAME).stat().st_mtime_ns == before.st_mtime_ns


def test_a_model_is_as_locked_until_a_result_changes(folder: Path) -> None:
    call("lock")
    done = call("check", "--locked")
    assert done.code == 0
    assert "Results are as locked." in done.out

    Path("options/x.yaml").write_text("{name: X, performance: {a: 2, b: 1}}")
    done = call("check", "--locked")

    assert done.code == 1
    assert "Results are not those locked: 4 values differ. 1 error, " in done.out
    table = [cells(row) for row in rows(done.out, "result  ")]
    assert table == [
        ["rank x", "1=", "1"],
        ["rank y", "1=", "2"],
        ["score x", "33.3", "44.4"],
        ["under p score x", "33.3", "57.1"],
    ]
    assert re.search(r"policyscore\.lock:\d+:1 +results are not those locked: rank x was", done.out)
    assert "as locked." not in done.out


def test_a_change_that_leaves_the_results_only_warns(folder: Path) -> None:
    call("lock")
    Path("options/x.yaml").write_text("# a comment\n{name: X, performance: {a: 1, b: 1}}")
    assert call("check", "--locked").code == 0
    done = call("check", "--locked", "--strict", "--expect", "tied(x, y)")
    assert done.code == 1
    assert "no result did: options/x.yaml" in done.out
    assert done.err == "Exit code 1: with --strict, warnings fail.\n"


def test_what_came_or_went_is_told(folder: Path) -> None:
    call("lock")
    Path("options/z.yaml").write_text("{name: Z, performance: {a: 0, b: 0}}")
    Path("profiles/p.yaml").unlink()
    done = call("check", "--locked")
    table = [cells(row) for row in rows(done.out, "result  ")]
    assert ["rank z", "·", "3"] in table
    assert ["under p rank x", "2", "·"] in table


def test_many_departures_are_cut_and_counted_and_json_has_all(folder: Path) -> None:
    for i in range(20):
        Path(f"options/o{i}.yaml").write_text(f"{{name: O{i}, performance: {{a: 0, b: 0}}}}")
    call("lock")
    for i in range(20):
        Path(f"options/o{i}.yaml").write_text(f"{{name: O{i}, performance: {{a: 0, b: 3}}}}")
    done = call("check", "--locked")
    table = [cells(row) for row in rows(done.out, "result  ")]
    assert table[-1] == ["50 more", "·", "·"]
    departures = json.loads(call("check", "--locked", "-f", "json").out)["departures"]
    assert len(departures) == 62
    assert departures[0] == {"result": "rank o0", "locked": "3=", "now": "1="}
    annotations = call("check", "--locked", "-f", "github").out.splitlines()
    assert sum(line.startswith("::error") for line in annotations) == 1


def test_a_small_move_of_a_result_is_told_with_enough_decimals(folder: Path) -> None:
    call("lock")
    Path("options/x.yaml").write_text("{name: X, performance: {a: 1.000001, b: 1}}")
    done = call("check", "--locked")
    table = [cells(row) for row in rows(done.out, "result  ")]
    assert ["score x", "33.33333", "33.33334"] in table


def test_a_check_never_writes(folder: Path) -> None:
    call("lock")
    Path("options/x.yaml").write_text("{name: X, performance: {a: 2, b: 1}}")
    before = Path(NAME).read_bytes()
    call("check", "--locked")
    assert Path(NAME).read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == [
        *("criteria", "options", NAME, "profiles")
    ]


@pytest.mark.parametrize("value", ["true", "1", "yes"])
def test_nothing_updates_a_lock_in_ci(
    value: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", value)
    done = call("lock")
    assert (done.code, done.out) == (2, "")
    assert "CI is set" in done.err
    assert not Path(NAME).exists()


@pytest.mark.parametrize("value", ["", "0", "false", "False"])
def test_ci_that_is_off_is_no_ci(value: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", value)
    assert call("lock").code == 0


def test_without_a_lock_there_is_nothing_to_hold_to(folder: Path) -> None:
    done = call("check", "--locked")
    assert (done.code, done.out) == (2, "")
    assert "policyscore lock writes one" in done.err


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("rubbish\n", "this line is none of a lock"),
        ("format: policyscore.lock/1\n<<<<<<< HEAD\n", "the lock holds a merge conflict"),
        ("format: policyscore.lock/9\n", f"the lock is not of the format {FORMAT}"),
        ("", f"the lock is not of the format {FORMAT}"),
    ],
)
def test_what_is_no_lock_fails(content: str, what: str, folder: Path) -> None:
    Path(NAME).write_text(content)
    done = call("check", "--locked")
    assert done.code == 1
    assert what in done.out


def test_the_version_that_wrote_a_lock_may_be_another(folder: Path) -> None:
    call("lock")
    Path(NAME).write_text(
        "\n".join(
            "policyscore: 0.0.1" if line.startswith("policyscore:") else line
            for line in Path(NAME).read_text().splitlines()
        )
    )
    assert call("check", "--locked").code == 0


def test_broken_bytes_in_a_lock_are_shown_and_a_huge_one_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / NAME
    assert read_lock(path) is None
    path.write_bytes(b"\xff")
    assert read_lock(path) == "\\xff"
    monkeypatch.setattr("policyscore.load.locked.MOST_BYTES", 1)
    assert read_lock(path) == "\\xff"
    monkeypatch.setattr("policyscore.load.locked.MOST_BYTES", 0)
    with pytest.raises(CannotAccess, match="larger than"):
        read_lock(path)
    with pytest.raises(CannotAccess, match="no regular file"):
        read_lock(tmp_path)


def test_a_lock_is_neither_read_nor_written_through_a_link(folder: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim.txt"
    victim.write_text("mine")
    Path(NAME).symlink_to(victim)
    for command in (["lock"], ["check", "--locked"]):
        done = call(*command)
        assert (done.code, done.out) == (4, "")
        assert "is a link" in done.err
    assert victim.read_text() == "mine"


def test_a_pipe_in_place_of_a_lock_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(NAME)
    assert call("check", "--locked").code == 4


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("note: hello", "this line is none of a lock"),
        (": x", "this line is none of a lock"),
        (">>>>>>> a: b", "the lock holds a merge conflict"),
        ("rank x: 9", "rank x is locked twice"),
    ],
)
def test_a_line_too_many_in_a_lock_is_a_fault(line: str, what: str, folder: Path) -> None:
    call("lock")
    with Path(NAME).open("a") as stream:
        stream.write(line + "\n")
    done = call("check", "--locked")
    assert done.code == 1
    assert what in done.out


@pytest.mark.parametrize("value", ["1/0", "1e99999999", "=1+1", "nan"])
def test_a_value_that_is_no_number_is_shown_as_it_is(value: str, folder: Path) -> None:
    call("lock")
    content = Path(NAME).read_text().replace("score x: 33.3333333333", f"score x: {value}", 1)
    Path(NAME).write_text(content)
    done = call("check", "--locked")
    assert done.code == 1
    assert ["score x", value, "33.3333333333"] in [cells(r) for r in rows(done.out, "result  ")]


def test_a_lock_that_may_not_be_read_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call("lock")

    def refuse(*_: object) -> NoReturn:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(CannotAccess, match="Permission denied"):
        read_lock(Path(NAME))


def test_a_rank_that_is_not_shared_is_told_as_a_whole_number(folder: Path) -> None:
    Path("options/y.yaml").write_text("{name: Y, performance: {a: 3, b: 3}}")
    call("lock")
    Path("options/y.yaml").write_text("{name: Y, performance: {a: 0, b: 0}}")
    done = call("check", "--locked")
    assert ["rank x", "2", "1"] in [cells(row) for row in rows(done.out, "result  ")]


def test_the_built_in_model_is_not_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.chdir(tmp_path)
    done = call("lock")
    assert (done.code, done.out) == (2, "")


def test_the_lock_of_a_model_elsewhere_is_named_by_its_path(folder: Path) -> None:
    done = call("lock", str(folder))
    assert done.code == 0
    assert load(folder).model.profiles


def test_a_lock_from_another_folder_says_where_to_go_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    assert call("lock", "model").out == (
        f"Wrote model/{NAME}.\nNext: policyscore check --locked model\n"
    )


def test_shares_of_groups_are_locked_too(folder: Path) -> None:
    Path("criteria/g.yaml").write_text("{name: G}")
    Path("criteria/a.yaml").write_text(
        "{name: A, within: g, weight: 1, scale: {worst: 0, best: 3}}"
    )
    held = values(load(folder).model, {})
    shares = {key: value for key, value in held.items() if key.startswith("share ")}
    assert shares == {
        "share a": "0.333333333333",
        "share b": "0.666666666667",
        "share g": "0.333333333333",
    }


NOW = {"format": FORMAT, "rank x": "1", "rank y": "2", "score x": "60", "share a": "1"}


def locked(**changes: str) -> str:
    """Return a lock of what is now, with other values; one that is empty is left out."""
    held = {**NOW, **{key.replace("_", " "): value for key, value in changes.items()}}
    return text({key: value for key, value in sorted(held.items()) if value})


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        (locked(score_x="50"), 6, "results are not those locked: score x was 50, is 60"),
        (
            locked(score_x="50", rank_y="3"),
            5,
            "results are not those locked: rank y was 3, is 2; 1 more",
        ),
        (
            locked(share_a="2", score_x="50", rank_z="3", rank_y="9"),
            5,
            "results are not those locked: rank y was 9, is 2; 3 more",
        ),
        (locked(rank_x=""), 0, "results are not those locked: rank x was not there, is 1"),
        (locked(rank_z="3"), 6, "results are not those locked: rank z was 3, is not there"),
    ],
)
def test_results_that_are_not_those_locked_are_one_error_about_the_first(
    content: str, line: int, what: str
) -> None:
    """Ranks come first, then scores, then shares; a lock has two lines of comment."""
    (fault,) = held_against(content, NOW).faults
    assert (fault.place.line, fault.place.column) == (line, 1 if line else 0)
    assert (fault.what, fault.severity) == (what, "error")


@pytest.mark.parametrize(
    ("names", "told"), [("abc", "a, b, c"), ("abcd", "a, b, c, ..."), ("a", "a")]
)
def test_files_that_changed_without_a_result_are_one_warning(names: str, told: str) -> None:
    then = {**NOW, **{f"input {name}": "old" for name in names}}
    (fault,) = held_against(text(then), {**then, **{f"input {n}": "new" for n in names}}).faults
    assert fault.what == f"files changed since they were locked, and no result did: {told}"
    assert (fault.place, fault.severity) == ((NAME, 0, 0), "warning")


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("# a comment\nrubbish\n", (NAME, 2, 1)),
        ("\n\n<<<<<<< HEAD\n", (NAME, 3, 1)),
        ("format: other/1\n", (NAME, 0, 0)),
    ],
)
def test_what_is_no_lock_is_told_with_its_line(content: str, place: tuple[str, int, int]) -> None:
    (fault,) = held_against(content, NOW).faults
    assert fault.place == place


def test_results_that_are_as_locked_are_told_to_have_been_looked_at(folder: Path) -> None:
    call("lock")
    data = json.loads(call("check", "--locked", "-f", "json").out)
    assert (data["locked"], data["departures"]) == (True, [])
    assert json.loads(call("check", "-f", "json").out)["locked"] is False


@pytest.mark.parametrize(("options", "last"), [(3, "under p score o2"), (4, "4 more")])
def test_a_dozen_departures_are_shown_and_further_ones_counted(
    options: int, last: str, folder: Path
) -> None:
    """Each option that came has a rank and a score, and both under p; x and y keep theirs."""
    call("lock")
    for i in range(options):
        text = f"{{name: O{i}, performance: {{a: 0.{i + 1}, b: 0}}}}"
        Path(f"options/o{i}.yaml").write_text(text)
    table = [cells(row) for row in rows(call("check", "--locked").out, "result  ")]
    assert [row[0] for row in table[12:]] == ([last] if options > 3 else [])
    assert table[-1][0] == last


def test_a_lock_is_written_anew_where_a_result_changed(folder: Path) -> None:
    call("lock")
    Path("options/x.yaml").write_text("{name: X, performance: {a: 2, b: 1}}")
    assert call("lock").out.startswith(f"Wrote {NAME}.")
    assert call("check", "--locked").code == 0


def test_the_folder_of_a_lock_is_quoted_for_a_shell(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    folder.rename(folder.parent / "my model")
    assert call("lock", "my model").out.endswith("Next: policyscore check --locked 'my model'\n")


def test_a_line_that_only_begins_like_one_of_a_lock_is_none(folder: Path) -> None:
    call("lock")
    Path(NAME).write_text(Path(NAME).read_text() + "rank x y: 1\n")
    assert "this line is none of a lock" in call("check", "--locked").out


def test_a_lock_that_is_none_says_nothing_of_results(folder: Path) -> None:
    Path(NAME).write_text("rubbish\n")
    assert "as locked" not in call("check", "--locked").out
