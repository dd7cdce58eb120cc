"""The pages, each one line of `PAGES`. Solara's server is started with this module."""

# mypy: disable-error-code="attr-defined"
# (solara does not export its names)

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import solara

from govsim.app.explore import Explore
from govsim.app.shell import Shell


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page: where it is, what it is called, and the component that draws it inside the shell."""

    path: str
    title: str
    component: Callable[[], Any]


PAGES: Final = (Page(path="/", title="Explore", component=Explore),)

routes = [
    solara.Route(
        page.path.lstrip("/") or "/",
        component=page.component,
        layout=Shell if page.path == "/" else None,  # solara takes the first page's layout for all
        label=page.title,
    )
    for page in PAGES
]
