"""Where the broker is and who the hub is there, out of one address: ``mqtts://hub@broker.example:8883?ca=ca.pem``."""

from __future__ import annotations

import ssl
from hashlib import blake2b
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from dispatch.core.vocabulary import Struct

Version = Literal["5", "3.1.1"]

_PORTS = {"mqtt": 1883, "mqtts": 8883}
_VERSIONS: dict[str, Version] = {"5": "5", "3.1.1": "3.1.1"}
_OPTIONS = {"ca", "password", "client", "gateway", "version", "cert", "key"}


class BrokerAddressError(ValueError):
    """An address of a broker that cannot be used; the sentence says what to write."""


class Broker(Struct, frozen=True, kw_only=True):
    """A broker, and who the hub is there.

    ``client`` is the fixed id under which the broker keeps what came while the hub was away. ``gateway`` is the id of
    the gateway that the broker is in the hub's tables. ``version`` None: MQTT 5, and 3.1.1 where the broker knows no 5.
    """

    host: str
    port: int
    tls: bool
    client: str
    gateway: str = "mqtt"
    ca: Path | None = None
    cert: Path | None = None
    key: Path | None = None
    user: str | None = None
    password_file: Path | None = None
    password: str | None = None
    version: Version | None = None

    def context(self) -> ssl.SSLContext | None:
        """Return how the line is secured, with the authority of ``ca`` alone where one is named. Raises `OSError`."""
        if not self.tls:
            return None
        context = ssl.create_default_context(cafile=None if self.ca is None else str(self.ca))
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.sslsocket_class = _ClosedWhereRefused
        if self.cert is not None:
            context.load_cert_chain(self.cert, self.key)
        return context

    def secret(self) -> str | None:
        """Return the password as its file says it now. Raises `OSError`."""
        if self.password_file is None:
            return self.password
        return self.password_file.read_text("utf-8").strip()


class _ClosedWhereRefused(ssl.SSLSocket):
    """A socket that does not stay open where the handshake fails: paho leaves that to the garbage collector."""

    def do_handshake(self, block: bool = False) -> None:  # noqa: FBT001, FBT002 - as in `ssl.SSLSocket`
        try:
            super().do_handshake(block)
        except BaseException:
            self.close()
            raise


def broker_of(url: str, *, district: str, password: str | None = None) -> Broker:
    """Read a broker's address. Raises `BrokerAddressError`.

    ``password`` is what the environment says; a file that is named in the address counts before it. The client id is
    made of the district's name where none is given: it must be the same after every start.
    """
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise BrokerAddressError("write the broker as mqtt://host:port or mqtts://user@host:port?ca=FILE&password=FILE")
    if parts.password is not None:
        raise BrokerAddressError("the password would stand in the list of processes: name its file, …?password=FILE")
    options = _options(parts)
    tls_only = {"ca", "cert", "key"} & options.keys()
    if parts.scheme == "mqtt" and tls_only:
        raise BrokerAddressError(f"{', '.join(sorted(tls_only))} belongs to mqtts://")
    try:
        port = parts.port or _PORTS[parts.scheme]
    except ValueError as error:
        raise BrokerAddressError(f"the port of {parts.hostname} is no port: {error}") from error
    return Broker(
        host=parts.hostname,
        port=port,
        tls=parts.scheme == "mqtts",
        client=options.get("client") or "onethree" + blake2b(district.encode(), digest_size=6).hexdigest(),
        gateway=options.get("gateway") or "mqtt",
        ca=_path(options, "ca"),
        cert=_path(options, "cert"),
        key=_path(options, "key"),
        user=unquote(parts.username) if parts.username else None,
        password_file=_path(options, "password"),
        password=password,
        version=_version(options.get("version")),
    )


def _options(parts: SplitResult) -> dict[str, str]:
    found = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    unknown = sorted(found.keys() - _OPTIONS)
    if unknown:
        raise BrokerAddressError(f"{', '.join(unknown)}: the address knows {', '.join(sorted(_OPTIONS))}")
    return found


def _version(text: str | None) -> Version | None:
    if text is not None and text not in _VERSIONS:
        raise BrokerAddressError(f"version {text}: it is {' or '.join(_VERSIONS)}")
    return None if text is None else _VERSIONS[text]


def _path(options: dict[str, str], name: str) -> Path | None:
    return Path(options[name]) if name in options else None
