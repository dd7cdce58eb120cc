"""How budgets change, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.measures.budgets import budget_changes, l_kurtosis


def test_a_change_is_from_one_year_to_the_next() -> None:
    # budgets are set in the first quarter of a year; the other quarters say nothing
    budgets = np.array([0.4, 9, 9, 9, 0.5, 9, 9, 9, 0.25])[:, None, None]
    np.testing.assert_allclose(budget_changes(budgets)[:, 0, 0], [0.25, -0.5])


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        # of four values the fourth L-moment is (d − 3c + 3b − a)/4, the second half the mean difference of two
        ([9, 0, 2, 1], 1.5 / (28 / 12)),
        ([0, 0, 0, 1], 1.0),
        ([3, 1, 2, 4], 0.0),
        # of five it is the mean over all fours: (0 + 1.5 + 0.75 + 1.5 + 1.25)/5 over 40/20
        ([0, 1, 2, 3, 9], 0.5),
    ],
)
def test_l_kurtosis_is_the_fourth_l_moment_over_the_second(values: list[float], answer: float) -> None:
    assert l_kurtosis(np.array(values, dtype=float)) == pytest.approx(answer, abs=1e-12)


def test_l_kurtosis_needs_four_values_that_vary() -> None:
    assert np.isnan(l_kurtosis(np.full(4, 0.25)))
    with pytest.raises(ValueError, match="at least four values, found 3"):
        l_kurtosis(np.zeros(3))
