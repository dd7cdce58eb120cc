"""How need moves in siloed government at central values, by the constant `effect`: it should end where it began.

    python -m benchmarks.steady_need

`effect` in `scenario/constants_of_places.py` is the value at which ten years of siloed government roughly hold the
mean need of synthetic England; it is looked at again whenever a mechanism or another constant moves.
"""

from __future__ import annotations

from typing import Final

from govsim import load_scenario, simulate

AROUND: Final = (-0.02, -0.01, 0.0, 0.01, 0.02)
REPLICATES: Final = 48
SEED: Final = 2026


def main() -> None:
    """Print mean need at the start and after ten years around the value in use."""
    base = load_scenario("siloed").replace(uncertainties={"worlds": "alike"})
    run = simulate(base.replace(horizon=1), REPLICATES, SEED)
    start = float((run.at_end("need") + run.at_end("progress")).mean())
    print(f"mean need at the start: {start:.4f}\n")
    print("| effect | mean need after ten years |\n|---|---|")
    for step in AROUND:
        effect = base.constants.effect + step
        run = simulate(base.replace(constants={"effect": effect}), REPLICATES, SEED)
        print(f"| {effect:.3f} | {run.at_end('need').mean():.4f} |")


if __name__ == "__main__":
    main()
