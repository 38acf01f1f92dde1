"""Bodies that are too large, packed, packed wrongly, or packed by somebody who has shown no token."""

from __future__ import annotations

import asyncio
import gzip
import io
import zlib

import pytest
from aiohttp.compression_utils import ZLibDecompressor

from dispatch.api import bodies
from tests.hub import House

ALARMS, COMMANDS = "/api/v1/alarms", "/api/v1/commands"


async def test_ten_megabytes_are_too_large_and_cost_no_other_client_anything(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        body = b'{"note": "' + b"x" * (10 << 20) + b'"}'
        for path in (ALARMS, COMMANDS):
            reply, other = await asyncio.gather(
                hub.call("POST", path, io.BytesIO(body)), hub.call("POST", ALARMS, {"place": {"building": "B00003"}})
            )
            assert (reply.status, reply.code) == (413, "too_large")
            assert other.status == 201
        await hub.still_works()


async def test_a_compressed_bomb_is_too_large_and_broken_compression_is_malformed(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        bomb = gzip.compress(b'{"note": "' + b"x" * (10 << 20) + b'"}')
        for path in (ALARMS, COMMANDS):
            reply = await hub.call("POST", path, bomb, headers={"Content-Encoding": "gzip"})
            assert (reply.status, reply.code) == (413, "too_large")
        await hub.still_works()


PACKED = gzip.compress(b'{"kind":"smoke","note":"' + b"x" * 900 + b'"}')
BROKEN = (b"not gzip at all", b"", PACKED[:-9], PACKED[:20], PACKED[:12] + b"\xff" * 20, PACKED + b"rest")


async def test_a10_a_packed_body_is_read_and_a_broken_one_is_malformed(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        plain = b'{"kind":"smoke"}'
        taken = {
            "gzip": (gzip.compress(plain), gzip.compress(plain[:5]) + gzip.compress(plain[5:]) + b"\0" * 9),
            "deflate": (zlib.compress(plain), zlib.compress(plain, wbits=-15)),
            "X-GZIP": (gzip.compress(plain),),
            "utf-8": (plain,),
            "none": (plain,),
        }
        for encoding, bodies in taken.items():
            for body in bodies:
                reply = await hub.call("POST", ALARMS, body, headers={"Content-Encoding": encoding})
                assert reply.status == 201, (encoding, reply)
        for body in BROKEN:
            for encoding in ("gzip", "deflate"):
                reply = await hub.call("POST", ALARMS, body, headers={"Content-Encoding": encoding})
                assert (reply.status, reply.code) == (400, "malformed"), (encoding, body)
        for encoding in ("br", "gzip, gzip", "zstd", "gzip;q=1", "\u00e9"):
            reply = await hub.call("POST", ALARMS, PACKED, headers={"Content-Encoding": encoding})
            assert (reply.status, reply.code) == (415, "unsupported_encoding"), encoding


async def test_a10_nothing_is_unpacked_for_who_has_shown_no_token(
    sqlite_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> bytes:
        raise AssertionError("this body had to stay packed")

    packed = {"Content-Encoding": "gzip"}
    async with sqlite_house.open() as hub:
        monkeypatch.setattr(bodies, "unpack", refuse)
        monkeypatch.setattr(ZLibDecompressor, "decompress_sync", refuse)  # the server library's own, on the loop
        nobody = [
            ("POST", ALARMS, None, 401),
            ("POST", "/api/v1/invitations/redeem", None, 415),
            ("POST", "/api/v1/reports/months/2026-11", None, 415),
            ("POST", "/api/v1/registry/imports", "device", 403),
        ]
        for method, path, role, status in nobody:
            reply = await hub.call(method, path, PACKED, role=role, headers=packed)  # type: ignore[arg-type]  # the table's
            assert reply.status == status, (path, reply)
