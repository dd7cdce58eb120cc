"""The quarter hangs together: nothing is declared in vain, and the page that defines the model says the same."""

from __future__ import annotations

import ast
import inspect
import re
from collections import Counter

import pytest

from govsim.measures.catalogue import MEASURES
from govsim.measures.pound import pound_journey
from govsim.scenario.constants import Constants
from govsim.scenario.levers import LEVER_NAMES
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.simulation import QUARTER, Decision
from govsim.world.state import AXES, FIXED, FLOWS, STATE
from tests.architecture.pages import DOCS, ROOT

MODEL = (DOCS / "model.md").read_text(encoding="utf-8")
BUILDERS = [
    ROOT / "src" / "govsim" / "world" / name
    for name in ("build.py", "timetable.py", "network.py", "indices.py")
]


def read_in_the_quarter() -> set[str]:
    """Every name that a phase, a decision or a measure asks for."""
    asked = [phase.reads for phase in QUARTER] + [measure.reads for measure in MEASURES.values()]
    return {name for names in asked for name in names} | set(inspect.signature(pound_journey).parameters)


def named_by_builders() -> set[str]:
    """Every name, attribute and word in quotes of the files that build a world."""
    found = set()
    for path in BUILDERS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute):
                found.add(node.attr)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


@pytest.mark.parametrize("name", Constants.model_fields)
def test_a_constant_is_read_by_somebody(name: str) -> None:
    assert name in read_in_the_quarter() | named_by_builders()


@pytest.mark.parametrize("name", UNCERTAINTIES)
def test_an_uncertainty_is_read_by_somebody(name: str) -> None:
    assert f"{name}_w" in read_in_the_quarter() | named_by_builders()


@pytest.mark.parametrize("name", [name for name in LEVER_NAMES if name != "placebo"])
def test_a_lever_is_read_by_somebody(name: str) -> None:
    assert name in read_in_the_quarter() | named_by_builders()


def test_nobody_reads_the_placebo() -> None:
    assert "placebo" not in read_in_the_quarter() | named_by_builders()


def test_every_flow_is_written_by_one_phase() -> None:
    written = Counter(name for phase in QUARTER for name in phase.writes if name in FLOWS)
    assert written == Counter(FLOWS.keys())


def test_every_array_that_is_written_or_fixed_is_looked_at_by_somebody() -> None:
    """An array that nobody reads is a leftover."""
    assert {*STATE, *FLOWS, *FIXED} - read_in_the_quarter() - named_by_builders() == set()


def test_axes_are_declared() -> None:
    for declared in (*STATE.values(), *FLOWS.values(), *FIXED.values()):
        assert set(declared.axes) <= {*AXES, "x"}, declared.name  # x: the losses of LOCAL_LOSSES
        assert declared.unit
        assert declared.meaning


def test_a_phase_is_called_as_its_function_or_its_module() -> None:
    for phase in QUARTER:
        if isinstance(phase, Decision):
            assert phase.see.__module__ == f"govsim.decisions.{phase.name}"
        else:
            assert phase.follows.__name__ == phase.name


def test_the_model_page_describes_every_phase_by_its_number() -> None:
    described = {int(number) for number in re.findall(r"^### Phase (\d+)\.", MODEL, re.MULTILINE)}
    assert described == {phase.number for phase in QUARTER}


def state_on_the_page() -> dict[str, str]:
    """The state table of the model page: name to axes."""
    rows = MODEL.split("| state carried", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    found = {}
    for row in rows:
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        found[re.sub(r" \(.*\)$", "", cells[0])] = "" if cells[1] == "–" else cells[1]
    return found


def test_the_state_table_of_the_model_page_is_the_declared_state() -> None:
    declared = {name.rpartition("_")[0]: spec.axes.removesuffix("w") for name, spec in STATE.items()}
    assert state_on_the_page() == declared
