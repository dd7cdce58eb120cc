"""Names that earlier versions of scenarios and experiments had, with the version that dropped each and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from govsim.errors import nearest

_DECIDED_NOTHING: Final = "It had no effect that matters on any measure."

_SECOND: Final = {
    **dict.fromkeys(
        (
            "indicator_noise",
            "breadth_noise",
            "incentive_risk",
            "gaming_consolidation",
            "gaming_copying",
            "gaming_spread",
            "budget_drift",
            "agenda_places",
            "tie_start",
            "bid_cost",
            "funding_weight",
            "failure_chance",
            "failure_cost",
            "election_churn",
            "spillover_strength",
            "spillovers",
            "core_start",
            "social_capital_floor",
            "election_interval",
            "tie_credit",
            "capacity_ceiling",
        ),
        _DECIDED_NOTHING,
    ),
    **dict.fromkeys(
        ("overhead_neutral", "neutral_central_overhead", "neutral_local_overhead"),
        'Name the arrangement whose overheads all have instead: equal_overhead = "siloed".',
    ),
    "goal_drift": "It undid the breadth of goals within ten years, so that breadth had no effect.",
    **dict.fromkeys(
        ("mission_money", "mean_mission_money"),
        "It counted money that was relabelled to core services. Use outcome_money, which does not.",
    ),
    **dict.fromkeys(
        ("bids", "pound_bids"), "Their cost had no effect that matters, so it is no part of the pound."
    ),
    "trust_slope": "Trust follows need and hidden need. Use trust_results and trust_hidden.",
    "trust_up": "Trust has one speed, trust_speed; losses count more by loss_aversion.",
    "trust_down": "Trust has one speed, trust_speed; losses count more by loss_aversion.",
}

RETIRED: Final = {name: f"'{name}' was dropped in version 0.2.0. {why}" for name, why in _SECOND.items()}
"""The message for each retired name."""


def retired_or_nearest(name: str, known: Sequence[str]) -> str:
    """A remedy for an unknown name or dotted path: why it was dropped, else the nearest known names.

    >>> retired_or_nearest("constants.trust_up", ["constants.trust_speed"])
    "'trust_up' was dropped in version 0.2.0. Trust has one speed, trust_speed; losses count more by loss_aversion."
    """
    return RETIRED.get(name.rpartition(".")[2]) or nearest(name, list(known))
