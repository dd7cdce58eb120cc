"""Interactive parts of this page; each has a .vue template."""

# mypy: disable-error-code="attr-defined, untyped-decorator"
# (solara does not export its names, and its decorators are not typed)

from __future__ import annotations

from typing import Any

import solara

from govsim.app.widgets import Moved


@solara.component_vue("results.vue", vuetify=False)
def ResultsTable(
    rows: list[dict[str, Any]], values: dict[str, str], answered: int, event_moved: Moved
) -> None:
    """The list of results; those with a complete world can be opened."""
