"""Serve the pages without the internet: Solara's server with our site around it."""

from __future__ import annotations

import contextlib
import gc
import os
import socket
import threading
import warnings
import webbrowser
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from govsim.app.hosting import Hosting, check_listening
from govsim.errors import InputError, Problem

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

ALLOCATIONS: Final = 10_000  # until young garbage is collected; Python's 700 cost a sixth of opening a page
PAGES_AT_ONCE: Final = "200"  # live pages; each takes a thread and some megabytes

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


def settings_of(hosting: Hosting) -> dict[str, str]:
    """Solara's settings. Root path and address are fixed here, else Solara keeps those of its first request."""
    return {
        **SOLARA,
        "SOLARA_ROOT_PATH": hosting.base_path,
        "SOLARA_BASE_URL": hosting.own_address,
        "SOLARA_KERNEL_MAX_COUNT": os.environ.get("SOLARA_KERNEL_MAX_COUNT", PAGES_AT_ONCE),
    }


def check_installed(hosting: Hosting) -> None:
    """Raise InputError unless the packages that the pages need are installed."""
    needed = ("solara", "solara_assets") if hosting.is_loopback else ("solara", "solara_assets", "segno")
    missing = [name for name in needed if find_spec(name) is None]
    if missing:
        named = " and no ".join(name.replace("_", "-") for name in missing)
        expected = " and ".join(name.replace("_", "-") for name in needed)
        remedy = "Install what the pages need: pip install 'govsim[app]'"
        raise InputError(Problem("app", expected, f"no {named}", remedy=remedy))


def serve(
    hosting: Hosting,
    open_browser: bool = True,
    tell: Callable[[], None] | None = None,
    more: Sequence[BaseRoute] = (),
) -> None:
    """Serve the pages until the process is stopped; `tell` is called once they can be opened.

    `more` are addresses beside the pages. Where there are any, nothing is simulated before it is asked for.

    Raises InputError if a package is missing or the server cannot listen there.
    """
    check_installed(hosting)
    check_listening(hosting)
    os.environ.update(settings_of(hosting))
    gc.set_threshold(ALLOCATIONS)
    warnings.filterwarnings("ignore", module="solara")  # on cookies over http, the protocol of this machine

    import uvicorn

    from govsim.app.jobs import jobs, prepare
    from govsim.app.site import site

    class Server(uvicorn.Server):
        """Announces when it is listening, then simulates what a visitor will request first."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                if not more:
                    threading.Thread(target=prepare, args=[jobs()], daemon=True).start()
                if tell is not None:
                    tell()
                if open_browser:
                    threading.Thread(target=webbrowser.open, args=[hosting.own_address], daemon=True).start()

    config = uvicorn.Config(
        site(hosting, more),
        host=hosting.host,
        port=hosting.port,
        log_level="warning",
        access_log=False,
        loop="asyncio",
        server_header=False,
        proxy_headers=False,  # the gate reads them
    )
    try:
        with contextlib.suppress(KeyboardInterrupt):
            Server(config).run()
    finally:
        jobs().close()
