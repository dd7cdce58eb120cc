"""The fixed numbers of central government: time, starting state, attention, staff time, budgets, boards, grants."""

from __future__ import annotations

from pydantic import BaseModel

from govsim.scenario.constant import CHECKED_CONSTANTS, constant


class ConstantsOfGovernment(BaseModel):
    """Constants of the centre, its departments and boards."""

    model_config = CHECKED_CONSTANTS

    # --- time -----------------------------------------------------------------------------------------------
    phase_in_quarters: float = constant(
        6, 1, 400, "quarters over which a change of levers phases in", "quarters"
    )
    reorganisation_fade: float = constant(
        6, 0.1, 400, "quarters in which reorganisation loss falls to 1/e", "quarters"
    )
    structural_scale: float = constant(
        3, 0.1, 10, "sum of structural lever changes that counts as a whole reorganisation", "levers"
    )

    # --- starting state -------------------------------------------------------------------------------------
    social_capital_mean: float = constant(0.6, 0, 1, "social capital of a place of average need")
    social_capital_need: float = constant(
        0.15, 0, 1, "fall of social capital with a standard deviation of need"
    )
    social_capital_spread: float = constant(0.15, 0, 1, "standard deviation of social capital at given need")
    engagement_rest: float = constant(0.15, 0, 1, "engagement at rest, as a share of social capital")
    trust_start: float = constant(
        0.6,
        0,
        1,
        "trust of communities at the start, and where nothing is hidden and life is as people are used to",
    )
    capacity_need: float = constant(
        0.05, 0, 1, "fall of a council's capacity with a standard deviation of need"
    )
    capacity_spread: float = constant(0.12, 0, 1, "standard deviation of capacity at given need")
    capacity_floor: float = constant(0.05, 0, 1, "least capacity of a council")
    core_requirement: float = constant(
        0.65, 0.01, 1, "core services' need of money as a share of the starting baseline"
    )

    # --- perception -----------------------------------------------------------------------------------------
    perception_floor: float = constant(
        0.01, 1e-6, 0.5, "least need that anybody perceives, so that urgency is never nil", "need"
    )

    # --- events ---------------------------------------------------------------------------------------------
    crisis_shock: float = constant(
        0.03, 0, 1, "need that a crisis at full strength adds in a quarter", "need"
    )
    crisis_urgency: float = constant(2.5, 1, 20, "urgency of an outcome in crisis, as a multiple", "multiple")
    crisis_persistence: float = constant(0.5, 0, 0.6, "share of a crisis that is left after a quarter")
    crisis_neglect: float = constant(
        0.25, 0, 0.6, "how much longer crises last when the Prime Minister's time goes to missions"
    )
    churn_tie_kept: float = constant(
        0.6, 0, 1, "share of its ties that a department keeps when its minister changes"
    )
    relapse_fade: float = constant(0.2, 0, 1, "share by which the relapse into old habits fades in a quarter")
    promised_progress: float = constant(0.0025, 1e-6, 1, "fall in need promised for a quarter", "need")

    # --- attention and power --------------------------------------------------------------------------------
    attention_capacity: float = constant(
        5, 0, 100, "missions that the Prime Minister's whole time could attend to in full", "missions"
    )
    attention_exponent: float = constant(
        3, 0.01, 10, "how sharply attention follows urgency", "exponent", "jones_baumgartner_2005; value own"
    )
    crisis_power_loss: float = constant(
        0.5, 0, 1, "share of a board's power lost while a crisis is at full strength"
    )
    cobb_douglas_band: float = constant(
        0.01, 0, 0.1, "exponents nearer to zero than this count as Cobb–Douglas", "exponent", "own: numerical"
    )

    # --- staff time -----------------------------------------------------------------------------------------
    mixed_signals_peak: float = constant(
        4, 0, 10, "scale that makes power·(1−power) peak at 1", "multiple", "own: arithmetic"
    )
    streams_approvals: float = constant(
        14, 0, 1000, "approvals a council needs beyond the first when grants are ring-fenced", "approvals"
    )
    late_share: float = constant(
        0.08, 0, 1, "share of grants that comes too late when the approvals queue is endless"
    )

    # --- treasury -------------------------------------------------------------------------------------------
    pressure_core: float = constant(
        0.6, 0, 10, "budget pressure from a shortfall of core services", "per index point"
    )
    pressure_urgency: float = constant(
        0.3, 0, 10, "budget pressure from the urgency of the outcomes a department leads", "per need"
    )
    pressure_noise: float = constant(
        0.08, 0, 1, "standard deviation of other budget pressure in a year", "log budget"
    )
    pressure_response: float = constant(
        0.7,
        0,
        1,
        "share of accumulated pressure that a budget moves by",
        "share",
        "jones_baumgartner_2005; value own",
    )
    incremental_response: float = constant(
        0.2,
        0,
        1,
        "share of pressure met each year under incremental budgeting",
        "share",
        "davis_dempster_wildavsky_1966; value own",
    )

    # --- departments ----------------------------------------------------------------------------------------
    tie_floor: float = constant(
        0.15, 0, 1, "tie between departments below which there is no working relation", "tie"
    )
    core_stake: float = constant(0.30, 0, 10, "stake of a department in its own core services", "stake")
    core_alarm: float = constant(
        3, 0, 20, "how sharply the stake in core services rises when they fall short", "per index point"
    )
    stance_speed: float = constant(
        0.25,
        0,
        1,
        "share of the way that a spending stance moves in a quarter",
        "share",
        "davis_dempster_wildavsky_1966; value own",
    )
    outcomes_scale: float = constant(
        5, 0, 100, "number of outcomes at which stakes on edges count in full", "outcomes"
    )
    departments_scale: float = constant(
        13, 0.1, 1000, "number of departments at which stakes on edges count in full", "departments"
    )
    aspiration_memory: float = constant(
        0.8, 0, 1, "weight of the old aspiration level", "share", "cyert_march_1963; value own"
    )
    satisfied_speed: float = constant(
        0.05, 0, 1, "speed of a stance whose results meet aspiration", "share", "cyert_march_1963; value own"
    )
    search_speed: float = constant(
        0.5,
        0,
        1,
        "speed of a stance whose results fall short of aspiration",
        "share",
        "cyert_march_1963; value own",
    )

    # --- boards and ties ------------------------------------------------------------------------------------
    tie_growth: float = constant(0.15, 0, 1, "speed at which meeting departments tie", "tie a quarter")
    tie_decay: float = constant(
        0.03, 0, 1, "speed at which ties between departments fade to their floor", "share"
    )
    duplication: float = constant(
        0.3, 0, 1, "share of an outcome's money duplicated without any joint working"
    )

    # --- grants to places -----------------------------------------------------------------------------------
    winning_share: float = constant(0.26, 0.01, 1, "share of bids that win")
    bid_capacity: float = constant(
        2, 0, 10, "weight of capacity in the score of a bid", "per standard deviation", "lga_2020; value own"
    )
