"""Write tables as TOML, as far as scenarios need it: text, numbers, booleans, lists and tables."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def toml_text(table: Mapping[str, Any]) -> str:
    """A table as TOML text; a small table inside a section is written on one line.

    >>> print(toml_text({"name": "x", "levers": {"slack": 0.5}, "goals": [{"work": {"a": 1}}]}), end="")
    name = "x"
    <BLANKLINE>
    [levers]
    slack = 0.5
    <BLANKLINE>
    [[goals]]
    work = {a = 1}
    """
    return "\n".join(_section((), table)).lstrip("\n") + "\n"


def _section(path: tuple[str, ...], table: Mapping[str, Any]) -> Iterator[str]:
    sections = {key: value for key, value in table.items() if _is_section(value, len(path))}
    for key, value in table.items():
        if key not in sections:
            yield f"{_key(key)} = {_value(value)}"
    for key, value in sections.items():
        here = (*path, key)
        name = ".".join(_key(part) for part in here)
        for entry in value if isinstance(value, list) else [value]:
            yield f"\n[[{name}]]" if isinstance(value, list) else f"\n[{name}]"
            if isinstance(value, list):
                yield from (f"{_key(inner)} = {_value(content)}" for inner, content in entry.items())
            else:
                yield from _section(here, entry)


def _is_section(value: Any, depth: int) -> bool:
    if isinstance(value, list):
        return bool(value) and all(isinstance(entry, Mapping) for entry in value)
    return isinstance(value, Mapping) and depth == 0


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _quoted(key)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)} = {_value(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_value(inner) for inner in value) + "]"
    raise TypeError(f"a {type(value).__name__} cannot be written as TOML")
