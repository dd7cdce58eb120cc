"""The read-only view of a deciding actor, and the keys along its axes."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from govsim.decisions.choosing.choices import Question
from govsim.errors import nearest
from govsim.scenario.schema import Scenario
from govsim.world.build import World
from govsim.world.places import Places


@dataclass(frozen=True, kw_only=True)
class Names:
    """Keys along the axes of a country's arrays; `contributions` are pairs of department and outcome (axis e)."""

    departments: tuple[str, ...]
    missions: tuple[str, ...]
    outcomes: tuple[str, ...]
    councils: tuple[str, ...]
    communities: tuple[str, ...]
    contributions: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, scenario: Scenario, places: Places) -> Names:
        """The names of a country before it is built, without its contributions."""
        return cls(
            departments=tuple(department.key for department in scenario.departments),
            missions=tuple(mission.key for mission in scenario.missions),
            outcomes=tuple(outcome.key for outcome in scenario.outcomes),
            councils=places.council_keys,
            communities=places.community_keys,
        )

    @classmethod
    def of_world(cls, world: World) -> Names:
        """The names of a world."""
        names, indices = cls.of(world.scenario, world.places), world.indices
        pairs = zip(indices.edge_department_e.tolist(), indices.edge_outcome_e.tolist(), strict=True)
        contributions = (
            (names.departments[department], names.outcomes[outcome]) for department, outcome in pairs
        )
        return replace(names, contributions=tuple(contributions))

    def actors(self, kind: str) -> tuple[str, ...]:
        """The keys of all actors of a kind that make decisions."""
        of_kind = {
            "centre": ("centre",),
            "department": self.departments,
            "mission": self.missions,
            "council": self.councils,
            "community": self.communities,
        }
        return of_kind[kind]


def read_only(view: Any) -> Any:
    """The view with read-only arrays, so that no actor can change what others or other arms see."""
    arrays = {
        name: value.view()
        for field in fields(view)
        if isinstance(value := getattr(view, name := field.name), np.ndarray)
    }
    for array in arrays.values():
        array.flags.writeable = False
    return replace(view, **arrays)


class ActorView:
    """One actor's view: the arrays and numbers of a decision, and the keys along their axes.

    The last axis of an array is the world. `kind`, `key` and `quarter` identify the decision.
    """

    __slots__ = ("_names", "_question", "_view")

    def __init__(self, view: Any, question: Question, names: Names) -> None:
        self._view, self._question, self._names = view, question, names

    @property
    def kind(self) -> str:
        """The kind of the actor, such as `council`."""
        return self._question.kind

    @property
    def key(self) -> str:
        """The key of the actor."""
        return self._question.key

    @property
    def quarter(self) -> int | None:
        """The quarter of the decision, 0 at the start; None if quarters are not counted."""
        return self._question.quarter

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Keys along an axis of outcomes (j)."""
        return self._names.outcomes

    @property
    def departments(self) -> tuple[str, ...]:
        """Keys along an axis of departments (d)."""
        return self._names.departments

    @property
    def missions(self) -> tuple[str, ...]:
        """Keys along an axis of missions (m)."""
        return self._names.missions

    @property
    def councils(self) -> tuple[str, ...]:
        """Keys along an axis of councils (c), for an actor who sees them all."""
        return self._names.councils

    @property
    def contributions(self) -> tuple[tuple[str, str], ...]:
        """Department and outcome of each entry along an axis of contributions (e); a department sees its own."""
        everybody = self._names.contributions
        if self.kind != "department":
            return everybody
        return tuple(pair for pair in everybody if pair[0] == self.key)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return getattr(self._view, name)
        except AttributeError:
            known = [word for word in dir(self) if not word.startswith("_")]
            message = f"{self._question} has no '{name}' in view. {nearest(name, known)}"
            raise AttributeError(message) from None

    def __dir__(self) -> list[str]:
        return sorted({*object.__dir__(self), *vars(self._view)} - {"of"})

    def __repr__(self) -> str:
        return f"<what {self._question} sees: {', '.join(vars(self._view))}>"
