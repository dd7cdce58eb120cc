"""The fixed numbers of places: commissioning, delivery, communities, need, learning, and public value."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel

from govsim.scenario.constant import CHECKED_CONSTANTS, constant

CALIBRATED: Final = "mhclg_2019; value fitted to England 2010-19"


class ConstantsOfPlaces(BaseModel):
    """Constants of councils, local services and communities."""

    model_config = CHECKED_CONSTANTS

    # --- commissioning --------------------------------------------------------------------------------------
    control_discretion: float = constant(
        0.5, 0, 1, "share of discretion that full central control takes away"
    )
    local_tie_floor: float = constant(0.1, 0, 1, "tie with a local service to which it fades", "tie")
    local_tie_growth: float = constant(
        0.1, 0, 1, "speed at which partnership ties a council and a service", "tie a quarter"
    )
    local_tie_base: float = constant(0.3, 0, 1, "part of that growth that needs no absorption")
    local_tie_decay: float = constant(0.03, 0, 1, "speed at which ties with local services fade")
    consolidated_exposure: float = constant(
        0.8, 0, 1, "share of consolidated money that is open to the local agenda"
    )
    control_incentive: float = constant(0.6, 0, 10, "incentive from central control", "incentive")
    diligence_incentive: float = constant(2, 0, 20, "weight of incentives in diligence", "weight")
    diligence_tie: float = constant(0.7, 0, 20, "weight of local ties in diligence", "weight")
    diligence_half: float = constant(
        0.6, 0.001, 20, "sum of motives at which diligence is one half", "motive"
    )
    gaming_control: float = constant(0.5, 0, 1, "share of gaming that full control prevents")
    gaming_resistance: float = constant(0.15, 0.001, 5, "resistance to gaming that everybody has", "motive")
    gaming_conformity: float = constant(
        0.5, 0, 1, "pull of neighbours' gaming under the culture rule", "share", "braganza_2022; value own"
    )

    # --- delivery -------------------------------------------------------------------------------------------
    gaming_loss: float = constant(0.3, 0, 1, "share of gamed effort that is lost")
    absorption_base: float = constant(
        0.3, 0, 5, "load of a grant of which nothing is free", "load", "cohen_levinthal_1990; value own"
    )
    absorption_free: float = constant(
        0.7, 0, 5, "added load of a grant that is wholly free", "load", "cohen_levinthal_1990; value own"
    )
    absorption_room: float = constant(
        1.6, 0.001, 20, "room to absorb for each unit of capacity", "load", "cohen_levinthal_1990; value own"
    )
    local_duplication: float = constant(
        0.15, 0, 1, "share of money duplicated where local services do not work together"
    )
    recipe_floor: float = constant(
        1e-9,
        1e-12,
        1e-3,
        "part of an outcome up to which a place does not need a contribution at all",
        "share",
        "own: numerical",
    )
    ratio_floor: float = constant(
        0.02, 1e-6, 1, "least ratio of a partner's contribution to its recipe", "ratio"
    )

    joint_loss: float = constant(
        0.5,
        0,
        10,
        "effect lost to engines of change that run apart, under the rule production: joint",
        "log effect",
    )

    # --- communities ----------------------------------------------------------------------------------------
    coproduction_base: float = constant(
        0.3,
        0.001,
        5,
        "effect of a service in a community without engagement",
        "engagement",
        "ostrom_1996; value own",
    )
    coproduction_reference: float = constant(
        0.45,
        0.001,
        5,
        "level at which co-production neither adds nor takes",
        "engagement",
        "ostrom_1996; value own",
    )
    engagement_growth: float = constant(0.08, 0, 1, "speed at which voice engages a community", "share")
    engagement_trust: float = constant(
        2, 0, 10, "weight of trust, so that trust of one half counts as 1", "multiple"
    )
    engagement_alone: float = constant(0.25, 0, 5, "pull of voice without engaged neighbours", "multiple")
    engagement_bonds: float = constant(
        1.5, 0, 10, "added pull for each unit of engagement over bonds", "multiple"
    )
    engagement_decay: float = constant(0.03, 0, 1, "speed at which engagement fades to rest", "share")

    trust_speed: float = constant(
        0.1, 0, 1, "share of the way that trust moves in a quarter", "share", "slovic_1993; value own"
    )
    trust_results: float = constant(
        3,
        0,
        100,
        "trust gained by need that is one lower than expected",
        "per need",
        "ryzin_2004; value own",
    )
    trust_hidden: float = constant(
        2, 0, 100, "trust lost by hiding all need from reports", "per share", "slovic_1993; value own"
    )
    loss_aversion: float = constant(
        2,
        1,
        10,
        "how much more falling short counts than exceeding",
        "multiple",
        "kahneman_tversky_1979; brown_2024 (1.96, for choices for oneself)",
    )
    reference_speed: float = constant(
        0.05, 1e-3, 1, "share of the way that people get used to need in a quarter"
    )

    # --- need and core services -----------------------------------------------------------------------------
    held_quarters: float = constant(
        36,
        1,
        400,
        "last quarters of the warm-up over which a place's own growth of need is measured",
        "quarters",
    )
    growth_ceiling: float = constant(0.5, 0, 1, "greatest own growth of need in a quarter")
    usual_crises: float = constant(
        0.15, 0, 10, "crises in a quarter, on average, that places have long lived with", "crises a quarter"
    )
    council_drift: float = constant(
        0.0004, 0, 0.1, "yearly step of a council's growth of need", "need a quarter", CALIBRATED
    )
    community_drift: float = constant(
        0.0008,
        0,
        0.1,
        "yearly step of a community's growth of need about its council's",
        "need a quarter",
        CALIBRATED,
    )
    drift_neighbours: float = constant(
        0.8, 0, 1, "weight of neighbours in a council's step, applied twice", "share", CALIBRATED
    )
    drift_common: float = constant(
        0.2,
        0,
        1,
        "part of a step that all outcomes share, of councils and of communities",
        "share",
        CALIBRATED,
    )
    demand_lag: float = constant(
        8, 1, 400, "quarters in which most of a fall of need has reached demand on core services", "quarters"
    )
    need_growth: float = constant(
        0.012, 0, 1, "share of met need that comes back in a quarter under the rule need: first_edition"
    )
    core_speed: float = constant(0.1, 0, 1, "share of the way that the core service index moves in a quarter")
    core_curvature: float = constant(2, 0.01, 20, "how fast returns to core money diminish", "exponent")
    core_ceiling: float = constant(1.05, 0.1, 5, "greatest core service index", "index")

    # --- learning -------------------------------------------------------------------------------------------
    learning_evidence: float = constant(
        0.47,
        0,
        1,
        "share of the way that a belief moves to evidence in a year",
        "share",
        "walker_2006; value by history matching on P4",
    )
    learning_base: float = constant(
        0.62,
        0,
        1,
        "part of learning that needs no free money",
        "share",
        "own: value by history matching on P4",
    )
    learning_free: float = constant(0.75, 0, 1, "part of learning that needs free money")
    learning_neighbours: float = constant(
        0.01,
        0,
        1,
        "share of the way that a belief moves to better-performing neighbours in a year",
        "share",
        "lazer_friedman_2007; einstein_glick_palmer_2019; value by history matching on P4",
    )
    learning_centre: float = constant(
        0.3, 0, 1, "share of the way that national beliefs move to those of places in a year"
    )
    capacity_growth: float = constant(
        0.012, 0, 1, "capacity gained in a year by a council whose money is all free", "capacity"
    )
    capacity_wear: float = constant(
        0.006, 0, 1, "capacity lost in a year under full central control", "capacity"
    )

    # --- public value ---------------------------------------------------------------------------------------
    progress_unit: float = constant(
        0.10, 1e-6, 10, "progress that counts as one unit of public value", "need"
    )
    success_threshold: float = constant(
        0.05,
        0,
        1,
        "fall in reported need that counts as success in a community",
        "need",
        "niesr_2016; value own",
    )
