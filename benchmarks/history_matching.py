"""Which constants P1 and P4 leave standing: two waves of history matching.

    python -m benchmarks.history_matching

prints the Markdown tables that stand in docs/calibration.md. Minutes on two cores.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import pairwise
from typing import Final

from govsim.scenario.load import load_scenario
from govsim.validation.calibration import (
    LEARNING,
    RANGES,
    Point,
    distance,
    examined,
    far_apart,
    space_filling,
)
from govsim.validation.finding import Plan
from govsim.validation.patterns.budget_punctuations import NORMAL

WAVES: Final = (96, 96)
PLAN: Final = Plan(worlds=12, seed=2026)
SHOWN: Final = 8
RATIOS: Final = (0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 3)


def main() -> None:
    """Run both waves and print what is kept: all constants first, then those of learning alone.

    The second wave leaves the constants of budgets where they are, because P1 rules out next to nothing.
    """
    learning = {name: RANGES[name] for name in LEARNING}
    with ProcessPoolExecutor() as pool:
        for wave, (number, ranges) in enumerate(zip(WAVES, (RANGES, learning), strict=True), start=1):
            sets = space_filling(number, wave, ranges)
            points = list(pool.map(partial(examined, plan=PLAN), sets))
            kept = [point for point in points if point.is_kept]
            by_budgets = sum(point.kurtosis > NORMAL for point in points)
            print(f"Wave {wave}: {len(kept)} of {number} sets of constants are not ruled out.")
            print(f"L-kurtosis is above the normal's in {by_budgets} of them.\n")
            _ranges(kept, ranges)
    _ratios(points)
    constants = load_scenario("siloed").constants
    used = examined({name: getattr(constants, name) for name in LEARNING}, PLAN)
    _sets([used, *far_apart(kept, SHOWN)])


def _ranges(kept: Sequence[Point], ranges: Mapping[str, tuple[float, float]]) -> None:
    print("| constant | tried | kept |\n|---|---|---|")
    for name, (low, high) in ranges.items():
        values = sorted(point.constants[name] for point in kept)
        print(f"| {name} | {low:g} to {high:g} | {values[0]:.2f} to {values[-1]:.2f} |")
    print()


def _ratios(points: Sequence[Point]) -> None:
    print("| copying neighbours, for each unit of learning from evidence | sets | kept |\n|---|---|---|")
    for low, high in pairwise(RATIOS):
        inside = [p for p in points if low <= _ratio(p) < high]
        print(f"| {low:g} to {high:g} | {len(inside)} | {sum(point.is_kept for point in inside)} |")
    print()


def _ratio(point: Point) -> float:
    return point.constants["learning_neighbours"] / point.constants["learning_evidence"]


def _sets(points: Sequence[Point]) -> None:
    print("The first row is the set in use.\n")
    head = [*LEARNING, "L-kurtosis (P1)", "lead of the logistic (P4)", "rise", "implausibility", "distance"]
    print(f"| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for point in points:
        cells = [f"{point.constants[name]:.3g}" for name in LEARNING]
        cells += [f"{point.kurtosis:.2f}", f"{point.lead:.1f}", f"{point.rise:.2f}"]
        cells += [f"{point.implausibility:.1f}", f"{distance(point.constants):.2f}"]
        print(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
