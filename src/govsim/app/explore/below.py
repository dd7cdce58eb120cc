"""The sections of *Explore* below its levers and chart: who gains and loses, what is traded for what, the pound."""

# mypy: disable-error-code="attr-defined, no-untyped-call, untyped-decorator, arg-type"
# (solara does not export its names, and its components and state are not typed)

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import reacton.ipyvuetify as v
import solara

from govsim.app.arrangements import style_of
from govsim.app.chart import Size
from govsim.app.controls import as_table
from govsim.app.explore import gains, trade_off
from govsim.app.explore.gains import gains_key, gains_svg, gains_words, gains_work
from govsim.app.explore.trade_off import (
    TRADE_OFF_WAITING,
    VOLUME,
    TradeOff,
    trade_off_key,
    trade_off_requests,
    trade_off_sentences,
    trade_off_svg,
    trade_off_words,
    trade_off_work,
    volume_group,
)
from govsim.app.following import use_work
from govsim.app.picture import Folded, Picture
from govsim.app.pound import all_categories_table, pound_bars, pound_table
from govsim.app.session import Setting
from govsim.app.shell import use_visit
from govsim.app.shown_runs import ShownRuns, WeighedRuns
from govsim.app.widgets import Controls
from govsim.app.wording import failed_note
from govsim.documents.html import table_html

VOLUMES = as_table((volume_group(),))


def drawings(draw: Callable[[Size], str], of: ModuleType, presenting: bool) -> str:
    """A drawing in the sizes of its module, of which the page shows one; larger words in presenter mode."""
    return "".join(map(draw, of.PROJECTED if presenting else of.SIZES))


@solara.component
def WhoGains(shown: ShownRuns, is_due: bool) -> None:
    """Outcomes, missions, departments and regions, now less before; the last ones until all worlds are there."""
    presenting = use_visit().presenting
    followed = use_work(gains_work(shown) if is_due else [])

    def drawn() -> tuple[str, str]:
        """Picture and table; drawn once, however often the page is drawn for a move that changes neither."""
        if not followed.results:
            return "", ""
        (work,), (who,) = followed.works, followed.results
        ink = style_of(work.of[1].scenario.levers).ink
        picture = drawings(lambda size: gains_svg(who, ink, size), gains, presenting)
        return gains_words(who) + picture + gains_key(who), "".join(map(table_html, who.part.tables))

    html, table = solara.use_memo(drawn, [followed.results, presenting])
    if shown.before is None or not (html or followed.failed):
        return
    stale = "stale" if followed.stale or not is_due else ""
    with v.Html(tag="section", class_="below who-gains", attributes={"aria-labelledby": "gains-heading"}):
        if followed.failed is not None:
            solara.HTML(tag="p", unsafe_innerHTML=failed_note(followed.failed), classes=["note"])
        if html:
            Picture(name="who-gains", html=html, table=table, classes=stale)


@solara.component
def TradeOffs(setting: Setting, is_due: bool) -> None:
    """Progress against core services for the three arrangements and the setting, once the page's own runs are there."""
    visit = use_visit()
    volume = visit.own(VOLUME.name)
    requests = trade_off_requests(setting, volume) if is_due else []
    runs = use_work(requests)
    followed = use_work(trade_off_work(runs.works, runs.results, setting.progress_weight))
    failed = runs.failed or followed.failed
    result = solara.use_memo(
        lambda: TradeOff.of(followed.works[0], followed.results[0]) if followed.results else None,
        [followed.results],
    )

    def draw() -> tuple[str, str]:
        if result is None:
            return "", ""
        picture = drawings(lambda size: trade_off_svg(result, size), trade_off, visit.presenting)
        return picture, "".join(map(table_html, result.part.tables))

    drawn, table = solara.use_memo(draw, [result, visit.presenting])
    with v.Html(
        tag="section", class_="below trade-offs", attributes={"aria-labelledby": "trade-off-heading"}
    ):
        if failed is not None:
            solara.HTML(tag="p", unsafe_innerHTML=failed_note(failed), classes=["note"])
        if result is None:
            solara.HTML(tag="div", unsafe_innerHTML=TRADE_OFF_WAITING)
        else:
            html = trade_off_words(result, volume) + drawn
            Picture(
                name="trade-off",
                html=html + trade_off_key(result, requests[0].worlds if requests else result.worlds),
                table=table,
                classes="stale" if runs.stale or followed.stale else "",
            )
        Controls(
            groups=VOLUMES,
            values={VOLUME.name: volume},
            answered=visit.session.value.answered,
            event_moved=visit.moved,
        )
        if result is not None:
            solara.HTML(tag="div", unsafe_innerHTML=trade_off_sentences(result), classes=["told"])


@solara.component
def Pound(runs: WeighedRuns) -> None:
    """Where each pound ends, now and before."""
    bars = [runs.pound_now, *([runs.pound_before] if runs.pound_before is not None else [])]
    with v.Html(tag="section", class_="pound", attributes={"aria-labelledby": "pound-heading"}):
        solara.HTML(tag="h2", unsafe_innerHTML="The pound’s journey", attributes={"id": "pound-heading"})
        solara.HTML(tag="div", unsafe_innerHTML=pound_bars(bars), classes=["pound-bars"])
        table = pound_table(runs.now.run, runs.pound_before)
        solara.HTML(tag="div", unsafe_innerHTML=table, classes=["scrolls"])
        Folded("All categories", all_categories_table(runs.now.run, runs.pound_before))
