"""On what it was measured: processor, cores, versions, and how busy the machine was."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path


def machine() -> dict[str, str | int]:
    """The processor, its cores and what runs on it; no name of a machine."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count() or 1,
        "system": platform.system(),
        "python": platform.python_version(),
        **{package: version(package) for package in ("numpy", "scipy", "mesa")},
    }


def load() -> float:
    """How many processes wanted a core in the last minute, this one included."""
    return os.getloadavg()[0]


def _processor() -> str:
    table = Path("/proc/cpuinfo")
    if table.exists():
        for line in table.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
