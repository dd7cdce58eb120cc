"""The folder of material for the cabinet game: pages, role sheets, slides and tables, all from the game's own data."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from govsim.documents.bibliography import KEY, references
from govsim.documents.reading import cited
from govsim.files import atomic_write
from govsim.teaching.events import Opened
from govsim.teaching.game import VARIANTS, Game, fold
from govsim.teaching.guide.questions import TO_ASK
from govsim.teaching.guide.sheets import HERE, offered_under, role_sheets
from govsim.teaching.guide.slides import LATER_SEATS, slides
from govsim.teaching.rehearse import DEFAULT_STUDENTS
from govsim.teaching.seats import MOST_IN_A_SEAT, seats_in_use
from govsim.teaching.targets import target_of
from govsim.teaching.typed import typing_table
from govsim.teaching.wording import FEELING, HINTS, TITLES, ballot_name, phase_title
from govsim.words.plurals import counted, joined, years_words

WIDTH: Final = 120
PAGES: Final = ("guide.md", "paper.md", "rubric.md", "ethics.md")
LENGTHS: Final = {"45": 45, "75-90": 75}  # of files whose content the number of rounds decides
HEAD: Final = "<!-- made by: govsim room material cabinet; not to be changed by hand -->"
REFORM_PAYS: Final = (
    "In the long lessons missions win at equal weights in about three worlds of ten; in that of 45 minutes, in one of "
    "ten, because what a reform costs has not come back by then."
)
_POINT: Final = re.compile(r" *(- |\d+\. )")
_HOLE: Final = re.compile(r"\{\{(\w+)\}\}")


def cabinet_material(seed: int = 0) -> dict[str, str]:
    """The files of the folder by name, as text.

    Args:
        seed: Root seed of the world whose figures the role sheets show.
    """
    game = fold([Opened(seed=seed)])
    files = {name: _page(name, game) for name in PAGES}
    for length, minutes in LENGTHS.items():
        files[f"role-sheets-{length}.html"] = role_sheets(minutes, seed)
        files[f"decisions-{length}.csv"] = typing_table(fold([Opened(minutes=minutes)]))
    files |= {f"slides-{minutes}.html": slides(minutes) for minutes in VARIANTS}
    return files


def write_cabinet_material(folder: Path, seed: int = 0) -> list[Path]:
    """Write the files into a folder, which is created if need be. Returns them. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, text in cabinet_material(seed).items():
        with atomic_write(folder / name) as file:
            file.write(text.encode())
        paths.append(folder / name)
    return paths


def stale(folder: Path, seed: int = 0) -> list[str]:
    """Names of the files that are not what the game makes today."""
    return [
        name
        for name, text in cabinet_material(seed).items()
        if not (folder / name).is_file() or (folder / name).read_bytes() != text.encode()
    ]


def _page(name: str, game: Game) -> str:
    """A page of Markdown: its template with everything filled in from the game, wrapped."""
    template = (HERE / name).read_text(encoding="utf-8")
    keys = sorted(set(KEY.findall(template)))
    filling = {**_filling(game), "sources": "\n".join(_sources(keys))}
    text = cited(_HOLE.sub(lambda hole: filling[hole[1]], template))
    return "\n".join([HEAD, "", *(_wrapped(line) for line in _paragraphs(text))]) + "\n"


def _paragraphs(text: str) -> list[str]:
    """Lines with each paragraph or point of a list joined into one, however the template is wrapped."""
    paragraphs: list[str] = []
    for line in text.splitlines():
        begins = not line or line.startswith(("|", "#")) or _POINT.match(line)
        if begins or not paragraphs or not paragraphs[-1] or paragraphs[-1].startswith(("|", "#")):
            paragraphs.append(line)
        else:
            paragraphs[-1] = f"{paragraphs[-1]} {line.strip()}"
    return paragraphs


def _wrapped(line: str) -> str:
    if line.startswith(("|", "#")):
        return line
    start = len(line) - len(line.lstrip())
    hang = " " * (start + 2) if line.lstrip().startswith("- ") else "   " if re.match(r"\d+\. ", line) else ""
    return textwrap.fill(line, WIDTH, subsequent_indent=hang, break_on_hyphens=False, break_long_words=False)


def _filling(game: Game) -> Mapping[str, str]:
    decisions = sum(choice.offered(game.levers) for seat in game.seats.values() for choice in seat.choices)
    return {
        "students": "Twenty to forty",
        "default_students": str(DEFAULT_STUDENTS),
        "most_in_a_seat": str(MOST_IN_A_SEAT),
        "reform_pays": REFORM_PAYS,
        "seed": str(game.opened.seed),
        "letters": str(decisions),
        "seats": "\n".join(_seats(game)),
        "boards": _boards(game),
        "scripts": "\n".join(line for minutes in VARIANTS for line in _script(minutes)),
        "questions": "\n".join(_questions()),
    }


def _seats(game: Game) -> Iterator[str]:
    yield from ("| Seat | Plays | Wants |", "| --- | --- | --- |")
    for key in seats_in_use(game.country, MOST_IN_A_SEAT * len(game.seats)):
        seat = game.seats[key]
        target = target_of(seat, game.country)
        yield f"| {seat.title} | {seat.who} | {target.wish if target else 'nothing'} |"


def _boards(game: Game) -> str:
    boards = [seat for seat in game.seats.values() if seat.kind == "mission"]
    options = joined(
        [ballot_name(one) for one in offered_under(boards[0].choices[0], game.opened.minutes)], "or"
    )
    titles = joined([seat.title.removeprefix("Board: ") for seat in boards])
    return f"Mission boards: {titles}. {LATER_SEATS} They have money to divide only if the vote is {options}."


def _script(minutes: int) -> Iterator[str]:
    """A table by the minute, and what follows after each phase on paper."""
    variant = VARIANTS[minutes]
    years = years_words(fold([Opened(minutes=minutes)]).country.horizon)
    yield from (f"### {minutes} minutes: {counted(variant.rounds, 'round')}, {years}", "")
    yield from ("| Minutes | Phase | What you do |", "| --- | --- | --- |")
    minute = 0
    for key, length in variant.phases:
        yield f"| {minute}–{minute + length} | {phase_title(key)} | {HINTS[key.partition('-')[0]]} |"
        minute += length
    spare = minutes - minute
    spared = f"{counted(spare, 'minute')} to spare. " if spare else ""
    yield from ("", f"{spared}On the desk each row is one press of the button for the next step.", "")


def _questions() -> Iterator[str]:
    yield from (FEELING, "")
    for number, (heading, questions) in enumerate(zip(TITLES, TO_ASK, strict=True), 1):
        yield from (f"{number}. {heading}", *(f"   - {question}" for question in questions))


def _sources(keys: list[str]) -> Iterator[str]:
    """Each source, and what was seen of it."""
    for key in keys:
        source = references()[key]
        yield f"- {source.who_and_when}: {source.title}. {source.where}. Known: {source.how_known}."
