"""Further input files of an experiment, real places and users' actors, and digests of their content."""

from __future__ import annotations

import dataclasses
import hashlib
import os.path
import socket
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from govsim.errors import InputError, Problem
from govsim.files import reason
from govsim.scenario.schema import Scenario
from govsim.world.find_places import file_of_places, places_in, places_of
from govsim.world.places import Places

if TYPE_CHECKING:
    from govsim.experiments.experiment import Experiment

_PUT_BACK: Final = (
    "Put it there as it was and continue with 'govsim experiment resume'; with another content it is another "
    "experiment, which 'govsim experiment run' begins anew."
)
_TOLD = ("source", "notes")  # text about places, which affects no run


def digest_of_places(places: Places) -> str:
    """SHA-256 of everything in places that affects a run."""
    digest = hashlib.sha256()
    for field in dataclasses.fields(places):
        value = getattr(places, field.name)
        if field.name in _TOLD or value is None:
            continue
        content = (
            value.astype(value.dtype.newbyteorder("<")).tobytes()
            if isinstance(value, np.ndarray)
            else repr(value).encode()
        )
        digest.update(f"{field.name}:{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()


def places_at_hand(manifest: Mapping[str, Any]) -> Places | None:
    """The real places of some results, if their file still holds them, else None.

    Raises InputError if that file no longer holds places.
    """
    wanted, file = manifest.get("asked", {}).get("places"), manifest.get("files", {}).get("places")
    if wanted is None or file is None or not Path(file).is_file():
        return None
    places = places_in(Path(file))
    return places if digest_of_places(places) == wanted else None


def digest_of_file(path: str | Path) -> str:
    """SHA-256 of a file's bytes. Raises InputError if it cannot be read."""
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except OSError as error:
        raise InputError(Problem(str(path), "a file that can be read", reason(error))) from error


def actors_of(experiment: Experiment) -> tuple[str, ...]:
    """Overrides of an experiment as KIND:KEY=FILE:NAME, with absolute paths."""
    overrides = []
    for who, source in experiment.actors.items():
        file, separator, name = source.rpartition(":")
        overrides.append(f"{who}={os.path.abspath(file)}{separator}{name}")
    return tuple(overrides)


def file_of_actor(actor: str) -> tuple[str, str]:
    """Actor and file of an override KIND:KEY=FILE:NAME."""
    who, _, source = actor.partition("=")
    return who, source.rpartition(":")[0]


def refuse_other_actors(files: Iterable[tuple[str, str]]) -> None:
    """Raise InputError if a file of actors is missing here, or has other content than the driver's."""
    problems = []
    for file, digest in files:
        try:
            found = "another content" if digest_of_file(file) != digest else ""
        except InputError as error:
            found = error.problems[0].found
        if found:
            where = f"{file} on {socket.gethostname()}"
            problems.append(
                Problem(where, "the file of actors that the experiment began with", found, remedy=_PUT_BACK)
            )
    if problems:
        raise InputError(dict.fromkeys(problems))


def places_in_files(scenarios: Sequence[Scenario]) -> tuple[Places | None, str | None]:
    """The places that all scenarios name by a file, and that file; None if none names one.

    Raises InputError if scenarios differ in places.
    """
    files = [
        file_of_places(scenario, scenario.places)
        for scenario in scenarios
        if isinstance(scenario.places, str)
    ]
    if not files:
        return None, None
    lands = [places_of(scenario) for scenario in scenarios]
    first = digest_of_places(lands[0])
    for scenario, land in zip(scenarios, lands, strict=True):
        if digest_of_places(land) != first:
            raise InputError(
                Problem(
                    f"scenario '{scenario.name}'", "the same places in all scenarios of an experiment",
                    f"others than in '{scenarios[0].name}'", key="places",
                    remedy="Give the places of all with --places FILE.",
                )
            )  # fmt: skip
    return lands[0], os.path.abspath(files[0])
