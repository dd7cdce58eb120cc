"""The data collector of a model: measures, and attributes of agents by type, each quarter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mesa import DataCollector

from govsim.agents.community import Community
from govsim.agents.council import Council
from govsim.agents.department import Department
from govsim.agents.local_service import LocalService
from govsim.agents.mission_board import MissionBoard
from govsim.measures.catalogue import MEASURES


def _measured(name: str) -> Callable[[Any], float]:
    return lambda model: float(model.measures[name])


def _last_quarter(model: Any) -> int:
    return int(model.quarter) - 1


def _mean_need(community: Community) -> float:
    return float(community.need.mean())


def collector() -> DataCollector:
    """A Mesa DataCollector of every scalar measure, and of some attributes of agents by type."""
    measured = {
        name: _measured(name)
        for name, measure in MEASURES.items()
        if not measure.axis and not measure.only_at_end
    }
    return DataCollector(
        model_reporters={"quarter": _last_quarter, **measured},
        # mesa's batch_run lays agents' columns over the model's, so no two may have one name
        agenttype_reporters={
            Department: {"key": "key", "department_baseline": "baseline", "department_core": "core"},
            MissionBoard: {"key": "key", "mission_attention": "attention", "mission_power": "power"},
            Council: {"key": "key", "council_capacity": "capacity", "council_absorption": "absorption"},
            LocalService: {"key": "key", "service_tie": "tie"},
            Community: {
                "key": "key",
                "community_need": _mean_need,
                "community_trust": "trust",
                "community_engagement": "engagement",
            },
        },
    )
