"""What nobody knows about how a state works: drawn anew for each world, unless a scenario fixes it.

The ranges were frozen before the claims were run. A second mode holds every uncertainty at its central value.
"""

from __future__ import annotations

import math
from typing import Final

from govsim.scenario.uncertainty import Scale, Uncertainty


def _contested(
    name: str,
    label: str,
    span: tuple[float, float],
    central: float,
    meaning: str,
    *,
    bounds: tuple[float, float] = (0, 1),
    unit: str = "share",
    scale: Scale = "linear",
    source: str = "own",
    open_below: bool = False,
) -> Uncertainty:
    (low, high), (minimum, maximum) = map(float, span), map(float, bounds)
    given = (low, high, float(central), scale, minimum, maximum, unit, meaning, source, open_below)
    return Uncertainty(name, label, *given)


def _cost(name: str, label: str, central: float, high: float, meaning: str, unit: str) -> Uncertainty:
    return _contested(name, label, (0, high), central, meaning, unit=unit)


_STAFF: Final = "share of staff time"

_CATALOGUE: Final[tuple[Uncertainty, ...]] = (
    _contested(
        "cross_cutting",
        "Cross-cutting problems",
        (0, 1),
        0.7,
        "how much of an outcome depends on others than its lead department",
    ),
    _contested(
        "elasticity",
        "Elasticity of substitution",
        (0.2, 5),
        0.6,
        "how easily one department's contribution stands in for another's; inf: one is as good as another",
        bounds=(0.01, math.inf),  # below, powers of ratios overflow
        unit="elasticity",
        scale="log",
    ),
    _contested(
        "place_diversity",
        "Diversity of places",
        (0, 1.2),
        0.6,
        "how far what works in one place differs from what works in the next",
        bounds=(0, 5),
        unit="log standard deviation",
        source="oates_1972; range own",
    ),
    _contested(
        "local_capacity",
        "Local capacity",
        (0.1, 0.9),
        0.5,
        "capacity of a council of average need to make use of money that is free",
        source="cohen_levinthal_1990; range own",
    ),
    _contested(
        "knowledge_noise",
        "Noise in knowledge",
        (0, 0.2),
        0.05,
        "standard deviation of the error in perceived need, close by",
        bounds=(0, 5),
        unit="need",
        source="hayek_1945; range own",
    ),
    _contested(
        "distance_noise",
        "Noise of distance",
        (0, 1.5),
        0.5,
        "how much noisier knowledge becomes with each step away from a community",
        bounds=(0, 20),
        unit="multiple per step",
        source="hayek_1945; range own",
    ),
    _contested(
        "recipe_error",
        "Error about what works",
        (0, 1),
        0.5,
        "how wrong the first beliefs about what works are",
        bounds=(0, 5),
        unit="log standard deviation",
    ),
    _contested(
        "ministerial_churn",
        "Ministerial churn",
        (0, 0.3),
        0.05,
        "chance that a department's minister changes in a quarter",
        unit="chance",
    ),
    _contested(
        "crisis_rate",
        "Crises",
        (0, 0.3),
        0.05,
        "crises that break out in the country in a quarter, on average",
        bounds=(0, 10),
        unit="crises a quarter",
    ),
    _contested(
        "power_complementarity",
        "Money and accountability together",
        (-5, 1 - 1 / 6),
        0,
        "whether money and accountability need each other (below 0) or stand in for each other (towards 1)",
        bounds=(-math.inf, 1),
        unit="exponent",
        scale="complementarity",
        open_below=True,
    ),
    _contested(
        "accountability_alone",
        "Accountability by itself",
        (0, 1),
        0.25,
        "how far departments heed a goal that they are judged on where its board has no power",
        source="holmstrom_milgrom_1991; james_2004; range own",
    ),
    _contested(
        "public_service_motivation",
        "Public service motivation",
        (0, 0.5),
        0.15,
        "how much people serve the public whatever they are judged on",
        bounds=(0, 5),
        unit="motive",
    ),
    _contested(
        "spillover_credit",
        "Credit for others' outcomes",
        (0, 1),
        0.15,
        "how much a department is credited for outcomes that another leads",
    ),
    _contested(
        "convening_value",
        "Value of convening",
        (0, 0.5),
        0.1,
        "what meeting alone does for ties, without any power",
        source="ansell_gash_2008; range own",
    ),
    _contested(
        "leadership_value",
        "Value of leadership",
        (0, 4),
        1,
        "how much more a meeting does for ties that has the Prime Minister's attention",
        bounds=(0, 20),
        unit="multiple",
        source="ansell_gash_2008; barber_2007; range own",
    ),
    _contested(
        "fungibility",
        "Fungibility",
        (0, 1),
        0.5,
        "share of pooled receipts against which a department withdraws money of its own",
        source="hines_thaler_1995; range own",
    ),
    _contested(
        "relabel",
        "Relabelling",
        (0, 0.6),
        0.3,
        "share of pooled money spent on one's own core services where the board has no power",
    ),
    _contested(
        "mission_share",
        "Money meant for missions",
        (0.1, 0.7),
        0.4,
        "share of baseline budgets that counts as mission money",
    ),
    _contested(
        "gaming_propensity",
        "Propensity to game",
        (0, 1),
        0.6,
        "how readily local services play to an indicator",
        bounds=(0, 5),
        unit="propensity",
        source="bevan_hood_2006; range own",
    ),
    _contested(
        "bid_readiness",
        "Readiness of won projects",
        (0, 1),
        0.5,
        "how far a bid that won is a plan ready to be carried out, so that its money burdens a council less",
        source="cohen_levinthal_1990; pac_2024; range own",
    ),
    _contested("slack", "Slack", (0, 0.6), 0.3, "share of money lost where nobody is diligent"),
    _contested(
        "budget_friction",
        "Budget friction",
        (0, 0.4),
        0.15,
        "pressure that has to gather before the Treasury moves a budget",
        bounds=(0, 5),
        unit="log budget",
        source="jones_baumgartner_2005; range own",
    ),
    _contested(
        "effect",
        "Effect of services",
        (0.08, 0.18),
        0.12,
        "fall of need for a unit of need and of dose in a quarter",
        bounds=(0, 10),
        unit="per dose",
    ),
    _contested(
        "local_agenda",
        "Local agenda",
        (0, 0.7),
        0.35,
        "share of free money that local politics draws away where nobody is diligent",
    ),
    _contested(
        "coproduction",
        "Co-production",
        (0, 0.6),
        0.3,
        "how much the effect of a service depends on an engaged community",
        bounds=(0, 5),
        unit="exponent",
        source="ostrom_1996; range own",
    ),
    _contested(
        "conflict_cost",
        "Cost of mixed signals",
        (0, 0.08),
        0.03,
        "staff time lost where line and boards ask for quite different things with equal power",
        unit=_STAFF,
    ),
    _contested(
        "unmeasured",
        "What no indicator counts",
        (0, 2),
        1,
        "how much of an outcome no narrow indicator counts, against what it does count",
        bounds=(0, 100),
        unit="ratio",
        source="baker_2002; range own",
    ),
    _contested(
        "local_insight",
        "Local insight",
        (0, 0.8),
        0.4,
        "how far councils' first beliefs are on the way from the national to the local recipe",
        source="hayek_1945; range own",
    ),
    _contested(
        "relapse",
        "Relapse under pressure",
        (0, 0.5),
        0.1,
        "how strongly crises and broken promises bring old habits back",
        bounds=(0, 5),
        unit="strength",
    ),
    _contested(
        "centre_bandwidth",
        "Bandwidth of the centre",
        (500, 8_000),
        2_000,
        "approvals that the centre can give in a quarter before half of the queue is late",
        bounds=(0, math.inf),
        unit="approvals a quarter",
        scale="log",
        open_below=True,
    ),
    _cost("board_seat_cost", "Cost of a seat", 0.005, 0.015, "staff time of a seat on a board", _STAFF),
    _cost(
        "line_reporting_cost",
        "Cost of line reporting",
        0.03,
        0.06,
        "staff time of old line reporting",
        _STAFF,
    ),
    _cost(
        "streams_cost",
        "Cost of many streams",
        0.04,
        0.08,
        "local staff time of many ring-fenced grants",
        _STAFF,
    ),
    _cost(
        "targets_cost", "Cost of targets", 0.03, 0.06, "local staff time of targets at full pressure", _STAFF
    ),
    _cost("control_cost", "Cost of control", 0.06, 0.12, "local staff time of full central control", _STAFF),
    _cost(
        "partnership_cost", "Cost of partnership", 0.10, 0.20, "local staff time of full partnership", _STAFF
    ),
    _cost(
        "voice_cost",
        "Cost of voice",
        0.08,
        0.16,
        "share of money for community work at full voice",
        "share of money",
    ),
    _cost("learning_cost", "Cost of learning", 0.01, 0.02, "staff time of a full learning loop", _STAFF),
    _cost(
        "assurance_loss",
        "Loss of assurance",
        0.07,
        0.14,
        "loss of the effect of core money when all old reporting is retired",
        "share of effect",
    ),
    _cost(
        "reorganisation_cost",
        "Cost of reorganisation",
        0.12,
        0.25,
        "delivery lost at first by a whole reorganisation",
        "share of delivery",
    ),
)

UNCERTAINTIES: Final[dict[str, Uncertainty]] = {spec.name: spec for spec in _CATALOGUE}
