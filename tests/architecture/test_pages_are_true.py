"""The pages say what is so: paths exist, commands run, code runs, tables are fresh."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

import click
import pytest

from govsim.cli.main import govsim as command_line
from govsim.experiments.describe import list_experiments
from govsim.experiments.load import load_experiment
from govsim.experiments.plan import planned
from govsim.lessons.load import load_lesson
from govsim.questions.stated import claims_of, stated
from govsim.scenario.load import load_scenario, scenario_names
from tests.architecture.pages import (
    DOCS,
    PAGES,
    ROOT,
    Block,
    blocks,
    links,
    mentioned_commands,
    named,
    shown_commands,
    spans,
)

ANNOUNCED: set[str] = set()  # commands that a page says are to come
FILE = re.compile(r"[\w.*-]+(?:/[\w.*-]+)*/?")
OURS = {
    ".py",
    ".md",
    ".bib",
    ".lock",
}  # kinds of file that a page names only where they are part of the project


def in_our_environment(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    environment = {**os.environ, "PYTHONPATH": path, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_a_link_leads_somewhere(page: Path) -> None:
    missing = [target for target in links(page) if not (page.parent / target).exists()]
    assert not missing


def is_path(span: str) -> bool:
    """Whether a name in backticks is one of a file or folder of the project."""
    if not FILE.fullmatch(span):
        return False
    top = {entry.name for entry in ROOT.iterdir()}
    return Path(span).suffix in OURS or ("/" in span and span.partition("/")[0] in top)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_a_path_in_backticks_exists(page: Path) -> None:
    """A path is of the project's root or of the page's folder; a bare name is of a file anywhere in the project."""
    missing = []
    for span in filter(is_path, spans(page)):
        if "/" in span:
            exists = any(next(folder.glob(span.rstrip("/")), None) for folder in (ROOT, page.parent))
        else:
            rooms = (ROOT / "src", DOCS, ROOT / "tests", ROOT / "benchmarks")
            exists = (ROOT / span).exists() or any(next(room.rglob(span), None) for room in rooms)
        if not exists:
            missing.append(span)
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_a_python_command_in_backticks_names_a_script_or_module(page: Path) -> None:
    for span in spans(page):
        if words := re.match(r"python (-m )?([\w./]+)", span):
            module = words[2].replace(".", "/")
            files = (f"{module}.py", f"{module}/__main__.py") if words[1] else (words[2],)
            assert any((ROOT / file).exists() for file in files), span


def parse(words: Sequence[str]) -> None:
    """Let click read a command line as far as it can without doing the work."""
    command: click.Command = command_line
    # click keeps the help option that it makes first, so it is made as the program makes it.
    context = click.Context(command, info_name="govsim", **command.context_settings)
    rest = list(words)
    while isinstance(command, click.Group) and rest and rest != ["--help"]:  # which every command has
        found = command.get_command(context, rest[0])
        assert found is not None, f"there is no command '{rest[0]}'"
        command, name, rest = found, rest[0], rest[1:]
        context = click.Context(command, info_name=name, parent=context)
    if not isinstance(command, click.Group):
        command.make_context(words[-1], rest, parent=context.parent)


@pytest.mark.parametrize("words", shown_commands(), ids=" ".join)
def test_a_command_in_a_block_is_one_that_govsim_knows(words: list[str]) -> None:
    parse(words)


@pytest.mark.parametrize("words", mentioned_commands(), ids=" ".join)
def test_a_command_in_backticks_is_one_that_govsim_knows(words: list[str]) -> None:
    try:
        parse(words)
    except click.MissingParameter:
        pass  # mentioned without what it is asked about
    except AssertionError:
        assert words[0] in ANNOUNCED


def test_what_is_announced_is_not_there_yet() -> None:
    assert not ANNOUNCED & set(command_line.list_commands(click.Context(command_line)))


FILES = {".csv", ".parquet", ".graphml", ".toml", ".sqlite"}


def files_of(words: Sequence[str]) -> list[str]:
    """Files that a command reads or writes, which a test does not have."""
    return [word for word in words if Path(word).suffix in FILES]


SMALL = {  # how a command is asked for little work
    "run": ("-n", "2"),
    "compare": ("-n", "2"),
    "attribute": ("-n", "2", "--permutations", "2"),
    "sensitivity": ("-n", "1", "--points", "2"),
    "discover": ("--points", "40"),
}


def cheap() -> list[list[str]]:
    """Shown commands that need no files, with two worlds."""
    found = []
    for words in shown_commands():
        if files_of(words) or words[0] == "app":  # a server runs until it is stopped: tests/faces/app
            continue
        if words[0] == "validate":  # minutes as it stands: one pattern stands for all, whatever is asked for
            words = ["validate", "--only", "P7", "--worlds", "2", "--jobs", "1"]
        without = [word for at, word in enumerate(words) if "-n" not in (word, words[at - 1] if at else "")]
        found.append([*without, *SMALL.get(words[0], ())])
    return [list(words) for words in dict.fromkeys(map(tuple, found))]


@pytest.mark.parametrize("words", cheap(), ids=" ".join)
def test_a_command_in_a_block_runs(words: list[str], tmp_path: Path) -> None:
    done = in_our_environment("-m", "govsim", *words, folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout


@pytest.mark.parametrize("block", blocks("python"), ids=str)
def test_python_on_a_page_runs(block: Block, tmp_path: Path) -> None:
    done = in_our_environment("-c", block.text, folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("block", blocks("toml"), ids=str)
def test_a_scenario_experiment_or_lesson_on_a_page_is_sound(block: Block, tmp_path: Path) -> None:
    file = tmp_path / "of_the_page.toml"
    file.write_text(block.text, encoding="utf-8")
    if "steps" in tomllib.loads(block.text):
        load_lesson(file)
    elif "scenarios" in tomllib.loads(block.text):
        planned(load_experiment(file))
    else:
        load_scenario(file)


def test_the_tables_of_parameters_and_measures_are_fresh() -> None:
    done = in_our_environment(str(DOCS / "write_tables.py"), "--check", folder=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_stale_tables_are_found_out(tmp_path: Path) -> None:
    for script in DOCS.glob("*.py"):
        (tmp_path / script.name).write_text(script.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "parameters.md").write_text("stale", encoding="utf-8")
    done = in_our_environment("write_tables.py", "--check", folder=tmp_path)
    assert done.returncode == 1
    assert "parameters.md is stale" in done.stdout


@pytest.mark.slow
def test_the_results_page_says_what_its_experiments_answer(tmp_path: Path) -> None:
    for name in ("three_elements", "when_does_mission_led_win"):
        done = in_our_environment("-m", "govsim", "experiment", "run", name, "-o", "kept", folder=tmp_path)
        assert done.returncode == 0, done.stderr
    kept = str(tmp_path / "kept")
    done = in_our_environment(str(DOCS / "write_outputs.py"), "--experiments", kept, "--check", folder=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_page_is_not_written_from_results_that_are_not_there(tmp_path: Path) -> None:
    before = (DOCS / "results.md").read_bytes()
    done = in_our_environment(str(DOCS / "write_outputs.py"), "--experiments", str(tmp_path), folder=ROOT)
    assert done.returncode == 1
    assert "expected one whole run of three_elements by this model, found 0" in done.stderr
    assert (DOCS / "results.md").read_bytes() == before


def test_the_table_of_what_experiments_say_is_of_those_that_there_are() -> None:
    page = (DOCS / "results.md").read_text(encoding="utf-8")
    table = page[page.index("<!-- studies") :]
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| ([\d,]+) \|", table, re.MULTILINE)
    listed = list_experiments().experiments
    assert rows == [(one.name, one.question, f"{one.runs:,}") for one in listed]


# --- predictions and glossary -----------------------------------------------------------------------------------


def test_predictions_are_about_measures_and_scenarios_that_exist() -> None:
    for expected in stated().comparison:
        assert {expected.scenario, expected.baseline} <= set(scenario_names())
        low, high = expected.size
        assert low <= high
        assert {"+": high > 0, "-": low < 0, "0": low <= 0 <= high}[expected.sign]


def test_predictions_of_claims_are_shares_of_worlds_with_a_confidence() -> None:
    told = stated()
    for claim in claims_of(told):
        for pair in claim.pairs:
            for low, high in (pair.stated.as_is or (), pair.stated.equal or ()):
                assert low <= high
    for expected in (*told.claim, *told.comparison):
        assert 0 < expected.confidence < 1
        assert expected.why


def glossary() -> list[tuple[str, str, list[str]]]:
    """Word, what it means, and its names in code."""
    text = re.sub(r"\n +", " ", (DOCS / "glossary.md").read_text("utf-8"))
    lines = [line for line in text.splitlines() if line.startswith("- ")]
    found = []
    for line in lines:
        entry = re.fullmatch(r"- \*\*(.+?)\*\*: (.+[.]) ((?:`\w+`(?:, )?)+)", line)
        assert entry, f"not of the form '- **word**: a sentence. `name`': {line}"
        found.append((entry[1], entry[2], re.findall(r"`(\w+)`", entry[3])))
    return found


def test_every_word_of_the_glossary_is_explained_once() -> None:
    words = [word for word, _, _ in glossary()]
    assert len(words) == len(set(words))


def test_every_name_of_the_glossary_is_in_the_code() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    scenarios = set(scenario_names())
    missing = [
        name for _, _, names in glossary() for name in names
        if name not in scenarios and not re.search(rf"\b{name}\b", code)
    ]  # fmt: skip
    assert not missing
