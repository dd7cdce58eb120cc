"""A Sankey drawing: nodes in columns, and bands between them as wide as the money that flows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

WIDTH, HEIGHT, TOP = 1120, 620, 34
THICK, GAP = 14, 7
LEFT, RIGHT = 4, 206  # room for the labels of the last column
COLUMNS: Final = (0.0, 0.11, 0.35, 0.57, 0.788, 1.0)  # where columns begin, as shares of the width
LETTERS: Final = (0, 18, 16, 16, 15, 26)  # of labels; with its amount each ends before the next column
LINE: Final = 13.5  # pixels between labels of one column at least
LEAST: Final = 0.0004  # share of the budget below which a band is not drawn; the table has it


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
    placed: dict[str, Box] = {}
    for column in columns:
        own = [node for node in shown if node.column == column]
        used = sum(amounts[node.key] * scale for node in own) + GAP * (len(own) - 1)
        y = TOP + (HEIGHT - used) / 2
        for node in own:
            height = amounts[node.key] * scale
            placed[node.key] = Box(_left(column), y, height)
            y += height + GAP
    return placed


def _left(column: int) -> float:
    return LEFT + COLUMNS[column] * (WIDTH - LEFT - RIGHT - THICK)


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
    at = label_heights(nodes, placed)
    parts += [
        _node(by_key[key], box, at[key], amount[key])
        for key, box in sorted(placed.items(), key=lambda pair: -pair[1].x)  # so that no box hides a label
    ]
    parts += [
        f'<text class="column" x="{_left(column):.1f}" y="14" font-weight="600">{escape(heading)}</text>'
        for column, heading in enumerate(headings)
        if heading
    ]
    return (
        f'<svg class="sankey" viewBox="0 0 {WIDTH} {TOP + HEIGHT + 8}" role="group" font-size="12.5" '
        f'aria-label="{escape(name, quote=True)}">{"".join(parts)}</svg>'
    )


def label_heights(nodes: Sequence[Node], placed: Mapping[str, Box]) -> dict[str, float]:
    """Where the label of each node stands: beside its middle, moved down where labels would overlap, up at the foot."""
    heights: dict[str, float] = {}
    for column in {node.column for node in nodes}:
        keys = [node.key for node in nodes if node.column == column and node.key in placed]
        target_heights = [placed[key].y + placed[key].height / 2 for key in keys]
        for row in range(1, len(target_heights)):
            target_heights[row] = max(target_heights[row], target_heights[row - 1] + LINE)
        lowest = float(TOP + HEIGHT)
        for row in reversed(range(len(target_heights))):
            target_heights[row] = min(target_heights[row], lowest)
            lowest = target_heights[row] - LINE
        heights.update(zip(keys, target_heights, strict=True))
    return heights


def _node(node: Node, box: Box, at: float, amount: str) -> str:
    title = f"<title>{escape(node.label)}: {escape(amount)}</title>"
    rect = (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{THICK}" height="{max(box.height, 0.8):.2f}" '
        f'fill="{node.colour}"/>'
    )
    text = ""
    if LETTERS[node.column]:
        label = escape(_short(node.label, LETTERS[node.column]))
        text = (
            f'<text x="{box.x + THICK + 5:.1f}" y="{at:.1f}" dy=".32em">{label} '
            f'<tspan class="amount">{escape(amount)}</tspan></text>'
        )
    inside = f"{title}{rect}{text}"
    if node.href:
        return f'<a href="{escape(node.href, quote=True)}">{inside}</a>'
    if node.choose:
        choice = escape(node.choose, quote=True)
        return f'<g class="press" role="button" tabindex="0" data-choose="{choice}">{inside}</g>'
    return f"<g>{inside}</g>"


def _short(label: str, most: int) -> str:
    if len(label) <= most:
        return label
    return label[: most - 1].rstrip(" ,") + "…"
