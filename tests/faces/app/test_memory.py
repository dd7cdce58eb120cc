"""Pages that close give their memory back, once for many."""

from __future__ import annotations

import threading

import pytest

from govsim.app import memory


def test_many_pages_that_close_give_back_once(monkeypatch: pytest.MonkeyPatch) -> None:
    given, calls = threading.Event(), []

    def give_back() -> None:
        calls.append(1)
        memory._waiting.clear()
        given.set()

    monkeypatch.setattr(memory.sys, "platform", "linux")
    monkeypatch.setattr(memory, "DELAY", 0.05)
    monkeypatch.setattr(memory, "give_back", give_back)
    for _ in range(5):
        memory.give_back_soon()
    assert given.wait(10)
    assert len(calls) == 1


def test_giving_back_leaves_what_is_in_use_as_it_is() -> None:
    used = [bytes([value]) * 1000 for value in range(200)]
    memory.give_back()
    assert used == [bytes([value]) * 1000 for value in range(200)]
