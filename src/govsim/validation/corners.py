"""Corners: where climbing over all levers ends. A lever that is best at an end of its range lacks a cost there.

Every candidate runs in the same worlds; its end is judged in others, so that chance is not mistaken for gain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from govsim.measures.catalogue import MEASURES
from govsim.runs.run import Run
from govsim.runs.simulate import finished, simulating
from govsim.scenario.levers import LEVER_NAMES, MEMBERSHIP_RANK, NUMBER_LEVERS, Levers
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.validation.finding import Check, Figure, Plan, Reading, beyond, both, estimated
from govsim.validation.wording import lever_words, value_words
from govsim.words.plurals import joined
from govsim.words.settings import setting_words

BASE: Final = "siloed"
STARTS: Final = ("siloed", "mission_led", "layered")
STEP: Final = 0.25
STEPS: Final = (STEP, 0.1)  # of the grid, the coarse first
MOST_WORLDS: Final = 64
PART_OF_WORLDS: Final = 16  # a climb has hundreds of runs
MANY_WORLDS: Final = 32  # from which on a climb begins at more starts
WORTHWHILE: Final = 0.1  # smallest effects below which a step is not taken
MOST_ROUNDS: Final = 30
BOUGHT: Final = ("progress", "core_services", "worst_decile", "local_staff_time", "central_staff_time")

Point = tuple[Any, ...]  # a setting of each lever, in the order of LEVER_NAMES


@dataclass(frozen=True)
class Climb:
    """What is sought: the country as a scenario, the measure, and how much of it is worth a step."""

    base: Scenario
    measure: str
    worlds: range
    seed: int

    @property
    def smallest(self) -> float:
        """The smallest effect of what is sought."""
        return MEASURES[self.measure].smallest_effect

    def runs(self, points: Sequence[Point], worlds: range | None = None) -> list[Run]:
        """The country under each setting of levers."""
        arms = [
            self.base.replace(name=f"point {row + 1}", levers=dict(zip(LEVER_NAMES, point, strict=True)))
            for row, point in enumerate(points)
        ]
        return finished(simulating(arms, worlds or self.worlds, self.seed)) if arms else []

    def value(self, run: Run) -> float:
        """Mean of what is sought, more being better."""
        return float(MEASURES[self.measure].better * run.at_end(self.measure).mean())


@dataclass(frozen=True)
class Corner:
    """A lever that is best at an end of its range, what moving it inwards costs, and what it buys at the end."""

    lever: str
    at: float
    costs: Figure  # of what is sought
    bought: tuple[Figure, ...]
    smallest: float

    @property
    def is_missing_a_cost(self) -> bool:
        """Whether moving it inwards costs more than one smallest effect."""
        return self.costs.value > self.smallest

    @property
    def is_priced(self) -> bool | None:
        """Whether moving it inwards surely costs less than that; None where its interval covers the line."""
        return beyond(self.costs, self.smallest, above=False)


def moved_levers() -> tuple[str, ...]:
    """The levers that a climb moves: all that say of themselves that they do something."""
    return tuple(name for name, field in Levers.model_fields.items() if field.json_schema_extra["element"])  # type: ignore[index]


def climbed(climb: Climb, starts: Sequence[str]) -> Point:
    """The best setting of levers that a climb from any of the starts ends in."""
    known: dict[Point, float] = {}
    ends = [_up(climb, _on_grid(_point(load_scenario(name).levers), STEPS[0]), known) for name in starts]
    return max(ends, key=lambda point: known[point])


def _up(climb: Climb, point: Point, known: dict[Point, float]) -> Point:
    for step in STEPS:
        for _ in range(MOST_ROUNDS):
            better = _round(climb, point, step, known)
            if better == point:
                break
            point = better
    return point


def _round(climb: Climb, point: Point, step: float, known: dict[Point, float]) -> Point:
    """The best of: every lever a step further alone, and all that gain a step together; or the point itself."""
    tried = {lever: _neighbours(point, lever, step) for lever in moved_levers()}
    _learn(climb, [point, *(one for several in tried.values() for one in several)], known)
    enough = known[point] + WORTHWHILE * climb.smallest
    gains = {lever: max(several, key=lambda one: known[one]) for lever, several in tried.items()}
    gains = {lever: one for lever, one in gains.items() if known[one] > enough}
    if not gains:
        return point
    alone = max(gains.values(), key=lambda one: known[one])
    together = list(point)
    for lever, one in gains.items():
        row = LEVER_NAMES.index(lever)
        together[row] = one[row]
    _learn(climb, [tuple(together)], known)
    return max((alone, tuple(together)), key=lambda one: known[one])


def _learn(climb: Climb, points: Sequence[Point], known: dict[Point, float]) -> None:
    new = [point for point in dict.fromkeys(points) if point not in known]
    for point, run in zip(new, climb.runs(new), strict=True):
        known[point] = climb.value(run)


def _point(levers: Levers) -> Point:
    return tuple(getattr(levers, name) for name in LEVER_NAMES)


def _on_grid(point: Point, step: float) -> Point:
    return tuple(value if isinstance(value, str) else round(round(value / step) * step, 6) for value in point)


def _neighbours(point: Point, lever: str, step: float) -> list[Point]:
    """The point with one lever a step down and a step up, as far as there is room."""
    row = LEVER_NAMES.index(lever)
    settings: list[Any]
    if lever in NUMBER_LEVERS:
        settings = [round(min(1.0, max(0.0, point[row] + move)), 6) for move in (-step, step)]
    else:
        choices = list(MEMBERSHIP_RANK)
        at = choices.index(point[row])
        settings = choices[max(0, at - 1) : at + 2]
    return [(*point[:row], one, *point[row + 1 :]) for one in settings if one != point[row]]


def corners(climb: Climb, point: Point, worlds: range) -> list[Corner]:
    """Every number lever that stands at an end, moved a quarter inwards in fresh worlds."""
    ends = [
        (lever, point[LEVER_NAMES.index(lever)])
        for lever in moved_levers()
        if lever in NUMBER_LEVERS and point[LEVER_NAMES.index(lever)] in (0.0, 1.0)
    ]
    inwards = [_neighbours(point, lever, STEP)[0] for lever, _ in ends]
    best, *others = climb.runs([point, *inwards], worlds)
    better = MEASURES[climb.measure].better
    return [
        Corner(
            lever,
            at,
            estimated(
                "costs",
                better * (best.at_end(climb.measure) - run.at_end(climb.measure)),
                _unit(climb.measure),
            ),
            tuple(estimated(name, best.at_end(name) - run.at_end(name), _unit(name)) for name in BOUGHT),
            climb.smallest,
        )
        for (lever, at), run in zip(ends, others, strict=True)
    ]


def _unit(measure: str) -> str:
    """The unit of a measure's differences."""
    return MEASURES[measure].unit.replace("0 to 1", "need points")


def examine(measure: str, changes: Mapping[str, Any], plan: Plan) -> Reading:
    """Climb, then move every lever that ended at an end of its range a quarter inwards."""
    worlds = max(2, min(MOST_WORLDS, plan.worlds // PART_OF_WORLDS))
    climb = Climb(load_scenario(BASE).replace(**changes), measure, range(worlds), plan.seed)
    point = climbed(climb, STARTS if worlds >= MANY_WORLDS else STARTS[:2])
    at_ends = corners(climb, point, range(worlds, 2 * worlds + 2))
    return reading(at_ends, point)


def reading(at_ends: Sequence[Corner], point: Point) -> Reading:
    """The reading of a climb: each lever at an end with what moving it inwards costs, the dearest first."""
    at_ends = sorted(at_ends, key=lambda one: -one.costs.value)
    free = [one for one in at_ends if one.is_missing_a_cost]
    figures = [Figure("levers at an end", float(len(at_ends))), Figure("without a cost", float(len(free)))]
    figures += [
        Figure(
            f"{lever_words(one.lever)} from {one.at:g} inwards costs",
            one.costs.value,
            one.costs.low,
            one.costs.high,
            one.costs.unit,
        )
        for one in at_ends
    ]
    notes = [
        f"{lever_words(one.lever)} at {one.at:g}: its cost is missing; it buys "
        + ", ".join(
            f"{MEASURES[figure.label].label.lower()} {value_words(figure, sign=True)}"
            for figure in one.bought
            if abs(figure.value) > MEASURES[figure.label].smallest_effect
        )
        + "."
        for one in free
    ]
    best = "; ".join(
        f"{lever_words(lever)} {setting_words(value)}"
        for lever, value in zip(LEVER_NAMES, point, strict=True)
        if lever in moved_levers()
    )
    return Reading(
        tuple(figures),
        both(*(one.is_priced for one in at_ends)),
        notes=" ".join([*notes, f"Best found: {best}."]),
        headline=f"a cost is missing from {joined([lever_words(one.lever) for one in free])}."
        if free
        else "",
    )


def _check(key: str, title: str, measure: str, **changes: Any) -> Check:
    return Check(
        key,
        "corner",
        title,
        "own",
        f"a lever of the optimum stands at an end of its range, and {STEP:g} inwards costs more than a smallest effect",
        partial(examine, measure, changes),
        arms=25,
    )


CHECKS: Final = (
    *(
        _check(
            f"C{row}",
            f"No lever is best at an end, at a weight of progress of {weight:g}",
            "public_value",
            values={"progress_weight": weight},
        )
        for row, weight in enumerate((0.3, 0.5, 0.7), start=1)
    ),
    _check("C4", "No lever is best at an end, for the worst-off tenth", "worst_decile"),
)
