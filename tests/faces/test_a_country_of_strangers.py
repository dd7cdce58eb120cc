"""A deprivation table in the habits of a continental statistics office comes to a comparison, and no number is wrong.

The country is made up: semicolons, decimal commas, hard spaces in thousands, ranks beside scores, a total, a secret
cell, an uninhabited place, a title and footnotes.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from govsim.world.places import Places
from govsim.world.saved_places import load_places
from tests.hostile import Told

COMMUNES = ("01053", "01283", "13055", "75056")
COUNT = 24
TRUE = np.random.default_rng(11).normal(size=COUNT)  # how deprived each place is
WORK = np.round(12 + 5 * TRUE + np.linspace(-1, 1, COUNT), 1)
HEALTH = (-TRUE + np.linspace(0.3, -0.3, COUNT)).argsort().argsort() + 1  # 1 is the most deprived
HOMES = np.round(40 - 8 * TRUE, 2)  # rooms for each hundred people: high is good
PEOPLE = [900 + 173 * (7 * k % COUNT) for k in range(COUNT)]
CODES = [f"{COMMUNES[k // 6]}{k % 6 + 101:04}" for k in range(COUNT)]


def french(number: float) -> str:
    return f"{number}".replace(".", ",")


def table(homes: np.ndarray, total: bool) -> str:
    lines = [
        "Indice de défavorisation, 2021, France",
        "",
        "code;libelle;council;population;score_work;rank_health;score_homes",
    ]
    for k in range(COUNT):
        people = f"{PEOPLE[k]:,}".replace(",", "\u202f")
        work = "s" if k == 7 else french(float(WORK[k]))
        lines.append(
            f"{CODES[k]};Quartier {k};{CODES[k][:5]};{people};{work};{HEALTH[k]};{french(float(homes[k]))}"
        )
    lines.append("750560199;Bois;75056;0;s;s;s")
    if total:
        lines.append(f"Ensemble;;;{sum(PEOPLE):,};{french(12.0)};;40".replace(",", "\u202f", 1))
    return "\n".join(
        [
            *lines,
            "",
            "Champ : France métropolitaine, hors Mayotte",
            "s : secret statistique",
            "Source : Institut",
        ]
    )


def need_of(places: Places, outcome: str) -> list[float]:
    column = places.need_kj[:, places.outcomes.index(outcome)]
    found = dict(zip(places.community_keys, column.tolist(), strict=True))
    return [found[code] for k, code in enumerate(CODES) if k != 7]


def test_a_made_up_country_comes_to_a_comparison_with_every_number_right(told: Told, tmp_path: Path) -> None:
    file, output = tmp_path / "indice 2021.csv", tmp_path / "indice 2021.parquet"
    importing = ("places", "import", file, "-o", output)

    file.write_text(table(HOMES, total=True), encoding="utf-8-sig")
    code, said = told(*importing, "--drop-empty")
    assert (code, output.exists()) == (2, False)
    assert "found 'Ensemble'" in said

    file.write_text(table(HOMES, total=False), encoding="utf-8-sig")
    code, said = told(*importing)
    assert (code, output.exists()) == (2, False)
    assert "--drop-empty" in said

    code, said = told(*importing, "--drop-empty")
    assert code == 0
    assert "score_homes runs against the other outcomes" in " ".join(said.split())

    file.write_text(table(-HOMES, total=False), encoding="utf-8-sig")
    code, said = told(*importing, "--drop-empty")
    assert code == 0
    assert "Is this right?" not in said
    places = load_places(output)
    assert places.residents == sum(PEOPLE) - PEOPLE[7]
    assert len(places.council_keys) == 4
    for outcome, high in (("work", WORK), ("health", -HEALTH), ("homes", -HOMES)):
        truth = [float(value) for k, value in enumerate(high) if k != 7]
        assert np.array_equal(np.argsort(need_of(places, outcome)), np.argsort(truth))

    code, said = told("compare", "classroom_small", "classroom_small", "--places", output, "-n", 1, "--quiet")
    assert code == 0
    assert "4 councils and 23 communities" in " ".join(said.split())
