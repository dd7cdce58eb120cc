"""The pages, each one entry of `PAGES`. Solara's server is started with this module."""

# mypy: disable-error-code="attr-defined"
# (solara does not export its names)

from __future__ import annotations

from typing import Final

import solara

from govsim.app.compare.asked import KEYS as COMPARE_KEYS
from govsim.app.compare.page import Compare
from govsim.app.experiments.page import KEYS as EXPERIMENTS_KEYS
from govsim.app.experiments.page import Experiments
from govsim.app.explore import Explore
from govsim.app.keys import keys
from govsim.app.missions.asked import KEYS as MISSIONS_KEYS
from govsim.app.missions.page import MissionsPage
from govsim.app.places import page as places
from govsim.app.shell import Page, shell_of

PAGES: Final = (
    Page(path="", title="Explore", component=Explore, keys=keys()),
    Page(path="compare", title="Compare", component=Compare, keys=COMPARE_KEYS),
    Page(path="places", title="Places", component=places.PlacesPage, keys=places.KEYS),
    Page(path="missions", title="Your missions", component=MissionsPage, keys=MISSIONS_KEYS),
    Page(path="experiments", title="Experiments", component=Experiments, keys=EXPERIMENTS_KEYS),
)

_shell = shell_of(PAGES)
routes = [
    solara.Route(
        page.path or "/",
        component=page.component,
        layout=None if page.path else _shell,  # solara takes the first page's layout for all
        label=page.title,
    )
    for page in PAGES
]
