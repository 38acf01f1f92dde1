"""Requests that nobody planned, from the interface's own description: the hub answers each, and fails at none.

``onethree bench odd`` sends twenty thousand to a process of its own; this is a share of them.
"""

from __future__ import annotations

import json
import os
import random

from dispatch.access.roles import ROLES
from loadtest.odd_requests import run
from tests.field.any_json import random_object
from tests.hub import House

SHARE = 1_000
OBJECTS = int(os.environ.get("ONETHREE_ANY_OBJECT", "40000")) // 200
"""How many alarms of any content a hub is sent."""


async def test_no_request_makes_the_hub_fail(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        tokens: dict[str, str] = {role: sqlite_house.token(role) for role in ROLES}
        outcome = await run(hub.url, tokens, requests=SHARE, seed=7)
        assert outcome.failed == []
        assert outcome.asked == SHARE
        assert len(outcome.by_operation) > 40, "nearly every operation was asked"
        assert {200, 400, 401, 403, 404, 422} <= set(outcome.by_status), "and in every way"
        await hub.still_works()


async def test_a1_a_hub_takes_any_object_for_an_alarm(sqlite_house: House) -> None:
    rng = random.Random(20261130)
    async with sqlite_house.open() as hub:
        for _ in range(OBJECTS):
            sent = random_object(rng)
            reply = await hub.call("POST", "/api/v1/alarms", json.dumps(sent).encode(), role="device")
            assert reply.status in (200, 201), (reply, sent)
        await hub.still_works()
