"""Role sheets to print: a page of A4 for each seat, made from its card, with boxes to tick in every round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from govsim.documents.markup import Html, element, joined_html
from govsim.teaching.cards import Card, cards
from govsim.teaching.cards_document import EXACT
from govsim.teaching.events import Closed, Event, Joined, Opened, Voted
from govsim.teaching.game import ARRANGEMENTS, SILOED, Game, fold
from govsim.teaching.guide.questions import TO_WATCH
from govsim.teaching.seats import OBSERVER, Choice, Seat
from govsim.teaching.typed import BOXES
from govsim.teaching.wording import ballot_name, scale_words
from govsim.words.names import uncapitalised
from govsim.words.plurals import joined, years_words

HERE: Final = Path(__file__).parent
BOX: Final = "☐"
BLANK: Final = "____"
TICK: Final = "Tick one box a round. A round you leave empty repeats the last; at first C stands."
LATER: Final = "Come to the laptop before each later round and fill in what you see."


def after_vote(minutes: int, seed: int, option: str) -> Game:
    """A game in which the rules decide everything and one student votes, at the round after the vote."""
    events: list[Event] = [Opened(seed=seed, minutes=minutes), Joined(student="student", seat="centre")]
    while (game := fold(events)).phase != "vote":
        events.append(Closed(phase=game.phase))
    return fold([*events, Voted(student="student", option=option), Closed(phase="vote")])


def offered_under(choice: Choice, minutes: int) -> tuple[str, ...]:
    """The options of the ballot under which a decision has an effect after the vote."""
    return tuple(one for one in ARRANGEMENTS if choice.offered(after_vote(minutes, 0, one).levers))


def role_sheets(minutes: int, seed: int = 0) -> str:
    """All role sheets of a lesson as one file of HTML that prints a page for each seat.

    Args:
        minutes: Length of the lesson, which gives the number of rounds.
        seed: Root seed of the country's worlds; play with the same one.
    """
    game = fold([Opened(seed=seed, minutes=minutes)])
    first = cards(game)
    boards = cards(after_vote(minutes, seed, ARRANGEMENTS[-1]))
    pages = [
        _page(game, seat, boards[key] if seat.kind == "mission" else first[key])
        for key, seat in game.seats.items()
    ]
    return page_of("govsim: role sheets of the cabinet game", [HERE / "sheets.css"], pages)


def page_of(title: str, styles: Sequence[Path], sections: Sequence[Html]) -> str:
    """A file of HTML with the styles of some files inside."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        *(element("style", Html(style.read_text(encoding="utf-8"))) for style in styles),
    )
    body = element("body", element("main", joined_html(sections, "\n")))
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en-GB')}\n"


def _page(game: Game, seat: Seat, card: Card) -> Html:
    is_board = seat.kind == "mission"
    inside: list[Html] = [
        element("p", f"Cabinet game · {years_words(game.country.horizon)} · private", class_="kicker"),
        element("h1", card.title),
        element("p", card.who, class_="who"),
    ]
    if seat.key == OBSERVER:
        return element("section", *inside, *_observing(game), class_="sheet")
    wants = card.wants.partition(" So far")[0]
    inside.append(element("p", element("b", "You want: "), uncapitalised(wants)))
    if is_board:
        options = joined(
            [ballot_name(one) for one in offered_under(seat.choices[0], game.opened.minutes)], "or"
        )
        inside.append(
            element(
                "p", f"This board meets from round {game.variant.before + 1} on, if the vote is {options}."
            )
        )
    else:
        inside.append(element("p", element("b", "Tell nobody. "), card.fact, class_="secret"))
    inside.append(_seen(game, card, blank=is_board))
    inside.append(element("p", f"{EXACT} {LATER}", class_="small"))
    inside.append(element("h2", "What you decide"))
    inside.append(element("p", TICK, class_="small"))
    inside += [_boxes(game, choice, is_board) for choice in seat.choices]
    if not is_board:
        inside += _forecast(game)
    return element("section", *inside, class_="sheet")


def _seen(game: Game, card: Card, blank: bool) -> Html:
    """What the seat sees before round 1, and room for later rounds."""
    rounds = range(game.variant.before if blank else 0, game.variant.rounds)
    head = [element("th", "What you see", scope="col")]
    head += [element("th", f"before round {number + 1}", scope="col") for number in rounds]
    rows = []
    for what, amount in card.sees:
        cells = [element("td", "" if blank or number else amount) for number in rounds]
        rows.append(element("tr", element("th", what, scope="row"), *cells))
    return element(
        "table",
        element("thead", element("tr", *head)),
        element("tbody", *rows),
        class_=f"sees of-{len(rounds)}",
    )


def _boxes(game: Game, choice: Choice, meets_later: bool) -> Html:
    """A decision with five boxes for every round in which it can have an effect."""
    options = offered_under(choice, game.opened.minutes)
    from_start = choice.offered(game.scenario(SILOED).levers)
    first = 0 if from_start else game.variant.before
    when = ""
    if not from_start and not meets_later:
        words = joined([ballot_name(one) for one in options], "or")
        when = f" From round {first + 1} on, if the vote is {words}."
    head = [element("th", "", scope="col")]
    for letter, words in zip(BOXES, choice.buttons, strict=True):
        head.append(element("th", element("b", letter), " ", words, scope="col"))
    rows = [
        element(
            "tr",
            element("th", f"Round {number + 1}", scope="row"),
            *(element("td", f"{letter} {BOX}") for letter in BOXES),
        )
        for number in range(first, game.variant.rounds)
    ]
    table = element("table", element("thead", element("tr", *head)), element("tbody", *rows), class_="boxes")
    return element("div", element("h3", f"{choice.question}{when}"), table, class_="decision")


def _forecast(game: Game) -> Iterator[Html]:
    length = years_words(game.country.horizon)
    yield element("h2", "Your private forecast")
    yield element(
        "p",
        f"After {length} need in the country will have fallen by {BLANK} (a minus sign if it rises). "
        f"Core services will be at {BLANK}.",
    )
    yield element("p", scale_words(game.country), class_="small")


def _observing(game: Game) -> Iterator[Html]:
    yield element("h2", "Watch for")
    yield element("ul", *(element("li", one) for one in TO_WATCH))
    yield element("p", "Write no names: write seats.")
    for number in range(1, game.variant.rounds + 1):
        yield element("h3", f"Round {number}")
        yield element("div", "", class_="lines")
    yield element("h3", "What I shall report first")
    yield element("div", "", class_="lines")
