"""Data of the page for its script: worlds packed into text, with the words and numbers that belong to them."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from scipy.special import ndtri

from govsim.app.arrangements import readable
from govsim.app.chart import LANDMARKS
from govsim.app.shown_measures import OBSERVED
from govsim.arrays import Floats
from govsim.comparison.compare import Comparison
from govsim.comparison.difference import WITHOUT_A_ZERO, judged
from govsim.comparison.gains import BY_WHOM, changes, names_of
from govsim.comparison.ranking import SHOWN
from govsim.documents.charts import DARK, LEAST_PENCE_WITH_FIGURE, POUND
from govsim.measures.amounts import difference_words, figure, is_share, threshold, unit_words
from govsim.measures.catalogue import MEASURES
from govsim.measures.measure import Measure
from govsim.measures.pound import CATEGORIES
from govsim.palette import COLOURS, DASHES, turns
from govsim.runs.run import Run
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.statistics.intervals import CONFIDENCE, Interval, student
from govsim.units import QUARTERS_IN_YEAR
from govsim.words.names import capitalised, uncapitalised
from govsim.words.verdicts import SHORT, Verdict

SHOWN_MEASURES: Final = tuple(dict.fromkeys((*OBSERVED, *SHOWN)))  # public value first: the page works it out
STORED: Final = SHOWN_MEASURES[1:]
PER_DIGIT: Final = 50  # steps of a value over time in the last digit that is shown
MOST_STEPS: Final = 65_535  # of a value over time, in two bytes
VERDICTS: Final[tuple[Verdict, ...]] = (
    *("better", "worse", "higher", "lower", "negligible", "leaning", "equal", "unknown"),
)
PRECISION: Final = (
    f"Values over time are rounded to 1/{PER_DIGIT} of the last digit shown, or to 1/{MOST_STEPS:,} of their range "
    "where that is coarser: now and then the last digit differs by one from a report’s. Values at the end, from which "
    "verdicts are worked out, are not rounded."
)


def packed(told: Comparison) -> dict[str, Any]:
    """The worlds of a comparison with names for prose, as tables for JSON.

    `exact` holds float64 and `courses` steps of two bytes, each deflated and written in base 64, in the order in which
    figures.js reads them.
    """
    first = told.runs[0]
    measures = [_measure(told, name) for name in SHOWN_MEASURES]
    assumptions = _shared_assumptions(told)
    steps = {one["name"]: (one["low"], one["step"]) for one in measures}
    return {
        "worlds": len(first.replicates),
        "quarters": first.quarters,
        "perYear": QUARTERS_IN_YEAR,
        "weight": first.scenario.values.progress_weight,
        "progressUnit": first.scenario.constants.progress_unit,
        "z": float(ndtri((1 + CONFIDENCE) / 2)),
        "student": _student(told),
        "short": list(SHORT),
        "words": {verdict: SHORT.get(verdict, verdict) for verdict in VERDICTS},
        "together": max(1, len(told.pairs())),
        "measures": measures,
        "kinds": [_kind(told, *one) for one in BY_WHOM],
        "halves": dict(_halves(told)),
        "arms": [_arm(told, row, run) for row, run in enumerate(told.runs)],
        "assumptions": [_assumption(name) for name in assumptions],
        "pound": _pound(),
        "exact": _deflated(np.concatenate([*_exact(told, assumptions)]).astype("<f8").tobytes()),
        "courses": _deflated(b"".join(_courses(told, steps))),
    }


def floats_and_steps(arms: int, items: int, quarters: int, worlds: int) -> tuple[int, int]:
    """The largest number of float64 values, and of two-byte steps of courses, in a page."""
    each = 1 + len(STORED) + len(CATEGORIES) + items
    return worlds * (arms * each + len(UNCERTAINTIES)), worlds * arms * len(STORED) * quarters


def _deflated(raw: bytes) -> str:
    return base64.b64encode(zlib.compress(raw, 9)).decode("ascii")


def _exact(told: Comparison, assumptions: Sequence[str]) -> Iterator[Floats]:
    """Exact values of each world, in the order in which the script reads them."""
    for run in told.runs:
        yield run.assumptions["core_unit"]
        yield from (run.at_end(name) for name in STORED)
        yield from (np.asarray(run.pound[category].mean(axis=0)) for category in CATEGORIES)
        for _, measure, _ in BY_WHOM:
            yield from run.at_end(measure)
    yield from (told.runs[0].assumptions[name] for name in assumptions)


def _courses(told: Comparison, steps: Mapping[str, tuple[float, float]]) -> Iterator[bytes]:
    """Changes of each measure from quarter to quarter, in steps: their high bytes, then their low bytes."""
    for run in told.runs:
        for name in STORED:
            low, step = steps[name]
            steps_qw = np.rint((run.measures[name] - low) / step).astype(np.int64)
            changes_qw = np.diff(steps_qw, axis=0, prepend=0).astype("<u2")
            yield (changes_qw >> 8).astype(np.uint8).tobytes()
            yield (changes_qw & 255).astype(np.uint8).tobytes()


def _measure(told: Comparison, name: str) -> dict[str, Any]:
    """A measure: how it is shown, judged and rounded."""
    measure = MEASURES[name]
    effect = told.smallest_effect(name)
    low = min(float(run.measures[name].min()) for run in told.runs)
    high = max(float(run.measures[name].max()) for run in told.runs)
    per, places = (100 if is_share(measure) else 1), _places(measure)
    unit = unit_words(measure)
    return {
        "name": name,
        "label": measure.label,
        "inside": uncapitalised(measure.label),
        "meaning": capitalised(measure.meaning) + ("" if unit == "index" else f", in {unit}"),
        "unit": difference_words(measure),
        "places": places,
        "per": per,
        "better": measure.better,
        "smallest": effect,
        "threshold": threshold(effect, measure),
        "hasZero": measure.unit not in WITHOUT_A_ZERO and not is_share(measure),
        "landmark": LANDMARKS.get(name),
        "claims": _claims(measure),
        "low": low,
        "step": max(10.0**-places / per / PER_DIGIT, (high - low) / MOST_STEPS),
    }


def _places(measure: Measure) -> int:
    return len(figure(0.0, measure).partition(".")[2])


def _claims(measure: Measure) -> dict[str, list[str]]:
    """The claim of each verdict, of a mean below 0 and of one above, with {one} and {other} for names."""
    nothing = np.zeros(2)
    same = judged(measure, (nothing, nothing), ("{other}", "{one}"), 1.0)
    return {
        verdict: [
            replace(same, verdict=verdict, difference=Interval(mean, mean, mean)).claim(measure)
            for mean in (-1.0, 1.0)
        ]
        for verdict in VERDICTS
    }


def _kind(told: Comparison, kind: str, measure: str, shared: str) -> dict[str, Any]:
    shown = MEASURES[measure]
    return {
        "kind": kind,
        "places": _places(shown),
        "per": 1,
        "better": shown.better,
        "smallest": told.smallest_effect(shared),
    }


def _arm(told: Comparison, row: int, run: Run) -> dict[str, Any]:
    turn = turns(told.names)[row]
    colour = COLOURS[turn % len(COLOURS)]
    return {
        "name": run.scenario.name,
        "title": capitalised(run.scenario.name),
        "colour": colour,
        "ink": readable(colour),
        "dash": " ".join(map(str, DASHES[turn % len(DASHES)])),
        "items": _items(told, run),
    }


def _items(told: Comparison, run: Run) -> list[dict[str, Any]]:
    """Outcomes, missions, departments and regions; the same `id` in two arms means the same."""
    names = names_of(run.scenario, told.land_of(run))
    goals = {mission.key: str(sorted(mission.goal_shares().items())) for mission in run.scenario.missions}
    return [
        {
            "id": f"{kind} {key}{goals.get(key, '') if kind == 'Mission' else ''}",
            "kind": row,
            "label": names.get((kind, key), key),
        }
        for row, (kind, measure, _) in enumerate(BY_WHOM)
        for key in run.label(measure)
    ]


def _shared_assumptions(told: Comparison) -> list[str]:
    """The assumptions that differ between worlds, in the same way under every arrangement."""
    first, *others = told.runs
    return [
        name
        for name, values_w in first.assumptions.items()
        if np.ptp(values_w) > 0 and all(np.array_equal(values_w, run.assumptions[name]) for run in others)
    ]


def _assumption(name: str) -> dict[str, str]:
    known = UNCERTAINTIES[name]
    return {"name": name, "label": known.label, "meaning": known.meaning, "unit": known.unit}


def _pound() -> dict[str, Any]:
    """Categories of the pound's journey, and the groups of them that are drawn."""
    keys = list(CATEGORIES)
    groups = [
        {
            "label": label,
            "colour": colour,
            "dark": colour in DARK,
            "of": [keys.index(category) for category in categories],
        }
        for label, colour, categories in POUND
    ]
    return {"categories": list(CATEGORIES.values()), "groups": groups, "least": LEAST_PENCE_WITH_FIGURE}


def _student(told: Comparison) -> dict[str, list[float | None]]:
    """Half-widths of Student's interval in standard errors, by comparisons at once and by number of worlds."""
    most = len(told.runs[0].replicates)
    together = {max(1, len(told.pairs())), *(len(_common(told, *pair)) for pair in told.pairs())} - {0}
    return {
        str(count): [
            None if worlds < 2 else student(worlds, 1 - (1 - CONFIDENCE) / count)
            for worlds in range(most + 1)
        ]
        for count in sorted(together)
    }


def _common(told: Comparison, baseline: Run, run: Run) -> list[str]:
    """The ids that both arms have, in the order of the second."""
    known = {item["id"] for item in _items(told, baseline)}
    return [item["id"] for item in _items(told, run) if item["id"] in known]


def _halves(told: Comparison) -> Iterator[tuple[str, float]]:
    """Half-widths of bootstrap intervals over all worlds, which the script does not compute."""
    rows = {run.scenario.name: row for row, run in enumerate(told.runs)}
    for baseline, run in told.pairs():
        pair = f"{rows[baseline.scenario.name]} {rows[run.scenario.name]}"
        apart = [(name, told.difference(name, baseline, run)) for name in SHOWN_MEASURES]
        gains = zip(_common(told, baseline, run), changes(told, baseline, run), strict=True)
        for name, one in (*apart, *((item, change.difference) for item, change in gains)):
            if one.lopsided:
                yield f"{pair} {name}", one.difference.half_width
