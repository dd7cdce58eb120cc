"""`govsim explain`: why two arrangements differ, in three sentences and a table of every mechanism."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import click

from govsim.cli.options import (
    Ready,
    changes_of,
    command_line,
    jobs_option,
    json_option,
    quiet_option,
    ready,
    shared_options,
    weight_option,
)
from govsim.cli.progress_bar import watched
from govsim.cli.saving import tell_saved
from govsim.comparison.setting import held_words, other_countries_words, places_words, worlds_words
from govsim.comparison.trade_off_sentences import break_even_rate_sentence
from govsim.documents.json import write_json
from govsim.documents.table import Column
from govsim.documents.terminal import Page, folded
from govsim.explanation.effects import MEASURED, MechanismEffect
from govsim.explanation.explain import DEFAULT_WORLDS, Explanation, explaining, explanation_document
from govsim.measures.amounts import figure
from govsim.measures.catalogue import MEASURES
from govsim.statistics.intervals import Interval
from govsim.words.plurals import joined
from govsim.words.verdicts import MONTE_CARLO

_HEADINGS = ("Public value, units", "Progress, need points", "Core services, index")
_SETTING, _UNIT = 12, 13  # widths at which long words are broken
_ROOM_FOR_SETTINGS = 95  # a page that is narrower leaves out how levers are set


@click.command(
    "explain",
    short_help="Say in three sentences why two arrangements differ.",
    context_settings={"default_map": {"replicates": DEFAULT_WORLDS}},
)
@click.argument("baseline")
@click.argument("scenario")
@shared_options
@weight_option("the scenario")
@jobs_option
@json_option
@quiet_option
def explain(
    baseline: str,
    scenario: str,
    replicates: int,
    seed: int,
    places: Path | None,
    network: Path | None,
    worlds: str | None,
    weight: float | None,
    jobs: int | None,
    json_file: Path | None,
    quiet: bool,
) -> None:
    """Say in three sentences why two arrangements differ.

    Each is a name from 'govsim scenario list' or the path of a .toml file. Every mechanism in which they may differ
    is switched off in turn, in the same worlds; what changes then is its effect. With 64 worlds of the shipped
    country this takes about half a minute.
    """
    start = ready((baseline, scenario), changes_of(worlds, weight), places, network, {"--json": json_file})
    first, second = start.scenarios
    work = explaining(first, second, replicates, seed, start.places, start.network, jobs=jobs)
    found = watched(work, quiet)
    command = command_line(
        "explain",
        (baseline, scenario),
        {
            "-n": replicates,
            "--seed": seed,
            "--places": places,
            "--network": network,
            "--worlds": worlds,
            "--weight": weight,
        },
    )
    page = Page()
    _page(page, found, start, command)
    page.show()
    if json_file is not None:
        write_json(explanation_document(found, command), json_file)
        tell_saved([("JSON", json_file)])


def _page(page: Page, found: Explanation, start: Ready, command: str) -> None:
    runs = found.comparison.runs
    baseline, scenario = found.comparison.names
    page.text(f"Why does {scenario} differ from {baseline}?", style="bold")
    differs = f"They differ in {joined(found.differs)}." if found.differs else ""
    page.text(f"On the same {worlds_words(runs)} {places_words(runs, start.land)} {differs}")
    scenarios = [run.scenario for run in runs]
    notes = [f"Note: {note}" for note in start.land.notes]
    for text in (*notes, *held_words(scenarios), other_countries_words(scenarios)):
        page.text(text)
    page.blank()
    for number, sentence in enumerate(found.sentences, start=1):
        page.text(f"{number}. {sentence}", hanging=3)
    page.text(break_even_rate_sentence(found.comparison, *runs))
    if found.mechanisms:
        _tables(page, found)
    _close(page, found, command)


def _tables(page: Page, found: Explanation) -> None:
    baseline, scenario = found.comparison.names
    put_back = [effect for effect in found.mechanisms if effect.kind != "cost"]
    switched_off = [effect for effect in found.mechanisms if effect.kind == "cost"]
    if put_back:
        page.heading(f"What each adds to the difference: put back in {scenario} to where {baseline} has it")
        settings = [
            Column(folded(name, _SETTING), number=True, scenario=row)
            for row, name in enumerate((baseline, scenario))
            if page.width >= _ROOM_FOR_SETTINGS and any(effect.first for effect in put_back)
        ]
        _table(page, found, put_back, settings)
    if switched_off:
        page.heading("What each adds to the difference: switched off in both")
        _table(page, found, switched_off, [])
    if len(found.comparison.runs[0].replicates) > 1:
        page.text(f"{_plus_minus(page)}: 95% interval. *: named above.")


def _table(
    page: Page, found: Explanation, effects: Sequence[MechanismEffect], settings: list[Column]
) -> None:
    columns = [
        Column("Mechanism"),
        *settings,
        *(Column(folded(name, _UNIT), number=True) for name in _HEADINGS),
    ]
    rows = [
        [
            f"{effect.label}{' *' if effect.key in found.named else ''}",
            *(folded(words, _SETTING) for words in (effect.first, effect.second) if settings),
            *(_effect(page, getattr(effect, name), name) for name in MEASURED),
        ]
        for effect in effects
    ]
    page.table(columns, rows)


def _effect(page: Page, found: Interval, name: str) -> str:
    """A mean and half its interval, which lies evenly on both sides: `−0.10 ±0.02`."""
    measure = MEASURES[name]
    mean = figure(found.mean, measure, sign=True)
    if math.isnan(found.low):
        return mean
    return f"{mean} {_plus_minus(page)}{figure((found.high - found.low) / 2, measure)}"


def _plus_minus(page: Page) -> str:
    return "+/-" if page.ascii else "±"


def _close(page: Page, found: Explanation, command: str) -> None:
    page.heading("Read with care")
    if found.mechanisms:
        value = MEASURES["public_value"]
        whole = found.comparison.difference("public_value", *found.comparison.runs).difference.mean
        sums = [figure(mean, value, sign=True) for mean in (found.together.mean, whole, found.remainder.mean)]
        if sum(effect.kind != "cost" for effect in found.mechanisms) > 1:
            page.text(
                "Effects do not add up, because mechanisms work through each other: put back one at a time they "
                f"come to {sums[0]} in public value, the whole difference is {sums[1]}, and {sums[2]} is interaction "
                "or lies in what was not put back. A lever that is put back also spares the reorganisation it took."
            )
        page.text(
            "A cost that is switched off is part of what levers do, so it is not to be added to them. A cause is named "
            "where its interval leaves out 0 and it moves public value by at least half of what matters; of many "
            "intervals a few miss by chance. Figures are rounded."
        )
    for words in found.untried:
        page.text(f"Not switched off: {words}")
    if len(found.comparison.runs[0].replicates) == 1:
        page.text("One world only: no intervals are given and nothing is decided. Ask for more with -n.")
    page.text(MONTE_CARLO)
    page.text("To run it again:")
    page.verbatim(f"  {command}")
