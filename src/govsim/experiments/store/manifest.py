"""The manifest: the request, which identifies an experiment, and its provenance."""

from __future__ import annotations

import hashlib
import json
import os.path
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from govsim.errors import Problem, ResultsError
from govsim.experiments.inputs import digest_of_file, digest_of_places, file_of_actor
from govsim.experiments.plan import Plan
from govsim.experiments.store.folder import unreadable
from govsim.files import atomic_write
from govsim.runs.version import MODEL_VERSION

FORMAT: Final = 1  # of the request, whose digest is the identity
FILES_OF_A_CHUNK: Final = (
    1  # 3 in older folders, without the number in the manifest: runs, trajectories, failures
)
_LENGTH: Final = 12

Manifest = Mapping[str, Any]


def manifest_of(plan: Plan, places_file: str | None, provenance: Mapping[str, Any]) -> dict[str, Any]:
    """The content of a manifest. The identity depends on `request` alone; the rest is provenance."""
    request = {
        "format": FORMAT,
        "experiment": _anywhere(plan.experiment.model_dump(mode="json")),
        "scenarios": [_without_folder(scenario.model_dump(mode="json")) for scenario in plan.scenarios],
        "design": digest_of_rows(plan),
        "seed": plan.experiment.seed,
        "columns": list(plan.columns),
        "model_version": MODEL_VERSION,
        "places": None if plan.places is None else digest_of_places(plan.places),
        "actors": {
            who: digest_of_file(file) for who, file in (file_of_actor(actor) for actor in plan.actors)
        },
    }
    return {
        "identity": identity_of(request),
        "asked": request,
        "files": {"places": places_file, "actors": list(plan.actors)},
        "chunks": {
            "files": FILES_OF_A_CHUNK,
            "worlds_of_a_block": plan.cut.worlds,
            "rows_of_a_chunk": plan.cut.rows,
            "blocks": [[block.start, block.stop] for block in plan.blocks],
            "chunks_of_a_block": sum(1 for _ in plan.chunks(plan.blocks[0])),
        },
        "made_with": dict(provenance),
    }


def _anywhere(experiment: dict[str, Any]) -> dict[str, Any]:
    """An experiment without the folders of its files, whose contents have digests of their own."""
    changes = _without_folder(experiment["changes"])
    actors = {who: os.path.basename(thing) for who, thing in experiment["actors"].items()}
    return {**experiment, "changes": changes, "actors": actors}


def _without_folder(document: dict[str, Any]) -> dict[str, Any]:
    if isinstance(document.get("places"), str):
        return {**document, "places": os.path.basename(document["places"])}
    return document


def identity_of(request: Mapping[str, Any]) -> str:
    """The identity of a request: 12 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(canonical(request)).hexdigest()[:_LENGTH]


def digest_of_rows(plan: Plan) -> str:
    """SHA-256 of the rows of the design and the names of its factors."""
    return hashlib.sha256(
        canonical([[factor.name for factor in plan.experiment.factors], plan.rows])
    ).hexdigest()


def canonical(value: Any) -> bytes:
    """JSON in which equal values have equal bytes."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def write_manifest(manifest: Manifest, path: Path) -> None:
    """Write a manifest atomically; from now on the experiment exists."""
    with atomic_write(path) as file:
        file.write(json.dumps(manifest, indent=1, ensure_ascii=False, allow_nan=False).encode() + b"\n")


def read_manifest(path: Path) -> dict[str, Any]:
    """Read a manifest. Raises ResultsError if it is missing, damaged or edited."""
    remedy = "Make one with 'govsim experiment run NAME'."
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        found = "no manifest.json in it" if path.parent.is_dir() else "no such folder"
        raise ResultsError(
            Problem(str(path.parent), "the folder of an experiment", found, remedy=remedy)
        ) from None
    except OSError as error:
        raise unreadable(path, error) from error
    try:
        manifest: dict[str, Any] = json.loads(content)
        identity, request = manifest["identity"], manifest["asked"]
        its_format = request["format"]
        true = identity_of(request)
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise ResultsError(
            Problem(
                str(path), "the manifest of an experiment", f"something else ({error})", remedy="Begin anew."
            )
        ) from error
    if its_format != FORMAT:
        raise ResultsError(
            Problem(
                str(path), f"format {FORMAT}", f"format {its_format}", remedy="Read it with that version."
            )
        )
    if true != identity:
        raise ResultsError(
            Problem(str(path), f"a request with the identity {identity}", f"{true}: it was changed",
                    remedy="Restore the old manifest, or start again in another folder.")
        )  # fmt: skip
    return manifest
