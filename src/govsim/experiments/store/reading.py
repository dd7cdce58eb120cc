"""The plan and the chunks of an experiment, read from its folder alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from govsim.errors import GovsimError, Problem, ResultsError
from govsim.experiments.experiment import KEPT, Experiment
from govsim.experiments.inputs import digest_of_file, digest_of_places, file_of_actor
from govsim.experiments.plan import Cut, Plan
from govsim.experiments.store.chunk_format import ChunkFiles
from govsim.experiments.store.design import read_design, rows_of
from govsim.experiments.store.folder import Folder
from govsim.experiments.store.manifest import Manifest, digest_of_rows, read_manifest
from govsim.experiments.store.three_files import ThreeFiles
from govsim.runs.provenance import digest_of_code, minor, this_maker
from govsim.runs.version import MODEL_VERSION, is_of_this_edition
from govsim.scenario.findings import Findings
from govsim.scenario.schema import Scenario
from govsim.world.places import Places


def read_plan(folder: Folder) -> tuple[Plan, Manifest, Any]:
    """Read plan, manifest and table of points. Inputs are not opened: they may no longer exist.

    Raises ResultsError for a folder without an experiment, or with an edited or unreadable one.
    """
    manifest = read_manifest(folder.manifest)
    request = manifest["asked"]
    if not is_of_this_edition(request["model_version"]):
        raise ResultsError(
            Problem(
                str(folder.path),
                f"an experiment of this edition of the model, version {MODEL_VERSION}",
                f"one of version {request['model_version']}, whose numbers mean something else",
                remedy="Read it with the version that made it; chunks/ can be read by anything that reads Parquet.",
            )
        )
    try:
        experiment = Experiment.model_validate(request["experiment"], context={KEPT: True})
        scenarios = tuple(Scenario.model_validate(scenario) for scenario in request["scenarios"])
    except (ValidationError, Findings, GovsimError) as error:
        raise ResultsError(
            Problem(
                str(folder.path), f"an experiment that model version {MODEL_VERSION} understands",
                f"one of version {request['model_version']} ({str(error).splitlines()[0]})",
                remedy="Read it with the version that made it; chunks/ can be read by anything that reads Parquet.",
            )
        ) from error  # fmt: skip
    points = read_design(folder.design)
    names = [factor.name for factor in experiment.factors]
    plan = Plan(
        experiment,
        scenarios,
        rows_of(points, names, len(scenarios)),
        places=None,
        actors=tuple(manifest["files"]["actors"]),
        known_columns=tuple(request["columns"]),
        known_cut=Cut(manifest["chunks"]["worlds_of_a_block"], manifest["chunks"]["rows_of_a_chunk"]),
    )
    if digest_of_rows(plan) != request["design"]:
        raise ResultsError(
            Problem(str(folder.design), "the design that belongs to the manifest", "another one: it was changed",
                    remedy="Restore the old one, or start again in another folder.")
        )  # fmt: skip
    return plan, manifest, points


def chunk_files(folder: Folder, manifest: Manifest) -> ChunkFiles:
    """The chunks of a folder, in the format of its manifest."""
    identity = manifest["identity"]
    if "files" in manifest["chunks"]:
        return ChunkFiles(folder, identity)
    return ThreeFiles(folder, identity, tuple(manifest["asked"]["experiment"]["trajectories"]))


def with_inputs(plan: Plan, manifest: Manifest, folder: Path, places: Places | None = None) -> Plan:
    """The plan with its places, ready for more runs.

    Raises ResultsError if model, places or actors differ from those of the existing runs.
    """
    problems = [*_model_problems(manifest, folder), *_actor_problems(plan, manifest)]
    if problems:
        raise ResultsError(problems)
    return replace(plan, places=_places(manifest, places))


def model_differs(manifest: Manifest) -> str | None:
    """The difference in words between the results' model and this one; None if they are the same."""
    request, maker = manifest["asked"], manifest["made_with"]
    if request["model_version"] != MODEL_VERSION:
        return f"model version {request['model_version']}, not {MODEL_VERSION}"
    if maker["code"] != digest_of_code():
        return f"model version {MODEL_VERSION} with other source (state {maker['code']})"
    return None


def packages_differ(manifest: Manifest) -> str | None:
    """The difference in words between the packages of the results and these, on which runs may depend."""
    maker, here = manifest["made_with"], this_maker().alike
    then = {"Python": minor(maker["python"])} | {name: maker["packages"][name] for name in ("numpy", "scipy")}
    other = [name for name, version in then.items() if version != here[name]]
    if not other:
        return None
    return " and ".join(f"{name} {then[name]}, not {here[name]}" for name in other)


def refuse_other_packages(manifest: Manifest, folder: Path) -> None:
    """Raise ResultsError if existing runs have other packages on which runs may depend."""
    difference = packages_differ(manifest)
    if difference is not None:
        raise ResultsError(_cannot_resume(folder, difference))


def _model_problems(manifest: Manifest, folder: Path) -> list[Problem]:
    difference = model_differs(manifest)
    if difference is None:
        return []
    return [_cannot_resume(folder, difference)]


def _cannot_resume(folder: Path, difference: str) -> Problem:
    remedy = "They can be read, not resumed: install that version, or start again with -o DIR."
    return Problem(str(folder), "results of this model", f"results of {difference}", remedy=remedy)


def _actor_problems(plan: Plan, manifest: Manifest) -> list[Problem]:
    problems = []
    for who, file in map(file_of_actor, plan.actors):
        if digest_of_file(file) != manifest["asked"]["actors"][who]:
            problems.append(
                Problem(file, f"the file that {who} was decided by so far", "another content",
                        remedy="Put the old one back to go on. With what it says now it is another experiment: "
                        "'govsim experiment run' makes a folder for it, and all of its runs anew.")
            )  # fmt: skip
    return problems


def _places(manifest: Manifest, given: Places | None) -> Places | None:
    from govsim.world.find_places import places_in

    wanted, file = manifest["asked"]["places"], manifest["files"]["places"]
    if wanted is None:
        if given is None:
            return None
        raise ResultsError(
            Problem("--places", "nothing: the experiment has places of its own", f"places '{given.name}'")
        )
    where = "--places" if given is not None else str(file)
    if given is None:
        if file is None or not Path(file).is_file():
            found = f"no file '{file}'" if file else "places that were given from Python"
            raise ResultsError(
                Problem(
                    "places", "the places of the experiment", found, remedy="Give them with --places FILE."
                )
            )
        given = places_in(Path(file))
    if digest_of_places(given) != wanted:
        raise ResultsError(
            Problem(where, "the places that the experiment was begun with", f"others, '{given.name}'")
        )
    return given
