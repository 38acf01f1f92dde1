"""Confirmed fires to the 119 centre and the city: what is owed to whom, and what is never sent."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide.channels import needless
from dispatch.core.decide.forwarding import content, what_is_owed
from dispatch.core.state import of_station, to_state, to_world
from dispatch.core.vocabulary import Place
from dispatch.core.world import Incident
from stations.channels import Channel
from stations.forwarding import ForwardTarget
from tests.unit.core.world_builder import Town, at, only

CENTRE = ForwardTarget(name="119", url="http://centre.invalid", code="50010300000000", answer_within_s=30)


def town(target: ForwardTarget = CENTRE) -> Town:
    t = Town().set(forward=(target,), ladder=())
    t.station("s1", 1)
    return t


def fire(t: Town, **more: Any) -> Incident:
    """A fire that a person called in: confirmed at once."""
    t.alarm(at(0), source="phone", **more)
    if t.incident().confirmed_at is None:
        t.press(cmd.IncidentConfirm(incident=t.incident().id))
    return t.incident()


def due(t: Town, incident: Incident) -> tuple[ev.Event, ...]:
    return t.do(cmd.NoteForward(incident=incident.id, target="119", state="due"))


def answered(t: Town, state: Any = "acknowledged", **more: Any) -> tuple[ev.Event, ...]:
    """Something came of the newest message."""
    incident = next(iter(t.world.incidents.values()))
    message = incident.forwards["119"].newest.message
    said = {"message": message, "content": content(incident), "tries": 1, **more}
    return t.do(cmd.NoteForward(incident=incident.id, target="119", state=state, **said))


def owed(t: Town) -> str | None:
    return what_is_owed(next(iter(t.world.incidents.values())), t.world.settings.forward[0])


def test_a_suspected_fire_is_nobodys_outside() -> None:
    t = town()
    t.alarm(at(0))
    assert owed(t) is None
    assert due(t, t.incident()) == ()
    t.press(cmd.IncidentConfirm(incident=t.incident().id))
    assert owed(t) == "alert"


def test_a_message_has_an_identifier_of_its_body_time_and_number_within_the_second() -> None:
    t = town()
    first = only(due(t, fire(t)), ev.ReportForwarded)
    t.alarm(at(40), source="phone")
    other = next(each for each in t.world.incidents.values() if each.id != first.incident)
    second = only(due(t, other), ev.ReportForwarded)
    begins, number = first.message.rsplit("_", 1)
    assert begins.startswith("50010300000000_2026")
    assert (number, second.message) == ("1", f"{begins}_2")


def test_what_is_due_once_is_not_due_twice() -> None:
    t = town()
    incident = fire(t)
    assert len(due(t, incident)) == 1
    assert due(t, incident) == ()


def test_grade_place_and_people_trapped_are_told_once_the_first_word_arrived() -> None:
    t = town()
    incident = fire(t)
    due(t, incident)
    t.press(cmd.IncidentGrade(incident=incident.id, grade=3))
    assert owed(t) is None, "the alert itself goes out with what holds when it goes"
    answered(t)
    assert owed(t) is None
    t.press(cmd.IncidentUpdate(incident=incident.id, trapped=2))
    assert owed(t) == "update"
    assert only(due(t, t.incident()), ev.ReportForwarded).what == "update"
    answered(t)
    assert owed(t) is None


@pytest.mark.parametrize("reason", ["false_cooking", "handled"])
def test_its_end_cancels_it_and_opening_it_again_is_a_new_alert(reason: str) -> None:
    t = town()
    incident = fire(t)
    due(t, incident)
    answered(t, "taken")
    t.press(cmd.IncidentClose(incident=incident.id, reason=reason))
    assert owed(t) == "cancel"
    due(t, incident)
    answered(t)
    assert owed(t) is None
    t.press(cmd.IncidentReopen(incident=incident.id))
    assert owed(t) == "alert"


def test_what_nobody_outside_may_have_heard_of_is_cancelled_too_when_it_is_over() -> None:
    """The answer to the alert may have been lost on its way."""
    t = town()
    incident = fire(t)
    due(t, incident)
    t.press(cmd.IncidentClose(incident=incident.id, reason="false_cooking"))
    assert owed(t) == "cancel"


def test_a_fire_that_is_over_before_anybody_outside_was_owed_it_is_not_told() -> None:
    t = town()
    t.alarm(at(0))
    t.press(cmd.IncidentClose(incident=t.incident().id, reason="false_cooking"))
    assert owed(t) is None


@pytest.mark.parametrize(
    ("more", "wants_exercises", "told"),
    [({"exercise": True}, False, None), ({"exercise": True}, True, "alert"), ({"test": True}, True, None)],
)
def test_an_exercise_goes_only_where_it_is_wanted_and_a_test_never(
    more: dict[str, bool], wants_exercises: bool, told: str | None
) -> None:
    t = town(replace(CENTRE, exercises=wants_exercises))
    fire(t, **more)
    assert owed(t) == told


def test_people_in_a_lift_are_no_fire() -> None:
    t = town()
    fire(t, kind="lift")
    assert owed(t) is None


def test_what_is_not_acknowledged_in_time_is_told_once_to_the_duty_officer_until_it_is() -> None:
    t = town().set(channels=(Channel(name="voice", url="http://voice.invalid", use="duty_officer"),))
    due(t, fire(t))
    late, called = answered(t, "unanswered", error="the gateway answered 503")
    assert isinstance(late, ev.ReportForwarded)
    assert late.error == "the gateway answered 503"
    assert isinstance(called, ev.ChannelCalled)
    assert answered(t, "unanswered", error="still") == ()
    message = t.world.messages[called.message]
    assert needless(t.world, message) is None
    answered(t)
    assert needless(t.world, message) == "answered"


def test_how_long_the_acknowledgement_took_is_in_the_record() -> None:
    t = town()
    due(t, fire(t))
    t.now = t.now.plus(412)
    assert only(answered(t), ev.ReportForwarded).took_ms == 412


def test_an_answer_to_an_older_message_says_nothing() -> None:
    t = town()
    incident = fire(t)
    first = only(due(t, incident), ev.ReportForwarded).message
    answered(t)
    t.press(cmd.IncidentGrade(incident=incident.id, grade=4))
    due(t, t.incident())
    assert answered(t, message=first) == ()


def test_a_restart_owes_the_same() -> None:
    t = town()
    due(t, fire(t))
    answered(t, "taken")
    assert to_world(to_state(t.world)) == t.world


def test_a_station_does_not_see_addresses_outside() -> None:
    t = town()
    assert of_station(t.world, "s1").settings.forward == ()


def test_unlocated_places_have_a_content_too() -> None:
    t = town()
    t.alarm(Place(text="示例路口"), source="phone")
    assert "示例" not in content(t.incident())
