"""Write a scenario in full, and list the differences between two scenarios."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from govsim.scenario.levers import LEVER_NAMES, Levers
from govsim.scenario.load import HELD
from govsim.scenario.schema import Scenario
from govsim.scenario.toml_writing import toml_text
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.scenario.uncertainty import Uncertainty

ABSENT: Final = None  # value of a key that only the other scenario has


class LeverDifference(NamedTuple):
    """A lever on which two scenarios differ, with both settings."""

    lever: str
    label: str
    first: float | str
    second: float | str


class ScenarioDifference(NamedTuple):
    """One difference between two scenarios: a dotted key and both values, None where one has none."""

    key: str
    first: Any
    second: Any


def resolved_dict(scenario: Scenario) -> dict[str, Any]:
    """A complete scenario as plain tables, inherited values and defaults included.

    Unmentioned uncertainties stay unmentioned, so that `worlds` still decides about them.
    """
    plain: dict[str, Any] = _plain(scenario.model_dump(exclude_none=True))
    # Defaults of constants may be written as whole numbers; equal scenarios must give equal text.
    plain["constants"] = {name: float(value) for name, value in plain["constants"].items()}
    return plain


def to_toml(scenario: Scenario) -> str:
    """The whole scenario as TOML that extends nothing: loading it gives an equal scenario.

    Comments at the end list the ranges or central values of uncertainties that the scenario leaves open.
    """
    text = toml_text(resolved_dict(scenario))
    open_lines = [
        f"# {name} = {_setting_text(setting)}"
        for name, setting in scenario.uncertainties.in_force().items()
        if name not in scenario.uncertainties.stated
    ]
    if not open_lines:
        return text
    rest = "drawn for each world from" if scenario.uncertainties.worlds == "differ" else "held at"
    heading = f"# Uncertainties that are not mentioned above are {rest}:"
    return "\n".join([text, heading, *open_lines]) + "\n"


def lever_differences(first: Scenario | Levers, second: Scenario | Levers) -> list[LeverDifference]:
    """The levers on which two scenarios differ, in the order of the levers.

    >>> lever_differences(Levers(), Levers(pooled_funding=0.5))
    [LeverDifference(lever='pooled_funding', label='Pooled funding', first=0.0, second=0.5)]
    """
    one = first.levers if isinstance(first, Scenario) else first
    other = second.levers if isinstance(second, Scenario) else second
    return [
        LeverDifference(
            lever, Levers.model_fields[lever].title or lever, getattr(one, lever), getattr(other, lever)
        )
        for lever in LEVER_NAMES
        if getattr(one, lever) != getattr(other, lever)
    ]


def scenario_differences(first: Scenario, second: Scenario) -> list[ScenarioDifference]:
    """All differences between two scenarios, by dotted key; entries of lists are matched by their own keys.

    Uncertainties are compared as in force, mentioned or not. Where two have target arrangements of different names,
    the levers and reforms of these are left out.
    """
    named_already = {f"{key}_as" for key in HELD if getattr(first, key) != getattr(second, key)}
    one, other = (
        {
            key: value
            for key, value in _leaves((), _compared(scenario))
            if key.split(".")[0] not in named_already
        }
        for scenario in (first, second)
    )
    keys = [*one, *(key for key in other if key not in one)]
    return [
        ScenarioDifference(key, one.get(key, ABSENT), other.get(key, ABSENT))
        for key in keys
        if one.get(key, ABSENT) != other.get(key, ABSENT)
    ]


def parts_beside_levers(first: Scenario, second: Scenario) -> set[str]:
    """Parts other than levers in which two scenarios differ and which may affect a run: `missions`, `places`."""
    differences = scenario_differences(first, second)
    return {difference.key.split(".")[0] for difference in differences} - _LEVERS_AND_WORDS


_LEVERS_AND_WORDS = {
    "levers",
    "name",
    "about",
    "question",
    "group",
    "starts_from_levers",
    "equal_volume_as",
    "equal_overhead_as",
}


def _compared(scenario: Scenario) -> dict[str, Any]:
    settings = {name: _plain_setting(value) for name, value in scenario.uncertainties.in_force().items()}
    return {
        **resolved_dict(scenario),
        "uncertainties": {"worlds": scenario.uncertainties.worlds, **settings},
    }


def _plain_setting(setting: float | Uncertainty) -> Any:
    if not isinstance(setting, Uncertainty):
        return setting
    stated = {"low": setting.low, "high": setting.high}
    return (
        stated if setting.scale == UNCERTAINTIES[setting.name].scale else {**stated, "scale": setting.scale}
    )


def _setting_text(setting: float | Uncertainty) -> str:
    if not isinstance(setting, Uncertainty):
        return f"{setting:g}"
    return f"{{low = {setting.low:g}, high = {setting.high:g}}}"


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def _leaves(path: tuple[str, ...], value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves((*path, key), inner)
    elif isinstance(value, list) and value and all(isinstance(entry, Mapping) for entry in value):
        for place, entry in enumerate(value, start=1):
            name = entry.get("key") or _pair_name(entry) or str(place)
            yield from _leaves((*path, name), {key: inner for key, inner in entry.items() if key != "key"})
            if set(entry) == {"key"}:
                yield ".".join((*path, name)), name
    else:
        yield ".".join(path), value


def _pair_name(entry: Mapping[str, Any]) -> str:
    if "source" in entry and "target" in entry:
        return f"{entry['source']}→{entry['target']}"
    return f"quarter {entry['quarter']}" if "quarter" in entry else ""
