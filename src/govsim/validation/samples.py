"""The sample for checks of laws and limits: a few quarters of shipped scenarios, and random countries."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from govsim.scenario.load import load_scenario
from govsim.scenario.schema import Scenario
from govsim.validation.finding import Plan
from govsim.validation.small_countries import random_scenario
from govsim.validation.stepping import shortened

SHIPPED: Final = ("siloed", "levelling_up_12", "mission_led", "classroom_small")
COUNTRIES: Final = 8
WORLDS: Final = (0, 1, 2)  # of each scenario, for most laws


def shipped(*names: str, horizon: int = 9) -> list[Scenario]:
    """Shipped scenarios for a few quarters (default: SHIPPED)."""
    return [shortened(load_scenario(name), horizon=horizon) for name in names or SHIPPED]


def chance(plan: Plan, number: int) -> np.random.Generator:
    """A random generator derived from the plan's seed."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([plan.seed, number])))


def countries(plan: Plan, number: int = COUNTRIES, **options: Any) -> list[Scenario]:
    """Small random countries; options as of `random_scenario`."""
    return [
        random_scenario(chance(plan, row), **options).replace(name=f"random country {row + 1}")
        for row in range(number)
    ]


def everywhere(plan: Plan, *names: str, random: int = COUNTRIES, **options: Any) -> list[Scenario]:
    """Shipped scenarios and some random countries together; options as of `random_scenario`."""
    return [*shipped(*names), *countries(plan, random, **options)]
