"""P4: an innovation that one region knows spreads over councils in an S: slowly, fast, slowly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from govsim.arrays import Floats
from govsim.measures.progress import adoption
from govsim.runs.drive import run_on, start, warm_up
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.units import QUARTERS_IN_YEAR
from govsim.validation.arms import random_arms
from govsim.validation.finding import Check, Figure, Plan, Reading, beside_nulls
from govsim.world.build import build_world
from govsim.world.find_places import places_of

YEARS: Final = 20
MARGIN: Final = 2.0  # least meaningful difference in the information criterion
_LEAST_ERROR: Final = 1e-12

Curve = Callable[..., Floats]

# Name to formula, first guess from (first, greatest, number of years), and bounds.
CURVES: Final[Mapping[str, tuple[Curve, Callable[..., list[float]], tuple[list[float], list[float]]]]] = {
    "logistic": (
        lambda t, most, rate, middle: most / (1 + np.exp(-rate * (t - middle))),
        lambda first, most, years: [most, 0.3, years / 2],
        ([0, 0, -50], [1, 5, 100]),
    ),
    "exponential growth": (
        lambda t, first, rate: first * np.exp(rate * t),
        lambda first, most, years: [max(first, 0.01), 0.03],
        ([0, -1], [1, 1]),
    ),
    "constant hazard": (
        lambda t, first, rest, rate: first + rest * (1 - np.exp(-rate * t)),
        lambda first, most, years: [first, most, 0.05],
        ([0, -1, 0], [1, 1, 3]),
    ),
    "linear": (
        lambda t, first, rise: first + rise * t,
        lambda first, most, years: [first, 0.01],
        ([-1, -1], [1, 1]),
    ),
}


def adoption_over_years(scenario: Scenario, plan: Plan, years: int = YEARS) -> Floats:
    """Share of councils that know their own recipe, by years since one region learned its own, (year, world).

    Source: walker_2006.
    """
    places = places_of(scenario)
    world = start(warm_up(build_world(scenario, places, range(plan.worlds), plan.seed)))
    belief_cew = world["council_belief_cew"].copy()
    first_region = places.council_region_c == 0
    belief_cew[first_region] = world["local_recipe_cew"][first_region]
    world.write("council_belief_cew", belief_cew)
    shares = []
    for year in range(years):
        run_on(world, QUARTERS_IN_YEAR * year)
        beliefs_cew, own_cew = world["council_belief_cew"], world["local_recipe_cew"]
        shares.append(adoption(beliefs_cew, own_cew, world["recipe_ew"], world.indices))
    return np.array(shares)


def information_criteria(shares_t: Floats) -> dict[str, float]:
    """Akaike's criterion of each curve fitted by least squares to yearly shares. Source: akaike_1974."""
    from scipy.optimize import curve_fit

    years = np.arange(shares_t.size, dtype=np.float64)
    criteria = {}
    for name, (curve, guess, bounds) in CURVES.items():
        start = np.clip(guess(shares_t[0], shares_t.max(), shares_t.size), bounds[0], bounds[1])
        fitted, _ = curve_fit(curve, years, shares_t, p0=start, bounds=bounds)
        error = max(float(((shares_t - curve(years, *fitted)) ** 2).mean()), _LEAST_ERROR)
        criteria[name] = shares_t.size * float(np.log(error)) + 2 * (len(fitted) + 1)
    return criteria


def advantage_of_the_logistic(shares_t: Floats) -> float:
    """The gap from the logistic's criterion to its best rival's."""
    criteria = information_criteria(shares_t)
    return -criteria.pop("logistic") + min(criteria.values())


def _figures(shares_tw: Floats) -> tuple[Figure, Figure]:
    mean_t = shares_tw.mean(axis=1)
    lead, risen = advantage_of_the_logistic(mean_t), float(mean_t[-1] - mean_t[0])
    return (
        Figure("lead of the logistic over its best rival", lead, unit="Akaike's criterion"),
        Figure("rise of adoption in 20 years", risen, unit="share of councils"),
    )


def _agrees(lead: Figure, rise: Figure) -> bool | None:
    if lead.value <= 0 or rise.value <= 0:
        return False
    return None if lead.value < MARGIN else True


def examine(plan: Plan) -> Reading:
    """Run siloed government for twenty years after the councils of one region learn their true recipes."""
    base = load_scenario("siloed").replace(horizon=4 * YEARS)
    unable = base.replace(constants={"learning_neighbours": 0.0, "learning_evidence": 0.0})
    shares_tw = adoption_over_years(base, plan.at_most(40))
    random = [adoption_over_years(arm, plan.at_most(2)) for arm in random_arms(base, plan, 16)]
    return beside_nulls(
        _agrees,
        _figures(shares_tw),
        off=("nobody learns", _figures(adoption_over_years(unable, plan.at_most(20)))),
        random=("levers at random", _figures(np.concatenate(random, axis=1))),
        notes=(
            "Rivals: exponential growth, constant hazard (what one finds alone) and linear. Adoption is a belief "
            "nearer to one's own recipe than to the nation's."
        ),
        series={"share of councils that adopted": shares_tw.mean(axis=1).tolist()},
        along="year",
    )


CHECK: Final = Check(
    "P4",
    "pattern",
    "A local innovation spreads in an S",
    source="walker_2006; akaike_1974",
    refuted_by="exponential growth, constant hazard or a line fits the spread better than a logistic curve",
    examine=examine,
    observed="S-shaped adoption of innovations (recalled, not verified in the source)",
    use="calibrated",
)
