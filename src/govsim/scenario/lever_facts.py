"""Facts that every lever states besides its bounds."""

from __future__ import annotations

from typing import Any

from govsim.scenario.levers import Levers


def lever_facts(lever: str) -> dict[str, Any]:
    """The element, benefit, cost and null setting of a lever."""
    extra = Levers.model_fields[lever].json_schema_extra
    assert isinstance(extra, dict)  # every lever states it
    return dict(extra)
