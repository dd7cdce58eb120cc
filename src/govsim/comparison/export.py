"""Results as files that other programs read: JSON and tidy CSV, each written whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from govsim.comparison.compare import WEIGHTS_SHOWN, Comparison
from govsim.comparison.difference import Difference
from govsim.comparison.gains import changes
from govsim.comparison.pound_split import Split
from govsim.comparison.sentences import LEVEL_IN
from govsim.comparison.setting import held_words, other_countries_words
from govsim.comparison.trade_off import BreakEven
from govsim.comparison.trade_off_sentences import PARTS, common_budget
from govsim.documents.json import without_nan
from govsim.files import atomic_write
from govsim.measures.catalogue import MEASURES
from govsim.runs.run import Run
from govsim.statistics.intervals import Interval, interval
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
    """Everything that `govsim compare` found, as plain tables of numbers and words."""
    at = [
        {"weight": weight, **_told(comparison.public_value_at(weight, baseline, run), ())}
        for baseline, run in comparison.pairs()
        for weight in weights_shown(comparison)
    ]
    differences = [
        {
            **_told(difference, ("measure", "smallest_effect", "variance_reduction")),
            **_how_much(difference),
            "sentence": difference.sentence(),
        }
        for difference in comparison.differences()
    ]
    more = {
        "trade_off": trade_off_document(comparison),
        "best_by_rate": [asdict(one) for one in comparison.best_by_rate()],
        "value_splits": [asdict(one) for one in comparison.value_splits],
        "held_to": held_words([run.scenario for run in comparison.runs]),
        "starts": other_countries_words([run.scenario for run in comparison.runs]),
        "comparisons_at_once": len(comparison.pairs()),
        "public_value_ranking": [asdict(standing) for standing in comparison.ranking("public_value")],
        "level_from": level_from(comparison),
        "gains_and_losses": _gains_and_losses(comparison),
        "pairing": "the same worlds for all scenarios",
        "stopping": "a fixed number of worlds",
        "failures": [],  # a world that fails ends the comparison
        "read_with_care": MONTE_CARLO,
    }
    return {**_document(comparison.runs, differences, at, command), **more}


def trade_off_document(comparison: Comparison) -> list[JsonTable]:
    """What every pair trades, at which rates its verdict turns by weight of progress, and how effective pence split."""
    return [
        {
            "scenario": run.scenario.name,
            "baseline": baseline.scenario.name,
            **{
                name: {**asdict(found.difference), "verdict": found.verdict}
                for name in ("progress", "core_services")
                for found in [comparison.difference(name, baseline, run)]
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


def _rate_document(found: BreakEven) -> JsonTable:
    """A break-even rate; `sure` where its sign is sure at every rate, so that null bounds mean none are needed."""
    return {**asdict(found), "sure": found.low is None}


def _pence_document(split: Split, budget: float | None) -> JsonTable:
    """A split in pence of a pound, and in £bn a year where both have one budget."""
    parts = {name: asdict(getattr(split, name)) for name in ("whole", *PARTS)}
    pence = {name: {key: 100 * value for key, value in part.items()} for name, part in parts.items()}
    if budget is None:
        return {"pence": pence, "billion_a_year": None}
    money = {name: {key: budget * value for key, value in part.items()} for name, part in parts.items()}
    return {"pence": pence, "billion_a_year": money}


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


def _gains_and_losses(comparison: Comparison) -> list[JsonTable]:
    """What changes for each outcome, mission, department and region, for every scenario against the baseline."""
    return [
        {
            **_told(change.difference, ("measure", "smallest_effect")),
            "kind": change.kind.lower(),
            "who": change.who,
            "share_better": asdict(change.difference.better),
        }
        for run in comparison.runs[1:]
        for change in changes(comparison, comparison.runs[0], run)
    ]


def run_document(run: Run, command: str) -> JsonTable:
    """The same for one scenario: there is nothing to compare it with."""
    return _document([run], [], [], command)


def weights_shown(comparison: Comparison) -> tuple[float, ...]:
    """The weights of progress at which public value is judged: those always shown and the one in use."""
    return tuple(sorted({*WEIGHTS_SHOWN, comparison.runs[0].scenario.values.progress_weight}))


def write_csv(runs: Sequence[Run], differences: Sequence[Difference], folder: Path) -> list[Path]:
    """Tidy CSV files in a folder: by quarter, by quarter and item, and the differences at the end."""
    folder.mkdir(exist_ok=True)
    written = [folder / "quarterly.csv", *(folder / name for name in CSV_AXES.values())]
    _write_table([(run, run.to_arrow()) for run in runs], written[0])
    for axis, name in CSV_AXES.items():
        _write_table([(run, run.to_arrow_by(axis)) for run in runs], folder / name)
    written.append(folder / "differences.csv")
    _write_differences(differences, written[-1])
    return written


def _write_table(tables: Sequence[tuple[Run, Any]], path: Path) -> None:
    import pyarrow
    import pyarrow.csv

    named = [
        table.add_column(0, "scenario", pyarrow.array([run.scenario.name] * table.num_rows))
        for run, table in tables
    ]
    with atomic_write(path) as file:
        pyarrow.csv.write_csv(pyarrow.concat_tables(named), file)


def _write_differences(differences: Sequence[Difference], path: Path) -> None:
    import csv
    from io import StringIO

    text = StringIO(newline="")
    rows = csv.DictWriter(text, DIFFERENCE_COLUMNS, lineterminator="\n")
    rows.writeheader()
    extra = ("measure", "smallest_effect", "variance_reduction", "share_better")
    rows.writerows(without_nan(_told(difference, extra)) for difference in differences)
    with atomic_write(path) as file:
        file.write(text.getvalue().encode())


def _document(
    runs: Sequence[Run], differences: list[JsonTable], at: list[JsonTable], command: str
) -> JsonTable:
    first = runs[0]
    return {
        "scenarios": [run.scenario.name for run in runs],
        "replicates": len(first.replicates),
        "seed": first.seed,
        "places": first.places_name,
        "worlds": first.scenario.uncertainties.worlds,
        "measures": [_measured(name, run) for name in MEASURES if not MEASURES[name].axis for run in runs],
        "differences": differences,
        "public_value": {"weight": first.scenario.values.progress_weight, "at": at},
        "pound": {run.scenario.name: run.pound_shares() for run in runs},
        "levers": {run.scenario.name: run.scenario.levers.model_dump() for run in runs},
        "command": command,
        "model_version": first.model_version,
    }


def _measured(name: str, run: Run) -> JsonTable:
    measure = MEASURES[name]
    found: Interval = interval(run.at_end(name))
    return {
        "name": name,
        "label": measure.label,
        "unit": measure.unit,
        "scenario": run.scenario.name,
        "mean": found.mean,
        "low": found.low,
        "high": found.high,
    }


def _told(difference: Difference, extra: Sequence[str]) -> JsonTable:
    """A difference as a table, in the order in which it is read."""
    found = difference.difference
    plain: JsonTable = {
        "scenario": difference.scenario,
        "baseline": difference.baseline,
        "difference": found.mean,
        "low": found.low,
        "high": found.high,
        "verdict": difference.verdict,
    }
    named = {name: getattr(difference, name) for name in extra}
    return {**({"measure": named.pop("measure")} if "measure" in named else {}), **plain, **named}


def _how_much(difference: Difference) -> JsonTable:
    """What tells the size of a difference apart from its unit, and how often it has its sign."""
    return {
        "effect_size": difference.effect_size,
        "per_cent": None if difference.per_cent is None else asdict(difference.per_cent),
        "share_better": asdict(difference.better),
        "more_worlds": difference.more_worlds,
        "lopsided": difference.lopsided,
    }
