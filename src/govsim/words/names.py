"""Names and short phrases for prose."""

from __future__ import annotations

import re
from typing import Final

PROPER_NAMES: Final = ("Prime Minister", "Treasury")


def arrangement_words(name: str) -> str:
    """An arrangement in prose, also within a phrase: `mission-led`, `progress: mission-led against siloed`."""
    return name.replace("mission_led", "mission-led").replace("_", " ")


def held_together(text: str) -> str:
    """A label with a non-breaking space before each number.

    >>> held_together("target pressure 0.5, breadth of goals 1")
    'target pressure\xa00.5, breadth of goals\xa01'
    """
    return re.sub(r" (?=[−+]?\d)", "\N{NO-BREAK SPACE}", text)


def capitalised(text: str) -> str:
    """A phrase to begin a sentence.

    >>> capitalised("public value of mission-led")
    'Public value of mission-led'
    """
    return f"{text[:1].upper()}{text[1:]}"


def uncapitalised(text: str) -> str:
    """A phrase inside a sentence; proper names keep their capitals.

    >>> uncapitalised("Public value, units"), uncapitalised("Prime Minister's time")
    ('public value, units', "Prime Minister's time")
    """
    is_named = text.startswith(PROPER_NAMES) or text[1:2].isdigit()  # a key such as P7
    return text if is_named else f"{text[:1].lower()}{text[1:]}"
