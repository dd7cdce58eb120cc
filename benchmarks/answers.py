"""What a benchmark found: figures with their targets, tables, and how they are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Figure:
    """One number that was promised: `more` says whether more is better, `aim` is what we would like."""

    key: str
    what: str
    value: float
    unit: str
    target: float
    aim: float | None = None
    more: bool = False

    @property
    def verdict(self) -> str:
        """Whether it is where it was meant to be."""
        if self.aim is not None and self._reaches(self.aim):
            return "aim met"
        return "met" if self._reaches(self.target) else "missed"

    def _reaches(self, wanted: float) -> bool:
        return self.value >= wanted if self.more else self.value <= wanted

    def row(self) -> list[str]:
        """What, measured, target, aim, verdict."""
        bound = "at least" if self.more else "at most"
        aim = "–" if self.aim is None else shown(self.aim, self.unit)
        return [
            self.what,
            shown(self.value, self.unit),
            f"{bound} {shown(self.target, self.unit)}",
            aim,
            self.verdict,
        ]


FIGURE_HEADS = ("What", "Measured", "Target", "Aim", "")


@dataclass(frozen=True)
class Table:
    """A table of a page: its name there, its heads and its cells as they are shown."""

    key: str
    heads: Sequence[str]
    rows: Rows

    def markdown(self) -> str:
        """As a page has it: words to the left, numbers to the right."""
        marks = ["---"] + ["---:" for _ in self.heads[1:]]
        lines = [self.heads, marks, *self.rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def plain(self) -> str:
        """As a terminal shows it."""
        lines = [list(self.heads), *(list(row) for row in self.rows)]
        widths = [max(len(line[column]) for line in lines) for column in range(len(self.heads))]
        told = [
            "  ".join(
                cell.rjust(width) if column else cell.ljust(width)
                for column, (cell, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
            for line in lines
        ]
        told.insert(1, "─" * max(len(line) for line in told))
        return "\n".join(told)


@dataclass(frozen=True)
class Answer:
    """What one file of this folder found: `measured` is all that its numbers were made from."""

    key: str
    question: str
    figures: Sequence[Figure] = ()
    tables: Sequence[Table] = ()
    notes: Sequence[str] = ()
    measured: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Everything, with the verdicts."""
        return {
            **asdict(self),
            "figures": [{**asdict(figure), "verdict": figure.verdict} for figure in self.figures],
        }


def answer_from(stored: Mapping[str, Any]) -> Answer:
    """An answer as it was kept in JSON."""
    figures = [
        Figure(**{name: value for name, value in figure.items() if name != "verdict"})
        for figure in stored["figures"]
    ]
    tables = [Table(**table) for table in stored["tables"]]
    return Answer(
        stored["key"], stored["question"], figures, tables, stored["notes"], dict(stored["measured"])
    )


def figures_table(answers: Sequence[Answer]) -> Table:
    """All figures with their targets, in one table."""
    rows = [figure.row() for answer in answers for figure in answer.figures]
    return Table("targets", FIGURE_HEADS, rows)


def shown(value: float, unit: str = "") -> str:
    """A number with two or three digits that count, and its unit."""
    size = abs(value)
    decimals = 0 if size >= 100 or value == int(value) else 1 if size >= 10 else 2 if size >= 0.1 else 3
    return f"{value:,.{decimals}f} {unit}".strip().replace("-", "−")
