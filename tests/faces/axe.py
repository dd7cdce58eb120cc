"""What axe-core, the usual judge of pages for readers with disabilities, finds wrong with an open page."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page


def axe_faults(page: Page, within: str | None = None) -> list[str]:
    """A line for each fault and the element that has it; empty where the page, or a part of it, is clean.

    `within` is a selector of CSS. Without axe-core a test is skipped, but never in CI.
    """
    if os.environ.get("CI") == "true":
        import axe_playwright_python.sync_playwright as axe
    else:
        axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = axe.Axe().run(page, context=within).response["violations"]
    return [
        f"{fault['id']} ({fault['impact']}): {fault['help']}: {' '.join(map(str, node['target']))}: {node['html']}"
        for fault in found
        for node in fault["nodes"]
    ]
