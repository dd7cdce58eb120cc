"""What the authors expected before they looked, beside what came out: where were they wrong?"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from govsim.measures.catalogue import MEASURES
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.statistics.intervals import Interval, interval
from govsim.statistics.rounding import beyond_rounding
from govsim.usecases.compare import compare
from govsim.usecases.figures import figure, unit_words
from govsim.validation.finding import Figure, Plan, share_of_worlds
from govsim.validation.levers import BASES, Ends, effects, joined
from govsim.world.build import uncertainties_of
from govsim.world.draws import Draws

TARGETS_OR_ROOM: Final = "meeting places"
_WAYS: Final = {"+": "more", "-": "less", "0": "too little to matter"}
MOST: Final = (0.5, 1.0)


@dataclass(frozen=True)
class Part:
    """One move of a lever that answers a part of a claim: the share of worlds in which it gains, or, back, harms."""

    base: str
    lever: str
    backwards: bool = False  # the lever is taken away, so where that harms, having it gains
    share: tuple[float, float] | None = (
        None  # what this part foretold, where it is not what the whole claim did
    )


PARTS_OF_CLAIMS: Final[Mapping[str, tuple[Part, ...]]] = {
    "accountability and money": (
        Part("siloed with boards", "joint_accountability"),
        Part("siloed with boards", "prime_minister_time"),
        Part("mission_led", "joint_accountability", backwards=True, share=MOST),
    ),
    "mindset": (Part("siloed", "central_control"), Part("siloed", "community_voice")),
    "placebo": tuple(Part(base, "placebo") for base in BASES),
}


def predictions_file() -> Path:
    """The file of predictions: inside the wheel, or in docs/ of a checkout."""
    inside = Path(__file__).parents[1] / "_predictions.toml"
    return inside if inside.is_file() else Path(__file__).parents[3] / "docs" / "predictions.toml"


@dataclass(frozen=True)
class Foresight:
    """One prediction and what came out."""

    what: str
    expected: str
    confidence: float
    why: str
    found: Figure
    is_right: bool

    def document(self) -> dict[str, Any]:
        """The prediction as a plain table for JSON."""
        return {
            "what": self.what,
            "expected": self.expected,
            "confidence": self.confidence,
            "why": self.why,
            "found": vars(self.found),
            "right": self.is_right,
        }


def runs_of_predictions(plan: Plan) -> dict[str, Any]:
    """The paired differences that were foretold, and the share of worlds in which room beats targets."""
    told = tomllib.loads(predictions_file().read_text(encoding="utf-8"))
    found: dict[str, Any] = {"comparison": []}
    pairs: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for one in told["comparison"]:
        pairs.setdefault((one["baseline"], one["scenario"]), []).append(one)
    for (baseline, scenario), expected in pairs.items():
        runs = compare([baseline, scenario], plan.worlds, plan.seed).runs
        for one in expected:
            apart = interval(runs[1].at_end(one["measure"]) - runs[0].at_end(one["measure"]))
            found["comparison"].append((one, apart))
    room = next(claim for claim in told["claim"] if claim["name"] == TARGETS_OR_ROOM)
    targets = load_scenario(room["baseline"])
    runs = compare([targets, room["scenario"]], plan.worlds, plan.seed).runs
    with_targets, with_room = (run.at_end("public_value") for run in runs)
    gain_w = beyond_rounding(with_room - with_targets, with_targets, with_room)
    found[TARGETS_OR_ROOM] = (gain_w > 0)[_diverse_and_able(targets, plan)]
    found["claim"] = told["claim"]
    return found


def _diverse_and_able(scenario: Scenario, plan: Plan) -> NDArray[np.bool_]:
    """Worlds in which places differ more than in the middle of the range, with middling capacity or better."""
    drawn = uncertainties_of(scenario, Draws.of(plan.seed, range(plan.worlds)))
    middle = UNCERTAINTIES["place_diversity"].central
    able = UNCERTAINTIES["local_capacity"].central
    chosen: NDArray[np.bool_] = (drawn["place_diversity_w"] >= middle) & (drawn["local_capacity_w"] >= able)
    return chosen


def foresights(parts: Sequence[dict[str, Any]], lots: Sequence[Sequence[Ends]] | None) -> list[Foresight]:
    """Every prediction judged; claims that need the levers are left out where those were not run."""
    (found,) = parts
    judged = [_judged(one, apart) for one, apart in found["comparison"]]
    moved = {(one.base, one.lever): one for one in effects(joined(lots))} if lots else {}
    for claim in found["claim"]:
        if claim["name"] == TARGETS_OR_ROOM:
            if found[TARGETS_OR_ROOM].size == 0:
                continue  # so few worlds that the claim speaks of none of them
            share = share_of_worlds("gains", found[TARGETS_OR_ROOM])
            told = "room to collaborate beats targets where places differ and can act"
            judged.append(_judged_claim(claim, told, share, claim["share_of_worlds"]))
            continue
        for part in PARTS_OF_CLAIMS[claim["name"]]:
            if (part.base, part.lever) in moved:
                one = moved[part.base, part.lever]
                before, after = (one.after, one.before) if part.backwards else (one.before, one.after)
                told = f"{part.lever}, {before} to {after}, in {part.base} gains".replace("_", " ")
                share = one.harms if part.backwards else one.gains
                judged.append(_judged_claim(claim, told, share, part.share or claim["share_of_worlds"]))
    return judged


def _judged(one: Mapping[str, Any], apart: Interval) -> Foresight:
    low, high = one["size"]
    measure = MEASURES[one["measure"]]
    sign = 1 if one["sign"] == "+" else -1 if one["sign"] == "-" else 0
    # A sign of 0 says that the difference is too small to matter.
    signed = abs(apart.mean) <= measure.smallest_effect if sign == 0 else sign * apart.mean > 0
    seen = Figure(measure.label, apart.mean, apart.low, apart.high, measure.unit)
    return Foresight(
        f"{measure.label}: {one['scenario']} against {one['baseline']}",
        f"{_WAYS[one['sign']]}, {figure(low, measure, sign=True)} to {figure(high, measure, sign=True)} "
        f"{unit_words(measure)}",
        one["confidence"],
        one["why"],
        seen,
        bool(low <= apart.mean <= high and signed),
    )


def _judged_claim(claim: Mapping[str, Any], told: str, share: Figure, expected: Sequence[float]) -> Foresight:
    low, high = expected
    return Foresight(
        f"{claim['name'].capitalize()}: {told}",
        f"in {low:.0%} to {high:.0%} of worlds" if high else "in no world",
        claim["confidence"],
        claim["expect"],
        share,
        bool(low <= share.value <= high),
    )
