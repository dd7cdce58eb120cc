"""The pages in Firefox: they load, a lever moves, and what happened can be read."""

from __future__ import annotations

from pathlib import Path

from tests.faces.app.firefox import started

SLIDER = "document.querySelector('#control-pooled_funding')"
ARROW_RIGHT = "\ue014"


def test_it_loads_moves_and_says_what_happened(address: str, tmp_path: Path) -> None:
    with started(tmp_path) as firefox:
        firefox.open(f"{address}/?arrangement=layered")
        firefox.until("!!document.querySelector('#app svg.chart.wide')")
        assert "Layered is" in firefox.evaluate("document.querySelector('#app .happened').innerText")
        firefox.evaluate(f"{SLIDER}.focus()")
        firefox.press(*[ARROW_RIGHT] * 4)
        firefox.until("location.search.includes('pooled_funding=0.2')")
        firefox.until("!document.querySelector('.stale')")
        assert firefox.evaluate(f"{SLIDER}.getAttribute('aria-valuetext')") == "20%"
        firefox.until("document.querySelector('#app .happened').innerText.includes('Your setting is')")
