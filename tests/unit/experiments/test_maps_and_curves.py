"""What maps, curves and frontiers say of results whose answer is known, because it was planted."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.special import stdtrit

from govsim.arrays import Floats
from govsim.experiments.arms import main_pair
from govsim.experiments.figures.curve import changes, curves_sentence, lines
from govsim.experiments.figures.frontier import crossing, frontier
from govsim.experiments.figures.surfaces import surface
from govsim.experiments.outcomes import shown_as
from tests.made_experiments import Planted, planted

TWO = ("classroom_small", "siloed")
CROSS = {"name": "cross", "path": "uncertainties.cross_cutting"}
POOL = {"name": "pool", "path": "levers.pooled_funding"}


def a_map(**changes: Any) -> Planted:
    """Two scenarios that differ by x − 0.5 whatever y is."""

    def rule(factors: Any, arm: int, noise: Floats) -> Floats:
        return noise + arm * (factors["cross"] - 0.5 + 0.01 * noise)

    return planted(
        rule, scenarios=TWO, factors=({**CROSS, "steps": 5}, {**POOL, "values": (0.0, 0.5, 1.0)}), **changes
    )


def test_a_map_has_a_cell_for_every_pair_and_says_where_it_is_clear() -> None:
    found = surface(a_map())
    assert len(found.cells) == 15
    by_x = {cell.x: cell.verdict for cell in found.cells}
    assert by_x == {0.0: "worse", 0.25: "worse", 0.5: "equal", 0.75: "better", 1.0: "better"}
    assert (
        found.counted()
        == "clearly better in 6 of 15 places, clearly worse in 6, no difference that matters in 3"
    )
    whole, across, up = found.sentences()
    assert "it goes from −0.50 units at cross-cutting problems 0 and pooled funding 0 to +0.50 units" in whole
    assert across == (
        "Does it depend on cross-cutting problems? Yes: from 0 to 1 it changes by +1.00 units (95% interval +1.00 to "
        "+1.00), averaged over the other."
    )
    assert (
        "Does it depend on pooled funding? No, not by what matters: from 0 to 1 it changes by 0.00 units"
        in up
    )


def test_a_curve_along_any_factor_is_averaged_over_the_others() -> None:
    made = planted(
        lambda factors, arm, noise: noise + arm * (factors["cross"] + 10 * factors["pool"]),
        scenarios=TWO,
        factors=({**CROSS, "steps": 3}, {**POOL, "values": (0.0, 1.0)}),
    )
    for along, expected in (("cross", [5.0, 5.5, 6.0]), ("pool", [0.5, 10.5])):
        ((_, found),) = lines(made, along)
        assert found.y is None
        assert [cell.value.mean for cell in found.cells] == pytest.approx(expected)
        assert len(found.averaged_over) == 1


def rising(factors: Any, arm: int, noise: Floats) -> Floats:
    """The second scenario is better by x, the third by a half more and with a dip in the middle."""
    bend = -0.8 if factors["cross"] == 0.5 else 0.0
    return noise + arm * (factors["cross"] + 0.01 * noise) + (arm == 2) * (0.5 + bend)


THREE = {"scenarios": (*TWO, "layered"), "factors": ({**CROSS, "values": (0.0, 0.5, 1.0)},)}


def test_curves_of_several_scenarios_are_told_in_one_sentence_with_what_lies_beyond_their_ends() -> None:
    told = curves_sentence(lines(planted(rising, **THREE)), "classroom small")
    assert told == (
        "Public value against classroom small, in units, with cross-cutting problems from 0 to 1: "
        "siloed from 0.00 (no difference that matters) to +1.00 (better); "
        "layered from +0.50 (better) to +2.50 (better)."
    )

    def dipping(factors: Any, arm: int, noise: Floats) -> Floats:
        return rising(factors, arm, noise) - (2.0 if arm == 2 and factors["cross"] == 0.5 else 0.0)

    ((_, dip),) = lines(planted(dipping, **THREE), scenario="layered")
    assert dip.course() == "+0.50 (better) by way of −1.30 (worse) at 0.5 to +2.50 (better)"


def test_a_curve_may_be_held_against_another_scenario_than_the_first() -> None:
    made = planted(rising, **THREE)
    ((_, found),) = lines(made, scenario="layered", against="siloed")
    assert found.subject == "the difference in public value (layered less siloed)"
    assert [cell.value.mean for cell in found.cells] == pytest.approx([0.5, 0.2, 1.5])
    assert [name for name, _ in lines(made, against="siloed")] == ["classroom small", "layered"]


def test_a_map_whose_height_is_not_named_takes_another_factor() -> None:
    made = planted(
        lambda factors, arm, noise: noise + arm * factors["pool"],
        scenarios=TWO,
        factors=({**CROSS, "steps": 3}, {**POOL, "values": (0.0, 1.0)}),
    )
    found = surface(made, x="pool")
    assert found.y is not None
    assert (found.x.name, found.y.name) == ("pool", "cross")


def test_the_frontier_is_where_the_difference_turns() -> None:
    found = frontier(a_map())
    assert len(found.turns) == 3
    for turn in found.turns:
        assert turn.x is not None
        assert turn.x.low <= 0.5 <= turn.x.high
        assert turn.x.high - turn.x.low < 0.02
        assert turn.up
    assert "from below 0 to above" in found.sentence()


def test_a_difference_that_never_turns_has_no_frontier() -> None:
    made = planted(
        lambda factors, arm, noise: noise + arm,
        scenarios=TWO,
        factors=({**CROSS, "steps": 3}, {**POOL, "values": (0.0, 1.0)}),
    )
    found = frontier(made)
    assert all(turn.x is None for turn in found.turns)
    assert "stays above 0 in every place that was run" in found.sentence()


@pytest.mark.parametrize(
    ("values", "where"),
    [((-1.0, 1.0, 3.0), 0.5), ((0.0, -1.0, 1.0), 1.5), ((1.0, 2.0, 3.0), None), ((-2.0, -1.0, 0.0), 2.0)],
)
def test_a_line_crosses_nothing_where_it_does(values: tuple[float, ...], where: float | None) -> None:
    found = crossing(np.arange(3.0), np.array(values))
    assert np.isnan(found) if where is None else found == pytest.approx(where)


def test_details_are_of_the_middle_row_and_where_one_thing_is_moved_at_a_time_of_the_start() -> None:
    factors = ({**CROSS, "values": (0.0, 0.4, 1.0)}, {**POOL, "values": (0.0, 0.5, 0.6)})
    grid = planted(rising, scenarios=TWO, factors=factors)
    one_at_a_time = planted(rising, scenarios=TWO, factors=factors, design={"kind": "one_at_a_time"})
    for made, row in ((grid, (0.4, 0.5)), (one_at_a_time, (0.0, 0.0))):
        pair = main_pair(made.plan)
        assert pair is not None
        assert pair[1].row is not None
        assert made.plan.rows[pair[1].row] == row
    levers_alone = planted(rising, factors=factors)
    pair = main_pair(levers_alone.plan)
    assert pair is not None
    assert pair[1].row == 8


def test_a_row_that_is_held_against_itself_is_not_counted() -> None:
    made = planted(
        lambda factors, arm, noise: noise + (factors["pool"] + 0.01 * noise * factors["pool"]),
        factors=({**CROSS, "values": (0.0, 1.0)}, {**POOL, "values": (0.0, 0.5, 1.0)}),
    )
    found = surface(made, "pool", "cross")
    assert [cell.is_start for cell in found.cells] == [True, False, False] * 2
    assert found.counted() == "clearly better in 4 of 4 places, clearly worse in none"


def test_a_curve_averages_over_what_is_not_along_it() -> None:
    ((name, found),) = lines(a_map(), "pool")
    assert name == "siloed"
    assert found.y is None
    assert found.averaged_over == ("Cross-cutting problems",)
    assert [cell.value.mean for cell in found.cells] == pytest.approx([0.0, 0.0, 0.0], abs=1e-9)
    assert (
        found.counted()
        == "clearly better in none of 3 places, clearly worse in none, no difference that matters in 3"
    )


def steeper(factors: Any, arm: int, noise: Floats) -> Floats:
    """The second scenario gains 0.2 along the factor, the third 0.5; the noise of a world is the same everywhere."""
    return noise + (0.0, 0.2, 0.5)[arm] * factors["pool"] * (1 + 0.1 * noise)


def test_every_curve_and_every_two_of_them_have_a_difference_of_differences_with_interval_and_verdict() -> (
    None
):
    """Worked by hand: the change of each world is 0.2, 0.5 or 0.3 times 1 + 0.1 noise; Student's, for three at once."""
    made = planted(
        steeper,
        scenarios=("classroom_small", "siloed", "layered"),
        factors=({"name": "pool", "path": "levers.pooled_funding", "values": (0.0, 0.5, 1.0)},),
    )
    noise = made.outcome("public_value")[0, 0]
    reach = float(stdtrit(noise.size - 1, 1 - 0.05 / 3 / 2)) * noise.std(ddof=1) / np.sqrt(noise.size)
    found = changes(made)
    assert [one.what for one in found] == [
        "the difference in public value (siloed less classroom small)",
        "the difference in public value (layered less classroom small)",
        "the difference in public value (layered less siloed)",
    ]
    for one, slope in zip(found, (0.2, 0.5, 0.3), strict=True):
        assert (one.first, one.last, one.verdict) == (0.0, 1.0, "higher")
        assert one.change.mean == pytest.approx(slope)
        assert one.change.half_width == pytest.approx(slope * 0.1 * reach)
    assert (
        found[0]
        .sentence(shown_as("public_value"))
        .startswith(
            "Does the difference in public value (siloed less classroom small) depend on pooled funding? "
            "Yes: from 0 to 1 it changes by +0.20 units (95% interval +0.1"
        )
    )


@pytest.mark.parametrize(
    ("slope", "spread", "verdict", "answer"),
    [
        (0.5, 0.1, "higher", "Yes: "),
        (0.02, 0.02, "negligible", "Yes, by too little to matter: "),
        (0.06, 0.1, "leaning", "Yes, perhaps by too little to matter: "),
        (0.0, 0.01, "equal", "No, not by what matters: "),
        (0.0, 1.0, "unknown", "Not known: "),
    ],
)
def test_whether_a_difference_depends_on_a_factor_is_yes_no_or_not_known(
    slope: float, spread: float, verdict: str, answer: str
) -> None:
    def rule(factors: Any, arm: int, noise: Floats) -> Floats:
        return noise + arm * factors["pool"] * (slope + spread * noise)

    pool = {"name": "pool", "path": "levers.pooled_funding", "values": (0.0, 1.0)}
    (one,) = changes(planted(rule, scenarios=("classroom_small", "siloed"), factors=(pool,)))
    assert one.verdict == verdict
    assert f"depend on pooled funding? {answer}from 0 to 1 it changes by " in one.sentence(
        shown_as("public_value")
    )


def test_along_names_each_is_held_against_the_first() -> None:
    rules = {"name": "rule", "path": "rules.centre_grants"}

    def rule(factors: Any, arm: int, noise: Floats) -> Floats:
        return noise + arm * len(factors["rule"]) * 0.1

    found = changes(planted(rule, scenarios=("classroom_small", "siloed"), factors=(rules,)))
    (first,) = {one.first for one in found}
    assert [one.change.mean for one in found] == pytest.approx(
        [0.1 * (len(str(one.last)) - len(str(first))) for one in found]
    )
