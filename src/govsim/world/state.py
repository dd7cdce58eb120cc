"""Every array of the world, declared once: its axes, its unit and its meaning.

Axes: d department, m mission, j outcome, e edge, p pair of departments, c council, s kind of local service,
k community; the world (replicate) axis w comes last and is contiguous. Shape checks, Mesa properties, the
recorded tables and the page docs/model.md follow these declarations.
"""

from __future__ import annotations

from dataclasses import dataclass

AXES = {
    "d": "department",
    "m": "mission",
    "j": "outcome",
    "e": "edge",
    "p": "pair of departments",
    "c": "council",
    "s": "local service",
    "k": "community",
    "g": "engine of change",
    "w": "world",
}


@dataclass(frozen=True)
class Declared:
    """One array: its name ends in its axes, after the last underscore."""

    name: str
    unit: str
    meaning: str

    @property
    def axes(self) -> str:
        """One letter an axis; the last is the world's."""
        return self.name.rpartition("_")[2]


def _declare(*rows: tuple[str, str, str]) -> dict[str, Declared]:
    return {name: Declared(name, unit, meaning) for name, unit, meaning in rows}


STATE = _declare(
    ("need_kjw", "need, 0 to 1", "need of a community in an outcome"),
    ("own_growth_kjw", "share of absent need", "what a place's need grows by of its own in a quarter"),
    ("drift_kjw", "need a quarter at need ½", "how far growth of need has wandered in a place"),
    ("held_fall_kjw", "share of need", "mean fall of need in the quarters of the warm-up that count"),
    ("held_shortfall_w", "index", "mean shortfall of core services in those quarters"),
    ("engagement_kw", "share", "how far a community takes part in services"),
    ("social_capital_kw", "share", "what a community could engage"),
    ("trust_kw", "share", "trust in government"),
    ("crisis_jw", "strength", "crises in an outcome, fading"),
    ("relapse_state_w", "share", "how far government has fallen back into old habits"),
    ("baseline_dw", "share of the budget", "a department's budget"),
    ("pressure_dw", "log budget", "accumulated pressure on a department's budget"),
    ("core_dw", "index", "core service index of a department"),
    ("lagged_need_jw", "need", "the nation's need from which demand on core services follows"),
    ("stance_ew", "share of own money", "spending stance of a department on an edge"),
    ("aspiration_dw", "need a quarter", "results to which a department aspires"),
    ("tie_pw", "tie, 0 to 1", "working tie of two departments"),
    ("local_tie_csw", "tie, 0 to 1", "working tie of a council and a local service"),
    ("capacity_cw", "share", "capacity of a council"),
    ("gaming_cjw", "share of effort", "effort that goes into the figure, not the need"),
    ("absorption_cw", "share", "share of its grants that a council could absorb last quarter"),
    ("council_belief_cew", "share of the outcome", "recipe in which a council believes"),
    ("department_belief_ew", "share of the outcome", "recipe in which departments believe"),
    ("board_belief_mew", "share of the outcome", "recipe in which a mission board believes"),
    ("first_engines_gcw", "share", "how far engines of change ran at the start"),
    ("reported_cjw", "need", "need that a council reports"),
    ("reported_progress_jw", "need a quarter", "last quarter's fall of the nation's reported need"),
    ("reported_effect_cjw", "need per dose", "last quarter's reported fall of need per pound"),
    ("reference_need_kw", "need", "need that a community is used to"),
    ("year_reported_council_cjw", "need", "need that a council reported when the year began"),
)

FIXED = _declare(
    ("recipe_ew", "share of the outcome", "how much an outcome depends on a department"),
    ("local_recipe_cew", "share of the outcome", "the recipe that a place needs"),
    ("start_need_kj", "need", "the map of need at the start"),
    ("requirement_dw", "share of the budget", "money that keeps core services at index 1"),
    ("national_start_need_j", "need", "the nation's need at the start"),
)

FLOWS = _declare(
    ("crisis_level_w", "share", "strength of the worst crisis"),
    ("alarm_jw", "multiple", "urgency that crises add to an outcome"),
    ("effective_control_w", "lever", "central control with relapse"),
    ("effective_pressure_w", "lever", "target pressure with relapse"),
    ("effective_bidding_w", "lever", "competitive share with relapse"),
    ("effective_consolidation_w", "lever", "grant consolidation with relapse"),
    ("effective_breadth_w", "lever", "goal breadth with relapse"),
    ("perceived_centre_jw", "need", "the nation's need as the centre perceives it"),
    ("perceived_department_ew", "need", "the nation's need as a department perceives it"),
    ("perceived_board_mjw", "need", "the nation's need as a board perceives it"),
    ("perceived_council_cjw", "need", "a council's need as the centre perceives it"),
    ("perceived_place_kjw", "need", "a community's need as its council perceives it"),
    ("noise_centre_w", "need", "standard deviation of the centre's signals"),
    ("noise_council_w", "need", "standard deviation of a council's signals"),
    ("attention_mw", "share", "attention of the Prime Minister to a mission"),
    ("power_mw", "share", "power of a mission's board"),
    ("pull_mw", "share", "power of a mission's board, or what its goal draws by being judged on"),
    ("edge_power_ew", "share", "power of boards over a department's part in an outcome"),
    ("mean_power_dw", "share", "power of boards over a department"),
    ("urgency_ew", "stake", "perceived need × alarm × believed recipe of a contribution, scaled"),
    ("core_ask_dw", "stake", "what the line asks for core services"),
    ("result_dw", "need a quarter", "reported progress of the outcomes that a department serves"),
    ("credit_ew", "share", "credit that a department has for an outcome under the line"),
    ("mixed_signals_dw", "share", "staff time lost between the line and boards"),
    ("agreement_dw", "cosine", "how alike what the line and what boards ask are"),
    ("disagreement_dw", "sine", "how far what the line and what boards ask for outcomes differ"),
    ("effort_dw", "share", "how hard a department works at what others lead"),
    ("overhead_dw", "share", "central staff time lost"),
    ("delivery_dw", "share", "what central overhead and reorganisation leave of money's effect"),
    ("local_overhead_w", "share", "local staff time lost"),
    ("approvals_w", "approvals a quarter", "approvals that councils ask of the centre"),
    ("late_rate_w", "share", "share of grants that comes too late"),
    ("board_share_mew", "share of a board's pool", "how a board divides its pool"),
    ("edge_money_ew", "share of the budget", "money for an outcome from a department"),
    ("core_money_dw", "share of the budget", "a department's own money in its core services"),
    ("relabelled_money_dw", "share of the budget", "pooled money spent on the receiver's core"),
    ("duplicated_jw", "share", "share of an outcome's money duplicated between departments"),
    ("placing_cjw", "weight", "weights by which formula grants go to councils"),
    ("wins_cjw", "0 or 1", "whether a council wins the competition of an outcome"),
    ("placeable_ew", "share of the budget", "money that reaches the point of being granted"),
    ("awaiting_w", "share of the budget", "money that waits for clearance by several masters"),
    ("flawed_w", "share of the budget", "money in designs with hidden flaws"),
    ("formula_cew", "share of the budget", "grants by formula"),
    ("won_cew", "share of the budget", "grants won by bidding"),
    ("unplaced_w", "share of the budget", "grants that no council could receive"),
    ("grant_cjw", "share of the budget", "grants of a council for an outcome"),
    ("bound_cew", "share of the budget", "grants that stay with their contribution"),
    ("free_cjw", "share of the budget", "grants of an outcome that a council may re-mix"),
    ("commission_cew", "share of an outcome's free money", "how a council spends free money"),
    ("mix_cew", "share of the budget", "money by contribution after re-mixing"),
    ("free_share_cw", "share", "share of a council's money that is free"),
    ("exposed_cjw", "share", "share of a council's money open to its own agenda"),
    ("alignment_cjw", "cosine", "how well the indicator points at what the place needs"),
    ("distortion_cjw", "sine", "how far the indicator points elsewhere"),
    ("partnership_cw", "tie", "mean tie with local services that are not the council's own"),
    ("diligence_cw", "share", "how far services do their best"),
    ("losses_xcjw", "share of the budget", "local losses in the order of LOCAL_LOSSES"),
    ("produced_cjw", "share of the budget", "money that reaches production"),
    ("effective_cjw", "share of the budget", "money that has its effect"),
    ("strength_cjw", "multiple", "effect of a pound that has its effect"),
    ("joint_cw", "share", "effect that is left where engines of change run apart"),
    ("dose_kjw", "even share", "effective money a head, 1 being the whole budget spread evenly"),
    ("coproduction_effect_kw", "multiple", "what taking part adds to services"),
)
