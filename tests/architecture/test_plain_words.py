"""What a person reads is in plain words: short sentences, no private idiom, pages that fit a screen."""

from __future__ import annotations

import re
import statistics
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import click
import pytest

import govsim
from govsim.cli.main import govsim as command_line
from govsim.comparison.document import document_of as document_of_comparison
from govsim.documents.document import Document
from govsim.documents.markdown import markdown_of
from govsim.experiments.report.report import report_of
from govsim.explanation.document import document_of as document_of_explanation
from govsim.questions.wording import claims_document
from govsim.validation.document import document_of as document_of_validation
from tests.architecture.pages import PAGES, ROOT, named
from tests.architecture.prose import FENCE, Sentence, blanked, sentences_of
from tests.architecture.retired_words import RETIRED, retired_words
from tests.findings import by_hand
from tests.made_experiments import planted
from tests.tiny_claims import TINY

LONGEST = 40  # words of a sentence
MEDIAN = 20  # words of a page's sentences, which the median is below
COLUMNS = 120
README_LINES = 150

READ = [*PAGES, ROOT / "CONTRIBUTING.md"]
MADE = re.compile(r"<!-- (?:answers|studies|measured)\b.*?<!-- end -->", re.DOTALL)  # printed by programs
FORMULA = re.compile(r"[=Σ←·]")


@cache
def prose_of(page: Path) -> list[Sentence]:
    """The sentences that somebody wrote on a page; on the model page those that are formulas are left out."""
    sentences = sentences_of(blanked(MADE, page.read_text(encoding="utf-8")))
    if page.name == "model.md":
        return [sentence for sentence in sentences if not FORMULA.search(sentence.text)]
    return sentences


def too_long(sentences: list[Sentence]) -> list[str]:
    return [f"line {one.line}: {one.words} words: {one.text}" for one in sentences if one.words > LONGEST]


# --- pages ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", READ, ids=named)
def test_a_page_has_no_retired_word(page: Path) -> None:
    found = retired_words(blanked(MADE, blanked(FENCE, page.read_text(encoding="utf-8"))))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("page", READ, ids=named)
def test_no_sentence_of_a_page_is_long(page: Path) -> None:
    found = too_long(prose_of(page))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("page", READ, ids=named)
def test_most_sentences_of_a_page_are_short(page: Path) -> None:
    assert statistics.median(sentence.words for sentence in prose_of(page)) < MEDIAN


@pytest.mark.parametrize("page", READ, ids=named)
def test_a_page_is_wrapped(page: Path) -> None:
    text = blanked(MADE, blanked(FENCE, page.read_text(encoding="utf-8")))
    wide = [
        f"line {number}: {len(line)} columns"
        for number, line in enumerate(text.splitlines(), start=1)
        if len(line) > COLUMNS and not line.lstrip().startswith("|")
    ]
    assert not wide, "\n".join(wide)


def test_the_readme_can_be_read_at_once() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= README_LINES


def test_the_readme_says_the_same_commands_for_both_shells() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    [bash, *_] = re.findall(r"```bash\n(.*?)```", readme, re.DOTALL)
    [powershell] = re.findall(r"```powershell\n(.*?)```", readme, re.DOTALL)
    assert powershell.replace("py -m", "python3 -m").replace(".venv\\Scripts\\", ".venv/bin/") == bash


def test_the_readme_names_the_address_of_the_repository_once() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in READ)
    assert text.count("git clone") == 1


# --- help -------------------------------------------------------------------------------------------------------


def commands(
    command: click.Command, parent: click.Context | None = None
) -> Iterator[tuple[str, click.Command]]:
    """A command and all below it, each with its words."""
    name = command.name if parent else "govsim"
    context = click.Context(command, info_name=name, parent=parent, **command.context_settings)
    yield context.command_path, command
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            assert found is not None
            yield from commands(found, context)


def help_of(command: click.Command) -> str:
    """What a command says of itself and of its options, as Markdown; lines that click keeps apart are items."""
    texts = [command.help or "", command.short_help or ""]
    texts += [option.help or "" for option in command.params if isinstance(option, click.Option)]
    paragraphs = [part for text in texts for part in re.split(r"\n\s*\n", text)]
    return "\n\n".join(
        re.sub(r"\n\s*", "\n- ", part.replace("\b", "")) if "\b" in part else part for part in paragraphs
    )


HELP = dict(commands(command_line))


@pytest.mark.parametrize("name", HELP)
def test_help_is_in_plain_words(name: str) -> None:
    text = help_of(HELP[name])
    found = [*retired_words(text), *too_long(sentences_of(text))]
    assert not found, "\n".join(found)


def test_most_sentences_of_help_are_short() -> None:
    sentences = [one for command in HELP.values() for one in sentences_of(help_of(command))]
    assert len(sentences) > len(HELP)
    assert statistics.median(one.words for one in sentences) < MEDIAN


# --- reports ----------------------------------------------------------------------------------------------------

SMALL = {"extends": "classroom_small", "warm_up": 4, "horizon": 4}
POOLED = {**SMALL, "name": "pooled", "levers": {"pooled_funding": 0.9, "board_membership": "all"}}


def claims_report(folder: Path) -> Document:
    file = folder / "claims.toml"
    file.write_text(TINY, encoding="utf-8")
    return claims_document(govsim.claims(worlds=3, jobs=1, file=file))


REPORTS: dict[str, Callable[[Path], Document]] = {
    "compare": lambda _: document_of_comparison(
        govsim.compare([SMALL, POOLED, {**POOLED, "name": "again"}], replicates=3, split=True)
    ),
    "explain": lambda _: document_of_explanation(govsim.explain(SMALL, POOLED, replicates=3), ""),
    "claims": claims_report,
    "experiment": lambda _: report_of(
        planted(lambda factors, arm, noise: noise + arm, scenarios=("classroom_small", "siloed"))
    ),
    "validate": lambda _: document_of_validation(by_hand()),
}


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_in_plain_words(name: str, tmp_path: Path) -> None:
    document = REPORTS[name](tmp_path)
    text = markdown_of(replace(document, command=""))
    found = [*retired_words(text), *too_long(sentences_of("\n\n".join(document.answer)))]
    assert not found, "\n".join(found)


# --- the citation -----------------------------------------------------------------------------------------------


def test_the_citation_is_of_this_version() -> None:
    lines = (ROOT / "CITATION.cff").read_text(encoding="utf-8").splitlines()
    keys = dict(line.split(": ", 1) for line in lines if re.match(r"[\w-]+: ", line))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert keys["cff-version"] == "1.2.0"
    assert keys["version"] == project["version"] == govsim.__version__
    assert keys["license"] == project["license"]
    assert {"message", "title"} <= keys.keys()
    assert "authors:" in lines


# --- the checks themselves --------------------------------------------------------------------------------------


def test_a_retired_word_is_found_and_a_better_one_named() -> None:
    assert len(RETIRED) > 20
    assert retired_words("Fine.\nA run that came to nothing.") == [
        "line 2: 'came to nothing', better: fail, failed"
    ]


def test_sentences_are_counted_over_lines_and_without_code_and_tables() -> None:
    page = "# None\n\nOne two\nthree. Four `five = 5` [six](seven.md).\n\n| not | this |\n\n```\nnor. This.\n```\n"
    assert [(one.line, one.words) for one in sentences_of(page)] == [(3, 3), (3, 3)]
