"""Reads the project's pages: their links, code blocks and the commands that they show."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block of code on a page."""

    page: Path
    number: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{named(self.page)}-{self.number}"


def named(path: Path) -> str:
    """A path as a test names it."""
    return path.relative_to(ROOT).as_posix()


def text_of(page: Path) -> str:
    """A page without its fenced blocks."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def blocks(*languages: str) -> list[Block]:
    """The fenced blocks of all pages in certain languages, or in any."""
    return [
        Block(page, number, language, text)
        for page in PAGES
        for number, (language, text) in enumerate(FENCE.findall(page.read_text(encoding="utf-8")), start=1)
        if not languages or language in languages
    ]


def spans(page: Path) -> list[str]:
    """What stands in single backticks on a page."""
    return re.findall(r"`([^`\n]+)`", text_of(page))


def links(page: Path) -> list[str]:
    """Where the links of a page lead within the project."""
    found = re.findall(r"\]\(([^)\s]+)\)", text_of(page))
    return [target.split("#")[0] for target in found if "://" not in target and not target.startswith("#")]


def commands_in(text: str) -> Iterator[list[str]]:
    """The `govsim …` commands of a shell block, as words; what a command printed is passed over."""
    lines = text.splitlines()
    if any(line.startswith("$ ") for line in lines):
        lines = [line[2:] for line in lines if line.startswith("$ ")]
    for line in lines:
        for part in re.split(r"&&|\||;", line):
            words = shlex.split(part, comments=True)
            if words and (words[0] == "govsim" or words[0].endswith("/govsim")):
                yield words[1:]


def shown_commands() -> list[list[str]]:
    """Every govsim command of a fenced block, once."""
    found = [
        tuple(words) for block in blocks("", "text", "bash", "console") for words in commands_in(block.text)
    ]
    return [list(words) for words in dict.fromkeys(found)]


def mentioned_commands() -> list[list[str]]:
    """Every govsim command in single backticks, once; some are without their arguments."""
    found = [
        tuple(shlex.split(span)[1:]) for page in PAGES for span in spans(page) if span.startswith("govsim ")
    ]
    return [list(words) for words in dict.fromkeys(found)]
