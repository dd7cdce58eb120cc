"""The sliders and choices of the page, made from the schema: no name, bound or meaning is typed a second time."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Final, get_args

from govsim.app.arrangements import ARRANGEMENTS, Look, arrangement_levers, look_of
from govsim.app.session import Setting, Worlds
from govsim.scenario.lever_facts import lever_facts
from govsim.scenario.levers import ELEMENTS, LEVER_NAMES, Levers
from govsim.scenario.schema import Values
from govsim.scenario.worlds import Uncertainties

STEP: Final = 0.01
TAP: Final = 0.05  # what an arrow key moves: enough to be felt


@dataclass(frozen=True)
class Mark:
    """Where an arrangement has a lever."""

    at: float
    colour: str
    title: str


@dataclass(frozen=True)
class Option:
    """One answer of a choice."""

    value: str
    label: str


@dataclass(frozen=True)
class Control:
    """A slider, or a choice where it has options."""

    name: str
    label: str
    meaning: str
    benefit: str = ""
    cost: str = ""
    low: float = 0.0
    high: float = 1.0
    step: float = STEP
    tap: float = TAP
    options: tuple[Option, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Group:
    """Controls under one heading: those seen at once, and the rest."""

    title: str
    first: tuple[Control, ...] = field(default=())
    rest: tuple[Control, ...] = field(default=())


def lever_groups() -> tuple[Group, ...]:
    """All levers by the element of the argument that they belong to."""
    groups = []
    for element, title in ELEMENTS.items():
        inside = [name for name in LEVER_NAMES if lever_facts(name)["element"] == element]
        groups.append(
            Group(
                title,
                tuple(lever_control(name) for name in inside if lever_facts(name)["first"]),
                tuple(lever_control(name) for name in inside if not lever_facts(name)["first"]),
            )
        )
    outside = [name for name in LEVER_NAMES if lever_facts(name)["element"] not in ELEMENTS]
    groups.append(Group("To test the page itself", (), tuple(lever_control(name) for name in outside)))
    return tuple(groups)


def lever_control(name: str) -> Control:
    """One lever as the schema describes it."""
    described = Levers.model_fields[name]
    extra = lever_facts(name)
    told = Control(
        name,
        described.title or name,
        described.description or "",
        str(extra.get("benefit", "")),
        str(extra.get("cost", "")),
    )
    choices = get_args(described.annotation)
    if choices:
        options = tuple(Option(choice, str(choice).replace("_", " ")) for choice in choices)
        return Control(told.name, told.label, told.meaning, told.benefit, told.cost, options=options)
    low, high = _bounds(described.metadata)
    return Control(
        told.name, told.label, told.meaning, told.benefit, told.cost, low, high, marks=_marks(name)
    )


def world_group() -> Group:
    """What the world is like and what is wanted of it: assumptions and values, not levers."""
    worlds, weight = Uncertainties.model_fields["worlds"], Values.model_fields["progress_weight"]
    low, high = _bounds(weight.metadata)
    return Group(
        "What the world is like",
        (
            Control(
                "worlds",
                worlds.title or "worlds",
                worlds.description or "",
                options=tuple(Option(choice, choice) for choice in get_args(Worlds)),
            ),
            Control(
                "progress_weight",
                "Weight of progress in public value",
                f"{weight.description}. A judgement, never a finding: it is yours to choose",
                low=low,
                high=high,
            ),
        ),
    )


def as_table(groups: tuple[Group, ...]) -> list[dict[str, Any]]:
    """Groups as plain tables, to be sent to the browser."""
    return [asdict(group) for group in groups]


def values_of(setting: Setting) -> dict[str, float | str]:
    """Where each control stands."""
    return {
        **setting.levers.model_dump(),
        "worlds": setting.worlds,
        "progress_weight": setting.progress_weight,
    }


def _bounds(metadata: list[Any]) -> tuple[float, float]:
    low = next(float(bound.ge) for bound in metadata if hasattr(bound, "ge"))
    high = next(float(bound.le) for bound in metadata if hasattr(bound, "le"))
    return low, high


def _marks(name: str) -> tuple[Mark, ...]:
    """Where the shipped arrangements have a lever; those that agree share a mark, in the first one's colour."""
    at: dict[float, list[Look]] = {}
    for arrangement in ARRANGEMENTS:
        levers = arrangement_levers(arrangement)
        at.setdefault(getattr(levers, name), []).append(look_of(levers))
    return tuple(
        Mark(value, looks[0].colour, " and ".join(look.title for look in looks))
        for value, looks in sorted(at.items())
    )
