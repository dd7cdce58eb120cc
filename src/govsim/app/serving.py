"""Serve the pages on this machine only, without the internet: Solara's server with our site around it."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import warnings
import webbrowser
from collections.abc import Callable
from importlib.util import find_spec
from typing import Final

from govsim.errors import InputError, Problem

HOST: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8765
PORTS_TRIED: Final = 50

# Read by Solara on import: no telemetry, and closed tabs expire.
SOLARA: Final = {
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false",
    "SOLARA_KERNEL_CULL_TIMEOUT": "30m",
    "SOLARA_ASSETS_PROXY": "true",
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "false",
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_THEME_SHOW_BANNER": "false",
    "SOLARA_THEME_TITLE": "govsim",
    "SOLARA_APP": "govsim.app.pages",
}


def check_installed() -> None:
    """Raise InputError unless the packages that the pages need are installed."""
    missing = [name for name in ("solara", "solara_assets") if find_spec(name) is None]
    if missing:
        named = " and no ".join(name.replace("_", "-") for name in missing)
        remedy = "Install what the pages need: pip install 'govsim[app]'"
        raise InputError(Problem("app", "solara and solara-assets", f"no {named}", remedy=remedy))


def check_port(port: int) -> None:
    """Raise InputError, with the next free port, if a port cannot be used."""
    if is_free(port):
        return
    free = next((other for other in range(port + 1, port + PORTS_TRIED) if is_free(other)), None)
    remedy = (
        f"It is in use, perhaps by govsim in another window. Try: govsim app --port {free}"
        if free is not None
        else "Choose another with --port."
    )
    raise InputError(Problem("app", "a port that is free", str(port), key="--port", remedy=remedy))


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of this machine now."""
    if port > 65535:
        return False
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        if os.name == "posix":  # elsewhere the option lets two servers share a port
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError:
            return False
    return True


def address_of(port: int) -> str:
    """The address to open in a browser."""
    return f"http://{HOST}:{port}"


def serve(
    port: int = DEFAULT_PORT, open_browser: bool = True, tell: Callable[[str], None] | None = None
) -> None:
    """Serve the pages until the process is stopped; `tell` is called with the address once the page can be opened.

    Raises InputError if solara is missing or the port is in use.
    """
    check_installed()
    check_port(port)
    os.environ.update(SOLARA)
    warnings.filterwarnings("ignore", module="solara")  # on cookies over http, the protocol of this machine

    import uvicorn

    from govsim.app.jobs import jobs, prepare
    from govsim.app.site import site

    class Server(uvicorn.Server):
        """Announces when it is listening, then simulates what a visitor will request first."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                threading.Thread(target=prepare, args=[jobs()], daemon=True).start()
                if tell is not None:
                    tell(address_of(port))
                if open_browser:
                    threading.Thread(target=webbrowser.open, args=[address_of(port)], daemon=True).start()

    config = uvicorn.Config(
        site(), host=HOST, port=port, log_level="warning", access_log=False, loop="asyncio"
    )
    try:
        with contextlib.suppress(KeyboardInterrupt):
            Server(config).run()
    finally:
        jobs().close()
