"""Send every model of a corpus that is accepted through page, workbook and LaTeX: CORPUS PROGRAM.

In a browser without a network nothing is logged, asked for or come alive, and the page finds its
own arithmetic right; the workbook holds no formula but those of policyscore, and comes back as the
same model; pdflatex compiles the tables without shell escape.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from zipfile import ZipFile

import yaml
from playwright.sync_api import Browser, sync_playwright

SWITCHES = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
BROWSERS = ("chromium", "google-chrome")
# The functions that formulas of policyscore use; anything else came from a model.
OURS = {"ABS", "AND", "COUNTBLANK", "COUNTIF", "FIXED", "IF", "INDEX", "ISNUMBER", "LARGE", "MATCH"}
OURS |= {"MAX", "MIN", "OR", "ROUND", "ROW", "SUM", "SUMPRODUCT"}


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Return what a program said and how it ended."""
    return subprocess.run(list(map(str, words)), capture_output=True, text=True, check=False)


def on_page(browser: Browser, page: Path) -> Iterator[str]:
    """Yield what a page does that it should not."""
    context = browser.new_context(offline=True)
    opened = context.new_page()
    told: list[str] = []
    opened.on("console", lambda message: told.append(message.text))
    opened.on("pageerror", lambda error: told.append(str(error)))
    opened.on("dialog", lambda dialog: told.append(f"a dialog: {dialog.message}"))
    opened.on("request", lambda request: told.append(f"asks for {request.url}"))
    opened.goto(page.as_uri())
    yield from (line for line in told if not line.endswith(page.as_uri()))
    check = opened.locator("#selfcheck")
    if check.count() and "Checked" not in check.inner_text():
        yield check.inner_text()
    if opened.locator("img, iframe, object, embed, form").count():
        yield "an element that no report has"
    context.close()


def in_workbook(book: Path) -> Iterator[str]:
    """Yield the functions of formulas that are not ours."""
    with ZipFile(book) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                for formula in re.findall(r"<f>(.*?)</f>", archive.read(name).decode()):
                    bare = re.sub(r'"[^"]*"|&quot;.*?&quot;', "", formula)
                    for function in set(re.findall(r"([A-Z][A-Z0-9.]*)\(", bare)) - OURS:
                        yield f"{name}: {function}"


def back_again(program: str, model: Path, book: Path, folder: Path) -> Iterator[str]:
    """Yield what differs between a model and the one that its workbook brings back."""
    brought = run(program, "import", book, folder)
    if brought.returncode:
        yield f"import: {brought.stderr}"
        return
    edits = json.loads(run(program, "diff", model, folder, "-f", "json").stdout)["edits"]
    yield from (f"import changes {edit}" for edit in edits)


def in_tex(file: Path) -> Iterator[str]:
    """Yield why the tables do not compile, or what else was run."""
    how = ("-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error")
    done = run("pdflatex", *how, f"-output-directory={file.parent}", file)
    log = file.with_suffix(".log").read_text(encoding="latin-1")
    if done.returncode or "runsystem" in log:
        yield f"pdflatex: {log[-500:]}"


def faults(program: str, browser: Browser, model: Path, folder: Path) -> Iterator[str]:
    """Yield all that goes wrong with the reports of a model."""
    files = [folder / f"report.{kind}" for kind in ("html", "xlsx", "tex")]
    outputs = [word for file in files for word in ("-o", file)]
    done = run(program, "report", "-q", model, *outputs)
    if done.returncode == 3 and "error:" in done.stderr:
        return  # accepted only by some readings of the format
    if done.returncode:
        yield f"exit code {done.returncode}: {done.stderr}"
        return
    page, book, tex = files
    yield from on_page(browser, page)
    yield from in_workbook(book)
    yield from back_again(program, model, book, folder / "back")
    yield from in_tex(tex)


def main(corpus: Path, program: str) -> int:
    """Print what is wrong; 1 if anything is."""
    manifest = yaml.safe_load((corpus / "manifest.yaml").read_text(encoding="utf-8"))
    accepted: Sequence[str] = [case["id"] for case in manifest["cases"] if case["class"] == "ok"]
    path = next(filter(None, map(shutil.which, BROWSERS)))
    wrong = 0
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as scratch:
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        for case in accepted:
            folder = Path(scratch) / case
            folder.mkdir()
            model = folder / "model"
            made = run(sys.executable, corpus / "run_badinputs.py", "--make", case, model)
            found = [made.stderr] if made.returncode else []
            found = found or list(faults(program, browser, model, folder))
            for fault in found:
                print(f"{case}: {fault}")
            wrong += bool(found)
        browser.close()
    print(f"{len(accepted)} models through page, workbook and LaTeX, {wrong} with faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
