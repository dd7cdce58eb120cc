"""The table of councils: what the map shows and more, to sort and to save."""

from __future__ import annotations

from typing import Any

import numpy as np

from govsim.app.places.money import pounds
from govsim.app.places.shown import DIFFERENCE, NEED, OF_NEED, TITLES, course_yc
from govsim.app.places.view import PlacesView
from govsim.comparison.document_parts import interval_cell
from govsim.measures.amounts import figure


def council_rows(view: PlacesView) -> tuple[list[str], list[dict[str, Any]], int]:
    """Columns, rows, and the position of the column that the map shows."""
    land, shown = view.land, view.shown
    own = None if (shown.outcome, shown.what) == (None, DIFFERENCE) else f"{TITLES[shown.what]} (the map)"
    columns = ["Council", "Region", *([own] if own else []), "Need at the start", "Need at the end"]
    columns += [f"Grants, £ a head in year {view.now.years}", "Capacity at the end"]
    columns += (
        [f"Difference from {view.before_name} in progress (95% interval)", "Verdict"] if view.changes else []
    )
    need_yc = course_yc(NEED, None, view.now, None)
    grants_c = view.now.grants_ycw[-1].mean(axis=-1, dtype=np.float64)
    capacity_c = view.now.capacity_ycw[-1].mean(axis=-1, dtype=np.float64)
    changes = {one.key: one.difference for one in view.changes}
    rows = []
    for council, key in enumerate(land.council_keys):
        region = land.region_names[land.council_region_c[council]]
        value, first, last = (float(row[council]) for row in (view.values_c, need_yc[0], need_yc[-1]))
        cells = [land.council_names[council], region, *([shown.number(value)] if own else [])]
        values: list[float | str] = [land.council_names[council], region, *([value] if own else [])]
        cells += [*(figure(one, OF_NEED) for one in (first, last)), pounds(float(grants_c[council]))]
        cells.append(f"{capacity_c[council]:.0%}")
        values += [first, last, float(grants_c[council]), float(capacity_c[council])]
        if changes:
            cells += [interval_cell(changes[key]), changes[key].word if changes[key].worlds > 1 else "–"]
            values += [changes[key].difference.mean, changes[key].word]
        rows.append({"key": key, "cells": cells, "values": [_plain(one) for one in values]})
    return columns, rows, 2 if own else len(columns) - 2


def _plain(value: float | str) -> float | str:
    """A number with the digits that a table needs."""
    return value if isinstance(value, str) else float(f"{value:.6g}")
