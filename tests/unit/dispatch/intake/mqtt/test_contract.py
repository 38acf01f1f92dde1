"""Our own MQTT topics: what each message comes to, and that nothing which cannot be read is refused or a fire."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, strategies as st

from dispatch.core.signal import Measured, Signal
from dispatch.intake.mqtt.contract import read
from dispatch.intake.mqtt.reading import Reading
from dispatch.intake.mqtt.words import EVENTS, KINDS
from stations.device_kinds import DEVICE_KINDS

TENANTS = {"t1": "gw-t1"}


def told(body: object, *, tenant: str = "t1", kind: str = "smoke", device: str = "D7", level: str = "alarm") -> Reading:
    payload = body if isinstance(body, bytes) else json.dumps(body).encode()
    reading = read(f"fire/v1/{tenant}/{kind}/{device}/{level}", payload, "mqtt", TENANTS)
    assert reading is not None
    return reading


def signal(body: object, **where: Any) -> Signal:
    (one,) = told(body, **where).signals
    return one


def test_a_smoke_alarm_is_a_fire_of_a_smoke_detector_at_its_own_time() -> None:
    said = signal({"msgId": "m1", "deviceId": "D7", "ts": 1_764_400_000_000, "event": "smoke_alarm", "loc": "3F 走廊"})
    assert said == Signal(
        gateway="gw-t1",
        protocol="mqtt",
        address="D7",
        device_kind="smoke_detector",
        text="3F 走廊",
        raised=("fire",),
        occurred_at="2025-11-29T07:06:40.000Z",
        sent_at="2025-11-29T07:06:40.000Z",
    )


def test_the_test_button_is_no_smoke() -> None:
    said = signal({"event": "test"})
    assert (said.raised, said.operation, said.test) == ((), "test", True)


def test_a_test_state_never_hides_a_fire() -> None:
    said = signal({"event": "smoke_alarm", "test": True})
    assert said.raised == ("fire",)
    assert said.test


@pytest.mark.parametrize("event", ["silence", "reset", "self_test"])
def test_what_was_done_at_a_device_raises_nothing(event: str) -> None:
    assert (signal({"event": event}).operation, signal({"event": event}).raised) == (event, ())


def test_only_what_is_called_an_alarm_is_a_fire() -> None:
    assert {name for name, meaning in EVENTS.items() if "fire" in meaning.raised} == {
        name for name in EVENTS if name.endswith("alarm") and name != "prealarm"
    }


def test_what_is_raised_can_be_cleared() -> None:
    for condition in {raised for meaning in EVENTS.values() for raised in meaning.raised}:
        assert any(condition in meaning.cleared for meaning in EVENTS.values()), condition


def test_every_short_name_is_a_kind_of_device() -> None:
    assert set(KINDS.values()) <= DEVICE_KINDS.keys()


def test_a_heartbeat_goes_to_the_memory_alone() -> None:
    beat = told({"battery_pct": 81}, level="heartbeat")
    assert (beat.kept, beat.line, beat.signals) == (False, "heard", ())
    assert told(b"", level="heartbeat").kept is False


def test_an_alarm_on_the_topic_of_heartbeats_is_an_alarm() -> None:
    misplaced = told({"event": "smoke_alarm"}, level="heartbeat")
    assert misplaced.kept
    assert misplaced.signals[0].raised == ("fire",)


def test_a_last_will_says_that_the_line_is_lost_and_is_kept() -> None:
    will = told({"event": "offline"}, level="status")
    assert (will.line, will.kept, will.signals) == ("lost", True, ())


def test_measured_values_have_their_units() -> None:
    said = signal(
        {"battery_pct": "12", "temp_c": 21.5, "what": "pressure", "value": 0.35, "unit": "MPa"}, level="status"
    )
    assert said.measured == (
        Measured(what="battery", value=12.0, unit="%"),
        Measured(what="temperature", value=21.5, unit="°C"),
        Measured(what="pressure", value=0.35, unit="MPa"),
    )


def test_the_devices_of_a_tenant_without_a_gateway_are_the_brokers() -> None:
    said = signal({"event": "fault"}, tenant="t2")
    assert (said.gateway, said.address) == ("mqtt", "t2/D7")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"event": "smoke"}, "event"),
        ({"event": 17}, "event"),
        ({}, "event"),
        ({"event": "fault", "ts": "yesterday"}, "ts"),
        ({"event": "fault", "ts": -1}, "ts"),
        ({"event": "fault", "ts": 9e99}, "ts"),
        ({"event": "fault", "ts": True}, "ts"),
        ({"event": "fault", "temp_c": "warm"}, "temp_c"),
        ({"event": "fault", "temp_c": True}, "temp_c"),
        ({"event": "fault", "temp_c": 10**400}, "temp_c"),
        ({"event": "fault", "deviceId": "D8"}, "deviceId"),
        (b"\xff\xfe", "body"),
        (b"[1, 2]", "body"),
        (b"smoke_alarm", "body"),
        (b"{" * 100_000, "body"),
    ],
)
def test_what_cannot_be_read_is_said_and_refuses_nothing(body: object, field: str) -> None:
    said = signal(body)
    assert field in said.unread
    assert "fire" not in said.raised
    assert said.address == "D7"


def test_an_unknown_type_of_device_does_not_hide_its_fire() -> None:
    said = signal({"event": "smoke_alarm"}, kind="烟感")
    assert (said.raised, said.device_kind, said.unread) == (("fire",), None, {"deviceType": "烟感"})


def test_json_as_firmware_writes_it_by_hand_is_read() -> None:
    assert signal(b'{"event": "smoke_alarm", "deviceId": D7,}').raised == ("fire",)


def test_a_time_in_seconds_is_read_as_one() -> None:
    assert signal({"event": "fault", "ts": 1_764_400_000}).occurred_at == "2025-11-29T07:06:40.000Z"


def test_a_repeat_is_told_by_its_number_or_by_its_instant() -> None:
    assert told({"event": "fault", "msgId": 7}).same == told({"msgId": "7", "event": "fault", "rsrp": -90}).same
    assert told({"event": "fault", "msgId": 7}).same != told({"event": "fault", "msgId": 7}, device="D8").same
    assert told({"event": "fault", "ts": 1}).same == told({"event": "fault", "ts": 1}).same != ""
    assert told({"event": "fault", "ts": 1}).same != told({"event": "fault", "ts": 2}).same
    assert told({"event": "fault"}).same == ""


def test_who_sends_an_alarm_with_a_number_gets_a_receipt() -> None:
    assert told({"event": "smoke_alarm", "msgId": "m1"}).receipt == "fire/v1/t1/smoke/D7/ack"
    assert told({"event": "smoke_alarm"}).receipt is None


@pytest.mark.parametrize(
    "topic", ["", "fire/v1/t/smoke/D/ack", "fire/v2/t/smoke/D/alarm", "a/b", "fire/v1/t/s/D/alarm/x"]
)
def test_other_topics_are_not_of_this_contract(topic: str) -> None:
    assert read(topic, b"{}", "mqtt", TENANTS) is None


@pytest.mark.parametrize("device", ["", " ", "x" * 65, "a\x00b"])
def test_a_fire_of_a_device_whose_name_is_none_is_a_fire_all_the_same(device: str) -> None:
    said = signal({"event": "smoke_alarm", "msgId": 1}, device=device)
    assert (said.gateway, said.raised) == ("gw-t1", ("fire",))
    assert "topic" in said.unread
    assert said.address is not None
    assert said.address == signal({"event": "smoke_clear"}, device=device).address


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3),
)
_FIELDS = st.sampled_from(["event", "ts", "msgId", "deviceId", "value", "what", "unit", "loc", "temp_c", "test"])


@given(st.dictionaries(_FIELDS, _JSON), st.sampled_from(["alarm", "status", "heartbeat"]))
def test_whatever_a_body_says_is_read_and_is_a_fire_only_by_its_event(body: dict[str, object], level: str) -> None:
    reading = told(body, level=level)
    for one in reading.signals:
        assert ("fire" in one.raised) == (str(body.get("event")).endswith("_alarm") and body["event"] in EVENTS)


@given(st.binary(max_size=200))
def test_no_bytes_are_too_odd(payload: bytes) -> None:
    assert all("fire" not in one.raised for one in told(payload).signals)
