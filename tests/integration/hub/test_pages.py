"""The built pages as the hub serves them: addresses, policy, caching. What is in them the browser tests look at."""

from __future__ import annotations

import re

import pytest

from console import static_folder
from dispatch.api.pages import addresses
from tests.hub import House, OpenHub

PAGES = ("/", "/crew", "/replay", "/district", "/sign-in")


def test_the_pages_are_built() -> None:
    found = {address for address, _ in addresses(static_folder())}
    missing = set(PAGES) - found
    assert not missing, f"{missing} are not built: run python console/web/make.py build"


async def test_every_page_comes_with_a_policy_that_lets_nothing_in(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        for address in PAGES:
            reply = await hub.call("GET", address, role=None)
            policy = reply.headers["Content-Security-Policy"]
            assert reply.status == 200, address
            assert "default-src 'self'" in policy
            assert "unsafe" not in policy
            assert "frame-ancestors 'none'" in policy
            assert reply.headers["X-Content-Type-Options"] == "nosniff"
            assert reply.headers["Referrer-Policy"] == "no-referrer"
            assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
            assert reply.headers["Cache-Control"] == "no-cache"


async def test_assets_are_kept_for_ever_and_pages_are_asked_for_again(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        page = await _read(hub, "/")
        assets = re.findall(r'(?:src|href)="(/assets/[^"]+)"', page)
        assert assets
        for asset in assets:
            reply = await hub.call("GET", asset, role=None)
            assert reply.status == 200
            assert "immutable" in reply.headers["Cache-Control"]
        first = await hub.call("GET", "/", role=None)
        again = await hub.call("GET", "/", role=None, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status == 304


@pytest.mark.parametrize("address", ["/.sources", "/index.html/x", "/../pyproject.toml", "/assets", "/nothing"])
async def test_nothing_else_is_served(sqlite_house: House, address: str) -> None:
    async with sqlite_house.open() as hub:
        assert (await hub.call("GET", address, role=None)).code == "not_found"


async def _read(hub: OpenHub, address: str) -> str:
    async with hub.session.get(hub.url + address) as response:
        return await response.text()
