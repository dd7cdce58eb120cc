"""The base of figures: a kind with its requirements, and a result that becomes a part of a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from govsim.documents.document import Part
from govsim.documents.markup import Html
from govsim.documents.table import Column, Table
from govsim.experiments.designs.catalogue import DESIGNS
from govsim.experiments.designs.design import Rows
from govsim.experiments.figures import cells
from govsim.experiments.outcomes import shown_as
from govsim.measures.measure import Measure
from govsim.scenario.findings import Finding
from govsim.statistics.intervals import Interval

if TYPE_CHECKING:
    from govsim.experiments.experiment import Experiment, FigureRequest
    from govsim.experiments.plan import Plan
    from govsim.experiments.results_view import ResultsView


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One kind of figure or table of a report."""

    kind: str
    shows: str
    part: Callable[[ResultsView, FigureRequest], Part]
    axes: tuple[str, ...] = ()  # x and y, if it has factors along them
    rows: frozenset[Rows] = frozenset()  # of which a design must offer one; empty for any design
    several_scenarios: bool = False
    also_needs: str = ""  # in words, what `check` also requires
    check: Callable[[Experiment, FigureRequest], Iterable[Finding]] = lambda experiment, figure: ()
    suits: Callable[[Plan], bool] = lambda plan: False  # whether it is a default figure of a report
    compares: bool = False  # whether it shows differences of scenarios or rows, as every report must
    of_one_scenario: bool = True  # whether it is about one scenario (default: the last)
    over_time: bool = False  # whether its outcome is a trajectory

    @property
    def held_against(self) -> bool:
        """Whether it takes another baseline than the first scenario."""
        return bool(self.axes)

    def designs(self) -> str:
        """The kinds of designs that suit it, in words."""
        return " or ".join(design.name() for design in DESIGNS if design.offers & self.rows)

    def needs(self) -> list[str]:
        """Its requirements, in words."""
        return [
            *(f"`{axis}`" for axis in self.axes),
            *([f"a design of kind {self.designs()}"] if self.rows else []),
            *(["several scenarios"] if self.several_scenarios else []),
            *([self.also_needs] if self.also_needs else []),
            *(["`trajectories` of the experiment"] if self.over_time else []),
        ]

    def findings(self, experiment: Experiment, figure: FigureRequest) -> Iterator[Finding]:
        """Problems of an experiment with this figure."""
        if self.rows and not experiment.design.offers & self.rows:
            yield Finding(("kind",), f"a design of kind {self.designs()}", f"'{experiment.design.kind}'")
        else:
            yield from self.check(experiment, figure)
        if self.several_scenarios and len(experiment.scenarios) < 2:
            yield Finding(("kind",), "at least two scenarios, one of which may win", "one")


@dataclass(frozen=True, kw_only=True)
class FigureResult:
    """The result of a figure: numbers, and sentences on them."""

    def sentences(self) -> tuple[str, ...]:
        """Its sentences, the answer first."""
        return (self.sentence(),)

    def sentence(self) -> str:
        """Its answer in one sentence."""
        raise NotImplementedError

    def document(self) -> dict[str, Any]:
        """Everything as JSON."""
        return {**asdict(self), "sentences": list(self.sentences())}

    def part(
        self,
        key: str,
        heading: str,
        caption: str,
        *tables: Table,
        chart: Callable[[], Html] | None = None,
        notes: tuple[str, ...] = (),
    ) -> Part:
        """The result as a part of a report."""
        return Part(
            key=key,
            heading=heading,
            sentences=self.sentences(),
            caption=caption,
            tables=tables,
            drawing=chart,
            notes=notes,
            document=self.document(),
        )


@dataclass(frozen=True, kw_only=True)
class OutcomeResult(FigureResult):
    """The result of a figure on one outcome."""

    outcome: str

    @property
    def measure(self) -> Measure:
        """The measure behind the outcome."""
        return shown_as(self.outcome)

    @property
    def label(self) -> str:
        """The name of the outcome."""
        return self.measure.label

    @property
    def unit(self) -> str:
        """The unit of a difference."""
        return cells.difference_unit(self.outcome)

    def cell(self, estimate: Interval, sign: bool = False) -> str:
        """`+0.15 (+0.13 to +0.17)`, in the outcome's unit."""
        return cells.interval_cell(estimate, self.outcome, sign)

    def drawn_row(self, name: str, estimate: Interval, what: str = "") -> dict[str, Any]:
        """A row for `dots`."""
        return {"row": name, "what": what, **cells.drawn_interval(estimate, self.outcome)}


Item = TypeVar("Item")
Cells = tuple[Column, Callable[[Item], str]]


def table_of(caption: str, items: Iterable[Item], *columns: Cells[Item], aside: bool = False) -> Table:
    """A table with one row per item; a column is a heading with a function from item to cell."""
    rows = tuple(tuple(cell(item) for _, cell in columns) for item in items)
    return Table(caption, tuple(column for column, _ in columns), rows, aside)


def words(heading: str, cell: Callable[[Item], str]) -> Cells[Item]:
    """A column of words."""
    return Column(heading), cell


def numbers(heading: str, cell: Callable[[Item], str]) -> Cells[Item]:
    """A column of numbers."""
    return Column(heading, number=True), cell
