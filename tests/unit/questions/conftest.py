"""What became of a claim about the country for the classroom."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsim.questions.claims import Claims, claims
from tests.tiny_claims import TINY


@pytest.fixture(scope="session")
def tiny_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with one claim of two pairs."""
    file = tmp_path_factory.mktemp("claims") / "tiny.toml"
    file.write_text(TINY, encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def tiny(tiny_file: Path) -> Claims:
    """What became of it in 60 worlds."""
    return claims(60, seed=5, jobs=1, file=tiny_file)
