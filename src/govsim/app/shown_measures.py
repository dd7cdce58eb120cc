"""The measures that the pages show."""

from __future__ import annotations

from typing import Final

CHOSEN: Final = (  # measures to choose from; the chart shows one
    "public_value",
    "progress",
    "core_services",
    "trust",
    "worst_decile",
    "central_staff_time",
    "local_staff_time",
)
BESIDE: Final = {"progress": "reported_progress"}  # drawn dashed beside a measure
OBSERVED: Final = tuple(dict.fromkeys((*CHOSEN, *BESIDE.values(), "effectiveness", "outcome_money")))
