"""`govsim run`: run one scenario in many worlds and show a page."""

from __future__ import annotations

from collections.abc import Sequence

import click

from govsim.arrays import Floats
from govsim.cli.completion import SCENARIO
from govsim.cli.options import (
    Outputs,
    Simulated,
    actor_option,
    command_again,
    csv_option,
    file_option,
    held_options,
    jobs_option,
    json_option,
    outputs_options,
    plot_option,
    scenario_named,
    simulated_options,
)
from govsim.cli.progress_bar import watched
from govsim.cli.saving import save
from govsim.comparison.export import run_document, write_csv
from govsim.comparison.setting import held_words, places_words, worlds_words
from govsim.documents.charts import draw
from govsim.documents.json import write_json
from govsim.documents.table import Column
from govsim.documents.terminal import Page
from govsim.measures.amounts import BETTER, figure, span, unit_words
from govsim.measures.catalogue import MEASURES
from govsim.measures.pound import CATEGORIES
from govsim.runs.actors_from_files import actors_from, override_words
from govsim.runs.drive import DecideFor
from govsim.runs.run import Run
from govsim.runs.simulate import held, simulating
from govsim.statistics.intervals import interval
from govsim.units import billion_a_quarter
from govsim.words.numbers import pence
from govsim.words.plurals import counted
from govsim.words.verdicts import MONTE_CARLO
from govsim.world.places import Places

HEADLINES = (
    "public_value",
    "progress",
    "reported_progress",
    "core_services",
    "effectiveness",
    "outcome_money",
    "worst_decile",
    "regional_gap",
    "central_staff_time",
    "local_staff_time",
    "trust",
    "engagement",
)
LONGEST_BAR, BESIDE_BAR = 30, 66  # characters


@click.command("run")
@click.argument("scenario", type=SCENARIO)
@simulated_options
@actor_option
@held_options(compared=False)
@click.option(
    "--step-agents",
    is_flag=True,
    help="Let agents decide one by one, not all at once: slower, with the same results.",
)
@jobs_option
@outputs_options(
    file_option("-o", "--output", about="Save the whole run, for 'govsim replay' and Python (Parquet)."),
    json_option,
    csv_option,
    plot_option,
)
def run(
    scenario: str,
    simulated: Simulated,
    actor: tuple[str, ...],
    equal_volume: str | None,
    equal_overhead: str | None,
    step_agents: bool,
    jobs: int | None,
    outputs: Outputs,
) -> None:
    """Run one scenario in many worlds and show what happened.

    SCENARIO is a name from 'govsim scenario list' or the path of a .toml file.
    """
    start = simulated.ready([scenario], outputs.targets)
    decide_for: DecideFor | None = None
    if step_agents:
        from govsim.agents.step_agents import decide_by_agents

        decide_for = decide_by_agents
    options = (equal_volume, "--equal-volume"), (equal_overhead, "--equal-overhead")
    volume, overhead = (None if value is None else scenario_named(value, option) for value, option in options)
    overrides = actors_from(actor)
    work = simulating(
        [held(start.scenarios[0], volume, overhead)],
        replicates=simulated.replicates,
        seed=simulated.seed,
        places=start.places,
        network=start.network,
        decide_for=decide_for,
        actors=overrides.actors,
        jobs=jobs,
    )
    with overrides.blamed():
        [done] = watched(work, outputs.quiet)
    command = command_again()
    page = Page()
    notes = [*map(override_words, actor), *start.notes]
    write_run(page, done, start.land, notes, command)
    page.show()
    save(
        outputs,
        Run=done.save,
        JSON=lambda path: write_json(run_document(done, command), path),
        CSV=lambda path: write_csv([done], [], path),
        Plot=lambda path: draw([done], path),
    )
    if outputs.output is not None:
        click.echo(f"  Read the run again in Python with govsim.load_run({str(outputs.output)!r}).")


def write_run(
    page: Page, done: Run, land: Places | None, overridden: Sequence[str] = (), command: str = ""
) -> None:
    """Write what became of the country in a run; `overridden` are sentences on overrides of actors.

    `land` gives notes and the names of regions, where its places are known.
    """
    _describe(page, done, land)
    for text in (*overridden, *held_words([done.scenario])):
        page.text(text)
    _headlines(page, done)
    _pound(page, done)
    _progress(page, done, land)
    _close(page, done, command)


def _describe(page: Page, done: Run, land: Places | None) -> None:
    scenario = done.scenario
    page.text(scenario.name, style="bold")
    if scenario.about:
        page.text(scenario.about)
    if scenario.question:
        page.text(f"Question: {scenario.question}")
    page.text(
        f"{worlds_words([done])} {counted(done.quarters, 'quarter')} after "
        f"{counted(scenario.warm_up, 'quarter')} of warm-up. "
        f"{places_words([done], land)} Budget: £{scenario.annual_budget:,.1f}bn a year."
    )
    for text in () if land is None else (*land.doubts, *(f"Note: {note}" for note in land.notes)):
        page.text(text)


def _headlines(page: Page, done: Run) -> None:
    page.heading("What became of the country")
    judged = len(done.replicates) > 1
    columns = [
        Column("Measure, unit"),
        Column("First\nquarter", number=True),
        Column("Last\nquarter", number=True),
        *([Column("95% interval", number=True)] if judged else []),
        Column("Better", short=True),
    ]
    rows = []
    for name in HEADLINES:
        measure, estimate = MEASURES[name], interval(done.at_end(name))
        rows.append(
            [
                f"{measure.label}, {unit_words(measure)}:\n{measure.meaning}",
                figure(float(done.measure(name)[0].mean()), measure),
                figure(estimate.mean, measure),
                *([span(estimate, measure)] if judged else []),
                BETTER[measure.better],
            ]
        )
    page.table(columns, rows)


def _pound(page: Page, done: Run) -> None:
    page.heading("The pound’s journey: where each pound of the budget ends, over all quarters")
    shares, budget = done.pound_shares(), done.scenario.annual_budget
    longest, room = max(shares.values()), min(LONGEST_BAR, page.width - BESIDE_BAR)
    ends = [
        (label, shares[end], "█" * round(room * shares[end] / longest)) for end, label in CATEGORIES.items()
    ]
    page.table(
        [Column("Where"), Column("Pence", number=True), Column("£bn a quarter", number=True), Column("")],
        [
            [label, pence(share), f"{billion_a_quarter(share, budget):,.2f}", bar]
            for label, share, bar in (*ends, ("Together", sum(shares.values()), ""))
        ],
    )


def _progress(page: Page, done: Run, land: Places | None) -> None:
    """Progress by outcome and mission, true and as reported, and by region."""
    scenario, reported = done.scenario, done.at_end("reported_progress_by_outcome")
    of_outcome = dict(zip(done.labels["j"], reported, strict=True))
    regions = dict(zip(land.region_keys, land.region_names, strict=True)) if land else {}
    goals = [mission.goal_shares() for mission in scenario.missions]
    by_goal = [sum(share * of_outcome[key] for key, share in goal.items()) for goal in goals]
    groups: tuple[tuple[str, str, list[str], list[Floats]], ...] = (
        ("outcome", "progress_by_outcome", [one.label for one in scenario.outcomes], list(reported)),
        (
            "mission, by the weights of its goal",
            "progress_by_mission",
            [one.label if goal else "" for one, goal in zip(scenario.missions, goals, strict=True)],
            by_goal,
        ),
        ("region", "progress_by_region", [regions.get(key, key) for key in done.labels["r"]], []),
    )
    for title, measure, labels, as_reported in groups:
        if any(labels):
            page.heading(f"Progress by {title} (fall of need, which runs from 0 to 1)")
            _progress_table(page, labels, done.at_end(measure), as_reported)


def _progress_table(page: Page, labels: Sequence[str], true: Floats, reported: Sequence[Floats]) -> None:
    """A row for each labelled item: its true and, if any, its reported progress."""
    measure, with_interval = MEASURES["progress"], true.shape[-1] > 1
    rows = []
    for place, label in enumerate(labels):
        estimate = interval(true[place])
        row = [label, figure(estimate.mean, measure, sign=True)]
        row += [span(estimate, measure)] if with_interval else []
        if reported:
            mean = float(reported[place].mean())
            row += [figure(mean, measure, sign=True), figure(mean - estimate.mean, measure, sign=True)]
        rows += [row] if label else []
    headings = ["True", *(["95% interval"] if with_interval else [])]
    headings += ["Reported", "Reported\nbeyond true"] if reported else []
    page.table([Column(""), *(Column(heading, number=True) for heading in headings)], rows)


def _close(page: Page, done: Run, command: str) -> None:
    page.heading("Read with care")
    if len(done.replicates) == 1:
        page.text("One world only: chance is not known, so there are no intervals.")
    page.text(MONTE_CARLO)
    if command:
        page.text("To run it again:")
        page.verbatim(f"  {command}")
