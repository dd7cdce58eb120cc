"""The pages, each one entry of `PAGES`. Solara's server is started with this module."""

# mypy: disable-error-code="attr-defined"
# (solara does not export its names)

from __future__ import annotations

from typing import Final

import solara

from govsim.app.compare.page import Compare
from govsim.app.compare.request import KEYS as COMPARE_KEYS
from govsim.app.experiments.page import KEYS as EXPERIMENTS_KEYS
from govsim.app.experiments.page import Experiments
from govsim.app.explore.page import Explore
from govsim.app.explore.trade_off import VOLUME
from govsim.app.keys import keys
from govsim.app.learn.choices import KEYS as LEARN_KEYS
from govsim.app.learn.page import Learn
from govsim.app.missions.page import MissionsPage
from govsim.app.missions.request import KEYS as MISSIONS_KEYS
from govsim.app.money.page import KEYS as MONEY_KEYS
from govsim.app.money.page import FollowTheMoney
from govsim.app.one_world.page import KEYS as WORLD_KEYS
from govsim.app.one_world.page import OneWorld
from govsim.app.places import page as places
from govsim.app.shell import Page, shell_of

PAGES: Final = (
    Page(path="", title="Explore", component=Explore, keys=keys(VOLUME)),
    Page(path="compare", title="Compare", component=Compare, keys=COMPARE_KEYS),
    Page(path="world", title="One world", component=OneWorld, keys=WORLD_KEYS),
    Page(path="money", title="Follow the money", component=FollowTheMoney, keys=MONEY_KEYS),
    Page(path="places", title="Places", component=places.PlacesPage, keys=places.KEYS),
    Page(path="missions", title="Your missions", component=MissionsPage, keys=MISSIONS_KEYS),
    Page(path="learn", title="Learn", component=Learn, keys=LEARN_KEYS),
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
