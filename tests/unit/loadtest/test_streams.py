"""Recorded incident streams keep their order and spacing, wherever they are laid."""

import gzip
import itertools
from pathlib import Path

import pytest

from loadtest.errors import StreamUnreadableError
from loadtest.streams import Call, Site, lay_on, read_stream
from tests.shared_data import shared_data

SITES = [Site(f"b{n}", 106.5 + n / 100, 29.5 + n / 100, storeys=n + 1) for n in range(9)]


def _csv(folder: Path, text: str, name: str = "calls.csv") -> Path:
    path = folder / name
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return path


def test_san_francisco_gives_one_alarm_for_each_call_that_is_not_medical() -> None:
    calls = read_stream(shared_data("sf-fire", "unit_dispatches_20161231_20170104.csv.gz"))
    assert len(calls) == 536
    assert calls[0].at_s == 0.0
    assert all(before.at_s <= after.at_s for before, after in itertools.pairwise(calls))
    assert calls[-1].at_s == pytest.approx(4.99 * 86_400, rel=0.01)
    assert sum(call.kind == "flame" for call in calls) > 100


def test_the_snow_storm_is_read_whole() -> None:
    calls = read_stream(shared_data("montco-911", "surge_20181115.csv.gz"))
    assert len(calls) == 743
    assert {call.kind for call in calls} == {"report", "smoke", "flame"}


def test_a_call_has_one_alarm_however_many_units_were_sent(tmp_path: Path) -> None:
    header = "call_number,unit_id,call_type,received,lon,lat\n"
    rows = [
        "7,E1,Structure Fire,2016-12-31T00:02:00,-122.4,37.7",
        "7,T1,Structure Fire,2016-12-31T00:02:00,-122.4,37.7",
        "5,E2,Alarms,2016-12-31T00:01:00,-122.5,37.8",
        "6,E3,Medical Incident,2016-12-31T00:01:30,-122.5,37.8",
    ]
    calls = read_stream(_csv(tmp_path, header + "\n".join(rows), "calls.csv.gz"))
    assert [(call.at_s, call.source, call.kind) for call in calls] == [
        (0.0, "panel", "smoke"),
        (60.0, "phone", "flame"),
    ]


def test_any_csv_with_a_time_is_a_stream(tmp_path: Path) -> None:
    text = "time,kind,building,floor,text\n10,gas,b3,-1,示例\n2.5,,,,\n"
    calls = read_stream(_csv(tmp_path, text))
    assert [call.at_s for call in calls] == [0.0, 7.5]
    assert calls[1] == Call(at_s=7.5, source="phone", kind="gas", origin="b3", building="b3", floor=-1, text="示例")


@pytest.mark.parametrize(
    ("text", "message"), [("when\n1\n", "no column “time”"), ("time\nsoon\n", "cannot be understood"), ("", "time")]
)
def test_an_unusable_file_says_why(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(StreamUnreadableError, match=message):
        read_stream(_csv(tmp_path, text))


def test_compression_divides_the_spacing_and_keeps_the_order() -> None:
    calls = [Call(at_s=at_s, source="phone", kind="report", origin=str(at_s)) for at_s in (0.0, 60.0, 86_400.0)]
    alarms = lay_on(calls, SITES, seed=1, compression=1440.0)
    assert [alarm.due_s for alarm in alarms] == pytest.approx([0.0, 60 / 1440, 60.0])
    assert len({alarm.body["key"] for alarm in alarms}) == 3


def test_the_same_recorded_place_is_the_same_building_and_the_seed_decides_which() -> None:
    calls = [Call(at_s=0.0, source="phone", kind="report", origin=origin) for origin in ("a", "b", "a")]
    first, second, third = (alarm.body["place"]["building"] for alarm in lay_on(calls, SITES, seed=1, compression=1.0))
    assert first == third
    elsewhere = {
        alarm.body["place"]["building"]
        for seed in range(50)
        for alarm in lay_on(calls[:1], SITES, seed=seed, compression=1.0)
    }
    assert len(elsewhere) > 3, second


def test_a_known_building_and_coordinates_inside_the_district_are_kept() -> None:
    calls = [
        Call(at_s=0.0, source="phone", kind="report", origin="x", building="b4", floor=3),
        Call(at_s=0.0, source="phone", kind="report", origin="y", lon=106.51, lat=29.52),
        Call(at_s=0.0, source="phone", kind="report", origin="z", lon=2.3, lat=48.8),
    ]
    places = [alarm.body["place"] for alarm in lay_on(calls, SITES, seed=1, compression=1.0)]
    assert (places[0]["building"], places[0]["floor"]) == ("b4", 3)
    assert (places[1]["lon"], places[1]["lat"], "building" in places[1]) == (106.51, 29.52, False)
    assert places[2]["building"].startswith("b")


def test_a_district_without_buildings_is_refused() -> None:
    with pytest.raises(StreamUnreadableError, match="no buildings"):
        lay_on([], [], seed=1, compression=1.0)


def test_torontos_fires_are_calls_and_its_automatic_alarms_a_panels(tmp_path: Path) -> None:
    rows = """alarm,first_arrival,lon,lat,initial_cad_type,property_use
2011-01-01T05:06:48,2011-01-01T05:12:54,-79.4,43.6,FAHR,Apartment
2011-01-01T05:05:48,2011-01-01T05:12:54,-79.5,43.7,FICI,
2011-01-01T06:06:48,2011-01-01T06:12:54,-79.5,43.7,VEF,Car
"""
    calls = read_stream(_csv(tmp_path, rows))
    assert [(call.at_s, call.source, call.kind) for call in calls] == [
        (0.0, "phone", "flame"),
        (60.0, "panel", "smoke"),
        (3660.0, "phone", "flame"),
    ]
    assert calls[0].origin == calls[2].origin, "the same corner is the same place"
