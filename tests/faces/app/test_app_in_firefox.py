"""The pages in Firefox: they load, a lever moves, and what happened can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

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


def press(query: str) -> str:
    """A press on the first element that a selector names."""
    return (
        f"document.querySelector({query!r}).dispatchEvent(new MouseEvent('click', {{bubbles: true}})), true"
    )


def choose(query: str, value: str, event: str) -> str:
    """Another value of a field, as a person leaves it."""
    field = f"document.querySelector({query!r})"
    events = (
        f"for (const name of ['input', {event!r}]) field.dispatchEvent(new Event(name, {{bubbles: true}}))"
    )
    return f"(() => {{ const field = {field}; field.value = {value!r}; {events}; return true; }})()"


# path and setting, when it can be read, what a person does, and what the address holds then
ACTS = (
    ("compare", ".document .answer", choose("#arm-0", "layered", "change"), "arms=layered"),
    ("world?arrangement=layered", ".chronicle li", press("[data-choose='quarter=20']"), "quarter=20"),
    ("money?arrangement=layered", "svg.sankey text", press("svg.sankey [data-choose]"), "region="),
    (
        "places?arrangement=layered",
        "svg [data-choose^='council=']",
        press("svg [data-choose^='council=']"),
        "council=",
    ),
    ("missions", ".document .answer", choose("#label-0", "Warm homes", "change"), "Warm+homes"),
    ("learn", "main h1", "true", ""),
    ("experiments", "main h1", "true", ""),
)


@pytest.mark.slow
def test_every_other_page_loads_and_keeps_one_act_in_its_address(address: str, tmp_path: Path) -> None:
    with started(tmp_path) as firefox:
        for path, readable, act, kept in ACTS:
            firefox.open(f"{address}/{path}")
            firefox.until(f"!!document.querySelector({f'#app {readable}'!r})")
            assert firefox.evaluate(act)
            firefox.until(f"location.search.includes({kept!r})")
            firefox.until("!document.querySelector('.stale')")
            assert firefox.evaluate("document.querySelectorAll('#app [role=alert]').length") == 0
            assert firefox.evaluate("document.documentElement.scrollWidth <= innerWidth")
