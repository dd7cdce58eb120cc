"""Role cards: who a seat is, what it wants and sees, and what it may decide, in pounds and plain words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from govsim.arrays import Floats, ratio
from govsim.measures.amounts import figure, level
from govsim.measures.catalogue import MEASURES
from govsim.teaching.game import Game
from govsim.teaching.known import Known, known_in
from govsim.teaching.play import played
from govsim.teaching.seats import OBSERVER, Seat
from govsim.teaching.steps import FURTHEST
from govsim.teaching.targets import PROGRESS, Target, target_of
from govsim.words.names import capitalised
from govsim.words.plurals import joined
from govsim.world.build import World

FAINT: Final = 0.05  # a crisis of less than this part of its worst is no longer told of
Line = tuple[str, str]  # what is seen, and how much of it


@dataclass(frozen=True, kw_only=True)
class CardChoice:
    """A decision on a card: the question, a word for each button, and which one stands unless it is answered."""

    key: str
    question: str
    buttons: tuple[str, ...]
    stands: int  # position among the buttons


@dataclass(frozen=True, kw_only=True)
class Card:
    """A role card for one round. It shows nothing that its seat cannot know."""

    seat: str
    title: str
    who: str
    wants: str
    sees: tuple[Line, ...]
    fact: str  # known to this seat alone
    choices: tuple[CardChoice, ...]


def cards(game: Game, world: World | None = None) -> dict[str, Card]:
    """The cards of all seats for the round that is open or comes next, by seat.

    `world` is the game's world as it stands, where the caller has it; otherwise it is played up to now. Under a reform
    that has just been voted for, give the world with its levers changed.

    >>> from govsim.teaching.game import fold
    >>> from govsim.teaching.events import Opened
    >>> cards(fold([Opened()]))["council:hillford"].sees[0]
    ('Grants', '£5.6bn a year')
    """
    if world is None:
        run = played(game)
        reform = game.scenario().reforms
        if reform and run.quarter == reform[0].quarter:
            run.change_levers(**reform[0].levers)
        world = run.world
    known = known_in(world, game.seats)
    return {key: card_of(game, seat, known) for key, seat in game.seats.items()}


def card_of(game: Game, seat: Seat, known: Known) -> Card:
    """One seat's card, from what can be known."""
    target = target_of(seat, game.country)
    sees, fact = _SEEN[seat.kind](known, seat) if seat.kind != OBSERVER else ((), "")
    wants = "Nothing but to see."
    if target is not None:
        wants = f"{capitalised(target.wish)}. {_so_far(game, known.reported[seat.key], target)}".strip()
    return Card(
        seat=seat.key,
        title=seat.title,
        who=seat.who,
        wants=wants,
        sees=tuple(sees),
        fact=fact,
        choices=tuple(
            CardChoice(
                key=choice.key,
                question=choice.question,
                buttons=choice.buttons,
                stands=game.stood(seat.key, choice.key) + FURTHEST,
            )
            for choice in game.offered(seat.key)
        ),
    )


def _so_far(game: Game, value: float, target: Target) -> str:
    """How far a target has come."""
    if target.measure != PROGRESS:
        return f"So far it is {level(value, MEASURES[target.measure])}."
    amount = figure(abs(value), MEASURES[PROGRESS])
    return f"So far need has {'fallen' if value >= 0 else 'risen'} by {amount}." if game.round else ""


class _Words:
    """Names and amounts of a country, for cards."""

    def __init__(self, known: Known) -> None:
        scenario, places = known.scenario, known.places
        self.budget = scenario.annual_budget
        self.departments = {one.key: one.label or one.key for one in scenario.departments}
        self.outcomes = {one.key: one.label or one.key for one in scenario.outcomes}
        self.missions = {one.key: one.label or one.key for one in scenario.missions}
        self.councils = dict(zip(places.council_keys, places.council_names, strict=True))

    def pounds(self, share: float) -> str:
        """A share of the budget as pounds a year, in millions below a tenth of a billion."""
        billion = share * self.budget
        return f"£{billion:,.1f}bn a year" if billion >= 0.1 else f"£{1000 * billion:,.0f}m a year"

    def most(self, names: Mapping[str, str], values: Floats) -> str:
        """The name with the greatest value."""
        return list(names.values())[int(np.argmax(values))]


def _index(value: float) -> str:
    return figure(value, MEASURES["core_services"])


def _need(value: float) -> str:
    return figure(value, MEASURES["need"])


def _per_cent(value: float) -> str:
    return f"{value:.0%}"


def _crises(known: Known, words: _Words) -> Line:
    alarm_j = known.arrays["alarm_jw"][:, 0] - 1
    strength_j = ratio(alarm_j, np.full_like(alarm_j, known.scenario.constants.crisis_urgency - 1))
    told = [
        f"{name} at {_per_cent(strength)} of its worst"
        for name, strength in zip(words.outcomes.values(), strength_j, strict=True)
        if strength >= FAINT
    ]
    return "Crises", joined(told) or "none"


def _centre(known: Known, seat: Seat) -> tuple[list[Line], str]:
    words, arrays = _Words(known), known.arrays
    lines = [
        (name, f"{words.pounds(share)}, core services {_index(core)}")
        for name, share, core in zip(
            words.departments.values(), arrays["baseline_dw"][:, 0], arrays["core_dw"][:, 0], strict=True
        )
    ]
    signal_c = known.views["centre_grants"].signal_cjw[:, :, 0].mean(axis=1)
    names = list(words.councils.values())
    lines += [
        (f"Need in {name}, as it reports it", _need(reported))
        for name, reported in zip(names, arrays["reported_cjw"][:, :, 0].mean(axis=1), strict=True)
    ]
    order = [names[place] for place in np.argsort(-signal_c, kind="stable").tolist()]
    lines.append(("Neediest first, as it looks from here", ", ".join(order)))
    attention_m = arrays["attention_mw"][:, 0]
    if attention_m.any():
        lines += [
            (f"Your time for {name}, as advised", _per_cent(share))
            for name, share in zip(words.missions.values(), attention_m, strict=True)
        ]
    lines.append(_crises(known, words))
    pressure_d = known.views["treasury_budget"].pressure_dw[:, 0]
    return (
        lines,
        f"Only you know who presses hardest for money: {words.most(words.departments, pressure_d)}.",
    )


def _department(known: Known, seat: Seat) -> tuple[list[Line], str]:
    words, arrays, key = _Words(known), known.arrays, seat.key.partition(":")[2]
    row = list(words.departments).index(key)
    view = known.views["department_allocation"].of(row)
    edges = [place for place, (department, _) in enumerate(known.contributions) if department == key]
    budget, stances = arrays["baseline_dw"][row, 0], arrays["stance_ew"][edges, 0]
    lines = [("Budget", words.pounds(budget))]
    lines += [
        (
            f"Of it for {words.outcomes[known.contributions[edge][1]]}, as advised",
            words.pounds(budget * stance),
        )
        for edge, stance in zip(edges, stances, strict=True)
    ]
    lines += [
        ("The rest, for core services", words.pounds(budget * (1 - stances.sum()))),
        ("Core services, 1 is what is owed", _index(arrays["core_dw"][row, 0])),
    ]
    if edges:
        names = {known.contributions[edge][1]: words.outcomes[known.contributions[edge][1]] for edge in edges}
        lines.append(("Looks most urgent", words.most(names, view.urgency_ew[:, 0])))
    lines.append(_crises(known, words))
    credit = float(view.credit_ew[:, 0].min()) if edges else 1.0
    return lines, f"In your own accounts a pound spent on what others lead counts as {round(100 * credit)}p."


def _council(known: Known, seat: Seat) -> tuple[list[Line], str]:
    words, arrays, key = _Words(known), known.arrays, seat.key.partition(":")[2]
    row = list(words.councils).index(key)
    spending, weighing = known.views["council_commissioning"].of(row), known.views["council_gaming"].of(row)
    reported_j = arrays["reported_cjw"][row, :, 0]
    lines = [
        ("Grants", words.pounds(arrays["grant_cjw"][row, :, 0].sum())),
        ("Of it you may move between services", words.pounds(spending.free_cjw[0, :, 0].sum())),
        *(
            (f"Need in {name}, as you report it", _need(need))
            for name, need in zip(words.outcomes.values(), reported_j, strict=True)
        ),
        ("Your capacity, of what could be", _per_cent(arrays["capacity_cw"][row, 0])),
        ("Ties with other local services, of what could be", _per_cent(weighing.partnership_cw[0, 0])),
        ("How far you are judged by your figures", _per_cent(weighing.pressure_w[0])),
        _crises(known, words),
    ]
    better = arrays["gaming_cjw"][row, :, 0].mean()
    return (
        lines,
        f"Only you know: the need you report is {_per_cent(better)} below the need that people live with.",
    )


def _communities(known: Known, seat: Seat) -> tuple[list[Line], str]:
    words, arrays, places = _Words(known), known.arrays, known.places
    region_k = places.council_region_c[places.community_council_k]
    could_k = known.views["community_participation"].social_capital_kw[:, 0]
    lines: list[Line] = []
    for row, name in enumerate(places.region_names):
        people_k = (
            np.where(region_k == row, places.population_k, 0.0) / places.population_k[region_k == row].sum()
        )
        takes, could, trusts = (
            float(people_k @ values)
            for values in (arrays["engagement_kw"][:, 0], could_k, arrays["trust_kw"][:, 0])
        )
        lines.append((f"{name}: take part", f"{_per_cent(takes)}; {_per_cent(could)} could"))
        lines.append((f"{name}: trust government", _per_cent(trusts)))
    lines.append(_crises(known, words))
    names = places.community_names or places.community_keys
    least = names[int(np.argmin(arrays["trust_kw"][:, 0]))].replace("_", " ")
    return (
        lines,
        f"Only you know where trust is lowest: {' '.join(part.capitalize() for part in least.split())}.",
    )


def _board(known: Known, seat: Seat) -> tuple[list[Line], str]:
    words, arrays, key = _Words(known), known.arrays, seat.key.partition(":")[2]
    row = list(words.missions).index(key)
    view = known.views["board_steering"].of(row)
    pool, share_e = arrays["pool_mw"][row, 0], arrays["board_share_mew"][row, :, 0]
    weight_e = (view.goal_me * view.member_me)[0] * view.belief_mew[0, :, 0]
    lines = [("Your pool", words.pounds(pool) if pool > 0 else "none: money stays with departments")]
    believed: dict[str, float] = {}
    for department, name in words.departments.items():
        own = np.array([one == department for one, _ in known.contributions])
        if view.member_me[0][own].any():
            part = float(share_e[own].sum())
            lines.append((f"{name} sits with you; its share, as advised", _per_cent(part)))
            believed[name] = float(weight_e[own].sum())
    if len(believed) == 0:
        return [*lines, ("Members", "nobody yet")], "There is no board before the reform."
    most = max(believed, key=lambda name: believed[name])
    return [
        *lines,
        _crises(known, words),
    ], f"Only you know: you believe that {most} matters most for your mission."


_SEEN: Final[dict[str, Callable[[Known, Seat], tuple[list[Line], str]]]] = {
    "centre": _centre,
    "department": _department,
    "council": _council,
    "community": _communities,
    "mission": _board,
}
