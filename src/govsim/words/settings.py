"""What is set, as people read it: a lever in a table, a value of a file."""

from __future__ import annotations


def setting_words(setting: float | str) -> str:
    """How a lever is set, as a table shows it.

    >>> setting_words(0.25), setting_words("contributors"), setting_words(1.0)
    ('0.25', 'contributors', '1')
    """
    return setting.replace("_", " ") if isinstance(setting, str) else f"{setting:g}"


def said(value: object) -> str:
    """A value as people read it: numbers without idle zeros, lists and tables on one line, nothing as a dash.

    >>> said(0.50), said({"work": 2.0}), said(None)
    ('0.5', 'work 2', '–')
    """
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, dict):
        return ", ".join(f"{key} {said(inner)}" for key, inner in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(said(inner) for inner in value) or "none"
    return str(value)
