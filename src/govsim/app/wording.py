"""The words of the page that are not the schema's, as HTML; what a visitor or a file says is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from govsim.app.arrangements import ARRANGEMENTS, arrangement, arrangement_levers, look_of
from govsim.app.findings import Findings
from govsim.app.simulating import ALL
from govsim.app.what_happened import value_sentence, what_happened
from govsim.measures.amounts import unit_words
from govsim.measures.catalogue import MEASURES

QUESTION: Final = "Does a mission board change anything if the money does not move?"
MODEL: Final = "This is a model; change the assumptions."
STANDFIRST: Final = (
    "Set how a country is governed, and watch ten years of it in 200 simulated worlds. Every arrangement has the same "
    "country, the same money and the same luck, so what differs is the government."
)
WAITING: Final = "Simulating the first worlds …"
FIRST_STEP: Final = (
    "Now press <b>Layered</b>: mission boards are added, and the money stays where it is. "
    "Guess first: will the line move?"
)


def masthead(left_out: Sequence[str]) -> str:
    """The question, and what was wrong in the address that led here."""
    note = ""
    if left_out:
        named = ", ".join(f"<code>{escape(part)}</code>" for part in left_out)
        said = f"This link says something that cannot be set; it was left out: {named}."
        note = f'<p class="note" role="alert">{said}</p>'
    return (
        f'<p class="kicker">govsim · a laboratory of government</p><h1>{QUESTION}</h1>'
        f'<p class="standfirst">{STANDFIRST}</p>{note}'
    )


def arrangement_cards() -> list[dict[str, str]]:
    """The three buttons."""
    looks = {name: look_of(arrangement_levers(name)) for name in ARRANGEMENTS}
    return [
        {
            "name": name,
            "title": look.title,
            "about": arrangement(name).about,
            "colour": look.colour,
            "ink": look.ink,
        }
        for name, look in looks.items()
    ]


def marks_key() -> str:
    """What the dots under the sliders say."""
    looks = (look_of(arrangement_levers(name)) for name in ARRANGEMENTS)
    dots = " ".join(f'<span><i style="background:{look.colour}"></i>{look.title}</span>' for look in looks)
    return f"Dots under a slider: where each arrangement has it. {dots}"


def measure_choices(names: Sequence[str]) -> list[dict[str, str]]:
    """What the chart can show."""
    return [{"name": name, "label": MEASURES[name].label} for name in names]


def chart_heading(measure: str) -> str:
    """What the chart shows."""
    shown = MEASURES[measure]
    unit = "" if unit_words(shown) == "index" else f", in {unit_words(shown)}"
    return f"<h2>{shown.label}</h2><p>{shown.meaning.capitalize()}{unit}</p>"


def chart_key(count: int) -> str:
    """How to read the chart, and how many worlds there are so far."""
    so_far = f"all {ALL} worlds" if count == ALL else f"{count} of {ALL} worlds so far; more are on their way"
    return (
        '<figcaption class="key">Line: the middle world. Dark band: half of the worlds. Pale band: nine in ten. '
        f'<span class="count">{so_far[:1].upper()}{so_far[1:]}.</span></figcaption>'
    )


def happened(found: Findings) -> str:
    """What happened, in sentences."""
    sentences = what_happened(found.now.run, found.beside)
    told = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    value = value_sentence(found.now.run, found.beside)
    last = f'<p class="value">{escape(value)}</p>' if value else f'<p class="value">{FIRST_STEP}</p>'
    return f'<h2>What happened</h2><ol>{told}</ol>{last}<p class="model">{MODEL}</p>'


def spoken(found: Findings) -> str:
    """The same for those who hear the page, told when the first worlds are there and when all are."""
    heading = f"{found.now.look.heading}, {len(found.now.run.replicates)} worlds."
    return escape(" ".join([heading, *what_happened(found.now.run, found.beside)]))


def colophon(query: str) -> str:
    """Downloads, and what to keep in mind."""
    address = escape(query, quote=True)
    return (
        f'<p><a href="/download/scenario.toml?{address}" download>This setting as a scenario (TOML)</a> · '
        f'<a href="/download/worlds.csv?{address}" download>Its 200 worlds (CSV)</a> · '
        "the address of this page leads back to this setting.</p>"
        f"<p>{MODEL} Its rules are in docs/model.md, its numbers and their sources in docs/parameters.md.</p>"
    )
