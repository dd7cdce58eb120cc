"""Descriptions of experiments: the list, one in full, and the check before a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from govsim.errors import ExperimentError, InputError, Problem
from govsim.experiments.experiment import Experiment, FigureRequest
from govsim.experiments.factors import Factor
from govsim.experiments.figures.catalogue import figure_of
from govsim.experiments.inputs import places_in_files
from govsim.experiments.load import experiment_names, load_experiment
from govsim.experiments.outcomes import shown_as
from govsim.experiments.scenarios import lacking_outcomes, scenarios_of
from govsim.measures.amounts import threshold
from govsim.runs.actors_from_files import actors_from
from govsim.runs.seconds import seconds_of_a_run
from govsim.scenario.schema import Scenario
from govsim.scenario.uncertainties import UNCERTAINTIES
from govsim.words.plurals import counted, joined
from govsim.words.settings import said
from govsim.world.build import build_world
from govsim.world.find_places import places_of
from govsim.world.places import Places


@dataclass(frozen=True, kw_only=True)
class ListedExperiment:
    """An experiment in a list: its name for commands, its question and its size."""

    name: str
    question: str
    about: str
    runs: int
    needs_places: bool


@dataclass(frozen=True)
class ExperimentList:
    """Experiments, the smallest first, and unusable files with their number of problems."""

    experiments: tuple[ListedExperiment, ...]
    unusable: tuple[tuple[str, int], ...]


def list_experiments(folders: Sequence[str | Path] = ()) -> ExperimentList:
    """List the shipped experiments and those in further folders, the smallest first.

    Raises ExperimentError if a folder does not exist.
    """
    missing = [str(folder) for folder in folders if not Path(folder).is_dir()]
    if missing:
        raise ExperimentError(
            Problem(folder, "a folder with experiment files", "no such folder") for folder in missing
        )
    sources = [
        *experiment_names(),
        *(str(file) for folder in folders for file in sorted(Path(folder).glob("*.toml"))),
    ]
    listed, unusable = [], []
    for source in sources:
        try:
            experiment = load_experiment(source)
        except ExperimentError as error:
            unusable.append((source, len(error.problems)))
            continue
        fields = {key: getattr(experiment, key) for key in ("question", "about", "runs", "needs_places")}
        listed.append(ListedExperiment(name=source, **fields))
    listed.sort(key=lambda one: (one.needs_places, one.runs))
    return ExperimentList(tuple(listed), tuple(unusable))


@dataclass(frozen=True)
class DescribedFactor:
    """A factor in words: its title, its path and its values."""

    title: str
    moves: str
    takes: str


@dataclass(frozen=True, kw_only=True)
class DescribedExperiment:
    """An experiment in words."""

    experiment: Experiment
    scenarios: tuple[Scenario, ...]
    factors: tuple[DescribedFactor, ...]
    whole_ranges: tuple[str, ...]  # titles of assumptions that vary over their whole range
    design: str
    size: str  # rows × scenarios × worlds = runs
    seconds: float | None  # on one core; None if it depends on unknown places
    outcomes: tuple[str, ...]
    figures: tuple[str, ...]


def described_experiment(source: str | Path | Experiment) -> DescribedExperiment:
    """Describe an experiment in full. Raises ExperimentError with every problem."""
    experiment = load_experiment(source)
    scenarios = scenarios_of(experiment.model_copy(update={"needs_places": False}), experiment.folder)
    whole = [factor for factor in experiment.factors if _is_whole_range(factor)]
    if len(whole) < len(UNCERTAINTIES) // 4:  # a few are described one by one
        whole = []
    return DescribedExperiment(
        experiment=experiment,
        scenarios=tuple(scenarios),
        factors=tuple(_described_factor(factor) for factor in experiment.factors if factor not in whole),
        whole_ranges=tuple(factor.title for factor in whole),
        design=experiment.design.runs,
        size=size_words(experiment),
        seconds=None if experiment.needs_places else seconds_of(experiment, scenarios),
        outcomes=tuple(
            _outcome_words(experiment, scenarios[0], name)
            for name in dict.fromkeys((*experiment.outcomes, *experiment.smallest_effect))
        ),
        figures=tuple(_figure_words(experiment, figure) for figure in experiment.figures),
    )


def size_words(experiment: Experiment) -> str:
    """The size of an experiment: `3 rows × 3 scenarios × 50 worlds = 450 runs`."""
    parts = [
        counted(experiment.rows, "row"),
        counted(len(experiment.scenarios), "scenario"),
        counted(experiment.most_replicates, "world"),
    ]
    if experiment.stopping is None:
        return f"{' × '.join(parts)} = {counted(experiment.runs, 'run')}"
    parts[-1] = f"{experiment.stopping.first:,} to {parts[-1]}"
    return f"{' × '.join(parts)} = at most {counted(experiment.runs, 'run')}"


def seconds_of(experiment: Experiment, scenarios: Sequence[Scenario], places: Places | None = None) -> float:
    """Approximate seconds of all runs of an experiment on one core, from measured runs."""
    worlds = experiment.rows * experiment.most_replicates
    return worlds * sum(seconds_of_a_run(scenario, places or places_of(scenario)) for scenario in scenarios)


def duration(seconds: float) -> str:
    """A duration in words, rounded.

    >>> duration(3.2), duration(140), duration(4000)
    ('3 seconds', '2 minutes', '1.1 hours')
    """
    if seconds < 1.5:
        return "a second"
    if seconds < 90:
        return f"{seconds:.0f} seconds"
    return f"{seconds / 60:.0f} minutes" if seconds < 3600 else f"{seconds / 3600:.1f} hours"


def _is_whole_range(factor: Factor) -> bool:
    own = UNCERTAINTIES.get(factor.uncertainty or "")
    return own is not None and factor.steps is None and factor.range == own


def _described_factor(factor: Factor) -> DescribedFactor:
    levers = factor.levers_from and f"{factor.label or 'all levers'}: levers of {factor.levers_from}"
    moves = levers or factor.path or factor.holds or "several things at once"
    only = f", only in {joined(list(factor.only_in))}" if factor.only_in else ""
    values = [value if isinstance(value, str) else said(round(value, 4)) for value in factor.stated]
    ends = f"{said(factor.range.low)} to {said(factor.range.high)}" if factor.range else ""
    return DescribedFactor(factor.title, f"{moves}{only}", ", ".join(values) or ends)


def _outcome_words(experiment: Experiment, baseline: Scenario, name: str) -> str:
    measure = shown_as(name)
    effect = experiment.smallest_effect.get(name, baseline.smallest_effect.get(name, measure.smallest_effect))
    matters = f"; a difference matters from {threshold(effect, measure)}" if effect else ""
    beside = "" if name in experiment.outcomes else "; not one of the outcomes"
    return f"{measure.label} ({name}){beside}{matters}"


def _figure_words(experiment: Experiment, figure: FigureRequest) -> str:
    titles = {factor.name: factor.title for factor in experiment.factors}
    named = figure.title or figure.kind.replace("_", " ")
    along = " and ".join(titles[name] for name in (figure.x, figure.y) if name)
    who = f"{figure.scenario} against {figure.against}" if figure.against else figure.scenario
    about = "; ".join(filter(None, (figure.outcome, along and f"along {along}", who)))
    return f"{named}: {figure_of(figure.kind).shows}{f' ({about})' if about else ''}"


@dataclass(frozen=True)
class CheckedExperiment:
    """A checked experiment file: its problems, or its size and duration."""

    source: str
    problems: tuple[Problem, ...]
    comes_to: str = ""


def check_experiment(source: str | Path, places: Places | None = None) -> CheckedExperiment:
    """Check an experiment's text, scenarios, places and actors for everything that would stop a run.

    If all is right, also builds one world of each scenario, as a run would.
    """
    try:
        experiment = load_experiment(source)
        without = experiment.model_copy(update={"needs_places": False})
        scenarios = scenarios_of(without, experiment.folder, places)
        land = places if places is not None else places_in_files(scenarios)[0]
        if problems := lacking_outcomes(scenarios, land):
            raise ExperimentError(problems)
        for scenario in scenarios:
            build_world(scenario, places or places_of(scenario), replicates=[0])
        actors_from(f"{who}={thing}" for who, thing in experiment.actors.items())
    except InputError as error:
        return CheckedExperiment(str(source), error.problems)
    known = not experiment.needs_places or places is not None
    time = f"about {duration(seconds_of(experiment, scenarios, places))} of one core" if known else ""
    return CheckedExperiment(
        str(source), (), f"{size_words(experiment)}, {time or 'with places given by --places'}"
    )
