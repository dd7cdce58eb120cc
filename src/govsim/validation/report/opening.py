"""The beginning of the report: what this is and is not, a summary, and every verdict at a glance."""

from __future__ import annotations

from collections.abc import Sequence

from govsim.documents.markup import Html, anchor, element, paragraphs, section, table, term_list
from govsim.documents.table import Column
from govsim.validation.finding import Finding
from govsim.validation.report.checks import HEADINGS, badge
from govsim.validation.summary import summary
from govsim.validation.validate import Validation
from govsim.validation.wording import MEANINGS

WHAT_IT_IS = (
    "govsim is a model of how a state is run: departments, mission boards, councils and communities, in invented but "
    "plausible worlds. This page reports what was held against it and what became of each. It is meant for whoever "
    "wants to know how far to trust it, and for whoever wants to show that it cannot be trusted.",
    "It is not a forecast of what any government would achieve, and it ranks no party and no government. Whether "
    "progress on missions or core services matters more is a value, which the user sets; it is not a finding. "
    "Missions, weights and most constants are judgement.",
    "Intervals are 95% intervals for chance between simulated worlds. They say nothing of how well the model matches "
    "a real country. “Share of worlds” is a share of the worlds that our ranges of contested assumptions produce, not "
    "a probability that something is so.",
)
USES = (
    (
        "calibrated",
        "Constants were set with this pattern in view. That it is met is no evidence for the model.",
    ),
    ("held out", "No constant was set with it in view. Its authors knew of it when they wrote the rules."),
)


def opening_sections(found: Validation) -> list[Html]:
    """What this is, what the verdicts mean, and the summary."""
    told = [(one.about, one.text) for one in summary(found)]
    failed = [
        element("p", f"{one.check.key} fails: {one.check.title}", class_="failed") for one in found.failures
    ]
    return [
        section("summary", "Summary", *failed, term_list(told)),
        section(
            "what-this-is",
            "What this is, and what it is not",
            paragraphs(*WHAT_IT_IS),
            element("h3", "What the verdicts mean"),
            term_list([(word.capitalize(), text) for word, text in MEANINGS.items()]),
            element("h3", "Calibrated or held out"),
            term_list([(word.capitalize(), text) for word, text in USES]),
        ),
    ]


def glance_section(findings: Sequence[Finding]) -> Html:
    """Every check with its verdict, in one table that can be read in a minute."""
    if not findings:
        return Html("")
    rows = [
        [
            element("a", one.check.key, href=f"#{anchor('check', one.check.key)}"),
            badge(one),
            one.check.title,
            HEADINGS[one.check.kind][1].split()[0].removesuffix("s"),
            "–" if one.check.use == "neither" else one.check.use,
        ]
        for one in findings
    ]
    columns = [Column("Check"), Column("Verdict"), Column("What"), Column("Kind"), Column("Use")]
    return section("glance", "All verdicts at a glance", table("Every check that was run", columns, rows))
