"""A still picture of a camera beside a device: fetched by the hub when somebody looks, within bounds, and kept nowhere.

The hub asks only addresses of the registry, follows no redirection, and hands on nothing but an image.
"""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

import aiohttp

from dispatch.core.errors import WrongState
from dispatch.core.vocabulary import Struct

LARGEST_BYTES = 2 << 20
WITHIN_S = 3.0
AT_ONCE = 4
"""So many pictures are fetched at a time: a wall of cameras must not hold up what else the hub does."""

_CHUNK = 1 << 16
_HEAD_BYTES = 12


class Picture(Struct, frozen=True, kw_only=True):
    """An image as the camera gave it; ``media_type`` is what its first bytes say, not what the camera says."""

    body: bytes
    media_type: str


class StillPictures:
    """Fetches pictures, a few at a time."""

    def __init__(self, *, within_s: float = WITHIN_S, largest: int = LARGEST_BYTES) -> None:
        self._within_s = within_s
        self._largest = largest
        self._room = asyncio.Semaphore(AT_ONCE)

    async def fetch(self, url: str) -> Picture:
        """Return the picture at an address of the registry. Raises `WrongState` with what to look at."""
        if urlsplit(url).scheme not in ("http", "https"):
            raise WrongState("the camera's address is no http or https address; correct it in devices.csv")
        try:
            # The wait for a free place is part of the time: whoever waits longer has no use for an old picture.
            async with asyncio.timeout(self._within_s), self._room:
                body = await self._read(url)
        except TimeoutError as error:
            raise WrongState(f"the camera did not answer within {self._within_s:g} s; try again") from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            # Its address may hold a password: it is not repeated.
            raise WrongState(f"the camera did not answer ({type(error).__name__}); look at its line") from error
        media_type = media_type_of(body)
        if media_type is None:
            raise WrongState("what the camera gave is no JPEG, PNG, WebP or GIF; name its still picture in devices.csv")
        return Picture(body=body, media_type=media_type)

    async def _read(self, url: str) -> bytes:
        async with aiohttp.ClientSession() as client, client.get(url, allow_redirects=False) as response:
            if response.status != 200:  # noqa: PLR2004 - the only status that brings a whole picture
                raise WrongState(f"the camera answered {response.status}; look at its address and its password")
            body = bytearray()
            async for chunk in response.content.iter_chunked(_CHUNK):
                body += chunk
                if len(body) > self._largest:
                    raise WrongState(f"the camera's picture is larger than {self._largest >> 20} MiB; let it give less")
            return bytes(body)


def media_type_of(body: bytes) -> str | None:
    """Return which kind of image begins so; None for what is none that a browser shows by itself safely (no SVG)."""
    head = body[:_HEAD_BYTES]
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    return "image/webp" if head[:4] == b"RIFF" and head[8:] == b"WEBP" else None
