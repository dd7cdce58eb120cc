"""What is wrong in an experiment is told with its line and key, all of it at once, and nothing else ever escapes."""

from __future__ import annotations

import copy
import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from govsim.errors import ExperimentError
from govsim.experiments.load import load_experiment
from govsim.experiments.plan import planned

WRONG = Path(__file__).with_name("wrong_experiments.txt")
FRONT = 'scenarios = ["siloed"]\n'


def told(folder: Path, text: str) -> list[str]:
    """Every problem of a file, of its text or of the scenarios that it moves."""
    file = folder / "trial.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ExperimentError) as caught:
        planned(load_experiment(file))
    return [str(problem).replace(f"{folder}/", "") for problem in caught.value.problems]


def test_every_problem_is_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = """\
scenarios = ["siloed", "mision_led"]
replicates = 0
horizn = 4
outcomes = ["public_valu", "progress", "progress"]

[[factors]]
name = "money"
element = 4
levers_from = "mission_led"

[[factors]]
path = "levers.pooled_funding"
values = [0.1, 1.4, 0.1, "x"]

[[factors]]
path = "pooled_funding"
values = [true]

[[factors]]
path = "uncertainties.slack"
low = -1
steps = 4

[design]
kind = "gird"

[[figures]]
kind = "heat_mp"
"""
    places = [problem.split(": ")[0] for problem in told(tmp_path, text)]
    assert places == [
        "trial.toml, line 1, scenarios.2",
        "trial.toml, line 2, replicates",
        "trial.toml, line 3, horizn",
        "trial.toml, line 4, outcomes.1",
        "trial.toml, line 4, outcomes.3",
        "trial.toml, line 8, factors.money.element",
        "trial.toml, line 13, factors.2.values.2",
        "trial.toml, line 13, factors.2.values.4",
        "trial.toml, line 13, factors.2.values.3",
        "trial.toml, line 17, factors.3.values.1",
        "trial.toml, line 21, factors.4.low",
        "trial.toml, line 25, design.kind",
        "trial.toml, line 28, figures.1.kind",
    ]


def cases() -> list[tuple[str, str]]:
    """A file's text and what is to be said of it, which stands behind arrows."""
    found = []
    for part in WRONG.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = part.splitlines()
        said = [line.removeprefix("-> ") for line in lines if line.startswith("-> ")]
        text = "\n".join(line for line in lines if not line.startswith("-> "))
        if said:
            found.append((f"{text}\n", " ".join(said)))
    return found


@pytest.mark.parametrize(("text", "expected"), cases())
def test_what_is_wrong_is_told_where_it_stands(text: str, expected: str, tmp_path: Path) -> None:
    problems = told(tmp_path, text)
    assert any(expected in problem for problem in problems), "\n".join(problems)
    assert all(problem.startswith("trial.toml") for problem in problems)


def test_a_file_that_is_not_there_is_answered_with_the_nearest() -> None:
    for source, found in (("quik_look", "no such experiment"), ("somewhere/quik_look.toml", "no such file")):
        with pytest.raises(ExperimentError) as caught:
            load_experiment(source)
        assert str(caught.value) == (
            f"{source}: expected the name of an experiment or the path of a .toml file, found {found}. "
            "Did you mean 'quick_look'?"
        )


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (
            b'scenarios = ["siloed"]\nabout = "\xff"\n',
            "line 2: expected text in UTF-8, found a byte that is not",
        ),
        (b"#" * 5_000_001, "expected an experiment of at most 5 MB, found a larger file"),
        (
            b"x = " + b"[" * 5000,
            "expected tables and lists nested a few levels deep, found far deeper nesting",
        ),
        (b"", "scenarios: expected a list with at least one entry, found nothing"),
        (b"\xef\xbb\xbfseed = -1\r\n", "line 1, seed: expected a whole number of at least 0, found -1"),
    ],
    ids=["not text", "too large", "too deep", "empty", "from another editor"],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, found: str, tmp_path: Path) -> None:
    file = tmp_path / "trial.toml"
    file.write_bytes(content)
    with pytest.raises(ExperimentError) as caught:
        load_experiment(file)
    assert found in str(caught.value)
    with pytest.raises(ExperimentError, match="expected an experiment file, found a folder"):
        load_experiment(tmp_path)


def test_an_experiment_made_in_python_is_told_by_its_keys() -> None:
    with pytest.raises(ExperimentError) as caught:
        load_experiment(
            {"name": "x", "scenarios": ["siloed"], "factors": [{"path": "levers.placebo", "values": [2]}]}
        )
    assert str(caught.value).startswith(
        "experiment, factors.1.values.1: expected a share from 0 to 1, found 2"
    )


def test_parts_that_are_right_are_held_against_each_other_although_others_are_wrong(tmp_path: Path) -> None:
    problems = told(tmp_path, FRONT + 'replicates = -1\n[[figures]]\nkind = "morris"\n')
    assert [problem.split(": ")[0] for problem in problems] == [
        "trial.toml, line 2, replicates",
        "trial.toml, line 4, figures.1.kind",
    ]


def test_a_wrong_factor_is_not_told_again_by_the_figures_that_name_it(tmp_path: Path) -> None:
    text = (
        FRONT
        + '[[factors]]\npath = "uncertainties.slack"\nsteps = 1\n[[figures]]\nkind = "curve"\nx = "slack"\n'
    )
    (only,) = told(tmp_path, text)
    assert only.startswith("trial.toml, line 4, factors.1.steps")


# --- whatever else is written ---------------------------------------------------------------------------------------

SOUND: dict[str, Any] = {
    "name": "trial",
    "scenarios": ["classroom_small", "mine"],
    "variants": {"mine": {"extends": "classroom_small", "levers": {"pooled_funding": 0.5}}},
    "changes": {"horizon": 4, "uncertainties": {"relabel": 0.1}},
    "seed": 3,
    "replicates": 4,
    "most_runs": 1000,
    "uncertainties": ["fungibility"],
    "factors": [
        {"name": "slack", "path": "uncertainties.slack", "low": 0.1, "high": 0.2, "steps": 2},
        {"path": "levers.pooled_funding", "values": [0.1, 0.2], "only_in": ["mine"]},
        {"name": "mind", "element": 3, "levers_from": "mission_led"},
        {
            "name": "land",
            "levels": [{"name": "a"}, {"name": "b", "changes": {"constants": {"core_stake": 0.4}}}],
        },
    ],
    "design": {"kind": "latin_hypercube", "points": 4},
    "outcomes": ["progress", "mean_progress"],
    "trajectories": ["progress"],
    "smallest_effect": {"progress": 0.1},
    "actors": {"council:a": "x.py:X"},
    "figures": [{"kind": "regret", "outcome": "progress", "scenario": "mine"}, {"kind": "trajectories"}],
}
ODD = st.sampled_from(
    [
        *(
            "",
            "x",
            "siloed",
            "all",
            "levers.pooled_funding",
            "\x00",
            "é" * 400,
            "../../etc",
            "morris",
            "grid",
        ),
        *(0, -1, 1, 2.5, 1e308, 1e-320, 10**30, float("nan"), float("inf"), True, None),
        *([], [[]], [1], ["slack"], {}, {"name": {}}, {"kind": "grid"}, [{}], {"": 1}),
        *(datetime.date(2026, 1, 1), {"low": 1}, [None]),
    ]
)


def places_in(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of everything in a table."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(place for key, value in inner for place in places_in(value, (*path, key)))]


WITHIN = places_in(SOUND)[1:]


@settings(max_examples=100)
@given(st.lists(st.tuples(st.sampled_from(WITHIN), ODD, st.booleans()), min_size=1, max_size=3))
@example([(("name",), "trial", False)])
@example([(("changes", "uncertainties"), "", False)])
def test_whatever_is_written_loads_or_is_told(changes: list[tuple[tuple[Any, ...], Any, bool]]) -> None:
    document = copy.deepcopy(SOUND)
    for path, value, removed in changes:
        node: Any = document
        for part in path[:-1]:
            node = node[part] if isinstance(node, dict | list) and part in places_here(node) else None
        if not isinstance(node, dict | list) or path[-1] not in places_here(node):
            continue  # what an earlier change took away
        if removed:
            del node[path[-1]]
        else:
            node[path[-1]] = copy.deepcopy(value)
    try:
        planned(load_experiment(document))
    except ExperimentError as error:
        problems = error.problems
    else:
        return
    assert problems
    assert all(problem.expected and problem.found for problem in problems)


def places_here(node: Any) -> Any:
    return node if isinstance(node, dict) else range(len(node))


def test_two_factors_may_move_one_lever_in_different_scenarios(tmp_path: Path) -> None:
    text = """\
scenarios = ["siloed", "layered"]
[[factors]]
name = "ours"
path = "levers.pooled_funding"
values = [0.0, 0.5]
only_in = ["siloed"]
[[factors]]
name = "theirs"
path = "levers.pooled_funding"
values = [0.0, 0.9]
only_in = ["layered"]
"""
    file = tmp_path / "trial.toml"
    file.write_text(text, encoding="utf-8")
    assert len(planned(load_experiment(file)).rows) == 4
