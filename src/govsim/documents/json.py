"""JSON in which NaN and infinity are null."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from govsim.files import atomic_write


def write_json(document: Mapping[str, Any], path: Path) -> None:
    """Write one JSON file; NaN and infinity become null."""
    with atomic_write(path) as file:
        file.write(json_text(document).encode())


def json_text(document: Mapping[str, Any]) -> str:
    """A document as JSON; NaN and infinity become null."""
    return json.dumps(without_nan(document), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def without_nan(value: Any) -> Any:
    """A value in which every number that is not finite is None."""
    if isinstance(value, dict):
        return {key: without_nan(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [without_nan(inner) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
