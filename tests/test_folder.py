"""Which files of a folder are a model's, which are skipped, which are refused."""

import os
from pathlib import Path
from typing import IO, Any

import pytest

from policyscore.faults import CannotAccess, FaultList
from policyscore.load import Disk, is_model, load, read_folder
from tests.models import GOOD, laid, lines, said

CHARGE = GOOD["options/charge.yaml"]


def read(root: Path) -> tuple[dict[str, str], list[str]]:
    """Return kind and id of each file that was read, by name, and what was said."""
    faults = FaultList()
    files = read_folder(Disk(root), faults)
    return {f.name: f"{f.kind} {f.id}" for f in files if f.content is not None}, lines(faults)


def test_files_are_read_by_name_with_kind_id_and_bytes(tmp_path: Path) -> None:
    root = laid(tmp_path, {"policyscore.yaml": "title: T", "profiles/green.yml": b"\xff"})
    files = read_folder(Disk(root), FaultList())
    assert [(file.kind, file.id, file.name) for file in files] == [
        ("criterion", "cost", "criteria/cost.yaml"),
        ("criterion", "equity", "criteria/equity.yaml"),
        ("option", "charge", "options/charge.yaml"),
        ("option", "wait", "options/wait.yaml"),
        ("decision", "policyscore", "policyscore.yaml"),
        ("profile", "green", "profiles/green.yml"),
    ]
    assert files[2].content == CHARGE.encode()
    assert files[5].content == b"\xff"


@pytest.mark.parametrize("ending", ["yaml", "yml", "YAML", "Yml"])
def test_both_endings_are_read_in_any_case(tmp_path: Path, ending: str) -> None:
    root = laid(tmp_path, {"options/charge.yaml": None, f"options/charge.{ending}": CHARGE})
    assert said(root) == []
    assert "charge" in load(root).model.options


@pytest.mark.parametrize("name", ["policyscore.yaml", "policyscore.yml", "Policyscore.YAML"])
def test_the_decision_is_read_with_both_endings_in_any_case(tmp_path: Path, name: str) -> None:
    assert load(laid(tmp_path, {name: "title: Roads\n"})).model.decision.title == "Roads"


def test_a_name_that_only_looks_like_the_decision_is_not_read(tmp_path: Path) -> None:
    root = laid(tmp_path, {"policy\u017fcore.yaml": "title: Roads\n", "my-policyscore.yaml": "x"})
    assert load(root).model.decision.title == ""


def test_two_decisions_are_one_too_many(tmp_path: Path) -> None:
    root = laid(tmp_path, {"policyscore.yml": "titel: A\n", "policyscore.yaml": "title: B\n"})
    assert said(root) == [
        "policyscore.yml: policyscore.yml stands beside policyscore.yaml; keep one"
    ]


@pytest.mark.parametrize(
    "name", [".DS_Store", ".#charge.yaml", ".charge.yaml.swp", "charge.yaml~", ".hidden.yaml", ".~"]
)
def test_droppings_of_editors_and_systems_are_skipped_silently(tmp_path: Path, name: str) -> None:
    assert said(laid(tmp_path, {f"options/{name}": "\x00"})) == []


@pytest.mark.parametrize(
    ("name", "like"),
    [
        ("README.md", "readme"),
        ("tram.yaml.txt", "tram"),
        ("Night Tram.yaml.bak", "night-tram"),
        ("2030.csv", "option-2030"),
        ("con.txt", "option-con"),
        ("漢.txt", "option"),
        ("yaml", "yaml"),
        ("tram.yaml ", "tram"),
        ("tram.json", "tram"),
    ],
)
def test_a_stray_file_is_skipped_with_a_word(tmp_path: Path, name: str, like: str) -> None:
    assert said(laid(tmp_path, {f"options/{name}": "x"})) == [
        f"options/{name}: warning: not read, as its name does not end in .yaml; "
        f"for it to be read as option, name it {like}.yaml"
    ]


@pytest.mark.parametrize("name", ["transport", "transport.yaml"])
def test_a_sub_folder_is_skipped_with_a_word(tmp_path: Path, name: str) -> None:
    root = laid(tmp_path, {f"criteria/{name}/noise.yaml": "x"})
    assert said(root) == [
        f"criteria/{name}: warning: sub-folders are not read; move its files into criteria/"
    ]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("profile", "profiles"),
        ("Profiles", "profiles"),
        ("option", "options"),
        ("profils", "profiles"),
    ],
)
def test_a_misnamed_folder_is_skipped_with_a_word(tmp_path: Path, name: str, meant: str) -> None:
    root = laid(tmp_path, {f"{name}/green.yaml": "x", "data/notes.txt": "x", "criterion": "file"})
    assert said(root) == [f"{name}: warning: not read; rename it if it is meant as {meant}"]


@pytest.mark.parametrize(
    ("stem", "like"),
    [
        ("night tram", "night-tram"),
        ("Tram", "tram"),
        ("night_tram", "night-tram"),
        ("1.10", "option-1-10"),
        ("2030-tram", "option-2030-tram"),
        ("-rf", "rf"),
        ("tram.yaml", "tram"),
        ("café", "caf"),
        ("", "option"),
        ("a" * 65, "a" * 64),
        ("tram\n", "tram"),
        ("[red]", "red"),
    ],
)
def test_a_file_name_that_is_no_id_is_refused_with_a_better_one(
    tmp_path: Path, stem: str, like: str
) -> None:
    name = f"options/{stem}.yaml" if stem else "options/é.yaml"
    stem = stem or "é"
    assert said(laid(tmp_path, {name: CHARGE})) == [
        f"{name}: {stem} cannot be an id: the file's name without .yaml is one; "
        f"use a-z, 0-9 and -, a letter first, 64 characters at most: {like}.yaml"
    ]


@pytest.mark.parametrize("stem", ["con", "prn", "aux", "nul", "com1", "lpt9"])
def test_a_name_that_windows_reserves_is_refused(tmp_path: Path, stem: str) -> None:
    assert said(laid(tmp_path, {f"profiles/{stem}.yaml": "x"})) == [
        f"profiles/{stem}.yaml: {stem} is a reserved name on Windows; "
        f"choose another, such as profile-{stem}.yaml"
    ]


def test_no_profile_is_called_all(tmp_path: Path) -> None:
    files = {"profiles/all.yaml": "name: [", "profiles/All.yaml": "name: ["}
    assert said(laid(tmp_path, files)) == [
        "profiles/All.yaml: All cannot be an id: the file's name without .yaml is one; "
        "use a-z, 0-9 and -, a letter first, 64 characters at most: profile-all.yaml",
        "profiles/all.yaml: all stands for every profile and is the id of none; "
        "choose another, such as profile-all.yaml",
    ]


def test_an_option_and_a_criterion_may_be_called_all(tmp_path: Path) -> None:
    cells = "name: A\nperformance: {cost: 1, equity: 3, all: 2}\n"
    files = {f"options/{name}.yaml": cells for name in ("all", "charge", "wait")}
    assert said(laid(tmp_path, {**files, "criteria/all.yaml": GOOD["criteria/cost.yaml"]})) == []
    (line,) = said(laid(tmp_path / "other", {"options/ALL.yaml": CHARGE}))
    assert line.endswith("64 characters at most: all.yaml")


@pytest.mark.parametrize("stem", ["a", "a-", "a1", "con1", "com10", "console", "a" * 64])
def test_other_names_are_ids(tmp_path: Path, stem: str) -> None:
    root = laid(tmp_path, {f"options/{stem}.yaml": CHARGE})
    assert stem in load(root).model.options


def test_the_same_stem_twice_is_refused_once_with_both_names(tmp_path: Path) -> None:
    root = laid(tmp_path, {"options/charge.yml": CHARGE, "options/charge.YAML": CHARGE})
    assert said(root) == [
        "options/charge.yaml: the id charge is also that of options/charge.YAML; "
        "rename one of the files",
        "options/charge.yml: the id charge is also that of options/charge.YAML; "
        "rename one of the files",
    ]


def test_names_that_differ_in_case_are_one_fault(tmp_path: Path) -> None:
    (line,) = said(laid(tmp_path, {"options/Charge.yaml": CHARGE}))
    assert line.startswith("options/Charge.yaml: Charge cannot be an id")


def test_a_name_that_is_not_utf_8_is_refused_or_skipped(tmp_path: Path) -> None:
    root = laid(tmp_path)
    for name in (b"caf\xe9.yaml", b"caf\xe9.txt", b".caf\xe9"):
        Path(os.fsdecode(os.fsencode(root) + b"/options/" + name)).write_text("x")
    stray, refused = said(root)
    assert stray.startswith("options/caf\udce9.txt: warning: not read")
    assert refused.startswith("options/caf\udce9.yaml: caf\udce9 cannot be an id")


# Folders that are not there


def test_an_empty_folder_lacks_options_and_criteria(tmp_path: Path) -> None:
    assert said(tmp_path) == [
        "criteria: there is no folder criteria/ in the model; "
        "put each criterion into criteria/ as a file",
        "options: there is no folder options/ in the model; "
        "put each option into options/ as a file",
    ]


@pytest.mark.parametrize(
    ("folder", "kind"), [("options", "option"), ("criteria", "criterion"), ("profiles", "profile")]
)
def test_a_file_in_place_of_a_folder_is_refused(tmp_path: Path, folder: str, kind: str) -> None:
    files = dict.fromkeys(name for name in GOOD if name.startswith(folder))
    root = laid(tmp_path, files)
    if folder != "profiles":
        (root / folder).rmdir()
    (root / folder).write_text("name: A\n")
    assert said(root) == [
        f"{folder}: {folder} is no folder, or a link that leaves the model; "
        f"put each {kind} into {folder}/ as a file"
    ]


@pytest.mark.parametrize(
    ("folder", "said_of_it"),
    [
        ("options", ["options: options/ holds no option; add a .yaml file"]),
        ("criteria", ["criteria: criteria/ holds no criterion; add a .yaml file"]),
        ("profiles", []),
    ],
)
def test_only_profiles_may_be_an_empty_folder(
    tmp_path: Path, folder: str, said_of_it: list[str]
) -> None:
    """What names the criteria that are missing now is not a fault of its own."""
    root = laid(tmp_path, dict.fromkeys(name for name in GOOD if name.startswith(folder)))
    (root / folder).mkdir(exist_ok=True)
    assert said(root) == said_of_it


# Links, pipes, devices


def test_a_link_within_the_model_is_followed(tmp_path: Path) -> None:
    root = laid(tmp_path)
    (root / "options" / "toll.yaml").symlink_to("charge.yaml")
    (root / "profiles").mkdir()
    (root / "link").symlink_to("profiles")
    assert said(root) == []
    assert load(root).model.options["toll"].name == "Charge"


def test_a_model_may_itself_be_reached_by_a_link(tmp_path: Path) -> None:
    root = laid(tmp_path / "there")
    (root / "options" / "toll.yaml").symlink_to(root / "options" / "charge.yaml")
    (tmp_path / "here").symlink_to(root)
    assert said(tmp_path / "here") == []


@pytest.mark.parametrize(
    ("target", "what"),
    [
        ("../../secret.yaml", "a symbolic link that leaves the model is not followed"),
        ("/dev/zero", "a symbolic link that leaves the model is not followed"),
        ("/no/such/file", "a symbolic link that leaves the model is not followed"),
        ("missing.yaml", "a symbolic link that leads nowhere"),
        ("toll.yaml", "a symbolic link that leads nowhere"),
    ],
)
def test_a_link_out_of_the_model_or_to_nowhere_is_refused(
    tmp_path: Path, target: str, what: str
) -> None:
    root = laid(tmp_path / "model")
    (tmp_path / "secret.yaml").write_text("name: hunter2\n")
    (root / "options" / "toll.yaml").symlink_to(target)
    assert said(root) == [f"options/toll.yaml: {what}; put the file itself there"]


@pytest.mark.parametrize("target", ["..", "loop", "/", "../options"])
def test_a_link_to_a_folder_is_a_sub_folder_or_stray(tmp_path: Path, target: str) -> None:
    root = laid(tmp_path)
    (root / "options" / "loop").symlink_to(target)
    (line,) = said(root)
    assert line.startswith("options/loop: warning: ")


@pytest.mark.parametrize("target", ["../elsewhere", "profiles", "/"])
def test_a_folder_that_is_a_link_out_of_the_model_or_to_itself_is_refused(
    tmp_path: Path, target: str
) -> None:
    root = laid(tmp_path / "model")
    laid(tmp_path / "elsewhere")
    (root / "profiles").symlink_to(target)
    assert said(root) == [
        "profiles: profiles is no folder, or a link that leaves the model; "
        "put each profile into profiles/ as a file"
    ]


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    root = laid(tmp_path)
    os.mkfifo(root / "options" / "toll.yaml")
    os.mkfifo(root / "policyscore.yaml")
    assert said(root) == [
        "options/toll.yaml: only regular files are read, no folders, pipes or devices; "
        "put a file there",
        "policyscore.yaml: only regular files are read, no folders, pipes or devices; "
        "put a file there",
    ]


def test_a_decision_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    assert said(laid(tmp_path, {"policyscore.yaml/x": "y"})) == [
        "policyscore.yaml: only regular files are read, no folders, pipes or devices; "
        "put a file there"
    ]


def test_a_file_of_more_than_a_mebibyte_is_refused(tmp_path: Path) -> None:
    padding = b"#" * (1_048_576 - len(CHARGE))
    root = laid(tmp_path, {"options/charge.yaml": CHARGE.encode() + padding})
    assert said(root) == []
    laid(tmp_path, {"options/charge.yaml": CHARGE.encode() + padding + b"#"})
    assert said(root) == ["options/charge.yaml: the file is larger than 1 MiB; shorten its texts"]


# What the system forbids


def forbid(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Refuse to open files of that name; permissions would not hold back a superuser."""
    opened = Path.open

    def refuse(path: Path, mode: str) -> IO[Any]:
        if path.name == name:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, mode)

    monkeypatch.setattr(Path, "open", refuse)


@pytest.mark.parametrize("name", ["options/charge.yaml", "policyscore.yaml"])
def test_a_file_that_may_not_be_read_ends_the_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    root = laid(tmp_path, {"policyscore.yaml": "title: T\n"})
    forbid(monkeypatch, Path(name).name)
    with pytest.raises(CannotAccess, match=f"^cannot read {name}: Permission denied$"):
        load(root)


def test_an_error_without_words_is_told_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, mode: str) -> IO[Any]:
        raise OSError(f"the disk of {path.name} is on fire ({mode})")

    root = laid(tmp_path)
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(
        CannotAccess, match=r"charge\.yaml: the disk of charge\.yaml is on fire \(rb\)"
    ):
        load(root)


def test_a_folder_that_may_not_be_listed_ends_the_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = laid(tmp_path)
    listed = os.listdir

    def refuse(path: Path) -> list[str]:
        if path.name == "criteria":
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(os, "listdir", refuse)
    with pytest.raises(CannotAccess, match=r"^cannot read the folder criteria: Permission denied$"):
        load(root)


def test_a_model_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(CannotAccess, match=r"^cannot read the folder \.: No such file or"):
        load(tmp_path / "none")


# Which folders are meant as models


@pytest.mark.parametrize(
    ("names", "meant"),
    [
        (["policyscore.yaml"], True),
        (["policyscore.yml"], True),
        (["options/a.yaml", "criteria/a.yaml"], True),
        (["options/a.yaml"], True),
        (["criteria/a.yaml", "profiles/a.yaml", "README.md"], True),
        (["profiles/a.yaml", "options/README.md"], False),
        (["options/a.yaml", "criteria"], True),
        (["policyscore.yaml/x"], False),
        ([], False),
    ],
)
def test_a_folder_with_a_decision_options_or_criteria_is_meant_as_a_model(
    tmp_path: Path, names: list[str], meant: bool
) -> None:
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    assert is_model(tmp_path) is meant


def test_a_folder_that_may_not_be_searched_is_no_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Path.is_file would raise for a parent folder without permission."""

    def refuse(*_: Any, **__: Any) -> os.stat_result:  # noqa: ANN401
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "stat", refuse)
    assert not is_model(tmp_path)


# Encodings


@pytest.mark.parametrize(
    ("content", "where", "what"),
    [
        (CHARGE.encode("utf-16"), "1:1", "the file is in UTF-16; save it as UTF-8"),
        (
            b"\xfe\xff" + CHARGE.encode("utf-16-be"),
            "1:1",
            "the file is in UTF-16; save it as UTF-8",
        ),
        (CHARGE.encode("utf-16-le"), "1:1", "the file is in UTF-16; save it as UTF-8"),
        (CHARGE.encode("utf-16-be"), "1:1", "the file is in UTF-16; save it as UTF-8"),
        (
            b"PK\x03\x04\x14\x00",
            "1:1",
            "this is a zip archive or an office document, no YAML; export it as text",
        ),
        (b"name: caf\xe9\n", "1:10", "the byte 0xE9 is not UTF-8; save it as UTF-8"),
        ("a: 1\r\nb: 漢字".encode() + b"\x80", "2:6", "the byte 0x80 is not UTF-8; save it as"),
        (b"\xef\xbb\xbfa\rb\r\xff", "3:1", "the byte 0xFF is not UTF-8; save it as UTF-8"),
        (b"a: \xed\xa0\x80\n", "1:4", "the byte 0xED is not UTF-8; save it as UTF-8"),
        (b"a: \xe6\xbc", "1:4", "the byte 0xE6 is not UTF-8; save it as UTF-8"),
        (b"a: \xc0\x80", "1:4", "the byte 0xC0 is not UTF-8; save it as UTF-8"),
        (b"name: A\x00B\n", "1:8", "the control character U+0000 is not allowed in a model; remo"),
        (b"\xef\xbb\xbf\xef\xbb\xbfa: 1\n", "1:1", "the invisible character U+FEFF is not allowed"),
    ],
)
def test_what_is_not_utf_8_is_refused_at_its_place(
    tmp_path: Path, content: bytes, where: str, what: str
) -> None:
    (line,) = said(laid(tmp_path, {"options/charge.yaml": content}))
    assert line.startswith(f"options/charge.yaml:{where}: {what}")


@pytest.mark.parametrize(
    "content", [b"\xef\xbb\xbf" + CHARGE.encode(), CHARGE.replace("\n", "\r\n").encode()]
)
def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path, content: bytes) -> None:
    root = laid(tmp_path, {"options/charge.yaml": content})
    assert said(root) == []
    assert load(root).model.options["charge"].name == "Charge"


def test_a_misspelt_decision_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    root = laid(tmp_path, {"polcyscore.yaml": "title: x", "notes.yaml": "x", "readme.md": "x"})
    said_of = "polcyscore.yaml: warning: not read; rename it if it is meant as policyscore.yaml"
    assert said(root) == [said_of]
