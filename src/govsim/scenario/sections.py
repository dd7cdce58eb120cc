"""Find the section of a scenario that a misplaced name belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from govsim.errors import nearest
from govsim.scenario.constants import Constants
from govsim.scenario.levers import LEVER_NAMES
from govsim.scenario.retired_names import RETIRED
from govsim.scenario.rules import Rules
from govsim.scenario.uncertainties import UNCERTAINTIES

SECTIONS: Final[dict[str, tuple[str, ...]]] = {
    "levers": LEVER_NAMES,
    "uncertainties": tuple(UNCERTAINTIES),
    "constants": tuple(Constants.model_fields),
    "rules": tuple(Rules.model_fields),
}


def where_known(name: str, known: Sequence[str]) -> str:
    """A remedy for an unknown name: why it was dropped, its proper section, or the nearest names.

    >>> where_known("slack", ["pooled_funding"])
    "'slack' belongs in [uncertainties]."
    """
    if name in RETIRED:
        return RETIRED[name]
    for section, names in SECTIONS.items():
        if name in names:
            return f"'{name}' belongs in [{section}]."
    return nearest(name, known)
