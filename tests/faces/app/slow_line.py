"""A TCP proxy that answers late, as a room's wireless network does."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

LATE: Final = 0.25  # seconds, each way


@contextmanager
def slow_line(port: int, late: float = LATE) -> Iterator[int]:
    """The port of a proxy to a port of this machine; each byte arrives late, in order."""
    started: queue.Queue[tuple[int, Callable[[], object]]] = queue.Queue()
    thread = threading.Thread(target=lambda: asyncio.run(_serve(port, late, started)), daemon=True)
    thread.start()
    own, stop = started.get(timeout=10)
    try:
        yield own
    finally:
        stop()
        thread.join(10)


async def _serve(port: int, late: float, started: queue.Queue[tuple[int, Callable[[], object]]]) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.CancelledError):
            there_reader, there_writer = await asyncio.open_connection("127.0.0.1", port)
            await asyncio.gather(_pass(reader, there_writer, late), _pass(there_reader, writer, late))

    done, loop = asyncio.Event(), asyncio.get_running_loop()
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    started.put((server.sockets[0].getsockname()[1], lambda: loop.call_soon_threadsafe(done.set)))
    await done.wait()
    server.close()


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, late: float) -> None:
    """Pass bytes on, each as long after it came as any other."""
    loop = asyncio.get_running_loop()
    due: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def send() -> None:
        while True:
            when, data = await due.get()
            await asyncio.sleep(when - loop.time())
            if not data:
                writer.close()
                return
            writer.write(data)
            await writer.drain()

    sending = asyncio.ensure_future(send())
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            due.put_nowait((loop.time() + late, data))
    due.put_nowait((loop.time() + late, b""))
    with contextlib.suppress(OSError):
        await sending
