"""The observations of a run under way: its measures and the pound's journey, quarter by quarter."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from govsim.arrays import Floats
from govsim.measures.catalogue import MEASURES, observe, observe_pound
from govsim.runs.run import Run
from govsim.runs.version import MODEL_VERSION
from govsim.scenario.schema import Scenario
from govsim.world.build import World
from govsim.world.places import Places


def labels_of(scenario: Scenario, places: Places) -> dict[str, tuple[str, ...]]:
    """The keys of outcomes, departments, missions, councils, regions and communities, by the letter of their axis."""
    return {
        "j": tuple(outcome.key for outcome in scenario.outcomes),
        "d": tuple(department.key for department in scenario.departments),
        "m": tuple(mission.key for mission in scenario.missions),
        "c": places.council_keys,
        "r": places.region_keys,
        "k": places.community_keys,
    }


class Recording:
    """The observations of one scenario, filled batch by batch and quarter by quarter.

    With `only` it observes these measures and no journey of the pound, which saves a tenth of the time.
    """

    def __init__(
        self, scenario: Scenario, replicates: tuple[int, ...], only: Collection[str] | None = None
    ) -> None:
        self.scenario = scenario
        self.replicates = replicates
        self.only = only
        self.measures: dict[str, Floats] = {}
        self.pound: dict[str, Floats] = {}
        self.assumptions: dict[str, Floats] = {}

    def note(self, world: World, columns: slice) -> None:
        """Note the quarter that a batch of worlds has just run, as these columns of all worlds."""
        quarter = world.quarter - 1
        names = world.names(quarter)
        if quarter == 0:
            for name, values in world.assumptions.items():
                self.assumptions.setdefault(name, np.empty(len(self.replicates)))[columns] = values
        at_end = quarter == self.scenario.horizon - 1
        measures = observe(names, at_end, MEASURES if self.only is None else self.only)
        pound = observe_pound(names) if self.only is None else {}
        for series, observed in ((self.measures, measures), (self.pound, pound)):
            for name, values in observed.items():
                if name not in series:
                    once = series is self.measures and MEASURES[name].only_at_end
                    quarters = 1 if once else self.scenario.horizon
                    series[name] = np.empty((quarters, *values.shape[:-1], len(self.replicates)))
                series[name][min(quarter, len(series[name]) - 1), ..., columns] = values

    def run(self, seed: int, land: Places) -> Run:
        """The recorded observations as a run."""
        return Run(
            scenario=self.scenario,
            seed=seed,
            replicates=self.replicates,
            places_name=land.name,
            model_version=MODEL_VERSION,
            measures={name: values for name, values in self.measures.items() if not MEASURES[name].axis},
            pound=self.pound,
            along_axes={name: values for name, values in self.measures.items() if MEASURES[name].axis},
            labels=labels_of(self.scenario, land),
            assumptions=self.assumptions,
        )
