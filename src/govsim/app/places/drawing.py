"""Maps as SVG: one large with words on its tiles, and small ones side by side, each with the key to its colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Final

from govsim.app.arrangements import ArrangementStyle
from govsim.app.places.colours import Classes, ink_on
from govsim.app.places.layout import Layout
from govsim.app.places.outlines import Inset
from govsim.app.places.shown import DIFFERENCE, NEED, PROGRESS, Shown
from govsim.app.widgets import choosing
from govsim.arrays import Floats
from govsim.world.places import Places

KEY: Final = 58  # height of the key to colours
SWATCH: Final = 52
ASIDE: Final = 20  # room for half a number at either end of the key
TEXT: Final = 13
NARROWER: Final = 500  # width of a drawing below which it is for narrow screens
BETWEEN: Final = 28  # small maps
ENDS: Final = {
    NEED: ("less need", "more need"),
    PROGRESS: ("need rose", "need fell"),
    DIFFERENCE: ("less progress", "more progress"),
}


@dataclass(frozen=True, eq=False, kw_only=True)
class Panel:
    """A small map: its heading, the values of councils, and their mean over residents."""

    style: ArrangementStyle
    values_c: Floats
    mean: float


def svg(
    kind: str, width: float, height: float, description: str, parts: Sequence[str], size: str = ""
) -> str:
    """A drawing for wide or narrow screens; to a screen reader a picture that is said in one sentence."""
    size = size or ("narrow" if width < NARROWER else "wide")
    return (
        f'<svg class="{kind} {size}" viewBox="0 0 {width:g} {height:g}" preserveAspectRatio="xMinYMin" role="img" '
        f'font-size="{TEXT}" aria-label="{escape(description, quote=True)}">{"".join(parts)}</svg>'
    )


def map_svg(
    layout: Layout,
    land: Places,
    shown: Shown,
    *,
    values_c: Floats,
    values_k: Floats | None,
    classes: Classes,
    chosen: str,
    title: str,
) -> str:
    """The large map. A press on a council chooses it; `title` names the whole for screen readers."""
    parts = []
    for council, path in enumerate(layout.paths):
        if not path:
            continue
        key, value = land.council_keys[council], float(values_c[council])
        colour = classes.colour(value)
        description = f"{land.council_names[council]}: {shown.number(value)}"
        mark = " chosen" if key == chosen else ""
        words = _words(layout, land, council, shown.number(value), ink_on(colour))
        parts.append(
            f'<g class="place{mark}" {choosing(council=key)}>'
            f'<title>{escape(description)}</title><path d="{path}" fill="{colour}"/>{words}</g>'
        )
    if chosen in land.council_keys:  # above the others, so that neighbours do not cover its outline
        parts.append(f'<path class="ring" d="{layout.paths[land.council_keys.index(chosen)]}"/>')
    if values_k is not None:
        parts += [
            f'<rect class="community" x="{one.x}" y="{one.y}" width="{one.size}" height="{one.size}" '
            f'fill="{classes.colour(float(values_k[one.community]))}"/>'
            for one in layout.squares
        ]
    parts += [
        f'<text class="region" x="{x:.1f}" y="{y:.1f}">{escape(text)}</text>'
        for x, y, text in layout.headings
    ]
    if layout.inset is not None:
        parts.append(_inset(layout.inset, land, shown, values_c=values_c, classes=classes, chosen=chosen))
    parts.append(_key(classes, shown, layout.height + 12, layout.width))
    return svg("map", layout.width, layout.height + 12 + KEY, title, parts, "" if layout.tile else "any")


def _inset(
    inset: Inset, land: Places, shown: Shown, *, values_c: Floats, classes: Classes, chosen: str
) -> str:
    """The region of small councils once more, larger, under its name."""
    parts = []
    for council, path in enumerate(inset.paths):
        if not path:
            continue
        key, value = land.council_keys[council], float(values_c[council])
        description = f"{land.council_names[council]}: {shown.number(value)}"
        parts.append(
            f'<g class="place" {choosing(council=key)}><title>{escape(description)}</title>'
            f'<path d="{path}" fill="{classes.colour(value)}"/></g>'
        )
    if chosen in land.council_keys and (path := inset.paths[land.council_keys.index(chosen)]):
        parts.append(f'<path class="ring" d="{path}"/>')
    return (
        f'<text class="region" x="{inset.left}" y="{inset.top - 8}">{escape(inset.region)}, larger</text>'
        f'<g class="inset" transform="translate({inset.left} {inset.top})">{"".join(parts)}</g>'
    )


def small_maps_svg(
    layout: Layout, panels: Sequence[Panel], shown: Shown, *, classes: Classes, width: int, abreast: int
) -> str:
    """Small maps side by side on one scale."""
    each = (width - (abreast - 1) * BETWEEN) / abreast
    scale = each / layout.width
    tall, head = layout.height * scale, 44
    own = f"outline-{width}"
    defined = "".join(
        f'<path id="{own}-{council}" d="{path}"/>' for council, path in enumerate(layout.paths) if path
    )
    parts = [f"<defs>{defined}</defs>"]
    for place, panel in enumerate(panels):
        x, y = place % abreast * (each + BETWEEN), place // abreast * (tall + head + BETWEEN / 2)
        places = "".join(
            f'<use href="#{own}-{council}" fill="{classes.colour(float(value))}"/>'
            for council, (value, path) in enumerate(zip(panel.values_c, layout.paths, strict=True))
            if path
        )
        parts.append(
            f'<text class="panel" x="{x:.1f}" y="{y + 16:.1f}" fill="{panel.style.ink}">'
            f"{escape(panel.style.heading)}</text>"
            f'<text class="mean-of" x="{x:.1f}" y="{y + 34:.1f}">mean {shown.number(panel.mean)}</text>'
            f'<g transform="translate({x:.1f} {y + head:.1f}) scale({scale:.4f})">{places}</g>'
        )
    rows = -(-len(panels) // abreast)
    foot = rows * (tall + head) + (rows - 1) * BETWEEN / 2 + 12
    parts.append(_key(classes, shown, foot, width))
    description = "; ".join(f"{panel.style.heading}: mean {shown.number(panel.mean)}" for panel in panels)
    return svg("maps", width, round(foot + KEY), description, parts)


def _words(layout: Layout, land: Places, council: int, number: str, ink: str) -> str:
    """Name and number on a tile that has room for them."""
    if not layout.has_words:
        return ""
    x, y = layout.middles[council]
    name = _short(land, council, int(layout.tile / 7.5))
    return (
        f'<text class="name" x="{x}" y="{y - 15:.1f}" fill="{ink}">{escape(name)}</text>'
        f'<text class="number" x="{x}" y="{y + 2:.1f}" fill="{ink}">{number}</text>'
    )


def _short(land: Places, council: int, most: int) -> str:
    """A council's name in its region's block, where it need not repeat the region's."""
    region = land.region_names[land.council_region_c[council]]
    name = land.council_names[council].removeprefix(region).strip() or land.council_names[council]
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


def _key(classes: Classes, shown: Shown, top: float, width: float) -> str:
    """The key: a swatch for each class, its edges as numbers, and words at both ends."""
    colours, ends = classes.colours, ENDS[shown.what]
    swatch = min(SWATCH, (width - 2 * ASIDE) / len(colours))
    parts = [
        f'<rect class="step" x="{ASIDE + row * swatch:.1f}" y="{top + 18:.1f}" width="{swatch:.1f}" height="12" '
        f'fill="{one}"/>'
        for row, one in enumerate(colours)
    ]
    step = min(high - low for low, high in pairwise(classes.edges))
    for row, edge in enumerate(classes.edges):
        parts.append(
            f'<text class="tick" font-size="12" x="{ASIDE + row * swatch:.1f}" y="{top + 45:.1f}" text-anchor="middle">'
            f"{_edge(edge, step, shown)}</text>"
        )
    parts.append(f'<text class="tick" x="{ASIDE}" y="{top + 11:.1f}">{ends[0]}</text>')
    right = ASIDE + len(colours) * swatch
    parts.append(f'<text class="tick" x="{right:.1f}" y="{top + 11:.1f}" text-anchor="end">{ends[1]}</text>')
    return "".join(parts)


def _edge(value: float, step: float, shown: Shown) -> str:
    places = max(0, len(f"{step:.4f}".rstrip("0").partition(".")[2]))
    sign = "+" if value > 0 and shown.what != NEED else ""
    return f"{sign}{value:.{places}f}".replace("-", "−")
