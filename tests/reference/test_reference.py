"""Whether the reference implementation holds together by itself, before anything is compared with it."""

import math
import random

import numpy as np
import pytest

from govsim.scenario.levers import NUMBER_LEVERS
from govsim.scenario.load import load_scenario
from govsim.world.places import Places
from govsim.world.synthetic_places import synthetic_england
from tests.reference.arithmetic import poisson_count, power_mean, sine
from tests.reference.draws import Draws, absorb, hash_of, join, key_of, pair_text
from tests.reference.model import ReferenceModel

SHARES = [
    "need_kj",
    "own_growth_kj",
    "lagged_need_j",
    "reference_need_k",
    "engagement_k",
    "social_capital_k",
    "trust_k",
    "relapse_state",
    "baseline_d",
    "stance_e",
    "tie_p",
    "local_tie_cs",
    "capacity_c",
    "gaming_cj",
    "absorption_c",
    "council_belief_ce",
    "department_belief_e",
    "board_belief_me",
    "first_engines_gc",
]
CATEGORIES = {
    "core_services",
    "relabelled",
    "central_overhead",
    "local_overhead",
    "awaiting",
    "flawed",
    "late",
    "community_work",
    "duplication",
    "local_agenda",
    "slack",
    "unabsorbed",
    "gamed",
    "misfit",
    "effective",
}
PLACES = synthetic_england(9, 3)
REMOVALS = [
    ("contributes", "business", "living_standards"),
    ("aims_at", "growth", "work"),
    ("sits_on", "treasury", "growth"),
    ("line", "centre", "health"),
    ("works_with", "education", "health"),
    ("funds", "health", "London-1/health"),
    ("convenes", "London-1", "London-1/health"),
    ("neighbours", "London-1", "East-of-England-1"),
    ("serves", "London-1/health", "London-1-2"),
    ("bonds", "London-1-1", "London-1-2"),
]


def random_scenario(number):
    """A scenario in which levers, rules, uncertainties and reforms are random, often at their extremes."""
    chance = random.Random(number)

    def levers():
        drawn = {name: chance.choice((0.0, 1.0, chance.random(), chance.random())) for name in NUMBER_LEVERS}
        return drawn | {"board_membership": chance.choice(("none", "lead_only", "contributors", "all"))}

    return load_scenario("siloed").replace(
        warm_up=chance.choice((4, 5)),
        levers=levers(),
        starts_from_levers=levers(),
        reforms=[{"quarter": 2, "pooled_funding": 0.7}, {"quarter": 4, **levers()}],
        rules={
            "need": chance.choice(("held", "first_edition")),
            "production": chance.choice(("separable", "joint")),
            "treasury_budget": chance.choice(("friction", "incremental")),
            "department_allocation": chance.choice(("stakes", "aspiration")),
            "centre_grants": chance.choice(("shrunk_estimate", "by_population")),
            "council_commissioning": chance.choice(("believed_recipe", "copy_best_neighbour")),
            "council_gaming": chance.choice(("choice", "culture")),
        },
        uncertainties={"cross_cutting": chance.choice((0.0, 1.0, 0.4)), "recipe_error": chance.random()},
    )


def run(model, quarters):
    for _ in range(quarters):
        model.step()
    return model


@pytest.mark.parametrize("number", range(16))
def test_the_pound_adds_up_and_shares_stay_in_bounds(number):
    scenario = random_scenario(number)
    removed = random.Random(number).sample(REMOVALS, number % 6)
    model = ReferenceModel(scenario, PLACES, seed=number, replicate=1, removed=removed)
    for _ in range(scenario.warm_up + 9):
        model.step()
        pound = model.pound()
        assert set(pound) == CATEGORIES
        assert math.isclose(sum(pound.values()), 1, abs_tol=1e-12)
        assert min(pound.values()) >= -1e-15
    state = model.state()
    assert all(np.isfinite(array).all() for array in state.values())
    for name in SHARES:
        assert state[name].min() >= -1e-15, name
        assert state[name].max() <= 1 + 1e-12, name
    assert math.isclose(state["baseline_d"].sum(), 1, abs_tol=1e-12)
    for beliefs in (state["board_belief_me"], state["council_belief_ce"], state["department_belief_e"][None]):
        np.testing.assert_allclose(beliefs.sum(axis=1), len(scenario.outcomes), atol=1e-12)


def test_a_reform_that_changes_nothing_changes_nothing():
    scenario = load_scenario("mission_led").replace(warm_up=4)
    same = scenario.replace(reforms=[{"quarter": 8, **scenario.levers.model_dump()}])
    plain, reformed = (run(ReferenceModel(each, PLACES, seed=7), 16).state() for each in (scenario, same))
    for name in plain:
        np.testing.assert_allclose(reformed[name], plain[name], rtol=0, atol=1e-13, err_msg=name)


def test_the_warm_up_does_not_depend_on_the_scenario():
    warm = [
        run(ReferenceModel(load_scenario(name).replace(warm_up=6), PLACES, seed=7), 6).state()
        for name in ("siloed", "mission_led")
    ]
    for name in warm[0]:
        np.testing.assert_array_equal(warm[0][name], warm[1][name], err_msg=name)


def test_a_restart_from_state_goes_on_alike():
    scenario = load_scenario("mission_led").replace(warm_up=4)
    first = run(ReferenceModel(scenario, PLACES, seed=7, replicate=2), 7)
    second = ReferenceModel(scenario, PLACES, seed=7, replicate=2)
    second.set_state(first.state())
    second.quarter = first.quarter
    for model in (first, second):
        run(model, 6)
    for name, array in first.state().items():
        np.testing.assert_array_equal(second.state()[name], array, err_msg=name)
    assert first.pound() == second.pound()


def test_state_that_does_not_fit_is_refused():
    model = ReferenceModel(load_scenario("siloed"), PLACES)
    with pytest.raises(ValueError, match="core_d"):
        model.set_state({"core_d": np.zeros(2)})


def test_quarter_0_starts_from_the_map():
    scenario = load_scenario("siloed").replace(warm_up=5, rules={"need": "first_edition"})
    model = run(ReferenceModel(scenario, PLACES), 5)
    order = [PLACES.outcomes.index(outcome.key) for outcome in scenario.outcomes]
    assert model.quarter == 0
    assert not np.allclose(model.state()["need_kj"], PLACES.need_kj[:, order])
    model.reset_needs()
    state = model.state()
    np.testing.assert_array_equal(state["need_kj"], PLACES.need_kj[:, order])
    community = np.average(PLACES.need_kj[:3, order], axis=0, weights=PLACES.population_k[:3])
    np.testing.assert_allclose(state["reported_cj"][0], community * (1 - state["gaming_cj"][0]))
    np.testing.assert_allclose(state["reference_need_k"], PLACES.need_kj[:, order].mean(axis=1))
    nation = np.average(PLACES.need_kj[:, order], axis=0, weights=PLACES.population_k)
    np.testing.assert_allclose(state["lagged_need_j"], nation)


# --- draws ---


def test_mixing_is_splitmix64():
    # the first output of SplitMix64 for the states 0 and 1234567, as published with its C code
    assert absorb(0, 0) == 0xE220A8397B1DCDAF
    assert absorb(0, 1234567) == 6457827717110365317


def test_a_draw_worked_by_hand():
    # digests by `printf crisis | b2sum -l 64`, arithmetic by a calculator for 64-bit integers
    assert hash_of("crisis") == int.from_bytes(bytes.fromhex("4284c007193f8c54"), "little")
    assert hash_of("health") == int.from_bytes(bytes.fromhex("688a00b7666d652f"), "little")
    place = absorb(0, 7)
    assert place == 0x63CBE1E459320DD7
    place = absorb(place, hash_of("crisis"))
    assert place == 0xF71EBB52A8219F4F
    place = absorb(place, 3)
    assert place == 0x2FCBE8C2BA13F76E
    assert absorb(place, 2**64 - 40) == 0xA396144EEE8F91F2
    uniform = ((0xAA0A6223CA15FC0 >> 12) + 0.5) / 2**52
    draws = Draws(seed=7, replicate=3)
    assert draws.uniform("crisis", -40, "health") == uniform
    assert uniform == 0.04151380859241749
    assert math.isclose(draws.normal("crisis", -40, "health"), -1.7333829996547696, rel_tol=1e-12)
    assert math.isclose(draws.gumbel("crisis", -40, "health"), -1.1574248131328406, rel_tol=1e-12)


def test_keys_of_two():
    assert key_of("growth", "work") == 0xC97D72866184B35A
    assert key_of("leeds", ("treasury", "work")) == 0x8E64E11167CF0487
    assert key_of(("treasury", "work")) == join(hash_of("treasury"), hash_of("work"))
    assert pair_text("treasury", "business") == pair_text("business", "treasury") == "business|treasury"


# --- councils ---


def test_people_take_part_in_full_at_most():
    model = run(ReferenceModel(load_scenario("siloed"), PLACES), 1)
    for community in model.communities.values():
        community.social_capital, community.engagement = 0.2, 0.6
    for council in model.councils.values():
        assert math.isclose(council.engines()[2], (1 - model.effective.control) / 2 + 1 / 2)


# --- arithmetic and time ---


def test_power_means_worked_by_hand():
    assert power_mean([0.5, 0.5], [0.0, 1.0], -1.0, 0.01) == 0
    assert power_mean([0.5, 0.5], [0.0, 1.0], 0.0, 0.01) == 0
    assert power_mean([0.5, 0.5], [0.0, 1.0], 0.5, 0.01) == 0.25
    assert math.isclose(power_mean([0.5, 0.5], [0.25, 1.0], 0.0, 0.01), 0.5)
    assert math.isclose(power_mean([0.5, 0.5], [0.5, 1.0], -1.0, 0.01), 2 / 3)
    assert power_mean([0.0, 1.0], [0.0, 0.3], -1.0, 0.01) == 0.3
    assert math.isclose(power_mean([0.5, 0.5], [0.1, 1.0], -2000.0, 0.01), 0.1, rel_tol=1e-3)


def test_the_sine_is_that_of_the_cosine_and_none_where_rounding_is_all_there_is():
    assert math.isclose(sine(0.6), 0.8)
    assert sine(0.0) == 1
    assert sine(1 + 1e-15) == sine(1 - 1e-15) == sine(1.0) == 0
    assert math.isclose(sine(1 - 1e-12), math.sqrt(2e-12), rel_tol=1e-3)
    assert sine(1 - 4e-13) == 0


def test_crises_are_counted_by_the_poisson_distribution():
    assert [poisson_count(u, 1.0) for u in (0.36, 0.37, 0.73, 0.74, 0.92)] == [0, 1, 1, 2, 3]
    assert poisson_count(0.999, 0.0) == 0


def test_levers_phase_in_from_where_they_are():
    scenario = load_scenario("siloed").replace(
        levers={"pooled_funding": 0.6, "board_membership": "contributors"},
        starts_from_levers=load_scenario("siloed").levers,
        reforms=[{"quarter": 2, "pooled_funding": 0.0}, {"quarter": 20, "board_membership": "none"}],
    )
    timetable = ReferenceModel(scenario, PLACES).timetable
    pooled = [timetable.lever("pooled_funding", quarter) for quarter in (-1, 0, 1, 2, 4, 7, 8)]
    np.testing.assert_allclose(pooled, [0, 0.1, 0.2, 0.2 * 5 / 6, 0.1, 0, 0], atol=1e-15)
    seats = [timetable.member("growth", "treasury", quarter) for quarter in (-1, 0, 5, 19, 20, 25)]
    np.testing.assert_allclose(seats, [0, 1 / 6, 1, 1, 5 / 6, 0], atol=1e-15)
    assert timetable.member("growth", "home_office", 19) == 0
    distances = [(2 / 3 + 0.6) / 3, 0.6 / 3]
    expected = distances[0] * math.exp(-3 / 6) + distances[1] * math.exp(-1 / 6)
    assert math.isclose(timetable.upheaval(3), expected)
    assert timetable.upheaval(-1) == 0


def test_missions_add_to_levers_as_their_lead_takes_its_seat():
    missions = [mission.model_dump() for mission in load_scenario("siloed").missions]
    missions[0]["levers"] = {"local_discretion": 0.3}
    scenario = load_scenario("siloed").replace(missions=missions, levers={"board_membership": "lead_only"})
    timetable = ReferenceModel(scenario, PLACES).timetable
    found = [timetable.levers(quarter).local_discretion for quarter in (-1, 0, 5)]
    np.testing.assert_allclose(found, [0.15, 0.15 + 0.05, 0.45])


# --- the network ---


def test_edges_that_are_not_there_cannot_be_removed():
    for edge in (("funds", "health", "London-1/council"), ("roads", "a", "b")):
        with pytest.raises(ValueError, match="no edge"):
            ReferenceModel(load_scenario("siloed"), PLACES, removed=[edge])


def test_removed_edges_do_what_the_page_says():
    scenario = load_scenario("mission_led").replace(warm_up=4)
    model = run(ReferenceModel(scenario, PLACES, seed=7, removed=REMOVALS), 12)
    london = model.councils["London-1"]
    assert ("business", "living_standards") not in model.recipe
    assert model.country.goals["growth"]["work"] == 0
    assert model.boards["growth"].member("treasury") == 0
    assert model.departments["health"].pressure == 0
    assert model.ties.between("health", "education") == 0
    assert all(
        london.formula[edge] == london.won[edge] == 0 for edge in london.formula if edge[0] == "health"
    )
    assert london.services["health"].tie == 0
    assert model.councils["East-of-England-1"] not in london.neighbours
    unserved, served = model.communities["London-1-2"], model.communities["London-1-1"]
    assert (
        unserved.dose["health"] / unserved.perceived["health"]
        < served.dose["health"] / served.perceived["health"]
    )
    assert unserved not in served.bonds


def test_money_that_no_council_can_receive_is_returned():
    removed = [("funds", "health", f"{council}/health") for council in PLACES.council_keys]
    scenario = load_scenario("siloed").replace(warm_up=4)
    pounds = [run(ReferenceModel(scenario, PLACES, removed=edges), 1).pound() for edges in ((), removed)]
    assert pounds[1]["late"] > pounds[0]["late"] + 0.01
    assert math.isclose(sum(pounds[1].values()), 1, abs_tol=1e-12)


def test_the_smallest_country_runs():
    """One department, one outcome, one council, one community and no mission but one of process."""
    scenario = load_scenario("siloed").replace(
        warm_up=4,
        levers={
            "board_membership": "all",
            "pooled_funding": 1.0,
            "central_control": 0.0,
            "target_pressure": 0.0,
        },
        outcomes=[{"key": "health", "label": "Health"}],
        departments=[{"key": "health", "label": "Health", "resource": 1.0, "weights": {"health": 1.0}}],
        services=[{"key": "council", "label": "Council", "departments": ["health"], "own": True}],
        missions=[{"key": "renewal", "label": "Renewal", "lead": "health", "process": True}],
        contestable={"floor": 0.0},
    )
    places = Places(
        name="one place",
        source="Invented.",
        outcomes=("health",),
        region_keys=("north",),
        region_names=("North",),
        council_keys=("leeds",),
        council_names=("Leeds",),
        council_region_c=np.array([0]),
        neighbours=np.empty((0, 2), int),
        community_keys=("leeds-1",),
        community_council_k=np.array([0]),
        population_k=np.array([1000.0]),
        need_kj=np.array([[0.4]]),
        councils_represented=1,
        social_capital_k=np.array([0.0]),
        capacity_c=np.array([0.0]),
    )
    model = run(ReferenceModel(scenario, places), 3)
    assert model.pound()["effective"] == 0, "a council without capacity absorbs nothing"
    run(model, 9)
    assert math.isclose(sum(model.pound().values()), 1, abs_tol=1e-12)
    assert model.boards["renewal"].attention == 0, "nobody attends to a mission without outcomes"
