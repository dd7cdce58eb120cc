"""L4: without risk, the best strength of an incentive is the indicator's alignment, as in Baker's model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.consequences.local_mix import indicator
from govsim.scenario.schema import Scenario
from govsim.validation.finding import Check, Plan, Reading
from govsim.validation.inspection import Deviation, inspected, reading
from govsim.validation.samples import everywhere
from govsim.validation.stepping import new_world

GREATEST: Final = 2.0  # searched strength
STEPS: Final = 2001
FOUND_TO: Final = 1e-5  # ten times the step of the finer search
COUNCILS: Final = 3


def best_strength(value: Floats, measure: Floats) -> float:
    """The strength with the greatest surplus of a principal and one agent, by search.

    The agent does effort = strength·measure (cost |effort|²/2) and nothing is uncertain. Source: baker_2002.
    """

    def best_of(strengths: Floats) -> float:
        effort = strengths[:, None] * measure
        surplus = effort @ value - (effort**2).sum(1) / 2
        return float(strengths[int(np.argmax(surplus))])

    near = best_of(np.linspace(0, GREATEST, STEPS))
    step = GREATEST / (STEPS - 1)
    return best_of(np.linspace(max(0.0, near - step), min(GREATEST, near + step), STEPS))


@inspected
def alignment_is_the_best_strength(
    scenario: Scenario, breadth: float, unmeasured: float, points: Callable[..., Any] = indicator
) -> Iterator[Deviation]:
    """The sense in which `indicator` follows Baker: value and measure are directions (length 1).

    Value is the recipe that the council believes in, and one thing more that no narrow indicator counts
    (unmeasured·(1−breadth) as long as all the rest); measure is the indicator. Then alignment is the best strength,
    and distortion the part of value at right angles to the measure.
    """
    world = new_world(scenario, (0,))
    indices, known_ce1 = world.indices, world.state["council_belief_cew"]
    believed_e1 = world.state["department_belief_ew"]
    signs = points(believed_e1, known_ce1, np.array([breadth]), np.array([unmeasured]), indices)
    for council, outcome in np.ndindex(min(COUNCILS, indices.councils), indices.outcomes):
        rows = indices.edge_outcome_e == outcome
        needed_e = known_ce1[council, rows, 0]
        counted_e = (1 - breadth) * indices.edge_leads_e[rows] + breadth * believed_e1[rows, 0]
        hidden = unmeasured * (1 - breadth) * np.linalg.norm(needed_e)
        value, measure = np.append(needed_e, hidden), np.append(counted_e, 0.0)
        value, measure = value / np.linalg.norm(value), measure / np.linalg.norm(measure)
        left = float(np.linalg.norm(value - (value @ measure) * measure))
        where = f"council {council + 1}, outcome {outcome + 1}, breadth {breadth:g}"
        for name, ours_cj1, theirs in (
            ("alignment", signs.alignment_cjw, best_strength(value, measure)),
            ("distortion", signs.distortion_cjw, left),
        ):
            yield Deviation(f"{where}: {name}", abs(float(ours_cj1[council, outcome, 0]) - theirs), FOUND_TO)


def examine(plan: Plan) -> Reading:
    """Try targets of any breadth, where a narrow indicator misses little and where it misses much."""
    return reading(
        [
            (scenario.name, alignment_is_the_best_strength(scenario, breadth, unmeasured))
            for scenario in everywhere(plan, "siloed", "classroom_small", random=2)
            for breadth in (0.0, 0.2, 0.8, 1.0)
            for unmeasured in (0.0, 1.0, 2.0)
        ],
        "largest distance from the strength that search gives",
        "targets compared",
        more="The search goes in steps of a millionth.",
    )


CHECK: Final = Check(
    "L4",
    "limit",
    "A target points at what matters by the cosine between them: Baker's best strength of an incentive without risk",
    source="baker_2002",
    refuted_by=(
        "alignment differs from the best strength by search for directions of length 1, or distortion from what is "
        "left of value at right angles to the measure"
    ),
    examine=examine,
)
