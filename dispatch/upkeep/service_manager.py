"""Tells a service manager how the hub does: systemd's notification protocol (``sd_notify``), ready and watchdog.

The watchdog is fed only while the hub serves a request of its own, asked through its listening socket, and what was
decided becomes durable. Whatever else keeps the process alive (no descriptors, no memory, a loop that hangs) ends with
systemd starting it again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass

logger = logging.getLogger(__name__)

_BEATS = 3
"""So many times within the watchdog's time: one that is late is not the end."""

_PROBE = b"GET /healthz HTTP/1.1\r\nHost: onethree\r\nConnection: close\r\n\r\n"


@dataclass(frozen=True)
class ServiceManager:
    """Where to send notifications (None: nobody listens), and how often the watchdog wants to hear (None: never)."""

    address: str | None = None
    watchdog_s: float | None = None

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> ServiceManager:
        """Return the one that an environment names: ``NOTIFY_SOCKET``, ``WATCHDOG_USEC`` and ``WATCHDOG_PID``."""
        address = environment.get("NOTIFY_SOCKET") or None
        micros = environment.get("WATCHDOG_USEC", "")
        meant = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        return cls(address, int(micros) / 1e6 if micros.isdecimal() and meant else None)

    def notify(self, *states: str) -> None:
        """Send states, as ``READY=1``. One that cannot be sent is logged: the hub serves all the same."""
        if self.address is None:
            return
        # An abstract socket is written with an @ and has a zero byte there.
        address = "\0" + self.address[1:] if self.address.startswith("@") else self.address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as outgoing:
                outgoing.settimeout(0)
                outgoing.sendto("\n".join(states).encode(), address)
        except OSError as error:
            logger.warning(
                "the service manager at %s could not be told %s: %s", self.address, states[0], error.strerror
            )


async def feed_watchdog(
    manager: ServiceManager, host: str, port: int, pending: Callable[[], tuple[int, int]], *, tls: bool
) -> None:
    """Feed the watchdog while the hub serves, until cancelled; at once where there is none.

    ``pending`` gives the last event decided and the last that is durable.
    """
    if manager.watchdog_s is None:
        return
    every_s = manager.watchdog_s / _BEATS
    decided_before = 0
    while True:
        decided, durable = pending()
        stuck = durable < decided_before
        decided_before = decided
        if stuck:
            logger.error("the record took nothing for %g s; the watchdog is not fed", every_s)
        elif await answers(host, port, tls=tls, within_s=every_s):
            manager.notify("WATCHDOG=1")
        else:
            logger.error("the hub does not answer itself; the watchdog is not fed")
        await asyncio.sleep(every_s)


async def answers(host: str, port: int, *, tls: bool, within_s: float) -> bool:
    """Return whether something speaks HTTP at a port; with what status is no matter here."""
    context = None
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False  # it is this very process
        context.verify_mode = ssl.CERT_NONE
    try:
        async with asyncio.timeout(within_s):
            reader, writer = await asyncio.open_connection(_reachable(host), port, ssl=context)
            try:
                writer.write(_PROBE)
                return (await reader.readexactly(5)) == b"HTTP/"
            finally:
                writer.close()
                with contextlib.suppress(OSError):
                    await writer.wait_closed()
    except (OSError, asyncio.IncompleteReadError):  # a time-out is one too
        return False


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - every address: this one
