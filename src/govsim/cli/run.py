"""`govsim run`: one scenario in many worlds, told on one page."""

from __future__ import annotations

from pathlib import Path

import click

from govsim.cli.options import (
    Ready,
    actor_option,
    changes_of,
    command_line,
    held_options,
    jobs_option,
    output_options,
    ready,
    scenario_asked,
    shared_options,
)
from govsim.cli.progress_bar import watched
from govsim.cli.saving import save_results
from govsim.comparison.setting import held_words, places_words, worlds_words
from govsim.documents.table import Column
from govsim.documents.terminal import Page
from govsim.measures.amounts import BETTER, figure, span, unit_words
from govsim.measures.catalogue import MEASURES
from govsim.measures.pound import CATEGORIES
from govsim.runs.actors_from_files import actors_from, taken_over_words
from govsim.runs.drive import DecideFor
from govsim.runs.run import Run
from govsim.runs.simulate import held, simulating
from govsim.statistics.intervals import Interval, interval
from govsim.units import billion_a_quarter
from govsim.words.numbers import pence
from govsim.words.verdicts import MONTE_CARLO

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


@click.command("run", short_help="Run one scenario in many worlds and show what happened.")
@click.argument("scenario")
@shared_options
@actor_option
@held_options(compared=False)
@click.option("--step-agents", is_flag=True, help="Ask each agent in turn: slow, and the same results.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Save the run (Parquet)."
)
@jobs_option
@output_options
def run(
    scenario: str,
    replicates: int,
    seed: int,
    places: Path | None,
    network: Path | None,
    worlds: str | None,
    actor: tuple[str, ...],
    equal_volume: str | None,
    equal_overhead: str | None,
    step_agents: bool,
    output: Path | None,
    jobs: int | None,
    json_file: Path | None,
    csv_folder: Path | None,
    plot_file: Path | None,
    quiet: bool,
) -> None:
    """Run one scenario in many worlds and show what happened.

    SCENARIO is a name from 'govsim scenario list' or the path of a .toml file.
    """
    targets = {"--output": output, "--json": json_file, "--csv": csv_folder, "--plot": plot_file}
    start = ready([scenario], changes_of(worlds), places, network, targets)
    decide_for: DecideFor | None = None
    if step_agents:
        from govsim.agents.step_agents import decide_by_agents

        decide_for = decide_by_agents
    options = (equal_volume, "--equal-volume"), (equal_overhead, "--equal-overhead")
    volume, overhead = (None if asked is None else scenario_asked(asked, option) for asked, option in options)
    scenarios = [held(scenario, volume, overhead) for scenario in start.scenarios]
    taken = actors_from(actor)
    work = simulating(
        scenarios, replicates, seed, start.places, start.network, decide_for, taken.actors, jobs=jobs
    )
    with taken.blamed():
        done = watched(work, quiet)[0]
    command = command_line(
        "run",
        [scenario],
        {
            "-n": replicates,
            "--seed": seed,
            "--places": places,
            "--network": network,
            "--worlds": worlds,
            "--actor": actor,
            "--equal-volume": equal_volume,
            "--equal-overhead": equal_overhead,
            "--step-agents": step_agents,
        },
    )
    page = Page()
    _describe(page, done, start)
    for text in (*map(taken_over_words, actor), *held_words([done.scenario])):
        page.text(text)
    _headlines(page, done)
    _pound(page, done)
    _progress(page, done, start)
    _close(page, done, command)
    page.show()
    save_results([done], None, command, json_file, csv_folder, plot_file, output)


def _describe(page: Page, done: Run, start: Ready) -> None:
    scenario = done.scenario
    page.text(scenario.name, style="bold")
    if scenario.about:
        page.text(scenario.about)
    if scenario.question:
        page.text(f"Question: {scenario.question}")
    page.text(
        f"{worlds_words([done])} {done.quarters} quarters after {scenario.warm_up} quarters of warm-up. "
        f"{places_words([done], start.land)} Budget: £{scenario.annual_budget:,.1f}bn a year."
    )
    for note in start.land.notes:
        page.text(f"Note: {note}")


def _headlines(page: Page, done: Run) -> None:
    page.heading("What became of the country")
    judged = len(done.replicates) > 1
    columns = [
        Column("Measure, unit"),
        Column("First\nquarter", number=True),
        Column("Last\nquarter", number=True),
    ]
    columns += [Column("95% interval", number=True)] if judged else []
    columns.append(Column("Better", short=True))
    rows = []
    for name in HEADLINES:
        measure, found = MEASURES[name], interval(done.at_end(name))
        first = figure(float(done.measure(name)[0].mean()), measure)
        row = [
            f"{measure.label}, {unit_words(measure)}:\n{measure.meaning}",
            first,
            figure(found.mean, measure),
        ]
        row += [span(found, measure)] if judged else []
        rows.append([*row, BETTER[measure.better]])
    page.table(columns, rows)


def _pound(page: Page, done: Run) -> None:
    page.heading("The pound’s journey: where each pound of the budget ends, over all quarters")
    shares = done.pound_shares()
    longest, room = max(shares.values()), min(LONGEST_BAR, page.width - BESIDE_BAR)
    columns = [
        Column("Where"),
        Column("Pence", number=True),
        Column("£bn a quarter", number=True),
        Column(""),
    ]
    rows = []
    for category, label in CATEGORIES.items():
        share = shares[category]
        billion = billion_a_quarter(share, done.scenario.annual_budget)
        rows.append([label, pence(share), f"{billion:,.2f}", "█" * round(room * share / longest)])
    budget = billion_a_quarter(1.0, done.scenario.annual_budget)
    rows.append(["Together", pence(sum(shares.values())), f"{budget:,.2f}", ""])
    page.table(columns, rows)


def _progress(page: Page, done: Run, start: Ready) -> None:
    true = done.at_end("progress_by_outcome")
    told = done.at_end("reported_progress_by_outcome")
    goals = [mission.goal_shares() for mission in done.scenario.missions]
    of_outcome = {outcome: row for row, outcome in enumerate(done.labels["j"])}
    names = dict(zip(start.land.region_keys, start.land.region_names, strict=True))
    groups: tuple[tuple[str, list[tuple[str, Interval, Interval | None]]], ...] = (
        (
            "outcome",
            [
                (outcome.label, interval(true[row]), interval(told[row]))
                for row, outcome in enumerate(done.scenario.outcomes)
            ],
        ),
        (
            "mission, by the weights of its goal",
            [
                (
                    mission.label,
                    interval(done.at_end("progress_by_mission")[row]),
                    interval(sum(share * told[of_outcome[key]] for key, share in goals[row].items())),
                )
                for row, mission in enumerate(done.scenario.missions)
                if goals[row]
            ],
        ),
        (
            "region",
            [
                (names.get(key, key), interval(done.at_end("progress_by_region")[row]), None)
                for row, key in enumerate(done.labels["r"])
            ],
        ),
    )
    for title, found in groups:
        if found:
            page.heading(f"Progress by {title} (fall of need, which runs from 0 to 1)")
            _progress_table(page, found, len(done.replicates) > 1)


def _progress_table(
    page: Page, found: list[tuple[str, Interval, Interval | None]], with_interval: bool
) -> None:
    measure = MEASURES["progress"]
    reported = any(told is not None for _, _, told in found)
    columns = [Column(""), Column("True", number=True)]
    columns += [Column("95% interval", number=True)] if with_interval else []
    columns += (
        [Column("Reported", number=True), Column("Reported\nbeyond true", number=True)] if reported else []
    )
    rows = []
    for label, true, told in found:
        row = [label, figure(true.mean, measure, sign=True)]
        row += [span(true, measure)] if with_interval else []
        if told is not None:
            row.append(figure(told.mean, measure, sign=True))
            row.append(figure(told.mean - true.mean, measure, sign=True))
        rows.append(row)
    page.table(columns, rows)


def _close(page: Page, done: Run, command: str) -> None:
    page.heading("Read with care")
    if len(done.replicates) == 1:
        page.text("One world only: there is no telling what is chance, so no intervals are given.")
    page.text(MONTE_CARLO)
    page.text("To run it again:")
    page.verbatim(f"  {command}")
