"""The version of the model."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def _installed() -> str:
    try:
        return version("govsim")
    except PackageNotFoundError:  # run from a source tree that was never installed
        return "0+source"


MODEL_VERSION = _installed()


def is_of_this_edition(version: str) -> bool:
    """Whether a version's numbers are comparable with this one's: the first two parts are the same.

    >>> is_of_this_edition("0.1.0")
    False
    """
    return version.split(".")[:2] == MODEL_VERSION.split(".")[:2]
