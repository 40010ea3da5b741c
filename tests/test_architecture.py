"""Who may import whom, who may touch the world, and how large things may grow."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parent.parent / "src" / "policyscore"

# One line a module: what it may import of ours. A new module has to be entered here.
# Below: plain values and words. Then reading, analyses, reports, formats; the command line on top.
ALLOWED = {
    "__init__": "",
    "faults": "",
    "decimals": "",
    "suggest": "",
    "shown": "",
    "report": "book",
    "book": "",
    "page": "picture report",
    "picture": "",
    "dominance": "",
    "figures": "decimals",
    "model": "faults",
    # the model weighed and scored
    "weights": "decimals model",
    "scoring": "model weights",
    "orders": "model scoring weights",
    "scenario": "decimals faults model suggest weights",
    "doubts": "dominance faults model orders scoring shown weights",
    "lock": "faults figures model scoring",
    "saved": "",
    # numbers only: exact over all weights, or drawn
    "exact": "",
    "exact.race": "",
    "exact.pairs": "",
    "exact.regions": "",
    "exact.extremes": "",
    "exact.shapley": "",
    "sampling": "",
    "sampling.sobol": "",
    "sampling.walk": "",
    "sampling.draws": "model sampling.sobol sampling.walk scoring",
    # analyses: one question each; `tipping` and `allowed` say what a move and what a space is
    "analyses": "",
    "analyses.agreement": "faults model scoring suggest weights",
    "analyses.allowed": "decimals exact.extremes faults model scoring suggest weights",
    "analyses.counterfactual": "analyses.switching analyses.tipping model scoring weights",
    "analyses.covering": "",
    "analyses.explain": "scoring",
    "analyses.flags": "decimals faults model scenario scoring",
    "analyses.nearest": "scoring",
    "analyses.possible": "analyses.allowed exact.extremes model scoring",
    "analyses.radius": "scoring weights",
    "analyses.robust": "analyses.allowed exact.extremes exact.pairs exact.race exact.regions model "
    "sampling.draws weights",
    "analyses.structure": "analyses.tipping model scoring",
    "analyses.switching": "model scoring",
    "analyses.tipping": "model scoring weights",
    "analyses.verdict": "",
    # expectations: the language, then what fits a model, then the judging
    "expectations": "",
    "expectations.tokens": "decimals",
    "expectations.language": "expectations.tokens",
    "expectations.functions": "expectations.language expectations.tokens",
    "expectations.comparing": "expectations.functions expectations.language expectations.tokens",
    "expectations.meaning": "expectations.comparing expectations.functions expectations.language "
    "expectations.tokens suggest",
    "judging.answers": "analyses.tipping expectations.functions expectations.language figures "
    "model scoring weights",
    "judging.everywhere": "analyses.allowed analyses.robust exact.extremes "
    "judging.answers expectations.language model scoring",
    "judging.judgements": "expectations.comparing expectations.functions "
    "expectations.language expectations.tokens judging.answers judging.everywhere model scoring",
    # whether expectations hold
    "judging": "",
    # what changed between two versions, and what each edit did
    "difference": "",
    "difference.attribution": "difference.versions exact.shapley",
    "difference.decision": "difference.edit faults model shown",
    "difference.edit": "faults model shown",
    "difference.changes": "difference.attribution difference.edit difference.edits "
    "difference.renames difference.versions model scoring shown",
    "difference.conditions": "decimals difference.changes suggest",
    "difference.edits": "decimals difference.decision difference.edit model shown",
    "difference.parts": "difference.edit difference.steps model weights",
    "difference.renames": "model shown",
    "difference.since": "difference.attribution difference.changes difference.edit faults "
    "model saved scoring",
    "difference.steps": "difference.edit model weights",
    "difference.versions": "difference.edit difference.parts difference.steps model scoring "
    "weights",
    # reading
    "load.refusals": "faults",
    "load.mistakes": "faults load.refusals",
    "load.nodes": "faults load.mistakes load.refusals",
    "load.shapes": "model",
    "load.schemas": "load.shapes",
    "load.folder": "faults load.refusals load.shapes suggest",
    "load.disk": "faults load.folder",
    "load.git": "faults",
    "load.commits": "faults load.git suggest",
    "load.revision": "faults load.commits load.folder load.git load.shapes",
    "load.reader": "decimals faults load.nodes load.shapes suggest",
    "load.draft": "faults load.nodes load.reader",
    "load.cells": "decimals faults load.draft load.reader",
    "load.evidence": "decimals faults load.draft load.nodes load.reader load.shapes",
    "load.checks": "faults load.cells load.draft load.evidence load.folder load.reader suggest",
    "load.expectations": "expectations.meaning faults load.draft load.reader load.refusals",
    "load.entities": "load.draft load.reader model",
    "load.loading": "faults figures load.checks load.disk load.draft load.entities "
    "load.expectations load.folder load.memory load.nodes load.reader load.revision load.shapes "
    "model orders weights",
    "load": "load.disk load.folder load.loading",
    "load.locked": "faults",
    "load.saved": "faults saved",
    "load.memory": "load.folder",
    # tables and workbooks to the files of a model; what is wrong keeps its cell
    "spreadsheets": "",
    "spreadsheets.cells": "decimals faults load.nodes load.refusals",
    "spreadsheets.criteria": "faults load.nodes load.shapes spreadsheets.cells "
    "spreadsheets.headings spreadsheets.ids spreadsheets.scales spreadsheets.writing",
    "spreadsheets.decision": "faults load.nodes spreadsheets.cells spreadsheets.criteria "
    "spreadsheets.headings spreadsheets.writing",
    "spreadsheets.headings": "faults load.nodes spreadsheets.cells suggest",
    "spreadsheets.ids": "",
    "spreadsheets.options": "faults load.nodes load.reader spreadsheets.cells "
    "spreadsheets.criteria spreadsheets.headings spreadsheets.writing",
    "spreadsheets.plain_table": "faults load.nodes spreadsheets.cells spreadsheets.ids "
    "spreadsheets.scales spreadsheets.strays spreadsheets.writing suggest",
    "spreadsheets.reading": "decimals faults load.folder spreadsheets.cells spreadsheets.separated",
    "spreadsheets.scales": "faults load.nodes spreadsheets.cells",
    "spreadsheets.separated": "faults spreadsheets.cells",
    "spreadsheets.tracing": "faults spreadsheets.cells spreadsheets.writing",
    "spreadsheets.workbook": "faults spreadsheets.cells spreadsheets.criteria "
    "spreadsheets.decision spreadsheets.headings spreadsheets.options spreadsheets.writing",
    "spreadsheets.writing": "spreadsheets.cells",
    "spreadsheets.strays": "faults load.nodes spreadsheets.cells",
    # reports: results to blocks
    "reports": "",
    "reports.wording": "figures model report scenario shown weights",
    "reports.ranked": "model reports.wording scenario scoring shown",
    "reports.assessed": "analyses.allowed analyses.possible analyses.radius analyses.robust "
    "analyses.switching analyses.verdict exact.extremes reports.ranked sampling.draws weights",
    "reports.changes": "analyses.counterfactual figures orders report reports.explained "
    "reports.wording shown weights",
    "reports.check": "decimals faults figures judging.judgements lock model report "
    "reports.expected reports.wording shown",
    "reports.compare": "analyses.agreement figures model report reports.compare_data "
    "reports.compared reports.ranked reports.wording scoring shown",
    "reports.compared": "analyses.agreement figures model reports.ranked reports.wording scoring "
    "shown",
    "reports.explain": "analyses.counterfactual analyses.covering figures report reports.changes "
    "reports.explained reports.ranked reports.reasons reports.wording scoring",
    "reports.explained": "analyses.counterfactual analyses.covering analyses.explain dominance "
    "reports.ranked scoring",
    "reports.firmness": "analyses.allowed analyses.tipping exact.regions figures reports.ranked "
    "reports.wording weights",
    "reports.hinges": "analyses.switching figures orders report reports.sensitive reports.wording "
    "shown",
    "reports.judged": "analyses.robust analyses.verdict figures report reports.assessed "
    "reports.firmness reports.wording",
    "reports.rank": "figures report reports.firmness reports.ranked reports.reasons "
    "reports.weights reports.wording scoring",
    "reports.reasons": "analyses.explain figures model report reports.ranked reports.wording "
    "scoring shown",
    "reports.robustness": "analyses.robust figures report reports.assessed reports.firmness "
    "reports.judged reports.robustness_data reports.wording",
    "reports.robustness_data": "analyses.robust report reports.assessed reports.wording",
    "reports.scorecard": "figures model report reports.wording shown",
    "reports.sensitive": "analyses.nearest analyses.radius analyses.structure analyses.switching "
    "analyses.tipping reports.ranked shown weights",
    "reports.sensitivity": "analyses.flags analyses.nearest analyses.tipping figures report "
    "reports.firmness reports.hinges reports.sensitive reports.sensitivity_data "
    "reports.wording",
    "reports.sensitivity_data": "analyses.switching analyses.tipping report reports.hinges "
    "reports.sensitive reports.wording scoring",
    "reports.weights": "decimals figures model report reports.wording scenario shown weights",
    "reports.causes": "difference.changes difference.edit difference.versions figures report "
    "reports.differing reports.wording shown",
    "reports.diff": "difference.changes difference.conditions difference.edit figures report "
    "reports.causes reports.diff_answer reports.diff_data reports.differing reports.expected "
    "reports.newcomers reports.wording",
    "reports.diff_data": "difference.changes difference.edit report reports.differing "
    "reports.expected reports.wording",
    "reports.differing": "difference.changes difference.conditions difference.edit "
    "difference.versions faults figures model reports.expected reports.ranked reports.wording "
    "scoring shown",
    "reports.expected": "faults figures judging.answers judging.judgements model report "
    "reports.wording shown",
    "reports.diff_answer": "figures reports.differing reports.expected reports.wording",
    "reports.newcomers": "difference.edit figures report reports.differing reports.wording",
    "reports.bench": "analyses.tipping model page reports.compared reports.firmness "
    "reports.ranked reports.sensitive reports.weights shown weights",
    "reports.choice": "model report reports.ranked reports.wording scoring shown",
    "reports.evidence": "figures model report reports.ranked reports.weights reports.wording shown",
    "reports.leading": "analyses.tipping",
    "reports.pictures": "analyses.robust analyses.tipping figures model page picture report "
    "reports.choice reports.compare reports.compared reports.firmness reports.judged reports.rank "
    "reports.ranked reports.weight_line reports.wording scoring",
    "reports.short": "analyses.robust figures page reports.assessed reports.firmness "
    "reports.judged reports.ranked reports.sensitive reports.wording",
    "reports.weight_line": "analyses.tipping figures page picture report reports.choice "
    "reports.leading reports.ranked reports.wording",
    "reports.whole": "analyses.tipping book model page report reports.assessed reports.bench "
    "reports.compare reports.compared reports.evidence reports.firmness reports.hinges "
    "reports.judged reports.pictures reports.rank reports.ranked reports.reasons "
    "reports.robustness reports.scorecard reports.sensitive reports.sensitivity reports.short "
    "reports.wording shown",
    "reports.workbook": "book model reports.wording reports.workbook_answer "
    "reports.workbook_evidence reports.workbook_formulas reports.workbook_live scoring",
    "reports.workbook_answer": "book figures reports.workbook_evidence reports.workbook_formulas "
    "reports.workbook_live",
    "reports.workbook_evidence": "book model reports.workbook_formulas reports.workbook_live",
    "reports.workbook_formulas": "model report scoring",
    "reports.workbook_live": "book decimals model reports.wording reports.workbook_formulas shown "
    "weights",
    "reports.compare_data": "analyses.agreement report reports.compared reports.wording",
    # drawing: shapes to SVG, by hand
    "draw": "draw.colors draw.grid draw.lines draw.marks draw.places draw.stacks draw.traces "
    "draw.words page picture",
    "draw.axis": "draw.colors draw.marks draw.words",
    "draw.colors": "",
    "draw.grid": "draw.axis draw.colors draw.marks draw.words picture",
    "draw.legend": "draw.words",
    "draw.lines": "draw.axis draw.colors draw.marks draw.words picture",
    "draw.marks": "draw.colors draw.words",
    "draw.places": "draw.axis draw.colors draw.marks draw.words picture",
    "draw.stacks": "draw.axis draw.colors draw.legend draw.marks draw.words picture",
    "draw.traces": "draw.axis draw.colors draw.legend draw.marks draw.words picture",
    "draw.words": "shown",
    # formats: blocks to text; they know nothing of decisions
    "render": "report",
    "render.layout": "report shown",
    "render.text": "render.layout report shown",
    "render.terminal": "render.layout report shown",
    "render.markdown": "render.layout report shown",
    "render.csv": "report shown",
    "render.json": "report shown",
    "render.findings": "report shown",
    "render.github": "render.findings render.text report shown",
    "render.gitlab": "render.findings render.json report",
    "render.junit": "render.findings report shown",
    "render.sarif": "render.findings render.json report",
    "render.files": "",
    "render.html": "draw page render.files render.layout render.markup render.workbench report",
    "render.latex": "render.layout render.text report shown",
    "render.markup": "shown",
    "render.svg": "draw page report",
    "render.workbench": "page render.markup report shown",
    "render.xlsx": "book render.layout report shown",
    # the command line
    "cli": "",
    "cli.terminal": "",
    "cli.finding": "faults load.disk",
    "cli.messages": "cli.terminal faults render.layout shown",
    "cli.targets": "load.shapes render suggest",
    "cli.output": "cli.targets cli.terminal faults render render.markdown render.terminal report",
    "cli.arguments": "cli.finding cli.targets cli.terminal doubts faults load render report "
    "suggest",
    "cli.about": "cli.finding",
    "cli.starting": "cli.about cli.finding cli.output faults load.shapes shown",
    "cli.asking": "analyses.allowed analyses.robust cli.arguments cli.terminal faults "
    "reports.assessed reports.ranked suggest weights",
    "cli.commands": "cli.about cli.arguments cli.ranking cli.starting faults reports.rank "
    "reports.scorecard reports.weights scenario suggest",
    "cli.analyses": "analyses.agreement analyses.allowed analyses.explain cli.arguments "
    "cli.asking cli.commands cli.ranking doubts faults reports.assessed reports.compare "
    "reports.explain reports.ranked reports.robustness reports.sensitive reports.sensitivity "
    "scenario scoring suggest",
    "cli.running": "cli.about cli.analyses cli.arguments cli.commands cli.finding cli.gates "
    "cli.messages cli.output cli.publishing cli.terminal faults",
    "cli.bases": "difference.changes difference.since faults load load.revision load.saved model",
    "cli.checking": "cli.arguments doubts expectations.meaning faults judging.judgements load "
    "load.locked lock model report reports.check reports.expected reports.wording",
    "cli.gates": "cli.arguments cli.checking cli.commands cli.comparing cli.finding cli.locking "
    "difference.conditions faults render reports.check reports.diff",
    "cli.locking": "cli.finding cli.output load load.locked lock shown",
    "cli.comparing": "cli.bases cli.checking difference.conditions difference.renames doubts "
    "expectations.meaning faults judging.judgements model reports.differing reports.expected",
    "cli.drawing": "analyses.agreement analyses.allowed analyses.robust analyses.tipping faults "
    "page reports.compared reports.pictures reports.ranked suggest",
    "cli.importing": "cli.about cli.starting decimals faults load load.shapes model shown "
    "spreadsheets.cells spreadsheets.plain_table spreadsheets.reading spreadsheets.tracing "
    "spreadsheets.workbook spreadsheets.writing",
    "cli.publishing": "analyses.agreement analyses.allowed analyses.robust book cli.arguments "
    "cli.commands cli.drawing cli.importing cli.ranking faults load render reports.assessed "
    "reports.compared reports.firmness reports.pictures reports.ranked reports.sensitive "
    "reports.whole reports.wording reports.workbook",
    "cli.ranking": "doubts faults model reports.ranked scenario scoring",
    "__main__": "cli.running",
}
STARTS_PROCESSES = {"load.git"}
READS_FILES = {
    *("load.disk", "load.locked", "load.saved", "spreadsheets.reading"),
    "render.files",  # the package's own style sheet and script
    *("cli.about", "cli.starting", "cli.output", "cli.running"),
}
NETWORK = {
    *("asyncio", "ftplib", "http", "httpx", "imaplib", "poplib", "requests", "smtplib"),
    *("socket", "socketserver", "ssl", "telnetlib", "urllib", "urllib3", "webbrowser", "xmlrpc"),
}
# The libraries that are not Python's own, and the modules that may know them.
LIBRARIES = {
    "yaml": {"load.nodes", "load.refusals", "load.mistakes", "cli.about"},
    "rich": {"render.terminal"},
    "typer": {
        *("cli.about", "cli.analyses", "cli.arguments", "cli.commands", "cli.gates"),
        *("cli.publishing", "cli.running"),
    },
    "numpy": {"exact.pairs"},
    "xlsxwriter": {"render.xlsx"},
    "openpyxl": {"spreadsheets.reading"},
}
LONGEST_FUNCTION = 40
LONGEST_MODULE = 400


def modules() -> dict[str, ast.Module]:
    """Return the syntax trees of all modules by name; a package goes by its own name."""
    found = {}
    for path in sorted(SRC.rglob("*.py")):
        parts = path.relative_to(SRC).with_suffix("").parts
        inner = parts[-1] == "__init__" and len(parts) > 1
        name = ".".join(parts[:-1] if inner else parts)
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


MODULES = modules()


def imported(tree: ast.Module) -> Iterator[str]:
    """Yield everything that a module imports, in functions too, with dots for what is from it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def ours(tree: ast.Module) -> set[str]:
    """Return the modules of ours that a module imports; the package itself does not count."""
    found = set()
    for name in imported(tree):
        parts = name.split(".")[1:]
        while name.startswith("policyscore.") and parts and ".".join(parts) not in ALLOWED:
            parts.pop()
        if name.startswith("policyscore.") and parts:
            found.add(".".join(parts))
    return found


def functions() -> list[tuple[str, ast.FunctionDef]]:
    """Return all functions and methods with the module they are in."""
    return [
        (module, node)
        for module, tree in MODULES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    ]


def test_every_module_is_entered_in_the_table_and_nothing_else_is() -> None:
    assert set(MODULES) == set(ALLOWED)


@pytest.mark.parametrize("module", sorted(ALLOWED))
def test_a_module_imports_only_what_it_may(module: str) -> None:
    assert ours(MODULES[module]) <= set(ALLOWED[module].split())


@pytest.mark.parametrize("module", sorted(ALLOWED))
def test_the_table_allows_nothing_that_is_not_needed(module: str) -> None:
    assert set(ALLOWED[module].split()) <= ours(MODULES[module])


def test_no_two_modules_need_each_other() -> None:
    above: dict[str, set[str]] = {name: set(allowed.split()) for name, allowed in ALLOWED.items()}
    for _ in above:
        for name, below in above.items():
            above[name] = below.union(*(above[other] for other in below))

    assert [name for name, below in above.items() if name in below] == []


def test_only_the_program_itself_starts_the_command_line() -> None:
    starting = {
        name
        for name, tree in MODULES.items()
        if any(other.split(".")[0] == "cli" for other in ours(tree))
    }
    assert {name.split(".")[0] for name in starting} == {"cli", "__main__"}


def test_formats_and_drawings_know_a_report_and_nothing_of_decisions() -> None:
    shapes = {"report", "page", "picture", "book", "shown"}
    for name in (name for name in MODULES if name.split(".")[0] in ("render", "draw")):
        rooms = {
            other for other in ours(MODULES[name]) if other.split(".")[0] in ("render", "draw")
        }
        assert ours(MODULES[name]) - rooms <= shapes
        assert name.startswith("render") or not any(r.startswith("render") for r in rooms)


def test_each_library_is_known_in_few_places() -> None:
    own = {*sys.stdlib_module_names, "policyscore"}
    foreign: dict[str, set[str]] = {}
    for module, tree in MODULES.items():
        for library in {name.split(".")[0] for name in imported(tree)} - own:
            foreign.setdefault(library, set()).add(module)

    assert foreign == LIBRARIES


def test_analyses_know_no_reports_no_formats_and_no_command_line() -> None:
    below = ("weights", "scoring", "orders", "scenario", "doubts", "dominance")
    analyses = [name for name in MODULES if name.split(".")[0] in ("analyses", "exact", "sampling")]

    for name in (*below, *analyses):
        rooms = {other.split(".")[0] for other in ours(MODULES[name])}
        assert not rooms & {"reports", "render", "cli", "load"}


def test_only_reading_and_the_command_line_touch_files() -> None:
    touching = re.compile(r"\b(open|read_text|read_bytes|write_text|write_bytes|mkstemp)\(")

    found = {name for name, tree in MODULES.items() if touching.search(ast.unparse(tree))}

    assert found <= READS_FILES


def test_nothing_reaches_for_the_network_or_runs_code_it_was_given() -> None:
    for name, tree in MODULES.items():
        assert not {i.split(".")[0] for i in imported(tree)} & NETWORK, name
        called = {
            node.func.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not called & {"eval", "exec", "compile", "__import__", "print", "input"}, name
        assert not re.search(r"yaml\.\w*load\(|os\.system|\bshell=", ast.unparse(tree)), name


def test_only_asking_git_starts_a_process() -> None:
    starting = re.compile(r"subprocess|\b(popen|posix_spawn|fork|spawn[lv]p?e?|exec[lv]p?e?)\(")

    found = {name for name, tree in MODULES.items() if starting.search(ast.unparse(tree))}

    assert found == STARTS_PROCESSES


def test_functions_fit_a_screen_and_modules_a_sitting() -> None:
    for module, function in functions():
        body = function.body[1:] if ast.get_docstring(function) else function.body
        length = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
        assert length <= LONGEST_FUNCTION, f"{module}.{function.name} has {length} lines"
    for path in SRC.rglob("*.py"):
        lines = path.read_text(encoding="utf-8").count("\n")
        assert lines <= LONGEST_MODULE, f"{path.name} has {lines} lines"


def test_every_public_function_says_what_it_guarantees() -> None:
    within = {
        inner
        for _, function in functions()
        for inner in ast.walk(function)
        if isinstance(inner, ast.FunctionDef) and inner is not function
    }
    bare = [
        f"{module}.{function.name}"
        for module, function in functions()
        if not function.name.startswith("_") and function not in within
        if not ast.get_docstring(function)
    ]

    assert bare == []
