"""Findings: errors in a scenario before their file and line are known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from govsim.errors import nearest

Path = tuple[str | int, ...]  # keys of tables and places in lists, from the top of the scenario


@dataclass(frozen=True)
class Finding:
    """One error at one key: expected, found, and remedy."""

    path: Path
    expected: str
    found: str
    remedy: str = ""

    def below(self, path: Path) -> Finding:
        """The same finding with its path relative to a table further up."""
        return replace(self, path=(*path, *self.path))


class Findings(ValueError):
    """Several findings raised as one error, so that a user sees all at once."""

    def __init__(self, items: Iterable[Finding]) -> None:
        self.items = tuple(items)
        super().__init__("; ".join(f"expected {item.expected}, found {item.found}" for item in self.items))


def unknown(path: Path, kind: str, name: str, known: Sequence[str] | None) -> list[Finding]:
    """The finding for a name that is not a known key; none where the known keys could not be read."""
    if known is None or name in known:
        return []
    return [Finding(path, f"the key of {kind}", f"'{name}'", nearest(name, known))]


def repeated(section: str, keys: Sequence[str]) -> list[Finding]:
    """A finding for each repeated key of a section."""
    return [
        Finding((section, at, "key"), "a unique key", f"'{key}' again")
        for at, key in enumerate(keys)
        if key in keys[:at]
    ]


def shown(value: object) -> str:
    """A value as it is written in a scenario file, shortened if long.

    >>> shown(True), shown("north"), shown([1, 2])
    ('true', '"north"', 'a list')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return "a very long number" if isinstance(value, int) and abs(value) >= 10**20 else repr(value)
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= 60 else f'"{value[:57]}…"'
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list" if value else "an empty list"
    if value is None:
        return "nothing"
    return f"the date or time {value}" if hasattr(value, "isoformat") else f"a {type(value).__name__}"
