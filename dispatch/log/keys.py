"""The record's signing key: Ed25519 (RFC 8032), made once beside the record, with the public half for outsiders.

Whoever has the private half can sign another history, so what proves a record is a head that was signed *and given
away* before. From the same secret comes the key that seals snapshots.
"""

from __future__ import annotations

import os
from hashlib import sha256
from hmac import HMAC
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from dispatch.files import sync_folder
from dispatch.log.base import LogError, LogUnavailable

KEY_FILE = "record.key"
_SCHEME = "ed25519:"
_SECRET_BYTES = 32


class PublicKey:
    """Says whether a statement was signed with the record's key. Written as ``ed25519:`` and 64 hex digits."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._key = Ed25519PublicKey.from_public_bytes(raw)

    def __str__(self) -> str:
        return _SCHEME + self._raw.hex()

    def signed(self, statement: bytes, signature: bytes) -> bool:
        """Whether the signature is this key's over that statement."""
        try:
            self._key.verify(signature, statement)
        except InvalidSignature:
            return False
        return True


class SigningKey:
    """Signs heads; `public` is what outsiders get, `seal` the secret that snapshots are sealed with."""

    def __init__(self, secret: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(secret)
        self.public = PublicKey(self._key.public_key().public_bytes_raw())
        self.seal = HMAC(secret, b"onethree snapshot", sha256).digest()

    def sign(self, statement: bytes) -> bytes:
        """Return the signature (64 bytes)."""
        return self._key.sign(statement)


def parse_public_key(text: str) -> PublicKey:
    """Read ``ed25519:HEX``, or a file that holds it. Raises `LogError`."""
    written = text.strip()
    if not written.startswith(_SCHEME) and Path(written).is_file():
        written = Path(written).read_text("utf-8").strip()
    try:
        return PublicKey(bytes.fromhex(written.removeprefix(_SCHEME)))
    except ValueError as error:
        raise LogError(
            f"{text!r} is no public key; write ed25519:HEX as onethree key prints it, or its file"
        ) from error


def read_key(folder: Path) -> SigningKey | None:
    """Return the data folder's key; None where there is none, or where this user may not read it.

    Raises `LogError` where the file holds something else.
    """
    path = folder / KEY_FILE
    try:
        secret = bytes.fromhex(path.read_text("ascii").strip())
    except (FileNotFoundError, PermissionError):
        return None
    except (OSError, ValueError) as error:
        raise _unusable(path, error) from error
    if len(secret) != _SECRET_BYTES:
        raise _unusable(path, f"{len(secret)} bytes")
    return SigningKey(secret)


def make_key(folder: Path) -> SigningKey:
    """Make a key for the record in this folder, readable by its owner alone. Raises `LogUnavailable`."""
    path, secret = folder / KEY_FILE, os.urandom(_SECRET_BYTES)
    part = path.with_name(f"{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"{secret.hex()}\n")
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
        sync_folder(folder)
    except OSError as error:
        raise LogUnavailable(f"the record's key {path} cannot be made ({error}); check the folder's owner") from error
    return SigningKey(secret)


def _unusable(path: Path, why: object) -> LogError:
    return LogError(
        f"{path} is not a record's key ({why}); put it back from a backup, or move it away: the hub makes a new one"
    )
