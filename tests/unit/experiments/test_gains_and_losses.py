"""Who gains and who loses, where two countries share outcomes and nothing else."""

from __future__ import annotations

from pathlib import Path

import govsim


def test_two_countries_that_share_outcomes_alone_have_a_report_with_a_drawing_of_outcomes(
    tmp_path: Path,
) -> None:
    """The missions, departments and regions of the classroom are not those of the United Kingdom."""
    asked = {
        "name": "two_countries",
        "scenarios": ["classroom_small", "siloed"],
        "replicates": 3,
        "changes": {"warm_up": 4, "horizon": 6},
        "figures": [{"kind": "gains_and_losses"}],
    }
    results = govsim.run_experiment(govsim.load_experiment(asked), output=tmp_path, jobs=1)
    report = govsim.report_of(results)
    page = report.save(tmp_path / "report.html").read_text(encoding="utf-8")
    gains = next(part for part in report.parts if part.key.startswith("gains"))
    assert gains.drawing is not None
    assert "<svg" in page
    assert "Health" in page
