"""Robustness of verdicts to modelling choices on which two modellers could differ."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, get_args

from govsim.comparison.compare import Comparison
from govsim.measures.catalogue import MEASURES
from govsim.scenario.constants import Constants
from govsim.scenario.load import load_scenario
from govsim.scenario.rules import Rules
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.scenario.uncertainty import Uncertainty
from govsim.simulation import QUARTER, Phases
from govsim.statistics.resampling import generator
from govsim.validation.arms import run_arms
from govsim.validation.arrangements import ARRANGEMENTS
from govsim.validation.finding import Figure, Plan
from govsim.validation.nulls import bounds_of
from govsim.words.verdicts import Verdict

MEASURES_SHOWN: Final = ("public_value", "progress", "core_services")

_OPPOSITE: Final = {"better": "worse", "worse": "better", "higher": "lower", "lower": "higher"}
MOST_PERSISTENT: Final = 0.6
COUNTRIES_AT_RANDOM: Final = 6
SPREAD: Final = 0.25  # of the logarithm of each constant, drawn at random

# Numbers in quarters: halving the step doubles durations and halves rates.
_DURATIONS: Final = ("phase_in_quarters", "reorganisation_fade")
_RATES: Final = (
    "relapse_fade",
    "promised_progress",
    "stance_speed",
    "satisfied_speed",
    "search_speed",
    "tie_growth",
    "tie_decay",
    "local_tie_growth",
    "local_tie_decay",
    "engagement_growth",
    "engagement_decay",
    "trust_speed",
    "reference_speed",
    "need_growth",
    "core_speed",
    "learning_evidence",
    "learning_neighbours",
    "learning_centre",
    "capacity_growth",
    "capacity_wear",
    "pressure_core",
    "pressure_urgency",
    "incremental_response",
)
_KEPT_SHARES: Final = ("crisis_persistence", "aspiration_memory")  # which take their root per half step
_UNCERTAIN_RATES: Final = ("ministerial_churn", "crisis_rate", "effect")
_NOT_DRAWN: Final = frozenset(
    {
        *("progress_unit", "success_threshold", "cobb_douglas_band", "recipe_floor"),
        *("perception_floor", "mixed_signals_peak", "outcomes_scale", "departments_scale"),
    }
)
_LEARNING: Final = ("learning_evidence", "learning_neighbours", "learning_centre")
_LEARNING_PHASES: Final = ("local_ties", "learning")
_NOISE: Final = ("pressure_noise",)  # halved in variance, not in standard deviation


@dataclass(frozen=True)
class Variant:
    """One alternative construction of the model."""

    kind: str
    name: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    learning_first: bool = False  # whether actors learn before the quarter's results are in

    @property
    def title(self) -> str:
        """Its kind and its name."""
        return f"{self.kind}: {self.name}"


@dataclass(frozen=True, kw_only=True)
class RobustnessResult:
    """The verdicts of one variant on an arrangement against siloed."""

    variant: Variant
    arrangement: str
    figures: tuple[Figure, ...]
    verdicts: tuple[Verdict, ...]
    worlds: int

    def document(self) -> dict[str, Any]:
        """The outcome as a plain table for JSON."""
        return {
            "kind": self.variant.kind,
            "variant": self.variant.name,
            "arrangement": self.arrangement,
            "verdicts": dict(zip(MEASURES_SHOWN, self.verdicts, strict=True)),
            "differences": {figure.label: vars(figure) for figure in self.figures},
            "worlds": self.worlds,
        }


def as_built(results: Sequence[RobustnessResult]) -> dict[str, RobustnessResult]:
    """The results of the unchanged model, the first variant, by arrangement."""
    return {one.arrangement: one for one in results[: len(ARRANGEMENTS) - 1]}


def turned(first: RobustnessResult, other: RobustnessResult) -> bool:
    """Whether any verdict reversed, or any difference changed its sign beyond both intervals."""
    return any(
        _OPPOSITE.get(word) == other_word or before.high < 0 < after.low or after.high < 0 < before.low
        for word, other_word, before, after in zip(
            first.verdicts, other.verdicts, first.figures, other.figures, strict=True
        )
    )


def half_quarters() -> dict[str, Any]:
    """Every rate halved and every duration doubled: the same model in steps of half a quarter.

    Yearly events happen every half year at half their size.
    """
    base = load_scenario("siloed")
    constants = base.constants
    changed = {name: getattr(constants, name) * 2 for name in _DURATIONS}
    changed |= {name: getattr(constants, name) / 2 for name in _RATES}
    changed |= {name: math.sqrt(getattr(constants, name)) for name in _KEPT_SHARES}
    changed |= {name: getattr(constants, name) / math.sqrt(2) for name in _NOISE}
    rates = {
        name: {"low": UNCERTAINTIES[name].low / 2, "high": UNCERTAINTIES[name].high / 2}
        for name in _UNCERTAIN_RATES
    }
    # Persistence has a bound against endless crises; the shock keeps the weight of a whole crisis over time.
    changed["crisis_persistence"] = persistence = min(changed["crisis_persistence"], MOST_PERSISTENT)
    changed["crisis_shock"] = constants.crisis_shock * (1 - persistence) / (1 - constants.crisis_persistence)
    return {
        "horizon": base.horizon * 2,
        "warm_up": base.warm_up * 2,
        "constants": changed,
        "uncertainties": rates,
    }


def _ranges(share: float) -> dict[str, Any]:
    """Draw every uncertainty from a part of its range around its central value."""
    return {
        name: {
            "low": spec.central + share * (spec.low - spec.central),
            "high": spec.central + share * (spec.high - spec.central),
            **({"scale": "linear"} if spec.scale == "complementarity" else {}),
        }
        for name, spec in UNCERTAINTIES.items()
    }


def _other_scale(spec: Uncertainty) -> dict[str, Any]:
    """Draw a range on the other scale: logarithmic instead of linear, and vice versa."""
    if spec.scale == "linear":
        low = spec.low if spec.low > 0 else spec.high / 20
        return {"low": low, "high": spec.high, "scale": "log"}
    return {"low": spec.low, "high": spec.high, "scale": "linear"}


def _england(councils: int, communities: int) -> dict[str, Any]:
    """Other places, with these numbers of councils, and of communities per council."""
    size = {"councils": councils, "communities_per_council": communities}
    return {"places": {"synthetic": "england", **size}}


def variants() -> Iterator[Variant]:
    """All variants, the unchanged model first."""
    yield Variant("as it is", "as it is")
    by_kind: dict[str, dict[str, Mapping[str, Any]]] = {
        "time": {
            "steps of half a quarter": half_quarters(),
            "warm-up of 20 quarters": {"warm_up": 20},
            "warm-up of 80 quarters": {"warm_up": 80},
            "20 years": {"horizon": 80},
        },
        "places": {
            "24 councils": _england(24, 4),
            "96 councils": _england(96, 4),
            "12 communities a council": _england(48, 12),
        },
        "distributions": {
            "ranges halved": {"uncertainties": _ranges(0.5)},
            "drawn on the other scale": {
                "uncertainties": {name: _other_scale(spec) for name, spec in UNCERTAINTIES.items()}
            },
            "central values": {"uncertainties": {"worlds": "alike"}},
        },
        "learning": {
            "nobody copies neighbours": {"constants": {"learning_neighbours": 0.0}},
            "nobody learns": {"constants": dict.fromkeys(_LEARNING, 0.0)},
        },
        "constants": {
            f"all constants at random, draw {number}": {"constants": _at_random(number)}
            for number in range(1, COUNTRIES_AT_RANDOM + 1)
        },
        "departments": {
            f"contribution weights at random, draw {number}": {"departments": _weights(number)}
            for number in (1, 2)
        },
        "rival rules": {
            f"{decision}: {rule}".replace("_", " "): {"rules": {decision: rule}}
            for decision, field in Rules.model_fields.items()
            for rule in get_args(field.annotation)
            if rule != field.default
        },
    }
    for kind, by_name in by_kind.items():
        if kind == "learning":
            yield Variant(kind, "learning before results are in", learning_first=True)
        for name, changes in by_name.items():
            yield Variant(kind, name, changes)


def _at_random(number: int) -> dict[str, float]:
    """Multiply every constant by a random factor, within its bounds; units of value and switches stay."""
    random = generator(number)
    base = load_scenario("siloed").constants
    factors = {name: math.exp(SPREAD * random.standard_normal()) for name in Constants.model_fields}
    drawn = {}
    for name, factor in factors.items():
        low, high = bounds_of(name)
        drawn[name] = min(high, max(low, getattr(base, name) * factor))
    return {name: value for name, value in drawn.items() if name not in _NOT_DRAWN}


def _weights(number: int) -> list[dict[str, Any]]:
    """Multiply the weights of departments that do not lead by a random factor from 0.5 to 1.5."""
    random, scenario = generator(number), load_scenario("siloed")

    def drawn(department: str, outcome: str, weight: float) -> float:
        leads = scenario.lead_of(outcome) == department
        return weight if leads else weight * (0.5 + float(random.random()))

    return [
        {
            **department.model_dump(),
            "weights": {
                outcome: drawn(department.key, outcome, weight)
                for outcome, weight in department.weights.items()
            },
        }
        for department in scenario.departments
    ]


def with_learning_first() -> Phases:
    """The quarter with ties and learning, its last phases, moved before need changes and reports."""
    learning = [phase for phase in QUARTER if phase.name in _LEARNING_PHASES]
    others = [phase for phase in QUARTER if phase.name not in _LEARNING_PHASES]
    place = next(row for row, phase in enumerate(others) if phase.name == "need_change")
    return (*others[:place], *learning, *others[place:])


def robustness_results(variant: Variant, plan: Plan) -> list[RobustnessResult]:
    """The three arrangements compared under one variant, on the same worlds."""
    arms = [load_scenario(name).replace(**variant.changes) for name in ARRANGEMENTS]
    phases = with_learning_first() if variant.learning_first else QUARTER
    comparison = Comparison(tuple(run_arms(arms, plan, phases)))
    siloed, *others = comparison.runs
    results = []
    for arrangement, run in zip(ARRANGEMENTS[1:], others, strict=True):
        differences = [comparison.difference(name, siloed, run) for name in MEASURES_SHOWN]
        figures = tuple(
            Figure.of(one.measure, one.difference, MEASURES[one.measure].unit) for one in differences
        )
        verdicts = tuple(one.verdict for one in differences)
        results.append(
            RobustnessResult(
                variant=variant,
                arrangement=arrangement,
                figures=figures,
                verdicts=verdicts,
                worlds=plan.worlds,
            )
        )
    return results
