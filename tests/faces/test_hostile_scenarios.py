"""A scenario file that is hostile or broken ends with code 2 and a message that names the place."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from govsim.cli.main import main
from govsim.scenario.load import shipped_path

TEXT = shipped_path("classroom_small").read_text(encoding="utf-8")
COUNTRY = TEXT[: TEXT.index("# --- Where.")]
CHILD = "from govsim.cli.main import main; main()"
TOOLS: tuple[tuple[str, ...], ...] = (
    ("scenario", "check"),
    ("run", "-n", "1", "--quiet"),
    ("network", "--summary"),
)

Told = Callable[..., tuple[int, str, str]]


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    """The exit code of a command, and what it wrote to both streams."""

    def run(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stop:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return int(str(stop.value.code)), out, err

    return run


def scenario(folder: Path, content: str | bytes, name: str = "north.toml") -> Path:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def put(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new, 1)


def line_of(text: str, wanted: str) -> int:
    return text[: text.index(wanted)].count("\n") + 1


def refused(told: Told, file: Path, *wanted: str, places: str | None = None) -> None:
    """Every command ends with 2 and says the same, with the place: the file and, unless told otherwise, its line."""
    for verb, *options in TOOLS:
        arguments = [verb, *(option for option in options if option == "check"), file]
        arguments += [option for option in options if option != "check"]
        code, out, err = told(*arguments)
        said = out if verb == "scenario" else err
        assert code == 2, said
        assert said.startswith(places if places is not None else f"{file}, line ")
        for words in wanted:
            assert words in said
        assert "Traceback" not in said
        assert len(said) < 6_000


HUGE = "9" * 60
NUMBERS = {
    "a number in quotes": '"0.2"',
    "a boolean": "true",
    "a date": "2020-01-01",
    "a time": "07:32:00",
    "a list": "[1]",
    "a table": "{a = 1}",
    "not a number": "nan",
    "infinity": "inf",
    "minus infinity": "-inf",
    "infinity in digits": "1e400",
    "a negative number": "-1",
    "the largest number": "1.7976931348623157e308",
    "a subnormal number": "5e-324",
    "a number beyond 64 bits": HUGE,
}
KEYS = {
    "horizon": ("horizon = 20", "horizon = "),
    "warm_up": ("warm_up = 20", "warm_up = "),
    "councils_represented": ("councils_represented = 4", "councils_represented = "),
    "levers.pooled_funding": ("pooled_funding = 0.25", "pooled_funding = "),
    "departments.economy.resource": ("resource = 20", "resource = "),
    "departments.economy.weights.work": ("weights = {work = 3", "weights = {work = "),
    "missions.good_work.goal.work": ("goal = {work = 2", "goal = {work = "),
    "spillovers.1.share": ('target = "health"\nshare = 0.2', 'target = "health"\nshare = '),
    "places.communities.hillford_town.population": ("population = 60_000", "population = "),
    "places.communities.hillford_town.need.work": ("need = {work = 0.60", "need = {work = "),
    "places.communities.millbridge_docks.social_capital": ("social_capital = 0.75", "social_capital = "),
}


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("key", KEYS)
def test_what_is_no_usable_number_is_refused_at_its_key(
    told: Told, tmp_path: Path, key: str, number: str
) -> None:
    old, new = KEYS[key]
    if (key, number) == ("spillovers.1.share", "a negative number"):
        return  # a spillover may run the other way
    file = scenario(tmp_path, put(old, new + NUMBERS[number]))
    at = line_of(TEXT, old) + old.count("\n")
    code, out, _ = told("scenario", "check", file)
    assert code == 2
    assert out.startswith(f"{file}, line {at}, {key}: expected ")


@pytest.mark.parametrize(
    "number", [name for name in NUMBERS if name not in ("infinity", "infinity in digits")]
)
@pytest.mark.parametrize(
    "section",
    ["constants.effect", "uncertainties.elasticity", "uncertainties.slack", "values.progress_weight"],
)
def test_what_is_no_usable_number_is_refused_as_an_assumption(
    told: Told, tmp_path: Path, section: str, number: str
) -> None:
    table, _, name = section.partition(".")
    file = scenario(tmp_path, f"{TEXT}\n[{table}]\n{name} = {NUMBERS[number]}\n")
    code, out, _ = told("scenario", "check", file)
    assert code == 2
    assert out.startswith(f"{file}, line {TEXT.count(chr(10)) + 3}, {section}")


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode().replace(b'"Work"', b'"W\xf6rk"', 1),
        TEXT.encode("utf-16"),
        TEXT.encode().replace(b"Hillford", b"\xed\xa0\x80", 1),
    ],
    ids=["Latin-1", "UTF-16", "half a character"],
)
def test_a_file_that_is_not_utf8_is_told_with_line_and_remedy(
    told: Told, tmp_path: Path, content: bytes
) -> None:
    refused(told, scenario(tmp_path, content), "expected text in UTF-8", "Save the file again")


def test_a_file_of_50_mb_is_refused_before_it_is_read_through(told: Told, tmp_path: Path) -> None:
    file = tmp_path / "big.toml"
    with file.open("wb") as stream:
        stream.truncate(50_000_000)  # takes no room on disk
    refused(told, file, "expected a scenario of at most 5 MB", places=f"{file}: ")


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * 20_000 + "]" * 20_000,
        "x = " + "[" * 20_000,
        "x = " + "{a = " * 20_000 + "1" + "}" * 20_000,
        "a" + ".a" * 20_000 + " = 1",
        "a" + " . 'a'" * 20_000 + " = 1",
        "[a" + ".a" * 20_000 + "]",
        "[[a" + '."a"' * 20_000 + "]]",
        "x = {a" + ".a" * 20_000 + " = 1}",
    ],
    ids=["lists", "open lists", "tables", "key", "quoted key", "heading", "headings", "key in a table"],
)
def test_20_000_levels_are_refused_in_no_time(told: Told, tmp_path: Path, text: str) -> None:
    file = scenario(tmp_path, TEXT + text)
    refused(told, file, "nested a few levels deep, found far deeper nesting", places=f"{file}: ")


LOOK_ALIKE = {
    "a lever": ("pooled_funding =", '"pооled_funding" =', "Did you mean 'pooled_funding'?"),
    "a lever without quotes": ("pooled_funding =", "pооled_funding =", "expected valid TOML"),
    "a section": ("horizon =", '"hоrizоn" =', "Did you mean 'horizon'?"),
    "an outcome of a goal": ("{work = 2", '{"wоrk" = 2', "missions.good_work.goal"),
    "the key of an outcome": ('key = "work"', 'key = "wоrk"', "outcomes.wоrk.key"),
    "a region": ('region = "north"', 'region = "nоrth"', "Did you mean 'north'?"),
}


@pytest.mark.parametrize("name", LOOK_ALIKE)
def test_a_letter_that_only_looks_like_another_is_named(told: Told, tmp_path: Path, name: str) -> None:
    old, new, said = LOOK_ALIKE[name]
    file = scenario(tmp_path, put(old, new))
    refused(told, file, f"line {line_of(TEXT, old)}", "CYRILLIC SMALL LETTER O (U+043E)", said)


@pytest.mark.parametrize(
    ("letter", "said"),
    [
        ("\u200b", "ZERO WIDTH SPACE (U+200B), which cannot be seen"),
        ("\u202e", "RIGHT-TO-LEFT OVERRIDE (U+202E)"),
        ("ｏ", "FULLWIDTH LATIN SMALL LETTER O (U+FF4F)"),
        ("ο", "GREEK SMALL LETTER OMICRON (U+03BF)"),
    ],
)
def test_characters_that_cannot_be_seen_or_told_apart_are_named(
    told: Told, tmp_path: Path, letter: str, said: str
) -> None:
    file = scenario(tmp_path, put("pooled_funding =", f'"pooled_{letter}funding" ='))
    refused(told, file, said, "Did you mean 'pooled_funding'?")


@pytest.mark.parametrize("character", ["\\u0000", "\\u001b[31m", "\\u202e", "\\u0085"])
@pytest.mark.parametrize("key", ["label", "about"])
def test_text_that_a_terminal_obeys_is_refused(told: Told, tmp_path: Path, character: str, key: str) -> None:
    old = 'label = "Work"' if key == "label" else 'about = "'
    new = f'label = "Wo{character}rk"' if key == "label" else f'about = "{character}'
    file = scenario(tmp_path, put(old, new))
    refused(told, file, f"line {line_of(TEXT, old)}", "expected text without control characters")


@pytest.mark.parametrize(
    "content", [TEXT.replace("pooled", "poo\0led"), TEXT.replace("Work", "Wo\0rk"), "\0" * 4_096]
)
def test_bytes_of_nought_are_refused_with_their_line(told: Told, tmp_path: Path, content: str) -> None:
    refused(told, scenario(tmp_path, content), "expected valid TOML")


@pytest.mark.parametrize(
    "text", ["\ufeff" + TEXT, TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT.replace("\n", "\r\n")]
)
def test_byte_order_marks_and_windows_line_ends_do_no_harm(told: Told, tmp_path: Path, text: str) -> None:
    assert told("run", scenario(tmp_path, text), "-n", 1, "--quiet")[0] == 0


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("pooled_funding =", "p" * 1_000_000 + " =", "levers.ppp"),
        ('label = "Work"', f'label = "{"w" * 1_000_000}"', "outcomes.work.label"),
        ('key = "work"', f'key = "{"w" * 1_000_000}"', "outcomes.www"),
        (
            'council = "hillford"',
            f'council = "{"w" * 1_000_000}"',
            "places.communities.hillford_town.council",
        ),
        ('starts_from = "siloed"', f'starts_from = "{"w" * 100_000}"', "starts_from"),
        ('lead = "economy"', f'lead = "{"w" * 1_000_000}"', "missions.good_work.lead"),
    ],
)
def test_names_of_a_million_letters_are_refused_without_repeating_them(
    told: Told, tmp_path: Path, old: str, new: str, key: str
) -> None:
    file = scenario(tmp_path, put(old, new))
    refused(told, file, f"{file}, line {line_of(TEXT, old)}, {key}")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("pooled_funding = 0.25", "pooled_funding = 0.25\npooled_funding = 0.3"),
        ("{work = 2", "{work = 2, work = 3"),
        ("[levers]", "[levers]\npooled_funding = 1\n[levers]"),
        ("[places]", "[places]\n[places]"),
    ],
)
def test_a_key_or_table_given_twice_is_refused(told: Told, tmp_path: Path, old: str, new: str) -> None:
    refused(told, scenario(tmp_path, put(old, new)), "expected valid TOML")


EXTENDS = [
    '"../north"',
    '"/etc/passwd"',
    '"/dev/zero"',
    '"C:\\\\x"',
    '"..\\\\x"',
    '"a/../../x"',
    '"file:///x"',
    '"a\\u0000b"',
]
EXTENDS += [
    '""',
    "1",
    "true",
    '["layered"]',
    '"."',
    '"~/x"',
    '"no_such_scenario"',
    f'"{"x" * 5_000}"',
    '"\\n"',
]


@pytest.mark.parametrize("value", EXTENDS, ids=lambda value: value[:20])
@pytest.mark.parametrize("key", ["extends", "starts_from"])
def test_a_file_that_reaches_elsewhere_or_nowhere_is_refused(
    told: Told, tmp_path: Path, key: str, value: str
) -> None:
    rest = TEXT.replace('starts_from = "siloed"', "", 1)
    file = scenario(tmp_path, f"{key} = {value}\n{rest}")
    refused(told, file, places=f"{file}, line 1, {key}: expected ")


@pytest.mark.parametrize(
    "value", [value for value in EXTENDS if value != '["layered"]'], ids=lambda value: value[:20]
)
def test_places_that_are_elsewhere_or_nowhere_are_refused(told: Told, tmp_path: Path, value: str) -> None:
    file = scenario(tmp_path, f"places = {value}\n{COUNTRY}")
    for verb in ("check", "show"):
        code, out, err = told("scenario", verb, file) if verb == "check" else told("run", file, "-n", 1)
        assert code == 2
        assert "Traceback" not in out + err


def test_files_that_extend_each_other_in_a_circle_are_refused(told: Told, tmp_path: Path) -> None:
    for name, below in (("one", "two"), ("two", "three"), ("three", "one")):
        scenario(tmp_path, f'extends = "{below}"\n', f"{name}.toml")
    where = f"{tmp_path / 'three.toml'}, line 1, extends: "
    refused(told, tmp_path / "one.toml", "found a circle", places=where)
    itself = scenario(tmp_path, 'extends = "itself"\n' + TEXT, "itself.toml")
    refused(told, itself, "found this file itself")


def test_a_tower_of_files_that_extend_each_other_is_refused(told: Told, tmp_path: Path) -> None:
    for floor in range(30):
        scenario(tmp_path, f'extends = "f{floor + 1}"\n', f"f{floor}.toml")
    where = f"{tmp_path / 'f20.toml'}, line 1, extends: "
    refused(told, tmp_path / "f0.toml", "at most 20 files one upon another", places=where)


def test_a_start_that_takes_its_levers_in_a_circle_is_refused_or_runs(told: Told, tmp_path: Path) -> None:
    one = scenario(tmp_path, put('starts_from = "siloed"', 'starts_from = "two"'), "one.toml")
    scenario(tmp_path, put('starts_from = "siloed"', 'starts_from = "one"'), "two.toml")
    assert told("run", one, "-n", 1, "--quiet")[0] == 0  # a warm-up takes levers only, never a start


def made_special(folder: Path, kind: str) -> Path:
    file = folder / "odd.toml"
    if kind == "folder":
        file.mkdir()
    elif kind == "pipe":
        os.mkfifo(file)
    else:
        file.symlink_to({"loop": file, "endless": Path("/dev/zero"), "dangling": folder / "nothing"}[kind])
    return file


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
@pytest.mark.parametrize("kind", ["folder", "pipe", "loop", "endless", "dangling"])
def test_what_is_no_file_is_refused_and_never_waited_for(tmp_path: Path, kind: str) -> None:
    odd = made_special(tmp_path, kind)
    file = scenario(tmp_path, f'extends = "odd"\n{TEXT}')
    for arguments, where in (
        (["run", str(odd)], f"{odd}: expected "),
        (["run", str(file)], f"{file}, line 1, extends: expected "),
    ):
        done = subprocess.run(
            [sys.executable, "-c", CHILD, *arguments],
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 2, done.stderr
        assert done.stderr.startswith(where)


def test_a_file_that_may_not_be_read_is_named(told: Told, tmp_path: Path) -> None:
    file = scenario(tmp_path, TEXT)
    file.chmod(0)
    if os.access(file, os.R_OK):
        pytest.skip("this user may read everything")
    refused(told, file, "permission denied", places=f"{file}: ")


def test_a_mission_that_aims_at_nothing_is_refused(told: Told, tmp_path: Path) -> None:
    for goal in ("{}", "{work = 0}", "{work = 0.0, health = 0}"):
        file = scenario(tmp_path, put("goal = {work = 2, health = 1}", f"goal = {goal}"))
        refused(told, file, "missions.good_work.goal: expected a weight above 0 on at least one outcome")


def test_an_outcome_to_which_nobody_contributes_is_refused(told: Told, tmp_path: Path) -> None:
    file = scenario(tmp_path, TEXT.replace("{work = 3, homes = 1}", "{homes = 1}").replace(", work = 1", ""))
    refused(told, file, "departments: expected a department that contributes to work")


PLACES = {
    "regions": '[{key = "a", name = "A"}]',
    "councils": '[{key = "a", name = "A", region = "a"}]',
    "communities": '[{key = "k", council = "a", population = 1, need = {work = 1, health = 1, homes = 1}}]',
}


@pytest.mark.parametrize("section", PLACES)
def test_a_country_without_councils_regions_or_communities_is_refused(
    told: Told, tmp_path: Path, section: str
) -> None:
    def written(places: dict[str, str]) -> Path:
        lines = "".join(f"{name} = {value}\n" for name, value in places.items())
        return scenario(tmp_path, f"{COUNTRY}[places]\n{lines}")

    assert told("run", written(PLACES), "-n", 1, "--quiet")[0] == 0
    file = written({**PLACES, section: "[]"})
    refused(told, file, f"places.{section}: expected a list with at least one entry, found an empty list")
    refused(told, written({name: PLACES[name] for name in PLACES if name != section}), section)


LEAST = """
horizon = 2
warm_up = 2
[[outcomes]]
key = "work"
label = "Work"
[[departments]]
key = "all"
label = "All"
resource = 1
weights = {work = 1}
[[services]]
key = "all"
label = "All"
departments = ["all"]
own = true
[[missions]]
key = "work"
label = "Work"
lead = "all"
goal = {work = 1}
[places]
regions = [{key = "r", name = "R"}]
councils = [{key = "c", name = "C", region = "r"}]
communities = [{key = "k", council = "c", population = 1, need = {work = 0.5}}]
"""


@pytest.mark.parametrize(
    "levers", ["", '[levers]\nboard_membership = "all"\npooled_funding = 1\njoint_accountability = 1\n']
)
def test_one_department_one_outcome_one_council_and_one_community_work(
    told: Told, tmp_path: Path, levers: str
) -> None:
    file = scenario(tmp_path, LEAST + levers)
    assert told("scenario", "check", file)[0] == 0
    assert told("run", file, "-n", 2, "--quiet")[0] == 0
    assert told("compare", file, file, "-n", 2, "--quiet")[0] == 0
    network = tmp_path / "least.graphml"
    assert told("network", file, "-o", network)[0] == 0
    assert told("run", file, "-n", 1, "--network", network, "--quiet")[0] == 0


def test_an_island_without_neighbours_works(told: Told, tmp_path: Path) -> None:
    file = scenario(tmp_path, put(', ["eastmere", "southport"]', ""))
    assert told("run", file, "-n", 2, "--quiet")[0] == 0


def test_places_with_a_code_twice_are_refused(told: Told, tmp_path: Path) -> None:
    file = scenario(tmp_path, TEXT.replace('key = "hillford_moor"', 'key = "hillford_town"'))
    refused(told, file, "places.communities.hillford_town.key: expected a key that no other has")


def test_both_files_of_a_comparison_are_told_of_at_once(told: Told, tmp_path: Path) -> None:
    one = scenario(tmp_path, put("horizon = 20", "horizon = nan"), "one.toml")
    two = scenario(tmp_path, put("share = 0.2", "share = inf"), "two.toml")
    code, _, err = told("compare", one, two, "-n", 1)
    assert code == 2
    assert f"{one}, line 8, horizon: expected " in err
    assert f"{two}, line " in err
