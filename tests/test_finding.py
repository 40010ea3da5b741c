"""Which model a command takes: the one named, the nearest one above, else the built-in one."""

import os
from pathlib import Path

import pytest

from policyscore.cli import finding
from policyscore.cli.finding import Found, builtin, find
from policyscore.faults import CannotAccess, Misuse
from tests.conftest import ROOT
from tests.models import laid
from tests.reporting import call


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, an empty one far from any model and from home."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return folder


def test_a_named_folder_is_taken_as_it_is(here: Path) -> None:
    laid(here)
    (here / "other").mkdir()
    assert find("other") == Found(Path("other"))


def test_the_nearest_model_above_is_found(here: Path) -> None:
    laid(here)
    (here / "options" / "drafts" / "old").mkdir(parents=True)
    for inside in ("options", "criteria", "options/drafts/old", "."):
        os.chdir(here / inside)
        assert find(None) == Found(here)


def test_a_folder_with_a_decision_alone_is_meant_as_a_model(here: Path) -> None:
    (here / "policyscore.yaml").write_text("title: To be\n")
    assert find(None) == Found(here)


def test_the_search_ends_at_the_root_of_a_repository(here: Path) -> None:
    laid(here)
    inner = here / "repository" / "deep"
    inner.mkdir(parents=True)
    os.chdir(inner)
    assert find(None) == Found(here)
    (here / "repository" / ".git").write_text("gitdir: elsewhere\n")
    assert find(None) == Found(builtin(), builtin=True)


def test_a_model_at_the_root_of_a_repository_is_found(here: Path) -> None:
    laid(here)
    (here / ".git").mkdir()
    os.chdir(here / "options")
    assert find(None) == Found(here)


def test_the_search_ends_at_home(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    laid(here)
    inner = here / "home" / "deep"
    inner.mkdir(parents=True)
    os.chdir(inner)
    assert find(None) == Found(here)
    monkeypatch.setenv("HOME", str(here / "home"))
    assert find(None) == Found(builtin(), builtin=True)


def test_a_user_without_a_home_is_no_obstacle(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("no home directory")

    laid(here)
    os.chdir(here / "options")
    monkeypatch.setattr(Path, "home", staticmethod(homeless))
    assert find(None) == Found(here)


def test_a_folder_above_that_may_not_be_read_is_passed(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_model(folder: Path) -> bool:
        if folder == here / "closed":
            raise PermissionError(13, "Permission denied")
        return folder == here

    (here / "closed" / "inner").mkdir(parents=True)
    os.chdir(here / "closed" / "inner")
    monkeypatch.setattr(finding, "is_model", is_model)
    assert find(None) == Found(here)


@pytest.mark.parametrize("name", ["nowhere", "nowhere/deep", "file.yaml/deep"])
def test_a_folder_that_does_not_exist_is_misuse(name: str, here: Path) -> None:
    (here / "file.yaml").write_text("")
    with pytest.raises(Misuse, match=f"^no such folder: {name}$"):
        find(name)


def test_a_file_is_not_taken_for_a_model(here: Path) -> None:
    (here / "file.yaml").write_text("")
    with pytest.raises(Misuse, match=r"^file\.yaml is a file; name the folder that holds options/"):
        find("file.yaml")


def test_a_web_address_is_no_folder(here: Path) -> None:
    done = call("rank", "https://example.org/model")
    assert (done.code, done.out) == (2, "")
    assert "no such folder: https://example.org/model" in done.err


@pytest.mark.parametrize(("name", "reason"), [("a" * 5000, "name too long"), ("loop", "Too many")])
def test_a_name_that_the_system_refuses_is_no_bug(name: str, reason: str, here: Path) -> None:
    (here / "loop").symlink_to(here / "loop")
    with pytest.raises(CannotAccess, match=f"^cannot read {name}: .*{reason}"):
        find(name)


def test_a_current_folder_that_is_gone_is_no_bug(here: Path) -> None:
    here.rmdir()
    done = call("rank")
    assert (done.code, done.out) == (4, "")
    assert done.err == (
        "policyscore: error: cannot read the current folder: No such file or directory\n"
    )


def test_an_installed_package_holds_its_own_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert builtin() == ROOT
    (tmp_path / "builtin").mkdir()
    monkeypatch.setattr(finding, "PACKAGE", tmp_path)
    assert builtin() == tmp_path / "builtin"


def test_the_built_in_model_is_announced(here: Path) -> None:
    note = "No model here: this is the built-in one. Begin your own: policyscore init DIR\n"
    named = call("rank", str(ROOT))
    for more in ((), ("-q",), ("--format", "json")):
        done = call("rank", *more)
        assert (done.code, done.err) == (0, note)
    assert call("rank").out == named.out
    assert named.err == ""


def test_verbose_names_the_model_that_was_found(here: Path) -> None:
    laid(here)
    os.chdir(here / "options")
    assert call("weights", "-v").err.startswith(f"Model: {here}\n")
    assert "Model:" not in call("weights").err
    assert call("weights", "-v", "-q").err == ""


def test_faults_are_named_by_paths_from_the_current_folder(here: Path) -> None:
    laid(here / "model", {"options/wait.yaml": "nam: x\n"})
    os.chdir(here)
    assert "\nmodel/options/wait.yaml:1:1: error: " in f"\n{call('rank', 'model').err}"
    os.chdir(here / "model" / "criteria")
    assert "\n../options/wait.yaml:1:1: error: " in f"\n{call('rank').err}"
    os.chdir(here / "model")
    assert "\noptions/wait.yaml:1:1: error: " in f"\n{call('rank', '.').err}"


def test_on_another_drive_faults_are_named_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    def relpath(path: str) -> str:
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr(os.path, "relpath", relpath)
    assert Found(Path("/model")).shown("options/a.yaml") == "/model/options/a.yaml"


def test_no_report_tells_where_the_model_lies(here: Path) -> None:
    laid(here / "secret-place")
    for command in ("rank", "scorecard", "weights", "check"):
        for name in ("text", "markdown", "csv", "json"):
            done = call(command, "secret-place", "--format", name)
            assert done.code == 0
            assert "secret-place" not in done.out
            assert str(here) not in done.out


# Where the model is in its repository


@pytest.mark.parametrize(
    ("repository", "argument", "path"),
    [
        (".", "models/city", "models/city"),
        (".", "models/../models/city", "models/city"),
        (".", "link", "models/city"),
        ("models/city", "models/city", ""),
        ("models", "models/city", "city"),
    ],
)
def test_a_model_is_found_again_from_the_root_of_its_repository(
    repository: str, argument: str, path: str, here: Path
) -> None:
    laid(here / "models" / "city")
    (here / "link").symlink_to("models/city")
    (here / repository / ".git").mkdir()
    assert find(argument).in_repository == path
    os.chdir(here / "models")
    assert find(str(here / argument)).in_repository == path


def test_a_worktree_is_a_repository_too(here: Path) -> None:
    laid(here / "city")
    (here / ".git").write_text("gitdir: elsewhere\n")
    assert find("city").in_repository == "city"


def test_a_model_without_a_repository_is_found_from_the_current_folder(here: Path) -> None:
    laid(here / "models" / "city")
    assert find("models/city").in_repository == "models/city"
    os.chdir(here / "models" / "city")
    assert find(None).in_repository == ""
    os.chdir(here / "models" / "city" / "options")
    assert find(None).in_repository == ".."


def test_a_model_that_no_relative_path_leads_to_has_none(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on another drive on Windows."""

    def relpath(path: Path, start: Path | None = None) -> str:
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr(os.path, "relpath", relpath)
    assert find(str(laid(here / "city"))).in_repository == ""
