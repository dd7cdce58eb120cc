"""The declaration of a fixed number of the model."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field

CHECKED_CONSTANTS = ConfigDict(
    frozen=True, extra="forbid", allow_inf_nan=False, strict=True, validate_default=True
)

OWN = "own: judgement, tuned by hand on throwaway runs; a starting point, not a truth"


def constant(
    value: float, low: float, high: float, meaning: str, unit: str = "share", source: str = OWN
) -> Any:
    """A field with its least and greatest value, meaning, unit and source."""
    return Field(
        default=value,
        ge=low,
        le=high,
        description=meaning,
        json_schema_extra={"unit": unit, "source": source},
    )
