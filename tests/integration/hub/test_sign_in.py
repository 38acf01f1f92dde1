"""Signing in over HTTP: what a token stands for, and invitations."""

from __future__ import annotations

from dispatch.api.sign_in import REDEEMED_AT_ONCE
from tests.hub import STATION, House


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
        for role in ("station", "commander", "device"):
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
