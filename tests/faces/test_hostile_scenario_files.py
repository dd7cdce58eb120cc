"""A scenario file that is no sound text, or that reaches where it should not, ends with code 2 and names the place."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile import CHILD, COUNTRY, TEXT, Told, changed, line_of, refused, scenario


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
    "an outcome of a goal": ("goal = {work = 2", 'goal = {"wоrk" = 2', "missions.good_work.goal"),
    "the key of an outcome": ('key = "work"', 'key = "wоrk"', "outcomes.wоrk.key"),
    "a region": ('region = "north"', 'region = "nоrth"', "Did you mean 'north'?"),
}


@pytest.mark.parametrize("name", LOOK_ALIKE)
def test_a_letter_that_only_looks_like_another_is_named(told: Told, tmp_path: Path, name: str) -> None:
    old, new, said = LOOK_ALIKE[name]
    file = scenario(tmp_path, changed(old, new))
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
def test_characters_that_cannot_be_seen_or_with_distinct_names_are_named(
    told: Told, tmp_path: Path, letter: str, said: str
) -> None:
    file = scenario(tmp_path, changed("pooled_funding =", f'"pooled_{letter}funding" ='))
    refused(told, file, said, "Did you mean 'pooled_funding'?")


@pytest.mark.parametrize("character", ["\\u0000", "\\u001b[31m", "\\u202e", "\\u0085"])
@pytest.mark.parametrize("key", ["label", "about"])
def test_text_that_a_terminal_obeys_is_refused(told: Told, tmp_path: Path, character: str, key: str) -> None:
    old = 'label = "Work"' if key == "label" else 'about = "'
    new = f'label = "Wo{character}rk"' if key == "label" else f'about = "{character}'
    file = scenario(tmp_path, changed(old, new))
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
    file = scenario(tmp_path, changed(old, new))
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
    refused(told, scenario(tmp_path, changed(old, new)), "expected valid TOML")


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
        code, _ = told("scenario", verb, file) if verb == "check" else told("run", file, "-n", 1)
        assert code == 2


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
    refused(told, tmp_path / "f0.toml", "at most 20 levels of `extends`", places=where)


def test_a_start_that_takes_its_levers_in_a_circle_is_refused_or_runs(told: Told, tmp_path: Path) -> None:
    one = scenario(tmp_path, changed('starts_from = "siloed"', 'starts_from = "two"'), "one.toml")
    scenario(tmp_path, changed('starts_from = "siloed"', 'starts_from = "one"'), "two.toml")
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
