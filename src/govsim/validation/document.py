"""The document of a validation: credibility, failures and the checks behind them."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from textwrap import shorten
from typing import Any, Final

from govsim.documents.bibliography import KEY, references
from govsim.documents.document import Document, Part
from govsim.documents.reading import author_and_year
from govsim.documents.table import Column, Table
from govsim.validation.arms import RANDOM_ARRANGEMENTS
from govsim.validation.arrangement_parts import arrangements_part, robustness_part
from govsim.validation.check_parts import GLANCE, check_line, checks_part
from govsim.validation.finding import KINDS, MUST_HOLD, CheckResult
from govsim.validation.lever_parts import levers_part, predictions_part
from govsim.validation.validate import SECTIONS, Validation
from govsim.validation.wording import MEANINGS
from govsim.words.plurals import counted, joined

PACKAGES: Final = ("numpy", "scipy", "pydantic")
OF_THE_METHOD: Final = ("axtell_1996", "shapley_1953", "student_1908", "wilson_1927")
FEW_WORLDS: Final = 100
SAID_BEFORE: Final = ("laws", "limits")  # in the first sentence of the answer
TITLE_LETTERS: Final = 60  # longest title of an unmet check
MOST_UNMET: Final = 12  # in the brief form

INTERVALS: Final = (
    "Intervals are 95% intervals for chance between simulated worlds. They say nothing of how well the model matches "
    "a real country.",
    "A share of worlds is a share of the worlds that our ranges of contested assumptions produce. It is not a "
    "probability that something is so.",
)
CAVEATS: Final = (
    "It is not a forecast of what any government would achieve, and it ranks no party and no government. Whether "
    "progress on missions or core services matters more is a value, which the user sets.",
    "The authors chose the patterns. Others would choose differently, and the model might miss theirs. Some lines "
    "that refute a pattern were drawn after numbers had been seen (docs/decisions/0007).",
    "Most observations are thin: one service in one year, one programme, or a claim that nobody measured. No "
    "government has been observed to turn from silos to missions in a way that could settle the question.",
    "A pattern that holds does not make the model true: other models would show it as well. The null models exclude "
    "two rivals only: this model with one mechanism off, and with levers drawn at random "
    f"({RANDOM_ARRANGEMENTS} draws, or fewer where runs are dear).",
    "A check that says “at most” is passed by a model in which nothing happens. Its notes say so.",
    "With this many intervals at 95% some lines are crossed by chance. Another seed shows how a verdict near its "
    "line moves.",
    "Constants were set by hand, once, and against the patterns that are marked as calibrated. History matching says "
    "which values those do not rule out (benchmarks/history_matching.py).",
    "Ranges of contested assumptions are judgement, and assumptions are drawn independently. Other ranges give other "
    "shares of worlds; the robustness section tries two.",
    "The smallest effects that matter are judgement too. They are named constants that a scenario can change.",
    "What the model leaves out cannot be tested: Parliament, elections, tax, prices, factions inside councils and "
    "more (docs/model.md, section 9).",
)
USES: Final = (
    (
        "calibrated",
        "Constants were set with this pattern in view. That it holds is no evidence for the model.",
    ),
    ("held out", "No constant was set with it in view. The authors knew of it when they wrote the rules."),
)


def document_of(validation: Validation) -> Document:
    """The document of a validation, for any format."""
    parts = tuple(_result_parts(validation))
    overall, unmet = tuple(_overall(validation)), _not_met_part(validation.findings)
    return Document(
        "validation",
        f"What the model was compared with, in up to {validation.worlds:,} worlds (seed {validation.seed}), and the "
        "result of each check.",
        "Can this model be believed?",
        (
            *overall,
            *(part.sentences[0] for part in parts if not overall or part.key not in SAID_BEFORE),
            *_not_run(parts),
        ),
        tuple(_how_sure(validation)),
        CAVEATS,
        (*unmet, *parts, _verdicts_part(), _sources_part(validation.findings)),
        _provenance(validation),
        (),
        validation.command,
    )


def _result_parts(validation: Validation) -> Iterator[Part]:
    for section, kind in KINDS.items():
        findings = [one for one in validation.findings if one.check.kind == kind]
        if findings:
            yield checks_part(section, findings)
    of_section: dict[str, Callable[[Any], Part]] = {
        "levers": levers_part,
        "arrangements": partial(arrangements_part, worlds=validation.worlds),
        "robustness": robustness_part,
        "predictions": predictions_part,
    }
    for section, part in of_section.items():
        if results := getattr(validation, section):
            yield part(results)


def _overall(validation: Validation) -> Iterator[str]:
    """The answer in a sentence or two, as far as the checks run allow."""
    failures = validation.failures
    if failures:
        named = joined([f"{one.check.key} ({one.check.title})" for one in failures])
        yield (
            f"No: {named} {'fails' if len(failures) == 1 else 'fail'}. That is a fault of the program. Rely on "
            "nothing else here until it is mended."
        )
    patterns = [one for one in validation.findings if one.check.kind == "pattern"]
    if {one.check.kind for one in validation.findings} >= {*MUST_HOLD, "pattern"} and not failures:
        holding = sum(one.verdict == "holds" for one in patterns)
        part = "yes" if holding == len(patterns) else "in part" if holding else "no"
        yield (
            "As a program, yes: no law and no limit fails. As a picture of real government, "
            f"{part}: it shows {holding} of {counted(len(patterns), 'observed pattern')} that no null model shows."
        )


def _not_run(parts: Sequence[Part]) -> tuple[str, ...]:
    there = {part.key for part in parts}
    missing = [name for name in SECTIONS if name not in there]
    return (f"Not run, and so not tested here: {joined(missing)}.",) if missing else ()


def _how_sure(validation: Validation) -> Iterator[str]:
    yield from INTERVALS
    yield (
        f"Levers and arrangements were tried in {validation.worlds:,} worlds. Each check says how many it took, and "
        "no more than it needs where worlds are dear."
    )
    if validation.worlds < FEW_WORLDS:
        yield "This run had few worlds: intervals are wide, and a verdict may be a matter of chance."


def _gravity(finding: CheckResult) -> tuple[bool, int]:
    """Sort key: failures first, then refuted, not diagnostic and undecided checks."""
    return not finding.is_failure, ("refuted", "not diagnostic", "undecided").index(finding.verdict)


def _unmet_line(finding: CheckResult) -> tuple[str, str, str]:
    key, title, _ = check_line(finding)
    words = f"FAILS: {finding.verdict}" if finding.is_failure else finding.verdict
    return key, shorten(title, TITLE_LETTERS, placeholder=" …"), words


def _not_met_part(findings: Sequence[CheckResult]) -> tuple[Part, ...]:
    """One line per check that fails or is not met, laws and limits first."""
    unmet = sorted((one for one in findings if one.verdict != "holds"), key=_gravity)
    if not unmet:
        return ()
    return (
        Part(
            "not-met",
            "Checks not met",
            (
                f"Of {len(findings)} checks {len(findings) - len(unmet)} hold. These {len(unmet)} do not; a pattern "
                "that is not met stays in the report and is no fault of the program.",
            ),
            "",
            (
                Table(
                    "Checks that fail or are not met",
                    GLANCE,
                    tuple(map(_unmet_line, unmet)),
                    brief_rows=min(MOST_UNMET, sum(one.verdict != "undecided" for one in unmet)),
                ),
            ),
        ),
    )


def _verdicts_part() -> Part:
    meanings = [(word.capitalize(), text) for word, text in (*MEANINGS.items(), *USES)]
    about = "A check states what would refute it before it is run; its verdict follows from figures alone."
    columns = (Column("Word", short=True), Column("Meaning"))
    return Part(
        "verdicts",
        "What the verdicts mean",
        (about,),
        "",
        (Table("Verdicts, and the use of a pattern", columns, tuple(meanings)),),
    )


def _sources_part(findings: Sequence[CheckResult]) -> Part:
    """Every source of a check in full, with how it is known."""
    known = references()
    cited = {key for one in findings for key in KEY.findall(one.check.source)} | set(OF_THE_METHOD)
    rows = []
    for key in sorted(cited & known.keys()):
        one = known[key]
        where = ". ".join(filter(None, (one.who_and_when, one.title, one.where, one.address)))
        rows.append((author_and_year(one), f"{where}.", one.how_known))
    about = (
        "“Verified” means that the work, its abstract or a catalogue record was read, for the words that follow. "
        "“Recalled” means that the entry stands from memory. What a sceptical reviewer would say, with the best "
        "answers there are, is in docs/objections.md."
    )
    columns = (Column("Cited as"), Column("Source"), Column("How it is known"))
    return Part(
        "cited", "Sources", (about,), "", (Table("Sources in full", columns, tuple(rows), aside=True),)
    )


def _provenance(validation: Validation) -> tuple[tuple[str, str], ...]:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        ("Model", f"govsim {validation.model_version}"),
        ("Worlds", f"{validation.worlds:,}"),
        ("Seed", str(validation.seed)),
        ("Time taken", f"{validation.seconds:,.0f} seconds"),
        ("Written", f"{datetime.now(UTC):%d %B %Y}"),
        ("With", f"Python {platform.python_version()}, {packages}"),
    )
