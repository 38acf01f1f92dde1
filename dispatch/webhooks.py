"""Signed messages between the hub and what others run: a key in a file for each, and a signature over every body.

The signature is ``Onethree-Signature: t=SECONDS,v1=HEX`` with HEX the HMAC-SHA256 of ``SECONDS.BODY`` under the key.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import re
import secrets
from pathlib import Path

import aiohttp

from dispatch.files import replace_file

ANSWER_WITHIN_S = 5.0
ANSWER_BYTES = 65_536
"""So much of an answer is read."""

FRESH_S = 300
"""A signature older than this, or from further ahead, is none."""

_SIGNATURE = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")


async def post(
    client: aiohttp.ClientSession, url: str, body: bytes, headers: dict[str, str], *, key: bytes, seconds: int
) -> str | None:
    """Send a body with its signature; return what went wrong, None where it was taken."""
    return (await exchange(client, url, body, headers, key=key, seconds=seconds))[0]


async def exchange(
    client: aiohttp.ClientSession, url: str, body: bytes, headers: dict[str, str], *, key: bytes, seconds: int
) -> tuple[str | None, bytes]:
    """Send a body with its signature; return what went wrong (None where it was taken) and what was answered."""
    signed = {**headers, "Onethree-Signature": sign(key, body, seconds)}
    try:
        async with client.post(url, data=body, headers=signed, allow_redirects=False) as response:
            if not response.ok:
                return f"the gateway answered {response.status}", b""
            return None, await response.content.read(ANSWER_BYTES)
    except (aiohttp.ClientError, TimeoutError) as error:
        return f"the gateway did not answer: {str(error) or type(error).__name__}", b""


async def post_with_key_of(
    client: aiohttp.ClientSession, url: str, body: bytes, headers: dict[str, str], *, key_file: Path, seconds: int
) -> str | None:
    """Send a body signed with the key in a file, made where there is none; return what went wrong."""
    return (await exchange_with_key_of(client, url, body, headers, key_file=key_file, seconds=seconds))[0]


async def exchange_with_key_of(
    client: aiohttp.ClientSession, url: str, body: bytes, headers: dict[str, str], *, key_file: Path, seconds: int
) -> tuple[str | None, bytes]:
    """Send a body signed with the key in a file, as `exchange` does."""
    try:
        key = secret(key_file)
    except OSError as error:
        return f"the key in {key_file} cannot be read or made: {error}", b""
    return await exchange(client, url, body, headers, key=key, seconds=seconds)


def sign(key: bytes, body: bytes, seconds: int) -> str:
    """Return the signature header of a body sent at a time."""
    digest = hmac.new(key, b"%d." % seconds + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={digest}"


def is_signed(key: bytes, body: bytes, signature: str, *, now_s: int) -> bool:
    """Whether a signature is the key's, of this body, and fresh."""
    found = _SIGNATURE.fullmatch(signature.strip())
    if found is None or abs(now_s - int(found[1])) > FRESH_S:
        return False
    return hmac.compare_digest(sign(key, body, int(found[1])), signature.strip())


def secret(path: Path) -> bytes:
    """Return the key in a file; one is made where there is none. Raises OSError where neither is possible."""
    with contextlib.suppress(FileNotFoundError):
        if key := path.read_bytes().strip():  # a full disk leaves an empty file, whose signatures anybody could make
            return key
    key = secrets.token_hex(32).encode()
    replace_file(path, key + b"\n")
    return key


class HelperKeys:
    """The keys of helpers, one file each in the data folder: ``helper-ID.key``, made when it is first needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def key(self, helper: str) -> bytes:
        """Return a helper's key, made where there is none. Raises OSError."""
        return secret(self._folder / f"helper-{helper}.key")

    def may_answer(self, helper: str, message: str, *, body: bytes, bearer: str, signature: str, now_s: int) -> bool:
        """Whether an answer to a message is the helper's: by the message's token, or by a signature over its body."""
        try:
            key = (self._folder / f"helper-{helper}.key").read_bytes().strip()
        except OSError:
            return False
        if not key:
            return False
        token = answer_token(key, message)
        by_token = hmac.compare_digest(token.encode(), bearer.encode("utf-8", "replace"))
        return by_token or is_signed(key, body, signature, now_s=now_s)


def answer_token(key: bytes, message: str) -> str:
    """Return what a helper may answer one message with that cannot sign."""
    return hmac.new(key, b"answer " + message.encode(), hashlib.sha256).hexdigest()
