"""Interactive parts of the page; each has a .vue template of the same name."""

# mypy: disable-error-code="attr-defined, untyped-decorator"
# (solara does not export its names, and its decorators are not typed)

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any
from urllib.parse import urlencode

import solara


def choosing(**values: str) -> str:
    """The attribute by which a press on a part of a drawing or sentence chooses values of keys, for `Choices`.

    >>> choosing(council="north-1")
    'data-choose="council=north-1"'
    """
    return f'data-choose="{escape(urlencode(values), quote=True)}"'


Moved = Callable[[dict[str, Any]], None]  # a move: name, value, number, and `continuing` in the same drag


@solara.component_vue("controls.vue", vuetify=False)
def Controls(
    groups: list[dict[str, Any]], values: dict[str, float | str], answered: int, event_moved: Moved
) -> None:
    """Sliders and choices in groups. `answered` is the number of the newest move that `values` answer."""


@solara.component_vue("buttons.vue", vuetify=False)
def Buttons(
    cards: list[dict[str, str]], values: dict[str, str | None], answered: int, event_moved: Moved
) -> None:
    """Large buttons for the arrangements."""


@solara.component_vue("measures.vue", vuetify=False)
def Measures(
    measures: list[dict[str, str]], values: dict[str, str], answered: int, event_moved: Moved
) -> None:
    """The choice of measure for the chart."""


@solara.component_vue("steps.vue", vuetify=False)
def Steps(
    setting: str,
    can_undo: bool,
    can_redo: bool,
    event_undo: Callable[[Any], None],
    event_redo: Callable[[Any], None],
) -> None:
    """Undo and redo, beside the name of the setting."""


@solara.component_vue("undo.vue", vuetify=False)
def Undo(event_undo: Callable[[Any], None]) -> None:
    """A button that undoes the last step."""


@solara.component_vue("presenter.vue", vuetify=False)
def Presenter(presenting: bool, event_toggle: Callable[[Any], None]) -> None:
    """A button, and the key P, for presenter mode."""


@solara.component_vue("address.vue", vuetify=False)
def Address(query: str) -> None:
    """Writes the setting to the page's address, so that its link can be shared."""


@solara.component_vue("navigation.vue", vuetify=False)
def Navigation(links: list[dict[str, str]], here: int, event_go: Callable[[str], None]) -> None:
    """Links to the pages, which keep the setting; `here` is the row of the page at hand."""


@solara.component_vue("choices.vue", vuetify=False)
def Choices(values: dict[str, str], answered: int, event_moved: Moved) -> None:
    """Makes everything on the page that has `data-choose` choose so when pressed, and marks what is chosen."""
