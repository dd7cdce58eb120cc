"""`govsim scenario new`: what it writes explains itself, passes the check and runs; what is there stays."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest

from govsim.scenario.levers import LEVER_NAMES, Levers
from govsim.scenario.load import load_scenario, shipped_path
from tests.program import invoked

OFF = re.compile(r"^# (?=\w+ = )", re.MULTILINE)  # a line of TOML in a comment


run = partial(invoked, columns=100)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def contents(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*")}


def same_but_for_words(name: str, parent: str) -> bool:
    one, other = load_scenario(name), load_scenario(parent)
    return (
        one.replace(name=other.name, about=other.about, question=other.question, group=other.group) == other
    )


@pytest.mark.parametrize("parent", ["siloed", "mission_led", "weak_councils_mission_led"])
def test_a_new_scenario_says_what_its_parent_says_until_it_is_changed(parent: str, here: Path) -> None:
    result = run("scenario", "new", "mine", *(() if parent == "siloed" else ("--from", parent)))
    assert result.exit_code == 0, result.output
    assert result.output.splitlines() == [
        f"Wrote mine.toml: a scenario that extends {parent}. Change it, then:",
        "  govsim scenario check mine.toml",
        f"  govsim compare {parent} mine.toml",
    ]
    assert contents(here) == {"mine.toml"}
    assert same_but_for_words("mine.toml", parent)
    assert run("scenario", "check", "mine.toml").exit_code == 0
    assert run("compare", parent, "mine.toml", "-n", "1", "--quiet").exit_code == 0


def test_every_lever_stands_there_with_meaning_benefit_cost_and_range() -> None:
    run("scenario", "new", "mine", "--from", "mission_led")
    text = Path("mine.toml").read_text(encoding="utf-8")
    assert max(len(line) for line in text.splitlines()) <= 120
    plain = " ".join(text.replace("#", " ").split())
    for name in LEVER_NAMES:
        field = Levers.model_fields[name]
        extra = field.json_schema_extra
        assert isinstance(extra, dict)
        if name == "placebo":
            assert name not in text
            continue
        assert f"{field.title}: {field.description}." in plain
        assert f"+ {extra['benefit']} - {extra['cost']}" in plain
        assert len(re.findall(rf"^# {name} = ", text, re.MULTILINE)) == (
            2 if name == "central_control" else 1
        )
    assert text.count("from 0 to 1; in mission_led:") == 13
    assert "none, lead_only, contributors, all; in mission_led:" in text


def test_levers_are_switched_on_by_taking_the_mark_away() -> None:
    run("scenario", "new", "mine", "--from", "layered")
    file = Path("mine.toml")
    head, mark, tail = file.read_text(encoding="utf-8").partition("# --- Reforms on the way")
    file.write_text(OFF.sub("", head) + mark + tail, encoding="utf-8")
    assert same_but_for_words("mine.toml", "layered")
    file.write_text(
        OFF.sub("", head).replace("pooled_funding = 0.0", "pooled_funding = 0.4")
        + re.sub(r"^# (?=\w+ = |\[)", "", tail, flags=re.MULTILINE).partition("\n")[2],
        encoding="utf-8",
    )
    scenario = load_scenario(file)
    assert scenario.levers.pooled_funding == 0.4
    assert [reform.quarter for reform in scenario.reforms] == [20]
    assert set(scenario.uncertainties.stated) == {"local_capacity", "place_diversity"}


def test_missions_of_ones_own_are_those_of_the_template() -> None:
    result = run("scenario", "new", "ours", "--missions")
    assert result.exit_code == 0, result.output
    text = Path("ours.toml").read_text(encoding="utf-8")
    assert text == shipped_path("your_missions").read_text(encoding="utf-8")
    assert load_scenario("ours.toml").name == "ours"
    assert run("scenario", "check", "ours.toml").exit_code == 0
    assert run("compare", "mission_led", "ours.toml", "-n", "1", "--quiet").exit_code == 0


def test_a_country_is_written_as_a_folder_that_runs(here: Path) -> None:
    result = run("scenario", "new", "tiny", "--country")
    assert result.exit_code == 0, result.output
    assert contents(here) == {
        *("tiny", "tiny/country.toml", "tiny/mission_led.toml"),
        *("tiny/places.csv", "tiny/places_councils.csv", "tiny/places_neighbours.csv"),
    }
    assert run("scenario", "check", "tiny", "tiny/mission_led.toml").exit_code == 0
    assert run("compare", "tiny", "tiny/mission_led.toml", "-n", "1", "--quiet").exit_code == 0


def test_what_is_written_may_stand_elsewhere(here: Path) -> None:
    Path("below").mkdir()
    assert run("scenario", "new", "mine", "-o", "below/other.toml").exit_code == 0
    assert load_scenario("below/other.toml").name == "mine"
    assert run("scenario", "new", "ours", "--missions", "-o", "below/third.toml").exit_code == 0
    assert load_scenario("below/third.toml").name == "ours"
    assert run("scenario", "new", "tiny", "--country", "-o", "below/land").exit_code == 0
    assert load_scenario("below/land").name == "land"


def test_a_file_or_country_of_ones_own_may_be_extended(here: Path) -> None:
    run("scenario", "new", "tiny", "--country")
    assert run("scenario", "new", "second", "--from", "tiny").exit_code == 0
    assert 'extends = "tiny"' in Path("second.toml").read_text(encoding="utf-8")
    assert run("scenario", "new", "third", "--from", "second.toml").exit_code == 0
    assert same_but_for_words("third.toml", "second.toml")
    inside = run("scenario", "new", "fourth", "--from", "tiny", "-o", "tiny/fourth.toml")
    assert inside.exit_code == 0, inside.output
    assert same_but_for_words("tiny/fourth.toml", "tiny")
    Path("below").mkdir()
    result = run("scenario", "new", "fifth", "--from", "second.toml", "-o", "below/fifth.toml")
    assert result.exit_code == 2
    assert "expected a file in the folder of 'second.toml' or in one above it" in result.output
    assert not list(Path("below").iterdir())


@pytest.mark.parametrize("option", [(), ("--missions",), ("--country",)])
@pytest.mark.parametrize("kind", ["file", "folder", "broken link"])
def test_what_is_there_stays(option: tuple[str, ...], kind: str, here: Path) -> None:
    target = Path("mine" if option == ("--country",) else "mine.toml")
    if kind == "file":
        target.write_text("precious", encoding="utf-8")
    elif kind == "folder":
        target.mkdir()
    else:
        target.symlink_to("nowhere")
    result = run("scenario", "new", "mine", *option)
    assert result.exit_code == 2
    assert f"{target}: expected a new file or folder" in result.output
    assert contents(here) == {target.name}
    assert kind != "file" or target.read_text(encoding="utf-8") == "precious"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("",), "expected a name"),
        (("../mine",), "expected a name"),
        ((".hidden",), "expected a name"),
        (("a\nb",), "expected a name"),
        (("x" * 101,), "expected a name"),
        (("siloed",), "expected a new name, found a scenario that comes with govsim"),
        (("mine", "-o", "mine.csv"), "Call it mine.toml"),
        (("mine", "-o", "nowhere/mine.toml"), "no folder"),
        (("mine", "--country", "-o", "nowhere/mine"), "no folder"),
        (("mine", "--from", "mision_led"), "Did you mean 'mission_led'"),
        (("mine", "--missions", "--country"), "--missions cannot be given with"),
        (("mine", "--from", "siloed", "--missions"), "--missions cannot be given with"),
    ],
)
def test_what_cannot_be_written_is_refused(arguments: tuple[str, ...], told: str, here: Path) -> None:
    result = run("scenario", "new", *arguments)
    assert result.exit_code == 2
    assert told in result.output
    assert not contents(here)


def test_a_country_that_fails_half_way_leaves_nothing(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied = []

    def full(source: Path, target: Path) -> None:
        if copied:
            raise OSError(28, "No space left on device")
        copied.append(target)
        target.write_bytes(b"half")

    monkeypatch.setattr("govsim.catalogue.new_scenario.shutil.copyfile", full)
    result = run("scenario", "new", "tiny", "--country")
    assert result.exit_code == 2
    assert "no space left on device" in result.output
    assert not contents(here)
