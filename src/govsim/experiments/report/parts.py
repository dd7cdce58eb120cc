"""The findings that a report can have, by kind of figure, and which of them a design asks for by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from govsim.documents.document import Part
from govsim.experiments.analysis.factorial import is_factorial
from govsim.experiments.analysis.journeys import can_be_drawn
from govsim.experiments.analysis.reading import Found, is_sample, moving, pairs
from govsim.experiments.analysis.tornado import is_one_at_a_time
from govsim.experiments.experiment import FigureAsked
from govsim.experiments.report import comparing, distributions, journeys, over_worlds, together

Told = Callable[[Found, FigureAsked], Part]

PARTS: Final[Mapping[str, Told]] = {
    "differences": comparing.differences_part,
    "factorial": together.factorial_part,
    "heat_map": together.heat_map_part,
    "frontier": together.frontier_part,
    "curve": together.curve_part,
    "tornado": together.tornado_part,
    "attribution": together.attribution_part,
    "trajectories": journeys.trajectories_part,
    "pound": journeys.pound_part,
    "gains_and_losses": journeys.gains_part,
    "regret": over_worlds.regret_part,
    "win_regions": over_worlds.regions_part,
    "morris": over_worlds.morris_part,
    "sobol": over_worlds.sobol_part,
    "pawn": distributions.pawn_part,
}


def parts_of(found: Found) -> list[Part]:
    """Every finding that was asked for, or that suits the design; differences are never left out."""
    asked = found.plan.experiment.figures or [FigureAsked(kind=kind) for kind in suited(found)]
    kinds = {figure.kind for figure in asked}
    if not kinds & {"differences", "attribution"} and pairs(found.plan):
        asked = [*asked, FigureAsked(kind="differences")]
    parts: list[Part] = []
    for figure in asked:
        part = PARTS[figure.kind](found, figure)
        count = sum(other.key.rpartition("-")[0] == part.key or other.key == part.key for other in parts)
        parts.append(part.renamed(figure.title, count))
    return parts


def suited(found: Found) -> list[str]:
    """The kinds of figures for a design where none are asked for."""
    plan, kind = found.plan, found.plan.experiment.design.kind
    several = len(plan.scenarios) > 1
    kinds = ["differences"] if pairs(plan) else []
    if kind in ("morris", "sobol"):
        return [*kinds, kind]
    if is_sample(plan):
        return [*kinds, "win_regions", *(["regret", "gains_and_losses"] if several else [])]
    if is_factorial(plan):
        kinds.append("factorial")
    elif is_one_at_a_time(plan) and len(moving(plan)) > 1:
        kinds.append("tornado")
    elif len(moving(plan)) == 1:
        kinds.append("curve")
    elif len(moving(plan)) > 1 and kind == "grid":
        kinds += ["heat_map", "frontier"]
    if can_be_drawn(found):
        kinds.append("trajectories")
    kinds.append("pound")
    if len(plan.rows) == 1 and several:
        kinds.append("regret")
    return [*kinds, *(["gains_and_losses"] if pairs(plan) else [])]
