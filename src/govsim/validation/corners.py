"""Corners: hill climbing over all levers. A lever that is best at an end of its range lacks a cost there.

All candidates run in the same worlds; the result is judged in fresh ones, so that chance is not mistaken for gain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from typing import Any, Final

from govsim.measures.catalogue import MEASURES
from govsim.runs.run import Run
from govsim.runs.simulate import finished, simulating
from govsim.scenario.levers import MEMBERSHIP_RANK, NUMBER_LEVERS, Levers
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.validation.finding import Check, Figure, Plan, Reading, beyond, both, estimated
from govsim.validation.wording import lever_words, value_words
from govsim.words.plurals import joined
from govsim.words.settings import setting_words

STARTS: Final = ("siloed", "mission_led", "layered")
STEP: Final = 0.25
STEPS: Final = (STEP, 0.1)  # of the grid, the coarse first
MOST_WORLDS: Final = 64
PART_OF_WORLDS: Final = 16  # a climb has hundreds of runs
MANY_WORLDS: Final = 32  # from which a climb has more starts
WORTHWHILE: Final = 0.1  # least gain of a step, in smallest effects
MOST_ROUNDS: Final = 30
BOUGHT: Final = ("progress", "core_services", "worst_decile", "local_staff_time", "central_staff_time")


@dataclass(frozen=True)
class Climb:
    """A climb: the country as a scenario, the measure to maximise, and the worlds."""

    base: Scenario
    measure: str
    plan: Plan
    known: dict[Levers, float] = field(default_factory=dict)  # value of each setting tried

    @property
    def smallest(self) -> float:
        """The smallest effect of the measure."""
        return MEASURES[self.measure].smallest_effect

    def runs(self, points: Sequence[Levers], worlds: range) -> list[Run]:
        """Run the country under each setting of levers."""
        arms = [self.base.replace(levers=point.model_dump()) for point in points]
        return finished(simulating(arms, worlds, self.plan.seed)) if arms else []

    def learn(self, points: Iterable[Levers]) -> None:
        """Evaluate the mean of the measure (more is better) at new settings of levers."""
        new = [point for point in dict.fromkeys(points) if point not in self.known]
        for point, run in zip(new, self.runs(new, range(self.plan.worlds)), strict=True):
            self.known[point] = float(MEASURES[self.measure].better * run.at_end(self.measure).mean())

    def best(self, points: Iterable[Levers]) -> Levers:
        """The best of some evaluated settings."""
        return max(points, key=self.known.__getitem__)


@dataclass(frozen=True, kw_only=True)
class Corner:
    """A lever that is best at an end of its range, the cost of moving it inwards, and its effects there."""

    lever: str
    at: float
    costs: Figure  # in the measure
    bought: tuple[Figure, ...]
    smallest: float

    @property
    def is_missing_a_cost(self) -> bool:
        """Whether moving it inwards costs more than one smallest effect."""
        return self.costs.value > self.smallest

    @property
    def is_priced(self) -> bool | None:
        """Whether moving it inwards surely costs less than that; None if its interval covers the line."""
        return beyond(self.costs, self.smallest, above=False)


def moved_levers() -> tuple[str, ...]:
    """The levers that a climb moves: all with an element, which leaves out the placebo."""
    return tuple(name for name, lever in Levers.model_fields.items() if lever.json_schema_extra["element"])  # type: ignore[index]


def climbed(climb: Climb, starts: Sequence[str]) -> Levers:
    """The best setting of levers that a climb from any start reaches."""
    return climb.best([_up(climb, _on_grid(load_scenario(name).levers)) for name in starts])


def _up(climb: Climb, point: Levers) -> Levers:
    for step in STEPS:
        for _ in range(MOST_ROUNDS):
            better = _round(climb, point, step)
            if better == point:
                break
            point = better
    return point


def _round(climb: Climb, point: Levers, step: float) -> Levers:
    """The best of: each lever one step further alone, all that gain together, and the point itself."""
    tried = {lever: _neighbours(point, lever, step) for lever in moved_levers()}
    climb.learn([point, *chain.from_iterable(tried.values())])
    enough = climb.known[point] + WORTHWHILE * climb.smallest
    bests = {lever: climb.best(several) for lever, several in tried.items()}
    gains = {lever: one for lever, one in bests.items() if climb.known[one] > enough}
    if not gains:
        return point
    together = point.model_copy(update={lever: getattr(one, lever) for lever, one in gains.items()})
    climb.learn([together])
    return climb.best((*gains.values(), together))


def _on_grid(levers: Levers) -> Levers:
    """The levers rounded to the coarse steps."""
    rounded = {name: round(round(getattr(levers, name) / STEP) * STEP, 6) for name in NUMBER_LEVERS}
    return levers.model_copy(update=rounded)


def _neighbours(point: Levers, lever: str, step: float) -> list[Levers]:
    """The point with one lever a step down and a step up, within its range."""
    value, choices = getattr(point, lever), list(MEMBERSHIP_RANK)
    settings: list[Any]
    if lever in NUMBER_LEVERS:
        settings = [round(min(1.0, max(0.0, value + move)), 6) for move in (-step, step)]
    else:
        at = choices.index(value)
        settings = choices[max(0, at - 1) : at + 2]
    return [point.model_copy(update={lever: one}) for one in settings if one != value]


def corners(climb: Climb, point: Levers, worlds: range) -> list[Corner]:
    """Move every numeric lever at an end of its range a quarter inwards, in fresh worlds."""
    levers = [name for name in moved_levers() if name in NUMBER_LEVERS and getattr(point, name) in (0.0, 1.0)]
    best, *others = climb.runs([point, *(_neighbours(point, name, STEP)[0] for name in levers)], worlds)

    def lost(run: Run, measure: str) -> Figure:
        return estimated(measure, best.at_end(measure) - run.at_end(measure), _unit(measure))

    def costs(run: Run) -> Figure:
        better = MEASURES[climb.measure].better
        gap_w = best.at_end(climb.measure) - run.at_end(climb.measure)
        return estimated("costs", better * gap_w, _unit(climb.measure))

    return [
        Corner(
            lever=lever,
            at=getattr(point, lever),
            costs=costs(run),
            bought=tuple(lost(run, name) for name in BOUGHT),
            smallest=climb.smallest,
        )
        for lever, run in zip(levers, others, strict=True)
    ]


def _unit(measure: str) -> str:
    return MEASURES[measure].unit.replace("0 to 1", "need points")


def examine(measure: str, changes: Mapping[str, Any], plan: Plan) -> Reading:
    """Climb, then move every lever that ended at an end of its range a quarter inwards."""
    worlds = max(2, min(MOST_WORLDS, plan.worlds // PART_OF_WORLDS))
    climb = Climb(load_scenario("siloed").replace(**changes), measure, Plan(worlds, plan.seed))
    point = climbed(climb, STARTS if worlds >= MANY_WORLDS else STARTS[:2])
    return reading(corners(climb, point, range(worlds, 2 * worlds + 2)), point)


def reading(at_ends: Sequence[Corner], point: Levers) -> Reading:
    """The reading of a climb: levers at an end with the cost of moving them inwards, the largest first."""
    at_ends = sorted(at_ends, key=lambda one: -one.costs.value)
    free = [one for one in at_ends if one.is_missing_a_cost]
    best = "; ".join(
        f"{lever_words(lever)} {setting_words(getattr(point, lever))}" for lever in moved_levers()
    )
    missing = joined([lever_words(one.lever) for one in free])
    return Reading(
        (
            Figure("levers at an end", float(len(at_ends))),
            Figure("without a cost", float(len(free))),
            *(
                replace(one.costs, label=f"{lever_words(one.lever)} from {one.at:g} inwards costs")
                for one in at_ends
            ),
        ),
        both(*(one.is_priced for one in at_ends)),
        notes=" ".join([*map(_missing_words, free), f"Best found: {best}."]),
        headline=f"a cost is missing from {missing}." if free else "",
    )


def _missing_words(corner: Corner) -> str:
    bought = [
        f"{MEASURES[figure.label].label.lower()} {value_words(figure, sign=True)}"
        for figure in corner.bought
        if abs(figure.value) > MEASURES[figure.label].smallest_effect
    ]
    return f"{lever_words(corner.lever)} at {corner.at:g}: its cost is missing; it buys {', '.join(bought)}."


def _check(key: str, title: str, measure: str, **changes: Any) -> Check:
    return Check(
        key,
        "corner",
        title,
        source="own",
        refuted_by=(
            f"a lever of the optimum stands at an end of its range, and {STEP:g} inwards costs more than a smallest "
            "effect"
        ),
        examine=partial(examine, measure, changes),
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
