"""Where the Chromium of the browser tests and of the pages' figures comes from, and how it is started.

Tried in this order: ``$ONETHREE_CHROMIUM``; the one that ``make test`` unpacks from the registry package that
``tests/e2e/browser/package-lock.json`` pins (no root, no download site); one that is installed; Playwright's own.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from loadtest.errors import LoadError

PACKAGES = Path(__file__).resolve().parents[2] / "tests" / "e2e" / "browser" / "node_modules"
"""Of a checkout; an installed package has none and takes a Chromium that is installed."""

UNPACKED = PACKAGES / ".chromium"
CHINESE = PACKAGES / "@expo-google-fonts" / "noto-sans-sc"

INSTALLED = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

FLAGS = (
    "--no-sandbox",  # CI runs as root, where Chromium's sandbox cannot
    "--no-first-run",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-gl=angle",  # WebGL without a graphics card, for the map
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
)

HOW_TO_GET_ONE = (
    "there is no Chromium to drive the pages with. `make test` brings one on x86-64 Linux "
    "(python console/web/make.py browser); elsewhere install one (Debian: apt-get install chromium fonts-noto-cjk), or "
    "python -m playwright install chromium-headless-shell, or name one in ONETHREE_CHROMIUM"
)


class NoBrowserError(LoadError):
    """There is no Chromium to drive the pages with. The message says what to install."""


@dataclass(frozen=True)
class Chromium:
    """A Chromium to start. ``path`` None: Playwright's own."""

    path: Path | None
    environment: dict[str, str] = field(default_factory=dict)


def find_chromium(fonts: Path) -> Chromium:
    """Return the Chromium to test with; ``fonts`` is a folder for the unpacked one's settings.

    Raises `NoBrowserError` where the one that is named is not there.
    """
    named = os.environ.get("ONETHREE_CHROMIUM")
    if named:
        if not Path(named).is_file():
            raise NoBrowserError(f"ONETHREE_CHROMIUM names {named}, which is not there")
        return Chromium(Path(named))
    if (UNPACKED / "chromium").exists():
        return Chromium(UNPACKED / "chromium", _carried(fonts))
    installed = next((found for name in INSTALLED if (found := shutil.which(name))), None)
    return Chromium(Path(installed) if installed else None)


def _carried(fonts: Path) -> dict[str, str]:
    """Return the environment in which the unpacked Chromium finds its libraries, and fonts with Chinese."""
    folders = (UNPACKED / "fonts", CHINESE / "400Regular", CHINESE / "700Bold")
    listed = "".join(f"<dir>{folder}</dir>" for folder in folders)
    settings = fonts / "fonts.conf"
    settings.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig>{listed}<cachedir>{fonts / 'cache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return {"FONTCONFIG_FILE": str(settings), "LD_LIBRARY_PATH": str(UNPACKED / "lib")}


@asynccontextmanager
async def running_chromium(chromium: Chromium, *, more_flags: Sequence[str] = ()) -> AsyncIterator[Browser]:
    """Run a Chromium. Raises `NoBrowserError` where none is found in the end."""
    async with async_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        if chromium.path is None and not own.exists():  # noqa: ASYNC240 - nothing else runs yet
            raise NoBrowserError(HOW_TO_GET_ONE)
        browser = await playwright.chromium.launch(
            executable_path=chromium.path,
            args=[*FLAGS, *more_flags],
            env={**os.environ, **chromium.environment},
        )
        try:
            yield browser
        finally:
            await browser.close()
