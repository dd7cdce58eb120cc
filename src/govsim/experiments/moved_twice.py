"""Settings that two factors, or `changes` and a factor, would both set, so that the later one would win unseen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from govsim.scenario.findings import Finding

if TYPE_CHECKING:
    from govsim.experiments.factors import Factor

Setting = tuple[str, ...]  # its keys in a scenario

_REFORMS: Final = "reforms"
_FOLLOWS: Final = "_as"  # `equal_volume_as` is written out from `equal_volume`


def settings_of(factor: Factor) -> frozenset[Setting]:
    """The settings that a factor moves, by a path, by any of its levels, or by a reform in one of them."""
    if factor.path:
        return frozenset({tuple(factor.path.split("."))})
    return frozenset(setting for level in factor.levels for setting in _changed(level.changes))


def moved_twice(factors: Sequence[Factor]) -> Iterator[Finding]:
    """A finding for each factor that moves the same key of a scenario as an earlier one."""
    for place, factor in enumerate(factors):
        for earlier in factors[:place]:
            apart = factor.only_in and earlier.only_in and not {*factor.only_in} & {*earlier.only_in}
            if apart or factor.name == earlier.name:  # a name that is there twice is a finding of its own
                continue
            if shared := sorted(_shared(settings_of(earlier), settings_of(factor))):
                yield _finding(place, earlier, factor, [".".join(setting) for setting in shared])
                break


def moved_and_fixed(factors: Sequence[Factor], changes: Mapping[str, Any]) -> Iterator[Finding]:
    """A finding for each setting that `changes` fix and a factor moves in all scenarios.

    A level that changes nothing keeps what `changes` fix: the level `long` beside a shorter one.
    """
    fixed = frozenset(_changed(changes))
    for factor in factors:
        if not factor.path and any(not level.changes for level in factor.levels):
            continue
        what = "an assumption" if factor.uncertainty else "a setting"
        for setting in sorted(() if factor.only_in else _shared(fixed, settings_of(factor))):
            stated = next(len(one) for one in fixed if one[: len(setting)] == setting[: len(one)])
            yield Finding(
                ("changes", *setting[:stated]), f"{what} that is either moved or fixed", "both",
                f"The factor '{factor.name}' moves it; leave it out of one of them.",
            )  # fmt: skip


def _changed(changes: Mapping[str, Any]) -> Iterator[Setting]:
    """The settings in the changes of a level."""
    for section, change in changes.items():
        if section == _REFORMS and isinstance(change, list | tuple):
            yield (section,)
            yield from (("levers", name) for reform in change for name in _levers_of(reform))
        elif isinstance(change, Mapping) and not section.endswith(_FOLLOWS):
            yield from ((section, str(name)) for name in change)
        else:
            yield (section.removesuffix(_FOLLOWS),)


def _levers_of(reform: object) -> list[str]:
    """The levers of a reform, written flat or in a table."""
    if not isinstance(reform, Mapping):
        return []
    inner = reform.get("levers", reform)
    return [str(name) for name in inner if name != "quarter"] if isinstance(inner, Mapping) else []


def _shared(first: frozenset[Setting], second: frozenset[Setting]) -> set[Setting]:
    """The settings of either that the other moves too; a whole section holds all its settings."""
    return {
        max(one, other, key=len)
        for one in first
        for other in second
        if one[: len(other)] == other[: len(one)]
    }


def _finding(place: int, earlier: Factor, factor: Factor, shared: Sequence[str]) -> Finding:
    if factor.path and factor.path == earlier.path:
        return Finding(("factors", place, "path"), "one factor for each setting", f"'{factor.path}' twice")
    found = f"'{shared[0]}' in '{earlier.name}' and in '{factor.name}'"
    if len(shared) > 1:
        found += f", and {len(shared) - 1} other{'s' if len(shared) > 2 else ''} likewise"
    return Finding(
        ("factors", place, "path" if factor.path else "levels"),
        "one factor for each setting",
        found,
        "The later one would win, and the earlier one would seem to do nothing; leave it out of one of them.",
    )
