"""A role card shows nothing that its seat cannot know."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from govsim.runs.drive import fork
from govsim.simulation import QUARTER, Phase
from govsim.statistics.resampling import generator
from govsim.teaching.cards import Card, card_of, cards
from govsim.teaching.game import Game
from govsim.teaching.known import known_in
from govsim.teaching.play import played
from govsim.teaching.targets import PROGRESS, reached, target_of
from govsim.teaching.wording import need_words
from govsim.validation.laws.no_hidden_truth import SENSES, with_other_truth
from govsim.validation.phases import altered, quarter_with
from govsim.world.build import World
from tests.unit.teaching.games import a_game


def standing(until: str, vote: str = "mission_led") -> tuple[Game, World]:
    """A game before a phase, and its world, with the levers of the reform where it has been voted for."""
    game, _ = a_game(
        lambda round_, seat, choice: len(seat + choice) % 5 - 2, vote=vote, until=until, minutes=75
    )
    run = played(game)
    reform = game.scenario().reforms
    if reform and run.quarter == reform[0].quarter:
        run.change_levers(**reform[0].levers)
    return game, run.world


def all_cards(game: Game, world: World, phases: Any = QUARTER) -> dict[str, Card]:
    known = known_in(world, game.seats, phases)
    return {key: card_of(game, seat, known) for key, seat in game.seats.items()}


MOMENTS = [
    ("decide-1", "siloed"),
    ("decide-2", "siloed"),
    ("decide-3", "mission_led"),
    ("decide-4", "layered"),
]


@pytest.mark.parametrize(("until", "vote"), MOMENTS)
def test_other_hidden_truth_behind_the_same_signals_changes_no_card(until: str, vote: str) -> None:
    """Need, recipes, growth and drift are dealt out again; what was sensed of them stays."""
    game, world = standing(until, vote)
    sensed: dict[str, Any] = {}

    def remembering(phase: Phase) -> Any:
        return altered(phase, lambda results, seen: sensed.setdefault(phase.name, results))

    phases = QUARTER
    for sense in SENSES:
        phases = quarter_with(sense, remembering, phases)
    shown = all_cards(game, world, phases)
    other = with_other_truth(world, generator(3))
    assert not np.array_equal(other.state["need_kjw"], world.state["need_kjw"])
    assert all_cards(game, other, phases) == shown


@pytest.mark.parametrize(
    "key", ["council:hillford", "council:southport", "communities", "department:care", "centre"]
)
def test_what_is_anothers_own_is_on_no_other_card(key: str) -> None:
    """Gaming of other councils, beliefs of others and trust belong to those who have them."""
    game, world = standing("decide-2")
    other = fork(world)
    councils = list(world.places.council_keys)
    mine = councils.index(key.partition(":")[2]) if key.startswith("council") else -1
    for name in ("gaming_cjw", "council_belief_cew"):
        values = other.state[name].copy()
        for row in range(len(councils)):
            if row != mine:
                values[row] = values[row][::-1] * 0.5
        other.state[name] = values
    if key != "communities":
        other.state["trust_kw"] = other.state["trust_kw"][::-1] * 0.5
        other.state["engagement_kw"] = other.state["engagement_kw"][::-1] * 0.5
    before, after = all_cards(game, world)[key], all_cards(game, other)[key]
    assert before == after


def test_a_card_that_knew_the_truth_would_be_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test of the test: a council that is shown its true need."""
    from govsim.teaching import cards as module

    game, world = standing("decide-2")
    other = with_other_truth(world, generator(3))
    shown = dict(module._SEEN)

    def knowing(of: World) -> Any:
        def seen(known: Any, seat: Any) -> Any:
            lines, fact = shown["council"](known, seat)
            return [*lines, ("True need", f"{of.state['need_kjw'][0, 0, 0]:.3f}")], fact

        return seen

    monkeypatch.setitem(module._SEEN, "council", knowing(world))
    first = all_cards(game, world)["council:hillford"]
    monkeypatch.setitem(module._SEEN, "council", knowing(other))
    known = known_in(world, game.seats)
    assert card_of(game, game.seats["council:hillford"], known) != first


@pytest.mark.parametrize(("until", "vote"), MOMENTS)
def test_every_seat_has_a_card_in_plain_words(until: str, vote: str) -> None:
    game, world = standing(until, vote)
    for key, card in cards(game, world).items():
        assert card.title
        assert card.who.endswith(".")
        assert card.wants.endswith(".")
        words = " ".join([card.who, card.wants, card.fact, *(part for line in card.sees for part in line)])
        assert not set("_{}[]") & set(words), key
        assert "nan" not in words
        assert len(card.sees) <= 14
        assert len(card.choices) <= 3
        assert [choice.key for choice in card.choices] == [choice.key for choice in game.offered(key)]
        for choice in card.choices:
            assert choice.stands == game.stood(key, choice.key) + 2


def test_money_on_cards_is_in_pounds_and_adds_up_to_the_budget() -> None:
    game, world = standing("decide-1")
    shown = cards(game, world)
    names = {one.label for one in game.country.departments}
    budgets = [amount for name, amount in shown["centre"].sees if name in names]
    pounds = [float(amount.split("bn")[0].removeprefix("£")) for amount in budgets]
    assert sum(pounds) == pytest.approx(game.country.annual_budget, abs=0.25)
    of_care = [amount for _, amount in shown["department:care"].sees if amount.startswith("£")]
    parts = [
        float(one[1:].split("bn")[0]) if "bn" in one else float(one[1:].split("m")[0]) / 1000
        for one in of_care
    ]
    assert parts[0] == pytest.approx(sum(parts[1:]), abs=0.25)


def test_a_council_that_games_knows_how_much_better_its_figures_are() -> None:
    game, world = standing("decide-2")
    known = known_in(world, game.seats)
    gamed = dataclasses.replace(
        known, arrays={**known.arrays, "gaming_cjw": np.full_like(known.arrays["gaming_cjw"], 0.25)}
    )
    assert "25% below" in card_of(game, game.seats["council:hillford"], gamed).fact


def test_need_is_said_with_the_need_of_the_regions_and_never_as_a_share_of_people() -> None:
    game, world = standing("brief")
    places = world.places
    inside = places.council_region_c[places.community_council_k] == 0
    north = np.average(places.need_kj[inside].mean(axis=1), weights=places.population_k[inside])
    assert f"{north:.2f} in the North" in need_words(game.country)
    for card in cards(game, world).values():
        assert "in 100" not in card.wants


def test_how_far_a_target_has_come_is_said_from_the_second_round_on_and_which_way() -> None:
    assert "So far" not in cards(standing("brief")[0])["department:care"].wants
    game, world = standing("decide-2")
    for key, card in cards(game, world).items():
        target = target_of(game.seats[key], game.country)
        if target is not None and target.measure == PROGRESS:
            way = "fallen" if reached(game.seats[key], world)[0] >= 0 else "risen"
            assert f"So far need has {way} by" in card.wants
