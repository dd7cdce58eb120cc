"""Takes the prose out of Markdown and of help: sentences, without code, tables, formulas and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)")
CODE = re.compile(r"`[^`\n]+`")
NEW_BLOCK = re.compile(
    r"^\s*(?:[-*•]|\d+\.|#+|\([A-Z\d]+\.\d+[a-z]?\))\s|^>|^\*\*\("
)  # item, heading, numbered line
SHORT_FORM = re.compile(r"\b(?:e\.g|i\.e|cf|et al|no|vs|St|ca|p|pp|Dr)\.$")
END = re.compile(r"(?<=[.!?])[\"”’)*_]*\s+(?=[\"“‘(*_]*[A-Z`\d£−])")


@dataclass(frozen=True)
class Sentence:
    """A sentence and the line of its page on which its block begins."""

    line: int
    text: str

    @property
    def words(self) -> int:
        """Words in it; what stands in backticks is one."""
        return len(re.findall(r"[^\W\d_][\w’'-]*", CODE.sub(" code ", self.text)))


def blanked(pattern: re.Pattern[str], text: str) -> str:
    """A text with what matches taken out and its lines counted as before."""
    return pattern.sub(lambda found: "\n" * found[0].count("\n"), text)


def blocks_of(markdown: str) -> Iterator[tuple[int, str]]:
    """Paragraphs and items with the line on which each begins; code, tables and headings left out."""
    text = blanked(COMMENT, blanked(FENCE, markdown))
    start, held = 0, list[str]()
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        table = line.lstrip().startswith("|")
        if held and (table or not line.strip() or NEW_BLOCK.match(line)):
            yield start, " ".join(held)
            held = []
        if table or not line.strip() or line.startswith("#"):
            continue
        if not held:
            start = number
        held.append(re.sub(r"^\s*(?:[-*•]|\d+\.)\s+", "", line).strip())


def sentences_of(markdown: str) -> list[Sentence]:
    """Every sentence of a page's prose."""
    found = []
    for line, block in blocks_of(markdown):
        plain = LINK.sub(r"\1", block)
        parts, rest = END.split(plain), ""
        for part in parts:
            rest = f"{rest} {part}".strip()
            if not SHORT_FORM.search(rest):
                found.append(Sentence(line, rest))
                rest = ""
        if rest:
            found.append(Sentence(line, rest))
    return found
