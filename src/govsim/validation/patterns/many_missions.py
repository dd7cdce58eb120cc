"""P9: twelve missions get less attention and power each than five, and what no mission names loses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from govsim.arrays import Floats
from govsim.runs.run import Run
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.validation.arms import RANDOM_ARRANGEMENTS, few_worlds, random_levers, run_arms
from govsim.validation.finding import Check, Figure, Null, Plan, Reading, beyond, both, estimated

LEFT_OUT: Final = "safer_streets"
UNNAMED: Final = "safety"
WITHOUT_POWER: Final = {"pooled_funding": 0.0, "joint_accountability": 0.0}


def _arms(levers: dict[str, Any], name: str, **changes: Any) -> list[Scenario]:
    """Five missions, twelve on the same country, and four that leave an outcome out, with and without power."""
    five = load_scenario("five_missions").replace(name=f"{name} five", levers=levers, **changes)
    twelve = load_scenario("levelling_up_12").replace(name=f"{name} twelve", levers=levers, **changes)
    four_missions = [mission.model_dump() for mission in five.missions if mission.key != LEFT_OUT]
    four = five.replace(name=f"{name} four", missions=four_missions)
    return [five, twelve, four, four.replace(name=f"{name} powerless", levers=WITHOUT_POWER)]


def _mean(run: Run, measure: str) -> Floats:
    aimed = [bool(mission.goal) for mission in run.scenario.missions]
    averaged: Floats = run.measure(measure)[:, aimed].mean(axis=(0, 1))
    return averaged


def _figures(groups: Sequence[Sequence[Run]]) -> tuple[Figure, ...]:
    attention = [_mean(g[1], "attention_by_mission") - _mean(g[0], "attention_by_mission") for g in groups]
    power = [_mean(g[1], "power_by_mission") - _mean(g[0], "power_by_mission") for g in groups]
    row = groups[0][2].label("progress_by_outcome").index(UNNAMED)
    unnamed = [
        g[2].at_end("progress_by_outcome")[row] - g[3].at_end("progress_by_outcome")[row] for g in groups
    ]
    return (
        estimated("attention to each of twelve less each of five", np.concatenate(attention), "share"),
        estimated("power of each of twelve less each of five", np.concatenate(power), "share"),
        estimated(
            "progress of the outcome left out, against powerless boards", np.concatenate(unnamed), "need"
        ),
    )


def _agrees(figures: Sequence[Figure]) -> bool | None:
    return both(*(beyond(figure, 0.0, above=False) for figure in figures))


def examine(plan: Plan) -> Reading:
    """Mission-led levers on one country with five missions, with twelve, and with four that leave safety out."""
    levers = load_scenario("mission_led").levers.model_dump()
    some = plan.at_most(60)
    led = run_arms(_arms(levers, "led"), some)
    off = {"constants": {"attention_capacity": 0.0}, "uncertainties": {"mission_share": 0.0}}
    without = run_arms(_arms(levers, "off", **off), plan.at_most(30))
    arms = []
    for row, random in enumerate(random_levers(plan, RANDOM_ARRANGEMENTS // 3)):
        seated = {**random, "board_membership": "contributors"}
        room = min(seated["local_discretion"], 0.9)  # a process mission adds to it
        arms += _arms({**seated, "local_discretion": room}, f"random {row}")
    runs = run_arms(arms, few_worlds(plan))
    groups = [runs[first : first + 4] for first in range(0, len(runs), 4)]
    main, nothing, chance = _figures([led]), _figures([without]), _figures(groups)
    return Reading(
        main,
        _agrees(main),
        (
            Null("no attention to share, no money to pool", "mechanism", nothing, _agrees(nothing)),
            Null("levers at random, boards of contributors", "arrangement", chance, _agrees(chance)),
        ),
        notes="Both sets of missions are run under the same levers; the process mission is left out of means.",
    )


CHECK: Final = Check(
    "P9",
    "pattern",
    "Twelve missions get less each than five, and what no mission names loses",
    "hm_government_2024; jones_baumgartner_2005; own: the contrast drawn by the claims, made exact",
    "as much attention or power for each of twelve as of five; or no loss for the outcome that is left out",
    examine,
    observed="no measurement is known; the number of missions (12 in 2022, 5 in 2024) is on record",
    use="held out",
)
