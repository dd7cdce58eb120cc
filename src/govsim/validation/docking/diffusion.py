"""Diffusion of innovations: copying on a network and Bass's curve beside govsim's learning councils.

The published models are written here on their own: places that copy a neighbour with a better policy, and Bass's
curve, in which the rest adopt the sooner, the more have adopted. Ours is the kernel of learning alone: one council of
synthetic England knows what works, once for each possible first council.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import numpy as np
from scipy.special import bdtrc

from govsim.arrays import Floats, Integers, Segments, total
from govsim.consequences.learning import learning
from govsim.statistics.resampling import generator
from govsim.validation.calibration import AS_SPECIFIED, LEARNING
from govsim.validation.docking.isolation import alone, surroundings
from govsim.validation.finding import Check, Figure, Null, Plan, Reading, beyond, both, estimated
from govsim.world.indices import Indices

YEARS: Final = 80
HORIZON: Final = 10  # years of an ordinary run
EXACT: Final = 1e-9
ADOPTED: Final = 0.95  # beyond, so few are left that their hazard is arithmetic
# Docking compares the form of the rule, at rates that show both ways of learning; P4 calibrates the model's rates.
RATES: Final = {name: AS_SPECIFIED[name] for name in LEARNING}
ENGAGEMENT_REST: Final = ("engagement_rest", "social_capital_mean")  # their product: engagement without voice

Pairs = Integers  # of neighbours, shape (pair, 2)


# --- the published models -------------------------------------------------------------------------------------


def copying(
    neighbours: Pairs,
    places: int,
    own_chance: float,
    copy_chance: float,
    copies: int,
    random: np.random.Generator,
    years: int = YEARS,
) -> Floats:
    """Share of places that have adopted, each place in turn being the first, shape (year, first place).

    A place finds what works by itself with `own_chance` a year, and with `copy_chance` copies if some neighbour has
    it, however many have. Mean over `copies` runs. Source: shipan_volden_2008 for cities that learn from earlier
    adopters; chance and network are our reading. The pattern can arise without learning: volden_ting_carpenter_2008.
    """
    meets = np.zeros((places, places))
    meets[neighbours[:, 0], neighbours[:, 1]] = meets[neighbours[:, 1], neighbours[:, 0]] = 1.0
    has = np.repeat(np.eye(places, dtype=bool), copies, axis=1)
    shares = [has.mean(axis=0)]
    for _ in range(years):
        shown = meets @ has > 0
        has = (
            has | (random.random(has.shape) < own_chance) | (shown & (random.random(has.shape) < copy_chance))
        )
        shares.append(has.mean(axis=0))
    adopted: Floats = np.array(shares).reshape(years + 1, places, copies).mean(axis=2)
    return adopted


def copying_along_a_line(years: int, places: int, copy_chance: float) -> Floats:
    """Chance that a place of a line has adopted after its first place, shape (year, place).

    The practice moves on one place with each success, so it has come d places far where at least d of the years
    were successes: a binomial law. Source: own: arithmetic.
    """
    distance, year = np.meshgrid(np.arange(1, places), np.arange(years + 1))
    reached = bdtrc(np.minimum(distance - 1, year), year, copy_chance)
    # An idea moves at most one place a year.
    reached = np.where(distance > year, 0.0, reached)
    return np.concatenate([np.ones((years + 1, 1)), reached], axis=1)


def bass_curve(years: Floats, innovation: float, imitation: float, start: float = 0.0) -> Floats:
    """Share that has adopted: the solution of F' = (innovation + imitation·F)·(1 − F) from a start.

    Source: bass_1969.
    """
    ratio = imitation / innovation
    fading = (1 - start) / (1 + ratio * start) * np.exp(-(innovation + imitation) * years)
    adopted: Floats = (1 - fading) / (1 + ratio * fading)
    return adopted


def bass_of(adopted: Floats) -> tuple[float, float]:
    """Innovation and imitation of a curve: the line of hazard on the share that has adopted, by least squares.

    Source: bass_1969.
    """
    before, rate = hazard(adopted)
    imitation, innovation = np.polyfit(before, rate, 1)
    return float(innovation), float(imitation)


def hazard(adopted: Floats) -> tuple[Floats, Floats]:
    """Share of adopters before each year, and the share of the rest that adopts in it, until hardly any are left."""
    before, after = adopted[:-1], adopted[1:]
    left = before < ADOPTED
    return before[left], (after - before)[left] / (1 - before[left])


# --- govsim's councils ----------------------------------------------------------------------------------------


def along(neighbours: Pairs, indices: Indices) -> Indices:
    """The same country with other neighbours."""
    both_ways = np.concatenate([neighbours, neighbours[:, ::-1]])
    both_ways = both_ways[np.lexsort((both_ways[:, 1], both_ways[:, 0]))]
    return replace(
        indices,
        neighbour_from=both_ways[:, 0],
        neighbour_to=both_ways[:, 1],
        by_neighbour=Segments(both_ways[:, 0], indices.councils),
    )


def learn(
    names: dict[str, Any], indices: Indices, first: Integers, years: int = YEARS, **instead: Any
) -> Floats:
    """Councils' beliefs over the years if the council `first` adopts at once, shape (year, council, world).

    All councils need the same mix and start from even shares; evidence has no noise, councils do as well as they
    know, and nothing else moves. 0 is the old belief, 1 what works.
    """
    councils, worlds, edges = indices.councils, first.size, indices.edges
    works_cew = np.broadcast_to(indices.published_e[:, None], (councils, edges, worlds))
    old_cew = np.broadcast_to(indices.by_outcome.normalised(np.ones(edges))[:, None], works_cew.shape)
    starts_c1w = (np.arange(councils)[:, None] == first)[:, None, :]
    belief_cew = np.where(starts_c1w, works_cew, old_cew)
    apart = total(np.abs(works_cew - old_cew), axis=1)
    still = {
        "indices": indices,
        "department_belief_ew": old_cew[0],
        "board_belief_mew": old_cew[:1],
        "capacity_cw": np.ones((councils, worlds)),
        "local_recipe_cew": works_cew,
        "noise_council_w": np.zeros(worlds),
        "reported_cjw": np.zeros((councils, indices.outcomes, worlds)),
        "free_share_cw": np.zeros((councils, worlds)),
        "absorption_cw": np.ones((councils, worlds)),
        "engagement_kw": np.full((indices.communities, worlds), engagement_at_rest(names)),
        "effective_control_w": np.zeros(worlds),
        **instead,
    }
    come = []
    for year in range(years + 1):
        come.append(1 - total(np.abs(works_cew - belief_cew), axis=1) / apart)
        does_well_cjw = np.repeat(come[-1][:, None, :], indices.outcomes, axis=1)
        belief_cew = alone(
            learning,
            names,
            **still,
            council_belief_cew=belief_cew,
            year_reported_council_cjw=does_well_cjw,
            quarter=4 * year + 3,
        ).council_belief_cew
    return np.array(come)


def engagement_at_rest(names: dict[str, Any]) -> float:
    """Engagement of a community of average need without any voice."""
    return float(np.prod([names[name] for name in ENGAGEMENT_REST]))


def evidence_rate(names: dict[str, Any]) -> float:
    """Share of the way to evidence in a year, at rest and without free money, as docs/model.md has it."""
    return float(names["learning_evidence"] * names["learning_base"] * engagement_at_rest(names))


# --- the two beside each other --------------------------------------------------------------------------------


def peak(adopted: Floats) -> float:
    """The year of greatest adoption, counted from 1."""
    return float(np.diff(adopted).argmax() + 1)


def is_s_shaped(adopted: Floats) -> bool:
    """Whether yearly adoption rises before it falls, the inflection lying inside the period."""
    yearly = np.diff(adopted)
    return bool(0 < yearly.argmax() < yearly.size - 1)


def on_a_line(names: dict[str, Any]) -> float:
    """Greatest difference between beliefs on a line of councils, neighbours alone, and the chance of copying."""
    councils = names["indices"].councils
    line = along(np.column_stack([np.arange(councils - 1), np.arange(1, councils)]), names["indices"])
    ours = learn(names, line, np.array([0]), learning_evidence=0.0)[:, :, 0]
    return float(np.abs(ours - copying_along_a_line(YEARS, councils, names["learning_neighbours"])).max())


def where_everybody_meets(names: dict[str, Any]) -> float:
    """The rise of govsim's hazard from no adopters to all, if all councils are neighbours.

    Over ten years only: later, councils that differ by rounding count as better and worse.
    """
    councils = names["indices"].councils
    everybody = along(np.column_stack(np.triu_indices(councils, 1)), names["indices"])
    ours = learn(names, everybody, np.array([0]), HORIZON)[:, :, 0].mean(axis=1)
    return bass_of(ours)[1]


def _share(label: str, value: float) -> Figure:
    return Figure(label, float(value), unit="share")


def _greatest(label: str, apart: Floats) -> Figure:
    return _share(label, np.abs(apart).max())


def examine(plan: Plan) -> Reading:
    """Run learning with and without neighbours in synthetic England, and plain copying on the same network."""
    one = surroundings(1, plan.seed, constants=RATES)
    names = surroundings(one["indices"].councils, plan.seed, constants=RATES)
    indices = names["indices"]
    councils, rate, copy = indices.councils, evidence_rate(names), float(names["learning_neighbours"])
    pairs = np.column_stack([indices.neighbour_from, indices.neighbour_to])
    random, copies = generator(plan.seed), max(2, plan.worlds // 4)

    ours_cw = learn(names, indices, np.arange(councils)).mean(axis=1)
    alone_y = learn(one, one["indices"], np.array([0]), learning_neighbours=0.0)[:, :, 0].mean(axis=1)
    theirs_cw = copying(pairs, councils, rate, copy, copies, random)
    ours, theirs = ours_cw.mean(axis=1), theirs_cw.mean(axis=1)
    bass = bass_curve(np.arange(YEARS + 1.0), *bass_of(ours), start=ours[0])
    imitations = [
        estimated(
            f"{model}: rise of the hazard from none to all",
            np.array([bass_of(y)[1] for y in curve.T]),
            "a year",
        )
        for model, curve in (("copying", theirs_cw), ("govsim", ours_cw))
    ]
    apart_y = learn(names, indices, np.arange(councils), learning_evidence=0.0).mean(axis=(1, 2))
    apart_y = apart_y - copying(pairs, councils, 0.0, copy, copies, random).mean(axis=1)
    constant, line = hazard(alone_y)[1], on_a_line(one)
    mean, spread = float(constant.mean()), float(np.ptp(constant))
    by_evidence = (
        Figure("evidence alone: hazard", mean, unit="a year"),
        Figure("evidence alone: greatest difference of hazard between years", spread, unit="a year"),
    )
    figures = (
        _share("govsim on a line less chance of copying, greatest difference", line),
        *by_evidence,
        *imitations,
        Figure("copying: year of most adoption", peak(theirs), unit="year"),
        Figure("govsim: year of most adoption", peak(ours), unit="year"),
        _share("copying: adopted after ten years", theirs[HORIZON]),
        _share("govsim: adopted after ten years", ours[HORIZON]),
        _share("evidence alone: adopted after ten years", alone_y[HORIZON]),
        _greatest("govsim less copying, greatest difference", ours - theirs),
        _greatest("the same, neighbours alone", apart_y),
        _greatest("govsim less Bass's curve of the same hazard, greatest", ours - bass),
        Figure("govsim where everybody meets: rise of the hazard", where_everybody_meets(one), unit="a year"),
    )
    agrees = both(
        line < EXACT,
        spread < EXACT and abs(mean - rate) < EXACT,
        bool((ours[1:] > alone_y[1:]).all()),
        is_s_shaped(ours),
        is_s_shaped(theirs),
        *(beyond(figure, 0) for figure in imitations),
    )
    null = Null(
        name="evidence alone, no neighbours",
        denies="mechanism",
        figures=by_evidence,
        shows_it=is_s_shaped(alone_y),
    )
    series = {
        "year": np.arange(YEARS + 1.0).tolist(),
        "govsim": ours.tolist(),
        "copying": theirs.tolist(),
        "evidence alone": alone_y.tolist(),
        "Bass": bass.tolist(),
    }
    return Reading(figures, agrees, (null,), notes=WHY, series=series, along="year")


WHY: Final = (
    "Councils heed a better neighbour whether one or all have adopted, so govsim is the expected value of copying, "
    "exactly on a line. Its hazard rises because the border between adopters and others grows longer. Where everybody "
    "meets everybody it does not rise at all, unlike Bass's curve. On a network govsim is slower than copying, mostly "
    "because evidence moves all councils a little and makes no council a new first one"
)

CHECK: Final = Check(
    key="diffusion",
    kind="docking",
    title="How what works spreads: copying neighbours, and Bass's curve",
    source="shipan_volden_2008; bass_1969; axtell_1996",
    observed=(
        "places that copy a better neighbour adopt faster than by evidence alone and along an S: the hazard of "
        "adoption rises with the adopters; by evidence alone it is constant. Read off plain programs of copying on a "
        "network and of Bass's curve; govsim: learning by itself on the neighbours of synthetic England"
    ),
    refuted_by=(
        "on a line govsim differs from the chance of copying (1e-9); or by evidence alone its hazard is not constant "
        "and the rate of docs/model.md (1e-9); or neighbours do not make it faster in every year; or, in govsim or "
        "in copying, most is adopted in the first or last year, or the hazard does not rise with the adopters"
    ),
    examine=examine,
)
