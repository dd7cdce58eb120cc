"""Docking: published models, written out plainly and independently of our kernels, beside what govsim does.

Two models agree *relationally* where they answer the same questions in the same direction, and *in number* where
their figures are the same. Source: axtell_1996.
"""

from __future__ import annotations

from govsim.validation.docking import diffusion, friction, nk_landscape
from govsim.validation.finding import Check

DOCKINGS: tuple[Check, ...] = (nk_landscape.CHECK, diffusion.CHECK, friction.CHECK)
