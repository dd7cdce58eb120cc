"""The notebooks of the docs run in a real kernel from top to bottom; their outputs are not in git."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import KernelManager

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))
SECONDS = 240  # for one cell, on a machine that has much else to do


def cells(path: Path) -> list[dict[str, Any]]:
    return list(json.loads(path.read_text(encoding="utf-8"))["cells"])


@contextmanager
def kernel(folder: Path) -> Iterator[Any]:
    """A client of a kernel of this Python, which works in a folder."""
    manager = KernelManager()
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    manager.start_kernel(
        cwd=str(folder), env={**os.environ, "PYTHONPATH": path, "JUPYTER_PLATFORM_DIRS": "1"}
    )
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=SECONDS)
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def shown_by(client: Any, code: str) -> list[dict[str, Any]]:
    """What a cell shows: a bundle for each output, by type of content. Fails for a cell that raises."""
    shown: list[dict[str, Any]] = []

    def note(message: dict[str, Any]) -> None:
        content = message["content"]
        if "data" in content:
            shown.append(content["data"])
        elif message["msg_type"] == "stream":
            shown.append({content["name"]: content["text"]})

    reply = client.execute_interactive(code, output_hook=note, allow_stdin=False, timeout=SECONDS)
    assert reply["content"]["status"] == "ok", "\n".join(reply["content"].get("traceback", []))
    return shown


def test_there_are_two_notebooks() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["first-comparison", "own-experiment"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_outputs(path: Path) -> None:
    for cell in cells(path):
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            assert cell["execution_count"] is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("default")
def test_a_notebook_runs(path: Path, tmp_path: Path) -> None:
    pages, charts = 0, 0
    with kernel(tmp_path) as client:
        for cell in cells(path):
            if cell["cell_type"] != "code":
                continue
            for shown in shown_by(client, "".join(cell["source"])):
                assert "stderr" not in shown, shown["stderr"]
                pages += "govsim-page" in shown.get("text/html", "")
                charts += "altair-viz" in shown.get("text/html", "")
                assert len(shown.get("text/plain", "")) < 2000
    assert pages
    assert charts
    assert not list(tmp_path.iterdir()), "it wrote beside itself"
