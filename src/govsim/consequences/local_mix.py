"""Free and exposed grants of a council, the mix that it chooses, and the diligence of services."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from govsim.arrays import Floats, combined, ratio, sine, total
from govsim.world.indices import Indices


class FreeMoney(NamedTuple):
    """A council's grants: bound to their contribution, free to re-mix, and open to its own agenda."""

    bound_cew: Floats
    free_cjw: Floats
    free_share_cw: Floats
    exposed_cjw: Floats


def free_money(
    formula_cew: Floats,
    won_cew: Floats,
    grant_cjw: Floats,
    local_tie_csw: Floats,
    local_discretion: float,
    effective_control_w: Floats,
    effective_consolidation_w: Floats,
    control_discretion: float,
    consolidated_exposure: float,
    indices: Indices,
) -> FreeMoney:
    """A council re-mixes its own service's money freely and a partner's as far as they work together.

    Won money is the bidder's to mix. Free and consolidated money is exposed to the local agenda.
    Source: oates_1972 for discretion; the exposure is own.
    """
    discretion_w = local_discretion * (1 - control_discretion * effective_control_w)
    freed_cew = np.take(discretion_w * local_tie_csw, indices.edge_service_e, axis=1)
    freed_cew *= formula_cew
    freed_cjw = indices.by_outcome.sum(freed_cew, axis=1)
    bound_cew = np.subtract(formula_cew, freed_cew, out=freed_cew)
    free_cjw = freed_cjw + indices.outcome_sum(won_cew)
    open_cjw = np.maximum(0.0, grant_cjw - free_cjw)  # the consolidated part of bound money
    open_cjw *= consolidated_exposure * effective_consolidation_w
    open_cjw += freed_cjw
    return FreeMoney(
        bound_cew,
        free_cjw,
        ratio(total(free_cjw, axis=1), total(grant_cjw, axis=1)),
        np.minimum(1.0, ratio(open_cjw, grant_cjw)),
    )


def local_mix(bound_cew: Floats, free_cjw: Floats, commission_cew: Floats, indices: Indices) -> Floats:
    """Bound money stays, and free money goes where the council commissions it.

    Returns money, shape (council, edge, world). Source: own: arithmetic.
    """
    mix_cew = indices.by_outcome.spread(free_cjw, axis=1)
    mix_cew *= commission_cew
    mix_cew += bound_cew
    return mix_cew


class Indicator(NamedTuple):
    """How well a counted indicator points at a place's need."""

    alignment_cjw: Floats
    distortion_cjw: Floats


def indicator(
    department_belief_ew: Floats,
    council_belief_cew: Floats,
    effective_breadth_w: Floats,
    unmeasured_w: Floats,
    indices: Indices,
) -> Indicator:
    """A narrow indicator counts the lead department's part of an outcome and misses the rest.

    `alignment` is the cosine of the indicator and the recipe that the council believes in, lowered by the unmeasured
    part; `distortion` is the sine. Source: baker_2002.
    """
    narrow_w = 1 - effective_breadth_w
    counted_ew = narrow_w * indices.edge_leads_e[:, None] + effective_breadth_w * department_belief_ew
    length_jw = np.sqrt(indices.by_outcome.sum(counted_ew * counted_ew))
    hidden_w = unmeasured_w * narrow_w
    alignment_cjw = narrow_w * np.take(council_belief_cew, indices.lead_edge_j, axis=1)
    alignment_cjw += effective_breadth_w * indices.agreement(council_belief_cew, department_belief_ew)
    alignment_cjw /= indices.length(council_belief_cew)
    alignment_cjw /= length_jw * np.sqrt(1 + hidden_w * hidden_w)
    return Indicator(alignment_cjw, sine(alignment_cjw))


class Diligence(NamedTuple):
    """The diligence of services, and the partnership of councils."""

    partnership_cw: Floats
    diligence_cw: Floats


def diligence(
    local_tie_csw: Floats,
    effective_pressure_w: Floats,
    effective_control_w: Floats,
    public_service_motivation_w: Floats,
    control_incentive: float,
    diligence_incentive: float,
    diligence_tie: float,
    diligence_half: float,
    indices: Indices,
) -> Diligence:
    """Targets, control, partners and motivation raise the effort of services.

    Phase 10 says which work gets that effort. Source: holmstrom_milgrom_1991; the form is own.
    """
    incentive_w = effective_pressure_w + control_incentive * effective_control_w
    partner_s = ~indices.own_s
    if partner_s.any():
        partnership_cw = combined((partner_s / partner_s.sum())[:, None], local_tie_csw)[:, 0]
    else:
        partnership_cw = np.ones((indices.councils, local_tie_csw.shape[-1]))
    motive_cw = (
        diligence_incentive * incentive_w + diligence_tie * partnership_cw + public_service_motivation_w
    )
    return Diligence(partnership_cw, motive_cw / (motive_cw + diligence_half))
