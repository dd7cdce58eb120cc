"""What a page can ask of the processes: worlds of a setting, or any function of a module."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

Part = Hashable
Rung = tuple[Part, ...]  # parts that are worth showing together, for several processes


class Work(Hashable, Protocol):
    """Work in parts. It is compared, so that visitors who want the same share it, and sent to another process."""

    @property
    def ladder(self) -> tuple[Rung, ...]:
        """Its parts; after each rung there is something to show."""
        ...

    @property
    def long(self) -> bool:
        """Whether a part can take many seconds, so that one process at least is kept free of such parts."""
        ...

    def part(self, part: Any) -> Any:
        """Do one part; called in a process."""
        ...

    def joined(self, parts: Sequence[Any]) -> Any:
        """The result as far as its parts are done, in their order."""
        ...


@dataclass(frozen=True, kw_only=True)
class Task:
    """A function of a module with its arguments, which can be hashed and pickled.

    With `worlds` it is called with each of these numbers as `worlds=`, so that a quick answer comes first.
    """

    function: Callable[..., Any]
    arguments: tuple[Hashable, ...] = ()
    worlds: tuple[int, ...] = ()
    long: bool = False

    @property
    def ladder(self) -> tuple[Rung, ...]:
        """One part for each number of worlds."""
        return tuple((count,) for count in self.worlds) or ((0,),)

    def part(self, part: int) -> Any:
        """Call the function."""
        more = {"worlds": part} if self.worlds else {}
        return self.function(*self.arguments, **more)

    def joined(self, parts: Sequence[Any]) -> Any:
        """The answer of most worlds."""
        return parts[-1]


@dataclass(frozen=True, kw_only=True)
class Derived:
    """What a function of a module makes of results at hand: drawing must not wait for it in the server's process.

    Two are the same if they are derived `of` the same.
    """

    function: Callable[..., Any]
    of: tuple[Hashable, ...]
    given: tuple[Any, ...] = field(compare=False, repr=False)
    ladder: ClassVar[tuple[Rung, ...]] = ((0,),)
    long: ClassVar[bool] = False

    def part(self, part: int) -> Any:
        """Call the function."""
        return self.function(*self.given)

    def joined(self, parts: Sequence[Any]) -> Any:
        """What it returned."""
        return parts[0]


def done_part(work: Work, part: Part) -> Any:
    """One part of some work."""
    return work.part(part)
