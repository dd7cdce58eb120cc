"""The fixed numbers of the model, each with its meaning, unit, bounds and source.

A scenario may override any of them in `[constants]`; an experiment may sweep them. Contested
numbers are in `uncertainties.py` and drawn for each world.
"""

from __future__ import annotations

from govsim.scenario.constants_of_government import ConstantsOfGovernment
from govsim.scenario.constants_of_places import ConstantsOfPlaces


class Constants(ConstantsOfPlaces, ConstantsOfGovernment):
    """Numbers that are the same in every world and every arrangement."""
