"""Scenarios as an experiment names them: one that comes with govsim, or a file in the experiment's folder."""

from __future__ import annotations

import os.path

from govsim.scenario.load import load_scenario, scenario_names
from govsim.scenario.schema import Scenario


def scenario_of(name: str, folder: str | None = None) -> Scenario:
    """The scenario of a name or path; a path is looked for from `folder`, where one is given.

    Raises ScenarioError as `load_scenario` does.
    """
    if folder is None or name in scenario_names() or os.path.isabs(name):
        return load_scenario(name)
    beside = os.path.join(folder, name)
    return load_scenario(beside if name.endswith(".toml") or os.path.exists(beside) else name)
