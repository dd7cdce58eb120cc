"""Settings for readers: a lever in a table, a value of a file."""

from __future__ import annotations


def setting_words(setting: float | str) -> str:
    """The setting of a lever, for a table.

    >>> setting_words(0.25), setting_words("contributors"), setting_words(1.0)
    ('0.25', 'contributors', '1')
    """
    return setting.replace("_", " ") if isinstance(setting, str) else f"{setting:g}"


def said(value: object) -> str:
    """A value for readers: numbers without trailing zeros, lists and tables on one line, None as a dash.

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
