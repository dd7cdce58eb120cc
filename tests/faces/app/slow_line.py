"""A TCP proxy that answers late, is cut, or stalls and comes back, as a room's wireless network does."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

LATE: Final = 0.25  # seconds, each way


class Line:
    """A proxy to a port of this machine; each byte arrives late, in order."""

    def __init__(self, to: int, late: float, loop: asyncio.AbstractEventLoop) -> None:
        self.port, self._to, self._late, self._loop = 0, to, late, loop
        self._writers: set[asyncio.StreamWriter] = set()
        self._is_cut = False
        self._flows, self._ended = asyncio.Event(), asyncio.Event()
        self._flows.set()

    def cut(self) -> None:
        """Break all connections, and let nobody connect."""
        self._call(self._cut)

    def stall(self) -> None:
        """Let nothing through in either direction, without breaking a connection."""
        self._call(self._flows.clear)

    def restore(self) -> None:
        """Let everything through again, first what was held back."""
        self._call(self._restore)

    def end(self) -> None:
        """Serve no more."""
        self._call(self._cut)
        self._call(self._ended.set)

    def _call(self, change: object) -> None:
        done = threading.Event()
        self._loop.call_soon_threadsafe(lambda: (change(), done.set()))  # type: ignore[operator]
        done.wait(10)

    def _cut(self) -> None:
        self._is_cut = True
        self._flows.set()
        for writer in self._writers:
            writer.transport.abort()

    def _restore(self) -> None:
        self._is_cut = False
        self._flows.set()

    async def serve(self, started: queue.Queue[Line]) -> None:
        """Serve until it is ended."""
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        started.put(self)
        await self._ended.wait()
        server.close()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut:
            writer.transport.abort()
            return
        with contextlib.suppress(OSError, asyncio.CancelledError):
            there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self._to)
            ends = {writer, there_writer}
            self._writers |= ends
            await asyncio.gather(self._pass(reader, there_writer), self._pass(there_reader, writer))
            self._writers -= ends

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass bytes on, each as long after it came as any other."""
        due: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

        async def send() -> None:
            while True:
                when, data = await due.get()
                await asyncio.sleep(when - self._loop.time())
                await self._flows.wait()
                if not data:
                    writer.close()
                    return
                writer.write(data)
                await writer.drain()

        sending = asyncio.ensure_future(send())
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                due.put_nowait((self._loop.time() + self._late, data))
        due.put_nowait((self._loop.time() + self._late, b""))
        with contextlib.suppress(OSError):
            await sending


@contextmanager
def line_to(port: int, late: float = 0.0) -> Iterator[Line]:
    """A proxy to a port of this machine, in a thread of its own."""
    started: queue.Queue[Line] = queue.Queue()

    async def serve() -> None:
        await Line(port, late, asyncio.get_running_loop()).serve(started)

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    line = started.get(timeout=10)
    try:
        yield line
    finally:
        line.end()
        thread.join(10)


@contextmanager
def slow_line(port: int, late: float = LATE) -> Iterator[int]:
    """The port of a proxy whose bytes arrive late."""
    with line_to(port, late) as line:
        yield line.port
