"""Routes of the pages. Solara's server is started with this module."""

# mypy: disable-error-code="attr-defined, no-untyped-call, untyped-decorator"
# (solara does not export its names, and its components are not typed)

from __future__ import annotations

from typing import Any

import reacton.ipyvuetify as v
import solara

from govsim.app.explore import Explore


@solara.component
def Bare(children: list[Any]) -> Any:
    """A page without Solara's bars and boxes: it scrolls normally and has its own landmarks."""
    return v.Html(tag="div", children=children)


routes = [solara.Route("/", component=Explore, layout=Bare, label="Explore")]
