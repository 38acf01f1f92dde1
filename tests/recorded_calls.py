"""San Francisco's recorded calls on Yuzhong's roads, in virtual time: the rules, the roads and the deadlines, no hub.

Crews answer by their order's id: most press everything, some never answer, some only arrive.
"""

from __future__ import annotations

from pathlib import Path
from zlib import crc32

from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.events import Event
from dispatch.core.vocabulary import Place
from dispatch.simulation.recorded_town import Planned, RecordedTown
from loadtest.districts import make_yuzhong_district, read_sites
from loadtest.streams import TimedAlarm, lay_on, read_stream
from stations.district import read_district
from tests.recorded_answers import settled
from tests.shared_data import shared_data

STREAM = ("sf-fire", "unit_dispatches_20161231_20170104.csv.gz")


def first_calls(folder: Path, count: int, compression: float, *, shared: bool) -> list[Event]:
    """Play so many calls, in their order and spacing, ``compression`` times as fast; return the record.

    Skips the test where the calls or the roads are not on this machine.
    """
    calls, roads = read_stream(shared_data(*STREAM))[:count], shared_data("yuzhong-osm", "yuzhong.osm.pbf").parent
    place = make_yuzhong_district(folder, roads, stations=60, seed=1)
    district = read_district(place)
    town = RecordedTown(replace(district, settings=settled(district.settings, shared=shared)), _presses)
    for alarm in lay_on(calls, read_sites(place), seed=1, compression=compression):
        town.call(alarm.due_s, _as_told(alarm))
    town.play()
    return town.record


def _as_told(alarm: TimedAlarm) -> cmd.AlarmRaise:
    said = alarm.body
    place = Place(**{key: value for key, value in said["place"].items() if key in Place.__struct_fields__})
    return cmd.AlarmRaise(source=said["source"], kind=said["kind"], place=place, note=said.get("note"))


def _presses(order: Event) -> list[Planned]:
    """Plan a crew's presses: of ten crews one never answers, one only arrives, one cannot go."""
    if not isinstance(order, ev.AssignmentAssigned):
        return []
    dice = crc32(f"{order.assignment}/{order.unit}".encode())
    habit, pace_s = dice % 10, 5 + dice // 10 % 40
    there_s = (order.eta_s or 600) * (1 + dice // 400 % 5 / 10)
    key = order.assignment
    after: dict[float, cmd.Command] = {1 + pace_s / 20: cmd.Deliver(station=order.station, seen_seq=order.seq)}
    if habit == _CANNOT:
        after[pace_s] = cmd.AssignmentDecline(assignment=key, reason="busy")
    if habit > _CANNOT:
        after[pace_s] = cmd.AssignmentAcknowledge(assignment=key)
        after[2 * pace_s] = cmd.AssignmentDepart(assignment=key)
    if habit != _SILENT:
        after[there_s] = cmd.AssignmentArrive(assignment=key)
        after[there_s + 300] = cmd.AssignmentControl(assignment=key)
        after[there_s + 600] = cmd.AssignmentRelease(assignment=key)
    else:
        after[1800] = cmd.IncidentClose(incident=order.incident)
    return list(after.items())


_SILENT, _CANNOT = 0, 2
"""Habits by number; 1 only arrives, all others press everything."""


def calls_on_roads(folder: Path, *, shared: bool) -> list[Event]:
    """Play the first calls of the recorded year's end as fast as makes incidents compete for crews."""
    return first_calls(folder, 25, 4.0, shared=shared)
