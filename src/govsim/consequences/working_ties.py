"""How working ties between departments, and between councils and local services, grow and fade."""

from __future__ import annotations

import numpy as np

from govsim.arrays import Floats
from govsim.world.indices import Indices


def department_ties(
    tie_pw: Floats,
    pull_mw: Floats,
    attention_mw: Floats,
    convening_value_w: Floats,
    leadership_value_w: Floats,
    member_md: Floats,
    tie_growth: float,
    tie_decay: float,
    tie_floor: float,
    indices: Indices,
) -> Floats:
    """Ties grow between departments that meet on a board, if the meeting is worth something, and fade to a floor.

    A meeting is worth more if the Prime Minister attends to its mission. Returns ties, 0 to 1, shape (pair, world).
    Source: ansell_gash_2008 (facilitative leadership).
    """
    worth_mw = convening_value_w * (1 + leadership_value_w * attention_mw) + pull_mw
    together_mp = member_md[:, indices.pair_first_p] * member_md[:, indices.pair_second_p]
    meeting_mpw = together_mp[:, :, None] * worth_mw[:, None, :]
    meeting_pw = np.minimum(1.0, meeting_mpw.max(axis=0, initial=0.0))
    grown_pw = tie_growth * (1 - tie_pw) * meeting_pw
    moved_pw = np.clip(tie_pw + grown_pw - tie_decay * (tie_pw - tie_floor), 0.0, 1.0)
    return np.where(indices.works_with_p[:, None], moved_pw, 0.0)


def local_ties(
    local_tie_csw: Floats,
    absorption_cw: Floats,
    local_partnership: float,
    local_tie_growth: float,
    local_tie_base: float,
    local_tie_decay: float,
    local_tie_floor: float,
    indices: Indices,
) -> Floats:
    """Ties of a council with the partners that it convenes grow, faster where both can absorb more.

    Returns ties, 0 to 1, shape (council, service, world); the council's own service keeps its tie.
    Source: ansell_gash_2008.
    """
    pace_csw = (local_tie_base + (1 - local_tie_base) * absorption_cw)[:, None, :]
    grown_csw = local_tie_growth * local_partnership * (1 - local_tie_csw) * pace_csw
    faded_csw = local_tie_decay * (local_tie_csw - local_tie_floor)
    partner_cs = indices.convened_cs & ~indices.own_s
    return np.where(
        partner_cs[:, :, None], np.clip(local_tie_csw + grown_csw - faded_csw, 0.0, 1.0), local_tie_csw
    )
