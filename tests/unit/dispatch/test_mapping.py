"""A product's words become conditions by a table; what no table knows is kept and shown, never refused."""

from __future__ import annotations

import base64
import random
from pathlib import Path
from typing import Any

import pytest

from dispatch.core.signal import Measured, Signal
from dispatch.intake.mapping.model import MappingError, read_mapping
from dispatch.intake.mapping.paths import MISSING, find_in, read_path
from dispatch.intake.mapping.reading import Given, fits_topic, read_document
from dispatch.intake.mapping.shelf import read_mappings
from dispatch.intake.mapping.times import read_time

SMOKE = """
name = "smoke-nb"
title = "示例: NB-IoT smoke detector"
kind = "smoke_detector"
[for]
profile = ["ctwing"]
product = ["15000001"]
[fields]
address = "deviceId"
occurred_at = { path = "at", form = "ms" }
[[read]]
path = "payload.Alarm_Status"
values = { 1 = "raise fire", 2 = "operation silence", 4 = "raise low_battery", 7 = "normal", 14 = "raise fire, test" }
[[read]]
path = "payload.Battery_Level"
what = "battery"
unit = "%"
none = [255]
"""
GIVEN = Given(gateway="push-ctwing", protocol="push", device="865", product="15000001")


def one(mapping: str, document: Any) -> Signal:
    (signal,) = read_document(read_mapping(mapping), document, GIVEN)
    return signal


def test_a_table_says_what_a_value_means() -> None:
    fire = one(SMOKE, {"deviceId": "d-1", "payload": {"Alarm_Status": 1, "Battery_Level": 87}, "at": 1_780_000_000_000})
    assert (fire.address, fire.device_kind, fire.raised, fire.test) == ("d-1", "smoke_detector", ("fire",), False)
    assert fire.measured == (Measured(what="battery", value=87, unit="%"),)
    assert fire.occurred_at == "2026-05-28T20:26:40.000+00:00"
    drill = one(SMOKE, {"payload": {"Alarm_Status": "14"}})
    assert (drill.address, drill.raised, drill.test) == ("865", ("fire",), True)
    calm = one(SMOKE, {"payload": {"Alarm_Status": 7.0}})
    assert (calm.raised, calm.whole) == ((), True)
    assert one(SMOKE, {"payload": {"Alarm_Status": 2}}).operation == "silence"


def test_what_no_table_knows_is_kept_as_not_read() -> None:
    odd = one(SMOKE, {"payload": {"Alarm_Status": 99, "Battery_Level": "full"}, "at": "yesterday"})
    assert odd.unread == {
        "payload.Alarm_Status": "99",
        "payload.Battery_Level": "full",
        "occurred_at": "yesterday",
    }
    assert odd.raised == ()
    assert one(SMOKE, {"payload": {"Battery_Level": 255}}) == one(SMOKE, {}), "a sentinel is no value"


def test_bits_flags_lists_and_conditions_of_reading() -> None:
    mapping = """
name = "water"
[for]
topic = ["water/+/state"]
[fields]
address = "$topic.1"
[[read]]
path = "alarm"
bits = { 0 = "fault", 3 = "low_battery" }
[[read]]
path = "leak"
flag = "supervisory"
[[read]]
path = "services[serviceId=P].data.v"
what = "pressure"
unit = "MPa"
scale = 0.001
[[read]]
path = "code"
values = { 5 = "raise tamper" }
when = { kind = "event" }
"""
    given = GIVEN._replace(topic="water/w-7/state")
    document = {
        "alarm": "0x08",
        "leak": "off",
        "services": [{"serviceId": "Q", "data": {"v": 1}}, {"serviceId": "P", "data": {"v": 350}}],
        "code": 5,
    }
    (signal,) = read_document(read_mapping(mapping), document, given)
    assert signal.address == "w-7"
    assert (signal.raised, signal.cleared) == (("low_battery",), ("fault", "supervisory"))
    assert signal.measured == (Measured(what="pressure", value=0.35, unit="MPa"),)
    (event,) = read_document(read_mapping(mapping), document | {"kind": "event"}, given)
    assert "tamper" in event.raised


@pytest.mark.parametrize(
    ("form", "packed"),
    [
        ("base64-json", base64.b64encode(b'{"s": [0, 1]}').decode()),
        ("json", '{"s": [0, 1]}'),
    ],
)
def test_a_packed_document_is_unpacked_in_its_place(form: str, packed: str) -> None:
    mapping = f"""
name = "packed"
unpack = {{ "payload.APPdata" = "{form}" }}
[for]
profile = ["ctwing"]
[[read]]
path = "payload.APPdata.s.1"
values = {{ 1 = "raise fault" }}
"""
    assert one(mapping, {"payload": {"APPdata": packed}}).raised == ("fault",)
    assert one(mapping, {"payload": {"APPdata": "%%%"}}).raised == ()


def test_bytes_are_numbers_that_a_path_points_into() -> None:
    mapping = """
name = "bytes"
unpack = { raw = "hex-bytes" }
[for]
profile = ["x"]
[[read]]
path = "raw.2"
bits = { 7 = "tamper" }
"""
    assert one(mapping, {"raw": "a55a80"}).raised == ("tamper",)


def test_each_entry_of_a_list_is_a_signal_of_its_own() -> None:
    mapping = """
name = "many"
each = "points"
[for]
profile = ["x"]
[fields]
address = "id"
operator = "$root.who"
[[read]]
path = "v"
flag = "fault"
"""
    document = {"who": "示例", "points": [{"id": 1, "v": 1}, {"id": 2, "v": 0}]}
    found = read_document(read_mapping(mapping), document, GIVEN)
    assert [(each.address, each.raised, each.operator) for each in found] == [
        ("1", ("fault",), "示例"),
        ("2", (), "示例"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name = 1", "name"),
        (SMOKE.replace("raise fire, test", "raise flood"), "'raise flood' means nothing"),
        (SMOKE.replace('"smoke_detector"', '"toaster"'), "no kind of device"),
        (SMOKE.replace("payload.Alarm_Status", "payload..x"), "is no path"),
        (SMOKE.replace('what = "battery"', ""), "give one of values, bits, flag or what"),
        (SMOKE + "colour = 1", "colour"),
        (SMOKE.replace('form = "ms"', 'form = "moons"'), "form 'moons'"),
        ("name = ", "Invalid"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_why(text: str, words: str) -> None:
    with pytest.raises(MappingError, match=words):
        read_mapping(text)


def test_the_one_that_names_the_product_goes_before_the_one_for_all(tmp_path: Path) -> None:
    folder = tmp_path / "mappings"
    folder.mkdir()
    (folder / "smoke-nb.toml").write_text(SMOKE, "utf-8")
    (folder / "any.toml").write_text(
        'name = "any"\n[for]\nprofile = ["ctwing"]\n[[read]]\npath = "x"\nflag = "fault"\n'
    )
    (folder / "broken.toml").write_text("name =")
    (folder / "other.toml").write_text(SMOKE, "utf-8")
    shelf = read_mappings(tmp_path)
    assert set(shelf.problems) == {"broken.toml", "other.toml"}
    assert [
        found.name if (found := shelf.find(profile=profile, product=product)) else None
        for profile, product in (("ctwing", "15000001"), ("ctwing", "2"), ("onenet", "15000001"))
    ] == ["smoke-nb", "any", None]
    assert read_mappings(tmp_path / "nowhere").by_name == {}


def test_topics_fit_as_mqtt_says() -> None:
    assert fits_topic("a/b/c", ["a/+/c"])
    assert fits_topic("a/b/c", ["a/#"])
    assert fits_topic("a", ["a/#"])
    assert not fits_topic("a/b", ["a/+/c", "b/#", "a"])
    assert not fits_topic("$SYS/x", ["#", "+/x"])


def test_times_are_read_as_products_write_them() -> None:
    for text in ("2026-12-01 08:00:00", "20261201080000", "2026-12-01T08:00:00+08:00", "20261201T000000Z"):
        found = read_time(text, "text")
        assert found is not None
        assert found in ("2026-12-01T08:00:00+08:00", "2026-12-01T00:00:00+00:00")
    for odd in ("", "2026-02-30 00:00:00", 5, None, "x" * 5000):
        assert read_time(odd, "text") is None
    for number in (True, "x", 10**30, float("nan"), None):
        assert read_time(number, "ms") is None


def test_paths_lead_somewhere_or_nowhere_and_never_raise() -> None:
    dice = random.Random(16)
    pieces: list[Any] = [None, True, 1, "x", [], {}, [1, {"a": 2}], {"a": {"b": [3]}}, {"0": 1}]
    paths = [read_path(each) for each in ("a", "a.b.0", "0", "1.a", "[a=2]", "a[b=3].c", "99999")]
    for _ in range(2_000):
        document: Any = dice.choice(pieces)
        for _deeper in range(3):
            document = dice.choice([[document], {"a": document}, {"a": {"b": document}}])
        found = find_in(document, dice.choice(paths))
        assert found is MISSING or found is not NotImplemented
