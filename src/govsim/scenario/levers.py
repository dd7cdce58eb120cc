"""The levers of government: everything in which a siloed, a layered and a mission-led state differ.

An arrangement of government is a point in this space and nothing else: no rule asks for a scenario's name.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

Membership = Literal["none", "lead_only", "contributors", "all"]

MEMBERSHIP_RANK: Final[dict[str, float]] = {
    "none": 0.0,
    "lead_only": 1 / 3,
    "contributors": 2 / 3,
    "all": 1.0,
}
ELEMENTS: Final[dict[int, str]] = {1: "Accountability and money", 2: "Meeting places", 3: "Mindset"}


@dataclass(frozen=True, kw_only=True)
class LeverFacts:
    """The facts of a lever beside its title, meaning and bounds; read by `lever_facts`.

    `more` and `less` describe a government with more or less of it, in words for a sentence; empty for a lever that
    causes nothing. `first` levers show at once on the page, the others after a click. A change of
    a `structural` lever is a reorganisation. One that `needs_boards` does nothing without them.
    """

    unit: str = "share"
    element: int
    benefit: str
    cost: str
    more: str
    less: str
    null: float | str = 0.0
    source: str = "own"
    first: bool = False
    structural: bool = False
    needs_boards: bool = False


def _lever(value: float, title: str, meaning: str, **facts: Any) -> Any:
    extra = asdict(LeverFacts(**facts))
    return Field(default=value, ge=0, le=1, title=title, description=meaning, json_schema_extra=extra)


class Levers(BaseModel):
    """A way to run a state: seats on boards, accountability for outcomes, discretion of places.

    Each field carries its title, meaning, bounds and, in `json_schema_extra`, its `LeverFacts`. The defaults are the
    siloed state.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=True)

    board_membership: Membership = Field(
        default="none",
        title="Membership of mission boards",
        description=(
            "which departments sit on the board of a mission: none (there are no boards), lead_only, "
            "contributors (all that contribute to an outcome of its goal) or all"
        ),
        json_schema_extra=asdict(
            LeverFacts(
                unit="choice",
                element=1,
                benefit="working ties between departments; power is shared with those who sit there",
                cost="every seat takes staff time",
                more="giving departments seats on mission boards",
                less="taking departments off mission boards",
                first=True,
                structural=True,
                null="none",
                source="ansell_gash_2008; bitterman_koliba_2020",
            )
        ),
    )
    pooled_funding: float = _lever(
        0.0,
        "Pooled funding",
        "share of mission money that boards allocate; without boards it only costs a reorganisation",
        element=1,
        benefit="money follows goals",
        cost="core services get less; departments relabel pooled money and withdraw their own against it",
        more="pooling money under mission boards",
        less="pooling less money under mission boards",
        first=True,
        structural=True,
        needs_boards=True,
        source="hines_thaler_1995; presets own",
    )
    joint_accountability: float = _lever(
        0.0,
        "Joint accountability",
        "weight of the mission's goal in how departments are judged; without boards it only costs a reorganisation",
        element=1,
        benefit="stakes follow goals; less pooled money is relabelled",
        cost="core services get less; two masters send mixed signals",
        more="holding departments to account for missions",
        less="holding departments less to account for missions",
        first=True,
        structural=True,
        needs_boards=True,
        source="holmstrom_milgrom_1991; bernheim_whinston_1986; presets own",
    )
    reporting_retired: float = _lever(
        0.0,
        "Old reporting retired",
        "share of the old line reporting that is dropped",
        element=1,
        benefit="staff time; fewer mixed signals",
        cost="money for core services is watched less, so it achieves less",
        more="dropping old line reporting",
        less="keeping more of the old line reporting",
        structural=True,
        needs_boards=True,
    )
    prime_minister_time: float = _lever(
        0.0,
        "Prime Minister's time",
        "share of the Prime Minister's time that goes to missions; without boards it gives them no power",
        element=1,
        benefit="attention, and so power, for the boards of urgent missions",
        cost="crises elsewhere last longer",
        more="giving missions more of the Prime Minister’s time",
        less="giving missions less of the Prime Minister’s time",
        needs_boards=True,
        source="jones_baumgartner_2005; presets own",
    )
    target_pressure: float = _lever(
        0.6,
        "Target pressure",
        "how much depends on indicators where local services meet the public",
        element=2,
        benefit="diligence",
        cost="gaming, reporting, and communities that are crowded out",
        more="putting more pressure on targets",
        less="putting less pressure on targets",
        first=True,
        source="bevan_hood_2006; presets own",
    )
    goal_breadth: float = _lever(
        0.2,
        "Breadth of goals",
        "the counted part of an outcome: 0 the lead department's, 1 everything that it depends on",
        element=2,
        benefit="indicators are nearer to what matters",
        cost="a broad measure is noisier, so it is a weaker incentive",
        more="counting more of what an outcome is",
        less="counting less of what an outcome is",
        source="baker_2002; presets own",
    )
    local_discretion: float = _lever(
        0.15,
        "Local discretion",
        "share of money that places may move between services",
        element=2,
        benefit="spending fits the place",
        cost="local politics draws some of it away; free money needs capacity to be absorbed",
        more="letting places move more money",
        less="letting places move less money",
        first=True,
        source="oates_1972; presets own",
    )
    grant_consolidation: float = _lever(
        0.0,
        "Consolidated grants",
        "0: many ring-fenced streams of money to places; 1: one settlement",
        element=2,
        benefit="staff time; fewer approvals wait in the capital",
        cost="money is more open to local politics; audit is weaker",
        more="merging grants to places into one settlement",
        less="splitting grants to places into more streams",
        structural=True,
    )
    competitive_share: float = _lever(
        0.33,
        "Competitive share",
        "share of grants to places that is won by bidding",
        element=2,
        benefit="money that is won is spent by the bidder's own plan",
        cost="bids take money and time; grants go to capacity more than to need",
        more="more bidding for grants",
        less="less bidding for grants",
        source="lga_2020; presets own",
    )
    local_partnership: float = _lever(
        0.1,
        "Local partnership",
        "how much councils and local services work together around shared goals",
        element=2,
        benefit="ties with local services: money is moved between them, less is done twice",
        cost="local staff time",
        more="more local partnership",
        less="less local partnership",
        first=True,
        source="ansell_gash_2008; presets own",
    )
    central_control: float = _lever(
        0.6,
        "Central control",
        "approvals, assurance and micro-management from the capital",
        element=3,
        benefit="less local politics, less gaming",
        cost="staff time, a queue of approvals, capacity that wears down, less discretion",
        more="tighter control from the capital",
        less="looser control from the capital",
        first=True,
    )
    community_voice: float = _lever(
        0.05,
        "Community voice",
        "how much communities take part in services",
        element=3,
        benefit="engaged communities make services work better and are better known",
        cost="it takes money, and gaps widen between places rich and poor in social capital",
        more="giving communities more voice",
        less="giving communities less voice",
        first=True,
        source="ostrom_1996; presets own",
    )
    learning_loop: float = _lever(
        0.1,
        "Learning loop",
        "how readily the centre adopts what places learn",
        element=3,
        benefit="national plans come nearer to what works",
        cost="a little staff time; noise is copied with the lessons",
        more="a centre that adopts more of what places learn",
        less="a centre that adopts less of what places learn",
        first=True,
        source="saam_kerber_2013; presets own",
    )
    placebo: float = _lever(
        0.0,
        "Placebo",
        "touches nothing: 'govsim validate --only levers' moves it to show how large an effect of nothing looks",
        element=0,
        benefit="none",
        cost="none",
        more="",
        less="",
    )


LEVER_NAMES: Final[tuple[str, ...]] = tuple(Levers.model_fields)
NUMBER_LEVERS: Final[tuple[str, ...]] = tuple(name for name in LEVER_NAMES if name != "board_membership")
