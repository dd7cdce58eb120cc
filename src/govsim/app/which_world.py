"""The controls of pages that show one world: how the country is governed, which country, and which world."""

from __future__ import annotations

from typing import Any, Final

from govsim.app.arrangements import name_of, title_of
from govsim.app.assumptions import Stop
from govsim.app.controls import Control, ControlOption, Group
from govsim.app.keys import Key, whole
from govsim.app.offered import offered
from govsim.app.part import Request
from govsim.app.session import Session
from govsim.palette import ARRANGEMENTS

WORLD: Final = Key(name="world", default="0", check=whole(0, 199))  # on every page that shows one world


def which_world(session: Session, request: Request, *more: Control) -> Group:
    """The controls that say which world: its arrangement, its country, what a page adds, and its number."""
    own = () if name_of(session.now.levers) else (ControlOption("", "your setting"),)
    arrangements = tuple(ControlOption(name, title_of(name)) for name in ARRANGEMENTS)
    countries = tuple(ControlOption(key, country.title) for key, country in offered().countries.items())
    return Group(
        "Which world",
        (
            Control(
                name="arrangement",
                label="Arrangement",
                meaning="how the country is governed; Explore has every lever",
                options=(*own, *arrangements),
            ),
            Control(
                name="country", label="Country", meaning="the places that are governed", options=countries
            ),
            *more,
            Control(
                name="world",
                label="World",
                meaning="its number: each has its own luck and, unless worlds are alike, its own assumptions",
                stops=tuple(Stop(world, str(world)) for world in range(request.worlds)),
            ),
        ),
    )


def which_values(session: Session, world: int) -> dict[str, Any]:
    """What these controls stand at."""
    now = session.now
    return {"arrangement": name_of(now.levers) or "", "country": now.country, "world": float(world)}
