"""`check` and `diff` as pipelines use them: exit codes, streams, git, formats that CI reads."""

import json
import os
import re
import subprocess
from collections.abc import Callable
from itertools import takewhile
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from policyscore.cli import gates
from policyscore.load import load
from tests.conftest import Ran, write_files
from tests.reporting import SCHEMAS, call

MODEL = """
    --- policyscore.yaml
    title: Parks
    expect:
      - that: rank(x) == 1
        why: the board agreed
    --- criteria/a.yaml
    {name: A, weight: 1, scale: {worst: 0, best: 100}}
    --- criteria/b.yaml
    {name: B, weight: 1, scale: {worst: 0, best: 100}}
    --- options/x.yaml
    name: X
    performance:
      a: {value: 60, source: s}
      b: {value: 60, source: s}
    --- options/y.yaml
    name: Y
    performance:
      a: {value: 50, source: s}
      b: {value: 70, source: s}
    --- profiles/p.yaml
    {name: P, weights: {a: 5}}
    """
UNTIE = ("options/y.yaml", "value: 70", "value: 65")
FAIL = ("options/y.yaml", "value: 70", "value: 75")


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder, as somebody, and return what it prints."""
    who = {
        f"GIT_{role}_{what}": "x@y"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    environment = os.environ | who | {"GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, capture_output=True, check=True
    )
    return done.stdout.decode().strip()


def replace(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder: a model in a git repository, committed on main, without doubt."""
    monkeypatch.delenv("CI", raising=False)
    folder = write_files(tmp_path / "here", MODEL)
    replace(folder, *UNTIE)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "first")
    monkeypatch.chdir(folder)
    return folder


def nothing(folder: Path) -> None:
    """Leave the model as it is."""


def failing(folder: Path) -> None:
    """Let the expectation fail: Y leads."""
    replace(folder, "options/y.yaml", "value: 65", "value: 75")


def failing_to_warn(folder: Path) -> None:
    """Let the expectation fail, and only warn."""
    failing(folder)
    replace(folder, "policyscore.yaml", "why:", "severity: warn\n    why:")


def doubtful(folder: Path) -> None:
    """Let the model be suspicious: a performance has no source."""
    replace(folder, "options/y.yaml", "{value: 65, source: s}", "65")


def broken(folder: Path) -> None:
    """Let the model be wrong."""
    replace(folder, "options/y.yaml", "value: 65", "value: 650")


def locked_otherwise(folder: Path) -> None:
    """Let the lock hold other results."""
    call("lock")
    replace(folder, "options/y.yaml", "value: 65", "value: 66")


# What is done to the model, the arguments, the exit code.
TABLE: tuple[tuple[Callable[[Path], None], str, int], ...] = (
    (nothing, "check", 0),
    (nothing, "check --strict", 0),
    (failing, "check", 1),
    (failing, "check --exit-zero", 0),
    (failing_to_warn, "check", 0),
    (failing_to_warn, "check --strict", 1),
    (failing_to_warn, "check --strict --exit-zero", 0),
    (doubtful, "check", 0),
    (doubtful, "check --strict", 1),
    (broken, "check", 3),
    (broken, "check --exit-zero", 3),
    (broken, "check -f sarif", 3),
    (nothing, "check --expect rank(y)==1", 1),
    (nothing, "check --expect rank(y)==2", 0),
    (nothing, "check --expect rnak(y)==2", 2),
    (nothing, "check --expect rank(q)==2", 2),
    (nothing, "check --nope", 2),
    (nothing, "check -f nope", 2),
    (nothing, "check --summary", 2),
    (nothing, "check --locked", 2),
    (nothing, "check nowhere", 2),
    (nothing, "check -f csv -o /dev/full", 4),
    (locked_otherwise, "check --locked", 1),
    (locked_otherwise, "check --locked --exit-zero", 0),
    (nothing, "diff main", 0),
    (nothing, "diff main --exit-code", 0),
    (failing, "diff main", 0),
    (failing, "diff main --exit-code", 1),
    (failing, "diff main --fail-if leader-changed", 1),
    (failing, "diff main --fail-if score-change>5", 0),
    (failing, "diff main --fail-if score-change>5 --fail-if margin<9", 1),
    (nothing, "diff main --fail-if leader-changed", 0),
    (nothing, "diff main --fail-if nope", 2),
    (nothing, "diff main --fail-if margin", 2),
    (nothing, "diff", 2),
    (nothing, "diff nope", 2),
    (nothing, "diff --nope", 2),
    (nothing, "diff options", 2),
    (nothing, "diff policyscore.yaml", 2),
    (nothing, "diff main nowhere", 2),
    (nothing, "diff main -f sarif", 2),
    (broken, "diff main", 3),
    (nothing, "diff main -f csv -o /dev/full", 4),
    (nothing, "lock", 0),
    (broken, "lock", 3),
)


@pytest.mark.parametrize(
    ("change", "arguments", "code"), TABLE, ids=[f"{row[0].__name__} {row[1]}" for row in TABLE]
)
def test_the_exit_code_says_how_it_ended(
    change: Callable[[Path], None], arguments: str, code: int, here: Path
) -> None:
    change(here)
    done = call(*arguments.split())
    assert done.code == code
    assert "Traceback" not in done.err
    if code in (2, 4) or (code == 3 and "sarif" not in arguments):
        assert done.out == ""


def test_a_crash_is_a_bug_and_no_answer(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(gates, "opened", crash)
    for command in (["check"], ["diff", "main"]):
        assert call(*command).code == 70


# check


def test_a_failed_expectation_shows_what_it_came_to_the_rows_and_why(here: Path) -> None:
    failing(here)
    done = call("check")
    assert done.err == ""
    assert done.out.splitlines()[2] == "Of 1 expectation, 1 fails. No errors, no warnings."
    lines = done.out[done.out.index("Expectations\n") :].splitlines()
    assert lines[2].split("  ")[0] == "FAILS"
    assert "policyscore.yaml:3" in lines[2]
    assert [line.strip() for line in lines[3:6]] == [
        "rank(x) is 2.",
        "Ranking: 1 Y 62.5; 2 X 60.0.",
        "Why: the board agreed",
    ]


def test_check_says_how_much_it_looked_at_even_when_all_is_fine(here: Path) -> None:
    done = call("check")
    assert "The expectation holds. No errors, no warnings." in done.out
    assert (
        "Looked at 2 options, 2 criteria, 0 groups, 1 profile, 0 sources and 0 orders." in done.out
    )


def test_a_model_that_expects_nothing_is_not_passed_in_silence(here: Path) -> None:
    (here / "policyscore.yaml").write_text("title: Parks\n")
    done = call("check")
    assert "No expectations to judge." in done.out
    assert "nothing says what the ranking was agreed to show" in done.out
    assert call("check", "--strict").code == 1
    assert call("check", "--strict", "--expect", "rank(x) == 1").code == 0


def test_an_expectation_under_all_weights_names_those_under_which_it_fails(here: Path) -> None:
    replace(here, "policyscore.yaml", "why:", "under: all\n    why:")
    replace(here, "profiles/p.yaml", "a: 5", "b: 5")
    done = call("check")
    assert done.code == 1
    assert "    Under p: rank(x) is 2." in done.out
    assert "    It holds under 1 other set of weights." in done.out
    data = json.loads(call("check", "-f", "json").out)
    under = data["expectations"][0]["under"]
    assert [(one["profile"], one["outcome"]) for one in under] == [(None, "holds"), ("p", "fails")]


def test_verbose_lists_the_expectations_that_hold(here: Path) -> None:
    replace(here, "policyscore.yaml", "why:", "under: [all]\n    why:")
    assert "holds" in call("check", "-v").out
    assert "Under all 2 sets of weights." in call("check", "-v").out


def test_mistakes_of_expectations_given_are_shown_with_a_caret(here: Path) -> None:
    done = call("check", "--expect", "rank(x) = 1", "--expect", "1 < rnak(x)")
    lines = done.err.splitlines()
    assert lines[0].startswith("policyscore: error: --expect: ")
    assert lines[2:6] == [
        "  | rank(x) = 1",
        "  |         ^",
        "  | 1 < rnak(x)",
        "  |     ^",
    ]


def test_what_fails_is_told_on_stderr_where_the_report_goes_to_a_file(
    here: Path, tmp_path: Path
) -> None:
    failing(here)
    done = call("check", "-o", str(tmp_path / "out.sarif"))
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("policyscore.yaml:3:11: error: rank(x) == 1 fails. rank(x) is 2.")


FORMATS = ("markdown", "json", "csv", "github", "gitlab", "junit", "sarif")


@pytest.mark.parametrize(
    ("change", "code", "told"), [(nothing, 0, ""), (failing, 1, "rank(x)"), (broken, 3, "650")]
)
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_written_also_when_the_check_fails(
    name: str, change: Callable[[Path], None], code: int, told: str, here: Path
) -> None:
    change(here)
    done = call("check", "-f", name)
    assert done.code == code
    assert told in done.out
    assert done.out.endswith("\n")
    if name in ("json", "gitlab", "sarif"):
        json.loads(done.out)


def test_a_wrong_model_leaves_plain_stdout_empty_and_fills_the_files(
    here: Path, tmp_path: Path
) -> None:
    broken(here)
    names = [f"out{extension}" for extension in (".txt", ".md", ".json", ".csv", ".sarif", ".xml")]
    outputs = [part for name in names for part in ("-o", str(tmp_path / name))]
    done = call("check", *outputs)
    assert (done.code, done.out) == (3, "")
    assert "options/y.yaml:4:14: error: b is 650, outside the scale" in done.err
    assert all("650" in (tmp_path / name).read_text() for name in names)


def test_annotations_name_the_line_from_the_root_of_the_repository(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(here)
    monkeypatch.chdir(tmp_path)
    git(tmp_path, "init", "-q")
    (here / ".git").rename(tmp_path / "moved")
    done = call("check", "here", "-f", "github")
    assert done.out.splitlines()[0].startswith(
        "::error file=here/policyscore.yaml,line=3,col=11,title=expectation::rank(x) == 1 fails."
    )


def test_the_json_of_check_keeps_to_its_schema(here: Path) -> None:
    schema = json.loads((SCHEMAS / "check.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    every = "--expect", "acceptability(x, 1) > 0.1 and best(x) and rank(y) == last and stable(a)"
    runs = [call("check", "-f", "json"), call("check", "-f", "json", *every)]
    replace(here, "options/x.yaml", "{value: 60, source: s}", "unknown")
    runs.append(call("check", "-f", "json", *every))
    broken(here)
    runs.append(call("check", "-f", "json"))
    for done in runs:
        errors = Draft202012Validator(schema).iter_errors(json.loads(done.out))
        assert [error.message for error in errors] == []


# diff


def told(done: Ran) -> str:
    """Return the sentence below the title."""
    return done.out.splitlines()[2]


def test_a_dirty_tree_is_compared_with_what_was_committed(here: Path) -> None:
    assert told(call("diff", "HEAD")).startswith("Nothing changed")
    failing(here)
    assert told(call("diff", "HEAD")).startswith("The lead changed: Y leads now by 2.5")


@pytest.mark.parametrize("base", ["main", "HEAD", "v1", "HEAD~0", "refs/heads/main", "main:"])
def test_a_revision_may_be_named_in_every_way_of_git(base: str, here: Path) -> None:
    git(here, "tag", "v1")
    git(here, "checkout", "-q", "--detach")
    failing(here)
    assert told(call("diff", base)).startswith("The lead changed")


def test_a_path_never_stands_in_for_a_commit_of_the_same_name(here: Path) -> None:
    """A request could add a folder that is called like the branch it is compared with."""
    write_files(here / "main", MODEL)
    done = call("diff", "main")
    assert (done.code, done.out) == (2, "")
    assert "main is a path and a commit; write ./main, or refs/heads/main" in done.err
    assert told(call("diff", "./main")).startswith("The lead changed: X leads now by 2.5")
    assert told(call("diff", "refs/heads/main")).startswith("Nothing changed")


@pytest.mark.parametrize("base", ["main...", "main...HEAD", "main...other"])
def test_three_dots_name_where_a_branch_left(base: str, here: Path) -> None:
    git(here, "checkout", "-q", "-b", "other")
    failing(here)
    git(here, "commit", "-qam", "second")
    git(here, "checkout", "-q", "main")
    replace(here, "options/x.yaml", "a: {value: 60", "a: {value: 99")
    git(here, "commit", "-qam", "third")
    git(here, "checkout", "-q", "other")
    done = call("diff", base, "-f", "json")
    assert [edit["option"] for edit in json.loads(done.out)["edits"]] == ["y"]


def test_branches_that_share_no_commit_have_no_parting(here: Path) -> None:
    git(here, "checkout", "-q", "--orphan", "alone")
    git(here, "commit", "-qm", "other beginning")
    done = call("diff", "main...")
    assert done.code == 2
    assert "have no commit in common here" in done.err


def test_without_a_model_of_ones_own_nothing_is_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = call("diff", "main", "--fail-if", "leader-changed", "-q")
    assert (done.code, done.out) == (2, "")
    assert "no model here to compare" in done.err


@pytest.mark.parametrize(
    "condition", ["inputs-changed", "evidence-removed", "expectations-changed"]
)
def test_what_a_saved_result_cannot_tell_is_no_condition(
    condition: str, here: Path, tmp_path: Path
) -> None:
    saved = str(tmp_path / "r.json")
    call("rank", "-q", "-o", saved)
    done = call("diff", saved, "--fail-if", condition)
    assert (done.code, done.out) == (2, "")
    assert "a saved result holds none of that" in done.err


def test_it_is_told_which_expectations_held_before(here: Path) -> None:
    failing(here)
    replace(here, "policyscore.yaml", "expect:", "expect:\n  - that: rank(y) == 2")
    found = json.loads(call("diff", "main", "-f", "json").out)
    assert [(one["outcome"], one["held_before"]) for one in found["expectations"]] == [
        ("fails", True),
        ("fails", True),
    ]
    assert "It held before." in call("diff", "main").out
    git(here, "commit", "-qam", "second")
    assert "It did not hold before either." in call("diff", "HEAD").out


def test_only_new_warnings_are_news(here: Path) -> None:
    doubtful(here)
    assert "New warnings\n- 1 of 4 performances name no source\n" in call("diff", "main").out
    git(here, "commit", "-qam", "second")
    assert "New warnings" not in call("diff", "HEAD").out
    replace(here, "options/y.yaml", "b: 65", "b: {value: 65, source: s}")
    replace(here, "options/x.yaml", "a: {value: 60, source: s}", "a: 60")
    assert "New warnings" in call("diff", "HEAD").out


def test_the_exit_code_of_the_order_is_told_among_the_conditions(here: Path) -> None:
    failing(here)
    done = call("diff", "main", "--exit-code", "--fail-if", "margin<2.51", "--fail-if", "margin>9")
    assert "Of 3 conditions to fail on, 2 are met: exit code 1.\n" in done.out
    assert re.search(r"^margin<2\.51 +FAILS +2\.50$", done.out, re.M)
    assert re.search(r"^--exit-code: the order changed, or options did +FAILS +·$", done.out, re.M)


def test_a_wrong_model_fills_the_summary_of_a_diff(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    broken(here)
    done = call("diff", "main", "--summary", "-o", str(tmp_path / "out.csv"))
    assert (done.code, done.out) == (3, "")
    assert "650" in (tmp_path / "summary.md").read_text()
    assert not (tmp_path / "out.csv").exists()


def test_a_saved_result_is_a_base(here: Path, tmp_path: Path) -> None:
    saved = str(tmp_path / "r.json")
    assert call("rank", "-q", "-o", saved).code == 0
    done = call("diff", saved)
    assert told(done) == f"Nothing changed: ranking and scores are those of {saved}."
    failing(here)
    assert call("diff", saved, "--fail-if", "leader-changed").code == 1


def test_a_saved_trial_is_no_base(here: Path, tmp_path: Path) -> None:
    saved = str(tmp_path / "r.json")
    call("rank", "-q", "-o", saved, "-w", "a=3")
    done = call("diff", saved)
    assert (done.code, done.out) == (2, "")
    assert "not the model's own weights" in done.err


def test_a_shallow_clone_is_told_what_to_fetch(here: Path, tmp_path: Path) -> None:
    git(here, "checkout", "-q", "-b", "other")
    failing(here)
    git(here, "commit", "-qam", "second")
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{here}", "clone")
    done = call("diff", "main", str(tmp_path / "clone"))
    assert (done.code, done.out) == (2, "")
    assert "git fetch --depth=1 origin main" in done.err

    git(tmp_path / "clone", "fetch", "-q", "--depth=1", "origin", "main")

    assert told(call("diff", "FETCH_HEAD", str(tmp_path / "clone"))).startswith("The lead changed")


def test_a_wrong_base_is_told_by_its_revision(here: Path) -> None:
    broken(here)
    git(here, "commit", "-qam", "broken")
    replace(here, "options/y.yaml", "value: 650", "value: 65")
    done = call("diff", "HEAD")
    assert (done.code, done.out) == (3, "")
    assert "HEAD:options/y.yaml:4:14: error: b is 650" in done.err
    assert "nothing was compared" in done.err


def test_a_ref_can_be_no_option_of_git(here: Path) -> None:
    done = call("diff", "--", "--output=pwned")
    assert done.code == 2
    assert not (here / "pwned").exists()


def test_the_same_change_gives_the_same_bytes_wherever_the_model_is(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(here)
    found = [call("diff", "main", "-q", "-f", name).out for name in ("json", "csv", "markdown")]
    git(tmp_path, "clone", "-q", str(here), "elsewhere")
    monkeypatch.chdir(tmp_path / "elsewhere")
    failing(Path.cwd())
    again = [call("diff", "main", "-q", "-f", name).out for name in ("json", "csv", "markdown")]
    assert found == again


# Expectations: how they fare, and how they fared


def expect(folder: Path, *lines: str) -> None:
    """Let the model expect something else: each line is an expectation, such as `best(x)`.

    What stands behind it in braces goes with it, such as `best(x) {severity: warn}`.
    """
    told = []
    for line in lines:
        that, _, more = line.partition(" {")
        told.append(f"  - {{that: '{that}'{', ' + more if more else '}'}")
    (folder / "policyscore.yaml").write_text("\n".join(["title: Parks", "expect:", *told]) + "\n")


def notes(done: Ran) -> list[str]:
    """Return what stands below the first expectation."""
    lines = done.out[done.out.index("Expectations\n") :].splitlines()
    return [line.strip() for line in takewhile(lambda line: line.startswith(" "), lines[3:])]


def test_an_unclear_expectation_says_why_and_how_the_options_stand(here: Path) -> None:
    replace(here, "options/y.yaml", "value: 65", "value: 70")
    expect(here, "stable(a)", "rank(x) == 2")
    done = call("check")
    assert done.code == 1
    assert done.out.splitlines()[2].startswith("Of 2 expectations, 1 fails and 1 is unclear.")
    assert notes(done) == [
        "stable(a) is unclear.",
        "Unclear: stable(a): 2 options share the lead.",
        "Ranking: 1= X 60.0; 1= Y 60.0.",
    ]
    told = json.loads(call("check", "-f", "json").out)["expectations"][0]
    assert told["outcome"] == "unclear"
    assert told["under"][0]["reason"] == "stable(a): 2 options share the lead"
    assert told["under"][0]["options"][0] == {"id": "x", "rank": 1, "tied": True, "score": 60}
    annotation = call("check", "-f", "github").out.splitlines()[0]
    assert "::stable(a) is unclear. Unclear: stable(a): 2 options share" in annotation


def test_an_expectation_has_the_worst_outcome_under_any_of_the_weights(here: Path) -> None:
    """X leads under the model's own weights, and Y where b weighs three times as much as a."""
    for name in "pqr":
        weights = "{b: 3}" if name == "q" else "{a: 3}"
        (here / f"profiles/{name}.yaml").write_text(f"{{name: {name.upper()}, weights: {weights}}}")
    expect(here, "best(x) {under: all, why: agreed}")
    done = call("check")
    assert notes(done) == [
        "Under q: best(x) is no.",
        "Ranking: 1 Y 61.3; 2 X 60.0.",
        "It holds under 3 other sets of weights.",
        "Why: agreed",
    ]
    told = json.loads(call("check", "-f", "json").out)["expectations"][0]
    assert told["outcome"] == "fails"
    (git_told,) = json.loads(call("diff", "main", "-f", "json").out)["expectations"]
    assert git_told["outcome"] == "fails"


def test_under_several_weights_those_of_the_model_are_named_too(here: Path) -> None:
    failing(here)
    (here / "profiles/p.yaml").write_text("{name: P, weights: {a: 5}}")
    expect(here, "best(x) {under: all}")
    assert notes(call("check"))[0] == "Under the model's own weights: best(x) is no."
    expect(here, "best(x)")
    assert notes(call("check"))[0] == "best(x) is no."


@pytest.mark.parametrize(
    ("lines", "verdict"),
    [
        (["best(y)"], "Of 1 expectation, 1 fails."),
        (["best(y) {severity: warn}"], "Of 1 expectation, 1 fails (only to warn)."),
        (["best(y) {severity: warn}", "best(x)"], "Of 2 expectations, 1 fails (only to warn)."),
        (
            ["best(y) {severity: warn}", "rank(y) == 1"],
            "Of 2 expectations, 2 fail (1 only to warn).",
        ),
        (
            ["best(y) {severity: warn}", "rank(y) == 1 {severity: warn}"],
            "Of 2 expectations, 2 fail (only to warn).",
        ),
        (["best(x) {severity: warn}", "rank(x) == 1"], "Both expectations hold."),
    ],
)
def test_expectations_that_only_warn_are_told_from_the_others(
    lines: list[str], verdict: str, here: Path
) -> None:
    expect(here, *lines)
    assert call("check").out.splitlines()[2].startswith(verdict)


def test_an_expectation_that_only_warns_is_a_warning_in_every_format(here: Path) -> None:
    expect(here, "best(y) {severity: warn, why: the board agreed}", "best(x) {severity: warn}")
    assert "fails (warning)  best(y)" in call("check").out
    assert "holds (warning)" not in call("check", "-v").out
    assert call("check", "-f", "github").out.startswith("::warning file=policyscore.yaml,line=3")
    (told, _) = json.loads(call("check", "-f", "json").out)["expectations"]
    assert (told["severity"], told["why"]) == ("warn", "the board agreed")
    assert "warning" in call("check", "-f", "csv").out.splitlines()[1]
    assert "agreed: the board agreed" in call("check", "-f", "csv").out


def test_an_expectation_given_stands_in_no_file_but_that_of_expectations(here: Path) -> None:
    told = json.loads(call("check", "-f", "json", "--expect", "best(x)").out)["expectations"]
    assert [one["file"] for one in told] == ["policyscore.yaml", None]
    lines = call("check", "-f", "csv", "--expect", "best(y)").out.splitlines()
    assert lines[-1].startswith("error,expectation,policyscore.yaml,0,0,best(y) fails")


def test_a_mistake_of_an_expectation_given_is_told_with_a_way_to_mend_it(here: Path) -> None:
    assert "did you mean rank?" in call("check", "--expect", "rnak(x) == 1").err


@pytest.mark.parametrize(
    ("before", "now", "note"),
    [
        (["rank(x) == 1"], ["rank(x) == 1"], "It held before."),
        (["rank(x) == 1"], ["rank(x) == 1 {under: all}"], "It held before."),
        (["rank(x) == 1"], ["score(x) > 61"], "It did not hold before either."),
        (["rank(x) == 1"], ["margin(x, y) > 6 {under: [p]}"], "It held before."),
        (["rank(x) == 1"], ["rank(x) == 1 {under: [new]}"], ""),
        (["rank(x) == 1"], ["rank(z) == 1"], ""),
    ],
)
def test_whether_an_expectation_that_fails_held_before_is_told_where_that_can_be_said(
    before: list[str], now: list[str], note: str, here: Path
) -> None:
    expect(here, *before)
    git(here, "commit", "-qam", "expects")
    expect(here, *now)
    failing(here)
    text = "{name: Z, performance: {a: {value: 1, source: s}, b: {value: 1, source: s}}}"
    (here / "options/z.yaml").write_text(text)
    (here / "profiles/new.yaml").write_text("{name: New, weights: {b: 5}}")
    told = notes(call("diff", "HEAD"))
    assert [line for line in told if "before" in line] == ([note] if note else [])


def test_what_held_before_is_known_of_an_option_that_was_renamed(here: Path) -> None:
    git(here, "mv", "options/x.yaml", "options/w.yaml")
    replace(here, "policyscore.yaml", "rank(x)", "rank(w)")
    assert json.loads(call("diff", "main", "-f", "json").out)["expectations"] == [
        {
            **{"that": "rank(w) == 1", "severity": "fail", "outcome": "holds", "line": 3},
            "held_before": True,
        }
    ]


def test_an_expectation_that_holds_under_a_profile_is_told_with_it(here: Path) -> None:
    expect(here, "rank(x) == 1 {under: [p]}")
    assert notes(call("check", "-v")) == ["Under p: rank(x) is 1."]


def test_expectations_that_warn_are_counted_as_warnings(here: Path) -> None:
    expect(here, "best(y) {severity: warn}", "best(x)")
    assert call("check").out.splitlines()[2].endswith(" No errors, 1 warning.")
    doubtful(here)
    assert call("check").out.splitlines()[2].endswith(" No errors, 2 warnings.")


def test_a_warning_that_was_given_of_an_option_that_was_renamed_is_not_new(here: Path) -> None:
    """Y is worse than X on both, before and after it is called w; Z is so now."""
    replace(here, "options/y.yaml", "value: 65", "value: 55")
    git(here, "commit", "-qam", "worse")
    git(here, "mv", "options/y.yaml", "options/w.yaml")
    assert "New warnings" not in call("diff", "HEAD").out
    (here / "options/z.yaml").write_text(
        "{name: Z, performance: {a: {value: 9, source: s}, b: {value: 9, source: s}}}"
    )
    told = call("diff", "HEAD").out
    assert "- z scores nowhere higher than" in told
    assert "- w scores nowhere higher than" not in told


def test_an_expectation_given_may_be_about_a_group(here: Path) -> None:
    (here / "criteria/g.yaml").write_text("{name: G}")
    replace(here, "criteria/a.yaml", "name: A", "name: A, within: g")
    assert call("check", "--expect", "contribution(x, g) == 30").code == 0


def test_strict_is_named_as_the_reason_only_where_it_is_one(here: Path) -> None:
    reason = "with --strict, warnings fail"
    failing(here)
    assert reason not in call("check", "--strict").err
    replace(here, "policyscore.yaml", "why:", "severity: warn\n    why:")
    assert reason in call("check", "--strict").err
    assert reason not in call("check", "--strict", "--exit-zero").err
    assert reason not in call("check").err


def test_annotations_on_stdout_are_not_said_again_on_stderr(here: Path) -> None:
    failing(here)
    assert call("check", "-f", "github").err == ""
    assert "rank(x) == 1 fails" in call("check", "-f", "sarif").err


def test_an_expectation_that_fails_somewhere_fails_whatever_is_unclear_elsewhere(
    here: Path,
) -> None:
    """Under p, where a weighs five times as much, X leads by more; else the two share the lead."""
    replace(here, "options/y.yaml", "value: 65", "value: 70")
    expect(here, "stable(a) {under: all}")
    (told,) = json.loads(call("check", "-f", "json").out)["expectations"]
    assert [one["outcome"] for one in told["under"]] == ["unclear", "fails"]
    assert told["outcome"] == "fails"


# The command line


def test_all_conditions_that_are_wrong_are_told_at_once(here: Path) -> None:
    done = call("diff", "main", "--fail-if", "nope", "--fail-if", "margin")
    assert "--fail-if nope: unknown condition" in done.err
    assert "--fail-if margin: margin needs a limit" in done.err


@pytest.mark.parametrize(
    ("base", "code", "told"),
    [
        ("a\0b", 2, "error"),
        ("policyscore.yaml/x", 2, "error"),
        ("x" * 5000, 4, "cannot read x"),
        ("/dev/null", 2, "is no saved result"),
        ("profiles", 2, "profiles is a folder, and holds no model"),
    ],
)
def test_what_is_no_base_is_refused(base: str, code: int, told: str, here: Path) -> None:
    done = call("diff", base)
    assert (done.code, done.out) == (code, "")
    assert told in done.err


def test_a_wrong_model_is_told_with_the_number_of_files_that_were_looked_at(here: Path) -> None:
    """A link that is not followed is a file that was looked at too."""
    broken(here)
    assert json.loads(call("check", "-f", "json").out)["files"] == 6
    (here / "options/z.yaml").symlink_to("/nowhere")
    assert json.loads(call("check", "-f", "json").out)["files"] == 7


# The summary of a job


@pytest.mark.parametrize(
    "command", [["check"], ["diff", "main"], ["rank"], ["compare"]], ids=lambda c: " ".join(c)
)
def test_the_markdown_goes_to_the_summary_too(
    command: list[str], here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    plain = call(*command)
    assert call(*command, "--summary").out == plain.out
    assert summary.read_text() == "before\n\n" + call(*command, "-f", "markdown").out


def test_the_summary_of_a_wrong_model_names_its_errors(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    broken(here)
    assert call("check", "--summary").code == 3
    assert "650" in (tmp_path / "summary.md").read_text()


def test_the_model_under_test_loads(here: Path) -> None:
    assert len(load(here).model.options) == 2


def test_a_warning_of_loading_that_was_there_before_is_not_new(tmp_path: Path) -> None:
    """A curve that does not start at 0 is found while reading, other doubts afterwards."""
    folder = write_files(tmp_path / "here", MODEL)
    replace(folder, *UNTIE)
    replace(folder, "criteria/b.yaml", "best: 100", "best: 100, curve: [[0, 10], [100, 100]]")
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "first")
    assert "New warnings" not in call("diff", "HEAD", str(folder)).out
