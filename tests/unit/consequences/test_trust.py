"""Trust by hand: what people get against what they are used to and were promised, and what is hidden from them."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.arrays import Floats
from govsim.consequences.trust import Trust, trust
from govsim.runs.simulate import simulate
from govsim.scenario.load import load_scenario
from govsim.simulation import Phases
from govsim.validation.phases import quarter_with, with_inputs
from govsim.validation.stepping import new_world, record
from tests.worlds import quarter_checked

INDICES = new_world(load_scenario("classroom_small")).indices
CONSTANTS = {
    "trust_start": 0.6,
    "trust_speed": 0.1,
    "trust_results": 3.0,
    "trust_hidden": 2.0,
    "loss_aversion": 2.0,
    "reference_speed": 0.05,
    "promised_progress": 0.0025,
}


def after(
    need: float,
    used_to: float = 0.4,
    gaming_j: tuple[float, float, float] = (0.0, 0.0, 0.0),
    time: float = 0.0,
) -> tuple[float, float]:
    """Trust that was 0.5, and what people are used to, after a quarter in which all outcomes have the same need."""
    shape = (INDICES.communities, 1)
    gaming_cjw = np.broadcast_to(np.array(gaming_j)[None, :, None], (INDICES.councils, 3, 1))
    found = trust(
        trust_kw=np.full(shape, 0.5),
        reference_need_kw=np.full(shape, used_to),
        need_kjw=np.full((INDICES.communities, 3, 1), need),
        gaming_cjw=gaming_cjw,
        prime_minister_time=time,
        indices=INDICES,
        **CONSTANTS,
    )
    assert np.ptp(found.trust_kw) == 0
    assert np.ptp(found.reference_need_kw) == 0
    return float(found.trust_kw[0, 0]), float(found.reference_need_kw[0, 0])


@pytest.mark.parametrize(
    ("need", "said", "trusts", "used_to"),
    [
        (0.4, "as people are used to: a tenth of the way from 0.5 to 0.6", 0.51, 0.4),
        (0.3, "0.1 better: aims at 0.6 + 3 · 0.1", 0.54, 0.395),
        (0.45, "0.05 worse, which counts twice: aims at 0.6 − 3 · 2 · 0.05", 0.48, 0.4025),
        (0.6, "0.2 worse: aims at −0.6, which is no trust at all", 0.45, 0.41),
    ],
)
def test_trust_answers_to_need_against_what_people_are_used_to(
    need: float, said: str, trusts: float, used_to: float
) -> None:
    assert after(need) == pytest.approx((trusts, used_to), abs=1e-12), said


def test_what_is_hidden_costs_trust_however_need_moves() -> None:
    """A tenth hidden aims at 0.6 − 2 · 0.1; so does three tenths of one outcome of three."""
    assert after(0.4, gaming_j=(0.1, 0.1, 0.1))[0] == pytest.approx(0.49, abs=1e-12)
    assert after(0.4, gaming_j=(0.3, 0.0, 0.0))[0] == pytest.approx(0.49, abs=1e-12)


def test_what_is_promised_has_to_be_met_first() -> None:
    """0.4 of the Prime Minister's time promises 0.0025/0.05 · 0.4 = 0.02, which falls short by that much, twice."""
    assert after(0.4, time=0.4)[0] == pytest.approx(0.5 + 0.1 * (0.6 - 3 * 2 * 0.02 - 0.5), abs=1e-12)


def test_where_there_is_no_need_nothing_is_hidden() -> None:
    assert after(0.0, used_to=0.0, gaming_j=(0.5, 0.5, 0.5))[0] == pytest.approx(0.51, abs=1e-12)


@pytest.mark.parametrize(("fall", "trusts"), [(0.0025, 0.6), (0.0, 0.3), (0.00375, 0.675)])
def test_a_promise_is_met_by_need_that_falls_as_fast_as_was_promised(fall: float, trusts: float) -> None:
    """Need that falls by p a quarter lies p/0.05 below what people are used to: 0.05 was promised."""
    state = Trust(np.full((INDICES.communities, 1), 0.6), np.full((INDICES.communities, 1), 0.9))
    need_kjw: Floats = np.full((INDICES.communities, 3, 1), 0.9)
    honest_cjw = np.zeros((INDICES.councils, 3, 1))
    for _ in range(200):
        need_kjw = need_kjw - fall
        state = trust(*state, need_kjw, honest_cjw, 1.0, indices=INDICES, **CONSTANTS)
    np.testing.assert_allclose(state.trust_kw, trusts, atol=1e-3)


def _trust_after_ten_years(phases: Phases) -> float:
    siloed = load_scenario("siloed").replace(warm_up=4)
    with quarter_checked(phases):
        return float(record(siloed, (0, 1, 2, 3))[-1]["trust_kw"].mean())


def test_half_of_all_need_hidden_for_ten_years_costs_a_tenth_of_trust_and_more() -> None:
    world = new_world(load_scenario("siloed"), (0, 1, 2, 3))
    honest, lying = (
        quarter_with(
            "trust",
            lambda phase, share=share: with_inputs(phase, gaming_cjw=share + world.state["gaming_cjw"]),
        )
        for share in (0.0, 0.5)
    )
    assert _trust_after_ten_years(honest) - _trust_after_ten_years(lying) >= 0.10


def test_worlds_differ_in_trust_by_what_happens_in_them_and_not_by_chance() -> None:
    siloed = load_scenario("siloed")
    quiet = {"worlds": "alike", "gaming_propensity": 0.0, "crisis_rate": 0.0}
    assert simulate(siloed, replicates=64).at_end("trust").std() >= 0.05
    assert simulate(siloed.replace(uncertainties=quiet), replicates=64).at_end("trust").std() < 0.01
