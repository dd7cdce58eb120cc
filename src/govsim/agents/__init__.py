"""One world as Mesa agents: their attributes are rows of the world's arrays, their methods are decisions."""

from __future__ import annotations

from govsim.agents.centre import Centre
from govsim.agents.community import Community
from govsim.agents.council import Council
from govsim.agents.department import Department
from govsim.agents.local_service import LocalService
from govsim.agents.mission_board import MissionBoard
from govsim.agents.model import GovernanceModel
from govsim.agents.step_agents import decide_by_agents

__all__ = [
    "Centre",
    "Community",
    "Council",
    "Department",
    "GovernanceModel",
    "LocalService",
    "MissionBoard",
    "decide_by_agents",
]
