"""What the schema says of rival rules is what the rules themselves say."""

import pytest

from govsim.scenario.schema import Rules
from govsim.simulation import QUARTER, Decision

CONTESTED = [phase for phase in QUARTER if isinstance(phase, Decision) and len(phase.rules) > 1]


@pytest.mark.parametrize("decision", CONTESTED, ids=lambda decision: decision.name)
def test_the_schema_offers_the_rules_there_are_with_their_sources(decision: Decision) -> None:
    field = Rules.model_fields[decision.name]
    assert field.annotation.__args__ == tuple(decision.rules)
    assert field.json_schema_extra["source"] == "; ".join(rule.source for rule in decision.rules.values())


def test_every_contested_decision_is_in_the_schema() -> None:
    """Two rules are not of deciding: how need moves, and whether engines of change work apart."""
    assert {decision.name for decision in CONTESTED} | {"need", "production"} == set(Rules.model_fields)
