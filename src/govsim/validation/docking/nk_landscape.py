"""Does it pay to reward departments for the whole? An NK landscape of departments beside govsim's own departments.

The published model is written here on its own. Departments share the decisions; the worth of a decision
depends on itself and on K decisions *of other departments*. Departments search at the same time, each by changing
one decision of its own, and keep a change that raises what they are rewarded for.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from govsim.arrays import Floats, Integers
from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.statistics.mobility import rank_correlation
from govsim.validation.arms import run_arms
from govsim.validation.finding import Check, Figure, Plan, Reading, beyond, both, estimated
from govsim.validation.samples import chance

DEPARTMENTS: Final = 3
DECISIONS: Final = 3  # of each department; 512 states of the whole fit a table
PERIODS: Final = 100
LANDSCAPES_A_WORLD: Final = 4
TIE: Final = 1e-12  # changes of payoff up to this are rounding, not gains

ACROSS: Final = (0, 2, 4, 6)  # decisions of other departments that a decision depends on; there are six
CROSS_CUTTING: Final = (0.0, 0.35, 0.7, 1.0)
ALONG: Final = "cross-dependence, as a share of the greatest (in govsim 0, 0.35, 0.7 and 1)"
PUBLISHED_NOISE: Final = (0.0, 0.05, 0.5)  # of payoff; by the last, a change is judged by chance
# None, the end of the contested range, the most that a scenario may say.
RECIPE_ERROR: Final = (0.0, 1.0, 5.0)
POUNDS: Final = "£ of a pound for outcomes"
LEFT: Final = 0.1  # a gain of which at most this share is left counts as destroyed

MOST_WORLDS: Final = 30  # of each of some thirty arms
COUNTRY: Final[dict[str, Any]] = {
    "warm_up": 20,
    "horizon": 12,
    "places": {"synthetic": "england", "councils": 16, "communities_per_council": 1},
}
# So that credit alone ties a department's stakes to the whole.
HELD: Final[dict[str, Any]] = {"worlds": "alike", "public_service_motivation": 0.0}

# In the arrays below: `k` place in cross-dependence, `n` place in noise, `w` world or landscape.


# --- the published model --------------------------------------------------------------------------------------


def landscapes(random: np.random.Generator, number: int, across: int, within: int = 0) -> Floats:
    """The contribution of each department to the whole in each state, shape (landscape, department, state).

    A decision's worth is uniform on 0 to 1, drawn again for each combination of itself, `within` other decisions
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
            others = np.flatnonzero(own & (np.arange(count) != decision))
            matters = [
                decision,
                *random.permutation(others)[:within],
                *random.permutation(np.flatnonzero(~own))[:across],
            ]
            combination_s = np.zeros(states.size, dtype=np.int64)
            for place, which in enumerate(matters):
                combination_s += ((states >> which) & 1) << place
            worth = random.random(2 ** len(matters))
            payoff_lds[landscape, department_n[decision]] += worth[combination_s] / count
    return payoff_lds


def search(payoff_lds: Floats, for_the_whole: bool, noise: float, random: np.random.Generator) -> Floats:
    """Payoff of the whole as a share of the best state's, over the second half of the search.

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


def published_gains(plan: Plan, within: int = 0) -> Floats:
    """Gain from rewarding departments for the whole, on the same draws, shape (k, n, landscape)."""
    gains = []
    for place, across in enumerate(ACROSS):
        payoff_lds = landscapes(chance(plan, 1 + place), LANDSCAPES_A_WORLD * plan.worlds, across, within)
        by_own = search(payoff_lds, False, 0.0, chance(plan, 0))
        gains.append([search(payoff_lds, True, noise, chance(plan, 0)) - by_own for noise in PUBLISHED_NOISE])
    return np.array(gains)


# --- govsim's own departments ---------------------------------------------------------------------------------


def departments(credit: float, cross_cutting: float, recipe_error: float, **also: float) -> Scenario:
    """Silos in which a department's stake in what others lead is worth `credit` of a stake in its own."""
    assumed = {"spillover_credit": credit, "cross_cutting": cross_cutting, "recipe_error": recipe_error}
    return load_scenario("siloed").replace(uncertainties={**HELD, **assumed, **also}, **COUNTRY)


def our_gain(plan: Plan, cross_cutting: float, recipe_error: float, **also: float) -> Floats:
    """Gain from credit for the whole in effective money per pound for outcomes, mean over the run, (world,)."""
    arms = [departments(credit, cross_cutting, recipe_error, **also) for credit in (0.0, 1.0)]
    own, whole = run_arms(arms, plan.at_most(MOST_WORLDS))
    gained_w: Floats = (whole.measure("effectiveness") - own.measure("effectiveness")).mean(axis=0)
    return gained_w


def our_gains(plan: Plan) -> Floats:
    """Gain from credit for the whole in govsim, shape (k, n, world)."""
    return np.array([[our_gain(plan, cross, error) for error in RECIPE_ERROR] for cross in CROSS_CUTTING])


# --- the two beside each other --------------------------------------------------------------------------------


def nil_without(gains_knw: Floats) -> bool:
    """Whether the gain is exactly 0 without dependence between departments."""
    return bool(np.abs(gains_knw[0, 0]).max() < 1e-9)


def grows(gains_knw: Floats) -> bool | None:
    """Whether the gain is greater at every step of cross-dependence, and surely so over all steps but the first."""
    noiseless_kw = gains_knw[:, 0]
    return both(
        bool((np.diff(noiseless_kw.mean(axis=1)) > 0).all()),
        beyond(estimated("", noiseless_kw[1]), 0),
        beyond(estimated("", noiseless_kw[-1] - noiseless_kw[1]), 0),
    )


def destroyed(gains_knw: Floats) -> bool | None:
    """Whether the greatest noise leaves at most a tenth of the gain, wherever there is one."""
    left_kw = gains_knw[1:, -1] - LEFT * gains_knw[1:, 0]
    return both(*(beyond(estimated("", left_w), 0, above=False) for left_w in left_kw))


QUESTIONS: Final = {
    "nil without cross-dependence": nil_without,
    "grows with it": grows,
    "destroyed by noise": destroyed,
}


def compared(published_knw: Floats, ours_knw: Floats, informed: tuple[Figure, ...] = ()) -> Reading:
    """The reading of the two tables of gains. Relational equivalence: axtell_1996."""
    models = (
        ("published", published_knw, PUBLISHED_NOISE, "of the best payoff"),
        ("govsim", ours_knw, RECIPE_ERROR, POUNDS),
    )
    figures = [
        estimated(
            f"{model}: gain at cross-dependence {place}/{len(ACROSS) - 1}, noise {noise[level]:g}",
            gain_w,
            unit,
        )
        for model, gains_knw, noise, unit in models
        for place, gains_nw in enumerate(gains_knw)
        for level, gain_w in enumerate(gains_nw)
    ]
    there, here = published_knw.mean(axis=-1), ours_knw.mean(axis=-1)
    left = "govsim: share of the gain left, full dependence,"
    figures += [
        Figure("rank correlation of gains without noise", rank_correlation(there[:, 0], here[:, 0])),
        Figure("rank correlation of all gains", rank_correlation(there.ravel(), here.ravel())),
        Figure(f"{left} end of the range", here[-1, 1] / here[-1, 0]),
        Figure(f"{left} greatest error", here[-1, 2] / here[-1, 0]),
        *informed,
    ]
    answers = {
        f"{model}: {words}": answer(gains_knw)
        for model, gains_knw, _, _ in models
        for words, answer in QUESTIONS.items()
    }
    in_words = {None: "unknown", True: "yes", False: "no"}
    series = {
        f"{model}, noise {noise[level]:g}": gains_knw[:, level].mean(axis=-1).tolist()
        for model, gains_knw, noise, _ in models
        for level in range(len(noise))
    }
    return Reading(
        tuple(figures),
        both(*answers.values()),
        notes=". ".join(f"{name}: {in_words[answer]}" for name, answer in answers.items()) + ". " + WHY,
        series={ALONG: [k / ACROSS[-1] for k in ACROSS], **series},
        along=ALONG,
    )


def examine(plan: Plan) -> Reading:
    """Run both models over cross-dependence and noise; report how far govsim's answer rests on local knowledge."""
    informed = [
        estimated(
            f"govsim: gain at full dependence, error {error:g}, councils that know no better",
            our_gain(plan, CROSS_CUTTING[-1], error, local_insight=0.0),
            POUNDS,
        )
        for error in (0.0, RECIPE_ERROR[-1])
    ]
    crowded = estimated(
        "published: gain at full dependence where decisions of one department interact too",
        published_gains(plan, within=DECISIONS - 1)[-1, 0],
    )
    return compared(published_gains(plan), our_gains(plan), (*informed, crowded))


WHY: Final = (
    "In govsim an error about what works takes most of the gain, the sooner the less departments depend on each other, "
    "as in the published model. But at full dependence some is left at any error, because councils know more than "
    "departments and mend the mix: without better knowledge of councils (local_insight 0) nothing is left. The two "
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
        "and vanishes with noise about the whole. Read off a plain program of departments that search a landscape side "
        "by side, in place of the article's own tables; govsim: stakes in outcomes that others lead (spillover_credit "
        "0 to 1, no motivation), gain in effective money per pound for outcomes"
    ),
    refuted_by=(
        "either model gains anything (1e-9) without cross-dependence; or its gain does not rise at every step of it; "
        f"or more than {LEFT:g} of the gain is left at the greatest noise, at any cross-dependence"
    ),
    examine=examine,
)
