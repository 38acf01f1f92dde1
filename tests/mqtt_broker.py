"""A real mosquitto for the tests, on a loopback port of its own; it can be killed and started again."""

from __future__ import annotations

import asyncio
import getpass
import json
import shutil
import socket
import subprocess
from contextlib import closing
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from paho.mqtt.client import Client, MQTTMessageInfo
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

_SEARCHED = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/sbin"
PROGRAM = shutil.which("mosquitto") or shutil.which("mosquitto", path=_SEARCHED)

needs_mosquitto = pytest.mark.skipif(PROGRAM is None, reason="no mosquitto here: apt-get install mosquitto")

_STARTS_WITHIN_S = 30


class Mosquitto:
    """A broker whose settings are ``lines``; with ``tls`` it shows a certificate that ``ca`` in its folder vouches for.

    Sessions are kept on disk and written at every change, so that one that was killed still knows them.
    """

    def __init__(self, folder: Path, *lines: str, tls: bool = False) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.ca = folder / "ca.pem"
        self.tls = tls
        self._lines = lines
        self.port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        if tls:
            _make_certificates(folder)

    @property
    def url(self) -> str:
        """Its address, as `serve --mqtt` takes it."""
        return f"mqtts://127.0.0.1:{self.port}?ca={self.ca}" if self.tls else f"mqtt://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Start, and return once it takes connections."""
        for _ in range(5):
            if await self._started():
                return
            self.port = _free_port()
        raise RuntimeError((self.folder / "log").read_text())

    def kill(self) -> None:
        """End it without warning."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(_STARTS_WITHIN_S)
            self._process = None

    async def _started(self) -> bool:
        settings = self.folder / "mosquitto.conf"
        settings.write_text("\n".join(self._settings()) + "\n")
        self._process = self._run(settings)
        loop = asyncio.get_running_loop()
        until = loop.time() + _STARTS_WITHIN_S
        while self._process.poll() is None and loop.time() < until:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:
                await asyncio.sleep(0.01)
                continue
            writer.close()
            return True
        self.kill()
        return False

    def _run(self, settings: Path) -> subprocess.Popen[bytes]:
        assert PROGRAM is not None
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen([PROGRAM, "-c", str(settings)], stdout=log, stderr=log)

    def _settings(self) -> list[str]:
        lines = [
            f"listener {self.port} 127.0.0.1",
            "persistence true",
            f"persistence_location {self.folder}/",
            "autosave_on_changes true",
            "autosave_interval 1",
            "max_queued_messages 0",
            "sys_interval 1",
            *self._lines,
        ]
        if self.tls:
            lines += [f"certfile {self.folder}/server.pem", f"keyfile {self.folder}/server.key"]
        if not any(line.startswith("allow_anonymous") for line in lines):
            lines.append("allow_anonymous true")
        if getpass.getuser() == "root":
            lines.append("user root")
        return lines


class Publisher:
    """A device's side: sends over MQTT 5, and hears what comes on the topics that it reads."""

    def __init__(self, broker: Mosquitto, client_id: str, *, user: str | None = None, will: str | None = None) -> None:
        self.heard: list[tuple[str, bytes]] = []
        self._client = Client(CallbackAPIVersion.VERSION2, client_id=client_id, protocol=MQTTProtocolVersion.MQTTv5)
        self._client.on_message = lambda _client, _data, message: self.heard.append(
            (message.topic, bytes(message.payload))
        )
        if broker.tls:
            self._client.tls_set(str(broker.ca))
        if user is not None:
            self._client.username_pw_set(user, user)
        if will is not None:
            self._client.will_set(will, b'{"event": "offline"}', qos=1)
        self._client.on_connect = self._on_connect
        self._topics = ""
        self._broker = broker

    async def __aenter__(self) -> Publisher:
        await asyncio.to_thread(self._client.connect, "127.0.0.1", self._broker.port)
        self._client.reconnect_delay_set(1, 1)
        self._client.loop_start()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._client.disconnect()
        await asyncio.to_thread(self._client.loop_stop)

    def read(self, topics: str) -> None:
        """Subscribe."""
        self._topics = topics
        self._client.subscribe(topics, qos=1)

    def send(self, topic: str, body: object, *, qos: int = 1, retain: bool = False) -> MQTTMessageInfo:
        """Send a message; bytes as they are, anything else as JSON."""
        return self._client.publish(
            topic, body if isinstance(body, bytes) else json.dumps(body), qos=qos, retain=retain
        )

    def _on_connect(self, *_: Any) -> None:
        if self._topics:
            self._client.subscribe(self._topics, qos=1)

    def vanish(self) -> None:
        """Go without a goodbye: the broker sends the last will."""
        line = self._client.socket()
        assert isinstance(line, socket.socket)
        line.shutdown(socket.SHUT_RDWR)


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _make_certificates(folder: Path) -> None:
    """Write ``ca.pem``, and ``server.pem`` with its key, for 127.0.0.1."""
    authority_key, server_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _certificate("示例 CA", authority_key, "示例 CA", authority_key, is_authority=True)
    server = _certificate("示例 broker", server_key, "示例 CA", authority_key, is_authority=False)
    (folder / "ca.pem").write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    (folder / "server.pem").write_bytes(server.public_bytes(serialization.Encoding.PEM))
    (folder / "server.key").write_bytes(
        server_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    signed_with: ec.EllipticCurvePrivateKey,
    *,
    is_authority: bool,
) -> x509.Certificate:
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
    )
    return built.sign(signed_with, hashes.SHA256())
