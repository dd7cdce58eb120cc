"""govsim: when does mission-led government beat departmental silos, and when does it only add a layer?

>>> import govsim
>>> run = govsim.simulate("classroom_small", replicates=4, seed=1)
>>> run.measures["progress"].shape
(32, 4)
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from govsim.agents.community import Community
    from govsim.agents.council import Council
    from govsim.agents.department import Department
    from govsim.agents.local_service import LocalService
    from govsim.agents.mission_board import MissionBoard
    from govsim.agents.model import GovernanceModel
    from govsim.comparison.compare import Comparison, compare
    from govsim.documents.document import Document
    from govsim.errors import GovsimError, InputError
    from govsim.experiments.attribute import attribute
    from govsim.experiments.compared import comparison_report
    from govsim.experiments.discover import discover
    from govsim.experiments.experiment import Experiment
    from govsim.experiments.load import experiment_names, load_experiment
    from govsim.experiments.report.report import report_of
    from govsim.experiments.results import Results, open_results
    from govsim.experiments.run import run_experiment
    from govsim.experiments.sensitivity import sensitivity
    from govsim.explanation.explain import Explanation, explain
    from govsim.questions.claims import Claims, claims
    from govsim.runs.ongoing import OngoingRun, begin_run
    from govsim.runs.ongoing_files import resume_run
    from govsim.runs.run import Run
    from govsim.runs.saved import load_run
    from govsim.runs.simulate import simulate
    from govsim.runs.version import MODEL_VERSION as __version__
    from govsim.scenario.load import load_scenario, scenario_names
    from govsim.scenario.schema import Scenario
    from govsim.validation.validate import Validation, validate
    from govsim.world.given import load_network
    from govsim.world.import_places import import_places
    from govsim.world.network import Network
    from govsim.world.places import Places
    from govsim.world.saved_places import load_places, save_places

# Public names and their modules, imported on first access, because mesa alone takes two seconds.
_PUBLIC = {
    "Claims": "govsim.questions.claims",
    "Community": "govsim.agents.community",
    "Comparison": "govsim.comparison.compare",
    "Council": "govsim.agents.council",
    "Department": "govsim.agents.department",
    "Experiment": "govsim.experiments.experiment",
    "Explanation": "govsim.explanation.explain",
    "GovernanceModel": "govsim.agents.model",
    "GovsimError": "govsim.errors",
    "InputError": "govsim.errors",
    "LocalService": "govsim.agents.local_service",
    "MissionBoard": "govsim.agents.mission_board",
    "Network": "govsim.world.network",
    "OngoingRun": "govsim.runs.ongoing",
    "Places": "govsim.world.places",
    "Document": "govsim.documents.document",
    "Results": "govsim.experiments.results",
    "Run": "govsim.runs.run",
    "Scenario": "govsim.scenario.schema",
    "Validation": "govsim.validation.validate",
    "attribute": "govsim.experiments.attribute",
    "begin_run": "govsim.runs.ongoing",
    "claims": "govsim.questions.claims",
    "compare": "govsim.comparison.compare",
    "comparison_report": "govsim.experiments.compared",
    "discover": "govsim.experiments.discover",
    "experiment_names": "govsim.experiments.load",
    "explain": "govsim.explanation.explain",
    "import_places": "govsim.world.import_places",
    "load_experiment": "govsim.experiments.load",
    "load_network": "govsim.world.given",
    "load_places": "govsim.world.saved_places",
    "load_run": "govsim.runs.saved",
    "load_scenario": "govsim.scenario.load",
    "open_results": "govsim.experiments.results",
    "report_of": "govsim.experiments.report.report",
    "resume_run": "govsim.runs.ongoing_files",
    "run_experiment": "govsim.experiments.run",
    "save_places": "govsim.world.saved_places",
    "scenario_names": "govsim.scenario.load",
    "sensitivity": "govsim.experiments.sensitivity",
    "simulate": "govsim.runs.simulate",
    "validate": "govsim.validation.validate",
}

__all__ = [
    "Claims",
    "Community",
    "Comparison",
    "Council",
    "Department",
    "Document",
    "Experiment",
    "Explanation",
    "GovernanceModel",
    "GovsimError",
    "InputError",
    "LocalService",
    "MissionBoard",
    "Network",
    "OngoingRun",
    "Places",
    "Results",
    "Run",
    "Scenario",
    "Validation",
    "__version__",
    "attribute",
    "begin_run",
    "claims",
    "compare",
    "comparison_report",
    "discover",
    "experiment_names",
    "explain",
    "import_places",
    "load_experiment",
    "load_network",
    "load_places",
    "load_run",
    "load_scenario",
    "open_results",
    "report_of",
    "resume_run",
    "run_experiment",
    "save_places",
    "scenario_names",
    "sensitivity",
    "simulate",
    "validate",
]


if not TYPE_CHECKING:  # with it, type checkers would accept any name

    def __getattr__(name: str) -> Any:
        if name == "__version__":
            from govsim.runs.version import MODEL_VERSION

            return MODEL_VERSION
        if name in _PUBLIC:
            return getattr(importlib.import_module(_PUBLIC[name]), name)
        raise AttributeError(f"module 'govsim' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(__all__)
