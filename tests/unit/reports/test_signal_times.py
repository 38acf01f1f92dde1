"""GB 50440's times, each against a record that can be counted by hand."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.instant import Instant, to_text
from dispatch.core.vocabulary import Place
from dispatch.past.reports.signal_reading import SignalBook
from dispatch.past.reports.signal_times import CLOCK_OFF_MS, SignalTimes, Stretch, taken_ms
from dispatch.past.reports.tables import times_csv
from stations.devices import Gateway
from stations.forwarding import ForwardTarget
from stations.helpers import Helper
from tests.unit.core.test_signals import hear, wired
from tests.unit.core.world_builder import Town, of_kind, only

CENTRE = Helper(id="h119", kind="call_centre", name="示例119", phones=("000-119",))


def report(town: Town, until: Instant | None = None) -> SignalTimes:
    book = SignalBook(Instant(0), until or town.now.plus(1))
    for event in town.record:
        book.enter(event)
    return book.result(town.world)


def of(found: SignalTimes, name: str) -> Stretch:
    return next(each for each in found.stretches if each.name == name)


def ago(town: Town, seconds: float) -> str:
    return to_text(town.now - round(seconds * 1000))


@pytest.mark.parametrize(
    ("late_ms", "taken"),
    [(0, 0), (1, 1), (-1_000, 0), (-1_001, None), (CLOCK_OFF_MS, CLOCK_OFF_MS), (CLOCK_OFF_MS + 1, None)],
)
def test_a_clock_that_is_off_is_unclear_and_the_second_that_a_tag_has_not_is_no_time(
    late_ms: int, taken: int | None
) -> None:
    now = Instant(1_764_000_000_000)
    assert taken_ms(now, now.plus(-late_ms)) == taken
    assert taken_ms(now, None) is None


def test_a_fire_is_measured_from_the_devices_own_time() -> None:
    town = wired()
    for address, seconds in (("1-2-17", 4.0), ("1-2-18", 12.0), ("1-2-30", 25.0)):
        hear(town, address, "fire", occurred_at=ago(town, seconds))
    hear(town, "1-2-99", "fire", device_kind="smoke_detector")
    found = of(report(town), "fire")
    assert (found.n, found.kept, found.over, found.breached, found.unclear) == (3, 1, 2, 1, 1)
    assert (found.p50_ms, found.worst_ms, found.limit_ms, found.breach_ms) == (12_000, 25_000, 10_000, 20_000)


def test_what_is_no_fire_is_counted_apart_and_the_line_by_itself() -> None:
    town = wired()
    hear(town, "1-9-1", "started", occurred_at=ago(town, 11), sent_at=ago(town, 2))
    hear(town, "1-9-7", "fault", sent_at=ago(town, 3))
    times = report(town)
    assert (of(times, "fire").n, times.signals) == (0, 2)
    assert (of(times, "state").n, of(times, "state").over, of(times, "state").worst_ms) == (2, 1, 11_000)
    assert (of(times, "line").n, of(times, "line").over, of(times, "line").worst_ms) == (2, 0, 3_000)
    assert [(each.name, each.of, each.ms) for each in times.slowest] == [("state", "p1", 11_000)]


def test_persons_tests_and_exercises_are_measured_by_nobody() -> None:
    town = wired()
    place = Place(building="tower")
    town.alarm(place, source="phone", kind="report", occurred_at=ago(town, 40))
    town.alarm(place, test=True, occurred_at=ago(town, 40))
    town.alarm(place, exercise=True, occurred_at=ago(town, 40))
    assert of(report(town), "fire").n == 0
    assert of(report(town), "fire").unclear == 0


def test_the_order_of_a_fire_counts_until_a_station_has_it_on_its_screen() -> None:
    town = wired()
    hear(town, "1-2-17", "fire", occurred_at=ago(town, 4))
    order = of_kind(town.record, ev.AssignmentAssigned)[0]
    assert (of(report(town), "screen").n, of(report(town), "screen").missing) == (0, 1)
    town.wait(1)
    for _ in range(2):
        town.do(cmd.Deliver(station=order.station, seen_seq=town.world.seq))
    found = of(report(town), "screen")
    assert (found.n, found.missing, found.worst_ms) == (1, 0, 5_000)


def test_a_further_detector_of_the_same_fire_orders_nobody_and_waits_for_no_screen() -> None:
    town = wired()
    hear(town, "1-2-17", "fire", occurred_at=ago(town, 4))
    order = of_kind(town.record, ev.AssignmentAssigned)[0]
    town.do(cmd.Deliver(station=order.station, seen_seq=town.world.seq))
    hear(town, "1-2-18", "fire", occurred_at=ago(town, 4))
    assert (of(report(town), "screen").n, of(report(town), "screen").missing) == (1, 0)
    assert of(report(town), "fire").n == 2


def confirmed(town: Town, **more: Any) -> str:
    incident = only(town.alarm(Place(building="tower"), **more), ev.IncidentOpened).incident
    town.press(cmd.IncidentConfirm(incident=incident))
    return incident


def forward(town: Town, incident: str) -> None:
    town.press(cmd.RequestHelp(incident=incident, kind="call_centre"))
    request = town.world.incidents[incident].requests[-1]
    ask = only([each for each in town.record if getattr(each, "request", "") == request], ev.HelpAsked).ask
    town.press(cmd.HelpReach(request=request, ask=ask))


def test_a_confirmed_fire_counts_until_119_was_told_and_one_that_nobody_was_told_of_is_missing() -> None:
    town = wired()
    town.do(cmd.ChangeRegistry(helpers=(CENTRE,)))
    incident = confirmed(town)
    missing = of(report(town), "forward")
    assert (missing.n, missing.missing) == (0, 1)
    town.wait(2)
    forward(town, incident)
    told = of(report(town), "forward")
    assert (told.n, told.kept, told.missing, told.worst_ms) == (1, 1, 0, 2_000)


def test_what_goes_out_by_itself_counts_until_its_receiver_has_it() -> None:
    town = wired().set(forward=(ForwardTarget(name="119", url="http://centre.invalid", code="50010300000000"),))
    incident = confirmed(town)
    due = town.do(cmd.NoteForward(incident=incident, target="119", state="due"))
    message = only(due, ev.ReportForwarded).message
    assert of(report(town), "forward").missing == 1
    town.wait(1)
    town.do(cmd.NoteForward(incident=incident, target="119", state="taken", message=message, tries=1))
    town.wait(60)
    town.do(cmd.NoteForward(incident=incident, target="119", state="acknowledged", message=message, tries=2))
    told = of(report(town), "forward")
    assert (told.n, told.kept, told.missing, told.worst_ms) == (1, 1, 0, 1_000)


def test_a_rescue_is_no_fire_that_119_waits_for() -> None:
    town = wired()
    events = town.alarm(Place(lon=106.9, lat=29.9), source="phone", kind="lift")
    assert of_kind(events, ev.IncidentConfirmed), "who calls has seen it"
    assert of(report(town), "forward").missing == 0


def test_what_was_confirmed_in_the_span_and_told_after_it_is_not_missing() -> None:
    town = wired()
    town.do(cmd.ChangeRegistry(helpers=(CENTRE,)))
    incident = confirmed(town)
    until = town.now.plus(1)
    town.wait(5)
    forward(town, incident)
    found = of(report(town, until), "forward")
    assert (found.n, found.over, found.missing) == (1, 1, 0)


def test_silence_of_a_gateway_counts_from_the_last_that_was_heard_and_unwatched_ones_are_named() -> None:
    town = wired()
    watched = replace(town.world.gateways["gw"], silent_after_s=180)
    seldom = Gateway(id="gw2", protocol="mqtt", silent_after_s=7201)
    town.do(cmd.ChangeRegistry(gateways=(watched, seldom, Gateway(id="gw3", protocol="push"))))
    since = town.now
    town.wait(200)
    town.do(cmd.DeviceMute(device="gw", since=since))
    times = report(town)
    assert (of(times, "silence").n, of(times, "silence").worst_ms) == (1, 200_000)
    assert times.unwatched == ("gw2", "gw3")


def test_the_numbers_behind_the_figures_are_a_table() -> None:
    town = wired()
    hear(town, "1-2-17", "fire", occurred_at=ago(town, 4))
    book = SignalBook(Instant(0), town.now.plus(1))
    for event in town.record:
        book.enter(event)
    header, row = times_csv(book.timed).decode("utf-8-sig").splitlines()
    assert header == "stretch,of,at,ms"
    assert row.split(",")[:2] == ["fire", "s1"]
    assert row.endswith(",4000")
