"""Build a batch of worlds from a scenario and a seed, ready for the first quarter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from govsim.arrays import Floats, blocks, mean, ratio, standardised
from govsim.scenario.schema import Scenario
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.scenario.uncertainty import Uncertainty, quantile
from govsim.world.draws import Draws, Keys, join_keys, text_keys
from govsim.world.indices import Indices, index_network, spread_over_neighbours
from govsim.world.network import Network, build_network
from govsim.world.own_growth import own_growth
from govsim.world.places import Places
from govsim.world.pound import LOCAL_LOSSES
from govsim.world.state import FLOWS, STATE
from govsim.world.timetable import Timetable

ENGINES = 3  # accountability, partnership, and discretion with engagement


class _Nothing:
    """Targets of worlds without a target arrangement: None in every quarter."""

    def __getitem__(self, quarter: int) -> None:
        return None


HELD = ("volume_target_w", "overhead_target_dw", "delivery_target_dw", "local_overhead_target_w")
NOT_HELD: Mapping[str, Any] = dict.fromkeys(HELD, _Nothing())


@dataclass(eq=False)
class World:
    """A batch of worlds of one scenario. Only `simulation.advance` and an agent's setter write its state.

    `state` is carried over from quarter to quarter; each computes its `flows`. Names and axes of both are
    declared in `world/state.py`. `given` never changes: constants, uncertainties, recipes, keys, indices and
    draws.
    """

    scenario: Scenario
    places: Places
    network: Network
    indices: Indices
    draws: Draws
    given: Mapping[str, Any]
    state: dict[str, Floats]
    timetable: Timetable
    quarter: int
    flows: dict[str, Floats] = field(default_factory=dict)
    held_to: Mapping[str, Any] = field(default_factory=lambda: NOT_HELD)  # targets of held phases, by quarter
    courses: dict[Any, Any] = field(default_factory=dict, repr=False)  # of others, from this warm-up
    _shapes: dict[str, tuple[int, ...]] = field(default_factory=dict, init=False, repr=False)

    @property
    def worlds(self) -> int:
        """How many worlds (replicates) there are."""
        return int(self.draws.replicates.size)

    def __getitem__(self, name: str) -> Any:
        """One array of the state, this quarter's flows or `given`, by name."""
        for names in (self.state, self.flows, self.given):
            if name in names:
                return names[name]
        raise KeyError(name)

    @property
    def assumptions(self) -> dict[str, Floats]:
        """Value of each uncertainty in each world, by name, shape (world,)."""
        return {name: self.given[f"{name}_w"] for name in UNCERTAINTIES}

    def write(self, name: str, values: Floats) -> Floats:
        """Replace one array and return it, after a check of its shape; the old array stays unchanged."""
        expected = self._shapes.get(name)
        if expected is None:
            declared = STATE.get(name) or FLOWS[name]
            expected = self._shapes[name] = shape_of(declared.axes, self.indices, self.worlds)
        array = np.ascontiguousarray(values, dtype=np.float64)
        if array.shape != expected:
            raise ValueError(f"{name} has shape {array.shape}, expected {expected}")
        array.setflags(write=False)
        (self.state if name in STATE else self.flows)[name] = array
        return array

    def names(self, quarter: int) -> dict[str, Any]:
        """All arrays and numbers that a phase or measure can read in a quarter, by name; flows once computed."""
        now = self.timetable.at(quarter)
        return {
            **self.given,
            **now.values,
            "member_md": now.member_md,
            "reorganisation_load": now.reorganisation_load,
            "quarter": quarter,
            **{name: held_q[quarter] if quarter >= 0 else None for name, held_q in self.held_to.items()},
            **self.state,
            **self.flows,
        }

    def reforming(self, scenario: Scenario) -> World:
        """The same worlds under a scenario with other levers from this quarter on."""
        timetable = Timetable(scenario, self.indices, started=True)
        return replace(self, scenario=scenario, timetable=timetable, state=dict(self.state))

    def starting(self, scenario: Scenario) -> World:
        """The same worlds at quarter 0 under another scenario with the same warm-up.

        Need is reset to its starting map, and people's expectations with it.
        """
        began = replace(
            self,
            scenario=scenario,
            timetable=Timetable(scenario, self.indices, started=True),
            state=dict(self.state),
            flows={},
            quarter=0,
        )
        need_kjw = _over_worlds(self.given["start_need_kj"], self.worlds)
        began.write("need_kjw", need_kjw)
        began.write("reference_need_kw", mean(need_kjw, axis=1))
        began.write("lagged_need_jw", self.indices.national_mean(self.indices.council_mean(need_kjw)))
        constants = scenario.constants
        growth_kjw = own_growth(
            self.state["held_fall_kjw"],
            self.given["start_need_kj"],
            self.given["crisis_rate_w"],
            crisis_shock=constants.crisis_shock,
            crisis_persistence=constants.crisis_persistence,
            usual_crises=constants.usual_crises,
            growth_ceiling=constants.growth_ceiling,
        )
        began.write("own_growth_kjw", growth_kjw)
        began.write("reported_cjw", self.indices.council_mean(need_kjw) * (1 - self.state["gaming_cjw"]))
        started = self.indices.national_mean(began.state["reported_cjw"])
        began.given = {
            **self.given,
            "start_reported_jw": started,
            "start_reported_kw": reported_mean(need_kjw, self.state["gaming_cjw"], self.indices),
            "progress_weight": scenario.values.progress_weight,
        }
        return began


def reported_mean(need_kjw: Floats, gaming_cjw: Floats, indices: Indices) -> Floats:
    """Mean over outcomes of the need of a community as its council reports it, shape (community, world)."""
    honest_cjw = 1 - gaming_cjw
    reported_kw = np.empty((need_kjw.shape[0], need_kjw.shape[2]))
    for k in blocks(need_kjw.shape):
        reported_kjw = np.take(honest_cjw, indices.council_k[k], axis=0)
        reported_kjw *= need_kjw[k]
        reported_kw[k] = mean(reported_kjw, axis=1)
    return reported_kw


def shape_of(axes: str, indices: Indices, worlds: int) -> tuple[int, ...]:
    """The shape of an array from the letters of its axes."""
    sizes = {
        "d": indices.departments,
        "m": indices.missions,
        "j": indices.outcomes,
        "e": indices.edges,
        "p": indices.pairs,
        "c": indices.councils,
        "s": indices.services,
        "k": indices.communities,
        "g": ENGINES,
        "x": len(LOCAL_LOSSES),
        "w": worlds,
    }
    return tuple(sizes[axis] for axis in axes)


def uncertainties_of(
    scenario: Scenario, draws: Draws, stated: Mapping[str, Floats] | None = None
) -> dict[str, Floats]:
    """Value of each uncertainty in each world, shape (world,), by name with the axis at its end.

    `stated` values replace draws, world by world, as in an experiment's design. They give the same bits as a scenario
    that fixes the same values.
    """
    drawn = {}
    for name, setting in scenario.uncertainties.in_force().items():
        if stated is not None and name in stated:
            drawn[f"{name}_w"] = np.array(stated[name], dtype=np.float64)
        elif isinstance(setting, Uncertainty):
            chance_w = draws.uniform("uncertainty", 0, text_keys([name]))[0]
            drawn[f"{name}_w"] = quantile(setting, chance_w)
        else:
            drawn[f"{name}_w"] = np.full(draws.replicates.size, float(setting))
    return drawn


def _keys(scenario: Scenario, places: Places, indices: Indices) -> dict[str, Any]:
    department = text_keys(department.key for department in scenario.departments)
    outcome = text_keys(outcome.key for outcome in scenario.outcomes)
    mission = text_keys(mission.key for mission in scenario.missions)
    council, community = text_keys(places.council_keys), text_keys(places.community_keys)
    edge = join_keys(department[indices.edge_department_e], outcome[indices.edge_outcome_e])
    names = [department.key for department in scenario.departments]
    pairs = (
        "|".join(sorted((names[first], names[second])))
        for first, second in zip(indices.pair_first_p, indices.pair_second_p, strict=True)
    )
    return {
        "department_keys": department,
        "outcome_keys": outcome,
        "edge_keys": edge,
        "pair_keys": text_keys(pairs),
        "council_keys": council,
        "community_keys": community,
        "board_outcome_keys": join_keys(mission[:, None], outcome),
        "board_edge_keys": join_keys(mission[:, None], edge),
        "council_outcome_keys": join_keys(council[:, None], outcome),
        "council_edge_keys": join_keys(council[:, None], edge),
        "community_outcome_keys": join_keys(community[:, None], outcome),
    }


def build_world(
    scenario: Scenario,
    places: Places,
    replicates: Sequence[int],
    seed: int = 0,
    network: Network | None = None,
    assumptions: Mapping[str, Floats] | None = None,
) -> World:
    """Build worlds at the start of their warm-up, one for each replicate; docs/model.md section 5.

    `assumptions` gives values of uncertainties, shape (world,), that replace draws. A replicate may then occur more
    than once, each time with other assumptions.
    """
    places = places.with_outcomes([outcome.key for outcome in scenario.outcomes])
    network = network if network is not None else build_network(scenario, places)
    indices = index_network(network, scenario, places)
    draws = Draws.of(seed, replicates)
    worlds = draws.replicates.size
    start_need_kj = places.need_kj
    national_need_j = indices.national_mean(indices.council_mean(start_need_kj))
    baseline_d = scenario.budget_shares()
    given: dict[str, Any] = {
        **scenario.constants.model_dump(),
        **uncertainties_of(scenario, draws, assumptions),
        **_keys(scenario, places, indices),
        "indices": indices,
        "draws": draws,
        "councils_represented": float(scenario.councils_represented),
        "start_need_kj": start_need_kj,
        "national_start_need_j": national_need_j,
        "start_reported_jw": _over_worlds(national_need_j, worlds),
        "start_reported_kw": _over_worlds(mean(start_need_kj, axis=1), worlds),
        "region_c": places.council_region_c,
        "regions": len(places.region_keys),
        "progress_weight": scenario.values.progress_weight,
        "need_rule": scenario.rules.need,
        "production_rule": scenario.rules.production,
        "held_for": int(min(scenario.constants.held_quarters, scenario.warm_up)),
        "neighbour_spread": spread_over_neighbours(indices, scenario.constants.drift_neighbours),
        "requirement_dw": _over_worlds(scenario.constants.core_requirement * baseline_d, worlds),
    }
    given.update(_recipes(given, indices, draws))
    world = World(
        scenario=scenario,
        places=places,
        network=network,
        indices=indices,
        draws=draws,
        given=given,
        state={},
        timetable=Timetable(scenario, indices, started=False),
        quarter=-scenario.warm_up,
    )
    for name, values in _starting_state(given, places, baseline_d, worlds).items():
        world.write(name, values)
    for values in given.values():
        if isinstance(values, np.ndarray):
            values.flags.writeable = False
    return world


def _recipes(given: Mapping[str, Any], indices: Indices, draws: Draws) -> dict[str, Floats]:
    leads_ew = indices.edge_leads_e[:, None].astype(np.float64)
    cross_w = given["cross_cutting_w"]
    recipe_ew: Floats = (1 - cross_w) * leads_ew + cross_w * indices.published_e[:, None]

    def believed(spread_w: Floats, stream: str, keys: Keys) -> Floats:
        error: Floats = np.exp(spread_w * draws.normal(stream, 0, keys))
        return recipe_ew * error

    local_cew = believed(given["place_diversity_w"], "local_recipe", given["council_edge_keys"])
    department_ew = believed(given["recipe_error_w"], "department_belief", given["edge_keys"])
    board_mew = believed(given["recipe_error_w"], "board_belief", given["board_edge_keys"])
    return {
        "recipe_ew": recipe_ew,
        "local_recipe_cew": indices.by_outcome.normalised(local_cew, axis=1),
        "start_department_belief_ew": indices.by_outcome.normalised(department_ew),
        "start_board_belief_mew": indices.by_outcome.normalised(board_mew, axis=1),
    }


def _starting_state(
    given: Mapping[str, Any], places: Places, baseline_d: Floats, worlds: int
) -> dict[str, Floats]:
    indices: Indices = given["indices"]

    zeros = {name: np.zeros(shape_of(declared.axes, indices, worlds)) for name, declared in STATE.items()}
    need_kjw = _over_worlds(given["start_need_kj"], worlds)
    reported_cjw = indices.council_mean(need_kjw)
    belief_ew = given["start_department_belief_ew"]
    local_insight_w = given["local_insight_w"]
    social_capital_kw = _social_capital(given, places)
    own_share_ew = ratio(belief_ew, indices.department_sum(belief_ew)[indices.edge_department_e])
    return {
        **zeros,
        "need_kjw": need_kjw,
        "engagement_kw": given["engagement_rest"] * social_capital_kw,
        "social_capital_kw": social_capital_kw,
        "trust_kw": zeros["trust_kw"] + given["trust_start"],
        "baseline_dw": _over_worlds(baseline_d, worlds),
        "core_dw": zeros["core_dw"] + 1,
        "lagged_need_jw": _over_worlds(given["national_start_need_j"], worlds),
        "stance_ew": (1 - given["core_requirement"]) * own_share_ew,
        "tie_pw": _over_worlds(indices.start_tie_p, worlds),
        "local_tie_csw": _over_worlds(indices.start_local_tie_cs, worlds),
        "capacity_cw": _capacity(given, places),
        "absorption_cw": zeros["absorption_cw"] + 1,
        "council_belief_cew": (1 - local_insight_w) * belief_ew + local_insight_w * given["local_recipe_cew"],
        "department_belief_ew": belief_ew,
        "board_belief_mew": given["start_board_belief_mew"],
        "reported_cjw": reported_cjw,
        "reference_need_kw": mean(need_kjw, axis=1),
        "year_reported_council_cjw": reported_cjw,
    }


def _over_worlds(values: Floats, worlds: int) -> Floats:
    return np.repeat(values[..., None], worlds, axis=-1)


def _mean_need(given: Mapping[str, Any]) -> Floats:
    return mean(given["start_need_kj"], axis=1)


def _social_capital(given: Mapping[str, Any], places: Places) -> Floats:
    standing_k = standardised(_mean_need(given))
    spread_kw = given["draws"].normal("social_capital", 0, given["community_keys"])
    level_kw = (given["social_capital_mean"] - given["social_capital_need"] * standing_k)[:, None]
    spread = given["social_capital_spread"]
    drawn_kw = np.clip(level_kw + spread * spread_kw, 0.0, 1.0)
    return _known_or(places.social_capital_k, drawn_kw)


def _capacity(given: Mapping[str, Any], places: Places) -> Floats:
    standing_c = standardised(given["indices"].council_mean(_mean_need(given)))
    spread_cw = given["draws"].normal("capacity", 0, given["council_keys"])
    level_cw = given["local_capacity_w"] - given["capacity_need"] * standing_c[:, None]
    drawn_cw = np.clip(level_cw + given["capacity_spread"] * spread_cw, given["capacity_floor"], 1.0)
    return _known_or(places.capacity_c, drawn_cw)


def _known_or(known: Floats | None, drawn: Floats) -> Floats:
    """The values of places where known, else the drawn ones."""
    if known is None:
        return drawn
    return np.where(np.isnan(known)[:, None], drawn, known[:, None])
