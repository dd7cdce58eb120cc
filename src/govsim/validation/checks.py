"""All checks by name. A new one is a file and a line here or in the list of its kind."""

from __future__ import annotations

import time

from govsim.validation import corners, dead_weight, mechanisms
from govsim.validation.docking import DOCKINGS
from govsim.validation.finding import Check, CheckResult, Plan
from govsim.validation.laws import LAWS
from govsim.validation.limits import LIMITS
from govsim.validation.patterns import PATTERNS

CHECKS: dict[str, Check] = {
    check.key: check
    for check in (
        *(*LAWS, *LIMITS, *PATTERNS, *DOCKINGS),
        *(*mechanisms.CHECKS, *dead_weight.CHECKS, *corners.CHECKS),
    )
}


def run_check(key: str, plan: Plan) -> CheckResult:
    """Run one check."""
    check = CHECKS[key]
    began = time.process_time()
    reading = check.examine(plan)
    return CheckResult(check, reading, plan, time.process_time() - began)
