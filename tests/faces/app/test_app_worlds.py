"""Parts of worlds are what `govsim run` simulates at once; what is drawn and said follows from them."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from govsim.app.arrangements import COUNTRY, arrangement_levers, style_of
from govsim.app.chart import SIZES, Trajectory, chart_svg, chart_table
from govsim.app.difference_chart import SIZES as DIFFERENCE_SIZES
from govsim.app.difference_chart import PairedDifference, difference_svg, difference_table
from govsim.app.explore.wording import happened
from govsim.app.offered import Country
from govsim.app.part import Request, joined, scenario_of, simulated_part, weighed
from govsim.app.pound import CATEGORIES, POUND, PoundBar, grouped, pound_bars, pound_table
from govsim.app.session import Worlds
from govsim.app.shown_measures import BESIDE, CHOSEN, OBSERVED
from govsim.app.shown_runs import ShownRuns, WeighedRuns
from govsim.app.what_happened import turning_sentence, value_sentences, what_happened
from govsim.app.wording import left_out_note
from govsim.documents.scale import scale_over
from govsim.measures.catalogue import MEASURES
from govsim.runs.run import Run
from govsim.runs.simulate import simulate
from govsim.scenario.levers import Levers
from govsim.scenario.load import load_scenario

SILOED, LAYERED, MISSION_LED = map(arrangement_levers, ("siloed", "layered", "mission_led"))
CLASSROOM = load_scenario("classroom_small").replace(
    name="siloed", levers=SILOED.model_dump(), horizon=8, warm_up=4
)


CLASS = Country(key="classroom", scenario=CLASSROOM)
FIRST = 32


def request_of(levers: Levers, worlds: Worlds) -> Request:
    return Request(scenario=scenario_of(levers, worlds, CLASS))


@cache
def run_of(name: str) -> Run:
    return simulated_part(request_of(arrangement_levers(name), "differ"), range(FIRST))


@pytest.mark.parametrize("worlds", ["differ", "alike"])
def test_parts_are_bit_for_bit_what_is_simulated_at_once(worlds: Worlds) -> None:
    request = request_of(MISSION_LED, worlds)
    found = joined([simulated_part(request, part) for part in (range(8), range(8, 24), range(24, 40))])
    at_once = simulate(scenario_of(MISSION_LED, worlds, CLASS), replicates=40)
    assert found.replicates == at_once.replicates
    for name in OBSERVED:
        assert np.array_equal(found.measures[name], at_once.measures[name]), name
    for category, shares in at_once.pound.items():
        assert np.array_equal(found.pound[category], shares), category


def test_public_value_at_a_weight_is_what_a_scenario_with_that_weight_gives() -> None:
    scenario = scenario_of(SILOED, "differ", CLASS).replace(values={"progress_weight": 0.8})
    assert np.array_equal(
        weighed(run_of("siloed"), 0.8).measures["public_value"],
        simulate(scenario, replicates=FIRST).measures["public_value"],
    )


@pytest.mark.parametrize("measure", CHOSEN)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
def test_a_chart_is_sound_and_stays_inside_its_frame(measure: str, size: object) -> None:
    now = Trajectory(style_of(MISSION_LED), run_of("mission_led"))
    before = Trajectory(style_of(SILOED), run_of("siloed"))
    root = ElementTree.fromstring(chart_svg(measure, now, before, size))  # type: ignore[arg-type]
    kinds = [part.get("class") for part in root]
    assert {"band-90", "band-50", "mean", "ghost"} <= set(kinds)
    assert ("reported" in kinds) == (measure in BESIDE)
    words = ["".join(part.itertext()) for part in root if part.get("class") == "label"]
    assert "Mission-led" in words
    assert "Against:Siloed" in words
    _, _, width, height = (float(part) for part in root.attrib["viewBox"].split())
    for part in root.iter("path"):
        points = part.attrib["d"].strip("MZ").split("L")
        for x, y in (map(float, point.split()) for point in points):
            assert 0 <= x <= width
            assert 0 <= y <= height


def test_the_table_gives_the_mean_of_each_year_as_comparisons_do() -> None:
    run = run_of("siloed")
    table = chart_table("progress", Trajectory(style_of(SILOED), run), None)
    assert table.count("<tr>") == 1 + CLASSROOM.horizon // 4
    last = float(np.mean(run.at_end("progress")))
    assert f"{last:.3f}".replace("-", "−") in table
    assert "before" not in table


@pytest.mark.parametrize(("low", "high"), [(0, 10), (-1.7, 0.9), (0.93, 0.99), (5, 5), (-1e-6, 2e-6)])
def test_ticks_are_round_and_inside(low: float, high: float) -> None:
    scale = scale_over(low, high, 0, 100)
    ticks = scale.ticks(5)
    assert 2 <= len(ticks) <= 11
    assert all(-1e-6 <= scale(tick) <= 100 + 1e-6 for tick in ticks)


def with_ends(progress: float, core: float) -> Run:
    """The classroom's siloed run, moved by so much in every world."""
    run = run_of("siloed")
    moved = {
        "progress": run.measures["progress"] + progress,
        "core_services": run.measures["core_services"] + core,
    }
    return weighed(replace(run, measures={**run.measures, **moved}), 0.5)


def test_sentences_say_in_how_many_worlds_and_how_much() -> None:
    progress, core, pound = what_happened(with_ends(0.05, -0.02), with_ends(0, 0))
    assert progress.startswith("Siloed is better than the setting before in progress on outcomes: 0.050")
    assert progress.endswith("better in all 32 worlds (89 to 100%).")
    assert core.startswith("Siloed is worse than the setting before in core services: 0.020 lower")
    assert "By volume 0.0" in pound


def test_a_difference_too_small_to_matter_is_said_to_be_none() -> None:
    progress, core, _ = what_happened(with_ends(0.001, 0.0005), with_ends(0, 0))
    assert "by too little to matter" in progress
    assert "by too little to matter" in core


def test_the_weight_at_which_public_value_turns_is_told() -> None:
    before, now = with_ends(0, 0), with_ends(0.05, -0.05)
    lost = float(np.mean(0.05 / now.assumptions["core_unit"]))  # units; 0.05 of progress is half a unit
    told = value_sentences(now, before)
    assert f"break even at a weight of progress of about {lost / (lost + 0.5):.0%}" in told


def test_the_exchange_rate_at_which_public_value_turns_is_told_and_how_many_worlds_assume_more() -> None:
    now = with_ends(0.05, -0.05)
    told = value_sentences(now, with_ends(0, 0))
    above = int((now.assumptions["core_unit"] > 0.1).sum())
    assert 0 < above < 32
    assert "if a fall of need by 0.1 is worth more than 0.100 of core services" in told
    assert f"it is worth more in {above} of 32 worlds." in told


def test_where_worlds_of_the_other_kind_say_the_opposite_it_is_said() -> None:
    here, base, there = with_ends(0.02, 0), with_ends(0, 0), with_ends(-0.01, 0)
    told = turning_sentence(here, base, there, base)
    assert told.startswith(
        "Here the verdict turns round: in worlds that differ public value is 0.10 higher under"
    )
    assert told.endswith("but in worlds alike public value is 0.05 lower.")
    assert turning_sentence(here, base, here, base) == ""
    assert turning_sentence(here, base, base, base) == ""


def test_the_difference_is_paired_and_counts_every_world() -> None:
    now, before = (
        Trajectory(style_of(levers), run_of(name))
        for levers, name in ((MISSION_LED, "mission_led"), (SILOED, "siloed"))
    )
    apart = PairedDifference.of("progress", now, before)
    ends = now.run.at_end("progress") - before.run.at_end("progress")
    higher = int((ends > 0).sum())
    way, more = ("Higher", higher) if higher * 2 >= FIRST else ("Lower", FIRST - higher)
    assert apart.words() == f"{way} in {more} of {FIRST} worlds."
    for size in DIFFERENCE_SIZES:
        root = ElementTree.fromstring(difference_svg(apart, "#000000", size))
        dots = [part for part in root.iter() if part.get("class") == "world"]
        assert len(dots) == FIRST
        assert all(0 < float(dot.attrib["cx"]) < size.width for dot in dots)
        assert all(0 < float(dot.attrib["cy"]) < size.height for dot in dots)
    assert f"<td>{higher} of {FIRST}</td>" in difference_table(apart)
    same = PairedDifference.of("progress", now, now)
    assert same.words() == f"The same in all {FIRST} worlds."


def test_who_gains_both_breaks_even_at_no_weight() -> None:
    assert "break even at" not in value_sentences(with_ends(0.05, 0.05), with_ends(0, 0))


def test_alone_it_says_what_came_of_it_and_what_to_do_next() -> None:
    run = run_of("siloed")
    html = happened(WeighedRuns.of(ShownRuns((request_of(SILOED, "differ"),), run, None), 0.5))
    assert "Over 2 years residents’ need" in html
    assert "press <b>Layered</b>" in html
    assert "This is a model; change the assumptions." in html


def test_the_pound_adds_up_and_every_category_is_drawn_once() -> None:
    run = run_of("mission_led")
    assert sum(grouped(run).values()) == pytest.approx(1)
    drawn = [category for _, _, categories in POUND for category in categories]
    assert sorted(drawn) == sorted(CATEGORIES)
    before = PoundBar("Against: Siloed", run_of("siloed"), is_before=True)
    assert pound_bars([PoundBar("Mission-led", run), before]).count('role="img"') == 2
    assert '<th scope="col">Change</th>' in pound_table(run, before)
    assert "Change" not in pound_table(run, None)


def test_what_an_address_says_is_escaped() -> None:
    assert "<script>" not in left_out_note(["<script>alert(1)</script>=1"])


def test_every_measure_to_choose_has_one_line() -> None:
    assert all(not MEASURES[name].axis and not MEASURES[name].only_at_end for name in OBSERVED)
    assert COUNTRY.name == "siloed"
