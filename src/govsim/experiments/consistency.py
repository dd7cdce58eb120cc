"""Checks on the consistency between the parts of an experiment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from govsim.errors import nearest
from govsim.experiments.moved_twice import moved_and_fixed, moved_twice
from govsim.experiments.outcomes import condition, is_outcome, plain_outcomes, shown_as
from govsim.measures.catalogue import MEASURES
from govsim.scenario.findings import Finding, Path, shown
from govsim.scenario.load import scenario_names
from govsim.scenario.retired_names import retired_or_nearest
from govsim.scenario.sections import where_known
from govsim.scenario.uncertainties import UNCERTAINTIES

if TYPE_CHECKING:
    from govsim.experiments.experiment import Experiment, FigureRequest
    from govsim.experiments.figures.figure import Figure

PLAIN: Final = tuple(name for name, measure in MEASURES.items() if not measure.axis)
OWN_COLUMNS: Final = (
    "run",
    "point",
    "row",
    "scenario",
    "replicate",
    "status",
    "error",
    "quarter",
)  # of results


def uncertainty_findings(given: Mapping[str, Any]) -> list[Finding]:
    """Problems with the contested assumptions that an experiment names as factors."""
    named = given["uncertainties"]
    if named == "all":
        return []
    if not isinstance(named, list | tuple):
        remedy = "Set uncertainties of all scenarios in [changes.uncertainties]."
        wanted = '"all", or a list of names of contested assumptions'
        return [Finding(("uncertainties",), wanted, shown(named), remedy)]
    wanted = "the name of a contested assumption"
    return [
        Finding(("uncertainties", place), wanted, shown(name), where_known(str(name), [*UNCERTAINTIES]))
        for place, name in enumerate(named)
        if not isinstance(name, str) or name not in UNCERTAINTIES
    ]


def factors_of_uncertainties(given: Mapping[str, Any]) -> list[dict[str, str]]:
    """The factors for `uncertainties`: those without a factor of their own; with "all", also only those not fixed."""
    named = given["uncertainties"]
    paths = [factor.get("path") for factor in given.get("factors", ()) if isinstance(factor, Mapping)]
    paths += [getattr(factor, "path", "") for factor in given.get("factors", ())]
    fixed = _fixed(given.get("changes"))
    names = [name for name in UNCERTAINTIES if name not in fixed] if named == "all" else named
    return [
        {"name": name, "path": f"uncertainties.{name}"}
        for name in names
        if f"uncertainties.{name}" not in paths
    ]


def _fixed(changes: object) -> Mapping[str, Any]:
    stated = changes.get("uncertainties") if isinstance(changes, Mapping) else None
    return stated if isinstance(stated, Mapping) else {}


def experiment_findings(experiment: Experiment) -> list[Finding]:
    """All inconsistencies of an experiment."""
    return [
        *_scenario_findings(experiment),
        *_factor_findings(experiment),
        *_outcome_findings(experiment),
        *_replicate_findings(experiment),
        *experiment.design.findings(experiment.factors),
        *_without_values(experiment),
        *_size_findings(experiment),
        *(
            finding.below(("figures", place))
            for place, figure in enumerate(experiment.figures)
            for finding in _figure_findings(experiment, figure)
        ),
    ]


def _scenario_findings(experiment: Experiment) -> Iterator[Finding]:
    for name in experiment.variants:
        if name in scenario_names():
            wanted = "a name that no scenario of govsim has"
            yield Finding(("variants", name), wanted, f"'{name}'")
        elif name not in experiment.scenarios:
            remedy = "Add it to scenarios, or leave it out."
            yield Finding(("variants", name), "one of the scenarios", f"'{name}'", remedy)


def _factor_findings(experiment: Experiment) -> Iterator[Finding]:
    names = [factor.name for factor in experiment.factors]
    yield from moved_twice(experiment.factors)
    yield from moved_and_fixed(experiment.factors, experiment.changes)
    for place, factor in enumerate(experiment.factors):
        if factor.name in OWN_COLUMNS:
            wanted = "a name that no column of the results has"
            yield Finding(("factors", place, "name"), wanted, f"'{factor.name}'")
        if factor.name in names[:place]:
            yield Finding(
                ("factors", place, "name"), "a different name for each factor", f"'{factor.name}' twice"
            )
        for row, name in enumerate(factor.only_in):
            if name not in experiment.scenarios:
                remedy = nearest(name, experiment.scenarios)
                yield Finding(("factors", place, "only_in", row), "one of the scenarios", f"'{name}'", remedy)
        if factor.only_in and factor.uncertainty is not None:
            wanted = "an assumption that is moved in all scenarios"
            remedy = (
                "They are compared in the same worlds; a scenario that assumes something else is a variant."
            )
            yield Finding(("factors", place, "only_in"), wanted, "only in some", remedy)


def _outcome_findings(experiment: Experiment) -> Iterator[Finding]:
    known = plain_outcomes()
    yield from _names_once(experiment.outcomes, ("outcomes",), known, is_outcome)
    yield from _names_once(experiment.trajectories, ("trajectories",), PLAIN)
    for place, name in enumerate(experiment.outcomes):
        yield from _threshold_findings(name, ("outcomes", place))
    judged = [*experiment.outcomes, *(figure.outcome for figure in experiment.figures if figure.outcome)]
    for name, effect in experiment.smallest_effect.items():
        if not is_outcome(name):
            yield Finding(
                ("smallest_effect", name), "an outcome", f"'{name}'", retired_or_nearest(name, known)
            )
        elif effect <= 0:
            yield Finding(("smallest_effect", name), "a number above 0", shown(effect))
        elif condition(name) and effect > 1:
            remedy = "Its unit is a share of worlds: 0.1 is 10 percentage points."
            yield Finding(("smallest_effect", name), "a number up to 1", shown(effect), remedy)
        elif condition(name) and name not in judged:
            remedy = nearest(name, judged)
            yield Finding(
                ("smallest_effect", name), "a condition as the outcomes have it", f"'{name}'", remedy
            )


def _threshold_findings(name: str, path: Path) -> Iterator[Finding]:
    """The problem of a condition with a threshold beyond the bounds of its measure."""
    limit = condition(name) if is_outcome(name) else None
    bounds = shown_as(limit.outcome).bounds if limit else None
    if limit and bounds and not bounds[0] <= limit.level <= bounds[1]:
        wanted = f"a threshold from {bounds[0]:g} to {bounds[1]:g}, between which {limit.outcome} lies"
        remedy = f"50% is {bounds[1] / 2:g}." if limit.level > bounds[1] else ""
        yield Finding(path, wanted, f"'{name}'", remedy)


def _names_once(
    names: tuple[str, ...], path: Path, known: tuple[str, ...], is_known: Callable[[str], bool] | None = None
) -> Iterator[Finding]:
    for place, name in enumerate(names):
        if not (is_known(name) if is_known else name in known):
            wanted = "a measure of the whole country"
            if is_known and any(sign in name for sign in "<>="):
                wanted = "a condition on an outcome, such as core_services < 0.95"
            yield Finding((*path, place), wanted, f"'{name}'", retired_or_nearest(name, known))
        elif name in names[:place]:
            yield Finding((*path, place), "each name once", f"'{name}' twice")


def _replicate_findings(experiment: Experiment) -> Iterator[Finding]:
    if experiment.stopping is None:
        return
    if experiment.replicates != type(experiment).model_fields["replicates"].default:
        yield Finding(("replicates",), "replicates or a stopping rule", "both")
    if experiment.stopping.most < experiment.stopping.first:
        wanted = f"at least as many worlds as first ({experiment.stopping.first})"
        yield Finding(("stopping", "most"), wanted, str(experiment.stopping.most))
    if experiment.rows * len(experiment.scenarios) < 2:
        remedy = "Name a second scenario, or a factor."
        yield Finding(("stopping",), "something to compare", "a single point", remedy)


def _without_values(experiment: Experiment) -> Iterator[Finding]:
    """Factors with a range alone in a design that needs values; one finding for all of `uncertainties`."""
    if not experiment.design.takes_stated_values:
        return
    bare = [place for place, factor in enumerate(experiment.factors) if not factor.stated]
    if experiment.uncertainties:
        bare = [place for place in bare if experiment.factors[place].uncertainty is None]
        wanted = "a design that samples ranges, such as latin_hypercube"
        yield Finding(("uncertainties",), wanted, f"'{experiment.design.kind}'")
    for place in bare:
        wanted = "values, levels, or steps of its range"
        yield Finding(("factors", place), wanted, "a range alone", "Add steps = 5.")


def _size_findings(experiment: Experiment) -> Iterator[Finding]:
    from govsim.words.plurals import counted  # lazy: no worker needs it

    if experiment.runs > experiment.most_runs:
        yield Finding(
            ("design",),
            f"at most {counted(experiment.most_runs, 'run')}",
            f"{experiment.runs:,} ({counted(experiment.rows, 'row')} × "
            f"{counted(len(experiment.scenarios), 'scenario')} × {counted(experiment.most_replicates, 'world')})",
            "Take fewer values, points or worlds, or raise most_runs.",
        )


def _figure_findings(experiment: Experiment, figure: FigureRequest) -> Iterator[Finding]:
    from govsim.experiments.figures.catalogue import figure_of

    kind, names = figure_of(figure.kind), [factor.name for factor in experiment.factors]
    for axis, name in (("x", figure.x), ("y", figure.y)):
        if name and name not in names:
            remedy = nearest(name, names) if names else "It has no factors."
            yield Finding((axis,), "the name of a factor", f"'{name}'", remedy)
        elif not name and axis in kind.axes:
            yield Finding((axis,), f"a factor along which a {kind.kind} is drawn", "none")
        elif name and axis not in kind.axes:
            yield Finding((axis,), f"no factor along an axis of {kind.kind}", f"'{name}'")
    if figure.x and figure.x == figure.y:
        yield Finding(("y",), "another factor than x", f"'{figure.y}' twice")
    yield from kind.findings(experiment, figure)
    if figure.scenario and figure.scenario not in experiment.scenarios:
        remedy = nearest(figure.scenario, experiment.scenarios)
        yield Finding(("scenario",), "one of the scenarios", f"'{figure.scenario}'", remedy)
    if figure.against:
        yield from _against_findings(experiment, figure, kind)
    known = plain_outcomes()
    if kind.over_time:
        remedy = f'Add trajectories = ["{figure.outcome or PLAIN[0]}"].'
        if figure.outcome not in experiment.trajectories if figure.outcome else not experiment.trajectories:
            wanted = "a measure saved for every quarter"
            yield Finding(("outcome",), wanted, shown(figure.outcome), remedy)
    elif figure.outcome and not is_outcome(figure.outcome):
        remedy = retired_or_nearest(figure.outcome, known)
        yield Finding(("outcome",), "an outcome", f"'{figure.outcome}'", remedy)
    elif figure.outcome:
        yield from _threshold_findings(figure.outcome, ("outcome",))


def _against_findings(experiment: Experiment, figure: FigureRequest, kind: Figure) -> Iterator[Finding]:
    if not kind.held_against:
        wanted = f"no scenario to compare with in a {kind.kind}"
        yield Finding(("against",), wanted, f"'{figure.against}'")
    elif figure.against not in experiment.scenarios:
        remedy = nearest(figure.against, experiment.scenarios)
        yield Finding(("against",), "one of the scenarios", f"'{figure.against}'", remedy)
    elif figure.against == (figure.scenario or (kind.of_one_scenario and experiment.scenarios[-1])):
        yield Finding(("against",), "a scenario other than the figure's own", f"'{figure.against}'")
