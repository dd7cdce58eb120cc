"""What analysis says of results whose answer is known, because it was planted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from govsim.arrays import Floats
from govsim.errors import InputError
from govsim.experiments.arms import baseline_rows, main_pair, pairs
from govsim.experiments.chunk import Failure
from govsim.experiments.figures.attribution import attribution, rows_to_run
from govsim.experiments.figures.comparisons import comparisons
from govsim.experiments.figures.factorial import factorial
from govsim.experiments.figures.gains_and_losses import gains_and_losses
from govsim.experiments.figures.pawn import Distributions, distributions
from govsim.experiments.figures.pound import pound
from govsim.experiments.figures.regret import robustness_of
from govsim.experiments.figures.tornado import tornado
from govsim.experiments.figures.trajectories import trajectories
from govsim.experiments.figures.win_regions import win_regions
from govsim.experiments.plan import Plan, planned
from govsim.experiments.results_view import contrast_of
from tests.made_experiments import Planted, Rule, asked, on_off, planted

TWO = ("classroom_small", "siloed")
CROSS = {"name": "cross", "path": "uncertainties.cross_cutting"}
POOL = {"name": "pool", "path": "levers.pooled_funding"}


def the_parts(synergy: float) -> Planted:
    """Three parts that add 0.1, 0.2 and 0.3, and together so much more."""

    def rule(factors: Any, arm: int, noise: Floats) -> Floats:
        on = [factors[name] == "on" for name in ("one", "two", "three")]
        return noise + 0.1 * on[0] + 0.2 * on[1] + 0.3 * on[2] + synergy * all(on) + 0.001 * noise * sum(on)

    return planted(rule, factors=on_off("one", "two", "three"))


def test_parts_that_add_up_are_no_more_than_their_sum() -> None:
    found = factorial(the_parts(0.0))
    assert found.verdict == "about the same"
    assert found.whole.mean == pytest.approx(0.6, abs=0.01)
    assert "No: in public value, the whole is the sum of its parts" in found.sentence()
    assert [round(share.mean, 2) for _, share in found.shares] == [0.1, 0.2, 0.3]
    by_names = {part.names: round(part.against_none.mean, 2) for part in found.parts}
    assert by_names[("One",)] == 0.1
    assert by_names[("Two", "Three")] == 0.5


@pytest.mark.parametrize(("planted_in", "word"), [(0.4, "more"), (-0.4, "less")])
def test_planted_synergy_is_found_with_its_sign_and_size(planted_in: float, word: str) -> None:
    found = factorial(the_parts(planted_in))
    assert found.verdict == word
    assert found.beyond.mean == pytest.approx(planted_in, abs=0.01)
    triple = next(part for part in found.parts if len(part.names) == 3)
    assert triple.added.mean == pytest.approx(planted_in, abs=0.01)
    assert sum(share.mean for _, share in found.shares) == pytest.approx(found.whole.mean, abs=1e-12)


def test_a_comparison_tells_difference_interval_share_and_what_pairing_gained() -> None:
    found = comparisons(
        planted(lambda factors, arm, noise: noise + arm * (0.3 + 0.1 * noise), scenarios=TWO), "public_value"
    )
    (one,) = found.differences
    assert (one.baseline, one.scenario, one.verdict) == ("classroom small", "siloed", "better")
    assert one.difference.low < 0.3 < one.difference.high
    assert one.variance_reduction > 100
    assert one.better.mean > 0.9
    assert "Siloed is better than classroom small in public value" in found.sentences()[0]
    assert found.document()["differences"][0]["sentence"] == found.sentences()[0]


def variants_of(names: Sequence[str]) -> dict[str, Any]:
    """A variant for each name, no two alike."""
    return {
        name: {"extends": "classroom_small", "levers": {"pooled_funding": 0.1 + place / 10}}
        for place, name in enumerate(names)
    }


def test_several_comparisons_have_wider_intervals_than_one() -> None:
    def rule(factors: Any, arm: int, noise: Floats) -> Floats:
        return noise * (1 + arm)

    names = ("classroom_small", "a", "b", "c", "d")
    few, many = (
        comparisons(
            planted(rule, scenarios=names[:count], variants=variants_of(names[1:count])), "public_value"
        )
        for count in (2, 5)
    )
    assert many.differences[0].together == 4
    assert many.differences[0].difference.half_width > few.differences[0].difference.half_width


def test_worlds_in_which_a_run_failed_are_left_out_for_all_and_counted() -> None:
    failures = (Failure(3, "failed", "ValueError: no"), Failure(45, "failed", "ValueError: no"))
    found = comparisons(
        planted(lambda factors, arm, noise: noise + arm, failures, scenarios=TWO), "public_value"
    )
    assert found.left_out == 2
    assert found.differences[0].worlds == 38
    assert found.differences[0].difference.mean == pytest.approx(1)


def test_with_one_scenario_a_row_is_held_against_the_row_that_assumes_the_same() -> None:
    plan = planned(asked(factors=({**CROSS, "values": (0.2, 0.8)}, {**POOL, "values": (0.0, 0.5)})))
    assert baseline_rows(plan) == [0, 0, 2, 2]
    assert [(first.row, second.row) for first, second in pairs(plan)] == [(0, 1), (2, 3)]
    plan = planned(asked(factors=({**CROSS, "values": (0.2, 0.8)},)))
    assert baseline_rows(plan) == [0, 0]


def test_a_tornado_begins_with_the_widest_bar_and_says_what_turns_the_sign() -> None:
    def rule(factors: Any, arm: int, noise: Floats) -> Floats:
        return noise + arm * (0.1 + 0.5 * factors["cross"] - 0.4 * factors["pool"] + 0.001 * noise)

    found = tornado(
        planted(
            rule,
            scenarios=TWO,
            factors=({**POOL, "values": (0.0, 1.0)}, {**CROSS, "values": (0.0, 1.0)}),
            design={"kind": "one_at_a_time"},
        )
    )
    assert [bar.name for bar in found.bars] == ["cross", "pool"]
    assert found.bars[0].ends[0].change.mean == pytest.approx(0.5, abs=0.01)
    assert "+0.10 units at the start" in found.sentence()
    assert "the sign of its mean is turned by pooled funding" in found.sentence()


def in_a_sample(rule: Any, points: int = 300, scenarios: tuple[str, ...] = TWO, **changes: Any) -> Planted:
    return planted(
        rule,
        scenarios=scenarios,
        factors=(
            CROSS,
            {"name": "slack", "path": "uncertainties.slack"},
            {"name": "fungibility", "path": "uncertainties.fungibility"},
        ),
        design={"kind": "latin_hypercube", "points": points},
        replicates=2,
        **changes,
    )


def test_the_box_in_which_it_wins_is_found_and_said_in_words() -> None:
    found = win_regions(
        in_a_sample(lambda factors, arm, noise: noise + arm * (1.0 if factors["cross"] > 0.6 else -1.0))
    )
    ways = {region.way: region for region in found.regions}
    (limit,) = ways["wins"].limits
    assert limit.factor == "cross"
    assert limit.low == pytest.approx(0.6, abs=0.05)
    assert limit.high is None
    assert ways["wins"].density > 0.95
    assert ways["wins"].held_out.low > 0.9
    assert ways["wins"].base_rate == pytest.approx(0.4, abs=0.02)
    assert limit.found_again > 0.9
    assert found.wins.mean == pytest.approx(0.4, abs=0.02)
    assert any(
        "siloed wins most often with cross-cutting problems above 0.6" in one.lower()
        for one in found.sentences()
    )


def test_where_it_wins_everywhere_no_region_is_made_up() -> None:
    found = win_regions(in_a_sample(lambda factors, arm, noise: noise + arm))
    assert not found.regions
    assert any("nearly everywhere" in one for one in found.sentences())


def test_names_that_hold_words_of_a_sentence_do_not_spoil_it() -> None:
    names = ("nothing less", "more for less money")
    made = in_a_sample(
        lambda factors, arm, noise: noise + arm * (1.0 if factors["cross"] > 0.6 else -1.0),
        scenarios=names,
        variants=variants_of(names),
    )
    found = win_regions(made)
    whole = "wins in 40% of 300 sets of assumptions and loses in 60% (public value)"
    assert found.heading == f"More for less money against nothing less: {whole}"
    first, *regions = found.sentences()
    assert first.startswith(
        "More for less money against nothing less, in public value: better by more than 0.05"
    )
    assert all(one.startswith("More for less money ") for one in regions)
    itself = win_regions(made, scenario="nothing less")
    assert itself.heading.startswith("Nothing less against its own average: wins in ")
    assert (
        contrast_of(made).subject == "the difference in public value (more for less money less nothing less)"
    )
    assert contrast_of(made, scenario="nothing less").subject == "public value under nothing less"


def test_regret_goes_to_the_one_that_is_seldom_far_behind() -> None:
    def rule(factors: Any, arm: int, noise: Floats) -> Floats:
        return noise + (0.2 if arm == 0 else 1.0 if factors["cross"] > 0.9 else 0.0)

    found = robustness_of(in_a_sample(rule))
    first, second = found.standings
    assert first.over_worlds.share_best.mean == pytest.approx(0.9, abs=0.01)
    assert first.over_worlds.worst_regret.mean == pytest.approx(0.8, abs=0.05)
    assert second.over_worlds.regret.mean == pytest.approx(0.18, abs=0.01)
    assert "Best most often is classroom small in 90%" in found.sentence()


def in_sampled_worlds(points: int) -> Distributions:
    def rule(factors: Any, arm: int, noise: Floats) -> Floats:
        return noise + arm * 2.0 * factors["cross"]

    design = {"kind": "latin_hypercube", "points": points}
    return distributions(planted(rule, scenarios=TWO, factors=(POOL, CROSS), design=design, replicates=2))


def test_the_distribution_hangs_on_the_one_planted_assumption() -> None:
    found = in_sampled_worlds(400)
    assert [one.name for one in found.beyond_chance] == ["cross"]
    assert found.factors[0].greatest > found.factors[0].median > 0.45 > found.by_chance
    assert "it is moved by 1 of 2 assumptions." in found.sentence()


def test_too_few_sampled_worlds_say_nothing_of_a_distribution() -> None:
    found = in_sampled_worlds(60)
    assert found.factors == ()
    assert "60 sets of assumptions are too few" in found.sentence()


def levers(count: int) -> tuple[dict[str, Any], ...]:
    names = (
        "pooled_funding",
        "joint_accountability",
        "local_discretion",
        "community_voice",
        "learning_loop",
        "target_pressure",
        "competitive_share",
    )
    return tuple({"name": name, "path": f"levers.{name}", "values": (0.0, 1.0)} for name in names[:count])


def in_levers(plan_of: int, orders: int) -> Planted:
    """A difference to which each lever adds its place, and the first two together 1 more."""
    factors = levers(plan_of)
    names = [factor["name"] for factor in factors]

    def rule(values: Any, arm: int, noise: Floats) -> Floats:
        on = [values[name] for name in names]
        return (
            noise
            + sum((place + 1) * one for place, one in enumerate(on))
            + on[0] * on[1]
            + 0.01 * noise * on[2]
        )

    rows = rows_to_run(planned(asked(factors=factors)).experiment.factors, orders, 0)
    points = [{name: float(bits >> place & 1) for place, name in enumerate(names)} for bits in rows]
    return planted(rule, factors=factors, design={"kind": "list", "points": points})


@pytest.mark.parametrize(("count", "orders"), [(3, 2), (7, 4)])
def test_shares_of_levers_and_elements_add_up_to_the_whole(count: int, orders: int) -> None:
    found = attribution(in_levers(count, orders), orders)
    elements, by_lever = found.splits
    whole = sum(range(1, count + 1)) + 1
    assert found.whole.mean == pytest.approx(whole, abs=0.01)
    for split in found.splits:
        assert sum(share.adds.mean for share in split.shares) == pytest.approx(found.whole.mean, abs=1e-9)
    assert elements.is_exact
    assert by_lever.is_exact == (count == 3)
    shares = {share.title: share.adds.mean for share in by_lever.shares}
    assert shares["Pooled funding"] == pytest.approx(1.5)
    assert shares["Joint accountability"] == pytest.approx(2.5)


def test_rows_that_an_attribution_lacks_are_asked_for() -> None:
    made = in_levers(7, 4)
    lacking = Planted(
        Plan(made.plan.experiment, made.plan.scenarios, made.plan.rows[:9] + made.plan.rows[-1:]), made.rules
    )
    with pytest.raises(InputError, match="rows along all orders"):
        attribution(lacking, 4)


def test_courses_pounds_and_gains_are_told_for_the_cases_that_matter() -> None:
    made = planted(lambda factors, arm, noise: noise + arm, scenarios=TWO, trajectories=("public_value",))
    courses = trajectories(made).courses
    assert [course.case for course in courses] == ["classroom small", "siloed"]
    assert courses[1].years == (0.25, 0.5, 0.75, 1.0)
    assert (
        courses[0].low[3]
        < courses[0].lower[3]
        < courses[0].mean[3]
        < courses[0].upper[3]
        < courses[0].high[3]
    )
    assert "no more than a tenth of a penny" in pound(made).sentence()
    pair = main_pair(made.plan)
    assert pair is not None
    told = gains_and_losses(made, pair)
    assert {change.kind for change in told.changes} >= {"Outcome", "Mission", "Department"}
    assert "of 7 outcomes none gain and none lose" in told.sentence()
    scenario = made.plan.scenarios[1]
    for kind, items in (("Outcome", scenario.outcomes), ("Department", scenario.departments)):
        labels = {item.key: item.label for item in items}
        shown = {
            change.difference.measure.partition(".")[2]: change.who
            for change in told.changes
            if change.kind == kind
        }
        assert {key: shown[key] for key in labels} == labels


def test_gains_are_counted_kind_by_kind_because_kinds_have_no_common_measure() -> None:
    def gain(by: float) -> Rule:
        return lambda factors, arm, noise: noise + by * arm

    plan = planned(asked(scenarios=TWO))
    work, safety, justice = (
        next(one for one in plan.columns if one.endswith(end))
        for end in ("progress_by_outcome.work", "progress_by_outcome.safety", "core_by_department.justice")
    )
    made = Planted(plan, {work: gain(0.1), safety: gain(0.2), justice: gain(-0.9)})
    pair = main_pair(made.plan)
    assert pair is not None
    told = gains_and_losses(made, pair).sentence()
    assert "of 7 outcomes 2 gain (most: Safety) and none lose" in told
    departments = sum(one.startswith("core_by_department.") for one in plan.columns)
    assert f"of the core services of {departments} departments none gain and 1 lose (most: Justice)" in told
