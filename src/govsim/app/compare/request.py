"""The comparison that a visitor requests, and its result: the document as a page, a report and tables."""

from __future__ import annotations

import shlex
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from pathlib import Path, PurePath
from typing import Any, Final

from govsim.app.arrangements import name_of
from govsim.app.assumptions import Fixed
from govsim.app.compare.arms import (
    FILE,
    NOW,
    SETTING_FILE,
    THREE,
    checked_arms,
    choices,
    in_country,
    keys_of,
    setting_table,
)
from govsim.app.compare.upload import Uploaded
from govsim.app.keys import SWITCH, Key, keys, one_of
from govsim.app.offered import Country, offered
from govsim.app.session import Setting, opened
from govsim.app.work import Task
from govsim.comparison.compare import Comparison, comparing
from govsim.comparison.document import document_of, in_words
from govsim.comparison.export import comparison_document, write_csv
from govsim.documents.document import Document
from govsim.documents.html import embedded_html, html_of
from govsim.documents.json import json_text
from govsim.documents.markup import Html
from govsim.errors import InputError, Problem
from govsim.runs.simulate import finished
from govsim.scenario.load import load_scenario, with_distinct_names
from govsim.scenario.schema import Scenario
from govsim.world.find_places import places_in
from govsim.world.places import Places

WORLDS: Final = (32, 200)
WORLDS_OF_LARGE: Final = (4, 16)
HELD: Final = {  # options of the choice of what is held alike, and those of the command
    "": (),
    "volume": ("--equal-volume",),
    "overhead": ("--equal-overhead",),
    "both": ("--equal-volume", "--equal-overhead"),
}
ASKS: Final = ("why", "levers", "hangs")  # further questions
KEYS: Final = keys(
    Key(name="arms", default=THREE, check=checked_arms),
    Key(name="held", check=one_of(HELD)),
    Key(name="split", check=SWITCH),
    *(Key(name=name, check=SWITCH) for name in ASKS),
    Key(name="pair", check=one_of(("", "1", "2", "3"))),  # whom a question is about; by default the last
)


@dataclass(frozen=True, kw_only=True)
class ComparisonRequest:
    """Scenarios to compare, the baseline first, and the options of the command."""

    scenarios: tuple[Scenario, ...]
    words: tuple[str, ...]  # the scenarios as the command names them
    places: str = ""  # path of a places file; empty for the scenarios' own
    alike: bool = False
    fixed: Fixed = ()  # assumptions
    weight: float | None = None
    held: str = ""
    split: bool = False
    ladder: tuple[int, ...] = WORLDS

    @property
    def task(self) -> Task:
        """The work: the document, in ever more worlds."""
        return Task(function=compared, arguments=(self,), worlds=self.ladder, long=True)

    @property
    def tables_task(self) -> Task:
        """The work of the tables, in all worlds."""
        return Task(function=tables, arguments=(self,), worlds=self.ladder[-1:], long=True)

    def command(self, worlds: int) -> str:
        """The command that repeats it."""
        options = [
            "-n",
            str(worlds),
            "--seed",
            "0",
            *self.places_option,
            *self.worlds_options,
            *self.weight_option,
        ]
        options += [*HELD[self.held], *(["--split"] if self.split else [])]
        return shlex.join(["govsim", "compare", *self.words, *options])

    @property
    def places_option(self) -> list[str]:
        """The option for the places, with the file's name alone: its folder is nobody else's business."""
        return ["--places", PurePath(self.places).name] if self.places else []

    @property
    def worlds_options(self) -> list[str]:
        """The options for worlds that are alike and for assumptions that are fixed."""
        fixed = [word for name, value in self.fixed for word in ("--fix", f"{name}={value:g}")]
        return [*(["--worlds", "alike"] if self.alike else []), *fixed]

    @property
    def weight_option(self) -> list[str]:
        """The option for the weight of progress."""
        return ["--weight", f"{self.weight:g}"] if self.weight is not None else []

    @property
    def land(self) -> Places | None:
        """The places of all, where they are not left to each scenario. Raises InputError."""
        return places_in(Path(self.places)) if self.places else None

    @property
    def changed(self) -> list[Scenario]:
        """The scenarios with the options in force."""
        worlds = {"worlds": "alike"} if self.alike else {}
        changes: dict[str, Any] = (
            {"uncertainties": {**worlds, **dict(self.fixed)}} if worlds or self.fixed else {}
        )
        changes |= {} if self.weight is None else {"values": {"progress_weight": self.weight}}
        return [scenario.replace(**changes) if changes else scenario for scenario in self.scenarios]

    def compared(self, worlds: int) -> Comparison:
        """The comparison, simulated in this process as the command does."""
        return finished(
            comparing(
                self.changed,
                replicates=worlds,
                places=self.land,
                equal_volume=self.held in ("volume", "both"),
                equal_overhead=self.held in ("overhead", "both"),
                split=self.split,
                even_need=True,
                jobs=1,
            )
        )


@dataclass(frozen=True, kw_only=True)
class ComparisonResult:
    """The result of a comparison: its document in each form, and the sentences of its answer."""

    worlds: int
    names: tuple[str, ...]  # of the scenarios in prose
    answer: tuple[str, ...]
    command: str
    html: str  # the document as a piece of a page
    report: str  # the document as a page of its own
    numbers: str  # for other programs, as JSON


def compared(request: ComparisonRequest, *, worlds: int) -> ComparisonResult:
    """Run the comparison and write the document in each form."""
    from govsim.experiments.compared import with_drawings

    comparison, command = request.compared(worlds), request.command(worlds)
    document = _drawn(with_drawings(document_of(comparison, command), comparison))
    return ComparisonResult(
        worlds=worlds,
        names=in_words(comparison).names,
        answer=document.answer,
        command=command,
        html=embedded_html(document),
        report=html_of(document),
        numbers=json_text(comparison_document(comparison, command)),
    )


def tables(request: ComparisonRequest, *, worlds: int) -> bytes:
    """The tables of `govsim compare --csv`, in one archive."""
    comparison = request.compared(worlds)
    archive = BytesIO()
    with tempfile.TemporaryDirectory(prefix="govsim-") as folder:
        written = write_csv(comparison.runs, comparison.differences(), Path(folder, "tables"))
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
            for path in written:
                file.write(path, path.name)
    return archive.getvalue()


def _drawn(document: Document) -> Document:
    """The document with its drawings rendered once, for use in two forms."""
    parts = [
        part if part.drawing is None else replace(part, drawing=partial(Html, part.drawing()))
        for part in document.parts
    ]
    return replace(document, parts=tuple(parts))


def comparison_request(
    setting: Setting, own: Mapping[str, str], uploaded: Uploaded | None
) -> ComparisonRequest:
    """The comparison of a setting of the pages and of the keys of this one. Raises InputError."""
    country, start = offered().country(setting.country), opened().now
    keys = keys_of(own["arms"])
    arms = [_arm(key, setting, uploaded) for key in keys]
    return ComparisonRequest(
        scenarios=tuple(with_distinct_names([scenario for scenario, _ in arms])),
        words=tuple(word for _, word in arms),
        places=country.places,
        alike=setting.worlds != start.worlds,
        fixed=setting.fixed,
        weight=setting.progress_weight if setting.progress_weight != start.progress_weight else None,
        held=own["held"],
        split=own["split"] == "1" and not own["held"],
        ladder=_ladder(country, uploaded if FILE in keys else None),
    )


def _arm(key: str, setting: Setting, uploaded: Uploaded | None) -> tuple[Scenario, str]:
    """One scenario, and its name on the command line."""
    if key == FILE:
        if uploaded is None:
            expected, result = "the file that was chosen here", "none: a link cannot carry it"
            raise InputError(
                Problem("Your file", expected, result, remedy="Choose the file again, or another scenario.")
            )
        return uploaded.scenario, uploaded.name
    shipped = name_of(setting.levers)
    if key == NOW and shipped is None:
        return load_scenario(setting_table(replace(setting, fixed=()))), SETTING_FILE
    choice = choices()[in_country(shipped if key == NOW and shipped else key, setting.country)]
    return choice.scenario, choice.word


def _ladder(country: Country, uploaded: Uploaded | None) -> tuple[int, ...]:
    return WORLDS_OF_LARGE if country.is_large or (uploaded and uploaded.is_large) else WORLDS
