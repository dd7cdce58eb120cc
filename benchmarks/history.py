"""How places move in the model, beside how real places moved; and which strength of that movement fits them.

    python -m benchmarks.history                    # real England, 9 and 15 years, and momentum over 21
    python -m benchmarks.history --search 60        # so many sets of constants, on the facts kept to calibrate
    python -m benchmarks.history --held-out         # Wales and Scotland, to be run once, when nothing moves any more

prints Markdown tables. The open data are read from `--data FOLDER`; without them it says what is missing. Siloed
government in worlds that are alike, since each country was observed once; medians over worlds. The model starts from
the latest map, real places from an earlier one.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.real_places import BESIDE_THE_PROJECT, OVERALL, Country
from govsim.arrays import Floats
from govsim.scenario.constants import Constants
from govsim.scenario.load import load_scenario
from govsim.scenario.retired_names import RETIRED
from govsim.scenario.schema import Scenario
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.validation.arms import at_the_centre
from govsim.validation.calibration import space_filling
from govsim.validation.moving_places import FACTS, facts_over_worlds, momentum, need_at

WORLDS: Final = 20
SEED: Final = 2026
AT_ONCE: Final = 2  # worlds in memory together
CALIBRATED: Final = ("council_spread", "community_spread", "neighbours_change", "alike_change")
MOMENTUM_YEARS: Final = (2004, 2010, 2015, 2025)

# What the model may miss of a fact by being a model and by chance between worlds, one standard deviation.
MAY_MISS: Final[Mapping[str, float]] = {
    "council_spread": 0.002,
    "community_spread": 0.003,
    "neighbours_change": 0.10,
    "alike_change": 0.02,
}
RANGES: Final[Mapping[str, tuple[float, float]]] = {
    "effect": (0.08, 0.18),
    "council_drift": (0.0002, 0.0007),
    "community_drift": (0.0008, 0.0018),
    "drift_neighbours": (0.5, 0.9),
    "drift_common": (0.05, 0.35),
}
SEARCHED_IN: Final = 2  # worlds of each set
SHOWN: Final = 12


@dataclass(frozen=True)
class Span:
    """Between which two real years the model's run is held against a country."""

    country: Country
    start: int
    end: int

    @property
    def quarters(self) -> int:
        """As many as lie between the two."""
        return 4 * (self.end - self.start)


def scenario_of(country: Country) -> Scenario:
    """Siloed government of a country, its own departments and outcomes where it comes with them.

    What these say in words of an earlier edition that are gone since is left out.
    """
    siloed = load_scenario("siloed")
    own = country.folder / "country" / "country.toml"
    if own.is_file():
        said = tomllib.loads(own.read_text(encoding="utf-8"))
        kept = {name: value for name, value in said.items() if name not in RETIRED}
        kept["places"] = str(own.parent / said["places"])
        siloed = load_scenario({**kept, "name": "siloed", "levers": siloed.levers.model_dump()})
    return at_the_centre(siloed)


def batches(worlds: int) -> Iterator[range]:
    """Worlds a few at a time: a whole country is large."""
    return (range(first, min(first + AT_ONCE, worlds)) for first in range(0, worlds, AT_ONCE))


def simulated(
    scenario: Scenario, country: Country, quarters: Sequence[int], worlds: int, seed: int
) -> Iterator[list[Floats]]:
    """Need before each of the quarters in every world, a few worlds at a time."""
    longer = scenario.replace(horizon=max(quarters))
    for batch in batches(worlds):
        yield from need_at([longer], quarters, batch, seed, country.places)


def facts_after(scenario: Scenario, spans: Sequence[Span], worlds: int, seed: int) -> list[dict[str, Floats]]:
    """Every fact of every span, in every world."""
    country = spans[0].country
    quarters = [0, *(span.quarters for span in spans)]
    found: list[dict[str, Floats]] = [{name: np.zeros(0) for name in FACTS} for _ in spans]
    for start_kjw, *later in simulated(scenario, country, quarters, worlds, seed):
        for facts, end_kjw in zip(found, later, strict=True):
            for name, values_w in facts_over_worlds(start_kjw, end_kjw, country.places).items():
                facts[name] = np.append(facts[name], values_w)
    return found


def beside(spans: Sequence[Span], worlds: int, seed: int) -> list[str]:
    """Lines of a table for each span: each fact in the model and in the real country."""
    lines = []
    scenario = scenario_of(spans[0].country)
    for span, facts in zip(spans, facts_after(scenario, spans, worlds, seed), strict=True):
        real = span.country.moved(span.start, span.end)
        years = span.end - span.start
        lines += [
            f"\n{span.country.name}, {years} years ({span.start} to {span.end}), {worlds} worlds, seed {seed}\n",
            "| fact | kept to | real | model | least to greatest |",
            "|---|---|---|---|---|",
        ]
        for name, label in FACTS.items():
            use = "calibrate" if name in CALIBRATED and (span.start, span.end) == (2010, 2019) else "hold out"
            known = f"{real[name]:.3f}" if name in real else "–"
            values = facts[name]
            shown = f"{np.median(values):.3f} | {values.min():.3f} to {values.max():.3f}"
            lines.append(f"| {label} | {use} | {known} | {shown} |")
    return lines


def momentum_beside(country: Country, worlds: int, seed: int) -> list[str]:
    """The same for the correlation of an early with a late change of councils."""
    quarters = [4 * (year - MOMENTUM_YEARS[0]) for year in MOMENTUM_YEARS]
    found = [
        momentum([need_kjw[..., world] for need_kjw in need_tkjw], country.places)
        for need_tkjw in simulated(scenario_of(country), country, quarters, worlds, seed)
        for world in range(need_tkjw[0].shape[-1])
    ]
    lines = [
        f"\n{country.name}, {' to '.join(map(str, MOMENTUM_YEARS[:2]))} with "
        f"{' to '.join(map(str, MOMENTUM_YEARS[2:]))} (real: overall index)\n",
        "| early change with late change | kept to | real | model | least to greatest |",
        "|---|---|---|---|---|",
    ]
    labels = ("level left in", "net of level")
    for label, real, values in zip(
        labels, country.momentum(OVERALL, MOMENTUM_YEARS), np.array(found).T, strict=True
    ):
        spread = f"{values.min():.3f} to {values.max():.3f}"
        lines.append(f"| {label} | hold out | {real:.3f} | {np.median(values):.3f} | {spread} |")
    return lines


def unknown(names: Sequence[str]) -> list[str]:
    """Those of some numbers that this model does not have."""
    return [name for name in names if name not in Constants.model_fields and name not in UNCERTAINTIES]


def settings(values: Mapping[str, float]) -> dict[str, Any]:
    """Numbers as a scenario takes them: constants apart from uncertainties."""
    constants = {name: value for name, value in values.items() if name in Constants.model_fields}
    return {
        "constants": constants,
        "uncertainties": {name: value for name, value in values.items() if name not in constants},
    }


def searched(country: Country, sets: int, seed: int) -> list[str]:
    """A table of the sets of constants that miss the facts kept to calibrate by least, the best first."""
    span = Span(country, 2010, 2019)
    real, base = country.moved(span.start, span.end), scenario_of(country)
    found = []
    for values in space_filling(sets, seed, RANGES):
        (facts,) = facts_after(base.replace(**settings(values)), [span], SEARCHED_IN, seed)
        typical = {name: float(np.median(facts[name])) for name in CALIBRATED}
        misses = [abs(typical[name] - real[name]) / MAY_MISS[name] for name in CALIBRATED]
        found.append((max(misses), values, typical))
    found.sort(key=lambda one: one[0])
    head = [*RANGES, *(FACTS[name] for name in CALIBRATED), "missed by at most, standard deviations"]
    lines = [f"\n{country.name}, {sets} sets of constants, {SEARCHED_IN} worlds each, seed {seed}\n"]
    lines += [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    wanted = [*("" for _ in RANGES), *(f"{real[name]:.4f}" for name in CALIBRATED), "real"]
    lines.append(f"| {' | '.join(wanted)} |")
    for worst, values, typical in found[:SHOWN]:
        cells = [f"{value:.3g}" for value in values.values()]
        cells += [*(f"{typical[name]:.4f}" for name in CALIBRATED), f"{worst:.1f}"]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def main(words: Sequence[str] | None = None) -> int:
    """Print what was asked for; 1 where files are missing or the model has nothing to search."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.history", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--worlds", type=int, default=WORLDS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--data", type=Path, default=BESIDE_THE_PROJECT)
    parser.add_argument("--search", type=int, metavar="SETS", help="search so many sets of constants")
    parser.add_argument("--held-out", action="store_true", help="Wales and Scotland instead of England")
    asked = parser.parse_args(words)
    england, wales, scotland = (Country(name, asked.data) for name in ("England", "Wales", "Scotland"))
    missing = [file for of in ([wales, scotland] if asked.held_out else [england]) for file in of.missing]
    if missing:
        print(f"Not here: {', '.join(missing)}.", file=sys.stderr)
        return 1
    if asked.search is not None:
        if lacking := unknown(list(RANGES)):
            print(f"This model has no {', '.join(lacking)}: there is nothing to search.", file=sys.stderr)
            return 1
        print("\n".join(searched(england, asked.search, asked.seed)))
        return 0
    if asked.held_out:
        spans = [[Span(wales, 2011, 2019)], [Span(scotland, 2016, 2020), Span(scotland, 2012, 2020)]]
    else:
        spans = [[Span(england, 2010, 2019), Span(england, 2010, 2025)]]
    for of_a_country in spans:
        print("\n".join(beside(of_a_country, asked.worlds, asked.seed)), flush=True)
    if not asked.held_out:
        print("\n".join(momentum_beside(england, asked.worlds, asked.seed)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
