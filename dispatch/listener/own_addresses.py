"""At which addresses a telephone of the same network reaches this machine: for invitations that are scanned."""

from __future__ import annotations

import fcntl
import socket
import struct
from ipaddress import IPv4Address

_SIOCGIFADDR = 0x8915
"""Linux: ask an interface for its IPv4 address."""

_ELSEWHERE = ("192.0.2.1", 9)
"""Nobody is there (RFC 5737): a datagram socket that is pointed at it sends nothing, and names the way out."""


def reachable(host: str) -> tuple[str, ...]:
    """Return the IPv4 addresses at which a hub that listens at ``host`` is reached from the network, the likeliest
    first; none where it listens on its own machine alone. May ask the system's resolver: not for a loop."""
    if host in ("", "0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        return machine_addresses()
    try:
        found = {str(each[4][0]) for each in socket.getaddrinfo(host, None, socket.AF_INET)}
    except OSError:
        return ()
    return _told(found)


def machine_addresses() -> tuple[str, ...]:
    """Return this machine's own IPv4 addresses, that of its way out first; no loopback, nothing self-assigned."""
    out = _way_out()
    others = (_of_interface(name) for _, name in socket.if_nameindex())
    return _told([each for each in (out, *others) if each is not None])


def _told(addresses: list[str] | set[str]) -> tuple[str, ...]:
    known = dict.fromkeys(IPv4Address(each) for each in addresses)
    return tuple(str(each) for each in known if not (each.is_loopback or each.is_link_local or each.is_unspecified))


def _way_out() -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(_ELSEWHERE)
        except OSError:
            return None
        return str(asked.getsockname()[0])


def _of_interface(name: str) -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            told = fcntl.ioctl(asked.fileno(), _SIOCGIFADDR, struct.pack("256s", name.encode()[:15]))
        except OSError:
            return None
        return socket.inet_ntoa(told[20:24])
