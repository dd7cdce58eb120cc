"""Faults that once passed every test, or that would cost most: each is drawn every time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.mutants.rooms import PACKAGE


@dataclass(frozen=True, kw_only=True)
class NamedFault:
    """A piece of a source that stands there once, and what a slip would make of it.

    `where` is a source, or a folder one of whose sources has the piece.
    """

    name: str
    room: str
    where: str
    before: str
    after: str

    @property
    def file(self) -> str:
        """The source. Raises ValueError where there is none with the piece, or several."""
        place = PACKAGE / self.where
        sources = [place] if place.is_file() else sorted(place.rglob("*.py"))
        found = [path for path in sources if self.before.encode() in path.read_bytes()]
        if len(found) != 1:
            raise ValueError(
                f"{len(found)} sources of {self.where} have `{self.before}`: name the fault anew"
            )
        return Path(found[0]).relative_to(PACKAGE).as_posix()

    def apply(self, source: bytes) -> bytes:
        """The source with the fault. Raises ValueError where the piece does not stand there once."""
        if source.count(self.before.encode()) != 1:
            raise ValueError(f"{self.file} has not one `{self.before}`: name the fault anew")
        return source.replace(self.before.encode(), self.after.encode())


NAMED = (
    NamedFault(
        name="Gini counts nobody's own share",
        room="measures",
        where="measures/fairness.py",
        before="before_wk -= people_wk / 2",
        after="before_wk -= people_wk",
    ),
    NamedFault(
        name="the regional gap is turned round",
        room="measures",
        where="measures/fairness.py",
        before="indices.region_mean(start_c) > indices.national_mean(start_c)",
        after="indices.region_mean(start_c) < indices.national_mean(start_c)",
    ),
    NamedFault(
        name="a success is any fall of reported need",
        room="measures",
        where="measures/progress.py",
        before="start_reported_kw - now_kw >= success_threshold",
        after="start_reported_kw - now_kw >= 0",
    ),
    NamedFault(
        name="adoption counts those who are further away",
        room="measures",
        where="measures/progress.py",
        before="own_cw < national_cw",
        after="own_cw > national_cw",
    ),
    NamedFault(
        name="understatement is what is left of need",
        room="measures",
        where="measures/progress.py",
        before="1 - ratio(reported_w, need(need_kjw, indices), otherwise=1.0)",
        after="ratio(reported_w, need(need_kjw, indices), otherwise=1.0)",
    ),
    NamedFault(
        name="the best arm has one rival more",
        room="statistics",
        where="statistics/multiple_comparisons.py",
        before="(1 - CONFIDENCE) / (arms - 1)",
        after="(1 - CONFIDENCE) / arms",
    ),
    NamedFault(
        name="a method with rule=None no longer gets the rule",
        room="decisions",
        where="decisions/choosing/overrides.py",
        before="for count in (2, 1):",
        after="for count in (1, 2):",
    ),
    NamedFault(
        name="a council without room absorbs everything",
        room="consequences",
        where="consequences/local_losses.py",
        before="ratio(load_cw, room_cw, otherwise=np.inf)",
        after="ratio(load_cw, room_cw)",
    ),
    NamedFault(
        name="departments can lose more time than they have",
        room="consequences",
        where="consequences/staff_time.py",
        before="np.minimum(1.0, own_dw + learning_cost_w * learning_loop + mixed_signals_dw)",
        after="np.asarray(own_dw + learning_cost_w * learning_loop + mixed_signals_dw)",
    ),
    NamedFault(
        name="councils can lose more time than they have",
        room="consequences",
        where="consequences/staff_time.py",
        before="np.minimum(1.0, own_w)",
        after="np.asarray(own_w)",
    ),
    NamedFault(
        name="a chunk may have fewer rows than runs",
        room="experiments/store",
        where="experiments/store",
        before="table.num_rows != ",
        after="table.num_rows > 10**9 != ",
    ),
    NamedFault(
        name="a file is renamed before its bytes are on disk",
        room="experiments/store",
        where="files.py",
        before="os.fsync(file.fileno())",
        after="pass",
    ),
    NamedFault(
        name="a rename is not on disk",
        room="experiments/store",
        where="files.py",
        before="        fsync_directory(target.parent)\n",
        after="",
    ),
)
