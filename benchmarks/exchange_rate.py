"""Measures the exchange rate of public value: what core services lose when money moves to outcomes, in siloed.

A wrong rate would let an arrangement win by moving money alone. The stake in core services is shifted up and down a
little inside `siloed`; the ratio of what core services and progress then do is the rate. `core_unit` in
`scenario/constants.py` is `progress_unit` times that ratio, measured again whenever a constant changes.

    python -m benchmarks.exchange_rate
"""

from __future__ import annotations

import numpy as np

from govsim import load_scenario, simulate

SHIFT = 0.1  # of the stake in core services, up and down
REPLICATES = 400


def exchange_rate(worlds: str) -> tuple[float, float]:
    """Core index lost for each point of progress gained, and its standard error over worlds."""
    base = load_scenario("siloed").replace(uncertainties={"worlds": worlds})
    stake = base.constants.core_stake
    less, more = (
        simulate(
            base.replace(constants={"core_stake": stake * (1 + sign * SHIFT)}),
            replicates=REPLICATES,
            seed=2026,
        )
        for sign in (-1, 1)
    )
    progress = less.at_end("progress") - more.at_end("progress")
    core = more.at_end("core_services") - less.at_end("core_services")
    rate = core.mean() / progress.mean()
    error = np.std(core - rate * progress, ddof=1) / progress.mean() / np.sqrt(REPLICATES)
    return float(rate), float(error)


def main() -> None:
    """Print the rate with worlds alike and with worlds that differ, and the unit that follows."""
    constants = load_scenario("siloed").constants
    for worlds in ("alike", "differ"):
        rate, error = exchange_rate(worlds)
        unit = constants.progress_unit * rate
        print(f"worlds {worlds}: {rate:.3f} ± {error:.3f} of core index for a point of progress")
        print(f"  core_unit would be {unit:.4f}; it is {constants.core_unit:.4f}")


if __name__ == "__main__":
    main()
