"""Where webhooks may go: to the internet, and to this machine or private networks only where a setting allows it.

Whoever may set a webhook must not make the desk ask its own neighbours (SSRF). A name is resolved once, every address
it has is judged, and the connection goes to the address that was judged: a name that changes in between changes
nothing. Redirects are not followed."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

_SECONDS = 5.0


class NotAllowedThere(Exception):
    """The address must not be called; the message says why."""


class Unresolved(Exception):
    """The name has no address now: it may have one later."""


@dataclass(frozen=True, slots=True)
class Target:
    """url: with the address in the name's place. host: for the Host header. name: that the certificate has to bear."""

    url: str
    host: str
    name: str


async def target(url: str, *, private: bool) -> Target:
    """Raises NotAllowedThere or Unresolved."""
    parts = urlsplit(url)
    name = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(_SECONDS):
            found = await loop.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, TimeoutError, UnicodeError) as error:
        raise Unresolved(f"{name} has no address") from error
    addresses = [str(info[4][0]) for info in found]
    for address in addresses:
        if not private and not _public(address):
            raise NotAllowedThere(f"{name} is {address}: not a public address")
    address = addresses[0]
    shown = f"[{address}]" if ":" in address else address
    netloc = f"{shown}:{port}"
    return Target(parts._replace(netloc=netloc, fragment="").geturl(), parts.netloc, name)


def _public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            ip = inner
        elif ip in ipaddress.ip_network("64:ff9b::/96"):  # NAT64: another way to write an IPv4 address
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.is_global and not ip.is_multicast
