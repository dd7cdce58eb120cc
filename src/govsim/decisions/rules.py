"""How a rule of decision is listed: the function from view to choice, and the source of the idea."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

View = TypeVar("View")
Choice = TypeVar("Choice")


@dataclass(frozen=True)
class Rule(Generic[View, Choice]):
    """One way to decide. `source` is a key of docs/references.bib, or `own` with the reason."""

    choose: Callable[[View], Choice]
    source: str
