"""Texts of the page beyond the schema's, as HTML; text from visitors and files is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from govsim.app.address import from_nearest
from govsim.app.arrangements import arrangement, arrangement_levers, style_of, title_of
from govsim.app.assumptions import fixed_words, range_words, source_words, value_words
from govsim.app.difference_chart import PairedDifference
from govsim.app.jobs import Failure
from govsim.app.offered import country_title
from govsim.app.session import Session, Setting
from govsim.measures.amounts import unit_words
from govsim.measures.catalogue import MEASURES
from govsim.palette import ARRANGEMENTS
from govsim.scenario.levers import Levers
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.words.plurals import counted

MODEL: Final = "This is a model; change the assumptions."
WHAT_IT_IS: Final = (
    f"{MODEL} Its rules are in docs/model.md, its numbers and their sources in docs/parameters.md."
)
DIFFERENCE_KEY: Final = (
    '<figcaption class="key">Both settings have the same worlds. Line: mean of the differences. Band: nine in ten '
    "worlds. Dots: each world at the end.</figcaption>"
)
SAVING: Final = (
    '<p class="saving">Save the picture: <button type="button" class="plain" data-save="svg">SVG</button> '
    '<button type="button" class="plain" data-save="png">PNG</button></p>'
)
ON_THIS_COMPUTER: Final = (  # shown where the server answers to this computer alone
    "This address opens on this computer only, while govsim runs. To others hand on the printed page, or a file from "
    "<code>govsim page</code>; docs/server.md says how to serve an office."
)
WAITING: Final = "Simulating the first worlds …"


def left_out_note(parts: Sequence[str]) -> str:
    """A note on invalid parts of the address."""
    named = ", ".join(f"<code>{escape(part)}</code>" for part in parts)
    text = f"Parts of this link were left out, because they cannot be set: {named}."
    return f'<p class="note" role="alert">{text}</p>'


def failed_note(failure: Failure) -> str:
    """What to do after work has failed."""
    if failure.words:
        return f"The last result stays. {escape(failure.words)} "
    text = (
        "This page could not be drawn. Undo the last step, or open another page. "
        if failure.drawing
        else "This setting could not be simulated, so the last result stays. Undo the last step, or move a lever. "
    )
    where = "it stands in the window in which govsim runs"
    return f"{text}If you report it, give the number {failure.reference}: {where}. "


def unusable_note(problems: Sequence[str]) -> str:
    """A note on files that the server was given and cannot use."""
    listed = "".join(f"<li>{escape(problem)}</li>" for problem in problems)
    return (
        f'<div class="note" role="alert">These files cannot be used; all else works.<ul>{listed}</ul></div>'
    )


def arrangement_cards() -> list[dict[str, str]]:
    """The three arrangement buttons."""
    styles = {name: style_of(arrangement_levers(name)) for name in ARRANGEMENTS}
    return [
        {
            "name": name,
            "title": style.title,
            "about": arrangement(name).about,
            "colour": style.colour,
            "ink": style.ink,
        }
        for name, style in styles.items()
    ]


def marks_key() -> str:
    """Legend of the dots under the sliders."""
    styles = (style_of(arrangement_levers(name)) for name in ARRANGEMENTS)
    dots = " ".join(
        f'<span><i style="background:{style.colour}"></i>{style.title}</span>' for style in styles
    )
    return f"Dots under a slider: where each arrangement has it. {dots}"


def measure_choices(names: Sequence[str]) -> list[dict[str, str]]:
    """The measures that the chart can show."""
    return [{"name": name, "label": MEASURES[name].label} for name in names]


def chart_heading(measure: str) -> str:
    """Title and meaning of the chart's measure."""
    shown = MEASURES[measure]
    unit = "" if unit_words(shown) == "index" else f", in {unit_words(shown)}"
    return f"<h2>{shown.label}</h2><p>{shown.meaning.capitalize()}{unit}</p>"


def chart_key(count: int, complete: int) -> str:
    """Legend of the chart, and the number of worlds so far."""
    text = so_far(count, complete)
    return (
        '<figcaption class="key">Line: mean over worlds. Dark band: half of the worlds. Pale band: nine in ten. '
        f'<span class="count">{text[:1].upper()}{text[1:]}.</span></figcaption>'
    )


def difference_heading(apart: PairedDifference) -> str:
    """Title of the difference, and in how many worlds it has which sign."""
    return f"<h2>{escape(apart.now)} less {escape(apart.before)}</h2><p>{apart.words()}</p>"


def so_far(count: int, complete: int) -> str:
    """How many worlds there are, and whether more will come: `all 200 worlds`."""
    if count == complete:
        return f"all {counted(count, 'world')}"
    return f"{count} of {counted(complete, 'world')} so far; more are on their way"


def held_note(setting: Setting) -> str:
    """What is assumed in all worlds, on every page, lest a number be read as one of the usual worlds; else empty."""
    held = ["every assumption at its central value"] if setting.worlds == "alike" else []
    held += [fixed_words(setting.fixed)] if setting.fixed else []
    if not held:
        return ""
    return (
        f'<p class="note held"><b>Fixed in all worlds:</b> {escape("; ".join(held))}. '
        "Explore has the sliders of assumptions.</p>"
    )


def printed_head(name: str, words: str) -> str:
    """What the page shows in one line, for paper; the browser adds address and date."""
    return f"<p><b>{name}:</b> {escape(words)}</p><p data-address></p>"


def printed_setting(session: Session, against: Levers | None = None) -> str:
    """The setting in words, for paper: what the controls say on the screen, and what it is compared with."""
    now = session.now
    near, changes = from_nearest(now.levers)
    named = [
        f"{one.label.lower()} " + (f"{one.second:.0%}" if isinstance(one.second, float) else str(one.second))
        for one in changes
    ]
    setting = title_of(near) + (f", with {', '.join(named)}" if named else "")
    if against is not None:
        setting += f", compared with {style_of(against).title}"
    return printed_head("Setting", f"{setting}. {beside_levers(now)}")


def beside_levers(now: Setting) -> str:
    """Country, worlds, weight of progress and fixed assumptions of a setting in words."""
    fixed = f" Fixed in all worlds: {fixed_words(now.fixed)}." if now.fixed else ""
    country = country_title(now.country)
    return f"{country}. Worlds {now.worlds}; progress weighs {now.progress_weight:.0%}.{fixed}"


def assumptions_table(setting: Setting) -> str:
    """Every contested assumption: what it means, where it is drawn from, its source, and what holds here."""
    fixed = dict(setting.fixed)
    alike = setting.worlds == "alike"
    rows = []
    for name, spec in UNCERTAINTIES.items():
        value = fixed.get(name, spec.central if alike else None)
        here = "drawn for each world" if value is None else f"{value_words(spec, value)} in all worlds"
        cells = (
            f"{spec.meaning[:1].upper()}{spec.meaning[1:]}.",
            f"{range_words(spec)}.",
            source_words(spec.source),
            here,
        )
        text = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        rows.append(f'<tr><th scope="row">{escape(spec.label)}</th>{text}</tr>')
    heads = ("Assumption", "Meaning", "Range", "Source", "Here")
    head = "".join(f'<th scope="col">{one}</th>' for one in heads)
    return (
        f"<table><caption>{MODEL} Those that decide most have sliders on Explore.</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def colophon(query: str) -> str:
    """Downloads and caveats."""
    address = escape(query, quote=True)
    return (
        f'<p class="downloads"><a href="./download/scenario.toml?{address}" download>'
        "This setting as a scenario (TOML)</a> · "
        f'<a href="./download/summary.csv?{address}" download>Its courses, summed up (CSV)</a> · '
        f'<a href="./download/worlds.csv?{address}" download>Each of its worlds (CSV)</a> · '
        "the address of this page leads back to this setting.</p>"
        f"<p>{WHAT_IT_IS}</p>"
    )
