"""Encryption of SIA DC-09, 5.4: AES in CBC mode from a vector of zeros, over a random padding and the text."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK_BYTES = 16
KEY_BYTES = (16, 24, 32)

Padding = Callable[[int], bytes]
"""How many bytes → as many, none of which is a bracket or a bar."""

_PAD = bytes(set(range(0x21, 0x7F)) - set(b"[]|"))


def random_pad(n: int) -> bytes:
    """Return random padding."""
    return bytes(secrets.choice(_PAD) for _ in range(n))


def encrypt(key: bytes, clear: bytes, pad: Padding) -> bytes:
    """Return a text as hexadecimal digits of what it is encrypted to. A whole block of padding at least comes first:
    what follows is then never encrypted alike twice.
    """
    padded = pad(BLOCK_BYTES + -len(clear) % BLOCK_BYTES) + clear
    encryptor = _cipher(key).encryptor()
    return (encryptor.update(padded) + encryptor.finalize()).hex().upper().encode()


def decrypt(key: bytes | None, digits: bytes) -> bytes | None:
    """Return a text with its padding; None where there is no key, or the digits are none of whole blocks."""
    if key is None:
        return None
    try:
        blocks = bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        return None
    if not blocks or len(blocks) % BLOCK_BYTES:
        return None
    decryptor = _cipher(key).decryptor()
    return decryptor.update(blocks) + decryptor.finalize()


def _cipher(key: bytes) -> Cipher[modes.CBC]:
    return Cipher(algorithms.AES(key), modes.CBC(bytes(BLOCK_BYTES)))
