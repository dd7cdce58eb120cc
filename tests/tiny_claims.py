"""A claim about the country for the classroom, small enough to be run in a test."""

from __future__ import annotations

TINY = """
edition = 2

[[claim]]
key = "power"
says = "Money and accountability for boards do better than departments alone."

[[claim.pairs]]
name = "money and accountability against silos"
baseline = "classroom_small"
measure = "public_value"
direction = "+"

[claim.pairs.scenario]
name = "boards"
extends = "classroom_small"
levers = {board_membership = "contributors", pooled_funding = 0.5, joint_accountability = 0.6}

[[claim.pairs]]
name = "a lever that touches nothing"
baseline = {name = "as it was", extends = "classroom_small"}
scenario = {name = "placebo", extends = "classroom_small", levers = {placebo = 1.0}}
measure = "public_value"
direction = "+"
"""
