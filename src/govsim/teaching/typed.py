"""Decisions of a class that plays on paper: a table to type letters into, and the events that it makes.

One row a decision, one column a round, and a letter for each ticked box: A is step −2, C the rule's choice, E step 2.
Votes are typed as counts, so the vote stays secret. What is left empty repeats what stood.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from govsim.errors import InputError, Problem, nearest
from govsim.teaching.events import Chose, Closed, Event, Joined, Opened, Voted
from govsim.teaching.game import ARRANGEMENTS, MOST_STUDENTS, VARIANTS, Game, Variant, fold
from govsim.teaching.seats import MOST_IN_A_SEAT, OBSERVER
from govsim.teaching.steps import FURTHEST
from govsim.teaching.wording import BALLOT, ballot_name
from govsim.words.names import capitalised
from govsim.words.plurals import counted, joined
from govsim.world.csv_rows import CsvRows, csv_rows

BOXES: Final = "ABCDE"  # of steps −2 to 2
VOTE: Final = "vote"  # the seat of rows with votes
VOTES: Final = "votes"  # the column of votes
NAMES: Final = ("seat", "decision", "question")  # columns before the rounds
BYTE_ORDER_MARK: Final = "\ufeff"  # by which spreadsheets know the encoding
_HEADINGS: Final = r"seat|decision"
Place = tuple[str, str]  # seat and choice


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What was typed in: letters of each round by place, and votes; rounds that were not played yet are left out."""

    minutes: int
    rounds: tuple[Mapping[Place, int], ...]
    votes: Mapping[str, int]

    @property
    def seats(self) -> tuple[str, ...]:
        """The seats that decided anything, in the order of the table."""
        return tuple(dict.fromkeys(seat for steps in self.rounds for seat, _ in steps))


def columns_of(variant: Variant) -> tuple[str, ...]:
    """The columns to type into, in the order of the lesson."""
    rounds = [f"round {number}" for number in range(1, variant.rounds + 1)]
    return (*rounds[: variant.before], VOTES, *rounds[variant.before :])


def typing_table(game: Game) -> str:
    """The empty table of a game as CSV: a row for each decision of each seat, and one for each option of the ballot."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    columns = columns_of(game.variant)
    writer.writerow((*NAMES, *columns))
    blank = ("",) * len(columns)
    for key, seat in game.seats.items():
        writer.writerows((key, choice.key, choice.question, *blank) for choice in seat.choices)
    writer.writerows(
        (VOTE, option, f"{BALLOT} {capitalised(ballot_name(option))}", *blank) for option in ARRANGEMENTS
    )
    return BYTE_ORDER_MARK + text.getvalue()


def read_typed(path: str | Path) -> Typed:
    """What was typed into a table. Raises InputError with the line of every cell that cannot be read."""
    path = Path(path).expanduser()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(Problem(str(path), "a table of decisions", f"{error.strerror or error}")) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")  # as a spreadsheet on Windows writes it
    try:
        table = csv_rows(text, _HEADINGS)
    except csv.Error as error:
        raise InputError(Problem(str(path), "a table of decisions as CSV", f"{error}")) from error
    header = [cell.lower() for cell in table.header]
    minutes = _minutes_of(header, path)
    problems: list[Problem] = []
    typed = _typed(table, header, minutes, problems, str(path))
    if problems:
        raise InputError(problems)
    return typed


def _minutes_of(header: Sequence[str], path: Path) -> int:
    """The shortest lesson that has these columns."""
    for minutes, variant in VARIANTS.items():
        if set(header) - set(NAMES) == set(columns_of(variant)) and set(NAMES[:2]) <= set(header):
            return minutes
    wanted = [", ".join((*NAMES, *columns_of(VARIANTS[minutes]))) for minutes in (45, 75)]
    remedy = "Begin from a table that 'govsim room material cabinet' writes."
    raise InputError(
        Problem(str(path), f"columns {' or '.join(wanted)}", ", ".join(header) or "none", remedy=remedy)
    )


def _typed(table: CsvRows, header: Sequence[str], minutes: int, problems: list[Problem], where: str) -> Typed:
    variant, seats = VARIANTS[minutes], fold([Opened(minutes=minutes)]).seats
    rounds: list[dict[Place, int]] = [{} for _ in range(variant.rounds)]
    votes: dict[str, int] = {}
    for line, cells in zip(table.lines, table.cells, strict=True):
        row = dict(zip(header, cells, strict=False))
        seat, decision = row["seat"].lower(), row["decision"].lower()
        known = (
            list(ARRANGEMENTS)
            if seat == VOTE
            else [one.key for one in seats[seat].choices]
            if seat in seats
            else []
        )
        if not known:
            problems.append(
                Problem(where, "a seat", f"'{seat}'", line=line, remedy=nearest(seat, [*seats, VOTE]))
            )
        elif decision not in known:
            remedy = nearest(decision, known)
            problems.append(
                Problem(where, f"a decision of '{seat}'", f"'{decision}'", line=line, remedy=remedy)
            )
        elif seat == VOTE:
            count = row.get(VOTES, "")
            if count and not (count.isascii() and count.isdigit() and int(count) <= MOST_STUDENTS):
                problems.append(Problem(where, "a number of votes", f"'{count}'", line=line, key=VOTES))
            elif count:
                votes[decision] = int(count)
        else:
            for number, steps in enumerate(rounds):
                letter = row.get(f"round {number + 1}", "").upper()
                if letter and letter not in tuple(BOXES):
                    key = f"round {number + 1}"
                    problems.append(Problem(where, "a letter from A to E", f"'{letter}'", line=line, key=key))
                elif letter:
                    steps[seat, decision] = BOXES.index(letter) - FURTHEST
    played = max((number + 1 for number, steps in enumerate(rounds) if steps), default=0)
    if not problems:
        problems += _gaps(rounds[:played], votes, variant, where)
    return Typed(minutes=minutes, rounds=tuple(rounds[:played]), votes=votes if any(votes.values()) else {})


def _gaps(
    rounds: Sequence[Mapping[Place, int]], votes: Mapping[str, int], variant: Variant, where: str
) -> Iterator[Problem]:
    empty = [f"round {number + 1}" for number, steps in enumerate(rounds) if not steps]
    if empty:
        yield Problem(where, f"letters in {joined(empty)}, because a later round has some", "none")
    if len(rounds) > variant.before and not any(votes.values()):
        yield Problem(where, f"votes, because round {variant.before + 1} has letters", "none", key=VOTES)
    if any(votes.values()) and len(rounds) < variant.before:
        yield Problem(
            where,
            f"letters in {counted(variant.before, 'round')} before the vote",
            f"{len(rounds)}",
            key=VOTES,
        )


def typed_events(typed: Typed, seed: int = 0, where: str = "table") -> tuple[Event, ...]:
    """The events of a game up to what was typed in.

    As many students are in the game as voted, and at least one in each seat that decided; who sat where was not typed.

    Args:
        typed: What `read_typed` found.
        seed: Root seed of the country's worlds.
        where: Where the decisions come from, for messages.

    Raises:
        InputError: a decision that has no effect in its round, such as a board's without a pool, or too many students.
    """
    events: list[Event] = [Opened(seed=seed, minutes=typed.minutes)]
    game = fold(events)
    events += _joined(game, typed)
    events.append(Closed(phase="brief"))
    for number, steps in enumerate(typed.rounds):
        game = fold(events)
        if game.phase == "vote":
            events += _voted(game, typed.votes)
            game = fold(events)
        for (seat, key), step in steps.items():
            if key not in [choice.key for choice in game.offered(seat)]:
                expected = f"no letter for '{key}' of '{seat}' in round {number + 1}"
                remedy = "Leave it empty: it has no effect under the arrangement of that round."
                raise InputError(Problem(where, expected, f"{BOXES[step + FURTHEST]}", remedy=remedy))
            events.append(Chose(student=game.in_seat(seat)[0], seat=seat, choice=key, step=step))
        events += [Closed(phase=f"decide-{number + 1}"), Closed(phase=f"reveal-{number + 1}")]
    game = fold(events)
    if game.phase == "vote" and typed.votes:
        events += _voted(game, typed.votes)
    return tuple(events)


def _joined(game: Game, typed: Typed) -> Iterator[Joined]:
    """Seat a student in each seat that decided, then the others in turn; board members come from the first seats."""
    boards = [seat for seat in typed.seats if game.seats[seat].kind == "mission"]
    seats = [seat for seat in typed.seats if seat not in boards] or ["centre"]
    students = max(len(seats), len(boards), sum(typed.votes.values()))
    for number in range(students):
        seat = seats[number % len(seats)] if number < MOST_IN_A_SEAT * len(seats) else OBSERVER
        yield Joined(
            student=f"student {number + 1}", seat=seat, board=boards[number] if number < len(boards) else ""
        )


def _voted(game: Game, votes: Mapping[str, int]) -> Iterator[Event]:
    cast = (option for option, count in votes.items() for _ in range(count))
    for student, option in zip(game.students, cast, strict=False):
        yield Voted(student=student, option=option)
    yield Closed(phase="vote")
