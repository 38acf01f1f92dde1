"""A head that can be shown to somebody else: ``SEQ:HASH EPOCH LINK SIGNATURE``, one line of text.

``LINK`` is half of the SHA-256 of the line before it in a witness (``-`` where the head stands alone), so that whoever
signed the last line stands for every line before. ``SIGNATURE`` is Ed25519 over the words before it. A bare
``SEQ:HASH``, as the first version wrote it, is a head that nobody signed.
"""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import NamedTuple

from dispatch.log.base import Head, LogError
from dispatch.log.keys import PublicKey, SigningKey

_HASH_BYTES = 32
_LINK_CHARACTERS = 32
_PURPOSE = b"onethree head 1\n"

ALONE = "-"
"""The link of a head that follows no other."""


class SignedHead(NamedTuple):
    """A position, whose record it is, the line before it, and who says so; empty words where it was not signed."""

    head: Head
    epoch: str = ""
    link: str = ""
    signature: bytes = b""

    def signed_by(self, key: PublicKey) -> bool:
        """Whether this key signed it."""
        return bool(self.signature) and key.signed(self.statement, self.signature)

    @property
    def statement(self) -> bytes:
        """What is signed."""
        return _PURPOSE + f"{format_head(self.head)} {self.epoch} {self.link}".encode("ascii")

    def __str__(self) -> str:
        if not self.signature:
            return format_head(self.head)
        signature = urlsafe_b64encode(self.signature).decode("ascii")
        return f"{format_head(self.head)} {self.epoch} {self.link} {signature}"


def sign(key: SigningKey, head: Head, epoch: str, link: str = ALONE) -> SignedHead:
    """Return the head, signed."""
    unsigned = SignedHead(head, epoch, link)
    return unsigned._replace(signature=key.sign(unsigned.statement))


def link_to(line: str) -> str:
    """Return the link of the line that follows this one."""
    return sha256(line.encode("utf-8")).hexdigest()[:_LINK_CHARACTERS]


def parse_head(text: str) -> Head:
    """Read ``SEQ:HASH``. Raises `LogError`."""
    seq, _, hexadecimal = text.strip().partition(":")
    try:
        head = Head(int(seq), bytes.fromhex(hexadecimal))
    except ValueError:
        head = Head(-1, b"")
    if head.seq < 0 or len(head.hash) != _HASH_BYTES:
        raise LogError(f"{text.strip()!r} is not a position; write SEQ:HASH, a number and {2 * _HASH_BYTES} hex digits")
    return head


def parse_signed_head(text: str) -> SignedHead:
    """Read a head with or without its signature. Raises `LogError`."""
    words = text.split()
    if len(words) == 1:
        return SignedHead(parse_head(words[0]))
    try:
        position, epoch, link, signature = words
        return SignedHead(parse_head(position), epoch, link, urlsafe_b64decode(signature.encode("ascii")))
    except (ValueError, binascii.Error) as error:
        raise LogError(f"{text.strip()!r} is not a signed head; write SEQ:HASH EPOCH LINK SIGNATURE") from error


def format_head(head: Head) -> str:
    """Write ``SEQ:HASH``."""
    return f"{head.seq}:{head.hash.hex()}"
