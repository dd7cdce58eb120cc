"""The bibliography: full sources by key, read from docs/references.bib, which the wheel contains."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

KEY: Final = re.compile(r"\b[a-z]+(?:_[a-z]+)*_(?:1[89]|20)\d\d\b")
_ENTRY: Final = re.compile(r"^@\w+\{(\w+),\n(.*?)^\}$", re.DOTALL | re.MULTILINE)
_FIELD: Final = re.compile(r"^\s*(\w+)\s*=\s*\{(.*)\},?$", re.MULTILINE)
_PLACES: Final = ("journal", "booktitle", "publisher", "institution")


@dataclass(frozen=True)
class Reference:
    """One entry of the bibliography."""

    key: str
    fields: Mapping[str, str]

    @property
    def title(self) -> str:
        """Its title."""
        return self.fields["title"]

    @property
    def who_and_when(self) -> str:
        """`Bevan, Gwyn; Hood, Christopher (2006)`."""
        return f"{self.fields['author']} ({self.fields['year']})"

    @property
    def where(self) -> str:
        """Journal with volume and pages, or the publisher."""
        place = next((self.fields[name] for name in _PLACES if name in self.fields), "")
        volume = self.fields.get("volume", "")
        if volume and "number" in self.fields:
            volume += f"({self.fields['number']})"
        return ", ".join(part for part in (place, volume, self.fields.get("pages", "")) if part)

    @property
    def address(self) -> str:
        """Its web address, if known."""
        if "doi" in self.fields:
            return f"https://doi.org/{self.fields['doi']}"
        return self.fields.get("url", "")

    @property
    def how_known(self) -> str:
        """Whether and how the source was verified."""
        return self.fields["note"]


def references_file() -> Path:
    """The bibliography: inside the wheel, or in docs/ of a checkout."""
    inside = Path(__file__).parents[1] / "_references.bib"
    return inside if inside.is_file() else Path(__file__).parents[3] / "docs" / "references.bib"


@cache
def references() -> Mapping[str, Reference]:
    """Every source by its key."""
    text = references_file().read_text(encoding="utf-8")
    return {key: Reference(key, _fields(body)) for key, body in _ENTRY.findall(text)}


def _fields(body: str) -> dict[str, str]:
    return {name: _plain(name, value) for name, value in _FIELD.findall(body)}


def _plain(name: str, value: str) -> str:
    """A BibTeX value for print: braces keep a body's name whole, persons are separated by semicolons."""
    if value.startswith("{"):
        return value.removeprefix("{").removesuffix("}")
    if name == "author":
        return value.replace(" and ", "; ")
    return value.replace("--", "–").replace("\\&", "&")
