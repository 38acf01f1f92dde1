"""Which words are personal (M9): every text of every event is decided, and none is lost on the way."""

from __future__ import annotations

import typing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dispatch.core import commands as cmd, events as ev
from dispatch.core.evolve import evolve
from dispatch.core.personal import PERSONAL, join, redacted, split
from dispatch.core.vocabulary import HUB, Place
from dispatch.core.world import World
from tests.unit.core.test_properties import Sequence
from tests.unit.core.world_builder import Town

EVENTS = [line for line in (Path(__file__).parents[2] / "data" / "events-v1.jsonl").read_bytes().splitlines() if line]

IDS = frozenset(ev.ChannelCalled.__struct_fields__[:9]) | {
    *("exercise", "drill", "incident", "assignment", "unit", "station"),
    *("alarm", "proposal", "message", "into"),
}
"""What names something, and what every event has. Who used the system did so in office: `By` is nobody's words."""

NOT_PERSONAL = {
    ("alarm.raised", "number"): "of the incident",
    ("alarm.raised", "source"): "code",
    ("alarm.raised", "kind"): "code",
    ("alarm.raised", "device"): "names a detector",
    ("alarm.raised", "flags"): "codes",
    ("alarm.raised", "datum"): "code",
    ("alarm.merged", "reason"): "a rule's sentence",
    ("alarm.merged", "because"): "a rule's reason",
    ("assignment.assigned", "stand"): "of the building's file",
    ("assignment.assigned", "unit_name"): "of the registry",
    ("incident.opened", "number"): "of the incident",
    ("incident.opened", "kind"): "code",
    ("incident.opened", "flags"): "codes",
    ("incident.updated", "kind"): "code",
    ("incident.updated", "flags"): "codes",
    ("incident.closed", "reason"): "code",
    ("zone.informed", "stations"): "ids",
    ("zone.informed", "zone"): "id",
    ("zone.informed", "number"): "of the incident",
    ("zone.informed", "kind"): "code",
    ("zone.cleared", "stations"): "ids",
    ("incident.outcome_recorded", "outcome"): "numbers and a code",
    ("incident.outcome_recorded", "before"): "numbers and a code",
    ("incident.hand_over_offered", "state"): "code",
    ("incident.hand_over_offered", "flags"): "codes",
    ("incident.handed_over", "givers"): "ids",
    ("incident.handed_over", "state"): "code",
    ("incident.handed_over", "flags"): "codes",
    ("incident.handed_over", "settles"): "ids",
    ("incident.hub_away", "reason"): "code",
    ("incident.hub_away", "orders"): "ids and times",
    ("scene.reported", "report"): "its id",
    ("scene.reported", "bars"): "a lane of a drill",
    ("scene.reported", "flags"): "codes",
    ("scene.reported", "contradicts"): "ids",
    ("scene.reported", "advice"): "code",
    ("incident.closed", "because"): "a rule's reason",
    ("incident.erased", "reason"): "why it was erased must stay; whoever writes it is told to name no person",
    ("incident.erased", "setting"): "of the district",
    ("dispatch.chosen", "rule"): "a plan's name",
    ("dispatch.chosen", "needs"): "of a plan",
    ("dispatch.chosen", "considered"): "units",
    ("dispatch.chosen", "network"): "a version",
    ("dispatch.chosen", "closures"): "ids",
    ("dispatch.chosen", "because"): "a rule's reason",
    ("dispatch.shortfall", "need"): "of a plan",
    ("dispatch.shortfall", "why"): "code",
    ("dispatch.asked", "need"): "of a plan",
    ("dispatch.asked", "phone"): "a station's",
    ("dispatch.move_up", "zone"): "id",
    ("dispatch.move_up", "from_zone"): "id",
    ("incident.opened", "because"): "a rule's reason",
    ("incident.graded", "reason"): "a rule's sentence",
    ("incident.graded", "because"): "a rule's reason",
    ("incident.grade_proposed", "reason"): "a rule's sentence",
    ("incident.grade_proposed", "because"): "a rule's reason",
    ("dispatch.move_up", "reason"): "a rule's sentence",
    ("dispatch.contended", "rivals"): "ids",
    ("dispatch.proposed", "moves"): "units",
    ("dispatch.settled", "outcome"): "code",
    ("dispatch.forewarned", "reason"): "a rule's sentence",
    ("dispatch.forewarned", "because"): "a rule's reason",
    ("assignment.assigned", "mode"): "code",
    ("assignment.assigned", "targets"): "codes",
    ("assignment.assigned", "number"): "of the incident",
    ("assignment.assigned", "kind"): "code",
    ("assignment.assigned", "not_ready"): "codes",
    ("ladder.climbed", "trigger"): "code",
    ("ladder.climbed", "action"): "code",
    ("ladder.climbed", "outcome"): "code",
    ("target.set", "target"): "code",
    ("target.set", "milestone"): "code",
    ("target.set", "start"): "code",
    ("target.warned", "target"): "code",
    ("target.warned", "milestone"): "code",
    ("target.missed", "target"): "code",
    ("target.missed", "milestone"): "code",
    ("target.met", "target"): "code",
    ("target.met", "milestone"): "code",
    ("channel.called", "use"): "code",
    ("channel.called", "channels"): "names",
    ("channel.called", "trigger"): "code",
    ("channel.called", "request"): "id",
    ("incident.hub_away", "requests"): "ids",
    ("help.requested", "wanted"): "id",
    ("help.requested", "reason"): "a rule's sentence",
    ("help.requested", "because"): "a rule's reason, or a person's without words",
    ("help.asked", "upon"): "code",
    ("help.not_told", "error"): "of a gateway",
    ("help.unanswered", "why"): "code",
    ("help.climbed", "action"): "code",
    ("help.climbed", "outcome"): "code",
    ("help.cancelled", "ending"): "code",
    ("report.forwarded", "target"): "name of the district's settings",
    ("report.forwarded", "form"): "code",
    ("report.forwarded", "message"): "id",
    ("report.forwarded", "what"): "code",
    ("report.forwarded", "state"): "code",
    ("report.forwarded", "content"): "codes, numbers and a point; no words",
    ("report.forwarded", "error"): "of a gateway",
    ("corridor.failed", "deed"): "code",
    ("corridor.failed", "error"): "of a gateway",
    ("corridor.withdrawn", "why"): "code",
    **{
        (str(kind.__struct_config__.tag), field): "of a device: ids, codes, numbers, its row in a table"
        for kind in typing.get_args(ev.AnyEvent)
        if issubclass(kind, ev.DeviceEvent)
        for field in kind.__struct_fields__
        if field not in ("text", "note", "operator", "reason")
    },
    ("device.unknown", "text"): "of no incident: it stays until the device is filed",
    ("device.disabled", "reason"): "of no incident",
    **{
        (f"help.{what}", field): "of the registry, code or id"
        for what in (
            *("requested", "asked", "told", "not_told", "accepted", "en_route", "on_scene", "done", "refused"),
            *("unanswered", "climbed", "overdue", "cancelled"),
        )
        for field in ("request", "kind", "ask", "helper", "name", "means")
    },
}
"""Every other text of an incident's events, and why it is nobody's."""


def _may_hold_text(kind: Any) -> bool:
    """Whether a value of this type can hold a text of any kind."""
    if kind is str:
        return True
    arguments = typing.get_args(kind)
    if arguments:
        return any(_may_hold_text(each) for each in arguments)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return any(_may_hold_text(each) for each in typing.get_type_hints(kind).values())
    return isinstance(kind, str)  # a code of a literal type


def _of_incidents() -> list[type[ev.Event]]:
    kinds: tuple[type[ev.Event], ...] = typing.get_args(ev.AnyEvent)
    more = (ev.ChannelCalled, ev.DeviceEvent)
    return [kind for kind in kinds if issubclass(kind, (ev.IncidentEvent, *more))]


@pytest.mark.parametrize("kind", _of_incidents(), ids=lambda kind: kind.__struct_config__.tag)
def test_m9_every_text_of_an_incident_s_events_is_decided(kind: type[ev.Event]) -> None:
    tag = str(kind.__struct_config__.tag)
    texts = {name for name, of in typing.get_type_hints(kind).items() if _may_hold_text(of)} - IDS
    decided = set(PERSONAL.get(kind, {})) | {name for of, name in NOT_PERSONAL if of == tag}
    assert texts == decided & texts, f"say in PERSONAL or here whose words these are: {sorted(texts - decided)}"


@pytest.mark.parametrize("kind", PERSONAL, ids=lambda kind: kind.__struct_config__.tag)
def test_m9_what_is_named_personal_is_a_field(kind: type[ev.Event]) -> None:
    assert set(PERSONAL[kind]) <= set(kind.__struct_fields__)


def test_m9_words_that_are_taken_out_and_put_back_change_no_byte() -> None:
    n_split = 0
    for body in EVENTS:
        parts = split(body)
        if parts is None:
            continue
        n_split += 1
        assert join(parts.rest, parts.personal) == body
        assert split(parts.rest) is None, "nothing personal is left"
        ev.decode(parts.rest)
    assert n_split > 5


def test_m9_of_an_alarm_no_word_is_left() -> None:
    said = "示例张三"
    body = ev.encode(
        ev.AlarmRaised(
            seq=3,
            at=World().at,
            by=HUB,
            incident="inc-3",
            alarm="alm-3",
            source="phone",
            kind="report",
            place=Place(lon=106.5, lat=29.5, text=said + '","sealed":"'),
            reporter=said,
            note=said,
            unread={"device": said},
            trapped=2,
        )
    )
    parts = split(body)
    assert parts is not None
    assert said.encode() not in parts.rest
    left = ev.decode(parts.rest)
    assert isinstance(left, ev.AlarmRaised)
    assert (left.place.lon, left.trapped, left.reporter) == (106.5, 2, None)
    assert join(parts.rest, parts.personal) == body


def test_m9_words_that_nobody_could_read_go_too_where_they_are_all_that_was_said() -> None:
    """An alarm, its incident and its orders that hold no other word of anybody."""
    town = Town().station("m1", 1).building("tower", 1)
    town.alarm(Place(building="tower"), unread={"note": "示例张三"}, odd=("bad_note",))
    kinds = set()
    for event in town.record:
        body = ev.encode(event)
        if "示例张三".encode() not in body:
            continue
        parts = split(body)
        assert parts is not None
        assert "示例张三".encode() not in parts.rest
        assert join(parts.rest, parts.personal) == body
        kinds.add(type(event))
    assert kinds == {ev.IncidentOpened, ev.AlarmRaised, ev.AssignmentAssigned}


@pytest.mark.parametrize("seed", range(4))
def test_m9_erasing_from_the_world_is_a_fold_without_the_words(seed: int) -> None:
    """What a hub that knew the words comes to is what a restart comes to that never sees them."""
    sequence = Sequence(seed)
    sequence.play()
    record = [event for event in sequence.town.record if not isinstance(event, ev.IncidentErased)]
    knew, never, n_differed = World(), World(), 0
    for number, event in enumerate(record):
        body = ev.encode(event)
        parts = split(body)
        knew = evolve(knew, event)
        never = evolve(never, event if parts is None else ev.decode(parts.rest))
        if number % 150 == 0:
            n_differed += _people(knew) != _people(never)
            assert _people(_all_erased(knew)) == _people(_all_erased(never)), number
    assert n_differed, "there were words to erase"


def _people(world: World) -> dict[str, dict[str, object]]:
    """Return all of a World that words can stand in."""
    names = ("incidents", "alarms", "assignments", "requests", "messages", "proposals", "drills", "checks", "posts")
    return {name: dict(getattr(world, name)) for name in names}


def _all_erased(world: World) -> World:
    for incident in sorted(world.incidents):
        erased = ev.IncidentErased(seq=world.seq + 1, at=world.at, by=HUB, incident=incident, reason="synthetic")
        world = evolve(world, erased)
    return world


def test_m9_the_hub_s_own_log_tells_no_words_of_a_command_whose_rule_failed() -> None:
    command = cmd.AlarmRaise(reporter="示例张三", note="示例李四", place=Place(text="示例巷", building="B00001"))
    told = redacted(command)
    assert "示例" not in told
    assert "B00001" in told
