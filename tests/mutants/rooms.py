"""The rooms in which faults are drawn, and the tests of each that should find them, the quickest first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src/govsim"

DOCKING = "tests/reference/test_docking.py"
SMALL_COUNTRIES = tuple(
    f"{DOCKING}::{test}"
    for test in (
        "test_random_small_countries_agree",
        "test_random_small_countries_without_some_edges_agree",
        "test_countries_with_assumptions_at_the_ends_of_what_they_may_be_agree",
        "test_countries_held_to_other_arrangements_agree",
        "test_a_council_whose_money_targets_steer_away_from_everything_agrees",
    )
)


@dataclass(frozen=True, kw_only=True)
class Room:
    """A room of the source: how many faults are drawn in it, and what should find them."""

    name: str
    faults: int
    tests: tuple[str, ...]

    def sources(self, package: Path = PACKAGE) -> list[Path]:
        """The sources of the room."""
        return sorted((package / self.name).rglob("*.py"))


ROOMS = (
    Room(
        name="measures",
        faults=14,
        tests=(
            "tests/unit/measures",
            "tests/architecture/test_pages_are_true.py::test_the_tables_of_parameters_and_measures_are_fresh",
            SMALL_COUNTRIES[0],
        ),
    ),
    Room(name="statistics", faults=14, tests=("tests/unit/statistics",)),
    Room(
        name="decisions",
        faults=14,
        tests=("tests/unit/decisions", *SMALL_COUNTRIES),
    ),
    Room(name="consequences", faults=14, tests=("tests/unit/consequences", *SMALL_COUNTRIES)),
    Room(
        name="experiments/store",
        faults=10,
        tests=(
            "tests/unit/test_atomic_write.py",
            "tests/unit/experiments/test_chunks.py",
            "tests/unit/experiments/store",
            *(
                f"--ignore=tests/unit/experiments/store/test_{slow}.py"
                for slow in ("dask", "kills", "engines", "other_workers", "cluster_page")
            ),
        ),
    ),
)
