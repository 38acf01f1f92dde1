"""Coming in, and having to leave: tokens, invitations, withdrawal."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.async_api import expect

from dispatch.access.roles import TokenRole
from dispatch.access.tokens import Tokens
from tests.e2e.conftest import Visit
from tests.e2e.visitor import PHONE, assert_accessible, assert_nothing_clipped
from tests.hub import STATION, OpenHub

HOMES: dict[TokenRole, str] = {"dispatcher": "/", "admin": "/", "commander": "/replay", "station": "/crew"}


@pytest.mark.parametrize("role", HOMES)
async def test_a_token_leads_to_the_page_of_its_role(hub: OpenHub, visit: Visit, role: TokenRole) -> None:
    page = await (await visit()).sign_in(hub.house.token(role))
    assert urlsplit(page.url).path == HOMES[role]


async def test_nobody_is_let_in_without_a_token(hub: OpenHub, visit: Visit) -> None:
    person = await visit()
    for address in ("/", "/crew", "/replay", "/district"):
        page = await person.open(address)
        await page.wait_for_url(f"{hub.url}/sign-in")


async def test_a_crew_is_kept_off_the_centres_pages(hub: OpenHub, visit: Visit) -> None:
    person = await visit(viewport=PHONE)
    page = await person.sign_in(hub.house.token("station"))
    for address in ("/", "/replay"):
        await page.goto(hub.url + address)
        await page.wait_for_url(f"{hub.url}/crew")
        await expect(page.locator("[data-line=ok]")).to_be_visible()


@pytest.mark.parametrize(
    ("secret", "said"),
    [
        ("wrong.token", "这个令牌不能用"),
        ("WRNG-C0DE-0000", "这个邀请码不能用"),
        ("", "请输入"),
    ],
)
async def test_what_does_not_work_is_said_in_words(visit: Visit, secret: str, said: str) -> None:
    person = await visit()
    person.forgiven += ["401", "404"]
    page = await person.open("/sign-in")
    await page.fill("#secret", secret)
    await page.click("button[type=submit]")
    await expect(page.get_by_role("alert")).to_contain_text(said)
    await assert_accessible(page)


async def test_a_devices_token_does_not_sign_in(hub: OpenHub, visit: Visit) -> None:
    page = await (await visit()).open("/sign-in")
    await page.fill("#secret", hub.house.token("device"))
    await page.click("button[type=submit]")
    await expect(page.get_by_role("alert")).to_contain_text("只能报警")
    await page.reload()
    await expect(page.locator("#secret")).to_be_visible()


async def test_an_invitation_works_once(hub: OpenHub, visit: Visit) -> None:
    made = await hub.call("POST", "/api/v1/invitations", {"station": STATION, "name": "示例甲组", "minutes": 5})
    page = await (await visit(viewport=PHONE)).open(made.body["link"])
    assert "code" not in page.url, "the code leaves the address at once"
    await assert_nothing_clipped(page)
    await page.get_by_role("button", name="接受邀请并登录").click()
    await page.wait_for_url(f"{hub.url}/crew")

    late = await visit(viewport=PHONE)
    late.forgiven.append("404")
    other = await late.open(made.body["link"])
    await other.get_by_role("button", name="接受邀请并登录").click()
    await expect(other.get_by_role("alert")).to_contain_text("已用过")


async def test_a_withdrawn_token_ends_the_page_at_once(hub: OpenHub, visit: Visit) -> None:
    person = await visit()
    person.forgiven.append("401")  # what the page still asked for as its token ended
    page = await person.sign_in(hub.house.token("dispatcher"))
    Tokens(hub.house.data).revoke(hub.house.token("dispatcher"))
    await page.wait_for_url(f"{hub.url}/sign-in")
    await expect(page.get_by_role("status")).to_contain_text("已被收回")
    assert await page.evaluate("localStorage.getItem('onethree.session')") is None


async def test_a_withdrawn_phone_keeps_nothing_of_what_it_saw(hub: OpenHub, visit: Visit) -> None:
    page = await (await visit()).sign_in(hub.house.token("station"))
    await page.wait_for_function("localStorage.getItem('onethree.crew.picture') !== null")
    Tokens(hub.house.data).revoke(hub.house.token("station"))
    await page.wait_for_url(f"{hub.url}/sign-in")
    assert await page.evaluate("Object.keys(localStorage).filter((key) => /session|picture/.test(key))") == []


async def test_signing_out_in_one_window_signs_out_the_others(hub: OpenHub, visit: Visit) -> None:
    person = await visit()
    first = await person.sign_in(hub.house.token("dispatcher"))
    second = await person.open("/district")
    await expect(second.locator("[data-line=ok]")).to_be_visible()
    await first.get_by_role("button", name="退出登录").click()
    for page in (first, second):
        await page.wait_for_url(f"{hub.url}/sign-in")


async def test_a_dispatcher_shows_a_code_and_a_phone_comes_in_by_it(hub: OpenHub, visit: Visit) -> None:
    desk = await visit()
    page = await desk.sign_in(hub.house.token("dispatcher"))
    await page.goto(f"{hub.url}/district#access")
    await page.get_by_label("消防站").select_option(STATION)
    await page.get_by_label("谁用").fill("示例甲组")
    await page.get_by_role("button", name="生成邀请").click()
    await expect(page.locator(".shown strong")).to_be_visible()
    await expect(page.locator(".shown .qr")).to_have_count(0)  # no telephone reaches a hub on its own machine
    await assert_accessible(page)
    code = await page.locator(".shown strong").inner_text()

    phone = await (await visit(viewport=PHONE)).sign_in(code.lower())
    assert urlsplit(phone.url).path == "/crew"
    await expect(phone.get_by_text("示例甲组")).to_be_visible()
