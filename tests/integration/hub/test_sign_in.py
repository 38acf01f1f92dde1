"""Signing in over HTTP: what a token stands for, and invitations."""

from __future__ import annotations

from dispatch.api.sign_in import REDEEMED_AT_ONCE
from dispatch.core.instant import from_text
from dispatch.intake.sign_in_json import OWN_MINUTES_AT_MOST
from dispatch.upkeep.keys import KeyKeeper
from tests.hub import STATION, House

KEY = "0123456789abcdefghijkl"


async def test_me_says_role_station_and_district(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        crew = (await hub.call("GET", "/api/v1/me", role="station")).body
        assert (crew["role"], crew["station"], crew["district"]) == ("station", STATION, hub.hub.district)
        assert crew["station_name"]
        desk = (await hub.call("GET", "/api/v1/me", role="dispatcher")).body
        assert (desk["role"], desk["station"], desk["station_name"]) == ("dispatcher", None, None)
        assert (await hub.call("GET", "/api/v1/me", role=None)).code == "unauthorized"


async def test_an_invitation_gives_a_phone_its_token_once(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        made = await hub.call("POST", "/api/v1/invitations", {"station": STATION, "name": "示例甲组", "minutes": 5})
        assert made.status == 201
        assert made.body["link"] == f"/sign-in#code={made.body['code']}"
        got = await hub.call("POST", "/api/v1/invitations/redeem", {"code": made.body["code"]}, role=None)
        assert got.status == 201
        bearer = {"Authorization": f"Bearer {got.body['token']}"}
        me = (await hub.call("GET", "/api/v1/me", role=None, headers=bearer)).body
        assert (me["role"], me["station"], me["name"]) == ("station", STATION, "示例甲组")
        again = await hub.call("POST", "/api/v1/invitations/redeem", {"code": made.body["code"]}, role=None)
        assert again.code == "not_found"


async def test_only_a_dispatcher_invites_and_only_to_a_station_that_is_there(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        for role in ("commander", "device"):
            reply = await hub.call("POST", "/api/v1/invitations", {"station": STATION}, role=role)
            assert reply.code == "forbidden", role
        assert (await hub.call("POST", "/api/v1/invitations", {"station": "nowhere"})).code == "not_found"
        for wrong in ({}, {"station": STATION, "minutes": 0}, {"station": STATION, "minutes": 9999}):
            assert (await hub.call("POST", "/api/v1/invitations", wrong)).code == "unusable", wrong


async def test_codes_cannot_be_tried_out(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        codes = []
        for number in range(int(REDEEMED_AT_ONCE) + 2):
            reply = await hub.call("POST", "/api/v1/invitations/redeem", {"code": f"wrong-{number}"}, role=None)
            codes.append(reply.code)
        assert codes[0] == "not_found"
        assert "too_many" in codes


async def test_e4_a_lost_answer_spends_no_invitation(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        made = await hub.call("POST", "/api/v1/invitations", {"station": STATION, "name": "示例甲组"})
        sent = {"code": made.body["code"], "key": KEY}
        first = await hub.call("POST", "/api/v1/invitations/redeem", sent, role=None)
    async with sqlite_house.open() as hub:
        again = await hub.call("POST", "/api/v1/invitations/redeem", sent, role=None)
        assert (again.status, again.body) == (201, first.body), "after a restart too"
        other = await hub.call("POST", "/api/v1/invitations/redeem", {**sent, "key": KEY[::-1]}, role=None)
        assert other.code == "not_found"
        for wrong in ("short", "x" * 65, "with space and more", 7):
            reply = await hub.call("POST", "/api/v1/invitations/redeem", {**sent, "key": wrong}, role=None)
            assert reply.code == "unusable", wrong


async def test_e4_a_station_lets_in_another_browser_of_its_own_and_nobody_else(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        own = {"station": STATION, "minutes": 600}
        for wrong in ({"station": "S0002"}, {"station": STATION, "name": "别人"}):
            assert (await hub.call("POST", "/api/v1/invitations", wrong, role="station")).code == "forbidden", wrong
        made = await hub.call("POST", "/api/v1/invitations", own, role="station")
        left_ms = from_text(made.body["expires_at"]) - hub.hub.clock.now()
        assert 0 < left_ms <= OWN_MINUTES_AT_MOST * 60_000
        got = await hub.call("POST", "/api/v1/invitations/redeem", {"code": made.body["code"], "key": KEY}, role=None)
        bearer = {"Authorization": f"Bearer {got.body['token']}"}
        me = (await hub.call("GET", "/api/v1/me", role=None, headers=bearer)).body
        assert (me["role"], me["station"], me["name"]) == ("station", STATION, STATION)
        first, second = hub.house.token("station").partition(".")[0], got.body["token"].partition(".")[0]
        await KeyKeeper(hub.hub.tokens, hub.hub.processor).look()
        told = {each["type"]: each for each in await hub.events() if each["type"].startswith("token.")}
        assert told["token.invited"]["by"]["token"] == first
        assert (told["token.redeemed"]["token"], told["token.redeemed"]["station"]) == (second, STATION)
        assert (await hub.call("DELETE", f"/api/v1/tokens/{first}")).status == 200
        assert (await hub.call("GET", "/api/v1/me", role=None, headers=bearer)).code == "unauthorized"
