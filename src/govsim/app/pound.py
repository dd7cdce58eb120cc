"""The pound's journey as a bar in pence and a table: where each pound ends, and what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from govsim.documents.charts import DARK, LEAST_PENCE_WITH_FIGURE, POUND
from govsim.measures.pound import CATEGORIES
from govsim.runs.run import Run
from govsim.units import QUARTERS_IN_YEAR, billion_a_quarter
from govsim.words.numbers import pence

By = Callable[[Run], dict[str, float]]


@dataclass(frozen=True)
class PoundBar:
    """A bar to draw: its title, its run, and whether it is the setting before."""

    title: str
    run: Run
    is_before: bool = False


def grouped(run: Run) -> dict[str, float]:
    """The pound by the groups that are drawn; each category is in one group."""
    shares = run.pound_shares()
    return {label: sum(shares[category] for category in categories) for label, _, categories in POUND}


def pound_bars(bars: list[PoundBar]) -> str:
    """Stacked bars, one for each setting; the table below has the same figures."""
    return "".join(_bar(bar) for bar in bars)


def _bar(bar: PoundBar) -> str:
    shares = grouped(bar.run)
    pieces = []
    for label, colour, _ in POUND:
        share = shares[label]
        kind = ' class="dark"' if colour in DARK else ""
        text = pence(share) if 100 * share >= LEAST_PENCE_WITH_FIGURE else ""
        description = escape(f"{label}: {pence(share)}p", quote=True)
        style = f"width:{100 * share:.2f}%;background:{colour}"
        pieces.append(f'<span{kind} style="{style}" title="{description}">{text}</span>')
    name = escape(bar.title)
    return (
        f'<div class="pound-row{" before" if bar.is_before else ""}"><div class="pound-name">{name}</div>'
        f'<div class="pound-bar" role="img" aria-label="{_spoken(bar)}">{"".join(pieces)}</div></div>'
    )


def _spoken(bar: PoundBar) -> str:
    parts = (f"{label} {pence(share)}p" for label, share in grouped(bar.run).items())
    return escape(f"The pound’s journey, {bar.title}: {', '.join(parts)}", quote=True)


def pound_table(now: Run, before: PoundBar | None) -> str:
    """The groups in pence and in £bn a year, with the change."""
    colours = {label: colour for label, colour, _ in POUND}
    return _table(
        now, before, grouped, colours, "Where each pound ends, on average over all years and worlds"
    )


def all_categories_table(now: Run, before: PoundBar | None) -> str:
    """All categories of the model."""
    return _table(now, before, _by_category, {}, "Every category")


def _by_category(run: Run) -> dict[str, float]:
    shares = run.pound_shares()
    return {label: shares[category] for category, label in CATEGORIES.items()}


def _table(now: Run, before: PoundBar | None, by: By, colours: Mapping[str, str], caption: str) -> str:
    shares = by(now)
    earlier = by(before.run) if before is not None else None
    columns = ["Where", "Pence", *(["Against", "Change"] if earlier is not None else []), "£bn a year"]
    head = "".join(f'<th scope="col">{column}</th>' for column in columns)
    rows = []
    for label, share in shares.items():
        cells = [pence(share)]
        if earlier is not None:
            cells += [pence(earlier[label]), pence(share - earlier[label], sign=True)]
        billion = QUARTERS_IN_YEAR * billion_a_quarter(share, now.scenario.annual_budget)
        cells.append(f"{billion:,.1f}")
        swatch = f'<i class="swatch" style="background:{colours[label]}"></i>' if label in colours else ""
        body = "".join(f"<td>{cell}</td>" for cell in cells)
        rows.append(f'<tr><th scope="row">{swatch}{escape(label)}</th>{body}</tr>')
    against = f". {before.title}" if before is not None else ""
    return (
        f"<table><caption>{escape(caption + against)}.</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )
