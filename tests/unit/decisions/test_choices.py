"""What a department may choose, at the edge of rounding."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.decisions.choosing.choices import TOLERANCE, Question, check_stance
from govsim.errors import ChoiceError


def test_what_is_exactly_at_the_tolerance_of_rounding_is_allowed() -> None:
    question = Question("department", "education", "allocate")
    check_stance(question, np.array([[1 + TOLERANCE]]), None)
    with pytest.raises(ChoiceError, match="shares that sum to 1 at most"):
        check_stance(question, np.array([[np.nextafter(1 + TOLERANCE, 2)]]), None)
