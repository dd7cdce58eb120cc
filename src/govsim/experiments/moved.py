"""The paths in a scenario that an experiment can move: titles, choices and valid values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, Final, Literal, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, create_model

from govsim.scenario.constants import Constants
from govsim.scenario.findings import Finding, Findings, shown
from govsim.scenario.levers import LEVER_NAMES, Levers
from govsim.scenario.load import HELD
from govsim.scenario.rules import Rules
from govsim.scenario.schema import Scenario, Values
from govsim.scenario.stated_uncertainties import Uncertainties
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.scenario.validation_errors import findings_of

Value = float | str  # a number, or the name of a level or choice


def _number_or_word(given: Any) -> Any:
    is_number = isinstance(given, int | float) and not isinstance(given, bool) and math.isfinite(given)
    if is_number or isinstance(given, str):
        return given
    raise Findings([Finding((), "a number or a word", shown(given))])


GivenValue = Annotated[Value, BeforeValidator(_number_or_word)]

SETTINGS: Final = ("horizon", "warm_up", "councils_represented")  # whole numbers at the top of a scenario
SWITCHED: Final = ("unchanged", "as in")  # level names of a factor with `levers_from`

_MODELS: Final[dict[str, type[BaseModel]]] = {
    "levers": Levers,
    "uncertainties": Uncertainties,
    "constants": Constants,
    "rules": Rules,
    "values": Values,
}
_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "levers": LEVER_NAMES,
    "uncertainties": tuple(UNCERTAINTIES),
    "constants": tuple(Constants.model_fields),
    "rules": tuple(Rules.model_fields),
    "values": tuple(Values.model_fields),
}
PATHS: Final = (
    *(f"{section}.{name}" for section, names in _NAMES.items() for name in names),
    *SETTINGS,
    *HELD,
)


def choices_of(path: str) -> tuple[str, ...]:
    """The choices at a path; empty if it takes numbers.

    >>> choices_of("rules.treasury_budget")
    ('friction', 'incremental')
    """
    section, _, name = path.partition(".")
    if section not in ("levers", "rules") or name not in _NAMES[section]:
        return ()
    annotation = _MODELS[section].model_fields[name].annotation
    return tuple(map(str, get_args(annotation))) if get_origin(annotation) is Literal else ()


def title_of(path: str) -> str:
    """The title of a path in tables; empty if it has none."""
    section, _, name = path.partition(".")
    if section == "uncertainties":
        return UNCERTAINTIES[name].label if name in UNCERTAINTIES else ""
    field = _MODELS[section].model_fields.get(name) if section in _MODELS else None
    return (field.title if field else "") or ""


def findings_of_value(path: str, value: Value) -> list[Finding]:
    """Problems with a value at a path in any scenario."""
    section, _, name = path.partition(".")
    if section in SETTINGS:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return _findings(_setting(section), {section: value})
    return _findings(_MODELS[section], {name: value})


def findings_of_range(path: str, low: float, high: float, ends: Sequence[str]) -> list[Finding]:
    """Problems with a range at a path; only those of the `ends` that the user stated."""
    section, _, name = path.partition(".")
    if section == "uncertainties":
        findings = _findings(Uncertainties, {name: {"low": low, "high": high}}, keep=1)
    else:
        findings = [
            finding.below((end,))
            for end, value in (("low", low), ("high", high))
            for finding in findings_of_value(path, value)
        ]
    return [finding for finding in findings if finding.path[:1] and finding.path[0] in ends]


def _findings(model: type[BaseModel], given: dict[str, Any], keep: int = 0) -> list[Finding]:
    """Problems with a value; their paths lose the first key and keep the `keep` next."""
    try:
        model.model_validate(given)
    except ValidationError as error:
        return [replace(finding, path=finding.path[1 : 1 + keep]) for finding in findings_of(error, model)]
    return []


def _setting(name: str) -> type[BaseModel]:
    field = Scenario.model_fields[name]
    fields: dict[str, Any] = {name: (Annotated[field.annotation, field], ...)}
    return create_model("Setting", __config__=ConfigDict(strict=True), **fields)
