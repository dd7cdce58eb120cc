"""Claims and predictions, registered before the results, read from a file and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, Field, ValidationError

from govsim.errors import Problem, ScenarioError, nearest
from govsim.measures.catalogue import MEASURES
from govsim.scenario.country import CHECKED, Several
from govsim.scenario.layers import Layer, read_layer
from govsim.scenario.load import load_scenario, spoken, written_scenario
from govsim.scenario.schema import Scenario
from govsim.scenario.validation_errors import findings_of

Volume = Literal["as_is", "equal"]
VOLUMES: Final[tuple[Volume, ...]] = ("as_is", "equal")

Share = Annotated[float, Field(ge=0, le=1)]
Shares = Annotated[tuple[Share, Share], Field(strict=False)]
Bounds = Annotated[tuple[float, float], Field(strict=False)]
Named = str | Mapping[str, Any]


class StatedPair(BaseModel):
    """Two arrangements, a measure, and the expected direction of their difference."""

    model_config = CHECKED

    name: str = Field(min_length=1, description="what the pair shows, in a few words")
    baseline: Named = Field(description="name of a scenario, or a table that extends one")
    scenario: Named = Field(description="name of a scenario, or a table that extends one")
    measure: str = Field(description="the measure to compare, at the end")
    direction: Literal["+", "-"] = Field(
        description="+ where the scenario should have more of it, - where less"
    )
    as_is: Shares | None = Field(default=None, description="share of worlds in which it was expected to hold")
    equal: Shares | None = Field(default=None, description="the same at the baseline's volume")


class StatedClaim(BaseModel):
    """A claim and its pairs; the first decides, the others explain it."""

    model_config = CHECKED

    key: str = Field(min_length=1, description="what the claim is called in results")
    says: str = Field(min_length=1, description="the claim, in a sentence")
    confidence: Share = Field(default=0.5, description="the authors' chance that their shares are right")
    why: str = Field(default="", description="why that was expected")
    pairs: Several[StatedPair] = Field(min_length=1, description="the pairs; the first one decides")


class StatedComparison(BaseModel):
    """A predicted mean difference between two shipped scenarios."""

    model_config = CHECKED

    scenario: str
    baseline: str
    measure: str
    volume: Volume
    sign: Literal["+", "-", "0"]
    size: Bounds
    confidence: Share
    why: str


class Stated(BaseModel):
    """The content of a file of predictions."""

    model_config = CHECKED

    edition: int = Field(
        default=2, ge=2, le=2, description="edition of the file; the first says nothing of pairs"
    )
    comparison: Several[StatedComparison] = ()
    claim: Several[StatedClaim] = Field(min_length=1, description="claims, each with its pairs")


@dataclass(frozen=True)
class Pair:
    """A pair with its two arrangements loaded."""

    stated: StatedPair
    baseline: Scenario
    scenario: Scenario

    @property
    def sign(self) -> int:
        """1 if the scenario should have more of the measure, −1 if less."""
        return 1 if self.stated.direction == "+" else -1

    @property
    def smallest_effect(self) -> float:
        """The smallest effect that matters: from the baseline, else from the measure."""
        measure = self.stated.measure
        return self.baseline.smallest_effect.get(measure, MEASURES[measure].smallest_effect)


@dataclass(frozen=True)
class Claim:
    """A claim with its pairs loaded; the first decides."""

    stated: StatedClaim
    pairs: tuple[Pair, ...]


def predictions_file() -> FilePath:
    """The file of predictions: inside the wheel, or in docs/ of a checkout."""
    inside = FilePath(__file__).parents[1] / "_predictions.toml"
    return inside if inside.is_file() else FilePath(__file__).parents[3] / "docs" / "predictions.toml"


def stated(file: FilePath | None = None) -> Stated:
    """Read and check a file (default: the authors' own). Raises ScenarioError with every problem."""
    layer = _layer(file)
    try:
        declared = Stated.model_validate(layer.document)
    except ValidationError as error:
        raise ScenarioError(
            [
                layer.problem(finding, spoken(finding.path, layer.document))
                for finding in findings_of(error, Stated)
            ]
        ) from error
    plain = [name for name, measure in MEASURES.items() if not measure.axis]
    measures = [one.measure for one in declared.comparison]
    measures += [pair.measure for claim in declared.claim for pair in claim.pairs]
    problems = [
        Problem(layer.where, "a measure without an axis", f"'{measure}'", remedy=nearest(measure, plain))
        for measure in measures
        if measure not in plain
    ]
    if problems:
        raise ScenarioError(dict.fromkeys(problems))
    return declared


def claims_of(declared: Stated, file: FilePath | None = None) -> tuple[Claim, ...]:
    """Load the arrangements of a file's claims. Raises ScenarioError with every problem."""
    layer = _layer(file)
    problems: list[Problem] = []
    claims = []
    for claim in declared.claim:
        pairs = []
        for pair in claim.pairs:
            try:
                both = [arrangement_of(layer, named) for named in (pair.baseline, pair.scenario)]
            except ScenarioError as error:
                problems += error.problems
                continue
            problems += apart(layer.where, pair.name, both)
            pairs.append(Pair(pair, both[0], both[1]))
        claims.append(Claim(claim, tuple(pairs)))
    if problems:
        raise ScenarioError(dict.fromkeys(problems))
    return tuple(claims)


def _layer(file: FilePath | None) -> Layer:
    if file is None:
        return read_layer(predictions_file(), "docs/predictions.toml", "a file of claims")
    return read_layer(file, str(file), "a file of claims")


def arrangement_of(layer: Layer, named: Named) -> Scenario:
    """The arrangement that a file names, or writes as a table; a path starts beside the file. Raises ScenarioError."""
    if isinstance(named, Mapping):
        return written_scenario(named, layer.file)
    beside = layer.file.parent / named if layer.file is not None and named.endswith(".toml") else None
    return load_scenario(beside if beside is not None and beside.is_file() else named)


def apart(where: str, pair: str, both: Sequence[Scenario]) -> Iterator[Problem]:
    """Problems of two arrangements that cannot be compared."""
    first, second = both
    for name, wanted, found in (
        ("horizon", f"{first.horizon} quarters as in '{first.name}'", str(second.horizon)),
        ("starts_from", f"'{first.starts_from}' as in '{first.name}'", f"'{second.starts_from}'"),
        (
            "values.progress_weight",
            f"{first.values.progress_weight:g} as in '{first.name}'",
            f"{second.values.progress_weight:g}",
        ),
    ):
        ours, theirs = (_value(one, name) for one in both)
        if ours != theirs:
            yield Problem(
                where,
                wanted,
                found,
                key=f"{pair}: {name}",
                remedy="Arrangements that are compared share length, start and weight.",
            )


def _value(scenario: Scenario, name: str) -> Any:
    value: Any = scenario
    for part in name.split("."):
        value = getattr(value, part)
    return value
