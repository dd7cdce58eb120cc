"""What the authors expected before they looked, beside what came out: where were they wrong?"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from govsim.measures.catalogue import MEASURES
from govsim.scenario.load import load_scenario
from govsim.usecases.compare import compare
from govsim.usecases.figures import figure, unit_words
from govsim.usecases.verdict import Interval, interval
from govsim.validation.finding import Figure, Plan, share_of_worlds
from govsim.validation.levers import Ends, effects, joined

# Which moves of a lever answer a claim that was foretold; each gains where public value rises at all.
MOVES_OF_CLAIMS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "accountability and money": (
        ("siloed with boards", "joint_accountability"),
        ("siloed with boards", "prime_minister_time"),
    ),
    "mindset": (("siloed", "central_control"), ("siloed", "community_voice")),
    "placebo": (("siloed", "placebo"), ("layered", "placebo"), ("mission_led", "placebo")),
}
TARGETS_OR_ROOM: Final = "meeting places"
_WAYS: Final = {"+": "more", "-": "less", "0": "too little to matter"}


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
    targets = load_scenario("missions_as_targets")
    runs = compare([targets, load_scenario("mission_led")], plan.worlds, plan.seed).runs
    found[TARGETS_OR_ROOM] = runs[1].at_end("public_value") - runs[0].at_end("public_value") > 0
    found["claim"] = told["claim"]
    return found


def foresights(parts: Sequence[dict[str, Any]], lots: Sequence[Sequence[Ends]] | None) -> list[Foresight]:
    """Every prediction judged; claims that need the levers are left out where those were not run."""
    (found,) = parts
    judged = [_judged(one, apart) for one, apart in found["comparison"]]
    gains = {(one.base, one.lever): one.gains for one in effects(joined(lots))} if lots else {}
    for claim in found["claim"]:
        if claim["name"] == TARGETS_OR_ROOM:
            shares = [share_of_worlds("room beats targets", found[TARGETS_OR_ROOM])]
        else:
            shares = [gains[move] for move in MOVES_OF_CLAIMS[claim["name"]] if move in gains]
        judged += [_judged_claim(claim, share, row) for row, share in enumerate(shares)]
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


def _judged_claim(claim: Mapping[str, Any], share: Figure, row: int) -> Foresight:
    low, high = claim["share_of_worlds"]
    moves = MOVES_OF_CLAIMS.get(claim["name"], ())
    told = "room for places gains over missions as targets"
    if moves:
        base, lever = (name.replace("_", " ") for name in moves[row])
        told = f"{lever}, alone from {base}, gains"
    return Foresight(
        f"{claim['name'].capitalize()}: {told}",
        f"in {low:.0%} to {high:.0%} of worlds" if high else "in no world",
        claim["confidence"],
        claim["expect"],
        share,
        bool(low <= share.value <= high),
    )
