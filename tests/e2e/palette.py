"""Pictures with a palette of 256 colours: pages have few, and a picture of one is then a third as large."""

from __future__ import annotations

import base64
import struct
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray
from playwright.async_api import Page

COLOURS = 256
_CHUNK = 4096

_PIXELS = """
    async ([png]) => {
        const bytes = Uint8Array.from(atob(png), (each) => each.charCodeAt(0));
        const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
        const canvas = new OffscreenCanvas(picture.width, picture.height);
        const pen = canvas.getContext("2d");
        pen.drawImage(picture, 0, 0);
        const { data } = pen.getImageData(0, 0, picture.width, picture.height);
        let text = "";
        for (let at = 0; at < data.length; at += 32768) {
            text += String.fromCharCode(...data.subarray(at, at + 32768));
        }
        return { width: picture.width, height: picture.height, data: btoa(text) };
    }
"""


async def with_palette(page: Page, png: bytes) -> bytes:
    """Return a PNG of the same picture with a palette; ``page`` is any page, whose browser reads the first one."""
    found: Any = await page.evaluate(_PIXELS, [base64.b64encode(png).decode()])
    pixels = np.frombuffer(base64.b64decode(found["data"]), np.uint8).reshape(-1, 4)[:, :3]
    indices, palette = quantise(pixels)
    return _encode(indices.reshape(found["height"], found["width"]), palette)


def quantise(pixels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return for each pixel (n × 3) its place in a palette, and the palette: the most frequent colours.

    Colours that differ little are one, told by their mean; each pixel gets the nearest colour of the palette.
    """
    coarse = (pixels.astype(np.int32) >> 3) @ np.array([1024, 32, 1])
    bins, members, counts = np.unique(coarse, return_inverse=True, return_counts=True)
    means = np.stack([np.bincount(members, pixels[:, each]) / counts for each in range(3)], axis=1)
    palette = means[np.argsort(-counts)[:COLOURS]]
    nearest = np.empty(len(bins), np.uint8)
    for start in range(0, len(bins), _CHUNK):
        part = means[start : start + _CHUNK, None, :]
        nearest[start : start + _CHUNK] = ((part - palette) ** 2).sum(axis=2).argmin(axis=1)
    return nearest[members.ravel()], palette.round().astype(np.uint8)


def _encode(indices: NDArray[np.uint8], palette: NDArray[np.uint8]) -> bytes:
    height, width = indices.shape
    rows = np.zeros((height, width + 1), np.uint8)  # each row begins with its filter: none
    rows[:, 1:] = indices
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    body = [(b"IHDR", head), (b"PLTE", palette.tobytes()), (b"IDAT", zlib.compress(rows.tobytes(), 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in body)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
