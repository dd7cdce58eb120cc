"""One lever at a time, arrangements side by side, other ways to build the model, and what had been foretold."""

from __future__ import annotations

import dataclasses
from functools import cache

import numpy as np
import pytest

from govsim.questions.stated import StatedComparison, stated
from govsim.runs.simulate import simulate
from govsim.scenario.levers import LEVER_NAMES
from govsim.scenario.load import load_scenario
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.simulation import QUARTER
from govsim.statistics.intervals import Interval
from govsim.validation import arrangements
from govsim.validation.arrangements import contrasts, ends_of_arrangements
from govsim.validation.calibration import (
    AS_SPECIFIED,
    LEARNING,
    RANGES,
    Point,
    distance,
    examined,
    far_apart,
    nearest_perfect,
    space_filling,
)
from govsim.validation.finding import Figure, Plan
from govsim.validation.levers import BASES, effects, ends_of_moves, joined, moves
from govsim.validation.predictions import (
    judged_comparison,
    judged_predictions,
    judged_share,
    runs_of_predictions,
)
from govsim.validation.robustness import robustness_results, variants, with_learning_first


def test_every_lever_is_moved_alone_from_every_base_where_the_poles_differ() -> None:
    found = moves()
    for base in BASES:
        moved = {move.lever for move in found if move.base == base and move.lever}
        levers, pole = load_scenario(base).levers, "siloed" if base == "mission_led" else "mission_led"
        differ = {
            name for name in LEVER_NAMES if getattr(levers, name) != getattr(load_scenario(pole).levers, name)
        }
        assert moved == differ | {"placebo"}
    for move in found:
        if move.lever:
            start = next(one for one in found if one.base == move.base and not one.lever)
            changed = {
                name
                for name in LEVER_NAMES
                if getattr(move.scenario.levers, name) != getattr(start.scenario.levers, name)
            }
            assert changed == {move.lever}, "one lever and no other"


@cache
def first_lot() -> list[dict[str, np.ndarray]]:
    return ends_of_moves(range(2), 3)


@pytest.fixture(scope="module")
def two_lots() -> list[list[dict[str, np.ndarray]]]:
    return [first_lot(), ends_of_moves(range(2, 4), 3)]


@pytest.mark.slow
def test_lots_of_worlds_give_what_all_worlds_together_give(
    two_lots: list[list[dict[str, np.ndarray]]],
) -> None:
    together = ends_of_moves(range(4), 3)
    for lot, whole in zip(joined(two_lots), together, strict=True):
        for name, values in whole.items():
            assert lot[name].tobytes() == values.tobytes(), name


def test_the_placebo_does_nothing_at_all_and_other_levers_do_something(
    two_lots: list[list[dict[str, np.ndarray]]],
) -> None:
    found = effects(joined(two_lots))
    placebos = [one for one in found if one.lever == "placebo"]
    assert len(placebos) == len(BASES)
    for one in placebos:
        assert one.as_it_is.gains.value == one.as_it_is.harms.value == 0
        assert one.equal_volume.gains.value == one.equal_volume.harms.value == 0
        assert all(figure.value == 0 for figure in (*one.effects, *one.outcomes))
        assert not any(one.pound.values())
        assert one.treatments == {}, "it is no lever, so it is judged by itself"
    moved = [one for one in found if one.lever != "placebo"]
    assert all(
        shares.gains.value + shares.harms.value > 0 for one in moved for shares in one.treatments.values()
    )
    for one in moved:
        assert abs(sum(one.pound.values())) < 1e-9, "what leaves one place of the pound enters another"


def test_a_lever_that_gains_in_nearly_all_worlds_is_called_a_free_lunch(
    two_lots: list[list[dict[str, np.ndarray]]],
) -> None:
    one = next(one for one in effects(joined(two_lots)) if one.lever == "central_control")

    def fault(gains: float, harms: float) -> str:
        moved = dataclasses.replace(
            one.equal_volume, gains=Figure("share", gains), harms=Figure("share", harms)
        )
        return moved.fault

    assert fault(0.98, 0.02) == "free lunch"
    assert fault(0.97, 0.03) == ""
    assert fault(0.01, 0.99) == "dead weight"


def test_at_equal_volume_a_lever_is_held_to_its_base_and_a_base_to_itself() -> None:
    """Worked by hand for one move: the pool, from siloed government with boards, held to what that spends."""
    base = load_scenario("siloed").replace(name="boards", levers={"board_membership": "contributors"})
    pooled = base.replace(
        name="pool", levers={"pooled_funding": load_scenario("mission_led").levers.pooled_funding}
    )
    by_hand = [
        simulate(scenario, replicates=2, seed=3, equal_volume=base).at_end("public_value")
        for scenario in (base, pooled)
    ]
    ends = first_lot()
    found = [
        end["public_value at equal volume"]
        for move, end in zip(moves(), ends, strict=True)
        if move.base == "siloed with boards" and move.lever in ("", "pooled_funding")
    ]
    assert np.array(found).tobytes() == np.array(by_hand).tobytes()
    for move, end in zip(moves(), ends, strict=True):
        if not move.lever:
            assert end["public_value at equal volume"] == pytest.approx(end["public_value"], abs=1e-9)


def test_arrangements_are_told_under_each_treatment(monkeypatch: pytest.MonkeyPatch) -> None:
    dear = {"uncertainties": {"board_seat_cost": 0.2}}
    monkeypatch.setattr(arrangements, "TREATMENTS", {"as they are": {}, "dear seats": dear})
    ends = ends_of_arrangements(range(6), 1)
    found = contrasts(ends, Plan(6, 1))
    for row, one in enumerate(found):
        effective_w, siloed_w = (ends[at]["factors"].prod(axis=0) for at in (row, row - row % 3))
        parts = [figure.value for name, figure in one.parts.items() if name.startswith("effective_money")]
        assert sum(parts) == pytest.approx(100 * (effective_w - siloed_w).mean()), (
            "three parts make the difference"
        )
    assert {one.treatment for one in found} == {"as they are", "dear seats"}
    cheap, costly = (one.parts["progress"].value for one in found if one.arrangement == "mission_led")
    assert costly < cheap
    for one in found:
        assert [at.weight for at in one.at_weights] == [0.3, 0.5, 0.7]
        if one.arrangement == "siloed":
            assert all(at.difference.value == 0 for at in one.at_weights)
    for treatment in ("as they are", "dear seats"):
        three = [one for one in found if one.treatment == treatment]
        for row in range(3):
            assert sum(one.at_weights[row].best.value for one in three) == pytest.approx(1), (
                "one of three is best"
            )


def test_no_other_way_to_build_the_model_is_the_way_it_is_built() -> None:
    base = load_scenario("siloed")
    found = list(variants())
    assert found[0].kind == "as it is"
    assert not found[0].changes
    assert len({one.name for one in found}) == len(found) >= 15
    for one in found[1:]:
        assert one.learning_first or base.replace(**one.changes) != base, one.name


def test_learning_first_is_the_same_quarter_in_another_order() -> None:
    phases = with_learning_first()
    assert sorted(phase.name for phase in phases) == sorted(phase.name for phase in QUARTER)
    names = [phase.name for phase in phases]
    assert names.index("learning") < names.index("need_change") < names.index("reports")
    usual = next(variants())
    first, second = (
        robustness_results(dataclasses.replace(usual, learning_first=first), Plan(3))
        for first in (False, True)
    )
    assert first[1].figures != second[1].figures, "the order is really another one"


def test_half_quarters_make_about_the_same_country_in_twice_the_steps() -> None:
    """Siloed need after ten years differs by little where each step does half as much and there are twice as many."""
    from govsim.validation.arms import run_arms

    half = next(one for one in variants() if one.name == "steps of half a quarter")
    base = load_scenario("siloed").replace(name="whole steps", uncertainties={"worlds": "alike"})
    alike = {**half.changes, "uncertainties": {"worlds": "alike"}}
    for name in ("effect", "ministerial_churn", "crisis_rate"):
        alike["uncertainties"][name] = UNCERTAINTIES[name].central / 2
    whole, halves = run_arms([base, base.replace(**{**alike, "name": "half steps"})], Plan(12))
    assert halves.quarters == 2 * whole.quarters
    assert abs(halves.at_end("need").mean() - whole.at_end("need").mean()) < 0.02


def test_a_variant_says_what_both_arrangements_do_against_siloed() -> None:
    found = robustness_results(next(variants()), Plan(3))
    assert [one.arrangement for one in found] == ["layered", "mission_led"]
    assert {figure.label for figure in found[0].figures} == {"public_value", "progress", "core_services"}
    assert all(len(one.verdicts) == 3 for one in found)


def test_a_design_fills_the_space_of_constants() -> None:
    sets = space_filling(20, 3, RANGES)
    for name, (low, high) in RANGES.items():
        tenths = {int(20 * (one[name] - low) / (high - low)) for one in sets}
        assert tenths == set(range(20)), f"{name}: one value in each twentieth of its range"


def test_implausible_constants_are_ruled_out_and_those_kept_stand_far_apart() -> None:
    nobody_learns = examined({"learning_evidence": 0.0, "learning_neighbours": 0.0}, Plan(3))
    assert not nobody_learns.is_kept, "an innovation that does not spread is ruled out"
    as_specified = {name: AS_SPECIFIED[name] for name in LEARNING}
    sets = [as_specified, *space_filling(9, 1, {name: RANGES[name] for name in LEARNING})]
    points = [Point(constants=one, kurtosis=0.3, lead=5.0, rise=0.3, implausibility=1.0) for one in sets]
    assert distance(as_specified) == 0
    assert nearest_perfect(points).constants == as_specified, "the nearest where all are as plausible"
    perfect = dataclasses.replace(points[4], implausibility=0.0)
    points[4] = perfect
    chosen = far_apart(points, 3)
    assert chosen[0] is perfect, "the most plausible comes before the nearest"
    assert len({id(point) for point in chosen}) == 3


def test_the_constants_in_use_are_not_ruled_out() -> None:
    """Fewer worlds than in the calibration, so only what is grossly wrong would be seen here."""
    constants = load_scenario("siloed").constants
    assert examined({name: getattr(constants, name) for name in LEARNING}, Plan(6)).is_kept


def test_what_was_foretold_is_judged_by_size_and_sign() -> None:
    told = {"scenario": "a", "baseline": "b", "measure": "progress", "volume": "as_is", "confidence": 0.8}
    expected = StatedComparison(**told, why="because", sign="+", size=(0.02, 0.08))
    too_small = expected.model_copy(update={"sign": "0", "size": (-0.03, 0.03)})
    found = [
        judged_comparison(expected, Interval(0.05, 0.04, 0.06)),
        judged_comparison(expected, Interval(0.09, 0.08, 0.1)),
        judged_comparison(expected.model_copy(update={"size": (-0.1, 0.1)}), Interval(-0.05, -0.06, -0.04)),
        judged_comparison(too_small, Interval(0.004, 0.003, 0.005)),
        judged_comparison(too_small, Interval(0.02, 0.01, 0.03)),
    ]
    assert [one.is_right for one in found] == [True, False, False, True, False]
    assert found[0].what == "Progress on outcomes: a against b"
    equal = judged_comparison(expected.model_copy(update={"volume": "equal"}), Interval(0.05, 0.04, 0.06))
    assert equal.what == "Progress on outcomes: a against b, at equal volume"


def test_a_claim_is_right_where_its_pair_holds_in_as_many_worlds_as_expected() -> None:
    claim = stated().claim[0]
    share = Figure("holds", 0.4, low=0.35, high=0.45, unit="share of worlds")
    assert judged_share(claim, "a pair", share, (0.2, 0.4)).is_right
    assert not judged_share(claim, "a pair", share, (0.41, 0.6)).is_right


@pytest.mark.slow
def test_every_prediction_of_the_committed_file_is_judged() -> None:
    """In two worlds: that all are there and every figure is a number, not what they come to."""
    told = stated()
    found = judged_predictions([runs_of_predictions(range(1), 3), runs_of_predictions(range(1, 2), 3)])
    pairs = sum(len(claim.pairs) for claim in told.claim)
    assert len(found) == len(told.comparison) + 2 * pairs
    assert all(np.isfinite(one.simulated.value) for one in found)
