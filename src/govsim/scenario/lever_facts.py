"""What a lever states of itself beyond its bounds."""

from __future__ import annotations

from typing import Any

from govsim.scenario.levers import Levers


def lever_facts(lever: str) -> dict[str, Any]:
    """What a lever states of itself beyond its bounds: its element, its benefit and cost, where it is absent."""
    extra = Levers.model_fields[lever].json_schema_extra
    assert isinstance(extra, dict)  # every lever states it
    return dict(extra)
