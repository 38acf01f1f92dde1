"""The crew's page opens in a dead spot, and can be installed."""

from __future__ import annotations

from playwright.async_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.visitor import PHONE, worker_stands
from tests.hub import OpenHub


async def test_the_crews_page_opens_without_a_line(hub: OpenHub, visit: Visit) -> None:
    person = await visit(viewport=PHONE)
    page = await person.sign_in(hub.house.token("station"))
    await worker_stands(page)
    person.forgiven += ["ERR_INTERNET_DISCONNECTED", "ERR_FAILED"]
    await person.context.set_offline(True)
    await page.reload()
    await expect(page.locator("[data-line=connecting], [data-line=lost]")).to_be_visible()
    await expect(page.get_by_role("navigation")).to_be_visible()
    await person.context.set_offline(False)
    await expect(page.locator("[data-line=ok]")).to_be_visible()


async def test_the_worker_answers_for_nothing_but_the_page(hub: OpenHub, visit: Visit) -> None:
    person = await visit(viewport=PHONE)
    page = await person.sign_in(hub.house.token("station"))
    await worker_stands(page)
    await page.reload()
    kept = await page.evaluate(
        "(async () => (await (await caches.open('onethree-crew')).keys()).map((each) => new URL(each.url).pathname))()"
    )
    assert "/crew" in kept
    shell = {"/crew", "/crew.webmanifest", "/icon.svg", "/icon-192.png"}
    assert all(each in shell or each.startswith("/assets/") for each in kept)
