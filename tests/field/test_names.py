"""Names of fields as gateways and platforms write them, and alarms that lie in an envelope."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from dispatch.core import events as ev
from dispatch.intake.alarm_json import read_alarm
from stations.datum import from_wgs84
from tests.field.test_readings import raise_in_town

ALARM = {
    "camel": {
        "deviceId": "d-1",
        "alarmType": "smoke",
        "buildingId": "B1",
        "floorNo": "B2",
        "alarmTime": "2026-11-22 11:59:00",
        "remark": "冒烟",
    },
    "snake": {
        "device_id": "d-1",
        "alarm_type": "smoke",
        "building_id": "B1",
        "floor_no": "B2",
        "alarm_time": 1795319940,
        "remark": "冒烟",
    },
    "capitals": {
        "DEVICE": "d-1",
        "Kind": "SMOKE",
        "Building": "B1",
        "FLOOR": -2,
        "Occurred_At": 1795319940,
        "Note": "冒烟",
    },
    "chinese": {
        "设备编号": "d-1",
        "报警类型": "烟感",
        "楼栋编号": "B1",
        "楼层": "负二层",
        "报警时间": "2026年11月22日11时59分",
        "备注": "冒烟",
    },
}


def said(raised: ev.AlarmRaised) -> tuple[Any, ...]:
    at = str(raised.occurred_at)
    return raised.device, raised.kind, raised.place.building, raised.place.floor, at, raised.note


@pytest.mark.parametrize("sent", ALARM.values(), ids=ALARM.keys())
@pytest.mark.parametrize("envelope", [None, "data", "payload", "alarm", "params"])
def test_a1_names_in_other_letters_and_words_are_read_also_in_an_envelope(
    sent: dict[str, Any], envelope: str | None
) -> None:
    body = sent if envelope is None else {"code": 0, "msg": "ok", envelope: sent}
    assert said(raised(body)) == ("d-1", "smoke", "B1", -2, "2026-11-22T03:59:00.000Z", "冒烟")
    if envelope is not None:
        assert raised({envelope: [sent]}).device == "d-1"


def raised(body: dict[str, Any]) -> ev.AlarmRaised:
    return raise_in_town(json.dumps(body, ensure_ascii=False).encode())


def test_our_own_name_and_what_is_outside_the_envelope_count_over_others() -> None:
    assert raised({"deviceId": "d-2", "device": "d-1", "data": {"device": "d-3", "note": "x"}}).device == "d-1"
    assert raised({"deviceId": "d-2", "device": None, "data": {"device": "d-3"}}).device == "d-2"


@pytest.mark.parametrize("name", ["datum", "coordType", "coordinate_system", "CRS", "坐标系"])
@pytest.mark.parametrize("datum", ["GCJ-02", "gcj02ll", "GCJ-02坐标系", "高德地图", "火星坐标系", "国测局坐标系"])
def test_a6_a_datum_by_any_of_its_names_is_converted(name: str, datum: str) -> None:
    lon, lat = from_wgs84(106.57, 29.56, "gcj02")
    at = raised({"place": {"lng": lon, "lat": lat, name: datum}}).place
    assert at.lon == pytest.approx(106.57, abs=1e-7)
    assert at.lat == pytest.approx(29.56, abs=1e-7)


def test_a1_words_in_place_of_a_position_are_the_words_of_the_place() -> None:
    for name in ("location", "position", "address", "addr", "地址"):
        assert raised({name: "南坪西路3号"}).place.text == "南坪西路3号"
        assert raised({"place": {name: "南坪西路3号"}}).place.text == "南坪西路3号"
    at = raised({"location": {"lng": 106.57, "lat": 29.56, "address": "南坪西路3号", "floor": "12F"}}).place
    assert (at.lon, at.text, at.floor) == (106.57, "南坪西路3号", 12)
    assert raised({"place": "3 4"}).place.text == "3 4"


def test_a1_of_several_fields_of_words_none_is_lost() -> None:
    assert raised({"content": "三楼冒烟", "remark": "有老人", "text": "快"}).note == "三楼冒烟; 有老人; 快"
    assert (
        raised({"place": {"location": {"address": "南坪", "building": "B1"}, "text": "西路"}}).place.text
        == "西路; 南坪"
    )
    assert raised({"place": {"address": "南坪", "location": "西路"}}).place.text == "南坪; 西路"
    assert raised({"note": {"a": 1}, "remark": "x"}).unread["note"] == '{"a": 1}'


def test_a1_a_spelling_that_says_nothing_hides_no_other() -> None:
    assert str(raised({"alarmTime": "null", "time": 1795319940}).occurred_at) == "2026-11-22T03:59:00.000Z"


def test_a1_an_alarm_that_says_no_place_keeps_what_nobody_can_name() -> None:
    assert raised({"foo": "二号楼三楼着火", "n": [1, 2]}).unread == {"foo": "二号楼三楼着火", "n": "[1, 2]"}
    assert raised({"place": {"name": "南坪"}}).unread == {"place": '{"name": "南坪"}'}
    assert raised({"place": {"text": "南坪"}, "vendor": "x"}).unread == {}
    assert len(raised({f"n{each}": "x" * 999 for each in range(99)}).unread) == 12


@pytest.mark.parametrize("nothing", ["null", "-", "未知", "N/A", "undefined", " — ", "\u200b"])
def test_what_says_that_there_is_none_names_no_sending_and_no_device(nothing: str) -> None:
    """Two towers whose gateways say ``-`` would be one fire, and every alarm of a day one sending."""
    command, resend = read_alarm(json.dumps({"device": nothing, "key": nothing}).encode(), token="t")  # noqa: S106
    assert (command.device, command.key, resend) == (None, None, None)


@pytest.mark.parametrize("no", [False, 0, "false", "0", "否", "无", "null", "-"])
def test_a_plain_no_to_drill_leaves_an_alarm_real(no: Any) -> None:
    command, _ = read_alarm(json.dumps({"drill": no}).encode(), token="t")  # noqa: S106
    assert command.drill is None


@pytest.mark.parametrize("field", ["floor", "lon", "lat", "coordinates", "datum", "text", "location"])
@pytest.mark.parametrize("words", ["lat" + " " * 9000 + "x", "1-" * 9000, "、1" * 9000, "(" * 9000, "12层" * 9000])
def test_no_words_keep_a_grammar_busy(field: str, words: str) -> None:
    began = time.thread_time()
    raised({"place": {field: words}, "trapped": words, "test": words, "occurred_at": words})
    assert time.thread_time() - began < 0.2


def test_what_is_filled_up_to_a_length_is_read() -> None:
    at = raised({"place": {"floor": "B2" + "\0" * 300, "lon": "106.57" + " " * 300, "lat": "29.56"}}).place
    assert (at.lon, at.floor) == (106.57, -2)
