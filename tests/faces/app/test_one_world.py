"""*One world*: what the page says of a world and of a decision is what the terminal says."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from govsim.app.arrangements import arrangement_levers
from govsim.app.one_world.records import DecisionRequest, decision_record, world_record
from govsim.app.part import Request, request_of
from govsim.app.session import Setting
from govsim.decisions.choosing.owners import OWNERS
from govsim.documents.table import Table
from govsim.runs.simulate import simulate
from tests.faces.app.put_together import Drawn, OneAtOnce, wait_for
from tests.program import invoked

COUNCIL = "council:North-West-2"
WHO = {
    "department": "department:health",
    "mission": "mission:growth",
    "council": COUNCIL,
    "community": "community:North-East-2-4",
    "centre": "centre:centre",
}
in_terminal = partial(invoked, "replay", "mission_led", "--world", "3", columns=120)


@pytest.fixture(scope="module")
def request_() -> Request:
    return request_of(Setting(arrangement_levers("mission_led")))


def test_the_page_shows_a_world_and_steps_and_opens_whoever_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Drawn(OneAtOnce(), monkeypatch, path="/world")
    wait_for(lambda: "What it saw" in page.html())
    assert "Ten years of world 0" in page.html()
    assert "Year 1, quarter 1</h2>" in page.html()
    page.move("groups", name="quarter", value=9, number=1)
    wait_for(lambda: "Year 3, quarter 2</h2>" in page.html())
    page.move("groups", name="actor", value=COUNCIL, number=2)
    wait_for(lambda: "<h2>North West 2</h2>" in page.html())
    page.move("groups", name="otherwise", value="more", number=3)
    wait_for(lambda: "What if it had chosen one and a half times the share of the free money" in page.html())
    assert "One world shows how effects arise, not what usually happens." in page.html()
    page.move("groups", name="actor", value="council:nowhere", number=4)
    wait_for(lambda: "This country has no <code>council:nowhere</code>" in page.html())
    wait_for(lambda: "<h2>The centre</h2>" in page.html())
    page.rendered.close()


@pytest.mark.parametrize("decision", ["commission", "allocate", "set_budgets"])
def test_the_page_says_of_a_decision_what_the_terminal_says(request_: Request, decision: str) -> None:
    actor = WHO[next(owner.kind for owner in OWNERS.values() if owner.method == decision)]
    told = decision_record(request_, 3, DecisionRequest(quarter=9, actor=actor, decision=decision))
    spoken = in_terminal("--actor", actor, "--quarter", str(told.quarter), "--decision", decision).stdout
    words = " ".join(spoken.split())
    for passage in told.passages:
        assert passage.heading in words
        for said in passage.content:
            if isinstance(said, Table):
                assert all(row[-1] in words for row in said.rows)
            else:
                assert " ".join(said.split()) in words


def test_the_world_is_the_one_that_a_run_has(request_: Request) -> None:
    told = world_record(request_, 3)
    run = simulate("mission_led", replicates=5)
    for name, course in told.measures.items():
        np.testing.assert_allclose(course, run.measures[name][:, 3], rtol=0, atol=1e-12)
    for end, shares in told.pound.items():
        np.testing.assert_allclose(shares, run.pound[end][:, 3], rtol=0, atol=1e-12)


def test_what_does_not_fit_an_actor_is_left_aside(request_: Request) -> None:
    asked = DecisionRequest(quarter=10, actor=COUNCIL, decision="steer", otherwise="by_magic", row=9_000)
    told = decision_record(request_, 3, asked)
    assert (told.method, told.otherwise, told.futures) == ("commission", "", ())
    yearly = decision_record(request_, 3, DecisionRequest(quarter=10, decision="set_budgets"))
    assert yearly.quarter == 8
