"""Where the server listens, the names and the path under which it answers, and what it prints about that."""

from __future__ import annotations

import errno
import os
import re
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final, NamedTuple

from govsim.errors import InputError, Problem

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
DEFAULT_PORT: Final = 8765
PORTS_TRIED: Final = 50
DOCUMENTATION: Final = ("192.0.2.1", "2001:db8::1")  # addresses that nobody has

_HOST: Final = re.compile(r"(\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9_.-]{1,253})(?::([0-9]{1,5}))?")
_NAME: Final = re.compile(r"[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_])?")
_BASE_PATH: Final = re.compile(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")


class Named(NamedTuple):
    """A host as a browser names it: an address or name, and the port if one is given."""

    name: str
    port: int | None


@dataclass(frozen=True, kw_only=True)
class Hosting:
    """Where the server listens, and the names and the path under which browsers reach it."""

    host: str = LOOPBACK[0]
    port: int = DEFAULT_PORT
    names: tuple[str, ...] = ()  # beside the machine's own
    base_path: str = ""  # as "/tools/govsim"

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can connect."""
        return is_loopback(self.host)

    @property
    def is_shared(self) -> bool:
        """Whether others can use the pages, directly or through a proxy."""
        return not self.is_loopback or bool(self.names)

    @property
    def trusts_proxy(self) -> bool:
        """Whether a proxy may stand before it, whose headers about the browser's request count."""
        return bool(self.names or self.base_path)

    @property
    def own_address(self) -> str:
        """The address to open in a browser of this machine."""
        wildcard = ip_address(self.host).is_unspecified
        return self._address(LOOPBACK[2 if ":" in self.host else 0] if wildcard else self.host)

    @property
    def address(self) -> str:
        """The address for others; without a proxy, for everybody."""
        if self.is_loopback:
            return self.own_address
        found = _on_the_network(self.host) if ip_address(self.host).is_unspecified else self.host
        return self._address(self.names[0] if self.names else found)

    @property
    def public_address(self) -> str:
        """The address for others, through the proxy where one gives it a name; a proxy speaks https."""
        through_proxy = self.is_loopback and self.names
        return f"https://{self.names[0]}{self.base_path}/" if through_proxy else self.address

    def answers_to(self, name: str, arrived_at: str) -> bool:
        """Whether a request for a host is answered, by the address of this machine at which it arrived.

        Args:
            name: the host that the browser asked for, as `named` reads it.
            arrived_at: the address of this machine at which the connection arrived.
        """
        if name in LOOPBACK or name in self.names:
            return True
        return not self.is_loopback and (name == _canonical(arrived_at) or name in own_names())

    def _address(self, name: str) -> str:
        bracketed = f"[{name}]" if ":" in name else name
        return f"http://{bracketed}{'' if self.port == 80 else f':{self.port}'}{self.base_path}/"


def named(host: str) -> Named | None:
    """The name and port in a Host header; None if it is not a host.

    >>> named("Tools.Example.org:8080"), named("["), named("[0:0::1]")
    (Named(name='tools.example.org', port=8080), None, Named(name='::1', port=None))
    """
    match = _HOST.fullmatch(host)
    if match is None:
        return None
    return Named(_canonical(match[1].strip("[]").removesuffix(".")), int(match[2]) if match[2] else None)


def own_names() -> tuple[str, ...]:
    """The names of this machine in its network; no other machine is asked for them."""
    full = socket.gethostname().lower()
    short = full.partition(".")[0]
    return full, short, f"{short}.local"


def hosting_of(host: str, port: int, names: Sequence[str], base_path: str) -> Hosting:
    """Check how a server is to be reached.

    Args:
        host: the address to listen on, or `localhost`.
        port: the port to listen on.
        names: the names beside the machine's own under which browsers ask for it.
        base_path: where a proxy puts the pages; empty for the root.

    Raises:
        InputError: for every address, name or path that cannot be used.
    """
    problems = [*_host_problems(host), *_path_problems(base_path)]
    for name in names:
        problems += _name_problems(name)
    if problems:
        raise InputError(problems)
    at = LOOPBACK[0] if host == "localhost" else _canonical(host.strip("[]"))
    return Hosting(
        host=at, port=port, names=tuple(_canonical(name) for name in names), base_path=base_path.rstrip("/")
    )


def check_listening(hosting: Hosting) -> None:
    """Raise InputError, with a remedy, if a server cannot listen there."""
    host, port = hosting.host, hosting.port
    refused = _refusal(host, port)
    if refused is None:
        return
    if refused == errno.EADDRNOTAVAIL:
        here = _on_the_network("::" if ":" in host else "0.0.0.0")
        remedy = f"Try: --host {here}, or --host 0.0.0.0 for all addresses of this machine."
        raise InputError(Problem("app", "an address of this machine", host, key="--host", remedy=remedy))
    if refused in (errno.EACCES, errno.EPERM):
        remedy = "Ports below 1024 often need an administrator. Choose another, as --port 8765."
        raise InputError(Problem("app", "a port that you may use", str(port), key="--port", remedy=remedy))
    if refused != errno.EADDRINUSE:
        remedy = "Choose another address with --host."
        found = f"{host} ({os.strerror(refused)})"
        raise InputError(Problem("app", "an address to listen on", found, key="--host", remedy=remedy))
    others = range(port + 1, min(port + PORTS_TRIED, 65536))
    free = next((other for other in others if _refusal(host, other) is None), None)
    remedy = (
        f"It is in use, perhaps by govsim in another window. Try: govsim app --port {free}"
        if free is not None
        else "Choose another with --port."
    )
    raise InputError(Problem("app", "a port that is free", str(port), key="--port", remedy=remedy))


def qr_code(address: str) -> str:
    """An address as a QR code of block characters, to be held before a phone's camera."""
    import segno

    drawn = StringIO()
    segno.make(address, micro=False).terminal(drawn, compact=True, border=2)
    return drawn.getvalue()


def announcement(hosting: Hosting) -> str:
    """What the command prints once the pages can be opened."""
    if not hosting.is_shared:
        return f"govsim is at {hosting.own_address} for this computer only (stop it with Ctrl+C)"
    if hosting.is_loopback:
        through = ", ".join(f"{name}{hosting.base_path}/" for name in hosting.names)
        return (
            f"govsim is at {hosting.own_address} and, through your proxy, at {through} (stop it with Ctrl+C)"
        )
    return f"govsim is at {hosting.address} (stop it with Ctrl+C)"


def warning(hosting: Hosting) -> str:
    """What to know before others use the pages; empty where only this computer can."""
    if not hosting.is_shared:
        return ""
    reached = "your proxy" if hosting.is_loopback else "this address"
    encrypted = "" if hosting.trusts_proxy else " Nothing is encrypted."
    return f"Warning: everybody who reaches {reached} can use govsim. There are no accounts.{encrypted}"


def is_loopback(host: str) -> bool:
    """Whether an address is one of this machine alone; a name is not."""
    address = _ip(host)
    return address is not None and address.is_loopback


def _canonical(name: str) -> str:
    """An address in its one spelling, a name in lower case."""
    address = _ip(name)
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return name.lower() if address is None else str(address)


def _ip(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def _host_problems(host: str) -> Iterator[Problem]:
    if host == "localhost" or _ip(host.strip("[]")) is not None:
        return
    found = named(re.sub(r"^\w+://|/.*$", "", host))
    if found is None:
        remedy = "Try: --host 0.0.0.0, which listens on all addresses of this machine."
    elif found.name == "localhost" or _ip(found.name) is not None:
        port = f" --port {found.port}" if found.port else ""
        remedy = f"Try: --host {found.name}{port}"
    else:
        remedy = f"A name is not an address. Try: --host 0.0.0.0 --allow-host {found.name}"
    expected = "an address of this machine, as 127.0.0.1 or 0.0.0.0"
    yield Problem("app", expected, repr(host), key="--host", remedy=remedy)


def _name_problems(name: str) -> Iterator[Problem]:
    if _NAME.fullmatch(name.lower()) or _ip(name) is not None:
        return
    found = named(re.sub(r"^\w+://|/.*$", "", name))
    remedy = (
        "Write one --allow-host for each name."
        if found is None
        else f"Leave out scheme, port and path. Try: --allow-host {found.name}"
    )
    yield Problem("app", "a name alone, as tools.example.org", repr(name), key="--allow-host", remedy=remedy)


def _path_problems(base_path: str) -> Iterator[Problem]:
    if _BASE_PATH.fullmatch(base_path.rstrip("/")):
        return
    tidied = "/".join(re.findall(r"[\w~-][\w.~-]*", re.sub(r"^\w+://[^/]*", "", base_path), re.ASCII))
    remedy = f"Try: --base-path /{tidied}" if tidied else "Leave --base-path out for the root of a site."
    expected = "a path of letters, digits and . _ ~ -, as /tools/govsim"
    yield Problem("app", expected, repr(base_path), key="--base-path", remedy=remedy)


def _refusal(host: str, port: int) -> int | None:
    """Why this machine would not let a server listen there now, as an errno; None if it would."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            if os.name == "posix":  # elsewhere the option lets two servers share a port
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
    except OSError as error:
        return error.errno
    return None


def _on_the_network(host: str) -> str:
    """This machine's address as its network sees it. Nothing is sent: a datagram socket only chooses its route."""
    is_6 = ":" in host
    with socket.socket(socket.AF_INET6 if is_6 else socket.AF_INET, socket.SOCK_DGRAM) as route:
        try:
            route.connect((DOCUMENTATION[is_6], 9))
        except OSError:  # there is no network
            return own_names()[0]
        return str(route.getsockname()[0])
