"""The end of the report: what it cannot show, sources in full, and how to make it again."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Final

from govsim.documents.bibliography import KEY, Reference, references
from govsim.documents.markup import Html, anchor, element, joined_html, section, term_list
from govsim.validation.arms import RANDOM_ARRANGEMENTS
from govsim.validation.finding import Finding
from govsim.validation.validate import Validation

PACKAGES: Final = ("numpy", "scipy", "pydantic")
OF_THE_METHOD: Final = ("axtell_1996", "shapley_1953", "student_1908", "wilson_1927")

LIMITS: Final = (
    (
        "The authors chose the patterns.",
        "Someone else would choose others, and the model might miss them. What would refute each is in the table and "
        "was written down by the people who also wrote the rules, and some lines after numbers had been seen.",
    ),
    (
        "Most observations are thin.",
        "Several are one service in one year, one programme, or a claim that nobody measured; the table says which, "
        "and whether the number was seen in its source (verified) or stands from memory (recalled). No government has "
        "been observed to turn from silos to missions in a way that could settle the question.",
    ),
    (
        "A pattern that holds does not make the model true.",
        "Many models would show it. The null models exclude only two rivals: this model with one mechanism off, and "
        f"this model with levers drawn at random ({RANDOM_ARRANGEMENTS} draws, or fewer where runs are dear).",
    ),
    (
        "Some checks cannot fail by much.",
        "A check that says “at most” is passed by a model in which nothing happens; its notes say so, and its null "
        "models show it.",
    ),
    (
        "Many things are tested at once.",
        "With this many intervals at 95% some lines are crossed by chance. A single verdict near its line should not "
        "be leant on; another seed shows how it moves.",
    ),
    (
        "Constants were set by hand, once, and against two patterns.",
        "These are marked as calibrated. History matching says which values the two do not rule out; it does not "
        "single out one set (benchmarks/history_matching.py).",
    ),
    (
        "Ranges of contested assumptions are judgement.",
        "Other ranges give other shares of worlds. The robustness section halves them and draws them on another "
        "scale; that is not every range that could be defended, and assumptions are drawn apart from one another.",
    ),
    (
        "What matters at all is a choice too.",
        "The smallest effect that counts, the unit of progress and the unit of core services decide when a difference "
        "is called too small. They are named constants, with a range, that a scenario can change.",
    ),
    (
        "What is left out cannot be tested.",
        "Parliament, parties, elections, tax, borrowing, prices, factions inside councils and communities: section 9 "
        "of docs/model.md says what to doubt first.",
    ),
)


def limits_section(found: Validation) -> Html:
    """What a reader should hold against the report itself."""
    few = (
        "This run had few worlds: intervals are wide, and verdicts are easily undecided or a matter of chance."
        if found.worlds < 100
        else ""
    )
    inside = [element("p", few)] if few else []
    more = element(
        "p", "What a sceptical reviewer would say, with the best answers there are: docs/objections.md."
    )
    return section("limits", "What this report cannot show", *inside, term_list(LIMITS), more)


def sources_section(findings: Sequence[Finding]) -> Html:
    """Every source that was named, in full, with how we know it."""
    known = references()
    cited = {key for one in findings for key in KEY.findall(one.check.source)} | set(OF_THE_METHOD)
    entries = [_entry(key, known.get(key)) for key in sorted(cited)]
    about = element(
        "p",
        "“Verified” means that the work, its abstract or a catalogue record was looked at, for the words that follow; "
        "“recalled” that the entry stands from memory.",
    )
    return section("sources", "Sources", about, element("dl", *entries))


def _entry(key: str, found: Reference | None) -> Html:
    term = element("dt", element("code", key), id=anchor("source", key))
    if found is None:
        return joined_html([term, element("dd", "Not in the bibliography.")])
    title: Html = element("cite", found.title)
    if found.address:
        title = element("a", title, href=found.address)
    where = f" {found.where}." if found.where else ""
    told = [f"{found.who_and_when}. ", title, f".{where} ", element("em", f"[{found.how_known}]")]
    return joined_html([term, element("dd", *told)])


def provenance_section(found: Validation) -> Html:
    """What made this page, and the command that makes it again."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    pairs = [
        ("Model", f"govsim {found.model_version}"),
        ("Worlds", f"{found.worlds:,} for levers and arrangements; checks say how many they took"),
        ("Seed", str(found.seed)),
        ("Time taken", f"{found.seconds:,.0f} seconds"),
        ("Made on", f"{datetime.now(UTC):%d %B %Y}"),
        ("With", f"Python {platform.python_version()}, {packages}"),
    ]
    again = element("pre", element("code", f"{found.command} --report report.html"))
    return section(
        "provenance", "Where this page comes from", term_list(pairs), element("p", "To make it again:"), again
    )
