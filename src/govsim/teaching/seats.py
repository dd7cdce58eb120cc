"""Seats of the cabinet game: who may be played, by how many, and which decisions each has under which levers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from govsim.scenario.levers import Levers
from govsim.scenario.schema import Scenario
from govsim.teaching.steps import OF_KIND, Facts, SteppedActor
from govsim.world.find_places import places_of

MOST_IN_A_SEAT: Final = 4
FEWEST_COUNCILS, MOST_COUNCILS, MOST_DEPARTMENTS = 2, 4, 3
OBSERVER: Final = "observer"
AS_ADVISED: Final = "as your officials advise"
LESS_TO_MORE: Final = ("much less", "less", AS_ADVISED, "more", "much more")


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A decision of a seat: the dial that it turns for some actors, the question, and a word for each step.

    `subject` is what is done less or more, in a few words. `needs` is a lever that must be above 0 for the decision
    to have any effect.
    """

    key: str
    dial: str
    subject: str
    question: str
    actors: tuple[str, ...]
    buttons: tuple[str, ...] = LESS_TO_MORE  # from step −2 to 2; the middle one is the rule's own choice
    needs: str = ""

    def offered(self, levers: Levers) -> bool:
        """Whether it can have an effect under these levers."""
        return not self.needs or getattr(levers, self.needs) > 0


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A place in the game: an actor of the model, or several who are alike, or the observer."""

    key: str
    kind: str
    title: str
    who: str
    choices: tuple[Choice, ...] = ()


def seats_of(country: Scenario) -> dict[str, Seat]:
    """All seats of a country by key, in the order in which they are filled; boards and the observer last."""
    seats = [_centre(), *_departments(country), *_councils(country), _communities(country)]
    seats += [*_boards(country), Seat(key=OBSERVER, kind=OBSERVER, title="Observer", who=_WATCHES)]
    return {seat.key: seat for seat in seats}


_WATCHES: Final = (
    "You govern nothing. You write down what happens between people, and report it first at the end."
)


def _centre() -> Seat:
    centre = ("centre",)
    return Seat(
        key="centre",
        kind="centre",
        title="Prime Minister and Treasury",
        who="You hold the purse, place grants, and give missions your time where there are any.",
        choices=(
            Choice(
                key="budgets",
                dial="budgets",
                subject="budgets that follow pressure",
                question="How readily do departments’ budgets follow pressure, each April?",
                buttons=("hardly at all", "less readily", AS_ADVISED, "more readily", "at once"),
                actors=centre,
            ),
            Choice(
                key="need",
                dial="need",
                subject="grants to the neediest councils",
                question="How far do grants go to the neediest councils?",
                buttons=(
                    "the same a head",
                    "nearer the same a head",
                    AS_ADVISED,
                    "more to the neediest",
                    "most to them",
                ),
                actors=centre,
            ),
            Choice(
                key="urgent",
                dial="urgent",
                subject="time for the most urgent mission",
                question="How far does your time go to the most urgent mission?",
                buttons=(
                    "to all alike",
                    "nearer to all alike",
                    AS_ADVISED,
                    "more to the urgent",
                    "to it alone",
                ),
                actors=centre,
                needs="prime_minister_time",
            ),
        ),
    )


def led_by(country: Scenario) -> dict[str, tuple[str, ...]]:
    """The outcomes that each department leads: those that it is said to be in charge of."""
    led: dict[str, tuple[str, ...]] = {department.key: () for department in country.departments}
    for outcome in country.outcomes:
        weights = {one.key: one.weights.get(outcome.key, 0.0) for one in country.departments}
        led[max(weights, key=lambda key: weights[key])] += (outcome.key,)
    return led


def _departments(country: Scenario) -> list[Seat]:
    led, names = led_by(country), {one.key: one.label or one.key for one in country.outcomes}
    seats = []
    for one in sorted(country.departments, key=lambda department: not led[department.key]):
        actor = (f"department:{one.key}",)
        own = " and ".join(names[key] for key in led[one.key])
        choices = [
            Choice(
                key="outcomes",
                dial="outcomes",
                subject="money for outcomes",
                question="How much of your own money goes to outcomes? The rest runs your core services.",
                actors=actor,
            )
        ]
        if own:
            choices.append(
                Choice(
                    key="shared",
                    dial="shared",
                    subject="money for what others lead",
                    question=f"How much of that goes to what others lead, rather than to {own}?",
                    actors=actor,
                )
            )
        seats.append(
            Seat(
                key=f"department:{one.key}",
                kind="department",
                title=one.label or one.key,
                who=f"You run a department and lead on {own}."
                if own
                else "You run a department and lead nothing.",
                choices=tuple(choices),
            )
        )
    return seats[:MOST_DEPARTMENTS]


def _councils(country: Scenario) -> list[Seat]:
    places = places_of(country)
    stands_for = round(country.councils_represented / len(places.council_keys))
    seats = []
    for key, name in zip(places.council_keys, places.council_names, strict=True):
        actor = (f"council:{key}",)
        seats.append(
            Seat(
                key=f"council:{key}",
                kind="council",
                title=name,
                who=f"You run {name}, which stands for {stands_for} councils like it.",
                choices=(
                    Choice(
                        key="own",
                        dial="own",
                        subject="money for the council’s own services",
                        question="How much of the money that you may move goes to your own services?",
                        actors=actor,
                    ),
                    Choice(
                        key="figures",
                        dial="figures",
                        subject="effort that goes into the figures",
                        question="How much effort goes into better figures, rather than into less need?",
                        buttons=(
                            "none",
                            "half as much",
                            "as is usual",
                            "twice as much",
                            "four times as much",
                        ),
                        actors=actor,
                        needs="target_pressure",
                    ),
                ),
            )
        )
    return seats[:MOST_COUNCILS]


def _communities(country: Scenario) -> Seat:
    places = places_of(country)
    choices = []
    for row, (key, name) in enumerate(zip(places.region_keys, places.region_names, strict=True)):
        where = f"the {name[4:]}" if name.startswith("The ") else name
        inside = places.council_region_c[places.community_council_k] == row
        actors = tuple(
            f"community:{one}"
            for one, is_inside in zip(places.community_keys, inside, strict=True)
            if is_inside
        )
        choices.append(
            Choice(
                key=f"take_part:{key}",
                dial="take_part",
                subject=f"taking part in {where}",
                question=f"How far do people in {where} take part in their services?",
                buttons=("much less", "less", "as they are used to", "more", "much more"),
                actors=actors,
            )
        )
    return Seat(
        key="communities",
        kind="community",
        title="Communities",
        who="You speak for the people of all eight communities, in the North and in the South.",
        choices=tuple(choices[:3]),
    )


def _boards(country: Scenario) -> list[Seat]:
    names = {one.key: one.label or one.key for one in country.outcomes}
    names |= {one.key: one.label or one.key for one in country.departments}
    seats = []
    for mission in country.missions:
        actor = (f"mission:{mission.key}",)
        goals = tuple(mission.goal_shares())
        choices = [
            Choice(
                key="lead",
                dial="lead",
                subject=f"the pool’s share for {names[mission.lead]}",
                question=f"How much of your pool goes to the department that leads, {names[mission.lead]}?",
                actors=actor,
                needs="pooled_funding",
            )
        ]
        if len(goals) > 1:
            others = " and ".join(names[key] for key in goals[1:])
            choices.append(
                Choice(
                    key="second",
                    dial="second",
                    subject=f"the pool’s share for {others}",
                    question=f"How much of it goes to {others}, rather than to {names[goals[0]]}?",
                    actors=actor,
                    needs="pooled_funding",
                )
            )
        seats.append(
            Seat(
                key=f"mission:{mission.key}",
                kind="mission",
                title=f"Board: {mission.label or mission.key}",
                who="You sit on a mission board as well: the departments that contribute, around one table.",
                choices=tuple(choices),
            )
        )
    return seats


def seats_in_use(country: Scenario, students: int) -> tuple[str, ...]:
    """The seats to fill before the reform, in order: as many as leave one to four students in each.

    >>> from govsim.scenario.load import load_scenario
    >>> len(seats_in_use(load_scenario("cabinet"), 30)), len(seats_in_use(load_scenario("cabinet"), 6))
    (10, 6)
    """
    every = seats_of(country)
    departments = [key for key, seat in every.items() if seat.kind == "department"]
    councils = [key for key, seat in every.items() if seat.kind == "council"]
    first = [
        "centre",
        *departments[:1],
        councils[0],
        "communities",
        OBSERVER,
        *councils[1:2],
        *departments[1:],
    ]
    order = [*first, *councils[2:]]
    return tuple(order[: max(1, min(len(order), students))])


def facts_of(country: Scenario) -> Facts:
    """What dials need to know of a country."""
    own = {key for service in country.services if service.own for key in service.departments}
    return Facts(
        own_departments=frozenset(own),
        leads={mission.key: mission.lead for mission in country.missions},
        goals={mission.key: tuple(mission.goal_shares()) for mission in country.missions},
    )


def actor_of(name: str, rounds: Mapping[int, Mapping[str, object]], facts: Facts) -> SteppedActor:
    """The actor of a name, such as `council:hillford`, whose dials are turned."""
    return OF_KIND[name.partition(":")[0]](rounds=rounds, facts=facts)  # type: ignore[arg-type]
