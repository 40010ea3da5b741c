"""Which formats and files a command writes, and what it appends to the summary of a CI job."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from policyscore.cli.arguments import FindingFormatOption, FormatOption, common
from policyscore.cli.output import MOST_SUMMARY, NO_ROOM, deliver
from policyscore.cli.targets import SUMMARY, Asked, Target, targets
from policyscore.faults import CannotAccess, Misuse
from policyscore.render import FINDING_FORMATS, FINDINGS, FORMATS, REPORTS, render
from policyscore.report import Column, Finding, Prose, Report, Row, Sheet, Table
from tests.models import laid
from tests.reporting import call, made

BEFORE = "# Before\n"
FOUND = Finding("file", "options/a.yaml", "error", "rule", "options/a.yaml", 1, 1, "wrong")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, which holds a model; no CI job is near."""
    monkeypatch.chdir(laid(tmp_path / "here"))
    monkeypatch.delenv(SUMMARY, raising=False)
    return tmp_path / "here"


@pytest.fixture
def summary(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file of a job's summary, which holds something already."""
    monkeypatch.setenv(SUMMARY, "summary.md")
    (here / "summary.md").write_text(BEFORE)
    return here / "summary.md"


def report(rows: int = 0, findings: Sequence[Finding] = ()) -> Report:
    """Return a report with a long table."""
    table = Table((Column("n"),), tuple(Row((f"row {i}",)) for i in range(rows)))
    blocks = (Prose(("Answer.",), strong=True), table)
    return Report("T", "", lambda: blocks, dict, lambda: Sheet((), ()), lambda: findings)


def chosen(wanted: str | None, *outputs: str, findings: bool = True) -> list[str]:
    """Return the formats of the targets, or what is wrong with them."""
    problems: list[str] = []
    found = targets(Asked(wanted, outputs, offer=FINDINGS if findings else REPORTS), None, problems)
    return problems or [target.format for target in found]


# Formats


@pytest.mark.parametrize(
    ("wanted", "outputs", "formats"),
    [
        (None, (), ["text"]),
        ("sarif", (), ["sarif"]),
        (None, ("a.sarif", "a.XML", "a.md"), ["sarif", "junit", "markdown"]),
        ("github", ("-", "a.sarif", "a.json"), ["github", "sarif", "json"]),
        ("github", ("a.json", "/dev/stdout"), ["json", "github"]),
        ("github", ("-", "a.log"), ["github", "github"]),
        (None, ("-", "a.csv"), ["text", "csv"]),
        ("gitlab", ("a.json",), ["gitlab"]),
        ("sarif", ("a.json", "a.sarif"), ["sarif", "sarif"]),
        ("junit", ("a.xml",), ["junit"]),
        ("gitlab", ("-", "a.json"), ["gitlab", "json"]),
    ],
)
def test_the_flag_or_the_extension_says_the_format(
    wanted: str | None, outputs: tuple[str, ...], formats: list[str], here: Path
) -> None:
    assert chosen(wanted, *outputs) == formats


def test_beside_stdout_the_flag_is_for_that_and_files_go_by_their_extension(here: Path) -> None:
    done = call("rank", "-f", "csv", "-o", "-", "-o", "a.json", "-o", "b.out")
    assert done.code == 0
    assert done.out == (here / "b.out").read_text() == call("rank", "-f", "csv").out
    assert (here / "a.json").read_text() == call("rank", "-f", "json").out


@pytest.mark.parametrize(
    ("wanted", "output", "said"),
    [
        ("junit", "a.json", "-o a.json is json, yet --format is junit"),
        ("gitlab", "a.sarif", "-o a.sarif is sarif, yet --format is gitlab"),
        ("json", "a.sarif", "-o a.sarif is sarif, yet --format is json"),
        ("text", "a.xml", "-o a.xml is junit, yet --format is text"),
    ],
)
def test_an_extension_and_a_flag_that_differ_are_refused(
    wanted: str, output: str, said: str, here: Path
) -> None:
    assert chosen(wanted, output) == [said]


def test_annotations_go_to_the_log_and_files_by_their_extension(here: Path) -> None:
    asked = Asked("github", ("a.sarif", "b.xml"), offer=FINDINGS)
    found = targets(asked, None, [])
    assert [(target.format, target.path and target.path.name) for target in found] == [
        ("github", None),
        ("sarif", "a.sarif"),
        ("junit", "b.xml"),
    ]


def test_formats_of_findings_are_offered_where_there_are_some(here: Path) -> None:
    every = "text, markdown, csv, json, html, latex, github, gitlab, junit, sarif"
    assert chosen("pdf") == [f"--format: unknown format pdf; one of {every}"]
    assert chosen("srif") == ["--format: unknown format srif; did you mean sarif?"]
    known = ".txt, .md, .markdown, .csv, .json, .html, .htm, .tex, .sarif, .xml"
    assert chosen(None, "a.foo") == [
        f"-o a.foo: no format has that extension; use {known} or --format"
    ]


@pytest.mark.parametrize("command", ["rank", "compare", "explain", "scorecard"])
@pytest.mark.parametrize("name", FINDING_FORMATS)
def test_a_command_without_findings_has_no_format_for_them(
    command: str, name: str, here: Path
) -> None:
    done = call(command, "-f", name)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(
        f"policyscore: error: --format: {name} shows findings, and this command has none; "
        "one of text, markdown, csv, json, html, latex\n"
    )


def test_an_extension_of_findings_is_an_unknown_one_elsewhere(here: Path) -> None:
    done = call("rank", "-o", "a.sarif")
    assert done.code == 2
    assert "-o a.sarif: no format has that extension; use .txt, .md, .markdown, .csv" in done.err
    assert call("rank", "-f", "csv", "-o", "a.xml").code == 0


def test_tab_offers_the_formats_that_a_command_has() -> None:
    def offered(option: Any, beginning: str) -> list[str]:  # noqa: ANN401 - an annotation
        (about,) = option.__metadata__
        names: list[str] = about.autocompletion(beginning)
        return names

    assert offered(FormatOption, "") == list(FORMATS)
    assert offered(FindingFormatOption, "") == [*FORMATS, *FINDING_FORMATS]
    assert offered(FindingFormatOption, "g") == ["github", "gitlab"]


def test_findings_are_told_by_paths_from_the_root_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    laid(tmp_path / "models" / "city")
    monkeypatch.chdir(tmp_path / "models")
    shared = common("city", "github", None, "auto", quiet=False, offer=FINDINGS)
    answer = shared.answer(report(findings=(FOUND,)), (), verbose=False)
    assert answer.report is not None
    assert "file=models/city/options/a.yaml," in render(answer.report, "github")
    plain = shared.answer(report()._replace(findings=None), (), verbose=False).report
    assert plain is not None
    assert plain.root == ""


# The summary of a job


def markdown(*arguments: str) -> str:
    """Return what a command prints as Markdown."""
    return call(*arguments, "-f", "markdown").out


@pytest.mark.parametrize("command", ["rank", "compare"])
def test_the_summary_is_appended_to_and_nothing_else_changes(command: str, summary: Path) -> None:
    alone = call(command, "-o", "-", "-o", "a.csv")
    csv = Path("a.csv").read_text()
    done = call(command, "--summary", "-o", "-", "-o", "a.csv")
    assert done == alone
    assert Path("a.csv").read_text() == csv
    assert summary.read_text() == f"{BEFORE}\n{markdown(command)}"
    assert call(command, "--summary").out == call(command).out
    assert summary.read_text() == f"{BEFORE}\n{markdown(command)}\n{markdown(command)}"


def test_a_summary_that_does_not_exist_is_begun(summary: Path) -> None:
    summary.unlink()
    assert call("rank", "--summary", "-o", "a.csv").out == ""
    assert summary.read_text() == markdown("rank")


@pytest.mark.parametrize("value", [None, ""])
def test_without_a_job_there_is_no_summary(
    value: str | None, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if value is not None:
        monkeypatch.setenv(SUMMARY, value)
    done = call("rank", "--summary", "-o", "a.md")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(
        "policyscore: error: --summary: $GITHUB_STEP_SUMMARY is not set, as it is in a job of "
        "GitHub Actions\n"
    )
    assert not (here / "a.md").exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("no/such.md", "--summary: no/such.md: the folder no does not exist"),
        ("options", "--summary: options is a folder; name a file"),
        ("options/x.md", "--summary: options/x.md lies in the model; results are written"),
        ("policyscore.yaml", "--summary: policyscore.yaml lies in the model"),
        ("a.md", "--summary: a.md is given twice"),
        ("./b/../a.md", "--summary: ./b/../a.md is given twice"),
    ],
)
def test_a_summary_is_refused_before_anything_is_written(
    name: str, said: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "b").mkdir()
    monkeypatch.setenv(SUMMARY, name)
    done = call("rank", "--summary", "-o", "a.md")
    assert (done.code, done.out) == (2, "")
    assert f"policyscore: error: {said}" in done.err
    assert not (here / "a.md").exists()


def test_a_wrong_model_leaves_the_summary_alone(here: Path, summary: Path) -> None:
    (here / "options" / "wait.yaml").write_text("name: [\n")
    assert call("rank", "--summary").code == 3
    assert summary.read_text() == BEFORE


def appended(long: Report, summary: Path) -> tuple[str, list[str]]:
    """Return what is appended to the summary for a report, and what is noted."""
    before = summary.stat().st_size if summary.exists() else 0
    notes = deliver(long, [Target("markdown", summary, is_summary=True)], "auto")
    return (summary.read_bytes()[before:].decode() if summary.exists() else ""), notes


@pytest.mark.parametrize("before", [0, 1, 500_000, 999_800])
def test_a_summary_stays_below_what_github_keeps(before: int, tmp_path: Path) -> None:
    path = tmp_path / "summary.md"
    path.write_bytes(b"x" * before)
    text, notes = appended(report(200_000), path)
    assert notes == []
    assert text.startswith("\n## T\n\n**Answer.**\n" if before else "## T\n\n**Answer.**\n")
    assert text.endswith(" more rows: see the CSV or JSON result.\n")
    row = len("| row 100000 |\n")
    assert MOST_SUMMARY - row <= path.stat().st_size <= MOST_SUMMARY < 1024 * 1024


def test_a_summary_of_thousands_of_options_is_cut_by_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path / "m", [f"Option {'of a long name ' * 20}{i}" for i in range(3200)], ["One"])
    monkeypatch.setenv(SUMMARY, str(tmp_path / "summary.md"))
    assert call("rank", str(tmp_path / "m"), "--summary", "-o", str(tmp_path / "a.csv")).code == 0
    text = (tmp_path / "summary.md").read_text()
    assert 900_000 < len(text.encode()) <= MOST_SUMMARY
    assert " more rows: see the CSV or JSON result." in text
    assert len((tmp_path / "a.csv").read_text().splitlines()) > 3200


@pytest.mark.parametrize("size", [999_970, MOST_SUMMARY, MOST_SUMMARY + 1])
def test_a_full_summary_is_noted_and_left_alone(size: int, summary: Path) -> None:
    summary.write_bytes(b"x" * size)
    done = call("rank", "--summary")
    assert done.code == 0
    assert done.out == call("rank").out
    assert NO_ROOM in done.err.splitlines()
    assert summary.stat().st_size == size
    assert NO_ROOM not in call("rank", "--summary", "-q").err


def test_a_summary_is_written_after_files_and_before_stdout(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SUMMARY, "/dev/full")
    done = call("rank", "--summary", "-o", "a.csv", "-o", "-")
    assert (done.code, done.out) == (4, "")
    assert done.err == "policyscore: error: cannot write /dev/full: no space left\n"
    assert (here / "a.csv").exists()


def test_a_file_that_cannot_be_written_leaves_the_summary_alone(summary: Path) -> None:
    assert call("rank", "--summary", "-f", "csv", "-o", "/dev/full").code == 4
    assert summary.read_text() == BEFORE


def test_a_summary_whose_name_the_system_refuses_cannot_be_written(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SUMMARY, "a" * 300)
    done = call("rank", "--summary", "-o", "a.csv")
    assert (done.code, done.out) == (4, "")
    assert done.err.startswith("policyscore: error: cannot write aaa")
    assert not (here / "a.csv").exists()


def test_nothing_is_written_where_something_cannot_be_drawn(tmp_path: Path) -> None:
    def broken() -> Sheet:
        raise CannotAccess("no sheet")

    path = tmp_path / "summary.md"
    wanted = [Target("markdown", path, is_summary=True), Target("csv", tmp_path / "a.csv")]
    with pytest.raises(CannotAccess, match="no sheet"):
        deliver(report()._replace(sheet=broken), wanted, "auto")
    assert list(tmp_path.iterdir()) == []


def test_all_that_is_wrong_is_said_at_once(here: Path) -> None:
    with pytest.raises(Misuse) as wrong:
        common(None, "pdf", ["no/a.md"], "red", quiet=False, summary=True)
    assert [problem.split(":")[0] for problem in wrong.value.problems] == [
        "--color",
        "--format",
        "-o no/a.md is markdown, yet --format is pdf",
        "-o no/a.md",
        "--summary",
    ]


def test_whoever_watches_is_told_of_files_and_not_of_the_summary(
    summary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policyscore.cli.arguments.is_terminal", lambda stream: True)
    assert call("rank", "--summary", "-o", "a.csv").err.splitlines()[0] == "Wrote a.csv"
    assert "summary.md" not in call("rank", "--summary", "-o", "a.csv").err
