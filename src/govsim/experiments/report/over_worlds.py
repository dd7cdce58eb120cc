"""The parts of a report about sampled assumptions: who holds out, where one wins, and what it hangs on."""

from __future__ import annotations

from functools import partial

from govsim.documents.document import Part
from govsim.documents.table import Column, Table
from govsim.experiments.analysis.reading import Found
from govsim.experiments.analysis.robustness import holding
from govsim.experiments.analysis.sensitivity import Variance, screened, variance
from govsim.experiments.analysis.win_regions import Limit, Way, WinRegions, win_regions
from govsim.experiments.experiment import FigureAsked
from govsim.experiments.outcomes import shown_as
from govsim.experiments.report.cells import difference_unit, interval_cell, per_cent_cell, unit_of
from govsim.experiments.report.charts import regret_chart, screening_chart, variance_chart
from govsim.experiments.report.maps import regions_chart
from govsim.measures.amounts import amount, figure


def regret_part(found: Found, asked: FigureAsked) -> Part:
    """Which arrangement holds out over all worlds."""
    told = holding(found, asked.outcome)
    heading = f"Which arrangement holds out? {shown_as(told.outcome).label}"
    if not told.standings:
        return Part("regret", heading, (told.sentence(),), "", (), document=told.document())
    rows = [
        (
            one.scenario,
            interval_cell(one.over_worlds.mean, told.outcome),
            interval_cell(one.over_worlds.regret, told.outcome),
            interval_cell(one.over_worlds.worst_regret, told.outcome),
            interval_cell(one.over_worlds.worst_tenth, told.outcome),
            per_cent_cell(one.over_worlds.share_best),
            "–"
            if one.over_worlds.share_good_enough is None
            else per_cent_cell(one.over_worlds.share_good_enough),
            f"{100 * one.chance_of_best:.0f}{'' if one.may_be_best else ', ruled out'}",
        )
        for one in told.standings
    ]
    unit = unit_of(told.outcome)
    columns = (
        Column("Arrangement"),
        Column(f"Mean, {unit}", True),
        Column("Loss against the best choice", True),
        Column("The same in the worst tenth of worlds", True),
        Column("Outcome in its worst tenth of worlds", True),
        Column("Best in % of worlds", True),
        Column("Good enough in % of worlds", True),
        Column("Chance of the best mean, %", True),
    )
    good = figure(told.threshold, shown_as(told.outcome))
    single = "" if told.worlds_a_point > 1 else " One world a point: chance counts as regret too."
    return Part(
        "regret",
        heading,
        (told.sentence(),),
        "Loss (regret): how far an arrangement falls short of the one that is best in the same world. The "
        "lower the line, "
        "the safer the choice.",
        (Table(f"{shown_as(told.outcome).label} over {told.points:,} worlds", columns, tuple(rows)),),
        partial(regret_chart, told),
        (
            f"Good enough: at least {good}, the first arrangement’s mean. Ruled out: with 95% confidence "
            "not the best on "
            f"average (hsu_1984). Share of worlds: of those that our ranges of assumptions make, not a probability."
            f"{single}",
        ),
        told.document(),
    )


def regions_part(found: Found, asked: FigureAsked) -> Part:
    """In which worlds one wins and in which it loses."""
    ways: tuple[Way, ...] = (asked.way,) if asked.way else ("loses", "wins")
    told = win_regions(found, asked.outcome, asked.scenario, ways)
    return Part(
        "win-regions",
        told.heading,
        told.sentences(),
        "The assumptions that matter: grey, the range that was sampled; in colour, the part of it where it most often "
        f"{' or '.join(region.way for region in told.regions)}. All limits of a kind hold together."
        if told.regions
        else "",
        (_limits_table(told), _regions_table(told)) if told.regions else (),
        partial(regions_chart, told) if told.regions else None,
        _method(told),
        told.document(),
    )


def _method(told: WinRegions) -> tuple[str, ...]:
    """How the boxes came about, where there are any."""
    won = f"Won or lost: a difference beyond {amount(told.smallest_effect, shown_as(told.outcome))}."
    if not told.regions:
        return (won,)
    return (
        f"{won} Boxes are peeled (friedman_fisher_1999, bryant_lempert_2010) in the assumptions that most tell such "
        "worlds apart from others (spear_hornberger_1980). Coverage: share of all wins (or losses) that "
        "lie in the box. "
        "Density: share of the box’s worlds that are such. Chance: how likely the box would be as dense "
        "without a limit; such limits are dropped first. "
        "Found again: share of halves of the sample in which the same limit is found; below a half it is dropped. "
        "Held out: density on worlds that boxes were not found on, with its 95% interval (wilson_1927); no box is "
        "told of unless that lies above the share of all worlds (the base rate).",
    )


def _limits_table(told: WinRegions) -> Table:
    rows = [
        (
            limit.title,
            region.way,
            _span(limit),
            f"{limit.range_low:.3g} to {limit.range_high:.3g}",
            "<0.001" if limit.chance < 0.001 else f"{limit.chance:.3f}",
            f"{100 * limit.found_again:.0f}",
        )
        for region in told.regions
        for limit in region.limits
    ]
    columns = (
        Column("Assumption"),
        Column("There it"),
        Column("Part of the range", True),
        Column("Range sampled", True),
        Column("Chance", True),
        Column("Found again, %", True),
    )
    return Table("Limits of the boxes", columns, tuple(rows))


def _span(limit: Limit) -> str:
    low = f"{limit.range_low if limit.low is None else limit.low:.3g}"
    return f"{low} to {limit.range_high if limit.high is None else limit.high:.3g}"


def _regions_table(told: WinRegions) -> Table:
    rows = [
        (
            region.way,
            per_cent_cell(told.wins if region.way == "wins" else told.loses),
            f"{100 * region.density:.0f}",
            per_cent_cell(region.held_out),
            f"{100 * region.coverage:.0f}",
            f"{100 * region.mass:.0f}",
            f"{region.points:,}",
        )
        for region in told.regions
    ]
    columns = (
        Column("It"),
        Column("In % of all worlds (base rate)", True),
        Column("In % of the box’s worlds (density)", True),
        Column("The same on worlds held out (95% interval)", True),
        Column("% of all such worlds (coverage)", True),
        Column("% of worlds in the box (mass)", True),
        Column("Points in the box", True),
    )
    return Table(f"The boxes, of {told.points:,} sampled worlds", columns, tuple(rows))


def morris_part(found: Found, asked: FigureAsked) -> Part:
    """On which assumptions the difference hangs, by moving one at a time."""
    told = screened(found, asked.outcome, asked.scenario)
    rows = [
        (
            one.title,
            interval_cell(one.size, told.outcome),
            figure(one.mean, shown_as(told.outcome), sign=True),
            figure(one.variation, shown_as(told.outcome)),
        )
        for one in told.factors
    ]
    columns = (
        Column("Assumption"),
        Column(f"Mean size of its effect (µ*), {difference_unit(told.outcome)}", True),
        Column("Mean effect (µ)", True),
        Column("How much it depends on the others (σ)", True),
    )
    return Part(
        "morris",
        f"On which assumptions does it hang? {shown_as(told.outcome).label}",
        (told.sentence(),),
        f"How far {told.subject} moves when an assumption goes over its whole range, mean over "
        f"{told.trajectories:,} paths, "
        "with 95% intervals. Grey: less than matters.",
        (Table("Every assumption", columns, tuple(rows)),),
        partial(screening_chart, told),
        (
            "One assumption at a time is moved from many places (morris_1991, campolongo_2007). Where µ is "
            "much smaller "
            "than µ*, the effect changes its sign; where σ is large, it depends on the other assumptions. "
            "Chance is held "
            "at the same draws throughout.",
        ),
        told.document(),
    )


def sobol_part(found: Found, asked: FigureAsked) -> Part:
    """Which assumptions explain how the difference varies, and how much of it is chance."""
    told = variance(found, asked.outcome, asked.scenario)
    shares = (*told.factors, *([told.chance] if told.chance else []))
    rows = [(one.title, per_cent_cell(one.first), per_cent_cell(one.total)) for one in shares]
    columns = (
        Column("Assumption"),
        Column("Alone, % of variance (95% interval)", True),
        Column("With interactions, % (95% interval)", True),
    )
    chance = "" if told.chance is None else ", and chance"
    return Part(
        "sobol",
        f"Which assumptions explain the variance? {shown_as(told.outcome).label}",
        told.sentences(),
        f"Shares of the variance of {told.subject} over {told.points:,} pairs of sets of assumptions, with "
        "95% intervals.",
        (Table(f"Every assumption{chance}", columns, tuple(rows)),),
        partial(variance_chart, told) if told.varies else None,
        _of_shares(told),
        told.document(),
    )


def _of_shares(told: Variance) -> tuple[str, ...]:
    """How shares of variance came about, and what their intervals leave out."""
    indices = (
        "Alone: what would vanish if this assumption were known (first order index). With interactions: what would be "
        "left if all others were known (total index; jansen_1999, saltelli_2010). Shares with interactions add up to "
        "more than 100%. A share may come out below 0 by chance."
    )
    if told.chance is None:
        return (f"{indices} Chance is held at the same draws throughout.",)
    return (
        f"{indices} Shares are of the variance of single worlds. Each of {told.worlds:,} worlds has the same chance in "
        "every set, so chance is one factor more (zhu_sudret_2021): alone, it is the variance between the means of the "
        "worlds (searle_1992); with interactions, that between worlds of one set. What an assumption does alone is "
        "taken from different worlds, so that luck cannot pass for it. Intervals are for the sets of assumptions that "
        f"were drawn, not for the {told.worlds:,} worlds: other worlds would give chance another share.",
    )
