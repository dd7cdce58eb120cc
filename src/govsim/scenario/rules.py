"""Rival rules: decisions on which scholars disagree, each with two published rules to choose from."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from govsim.scenario.country import CHECKED


class Rules(BaseModel):
    """Which of two rules holds where scholars disagree, mostly on how actors decide. The first is the default."""

    model_config = CHECKED

    need: Literal["held", "first_edition"] = Field(
        default="held",
        title="Need of places",
        description=(
            "held: a place stays itself, because its need grows by what the old arrangement took off it; "
            "first_edition: need grows everywhere alike, so that the map reshuffles"
        ),
        json_schema_extra={"source": "mhclg_2019; own: as in version 0.1"},
    )
    production: Literal["separable", "joint"] = Field(
        default="separable",
        title="Engines of change",
        description=(
            "separable: accountability, partners and people who take part work each by itself; "
            "joint: what one does is lost as far as the others lag behind it"
        ),
        json_schema_extra={"source": "own: as in version 0.1; milgrom_roberts_1990; kremer_1993"},
    )
    treasury_budget: Literal["friction", "incremental"] = Field(
        default="friction",
        title="Treasury: budgets",
        description=(
            "friction: a budget stays until pressure has gathered, then jumps; "
            "incremental: every budget moves a little each year"
        ),
        json_schema_extra={"source": "jones_baumgartner_2005; davis_dempster_wildavsky_1966"},
    )
    department_allocation: Literal["stakes", "aspiration"] = Field(
        default="stakes",
        title="Departments: spending",
        description=(
            "stakes: money goes where most is at stake; "
            "aspiration: departments change course only where results disappoint"
        ),
        json_schema_extra={"source": "davis_dempster_wildavsky_1966; cyert_march_1963"},
    )
    centre_grants: Literal["shrunk_estimate", "by_population"] = Field(
        default="shrunk_estimate",
        title="The centre: grants to places",
        description=(
            "shrunk_estimate: by need as it is seen from afar, drawn to the mean; "
            "by_population: so much a head"
        ),
        json_schema_extra={
            "source": "efron_morris_1975; own: so much a head, as in population-based formulas"
        },
    )
    council_commissioning: Literal["believed_recipe", "copy_best_neighbour"] = Field(
        default="believed_recipe",
        title="Councils: commissioning",
        description=(
            "believed_recipe: a council spends by what it believes works there; "
            "copy_best_neighbour: it copies the neighbour that reports the best results"
        ),
        json_schema_extra={"source": "oates_1972; saam_kerber_2013"},
    )
    council_gaming: Literal["choice", "culture"] = Field(
        default="choice",
        title="Councils: gaming",
        description="choice: gaming where it pays; culture: gaming where the neighbours do it",
        json_schema_extra={"source": "bevan_hood_2006; braganza_2022"},
    )
