"""The debrief as one document, from which terminal, HTML, Markdown and JSON come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from govsim.comparison.document import A_MODEL
from govsim.documents.document import Document, Part
from govsim.documents.table import Column, Table
from govsim.explanation.effects import MechanismEffect
from govsim.measures.amounts import figure, level, span
from govsim.measures.catalogue import MEASURES
from govsim.runs.version import MODEL_VERSION
from govsim.statistics.intervals import Interval
from govsim.teaching.debrief import Debrief
from govsim.teaching.debrief_drawing import split_svg
from govsim.teaching.game import OWN, QUARTERS_A_ROUND, SILOED
from govsim.teaching.play import RoundFigures
from govsim.teaching.steps import FURTHEST
from govsim.teaching.us_or_luck import Split, Weighty, fraction_words
from govsim.words.names import arrangement_words
from govsim.words.plurals import counted, joined, years_words
from govsim.words.verdicts import MONTE_CARLO

QUESTION: Final = "Was it us, the arrangement, or luck?"
LABELS: Final = {"progress": "Progress", "core_services": "Core services"}
MOST_DECISIONS: Final = 2
CAPTION: Final = "Bars from 0, to the left where it made things worse. Each measure has a scale of its own."
NO_NOTES: Final = "The observer wrote nothing down: ask first what happened between people, then how it felt."


def debrief_document(debrief: Debrief, command: str = "") -> Document:
    """The debrief of a game in words and tables; `command` repeats it."""
    game = debrief.game
    people = counted(len(game.students), "student")
    length = years_words(game.country.horizon)
    first = years_words(_vote_quarter(debrief))
    about = f"{people} governed for {length}, the first {first} in silos. {_voted(debrief)}"
    return Document(
        name="Cabinet game",
        about=about,
        question=QUESTION,
        answer=_answer(debrief),
        how_sure=(
            f"Elsewhere: the mean over {counted(debrief.worlds, 'other world')} ± half of its 95% interval. Luck is 0 "
            "on average; 95% of worlds lie in its range.",
            MONTE_CARLO,
        ),
        does_not_say=(
            "Yours is only what you did otherwise than the published rules.",
            A_MODEL,
        ),
        parts=tuple(_parts(debrief)),
        provenance=(
            ("Model", f"govsim {MODEL_VERSION}"),
            ("Country", game.opened.country),
            ("Seed", str(game.opened.seed)),
            ("World", str(game.opened.world)),
        ),
        failures=(),
        command=command,
        brief=1,
        units=(
            (
                "Progress",
                "need points: need runs from 0, none, to 1, as great as can be; progress is its fall",
            ),
            ("Core services", "an index: 1 is what the public is owed"),
        ),
    )


def _vote_quarter(debrief: Debrief) -> int:
    return QUARTERS_A_ROUND * debrief.game.variant.before


def arrangement_name(option: str) -> str:
    """An option of the ballot as it stands in a sentence."""
    return "your own bundle" if option == OWN else arrangement_words(option)


def _voted(debrief: Debrief) -> str:
    game = debrief.game
    options = [(option, list(game.votes.values()).count(option)) for option in game.options]
    counts = ", ".join(f"{arrangement_name(option)} {count}" for option, count in options)
    went = "You stayed siloed" if game.reform == SILOED else f"You went {arrangement_name(game.reform)}"
    if game.reform == OWN:
        went = "You went your own way"
    return f"{went} (votes: {counts})."


def _answer(debrief: Debrief) -> tuple[str, ...]:
    """What happened, side by side, and how much of it was the class's where that can be stated."""
    progress, core = (debrief.splits[name] for name in LABELS)
    ended, usual = (figure(one, MEASURES["core_services"]) for one in (core.outcome, core.usual))
    sentences = [
        f"Need {moved(progress.outcome, 'fell', 'rose')}, and core services ended at {ended}. In silos by "
        f"the rules it {moved(progress.usual, 'falls', 'rises')} on average and they end at {usual}.",
        f"{reported_against_true(debrief.rounds[-1])} {_own_targets(debrief)}",
    ]
    for split in (progress, core):
        share = split.share_of_us
        label, beyond = LABELS[split.measure], _signed(split.beyond_usual, split.measure)
        if share is None:
            sentences.append(f"{label}, {beyond} from silos in other worlds: {_pulled(split)}.")
        else:
            words = fraction_words(share)
            sentences.append(f"{label}, {beyond} from silos in other worlds: {words} was you.")
    return tuple(sentences)


def reported_against_true(now: RoundFigures) -> str:
    """Progress as it was reported beside what it was."""
    reported, true = (_signed(one, "progress") for one in (now.reported_progress, now.progress))
    return f"You reported progress of {reported}; it was {true}."


def _own_targets(debrief: Debrief) -> str:
    played = [one for one in debrief.scores if one.played]
    count = sum(one.was_reached for one in played)
    return f"{count} of {counted(len(played), 'seat')} reached their own target, as they reported it."


def moved(progress: float, down: str, up: str) -> str:
    """Which way need moved, and how far in need points.

    >>> moved(-0.0123, "fell", "rose"), moved(0.0001, "fell", "rose")
    ('rose by 0.012 need points', 'fell by less than 0.001 need points')
    """
    amount = figure(abs(progress), MEASURES["progress"])
    least = "less than 0.001" if amount == figure(0.0, MEASURES["progress"]) else amount
    return f"{down if progress >= 0 else up} by {least} need points"


def _pulled(split: Split) -> str:
    """The direction of each of the three, where their signs differ."""
    parts = (("you", split.us), ("the arrangement", split.arrangement), ("luck", split.luck))
    return joined([f"{name} {_signed(value, split.measure)}" for name, value in parts])


def _signed(value: float, measure: str) -> str:
    return figure(value, MEASURES[measure], sign=True)


def _parts(debrief: Debrief) -> list[Part]:
    return [
        _felt(debrief),
        _foreseen(debrief),
        rounds_part(debrief.rounds),
        _why(debrief),
        _split_part(debrief),
        _changed_most(debrief),
        _seats(debrief),
    ]


def _felt(debrief: Debrief) -> Part:
    notes = debrief.game.notes or (NO_NOTES,)
    return Part("felt", "How it felt", notes, "", (), brief=min(2, len(notes)))


def _foreseen(debrief: Debrief) -> Part:
    sentences = []
    for one in debrief.forecasts:
        sentences.append(
            f"{LABELS[one.measure]}: your middle forecast was {_signed_or_level(one.middle, one.measure)}; "
            f"{_signed_or_level(one.happened, one.measure)} happened. "
            f"{one.too_high} of {len(one.forecasts)} forecast more."
        )
    numbers = {one.measure: asdict(one) for one in debrief.forecasts}
    words = tuple(sentences) or ("No forecast was recorded.",)
    return Part("forecast", "What you forecast, and what happened", words, "", (), document=numbers, brief=2)


def rounds_part(rounds: Sequence[RoundFigures]) -> Part:
    """The country at the end of each round: progress as reported, as it was, and core services."""
    columns = (Column("Round", True), Column("Reported progress", True), Column("Progress", True))
    rows = tuple(
        (
            str(one.round + 1),
            _signed(one.reported_progress, "progress"),
            _signed(one.progress, "progress"),
            figure(one.core_services, MEASURES["core_services"]),
        )
        for one in rounds
    )
    table = Table("At the end of each round", (*columns, Column("Core services", True)), rows)
    numbers = {"rounds": [asdict(one) for one in rounds]}
    return Part("rounds", "Round by round", (), "", (table,), document=numbers)


def _signed_or_level(value: float, measure: str) -> str:
    return figure(value, MEASURES[measure], sign=measure == "progress")


def _why(debrief: Debrief) -> Part:
    heading = "Why the arrangement did what it did"
    if debrief.explanation is None:
        sentence = (
            "You kept the silos, so no arrangement was changed."
            if debrief.game.reform == SILOED
            else "It was not explained this time."
        )
        return Part("why", heading, (sentence,), "", (), brief=1)
    mechanisms = [effect for effect in debrief.explanation.mechanisms if effect.kind != "cost"]
    added = []
    if mechanisms:
        most = max(mechanisms, key=lambda effect: effect.progress.mean)
        dearest = min(mechanisms, key=lambda effect: effect.core_services.mean)
        added = [
            f"Of its levers, {_lever(most)} added most progress, {_effect(most.progress, 'progress')}; "
            f"{'it also' if most is dearest else _lever(dearest)} cost core services most, "
            f"{_effect(dearest.core_services, 'core_services')}."
        ]
    return Part("why", heading, (*added, *debrief.explanation.sentences), "", (), brief=1)


def _lever(effect: MechanismEffect) -> str:
    return f"{effect.label[0].lower()}{effect.label[1:]}"


def _effect(interval: Interval, measure: str) -> str:
    return f"{_signed(interval.mean, measure)} ({span(interval, MEASURES[measure], sign=True)})"


def _split_part(debrief: Debrief) -> Part:
    splits = [debrief.splits[name] for name in LABELS]
    headings = [(label, f"{label} elsewhere") for label in LABELS.values()]
    columns = (Column("Part"), *(Column(heading, True) for both in headings for heading in both))
    lines = (
        ("Us", [_cells(one, one.us, _mean_cell(one.us_elsewhere, one)) for one in splits]),
        (
            "The arrangement",
            [_cells(one, one.arrangement, _mean_cell(one.arrangement_elsewhere, one)) for one in splits],
        ),
        (
            "Luck",
            [_cells(one, one.luck, span(_luck(one), MEASURES[one.measure], sign=True)) for one in splits],
        ),
        ("Together", [_cells(one, one.beyond_usual, "") for one in splits]),
    )
    rows = tuple((name, *(cell for cells in both for cell in cells)) for name, both in lines)
    table = Table("What made the difference to the usual", columns, rows, brief_rows=len(rows))
    reading = "Us: your decisions against the rules. The arrangement: against silos. Luck: against the usual."
    numbers = {name: asdict(one) for name, one in debrief.splits.items()}
    return Part(
        "split",
        "Us, the arrangement, or luck",
        (reading,),
        CAPTION,
        (table,),
        drawing=lambda: split_svg(splits, LABELS),
        document=numbers,
        brief=1,
    )


def _cells(split: Split, here: float, elsewhere: str) -> tuple[str, str]:
    return _signed(here, split.measure), elsewhere


def _mean_cell(interval: Interval, split: Split) -> str:
    return f"{_signed(interval.mean, split.measure)} ±{figure(interval.half_width, MEASURES[split.measure])}"


def _luck(split: Split) -> Interval:
    return Interval(0.0, *split.luck_range)


def _changed_most(debrief: Debrief) -> Part:
    first = debrief.decisions[:MOST_DECISIONS]
    sentences = tuple(_decision(debrief, one) for one in first) or (
        "Every decision was the rules’ own, so none changed anything.",
    )
    numbers_of = tuple(Column(label, True) for label in LABELS.values())
    columns = (Column("Seat"), Column("Round", True), Column("Decision on"), Column("Chosen"), *numbers_of)
    rows = tuple(
        (
            debrief.game.seats[one.seat].title,
            str(one.round + 1),
            one.choice.subject,
            one.choice.buttons[one.step + FURTHEST],
            *(_signed(one.added[name], name) for name in LABELS),
        )
        for one in debrief.decisions
    )
    tables = (
        (Table("What each decision added, put back to the rule one at a time", columns, rows),)
        if rows
        else ()
    )
    numbers = {
        "decisions": [
            {
                "round": one.round + 1,
                "seat": one.seat,
                "choice": one.choice.key,
                "step": one.step,
                **one.added,
            }
            for one in debrief.decisions
        ]
    }
    heading = "The two decisions that changed most"
    return Part("decisions", heading, sentences, "", tables, document=numbers, brief=MOST_DECISIONS)


def _decision(debrief: Debrief, one: Weighty) -> str:
    added = " and ".join(f"{LABELS[name].lower()} {_signed(one.added[name], name)}" for name in LABELS)
    title, button = debrief.game.seats[one.seat].title, one.choice.buttons[one.step + FURTHEST]
    return f"Round {one.round + 1}, {title}, {one.choice.subject}: {button}. That added {added}."


def _seats(debrief: Debrief) -> Part:
    columns = (
        Column("Seat"),
        Column("Target"),
        Column("Reported", True),
        Column("Usual", True),
        Column("Reached"),
    )
    rows = tuple(
        (
            one.title,
            one.target.words,
            level(one.reported, MEASURES[one.target.measure]),
            level(one.usual, MEASURES[one.target.measure]),
            ("yes" if one.was_reached else "no") + ("" if one.played else " (by the rules)"),
        )
        for one in debrief.scores
    )
    table = Table("Own targets: the usual is the mean of other worlds in silos", columns, rows)
    numbers = {"seats": [{**asdict(one), "reached": one.was_reached} for one in debrief.scores]}
    return Part("seats", "Own targets", (_own_targets(debrief),), "", (table,), document=numbers)
