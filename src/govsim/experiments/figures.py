"""Figures and tables that an experiment may ask for: what each shows, and what it needs to be drawn."""

from __future__ import annotations

from typing import Final, Literal

FigureKind = Literal[
    "differences",
    "factorial",
    "heat_map",
    "curve",
    "frontier",
    "tornado",
    "trajectories",
    "pound",
    "gains_and_losses",
    "regret",
    "win_regions",
    "morris",
    "sobol",
    "pawn",
    "attribution",
]

SHOWS: Final[dict[FigureKind, str]] = {
    "differences": "every scenario, or row, against the baseline, with intervals",
    "factorial": "what factors do alone, in pairs and all together",
    "heat_map": "an outcome's difference over two factors",
    "curve": "an outcome's difference along one factor",
    "frontier": "where over two factors a difference changes its sign",
    "tornado": "each factor at its ends, the others at their first value",
    "trajectories": "a measure over time, with bands",
    "pound": "where each pound went",
    "gains_and_losses": "missions, outcomes, departments and regions that gain or lose",
    "regret": "how far each scenario falls short of the best one in the same world",
    "win_regions": "boxes of assumptions in which a scenario wins or loses",
    "morris": "which factors matter, and which act unevenly",
    "sobol": "shares of the variance that factors explain",
    "pawn": "which factors move the whole distribution, whatever its shape",
    "attribution": "to which levers and elements a difference is due, in rows that `govsim attribute` lays out",
}

SAMPLED: Final = ("latin_hypercube", "sobol")  # designs whose rows are a fair sample of worlds
IN_CELLS: Final = ("grid", "list")

AXES: Final[dict[FigureKind, tuple[str, ...]]] = {
    "heat_map": ("x", "y"),
    "frontier": ("x", "y"),
    "curve": ("x",),
}
DESIGNS: Final[dict[FigureKind, tuple[str, ...]]] = {
    "heat_map": IN_CELLS,
    "frontier": IN_CELLS,
    "curve": (*IN_CELLS, "one_at_a_time"),
    "factorial": ("grid",),
    "tornado": ("one_at_a_time",),
    "win_regions": SAMPLED,
    "morris": ("morris",),
    "sobol": ("sobol",),
    "pawn": SAMPLED,
    "attribution": IN_CELLS,
}
SEVERAL_SCENARIOS: Final[tuple[FigureKind, ...]] = ("regret", "win_regions")
