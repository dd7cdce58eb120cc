"""Find numbers too extreme for arithmetic, and text with characters that control a terminal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Final

from govsim.scenario.findings import Finding, Path

# Sums, ratios and powers of numbers between these stay finite; no real quantity is smaller or larger.
LEAST: Final = 1e-30
MOST: Final = 1e30

_LONGEST: Final = 300  # characters of a name or value in a message
# Control characters, marks that reverse the direction of text, and lone surrogates.
_UNSEEN: Final = re.compile("[\0-\x08\x0b-\x1f\x80-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_ALIKE: Final = ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "FULLWIDTH", "MATHEMATICAL")


def odd_values(document: Any, path: Path = ()) -> Iterator[Finding]:
    """Findings for every number too near to 0 or too large, and for every text with control characters."""
    if isinstance(document, Mapping):
        for key, value in document.items():
            yield from odd_values(value, (*path, key))
    elif isinstance(document, list | tuple):
        for place, value in enumerate(document):
            yield from odd_values(value, (*path, place))
    elif isinstance(document, str):
        unseen = _UNSEEN.search(document)
        if unseen:
            yield Finding(path, "text without control characters", f"one (U+{ord(unseen[0]):04X})")
    elif isinstance(document, int | float) and MOST < abs(document) != float("inf"):
        yield Finding(path, f"a number of at most {MOST:g}", _number(document))
    elif isinstance(document, int | float) and 0 < abs(document) < LEAST:
        yield Finding(path, f"a number of at least {LEAST:g}, or 0 if it may be 0", _number(document))


def _number(value: float) -> str:
    return "a very long number" if isinstance(value, int) and abs(value) > 10**30 else repr(value)


def legible(text: str) -> str:
    r"""Text from a file, safe for a message: one line, no control characters, shortened.

    >>> legible("pooled\x1b[31m")
    'pooled\\u001b[31m'
    """
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", re.sub(r"[\r\n]+", " ", short))


def look_alikes(text: str) -> str:
    """A remedy for a name that mixes plain letters with look-alikes; empty for any other name.

    >>> look_alikes("p\u043eoled_funding")
    "The 'о' in it is CYRILLIC SMALL LETTER O (U+043E), not the plain letter that it looks like."
    """
    for word in re.findall(r"[^\s'\".,]+", text):
        if not re.search("[A-Za-z]", word):
            continue
        for letter in word:
            name = unicodedata.name(letter, "")
            if name.startswith(_ALIKE):
                known = f"{name} (U+{ord(letter):04X})"
                return f"The '{letter}' in it is {known}, not the plain letter that it looks like."
            if unicodedata.category(letter) == "Cf":
                return f"In it is {name or 'a character'} (U+{ord(letter):04X}), which cannot be seen."
    return ""
