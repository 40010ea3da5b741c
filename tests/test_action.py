"""action.yml: its scripts run in jobs made here, on real repositories, with a gh that pretends."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, write_files
from tests.jobs import ACTION, ALONE, BOT, Ended, Job, commit, git

MODEL = """
    --- policyscore.yaml
    title: Parks
    expect:
      - that: rank(x) == 1
        why: the board agreed
    --- criteria/a.yaml
    {name: A, weight: 1, scale: {worst: 0, best: 100}}
    --- options/x.yaml
    {name: X, performance: {a: {value: 60, source: s}}}
    --- options/y.yaml
    {name: Y, performance: {a: {value: 50, source: s}}}
    """
X, Y = "options/x.yaml", "options/y.yaml"
MARK = "<!-- policyscore:diff:. -->\n"
Edit = tuple[str, str, str]
HIGHER: Edit = (X, "value: 60", "value: 70")
OVERTAKEN: Edit = (Y, "value: 50", "value: 65")
BROKEN: Edit = (X, "value: 60", "value: 600")


def edit(model: Path, *edits: Edit) -> None:
    for name, old, new in edits:
        text = (model / name).read_text(encoding="utf-8")
        assert old in text
        (model / name).write_text(text.replace(old, new), encoding="utf-8")


class PullRequest:
    """A pull request in a repository, checked out as actions/checkout does it: merged, shallow."""

    def __init__(self, tmp_path: Path, folder: str = ".", model: str = MODEL) -> None:
        self.origin, self.tmp_path = tmp_path / "origin", tmp_path
        self.model = self.origin / folder
        self.origin.mkdir()
        git(self.origin, "init", "--quiet", "--initial-branch=main")
        (self.origin / "README").write_text("hello\n", encoding="utf-8")
        write_files(self.model, model)
        self.base = commit(self.origin)
        git(self.origin, "switch", "--quiet", "--create", "work")

    def job(self, *edits: Edit, depth: int = 1, ref: str = "merge") -> Job:
        """Return a job for the request after further edits, in a fresh clone."""
        edit(self.model, *edits)
        commit(self.origin)
        merged = git(self.origin, "commit-tree", "work^{tree}", "-p", "main", "-p", "work", "-mM")
        git(self.origin, "update-ref", "refs/pull/7/merge", merged)
        git(self.origin, "update-ref", "refs/pull/7/head", "work")
        workspace = self.tmp_path / f"clone-{len(list(self.tmp_path.iterdir()))}"
        workspace.mkdir()
        git(workspace, "init", "--quiet")
        git(workspace, "remote", "add", "origin", self.origin.as_uri())
        fetched = f"+refs/pull/7/{ref}:refs/remotes/pull/7/{ref}"
        git(workspace, "fetch", "--quiet", "--no-tags", f"--depth={depth}", "origin", fetched)
        git(workspace, "checkout", "--quiet", "--detach", f"refs/remotes/pull/7/{ref}")
        return Job(self.tmp_path / "job", workspace, base=self.base)


@pytest.fixture
def pull(tmp_path: Path) -> PullRequest:
    """Return a pull request without a commit of its own, on the model of this file."""
    return PullRequest(tmp_path)


def annotations(ended: Ended, level: str) -> list[str]:
    return re.findall(f"^::{level} .*$", ended.log, re.MULTILINE)


# The comment


def test_the_first_run_comments_sums_up_and_passes_on_ids(pull: PullRequest) -> None:
    job = pull.job(OVERTAKEN, (X, "value: 60", "value: 66"))

    ended = job.run(comment="true")

    assert ended.code == 0, ended.log
    (comment,) = job.comments
    assert comment.startswith(f"{MARK}## Parks: changes since {pull.base[:10]}\n")
    assert "X still leads, by 1.0" in comment
    assert "## Parks: check" in ended.summary
    assert comment.removeprefix(MARK) in ended.summary
    assert "X still leads, by 1.0" in ended.log
    assert (ended.outputs["changed"], ended.outputs["leader"]) == ("true", "x")
    figures = json.loads(Path(ended.outputs["json-path"]).read_text(encoding="utf-8"))
    assert figures["schema"] == "policyscore.diff/1"
    assert annotations(ended, "error") + annotations(ended, "notice") == []


def test_the_next_run_updates_the_comment_and_adds_none(pull: PullRequest) -> None:
    pull.job(HIGHER).run(comment="true")
    job = pull.job((X, "value: 70", "value: 80"))

    ended = job.run(comment="true")

    (comment,) = job.comments
    assert "X still leads, by 30.0 (before 10.0)" in comment
    assert "Updated the comment." in ended.log


def test_a_comment_that_says_so_already_is_left_alone(pull: PullRequest) -> None:
    job = pull.job(HIGHER)
    job.run(comment="true")

    ended = job.run(comment="true")

    assert "The comment says so already." in ended.log
    assert job.told_to_gh()["written"] == 1


def test_where_nothing_changed_no_comment_is_begun(pull: PullRequest) -> None:
    job = pull.job((X, "{name", "# a remark\n{name"))

    ended = job.run(comment="true")

    assert (ended.code, job.comments) == (0, [])
    assert ended.outputs["changed"] == "false"
    assert ended.outputs["leader"] == "x"
    assert "Nothing changed" in ended.summary


def test_a_change_taken_back_is_said_in_the_comment_there_is(pull: PullRequest) -> None:
    pull.job(HIGHER).run(comment="true")
    job = pull.job((X, "value: 70", "value: 60"))

    job.run(comment="true")

    (comment,) = job.comments
    assert "Nothing changed" in comment


def test_without_the_input_nobody_asks_github(pull: PullRequest) -> None:
    job = pull.job(HIGHER)

    ended = job.run()

    assert (ended.code, ended.outputs["changed"]) == (0, "true")
    assert job.told_to_gh()["asked"] == []


@pytest.mark.parametrize("head", ["stranger/decisions", None])
def test_on_a_fork_there_is_the_summary_and_no_comment(pull: PullRequest, head: str | None) -> None:
    job = pull.job(HIGHER)
    job.head = head

    ended = job.run(comment="true")

    assert ended.code == 0
    assert job.told_to_gh()["asked"] == []
    (notice,) = annotations(ended, "notice")
    assert "from a fork" in notice
    assert "X still leads" in ended.summary


def test_outside_of_a_pull_request_nothing_is_compared_or_commented(pull: PullRequest) -> None:
    job = pull.job(HIGHER)
    job.event = "push"

    ended = job.run(comment="true")

    assert ended.code == 0
    assert (ended.outputs["changed"], ended.outputs["leader"]) == ("false", "x")
    assert Path(ended.outputs["json-path"]).name == "rank.json"
    assert "X has the highest score" in ended.summary
    assert job.told_to_gh()["asked"] == []


def test_a_trigger_with_more_rights_is_not_taken_for_a_pull_request(pull: PullRequest) -> None:
    job = pull.job(HIGHER)
    job.event = "pull_request_target"

    ended = job.run(comment="true")

    assert (ended.code, ended.outputs["changed"]) == (0, "false")
    assert job.told_to_gh()["asked"] == []


def test_a_comment_of_somebody_else_with_the_mark_is_not_touched(pull: PullRequest) -> None:
    job = pull.job(HIGHER)
    foreign = {"id": 1, "user": {"login": "stranger"}, "body": f"{MARK}All is well."}
    job.told_to_gh(comments=[foreign, foreign | {"id": 2, "user": None}])

    job.run(comment="true")

    assert job.comments[:2] == [foreign["body"]] * 2
    assert job.comments[2].startswith(f"{MARK}## Parks")
    assert job.told_to_gh()["comments"][2]["user"]["login"] == BOT


def test_a_token_without_rights_is_a_warning_and_fails_nothing(pull: PullRequest) -> None:
    job = pull.job(HIGHER)
    job.told_to_gh(refuses=True)

    ended = job.run(comment="true")

    assert ended.code == 0
    warning = annotations(ended, "warning")[-1]
    assert "not accessible by integration (HTTP 403)" in warning


def test_without_gh_there_is_a_warning(pull: PullRequest) -> None:
    job = pull.job(HIGHER)
    (job.folder / "bin" / "gh").write_text("#!/nowhere/at/all\n", encoding="utf-8")

    ended = job.run(comment="true")

    assert ended.code == 0
    warning = annotations(ended, "warning")[-1]
    assert "cannot run gh" in warning


def test_a_long_comment_ends_after_a_line(tmp_path: Path) -> None:
    pull = PullRequest(tmp_path, "old")
    new = write_files(pull.origin / "new", MODEL)
    for i in range(90):
        option = f"{{name: {'a long name ' * 80}{i}, performance: {{a: {{value: 1}}}}}}"
        (new / "options" / f"o{i}.yaml").write_text(option, encoding="utf-8")
    job = pull.job()

    ended = job.run(comment="true", model="new")

    (comment,) = job.comments
    assert ended.code == 0, ended.log
    assert 60_000 < len(comment) <= 65_536
    assert comment.endswith(" |\n\nThe rest has no room here: see the summary of the job.\n")
    assert len(ended.summary) > len(comment)


def test_a_comment_that_is_cut_closes_what_folds_away() -> None:
    code = "import comment, sys; sys.stdout.write(comment.fitting(sys.stdin.read()))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT / ".github" / "action",
        input="## A\n\n<details><summary>s</summary>\n\n" + "| row |\n" * 10_000 + "\n</details>\n",
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(done.stdout) <= 65_536
    assert "| row |\n</details>\n\nThe rest" in done.stdout


# Gates and models that are wrong


def test_a_gate_that_fails_does_so_after_summary_and_comment(pull: PullRequest) -> None:
    job = pull.job(HIGHER)

    ended = job.run(comment="true", fail_if="leader-changed\nmargin < 50")

    assert ended.code == 1
    (comment,) = job.comments
    assert "| margin&lt;50 | FAILS | 20.0 |" in comment
    assert "| leader-changed | passes | · |" in comment
    assert comment.removeprefix(MARK) in ended.summary
    assert ended.outputs["changed"] == "true"


def test_an_expectation_that_fails_is_annotated_compared_and_commented(pull: PullRequest) -> None:
    job = pull.job(OVERTAKEN)

    ended = job.run(comment="true")

    assert ended.code == 1
    (error,) = annotations(ended, "error")
    assert "file=policyscore.yaml,line=3" in error
    assert ended.outputs["leader"] == "y"
    assert "The lead changed" in job.comments[0]


def test_a_broken_model_is_annotated_and_ends_with_3(pull: PullRequest) -> None:
    job = pull.job(BROKEN)

    ended = job.run(comment="true", fail_if="leader-changed")

    assert ended.code == 3
    (error,) = annotations(ended, "error")
    assert f"file={X},line=1" in error
    assert ended.outputs == {"changed": "false", "leader": "", "json-path": ""}
    assert job.comments == []
    assert X in ended.summary


def test_a_model_that_breaks_replaces_what_the_comment_said(pull: PullRequest) -> None:
    pull.job(HIGHER).run(comment="true")
    job = pull.job((X, "value: 70", "value: 700"))

    assert job.run(comment="true").code == 3

    (comment,) = job.comments
    assert comment.startswith(f"{MARK}## ")
    assert "700" in comment
    assert "still leads" not in comment


def test_a_model_that_was_broken_before_is_ranked(tmp_path: Path) -> None:
    pull = PullRequest(tmp_path, model=MODEL.replace("value: 60", "value: 600"))
    job = pull.job((X, "value: 600", "value: 60"))

    ended = job.run(comment="true", fail_if="leader-changed")

    assert (ended.code, ended.outputs["changed"], ended.outputs["leader"]) == (0, "true", "x")
    (notice,) = annotations(ended, "notice")
    assert f"the model in `{pull.base[:10]}` has errors" in notice
    assert "X has the highest score" in job.comments[0]


def test_strict_and_locked_are_those_of_check(pull: PullRequest) -> None:
    job = pull.job((X, ", source: s", ""))

    assert job.run().code == 0
    assert job.run(strict="true").code == 1
    ended = job.run(locked="true")
    assert ended.code == 2
    assert "has no policyscore.lock" in ended.log
    assert job.comments == []


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        ({"strict": "yes"}, "The input strict is true or false, not yes."),
        ({"model": "nowhere"}, "no such folder: nowhere"),
        ({"model": "--help"}, "no such folder: --help"),
        ({"fail_if": "leader-chnged"}, "did you mean leader-changed?"),
        ({"base": "--output=x"}, "The base --output=x is not in this clone"),
        ({"base": "HEAD~30"}, "The base HEAD~30 is not in this clone"),
    ],
)
def test_wrong_inputs_fail_and_are_told(
    pull: PullRequest, inputs: dict[str, str], told: str
) -> None:
    job = pull.job(HIGHER)

    ended = job.run(False, comment="true", **inputs)

    assert ended.code in (2, 4)
    assert told in ended.log
    assert job.comments == []
    assert not (job.workspace / "x").exists()


# Where the model lies, and what it is compared with


def test_a_model_in_a_folder_has_annotations_and_a_comment_of_its_own(tmp_path: Path) -> None:
    pull = PullRequest(tmp_path, "decisions/our--parks")
    job = pull.job(OVERTAKEN)

    ended = job.run(comment="true", model="./decisions/our--parks/")

    assert ended.code == 1
    (error,) = annotations(ended, "error")
    assert "file=decisions/our--parks/policyscore.yaml,line=3" in error
    assert job.comments[0].startswith("<!-- policyscore:diff:decisions/our-%2Dparks -->\n## Parks")


def test_two_models_have_a_comment_each(tmp_path: Path) -> None:
    pull = PullRequest(tmp_path, "one")
    write_files(pull.origin / "two", MODEL)
    job = pull.job(HIGHER)

    job.run(comment="true", model="one")
    job.run(comment="true", model="two")

    assert [comment.partition("\n")[0] for comment in job.comments] == [
        "<!-- policyscore:diff:one -->",
        "<!-- policyscore:diff:two -->",
    ]


def test_a_new_model_is_ranked_and_said_to_be_new(tmp_path: Path) -> None:
    pull = PullRequest(tmp_path, "old")
    write_files(pull.origin / "new", MODEL)
    job = pull.job()

    ended = job.run(comment="true", model="new", fail_if="leader-changed")

    assert (ended.code, ended.outputs["changed"], ended.outputs["leader"]) == (0, "true", "x")
    (notice,) = annotations(ended, "notice")
    assert f"no condition judged: `{pull.base[:10]}` holds no model here yet." in notice
    (comment,) = job.comments
    assert "X has the highest score" in comment
    assert "holds no model here yet" in comment


def test_the_base_is_what_the_request_was_merged_into(pull: PullRequest) -> None:
    """The event may tell of an older commit of the branch; what others did since is not shown."""
    edit(pull.model, HIGHER)
    git(pull.origin, "stash", "--quiet")
    git(pull.origin, "switch", "--quiet", "main")
    edit(pull.model, OVERTAKEN)
    newer = commit(pull.origin)
    git(pull.origin, "switch", "--quiet", "work")
    git(pull.origin, "rebase", "--quiet", "main")
    git(pull.origin, "stash", "pop", "--quiet")
    job = pull.job()

    ended = job.run()

    assert job.base != newer
    assert f"changes since {newer[:10]}" in ended.summary
    assert "The lead changed: X leads now by 5.0" in ended.summary


def test_where_the_head_is_checked_out_the_base_is_that_of_the_event(pull: PullRequest) -> None:
    ended = pull.job(HIGHER, ref="head").run()

    assert ended.code == 0, ended.log
    assert f"changes since {pull.base[:10]}" in ended.summary


def test_with_a_depth_of_two_nothing_is_fetched(pull: PullRequest) -> None:
    job = pull.job(HIGHER, depth=2)
    git(job.workspace, "remote", "remove", "origin")

    ended = job.run()

    assert (ended.code, ended.outputs["changed"]) == (0, "true")


def test_a_base_that_cannot_be_fetched_fails_and_says_what_to_do(pull: PullRequest) -> None:
    job = pull.job(HIGHER)
    git(job.workspace, "remote", "set-url", "origin", (pull.tmp_path / "gone").as_uri())

    ended = job.run(comment="true")

    assert ended.code == 4
    (error,) = annotations(ended, "error")
    assert f"The base {pull.base} is not in this clone" in error
    assert "fetch-depth: 2" in error
    assert job.comments == []


@pytest.mark.parametrize("base", ["main", "origin/main", "main:"])
def test_a_branch_that_the_clone_lacks_is_fetched(pull: PullRequest, base: str) -> None:
    job = pull.job(HIGHER)
    job.event = "push"

    ended = job.run(base=base)

    assert (ended.code, ended.outputs["changed"]) == (0, "true"), ended.log
    assert f"changes since {pull.base[:10]}" in ended.summary


def test_a_branch_that_the_clone_has_keeps_its_name(pull: PullRequest) -> None:
    job = pull.job(HIGHER)
    git(job.workspace, "fetch", "--quiet", "--depth=1", "origin", "main:agreed")

    assert "changes since agreed" in job.run(base="agreed").summary


def test_a_saved_result_and_a_folder_are_bases_too(pull: PullRequest) -> None:
    job = pull.job()
    job.event = "push"
    saved = Path(job.run().outputs["json-path"])
    write_files(pull.tmp_path / "before", MODEL)
    job = pull.job(HIGHER)

    for base in (saved, pull.tmp_path / "before"):
        ended = job.run(base=str(base))
        assert (ended.code, ended.outputs["changed"]) == (0, "true"), ended.log


# What is installed, and who sees the token


@pytest.mark.parametrize("version", ["", "0.1.0"])
def test_what_came_with_the_action_or_a_version_is_installed(
    pull: PullRequest, tmp_path: Path, version: str
) -> None:
    """Without a network: from the source by the tests' own tools, or from a folder of wheels."""
    wheels = tmp_path / "wheels"
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(wheels)]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True)
    job = pull.job(HIGHER)
    (job.workspace / "pip.py").write_text("raise SystemExit(9)\n", encoding="utf-8")
    ours = next(path for path in map(Path, sys.path) if (path / "hatchling").is_dir())
    job.variables = {
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_IGNORE_INSTALLED": "1",
        "PIP_NO_BUILD_ISOLATION": "0",
        "PIP_FIND_LINKS": str(wheels),
        "PYTHONPATH": str(ours),
    }

    ended = job.run(install=True, version=version)

    assert (ended.code, ended.outputs["leader"]) == (0, "x"), ended.log
    (environment,) = (job.folder / "temp").glob("policyscore-*/pyvenv.cfg")
    python = str(environment.parent / "bin" / "python")
    run = [python, "-c", "import policyscore; print(policyscore.__file__)"]
    found = subprocess.run(run, capture_output=True, text=True, check=True, env=ALONE)
    assert found.stdout.startswith(str(environment.parent))


def test_only_the_step_that_comments_sees_the_token() -> None:
    seeing = [
        step["name"]
        for step in ACTION["runs"]["steps"]
        if "token" in json.dumps([step.get("env"), step.get("with"), step.get("run")]).lower()
    ]
    assert seeing == ["Comment"]
