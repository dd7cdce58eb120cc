"""Faults that no test finds, with the reason."""

SURVIVORS: dict[str, str] = {}
