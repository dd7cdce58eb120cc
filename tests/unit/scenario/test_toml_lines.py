"""Keys are found on the lines they stand on."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from govsim.scenario.layers import shipped_folder
from govsim.scenario.toml_lines import line_numbers
from govsim.scenario.toml_writing import toml_text

AWKWARD = (
    '''# a comment = 1
title = "not a [table] # nor a comment"
long = """
fake = 1 \\"""
[fake]
"""
single = \'\'\'
fake = 2\'\'\'
a.b . "c.d" = 1  # dotted
dates = [1979-05-27T07:32:00Z, 1979-05-27 07:32:00]

list = [
  1,
  "two]",   # ]
  {deep = {deeper = [
     3]}},
]
empty = []
none = {}
[x.y]
"quoted \\u00e9" = 'it''s' '''.replace("'it''s' ", "'its'")
    + """
[[many]]
k = 1
[[many]]
k = 2
[many.sub]
z = 3
[[many.inner]]
w = 4
[[many.inner]]
w = 5
"""
)


def paths_in(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for part, inner in entries:
        yield (*path, part)
        yield from paths_in(inner, (*path, part))


def test_awkward_toml_is_read_as_the_standard_library_reads_it() -> None:
    assert set(line_numbers(AWKWARD)) == set(paths_in(tomllib.loads(AWKWARD)))


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("long",), 3),
        (("single",), 7),
        (("a", "b", "c.d"), 9),
        (("list",), 12),
        (("list", 1), 14),
        (("list", 2, "deep", "deeper", 0), 16),
        (("x", "y", "quoted é"), 21),
        (("many", 0, "k"), 23),
        (("many", 1, "k"), 25),
        (("many", 1, "sub", "z"), 27),
        (("many", 1, "inner", 1, "w"), 31),
    ],
)
def test_a_key_is_found_on_its_line(path: tuple[str | int, ...], line: int) -> None:
    assert line_numbers(AWKWARD)[path] == line


@pytest.mark.parametrize("file", sorted(shipped_folder().rglob("*.toml")), ids=lambda file: file.stem)
def test_every_key_of_every_shipped_file_stands_on_the_line_it_is_said_to(file: Any) -> None:
    text = file.read_text(encoding="utf-8")
    found, lines = line_numbers(text), text.split("\n")
    paths = list(paths_in(tomllib.loads(text)))
    assert set(found) == set(paths)
    assert all(str(path[-1]) in lines[found[path] - 1] for path in paths if isinstance(path[-1], str))


def test_what_is_written_as_toml_is_read_back() -> None:
    table = {
        "text": 'a "b" \\ \n\t\x00\x7f é',
        "numbers": [1, 2.5, -1e-7, 1e300, float("inf")],
        "yes": True,
        "": {"a b": {"c": 1, "d": [{"e": []}]}, "plain": 2},
        "many": [{"k": "x", "goal": {"a": 1}}, {"k": "y", "list": ["a", ["b"]]}],
        "places": {"regions": [{"key": "n"}, {"key": "s"}], "pairs": [["a", "b"]]},
    }
    assert tomllib.loads(toml_text(table)) == table


def test_what_is_not_known_to_toml_is_refused() -> None:
    with pytest.raises(TypeError, match="a NoneType cannot be written as TOML"):
        toml_text({"a": None})
