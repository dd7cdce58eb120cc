"""Parts of the document on checks: a table of verdicts per kind, and full tables per check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple

from govsim.documents.document import Part
from govsim.documents.table import Column, Table
from govsim.validation.charts import lines_of, places_of, series_charts
from govsim.validation.dead_weight import ARMS, FEWEST
from govsim.validation.finding import KINDS, MUST_HOLD, CheckResult, Kind
from govsim.validation.wording import (
    USES,
    denied_words,
    exact,
    figure_words,
    null_answer,
    value_words,
    verdict_words,
)
from govsim.words.names import capitalised
from govsim.words.plurals import counted, joined


class KindWords(NamedTuple):
    """Words for a kind of check: subject, and verbs for those that hold and those refuted."""

    heading: str
    about: str
    hold: str = "hold"
    refuted: str = "refuted"


WORDS: Final[Mapping[Kind, KindWords]] = {
    "law": KindWords(
        "Laws",
        "A law must hold in every world, whatever is believed about government. One that fails is a fault.",
    ),
    "limit": KindWords(
        "Limits",
        "A limit is a corner in which the answer is known by argument. One that is missed is a fault.",
    ),
    "pattern": KindWords(
        "Patterns of the real world",
        "A pattern is something observed, or claimed, about real governments. Each is tried on null models too: one "
        "with the mechanism switched off, and one with levers drawn at random.",
    ),
    "docking": KindWords(
        "Docking with published models",
        "Published models, written independently of this one, answer the same question. Agreement shows "
        "that this model does what a known one does, not that either is true.",
        "agree",
        "disagree",
    ),
    "mechanism": KindWords(
        "Mechanisms",
        "Each mechanism has to decide something to be worth its place in the model; the line was set beforehand. One "
        "that does not pass is a finding about the model, not about governments.",
        "pass",
        "do not pass",
    ),
    "dead weight": KindWords(
        "Dead weight",
        "Every contested assumption and constant is set to the value at which its mechanism does nothing, and every "
        f"phase is left out or frozen, in {len(ARMS)} arrangements. What moves no measure by more than its smallest "
        f"effect in {FEWEST:.0%} of worlds is listed first.",
        "find nothing",
        "find something",
    ),
    "corner": KindWords(
        "Corners",
        "A climb over all levers seeks the most public value, or the least need of the worst-off tenth. A lever that "
        "is best at an end of its range, and dear to move from there, lacks a cost in the model.",
        "find nothing",
        "find something",
    ),
}
MOST_FIGURES: Final = 10  # of a check in the summary; more have their own table
MOST_STEPS: Final = 20  # of a series that have room in a table
GLANCE: Final = (Column("Check", short=True), Column("What"), Column("Verdict"))
DETAIL: Final = (Column("Of the check"), Column("Statement"))


def checks_part(section: str, findings: Sequence[CheckResult]) -> Part:
    """The part on all checks of a kind: counts, verdicts, and full tables at the end."""
    words = WORDS[KINDS[section]]
    with_series = [one for one in findings if one.reading.series]
    glance = Table(
        f"{words.heading}: {len(findings)} that were run", GLANCE, tuple(map(check_line, findings))
    )
    details = [table for one in findings for table in _details(one)]
    return Part(
        section,
        words.heading,
        (f"{words.heading}: {_counts(words, findings)}", words.about, *_headlines(findings)),
        " ".join(_series_caption(one) for one in with_series),
        (glance, *details, *map(_series_table, with_series)),
        partial(series_charts, with_series) if with_series else None,
        document={"findings": [one.document() for one in findings]},
    )


def check_line(finding: CheckResult) -> tuple[str, str, str]:
    """Key, title and verdict of a check."""
    words = verdict_words(finding)
    return finding.check.key, finding.check.title, f"FAILS: {words}" if finding.is_failure else words


def _counts(words: KindWords, findings: Sequence[CheckResult]) -> str:
    """The number of checks of a kind that hold, and the keys of the others."""
    keys = {
        verdict: [one.check.key for one in findings if one.verdict == verdict]
        for verdict in ("holds", "refuted", "not diagnostic", "undecided")
    }
    counts = [f"{len(keys.pop('holds'))} of {len(findings)} {words.hold}"]
    counts += [
        f"{words.refuted if verdict == 'refuted' else verdict}: {joined(those)}"
        for verdict, those in keys.items()
        if those
    ]
    return f"{'; '.join(counts)}."


def _headlines(findings: Sequence[CheckResult]) -> Iterator[str]:
    """Headlines of checks besides their verdicts, and the patterns used for calibration."""
    for one in findings:
        if one.reading.headline:
            yield f"{one.check.key}: {one.reading.headline}"
    used = [one.check.key for one in findings if one.check.use == "calibrated"]
    if used:
        yield f"Constants were set with {joined(used)} in view, and with no other pattern."


def _details(finding: CheckResult) -> Iterator[Table]:
    """The full tables on one check."""
    check, reading = finding.check, finding.reading
    rows = [
        ("Verdict", check_line(finding)[2]),
        ("Observed", check.observed),
        ("Refuted by", check.refuted_by),
    ]
    named = f"{check.key}: {check.title}"
    if len(reading.figures) > MOST_FIGURES:
        rows.append(("Simulated", f"{counted(len(reading.figures), 'figure')}, in the report (--report)"))
    else:
        rows += [(f"Simulated: {one.label}", value_words(one)) for one in reading.figures]
    for null in reading.nulls:
        answer = "; ".join([null_answer(null), *map(figure_words, null.figures)])
        rows.append((f"Null model: {null.name} ({denied_words(null)})", answer))
    use = "" if check.kind in MUST_HOLD else f"{check.use}: {USES[check.use]}"
    rows += [("Use", use), ("Source", check.source), ("Notes", reading.notes)]
    rows.append(("Worlds", f"at most {finding.plan.worlds:,}; seed {finding.plan.seed}"))
    yield Table(named, DETAIL, tuple(row for row in rows if row[1]))
    if len(reading.figures) > MOST_FIGURES:
        figures = tuple((capitalised(one.label), value_words(one)) for one in reading.figures)
        columns = (Column("Figure"), Column("Value, with 95% interval"))
        yield Table(f"{check.key}: {counted(len(figures), 'figure')}", columns, figures, aside=True)


def _series_caption(finding: CheckResult) -> str:
    names = joined([f"“{name}”" for name in lines_of(finding.reading)])
    return f"{finding.check.key}: {names}, by {finding.reading.along}; means over worlds."


def _series_table(finding: CheckResult) -> Table:
    """The figures of a chart, thinned out if there are many."""
    reading = finding.reading
    places, lines = places_of(reading), lines_of(reading)
    every = -(-len(places) // MOST_STEPS)
    rows = tuple(
        (f"{places[step]:g}", *(exact(line[step]) if step < len(line) else "–" for line in lines.values()))
        for step in range(0, len(places), every)
    )
    which = "" if every == 1 else f", one in {every}"
    columns = (Column(reading.along.capitalize()), *(Column(name, number=True) for name in lines))
    return Table(f"{finding.check.key}: the figures of its drawing{which}", columns, rows, aside=True)
