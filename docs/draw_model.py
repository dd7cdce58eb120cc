"""Draws docs/pictures/schedule.svg and docs/pictures/causal_loops.svg from the phases that the program runs.

    python docs/draw_model.py [--check]

With --check nothing is written, and the exit code is 1 where a picture is another than is drawn.
The schedule is `QUARTER` of src/govsim/simulation.py. Links of the causal picture were chosen and signed by hand, but
one that no phase makes is refused: some phase must read what stands at its tail and write what stands at its head.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from govsim.palette import COLOURS, FONT, GREY, INK
from govsim.simulation import QUARTER, Decision, Phase, Phases
from govsim.world.state import STATE

PICTURES = Path(__file__).resolve().parent / "pictures"
RUST, BLUE, GREEN = COLOURS[0], COLOURS[1], COLOURS[2]

TITLES = {
    1: "Events and signals",
    2: "Attention",
    3: "Board power",
    4: "Staff time",
    5: "Budget round",
    6: "Departments allocate",
    7: "Boards steer, ties",
    8: "The centre funds places",
    9: "Places commission, gaming",
    10: "Services are delivered",
    11: "Communities take part",
    12: "Needs change, reports",
    13: "Actors learn",
}
WHO = {
    "prime_minister_attention": "Prime Minister",
    "treasury_budget": "Treasury",
    "department_allocation": "departments",
    "board_steering": "mission boards",
    "centre_grants": "the centre",
    "council_commissioning": "councils",
    "council_gaming": "councils",
    "community_participation": "communities",
}
ROW, TOP = 21, 64
SCHEDULE_WIDTH, LOOPS_WIDTH = 1320, 1130
COLUMNS = (16, 44, 226, 470, 1100)  # number, title, step, what it writes, who reads it
HEADINGS = (
    (COLUMNS[1], "phase"),
    (COLUMNS[2], "step (filled: somebody decides)"),
    (COLUMNS[3], "what it writes"),
    (COLUMNS[4], "read in phases"),
)


def words(name: str) -> str:
    """An array's name without its axes, as words."""
    return name.rpartition("_")[0].replace("_", " ")


def text(
    x: float, y: float, said: str, *, size: float = 12, fill: str = INK, weight: str = "400", more: str = ""
) -> str:
    """A line of text."""
    style = f'font-size="{size:g}" fill="{fill}" font-weight="{weight}"{more}'
    return f'<text x="{x:g}" y="{y:g}" {style}>{escape(said)}</text>'


def picture(width: int, height: int, title: str, described: str, parts: Iterable[str]) -> str:
    """An SVG document with a title and a description for those who cannot see it."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="{FONT}" role="img" aria-labelledby="title described">'
    )
    return "\n".join(
        [
            head,
            f'<title id="title">{escape(title)}</title>',
            f'<desc id="described">{escape(described)}</desc>',
            f'<rect width="{width}" height="{height}" fill="white"/>',
            *parts,
            "</svg>",
            "",
        ]
    )


# --- the schedule ---------------------------------------------------------------------------------------------


def readers(names: Sequence[str], at: int, phases: Phases) -> str:
    """Numbers of the phases that read what is written here: later in this quarter, then in the next."""
    later, carried = set(), set()
    for position, phase in enumerate(phases):
        found = set(phase.reads) & set(names)
        if not found:
            continue
        if position > at:
            later.add(phase.number)
        elif any(name in STATE for name in found):
            carried.add(phase.number)
    said = ", ".join(map(str, sorted(later)))
    if carried:
        said += ("; " if said else "") + "next quarter " + ", ".join(map(str, sorted(carried)))
    return said or "measures alone"


def schedule(phases: Phases = QUARTER) -> str:
    """The quarter as a table: each step, whether somebody decides there, what it writes, and who reads it."""
    parts = [
        text(COLUMNS[0], 26, "A quarter, step by step", size=17, weight="700"),
        *(text(x, TOP - 12, said, size=11.5, fill=GREY, weight="700") for x, said in HEADINGS),
    ]
    number = 0
    for row, phase in enumerate(phases):
        y = TOP + ROW * row
        if phase.number != number:
            number = phase.number
            parts.append(f'<path d="M{COLUMNS[0]} {y:g}H{SCHEDULE_WIDTH - 16}" stroke="#cccccc"/>')
            parts.append(text(COLUMNS[0], y + 15, str(number), weight="700"))
            parts.append(text(COLUMNS[1], y + 15, TITLES[number], weight="700"))
        parts += step_cells(phase, y)
        parts.append(text(COLUMNS[4], y + 15, readers(phase.writes, row, phases), size=11, fill=GREY))
    height = TOP + ROW * len(phases) + 18
    told = "; ".join(f"{phase.number} {phase.name.replace('_', ' ')}" for phase in phases)
    return picture(SCHEDULE_WIDTH, height, "The schedule of a quarter", told, parts)


def step_cells(phase: Phase | Decision, y: float) -> list[str]:
    """The cell of a step and the cell of what it writes."""
    decides = isinstance(phase, Decision)
    said = f"{WHO[phase.name]}: {phase.name.rpartition('_')[2]}" if decides else phase.name.replace("_", " ")
    if phase.when is not None:
        said += " (once a year)"
    fill, ink = (BLUE, "white") if decides else ("#f0f0f0", INK)
    written = ", ".join(words(name) for name in phase.writes)
    return [
        f'<rect x="{COLUMNS[2]}" y="{y + 2:g}" width="228" height="{ROW - 4}" rx="4" fill="{fill}"/>',
        text(COLUMNS[2] + 8, y + 15, said, size=11.5, fill=ink),
        text(COLUMNS[3], y + 15, written, size=11),
    ]


# --- causal loops ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Node:
    """A thing of the causal picture: where it stands, and the arrays that it is."""

    x: int
    y: int
    said: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Link:
    """More at the tail makes more (+) or less (−) at the head; `bend` is how far the arrow bows to its left."""

    tail: str
    head: str
    sign: str
    bend: float = 0.0


NODES = {
    "need": Node(560, 330, "need", ("need_kjw",)),
    "seen": Node(
        330, 210, "need as it is seen", ("perceived_centre_jw", "perceived_department_ew", "urgency_ew")
    ),
    "attention": Node(130, 90, "attention", ("attention_mw",)),
    "power": Node(130, 330, "board power", ("pull_mw", "edge_power_ew", "mean_power_dw")),
    "stance": Node(330, 330, "share meant for outcomes", ("stance_ew",)),
    "outcome_money": Node(330, 450, "money for outcomes", ("edge_money_ew", "placeable_ew", "grant_cjw")),
    "core_money": Node(130, 450, "money for core services", ("core_money_dw",)),
    "core": Node(330, 650, "core services", ("core_dw",)),
    "core_ask": Node(130, 560, "stake in core services", ("core_ask_dw",)),
    "demand": Node(560, 560, "need of past years", ("lagged_need_jw",)),
    "produced": Node(560, 450, "money that arrives", ("produced_cjw", "effective_cjw", "dose_kjw")),
    "free": Node(790, 560, "money that places may move", ("free_cjw", "free_share_cw")),
    "capacity": Node(1000, 450, "capacity", ("capacity_cw", "absorption_cw")),
    "local_ties": Node(1000, 650, "ties in places", ("local_tie_csw", "partnership_cw")),
    "beliefs": Node(810, 450, "knowing what works", ("council_belief_cew", "commission_cew", "mix_cew")),
    "voice": Node(790, 330, "taking part", ("engagement_kw", "coproduction_effect_kw")),
    "trust": Node(790, 210, "trust", ("trust_kw",)),
    "gaming": Node(840, 90, "gaming", ("gaming_cjw",)),
    "reports": Node(560, 90, "need as it is reported", ("reported_cjw", "reported_progress_jw")),
    "relapse": Node(
        1000,
        210,
        "old habits: pressure, control",
        ("relapse_state_w", "effective_pressure_w", "effective_control_w"),
    ),
}
LINKS = (
    Link("need", "seen", "+"),
    Link("seen", "stance", "+"),
    Link("stance", "outcome_money", "+"),
    Link("outcome_money", "produced", "+"),
    Link("produced", "need", "−"),
    Link("seen", "attention", "+"),
    Link("attention", "power", "+"),
    Link("power", "stance", "+"),
    Link("stance", "core_money", "−"),
    Link("core_money", "core", "+"),
    Link("core", "core_ask", "−"),
    Link("core_ask", "stance", "−"),
    Link("core", "need", "−", 34),
    Link("need", "demand", "+", 92),
    Link("demand", "core", "−"),
    Link("need", "trust", "−"),
    Link("trust", "voice", "+"),
    Link("voice", "need", "−"),
    Link("gaming", "trust", "−"),
    Link("gaming", "reports", "−"),
    Link("need", "reports", "+"),
    Link("reports", "seen", "+"),
    Link("reports", "relapse", "+", 20),
    Link("relapse", "gaming", "±"),
    Link("relapse", "free", "−", 50),
    Link("free", "beliefs", "+"),
    Link("beliefs", "produced", "+"),
    Link("free", "capacity", "±"),
    Link("capacity", "local_ties", "+"),
    Link("local_ties", "free", "+"),
    Link("capacity", "produced", "+", -46),
)
LOOPS = (  # R where the product of signs is +, B where it is −
    ("need", "seen", "stance", "outcome_money", "produced"),
    ("need", "seen", "attention", "power", "stance", "outcome_money", "produced"),
    ("stance", "core_money", "core", "core_ask"),
    ("need", "demand", "core"),
    ("need", "trust", "voice"),
    ("free", "capacity", "local_ties"),
)


def unmade(links: Iterable[Link] = LINKS, phases: Phases = QUARTER) -> list[str]:
    """Links that no phase makes, and arrays that no phase writes."""
    written = {name for phase in phases for name in phase.writes}
    found = [
        f"no phase writes {name}" for node in NODES.values() for name in node.names if name not in written
    ]
    for link in links:
        tail, head = set(NODES[link.tail].names), set(NODES[link.head].names)
        if not any(tail & set(phase.reads) and head & set(phase.writes) for phase in phases):
            found.append(f"no phase makes {link.head} of {link.tail}")
    return found


def kind(loop: Sequence[str]) -> str:
    """R for a loop that reinforces, B for one that balances, ? where a link goes either way."""
    signs = {(link.tail, link.head): link.sign for link in LINKS}
    along = [signs[pair] for pair in zip(loop, (*loop[1:], loop[0]), strict=True)]
    return "?" if "±" in along else "BR"[along.count("−") % 2 == 0]


def causal_loops() -> str:
    """The main causal loops, each link checked against the phases."""
    if wrong := unmade():
        raise SystemExit("causal_loops: " + "; ".join(wrong))
    parts = [
        text(16, 26, "What acts on what", size=17, weight="700"),
        '<defs><marker id="head" markerWidth="9" markerHeight="8" refX="7" refY="4" orient="auto">'
        f'<path d="M0 0 8 4 0 8z" fill="{GREY}"/></marker></defs>',
        *(part for link in LINKS for part in arrow(link)),
        *(part for node in NODES.values() for part in box(node)),
    ]
    for at, loop in enumerate(LOOPS):
        names = " → ".join(NODES[name].said for name in (*loop, loop[0]))
        parts.append(text(16, 716 + 19 * at, f"{kind(loop)}{at + 1}", weight="700"))
        parts.append(text(50, 716 + 19 * at, names, size=11.5))
    bottom = 716 + 19 * len(LOOPS)
    key = "R reinforces itself, B balances itself, ? goes either way. Rust: more makes less. Blue: more makes more."
    parts.append(text(16, bottom + 4, key, size=11.5, fill=GREY))
    told = "; ".join(f"{NODES[link.tail].said} {link.sign} {NODES[link.head].said}" for link in LINKS)
    return picture(LOOPS_WIDTH, bottom + 18, "The main causal loops", told, parts)


def half_size(node: Node) -> tuple[float, float]:
    """Half the width and height of a node's box."""
    return 10 + 3.3 * len(node.said), 14


def box(node: Node) -> list[str]:
    """A node."""
    wide, high = half_size(node)
    return [
        f'<rect x="{node.x - wide:g}" y="{node.y - high:g}" width="{2 * wide:g}" height="{2 * high:g}" rx="6" '
        f'fill="white" stroke="{INK}"/>',
        text(node.x, node.y + 4, node.said, more=' text-anchor="middle"'),
    ]


def arrow(link: Link) -> list[str]:
    """A link as a bowed arrow with its sign at the middle."""
    tail, head = NODES[link.tail], NODES[link.head]
    across, down = head.x - tail.x, head.y - tail.y
    length = math.hypot(across, down)
    bow_x = (tail.x + head.x) / 2 + link.bend * 2 * down / length
    bow_y = (tail.y + head.y) / 2 - link.bend * 2 * across / length
    start, end = edge_of(tail, bow_x, bow_y), edge_of(head, bow_x, bow_y)
    colour = {"+": BLUE, "−": RUST}.get(link.sign, GREEN)
    middle_x, middle_y = (start[0] + 2 * bow_x + end[0]) / 4, (start[1] + 2 * bow_y + end[1]) / 4
    return [
        f'<path d="M{start[0]:.1f} {start[1]:.1f}Q{bow_x:.1f} {bow_y:.1f} {end[0]:.1f} {end[1]:.1f}" fill="none" '
        f'stroke="{colour}" stroke-width="1.6" marker-end="url(#head)"/>',
        f'<circle cx="{middle_x:.1f}" cy="{middle_y:.1f}" r="8" fill="white"/>',
        text(
            middle_x,
            middle_y + 5,
            link.sign,
            size=15,
            fill=colour,
            weight="700",
            more=' text-anchor="middle"',
        ),
    ]


def edge_of(node: Node, x: float, y: float) -> tuple[float, float]:
    """Where the way from a node to a point leaves its box."""
    wide, high = half_size(node)
    across, down = x - node.x, y - node.y
    reach = min(
        (wide + 3) / abs(across) if across else math.inf, (high + 3) / abs(down) if down else math.inf
    )
    return node.x + reach * across, node.y + reach * down


def main() -> int:
    """Write the pictures, or tell which are stale."""
    drawn = {"schedule.svg": schedule(), "causal_loops.svg": causal_loops()}
    stale = []
    for name, content in drawn.items():
        path = PICTURES / name
        if "--check" in sys.argv[1:]:
            stale += [name] if not path.exists() or path.read_text(encoding="utf-8") != content else []
        else:
            path.write_text(content, encoding="utf-8")
    for name in stale:
        print(f"docs/pictures/{name} is stale: run python docs/draw_model.py")
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
