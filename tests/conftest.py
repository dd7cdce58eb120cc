"""Settings that all tests share: hypothesis draws the same examples on every machine and prints what failed."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "govsim",
    derandomize=True,  # the same examples each time, on every machine
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("govsim")
