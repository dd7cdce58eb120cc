"""The colours, dashes and letters that all drawings share."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Final

COLOURS = ("#D55E00", "#0072B2", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")  # Okabe and Ito
DASHES = ([1, 0], [9, 3], [9, 3, 2, 3], [4, 3], [12, 3, 2, 3, 2, 3], [6, 2])
REPORTED_DASH = [2, 2]
INK, GREY = "#222222", "#666666"
FONT, TITLE_FONT = "Arial, Liberation Sans, sans-serif", "Georgia, serif"
ARRANGEMENTS: Final = (
    "siloed",
    "layered",
    "mission_led",
)  # each has one colour and dash wherever it is drawn


def turns(names: Sequence[str], first: int = 0) -> list[int]:
    """Position of each name among colours and dashes: shipped arrangements have their own, others the next free one.

    The others begin at position `first`.

    >>> turns(["Mission-led", "north", "siloed", "south"])
    [2, 1, 0, 3]
    """
    keys = [name.rpartition("/")[2].lower().replace("-", "_").replace(" ", "_") for name in names]
    own = {key: ARRANGEMENTS.index(key) for key in keys if key in ARRANGEMENTS}
    free = (turn for turn in count(first) if turn not in own.values())
    return [own[key] if key in own and keys.index(key) == row else next(free) for row, key in enumerate(keys)]
