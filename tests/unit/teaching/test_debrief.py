"""Us, the arrangement, or luck: an exact sum, replayed in other worlds, in one document for every form."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from govsim.errors import InputError
from govsim.runs.simulate import simulate
from govsim.statistics.intervals import Interval
from govsim.teaching.debrief import Debrief, debrief
from govsim.teaching.debrief_document import LABELS, debrief_document
from govsim.teaching.debrief_drawing import split_svg
from govsim.teaching.events import Opened
from govsim.teaching.game import Game, fold
from govsim.teaching.us_or_luck import FRACTIONS, Split, fraction_words, other_worlds
from tests.unit.teaching.games import a_game

WORLDS = 6


def careless(round_: int, seat: str, choice: str) -> int:
    return (len(seat) + 3 * len(choice) + round_) % 5 - 2


@cache
def game_of(vote: str = "mission_led", rules: bool = False) -> Game:
    return a_game(*(() if rules else (careless,)), vote=vote)[0]


@cache
def debrief_of(vote: str = "mission_led", rules: bool = False) -> Debrief:
    return debrief(game_of(vote, rules), worlds=WORLDS, explained=0)


@pytest.mark.parametrize("measure", ["progress", "core_services"])
def test_the_three_parts_are_those_of_separate_runs_and_add_up(measure: str) -> None:
    game, split = game_of(), debrief_of().splits[measure]
    others = list(other_worlds(game, WORLDS))

    def ends(option: str, worlds: list[int], with_class: bool = False) -> np.ndarray:
        actors = game.actors() if with_class else None
        return simulate(game.scenario(option), replicates=worlds, seed=1, actors=actors).at_end(measure)

    y, r, s = ends("mission_led", [0], True)[0], ends("mission_led", [0])[0], ends("siloed", [0])[0]
    s_w = ends("siloed", others)
    assert split.outcome == y
    assert (split.us, split.arrangement, split.luck) == (y - r, r - s, s - float(np.mean(s_w)))
    assert split.us + split.arrangement + split.luck == pytest.approx(split.outcome - split.usual, abs=1e-15)
    us_w = ends("mission_led", others, True) - ends("mission_led", others)
    assert split.us_elsewhere.mean == float(np.mean(us_w))
    assert split.arrangement_elsewhere.mean == float(np.mean(ends("mission_led", others) - s_w))
    assert 0 not in others
    assert len(others) == WORLDS


def test_who_decides_by_the_rules_has_done_nothing_to_the_last_bit() -> None:
    found = debrief_of("layered", rules=True)
    for split in found.splits.values():
        assert split.us == 0
        assert (split.us_elsewhere.low, split.us_elsewhere.high) == (0, 0)
    assert found.decisions == ()
    assert "Every decision was the rules’ own" in str(debrief_document(found).document())


def test_who_keeps_the_silos_has_no_arrangement_to_thank() -> None:
    found = debrief_of("siloed")
    assert all(split.arrangement == 0 for split in found.splits.values())
    assert found.explanation is None
    assert "You kept the silos" in str(debrief_document(found).document())
    assert all(split.share_of_us is None for split in found.splits.values())


def a_split(us: float, arrangement: float, luck: float) -> Split:
    nothing = Interval(0.0, 0.0, 0.0)
    return Split(
        measure="progress",
        outcome=us + arrangement + luck - 0.04,
        usual=-0.04,
        us=us,
        arrangement=arrangement,
        luck=luck,
        us_elsewhere=nothing,
        arrangement_elsewhere=nothing,
        luck_range=(-0.1, 0.1),
    )


@pytest.mark.parametrize(
    ("us", "arrangement", "luck", "share"),
    [
        (0.02, 0.03, 0.01, 1 / 3),
        (-0.02, -0.03, -0.01, 1 / 3),
        (0.02, -0.03, 0.01, None),
        (0.02, 0.0, 0.01, None),
        (0.0, 0.03, 0.01, None),
    ],
)
def test_a_share_is_said_only_where_all_three_have_one_sign(
    us: float, arrangement: float, luck: float, share: float | None
) -> None:
    split = a_split(us, arrangement, luck)
    assert split.share_of_us == (None if share is None else pytest.approx(share))
    found = replace(debrief_of(), splits={**debrief_of().splits, "progress": split})
    said = [sentence for sentence in debrief_document(found).answer if sentence.startswith("Progress, ")]
    assert len(said) == 1
    assert ("a third was you" in said[0]) == (share is not None)


def test_fractions_are_told_by_the_nearest() -> None:
    for share, words in FRACTIONS:
        assert fraction_words(share) == words
        assert fraction_words(share + 0.01) == words


def test_the_decisions_that_changed_most_come_first_and_are_those_of_single_replays() -> None:
    game, found = game_of(), debrief_of().decisions
    weights = [one.weight for one in found]
    assert weights == sorted(weights, reverse=True)
    assert all(one.step for one in found)
    for one in (found[0], found[-1]):
        rounds = tuple(
            {
                place: 0 if (number, place) == (one.round, (one.seat, one.choice.key)) else step
                for place, step in steps.items()
            }
            for number, steps in enumerate(game.rounds)
        )
        put_back = simulate(game.scenario(), replicates=[0], seed=1, actors=game.actors(rounds))
        with_class = simulate(game.scenario(), replicates=[0], seed=1, actors=game.actors())
        for name, added in one.added.items():
            assert added == with_class.at_end(name)[0] - put_back.at_end(name)[0]


def test_forecasts_stand_against_what_happened() -> None:
    progress, core = debrief_of().forecasts
    assert len(progress.forecasts) == len(game_of().students)
    assert progress.middle == pytest.approx(0.01 * (len(progress.forecasts) - 1) / 2)
    assert progress.happened == debrief_of().splits["progress"].outcome
    assert core.happened == debrief_of().splits["core_services"].outcome


def test_every_seat_but_the_observer_is_scored_by_its_own_report() -> None:
    found = debrief_of()
    scored = {one.seat for one in found.scores}
    assert scored == set(game_of().seats) - {"observer"}
    whole = simulate(game_of().scenario(), replicates=[0], seed=1, actors=game_of().actors())
    reported = {one.seat: one.reported for one in found.scores}
    assert reported["centre"] == pytest.approx(whole.at_end("reported_progress")[0], abs=1e-12)
    assert reported["communities"] == pytest.approx(whole.at_end("trust")[0], abs=1e-12)
    by_outcome = dict(zip(whole.labels["j"], whole.at_end("reported_progress_by_outcome")[:, 0], strict=True))
    assert reported["department:economy"] == pytest.approx(by_outcome["work"], abs=1e-12)
    goal = game_of().country.missions[0].goal_shares()
    expected = sum(share * by_outcome[key] for key, share in goal.items())
    assert reported["mission:good_work"] == pytest.approx(expected, abs=1e-12)


def test_all_forms_come_from_one_document(tmp_path: Path) -> None:
    document = debrief_document(debrief_of(), "govsim room rehearse cabinet")
    progress = debrief_of().splits["progress"]
    told = json.loads(document.save(tmp_path / "debrief.json").read_text())
    [split] = [part for part in told["findings"] if part["key"] == "split"]
    assert split["numbers"]["progress"]["us"] == progress.us
    for ending in ("html", "md"):
        text = document.save(tmp_path / f"debrief.{ending}").read_text()
        assert "Was it us, the arrangement, or luck?" in text
        for sentence in document.answer:
            assert sentence.split(" (")[0].split(":")[0] in text
        assert f"{progress.us:+.3f}".replace("-", "−") in text


def test_a_game_that_is_not_over_has_no_debrief() -> None:
    with pytest.raises(InputError, match="rounds are all closed, found 0 of 4"):
        debrief(fold([Opened()]))
    with pytest.raises(InputError, match="2 or more other worlds"):
        debrief(game_of(), worlds=1)


def test_the_drawing_has_a_bar_for_each_part_as_long_as_its_value_and_on_its_side() -> None:
    splits = [debrief_of().splits[name] for name in LABELS]
    svg = split_svg(splits, LABELS)
    bars = [
        (float(x), float(width))
        for x, width in re.findall(r'<rect x="([\d.]+)" y="\d+" width="([\d.]+)"', svg)
    ]
    zeros = [float(x) for x in re.findall(r'<line x1="([\d.]+)"', svg)]
    assert (len(bars), len(zeros)) == (6, 2)
    for place, split in enumerate(splits):
        values = [split.us, split.arrangement, split.luck]
        longest = max(abs(value) for value in values)
        most = max(width for _, width in bars[3 * place : 3 * place + 3])
        for value, (x, width) in zip(values, bars[3 * place : 3 * place + 3], strict=True):
            assert width == pytest.approx(max(1.0, most * abs(value) / longest), abs=0.2)
            assert x == pytest.approx(zeros[place] if value >= 0 else zeros[place] - width, abs=0.2)
