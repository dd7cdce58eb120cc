"""The list of designs. A new one is a class and a line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import BeforeValidator, SerializeAsAny, ValidationError, ValidationInfo

from govsim.errors import nearest
from govsim.experiments.designs.design import Design
from govsim.experiments.designs.grid import Grid
from govsim.experiments.designs.latin_hypercube import LatinHypercube
from govsim.experiments.designs.listed import Listed
from govsim.experiments.designs.morris import Morris
from govsim.experiments.designs.one_at_a_time import OneAtATime
from govsim.experiments.designs.pairs import Pairs
from govsim.experiments.designs.random import Random
from govsim.experiments.designs.sobol import Sobol
from govsim.scenario.findings import Finding, Findings, shown
from govsim.scenario.validation_errors import findings_of

DESIGNS: Final[list[type[Design]]] = [
    Grid,
    OneAtATime,
    Pairs,
    Listed,
    LatinHypercube,
    Random,
    Sobol,
    Morris,
]


def design_from(given: object, info: ValidationInfo) -> Design:
    """A design from its table in a file; paths in it are relative to the folder of `info`. Raises Findings."""
    if isinstance(given, Design):
        return given
    if not isinstance(given, Mapping):
        raise Findings([Finding((), "a table", shown(given))])
    if "kind" not in given:
        raise Findings([Finding(("kind",), "the kind of a design", "nothing")])
    known = {design.name(): design for design in DESIGNS}
    kind = str(given["kind"])
    if kind not in known:
        raise Findings(
            [Finding(("kind",), "a kind that is known here", shown(kind), nearest(kind, [*known]))]
        )
    try:
        return known[kind].model_validate(given, context=info.context)
    except ValidationError as error:
        raise Findings(findings_of(error, known[kind])) from error


AnyDesign = Annotated[SerializeAsAny[Design], BeforeValidator(design_from)]
