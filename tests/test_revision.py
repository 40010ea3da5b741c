"""A model read out of a commit: the rules of a folder, and nothing but the commit is looked at."""

import os
import shlex
import shutil
import subprocess
import sys
import zlib
from collections.abc import Mapping
from hashlib import sha1
from pathlib import Path

import pytest

from policyscore.cli.running import run as run_cli
from policyscore.faults import CannotAccess, Misuse, WrongModel
from policyscore.load import Loaded, load, load_revision
from policyscore.load.commits import parts
from tests.models import GOOD, laid, line_of

CHARGE = GOOD["options/charge.yaml"]
LACKS = "BASE: there is no folder, branch, tag or commit"
DATED = {f"GIT_{who}_DATE": "2026-01-02T03:04:05Z" for who in ("AUTHOR", "COMMITTER")}
NAMED = {
    f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
}
ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let git see no settings of whoever runs the tests."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in ALONE.items():
        monkeypatch.setenv(name, value)


def git(where: Path, *arguments: str, given: bytes = b"") -> str:
    """Return what git prints in a folder, without the last line break."""
    done = subprocess.run(
        ["git", "-C", str(where), *arguments],
        input=given,
        capture_output=True,
        env={**os.environ, **NAMED, **DATED},
        check=True,
    )
    return os.fsdecode(done.stdout).removesuffix("\n")


def commit(where: Path, message: str = "a change") -> str:
    """Commit whatever is in a folder and return the commit."""
    git(where, "add", "--all", "--force", ".")
    git(where, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(where, "rev-parse", "HEAD")


def repository(where: Path, files: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Return a repository on the branch main that holds the good model with files laid over it."""
    where.mkdir(parents=True, exist_ok=True)
    git(where, "init", "--quiet", "--initial-branch=main")
    commit(laid(where, files))
    return where


def renamed(root: Path, name: str) -> None:
    """Call the option `charge` something else, in the folder."""
    (root / "options" / "charge.yaml").write_text(CHARGE.replace("Charge", name))


def charge(loaded: Loaded) -> str:
    """Return what the option `charge` is called."""
    return loaded.model.options["charge"].name


def said(root: Path, base: str) -> list[str]:
    """Return a line for each error and warning of loading a revision."""
    try:
        return [line_of(fault) for fault in load_revision(root, base).warnings]
    except WrongModel as wrong:
        return [line_of(fault) for fault in wrong.faults]


def misuse(root: Path, base: str) -> str:
    """Return why a revision cannot be what is meant."""
    with pytest.raises(Misuse) as caught:
        load_revision(root, base)
    return str(caught.value)


def refusal(root: Path, base: str) -> str:
    """Return why a revision cannot be read."""
    with pytest.raises(CannotAccess) as caught:
        load_revision(root, base)
    return str(caught.value)


def crafted(root: Path, kind: str, body: bytes) -> str:
    """Write an object that git would not write, and return it."""
    content = f"{kind} {len(body)}\0".encode() + body
    known = sha1(content).hexdigest()
    path_of(root, known).parent.mkdir(exist_ok=True)
    path_of(root, known).write_bytes(zlib.compress(content))
    return known


def path_of(root: Path, known: str) -> Path:
    """Return the file that holds an object."""
    return root / ".git" / "objects" / known[:2] / known[2:]


def wrapped(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a shell script before the real git, which it finds in $GIT."""
    (folder / "git").write_text(f"#!/bin/sh\nGIT={shutil.which('git')}\n{script}\n")
    (folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


# What is read


def test_a_clean_folder_and_its_commit_are_the_same_model(tmp_path: Path) -> None:
    root = repository(tmp_path, {"policyscore.yaml": "title: T\n", "profiles/p.yml": "x"})
    (root / "profiles" / "p.yml").write_text("name: P\nweights: {cost: 1}\n")
    commit(root)

    disk, there = load(root), load_revision(root, "HEAD")

    assert there.files == disk.files
    assert there.inputs() == disk.inputs()
    assert there.model == disk.model
    assert (there.warnings, there.revision, disk.revision) == (disk.warnings, "HEAD:", "")


def test_a_dirty_tree_is_not_seen(tmp_path: Path) -> None:
    root = repository(tmp_path)
    before = load_revision(root, "HEAD").inputs()
    renamed(root, "Toll")
    git(root, "add", ".")
    (root / "options" / "wait.yaml").unlink()
    (root / "options" / "new.yaml").write_text("?")

    assert load_revision(root, "main").inputs() == before
    assert charge(load_revision(root, "main")) == "Charge"


@pytest.mark.parametrize(
    "base",
    ["v1", "v2", "HEAD~1", "HEAD^", "main~1", "main^{/begin}", "topic/a b".replace(" ", "-")],
)
def test_a_commit_goes_by_any_name_that_git_knows(tmp_path: Path, base: str) -> None:
    root = repository(tmp_path)
    git(root, "commit", "--quiet", "--amend", "--message", "begin: with a colon")
    git(root, "tag", "v1")
    git(root, "tag", "-a", "-m", "annotated", "v2")
    git(root, "branch", "topic/a-b")
    renamed(root, "Toll")
    now = commit(root)

    assert charge(load_revision(root, base)) == "Charge"
    assert charge(load_revision(root, now[:10])) == "Toll"


def test_a_detached_head_has_a_past(tmp_path: Path) -> None:
    root = repository(tmp_path)
    git(root, "checkout", "--quiet", "--detach")
    renamed(root, "Toll")
    commit(root)
    assert [charge(load_revision(root, base)) for base in ("HEAD", "@~1", "main")] == [
        *("Toll", "Charge", "Charge")
    ]


def test_a_model_in_a_sub_folder_is_read_from_there(tmp_path: Path) -> None:
    root = repository(tmp_path, {"models/roads/policyscore.yaml": "title: Roads\n"})
    inner = laid(root / "models" / "roads")
    commit(root)
    loaded = load_revision(inner, "main")
    assert (loaded.model.decision.title, loaded.revision) == ("Roads", "main:models/roads/")
    assert load_revision(root, "main:").model.decision.title == ""


@pytest.mark.parametrize("base", ["main:old/model", "main:old/model/", "main:old//./model"])
def test_a_path_after_a_colon_names_where_the_model_was(tmp_path: Path, base: str) -> None:
    root = repository(tmp_path / "r", {"old/model/policyscore.yaml": "title: Old\n"})
    laid(root / "old" / "model")
    commit(root)
    git(root, "mv", "old/model", "new")
    loaded = load_revision(root / "new", base)
    assert (loaded.model.decision.title, loaded.revision) == ("Old", "main:old/model/")


@pytest.mark.parametrize("base", ["main:./b", "main:b", "main:./a/../b"])
def test_a_path_with_a_dot_begins_at_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, base: str
) -> None:
    root = repository(tmp_path / "r")
    for name in ("a", "b"):
        laid(root / name, {"policyscore.yaml": f"title: {name}\n"})
    commit(root)
    monkeypatch.chdir(root)
    loaded = load_revision(Path("a"), base)
    assert (loaded.model.decision.title, loaded.revision) == ("b", "main:b/")
    monkeypatch.chdir(root / "a")
    assert load_revision(root, "main:.").model.decision.title == "a"
    assert load_revision(root, "main:..").revision == "main:"
    assert "holds no model at ../x (" in misuse(root, "main:../../x")


def test_a_folder_may_be_relative_or_reached_by_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = repository(tmp_path / "there" / "r")
    laid(root / "-model", {"policyscore.yaml": "title: Inner\n"})
    commit(root)
    (tmp_path / "here").symlink_to(root / "-model")
    monkeypatch.chdir(root)
    for folder in (tmp_path / "here", Path("-model"), Path("../r/-model")):
        for base in ("main", "main:./-model", "main:-model"):
            assert load_revision(folder, base).revision == "main:-model/"
    assert load_revision(Path(), "main").revision == "main:"
    monkeypatch.chdir(tmp_path / "here")
    assert load_revision(Path(), "main:./").model.decision.title == "Inner"


def test_a_linked_working_tree_reads_from_the_repository(tmp_path: Path) -> None:
    root = repository(tmp_path / "r")
    git(root, "worktree", "add", "--quiet", str(tmp_path / "tree"))
    assert charge(load_revision(tmp_path / "tree", "main")) == "Charge"


def test_what_a_hook_sets_for_its_own_repository_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = laid(repository(tmp_path / "r") / "inner", {"policyscore.yaml": "title: Inner\n"})
    commit(root)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"):
        monkeypatch.setenv(name, ".git")
    assert load_revision(root, "main").model.decision.title == "Inner"


# The rules of a folder


def test_files_with_a_mark_and_windows_line_ends_are_read_as_committed(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbf" + CHARGE.replace("\n", "\r\n").encode()
    root = repository(tmp_path, {"options/charge.yaml": content})
    loaded = load_revision(root, "HEAD")
    assert {file.name: file.content for file in loaded.files}["options/charge.yaml"] == content
    assert loaded.inputs() == load(root).inputs()


@pytest.mark.parametrize(
    "files",
    [
        {"options/README.md": "x", "criteria/more/a.yaml": "x", "option/a.yaml": "x"},
        {"options/.hidden.yaml": "\0", "options/charge.yaml~": "\0", "polcyscore.yml": "x"},
        {"options/Charge.yaml": "x", "options/con.yaml": "x", "options/charge.yml": "x"},
        {"policyscore.yaml": "titel: x", "Policyscore.YML": "x", "Options": "x"},
        {"policyscore.yaml/x": "x", "options/tram.yaml/x": "x", "options/empty.yaml": ""},
        {"options/line\nbreak.yaml": "x", "options/tab\t.yaml": "x", "options/é.txt": "x"},
        {"criteria/cost.yaml": None, "criteria/equity.yaml": None, "criteria/x.txt": "x"},
        {"options/charge.yaml": None, "options/wait.yaml": None, "profil\u212a": "x"},
        {"options/charge.yaml": "name: [", "options/wait.yaml": b"name: \xff"},
    ],
)
def test_what_is_said_of_a_folder_is_said_of_its_commit(
    tmp_path: Path, files: dict[str, str | bytes | None]
) -> None:
    root = repository(tmp_path, files)
    for folder in root.iterdir():
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()  # git has no empty folders
    try:
        there = [line_of(fault) for fault in load(root).warnings]
    except WrongModel as wrong:
        there = [line_of(fault) for fault in wrong.faults]
    assert there
    assert said(root, "HEAD") == there


def test_a_name_that_is_not_utf_8_is_refused_or_skipped(tmp_path: Path) -> None:
    root = repository(tmp_path)
    for name in (b"caf\xe9.yaml", b"caf\xe9.txt"):
        Path(os.fsdecode(os.fsencode(root) + b"/options/" + name)).write_text("x")
    commit(root)
    stray, refused = said(root, "HEAD")
    assert stray.startswith("options/caf\udce9.txt: warning: not read")
    assert refused.startswith("options/caf\udce9.yaml: caf\udce9 cannot be an id")


def test_a_file_of_more_than_a_mebibyte_is_refused_unread(tmp_path: Path) -> None:
    padding = b"#" * (1_048_576 - len(CHARGE))
    root = repository(tmp_path, {"options/charge.yaml": CHARGE.encode() + padding})
    (root / "options" / "wait.yaml").write_bytes(b"#" * 1_048_577)
    commit(root)
    assert said(root, "HEAD~1") == []
    assert said(root, "HEAD") == [
        "options/wait.yaml: the file is larger than 1 MiB; shorten its texts"
    ]


def test_links_are_not_followed(tmp_path: Path) -> None:
    root = repository(tmp_path / "r")
    (root / "options" / "toll.yaml").symlink_to("charge.yaml")
    (root / "policyscore.yaml").symlink_to("/etc/passwd")
    (root / "there").mkdir()
    (root / "profiles").symlink_to("there")
    commit(root)
    link = "a symbolic link in a commit is not followed; put the file itself there"
    assert said(root, "HEAD") == [
        f"options/toll.yaml: {link}",
        f"policyscore.yaml: {link}",
        "profiles: profiles is no folder, or a link, which is not followed in a commit; "
        "put each profile into profiles/ as a file",
    ]


def test_submodules_are_folders_without_files(tmp_path: Path) -> None:
    root = repository(tmp_path)
    head = git(root, "rev-parse", "HEAD")
    for name in ("options/tram.yaml", "profile", "profiles"):
        git(root, "update-index", "--add", "--cacheinfo", f"160000,{head},{name}")
    git(root, "commit", "--quiet", "--message", "submodules")
    assert said(root, "HEAD") == [
        "options/tram.yaml: warning: sub-folders are not read; move its files into options/",
        "profile: warning: not read; rename it if it is meant as profiles",
    ]
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{head},policyscore.yaml")
    git(root, "commit", "--quiet", "--message", "one more")
    (error,) = [line for line in said(root, "HEAD") if "warning" not in line]
    assert error.startswith("policyscore.yaml: only regular files are read, no folders")


def test_a_pointer_to_a_large_file_is_no_file(tmp_path: Path) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n"
    root = repository(tmp_path, {"options/charge.yaml": pointer})
    assert said(root, "HEAD") == [
        "options/charge.yaml: the commit holds a pointer of Git LFS; keep the file itself in git"
    ]


def test_a_crafted_tree_is_a_wrong_model_and_no_bug(tmp_path: Path) -> None:
    root = repository(tmp_path)
    blob, criteria = (
        bytes.fromhex(git(root, "rev-parse", f"HEAD:{name}"))
        for name in ("options/wait.yaml", "criteria")
    )
    inner = b"".join(b"100644 %s\0" % name + blob for name in (b"..", b"/x.yaml", b"a/b.yaml"))
    options = bytes.fromhex(crafted(root, "tree", inner))
    tree = crafted(root, "tree", b"40000 criteria\0" + criteria + b"40000 options\0" + options)
    assert [line.partition(";")[0] for line in said(root, git(root, "commit-tree", tree))] == [
        "options//x.yaml: /x cannot be an id: the file's name without .yaml is one",
        "options/a/b.yaml: a/b cannot be an id: the file's name without .yaml is one",
    ]


# What is wrong with the model


@pytest.mark.parametrize(("inner", "before"), [("", "main:"), ("m", "main:m/")])
def test_faults_are_placed_as_git_names_files(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    inner: str,
    before: str,
) -> None:
    root = repository(tmp_path / "r")
    model = laid(
        root / inner, {"options/charge.yaml": "name: A\nnmae: B\nperformance: {cost: 1}\n"}
    )
    commit(root)
    renamed(model, "mended")
    monkeypatch.setattr(
        "policyscore.cli.running._answered", lambda _: load_revision(model, "main") and 0
    )
    assert run_cli([]) == 3
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith(f"{before}options/charge.yaml:2:1: error: ")
    assert lines[-1] == f"2 errors in 1 file of {before[:-1]}; nothing was compared."


@pytest.mark.parametrize("inner", [".", "m"])
def test_a_wrong_model_says_what_git_writes_before_its_files(tmp_path: Path, inner: str) -> None:
    root = repository(tmp_path / "r")
    model = laid(root / inner, {"options/charge.yaml": "name: A\nperformance: {}\n"})
    (model / "policyscore.yaml").write_text("expect: []\n")
    commit(root)
    with pytest.raises(WrongModel) as caught:
        load_revision(model, "HEAD")
    assert caught.value.revision == ("HEAD:" if inner == "." else "HEAD:m/")
    assert caught.value.root == model
    name = f"{caught.value.revision}{caught.value.faults[0].place.file}"
    assert git(root, "show", name) == caught.value.texts["options/charge.yaml"].rstrip("\n")


def test_faults_found_in_the_finished_model_are_of_the_commit_too(tmp_path: Path) -> None:
    files = {name: GOOD[name].replace("weight: ", "weight: 0.0") for name in GOOD}
    zero = {name: text.replace("0.03", "0").replace("0.02", "0") for name, text in files.items()}
    root = repository(tmp_path, zero)
    with pytest.raises(WrongModel) as caught:
        load_revision(root, "HEAD")
    assert caught.value.revision == "HEAD:"


# Names that are none


def test_a_commit_that_is_none_is_misuse_with_the_name_that_is_meant(tmp_path: Path) -> None:
    root = repository(tmp_path)
    git(root, "branch", "feature/toll")
    git(root, "tag", "v1.0")
    git(root, "branch", "twice")
    git(root, "tag", "twice")
    git(root, "update-ref", "refs/remotes/origin/release", "HEAD")
    for base, wanted in {
        "mian": " mian; did you mean main?",
        "feature/tol": " feature/tol; did you mean feature/toll?",
        "release": " release; did you mean origin/release?",
        "release~0:m": " release~0; did you mean origin/release~0:m?",
        "mian^2:model": " mian^2; did you mean main^2:model?",
        "twicee": " twicee; did you mean twice?",
        "v1": " v1; did you mean v1.0?",
        "zzz": " zzz",
        "main~7": " main~7",
        "main@{99}": " main@{99}",
        "main:options": None,
        "0" * 40: f" {'0' * 40}",
        "": " ",
        ":/begin": " :/begin",
        ":0:options": " :0:options",
        "~": " ~",
    }.items():
        if wanted is not None:
            assert misuse(root, base) == LACKS + wanted


def test_a_tree_or_a_file_is_no_commit(tmp_path: Path) -> None:
    root = repository(tmp_path)
    for name in ("HEAD:options", "HEAD:options/wait.yaml"):
        base = git(root, "rev-parse", name)
        assert misuse(root, base) == f"{LACKS} {base}"


def test_a_repository_without_a_commit_has_no_head(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    assert misuse(laid(tmp_path), "HEAD").endswith("tag or commit HEAD")


@pytest.mark.parametrize(
    "base",
    [
        *("-x", "--", "--all", "--output=pwned", "--upload-pack=touch pwned", "--git-dir=/"),
        *("^main", "main..main", "a b", "$(touch pwned)", "`touch pwned`", "; touch pwned", "*"),
        *("|touch pwned", "x\ny", "\n", "é", "\udce9", "a\0b", "\ud800", "..", "refs", "x" * 5000),
    ],
)
def test_a_nasty_name_is_a_name_and_nothing_happens(tmp_path: Path, base: str) -> None:
    root = repository(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    assert misuse(root, base).startswith(LACKS)
    misuse(root, f"main:{base}/x")
    misuse(root, f"{base}:options")
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("name", ["-x", "--output=pwned", "--all", "é", "a;b", "@home"])
def test_a_branch_may_have_any_name_that_git_lets_it_have(tmp_path: Path, name: str) -> None:
    root = repository(tmp_path)
    git(root, "update-ref", f"refs/heads/{name}", "HEAD")
    renamed(root, "Toll")
    commit(root)
    assert charge(load_revision(root, name)) == "Charge"
    assert charge(load_revision(root, f"{name}:")) == "Charge"
    assert not (root / "pwned").exists()


def test_a_colon_in_braces_belongs_to_the_commit(tmp_path: Path) -> None:
    assert parts("main") == ("main", None)
    assert parts("main:") == ("main", "")
    assert parts("main:a:b") == ("main", "a:b")
    assert parts("main^{/fix: {a}: b}:c") == ("main^{/fix: {a}: b}", "c")
    assert parts("}a:b") == ("}a", "b")
    assert parts("{a:b") == ("{a:b", None)
    root = repository(tmp_path)
    git(root, "commit", "--quiet", "--amend", "--message", "fix: tolls")
    assert load_revision(root, "HEAD^{/fix: tolls}:").revision == "HEAD^{/fix: tolls}:"


def test_a_commit_without_the_model_is_misuse(tmp_path: Path) -> None:
    root = repository(tmp_path)
    inner = laid(root / "new")
    lacks = "(no options/, criteria/ or policyscore.yaml)"
    elsewhere = "; if it stood elsewhere then, name the folder: HEAD:FOLDER"
    assert misuse(inner, "HEAD") == f"BASE: HEAD holds no model at new {lacks}{elsewhere}"
    assert misuse(root, "HEAD:nowhere") == f"BASE: HEAD holds no model at nowhere {lacks}"
    for path in ("options/wait.yaml", "/options", "options"):
        assert misuse(root, f"HEAD:{path}") == f"BASE: HEAD holds no model at {path} {lacks}"
    (root / "README.md").write_text("")
    git(root, "rm", "-r", "--quiet", "--cached", ".")
    git(root, "add", "README.md")
    git(root, "commit", "--quiet", "--message", "gone")
    where = "the top of the repository"
    assert misuse(root, "HEAD") == f"BASE: HEAD holds no model at {where} {lacks}{elsewhere}"


@pytest.mark.parametrize("name", ["policyscore.yml", "options/a.yaml", "criteria/a.yaml"])
def test_a_commit_with_a_part_of_a_model_holds_a_wrong_one(tmp_path: Path, name: str) -> None:
    root = repository(tmp_path, dict.fromkeys(GOOD) | {name: "title: x\n"})
    assert said(root, "HEAD")


# No repository, no git, and what git refuses


def test_outside_of_a_repository_there_is_no_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = laid(tmp_path / "m")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    wanted = "is not in a git repository, and there is no folder main"
    assert misuse(root, "main") == f"BASE: {root} {wanted}"
    monkeypatch.chdir(root)
    assert misuse(Path(), "main") == f"BASE: this folder {wanted}"


def test_without_git_no_commit_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = repository(tmp_path)
    monkeypatch.setenv("PATH", "")
    assert refusal(root, "main") == "cannot read main: there is no git on the PATH"
    assert load(root).model.options


def test_a_git_in_the_current_folder_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = repository(tmp_path)
    (root / "git").write_text("#!/bin/sh\ntouch pwned\n")
    (root / "git").chmod(0o755)
    monkeypatch.chdir(root)
    monkeypatch.setenv("PATH", ".")
    assert refusal(root, "main") == "cannot read main: there is no git on the PATH"
    assert not (root / "pwned").exists()


def test_a_git_that_does_not_start_cannot_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = repository(tmp_path / "r")
    (tmp_path / "git").write_text("no program\n")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refusal(root, "main") == "cannot run git: Exec format error"


def test_a_repository_of_someone_else_is_refused_in_the_words_of_git(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = repository(tmp_path)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert refusal(root, "main").startswith(
        "cannot read main: git says: detected dubious ownership in repository at "
    )


def test_what_looks_like_a_bare_repository_in_a_model_is_not_believed(tmp_path: Path) -> None:
    root = repository(tmp_path / "r")
    forged = repository(tmp_path / "other", {"policyscore.yaml": "title: Forged\n"})
    git(root, "clone", "--quiet", "--bare", str(forged), str(root / "m"))
    assert "git says: cannot use bare repository" in refusal(laid(root / "m"), "main")


def test_a_branch_without_an_upstream_is_told_in_the_words_of_git(tmp_path: Path) -> None:
    wanted = "cannot read @{u}: git says: no upstream configured for branch 'main'"
    assert refusal(repository(tmp_path), "@{u}") == wanted


@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        ("HEAD:options/wait.yaml", None, "{} missing"),
        ("HEAD:options/wait.yaml", b"junk", "{} missing"),
        ("HEAD:options", None, "not a tree object"),
    ],
)
def test_a_broken_repository_cannot_be_read(
    tmp_path: Path, name: str, content: bytes | None, wanted: str
) -> None:
    root = repository(tmp_path)
    known = git(root, "rev-parse", name)
    path_of(root, known).unlink()
    if content is not None:
        path_of(root, known).write_bytes(content)
    assert refusal(root, "main") == "cannot read main: git says: " + wanted.format(known)


def test_an_answer_that_does_not_fit_is_not_taken_for_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = repository(tmp_path / "r")
    script = 'case "$*" in *--batch=*) echo gone missing;; *) exec "$GIT" "$@";; esac'
    wrapped(tmp_path, script, monkeypatch)
    assert refusal(root, "main") == "cannot read main: git says: gone missing"


# Clones that lack something


def cloned(source: Path, where: Path, *options: str) -> Path:
    """Clone by the protocol, as from a server."""
    for name in ("allowFilter", "allowAnySHA1InWant"):  # as the large servers have it
        git(source, "config", f"uploadpack.{name}", "true")
    git(source, "clone", "--quiet", *options, source.as_uri(), str(where))
    return where


def followed(root: Path, advice: str) -> Loaded:
    """Do what an error says to do, in a shell, and return the model that it leads to."""
    _, _, fetch = advice.partition("; run ")
    command, _, then = fetch.partition(", then policyscore diff ")
    subprocess.run(["sh", "-euc", command], cwd=root, check=True, capture_output=True)
    (base,) = shlex.split(then)
    return load_revision(root, base)


@pytest.mark.parametrize(
    ("base", "wanted"),
    [
        ("old", "run git fetch --depth=1 origin old, then policyscore diff FETCH_HEAD"),
        ("origin/old", "run git fetch --depth=1 origin old, then policyscore diff FETCH_HEAD"),
        ("old:", "run git fetch --depth=1 origin old, then policyscore diff FETCH_HEAD:"),
        ("v1", "run git fetch --depth=1 origin v1, then policyscore diff FETCH_HEAD"),
        ("a;b", "run git fetch --depth=1 origin 'a;b', then policyscore diff FETCH_HEAD"),
        ("old~0", "run git fetch --depth=50 origin old, then policyscore diff 'FETCH_HEAD~0'"),
        ("HEAD~1", "run git fetch --deepen=50, then policyscore diff 'HEAD~1'"),
        ("main~1:", "run git fetch --deepen=50, then policyscore diff 'main~1:'"),
        ("ID", "run git fetch --depth=1 origin ID, then policyscore diff FETCH_HEAD"),
        ("SHORT", "run git fetch --deepen=50, then policyscore diff SHORT"),
    ],
)
def test_a_shallow_clone_says_what_to_fetch_and_it_helps(
    tmp_path: Path, base: str, wanted: str
) -> None:
    source = repository(tmp_path / "source")
    for kind in ("heads/old", "heads/a;b", "tags/v1"):
        git(source, "update-ref", f"refs/{kind}", "HEAD")
    old = git(source, "rev-parse", "HEAD")
    renamed(source, "Toll")
    commit(source)
    root = cloned(source, tmp_path / "clone", "--depth=1")
    base, wanted = (t.replace("ID", old).replace("SHORT", old[:9]) for t in (base, wanted))

    told = misuse(root, base)

    assert told == f"{LACKS} {base.partition(':')[0]} in this shallow clone; {wanted}"
    assert charge(load_revision(root, "HEAD")) == "Toll"
    assert charge(followed(root, told)) == "Charge"


def test_a_shallow_clone_of_a_request_knows_no_main(tmp_path: Path) -> None:
    """As runners of CI check out: one commit, no branch but the one of the request."""
    source = repository(tmp_path / "source")
    git(source, "update-ref", "refs/pull/1/merge", "HEAD")
    root = tmp_path / "clone"
    root.mkdir()
    git(root, "init", "--quiet")
    git(root, "remote", "add", "origin", source.as_uri())
    git(
        root,
        "fetch",
        "--quiet",
        "--depth=1",
        "origin",
        "+refs/pull/1/merge:refs/remotes/pull/1/merge",
    )
    commit(source)
    git(root, "checkout", "--quiet", "refs/remotes/pull/1/merge")
    fetch = "run git fetch --depth=1 origin main, then policyscore diff FETCH_HEAD"
    for base in ("main", "origin/main"):
        assert misuse(root, base) == f"{LACKS} {base} in this shallow clone; {fetch}"
    assert followed(root, misuse(root, "main")).revision == "FETCH_HEAD:"


@pytest.mark.parametrize(
    "base", ["--upload-pack=touch", "origin/--upload-pack=touch", "a b", "+x", "../old"]
)
def test_what_no_branch_is_called_is_never_told_to_be_fetched(tmp_path: Path, base: str) -> None:
    source = repository(tmp_path / "source")
    commit(source)
    root = cloned(source, tmp_path / "clone", "--depth=1")
    assert misuse(root, base) == f"{LACKS} {base} in this shallow clone"


def test_a_shallow_clone_knows_the_branches_of_its_origin(tmp_path: Path) -> None:
    source = repository(tmp_path / "source")
    git(source, "branch", "other")
    commit(source)
    root = cloned(source, tmp_path / "clone", "--depth=1", "--no-single-branch")
    assert misuse(root, "other").endswith("; did you mean origin/other?")
    assert load_revision(root, "origin/other").model.options
    assert misuse(root, ":/no commit at all") == f"{LACKS} :/no commit at all"


@pytest.mark.parametrize("filtered", ["blob:none", "tree:0"])
def test_a_partial_clone_fetches_nothing_and_says_how(tmp_path: Path, filtered: str) -> None:
    source = repository(tmp_path / "source", {"README.md": "old"})
    laid(source / "m")
    commit(source)
    renamed(source, "Toll")
    renamed(source / "m", "Toll")
    (source / "README.md").write_text("new")
    commit(source)
    root = cloned(source, tmp_path / "clone", f"--filter={filtered}")
    before = len(git(root, "rev-list", "--objects", "--all", "--missing=print").splitlines())

    told = refusal(root / "m", "main~1")

    command = "git ls-tree -rl --full-tree 'main~1:m'"
    lacks = "this clone is partial and lacks some of it"
    assert told == f"cannot read main~1:m: {lacks}; run {command}, which fetches it"
    after = len(git(root, "rev-list", "--objects", "--all", "--missing=print").splitlines())
    assert after == before
    subprocess.run(["sh", "-euc", command], cwd=root / "m", check=True, capture_output=True)
    assert charge(load_revision(root / "m", "main~1")) == "Charge"


def test_a_partial_clone_is_enough_where_it_has_the_files_of_the_model(tmp_path: Path) -> None:
    source = repository(tmp_path / "source", {"options/notes.md": "old"})
    (source / "options" / "notes.md").write_text("new")
    commit(source)
    root = cloned(source, tmp_path / "clone", "--filter=blob:none")
    assert charge(load_revision(root, "main~1")) == "Charge"
    assert "?" in git(root, "rev-list", "--objects", "--all", "--missing=print")


# Nothing in the repository is run, and nothing is written


def test_settings_and_attributes_of_the_repository_have_no_effect(tmp_path: Path) -> None:
    root = repository(
        tmp_path,
        {
            ".gitattributes": "* filter=f diff=d export-ignore export-subst text eol=crlf ident\n",
            "policyscore.yaml": "title: $Format:%H$ $Id$\n",
        },
    )
    touch = f"touch {tmp_path}/pwned; cat"
    for name in (
        "core.fsmonitor",
        "core.sshCommand",
        "core.pager",
        "core.editor",
        "core.askPass",
        "core.gitProxy",
        "filter.f.smudge",
        "filter.f.clean",
        "filter.f.process",
        "diff.d.textconv",
        "diff.external",
        "credential.helper",
        "core.alternateRefsCommand",
        "gpg.program",
        "uploadpack.packObjectsHook",
        "pager.ls-tree",
    ):
        git(root, "config", name, touch)
    for name in ("ls-tree", "cat-file", "rev-parse", "for-each-ref"):
        git(root, "config", f"alias.{name}", f"!{touch}")
    hooks = root / ".git" / "hooks"
    shutil.rmtree(hooks, ignore_errors=True)
    hooks.mkdir()
    for name in ("post-checkout", "reference-transaction", "post-index-change", "pre-auto-gc"):
        (hooks / name).write_text(f"#!/bin/sh\n{touch}\n")
        (hooks / name).chmod(0o755)
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}

    loaded = load_revision(root, "HEAD")
    misuse(root, "nowhere")

    assert loaded.model.decision.title == "$Format:%H$ $Id$"
    assert loaded.inputs() == load(root).inputs()
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before


def test_git_is_never_asked_without_its_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = repository(tmp_path / "r")
    told = "$GIT_ALLOW_PROTOCOL $GIT_NO_LAZY_FETCH $GIT_OPTIONAL_LOCKS $GIT_TERMINAL_PROMPT $LC_ALL"
    script = f'echo "{told} $1 $2 $3 $4 $5 $6 $7" >> {tmp_path}/log; exec "$GIT" "$@"'
    wrapped(tmp_path, script, monkeypatch)
    load_revision(root, "main")
    misuse(root, "nowhere")
    settings = "-c core.fsmonitor=false -c safe.bareRepository=explicit"
    asked = (tmp_path / "log").read_text().splitlines()
    assert {line.rpartition(" ")[0] for line in asked} == {f"none 1 0 0 C {settings} -C {root}"}
    commands = {line.rpartition(" ")[2] for line in asked}
    assert commands == {"rev-parse", "ls-tree", "cat-file", "for-each-ref"}


def test_a_folder_is_loaded_without_what_starts_processes(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from policyscore.load import load;"
        "load(Path(sys.argv[1])); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(laid(tmp_path))],
        capture_output=True,
        text=True,
        check=True,
    )
    assert not {"subprocess", "policyscore.load.git"} & set(done.stdout.split())
