"""Nobody loses more time than there is, an incapable council puts nothing to use, and rounding teaches nobody."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from govsim.arrays import FLAT
from govsim.consequences.joint_production import joint_production
from govsim.consequences.learning import pull_of_better_neighbours
from govsim.consequences.local_losses import absorbed_share
from govsim.consequences.staff_time import central_time, local_time
from govsim.world.build import build_world
from govsim.world.find_places import places_of
from govsim.world.indices import Indices
from tests.worlds import classroom


@pytest.fixture(scope="module")
def indices() -> Indices:
    scenario = classroom()
    return build_world(scenario, places_of(scenario), [0]).indices


def one(value: float) -> np.ndarray:
    return np.array([value])


def central(indices: Indices, **changed: Any) -> Any:
    departments, missions = len(indices.line_d), len(indices.goal_mj)
    given = {
        "mixed_signals_dw": np.full((departments, 1), 0.05),
        "member_md": np.zeros((missions, departments)),
        "joint_accountability": 0.0,
        "effective_pressure_w": one(0),
        "reporting_retired": 0.0,
        "learning_loop": 0.5,
        "line_reporting_cost_w": one(0.1),
        "board_seat_cost_w": one(0.1),
        "learning_cost_w": one(0.2),
        "reorganisation_cost_w": one(0),
        "reorganisation_load": 0.0,
        "effort_cost_w": one(0),
        "diligence_half": 1.0,
        "overhead_target_dw": None,
        "delivery_target_dw": None,
    }
    return central_time(**{**given, **changed}, indices=indices)


def test_a_departments_time_goes_to_reports_seats_learning_and_mixed_signals_and_ends_at_all_of_it(
    indices: Indices,
) -> None:
    # a line of reporting takes 0.1, half of learning 0.1 and mixed signals 0.05
    found = central(indices)
    np.testing.assert_allclose(found.overhead_dw[:, 0], 0.1 * indices.line_d + 0.15, atol=1e-12)
    np.testing.assert_allclose(found.delivery_dw, 1 - found.overhead_dw, atol=1e-12)
    # half of the time and all of it again: nothing is left, and nothing less
    drowned = central(
        indices, mixed_signals_dw=np.full((len(indices.line_d), 1), 0.5), learning_cost_w=one(2)
    )
    np.testing.assert_array_equal(drowned.overhead_dw, 1)
    np.testing.assert_array_equal(drowned.delivery_dw, 0)


def test_reorganisation_takes_at_most_all(indices: Indices) -> None:
    half, more = (
        central(indices, reorganisation_cost_w=one(0.5), reorganisation_load=load) for load in (1, 3)
    )
    np.testing.assert_allclose(half.delivery_dw, 0.5 * central(indices).delivery_dw, atol=1e-12)
    np.testing.assert_array_equal(more.delivery_dw, 0)


def local(**changed: Any) -> Any:
    given = {
        "effective_consolidation_w": one(0.5),
        "effective_pressure_w": one(0.5),
        "effective_control_w": one(0.5),
        "local_partnership": 0.5,
        "streams_cost_w": one(0.2),
        "targets_cost_w": one(0.1),
        "control_cost_w": one(0.4),
        "partnership_cost_w": one(0.06),
        "streams_approvals": 2.0,
        "councils_represented": 100.0,
        "late_share": 0.5,
        "centre_bandwidth_w": one(100),
        "local_overhead_target_w": None,
    }
    return local_time(**{**given, **changed})


def test_a_councils_time_goes_to_streams_targets_control_and_partners_and_ends_at_all_of_it() -> None:
    # 0.2·½ + 0.1·½ + 0.4·¼ + 0.06·½; each of 100 councils asks 2 times at half control: 100 of 200 are late by half
    found = local()
    assert found.local_overhead_w == pytest.approx(0.28, abs=1e-12)
    assert found.approvals_w == pytest.approx(100, abs=1e-12)
    assert found.late_rate_w == pytest.approx(0.25, abs=1e-12)
    assert local(streams_cost_w=one(3)).local_overhead_w == 1


def absorbed(indices: Indices, capacity: float, free_share: float = 0.0) -> np.ndarray:
    councils = indices.councils
    return absorbed_share(
        grant_cjw=np.repeat(indices.population_c[:, None], len(indices.goal_mj[0]), axis=1)[..., None],
        won_cew=np.zeros((councils, len(indices.edge_outcome_e), 1)),
        free_share_cw=np.full((councils, 1), free_share),
        capacity_cw=np.full((councils, 1), capacity),
        bid_readiness_w=one(0.5),
        absorption_base=0.5,
        absorption_free=1.0,
        absorption_room=2.0,
        indices=indices,
    )


def test_a_council_absorbs_what_it_has_room_for(indices: Indices) -> None:
    # as much money a head everywhere, half a load and room for 2·0.25: a crowding of 1 takes 1 − 1/e
    np.testing.assert_allclose(absorbed(indices, 0.25), 1 - np.exp(-1), atol=1e-12)
    # free money weighs on it besides: a load of 1, so a crowding of 2
    np.testing.assert_allclose(absorbed(indices, 0.25, free_share=0.5), (1 - np.exp(-2)) / 2, atol=1e-12)


def test_a_council_without_capacity_absorbs_nothing(indices: Indices) -> None:
    np.testing.assert_array_equal(absorbed(indices, 0.0), 0)


def test_a_place_that_takes_part_more_than_it_could_counts_as_taking_part_fully(indices: Indices) -> None:
    communities, councils = len(indices.population_k), indices.councils
    found = joint_production(
        first_engines_gcw=np.zeros((3, councils, 1)),
        edge_power_ew=np.full((len(indices.edge_outcome_e), 1), 0.2),
        recipe_ew=np.full((len(indices.edge_outcome_e), 1), 0.5),
        partnership_cw=np.full((councils, 1), 0.3),
        effective_control_w=one(0.8),
        engagement_kw=np.full((communities, 1), 0.9),
        social_capital_kw=np.full((communities, 1), 0.6),
        joint_complementarity_w=one(-1),
        joint_loss=1.0,
        ratio_floor=0.01,
        cobb_douglas_band=0.01,
        production_rule="joint",
        quarter=-1,
        indices=indices,
    )
    # boards pull departments that do not lead by 0.2; partnership is 0.3; a fifth of discretion and all engagement
    np.testing.assert_allclose(found.first_engines_gcw[:, 0, 0], [0.2, 0.3, 0.6], atol=1e-12)


def test_a_neighbour_that_is_better_by_exactly_what_rounding_may_do_is_not_copied(indices: Indices) -> None:
    councils = indices.by_neighbour.size.size
    copier = int(np.flatnonzero(indices.by_neighbour.size)[0])
    better = int(indices.neighbour_to[indices.by_neighbour.group == copier][0])
    performance_c, values_c = np.zeros(councils), np.zeros(councils)
    values_c[better] = 1.0
    performance_c[better] = performance_c[copier] + FLAT
    assert pull_of_better_neighbours(values_c, performance_c, indices)[copier] == 0
    performance_c[better] = np.nextafter(FLAT, 1)
    assert pull_of_better_neighbours(values_c, performance_c, indices)[copier] == 1
