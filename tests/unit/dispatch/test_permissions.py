"""Who may do what: the role first, then whose it is."""

from __future__ import annotations

import pytest

from dispatch.access.permissions import authorize, may_read, may_see, may_withdraw
from dispatch.access.roles import ROLES
from dispatch.core import commands as cmd
from dispatch.core.errors import Forbidden
from dispatch.core.vocabulary import By, ClosureArea, Role
from tests.unit.core.world_builder import Town, at

OWN, OTHER = By(role="station", name="own", station="m1"), By(role="station", name="other", station="m3")


def burning() -> Town:
    t = Town().station("m1", 1).station("m2", 2).engine("f1", 3).station("m3", 9)
    t.alarm(at(0))
    return t


def may(t: Town, command: cmd.Command, by: By) -> bool:
    try:
        authorize(t.world, command, by)
    except Forbidden:
        return False
    return True


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("device", True), ("station", True), ("dispatcher", True), ("admin", True), ("commander", False)],
)
def test_who_may_raise_an_alarm(role: Role, allowed: bool) -> None:
    assert may(burning(), cmd.AlarmRaise(), By(role=role, name="示例")) is allowed


def test_a_device_may_do_nothing_else() -> None:
    t = burning()
    device = By(role="device", name="示例")
    assert not may(t, cmd.IncidentTake(incident=t.incident().id), device)
    assert not may(t, cmd.AddNote(incident=t.incident().id, text="x"), device)


def test_a_station_presses_its_own_buttons_only() -> None:
    t = burning()
    order = t.order("m1-1").id
    for press in (
        cmd.AssignmentAcknowledge,
        cmd.AssignmentDecline,
        cmd.AssignmentDepart,
        cmd.AssignmentArrive,
        cmd.AssignmentControl,
        cmd.AssignmentRelease,
    ):
        assert may(t, press(assignment=order), OWN)
        assert not may(t, press(assignment=order), OTHER)


def test_a_station_recalls_nobody() -> None:
    t = burning()
    assert not may(t, cmd.AssignmentRecall(assignment=t.order("m1-1").id), OWN)


def test_a_station_reports_its_own_units_only() -> None:
    t = burning()
    for command in (
        cmd.DutyOff(unit="m1-1"),
        cmd.DutyOn(unit="m1-1"),
        cmd.UnitReportPosition(unit="m1-1", lon=1, lat=1),
    ):
        assert may(t, command, OWN)
        assert not may(t, command, OTHER)


def test_a_station_speaks_in_the_incidents_it_is_ordered_to() -> None:
    t = burning()
    incident = t.incident().id
    for command in (
        cmd.AddNote(incident=incident, text="x"),
        cmd.IncidentConfirm(incident=incident),
        cmd.IncidentHandOver(incident=incident, receiver="示例"),
    ):
        assert may(t, command, OWN)
        assert not may(t, command, OTHER)


@pytest.mark.parametrize("ending", [cmd.AssignmentRelease, cmd.AssignmentDecline, cmd.AssignmentRecall])
def test_m7_a_station_whose_last_order_ended_reads_and_does_no_more_in_the_incident(
    ending: type[cmd.AssignmentCommand],
) -> None:
    t = burning()
    incident = t.incident().id
    assert may_read(t.world, OWN, t.world.incidents[incident])
    t.press(ending(assignment=t.order("m1-1").id))
    assert not may_read(t.world, OWN, t.world.incidents[incident])
    for command in (
        cmd.AddNote(incident=incident, text="x"),
        cmd.IncidentConfirm(incident=incident),
        cmd.IncidentHandOver(incident=incident, receiver="示例"),
    ):
        assert not may(t, command, OWN)


def test_a_station_hands_over_takes_over_and_answers_for_its_own_post_only() -> None:
    t = burning()
    (called,) = t.press(cmd.CheckCall(station="m3"))
    check = next(iter(t.world.checks))
    assert called.to == ("m3",)
    for command in (
        cmd.DutyHandOver(station="m3", shift="day"),
        cmd.DutyTakeOver(station="m3"),
        cmd.CheckAnswer(check=check),
    ):
        assert may(t, command, OTHER)
        assert not may(t, command, OWN)


def test_a_station_calls_and_excuses_no_checks() -> None:
    t = burning()
    t.press(cmd.CheckCall(station="m3"))
    assert not may(t, cmd.CheckCall(station="m3"), OTHER)
    assert not may(t, cmd.CheckExcuse(check=next(iter(t.world.checks)), reason="x"), OTHER)


def test_a_commander_writes_notes_and_changes_nothing() -> None:
    t = burning()
    commander = By(role="commander", name="示例")
    assert may(t, cmd.AddNote(incident=t.incident().id, text="x"), commander)
    assert not may(t, cmd.IncidentClose(incident=t.incident().id), commander)
    assert not may(t, cmd.RoadClose(area=ClosureArea(way="1")), commander)


def test_a_refusal_says_whose_token_would_do() -> None:
    t = burning()
    with pytest.raises(Forbidden, match=r"token of station m3 may not do assignment\.arrive here; use a token"):
        authorize(t.world, cmd.AssignmentArrive(assignment=t.order("m1-1").id), OTHER)


def test_what_is_not_there_is_nobodys_own() -> None:
    t = burning()
    assert not may(t, cmd.AssignmentArrive(assignment="ghost"), OWN)
    assert not may(t, cmd.DutyOff(unit="ghost"), OWN)
    assert not may(t, cmd.IncidentConfirm(incident="ghost"), OWN)


def test_a_station_token_without_a_station_may_nothing_of_a_stations() -> None:
    t = burning()
    assert not may(t, cmd.AssignmentArrive(assignment=t.order("m1-1").id), By(role="station", name="示例"))


def test_a_refusal_names_whose_token_would_do_where_a_station_never_may() -> None:
    t = burning()
    with pytest.raises(Forbidden, match=r"may not do incident\.take here; use a token of: dispatcher, admin$"):
        authorize(t.world, cmd.IncidentTake(incident=t.incident().id), OWN)


def test_what_the_hub_asks_of_itself_nobody_may() -> None:
    for role in ("station", "dispatcher", "admin"):
        assert not may(burning(), cmd.Deliver(station="m1", seen_seq=1), By(role=role, name="示例", station="m1"))


def test_a_view_that_no_table_names_nobody_sees() -> None:
    admin = By(role="admin", name="示例")
    assert may_see(admin, "console", "")
    assert not may_see(admin, "drill", "drl-1")


def test_a_station_without_a_station_sees_no_stations_view() -> None:
    assert not may_see(By(role="station", name="示例"), "station", "m1")


def test_a_dispatcher_withdraws_what_an_invitation_could_have_given_and_an_admin_all() -> None:
    withdrawn = {(asker, of) for asker in ROLES for of in ROLES if may_withdraw(asker, of)}
    assert withdrawn == {("dispatcher", "station"), *(("admin", of) for of in ROLES)}
