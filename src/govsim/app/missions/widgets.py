"""The form in which missions are written; it has a .vue template."""

# mypy: disable-error-code="attr-defined, untyped-decorator"
# (solara does not export its names, and its decorators are not typed)

from __future__ import annotations

import solara

from govsim.app.widgets import Moved


@solara.component_vue("missions.vue", vuetify=False)
def Missions(
    examples: list[dict[str, str]],
    outcomes: list[dict[str, str]],
    departments: list[dict[str, str]],
    told: list[str],
    fewest: int,
    most: int,
    values: dict[str, str],
    answered: int,
    event_moved: Moved,
) -> None:
    """Missions with label, lead and weights; `values["missions"]` holds them as the text of an address.

    `told` says of each who sits on its board and by what it is judged, where that is known.
    """
