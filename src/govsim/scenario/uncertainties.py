"""Contested assumptions on how a state works: drawn for each world, unless a scenario fixes them.

Defaults and ranges are in uncertainties_of_government.py and uncertainties_of_places.py. They were frozen before the
claims were run. A second mode holds every uncertainty at its central value.
"""

from __future__ import annotations

from typing import Final

from govsim.scenario.uncertainties_of_government import OF_GOVERNMENT
from govsim.scenario.uncertainties_of_places import OF_PLACES
from govsim.scenario.uncertainty import Uncertainty

UNCERTAINTIES: Final[dict[str, Uncertainty]] = {spec.name: spec for spec in (*OF_GOVERNMENT, *OF_PLACES)}
