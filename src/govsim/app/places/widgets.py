"""Interactive parts of maps and tables; each has a .vue template."""

# mypy: disable-error-code="attr-defined, untyped-decorator"
# (solara does not export its names, and its decorators are not typed)

from __future__ import annotations

from typing import Any

import solara

from govsim.app.widgets import Moved


@solara.component_vue("table.vue", vuetify=False)
def SortedTable(
    name: str,
    caption: str,
    columns: list[str],
    rows: list[dict[str, Any]],
    first: int,
    choose: str,
    values: dict[str, str],
    answered: int,
    event_moved: Moved,
) -> None:
    """A table that sorts by any column and can be saved as CSV.

    Each row has a `key`, `cells` as they are read and `values` to sort and save. A press on the first cell chooses the
    row's key under the name `choose`, if that is not empty. It is sorted by the column `first`, from the greatest.
    """
