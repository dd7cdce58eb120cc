"""Faults that once passed every test, or that would cost most: each is drawn every time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class NamedFault:
    """A piece of a source that stands there once, and what a slip would make of it."""

    name: str
    room: str
    file: str
    before: str
    after: str

    def apply(self, source: bytes) -> bytes:
        """The source with the fault. Raises ValueError where the piece does not stand there once."""
        if source.count(self.before.encode()) != 1:
            raise ValueError(f"{self.file} has not one `{self.before}`: name the fault anew")
        return source.replace(self.before.encode(), self.after.encode())


NAMED = (
    NamedFault(
        name="Gini counts nobody's own share",
        room="measures",
        file="measures/fairness.py",
        before="before_wk -= people_wk / 2",
        after="before_wk -= people_wk",
    ),
    NamedFault(
        name="the regional gap is turned round",
        room="measures",
        file="measures/fairness.py",
        before="indices.region_mean(start_c) > indices.national_mean(start_c)",
        after="indices.region_mean(start_c) < indices.national_mean(start_c)",
    ),
    NamedFault(
        name="a success is any fall of reported need",
        room="measures",
        file="measures/progress.py",
        before="start_reported_kw - now_kw >= success_threshold",
        after="start_reported_kw - now_kw >= 0",
    ),
    NamedFault(
        name="adoption counts those who are further away",
        room="measures",
        file="measures/progress.py",
        before="own_cw < national_cw",
        after="own_cw > national_cw",
    ),
    NamedFault(
        name="understatement is what is left of need",
        room="measures",
        file="measures/progress.py",
        before="1 - ratio(reported_w, need(need_kjw, indices), otherwise=1.0)",
        after="ratio(reported_w, need(need_kjw, indices), otherwise=1.0)",
    ),
    NamedFault(
        name="the best arm has one rival more",
        room="statistics",
        file="statistics/several.py",
        before="(1 - confidence) / (arms - 1)",
        after="(1 - confidence) / arms",
    ),
    NamedFault(
        name="a method with rule=None no longer gets the rule",
        room="decisions",
        file="decisions/choosing/taking_over.py",
        before="for count in (2, 1):",
        after="for count in (1, 2):",
    ),
    NamedFault(
        name="a council without room absorbs everything",
        room="consequences",
        file="consequences/service_delivery.py",
        before="ratio(load_cw, room_cw, otherwise=np.inf)",
        after="ratio(load_cw, room_cw)",
    ),
    NamedFault(
        name="departments can lose more time than they have",
        room="consequences",
        file="consequences/staff_time.py",
        before="np.minimum(1.0, own_dw + learning_cost_w * learning_loop + mixed_signals_dw)",
        after="np.asarray(own_dw + learning_cost_w * learning_loop + mixed_signals_dw)",
    ),
    NamedFault(
        name="councils can lose more time than they have",
        room="consequences",
        file="consequences/staff_time.py",
        before="np.minimum(1.0, own_w)",
        after="np.asarray(own_w)",
    ),
    NamedFault(
        name="a file is renamed before its bytes are on disk",
        room="experiments/store",
        file="files.py",
        before="os.fsync(file.fileno())",
        after="pass",
    ),
    NamedFault(
        name="a rename is not on disk",
        room="experiments/store",
        file="files.py",
        before="        fsync_directory(target.parent)\n",
        after="",
    ),
)
