"""Other choices: more or less of one thing, and still a choice that the actor may make."""

from __future__ import annotations

import pytest

from govsim.decisions.choosing.owners import OWNERS
from govsim.replay.replay import replay_from
from govsim.replay.shifted import AS_ONE, Shift, Way, largest_row, rows_of, shifted
from govsim.replay.traced import TracedWorld, traced
from govsim.runs.drive import start, warm_up
from govsim.scenario.load import load_scenario
from govsim.world.build import build_world
from govsim.world.find_places import places_of

WHO = {
    "department": "department:health",
    "mission": "mission:growth",
    "council": "council:North-West-2",
    "community": "community:North-East-2-4",
    "centre": "centre",
}


@pytest.fixture(scope="module")
def world() -> TracedWorld:
    scenario = load_scenario("mission_led").replace(horizon=12)
    return traced(start(warm_up(build_world(scenario, places_of(scenario), [3], 0, None))))


@pytest.mark.parametrize("method", [owner.method for owner in OWNERS.values()])
def test_more_is_more_less_is_less_and_shares_keep_their_sum(world: TracedWorld, method: str) -> None:
    kind = next(owner.kind for owner in OWNERS.values() if owner.method == method)
    chosen = replay_from(world.at(8), actor=WHO[kind], decision=method).chosen
    names, row = rows_of(method, chosen), largest_row(method, chosen)
    if method == "give_attention":  # the largest may already be all there is
        row = min(range(len(names)), key=lambda at: chosen.choice[0].values[at])
    amounts, sums = [], []
    ways: tuple[Way, ...] = ("less", "more")
    for way in ways:
        shift = Shift(way=way, row=row, name=names[row] if names else "")
        instead = replay_from(
            world.at(8), actor=WHO[kind], decision=method, instead=shifted(method, shift)
        ).instead
        assert instead is not None
        before, after = chosen.choice[0], instead.choice[0]
        own = [
            at
            for at, labels in enumerate(before.rows)
            if not names or names[row] in (", ".join(labels), labels[0])
        ]
        amounts.append([sum(array.values[at] for at in own) for array in (before, after)])
        sums.append([sum(before.values), sum(after.values)])
    (was, less), (_, more) = amounts
    assert less < was < more
    assert less == pytest.approx(0.5 * was)
    if method not in (*AS_ONE, "place_grants", "give_attention"):
        for one, other in sums:
            assert other == pytest.approx(one)


def test_a_traced_world_has_any_quarter_at_hand(world: TracedWorld) -> None:
    assert [one.quarter for one in world.quarters] == list(range(12))
    assert len(world.need) == 13
    at = world.at(7)
    assert at.quarter == 7
    need = at.indices.national_mean(at.indices.council_mean(at.state["need_kjw"])).mean()
    assert need == pytest.approx(world.need[7], abs=1e-12)
