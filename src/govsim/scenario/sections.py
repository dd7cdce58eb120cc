"""Which section of a scenario a name belongs to, for those who wrote it in another one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from govsim.errors import nearest
from govsim.scenario.constants import Constants
from govsim.scenario.gone import GONE
from govsim.scenario.levers import LEVER_NAMES
from govsim.scenario.rules import Rules
from govsim.scenario.uncertainties import UNCERTAINTIES

SECTIONS: Final[dict[str, tuple[str, ...]]] = {
    "levers": LEVER_NAMES,
    "uncertainties": tuple(UNCERTAINTIES),
    "constants": tuple(Constants.model_fields),
    "rules": tuple(Rules.model_fields),
}


def where_known(name: str, known: Sequence[str]) -> str:
    """A remedy for a name that is unknown where it stands: what became of it, its proper section, or the nearest names.

    >>> where_known("slack", ["pooled_funding"])
    "'slack' belongs in [uncertainties]."
    """
    if name in GONE:
        return GONE[name]
    for section, names in SECTIONS.items():
        if name in names:
            return f"'{name}' belongs in [{section}]."
    return nearest(name, known)
