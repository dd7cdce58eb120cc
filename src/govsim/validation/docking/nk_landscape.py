"""Does it pay to reward departments for the whole? An NK landscape of departments beside govsim's own departments.

The published model stands here by itself. Decisions are divided among departments; what a decision is worth
depends on itself and on K decisions *of other departments*. Departments search at the same time, each by changing
one decision of its own, and keep a change that raises what they are rewarded for.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from govsim.arrays import Floats, Integers
from govsim.runs.run import Run
from govsim.scenario.schema import Scenario
from govsim.validation.arms import arm, run_arms
from govsim.validation.docking.isolation import rank_correlation
from govsim.validation.finding import Check, Figure, Plan, Reading, beyond, both, estimated

DEPARTMENTS: Final = 3
DECISIONS: Final = 3  # of each department; 512 states of the whole can be looked up
PERIODS: Final = 100
LANDSCAPES_A_WORLD: Final = 4
TIE: Final = 1e-12  # changes of payoff up to this are rounding, not gains

ACROSS: Final = (0, 2, 4, 6)  # decisions of other departments that a decision depends on; there are six
CROSS_CUTTING: Final = (0.0, 0.35, 0.7, 1.0)
ALONG: Final = "cross-dependence, as a share of the greatest (in govsim 0, 0.35, 0.7 and 1)"
PUBLISHED_NOISE: Final = (0.0, 0.05, 0.5)  # of payoff; by the last, a change is judged by chance
RECIPE_ERROR: Final = (
    0.0,
    1.0,
    5.0,
)  # none, the end of the contested range, the most that a scenario may say
LEFT: Final = 0.1  # a gain of which at most this share is left counts as destroyed

MOST_WORLDS: Final = 30  # of each of some thirty arms
COUNTRY: Final[dict[str, Any]] = {
    "warm_up": 20,
    "horizon": 12,
    "places": {"synthetic": "england", "councils": 16, "communities_per_council": 1},
}
# So that credit alone says how far a department's stakes follow the whole.
HELD: Final[dict[str, Any]] = {"worlds": "alike", "public_service_motivation": 0.0}

Gains = dict[tuple[int, int], Floats]  # by place in cross-dependence and in noise: a gain in each world


# --- the published model --------------------------------------------------------------------------------------


def landscapes(random: np.random.Generator, number: int, across: int, within: int = 0) -> Floats:
    """What each department contributes to the whole in each state, shape (landscape, department, state).

    A decision's worth is uniform on 0 to 1, drawn anew for each combination of itself, `within` other decisions
    of its department and `across` decisions of other departments. The whole is the mean over decisions.
    Source: kauffman_levin_1987 for the landscape, rivkin_siggelkow_2003 for its division among departments.
    """
    count = DEPARTMENTS * DECISIONS
    states = np.arange(2**count)
    department_n = np.arange(count) // DECISIONS
    payoff_lds = np.zeros((number, DEPARTMENTS, states.size))
    for landscape in range(number):
        for decision in range(count):
            own = department_n == department_n[decision]
            siblings = np.flatnonzero(own & (np.arange(count) != decision))
            matters = [
                decision,
                *random.permutation(siblings)[:within],
                *random.permutation(np.flatnonzero(~own))[:across],
            ]
            combination_s = np.zeros(states.size, dtype=np.int64)
            for place, which in enumerate(matters):
                combination_s += ((states >> which) & 1) << place
            worth = random.random(2 ** len(matters))
            payoff_lds[landscape, department_n[decision]] += worth[combination_s] / count
    return payoff_lds


def search(payoff_lds: Floats, for_the_whole: bool, noise: float, random: np.random.Generator) -> Floats:
    """How well the whole does, as a share of the best state there is, over the second half of the search.

    A department knows its own payoff. Rewarded for the whole it adds what its change does to the others, which
    it sees with `noise` (standard deviation, in units of the whole's payoff). Shape (landscape,).
    Source: rivkin_siggelkow_2003 for departments that search side by side under either incentive.
    """
    number, _, states = payoff_lds.shape
    whole_ls = payoff_lds.sum(axis=1)
    rows, reached = np.arange(number), np.zeros(number)
    state: Integers = random.integers(states, size=(number,))
    for period in range(PERIODS):
        tried_ld = random.integers(DECISIONS, size=(number, DEPARTMENTS))
        error_ld = noise * random.standard_normal((number, DEPARTMENTS))
        after = state
        for department in range(DEPARTMENTS):
            flip = 1 << (department * DECISIONS + tried_ld[:, department])
            changed = state ^ flip
            reward = payoff_lds[rows, department, changed] - payoff_lds[rows, department, state]
            if for_the_whole:
                reward = whole_ls[rows, changed] - whole_ls[rows, state] + error_ld[:, department]
            after = np.where(reward > TIE, after ^ flip, after)
        state = after
        if period >= PERIODS // 2:
            reached += whole_ls[rows, state]
    share: Floats = reached / (PERIODS - PERIODS // 2) / whole_ls.max(axis=1)
    return share


def published_gains(plan: Plan, within: int = 0) -> Gains:
    """What rewarding departments for the whole gains on each landscape, on the same draws of chance."""
    number, gains = LANDSCAPES_A_WORLD * plan.worlds, {}
    for place, across in enumerate(ACROSS):
        payoff_lds = landscapes(_random(plan, 1 + place), number, across, within)
        by_own = search(payoff_lds, False, 0.0, _random(plan, 0))
        for level, noise in enumerate(PUBLISHED_NOISE):
            gains[place, level] = search(payoff_lds, True, noise, _random(plan, 0)) - by_own
    return gains


def _random(plan: Plan, stream: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([plan.seed, stream])))


# --- govsim's own departments ---------------------------------------------------------------------------------


def departments(credit: float, cross_cutting: float, recipe_error: float, **also: float) -> Scenario:
    """Silos in which a department's stake in what others lead is worth `credit` of a stake in its own."""
    assumed = {"spillover_credit": credit, "cross_cutting": cross_cutting, "recipe_error": recipe_error}
    return arm("siloed", f"credit {credit:g}", uncertainties={**HELD, **assumed, **also}, **COUNTRY)


def gain_of(own: Run, whole: Run) -> Floats:
    """Effective money for each pound for outcomes, mean over the run: the whole's less its own's, (world,)."""
    gained_qw = whole.measure("effectiveness") - own.measure("effectiveness")
    gained_w: Floats = gained_qw.mean(axis=0)
    return gained_w


def our_gains(plan: Plan, **also: float) -> Gains:
    """What credit for the whole gains in govsim, in each world."""
    few = plan.at_most(MOST_WORLDS)
    return {
        (place, level): gain_of(
            *run_arms([departments(credit, cross, error, **also) for credit in (0.0, 1.0)], few)
        )
        for place, cross in enumerate(CROSS_CUTTING)
        for level, error in enumerate(RECIPE_ERROR)
    }


# --- the two beside each other --------------------------------------------------------------------------------


def nil_without(gains: Gains) -> bool:
    """Whether nothing at all is gained where departments do not depend on each other."""
    return bool(np.abs(gains[0, 0]).max() < 1e-9)


def grows(gains: Gains) -> bool | None:
    """Whether the gain is greater at every step of cross-dependence, and surely so over all steps but the first."""
    means = [gains[place, 0].mean() for place in range(len(ACROSS))]
    rises = bool((np.diff(means) > 0).all())
    last = len(ACROSS) - 1
    return both(
        rises,
        beyond(estimated("", gains[1, 0]), 0),
        beyond(estimated("", gains[last, 0] - gains[1, 0]), 0),
    )


def destroyed(gains: Gains) -> bool | None:
    """Whether the greatest noise leaves at most a tenth of the gain, wherever there is one."""
    last = len(RECIPE_ERROR) - 1
    return both(
        *(
            beyond(estimated("", gains[place, last] - LEFT * gains[place, 0]), 0, above=False)
            for place in range(1, len(ACROSS))
        )
    )


def figures_of(model: str, gains: Gains, noise: tuple[float, ...]) -> list[Figure]:
    """The gain at every cross-dependence and noise."""
    unit = "of the best payoff" if model == "published" else "£ of a pound for outcomes"
    return [
        estimated(
            f"{model}: gain at cross-dependence {place}/{len(ACROSS) - 1}, noise {noise[level]:g}", gain, unit
        )
        for (place, level), gain in gains.items()
    ]


def means(gains: Gains) -> Floats:
    """Mean gains, shape (cross-dependence, noise)."""
    table = np.zeros((len(ACROSS), len(RECIPE_ERROR)))
    for place, gain in gains.items():
        table[place] = gain.mean()
    return table


def compared(published: Gains, ours: Gains, informed: tuple[Figure, ...] = ()) -> Reading:
    """What is read off the two tables of gains. Relational equivalence: axtell_1996."""
    there, here = means(published), means(ours)
    answers = {
        f"{model}: {words}": answer(gains)
        for model, gains in (("published", published), ("govsim", ours))
        for words, answer in (
            ("nil without cross-dependence", nil_without),
            ("grows with it", grows),
            ("destroyed by noise", destroyed),
        )
    }
    said = {None: "unknown", True: "yes", False: "no"}
    likeness = (
        Figure("rank correlation of gains without noise", rank_correlation(there[:, 0], here[:, 0])),
        Figure("rank correlation of all gains", rank_correlation(there, here)),
        Figure(
            "govsim: share of the gain left, full dependence, end of the range", here[-1, 1] / here[-1, 0]
        ),
        Figure("govsim: share of the gain left, full dependence, greatest error", here[-1, 2] / here[-1, 0]),
    )
    series = {
        f"{model}, noise {noise[level]:g}": table[:, level].tolist()
        for model, table, noise in (("published", there, PUBLISHED_NOISE), ("govsim", here, RECIPE_ERROR))
        for level in range(len(noise))
    }
    return Reading(
        figures=(
            *figures_of("published", published, PUBLISHED_NOISE),
            *figures_of("govsim", ours, RECIPE_ERROR),
            *likeness,
            *informed,
        ),
        agrees=both(*answers.values()),
        notes=". ".join(f"{name}: {said[answer]}" for name, answer in answers.items()) + ". " + WHY,
        series={
            ALONG: [k / ACROSS[-1] for k in ACROSS],
            **series,
        },
        along=ALONG,
    )


def examine(plan: Plan) -> Reading:
    """Both models over cross-dependence and noise, and how far govsim's answer rests on what places know."""
    last, noise = CROSS_CUTTING[-1], RECIPE_ERROR[-1]
    few = plan.at_most(MOST_WORLDS)
    informed = tuple(
        estimated(
            f"govsim: gain at full dependence, error {error:g}, councils that know no better",
            gain_of(
                *run_arms([departments(credit, last, error, local_insight=0.0) for credit in (0.0, 1.0)], few)
            ),
            "£ of a pound for outcomes",
        )
        for error in (0.0, noise)
    )
    busy = published_gains(plan, within=DECISIONS - 1)
    crowded = estimated(
        "published: gain at full dependence where decisions of one department interact too",
        busy[len(ACROSS) - 1, 0],
    )
    return compared(published_gains(plan), our_gains(plan), (*informed, crowded))


WHY: Final = (
    "In govsim an error about what works takes most of the gain, the sooner the less departments depend on each other, "
    "as in the published model; but at full dependence some is left at any error, because councils know more than "
    "departments do and mend the mix: with councils that know no better (local_insight 0) nothing is left. The two "
    "noises differ in kind: there each change is judged afresh, here an error lasts. In the published model a little "
    "noise even helps where dependence is great, and the gain is much smaller where decisions of one department "
    "interact too"
)

CHECK: Final = Check(
    key="nk_landscape",
    kind="docking",
    title="Rewarding departments for the whole: an NK landscape",
    source="rivkin_siggelkow_2003; kauffman_levin_1987; axtell_1996",
    observed=(
        "the gain of whole-system incentives over departments' own is nil without cross-dependence, grows with it "
        "and is destroyed by noise about the whole. Read off a plain program of departments that search a landscape "
        "side by side, since the article's own tables were not seen; govsim: stakes in what others lead "
        "(spillover_credit 0 to 1, no motivation), gain in effective money per pound for outcomes"
    ),
    refuted_by=(
        "either model gains anything (1e-9) without cross-dependence; or its gain does not rise at every step of it; "
        f"or more than {LEFT:g} of the gain is left at the greatest noise, at any cross-dependence"
    ),
    examine=examine,
)
