"""A run under way: some quarters, a change of levers or overrides, and more quarters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from govsim.arrays import Floats
from govsim.checked import seed_number, whole_number
from govsim.decisions.choosing.overrides import Overrides, with_overrides
from govsim.errors import InputError, Problem, nearest
from govsim.measures.catalogue import MEASURES
from govsim.runs.drive import fork, start, step, warm_up
from govsim.runs.recording import Recording
from govsim.runs.run import Run
from govsim.runs.simulate import ScenarioLike
from govsim.scenario.load import HELD, load_scenario
from govsim.scenario.schema import Scenario
from govsim.simulation import by_rule
from govsim.world.build import World, build_world
from govsim.world.find_places import places_of
from govsim.world.given import NetworkLike, PlacesLike, network_given, places_given


class OngoingRun:
    """A run under way, round by round. `begin_run` begins one, `resume_run` resumes a saved one.

    >>> run = begin_run("classroom_small", replicates=4, seed=1)
    >>> run.step(8)
    >>> run.change_levers(pooled_funding=0.7)
    >>> run.step(24)
    >>> run.finished().measures["progress"].shape
    (32, 4)
    """

    def __init__(self, world: World, recording: Recording) -> None:
        self._world, self._recording = world, recording

    @property
    def scenario(self) -> Scenario:
        """The scenario with every change of levers up to now among its reforms."""
        return self._world.scenario

    @property
    def quarter(self) -> int:
        """The next quarter, 0 at the beginning."""
        return self._world.quarter

    @property
    def seed(self) -> int:
        """The root seed."""
        return self._world.draws.seed

    @property
    def world(self) -> World:
        """The worlds themselves, hidden truth included. Read them, do not write."""
        return self._world

    def step(self, quarters: int = 1, actors: Overrides | None = None) -> None:
        """Run on by some quarters.

        Args:
            quarters: Number of quarters, 1 or more, up to the horizon.
            actors: Overrides by actor for these quarters, as in `simulate`. An object is used as it is, so it
                remembers from one call to the next; `save` does not save its memory.

        Raises:
            InputError: the run has fewer quarters left, or an override is of no use.
            ChoiceError: an override returned an invalid choice. The run is then as before that
                quarter.
        """
        left = self.scenario.horizon - self.quarter
        if left == 0:
            raise InputError(Problem("quarters", "a run that is not at its end", f"quarter {self.quarter}"))
        count = whole_number("quarters", quarters, 1, left)
        decide = with_overrides(self._world, actors) if actors else by_rule
        for _ in range(count):
            step(self._world, decide)
            self._recording.note(self._world, slice(None))

    def change_levers(self, **levers: float | str) -> None:
        """Change levers from the next quarter on; they phase in as a reform does.

        The result is bit for bit the run of a scenario with this reform in its file. Changes of the same
        quarter are one reform.

        Args:
            levers: New values by name, as in `[[reforms]]` of a scenario file.

        Raises:
            ScenarioError: an unknown lever, a value outside its bounds, or no lever at all.
            InputError: the run is at its end.
        """
        quarter, scenario = self.quarter, self.scenario
        if quarter >= scenario.horizon:
            raise InputError(Problem("levers", "a run that is not at its end", f"quarter {quarter}"))
        if quarter == 0:
            changed = scenario.replace(levers=levers)
        else:
            written = [reform.model_dump() for reform in scenario.reforms]
            now: dict[str, Any] = {"quarter": quarter}
            for reform in written:
                now |= reform if reform["quarter"] == quarter else {}
            others = [reform for reform in written if reform["quarter"] != quarter]
            changed = scenario.replace(reforms=[*others, {**now, **levers}])
        self._world = self._world.reforming(changed)
        self._recording.scenario = changed

    def measure(self, name: str) -> Floats:
        """A measure up to now, shape (quarter, world), or (quarter, axis, world) if it has a further axis.

        Raises KeyError with the nearest names; a measure of the end only is known at the end.
        """
        known = [one for one, measure in MEASURES.items() if self._at_end or not measure.only_at_end]
        if name not in known:
            raise KeyError(f"no measure '{name}' in quarter {self.quarter}. {nearest(name, known)}")
        if self.quarter == 0:
            raise KeyError(f"no measure '{name}' before the first quarter has run. Call step() first.")
        values = self._recording.measures[name]
        return values if MEASURES[name].only_at_end else values[: self.quarter]

    def finished(self) -> Run:
        """The whole run, as `simulate` returns it. Raises InputError before its end."""
        if not self._at_end:
            expected = f"a run at its end, quarter {self.scenario.horizon}"
            remedy = "Call step() for the quarters that are left."
            raise InputError(Problem("run", expected, f"quarter {self.quarter}", remedy=remedy))
        return self._recording.run(self.seed, self._world.places)

    def fork(self) -> OngoingRun:
        """An independent copy, to see what would follow from another choice."""
        copied = Recording(self._recording.scenario, self._recording.replicates)
        for series in ("measures", "pound", "assumptions"):
            copies = {name: values.copy() for name, values in getattr(self._recording, series).items()}
            setattr(copied, series, copies)
        return OngoingRun(fork(self._world), copied)

    def save(self, path: str | Path) -> Path:
        """Write the present state of the run to one file, atomically. `resume_run` continues it bit for bit.

        Args:
            path: Path of the file, ending in .npz.

        Returns:
            The path.

        Raises:
            RunFileError: another ending, or a file that cannot be written.
        """
        from govsim.runs.ongoing_files import save_ongoing

        return save_ongoing(self, Path(path).expanduser())

    @property
    def _at_end(self) -> bool:
        return self.quarter >= self.scenario.horizon

    @property
    def recording(self) -> Recording:
        """The observations up to now."""
        return self._recording

    def __repr__(self) -> str:
        return (
            f"<{self.scenario.name} in quarter {self.quarter} of {self.scenario.horizon}, seed {self.seed}>"
        )


def begin_run(
    scenario: ScenarioLike,
    *,
    replicates: int | tuple[int, ...] = 1,
    seed: int = 0,
    places: PlacesLike | None = None,
    network: NetworkLike | None = None,
) -> OngoingRun:
    """Begin a run under way: warmed up, before quarter 0.

    Args:
        scenario: As in `simulate`, without targets from another arrangement.
        replicates: Number of worlds, or the numbers of the worlds.
        seed: Root seed, 0 to 2^64 − 1. The same seed gives the same worlds.
        places: Places that replace the scenario's, or the path of a file of places.
        network: An edited network that replaces the scenario's, as in `simulate`.

    Returns:
        The run, before its first quarter.

    Raises:
        InputError: an input is wrong; may be a ScenarioError, PlacesError or NetworkError.

    >>> begin_run("classroom_small", seed=3).quarter
    0
    """
    loaded = load_scenario(scenario)
    for key in HELD:
        if getattr(loaded, f"{key}_as") is not None:
            expected = "a scenario without targets from another arrangement"
            remedy = "Its targets would depend on future choices."
            raise InputError(Problem(loaded.name, expected, "one that is", key=key, remedy=remedy))
    land = places_given(places)
    land = land if land is not None else places_of(loaded)
    if isinstance(replicates, tuple):
        which = tuple(whole_number("replicates", number) for number in replicates)
    else:
        which = tuple(range(whole_number("replicates", replicates, 1)))
    edges = network_given(network, [loaded], land)
    world = start(warm_up(build_world(loaded, land, which, seed_number(seed), edges)))
    return OngoingRun(world, Recording(loaded, which))
