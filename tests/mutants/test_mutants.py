"""Faults drawn into the rooms that decide, measure, estimate and store are found by the tests of those rooms.

Slow, so only with `-m mutants`. The seed is printed; another is taken from the environment: MUTANTS_SEED=7.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.mutants.faults import drawn, faults_in
from tests.mutants.named import NAMED
from tests.mutants.rooms import PACKAGE, ROOMS, Room
from tests.mutants.running import Outcome, outcomes
from tests.mutants.survivors import SURVIVORS

SEED = int(os.environ.get("MUTANTS_SEED", "12"))
LEAST_PER_ROOM, LEAST_OF_ALL, LEAST_SHARE = 8, 60, 0.95

_BY_ROOM: dict[str, list[Outcome]] = {}


def looked_at(room: Room, folder: Path) -> list[Outcome]:
    """What became of the faults of a room, those with a name first; worked out once."""
    if room.name not in _BY_ROOM:
        print(f"\n{room.name}, seed {SEED}", flush=True)
        faults = drawn(room.sources(), PACKAGE, room.faults, SEED)
        named = [(fault.name, fault.file, fault.apply) for fault in NAMED if fault.room == room.name]
        changes = [*named, *((str(fault), fault.file, fault.apply) for fault in faults)]
        _BY_ROOM[room.name] = outcomes(room, changes, folder)
    return _BY_ROOM[room.name]


@pytest.mark.mutants
@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_what_survives_in_a_room_is_listed_with_its_reason(room: Room, tmp_path: Path) -> None:
    found = looked_at(room, tmp_path)
    assert len(found) >= LEAST_PER_ROOM
    survived = [one.fault for one in found if not one.died]
    assert [fault for fault in survived if fault not in SURVIVORS] == []


@pytest.mark.mutants
def test_nearly_all_faults_are_found(tmp_path: Path) -> None:
    found = [one for room in ROOMS for one in looked_at(room, tmp_path / room.name.replace("/", "-"))]
    died = sum(one.died for one in found)
    print(f"\nseed {SEED}: {died} of {len(found)} faults were found")
    assert len(found) >= LEAST_OF_ALL
    assert died >= LEAST_SHARE * len(found)


@pytest.mark.mutants
def test_every_fault_with_a_name_is_found(tmp_path: Path) -> None:
    died = {one.fault: one.died for room in ROOMS for one in looked_at(room, tmp_path / room.name)}
    assert [fault.name for fault in NAMED if not died[fault.name]] == []


# --- the draw itself ----------------------------------------------------------------------------------------------

SOURCE = b'''"""Three 3."""


def taxed(income: float, rate: float = 0.2) -> float:
    """Income above 10 is taxed."""
    if income > 10 and rate:
        return -(income - 10) * rate
    return f"{income + 1}"
'''


def test_faults_are_of_comparisons_signs_constants_and_connectives() -> None:
    faults = [(fault.kind, fault.before, fault.after) for fault in faults_in(SOURCE, "tax.py")]
    assert sorted(faults) == [
        ("comparison", "income > 10", "(income <= 10)"),
        ("comparison", "income > 10", "(income >= 10)"),
        ("connective", "income > 10 and rate", "(income > 10 or rate)"),
        ("constant", "0.2", "(0.4)"),
        ("constant", "10", "(11)"),
        ("constant", "10", "(11)"),
        ("sign", "-(income - 10)", "(income - 10)"),
        ("sign", "-(income - 10) * rate", "(-(income - 10) / rate)"),
        ("sign", "income - 10", "(income + 10)"),
    ]


def test_a_fault_changes_one_place_only() -> None:
    for fault in faults_in(SOURCE, "tax.py"):
        changed = fault.apply(SOURCE)
        assert changed != SOURCE
        assert changed[: fault.start] == SOURCE[: fault.start]
        assert changed.endswith(SOURCE[fault.end :])
        compile(changed, fault.file, "exec")


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_the_same_seed_draws_the_same_faults_and_another_seed_others(room: Room) -> None:
    first, again, other = (drawn(room.sources(), PACKAGE, room.faults, seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert len({str(fault) for fault in first}) == room.faults >= LEAST_PER_ROOM
    assert {fault.kind for fault in first} == {"comparison", "connective", "constant", "sign"}


@pytest.mark.parametrize("fault", NAMED, ids=lambda fault: fault.name)
def test_a_fault_with_a_name_can_still_be_made(fault) -> None:
    source = (PACKAGE / fault.file).read_bytes()
    assert fault.apply(source) != source
