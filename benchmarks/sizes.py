"""How much is measured: in full, quickly, or just enough for a test to see that it works."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Size:
    """How large and how often. Numbers of communities go with numbers of councils."""

    name: str
    scenario: str  # of one arrangement
    arrangements: tuple[str, ...]  # that are compared
    turns: int  # how often each measurement is repeated
    replicates: int  # of a simulation that the reference is compared with
    many_replicates: int  # that one process and two processes do
    communities: tuple[tuple[int, int], ...]  # (communities, councils)
    held: tuple[int, ...]  # replicates that `simulate` holds
    streamed: tuple[int, ...]  # replicates of a small country that are streamed
    england_replicates: int
    years: int  # that the phases of a quarter are watched for
    array_megabytes: int  # larger than any cache
    newer_mesa: bool = False  # whether a second environment is made
    england: bool = True
    page_worlds: tuple[int, ...] = (16, 32, 200)  # of a page's pictures
    visitors: int = 30  # of the pages at once
    page_minutes: float = 10  # that they stay
    openings: int = 100  # of a page at once
    students: tuple[int, ...] = (30, 100)  # phones in a room


FULL: Final = Size(
    name="full",
    scenario="siloed",
    arrangements=("siloed", "layered", "mission_led"),
    turns=5,
    replicates=200,
    many_replicates=4000,
    communities=((10_000, 50), (30_000, 150), (100_000, 500), (300_000, 1500), (1_000_000, 5000)),
    held=(500, 1000, 2000, 4000),
    streamed=(1000, 10_000, 100_000),
    england_replicates=8,
    years=5,
    array_megabytes=256,
    newer_mesa=True,
)
QUICK: Final = Size(
    name="quick",
    scenario="siloed",
    arrangements=("siloed", "layered", "mission_led"),
    turns=1,
    replicates=200,
    many_replicates=400,
    communities=((10_000, 50), (30_000, 150), (100_000, 500)),
    held=(200, 400),
    streamed=(500, 2000),
    england_replicates=8,
    years=1,
    array_megabytes=128,
    page_minutes=0.5,
    openings=20,
    students=(30,),
)
TINY: Final = Size(
    name="tiny",
    scenario="classroom_small",
    arrangements=("siloed", "layered"),
    turns=1,
    replicates=4,
    many_replicates=4,
    communities=((90, 9), (180, 18)),
    held=(2, 4),
    streamed=(4, 8),
    england_replicates=1,
    years=1,
    array_megabytes=2,
    england=False,
    page_worlds=(16,),
    visitors=2,
    page_minutes=0.05,
    openings=2,
    students=(),
)
