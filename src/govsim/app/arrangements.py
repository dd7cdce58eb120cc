"""The shipped arrangements on the pages: levers, names, colours and dashes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from govsim.palette import ARRANGEMENTS, COLOURS
from govsim.scenario.levers import Levers
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario

COUNTRY: Final[Scenario] = load_scenario("siloed")
DASHES: Final = ("", "9 3", "9 3 2 3", "6 2")
READABLE: Final = 4.5  # least contrast of small text with its background, WCAG 2.2
WASH: Final = "#f6f5f2"  # the darkest background of the page


@dataclass(frozen=True)
class ArrangementStyle:
    """Name and colours of an arrangement; `ink` is its colour, dark enough for text on white."""

    title: str
    colour: str
    ink: str
    dash: str

    @property
    def heading(self) -> str:
        """The arrangement as a heading: `Your setting`."""
        return self.title[:1].upper() + self.title[1:]


@cache
def arrangement(name: str) -> Scenario:
    """A shipped arrangement of the same country."""
    return load_scenario(name)


def arrangement_levers(name: str) -> Levers:
    """The levers of a shipped arrangement."""
    return arrangement(name).levers


def name_of(levers: Levers) -> str | None:
    """The name of the shipped arrangement with exactly these levers, if any."""
    return next((name for name in ARRANGEMENTS if arrangement_levers(name) == levers), None)


def title_of(name: str) -> str:
    """A name as a title.

    >>> title_of("mission_led")
    'Mission-led'
    """
    return name.replace("_", "-").capitalize()


def style_of(levers: Levers) -> ArrangementStyle:
    """The style of a shipped arrangement, else of a setting of one's own."""
    name = name_of(levers)
    row = ARRANGEMENTS.index(name) if name is not None else len(ARRANGEMENTS)
    title = title_of(name) if name is not None else "your setting"
    return ArrangementStyle(title, COLOURS[row], readable(COLOURS[row]), DASHES[row])


def contrast(colour: str, background: str = WASH) -> float:
    """Contrast ratio of a colour with a lighter background, 1 to 21. Source: WCAG 2.2."""
    return (_luminance(background) + 0.05) / (_luminance(colour) + 0.05)


@cache
def readable(colour: str) -> str:
    """The colour, darkened as little as text on the page's backgrounds needs."""
    share = 1.0
    while True:
        darker = "#" + "".join(f"{round(channel * share):02X}" for channel in _channels(colour))
        if contrast(darker) >= READABLE:
            return darker
        share -= 0.01


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5))


def _linear(channel: int) -> float:
    value = channel / 255
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
