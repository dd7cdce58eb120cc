"""Errors shared by all of govsim.

GovsimError
├── InputError        the user's input is wrong: exit code 2; holds every problem
│   ├── ScenarioError     in a scenario file or a scenario written in Python
│   ├── ExperimentError   in an experiment file or an experiment written in Python
│   ├── LessonError       in a lesson file
│   ├── PlacesError       in a file of places, councils or neighbours
│   ├── NetworkError      in an edited network
│   ├── RunFileError      in a saved run
│   └── ResultsError      in the folder of an experiment
├── ChoiceError       an override returned a choice that is not allowed: exit code 2
└── WorkerLost        a worker process died: exit code 1
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One problem: where, expected, found, and a remedy."""

    where: str  # file as the user named it, or "scenario" for one built in Python
    expected: str
    found: str
    line: int | None = None
    key: str | None = None
    remedy: str = ""

    def __str__(self) -> str:
        """`scenarios/north.toml, line 14, levers.pooled_funding: expected …, found …. …`."""
        place = self.where
        if self.line is not None:
            place += f", line {self.line}"
        if self.key:
            place += f", {self.key}"
        text = f"{place}: expected {self.expected}, found {self.found}."
        return f"{text} {self.remedy}" if self.remedy else text


class GovsimError(Exception):
    """Base class of govsim's errors."""


class InputError(GovsimError):
    """The user's input is wrong. `problems` lists all that one check found."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Problem, ...]]]:
        """Pickle its type and its problems, so that other processes can raise it."""
        return type(self), (self.problems,)


class ScenarioError(InputError):
    """A scenario cannot be used as written."""


class ExperimentError(InputError):
    """An experiment cannot be run as written."""


class LessonError(InputError):
    """A lesson cannot be taught as written."""


class PlacesError(InputError):
    """A file of places, councils or neighbours is unusable."""


class NetworkError(InputError):
    """An edited network is unusable."""


class RunFileError(InputError):
    """A saved run cannot be read."""


class ResultsError(InputError):
    """The folder of an experiment cannot be read, or cannot be written to."""


class ChoiceError(GovsimError):
    """An override returned a choice that is not allowed."""


class WorkerLost(GovsimError):
    """A worker process died before its work was done."""


def nearest(name: str, known: Sequence[str]) -> str:
    """A remedy that suggests the valid names nearest to a wrong one.

    >>> nearest("poled_funding", ["pooled_funding", "local_discretion"])
    "Did you mean 'pooled_funding'?"
    """
    close = (
        difflib.get_close_matches(str(name), known, n=3, cutoff=0.6)
        or [valid for valid in known if difflib.get_close_matches(str(name), valid.split("_"), cutoff=0.8)][
            :3
        ]
    )
    if close:
        return "Did you mean " + " or ".join(f"'{match}'" for match in close) + "?"
    shown = ", ".join(f"'{valid}'" for valid in list(known)[:12])
    more = ", …" if len(known) > 12 else ""
    return f"Valid here: {shown}{more}."
