"""Recompute the sentences of reports from raw runs alone, with pyarrow, numpy and scipy and nothing of govsim.

python -m tests.recompute_sentences REPORT.json FOLDER …    (the report of the results in FOLDER, in pairs)
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyarrow import concat_tables
from pyarrow.parquet import read_table
from scipy.stats import skew
from scipy.stats import t as student

Floats = NDArray[np.float64]
NUMBER = r"[−+]?\d[\d,]*(?:\.\d+)?"
SPAN = rf"({NUMBER}) to ({NUMBER})"
MATTERS = {"public_value": 0.05, "progress": 0.005, "core_services": 0.0025, "effectiveness": 0.01}
OUTCOMES = {  # label in lower case: column, and how many of the printed unit are 1
    "public value": ("public_value", 1.0),
    "progress on outcomes": ("progress", 1.0),
    "core services": ("core_services", 1.0),
    "effective per pound for outcomes": ("effectiveness", 100.0),
}
ENDS = {
    "core services": "pound_core_services",
    "effective": "pound_effective",
    "relabelled (pooled money in core services)": "pound_relabelled",
    "central overhead": "pound_central_overhead",
    "local overhead": "pound_local_overhead",
    "work with communities": "pound_community_work",
    "not absorbed": "pound_unabsorbed",
}


@dataclass
class Raw:
    """The runs of a folder: columns by row of the design, scenario and replicate."""

    folder: Path
    scenarios: list[str] = field(init=False)
    design: list[dict[str, Any]] = field(init=False)  # rows of the design, factors alone

    def __post_init__(self) -> None:
        every = read_table(self.folder / "design.parquet").to_pylist()
        self.scenarios = list(dict.fromkeys(words(one["scenario"]) for one in every))
        rows = {one["row"]: one for one in every}
        own = ("point", "row", "scenario")
        self.design = [
            {key: value for key, value in rows[row].items() if key not in own} for row in sorted(rows)
        ]
        self._runs = concat_tables(
            [read_table(file) for file in sorted((self.folder / "chunks").glob("*.parquet"))]
        )

    def values(self, column: str) -> Floats:
        """Shape (row, scenario, replicate)."""
        points, replicates = (self._runs[name].to_numpy() for name in ("point", "replicate"))
        placed = np.full((points.max() + 1, replicates.max() + 1), np.nan)
        placed[points, replicates] = self._runs[column].to_numpy()
        return placed.reshape(len(self.design), len(self.scenarios), -1)

    def difference(self, column: str, one: str, other: str) -> Floats:
        """Paired differences of two scenarios, shape (row, replicate)."""
        values = self.values(column)
        return np.asarray(values[:, self.scenarios.index(one)] - values[:, self.scenarios.index(other)])


def words(name: str) -> str:
    return name.replace("mission_led", "mission-led").replace("_", " ")


def number(text: str) -> float:
    return float(text.replace("−", "-").replace(",", ""))


def agrees(text: str, value: float) -> bool:
    """Whether a printed number is a value, to half a unit of its last digit."""
    decimals = len(text.partition(".")[2])
    return abs(number(text) - value) <= 0.5 * 10**-decimals * (1 + 1e-6)


def half_width(values_w: Floats, together: int) -> float:
    return float(
        student.ppf(1 - 0.05 / together / 2, values_w.size - 1) * values_w.std(ddof=1) / values_w.size**0.5
    )


def all_agree(texts: tuple[str, ...], values: tuple[float, ...]) -> bool:
    return all(agrees(text, value) for text, value in zip(texts, values, strict=True))


def interval_agrees(texts: tuple[str, str, str], values_w: Floats, together: int) -> bool:
    """The mean and Student's interval; of worlds so skewed that a bootstrap's is given, the mean alone."""
    mean, half = float(values_w.mean()), half_width(values_w, together)
    if values_w.size < 25 * skew(values_w, bias=False) ** 2:
        return agrees(texts[0], mean)
    return all_agree(texts, (mean, mean - half, mean + half))


Check = Callable[[Raw, re.Match[str], int], bool | None]  # None: not of the kind that it can tell


def change_along(raw: Raw, found: re.Match[str], together: int) -> bool:
    """A difference of differences along a factor."""
    label, one, other, start, end, *texts = found.groups()
    column, unit = OUTCOMES[label]
    apart_rn = raw.difference(column, one, other) * unit
    ends = [
        np.mean(
            [apart_rn[row] for row, moved in enumerate(raw.design) if number(value) in moved.values()], axis=0
        )
        for value in (start, end)
    ]
    return interval_agrees((texts[0], texts[1], texts[2]), ends[1] - ends[0], together)


def ends_of_courses(raw: Raw, found: re.Match[str], together: int) -> bool:
    """Means at the end, and differences from the first, in the only or the middle row."""
    label, told = found.groups()
    column, unit = OUTCOMES[label]
    row = len(raw.design) // 2
    values_an = raw.values(column)[row] * unit
    cases = re.findall(
        rf"({NUMBER})[^,()]*? under ([\w -]+?)(?: \(({NUMBER}) from ([\w -]+), {SPAN}[^)]*\))?(?=,| and |\.| \(at)",
        told,
    )
    right = []
    for mean, case, apart, base, low, high in cases:
        values_n = values_an[raw.scenarios.index(case)]
        right.append(agrees(mean, float(values_n.mean())))
        if apart:
            apart_n = values_n - values_an[raw.scenarios.index(base)]
            right.append(interval_agrees((apart, low, high), apart_n, len(raw.scenarios) - 1))
    return len(cases) == len(raw.scenarios) and all(right)


def shares_of_wins(raw: Raw, found: re.Match[str], together: int) -> bool:
    """How often one wins and loses by more than matters, over sampled points, with Wilson's intervals."""
    one, other, label, effect, *texts = found.groups()
    column, _ = OUTCOMES[label]
    apart_r = raw.difference(column, one.lower(), other).mean(axis=1)
    least, points = float(effect), int(number(texts.pop(3)))
    expected = [*wilson((apart_r > least).mean(), points), *wilson((apart_r < -least).mean(), points)]
    return points == apart_r.size and all_agree(tuple(texts), tuple(100 * value for value in expected))


def wilson(share: float, count: int) -> tuple[float, float, float]:
    z = 1.959963984540054
    middle, spread = share + z**2 / 2 / count, z * (share * (1 - share) / count + z**2 / 4 / count**2) ** 0.5
    return share, (middle - spread) / (1 + z**2 / count), (middle + spread) / (1 + z**2 / count)


def pence(raw: Raw, found: re.Match[str], together: int) -> bool:
    """Pence of each pound that go elsewhere, in the only or middle row; the last scenario against the first."""
    _, told, _ = found.groups()
    row, right = len(raw.design) // 2, []
    for amount, way, end in re.findall(r"(\d+\.\d)p (more|less) in ([a-z ()]+?)(?=, \d| and \d|$)", told):
        if end in ENDS:
            values_ran = raw.values(ENDS[end])
            alone = values_ran.shape[1] == 1  # then rows are compared: the last with the first
            ends = values_ran[[0, -1], 0] if alone else values_ran[row][[0, -1]]
            apart = 100 * float((ends[1] - ends[0]).mean())
            right.append(agrees(amount, abs(apart)) and (apart > 0) == (way == "more"))
    return bool(right) and all(right)


def paired(raw: Raw, found: re.Match[str], together: int) -> bool | None:
    """A paired difference of two scenarios with interval and share of worlds; sampled rows are averaged first."""
    one, at, other, label, size, way, low, high, *wins = found.groups()
    column, unit = OUTCOMES[label]
    name = next((name for name in raw.scenarios if name.lower() == one.lower()), None)
    if name is None:
        return None  # rows of one scenario, told by what is on
    apart_rn = raw.difference(column, name, other) * unit
    rows = [row for row, moved in enumerate(raw.design) if at and number(at) in moved.values()]
    apart_w = apart_rn[rows[0]] if rows else apart_rn.mean(axis=1) if len(raw.design) > 1 else apart_rn[0]
    count, worlds = (int(number(text)) for text in wins)
    mean = f"{'−' if way == 'lower' else '+'}{size}"
    better = int((apart_w > 1e-12).sum())
    return interval_agrees((mean, low, high), apart_w, together) and (count, worlds) == (better, apart_w.size)


def counts_of_verdicts(raw: Raw, found: re.Match[str], together: int) -> bool | None:
    """How many are better and worse by what surely matters."""
    label, comparisons, told = found.groups()
    column, _ = OUTCOMES[label.lower()]
    values_ran, effect = raw.values(column), MATTERS[column]
    alone = values_ran.shape[1] == 1
    apart = values_ran[1:, 0] - values_ran[:1, 0] if alone else values_ran[:, 1:] - values_ran[:, :1]
    is_sample = not alone and int(comparisons) == apart.shape[1] < apart.shape[0] * apart.shape[1]
    pairs = apart.mean(axis=2).T if is_sample else apart.reshape(-1, apart.shape[-1])
    if any(one.size < 25 * skew(one, bias=False) ** 2 for one in pairs):
        return None  # with intervals of a bootstrap
    half = [half_width(one, len(pairs)) for one in pairs]
    better = sum(one.mean() - reach > effect for one, reach in zip(pairs, half, strict=True))
    worse = sum(one.mean() + reach < -effect for one, reach in zip(pairs, half, strict=True))
    printed = {word: int(count) for count, word in re.findall(r"(\d+) (better|worse)", told)}
    return (len(pairs), better, worse) == (
        int(comparisons),
        printed.get("better", 0),
        printed.get("worse", 0),
    )


def whole_and_sum(raw: Raw, found: re.Match[str], together: int) -> bool:
    """The whole less the sum of the parts, in a factorial of levels that are unchanged first."""
    label, *texts = found.groups()
    values_rn, alone, whole = _factorial(raw, label)
    beyond_n = values_rn[whole] - values_rn[0] - sum(values_rn[row] - values_rn[0] for row in alone)
    return interval_agrees((texts[0], texts[1], texts[2]), np.asarray(beyond_n), 1)


def together_and_alone(raw: Raw, found: re.Match[str], together: int, label: str = "") -> bool:
    """All parts together, and each alone in sum."""
    values_rn, alone, whole = _factorial(raw, label)
    change_r = (values_rn - values_rn[0]).mean(axis=1)
    return all_agree((found[1], found[2]), (float(change_r[whole]), float(change_r[alone].sum())))


def _factorial(raw: Raw, label: str) -> tuple[Floats, list[int], int]:
    column, unit = OUTCOMES[label]
    on = [sum(str(value) != "unchanged" for value in row.values()) for row in raw.design]
    return (
        raw.values(column)[:, 0] * unit,
        [row for row, many in enumerate(on) if many == 1],
        on.index(max(on)),
    )


LABEL = "|".join(OUTCOMES)
CHECKS: tuple[tuple[str, Check], ...] = (
    (rf"Does the difference in ({LABEL}) \(([\w -]+) less ([\w -]+)\) depend on .*?: from ({NUMBER}) to ({NUMBER}) it "
     rf"changes by ({NUMBER}).*? \(95% interval {SPAN}\)\.", change_along),
    (rf"Mean ({LABEL}) at the end: (.*)", ends_of_courses),
    (rf"([\w -]+) against ([\w -]+), in ({LABEL}): better by more than ([\d.]+).*? in (\d+)% \((\d+) to (\d+)%\) of "
     r"([\d,]+) [\w ]+, worse in (\d+)% \((\d+) to (\d+)%\)\.", shares_of_wins),
    (r"Of each pound, ([\w -]+?) puts (.*) than ([\w -]+?)(?: \(at .*\))?\.", pence),
    (rf"(?:Whether )?([\w -]+?)(?: at [\w -]+ ({NUMBER}))? is .*?than ([\w-]+) in ({LABEL})(?=, perhaps|:| is not| by)"
     rf".*?: ([\d.]+).*? (higher|lower) \(.*?95% interval {SPAN}.*?\), better in (?:only |all )?([\d,]+) of ([\d,]+).*",
     paired),
    (r"(Public value|Progress on outcomes|Core services|Effective per pound for outcomes), (\d+) comparisons "
     r"with [\w-]+: (.*)\.", counts_of_verdicts),
    (rf"(?:Yes|No|Not known): in ({LABEL}), .*whole less sum: ({NUMBER}).*?; 95% interval {SPAN}\)\.", whole_and_sum),
)  # fmt: skip


@dataclass(frozen=True)
class Checked:
    """A sentence that was recomputed, and whether it is right."""

    sentence: str
    right: bool


def checked(report: dict[str, Any], raw: Raw) -> Iterator[Checked]:
    """Every sentence of a report whose numbers can be recomputed."""
    for part in report["findings"]:
        numbers = part["numbers"]
        several = numbers.get("changes") or [
            one for told in numbers.get("outcomes", ())[:1] for one in told["differences"]
        ]
        together = max(1, len(several))
        label = ""
        for sentence in part["sentences"]:
            for pattern, check in CHECKS:
                if (found := re.fullmatch(pattern, sentence)) is None:
                    continue
                right = check(raw, found, together)
                if right is not None:
                    yield Checked(sentence, right)
                    label = found[1] if check is whole_and_sum else label
            if label and (
                found := re.match(
                    rf".* together change it by ({NUMBER}).*; one at a time, by ({NUMBER})", sentence
                )
            ):
                yield Checked(sentence, together_and_alone(raw, found, together, label))


if __name__ == "__main__":
    pairs = [Path(one) for one in sys.argv[1:]]
    told = [
        one
        for report, folder in zip(pairs[::2], pairs[1::2], strict=True)
        for one in checked(json.loads(report.read_text(encoding="utf-8")), Raw(folder))
    ]
    for one in told:
        print("right" if one.right else "WRONG", one.sentence)
    print(f"{sum(one.right for one in told)} of {len(told)} sentences are right")
