"""Texts of *Your missions*, as HTML; text from visitors is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from govsim.app.compare.request import ComparisonRequest, ComparisonResult
from govsim.app.missions.request import Start
from govsim.app.missions.written import FILE
from govsim.app.wording import WHAT_IT_IS
from govsim.errors import Problem
from govsim.scenario.levers import MEMBERSHIP_RANK
from govsim.scenario.schema import Scenario
from govsim.words.names import arrangement_words
from govsim.words.plurals import joined
from govsim.world.network import MEMBERSHIPS, seats

QUESTION: Final = "Towards what would you lead a country?"
WAITING: Final = "Simulating the first worlds of each …"


def masthead(start: Start) -> str:
    """The title of the page, and what to do on it."""
    beside = joined([arrangement_words(name.rpartition("/")[2]) for name in start.beside])
    return (
        f'<p class="kicker">govsim · your missions</p><h1>{QUESTION}</h1>'
        f'<p class="standfirst">Write two to twelve missions. They run beside {escape(beside)}, led in the same way '
        "and in the same worlds, so what differs is what missions are about.</p>"
    )


def board_sentences(scenario: Scenario) -> list[str]:
    """One sentence for each mission: the outcomes that measure it, and the members of its board."""
    rank = MEMBERSHIP_RANK[scenario.levers.board_membership]
    result = seats(scenario)
    labels = {outcome.key: outcome.label for outcome in scenario.outcomes}
    sentences = []
    for column, mission in enumerate(scenario.missions):
        members = [
            department.label
            for row, department in enumerate(scenario.departments)
            if MEMBERSHIP_RANK[MEMBERSHIPS[int(result[row, column])]] <= rank
            and department.key != mission.lead
        ]
        goal = [f"{labels[key]} {share:.0%}" for key, share in mission.goal_shares().items() if share]
        metric = f"Its measure: need in {joined(goal)}." if goal else "It has no outcome of its own."
        board = f"With its lead sit {joined(members)}." if members else "Only its lead sits on its board."
        sentences.append(f"{metric} {board}")
    return sentences


def nobodys(scenario: Scenario) -> str:
    """The outcomes at which no mission aims."""
    aimed = {key for mission in scenario.missions for key, share in mission.goal_shares().items() if share}
    left = [outcome.label for outcome in scenario.outcomes if outcome.key not in aimed]
    if not left:
        return "<p>Every outcome is some mission’s.</p>"
    return f"<p>No mission aims at {escape(joined(left))}: see below what becomes of it.</p>"


def problems_note(problems: Sequence[Problem]) -> str:
    """Why the missions cannot be run, in the words of the terminal."""
    items = "".join(f"<li>{escape(str(problem))}</li>" for problem in problems)
    return f'<div class="note" role="alert">These missions cannot be run yet; all else stays.<ul>{items}</ul></div>'


def colophon(request: ComparisonRequest, result: ComparisonResult, query: str) -> str:
    """The file, and the command that gives the same numbers."""
    address = escape(query, quote=True)
    return (
        f'<h2>Take it with you</h2><p><a href="./download/{FILE}?{address}" download>Your missions as a scenario '
        f"({FILE})</a> · the address of this page holds them too.</p>"
        f"<p>With the file beside it, this command gives the same numbers:</p>"
        f"<pre><code>{escape(result.command)}</code></pre><p>{WHAT_IT_IS}</p>"
    )
