"""The sliders and choices of the page, generated from the schema."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final, get_args

from govsim.app.arrangements import ArrangementStyle, arrangement_levers, name_of, style_of, title_of
from govsim.app.assumptions import DRAWN, FIXED, Stop, deciding_names, range_words, source_words, stops
from govsim.app.offered import offered
from govsim.app.session import Session, Setting, Worlds
from govsim.palette import ARRANGEMENTS
from govsim.scenario.lever_facts import lever_facts
from govsim.scenario.levers import ELEMENTS, LEVER_NAMES, Levers
from govsim.scenario.schema import Values
from govsim.scenario.stated_uncertainties import Uncertainties
from govsim.scenario.uncertainties import UNCERTAINTIES

STEP: Final = 0.01
LINKED: Final = "linked"  # the option of a link that keeps a setting of its own to compare with
TAP: Final = 0.05  # step of an arrow key: large enough to see an effect


@dataclass(frozen=True)
class Mark:
    """A mark on a slider: an arrangement's setting of the lever."""

    at: float
    colour: str
    title: str


@dataclass(frozen=True)
class ControlOption:
    """One option of a choice."""

    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Control:
    """A slider, or a choice if it has options."""

    name: str
    label: str
    meaning: str
    benefit: str = ""
    cost: str = ""
    low: float = 0.0
    high: float = 1.0
    step: float = STEP
    tap: float = TAP
    stops: tuple[Stop, ...] = ()  # of a slider over these values and not from low to high
    free: str = ""  # of a slider that can be left open: what then holds
    central: float = 0.0  # where the thumb of such a slider stands then
    known: str = ""  # range and source
    unit: str = "%"  # else a word before the number: `Year`
    options: tuple[ControlOption, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Group:
    """Controls under one heading: those always visible, and the rest."""

    title: str
    first: tuple[Control, ...] = ()
    rest: tuple[Control, ...] = ()


def lever_groups() -> tuple[Group, ...]:
    """All levers by element of the argument."""
    groups = []
    for element, title in ELEMENTS.items():
        inside = [name for name in LEVER_NAMES if lever_facts(name)["element"] == element]
        first, rest = (
            tuple(lever_control(name) for name in inside if bool(lever_facts(name)["first"]) is at_once)
            for at_once in (True, False)
        )
        groups.append(Group(title, first, rest))
    outside = [name for name in LEVER_NAMES if lever_facts(name)["element"] not in ELEMENTS]
    groups.append(Group("To test the page itself", (), tuple(lever_control(name) for name in outside)))
    return tuple(groups)


def lever_control(name: str) -> Control:
    """The control of one lever, from the schema."""
    described = Levers.model_fields[name]
    extra = lever_facts(name)
    choices = get_args(described.annotation)
    low, high = (0.0, 1.0) if choices else _bounds(described.metadata)
    return Control(
        name=name,
        label=described.title or name,
        meaning=described.description or "",
        benefit=str(extra.get("benefit", "")),
        cost=str(extra.get("cost", "")),
        low=low,
        high=high,
        options=tuple(ControlOption(choice, str(choice).replace("_", " ")) for choice in choices),
        marks=() if choices else _marks(name),
    )


def assumption_group(worlds: Worlds) -> Group:
    """The contested assumptions that decide most."""
    return Group(
        "The assumptions that decide most",
        tuple(assumption_control(name, worlds) for name in deciding_names()),
    )


def assumption_control(name: str, worlds: Worlds) -> Control:
    """The control of one assumption, which is fixed at a value or left as the worlds have it."""
    spec = UNCERTAINTIES[name]
    return Control(
        name=FIXED + name,
        label=spec.label,
        meaning=spec.meaning,
        stops=stops(name),
        free="drawn for each world" if worlds == "differ" else "at its central value",
        central=spec.central,
        known=f"{range_words(spec)}. Source: {source_words(spec.source)}.",
    )


def world_group() -> Group:
    """Controls of the world and of values: assumptions and judgements, not levers."""
    worlds, weight = Uncertainties.model_fields["worlds"], Values.model_fields["progress_weight"]
    low, high = _bounds(weight.metadata)
    return Group(
        "What the world is like",
        (
            Control(
                name="country",
                label="Country",
                meaning="the places that are governed, and the needs of those who live there",
                options=tuple(
                    ControlOption(key, country.title) for key, country in offered().countries.items()
                ),
            ),
            Control(
                name="worlds",
                label=worlds.title or "worlds",
                meaning=worlds.description or "",
                options=tuple(ControlOption(choice, choice) for choice in get_args(Worlds)),
            ),
            Control(
                name="progress_weight",
                label="Weight of progress in public value",
                meaning=f"{weight.description}. A judgement, not a result: it is yours to choose",
                low=low,
                high=high,
            ),
        ),
    )


def before_control(session: Session, against: Levers | None) -> Control:
    """What the setting is compared with: the setting before each move, or one that stays."""
    follows = "the setting before"
    if against is not None and not session.ghost_stays:
        follows += f": {style_of(against).title}"
    linked = (ControlOption(LINKED, "the setting of the link"),) if standing_before(session) == LINKED else ()
    return Control(
        name="before",
        label="Compared with",
        meaning="the setting before changes with each move, an arrangement stays; both run in the same worlds",
        options=(
            ControlOption("", follows),
            *(ControlOption(name, title_of(name)) for name in ARRANGEMENTS),
            *linked,
        ),
    )


def standing_before(session: Session) -> str:
    """The option of `before_control` that is in force."""
    if not session.ghost_stays or session.ghost is None:
        return ""
    return name_of(session.ghost) or LINKED


def as_table(groups: tuple[Group, ...]) -> list[dict[str, Any]]:
    """Groups as JSON-ready tables for the browser."""
    return [asdict(group) for group in groups]


def values_of(setting: Setting) -> dict[str, float | str]:
    """The current value of each control."""
    return {
        **setting.levers.model_dump(),
        "country": setting.country,
        "worlds": setting.worlds,
        "progress_weight": setting.progress_weight,
        **{FIXED + name: DRAWN for name in deciding_names()},
        **{FIXED + name: value for name, value in setting.fixed},
    }


def _bounds(metadata: list[Any]) -> tuple[float, float]:
    low = next(float(bound.ge) for bound in metadata if hasattr(bound, "ge"))
    high = next(float(bound.le) for bound in metadata if hasattr(bound, "le"))
    return low, high


def _marks(name: str) -> tuple[Mark, ...]:
    """The shipped arrangements' settings of a lever; equal ones share a mark, in the first one's colour."""
    at: dict[float, list[ArrangementStyle]] = {}
    for arrangement in ARRANGEMENTS:
        levers = arrangement_levers(arrangement)
        at.setdefault(getattr(levers, name), []).append(style_of(levers))
    return tuple(
        Mark(value, styles[0].colour, " and ".join(style.title for style in styles))
        for value, styles in sorted(at.items())
    )
