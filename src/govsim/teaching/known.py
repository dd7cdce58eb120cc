"""What the actors of a game can know as a round begins: their views, and what is open to all. No hidden truth.

Known without error are budgets, core services, capacity, crises and one's own acts; all else is a signal or a report
(docs/model.md, section 4).
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from govsim.arrays import Floats, total
from govsim.consequences.mission_money import pooled
from govsim.decisions.rules import Rule
from govsim.runs.drive import fork, step
from govsim.scenario.schema import Scenario
from govsim.simulation import QUARTER, Decision, Phases
from govsim.teaching.seats import OBSERVER, Seat
from govsim.teaching.targets import reached
from govsim.world.build import World
from govsim.world.places import Places

OPEN_TO_ALL: Final = ("core_dw", "capacity_cw", "reported_cjw", "reported_progress_jw")  # as the round begins
CRISES: Final = "alarm_jw"  # above 1 where there is a crisis; as the quarter begins
OWN_ACTS: Final = ("baseline_dw", "stance_ew", "attention_mw", "board_share_mew", "grant_cjw")  # by the rules
OWN: Final = ("gaming_cjw", "trust_kw", "engagement_kw")  # of councils and communities themselves
_OF_POOLS: Final = tuple(inspect.signature(pooled).parameters)


@dataclass(frozen=True, eq=False, kw_only=True)
class Known:
    """What can be known as a round begins: views of decisions, and arrays of one world without hidden truth.

    Of `arrays`, acts and money are of the first quarter of the round by the rules, as officials propose them.
    `reported` is how far each target has come, by seat.
    """

    scenario: Scenario
    places: Places
    quarter: int
    views: Mapping[str, Any]
    arrays: Mapping[str, Floats]
    contributions: tuple[tuple[str, str], ...]  # department and outcome of each edge
    reported: Mapping[str, float]


def known_in(world: World, seats: Mapping[str, Seat], phases: Phases = QUARTER) -> Known:
    """What can be known in a batch of worlds before its next quarter. The worlds themselves stay as they are."""
    views: dict[str, Any] = {}

    def decide(decision: Decision, view: Any, rule: Rule[Any, Any]) -> Any:
        views[decision.name] = view
        return rule.choose(view)

    ahead = fork(world)
    step(ahead, decide, phases)
    arrays = {name: world.state[name] for name in (*OPEN_TO_ALL, *OWN)}
    arrays |= {name: ahead[name] for name in (CRISES, *OWN_ACTS)}
    of_pools = {**ahead.names(world.quarter), "board_belief_mew": world.state["board_belief_mew"]}
    arrays["pool_mw"] = total(pooled(*(of_pools[name] for name in _OF_POOLS)).divided_mew, axis=1)
    indices = world.indices
    departments = [one.key for one in world.scenario.departments]
    outcomes = [one.key for one in world.scenario.outcomes]
    edges = zip(indices.edge_department_e.tolist(), indices.edge_outcome_e.tolist(), strict=True)
    return Known(
        scenario=world.scenario,
        places=world.places,
        quarter=world.quarter,
        views=views,
        arrays=arrays,
        contributions=tuple((departments[one], outcomes[other]) for one, other in edges),
        reported={
            key: float(reached(seat, world)[0]) for key, seat in seats.items() if seat.kind != OBSERVER
        },
    )
