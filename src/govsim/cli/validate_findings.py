"""How `govsim validate` tells each check: a block of labelled lines, or one line for a law that holds."""

from __future__ import annotations

from collections.abc import Sequence

from govsim.documents.terminal import Page
from govsim.validation.finding import MUST_HOLD, Figure, Finding
from govsim.validation.wording import (
    MEANINGS,
    USES,
    denied_words,
    figure_words,
    null_answer,
    verdict_words,
)

HEADINGS = {
    "law": "Laws: what must be so in every world",
    "limit": "Limits: corners in which the answer is known",
    "pattern": "Patterns of the real world",
    "docking": "Docking: published models beside this one",
    "mechanism": "Mechanisms: lines that each has to pass",
    "dead weight": "Dead weight: what moves nothing when it is taken away",
    "corner": "Corners: levers that are best at an end of their range",
}
MOST_FIGURES = 10  # of a check that the page has room for


def blocks(page: Page, findings: Sequence[Finding]) -> None:
    """All findings, a heading for each kind, and what the verdicts on patterns mean."""
    for kind, heading in HEADINGS.items():
        those = [one for one in findings if one.check.kind == kind]
        if not those:
            continue
        page.heading(heading)
        if kind in MUST_HOLD:
            for one in those:
                _line_or_block(page, one)
            continue
        for one in those:
            page.blank()
            _block(page, one)
    verdicts = {one.verdict for one in findings if one.check.kind not in MUST_HOLD}
    if verdicts:
        page.heading("What these verdicts mean")
        for verdict in (word for word in MEANINGS if word in verdicts):
            page.bullet(f"{verdict.capitalize()}: {MEANINGS[verdict]}")


def _line_or_block(page: Page, finding: Finding) -> None:
    """A law that holds is one line; what fails is told in full."""
    if finding.is_failure:
        page.blank()
        _block(page, finding)
        page.blank()
    else:
        page.text(f"{finding.check.key}  {finding.check.title}: {finding.verdict}.", hanging=4)


def _block(page: Page, finding: Finding) -> None:
    check, reading = finding.check, finding.reading
    failed = "FAILS: " if finding.is_failure else ""
    page.text(f"{check.key}  {check.title}: {failed}{verdict_words(finding)}", hanging=4, style="bold")
    _labelled(page, "Observed", check.observed)
    _labelled(page, "Refuted by", check.refuted_by)
    _labelled(page, "Simulated", _told(reading.figures))
    for null in reading.nulls:
        text = f"{null.name} ({denied_words(null)}): {null_answer(null)}; {_told(null.figures)}"
        _labelled(page, "Null model", text)
    _labelled(page, "Source", check.source)
    worlds = f"up to {finding.plan.worlds:,} worlds"
    _labelled(page, "Use", f"{check.use}: {USES[check.use]}; {worlds}")
    _labelled(page, "Note", reading.notes)


def _labelled(page: Page, label: str, text: str) -> None:
    if text:
        page.text(f"{label}: {text}", indent=4, hanging=2)


def _told(figures: Sequence[Figure]) -> str:
    told = "; ".join(figure_words(figure) for figure in figures[:MOST_FIGURES])
    more = len(figures) - MOST_FIGURES
    return f"{told}; and {more} more figures in --json and --report" if more > 0 else told
