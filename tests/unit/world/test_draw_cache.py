"""What is drawn again for the same worlds is at hand, is the same, and takes no more room than there is."""

from __future__ import annotations

import copy
import gc
import pickle

import numpy as np
import pytest

from govsim.world import draw_cache
from govsim.world.draw_cache import DrawCache
from govsim.world.draws import Draws, text_keys


def fixed_keys(*names: str) -> np.ndarray:
    keys = text_keys(names)
    keys.flags.writeable = False
    return keys


KEYS = fixed_keys("health", "work")


def asked(draws: Draws, times: int, keys: np.ndarray = KEYS) -> np.ndarray:
    for _ in range(times):
        drawn = draws.normal("evidence", 3, keys)
    return drawn


def room_taken() -> int:
    gc.collect()
    return DrawCache.taken


def test_a_draw_is_the_same_however_often_it_is_asked_for_and_whatever_is_done_to_it() -> None:
    draws = Draws.of(1, range(4))
    first = asked(draws, 1)
    for again in (2, 3, 4):
        drawn = draws.normal("evidence", 3, KEYS)
        assert drawn.tobytes() == first.tobytes(), again
        drawn *= 0
    other = fixed_keys("health", "skills")
    expected = Draws.of(1, range(4)).normal("evidence", 3, other)
    assert asked(draws, 3, other).tobytes() == expected.tobytes()


def test_kinds_of_draws_are_not_mixed_up() -> None:
    draws = Draws.of(1, range(4))
    for _ in range(3):
        found = [kind("evidence", 3, KEYS).tobytes() for kind in (draws.uniform, draws.normal, draws.gumbel)]
        found += [
            draws.normal(stream, quarter, KEYS).tobytes() for stream, quarter in (("evidence", 4), ("bid", 3))
        ]
        assert len(set(found)) == len(found)


def test_only_what_is_asked_for_twice_takes_room_and_gives_it_back() -> None:
    before = room_taken()
    draws = Draws.of(1, range(4))
    asked(draws, 1)
    assert room_taken() == before
    asked(draws, 3)
    assert room_taken() == before + 2 * 4 * 8
    copied = [copy.deepcopy(draws), pickle.loads(pickle.dumps(draws))]
    assert room_taken() == before + 2 * 4 * 8, "copies keep nothing"
    assert all(asked(one, 1).tobytes() == asked(draws, 1).tobytes() for one in copied)
    del draws, copied
    assert room_taken() == before


def test_nothing_is_kept_where_there_is_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    before = room_taken()
    monkeypatch.setattr(draw_cache, "ROOM", before + 2 * 4 * 8 - 1)
    draws = Draws.of(1, range(4))
    assert asked(draws, 4).tobytes() == asked(Draws.of(1, range(4)), 1).tobytes()
    assert room_taken() == before


def test_keys_that_can_still_be_written_are_not_taken_for_the_same() -> None:
    keys = text_keys(["health"])
    draws = Draws.of(1, range(4))
    asked(draws, 3, keys)
    keys[0] += np.uint64(1)
    assert asked(draws, 1, keys).tobytes() == asked(Draws.of(1, range(4)), 1, keys).tobytes()
