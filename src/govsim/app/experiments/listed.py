"""The results in the folder that the server was given, those still running and those that are damaged included."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from govsim.app.offered import offered
from govsim.errors import InputError
from govsim.experiments.results import results_in
from govsim.experiments.status import status_of
from govsim.files import reason

Signature = tuple[tuple[str, float], ...]  # names, with the time of the last change


@dataclass(frozen=True, kw_only=True)
class Listed:
    """The results of one experiment, as in a list."""

    name: str  # of the folder
    question: str = ""
    when: str = ""  # begun
    runs: str = ""  # done of planned
    state: str = ""
    problem: str = ""  # why it cannot be read
    readable: bool = False  # whether there is a complete world to report on


def names_inside(folder: Path | None) -> tuple[str, ...]:
    """The names of the folders of results directly inside a folder; what lies elsewhere and is linked is left out."""
    if folder is None:
        return ()
    root = folder.resolve()
    return tuple(path.name for path in results_in(root) if path.resolve().parent == root)


def checked_name(name: str) -> str:
    """The name of a folder of results that is offered, or nothing. Raises ValueError for any other."""
    if name and name not in names_inside(offered().results):
        raise ValueError(name)
    return name


def signature(folder: Path) -> Signature:
    """What changes when runs are added to any of the results, so that nothing is read twice."""
    return tuple((name, _changed(folder / name)) for name in names_inside(folder))


def _changed(folder: Path) -> float:
    inside = (folder / "manifest.json", folder / "chunks", folder / "stages", folder / "lock")
    return max((path.stat().st_mtime for path in inside if path.exists()), default=0.0)


def listed(folder: str, seen: Signature) -> tuple[Listed, ...]:
    """All results, newest first; those that cannot be read last. `seen` tells whether anything has changed."""
    rows = [_listed(Path(folder, name)) for name, _ in seen]
    rows.sort(key=lambda one: one.name)
    rows.sort(key=lambda one: one.when, reverse=True)
    return tuple(rows)


def _listed(folder: Path) -> Listed:
    try:
        status = status_of(folder)
    except InputError as error:
        return Listed(name=folder.name, problem=without_folder(str(error.problems[0]), folder.parent))
    except OSError as error:
        return Listed(name=folder.name, problem=reason(error))
    results = status.results
    experiment = results.plan.experiment
    most = "at most " if results.plan.is_sequential and not results.is_complete else ""
    return Listed(
        name=folder.name,
        question=experiment.question or experiment.about,
        when=str(results.manifest["made_with"].get("started", "")),
        runs=f"{status.done:,} of {most}{status.of:,}",
        state=status.in_words(),
        readable=results.replicates > 0,
    )


def without_folder(text: str, folder: Path) -> str:
    """A text without the folder's path, which is nobody else's business; commands are run in that folder."""
    return text.replace(f"{folder}/", "").replace(f"{folder}\\", "")
