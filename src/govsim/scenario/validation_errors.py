"""Turn pydantic's validation errors into findings in plain English."""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, Tag, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from govsim.errors import nearest
from govsim.scenario.findings import Finding, Findings, Path, shown
from govsim.scenario.sections import where_known


def findings_of(error: ValidationError, model: type[BaseModel]) -> list[Finding]:
    """The findings of a validation error, each at its key below the model."""
    findings: list[Finding] = []
    for detail in error.errors(include_url=False):
        path, owner, field = _field_at(model, detail["loc"])
        cause = detail.get("ctx", {}).get("error")
        if isinstance(cause, Findings):
            findings += [finding.below(path) for finding in cause.items]
        elif detail["type"] == "too_short" and detail["input"]:
            continue  # the list leaves out invalid entries; each has its own finding
        else:
            findings.append(_finding(detail, path, owner, field))
    return findings


def _finding(
    detail: ErrorDetails, path: Path, owner: type[BaseModel] | None, field: FieldInfo | None
) -> Finding:
    kind, value = detail["type"], detail["input"]
    if path and path[-1] == "[key]":
        return Finding(path[:-1], KEY_RULE, f"'{value}'")
    if kind == "invalid_key":
        return Finding(path, "a name", shown(path[-1]))
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return _untagged(detail, path)
    if kind == "extra_forbidden":
        known = list(owner.model_fields) if owner is not None else []
        return Finding(path, "a known name", f"'{path[-1]}'", where_known(str(path[-1]), known))
    if kind == "missing":
        meaning = f"Meaning: {field.description}." if field is not None and field.description else ""
        if path in (("places",), ("outcomes",)):
            meaning += ' Add extends = "united_kingdom" to use the country that comes with govsim.'
        return Finding(path, _expected(field, kind), "nothing", meaning)
    expected = _expected(field, kind)
    found = "an infinite number or nan" if kind == "finite_number" else shown(value)
    return Finding(path, expected, found, _remedy(field, value, expected))


def _untagged(detail: ErrorDetails, path: Path) -> Finding:
    """The finding for a table of a missing or unknown kind."""
    context = detail.get("ctx", {})
    key = str(context["discriminator"]).strip("'")
    if detail["type"] == "union_tag_not_found":
        return Finding((*path, key), "its kind", "nothing")
    known = [name.strip("' ") for name in str(context["expected_tags"]).split(",")]
    found = str(context["tag"])
    return Finding((*path, key), "a known kind", shown(found), nearest(found, known))


KEY_RULE = "a key of lower-case letters, digits and underscores that begins with a letter"


def _remedy(field: FieldInfo | None, value: object, expected: str) -> str:
    parts = []
    if field is not None:
        choices = _choices(field.annotation)
        if choices and isinstance(value, str):
            return nearest(value, choices)
        if field.description:
            parts.append(f"Meaning: {field.description}.")
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if expected == "a share from 0 to 1" and is_number and value > 1:  # type: ignore[operator]
        parts.append("Shares are written as decimals: 40% is 0.4.")
    return " ".join(parts)


def _choices(annotation: Any) -> list[str]:
    annotation = _unwrapped(annotation)
    return [str(choice) for choice in get_args(annotation)] if get_origin(annotation) is Literal else []


def _expected(field: FieldInfo | None, kind: str) -> str:
    if field is None:
        return "a table" if kind in ("model_type", "dict_type", "mapping_type") else "something else"
    if isinstance(field.json_schema_extra, dict) and "expected" in field.json_schema_extra:
        return str(field.json_schema_extra["expected"])
    choices = _choices(field.annotation)
    if choices:
        quoted = [choice if choice.isdigit() else f"'{choice}'" for choice in choices]
        return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " or " + quoted[-1]
    return _expected_of_type(field.annotation, _limits(field.metadata), kind)


def _expected_of_type(annotation: Any, limits: dict[str, Any], kind: str) -> str:
    if get_origin(annotation) is Annotated:
        inner, *metadata = get_args(annotation)
        return _expected_of_type(inner, {**_limits(metadata), **limits}, kind)
    if get_origin(annotation) in (Union, types.UnionType):
        option = next(option for option in get_args(annotation) if option is not type(None))
        return _expected_of_type(option, limits, kind)
    if annotation is bool:
        return "true or false"
    if annotation in (int, float):
        return _number(annotation, limits)
    if annotation is str:
        if "pattern" in limits:
            return KEY_RULE
        if kind == "string_too_long":
            return f"text of at most {limits.get('max_length')} letters"
        return "text between quotation marks"
    if get_origin(annotation) is tuple:
        if Ellipsis not in get_args(annotation):
            return f"a list of {len(get_args(annotation))}"
        return "a list with at least one entry" if "min_length" in limits else "a list"
    return "a table"


def _number(annotation: type, limits: dict[str, Any]) -> str:
    low, high, above = limits.get("ge"), limits.get("le"), limits.get("gt")
    if annotation is float and (low, high) == (0, 1):
        return "a share from 0 to 1"
    noun = "a whole number" if annotation is int else "a number"
    if above is not None:
        return f"{noun} above {_bound(above)}" + (f" and at most {_bound(high)}" if high is not None else "")
    if low is not None and high is not None:
        return f"{noun} from {_bound(low)} to {_bound(high)}"
    return f"{noun} of at least {_bound(low)}" if low is not None else noun


def _bound(limit: float) -> str:
    return f"{limit:,}" if isinstance(limit, int) else f"{limit:g}"


def _limits(metadata: Sequence[Any]) -> dict[str, Any]:
    limits: dict[str, Any] = {}
    for item in metadata:
        if isinstance(item, FieldInfo):
            limits |= _limits(item.metadata)
            continue
        for name in ("ge", "le", "gt", "lt", "pattern", "min_length", "max_length"):
            if getattr(item, name, None) is not None:
                limits[name] = getattr(item, name)
    return limits


def _field_at(model: type[BaseModel], loc: Path) -> tuple[Path, type[BaseModel] | None, FieldInfo | None]:
    """The keys of an error without tags of unions, the model that owns the last key, and its field."""
    path: Path = ()
    owner: type[BaseModel] | None = model
    field: FieldInfo | None = None
    annotation: Any = model
    for part in loc:
        option = _option(annotation, part)
        if option is not None:
            annotation = option
            continue
        path = (*path, part)
        annotation = _unwrapped(annotation)
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            owner, field = annotation, annotation.model_fields.get(str(part))
            annotation = Annotated[field.annotation, field] if field is not None else None
        else:
            annotation = _inside(annotation, part)
            owner, field = None, FieldInfo.from_annotation(annotation) if annotation is not None else None
    return path, owner, field


def _unwrapped(annotation: Any) -> Any:
    """A type without its metadata and without `| None`."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, types.UnionType):
        options = [option for option in get_args(annotation) if option is not type(None)]
        return _unwrapped(options[0]) if len(options) == 1 else annotation
    return annotation


def _option(annotation: Any, part: str | int) -> Any:
    """The member of a union that a part of an error's path names, if it is not a key."""
    union = _unwrapped(annotation)
    if get_origin(union) not in (Union, types.UnionType):
        return None
    return next((option for option in get_args(union) if _is_tagged(option, part)), None)


def _is_tagged(option: Any, part: str | int) -> bool:
    if get_origin(option) is Annotated:
        return Tag(str(part)) in get_args(option)
    if not (isinstance(option, type) and issubclass(option, BaseModel)):
        return False
    return any(part in _choices(field.annotation) for field in option.model_fields.values())


def _inside(annotation: Any, part: str | int) -> Any:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is tuple:
        is_fixed = isinstance(part, int) and Ellipsis not in inner
        return inner[min(int(part), len(inner) - 1)] if is_fixed else inner[0]
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return inner[1]
    return None
