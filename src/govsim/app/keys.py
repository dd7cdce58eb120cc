"""What a page keeps of its own in the address, beside the setting that all pages share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Key:
    """One thing that a visitor chooses on a page, as an address has it. Pages that share a name share the choice."""

    name: str
    default: str = ""
    check: Callable[[str], str] = str  # returns what is meant; raises ValueError for what cannot be chosen


Keys = Mapping[str, Key]


def keys(*own: Key) -> Keys:
    """Keys by name."""
    return {key.name: key for key in own}


def one_of(options: Collection[str]) -> Callable[[str], str]:
    """A check for one of some options."""

    def check(value: str) -> str:
        if value not in options:
            raise ValueError(value)
        return value

    return check


def whole(low: int, high: int) -> Callable[[str], str]:
    """A check for a whole number in a range."""

    def check(value: str) -> str:
        number = int(float(value))
        if not low <= number <= high:
            raise ValueError(value)
        return str(number)

    return check


SWITCH: Final = one_of(("", "1"))  # a check for something that is on or off
PRESENT: Final = Key(name="present", check=SWITCH)  # presenter mode, on every page
