"""TLS for the listening socket, and what is said where something goes in clear that should not."""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit


class TlsError(OSError):
    """The certificate or its key cannot be used."""


@dataclass(frozen=True)
class TlsFiles:
    """PEM files: the certificate with its chain, and its key."""

    certificate: Path
    key: Path

    def context(self) -> ssl.SSLContext:
        """Return a server's context of TLS 1.2 or newer. Raises `TlsError`."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.set_alpn_protocols(["http/1.1"])
        try:
            context.load_cert_chain(self.certificate, self.key, password=_no_password)
        except (OSError, ValueError) as error:
            files = f"{self.certificate} and {self.key}"
            raise TlsError(f"{files} cannot be used for TLS ({error}); give PEM files, the key unlocked") from error
        return context


def _no_password() -> str:
    raise ValueError("the key has a pass phrase")  # OpenSSL would ask for it on a terminal that a service has not


def is_loopback(host: str) -> bool:
    """Return whether only this machine reaches a host."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def in_clear(host: str, webhooks: Iterable[tuple[str, str]], *, tls: bool) -> Iterator[str]:
    """Yield a sentence for each thing that others on the way can read: the hub itself, webhooks by (name, URL)."""
    if not tls and not is_loopback(host):
        yield (
            f"warning: {host} is reached from other machines without TLS, so tokens can be read on the way; "
            "give --tls-cert and --tls-key, or listen on 127.0.0.1 behind a reverse proxy"
        )
    for name, url in webhooks:
        parts = urlsplit(url)
        if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
            yield f"warning: channel {name} sends telephone numbers to {parts.netloc} without TLS; use https"
