"""Docking: published models, implemented independently of our kernels, compared with govsim.

Two models agree *relationally* if they answer the same questions in the same direction, and *in number* if their
figures are the same. Source: axtell_1996.
"""

from __future__ import annotations

from govsim.validation.docking import diffusion, friction, nk_landscape
from govsim.validation.finding import Check

DOCKINGS: tuple[Check, ...] = (nk_landscape.CHECK, diffusion.CHECK, friction.CHECK)
