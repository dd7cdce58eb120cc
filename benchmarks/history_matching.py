"""Which constants P1 and P4 leave standing: two waves of history matching.

    python -m benchmarks.history_matching

prints the Markdown tables that stand in docs/calibration.md. Minutes on two cores.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Final

from govsim.validation.calibration import (
    RANGES,
    Point,
    distance_from_today,
    examined,
    far_apart,
    next_ranges,
    space_filling,
)
from govsim.validation.finding import Plan

WAVES: Final = (96, 96)
PLAN: Final = Plan(worlds=12, seed=2026)
SHOWN: Final = 8


def main() -> None:
    """Run the waves and print what is kept."""
    ranges, every = dict(RANGES), list[Point]()
    with ProcessPoolExecutor() as pool:
        for wave, number in enumerate(WAVES, start=1):
            points = list(pool.map(partial(examined, plan=PLAN), space_filling(number, wave, ranges)))
            kept = [point for point in points if point.is_kept]
            every += kept
            print(f"Wave {wave}: {len(kept)} of {number} sets of constants are not ruled out.\n")
            _ranges(kept)
            ranges = next_ranges(kept)
    _sets(far_apart(every, SHOWN))


def _ranges(kept: Sequence[Point]) -> None:
    print("| constant | tried | kept |\n|---|---|---|")
    for name, (low, high) in RANGES.items():
        values = sorted(point.constants[name] for point in kept)
        print(f"| {name} | {low:g} to {high:g} | {values[0]:.2f} to {values[-1]:.2f} |")
    print()


def _sets(points: Sequence[Point]) -> None:
    print(
        f"| {' | '.join(RANGES)} | L-kurtosis (P1) | lead of the logistic (P4) | rise | implausibility | distance |"
    )
    print(f"|{'---|' * (len(RANGES) + 5)}")
    for point in points:
        cells = [f"{point.constants[name]:.3g}" for name in RANGES]
        cells += [f"{point.kurtosis:.2f}", f"{point.lead:.1f}", f"{point.rise:.2f}"]
        cells += [f"{point.implausibility:.1f}", f"{distance_from_today(point.constants):.2f}"]
        print(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
