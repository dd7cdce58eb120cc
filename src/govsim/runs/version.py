"""Which model made a result."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def _installed() -> str:
    try:
        return version("govsim")
    except PackageNotFoundError:  # run from a source tree that was never installed
        return "0+source"


MODEL_VERSION = _installed()
