"""Label the arrays of an actor's view or choice: words for the array, names along its axes, and values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from govsim.decisions.choosing.actor_view import ActorView, Names
from govsim.decisions.choosing.choices import Question

Labels = Mapping[str, Mapping[str, str]]  # by the letter of an axis, keys to names

OWN_AXIS = {"department": "d", "mission": "m", "council": "c", "community": "k"}

# Labels of arrays in views and choices; other labels derive from the name.
WORDS = {
    "belief_cew": "Believed recipe",
    "belief_mew": "Believed recipe",
    "best_neighbour_belief_cew": "Best neighbour’s recipe",
    "bound_cew": "Bound money, £m",
    "free_cjw": "Free money, £m",
    "commission_cew": "Share of the free money",
    "alignment_cjw": "How well the indicator points",
    "distortion_cjw": "How far it points elsewhere",
    "propensity_w": "Inclination to game",
    "partnership_cw": "Ties with local services",
    "neighbours_gaming_cjw": "Gaming around it",
    "pressure_w": "Pressure of targets",
    "control_w": "Central control",
    "motivation_w": "Public service motivation",
    "gaming_cjw": "Share of effort that games",
    "engagement_kw": "Engagement",
    "social_capital_kw": "Social capital",
    "trust_kw": "Trust",
    "around_kw": "Engagement of others with bonds",
    "crowding_kw": "Crowding out by targets",
    "voice_fatigue_w": "Fatigue of a voice without trust",
    "stance_ew": "Share of own money",
    "urgency_ew": "Urgency as it looks",
    "edge_power_ew": "Power of boards",
    "credit_ew": "Credit in the line",
    "core_ask_dw": "What the line asks for core services",
    "mean_power_dw": "Mean power of boards",
    "result_dw": "Reported progress of its outcomes",
    "aspiration_dw": "Progress to which it aspires",
    "goal_me": "Goal",
    "member_me": "Is a member",
    "board_share_mew": "Share of the pool",
    "urgency_mw": "Urgency as it looks",
    "attention_mw": "Attention",
    "baseline_dw": "Budget, share",
    "pressure_dw": "Pressure on it",
    "line_d": "Has a line to the Treasury",
    "budget_friction_w": "Budget friction",
    "signal_cjw": "Need as it looks",
    "noise_w": "Noise of signals",
    "population_c": "Residents",
    "score_cjw": "Score of the bid",
    "placing_cjw": "Weight in the formula",
    "wins_cjw": "Wins",
}
IN_POUNDS = {"bound_cew", "free_cjw"}


@dataclass(frozen=True, eq=False, kw_only=True)
class LabelledArray:
    """One array of one world, or one number, with its label, the names along its axes, and its values in order."""

    name: str
    words: str
    axes: str  # letters as in world/state.py, without the actor's own and the world's
    rows: tuple[tuple[str, ...], ...]  # one name an axis; a contribution has two, department and outcome
    values: tuple[float, ...]
    constant: bool = False  # the same for every actor and world: a parameter or a lever
    in_pounds: bool = False  # a share of a quarter's budget, shown in pounds


def words_of(name: str) -> str:
    """The label of an array.

    >>> words_of("free_cjw"), words_of("prime_minister_time")
    ('Free money, £m', 'Prime minister time')
    """
    return WORDS.get(name) or name.replace("_", " ").capitalize()


def labelled(name: str, values: Any, kind: str, key: str, names: Names, labels: Labels) -> LabelledArray:
    """Label one array; the actor's own axis and the world's are dropped."""
    if not isinstance(values, np.ndarray):
        return LabelledArray(
            name=name, words=words_of(name), axes="", rows=((),), values=(float(values),), constant=True
        )
    letters = name.rpartition("_")[2]
    if letters.endswith("w"):
        values, letters = values[..., 0], letters[:-1]
    if letters and letters[0] == OWN_AXIS.get(kind):
        values, letters = values[0], letters[1:]
    rows: list[tuple[str, ...]] = [()]
    for letter in letters:
        rows = [(*row, *item) for row in rows for item in _along(letter, kind, key, names, labels)]
    numbers = tuple(float(value) for value in np.ravel(values))
    return LabelledArray(
        name=name,
        words=words_of(name),
        axes=letters,
        rows=tuple(rows),
        values=numbers,
        in_pounds=name in IN_POUNDS,
    )


def _along(letter: str, kind: str, key: str, names: Names, labels: Labels) -> list[tuple[str, ...]]:
    if letter == "e":
        seen = ActorView(None, Question(kind, key, ""), names)
        return [(labels["d"][department], labels["j"][outcome]) for department, outcome in seen.contributions]
    return [(name,) for name in labels[letter].values()]


def labelled_view(view: Any, kind: str, key: str, names: Names, labels: Labels) -> tuple[LabelledArray, ...]:
    """Label every numeric field of an actor's view."""
    values = {field.name: getattr(view, field.name) for field in fields(view)}
    return tuple(
        labelled(name, value, kind, key, names, labels)
        for name, value in values.items()
        if isinstance(value, np.ndarray | float | int | bool)
    )
