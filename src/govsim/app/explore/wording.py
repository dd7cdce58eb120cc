"""Texts of *Explore* beyond the schema's, as HTML."""

from __future__ import annotations

from html import escape
from typing import Final

from govsim.app.chart import small_chart
from govsim.app.shown_runs import WeighedRuns
from govsim.app.what_happened import value_sentences, what_happened
from govsim.app.wording import MODEL
from govsim.measures.amounts import figure
from govsim.measures.catalogue import MEASURES
from govsim.runs.run import Run
from govsim.words.plurals import counted

QUESTION: Final = "Does a mission board change anything if the money does not move?"
STANDFIRST: Final = (
    "Set how a country is governed, and watch ten years of it in 200 simulated worlds. Every arrangement has the same "
    "country, the same money and the same luck, so what differs is the government."
)
STRIP: Final = ("public_value", "progress", "core_services")
FIRST_STEP: Final = (
    "Now press <b>Layered</b>: mission boards are added, and the money stays where it is. "
    "Guess first: will the line move?"
)


def masthead() -> str:
    """The title of the first page, and what to do on it."""
    return (
        f'<p class="kicker">govsim · a laboratory of government</p><h1>{QUESTION}</h1>'
        f'<p class="standfirst">{STANDFIRST}</p>'
    )


def happened(weighed: WeighedRuns, turning: str = "") -> str:
    """The sentences on what happened, and a warning where worlds of the other kind say the opposite."""
    now, before = weighed.runs
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in what_happened(now, before))
    last = FIRST_STEP if before is None else escape(value_sentences(now, before))
    if turning:
        last += f"</p><p class='value'><b>{escape(turning)}</b>"
    return f'<h2>What happened</h2><ol>{items}</ol><p class="value">{last}</p><p class="model">{MODEL}</p>'


def strip(measure: str, weighed: WeighedRuns) -> str:
    """A small chart and three numbers, which stay in view above the levers where both do not fit side by side."""
    run, ghost = weighed.runs
    numbers = "".join(
        f"<span><b>{figure(float(run.at_end(name).mean()), MEASURES[name])}</b> {escape(MEASURES[name].label)}"
        f"{_change(name, run, ghost)}</span>"
        for name in STRIP
    )
    return small_chart(measure, weighed.now, weighed.before) + f'<div class="numbers">{numbers}</div>'


def _change(name: str, run: Run, before: Run | None) -> str:
    if before is None:
        return ""
    change = float(run.at_end(name).mean() - before.at_end(name).mean())
    return f" <i>({figure(change, MEASURES[name], sign=True)})</i>"


def spoken(weighed: WeighedRuns) -> str:
    """The same for screen readers, announced with the first worlds and with all."""
    heading = f"{weighed.now.style.heading}, {counted(len(weighed.now.run.replicates), 'world')}."
    return escape(" ".join([heading, *what_happened(*weighed.runs)]))
