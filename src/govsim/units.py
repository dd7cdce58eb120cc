"""Units of money and time: in the model, money is a share of a quarter's budget; people read pounds."""

from __future__ import annotations

QUARTERS_IN_YEAR = 4


def is_first_quarter(quarter: int) -> bool:
    """Whether a year begins with this quarter; quarters of the warm-up are negative."""
    return quarter % QUARTERS_IN_YEAR == 0


def begins_year_of_run(quarter: int) -> bool:
    """Whether a year of the run begins with this quarter; the warm-up has none."""
    return quarter >= 0 and is_first_quarter(quarter)


def is_last_quarter(quarter: int) -> bool:
    """Whether a year ends with this quarter."""
    return quarter % QUARTERS_IN_YEAR == QUARTERS_IN_YEAR - 1


def quarter_words(quarter: int) -> str:
    """A quarter as people say it.

    >>> quarter_words(9)
    'year 3, quarter 2'
    """
    return f"year {quarter // QUARTERS_IN_YEAR + 1}, quarter {quarter % QUARTERS_IN_YEAR + 1}"


def billion_a_quarter(share: float, budget_billion: float) -> float:
    """A share of a quarter's budget in £bn, for a yearly budget in £bn.

    >>> billion_a_quarter(0.1, 400)
    10.0
    """
    return share * budget_billion / QUARTERS_IN_YEAR
