"""The section of predictions: what the authors wrote down before they looked, and where they were wrong."""

from __future__ import annotations

from collections.abc import Sequence

from govsim.documents.markup import Html, element, section, table
from govsim.documents.table import Column
from govsim.validation.predictions import Prediction
from govsim.validation.wording import value_words
from govsim.words.names import arrangement_words

COLUMNS = (
    Column("Of what"),
    Column("Expected"),
    Column("Found", True),
    Column("Chance given", True),
    Column("Right?"),
    Column("Why it was expected"),
)


def predictions_section(foresights: Sequence[Prediction]) -> Html:
    """Every prediction, those that were wrong marked."""
    if not foresights:
        return Html("")
    about = (
        "Written down before the first comparison at full size and unchanged since; docs/predictions.toml says what "
        "its authors had seen by then. A model whose authors are always right may have been built to agree with them."
    )
    rows = [
        [
            arrangement_words(one.what),
            one.expected,
            value_words(one.simulated, sign=one.simulated.unit != "share of worlds"),
            f"{one.confidence:.0%}",
            "right" if one.is_right else element("b", "wrong"),
            one.why,
        ]
        for one in foresights
    ]
    wrong = sum(not one.is_right for one in foresights)
    caption = f"{len(foresights)} predictions, {wrong} of them wrong"
    return section("predictions", "Predictions", element("p", about), table(caption, COLUMNS, rows, "stack"))
