"""OneNET: ``{msg, nonce, signature, time, id}`` with signature = base64(md5(token + nonce + msg)).

The address is checked by a GET with ``msg``, ``nonce`` and ``signature``, whose ``msg`` is answered. With encryption
``enc_msg`` (or ``msg``) is Base64 of AES-256-CBC: 16 random bytes, four bytes of length, the message; the key is the
Base64 text that the platform shows, the first 16 bytes of it the start vector. After the platform's own receivers.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Any

import msgspec
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from dispatch.intake.mapping.times import read_time
from dispatch.intake.push.port import (
    Came,
    Profile,
    Pushed,
    Secret,
    WrongSignatureError,
    decode,
    entries_of,
    equal,
    same_of,
    text_of,
)

_BLOCK_BYTES = 16
_HEAD_BYTES = 20
_KEY_BYTES = 32
_COMES_AND_GOES = "lifeCycleEvent"


def signature(token: str, nonce: str, message: str) -> str:
    """Return the signature of a message (Base64, with its padding)."""
    digest = hashlib.md5((token + nonce + message).encode(), usedforsecurity=False).digest()
    return base64.b64encode(digest).decode()


def verify(secret: Secret, came: Came) -> None:
    """Check a body's signature; an encrypted one is proved by its key. Raises `WrongSignatureError`."""
    try:
        envelope = decode(came.body)
    except ValueError:
        envelope = None
    if not isinstance(envelope, dict):
        raise WrongSignatureError("the body has no signature: it is no JSON object")
    if "enc_msg" in envelope:
        _decrypted(secret, envelope["enc_msg"])
        return
    message = envelope.get("msg")
    text = message if isinstance(message, str) else _encode(message).decode()
    shown = text_of(envelope, "signature", "msg_signature") or ""
    _check(secret, str(envelope.get("nonce", "")), text, shown)


def echo(secret: Secret, came: Came) -> str:
    """Return what answers the platform's check of the address. Raises `WrongSignatureError`."""
    message = came.query.get("msg", "")
    # The platform does not write + in its query as %2B, and whoever reads a query takes it for a space.
    shown = came.query.get("signature", "").replace(" ", "+")
    _check(secret, came.query.get("nonce", ""), message, shown)
    return message


def read(secret: Secret, body: bytes) -> list[Pushed]:
    """Read a body. Raises `ValueError`."""
    (envelope,) = entries_of(body)
    message = envelope.get("msg")
    if "enc_msg" in envelope:
        entries = entries_of(_decrypted(secret, envelope["enc_msg"]))
    elif isinstance(message, str):
        try:
            entries = entries_of(message)
        except ValueError:
            entries = entries_of(_decrypted(secret, message))
    else:
        entries = entries_of(_encode(message))
    sent_at = read_time(envelope.get("time"), "ms")
    return [_read(each, sent_at) for each in entries]


def _read(message: dict[str, Any], sent_at: str | None) -> Pushed:
    device = text_of(message, "deviceName", "dev_name", "imei", "deviceId", "dev_id")
    time = next((message[name] for name in ("at", "timestamp", "time") if message.get(name) is not None), None)
    kind = text_of(message, "messageType", "notifyType", "type")
    online = None
    if kind == _COMES_AND_GOES or (kind == "2" and "status" in message):
        online = text_of(message, "status") in ("1", "online")
    return Pushed(
        device=device,
        product=text_of(message, "productId", "pid") or "",
        document=message,
        same=same_of(device, time, message),
        occurred_at=read_time(time, "ms"),
        sent_at=sent_at,
        online=online,
    )


def _check(secret: Secret, nonce: str, message: str, shown: str) -> None:
    wanted = signature(secret.token, nonce, message)
    if not equal(shown.rstrip("="), wanted.rstrip("=")):
        raise WrongSignatureError("signature is not base64(md5(token + nonce + msg)) with this address's token")


def _decrypted(secret: Secret, packed: Any) -> bytes:
    """Return what was encrypted. Raises `WrongSignatureError` where it was not with this key."""
    try:
        return _opened(secret.aes, packed if isinstance(packed, str) else "")
    except (ValueError, binascii.Error) as error:
        raise WrongSignatureError("the message is not encrypted with this address's key") from error


def _opened(aes: str, packed: str) -> bytes:
    key = base64.b64decode(aes + "=" * (-len(aes) % 4))[:_KEY_BYTES]
    content = base64.b64decode(packed, validate=True)
    if len(key) != _KEY_BYTES or not content or len(content) % _BLOCK_BYTES:
        raise ValueError("no key, or no whole blocks")
    decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:_BLOCK_BYTES])).decryptor()
    whole = _unpadded(decryptor.update(content) + decryptor.finalize())
    n_bytes = int.from_bytes(whole[_BLOCK_BYTES:_HEAD_BYTES], "big")
    if not 0 < n_bytes <= len(whole) - _HEAD_BYTES:
        raise ValueError("no length")
    return whole[_HEAD_BYTES : _HEAD_BYTES + n_bytes]


def _unpadded(padded: bytes) -> bytes:
    """Return a message without its padding, by PKCS 7 in blocks of 16 or, as the platform's library does it, of 32."""
    n_bytes = padded[-1]
    if _BLOCK_BYTES < n_bytes <= _KEY_BYTES and padded.endswith(bytes([n_bytes]) * n_bytes):
        return padded[:-n_bytes]
    remover = PKCS7(_BLOCK_BYTES * 8).unpadder()
    return remover.update(padded) + remover.finalize()


_encode = msgspec.json.Encoder().encode

ONENET = Profile("onenet", "OneNET", verify, read, echo)
