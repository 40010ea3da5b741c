"""The JSON Schemas of the files, made of the same shapes that the reader obeys."""

from typing import Any

from policyscore.load import shapes

_TEXT = {"type": ["string", "number"]}  # an unquoted 2030 is a text here, a number to YAML tools


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
        case shapes.Line():
            return {**_TEXT, "pattern": r"^[^\n\t]*\S[^\n\t]*$"}
        case shapes.Text():
            return dict(_TEXT)
        case shapes.Url():
            return {"type": "string", "pattern": r"^https?://[^\s<>\"'`]+$"}
        case shapes.Number():
            number = {"type": "number"} | ({} if shape.least is None else {"minimum": shape.least})
            return {"anyOf": [number, {"const": shape.or_word}]} if shape.or_word else number
        case shapes.Choice():
            return {"enum": list(shape.words)}
        case shapes.Id():
            return {"type": "string", "pattern": f"^{shapes.ID}$", "description": f"{shape.of} id"}
        case shapes.Items():
            items = {"type": "array", "items": _schema(shape.each), "minItems": shape.least}
            return {"anyOf": [_schema(shape.each), items]} if shape.or_one else items
        case shapes.Pair():
            number = {"type": "number"}
            return {"type": "array", "prefixItems": [number, number], "minItems": 2, "maxItems": 2}
        case shapes.Table():
            return _table(shape)
        case shapes.ShortOrLong():
            return {"anyOf": [_schema(shape.short), _schema(shape.long)]}
        case shapes.Record():
            return _record(shape)


def _table(shape: shapes.Table) -> dict[str, Any]:
    number = isinstance(shape.key, shapes.Number)
    pattern = r"^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$" if number else f"^{shapes.ID}$"
    return {
        "type": "object",
        "propertyNames": {"pattern": pattern},
        "additionalProperties": _schema(shape.each),
    }


def _record(shape: shapes.Record) -> dict[str, Any]:
    keys = {
        name: {"description": key.help, **_schema(key.shape)} for name, key in shape.keys.items()
    }
    required = [name for name, key in shape.keys.items() if key.required]
    return {
        "type": "object",
        "properties": keys,
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }
