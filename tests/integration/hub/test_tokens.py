"""Who may come in, over HTTP: tokens are listed without their secrets and withdrawn at once."""

from __future__ import annotations

from dispatch.access.roles import TokenRole
from tests.hub import STATION, House, OpenHub


async def tokens(hub: OpenHub, role: TokenRole) -> dict[str, str]:
    """Return each token's id by its name."""
    reply = await hub.call("GET", "/api/v1/tokens", role=role)
    assert reply.status == 200, reply.body
    assert "secret" not in str(reply.body)
    return {each["name"]: each["id"] for each in reply.body["tokens"]}


async def test_a_dispatcher_sees_and_withdraws_stations_only(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        for role in ("device", "station", "commander", "admin"):
            hub.house.token(role)
        everybody = await tokens(hub, "admin")
        seen = await tokens(hub, "dispatcher")
        assert list(seen) == [STATION]
        assert {"device", "commander", "admin"} <= set(everybody)
        refused = await hub.call("DELETE", f"/api/v1/tokens/{everybody['admin']}")
        assert refused.code == "forbidden"
        gone = await hub.call("DELETE", f"/api/v1/tokens/{seen[STATION]}")
        assert gone.body["station"] == STATION
        assert (await hub.call("GET", "/api/v1/me", role="station")).code == "unauthorized"
        assert (await hub.call("DELETE", f"/api/v1/tokens/{seen[STATION]}")).code == "not_found"


async def test_nobody_else_sees_tokens(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        for role in ("device", "station", "commander"):
            reply = await hub.call("GET", "/api/v1/tokens", role=role)
            assert reply.code == "forbidden"
