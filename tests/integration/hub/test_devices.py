"""Devices over HTTP: a page of them, one with what holds of it, and the still picture of its camera within bounds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer

from dispatch.core import commands as cmd
from dispatch.core.errors import WrongState
from dispatch.core.signal import Signal
from dispatch.gateways.port import RawMessage
from dispatch.gateways.still_picture import StillPictures, media_type_of
from stations.devices import Device, Gateway
from tests.hub import House, OpenHub

JPEG = b"\xff\xd8\xff\xe0 a picture that nobody drew (synthetic)"
_numbers = count(1)


@pytest_asyncio.fixture
async def hub(sqlite_house: House) -> AsyncIterator[OpenHub]:
    """A running hub."""
    async with sqlite_house.open() as opened:
        yield opened


async def wired(hub: OpenHub, *devices: Device) -> None:
    """Give the hub a panel in the first building, and devices behind it."""
    gateway = Gateway(id="gw", protocol="gb26875", address="7", building="B00001", name="示例主机")
    await hub.hub.processor.do(cmd.ChangeRegistry(gateways=(gateway,), devices=devices))


async def hears(hub: OpenHub, address: str | None, *raised: Any, **fields: Any) -> None:
    """Let the hub hear a device, as a gateway hands it on."""
    number = next(_numbers)
    message = RawMessage(gateway="gw", protocol="gb26875", body=b"frame %d" % number, at_ms=number, same=str(number))
    signal = Signal(gateway="gw", protocol="gb26875", address=address, raised=raised, **fields)
    await hub.hub.gate.take(message, [signal])


def detector(number: int, **fields: Any) -> Device:
    where = {"gateway": "gw", "address": f"1-{number}", "building": "B00001", "floor": number}
    return Device(**{"id": f"dev-{number}", "kind": "smoke_photoelectric", **where, **fields})


async def listed(hub: OpenHub, query: str = "") -> list[str]:
    reply = await hub.call("GET", f"/api/v1/devices{query}")
    assert reply.status == 200, reply
    return [each["id"] for each in reply.body["devices"]]


async def test_devices_are_listed_a_page_at_a_time(hub: OpenHub) -> None:
    await wired(hub, *(detector(number) for number in range(1, 6)))
    first = (await hub.call("GET", "/api/v1/devices?limit=2")).body
    assert [each["id"] for each in first["devices"]] == ["dev-1", "dev-2"]
    assert first["after"] == "dev-2"
    assert await listed(hub, "?limit=2&after=dev-2") == ["dev-3", "dev-4"]
    last = (await hub.call("GET", "/api/v1/devices?limit=2&after=dev-4")).body
    assert ([each["id"] for each in last["devices"]], last["after"]) == (["dev-5"], None)


async def test_what_is_out_of_order_is_asked_for_by_building_and_words(hub: OpenHub) -> None:
    await wired(hub, detector(1, name="示例走廊"), detector(2, building="B00002"), detector(3))
    await hears(hub, "1-1", "fault")
    await hears(hub, "1-2", "low_battery")
    await hears(hub, "1-3", "started")
    assert await listed(hub, "?state=telling") == ["dev-1", "dev-2", "dev-3"]
    assert await listed(hub, "?state=out_of_order") == ["dev-1", "dev-2"]
    assert await listed(hub, "?state=out_of_order&building=B00002") == ["dev-2"]
    assert await listed(hub, "?q=示例走廊") == ["dev-1"]
    zone = (await hub.call("GET", "/api/v1/devices/dev-2")).body["device"]["street"]
    assert zone is None or "dev-2" in await listed(hub, f"?street={zone}")
    assert (await hub.call("GET", "/api/v1/devices?state=calm")).code == "unusable"
    assert await listed(hub, "?id=dev-3&id=nobody&id=dev-1") == ["dev-3", "dev-1"]


async def test_one_device_says_what_holds_and_not_where_its_camera_is(hub: OpenHub) -> None:
    await wired(hub, detector(1, owner="示例物业", camera="http://viewer:secret@127.0.0.1:9/still.jpg"))
    await hears(hub, "1-1", "fault", text="线路断开（示例）")
    reply = await hub.call("GET", "/api/v1/devices/dev-1")
    device = reply.body["device"]
    assert (device["owner"], device["camera"], device["out_of_order"]) == ("示例物业", True, ["fault"])
    assert device["state"]["conditions"]["fault"]["text"] == "线路断开（示例）"
    assert "secret" not in str(reply.body), "a camera's address may hold a password"
    assert (await hub.call("GET", "/api/v1/devices/nobody")).code == "not_found"
    gateways = (await hub.call("GET", "/api/v1/gateways")).body["gateways"]
    assert [each["id"] for each in gateways] == ["gw"]
    assert "address" not in gateways[0]


async def test_an_unknown_device_is_found_by_its_address_until_it_is_filed(hub: OpenHub) -> None:
    await wired(hub)
    await hears(hub, "9-9", "fault", text="3F 走廊（示例）")
    key = "gw%2F9-9"
    assert (await hub.call("GET", f"/api/v1/devices/{key}")).body["device"]["unknown"] is True
    filed = await hub.command(
        "file-1", "device.file", gateway="gw", address="9-9", kind="smoke_photoelectric", building="B00002", floor=3
    )
    assert filed.status == 200, filed
    device = (await hub.call("GET", f"/api/v1/devices/{key}")).body["device"]
    assert (device["unknown"], device["building"], device["floor"]) == (False, "B00002", 3)


@asynccontextmanager
async def camera(answer: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> AsyncIterator[str]:
    """A camera on loopback that answers so; its picture's address."""
    application = web.Application()
    application.router.add_get("/still.jpg", answer)
    async with TestServer(application) as server:
        yield str(server.make_url("/still.jpg"))


def giving(body: bytes, content_type: str = "image/jpeg") -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(body=body, content_type=content_type)

    return answer


async def test_the_picture_beside_a_device_is_fetched_by_the_hub(hub: OpenHub) -> None:
    async with camera(giving(JPEG, "application/octet-stream")) as url:
        await wired(hub, detector(1, camera=url), detector(2))
        path = f"{hub.url}/api/v1/devices/dev-1/snapshot"
        headers = {"Authorization": f"Bearer {hub.house.token('dispatcher')}"}
        async with hub.session.get(path, headers=headers) as response:
            assert (response.status, response.content_type) == (200, "image/jpeg"), "by its bytes, not by its word"
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert await response.read() == JPEG
    assert (await hub.call("GET", "/api/v1/devices/dev-1/snapshot")).code == "wrong_state"
    assert (await hub.call("GET", "/api/v1/devices/dev-2/snapshot")).code == "not_found"
    assert (await hub.call("GET", "/api/v1/devices/dev-1/snapshot", role="device")).code == "forbidden"


async def never(_request: web.Request) -> web.StreamResponse:
    await asyncio.Event().wait()
    raise AssertionError


async def elsewhere(_request: web.Request) -> web.StreamResponse:
    raise web.HTTPFound("http://127.0.0.1:9/inside")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (giving(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"), "no JPEG"),
        (giving(b"<html>sign in</html>", "text/html"), "no JPEG"),
        (giving(JPEG + bytes(2048)), "larger"),
        (elsewhere, "answered 302"),
        (never, "within"),
    ],
    ids=["svg", "page", "too-large", "redirect", "never"],
)
async def test_what_is_no_small_picture_in_time_is_refused_with_words(
    answer: Callable[[web.Request], Awaitable[web.StreamResponse]], why: str
) -> None:
    async with camera(answer) as url:
        # What never answers is given up soon here; whatever answers has a minute for it.
        pictures = StillPictures(within_s=0.2 if answer is never else 60, largest=1024)
        with pytest.raises(WrongState, match=why):
            await pictures.fetch(url)


async def test_only_a_web_address_is_asked() -> None:
    with pytest.raises(WrongState, match="no http"):
        await StillPictures().fetch("file:///etc/passwd")


def test_images_are_known_by_their_first_bytes() -> None:
    assert media_type_of(b"\x89PNG\r\n\x1a\nrest") == "image/png"
    assert media_type_of(b"GIF89a rest of it") == "image/gif"
    assert media_type_of(b"RIFF\x10\0\0\0WEBPVP8 ") == "image/webp"
    assert media_type_of(b"") is None
