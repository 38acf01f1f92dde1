"""Raw messages shown and read again: a changed mapping is tried on what came before it is put into force."""

from __future__ import annotations

import pytest

from dispatch.core.signal import Signal
from dispatch.gateways.mappings import put_into_force
from dispatch.gateways.port import RawMessage
from dispatch.intake.gb26875.frames import Frame, encode
from dispatch.intake.mapping.model import read_mapping
from tests.hub import House
from tests.integration.hub.test_push import MAPPING, push, pushed, pushing

__all__ = ["pushing"]

CHANGED = MAPPING.replace("5 =", "99 = 'raise tamper', 5 =")


async def test_a_message_is_shown_as_it_came_with_how_it_was_read(pushing: House) -> None:
    async with pushing.open() as hub:
        await push(hub, pushed(status=5))
        await push(hub, pushed("866", status=99, at=5))
        listed = (await hub.call("GET", "/api/v1/signals/raw?limit=1")).body
        assert [each["words"] for each in listed["messages"]] == ["866: not read: payload.Alarm_Status 99"]
        more = (await hub.call("GET", f"/api/v1/signals/raw?before={listed['next']}")).body
        (first,) = more["messages"]
        assert (first["protocol"], first["topic"], first["signals"][0]["raised"]) == ("push", "ctwing", ["fault"])
        assert '"Alarm_Status":5' in first["text"]
        about = (await hub.call("GET", "/api/v1/signals/raw?gateway=push-ctwing&address=866")).body
        assert [each["n"] for each in about["messages"]] == [listed["messages"][0]["n"]]
        assert (await hub.call("GET", "/api/v1/signals/raw/999")).code == "not_found"
        assert (await hub.call("GET", "/api/v1/signals/raw", role="station")).code == "forbidden"


async def test_a_changed_mapping_is_tried_on_the_past_and_then_put_into_force(pushing: House) -> None:
    async with pushing.open() as hub:
        await push(hub, pushed(status=99))
        await push(hub, pushed("866", status=7, at=5))
        seq = hub.hub.processor.world.seq
        tried = await hub.call("POST", "/api/v1/signals/try", {"mapping": CHANGED}, role="admin")
        assert tried.body["looked"] == 2
        (other,) = tried.body["differences"]
        assert (other["before"], other["after"]) == ("865: not read: payload.Alarm_Status 99", "865: raise tamper")
        assert hub.hub.processor.world.seq == seq, "trying changes nothing"

        put_into_force(pushing.district, read_mapping(CHANGED), who="示例", at=hub.hub.clock.now(), note="99")
        hub.hub.mappings._looked_at = float("-inf")
        shown = (await hub.call("GET", f"/api/v1/signals/raw/{other['n']}")).body
        assert (shown["words"], shown["words_now"]) == (other["before"], other["after"])
        listed = (await hub.call("GET", "/api/v1/signals/mappings")).body
        assert [(each["who"], each["mapping"], each["note"]) for each in listed["history"]] == [
            ("示例", "smoke-nb", "99")
        ]
        assert listed["mappings"][0]["text"] == CHANGED


@pytest.mark.parametrize("mapping", ["name =", MAPPING.replace("raise fire", "raise alarm")])
async def test_a_mapping_that_cannot_be_used_is_refused_with_the_place(pushing: House, mapping: str) -> None:
    async with pushing.open() as hub:
        refused = await hub.call("POST", "/api/v1/signals/try", {"mapping": mapping}, role="admin")
        assert (refused.code, refused.body["at"]) == ("unusable", "mapping")


async def test_frames_of_panels_are_read_again_with_the_habits_of_the_vendor(pushing: House) -> None:
    frame = Frame(seq=1, version=(1, 1), sent=bytes(6), source=889, destination=0, command=2, adu=b"")
    body = encode(frame)
    async with pushing.open() as hub:
        taken = await hub.hub.gate.take(
            RawMessage(gateway="u-1", protocol="gb26875", body=body, at_ms=hub.hub.clock.now(), topic="standard"),
            [Signal(gateway="u-1", protocol="gb26875", unread={"示例": "as an older program read it"})],
        )
        shown = (await hub.call("GET", f"/api/v1/signals/raw/{taken.raw}")).body
        assert (shown["text"], shown["hex"]) == (None, body.hex())
        assert "words_now" in shown
        frame_told = shown["frame"]
        assert (frame_told["source"], frame_told["command_name"][0]) == ("889", "发送数据")
