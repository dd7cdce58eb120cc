"""Numbers with a sensible number of decimals and a true minus; shares as pence or as a chance."""

from __future__ import annotations

import math


def decimal(value: float, places: int, sign: bool = False) -> str:
    """A number with `places` decimals and a true minus; unsigned if it rounds to 0, – if not finite.

    >>> decimal(-1234.56, 1), decimal(-0.04, 1), decimal(0.25, 1, sign=True), decimal(float("nan"), 1)
    ('−1,234.6', '0.0', '+0.2', '–')
    """
    if not math.isfinite(value):
        return "–"
    text = f"{value:{'+' if sign else ''},.{places}f}"
    if float(text.replace(",", "")) == 0:
        text = text.replace("-", "").replace("+", "")
    return text.replace("-", "−")


def pence(share: float, sign: bool = False) -> str:
    """A share of the budget as pence of each pound."""
    return decimal(100 * share, 1, sign)


def signed(value: float) -> str:
    """A per cent change or an effect size: `−3.8`; – if not known."""
    return "without bound" if math.isinf(value) else decimal(value, 1, sign=True)


def chance_words(share: float) -> str:
    """A chance in per cent, never shown as certain or impossible."""
    return f"{share:.0%}" if 0.01 <= share <= 0.99 else "above 99%" if share > 0.5 else "below 1%"
