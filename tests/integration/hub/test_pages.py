"""The built pages as the hub serves them: addresses, policy, caching. What is in them the browser tests look at."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from console import static_folder
from dispatch.api.pages import addresses, build_of
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


async def test_e6_every_page_bears_its_build_and_the_welcome_names_the_one_that_is_served(
    sqlite_house: House, tmp_path: Path
) -> None:
    own = build_of(static_folder())
    assert own
    async with sqlite_house.open() as hub:
        for address in PAGES:
            assert f'<meta name="build" content="{own}">' in await _read(hub, address), address
        assert (await hub.stream("console").connect())["build"] == own
    async with sqlite_house.open(pages=tmp_path) as bare:
        assert (await bare.stream("console").connect())["build"] is None, "a hub without pages serves none"


def test_e6_another_build_has_another_name(tmp_path: Path) -> None:
    for name in ("a1", "b2"):
        (tmp_path / "index.html").write_text(f'<html><meta name="build" content="{name}"></html>', encoding="utf-8")
        assert build_of(tmp_path) == name
    (tmp_path / "index.html").write_text("<html></html>", encoding="utf-8")
    assert build_of(tmp_path) is None


@pytest.mark.parametrize("address", ["/.sources", "/index.html/x", "/../pyproject.toml", "/assets", "/nothing"])
async def test_nothing_else_is_served(sqlite_house: House, address: str) -> None:
    async with sqlite_house.open() as hub:
        assert (await hub.call("GET", address, role=None)).code == "not_found"


async def _read(hub: OpenHub, address: str) -> str:
    async with hub.session.get(hub.url + address) as response:
        return await response.text()
