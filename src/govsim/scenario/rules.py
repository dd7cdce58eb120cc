"""Rival rules: decisions on which scholars disagree, each with two published rules to choose from."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from govsim.scenario.country import CHECKED


def _rivals(default: str, title: str, meaning: str, *, source: str) -> Any:
    """A choice between rules; `meaning` explains each by its name."""
    return Field(default=default, title=title, description=meaning, json_schema_extra={"source": source})


class Rules(BaseModel):
    """Which of two rules holds where scholars disagree, mostly on how actors decide. The first is the default."""

    model_config = CHECKED

    need: Literal["held", "first_edition"] = _rivals(
        "held",
        "Need of places",
        "held: a place stays itself, because its need grows by what the old arrangement took off it; "
        "first_edition: need grows everywhere alike, so that the map reshuffles",
        source="mhclg_2019; own: as in version 0.1",
    )
    production: Literal["separable", "joint"] = _rivals(
        "separable",
        "Engines of change",
        "separable: accountability, partners and people who take part work each by itself; "
        "joint: what one does is lost as far as the others lag behind it",
        source="own: as in version 0.1; milgrom_roberts_1990; kremer_1993",
    )
    treasury_budget: Literal["friction", "incremental"] = _rivals(
        "friction",
        "Treasury: budgets",
        "friction: a budget stays until pressure has gathered, then jumps; "
        "incremental: every budget moves a little each year",
        source="jones_baumgartner_2005; davis_dempster_wildavsky_1966",
    )
    department_allocation: Literal["stakes", "aspiration"] = _rivals(
        "stakes",
        "Departments: spending",
        "stakes: money goes where most is at stake; "
        "aspiration: departments change course only where results disappoint",
        source="davis_dempster_wildavsky_1966; cyert_march_1963",
    )
    centre_grants: Literal["shrunk_estimate", "by_population"] = _rivals(
        "shrunk_estimate",
        "The centre: grants to places",
        "shrunk_estimate: by need as it is seen from afar, drawn to the mean; by_population: so much a head",
        source="efron_morris_1975; own: so much a head, as in population-based formulas",
    )
    council_commissioning: Literal["believed_recipe", "copy_best_neighbour"] = _rivals(
        "believed_recipe",
        "Councils: commissioning",
        "believed_recipe: a council spends by what it believes works there; "
        "copy_best_neighbour: it copies the neighbour that reports the best results",
        source="oates_1972; saam_kerber_2013",
    )
    council_gaming: Literal["choice", "culture"] = _rivals(
        "choice",
        "Councils: gaming",
        "choice: gaming where it pays; culture: gaming where the neighbours do it",
        source="bevan_hood_2006; braganza_2022",
    )
