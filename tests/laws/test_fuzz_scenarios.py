"""Whatever a scenario says, it is refused with its reasons, or it runs and everything in it stays finite."""

from __future__ import annotations

import copy
import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govsim.errors import InputError, Problem
from govsim.measures.catalogue import observe, observe_pound
from govsim.runs.drive import each_quarter, start, warm_up
from govsim.scenario.constants import Constants
from govsim.scenario.describe import resolved_dict
from govsim.scenario.levers import MEMBERSHIP_RANK, NUMBER_LEVERS
from govsim.scenario.load import load_scenario, shipped_path
from govsim.scenario.rules import Rules
from govsim.scenario.schema import Scenario
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.world.build import build_world
from govsim.world.find_places import places_of

MANY = 2_000  # communities, beyond which a quarter takes too long to be asked thousands of times
SMALL = resolved_dict(load_scenario("classroom_small")) | {"warm_up": 4, "horizon": 1}
SMALL |= {"reforms": [{"quarter": 3, "pooled_funding": 0.5}], "uncertainties": {"slack": 0.1}}
MADE_UP = resolved_dict(load_scenario("mission_led")) | {"warm_up": 4, "horizon": 1}
MADE_UP |= {"places": {"synthetic": "england", "councils": 9, "communities_per_council": 1}}
BASES = {"classroom_small": SMALL, "mission_led": MADE_UP}

NUMBERS = [0, 1, -1, 2, 0.5, 1 / 3, -0.0, 1e-30, 1e-12, 1e30, 1e12, 100, 400, 2**31, 2**63, 10**25, 10**400]
NUMBERS += [5e-324, 2.2e-308, 1e-200, 1e200, 1e308, -1e308, float("inf"), float("-inf"), float("nan")]
TEXTS = [
    "",
    "work",
    "siloed",
    "north",
    "none",
    "all",
    "../x",
    "/dev/zero",
    "wоrk",
    "w" * 5_000,
    "a\0b",
    "\x1b[31m",
]
OTHERS: list[Any] = [True, False, [], {}, [[]], [{}], {"": 0}, [1, "a"], {"low": 0, "high": 1}, None]
OTHERS += [datetime.date(2020, 1, 1), datetime.time(7, 32), datetime.datetime(2020, 1, 1)]
KNOWN = st.sampled_from([*NUMBERS, *TEXTS, *OTHERS]).map(copy.deepcopy)  # what is put in is changed later
HOSTILE = KNOWN | st.floats() | st.text(max_size=5)

PathTo = tuple[str | int, ...]


def paths_in(document: Any, path: PathTo = ()) -> list[PathTo]:
    """The way to every value of a tree, the tree itself left out."""
    pairs: Any = ()
    if isinstance(document, dict):
        pairs = document.items()
    elif isinstance(document, list):
        pairs = enumerate(document)
    return [found for key, value in pairs for found in ((*path, key), *paths_in(value, (*path, key)))]


def at(document: Any, path: PathTo) -> Any:
    for part in path:
        document = document[part]
    return document


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    """A scenario that is right, with one to four things done to it that nobody would do."""
    document: dict[str, Any] = copy.deepcopy(BASES[draw(st.sampled_from(sorted(BASES)))])
    for _ in range(draw(st.sampled_from([1, 1, 1, 2, 4]))):
        paths = paths_in(document)
        path = paths[draw(st.integers(0, len(paths) - 1))]
        holder, last = at(document, path[:-1]), path[-1]
        done = draw(
            st.sampled_from(
                ["put", "put", "times", "times", "times", "remove", "rename", "add", "swap", "again"]
            )
        )
        if done == "put":
            holder[last] = draw(HOSTILE)
        elif done == "times" and isinstance(holder[last], int | float) and abs(holder[last]) < 1e308:
            holder[last] = float(holder[last]) * draw(
                st.sampled_from([0.0, 1e-30, 1e-9, 0.1, 0.9, 1.1, 10, 1e9, 1e28])
            )
        elif done == "remove":
            del holder[last]
        elif done == "rename" and isinstance(holder, dict):
            holder[draw(st.sampled_from([str(last).replace("o", "о"), f"{last} ", "x", "synthetic"]))] = (
                holder.pop(last)
            )
        elif done == "add" and isinstance(holder, dict):
            holder[draw(st.text(max_size=8))] = draw(HOSTILE)
        elif done == "again" and isinstance(holder, list):
            holder.append(copy.deepcopy(holder[int(last)]))
        elif done == "swap":
            other = paths[draw(st.integers(0, len(paths) - 1))]
            holder[last] = copy.deepcopy(at(document, other))
    return document


def runs_or_is_refused(document: dict[str, Any]) -> bool:
    """Whether it ran; if not, it was refused. Anything else than that raises."""
    try:
        scenario = load_scenario(document)
        if isinstance(scenario.places, str):
            return False
        land = places_of(scenario)
        if len(land.community_keys) > MANY:
            return False
        scenario = scenario.replace(warm_up=4, horizon=1)
        world = build_world(scenario, land, [0, 1])
    except InputError as error:
        refused = error
    else:
        everything_stays_finite(scenario, world)
        return True
    assert all(problem.where and problem.expected and problem.found for problem in refused.problems)
    assert len(str(refused)) < 1_000 * (1 + len(refused.problems))
    return False


def everything_stays_finite(scenario: Scenario, world: Any) -> None:
    for now in each_quarter(start(warm_up(world), scenario)):
        names = now.names(now.quarter - 1)
        last = now.quarter == scenario.horizon
        pound = observe_pound(names)
        for arrays in (world.state, world.flows, observe(names, at_end=last), pound):
            wrong = [name for name, values in arrays.items() if not np.isfinite(values).all()]
            assert not wrong
        assert sum(pound.values()) == pytest.approx(1, abs=1e-6)


@settings(max_examples=200)
@given(mutated())
def test_a_scenario_with_anything_done_to_it_runs_or_is_refused(document: dict[str, Any]) -> None:
    runs_or_is_refused(document)


@pytest.mark.slow
@settings(max_examples=15_000)
@given(mutated())
def test_many_scenarios_with_anything_done_to_them_run_or_are_refused(document: dict[str, Any]) -> None:
    runs_or_is_refused(document)


def ends() -> dict[tuple[str, str], list[Any]]:
    """Every number that a scenario may fix, by section and name, with the least and most that it may be."""
    found: dict[tuple[str, str], list[Any]] = {("levers", name): [0.0, 1e-30, 1.0] for name in NUMBER_LEVERS}
    found["levers", "board_membership"] = list(MEMBERSHIP_RANK)
    for name, field in Constants.model_fields.items():
        limits = {
            key: getattr(item, key) for item in field.metadata for key in ("ge", "le") if hasattr(item, key)
        }
        found["constants", name] = [float(limits["ge"]), float(limits["le"])]
        if limits["ge"] == 0:
            found["constants", name].append(1e-30)
    for name, spec in UNCERTAINTIES.items():
        low = 1e-30 if spec.minimum_excluded and spec.minimum == 0 else spec.minimum
        found["uncertainties", name] = [
            value for value in (low, spec.maximum, -1e30, 1e30) if spec.admits(value)
        ]
    for name, field in Rules.model_fields.items():
        found["rules", name] = list(field.annotation.__args__)  # type: ignore[union-attr]
    return found


ENDS = ends()


@st.composite
def at_its_ends(draw: st.DrawFn) -> dict[str, Any]:
    """A scenario in which many numbers stand at the least or most that they may be."""
    document = copy.deepcopy(BASES[draw(st.sampled_from(sorted(BASES)))]) | {"warm_up": 4, "horizon": 2}
    chosen = draw(st.lists(st.sampled_from(sorted(ENDS)), max_size=60, unique=True))
    for section, name in chosen:
        document.setdefault(section, {})[name] = draw(st.sampled_from(ENDS[section, name]))
    extreme = st.sampled_from([0.0, 1e-30, 1e-6, 1.0, 1e6, 1e30])
    for department in document["departments"]:
        if draw(st.booleans()):
            department["resource"] = draw(extreme)
        for outcome in department["weights"]:
            if draw(st.integers(0, 39)) == 0:
                department["weights"][outcome] = draw(extreme)
    need = draw(st.sampled_from([None, 0.0, 1e-30, 1.0]))
    for community in document["places"].get("communities", []):
        community["population"] = draw(st.sampled_from([1e-6, 1.0, 1e10]))
        if need is not None:
            community["need"] = dict.fromkeys(community["need"], need)
    document["contestable"] = {
        "exponent": draw(st.sampled_from([0.0, 0.5, 1.0])),
        "floor": draw(st.sampled_from([0.0, 0.04])),
    }
    return document


def test_every_number_may_be_at_its_least_or_most() -> None:
    ran = []
    for (section, name), values in ENDS.items():
        for value in values:
            document = copy.deepcopy(SMALL)
            document.setdefault(section, {})[name] = value
            ran.append(runs_or_is_refused(document))
    assert sum(ran) > 0.98 * len(ran)


@settings(max_examples=100)
@given(at_its_ends())
def test_a_scenario_with_many_numbers_at_their_ends_runs_or_is_refused(document: dict[str, Any]) -> None:
    runs_or_is_refused(document)


@pytest.mark.slow
@settings(max_examples=8_000)
@given(at_its_ends())
def test_many_scenarios_with_many_numbers_at_their_ends_run_or_are_refused(document: dict[str, Any]) -> None:
    runs_or_is_refused(document)


TEXT = shipped_path("classroom_small").read_bytes()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edits=st.lists(
        st.tuples(
            st.integers(0, len(TEXT)),
            st.integers(0, 30),
            st.binary(max_size=4)
            | st.sampled_from(
                [b"\xff", b"\0", b"\xef\xbb\xbf", b"\r\n", b'"""', b"[[", b"]]", b"{", b"=", b"1e999", b".."]
            ),
        ),
        min_size=1,
        max_size=3,
    )
)
def test_bytes_of_a_scenario_with_anything_done_to_them_are_read_or_refused(
    edits: list[tuple[int, int, bytes]], tmp_path: Path
) -> None:
    content = TEXT
    for place, removed, put in edits:
        content = content[:place] + put + content[place + removed :]
    file = tmp_path / "north.toml"
    file.write_bytes(content)
    problems: tuple[Problem, ...] = ()
    try:
        load_scenario(file)
    except InputError as refused:
        problems = refused.problems
    assert all(problem.where.startswith(("scenarios/", str(file))) for problem in problems)
