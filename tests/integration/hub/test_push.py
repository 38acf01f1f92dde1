"""Cloud platforms push to a running hub: let in by signature, answered once durable, once in the record."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from dispatch.gateways import push_secrets
from dispatch.log.base import LogUnavailable
from tests.hub import PATIENCE_S, House, OpenHub, Reply

MAPPING = """
name = "smoke-nb"
title = "示例"
kind = "smoke_detector"
[for]
profile = ["ctwing"]
product = ["15000001"]
[[read]]
path = "payload.Alarm_Status"
values = { 1 = "raise fire", 5 = "raise fault", 7 = "normal" }
"""
SIGNED_BY = "t-示例"


def pushed(device: str = "865", status: int = 1, at: int = 1_780_000_000_000) -> dict[str, Any]:
    return {"deviceId": device, "productId": "15000001", "timestamp": at, "payload": {"Alarm_Status": status}}


@pytest.fixture
def pushing(district: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house whose district, its own copy, has a mapping, and whose hub has a secret for ctwing.

    A machine that others use too may take its time: what is not durable within a second is another test's.
    """
    monkeypatch.setattr("dispatch.api.push.ANSWER_WITHIN_S", PATIENCE_S)
    own = tmp_path / "district"
    shutil.copytree(district, own)
    (own / "mappings").mkdir()
    (own / "mappings" / "smoke-nb.toml").write_text(MAPPING, "utf-8")
    data = tmp_path / "data"
    data.mkdir()
    push_secrets.make(data, "ctwing", token=SIGNED_BY)
    return House(own, data)


async def push(hub: OpenHub, body: object, token: str = SIGNED_BY, name: str = "ctwing") -> Reply:
    return await hub.call("POST", f"/api/v1/push/{name}", body, role=None, headers={"X-Push-Token": token})


async def count(hub: OpenHub, kind: str) -> int:
    return sum(event["type"] == kind for event in await hub.events())


async def test_a_pushed_fire_is_an_alarm_once_however_often_it_comes(pushing: House) -> None:
    async with pushing.open() as hub:
        first = await push(hub, pushed())
        again = await push(hub, pushed())
        assert (first.status, first.body["repeated"]) == (200, False)
        assert (again.status, again.body) == (200, {"raw": first.body["raw"], "repeated": True})
        assert await count(hub, "alarm.raised") == 1
        row = await hub.hub.raw.find(first.body["raw"])
        assert row is not None
        assert json.loads(row.body) == pushed()


async def test_only_a_wrong_signature_is_refused(pushing: House) -> None:
    async with pushing.open() as hub:
        assert (await push(hub, pushed(), "wrong")).code == "unauthorized"
        assert (await push(hub, pushed(), name="onenet")).code == "unauthorized", "it has no secret"
        assert (await push(hub, pushed(), name="nobody")).code == "unauthorized"
        assert await hub.hub.raw.newest() == []
        for unreadable in (b"no json", b"", {"productId": "unknown"}, [1], {"payload": 5}):
            assert (await push(hub, unreadable)).status == 200
        kept = await hub.hub.raw.newest()
        assert len(kept) == 5
        assert all(b"unread" in row.reading or b"message" in row.reading for row in kept)
        assert await count(hub, "alarm.raised") == 0


async def test_an_unknown_value_is_taken_and_shown_as_not_read(pushing: House) -> None:
    async with pushing.open() as hub:
        assert (await push(hub, pushed(status=99))).status == 200
        received = [event for event in await hub.events() if event["type"] == "signal.received"]
        assert received[0]["unread"] == {"payload.Alarm_Status": "99"}


async def test_a_mapping_that_changes_counts_without_a_restart(pushing: House) -> None:
    async with pushing.open() as hub:
        await push(hub, pushed(status=99))
        path = pushing.district / "mappings" / "smoke-nb.toml"
        path.write_text(MAPPING.replace("5 =", "99 = 'raise tamper', 5 ="), "utf-8")
        hub.hub.mappings._looked_at = float("-inf")  # as a second later
        await push(hub, pushed(status=99, at=2))
        raised = [event["condition"] for event in await hub.events() if event["type"] == "condition.raised"]
        assert raised == ["tamper"]
        path.write_text("name = ", "utf-8")
        hub.hub.mappings._looked_at = float("-inf")
        await push(hub, pushed("866", 99, at=3))
        assert await count(hub, "condition.raised") == 2, "a slip of the pen silences no product"


async def test_an_array_is_kept_whole_before_any_of_it_counts_and_is_there_once_after_a_crash(
    pushing: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hub ends after two of five: the platform was not answered, and sends the whole again."""
    many = [pushed(f"d-{n}", 5, at=n + 1) for n in range(5)]
    async with pushing.open() as hub:
        submit = hub.hub.processor.submit
        done: list[Any] = []

        async def dies(*given: Any) -> Any:
            if len(done) == 2:
                raise LogUnavailable("示例: killed here")
            done.append(given)
            return await submit(*given)

        with monkeypatch.context() as patch:
            patch.setattr(hub.hub.processor, "submit", dies)
            reply = await push(hub, many)
        assert (reply.status, reply.code) == (503, "log_unavailable")
        (row,) = await hub.hub.raw.newest()
        assert json.loads(row.body) == many
        assert await count(hub, "condition.raised") == 2
    async with pushing.open() as hub:
        assert (await push(hub, many)).body["repeated"]
        assert (await push(hub, many[1:4])).body["repeated"]
        raised = [event["device"] for event in await hub.events() if event["type"] == "condition.raised"]
        assert sorted(raised) == [f"push-ctwing/d-{n}" for n in range(5)]


async def test_a_full_disk_is_told_and_the_platform_sends_again(
    pushing: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with pushing.open() as hub:

        async def full(*_: object) -> None:
            raise OSError("示例: the disk is full")

        with monkeypatch.context() as patch:
            patch.setattr(hub.hub.raw, "put", full)
            assert (await push(hub, pushed())).status == 503
            patch.setattr(hub.hub.raw, "failing", "示例: the disk is full")
            ready = await hub.call("GET", "/readyz", role=None)
            assert ready.body["reasons"] == ["raw_store"]
        assert not (await push(hub, pushed())).body["repeated"]
        assert await count(hub, "alarm.raised") == 1


async def test_many_at_once_are_each_answered_and_in_the_record_once(pushing: House) -> None:
    async with pushing.open() as hub:
        replies = await asyncio.gather(*(push(hub, pushed(f"d-{n % 100}", 5, at=n % 100 + 1)) for n in range(300)))
        assert {reply.status for reply in replies} == {200}
        assert sum(reply.body["repeated"] for reply in replies) >= 200
        assert await count(hub, "condition.raised") == 100


async def test_who_comes_when_too_many_are_under_way_is_told_to_come_again(
    pushing: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dispatch.api.push.AT_ONCE", 0)
    async with pushing.open() as hub:
        assert (await push(hub, pushed())).code == "too_many"


async def test_what_is_not_durable_in_time_is_asked_for_again_and_is_there_once(
    pushing: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that stands still holds up no answer: 503, and the next try is told what became of the first."""
    async with pushing.open() as hub:
        put, moves = hub.hub.raw.put, asyncio.Event()

        async def stands_still(filing: Any) -> Any:
            await moves.wait()
            return await put(filing)

        with monkeypatch.context() as patch:
            patch.setattr("dispatch.api.push.ANSWER_WITHIN_S", 0.01)
            patch.setattr(hub.hub.raw, "put", stands_still)
            assert (await push(hub, pushed())).code == "log_unavailable"
            assert (await push(hub, pushed("866"))).code == "too_many", (
                "the oldest is late: nobody else waits behind it"
            )
        moves.set()
        again = await push(hub, pushed())
        assert (again.status, again.body["repeated"]) == (200, True)
        assert await count(hub, "alarm.raised") == 1
