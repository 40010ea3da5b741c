"""A saved result of `rank` to plain values, or a sentence about why it is none."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from policyscore.faults import CannotAccess, Misuse
from policyscore.saved import Saved, SavedOption

MOST_BYTES = 64 << 20
SCHEMA = "policyscore.rank/1"
LARGEST = 1e100
CLOSE = 1e-6


class _Odd(ValueError):
    """The JSON is not what `rank` writes; the sentence says in what."""


def load_saved(path: Path) -> Saved:
    """Return the ranking saved in a file by `rank --format json`.

    Raises Misuse with what is wrong where it is none, or only a part or a trial of one, and
    CannotAccess where the file may not be read.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise CannotAccess(f"cannot read {path}: {error.strerror}") from error
    try:
        return _saved(content)
    except (_Odd, RecursionError) as error:
        what = "it nests too deeply" if isinstance(error, RecursionError) else str(error)
        raise Misuse(
            f"BASE: {path} is no saved result: {what}; policyscore rank -o ranking.json writes one"
        ) from error


def _saved(content: bytes) -> Saved:
    if len(content) > MOST_BYTES:
        raise _Odd("it is larger than 64 MiB")
    try:
        data = json.loads(content.decode(), parse_constant=_refuse)
    except ValueError as error:
        raise _Odd("it is not JSON") from error
    if not isinstance(data, dict) or not str(data.get("schema", "")).startswith("policyscore."):
        raise _Odd("it has no schema of policyscore")
    if data["schema"] != SCHEMA:
        raise _Odd(f"its schema is {data['schema']!a}, and {SCHEMA} can be compared")
    return _checked(data)


def _refuse(word: str) -> None:
    raise ValueError(word)


def _checked(data: Mapping[str, Any]) -> Saved:
    if data.get("profile") is not None or data.get("overrides"):
        raise _Odd("it is under a profile or under weight flags, not the model's own weights")
    records = _typed(data.get("options"), list, "options")
    weights = {name: _number(x, "weights") for name, x in _table(data.get("weights"), "weights")}
    found = [_option(_typed(record, dict, "options"), weights) for record in records]
    options = {option.id: option for option in found}
    if not found or len(options) != data.get("count"):
        raise _Odd("it holds not all options; save it without --top")
    points = [x for option in found for x in (option.score, *option.scores.values())]
    if abs(sum(weights.values()) - 1) > CLOSE or not all(0 <= x <= 1 for x in weights.values()):
        raise _Odd("its weights are no shares of 1")
    if not all(0 <= x <= 100 for x in points) or min(option.rank for option in found) != 1:
        raise _Odd("its scores and ranks are none of a ranking")
    lead = records[0].get("lead")
    tie = found[0].tied
    return Saved(
        weights,
        0 if tie else None if lead is None else _number(lead, "lead"),
        options,
    )


def _option(record: Mapping[str, Any], weights: Mapping[str, float]) -> SavedOption:
    scores = {name: _number(x, "scores") for name, x in _table(record.get("scores"), "scores")}
    cells = {
        name: None if x is None else _number(x, "performance")
        for name, x in _table(record.get("performance"), "performance")
    }
    if not scores.keys() == cells.keys() == weights.keys():
        raise _Odd("its options are not scored on the criteria that have weights")
    return SavedOption(
        _typed(record.get("id"), str, "id"),
        _typed(record.get("name"), str, "name"),
        _typed(record.get("rank"), int, "rank"),
        _typed(record.get("tied"), bool, "tied"),
        _number(record.get("score"), "score"),
        scores,
        cells,
    )


def _table(value: object, name: str) -> list[tuple[str, Any]]:
    return list(_typed(value, dict, name).items())


def _number(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _Odd(f"a number is missing in {name}")
    if not -LARGEST <= value <= LARGEST:
        raise _Odd(f"a number in {name} is too large")
    return value


def _typed(value: Any, kind: type, name: str) -> Any:  # noqa: ANN401 - what `kind` is
    if not isinstance(value, kind):
        raise _Odd(f"{name} is missing or of another kind")
    return value
