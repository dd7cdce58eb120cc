"""Arguments that name a scenario or an experiment: a shell completes shipped names, and otherwise files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import click
from click.shell_completion import CompletionItem


class NameOrFile(click.types.StringParamType):
    """A shipped name or the path of a file, as text."""

    def __init__(self, name: str, names: Callable[[], Sequence[str]]) -> None:
        self.name, self._names = name, names

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The names that begin like the word, else files."""
        names = [CompletionItem(name) for name in self._names() if name.startswith(incomplete)]
        return names or [CompletionItem(incomplete, type="file")]


def _scenarios() -> Sequence[str]:
    from govsim.scenario.load import scenario_names

    return scenario_names()


def _experiments() -> Sequence[str]:
    from govsim.experiments.load import experiment_names

    return experiment_names()


SCENARIO: Final = NameOrFile("scenario", _scenarios)
EXPERIMENT: Final = NameOrFile("experiment", _experiments)
