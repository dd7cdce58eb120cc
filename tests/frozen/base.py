"""The numbers of the model before what came later, and the nulls at which that gives them back.

`base.json` was written once, by the model as `docs/decisions/0010-the-base-of-the-second-edition.md` describes it, and
is never renewed: who adds a mechanism lays its null into BASE_NULLS.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

BASE: Final = Path(__file__).with_name("base.json")
BASE_NULLS: Final[Mapping[str, Any]] = {
    "rules": {"need": "first_edition"},
    "uncertainties": {
        "core_failure": 1.0,
        "demand_elasticity": 0.0,
        "dependence": 0.0,
        "clearance": 0.0,
        "design_flaws": 0.0,
        "metric_gain": 0.0,
        "metric_loss": 0.0,
        "report_weight": 0.0,
        "joint_effort": 0.0,
        "effort_cost": 0.0,
        "voice_fatigue": 0.0,
        "board_seat_cost": {"low": 0.0, "high": 0.015},  # its range before clearance came
        "core_unit": 0.05,
    },
}  # laid over each scenario, as `Scenario.replace` takes it


def base() -> dict[str, dict[str, dict[str, float]]]:
    """By scenario: the mean over worlds of each measure at the end, and the pound's journey."""
    kept: dict[str, dict[str, dict[str, float]]] = json.loads(BASE.read_text(encoding="utf-8"))
    return kept
