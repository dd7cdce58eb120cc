"""The parts of the page that a hand can touch; what they look like stands in the .vue file of the same name."""

# mypy: disable-error-code="attr-defined, untyped-decorator"
# (solara does not export its names, and its decorators are not typed)

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara


@solara.component_vue("controls.vue", vuetify=False)
def Controls(
    groups: list[dict[str, Any]],
    values: dict[str, float | str],
    event_moved: Callable[[dict[str, Any]], None],
) -> None:
    """Sliders and choices in groups; a move tells its name, its value and whether it goes on with the last."""


@solara.component_vue("buttons.vue", vuetify=False)
def Buttons(
    cards: list[dict[str, str]],
    current: str | None,
    event_chosen: Callable[[str], None],
) -> None:
    """The arrangements as large buttons."""


@solara.component_vue("steps.vue", vuetify=False)
def Steps(
    setting: str,
    can_undo: bool,
    can_redo: bool,
    event_undo: Callable[[Any], None],
    event_redo: Callable[[Any], None],
) -> None:
    """Undo and redo, beside the name of the setting."""


@solara.component_vue("measures.vue", vuetify=False)
def Measures(measures: list[dict[str, str]], current: str, event_chosen: Callable[[str], None]) -> None:
    """Which measure the chart shows."""


@solara.component_vue("address.vue", vuetify=False)
def Address(query: str) -> None:
    """Keeps the setting in the address of the page, so that its link can be passed on."""
