"""L1: boards without a pool, accountability, value of convening or cost are no boards, bit for bit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from govsim.scenario.schema import Scenario
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.validation.finding import Check, Plan, Reading
from govsim.validation.inspection import Deviation, inspected, reading
from govsim.validation.samples import WORLDS, everywhere
from govsim.validation.stepping import record, same_arrays
from govsim.world.state import FLOWS, STATE

NO_COSTS: Final[Mapping[str, float]] = {
    name: 0.0
    for name in UNCERTAINTIES  # more masters cost waiting; more eyes find flaws
    if name.endswith("_cost") or name in ("assurance_loss", "clearance", "design_flaws")
}
NO_BOARDS: Final[Mapping[str, Any]] = {
    "pooled_funding": 0.0,
    "joint_accountability": 0.0,
    "board_membership": "none",
}

# Seats, and the choices of a board without power or money, differ; nothing else may.
SAID_IN_VAIN: Final = frozenset({"agreement_dw", "disagreement_dw", "board_share_mew"})
COMPARED: Final = frozenset({*STATE, *FLOWS}) - SAID_IN_VAIN


def with_uncertainties(scenario: Scenario, fixed: Mapping[str, Any]) -> Scenario:
    """The scenario with some contested assumptions fixed."""
    return scenario.replace(uncertainties={**scenario.uncertainties.model_dump(), **fixed})


@inspected
def powerless_boards_change_nothing(
    scenario: Scenario,
    membership: str,
    costs: Mapping[str, float] = NO_COSTS,
) -> Iterator[Deviation]:
    """Seat departments on boards where they had none; all other levers stay, the Prime Minister's time too.

    Missions that add to levers when their lead is seated are excluded: with them, other things differ too.
    """
    held = with_uncertainties(scenario, {**costs, "convening_value": 0.0})
    silos = held.replace(levers=NO_BOARDS, starts_from_levers=NO_BOARDS)
    layers = silos.replace(levers={"board_membership": membership})
    records = (record(which, WORLDS) for which in (silos, layers))
    for moments in zip(*records, strict=True):
        here, there = ({name: at[name] for name in COMPARED} for at in moments)
        yield same_arrays(here, there, f"quarter {moments[0].quarter}")


def examine(plan: Plan) -> Reading:
    """Try boards without power, of every membership, in shipped countries and in random ones without reforms."""
    named = ("siloed", "mission_led", "classroom_small")
    return reading(
        (
            (f"{scenario.name} with {membership}", powerless_boards_change_nothing(scenario, membership))
            for scenario in everywhere(plan, *named, reforms=False, additions=False)
            for membership in ("lead_only", "contributors", "all")
        ),
        "largest difference from boards without power",
        "quarters compared",
    )


CHECK: Final = Check(
    "L1",
    "limit",
    "A layer of boards that has no money, no say and no cost is no layer: layered equals siloed",
    source="own: a switched-off lever must be off",
    refuted_by=(
        "with pool, joint accountability, convening value, clearance, flaws of design and all costs at 0, one bit "
        "differs between layered and siloed"
    ),
    examine=examine,
)
