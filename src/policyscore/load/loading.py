"""A folder or a revision to a model without faults, or all its faults at once."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from policyscore import weights
from policyscore.faults import Fault, FaultList, Place, WrongModel
from policyscore.figures import places_that_separate, points
from policyscore.load import entities
from policyscore.load.checks import check
from policyscore.load.disk import Disk
from policyscore.load.draft import Draft
from policyscore.load.folder import File, Folder, decoded, read_folder
from policyscore.load.nodes import parse
from policyscore.load.reader import Entry, read
from policyscore.load.shapes import FILES
from policyscore.model import Model, Order
from policyscore.orders import broken_pairs


class Loaded(NamedTuple):
    """A model, the warnings met on the way, and the bytes it was made of.

    `revision` is what git writes before the name of a file, where the model was read from a commit.
    """

    model: Model
    warnings: tuple[Fault, ...]
    files: tuple[File, ...]
    revision: str = ""

    def inputs(self) -> str:
        """Return the SHA-256 of all files read: name, NUL, length, NUL and bytes, by name."""
        from hashlib import sha256  # loads OpenSSL, which only JSON asks for

        digest = sha256()
        for file in self.files:
            content = file.content or b""
            digest.update(f"{file.name}\0{len(content)}\0".encode() + content)
        return digest.hexdigest()

    def hashes(self) -> dict[str, str]:
        """Return the SHA-256 of each file read, by name."""
        from hashlib import sha256

        return {file.name: sha256(file.content or b"").hexdigest() for file in self.files}


def load(root: Path) -> Loaded:
    """Return the model in a folder.

    Raises WrongModel with every fault found, CannotAccess where a file may not be read.
    """
    return _loaded(root, Disk(root))


def load_revision(root: Path, base: str) -> Loaded:
    """Return the model in a folder as it was in a commit, whatever is in the folder now.

    `base` names the commit as git does, and after a colon the folder, if it was another then.
    Raises Misuse where there is no such commit or no model in it, CannotAccess where git cannot
    tell, and WrongModel with every fault found.
    """
    from policyscore.load.revision import revision  # starts processes, which few commands need

    found = revision(root, base)
    return _loaded(root, found, found.name)


def load_files(texts: Mapping[str, str]) -> Loaded:
    """Return the model that texts make, by the names of their files; nothing is read.

    The rules are those of a folder. Raises WrongModel with every fault found.
    """
    from policyscore.load.memory import in_memory  # few commands make models

    return _loaded(Path(), in_memory(texts))


def _loaded(root: Path, folder: Folder, revision: str = "") -> Loaded:
    faults = FaultList()
    files = read_folder(folder, faults)
    texts: dict[str, str] = {}
    entries: dict[str, dict[str, Entry | None]] = {kind: {} for kind in FILES}
    for file in files:
        entries[file.kind].setdefault(file.id, None)
        entry = _entry(file, texts, faults)
        if entry is not None:
            entries[file.kind][file.id] = entry
    draft = Draft(entries)
    check(draft, faults)
    if draft.decision.get("expect"):
        from policyscore.load.expectations import check_expectations  # not before there are any

        check_expectations(draft, texts, faults)
    if faults.errors:
        raise WrongModel(root, faults.faults, texts, revision)
    model = entities.model(draft)
    _check_weights(model, faults)
    if not faults.errors:
        _check_group_orders(model, faults)
    if faults.errors:
        raise WrongModel(root, faults.faults, texts, revision)
    return Loaded(model, tuple(faults.warnings), tuple(files), revision)


def _entry(file: File, texts: dict[str, str], faults: FaultList) -> Entry | None:
    """Return what a file says, as far as it fits; its text is kept for the display of faults."""
    text = None if file.content is None else decoded(file.content, file.name, faults)
    if text is None:
        return None
    texts[file.name] = text
    found = len(faults.faults)
    node = parse(text, file.name, faults)
    if node is None:
        if len(faults.faults) == found and file.kind != "decision":
            faults.add(Place(file.name, 1, 1), "empty", "the file is empty", "give it a name")
        return None
    entry: Entry | None = read(node, FILES[file.kind], file.id, faults)
    return entry


def _views(model: Model) -> dict[str | None, Place]:
    """Return the profiles (None: the model's own weights) and where each is written."""
    own = model.node(model.roots[0]).place
    return {None: own} | {name: profile.place for name, profile in model.profiles.items()}


def _check_weights(model: Model, faults: FaultList) -> None:
    tree = weights.tree_of(model)
    broken: set[str | None] = set()  # by the model's own weights: not once a profile
    for profile, place in _views(model).items():
        for group in weights.weightless(tree, weights.stated(model, profile)):
            if group in broken:
                continue
            if profile is None:
                broken.add(group)
            where = model.groups[group].place if group and profile is None else place
            inside = f"of {group}" if group else "at the top level"
            what = f"all weights {inside} are 0"
            faults.add(where, "no-weight", what, "give at least one of them a weight above 0")


def _check_group_orders(model: Model, faults: FaultList) -> None:
    """Orders on groups compare group scores, under the model's weights and under each profile."""
    tree = weights.tree_of(model)
    orders = [order for order in model.decision.orders if order.criterion in model.groups]
    broken: set[tuple[Place, str, str]] = set()  # by the model's own weights: not once a profile
    for profile in _views(model) if orders else ():
        used = weights.weigh(tree, weights.stated(model, profile))
        for order in orders:
            for good, bad, high, low in broken_pairs(model, used, order):
                if (order.place, good, bad) in broken:
                    continue
                if profile is None:
                    broken.add((order.place, good, bad))
                what = _violated(order, good, bad, (high, low), profile)
                fix = "correct performances, weights or the order"
                faults.add(order.place, "order", what, fix)


def _violated(
    order: Order, good: str, bad: str, scores: tuple[Fraction, Fraction], profile: str | None
) -> str:
    places = places_that_separate(scores)
    high, low = (points(score, places) for score in scores)
    under = f" under the profile {profile}" if profile else ""
    return (
        f"the order on {order.criterion} says that {good} does at least as well as {bad}, "
        f"but{under} {good} scores {high} there and {bad} {low}"
    )
