"""The base class of all govsim agents: a key, a row in the world's arrays, and a cell."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from mesa.discrete_space import FixedAgent

from govsim.arrays import Floats
from govsim.errors import GovsimError, InputError, Problem, nearest
from govsim.world.build import World
from govsim.world.state import Declared

_GIVEN: Final = ("model", "unique_id", "pos", "row", "key", "label")  # arguments of every new agent


class Actor(FixedAgent):  # type: ignore[misc]
    """An actor of government or country; its state is its row of the world's arrays.

    `key` is its stable name, `label` its display name, `row` its position on the axis of its kind. Other attributes
    of a kind are constants, passed by name.
    """

    kind: ClassVar[str] = ""  # of their node in the network

    def __init__(self, model: Any, *, row: int, key: str, label: str, **others: Any) -> None:
        super().__init__(model)
        self.row, self.key, self.label = row, key, label
        self.__dict__.update(others)

    def __setattr__(self, name: str, value: Any) -> None:
        """Set an attribute. A class of your own may have further ones; others refuse a new name as a typing error."""
        kind = type(self)
        if kind.__module__.startswith(f"{__package__}.") and not (
            name in _GIVEN or name.startswith("_") or hasattr(kind, name) or name in self.__dict__
        ):
            known = [one for one in dir(kind) if not one.startswith("_")]
            remedy = f"{nearest(name, known)} A subclass may have attributes of its own.".strip()
            raise AttributeError(f"{self} has no attribute '{name}'. {remedy}")
        super().__setattr__(name, value)

    def __str__(self) -> str:
        return f"{self.kind} '{self.key}'"

    def __repr__(self) -> str:
        return f"{type(self).__name__}('{self.key}')"

    @property
    def world(self) -> World:
        """The actor's world. Raises GovsimError if it decides for many worlds."""
        world = self.model.world
        if world is None:
            raise GovsimError(
                f"{self} decides for many worlds at once, so it has no attributes. "
                "Decide from the view; its last axis is the world."
            )
        one: World = world
        return one

    def place_in(self, declared: Declared) -> Any:
        """The index of the actor's row in an array, without the world axis."""
        return self.row

    def replace_array(self, name: str, values: Floats) -> None:
        """Replace an array of the world. All writes by agents come here; they are refused while agents decide."""
        if self.model.actors.deciding:
            raise InputError(
                Problem(
                    str(self),
                    "attributes to be written between steps",
                    "a quarter under way",
                    key=name.rpartition("_")[0],
                    remedy="Return a choice instead, or write before or after model.step().",
                )
            )
        self.world.write(name, values)

    def remove(self) -> None:
        """Always refused: the scenario, its places and its network decide which actors exist. Raises GovsimError."""
        raise GovsimError(
            f"{self} cannot be removed: build the model from a scenario, places or a network without it."
        )
