"""Rows listed one by one, in the experiment or in a CSV file beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import Field, ValidationInfo, model_validator

from govsim.errors import nearest
from govsim.experiments.designs.design import Design, Row, Rows
from govsim.experiments.designs.rows_of_csv import rows_of_csv
from govsim.experiments.factors import FOLDER, Factor
from govsim.experiments.moved import GivenValue, Value
from govsim.scenario.findings import Finding, Findings, shown


class Listed(Design):
    """Rows that are written out."""

    kind: Literal["list"]
    points: tuple[Mapping[str, GivenValue], ...] = Field(
        min_length=1, description="rows, each a table of factors and their values"
    )
    file: str = Field(
        default="",
        alias="rows",
        exclude=True,  # written out in points
        description="in place of points: a CSV file beside the experiment, with a column for each factor",
    )

    runs = "rows that are written out, or stand in a CSV file"
    rows_in_words = "as many as are listed"
    offers = frozenset({Rows.CELLS})

    @model_validator(mode="before")
    @classmethod
    def _read(cls, given: Any, info: ValidationInfo) -> Any:
        """Fill in the points from the file."""
        if not isinstance(given, Mapping) or "rows" not in given:
            return given
        name = given["rows"]
        if not isinstance(name, str) or not name:
            raise Findings([Finding(("rows",), "the name of a CSV file", shown(name))])
        if "points" in given:
            raise Findings([Finding(("rows",), "points or rows", "both")])
        try:
            return {**given, "points": rows_of_csv(name, (info.context or {}).get(FOLDER))}
        except Findings as found:
            raise Findings(one.below(("rows",)) for one in found.items) from found

    def size(self, factors: Sequence[Factor]) -> int:
        """The number of its rows."""
        return len(self.points)

    def rows(self, factors: Sequence[Factor], seed: int) -> list[Row]:
        """The rows as listed."""
        return [tuple(_value(factor, point[factor.name]) for factor in factors) for point in self.points]

    def values_of(self, factor: Factor) -> Sequence[Value]:
        """The values of a factor in its rows."""
        return [_value(factor, point.get(factor.name, "")) for point in self.points]

    def findings(self, factors: Sequence[Factor]) -> list[Finding]:
        """Factors that a row leaves out, undeclared factors and unknown levels."""
        findings = super().findings(factors)
        findings += self._of_columns(factors) if self.file else self._of_points(factors)
        return findings or self._repeated(factors)

    def _repeated(self, factors: Sequence[Factor]) -> list[Finding]:
        """Rows that repeat an earlier one; one finding for a file."""
        first: dict[Row, int] = {}
        findings = []
        for place, row in enumerate(self.rows(factors, 0)):
            if first.setdefault(row, place) != place:
                rows = f"row {place + 1} like row {first[row] + 1}"
                path = ("design", "rows") if self.file else ("design", "points", place)
                findings.append(
                    Finding(path, "each row once", f"{rows} of {shown(self.file)}" if self.file else rows)
                )
        return findings[:1] if self.file else findings

    def _of_columns(self, factors: Sequence[Factor]) -> list[Finding]:
        """Problems of a file: one for each column, at the first row that has it."""
        from govsim.words.plurals import counted  # lazy: no worker needs it

        here, columns = ("design", "rows"), [*self.points[0]]
        named = {factor.name: factor for factor in factors}
        findings = [
            Finding(here, f"a column '{name}' in {shown(self.file)}", "none")
            for name in named
            if name not in columns
        ]
        for name in columns:
            if name not in named:
                remedy = nearest(name, list(named)) if named else ""
                findings.append(
                    Finding(
                        here,
                        "the name of a factor at the head of every column",
                        f"'{name}' in {shown(self.file)}",
                        remedy,
                    )
                )
                continue
            wrong = [
                (row, one)
                for row, point in enumerate(self.points, start=1)
                for one in named[name].findings_of(_value(named[name], point[name]))[:1]
            ]
            if wrong:
                row, first = wrong[0]
                others = f", and in {counted(len(wrong) - 1, 'more row')}" if len(wrong) > 1 else ""
                where = f"{first.found} under '{name}' in row {row} of {shown(self.file)}{others}"
                findings.append(Finding(here, first.expected, where, first.remedy))
        return findings

    def _of_points(self, factors: Sequence[Factor]) -> list[Finding]:
        named = {factor.name: factor for factor in factors}
        findings = []
        for place, point in enumerate(self.points):
            here = ("design", "points", place)
            findings += [Finding(here, f"a value for '{key}'", "none") for key in named if key not in point]
            for name, value in point.items():
                if name not in named:
                    remedy = nearest(name, list(named)) if named else ""
                    findings.append(Finding((*here, name), "the name of a factor", f"'{name}'", remedy))
                    continue
                findings += [
                    finding.below((*here, name))
                    for finding in named[name].findings_of(_value(named[name], value))
                ]
        return findings


def _value(factor: Factor, value: Value) -> Value:
    """A value of a row; a number in a file may be the name of a level."""
    if isinstance(value, str) or not factor.levels:
        return value
    return next((level.name for level in factor.levels if level.name == f"{value:g}"), value)
