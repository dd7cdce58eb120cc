"""Trust of communities in government: results against habit and promises."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from govsim.arrays import Floats, ratio
from govsim.world.build import reported_mean
from govsim.world.indices import Indices


class Trust(NamedTuple):
    """Trust, and the reference need against which people feel results."""

    trust_kw: Floats
    reference_need_kw: Floats


def trust(
    trust_kw: Floats,
    reference_need_kw: Floats,
    need_kjw: Floats,
    gaming_cjw: Floats,
    prime_minister_time: float,
    trust_start: float,
    trust_speed: float,
    trust_results: float,
    trust_hidden: float,
    loss_aversion: float,
    reference_speed: float,
    promised_progress: float,
    indices: Indices,
) -> Trust:
    """People trust a government under which life is better than they are used to, and that does not hide need.

    Promises of missions must be met first; a shortfall counts more than an excess. Where need falls by p a quarter, it
    lies p/reference_speed below what people are used to; a promise of p raises expectations by as much.
    Returns trust, 0 to 1, and the need that people are used to, both of shape (community, world).
    Source: ryzin_2004 for expectations, brown_2024 for losses, slovic_1993 for hidden need; the form is
    own.
    """
    need_kw = indices.outcome_mean(need_kjw)
    hidden_kw = 1 - ratio(reported_mean(need_kjw, gaming_cjw, indices), need_kw, otherwise=1.0)
    beyond_kw = reference_need_kw - need_kw - promised_progress / reference_speed * prime_minister_time
    felt_kw = np.maximum(0.0, beyond_kw) + loss_aversion * np.minimum(0.0, beyond_kw)
    aim_kw = np.clip(trust_start + trust_results * felt_kw - trust_hidden * hidden_kw, 0.0, 1.0)
    return Trust(
        trust_kw + trust_speed * (aim_kw - trust_kw),
        reference_need_kw + reference_speed * (need_kw - reference_need_kw),
    )
