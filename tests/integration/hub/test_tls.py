"""On the way between: a hub with a certificate, and what goes in clear without one."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from dispatch.listener.tls import TlsError, TlsFiles, in_clear
from dispatch.upkeep.service_manager import answers
from tests.hub import House
from tests.integration.hub.sockets import SHORT, SOON_S, all_of, raw


async def test_m12_a_hub_with_a_certificate_speaks_tls_and_drops_what_does_not(
    sqlite_house: House, tmp_path: Path
) -> None:
    files = _self_signed(tmp_path)
    context = ssl.create_default_context(cafile=files.certificate)
    async with sqlite_house.open(tls=files, limits=SHORT) as hub:
        url = f"https://localhost:{hub.port}/readyz"
        async with hub.session.get(url, ssl=context) as response:
            assert response.status == 200
        async with raw(hub, b"GET /readyz HTTP/1.1\r\n\r\n") as (reader, _):
            assert not (await all_of(reader)).startswith(b"HTTP/")
        async with raw(hub) as (reader, _):
            await all_of(reader)  # a handshake that never comes
        assert await answers("127.0.0.1", hub.port, tls=True, within_s=SOON_S)


def test_m12_a_certificate_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    files = _self_signed(tmp_path)
    files.key.write_text("no key", encoding="utf-8")
    with pytest.raises(TlsError, match=r"key\.pem"):
        files.context()
    with pytest.raises(TlsError, match=r"nowhere\.pem"):
        TlsFiles(tmp_path / "nowhere.pem", files.key).context()


def test_m12_what_goes_in_clear_is_said() -> None:
    assert list(in_clear("127.0.0.1", [("sms", "http://localhost:9000/sms")], tls=False)) == []
    assert list(in_clear("::", [("sms", "https://gateway.example/sms")], tls=True)) == []
    (hub,) = in_clear("::", [], tls=False)
    assert "--tls-cert" in hub
    (webhook,) = in_clear("127.0.0.1", [("sms", "http://gateway.example/sms")], tls=False)
    assert "channel sms" in webhook


def _self_signed(folder: Path) -> TlsFiles:
    """Make a certificate for this machine that is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key(), serial_number=1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = TlsFiles(folder / "certificate.pem", folder / "key.pem")
    files.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files.key.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return files
