"""The fixed numbers of the model, each with its meaning, unit, bounds and source.

A scenario may override any of them in `[constants]`; an experiment may sweep them. What is contested is not
here but in `uncertainties.py`, where it is drawn for each world.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

OWN = "own: judgement, tuned by hand on throwaway runs; a starting point, not a truth"


def _constant(
    value: float, low: float, high: float, meaning: str, unit: str = "share", source: str = OWN
) -> Any:
    return Field(
        default=value,
        ge=low,
        le=high,
        description=meaning,
        json_schema_extra={"unit": unit, "source": source},
    )


class Constants(BaseModel):
    """Numbers that are the same in every world and every arrangement."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, strict=True, validate_default=True
    )

    # --- time -----------------------------------------------------------------------------------------------
    phase_in_quarters: float = _constant(
        6, 1, 400, "quarters over which a change of levers phases in", "quarters"
    )
    reorganisation_fade: float = _constant(
        6, 0.1, 400, "quarters in which reorganisation loss falls to 1/e", "quarters"
    )
    structural_scale: float = _constant(
        3, 0.1, 10, "sum of structural lever changes that counts as a whole reorganisation", "levers"
    )
    election_interval: float = _constant(20, 1, 10_000, "quarters between elections", "quarters")

    # --- starting state -------------------------------------------------------------------------------------
    social_capital_mean: float = _constant(0.6, 0, 1, "social capital of a place of average need")
    social_capital_need: float = _constant(
        0.15, 0, 1, "fall of social capital with a standard deviation of need"
    )
    social_capital_spread: float = _constant(0.15, 0, 1, "standard deviation of social capital at given need")
    social_capital_floor: float = _constant(0.1, 0, 1, "least social capital")
    engagement_rest: float = _constant(0.15, 0, 1, "engagement at rest, as a share of social capital")
    trust_start: float = _constant(0.5, 0, 1, "trust of communities at the start")
    capacity_need: float = _constant(
        0.05, 0, 1, "fall of a council's capacity with a standard deviation of need"
    )
    capacity_spread: float = _constant(0.12, 0, 1, "standard deviation of capacity at given need")
    capacity_floor: float = _constant(0.05, 0, 1, "least capacity of a council")
    capacity_ceiling: float = _constant(0.95, 0, 1, "greatest capacity of a council")
    tie_start: float = _constant(
        0.2, 0, 1, "working ties at the start, between departments and with local services", "tie"
    )
    gaming_spread: float = _constant(
        0.3, 0, 2, "relative standard deviation of gaming propensity between councils"
    )
    core_requirement: float = _constant(
        0.65, 0.01, 1, "core services' need of money as a share of the starting baseline"
    )
    core_start: float = _constant(1.0, 0, 2, "core service index at the start", "index")

    # --- perception -----------------------------------------------------------------------------------------
    perception_floor: float = _constant(
        0.01, 1e-6, 0.5, "least need that anybody perceives, so that urgency is never nil", "need"
    )

    # --- events ---------------------------------------------------------------------------------------------
    crisis_shock: float = _constant(
        0.03, 0, 1, "need that a crisis at full strength adds in a quarter", "need"
    )
    crisis_urgency: float = _constant(
        2.5, 1, 20, "urgency of an outcome in crisis, as a multiple", "multiple"
    )
    crisis_persistence: float = _constant(0.5, 0, 0.6, "share of a crisis that is left after a quarter")
    crisis_neglect: float = _constant(
        0.25, 0, 0.6, "how much longer crises last when the Prime Minister's time goes to missions"
    )
    election_churn: float = _constant(
        0.5, 0, 1, "added chance that a department's minister changes at an election", "chance"
    )
    churn_tie_kept: float = _constant(
        0.6, 0, 1, "share of its ties that a department keeps when its minister changes"
    )
    relapse_fade: float = _constant(
        0.2, 0, 1, "share by which the relapse into old habits fades in a quarter"
    )
    promised_progress: float = _constant(
        0.005, 1e-6, 1, "fall in reported need promised for a quarter", "need"
    )

    # --- attention and power --------------------------------------------------------------------------------
    attention_capacity: float = _constant(
        5, 0, 100, "missions that the Prime Minister's whole time could attend to in full", "missions"
    )
    attention_exponent: float = _constant(
        3, 0.01, 10, "how sharply attention follows urgency", "exponent", "jones_baumgartner_2005; value own"
    )
    crisis_power_loss: float = _constant(
        0.5, 0, 1, "share of a board's power lost while a crisis is at full strength"
    )
    cobb_douglas_band: float = _constant(
        0.01, 0, 0.1, "exponents nearer to zero than this count as Cobb–Douglas", "exponent", "own: numerical"
    )

    # --- staff time -----------------------------------------------------------------------------------------
    mixed_signals_peak: float = _constant(
        4, 0, 10, "scale that makes power·(1−power) peak at 1", "multiple", "own: arithmetic"
    )
    streams_approvals: float = _constant(
        14, 0, 1000, "approvals a council needs beyond the first when grants are ring-fenced", "approvals"
    )
    late_share: float = _constant(
        0.08, 0, 1, "share of grants that comes too late when the approvals queue is endless"
    )

    overhead_neutral: float = _constant(
        0, 0, 1, "how far staff time lost is set to the same neutral level in all arrangements"
    )
    neutral_central_overhead: float = _constant(
        0.06, 0, 1, "central staff time lost when overhead is neutral"
    )
    neutral_local_overhead: float = _constant(0.12, 0, 1, "local staff time lost when overhead is neutral")

    # --- treasury -------------------------------------------------------------------------------------------
    pressure_core: float = _constant(
        0.6, 0, 10, "budget pressure from a shortfall of core services", "per index point"
    )
    pressure_urgency: float = _constant(
        0.3, 0, 10, "budget pressure from the urgency of the outcomes a department leads", "per need"
    )
    pressure_noise: float = _constant(
        0.08, 0, 1, "standard deviation of other budget pressure in a year", "log budget"
    )
    pressure_response: float = _constant(
        0.7,
        0,
        1,
        "share of accumulated pressure that a budget moves by",
        "share",
        "jones_baumgartner_2005; value own",
    )
    agenda_places: float = _constant(
        3,
        0,
        1000,
        "departments that reach the budget agenda in a year",
        "departments",
        "jones_baumgartner_2005; value own",
    )
    budget_drift: float = _constant(
        0.01,
        -1,
        1,
        "growth of a budget that is off the agenda, before rescaling",
        "log budget",
        "davis_dempster_wildavsky_1966; value own",
    )
    incremental_response: float = _constant(
        0.2,
        0,
        1,
        "share of pressure met each year under incremental budgeting",
        "share",
        "davis_dempster_wildavsky_1966; value own",
    )

    # --- departments ----------------------------------------------------------------------------------------
    tie_floor: float = _constant(
        0.15, 0, 1, "tie between departments below which there is no working relation", "tie"
    )
    core_stake: float = _constant(0.30, 0, 10, "stake of a department in its own core services", "stake")
    core_alarm: float = _constant(
        3, 0, 20, "how sharply the stake in core services rises when they fall short", "per index point"
    )
    stance_speed: float = _constant(
        0.25,
        0,
        1,
        "share of the way that a spending stance moves in a quarter",
        "share",
        "davis_dempster_wildavsky_1966; value own",
    )
    outcomes_scale: float = _constant(
        5, 0, 100, "number of outcomes at which stakes on edges count in full", "outcomes"
    )
    departments_scale: float = _constant(
        13, 0.1, 1000, "number of departments at which stakes on edges count in full", "departments"
    )
    aspiration_memory: float = _constant(
        0.8, 0, 1, "weight of the old aspiration level", "share", "cyert_march_1963; value own"
    )
    satisfied_speed: float = _constant(
        0.05, 0, 1, "speed of a stance whose results meet aspiration", "share", "cyert_march_1963; value own"
    )
    search_speed: float = _constant(
        0.5,
        0,
        1,
        "speed of a stance whose results fall short of aspiration",
        "share",
        "cyert_march_1963; value own",
    )

    # --- boards and ties ------------------------------------------------------------------------------------
    tie_growth: float = _constant(0.15, 0, 1, "speed at which meeting departments tie", "tie a quarter")
    tie_decay: float = _constant(
        0.03, 0, 1, "speed at which ties between departments fade to their floor", "share"
    )
    failure_chance: float = _constant(
        0.25,
        0,
        1,
        "chance that joint delivery fails for each unit of misfit share",
        "chance",
        "ansell_gash_2008; value own",
    )
    failure_cost: float = _constant(
        3,
        0,
        20,
        "tie lost in a failure as a multiple of what a quarter would add",
        "multiple",
        "ansell_gash_2008; value own",
    )
    duplication: float = _constant(
        0.3, 0, 1, "share of an outcome's money duplicated without any joint working"
    )

    # --- grants to places -----------------------------------------------------------------------------------
    winning_share: float = _constant(0.26, 0.01, 1, "share of bids that win")
    bid_capacity: float = _constant(
        2, 0, 10, "weight of capacity in the score of a bid", "per standard deviation", "lga_2020; value own"
    )

    # --- commissioning --------------------------------------------------------------------------------------
    control_discretion: float = _constant(
        0.5, 0, 1, "share of discretion that full central control takes away"
    )
    local_tie_floor: float = _constant(0.1, 0, 1, "tie with a local service to which it fades", "tie")
    local_tie_growth: float = _constant(
        0.1, 0, 1, "speed at which partnership ties a council and a service", "tie a quarter"
    )
    local_tie_base: float = _constant(0.3, 0, 1, "part of that growth that needs no absorption")
    local_tie_decay: float = _constant(0.03, 0, 1, "speed at which ties with local services fade")
    consolidated_exposure: float = _constant(
        0.8, 0, 1, "share of consolidated money that is open to the local agenda"
    )
    indicator_noise: float = _constant(
        0.1, 0, 10, "noise of a narrow indicator", "standard deviation", "baker_2002; value own"
    )
    breadth_noise: float = _constant(
        0.6,
        0,
        10,
        "added noise of an indicator that counts the whole recipe",
        "standard deviation",
        "baker_2002; value own",
    )
    incentive_risk: float = _constant(
        4, 0, 100, "how much noise weakens an incentive", "per variance", "baker_2002; value own"
    )
    control_incentive: float = _constant(0.6, 0, 10, "incentive from central control", "incentive")
    diligence_incentive: float = _constant(2, 0, 20, "weight of incentives in diligence", "weight")
    diligence_tie: float = _constant(0.7, 0, 20, "weight of local ties in diligence", "weight")
    diligence_half: float = _constant(
        0.6, 0.001, 20, "sum of motives at which diligence is one half", "motive"
    )
    gaming_control: float = _constant(0.5, 0, 1, "share of gaming that full control prevents")
    gaming_consolidation: float = _constant(
        0.25, 0, 5, "gaming added by full consolidation, as audit weakens"
    )
    gaming_resistance: float = _constant(0.15, 0.001, 5, "resistance to gaming that everybody has", "motive")
    gaming_conformity: float = _constant(
        0.5, 0, 1, "pull of neighbours' gaming under the culture rule", "share", "braganza_2022; value own"
    )

    # --- delivery -------------------------------------------------------------------------------------------
    gaming_loss: float = _constant(0.3, 0, 1, "share of gamed effort that is lost")
    absorption_base: float = _constant(
        0.3, 0, 5, "load of a grant of which nothing is free", "load", "cohen_levinthal_1990; value own"
    )
    absorption_free: float = _constant(
        0.7, 0, 5, "added load of a grant that is wholly free", "load", "cohen_levinthal_1990; value own"
    )
    absorption_room: float = _constant(
        1.6, 0.001, 20, "room to absorb for each unit of capacity", "load", "cohen_levinthal_1990; value own"
    )
    local_duplication: float = _constant(
        0.15, 0, 1, "share of money duplicated where local services do not work together"
    )
    ratio_floor: float = _constant(
        0.02, 1e-6, 1, "least ratio of a partner's contribution to its recipe", "ratio"
    )

    # --- communities ----------------------------------------------------------------------------------------
    coproduction_base: float = _constant(
        0.3,
        0.001,
        5,
        "effect of a service in a community without engagement",
        "engagement",
        "ostrom_1996; value own",
    )
    coproduction_reference: float = _constant(
        0.45,
        0.001,
        5,
        "level at which co-production neither adds nor takes",
        "engagement",
        "ostrom_1996; value own",
    )
    engagement_growth: float = _constant(0.08, 0, 1, "speed at which voice engages a community", "share")
    engagement_trust: float = _constant(
        2, 0, 10, "weight of trust, so that trust of one half counts as 1", "multiple"
    )
    engagement_alone: float = _constant(0.25, 0, 5, "pull of voice without engaged neighbours", "multiple")
    engagement_bonds: float = _constant(
        1.5, 0, 10, "added pull for each unit of engagement over bonds", "multiple"
    )
    engagement_decay: float = _constant(0.03, 0, 1, "speed at which engagement fades to rest", "share")
    trust_up: float = _constant(
        0.05, 0, 1, "share of the way that trust rises in a quarter", "share", "slovic_1993; value own"
    )
    trust_down: float = _constant(
        0.15, 0, 1, "share of the way that trust falls in a quarter", "share", "slovic_1993; value own"
    )
    trust_slope: float = _constant(
        20, 0, 1000, "slope of trust in the gap between true and reported progress", "per need"
    )

    # --- need and core services -----------------------------------------------------------------------------
    effect: float = _constant(
        0.25,
        0,
        10,
        "fall of need for a unit of need and of dose in a quarter",
        "per dose",
        "own: calibrated once so that siloed synthetic England roughly holds its mean need, then frozen",
    )
    spillover_strength: float = _constant(
        0.05, 0, 1, "share of a change in one outcome that reaches others, times the matrix"
    )
    core_speed: float = _constant(
        0.1, 0, 1, "share of the way that the core service index moves in a quarter"
    )
    core_curvature: float = _constant(2, 0.01, 20, "how fast returns to core money diminish", "exponent")
    core_ceiling: float = _constant(1.05, 0.1, 5, "greatest core service index", "index")

    # --- learning -------------------------------------------------------------------------------------------
    learning_evidence: float = _constant(
        0.3,
        0,
        1,
        "share of the way that a belief moves to evidence in a year",
        "share",
        "kollman_miller_page_2000; value own",
    )
    learning_base: float = _constant(0.25, 0, 1, "part of learning that needs no free money")
    learning_free: float = _constant(0.75, 0, 1, "part of learning that needs free money")
    learning_neighbours: float = _constant(
        0.15,
        0,
        1,
        "share of the way that a belief moves to better-performing neighbours in a year",
        "share",
        "kollman_miller_page_2000; value own",
    )
    learning_centre: float = _constant(
        0.3, 0, 1, "share of the way that national beliefs move to what places found in a year"
    )
    gaming_copying: float = _constant(
        0.15,
        0,
        1,
        "share of the way that gaming propensity moves to better-reporting neighbours in a year",
        "share",
        "braganza_2022; value own",
    )
    capacity_growth: float = _constant(
        0.012, 0, 1, "capacity gained in a year by a council whose money is all free", "capacity"
    )
    capacity_wear: float = _constant(
        0.006, 0, 1, "capacity lost in a year under full central control", "capacity"
    )

    # --- public value ---------------------------------------------------------------------------------------
    progress_unit: float = _constant(
        0.10, 1e-6, 10, "progress that counts as one unit of public value", "need"
    )
    core_unit: float = _constant(
        0.05,
        1e-6,
        10,
        "core service index that counts as one unit of public value",
        "index",
        "own: exchange rate measured by shifting money between core services and outcomes inside siloed",
    )
    success_threshold: float = _constant(
        0.05,
        0,
        1,
        "fall in reported need that counts as success in a community",
        "need",
        "niesr_2016; value own",
    )
