"""P9: twelve missions get less attention and power each than five, and what no mission names loses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.runs.run import Run
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.validation.arms import RANDOM_ARRANGEMENTS, few_worlds, random_levers, run_groups
from govsim.validation.finding import Check, Figure, Plan, Reading, beside_nulls, beyond, both, estimated

LEFT_OUT: Final = "safer_streets"
UNNAMED: Final = "safety"
WITHOUT_POWER: Final = {"pooled_funding": 0.0, "joint_accountability": 0.0}


def _arms(levers: dict[str, Any], **changes: Any) -> list[Scenario]:
    """Five missions, twelve on the same country, and four that leave an outcome out, with and without power."""
    five, twelve = (
        load_scenario(name).replace(levers=levers, **changes) for name in ("five_missions", "levelling_up_12")
    )
    missions = [mission.model_dump() for mission in five.missions if mission.key != LEFT_OUT]
    four = five.replace(missions=missions)
    return [five, twelve, four, four.replace(levers=WITHOUT_POWER)]


def _mean(run: Run, measure: str) -> Floats:
    aimed = [bool(mission.goal) for mission in run.scenario.missions]
    averaged: Floats = run.measure(measure)[:, aimed].mean(axis=(0, 1))
    return averaged


def _figures(groups: Sequence[Sequence[Scenario]], plan: Plan) -> tuple[Figure, ...]:
    attention, power, unnamed = [], [], []
    for five, twelve, four, powerless in run_groups(groups, plan):
        attention.append(_mean(twelve, "attention_by_mission") - _mean(five, "attention_by_mission"))
        power.append(_mean(twelve, "power_by_mission") - _mean(five, "power_by_mission"))
        row = four.label("progress_by_outcome").index(UNNAMED)
        unnamed.append((four.at_end("progress_by_outcome") - powerless.at_end("progress_by_outcome"))[row])
    return (
        estimated("attention to each of twelve less each of five", np.concatenate(attention), "share"),
        estimated("power of each of twelve less each of five", np.concatenate(power), "share"),
        estimated(
            "progress of the outcome left out, against powerless boards", np.concatenate(unnamed), "need"
        ),
    )


def _agrees(*figures: Figure) -> bool | None:
    return both(*(beyond(figure, 0.0, above=False) for figure in figures))


def examine(plan: Plan) -> Reading:
    """Run mission-led levers with five missions, with twelve, and with four that leave safety out, in one country."""
    levers = load_scenario("mission_led").levers.model_dump()
    off = {"constants": {"attention_capacity": 0.0}, "uncertainties": {"mission_share": 0.0}}
    random = []
    for drawn in random_levers(plan, RANDOM_ARRANGEMENTS // 3):
        room = min(drawn["local_discretion"], 0.9)  # a process mission adds to it
        random.append(_arms({**drawn, "board_membership": "contributors", "local_discretion": room}))
    return beside_nulls(
        _agrees,
        _figures([_arms(levers)], plan.at_most(60)),
        off=("no attention to share, no money to pool", _figures([_arms(levers, **off)], plan.at_most(30))),
        random=("levers at random, boards of contributors", _figures(random, few_worlds(plan))),
        notes="Both sets of missions are run under the same levers; the process mission is left out of means.",
    )


CHECK: Final = Check(
    "P9",
    "pattern",
    "Twelve missions get less each than five, and what no mission names loses",
    source="hm_government_2024; jones_baumgartner_2005; own: the contrast of the claims, in exact terms",
    refuted_by="as much attention or power for each of twelve as of five; or no loss for the outcome that is left out",
    examine=examine,
    observed="no measurement is known; the number of missions (12 in 2022, 5 in 2024) is on record",
    use="held out",
)
