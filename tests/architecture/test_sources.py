"""Every number and every idea says where it comes from, and every source says how it is known."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from govsim.measures.catalogue import MEASURES
from govsim.scenario.constants import Constants
from govsim.scenario.levers import Levers
from govsim.scenario.load import scenario_names
from govsim.scenario.rules import Rules
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.simulation import QUARTER, Decision
from tests.architecture.pages import DOCS, PAGES, ROOT, named

PACKAGE = ROOT / "src" / "govsim"
REFERENCES = DOCS / "references.bib"
KEY = re.compile(r"\b[a-z]+(?:_[a-z]+)*_(?:1[89]|20)\d\d\b")
AUTHOR = r"[A-Z][a-zö]+"
CITATION = re.compile(
    rf"({AUTHOR})(?:, {AUTHOR})*(?: & {AUTHOR}| and {AUTHOR}| et al\.)? \(?((?:18|19|20)\d\d)\b"
)
NOT_AUTHORS = {"Deprivation", "Census", "England", "January", "July", "December", "October", "Act"}
GENERATED = {DOCS / "parameters.md", DOCS / "measures.md"}  # repeat what the code cites


def entries() -> dict[str, str]:
    """The bibliography: key to the text of its entry."""
    text = re.sub(r"^%.*$", "", REFERENCES.read_text(encoding="utf-8"), flags=re.MULTILINE)
    found = re.findall(r"^@\w+\{(\w+),\n(.*?)^\}$", text, flags=re.DOTALL | re.MULTILINE)
    assert len(found) == text.count("@"), "an entry is not of the usual form"
    assert len(dict(found)) == len(found), "a key stands twice"
    return dict(found)


def cited_in_code() -> dict[str, str]:
    """Keys that the source names, with a file that does."""
    files = sorted(
        [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.md")]
    )  # and what the guide of the game is made from
    found = {key: named(path) for path in files for key in KEY.findall(path.read_text(encoding="utf-8"))}
    return {key: where for key, where in found.items() if key not in scenario_names()}


def cited_on_pages() -> dict[tuple[str, str], str]:
    """First author and year of what pages cite in prose, with the page."""
    return {
        (author, year): named(page)
        for page in PAGES
        if page not in GENERATED
        for author, year in CITATION.findall(page.read_text(encoding="utf-8"))
        if author not in NOT_AUTHORS
    }


def authors() -> set[tuple[str, str]]:
    """First author and year of every entry."""
    return {(key.partition("_")[0], key[-4:]) for key in entries()}


def in_prose(author: str, year: str) -> tuple[str, str]:
    return author.lower().replace("ö", "o"), year


def test_every_source_in_the_code_is_in_the_bibliography() -> None:
    missing = {key: where for key, where in cited_in_code().items() if key not in entries()}
    assert not missing


def test_every_source_on_a_page_is_in_the_bibliography() -> None:
    missing = {cited: page for cited, page in cited_on_pages().items() if in_prose(*cited) not in authors()}
    assert not missing


def test_everything_in_the_bibliography_is_cited() -> None:
    in_pages = {key for page in PAGES for key in KEY.findall(page.read_text(encoding="utf-8"))}
    prose = {in_prose(*cited) for cited in cited_on_pages()}
    in_code = cited_in_code()
    unused = [
        key
        for key in entries()
        if key not in in_code and key not in in_pages and (key.partition("_")[0], key[-4:]) not in prose
    ]
    assert not unused


@pytest.mark.parametrize("key", sorted(entries()))
def test_an_entry_says_how_it_is_known(key: str) -> None:
    entry = entries()[key]
    note = re.search(r"^\s*note\s*=\s*\{(.*?)\},?$", entry, re.MULTILINE)
    assert note is not None
    assert note[1].startswith("verified: ") or note[1] == "recalled, not verified", note[1]
    assert re.search(rf"^\s*year\s*=\s*\{{{key[-4:]}\}}", entry, re.MULTILINE), "the key's year is another"
    assert re.search(r"^\s*author\s*=", entry, re.MULTILINE)
    assert re.search(r"^\s*title\s*=", entry, re.MULTILINE)


def public_functions() -> list[tuple[Path, ast.FunctionDef]]:
    return [
        (path, node)
        for room in ("decisions", "consequences", "measures")
        for path in sorted((PACKAGE / room).glob("*.py"))
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and path.name != "amounts.py"
    ]


@pytest.mark.parametrize(
    ("path", "function"),
    public_functions(),
    ids=[f"{path.stem}.{node.name}" for path, node in public_functions()],
)
def test_a_function_of_the_model_names_its_source(path: Path, function: ast.FunctionDef) -> None:
    text = " ".join((ast.get_docstring(function) or "").split())
    assert "Source: " in text
    source = text.rpartition("Source: ")[2]
    assert source.startswith("own") or KEY.match(source), source


def is_sourced(source: object) -> bool:
    return isinstance(source, str) and (source.startswith("own") or bool(KEY.search(source)))


def test_every_number_of_the_schema_names_its_source() -> None:
    for model in (Levers, Constants, Rules):
        for name, field in model.model_fields.items():
            extra = field.json_schema_extra
            assert isinstance(extra, dict), name
            assert is_sourced(extra["source"]), name
    for name, spec in UNCERTAINTIES.items():
        assert is_sourced(spec.source), name


def test_every_measure_names_the_source_that_its_function_names() -> None:
    for name, measure in MEASURES.items():
        assert is_sourced(measure.source), name
        text = " ".join((measure.function.__doc__ or "").split())
        assert text.rpartition("Source: ")[2].rstrip(".") == measure.source, name


def test_every_rule_names_its_source() -> None:
    for phase in QUARTER:
        if isinstance(phase, Decision):
            for name, rule in phase.rules.items():
                assert is_sourced(rule.source), f"{phase.name}.{name}"
