"""Interactive parts of *Learn*; each has a .vue template."""

# mypy: disable-error-code="attr-defined, untyped-decorator"
# (solara does not export its names, and its decorators are not typed)

from __future__ import annotations

from collections.abc import Callable

import solara

from govsim.app.widgets import Moved


@solara.component_vue("scale.vue", vuetify=False)
def ScaleGuess(
    asks: str,
    low: float,
    high: float,
    step: float,
    unit: str,
    prefix: str,
    suffix: str,
    number: float | None,
    values: dict[str, str],
    answered: int,
    event_moved: Moved,
) -> None:
    """A guess of a number: `values["guesses"]` becomes prefix, number and suffix."""


@solara.component_vue("arrows.vue", vuetify=False)
def Arrows(event_back: Callable[[dict[str, str]], None], event_on: Callable[[dict[str, str]], None]) -> None:
    """The keys ← and → go from step to step."""
