"""Topics of other platforms, read by mappings of the district."""

from __future__ import annotations

import json

import pytest

from dispatch.intake.mapping.model import read_mapping
from dispatch.intake.mapping.shelf import Mappings
from dispatch.intake.mqtt.mapped import filters_of, is_filter, read

PRESSURE = """
name = "pressure-example"
kind = "water_pressure"
[for]
topic = ["$oc/devices/+/sys/properties/report", "fire/v1/+/+/+/alarm"]
[fields]
address = "$topic.2"
occurred_at = { path = "at", form = "text" }
[[read]]
path = "services.0.properties.pressure"
what = "pressure"
unit = "MPa"
[[read]]
path = "services.0.properties.state"
values = { "low" = "raise supervisory", "ok" = "clear supervisory" }
"""
TOPIC = "$oc/devices/P9/sys/properties/report"
SHELF = Mappings([read_mapping(PRESSURE)])


def body(**more: object) -> bytes:
    return json.dumps({"services": [{"properties": {"pressure": 0.07, "state": "low"}}], **more}).encode()


def test_a_topic_of_another_platform_is_read_by_its_mapping() -> None:
    reading = read(TOPIC, body(at="2026-12-01T10:00:00+08:00"), "mqtt", SHELF)
    (said,) = reading.signals
    assert (said.address, said.device_kind, said.raised) == ("P9", "water_pressure", ("supervisory",))
    assert said.measured[0].value == 0.07
    assert reading.address == "P9"
    assert reading.same != ""


def test_what_names_no_instant_is_new_each_time() -> None:
    assert read(TOPIC, body(), "mqtt", SHELF).same == ""


def test_what_no_mapping_knows_is_kept_unread() -> None:
    for topic, payload in (("other/topic", b"{}"), (TOPIC, b"\xff")):
        (said,) = read(topic, payload, "mqtt", SHELF).signals
        assert said.unread
        assert (said.raised, said.address) == ((), None)


def test_our_own_topics_are_never_a_mappings() -> None:
    assert filters_of(SHELF) == ("$oc/devices/+/sys/properties/report",)


@pytest.mark.parametrize("topic", ["", "a/#/b", "a#", "#a", "a/b+", "a\0b", "x" * 65_536])
def test_what_is_no_filter_is_not_subscribed_to(topic: str) -> None:
    assert not is_filter(topic)


@pytest.mark.parametrize("topic", ["#", "+", "a/+/b/#", "/a//b", "$oc/devices/+/sys/#"])
def test_filters_may_have_wildcards_where_the_protocol_lets_them(topic: str) -> None:
    assert is_filter(topic)
