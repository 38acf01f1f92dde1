"""The fixtures of the browser tests: one Chromium for all of them, a fresh hub and fresh visitors for each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from functools import partial
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from console import static_folder
from dispatch import app
from dispatch.writer.clock import Clock, wall_ms
from loadtest.pages.chromium import find_chromium, running_chromium
from tests.e2e.on_scene import on_scene_house
from tests.e2e.visitor import Visitor, visiting
from tests.hub import House, OpenHub, district, sqlite_house

__all__ = ["browser", "district", "hub", "on_scene_house", "sqlite_house", "time_stands_still", "visit"]

Visit = Callable[..., Any]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the browser tests in one loop: the browser belongs to the loop that it was started in."""
    for item in items:
        if "tests/e2e" in item.path.as_posix():
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    """A real Chromium. Without one the tests fail, and say what to install.

    Its pages are put together without the software that stands in for a graphics card: only the map is drawn by it,
    which takes a third off what a console costs.
    """
    assert (static_folder() / "index.html").exists(), "the pages are not built: run python console/web/make.py build"
    found = find_chromium(tmp_path_factory.mktemp("fonts"))
    async with running_chromium(found, more_flags=("--disable-gpu-compositing",)) as chromium:
        yield chromium


@pytest.fixture
def time_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the hub's time stand still: its ladder sends nobody while a busy machine takes its time over a press."""
    began_ms = wall_ms()
    monkeypatch.setattr(app, "Clock", partial(Clock, wall=lambda: began_ms, monotonic=lambda: 0.0))


@pytest_asyncio.fixture(loop_scope="session")
async def hub(sqlite_house: House) -> AsyncIterator[OpenHub]:
    """A running hub with the pages."""
    async with sqlite_house.open() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def visit(browser: Browser, hub: OpenHub) -> AsyncIterator[Visit]:
    """Give a person a fresh browser: ``await visit()``; options are Playwright's, such as ``viewport=PHONE``."""
    async with AsyncExitStack() as stack:

        async def enter(**options: Any) -> Visitor:
            return await stack.enter_async_context(visiting(browser, hub, **options))

        yield enter
