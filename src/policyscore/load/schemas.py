"""The JSON Schemas of the files, made of the same shapes that the reader obeys."""

from typing import Any

from policyscore.load import shapes

# An unquoted 2030 or true is a text here; YAML tools read a number and a truth value.
_TEXT = {"type": ["string", "number", "boolean"]}
_LINE = {**_TEXT, "pattern": r"^[^\t\S]*\S([^\n\t]*\S)?[^\t\S]*$"}
_FOLDED_LINE = {**_TEXT, "pattern": r"^[^\t]*\S[^\t]*$"}


def schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a kind of file: option, criterion, profile, decision."""
    body = _schema(shapes.FILES[kind])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"policyscore {kind}",
        **body,
    }


def _schema(shape: shapes.Shape) -> dict[str, Any]:
    match shape:
        case shapes.Items():
            return _items(shape)
        case shapes.Pair():
            number = {"type": "number"}
            return {"type": "array", "prefixItems": [number, number], "minItems": 2, "maxItems": 2}
        case shapes.Table():
            return _table(shape)
        case shapes.ShortOrLong():
            return {"anyOf": [_schema(shape.short), _schema(shape.long)]}
        case shapes.Record():
            return _record(shape)
        case _:
            return _scalar(shape)


def _scalar(
    shape: shapes.Line | shapes.Text | shapes.Url | shapes.Number | shapes.Choice | shapes.Id,
) -> dict[str, Any]:
    match shape:
        case shapes.Line():
            return dict(_LINE)
        case shapes.Text():
            return dict(_TEXT)
        case shapes.Url():
            return {"type": "string", "pattern": rf"^\s*{shapes.URL}\s*$"}
        case shapes.Number():
            number = {"type": "number"} | ({} if shape.least is None else {"minimum": shape.least})
            return {"anyOf": [number, {"const": shape.or_word}]} if shape.or_word else number
        case shapes.Choice():
            return {"enum": list(shape.words)}
        case _:
            return {"type": "string", "pattern": f"^{shapes.ID}$", "description": f"{shape.of} id"}


def _items(shape: shapes.Items) -> dict[str, Any]:
    each = _schema(shape.each)
    items = {"type": "array", "items": each, "minItems": shape.least}
    # A single line may stand alone, and in several lines then: the reader makes one of them.
    alone = dict(_FOLDED_LINE) if isinstance(shape.each, shapes.Line) else each
    return {"anyOf": [alone, items]} if shape.or_one else items


def _table(shape: shapes.Table) -> dict[str, Any]:
    if isinstance(shape.key, shapes.Number):
        pattern = r"^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$"
    else:
        pattern = f"^{shapes.WORD if shape.key.new else shapes.ID}$"
    return {
        "type": "object",
        "propertyNames": {"pattern": pattern},
        "additionalProperties": _schema(shape.each),
    }


def _record(shape: shapes.Record) -> dict[str, Any]:
    keys = {
        name: {"description": key.help} | _schema(key.shape) | {"description": key.help}
        for name, key in shape.keys.items()
    }
    required = [name for name, key in shape.keys.items() if key.required]
    needed = {key: [other] for key, other in shape.needs}
    return {
        "type": "object",
        "properties": keys,
        **({"required": required} if required else {}),
        **({"dependentRequired": needed} if needed else {}),
        "additionalProperties": False,
    }
