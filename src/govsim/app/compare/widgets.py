"""Interactive parts of this page; each has a .vue template."""

# mypy: disable-error-code="attr-defined, untyped-decorator"
# (solara does not export its names, and its decorators are not typed)

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

from govsim.app.widgets import Moved


@solara.component_vue("arms.vue", vuetify=False)
def Arms(
    groups: list[dict[str, Any]], setting: str, values: dict[str, str], answered: int, event_moved: Moved
) -> None:
    """Selects for two to four scenarios. `setting` names a setting of the visitor's that is not among them."""


@solara.component_vue("file.vue", vuetify=False)
def File(event_chosen: Callable[[dict[str, Any]], None]) -> None:
    """The choice of a file on the visitor's machine: its name and its text."""


@solara.component_vue("asks.vue", vuetify=False)
def Asks(
    asks: list[dict[str, str]],
    baseline: str,
    pairs: list[dict[str, str]],
    values: dict[str, str],
    answered: int,
    event_moved: Moved,
) -> None:
    """Switches for further questions, and the scenario that they are about."""
