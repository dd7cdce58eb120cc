"""Names and small phrases as prose has them."""

from __future__ import annotations


def arrangement_words(name: str) -> str:
    """An arrangement as prose names it, also within a phrase: `mission-led`, `progress: mission-led against siloed`."""
    return name.replace("mission_led", "mission-led").replace("_", " ")


def capitalised(text: str) -> str:
    """A phrase at the beginning of a sentence.

    >>> capitalised("public value of mission-led")
    'Public value of mission-led'
    """
    return f"{text[:1].upper()}{text[1:]}"


def uncapitalised(text: str) -> str:
    """A phrase inside a sentence.

    >>> uncapitalised("Public value, units")
    'public value, units'
    """
    return f"{text[:1].lower()}{text[1:]}"
