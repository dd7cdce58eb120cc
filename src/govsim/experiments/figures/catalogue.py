"""The list of figures, in the order of a report. A new one is a module and a line here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from govsim.experiments.figures.attribution import ATTRIBUTION
from govsim.experiments.figures.curve import CURVE
from govsim.experiments.figures.differences import DIFFERENCES
from govsim.experiments.figures.factorial import FACTORIAL
from govsim.experiments.figures.figure import Figure
from govsim.experiments.figures.frontier import FRONTIER
from govsim.experiments.figures.gains_and_losses import GAINS_AND_LOSSES
from govsim.experiments.figures.heat_map import HEAT_MAP
from govsim.experiments.figures.morris import MORRIS
from govsim.experiments.figures.pairs import PAIRS
from govsim.experiments.figures.pawn import PAWN
from govsim.experiments.figures.pound import POUND_JOURNEY
from govsim.experiments.figures.regret import REGRET
from govsim.experiments.figures.sobol import SOBOL
from govsim.experiments.figures.tornado import TORNADO
from govsim.experiments.figures.trajectories import TRAJECTORIES
from govsim.experiments.figures.win_regions import WIN_REGIONS

if TYPE_CHECKING:
    from govsim.experiments.plan import Plan

FIGURES: Final[list[Figure]] = [
    DIFFERENCES,
    FACTORIAL,
    PAIRS,
    TORNADO,
    CURVE,
    HEAT_MAP,
    FRONTIER,
    MORRIS,
    SOBOL,
    WIN_REGIONS,
    TRAJECTORIES,
    POUND_JOURNEY,
    REGRET,
    GAINS_AND_LOSSES,
    PAWN,
    ATTRIBUTION,
]


def kinds_of_figures() -> list[str]:
    """The kinds of figures, as in a file."""
    return [figure.kind for figure in FIGURES]


def figure_of(kind: str) -> Figure:
    """The figure of a known kind."""
    return next(figure for figure in FIGURES if figure.kind == kind)


def suited_to(plan: Plan) -> list[Figure]:
    """The default figures of a report."""
    return [figure for figure in FIGURES if figure.suits(plan)]
