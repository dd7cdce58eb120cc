"""A quarter of the model: the phases in order, what each reads and writes, and who decides.

A phase is a function whose parameters are names of the world: arrays of `world/state.py`, levers, uncertainties and
constants. Its results are written under the names that the phase declares, and nothing else is written.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType
from typing import Any

from govsim.consequences.board_power import board_power
from govsim.consequences.core_services import core_services
from govsim.consequences.council_reports import reports
from govsim.consequences.doses import doses
from govsim.consequences.events import crises, effective_levers, ministers_change
from govsim.consequences.grants import grants
from govsim.consequences.joint_production import joint_production
from govsim.consequences.learning import learning
from govsim.consequences.line_asks import line_asks
from govsim.consequences.local_losses import absorbed_share, local_losses
from govsim.consequences.local_mix import diligence, free_money, indicator, local_mix
from govsim.consequences.mission_money import duplicated_share, mission_money, placeable_money
from govsim.consequences.need_change import need_change
from govsim.consequences.perception import signals, year_begins
from govsim.consequences.place_drift import place_drift
from govsim.consequences.service_delivery import production
from govsim.consequences.staff_time import central_time, local_time, mixed_signals
from govsim.consequences.trust import trust
from govsim.consequences.working_ties import department_ties, local_ties
from govsim.decisions import (
    board_steering,
    centre_grants,
    community_participation,
    council_commissioning,
    council_gaming,
    department_allocation,
    prime_minister_attention,
    treasury_budget,
)
from govsim.decisions.rules import Rule
from govsim.units import begins_year_of_run, is_first_quarter, is_last_quarter
from govsim.world.build import World


@dataclass(frozen=True)
class Phase:
    """A consequence that no actor chooses. `number` is the phase in docs/model.md."""

    number: int
    follows: Callable[..., Any]
    writes: tuple[str, ...]
    when: Callable[[int], bool] | None = None
    name: str = ""  # by default its function's

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", self.name or self.follows.__name__)

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """The names that it reads: its function's parameters."""
        return tuple(inspect.signature(self.follows).parameters)


@dataclass(frozen=True)
class Decision:
    """A choice by actors: `see` builds the view, a rule chooses, `settle` reorders the choice as the world's arrays."""

    number: int
    name: str
    see: Callable[..., Any]
    rules: Mapping[str, Rule[Any, Any]]
    writes: tuple[str, ...]
    when: Callable[[int], bool] | None = None
    settle: Callable[..., Any] | None = None

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """The names that its view reads."""
        return tuple(inspect.signature(self.see).parameters)

    def rule_in_force(self, rules: object) -> Rule[Any, Any]:
        """The rule that the scenario's `[rules]` choose, else the only one."""
        only = next(iter(self.rules))
        return self.rules[getattr(rules, self.name, only)]


Phases = tuple[Phase | Decision, ...]


def _decision(number: int, module: ModuleType, writes: tuple[str, ...], **others: Any) -> Decision:
    """The decision of a module of `decisions`, under the module's name."""
    name = module.__name__.rpartition(".")[2]
    return Decision(number, name, module.see, module.RULES, writes, **others)


QUARTER: Phases = (
    Phase(1, year_begins, ("year_reported_council_cjw",), when=is_first_quarter),
    Phase(1, crises, ("crisis_jw", "crisis_level_w", "alarm_jw")),
    Phase(1, ministers_change, ("tie_pw",)),
    Phase(
        1,
        effective_levers,
        (
            "relapse_state_w",
            "effective_control_w",
            "effective_pressure_w",
            "effective_bidding_w",
            "effective_consolidation_w",
            "effective_breadth_w",
        ),
    ),
    Phase(
        1,
        signals,
        (
            "perceived_centre_jw",
            "perceived_department_ew",
            "perceived_board_mjw",
            "perceived_council_cjw",
            "perceived_place_kjw",
            "noise_centre_w",
            "noise_council_w",
        ),
    ),
    _decision(2, prime_minister_attention, ("attention_mw",)),
    Phase(3, line_asks, ("urgency_ew", "credit_ew", "core_ask_dw", "result_dw")),
    Phase(3, board_power, ("power_mw", "pull_mw", "edge_power_ew", "mean_power_dw")),
    Phase(4, mixed_signals, ("agreement_dw", "disagreement_dw", "mixed_signals_dw")),
    Phase(4, central_time, ("overhead_dw", "delivery_dw", "effort_dw")),
    Phase(4, local_time, ("local_overhead_w", "approvals_w", "late_rate_w")),
    _decision(5, treasury_budget, ("baseline_dw", "pressure_dw"), when=is_first_quarter),
    _decision(6, department_allocation, ("stance_ew",), settle=department_allocation.in_edge_order),
    _decision(7, board_steering, ("board_share_mew",)),
    Phase(7, mission_money, ("edge_money_ew", "core_money_dw", "relabelled_money_dw")),
    Phase(7, duplicated_share, ("duplicated_jw",)),
    Phase(7, department_ties, ("tie_pw",)),
    Phase(8, placeable_money, ("placeable_ew", "awaiting_w", "flawed_w")),
    _decision(8, centre_grants, ("placing_cjw", "wins_cjw")),
    Phase(8, grants, ("formula_cew", "won_cew", "grant_cjw", "unplaced_w")),
    Phase(9, free_money, ("bound_cew", "free_cjw", "free_share_cw", "exposed_cjw")),
    _decision(9, council_commissioning, ("commission_cew",)),
    Phase(9, local_mix, ("mix_cew",)),
    Phase(9, indicator, ("alignment_cjw", "distortion_cjw")),
    Phase(9, diligence, ("partnership_cw", "diligence_cw")),
    _decision(9, council_gaming, ("gaming_cjw",)),
    Phase(10, absorbed_share, ("absorption_cw",)),
    Phase(10, local_losses, ("losses_xcjw", "produced_cjw")),
    Phase(10, joint_production, ("joint_cw", "first_engines_gcw")),
    Phase(10, production, ("effective_cjw", "strength_cjw")),
    Phase(11, doses, ("dose_kjw", "coproduction_effect_kw")),
    _decision(11, community_participation, ("engagement_kw",)),
    Phase(11, trust, ("trust_kw", "reference_need_kw")),
    Phase(12, place_drift, ("drift_kjw",), when=begins_year_of_run),
    Phase(12, need_change, ("need_kjw", "held_fall_kjw", "held_shortfall_w")),
    Phase(12, core_services, ("core_dw", "lagged_need_jw")),
    Phase(12, reports, ("reported_cjw", "reported_progress_jw", "reported_effect_cjw", "aspiration_dw")),
    Phase(13, local_ties, ("local_tie_csw",)),
    Phase(
        13,
        learning,
        ("council_belief_cew", "department_belief_ew", "board_belief_mew", "capacity_cw"),
        when=is_last_quarter,
    ),
)

Decide = Callable[[Decision, Any, Rule[Any, Any]], Any]


def by_rule(decision: Decision, view: Any, rule: Rule[Any, Any]) -> Any:
    """All actors of a decision choose by the rule in force."""
    return rule.choose(view)


def advance(world: World, decide: Decide = by_rule, phases: Phases = QUARTER) -> None:
    """Run one quarter of a batch of worlds. If it fails, the worlds are unchanged.

    `decide` makes every decision from the view and the rule in force; a Mesa model passes its agents' decisions.
    `phases` replaces the quarter, to test the model without a phase or with a wrong one.
    """
    before, flows_before = dict(world.state), world.flows
    try:
        _run_phases(world, decide, phases)
    except BaseException:
        world.state, world.flows = before, flows_before
        raise
    world.quarter += 1


def _run_phases(world: World, decide: Decide, phases: Phases) -> None:
    world.flows = {}
    names = world.names(world.quarter)
    for phase in phases:
        if phase.when is not None and not phase.when(world.quarter):
            continue
        seen = {name: names[name] for name in phase.reads}
        if isinstance(phase, Phase):
            results = phase.follows(**seen)
        else:
            results = decide(phase, phase.see(**seen), phase.rule_in_force(world.scenario.rules))
            if phase.settle is not None:
                results = phase.settle(results, world.indices)
        for name, values in zip(phase.writes, (results,) if len(phase.writes) == 1 else results, strict=True):
            names[name] = world.write(name, values)
