"""Runs under way as files: state, observations and the inputs behind them, as plain arrays (npz)."""

from __future__ import annotations

import hashlib
import json
import tomllib
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from govsim.arrays import Floats
from govsim.errors import Problem, RunFileError, ScenarioError
from govsim.files import written
from govsim.measures.catalogue import MEASURES
from govsim.measures.pound import CATEGORIES
from govsim.runs.ongoing import OngoingRun
from govsim.runs.recording import Recording
from govsim.runs.version import MODEL_VERSION
from govsim.scenario.describe import to_toml
from govsim.scenario.load import load_scenario
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.world.build import World, build_world
from govsim.world.find_places import places_of
from govsim.world.given import NetworkLike, PlacesLike, network_given, places_given
from govsim.world.state import FLOWS, STATE

ENDING: Final = ".npz"
FORMAT: Final = 1
ABOUT: Final = "about"
AT_START: Final = ("start_reported_jw", "start_reported_kw")  # of `given`, they depend on the warm-up
WORDS: Final = ("source", "notes", "questions", "origins", "reading")  # of places, which affect no run
SERIES: Final = ("measures", "pound", "assumptions")  # of a recording


class _About(BaseModel):
    """The identity of a saved run."""

    model_config = ConfigDict(strict=True)

    model_version: str
    seed: int = Field(ge=0, lt=2**64)
    replicates: list[int] = Field(min_length=1)
    quarter: int = Field(ge=0)
    scenario: str  # as TOML
    country: str  # digest of places and network


def save_ongoing(run: OngoingRun, path: Path) -> Path:
    """Write a run under way atomically. Raises RunFileError."""
    if path.suffix.lower() != ENDING:
        remedy = f"Call it {path.with_suffix(ENDING).name}."
        raise RunFileError(Problem(str(path), f"the ending {ENDING}", path.suffix or "none", remedy=remedy))
    world = run.world
    about = _About(
        model_version=MODEL_VERSION,
        seed=run.seed,
        replicates=list(run.recording.replicates),
        quarter=run.quarter,
        scenario=to_toml(run.scenario),
        country=_country(world),
    )
    arrays = {f"state/{name}": values for name, values in world.state.items()}
    arrays |= {f"flows/{name}": values for name, values in world.flows.items()}
    arrays |= {f"given/{name}": world.given[name] for name in AT_START}
    for series in SERIES:
        arrays |= {
            f"{series}/{name}": _so_far(series, name, values, run.quarter)
            for name, values in getattr(run.recording, series).items()
        }
    text = json.dumps({"format": FORMAT, **about.model_dump()})
    with written(path, RunFileError) as file:
        np.savez_compressed(file, allow_pickle=False, **{ABOUT: np.array(text)}, **arrays)
    return path


def resume_run(
    path: str | Path, *, places: PlacesLike | None = None, network: NetworkLike | None = None
) -> OngoingRun:
    """Resume a run that `OngoingRun.save` wrote, bit for bit.

    Args:
        path: Path of the file.
        places: The `places` of `begin_run`, if any.
        network: The `network` of `begin_run`, if any.

    Returns:
        The run, in its last saved quarter.

    Raises:
        RunFileError: the file is missing, damaged, of another kind or version, or was begun with other places or
            another network.

    >>> run = resume_run("game.npz")  # doctest: +SKIP
    """
    path = Path(path).expanduser()

    def refusal(found: str, expected: str = "a saved run under way", remedy: str = "") -> RunFileError:
        return RunFileError(Problem(str(path), expected, found, remedy=remedy))

    if not path.is_file():
        raise refusal("no such file")
    try:
        with np.load(path, allow_pickle=False) as saved:
            arrays = {name: saved[name] for name in saved.files}
        fields = json.loads(str(arrays.pop(ABOUT)))
        if fields.pop("format") != FORMAT:
            raise refusal("one of another edition")
        about = _About.model_validate(fields)
        scenario = load_scenario(tomllib.loads(about.scenario))
    except (OSError, EOFError, KeyError, AttributeError, TypeError, ValueError, ValidationError) as error:
        raise refusal(f"one that is damaged ({type(error).__name__})") from error
    except (zipfile.BadZipFile, ScenarioError) as error:
        raise refusal(f"one that is damaged ({type(error).__name__})") from error
    if about.model_version != MODEL_VERSION:
        remedy = "Go on with it in the version that saved it, or begin again."
        raise refusal(
            f"one of version {about.model_version}", f"a run of version {MODEL_VERSION}", remedy=remedy
        )
    given = places_given(places)
    land = given if given is not None else places_of(scenario)
    edges = network_given(network, [scenario], land)
    world = build_world(scenario, land, about.replicates, about.seed, edges)
    if _country(world) != about.country:
        remedy = "Give the same places= and network= as to begin_run."
        raise refusal("other places or another network", "the country that it was begun with", remedy=remedy)
    try:
        return _ongoing(world, arrays, about)
    except (KeyError, ValueError) as error:
        raise refusal(f"one that is damaged ({type(error).__name__}: {error})") from error


def _ongoing(world: World, arrays: Mapping[str, Floats], about: _About) -> OngoingRun:
    """The run of a built world and saved arrays. Raises KeyError or ValueError for arrays that do not fit."""
    world = world.starting(world.scenario)
    for part, declared in (("state", STATE), ("flows", FLOWS)):
        for name in declared:
            if part == "state" or f"{part}/{name}" in arrays:
                world.write(name, arrays[f"{part}/{name}"])
    world.given = {**world.given, **{name: arrays[f"given/{name}"] for name in AT_START}}
    world.quarter = about.quarter
    recording = Recording(world.scenario, tuple(about.replicates))
    if about.quarter:
        known = {"measures": MEASURES, "pound": CATEGORIES, "assumptions": UNCERTAINTIES}
        for series in SERIES:
            for name in known[series]:
                ends = series == "measures" and MEASURES[name].only_at_end
                if ends and about.quarter < world.scenario.horizon:
                    continue
                values = arrays[f"{series}/{name}"]
                getattr(recording, series)[name] = _whole(series, values, ends, world.scenario.horizon)
    return OngoingRun(world, recording)


def _so_far(series: str, name: str, values: Floats, quarter: int) -> Floats:
    once = series == "assumptions" or (series == "measures" and MEASURES[name].only_at_end)
    return values if once else values[:quarter]


def _whole(series: str, values: Floats, only_at_end: bool, horizon: int) -> Floats:
    """An array with room for the quarters to come."""
    if series == "assumptions" or only_at_end:
        return values
    whole = np.empty((horizon, *values.shape[1:]))
    whole[: len(values)] = values
    return whole


def _country(world: World) -> str:
    """Digest of the places and the network of a world, by content."""
    digest = hashlib.blake2b(digest_size=16)
    for part in (vars(world.places), *(vars(table) for table in world.network.edges.values())):
        for name, value in part.items():
            if name not in WORDS:
                content = value.tobytes() if isinstance(value, np.ndarray) else repr(value).encode()
                digest.update(name.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()
