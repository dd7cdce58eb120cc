"""The report of a validation as one file of HTML, written whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from govsim.errors import InputError, Problem
from govsim.files import written_whole
from govsim.usecases.plot import drawing_problems
from govsim.validation.report.arrangements import arrangements_section, robustness_section
from govsim.validation.report.checks import checks_sections
from govsim.validation.report.closing import limits_section, provenance_section, sources_section
from govsim.validation.report.levers import levers_section
from govsim.validation.report.markup import Html, element, joined_html
from govsim.validation.report.opening import contents, glance_section, opening_sections
from govsim.validation.report.predictions import predictions_section
from govsim.validation.validate import Validation

ENDINGS: Final = (".html", ".htm")
TITLE: Final = "govsim: can this model be believed?"


def report_problems(path: Path, option: str) -> list[Problem]:
    """Why no report can be written under this name, if so; to be asked before the work starts."""
    problems = []
    if path.suffix.lower() not in ENDINGS:
        found = f"'{path.suffix}'" if path.suffix else "a name without an ending"
        problems.append(
            Problem(str(path), "a name that ends in .html", found, key=option, remedy="Change its ending.")
        )
    return problems + drawing_problems(path, option)


def save_report(found: Validation, path: Path) -> Path:
    """Write the report. Raises InputError where it cannot be drawn, OSError where it cannot be written."""
    problems = report_problems(path, "report")
    if problems:
        raise InputError(problems)
    text = html_of(found)
    with written_whole(path) as file:
        file.write(text.encode())
    return path


def html_of(found: Validation) -> str:
    """The whole page as text."""
    style = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
    sections = [
        *opening_sections(found),
        glance_section(found.findings),
        checks_sections(found.findings),
        levers_section(found.levers),
        arrangements_section(found.arrangements, found.worlds),
        robustness_section(found.robustness),
        predictions_section(found.predictions),
        limits_section(found),
        sources_section(found.findings),
        provenance_section(found),
    ]
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", TITLE),
        element("style", Html(style)),
    )
    body = element(
        "body",
        element("header", element("h1", "Can this model be believed?"), contents(joined_html(sections))),
        element("main", *sections),
    )
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en-GB')}\n"
