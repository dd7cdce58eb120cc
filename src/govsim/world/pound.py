"""Where the budget's money ends: each end declared once, with its names, meaning and part of the chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

CORE, RELABELLED, STAFF, DELAY, UNUSED, MIX, EFFECT = (
    "Core services",
    "Mission money relabelled",
    "Staff time lost",
    "Delay, flaws of design, duplication, work with communities",
    "Not absorbed, slack, gaming, local agenda",
    "Wrong mix",
    "Effective on outcomes",
)


@dataclass(frozen=True, kw_only=True)
class End:
    """A category of the pound's journey.

    `words` name it in a sentence about losses. `drawn` is its part of a chart: fifteen are too many for
    the eye. `local` is its position, from 1, among the losses of places, each a share of the rest; 0
    for an end elsewhere.
    """

    key: str
    label: str
    meaning: str
    drawn: str
    words: str = ""
    local: int = 0


_ALL: Final = (
    End(
        key="core_services",
        label="Core services",
        meaning="departments' own money in their core services, as far as it is delivered",
        drawn=CORE,
        words="core services",
    ),
    End(
        key="relabelled",
        label="Relabelled: pooled money in core services",
        meaning="pooled money that its receiver spent on its own core services, as far as it is delivered",
        drawn=RELABELLED,
        words="pooled money relabelled as core services",
    ),
    End(
        key="central_overhead",
        label="Central overhead",
        meaning="what central staff time and reorganisation take from all money",
        drawn=STAFF,
        words="central overhead",
    ),
    End(
        key="local_overhead",
        label="Local overhead",
        meaning="what local staff time takes from grants",
        drawn=STAFF,
        words="local overhead",
        local=1,
    ),
    End(
        key="awaiting",
        label="Waiting for clearance",
        meaning="waits for clearance by several masters who disagree",
        drawn=DELAY,
        words="money waiting for clearance",
    ),
    End(
        key="flawed",
        label="Flaws of design",
        meaning="lost to flaws of design that nobody looked for",
        drawn=DELAY,
        words="flaws of design",
    ),
    End(
        key="late",
        label="Late: returned unspent",
        meaning="grants that came too late, and those that no council could receive",
        drawn=DELAY,
        words="money returned late",
        local=2,
    ),
    End(
        key="community_work",
        label="Work with communities",
        meaning="what work with communities takes",
        drawn=DELAY,
        words="work with communities",
        local=3,
    ),
    End(
        key="duplication",
        label="Duplication",
        meaning="done twice, between departments and between local services",
        drawn=DELAY,
        words="duplicated work",
        local=7,
    ),
    End(
        key="local_agenda",
        label="Local agenda",
        meaning="drawn away by local politics",
        drawn=UNUSED,
        words="the local agenda",
        local=4,
    ),
    End(
        key="slack",
        label="Slack",
        meaning="lost where nobody is diligent",
        drawn=UNUSED,
        words="slack",
        local=5,
    ),
    End(
        key="unabsorbed",
        label="Not absorbed",
        meaning="more than councils had the capacity to use",
        drawn=UNUSED,
        words="money that councils could not absorb",
        local=6,
    ),
    End(
        key="gamed",
        label="Gamed",
        meaning="lost to effort that went into the figure",
        drawn=UNUSED,
        words="gaming",
        local=8,
    ),
    End(
        key="misfit",
        label="Misfit: wrong mix",
        meaning="produced in a mix that the place does not need",
        drawn=MIX,
        words="spending in the wrong mix",
    ),
    End(
        key="effective",
        label="Effective",
        meaning="had its effect on need",
        drawn=EFFECT,
    ),
)

ENDS: Final = {end.key: end for end in _ALL}
LOCAL_LOSSES: Final = tuple(end.key for end in sorted(_ALL, key=lambda end: end.local) if end.local)
