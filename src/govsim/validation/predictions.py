"""The authors' predictions, registered before the first full run, and the results."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from govsim.measures.amounts import figure, unit_words
from govsim.measures.catalogue import MEASURES
from govsim.questions.arms import Arms, End, ends_of, joined
from govsim.questions.contrasts import holds_in
from govsim.questions.stated import (
    VOLUMES,
    Claim,
    Pair,
    StatedClaim,
    StatedComparison,
    Volume,
    claims_of,
    stated,
)
from govsim.runs.simulate import held
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.statistics.intervals import Interval, interval
from govsim.validation.finding import Figure, share_of_worlds
from govsim.words.names import capitalised

_WAYS: Final = {"+": "more", "-": "less", "0": "too little to matter"}
_WHEN: Final[dict[Volume, str]] = {"as_is": "", "equal": ", at equal volume"}


@dataclass(frozen=True, kw_only=True)
class Prediction:
    """One prediction and the model's result."""

    what: str
    expected: str
    confidence: float
    why: str
    simulated: Figure
    is_right: bool

    def document(self) -> dict[str, Any]:
        """The prediction as a plain table for JSON."""
        return {
            "what": self.what,
            "expected": self.expected,
            "confidence": self.confidence,
            "why": self.why,
            "found": vars(self.simulated),
            "right": self.is_right,
        }


@dataclass(frozen=True)
class _Registered:
    """One prediction: the rows of its two arrangements, its measure, and its judgement by their ends."""

    rows: tuple[int, int]
    measure: str
    judge: Callable[[End, End], Prediction]


@lru_cache(maxsize=1)
def _registered() -> tuple[Arms, tuple[_Registered, ...]]:
    """The distinct arrangements of all predictions, and the predictions."""
    file, arms = stated(), Arms()

    def rows(baseline: Scenario, scenario: Scenario, volume: Volume) -> tuple[int, int]:
        moved = held(scenario, equal_volume=baseline) if volume == "equal" else scenario
        return arms.row(baseline), arms.row(moved)

    def comparison(one: StatedComparison) -> _Registered:
        def judge(base: End, other: End) -> Prediction:
            return judged_comparison(one, interval(other.measures[one.measure] - base.measures[one.measure]))

        pair = load_scenario(one.baseline), load_scenario(one.scenario)
        return _Registered(rows(*pair, one.volume), one.measure, judge)

    def holding(claim: Claim, pair: Pair, volume: Volume, expected: Sequence[float]) -> _Registered:
        def judge(base: End, other: End) -> Prediction:
            share = share_of_worlds("holds", holds_in(pair, base, other))
            return judged_share(claim.stated, f"{pair.stated.name}{_WHEN[volume]}", share, expected)

        return _Registered(rows(pair.baseline, pair.scenario, volume), pair.stated.measure, judge)

    comparisons = [comparison(one) for one in file.comparison]
    claims = [
        holding(claim, pair, volume, expected)
        for claim in claims_of(file)
        for pair in claim.pairs
        for volume in VOLUMES
        if (expected := getattr(pair.stated, volume)) is not None
    ]
    return arms, (*comparisons, *claims)


def runs_of_predictions(replicates: Sequence[int], seed: int) -> list[End]:
    """Run every arrangement of a prediction in some worlds."""
    arms, registered = _registered()
    return ends_of(arms.scenarios, [one.measure for one in registered], replicates, seed)


def judged_predictions(lots: Sequence[Sequence[End]]) -> list[Prediction]:
    """Judge every prediction by its two arrangements in all lots of worlds."""
    ends = joined(lots)
    return [one.judge(*(ends[row] for row in one.rows)) for one in _registered()[1]]


def judged_comparison(one: StatedComparison, apart: Interval) -> Prediction:
    """Judge a prediction of the sign and size of a mean difference."""
    low, high = one.size
    measure = MEASURES[one.measure]
    sign = 1 if one.sign == "+" else -1 if one.sign == "-" else 0
    # A sign of 0 says that the difference is too small to matter.
    signed = abs(apart.mean) <= measure.smallest_effect if sign == 0 else sign * apart.mean > 0
    return Prediction(
        what=f"{measure.label}: {one.scenario} against {one.baseline}{_WHEN[one.volume]}",
        expected=f"{_WAYS[one.sign]}, {figure(low, measure, sign=True)} to {figure(high, measure, sign=True)} "
        f"{unit_words(measure)}",
        confidence=one.confidence,
        why=one.why,
        simulated=Figure.of(measure.label, apart, measure.unit),
        is_right=bool(low <= apart.mean <= high and signed),
    )


def judged_share(claim: StatedClaim, pair_name: str, share: Figure, expected: Sequence[float]) -> Prediction:
    """Judge a prediction of the share of worlds in which a pair holds."""
    low, high = expected
    return Prediction(
        what=f"{capitalised(claim.key.replace('_', ' '))}: {pair_name} holds",
        expected=f"in {low:.0%} to {high:.0%} of worlds" if high else "in no world",
        confidence=claim.confidence,
        why=claim.why,
        simulated=share,
        is_right=bool(low <= share.value <= high),
    )
