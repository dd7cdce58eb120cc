"""Which page answers which address. Solara's server is started on this module."""

# mypy: disable-error-code="attr-defined, no-untyped-call, untyped-decorator"
# (solara does not export its names, and its components are not typed)

from __future__ import annotations

from typing import Any

import reacton.ipyvuetify as v
import solara

from govsim.app.explore import Explore


@solara.component
def Bare(children: list[Any]) -> Any:
    """No bars and no boxes around a page: it scrolls as any page does, and has its own landmarks."""
    return v.Html(tag="div", children=children)


routes = [solara.Route("/", component=Explore, layout=Bare, label="Explore")]
