"""`govsim replay`: what was seen, what was chosen, by which rule, and what would have followed."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

import govsim
from govsim.decisions.choosing.owners import OWNERS
from tests.program import invoked

MINE = """\
class Thrifty:
    \"\"\"A council that pays only for what it believes in most.\"\"\"

    def commission(self, view):
        most = view.by_outcome.max(view.belief_cew, axis=1)
        return view.by_outcome.normalised(1.0 * (view.belief_cew == view.by_outcome.spread(most, axis=1)), axis=1)


class Broken:
    def commission(self, view):
        return view.belief_cew / 0 + nothing
"""
HILLFORD = ("classroom_small", "--actor", "council:hillford", "--quarter", "8")
WHO = {
    "department": "department:care",
    "mission": "mission:good_work",
    "council": "council:hillford",
    "community": "community:hillford_moor",
    "centre": "centre",
}


run = partial(invoked, "replay", columns=100)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text(MINE, encoding="utf-8")
    return tmp_path


def test_a_decision_is_shown_with_names_rules_and_sources() -> None:
    page = run(*HILLFORD).stdout
    for said in (
        "Hillford, year 3, quarter 1",
        "In brief",
        "of free money, which it may move between services. Most",
        "A council decides how to spend",
        "world 0 of seed 0",
        "Homes and Communities",
        "Free money, £m",
        "By the rule 'believed_recipe'",
        "oates_1972",
        "The rival rule 'copy_best_neighbour'",
        "saam_kerber_2013",
        "--instead-rule copy_best_neighbour",
    ):
        assert said in " ".join(page.split()), said


def test_each_row_of_a_table_has_its_own_number() -> None:
    rows = [line.split() for line in run(*HILLFORD).stdout.splitlines() if line.startswith("Health and Care")]
    seen, chosen = rows[:3], rows[3:]
    assert [row[3] for row in seen] == ["Work", "Health", "Homes"]
    assert len({row[4] for row in seen}) == 3
    assert len({row[4] for row in chosen}) == 3


@pytest.mark.parametrize("decision", OWNERS)
def test_every_decision_fits_the_page(decision: str) -> None:
    owner = OWNERS[decision]
    result = run("classroom_small", "--actor", WHO[owner.kind], "--quarter", "8", "--decision", decision)
    assert result.exit_code == 0, result.output
    assert "What it chose" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 100


def test_another_choice_is_followed_to_the_end() -> None:
    page = run(*HILLFORD, "--instead", "mine.py:Thrifty").stdout
    for said in (
        "Your own choice 'Thrifty': A council that pays only for what it believes in most.",
        "What would have followed from 'Thrifty', in that quarter only",
        "Need: Health, need points",
        "Misfit: wrong mix, £m",
        "Public value, units",
        "One world shows how effects arise",
    ):
        assert said in " ".join(page.split()), said
    later = run(*HILLFORD, "--instead", "mine.py:Thrifty", "--from-then-on").stdout
    assert "from 'Thrifty', from then on" in later


def test_a_rival_rule_may_choose_instead() -> None:
    page = run(*HILLFORD, "--instead-rule", "culture").stdout
    assert "A council decides how much effort improves its figures" in page
    assert "What would have followed from 'culture', in that quarter only" in page
    assert page.count("The rival rule 'culture'") == 1


def test_a_saved_run_is_replayed(folder: Path) -> None:
    govsim.simulate("classroom_small", replicates=2, seed=5).save(folder / "run.parquet")
    page = run("run.parquet", "--actor", "council:hillford", "--quarter", "8", "--world", "1").stdout
    assert "world 1 of seed 5" in page
    assert "Note:" not in page


WRONG = [
    (("--instead", "mine.py:Thrifty", "--instead-rule", "culture"), "not both"),
    (("--from-then-on",), "needs another choice"),
    (("--instead", "mine.py:Thrify"), "Did you mean 'Thrifty'"),
    (("--instead", "mine.py:Broken"), "mine.py, line 11, commission: expected a choice, found NameError"),
    (("--instead-rule", "cultur"), "Did you mean"),
    (("--decision", "comission"), "Did you mean 'commission'"),
    (("--actor", "council:hilford"), "Did you mean 'hillford'"),
    (("--quarter", "32"), "expected a whole number from 0 to 31, found 32"),
    (("--network", "none.graphml"), "none.graphml"),
    (("--places", "none.parquet"), "none.parquet"),
]


@pytest.mark.parametrize(("more", "told"), WRONG)
@pytest.mark.filterwarnings("ignore:divide by zero")
def test_what_is_wrong_ends_in_a_sentence_and_a_2(more: tuple[str, ...], told: str) -> None:
    result = run(*HILLFORD, *more)
    assert result.exit_code == 2
    assert told in result.stderr
    assert "Traceback" not in result.output


def test_a_missing_run_is_said() -> None:
    result = run("none.parquet", "--actor", "centre", "--quarter", "8")
    assert result.exit_code == 2
    assert "none.parquet: expected a saved run, found no such file" in result.stderr


def test_help_gives_an_example() -> None:
    assert "govsim replay classroom_small --actor council:hillford" in run("-h").output
