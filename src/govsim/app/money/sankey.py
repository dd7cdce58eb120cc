"""A Sankey drawing: nodes in columns, and bands between them as wide as the money that flows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

WIDTH, HEIGHT, TOP = 1120, 620, 34
THICK, GAP = 14, 7
LEFT, RIGHT = 4, 196  # room for the labels of the last column
LEAST: Final = 0.0004  # share of the budget below which a band is not drawn; the table has it
LEAST_LABELLED: Final = 0.004


@dataclass(frozen=True, kw_only=True)
class Node:
    """A stop on the way of money."""

    key: str
    label: str
    column: int
    colour: str
    href: str = ""  # of the page that tells more
    choose: str = ""  # or what a press on it chooses on this page


@dataclass(frozen=True, kw_only=True)
class Flow:
    """Money from one stop to the next, as a share of the budget."""

    source: str
    target: str
    share: float


@dataclass(frozen=True)
class Box:
    """Where a node is drawn."""

    x: float
    y: float
    height: float


def through(key: str, flows: Sequence[Flow]) -> float:
    """How much passes a node: what comes in, or what leaves where it begins."""
    came = sum(flow.share for flow in flows if flow.target == key)
    return came or sum(flow.share for flow in flows if flow.source == key)


def boxes(nodes: Sequence[Node], flows: Sequence[Flow]) -> dict[str, Box]:
    """Where each node that money passes is drawn: columns side by side, each in the middle of the height."""
    amounts = {node.key: through(node.key, flows) for node in nodes}
    shown = [node for node in nodes if amounts[node.key] >= LEAST]
    columns = sorted({node.column for node in shown})
    fullest = max(GAP * (sum(node.column == column for node in shown) - 1) for column in columns)
    scale = HEIGHT - fullest  # pixels of the whole budget
    step = (WIDTH - LEFT - RIGHT - THICK) / max(1, columns[-1])
    placed: dict[str, Box] = {}
    for column in columns:
        own = [node for node in shown if node.column == column]
        used = sum(amounts[node.key] * scale for node in own) + GAP * (len(own) - 1)
        y = TOP + (HEIGHT - used) / 2
        for node in own:
            height = amounts[node.key] * scale
            placed[node.key] = Box(LEFT + step * column, y, height)
            y += height + GAP
    return placed


def bands(nodes: Sequence[Node], flows: Sequence[Flow], placed: Mapping[str, Box]) -> list[tuple[Flow, str]]:
    """Each flow that is drawn, with its path; flows leave and arrive in the order of the nodes at the other end."""
    order = {node.key: row for row, node in enumerate(nodes)}
    shown = [
        flow for flow in flows if flow.share >= LEAST and flow.source in placed and flow.target in placed
    ]
    scale = max(placed[node].height / max(through(node, flows), 1e-12) for node in placed)
    leaving, arriving = ({key: box.y for key, box in placed.items()} for _ in range(2))
    starts: dict[Flow, float] = {}
    for flow in sorted(shown, key=lambda one: (order[one.source], placed[one.target].y)):
        starts[flow] = leaving[flow.source]
        leaving[flow.source] += flow.share * scale
    drawn = []
    for flow in sorted(shown, key=lambda one: (order[one.target], placed[one.source].y)):
        ends = arriving[flow.target]
        arriving[flow.target] += flow.share * scale
        left, right = placed[flow.source].x + THICK, placed[flow.target].x
        middle, width = (left + right) / 2, flow.share * scale
        one, two = starts[flow], ends
        path = (
            f"M{left:.1f} {one:.1f}C{middle:.1f} {one:.1f} {middle:.1f} {two:.1f} {right:.1f} {two:.1f}"
            f"v{width:.2f}C{middle:.1f} {two + width:.1f} {middle:.1f} {one + width:.1f} {left:.1f} {one + width:.1f}Z"
        )
        drawn.append((flow, path))
    return drawn


def sankey_svg(
    nodes: Sequence[Node],
    flows: Sequence[Flow],
    headings: Sequence[str],
    amount: Mapping[str, str],
    name: str,
) -> str:
    """The drawing as SVG. `amount` has the money through each node in words, `headings` the columns' names."""
    placed = boxes(nodes, flows)
    by_key = {node.key: node for node in nodes}
    parts = []
    for flow, path in bands(nodes, flows, placed):
        source, target = by_key[flow.source], by_key[flow.target]
        colour = target.colour if target.column == max(node.column for node in nodes) else source.colour
        words = escape(f"{source.label} → {target.label}: {100 * flow.share:.1f}p of the pound")
        parts.append(f'<path class="band" fill="{colour}" d="{path}"><title>{words}</title></path>')
    parts += [_node(by_key[key], box, through(key, flows), amount[key]) for key, box in placed.items()]
    step = (WIDTH - LEFT - RIGHT - THICK) / max(1, max(node.column for node in nodes))
    parts += [
        f'<text class="column" x="{LEFT + step * column:.1f}" y="14" font-weight="600">{escape(heading)}</text>'
        for column, heading in enumerate(headings)
        if heading
    ]
    return (
        f'<svg class="sankey" viewBox="0 0 {WIDTH} {TOP + HEIGHT + 8}" role="img" font-size="12.5" '
        f'aria-label="{escape(name, quote=True)}">{"".join(parts)}</svg>'
    )


def _node(node: Node, box: Box, share: float, amount: str) -> str:
    label = escape(_short(node.label))
    title = f"<title>{escape(node.label)}: {escape(amount)}</title>"
    rect = (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{THICK}" height="{max(box.height, 0.8):.2f}" '
        f'fill="{node.colour}"/>'
    )
    text = ""
    if share >= LEAST_LABELLED or box.height > 8:
        text = (
            f'<text x="{box.x + THICK + 5:.1f}" y="{box.y + box.height / 2:.1f}" dy=".32em">{label} '
            f'<tspan class="amount">{escape(amount)}</tspan></text>'
        )
    inside = f"{title}{rect}{text}"
    if node.href:
        return f'<a href="{escape(node.href, quote=True)}">{inside}</a>'
    if node.choose:
        wanted = escape(node.choose, quote=True)
        return f'<g class="press" role="button" tabindex="0" data-choose="{wanted}">{inside}</g>'
    return f"<g>{inside}</g>"


def _short(label: str, most: int = 26) -> str:
    if len(label) <= most:
        return label
    return label[: most - 1].rstrip(" ,") + "…"
