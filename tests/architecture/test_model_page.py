"""The pictures of the model are what the phases draw, and the worked quarter is what the program works out."""

from __future__ import annotations

import ast
import math
import operator
import re
import runpy
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest

from govsim.runs.simulate import simulate
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.simulation import QUARTER, advance
from govsim.validation.stepping import small_places
from govsim.world.build import World, build_world
from govsim.world.pound import LOCAL_LOSSES
from tests.architecture.pages import DOCS

# --- pictures ---------------------------------------------------------------------------------------------------


@cache
def drawing() -> dict[str, Any]:
    return runpy.run_path(str(DOCS / "draw_model.py"))


@pytest.mark.parametrize("name", ["schedule", "causal_loops"])
def test_a_picture_of_the_model_is_what_its_script_draws(name: str) -> None:
    kept = (DOCS / "pictures" / f"{name}.svg").read_text(encoding="utf-8")
    assert kept == drawing()[name](), "run python docs/draw_model.py"


def test_another_quarter_gives_another_schedule() -> None:
    assert drawing()["schedule"](QUARTER[1:]) != drawing()["schedule"]()


def test_a_causal_link_that_no_phase_makes_is_refused() -> None:
    unmade = drawing()["unmade"]
    assert not unmade()
    without_core = tuple(phase for phase in QUARTER if phase.name != "core_services")
    assert "no phase makes core of demand" in unmade(phases=without_core)


# --- the worked quarter -----------------------------------------------------------------------------------------

PAGE = DOCS / "worked-quarter.md"
ROUNDED = 2e-5  # a line is worked out from numbers of six decimals
ARRAY = re.compile(r"`(\w+?)(?:\((.+)\))?`")

OPERATORS: Mapping[type, Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
}
FUNCTIONS: Mapping[str, Callable[..., float]] = {
    "sqrt": math.sqrt,
    "exp": math.exp,
    "ln": math.log,
    "min": min,
    "max": max,
    "clip": lambda x, low, high: max(low, min(high, x)),
}


def worked_out(said: str) -> float:
    """What a line of numbers comes to."""

    def value(node: ast.expr) -> Any:
        match node:
            case ast.Constant():
                return node.value
            case ast.BinOp():
                return OPERATORS[type(node.op)](value(node.left), value(node.right))
            case ast.UnaryOp():
                return OPERATORS[type(node.op)](value(node.operand))
            case ast.Call(func=ast.Name(id=name)):
                return FUNCTIONS[name](*map(value, node.args))
        raise ValueError(f"not arithmetic: {said}")

    for theirs, ours in (("·", "*"), ("−", "-"), ("^", "**"), ("√", "sqrt")):
        said = said.replace(theirs, ours)
    return float(value(ast.parse(said, mode="eval").body))


@cache
def quarter_nought() -> tuple[Scenario, World, dict[str, Any], dict[str, Any]]:
    """The page's country, its world, and all arrays before and after quarter 0."""
    block = re.search(r"^```toml\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert block is not None
    scenario = load_scenario({"name": "worked_quarter", **tomllib.loads(block[1])})
    world = build_world(scenario, small_places(scenario), [0])
    while world.quarter < 0:
        advance(world)
    world = world.starting(scenario)
    before = dict(world.state)
    advance(world)
    return scenario, world, before, {**world.state, **world.flows}


def of_the_program(quantity: str, *, start: bool) -> float:
    """An entry of an array, which the page names by the keys of its entities."""
    scenario, world, before, after = quarter_nought()
    keys = {
        "d": [department.key for department in scenario.departments],
        "j": [outcome.key for outcome in scenario.outcomes],
        "m": [mission.key for mission in scenario.missions],
        "s": [service.key for service in scenario.services],
        "c": list(world.places.council_keys),
        "k": list(world.places.community_keys),
        "x": list(LOCAL_LOSSES),
    }
    indices = world.indices
    edges = [
        (keys["d"][d], keys["j"][j])
        for d, j in zip(indices.edge_department_e, indices.edge_outcome_e, strict=True)
    ]
    found = ARRAY.fullmatch(quantity)
    assert found is not None, quantity
    said = iter(found[2].split(", ") if found[2] else [])
    position = []
    for axis in found[1].rpartition("_")[2].removesuffix("w"):
        if axis == "p":
            position.append(0)  # there is one pair of departments
        else:
            position.append(
                edges.index((next(said), next(said))) if axis == "e" else keys[axis].index(next(said))
            )
    assert next(said, None) is None, quantity
    return float((before if start else after)[found[1]][(*position, 0)])


def number(said: str) -> float:
    return float(said.replace("−", "-"))


def faults(page: str) -> tuple[int, list[str]]:
    """How many lines were looked at, and those that are not so."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line[:1] == "|"
    ]
    rows = [row for row in rows if row[0] not in ("quantity", "at the start of quarter 0", "---")]
    found = []
    for row in rows:
        quantity, value = row[0], number(row[-1])
        if quantity.startswith("`") and abs(of_the_program(quantity, start=len(row) == 2) - value) > 5.1e-7:
            found.append(f"{quantity} is {of_the_program(quantity, start=len(row) == 2):.6f}, not {row[-1]}")
        if len(row) == 4 and abs(worked_out(row[2]) - value) > ROUNDED:
            found.append(f"{quantity}: {row[2]} is {worked_out(row[2]):.6f}, not {row[-1]}")
    return len(rows), found


def test_the_worked_quarter_is_worked_out_right() -> None:
    rows, found = faults(PAGE.read_text(encoding="utf-8"))
    assert rows > 100
    assert not found


@pytest.mark.parametrize(
    ("old", "new"), [("| 0.547723 |", "| 0.548723 |"), ("| √(0.5·0.6·1) |", "| √(0.5·0.7·1) |")]
)
def test_a_wrong_number_in_the_worked_quarter_is_found_out(old: str, new: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page.count(old) == 1
    assert faults(page.replace(old, new))[1]


# --- the page itself --------------------------------------------------------------------------------------------


def test_lines_of_formulas_are_numbered_in_order() -> None:
    page = (DOCS / "model.md").read_text(encoding="utf-8")
    numbers = re.findall(r"^(?:- |  |\*\*.+\*\* )?\(([A-Z]?\d*)\.(\d+)\) ", page, re.MULTILINE)
    groups = list(dict.fromkeys(group for group, _ in numbers))
    assert [group for group in groups if group.isdigit()] == [str(phase) for phase in range(1, 14)]
    for group in groups:
        found = [int(number) for where, number in numbers if where == group]
        assert found == list(range(1, len(found) + 1)), group


def test_every_phase_says_why_it_has_its_form() -> None:
    page = (DOCS / "model.md").read_text(encoding="utf-8")
    phases = re.split(r"^### ", page[page.index("### Phase 1.") : page.index("## 7.")], flags=re.MULTILINE)
    told = [part for part in phases if part.startswith("Phase ")]
    assert len(told) == 13
    assert all("*Why this form, and what else was thought of*\n\n- *" in part for part in told)


# --- objections -------------------------------------------------------------------------------------------------


def test_the_scenario_with_all_switches_of_the_objections_runs() -> None:
    page = (DOCS / "objections.md").read_text(encoding="utf-8")
    stated = tomllib.loads(re.findall(r"^```toml\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)[0])
    run = simulate({"name": "all_switches", **stated, "horizon": 4, "warm_up": 4}, replicates=1)
    assert np.isfinite(run.measures["core_services"]).all()


def test_a_switch_of_the_objections_is_a_setting_that_there_is() -> None:
    page = (DOCS / "objections.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+) = ", page)) - {"equal_volume"}
    sections = ("levers", "rules", "values", "contestable", "uncertainties", "constants")
    settings = {name for part in sections for name in Scenario.model_fields[part].annotation.model_fields}
    assert named <= settings | set(UNCERTAINTIES)
