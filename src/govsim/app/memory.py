"""Memory of pages that are closed goes back to the system: glibc would keep it for threads that are gone."""

from __future__ import annotations

import ctypes
import sys
import threading
from typing import Final

DELAY: Final = 2.0  # seconds after a page is closed, in which others may close too

_waiting: Final = threading.Event()


def give_back_soon() -> None:
    """Give free memory back in a moment; many calls within it are one."""
    if sys.platform == "linux" and not _waiting.is_set():
        _waiting.set()
        timer = threading.Timer(DELAY, give_back)
        timer.daemon = True
        timer.start()


def give_back() -> None:
    """Give free memory back, where the C library can."""
    _waiting.clear()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc alone has it
    if trim is not None:
        trim(0)
