"""A council decides how much effort improves its figures instead of reducing need."""

from __future__ import annotations

from dataclasses import dataclass, replace

from govsim.arrays import Floats
from govsim.decisions.rules import Rule, own_rows
from govsim.world.indices import Indices


@dataclass(frozen=True, eq=False)
class GamingView:
    """A council's view: the stakes on indicators, their distortion, and the risk of discovery."""

    alignment_cjw: Floats
    distortion_cjw: Floats
    partnership_cw: Floats
    neighbours_gaming_cjw: Floats  # mean of last quarter's; a council's own where it has no neighbour
    pressure_w: Floats
    control_w: Floats
    propensity_w: Floats
    motivation_w: Floats
    gaming_control: float
    gaming_resistance: float
    gaming_conformity: float

    def of(self, council: int) -> GamingView:
        """The view of one council; its axis has length 1."""
        return replace(self, **own_rows(self, "c", slice(council, council + 1)))


def see(
    alignment_cjw: Floats,
    distortion_cjw: Floats,
    partnership_cw: Floats,
    gaming_cjw: Floats,
    effective_pressure_w: Floats,
    effective_control_w: Floats,
    gaming_propensity_w: Floats,
    public_service_motivation_w: Floats,
    gaming_control: float,
    gaming_resistance: float,
    gaming_conformity: float,
    indices: Indices,
) -> GamingView:
    """Councils know their indicators, their own inclination and what their neighbours did last quarter.

    Source: own.
    """
    return GamingView(
        alignment_cjw,
        distortion_cjw,
        partnership_cw,
        indices.neighbour_mean(gaming_cjw),
        effective_pressure_w,
        effective_control_w,
        gaming_propensity_w,
        public_service_motivation_w,
        gaming_control,
        gaming_resistance,
        gaming_conformity,
    )


def choice(view: GamingView) -> Floats:
    """Gaming grows with the square of pressure and with distortion; motivation, partners and control resist.

    Returns the share of effort that is gamed, 0 to 1, shape (council, outcome, world).
    Source: bevan_hood_2006 for the fact, baker_2002 for distortion; the form is own.
    """
    tempted_w = view.pressure_w**2 * (1 - view.gaming_control * view.control_w) * view.propensity_w
    honest_cw = view.motivation_w + view.partnership_cw + view.gaming_resistance
    temptation_cjw = tempted_w * view.distortion_cjw
    against_cjw = view.pressure_w * view.alignment_cjw + honest_cw[:, None, :]
    return temptation_cjw / (temptation_cjw + against_cjw)


def culture(view: GamingView) -> Floats:
    """Councils game when it pays, and as much as their neighbours do.

    Same shape. Source: braganza_2022.
    """
    around = view.gaming_conformity * view.neighbours_gaming_cjw
    return (1 - view.gaming_conformity) * choice(view) + around


RULES = {"choice": Rule(choice, "bevan_hood_2006"), "culture": Rule(culture, "braganza_2022")}
