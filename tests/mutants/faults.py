"""Faults that a slip of the keyboard could make: one comparison, sign, constant or connective of a source changed."""

from __future__ import annotations

import ast
import copy
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

BOUNDARIES = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
OPPOSITES = {
    ast.Lt: ast.GtE,
    ast.LtE: ast.Gt,
    ast.Gt: ast.LtE,
    ast.GtE: ast.Lt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
SIGNS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}
CONNECTIVES = {ast.And: ast.Or, ast.Or: ast.And}
PATH = re.compile(r"path|folder|parent|package|chunks /|/ kind", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One node of a source replaced; `file` is relative to the package, `start` and `end` are bytes of the source."""

    file: str
    within: str
    kind: str
    before: str
    after: str
    start: int
    end: int
    nth: int  # of faults of the same words in the same function

    def __str__(self) -> str:
        again = f" ({self.nth + 1})" if self.nth else ""
        return f"{self.file} {self.within}: {self.before} -> {self.after}{again}"

    def apply(self, source: bytes) -> bytes:
        """The source with the fault."""
        return source[: self.start] + self.after.encode() + source[self.end :]


def faults_in(source: bytes, file: str) -> list[Fault]:
    """Every fault that a source can have, in the order of its lines."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    faults: list[Fault] = []
    met: dict[tuple[str, str, str], int] = {}
    for within, node in _nodes(ast.parse(source), "module"):
        for kind, changed in _changes(node):
            assert isinstance(node, ast.expr | ast.stmt)
            assert node.end_lineno is not None
            assert node.end_col_offset is not None
            start = starts[node.lineno - 1] + node.col_offset
            end = starts[node.end_lineno - 1] + node.end_col_offset
            text = ast.unparse(changed)
            after = text if isinstance(node, ast.stmt) else f"({text})"
            words = (within, ast.unparse(node), after)
            nth = met[words] = met.get(words, -1) + 1
            faults.append(
                Fault(
                    file=file,
                    within=within,
                    kind=kind,
                    before=words[1],
                    after=after,
                    start=start,
                    end=end,
                    nth=nth,
                )
            )
    return faults


def _nodes(node: ast.AST, within: str) -> Iterator[tuple[str, ast.AST]]:
    """The nodes that do something, each with the function or class in which it stands."""
    yield within, node
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.JoinedStr):  # where its parts stand is not known before Python 3.12
                continue
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                yield from _nodes(child, child.name if within == "module" else f"{within}.{child.name}")
            elif isinstance(child, ast.AST):
                yield from _nodes(child, within)


def _changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """The kinds of fault that a node can have, each with the node as it would be."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        for table in (BOUNDARIES, OPPOSITES):
            if type(node.ops[0]) in table:
                yield "comparison", _with(node, ops=[table[type(node.ops[0])]()])
    elif isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in SIGNS and not _joins_a_path(node):
        yield "sign", _with(node, op=SIGNS[type(node.op)]())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield "sign", node.operand
    elif isinstance(node, ast.BoolOp):
        yield "connective", _with(node, op=CONNECTIVES[type(node.op)]())
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield "constant", ast.Constant(_other(node.value))


def _joins_a_path(node: ast.BinOp | ast.AugAssign) -> bool:
    """Whether a division is none: everything would notice a path that is multiplied."""
    return isinstance(node.op, ast.Div) and PATH.search(ast.unparse(node)) is not None


def _other(number: float) -> float:
    if number == 0:
        return type(number)(1)
    return number + 1 if isinstance(number, int) else number * 2


def _with(node: ast.AST, **fields: object) -> ast.AST:
    changed = copy.deepcopy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def drawn(sources: list[Path], package: Path, count: int, seed: int) -> list[Fault]:
    """Faults of some sources, kind by kind in turn.

    A draw is addressed, so that one more line in a source changes at most one or two of those drawn.
    """
    by_kind: dict[str, list[Fault]] = {}
    for path in sources:
        for fault in faults_in(path.read_bytes(), path.relative_to(package).as_posix()):
            by_kind.setdefault(fault.kind, []).append(fault)
    decks = [sorted(by_kind[kind], key=lambda fault: _address(fault, seed)) for kind in sorted(by_kind)]
    dealt = [fault for row in zip_longest(*decks) for fault in row if fault is not None]
    return dealt[:count]


def _address(fault: Fault, seed: int) -> str:
    return hashlib.sha256(f"{seed} {fault}".encode()).hexdigest()
