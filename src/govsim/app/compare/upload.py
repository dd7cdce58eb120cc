"""A scenario file that a visitor chooses in the browser: checked as the terminal does, and bounded."""

from __future__ import annotations

import re
import tempfile
import threading
import tomllib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any, Final

from govsim.app.offered import LARGE
from govsim.errors import InputError, Problem, ScenarioError
from govsim.scenario.geography import SyntheticPlaces, WrittenPlaces
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario

LARGEST: Final = 1_000_000  # bytes
MOST_CELLS: Final = 20_000_000  # worlds × places × quarters of one scenario: some minutes
MOST_ENTRIES: Final = 60  # outcomes, departments, services, missions, of each
MOST_SAVED: Final = 64  # files, for downloads
_LISTS: Final = ("outcomes", "departments", "services", "missions")
_UNSAFE: Final = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, kw_only=True)
class Uploaded:
    """A scenario from a file of the visitor's."""

    name: str  # of the file
    scenario: Scenario
    text: str  # its contents
    digest: str  # of them

    @property
    def is_large(self) -> bool:
        """Whether it has so many places that fewer worlds are run."""
        return _places(self.scenario) > LARGE


def uploaded_file(name: str, text: str, worlds: tuple[int, int]) -> Uploaded:
    """Check a file: its size, that it names only what ships, and the size of its run.

    Args:
        name: The file's name in the browser.
        text: What is in it.
        worlds: How many worlds are run: of a small country, and of a large one.

    Raises:
        InputError: with every problem, in the words of the terminal.
    """
    shown = _UNSAFE.sub("_", PurePath(name.replace("\\", "/")).name)[-60:].lstrip(".") or "scenario.toml"
    shown = shown if shown.endswith(".toml") else f"{shown}.toml"
    if len(text.encode()) > LARGEST:
        raise InputError(Problem(shown, "a file of at most 1 MB", "a larger file"))
    with tempfile.TemporaryDirectory(
        prefix="govsim-"
    ) as folder:  # empty but for it: it can extend what ships alone
        file = Path(folder, shown)
        file.write_text(text, encoding="utf-8")
        try:
            _without_paths(shown, text)
            scenario = load_scenario(file)
        except ScenarioError as error:
            raise ScenarioError(
                replace(problem, where=problem.where.replace(str(file), shown)) for problem in error.problems
            ) from error
    plain = load_scenario(scenario.model_dump(exclude_none=True))  # of no file, for the folder is gone
    result = Uploaded(name=shown, scenario=plain, text=text, digest=sha256(text.encode()).hexdigest())
    _bounded(result, worlds[result.is_large])
    return result


def _without_paths(name: str, text: str) -> None:
    """Refuse a file of places, which the server would read. What is no TOML is said by the reader of scenarios."""
    try:
        document: Mapping[str, Any] = tomllib.loads(text)
    except (ValueError, RecursionError):
        return
    places = document.get("places")
    if isinstance(places, str):
        remedy = "Start the app with 'govsim app --places FILE', and choose the country there."
        raise ScenarioError(Problem(name, "a table of places", "a path", key="places", remedy=remedy))


def _bounded(result: Uploaded, worlds: int) -> None:
    """Raise InputError for a run that would keep the server busy for long."""
    scenario, problems = result.scenario, []
    places, quarters = _places(scenario), scenario.warm_up + scenario.horizon
    if worlds * places * quarters > MOST_CELLS:
        size = f"{worlds} worlds × {places:,} places × {quarters} quarters = {worlds * places * quarters:,}"
        remedy = "Give it fewer places or quarters, or run it with 'govsim compare'."
        expected = f"worlds × places × quarters of at most {MOST_CELLS:,}"
        problems.append(Problem(result.name, expected, size, remedy=remedy))
    for key in _LISTS:
        count = len(getattr(scenario, key))
        if count > MOST_ENTRIES:
            expected, remedy = f"at most {MOST_ENTRIES} of them", "Run it with 'govsim compare'."
            problems.append(Problem(result.name, expected, f"{count:,}", key=key, remedy=remedy))
    if problems:
        raise InputError(problems)


def _places(scenario: Scenario) -> int:
    """How many communities a scenario has, without building them."""
    places = scenario.places
    if isinstance(places, SyntheticPlaces):
        return places.councils * places.communities_per_council
    assert isinstance(places, WrittenPlaces)  # a path was refused
    return len(places.communities)


_saved: OrderedDict[str, Uploaded] = OrderedDict()
_lock: Final = threading.Lock()


def save_file(file: Uploaded) -> Uploaded:
    """Save a file for later downloads, which name it by its digest; the oldest are dropped."""
    with _lock:
        _saved[file.digest] = file
        _saved.move_to_end(file.digest)
        while len(_saved) > MOST_SAVED:
            _saved.popitem(last=False)
    return file


def saved_file(digest: str) -> Uploaded | None:
    """The saved file with this digest, or None if it was dropped."""
    with _lock:
        return _saved.get(digest)
