"""What each rival rule changes: alone, in siloed and in mission-led government, on the same worlds as the default.

    python -m benchmarks.rival_rules

prints the Markdown table that stands in docs/model.md. In brackets: half of the 95% interval over worlds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, get_args

from govsim import load_scenario
from govsim.arrays import Floats
from govsim.comparison.compare import Comparison, compare
from govsim.scenario.rules import Rules
from govsim.statistics.intervals import interval

ARRANGEMENTS: Final = ("siloed", "mission_led")
MEASURES: Final = {"public_value": 2, "progress": 3, "core_services": 3}  # with the decimals that are shown
REPLICATES: Final = 100
SEED: Final = 2026


def rivals() -> Iterator[tuple[str, str]]:
    """Every contested decision with each of its rules but the default."""
    for decision, field in Rules.model_fields.items():
        for rule in get_args(field.annotation):
            if rule != field.default:
                yield decision, rule


def effects(arrangement: str) -> Comparison:
    """The arrangement under its default rules, and under each rival rule alone."""
    base = load_scenario(arrangement)
    variants = [base.replace(name=rule, rules={decision: rule}) for decision, rule in rivals()]
    return compare([base, *variants], replicates=REPLICATES, seed=SEED)


def told(first: Floats, second: Floats, decimals: int) -> str:
    """The mean difference over worlds and half of its interval, without the sign of a zero."""
    apart = interval(second - first)
    mean = f"{apart.mean:+.{decimals}f}".replace("-", "−")
    if not mean.strip("+−0."):
        mean = mean[1:]
    return f"{mean} ({(apart.high - apart.low) / 2:.{decimals}f})"


def main() -> None:
    """Print the table."""
    found = [effects(arrangement) for arrangement in ARRANGEMENTS]
    headings = [f"{measure.replace('_', ' ')}, {name}" for name in ARRANGEMENTS for measure in MEASURES]
    headings.append(f"public value, {ARRANGEMENTS[1]} against {ARRANGEMENTS[0]}")
    print(f"| decision: rival rule | {' | '.join(headings)} |")
    print(f"|---{'|---' * len(headings)}|")
    for row, label in enumerate(["all defaults", *(f"{decision}: {rule}" for decision, rule in rivals())]):
        cells = [
            told(comparison.runs[0].at_end(measure), comparison.runs[row].at_end(measure), decimals)
            if row
            else "–"
            for comparison in found
            for measure, decimals in MEASURES.items()
        ]
        siloed, mission_led = (comparison.runs[row].at_end("public_value") for comparison in found)
        cells.append(told(siloed, mission_led, MEASURES["public_value"]))
        print(f"| {label} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
