"""Results for other programs: JSON and tidy CSV, each written atomically."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from govsim.comparison.compare import WEIGHTS_SHOWN, Comparison
from govsim.comparison.difference import Difference
from govsim.comparison.gains import changes
from govsim.comparison.pound_split import Split
from govsim.comparison.ranking import LEVEL_IN
from govsim.comparison.setting import held_words, other_countries_words
from govsim.comparison.trade_off import BreakEven
from govsim.comparison.trade_off_sentences import PARTS, common_budget
from govsim.documents.json import without_nan
from govsim.files import atomic_write
from govsim.measures.catalogue import MEASURES
from govsim.runs.run import Run, runs_to_arrow
from govsim.statistics.intervals import interval
from govsim.words.verdicts import MONTE_CARLO

CSV_AXES = {
    "outcome": "outcomes.csv",
    "mission": "missions.csv",
    "department": "departments.csv",
    "region": "regions.csv",
}
DIFFERENCE_COLUMNS = (
    "measure",
    "scenario",
    "baseline",
    "difference",
    "low",
    "high",
    "verdict",
    "smallest_effect",
    "variance_reduction",
    "share_better",
)

JsonTable = dict[str, Any]


def comparison_document(comparison: Comparison, command: str) -> JsonTable:
    """The results of `govsim compare` as plain tables of numbers and words."""
    scenarios = [run.scenario for run in comparison.runs]
    weight = scenarios[0].values.progress_weight
    at = [
        {"weight": shown, **plain_difference(comparison.public_value_at(shown, baseline, run))}
        for baseline, run in comparison.pairs()
        for shown in weights_shown(comparison)
    ]
    return {
        **_of_runs(comparison.runs, command),
        "differences": [
            {**plain_difference(one), "sentence": one.sentence()} for one in comparison.differences()
        ],
        "public_value": {"weight": weight, "at": at},
        "trade_off": trade_off_document(comparison),
        "best_by_rate": [asdict(one) for one in comparison.best_by_rate()],
        "value_splits": [asdict(one) for one in comparison.value_splits],
        "held_to": held_words(scenarios),
        "starts": other_countries_words(scenarios),
        "comparisons_at_once": len(comparison.pairs()),
        "public_value_ranking": [asdict(standing) for standing in comparison.ranking("public_value")],
        "level_from": level_from(comparison),
        "gains_and_losses": [
            {**plain_difference(change.difference), "kind": change.kind.lower(), "who": change.who}
            for run in comparison.runs[1:]
            for change in changes(comparison, comparison.runs[0], run)
        ],
        "pairing": "the same worlds for all scenarios",
        "stopping": "a fixed number of worlds",
        "failures": [],  # a failed world would have ended the comparison
        "read_with_care": MONTE_CARLO,
    }


def plain_difference(difference: Difference) -> JsonTable:
    """A difference as a table, in reading order."""
    return {
        "measure": difference.measure,
        "scenario": difference.scenario,
        "baseline": difference.baseline,
        "difference": difference.difference.mean,
        "low": difference.difference.low,
        "high": difference.difference.high,
        "verdict": difference.verdict,
        "smallest_effect": difference.smallest_effect,
        "variance_reduction": difference.variance_reduction,
        "effect_size": difference.effect_size,
        "per_cent": None if difference.per_cent is None else asdict(difference.per_cent),
        "share_better": asdict(difference.better),
        "more_worlds": difference.more_worlds,
        "lopsided": difference.lopsided,
    }


def trade_off_document(comparison: Comparison) -> list[JsonTable]:
    """Trade-off, break-even rates by weight of progress, and split of effective pence for every pair."""
    return [
        {
            "scenario": run.scenario.name,
            "baseline": baseline.scenario.name,
            **{
                name: {**asdict(one.difference), "verdict": one.verdict}
                for name in ("progress", "core_services")
                for one in [comparison.difference(name, baseline, run)]
            },
            "worlds": asdict(comparison.quadrants(baseline, run)),
            "break_even": [
                _rate_document(comparison.break_even_rate(baseline, run, weight))
                for weight in weights_shown(comparison)
            ],
            "effective_pence": _pence_document(
                comparison.pence_split(baseline, run), common_budget(baseline, run)
            ),
        }
        for baseline, run in comparison.pairs()
    ]


def _rate_document(rate: BreakEven) -> JsonTable:
    """A break-even rate; `sure` if its sign is sure at every rate, so that it needs no bounds."""
    return {**asdict(rate), "sure": rate.low is None}


def _pence_document(split: Split, budget: float | None) -> JsonTable:
    """A split in pence of a pound, and in £bn a year where both have one budget."""

    def times(factor: float) -> JsonTable:
        parts = {name: asdict(getattr(split, name)) for name in ("whole", *PARTS)}
        return {name: {key: factor * value for key, value in part.items()} for name, part in parts.items()}

    return {"pence": times(100), "billion_a_year": None if budget is None else times(budget)}


def level_from(comparison: Comparison) -> list[JsonTable]:
    """The quarter, counted from 1, from which a mean stays at least level with the baseline's; null where none does."""
    return [
        {
            "measure": name,
            "scenario": run.scenario.name,
            "baseline": baseline.scenario.name,
            "quarter": None if start is None else start + 1,
        }
        for baseline, run in comparison.pairs()
        for name in LEVEL_IN
        for start in [comparison.break_even(name, baseline, run)]
    ]


def run_document(run: Run, command: str) -> JsonTable:
    """The results of one scenario as plain tables."""
    weight = run.scenario.values.progress_weight
    return {**_of_runs([run], command), "differences": [], "public_value": {"weight": weight, "at": []}}


def weights_shown(comparison: Comparison) -> tuple[float, ...]:
    """The weights of progress in tables: the fixed ones and the one in use."""
    return tuple(sorted({*WEIGHTS_SHOWN, comparison.runs[0].scenario.values.progress_weight}))


def write_csv(runs: Sequence[Run], differences: Sequence[Difference], folder: Path) -> list[Path]:
    """Tidy CSV files in a folder: by quarter, by quarter and item, and the differences at the end."""
    folder.mkdir(exist_ok=True)
    written = [folder / "quarterly.csv", *(folder / name for name in CSV_AXES.values())]
    _write_table(runs_to_arrow(runs), written[0])
    for axis, name in CSV_AXES.items():
        _write_table(runs_to_arrow(runs, axis), folder / name)
    written.append(folder / "differences.csv")
    _write_differences(differences, written[-1])
    return written


def _write_table(table: Any, path: Path) -> None:
    import pyarrow.csv

    with atomic_write(path) as file:
        pyarrow.csv.write_csv(table, file)


def _write_differences(differences: Sequence[Difference], path: Path) -> None:
    import csv
    from io import StringIO

    text = StringIO(newline="")
    rows = csv.DictWriter(text, DIFFERENCE_COLUMNS, extrasaction="ignore", lineterminator="\n")
    rows.writeheader()
    for one in differences:
        rows.writerow(without_nan({**plain_difference(one), "share_better": one.share_better}))
    with atomic_write(path) as file:
        file.write(text.getvalue().encode())


def _of_runs(runs: Sequence[Run], command: str) -> JsonTable:
    first = runs[0]
    return {
        "scenarios": [run.scenario.name for run in runs],
        "replicates": len(first.replicates),
        "seed": first.seed,
        "places": first.places_name,
        "worlds": first.scenario.uncertainties.worlds,
        "measures": [
            {
                "name": name,
                "label": measure.label,
                "unit": measure.unit,
                "scenario": run.scenario.name,
                **asdict(interval(run.at_end(name))),
            }
            for name, measure in MEASURES.items()
            if not measure.axis
            for run in runs
        ],
        "pound": {run.scenario.name: run.pound_shares() for run in runs},
        "levers": {run.scenario.name: run.scenario.levers.model_dump() for run in runs},
        "command": command,
        "model_version": first.model_version,
    }
