"""Law: no decision depends on true need or true recipes; a shuffle of them changes no choice."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from govsim.decisions.rules import Rule
from govsim.runs.drive import fork
from govsim.scenario.schema import Scenario
from govsim.simulation import Decision, Phase, Phases
from govsim.statistics.resampling import generator
from govsim.validation.finding import Check, Plan, Reading
from govsim.validation.inspection import Deviation, inspected, reading
from govsim.validation.phases import altered, quarter_with
from govsim.validation.samples import everywhere
from govsim.validation.stepping import largest_difference, phases_checked, same_bits, step, world_after
from govsim.world.build import World

# Where truth becomes what actors perceive and remember of their own.
SENSES: Final = ("signals", "year_begins")
TRUE_STATE: Final = ("need_kjw", "own_growth_kjw", "drift_kjw", "reference_need_kw", "lagged_need_jw")
TRUE_RECIPES: Final = ("recipe_ew", "local_recipe_cew")
TRUE_MAPS: Final = ("start_need_kj", "national_start_need_j")


def choices_of_a_quarter(world: World, phases: Phases) -> dict[str, tuple[Any, ...]]:
    """The choices of every rule of every decision in the next quarter."""
    choices: dict[str, tuple[Any, ...]] = {}

    def decide(decision: Decision, view: Any, rule: Rule[Any, Any]) -> Any:
        for name, rival in decision.rules.items():
            choice = rival.choose(view)
            parts = choice if isinstance(choice, tuple) else (choice,)
            choices[f"{decision.name}.{name}"] = tuple(np.array(part) for part in parts)
        return rule.choose(view)

    step(world, decide, phases)
    return choices


def with_other_truth(world: World, random: np.random.Generator) -> World:
    """The same world with need and recipes dealt out again; beliefs, reports and the network stay."""
    other = fork(world)
    given = dict(other.given)
    for name in TRUE_STATE:
        values = other.state[name]
        other.state[name] = random.permutation(values.ravel()).reshape(values.shape)
    for name in TRUE_RECIPES:
        drawn = random.random(given[name].shape) + 0.1
        given[name] = world.indices.by_outcome.normalised(drawn, axis=drawn.ndim - 2)
    for name in TRUE_MAPS:
        given[name] = random.random(given[name].shape)
    published_e = np.full_like(world.indices.published_e, np.nan)
    other.indices = dataclasses.replace(world.indices, published_e=published_e)
    other.given = {**given, "indices": other.indices}
    return other


@inspected
def truth_changes_no_choice(
    scenario: Scenario,
    seed: int,
    quarters: int,
) -> Iterator[Deviation]:
    """All rules choose in one quarter; the truth is dealt out again behind the same signals; they choose again."""
    world, phases = world_after(scenario, quarters), phases_checked()
    sensed: dict[str, Any] = {}

    def remembering(phase: Phase) -> Any:
        return altered(phase, lambda results, seen: sensed.setdefault(phase.name, results))

    for sense in SENSES:
        phases = quarter_with(sense, remembering, phases)
    known = choices_of_a_quarter(fork(world), phases)
    other = with_other_truth(world, generator(seed))
    unknown = choices_of_a_quarter(other, phases)

    for name, choice in known.items():
        pairs = zip(choice, unknown[name], strict=True)
        moved = [largest_difference(one, two) for one, two in pairs if not same_bits(one, two)]
        yield Deviation(f"quarter {quarters}: {name}", max(moved, default=0.0))


def examine(plan: Plan) -> Reading:
    """Ask all rules twice in several quarters of shipped scenarios and random countries."""
    return reading(
        (
            (scenario.name, truth_changes_no_choice(scenario, plan.seed, quarters))
            for scenario in everywhere(plan, "mission_led", "siloed", "classroom_small", random=6)
            for quarters in (3, 4)
        ),
        "largest change of a choice",
        "choices compared",
        more="All rival rules of every decision choose, not only the one in force.",
    )


CHECK: Final = Check(
    "law 8",
    "law",
    "Nobody in the model decides by what nobody can know: true need and true recipes are hidden from all",
    source="hayek_1945",
    refuted_by="one bit of one choice of one rule changes where the truth does and perception does not",
    examine=examine,
)
