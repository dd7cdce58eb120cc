"""A validation made by hand, so that what tells it can be tested without running anything."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from govsim.measures.catalogue import MEASURES
from govsim.validation.arrangements import AtWeight, Contrast
from govsim.validation.assumptions import Influence
from govsim.validation.finding import Check, CheckResult, Figure, Null, Plan, Reading
from govsim.validation.levers import MEASURED, LeverEffect, Shares
from govsim.validation.predictions import Prediction
from govsim.validation.robustness import MEASURES_SHOWN, RobustnessResult, Variant
from govsim.validation.validate import Validation

PLAN = Plan(60, 3)


def share(value: float, half: float = 0.05) -> Figure:
    return Figure(
        "share", value, low=max(0.0, value - half), high=min(1.0, value + half), unit="share of worlds"
    )


def apart(label: str, value: float, unit: str = "units") -> Figure:
    return Figure(label, value, low=value - 0.02, high=value + 0.02, unit=unit)


def never_run(plan: Plan) -> Reading:
    raise AssertionError(plan)


def finding(key: str, kind: Any, agrees: bool | None, *nulls: Null, **more: Any) -> CheckResult:
    check = Check(
        key,
        kind,
        f"Title of {key} <& more>",
        source="bevan_hood_2006; own: reasons",
        refuted_by=f"what refutes {key}",
        examine=never_run,
        observed=f"seen for {key}",
        use="calibrated" if key == "P1" else "held out" if kind == "pattern" else "neither",
    )
    figures = (apart("gap", 0.3), Figure("greatest error", 3e-13, unit="need points"))
    return CheckResult(check, Reading(figures, agrees, nulls, notes=f"note on {key}", **more), PLAN, 1.0)


def null(shows_it: bool | None) -> Null:
    return Null(
        name="nobody games", denies="mechanism", figures=(apart("the same", 0.01),), shows_it=shows_it
    )


LAW = finding("law 1", "law", True)
BROKEN_LAW = finding("L2", "law", False)
FINDINGS = (
    LAW,
    finding("C1", "limit", True),
    finding("P1", "pattern", True, null(False), series={"adoption": [0.1, 0.2, 0.5, 0.6]}),
    finding("P2", "pattern", True, null(True)),
    finding("P3", "pattern", True, null(None)),
    finding("P4", "pattern", False, null(False)),
    finding("friction", "docking", True),
    finding("M1", "mechanism", False),
    finding("D1", "dead weight", True),
    finding("C9", "corner", False, headline="a cost is missing from Pooled funding."),
)


def lever(base: str, name: str, gains: float, harms: float) -> LeverEffect:
    return LeverEffect(
        base=base,
        lever=name,
        before="0",
        after="0.6",
        as_it_is=shares(gains, harms),
        equal_volume=shares(gains / 2, harms / 2),
        matters=0.5,
        effects=tuple(apart(measure, 0.1 * gains, MEASURES[measure].unit) for measure in MEASURED),
        outcomes=(apart("work", 0.01, "need points"),),
        pound={"effective": 0.1},
        worlds=60,
    )


def shares(gains: float, harms: float) -> Shares:
    return Shares(
        gains=share(gains, 0.01), harms=share(harms, 0.01), public_value=apart("public_value", 0.1 * gains)
    )


LEVERS = (
    lever("siloed", "pooled_funding", 0.4, 0.6),
    lever("siloed", "local_discretion", 0.965, 0.03),
    replace(
        lever("siloed", "placebo", 0.0, 0.0),
        matters=0.0,
        effects=tuple(Figure(name, 0.0, low=0.0, high=0.0, unit=MEASURES[name].unit) for name in MEASURED),
    ),
    lever("siloed with boards", "joint_accountability", 0.99, 0.01),
)


def contrast(arrangement: str, treatment: str, size: float) -> Contrast:
    weights = (0.3, 0.5, 0.7)
    pence = "pence of a pound"
    return Contrast(
        arrangement=arrangement,
        treatment=treatment,
        at_weights=tuple(
            AtWeight(
                weight=weight,
                difference=apart("difference", size * weight),
                better=share(0.5),
                best=share(0.33),
            )
            for weight in weights
        ),
        parts={
            "progress": apart("progress", size, "need points"),
            "core_services": apart("core_services", -size, "index"),
            "effective_money_by_volume": apart("volume", size, pence),
            "effective_money_by_overhead": apart("overhead", -size, pence),
            "effective_money_by_what_a_pound_does": apart("what a pound does", size / 2, pence),
        },
        influences=(Influence("mission_share", "Share of mission money", 0.12),) if size else (),
    )


ARRANGEMENTS = tuple(
    contrast(arrangement, treatment, size)
    for treatment in ("as they are", "at siloed's volume", "at siloed's volume and overheads")
    for arrangement, size in (("siloed", 0.0), ("layered", -0.1), ("mission_led", 0.2))
)


def outcome(name: str, arrangement: str, first: Any) -> RobustnessResult:
    figures = tuple(apart(measure, 0.1) for measure in MEASURES_SHOWN)
    verdicts = (first, "better", "unknown")
    return RobustnessResult(
        variant=Variant("rules" if name != "as it is" else name, name, {}),
        arrangement=arrangement,
        figures=figures,
        verdicts=verdicts,
        worlds=60,
    )


ROBUSTNESS = tuple(
    outcome(name, arrangement, verdict)
    for name, verdict in (("as it is", "worse"), ("nobody learns", "better"), ("24 councils", "worse"))
    for arrangement in ("layered", "mission_led")
)
PREDICTIONS = (
    Prediction(
        what="Progress: mission_led against siloed",
        expected="more, +0.02",
        confidence=0.8,
        why="money",
        simulated=apart("p", 0.05),
        is_right=True,
    ),
    Prediction(
        what="Placebo: from siloed gains",
        expected="in 0% of worlds",
        confidence=0.6,
        why="nothing reads it",
        simulated=share(0.4),
        is_right=False,
    ),
)


def by_hand(**changes: Any) -> Validation:
    whole = Validation(
        findings=FINDINGS,
        levers=LEVERS,
        arrangements=ARRANGEMENTS,
        robustness=ROBUSTNESS,
        predictions=PREDICTIONS,
        worlds=60,
        seed=3,
        seconds=12.3,
        model_version="1.2.3",
    )
    return replace(whole, **changes)
