"""E1: no browser may translate what it was given: a translated page's countdowns and states stand still and look alive.

Every HTML that is built or made here is found, none is listed: a page that is added later is held to the same.
"""

from __future__ import annotations

import asyncio
from html.parser import HTMLParser

import pytest

from console import static_folder
from dispatch.api.pages import addresses
from dispatch.wire.operations import OPERATIONS
from tests.hub import House, OpenHub, Reply

LANGUAGES = ("zh", "en")
HTML = [key for key, operation in OPERATIONS.items() if operation.content == "text/html"]


class _Head(HTMLParser):
    """What a page says to a browser that would translate it, and which language it says to be in."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.roots: list[dict[str, str | None]] = []
        self.metas: list[dict[str, str | None]] = []
        self.translated: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "html":
            self.roots.append(found)
        elif tag == "meta":
            self.metas.append(found)
        if tag != "html" and found.get("translate") in ("yes", ""):
            self.translated.append(tag)


def forbids_translation(text: str) -> bool:
    head = _Head(text)
    root = head.roots[0] if len(head.roots) == 1 else {}
    told = {"name": "google", "content": "notranslate"} in head.metas
    named = "notranslate" in (root.get("class") or "").split()
    return root.get("translate") == "no" and named and told and bool(root.get("lang")) and not head.translated


def test_e1_a_page_that_lets_itself_be_translated_is_found() -> None:
    whole = '<html lang="zh" translate="no" class="notranslate"><meta name="google" content="notranslate">'
    assert forbids_translation(whole)
    for part in (' translate="no"', ' class="notranslate"', ' lang="zh"', '<meta name="google" content="notranslate">'):
        assert not forbids_translation(whole.replace(part, "")), part
    assert not forbids_translation(f'{whole}<p translate="yes">')


def test_e1_no_built_page_lets_itself_be_translated() -> None:
    pages = [path for _, path in addresses(static_folder()) if path.suffix == ".html"]
    assert pages, "the pages are not built: run python console/web/make.py build"
    assert [path.name for path in pages if not forbids_translation(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(("method", "path"), HTML)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_e1_no_report_lets_itself_be_translated(
    sqlite_house: House, method: str, path: str, language: str
) -> None:
    async with sqlite_house.open() as hub:
        incident = (await hub.alarm())["incident"]
        address = path.format(id=incident, month="2026-11") + f"?format=html&lang={language}"
        form = {"token": hub.house.token("commander")}
        headers = {"Authorization": f"Bearer {form['token']}"} if method == "GET" else {}
        data = form if method == "POST" else None
        async with hub.session.request(method, hub.url + address, headers=headers, data=data) as response:
            assert response.status == 200, await response.text()
            assert response.content_type == "text/html"
            assert forbids_translation(await response.text())


async def test_e1_what_goes_wrong_is_said_in_no_page_that_could_be_translated(sqlite_house: House) -> None:
    """An error is data; where a browser shows it, it stands there as it came."""
    async with sqlite_house.open() as hub:
        for reply in (
            await hub.call("GET", "/nothing", role=None, headers={"Accept": "text/html"}),
            await hub.call("GET", "/api/v1/me", role=None, headers={"Accept": "text/html"}),
            await hub.call("POST", "/api/v1/invitations/redeem", b"{", role=None, headers={"Accept": "text/html"}),
            await hub.call("GET", "/api/v1/stream", role=None, headers={"Accept": "text/html"}),
        ):
            assert is_no_page(reply), reply
        assert await _raw(hub, b"NONSENSE\r\n\r\n"), "a refused request is answered"


def is_no_page(reply: Reply) -> bool:
    return reply.status >= 400 and reply.headers["Content-Type"] == "application/problem+json"


async def _raw(hub: OpenHub, sent: bytes) -> bool:
    """Whether bytes that are no request are answered, and with no HTML."""
    reader, writer = await asyncio.open_connection("127.0.0.1", hub.port)
    writer.write(sent)
    await writer.drain()
    answer = (await reader.read()).lower()
    writer.close()
    return answer.startswith(b"http/1.") and b"<html" not in answer and b"text/html" not in answer
