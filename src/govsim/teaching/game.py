"""The cabinet game as immutable data: its state is a fold over its events, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any, Final

from govsim.errors import InputError, Problem, nearest
from govsim.scenario.levers import Levers
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.teaching.events import Bundled, Chose, Closed, Event, Forecast, Joined, Left, Opened, Voted
from govsim.teaching.seats import MOST_IN_A_SEAT, OBSERVER, Choice, Seat, actor_of, facts_of, seats_of
from govsim.teaching.steps import FURTHEST, SteppedActor

SILOED: Final = "siloed"
ARRANGEMENTS: Final = (
    SILOED,
    "layered",
    "mission_led",
)  # on every ballot; the first stands unless it is beaten
OWN: Final = "own"  # the class's own bundle
QUARTERS_A_ROUND: Final = 8
LONGEST_NAME, LONGEST_NOTE, MOST_STUDENTS = 40, 500, 200


@dataclass(frozen=True, kw_only=True)
class Variant:
    """A length of the lesson: rounds before and after the vote, and minutes of each phase."""

    before: int
    after: int
    brief: int
    decide: int
    reveal: int
    vote: int
    debrief: int

    @property
    def rounds(self) -> int:
        """How many rounds there are."""
        return self.before + self.after

    @property
    def phases(self) -> tuple[tuple[str, int], ...]:
        """The phases in order, each with its minutes."""
        played = [
            ((f"decide-{number}", self.decide), (f"reveal-{number}", self.reveal))
            for number in range(1, self.rounds + 1)
        ]
        first = [phase for both in played[: self.before] for phase in both]
        rest = [phase for both in played[self.before :] for phase in both]
        return (("brief", self.brief), *first, ("vote", self.vote), *rest, ("debrief", self.debrief))


VARIANTS: Final = {
    45: Variant(before=1, after=1, brief=6, decide=5, reveal=3, vote=8, debrief=15),
    75: Variant(before=2, after=2, brief=8, decide=6, reveal=3, vote=10, debrief=20),
    90: Variant(before=2, after=2, brief=8, decide=6, reveal=3, vote=25, debrief=20),
}


@dataclass(frozen=True, kw_only=True)
class Student:
    """Where a student sits, and on which board from the reform on, if any."""

    seat: str
    board: str = ""


@dataclass(frozen=True, kw_only=True)
class Game:
    """The state of a game."""

    opened: Opened
    students: Mapping[str, Student] = field(default_factory=dict)
    forecasts: Mapping[str, Forecast] = field(default_factory=dict)
    answers: Mapping[tuple[str, str], int] = field(
        default_factory=dict
    )  # of the open round, by seat and choice
    rounds: tuple[Mapping[tuple[str, str], int], ...] = ()  # of closed rounds: what stood
    answered: tuple[frozenset[tuple[str, str]], ...] = ()  # of closed rounds: what was answered, not repeated
    bundle: Mapping[str, float | str] | None = None
    votes: Mapping[str, str] = field(default_factory=dict)
    reform: str = ""  # the arrangement voted for; empty before the vote is closed
    notes: tuple[str, ...] = ()
    place: int = 0  # position among the phases

    @property
    def variant(self) -> Variant:
        """The length of the lesson."""
        return VARIANTS[self.opened.minutes]

    @property
    def phase(self) -> str:
        """The open phase; empty when the game is over."""
        phases = self.variant.phases
        return phases[self.place][0] if self.place < len(phases) else ""

    @property
    def round(self) -> int:
        """The round that is open or comes next, from 0."""
        return len(self.rounds)

    @property
    def quarters_played(self) -> int:
        """How many quarters have been played."""
        return QUARTERS_A_ROUND * self.round

    @cached_property
    def seats(self) -> Mapping[str, Seat]:
        """All seats of the country."""
        return _seats(self.opened.country, self.opened.minutes)

    @property
    def country(self) -> Scenario:
        """The country as it would go on in silos, over the length of this game."""
        return _country(self.opened.country, self.opened.minutes)

    @property
    def options(self) -> tuple[str, ...]:
        """What can be voted for."""
        return ARRANGEMENTS if self.bundle is None else (*ARRANGEMENTS, OWN)

    def scenario(self, option: str | None = None) -> Scenario:
        """The country under an arrangement from the vote on (default: the one voted for, if the vote is closed)."""
        option = self.reform if option is None else option
        bundle = tuple(sorted((self.bundle or {}).items())) if option == OWN else ()
        return _reformed(self.opened.country, self.opened.minutes, option, bundle)

    @property
    def levers(self) -> Levers:
        """The levers at which the country aims now."""
        scenario = self.scenario()
        return _levers_at_end(scenario) if self.round >= self.variant.before else scenario.levers

    def in_seat(self, seat: str) -> tuple[str, ...]:
        """The students who decide in a seat, in the order in which they came."""
        return tuple(name for name, one in self.students.items() if seat in (one.seat, one.board))

    def offered(self, seat: str) -> tuple[Choice, ...]:
        """The decisions of a seat that have an effect now."""
        levers = self.levers
        return tuple(choice for choice in self.seats[seat].choices if choice.offered(levers))

    def stood(self, seat: str, choice: str) -> int:
        """The step that stands for a decision unless it is answered: that of the last round, or the rule's choice."""
        return self.rounds[-1].get((seat, choice), 0) if self.rounds else 0

    def actors(
        self, rounds: tuple[Mapping[tuple[str, str], Any], ...] | None = None
    ) -> dict[str, SteppedActor]:
        """The overrides of `simulate` that decide as the class did (or as in `rounds`); rules decide the rest."""
        turned: dict[str, dict[int, dict[str, Any]]] = {}
        for number, steps in enumerate(self.rounds if rounds is None else rounds):
            for (seat, key), step in steps.items():
                choice = next(one for one in self.seats[seat].choices if one.key == key)
                for actor in choice.actors:
                    turned.setdefault(actor, {}).setdefault(QUARTERS_A_ROUND * number, {})[choice.dial] = step
        facts = facts_of(self.country)
        every = [QUARTERS_A_ROUND * number for number in range(self.variant.rounds)]
        return {
            actor: actor_of(actor, {first: by_round.get(first, {}) for first in every}, facts)
            for actor, by_round in turned.items()
        }


@lru_cache(maxsize=8)
def _country(name: str, minutes: int) -> Scenario:
    return load_scenario(name).replace(horizon=QUARTERS_A_ROUND * VARIANTS[minutes].rounds)


@lru_cache(maxsize=64)
def _reformed(name: str, minutes: int, option: str, bundle: tuple[tuple[str, float | str], ...]) -> Scenario:
    """The country of a game under an arrangement from the vote on."""
    country = _country(name, minutes)
    if option in ("", SILOED):
        return country
    levers = dict(bundle) if option == OWN else load_scenario(option).levers.model_dump()
    quarter = QUARTERS_A_ROUND * VARIANTS[minutes].before
    called = "own_bundle" if option == OWN else option
    return country.replace(name=called, reforms=[{"quarter": quarter, **levers}])


def _levers_at_end(scenario: Scenario) -> Levers:
    """The levers after all reforms."""
    levers = scenario.levers
    for reform in scenario.reforms:
        levers = levers.model_copy(update=dict(reform.levers))
    return levers


@lru_cache(maxsize=8)
def _seats(name: str, minutes: int) -> Mapping[str, Seat]:
    return seats_of(_country(name, minutes))


def fold(events: Iterable[Event]) -> Game:
    """The state of a game after its events. Raises InputError for an event that is not allowed where it stands.

    >>> fold([Opened(), Joined(student="s1", seat="centre"), Closed(phase="brief")]).phase
    'decide-1'
    """
    game: Game | None = None
    for event in events:
        game = after(game, event)
    if game is None:
        raise InputError(Problem("journal", "a game that was opened", "no event"))
    return game


def after(game: Game | None, event: Event) -> Game:
    """The state after one more event. Raises InputError for an event that is not allowed now."""
    if isinstance(event, Opened):
        if game is not None:
            raise _refused(event, "one opening of a game", "a second one")
        if event.minutes not in VARIANTS:
            raise _refused(event, f"{', '.join(map(str, VARIANTS))} minutes", f"{event.minutes}")
        _country(event.country, event.minutes)
        return Game(opened=event)
    if game is None:
        raise _refused(event, "a game that was opened before", "none")
    if isinstance(event, Joined):
        return _joined(game, event)
    if isinstance(event, Closed):
        return _closed(game, event)
    if isinstance(event, Bundled):
        _during(game, event, "vote")
        others = {student: option for student, option in game.votes.items() if option != OWN}
        tried = replace(game, bundle=event.levers, votes=others)  # who voted for another bundle has not voted
        tried.scenario(OWN)  # raises for levers that do not exist
        return tried
    if event.student not in game.students:
        raise _refused(event, "a student who has joined", f"'{event.student}'")
    if isinstance(event, Left):
        return _left(game, event.student)
    if isinstance(event, Forecast):
        _during(game, event, "brief")
        if not (-1 <= event.progress <= 1 and 0 <= event.core_services <= 2):
            raise _refused(event, "progress from −1 to 1 and core services from 0 to 2", "other numbers")
        return replace(game, forecasts={**game.forecasts, event.student: event})
    if isinstance(event, Chose):
        return _chose(game, event)
    if isinstance(event, Voted):
        _during(game, event, "vote")
        if event.option not in game.options:
            raise _refused(event, f"one of {', '.join(game.options)}", f"'{event.option}'")
        return replace(game, votes={**game.votes, event.student: event.option})
    if not 0 < len(event.text) <= LONGEST_NOTE or game.students[event.student].seat != OBSERVER:
        raise _refused(event, f"a note of the observer of at most {LONGEST_NOTE} letters", "another")
    return replace(game, notes=(*game.notes, event.text))


def _refused(event: Event, expected: str, found: str, remedy: str = "") -> InputError:
    return InputError(Problem(type(event).__name__.lower(), expected, found, remedy=remedy))


def _during(game: Game, event: Event, phase: str) -> None:
    if not game.phase.startswith(phase):
        raise _refused(event, f"the phase '{phase}'", f"'{game.phase or 'the end'}'")


def _joined(game: Game, event: Joined) -> Game:
    if not 0 < len(event.student) <= LONGEST_NAME:
        raise _refused(event, f"a name of 1 to {LONGEST_NAME} letters", f"{len(event.student)} letters")
    if event.student not in game.students and len(game.students) >= MOST_STUDENTS:
        raise _refused(event, f"at most {MOST_STUDENTS} students", "one more")
    for seat, is_board in ((event.seat, False), (event.board, True)):
        if is_board and not seat:
            continue
        known = [key for key, one in game.seats.items() if (one.kind == "mission") == is_board]
        if seat not in known:
            raise _refused(event, "a board" if is_board else "a seat", f"'{seat}'", nearest(seat, known))
        others = [name for name in game.in_seat(seat) if name != event.student]
        if len(others) >= MOST_IN_A_SEAT and seat != OBSERVER:  # a large class has many who look on
            raise _refused(event, f"at most {MOST_IN_A_SEAT} students in a seat", f"one more in '{seat}'")
    return replace(
        game, students={**game.students, event.student: Student(seat=event.seat, board=event.board)}
    )


def _left(game: Game, student: str) -> Game:
    votes = game.votes
    if game.phase == "vote":
        votes = {name: option for name, option in votes.items() if name != student}
    return replace(
        game, students={name: one for name, one in game.students.items() if name != student}, votes=votes
    )


def _chose(game: Game, event: Chose) -> Game:
    _during(game, event, "decide")
    if event.student not in (game.in_seat(event.seat) if event.seat in game.seats else ()):
        raise _refused(event, f"a student in the seat '{event.seat}'", f"'{event.student}'")
    offered = [choice.key for choice in game.offered(event.seat)]
    if event.choice not in offered:
        raise _refused(event, "a decision of this seat", f"'{event.choice}'", nearest(event.choice, offered))
    if abs(event.step) > FURTHEST:
        raise _refused(event, f"a step from −{FURTHEST} to {FURTHEST}", f"{event.step}")
    return replace(game, answers={**game.answers, (event.seat, event.choice): event.step})


def _closed(game: Game, event: Closed) -> Game:
    if event.phase != game.phase:
        raise _refused(event, f"the open phase, '{game.phase or 'none'}'", f"'{event.phase}'")
    game = replace(game, place=game.place + 1)
    if event.phase.startswith("decide"):
        stands = {
            (seat, choice.key): game.answers.get((seat, choice.key), game.stood(seat, choice.key))
            for seat in game.seats
            if game.in_seat(seat)
            for choice in game.offered(seat)
        }
        game = replace(
            game,
            rounds=(*game.rounds, stands),
            answered=(*game.answered, frozenset(game.answers)),
            answers={},
        )
    if event.phase == "vote":
        counts = Counter(game.votes.values())
        most = max(counts.values(), default=0)
        first = [option for option in game.options if counts[option] == most]
        game = replace(game, reform=first[0] if len(first) == 1 else SILOED)
    return game
