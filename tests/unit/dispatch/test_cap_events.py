"""What goes out of a confirmed fire: CAP 1.2 that holds to its schema, and the event message after GB/T 35965.2."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from msgspec.structs import replace

from dispatch.core import commands as cmd
from dispatch.core.vocabulary import Place
from dispatch.core.world import Incident
from dispatch.upkeep.cap_events import cap_event
from dispatch.upkeep.event_35965 import NAMESPACE, event_35965
from dispatch.upkeep.forwarding import read_answer
from stations.forwarding import ForwardTarget
from tests.unit.core.world_builder import Town, at

CENTRE = ForwardTarget(name="119 示例", url="http://centre.invalid", code="50010300000000", exercises=True)
SCHEMA = xmlschema.XMLSchema(str(Path(__file__).parents[2] / "data" / "cap12.xsd"))
CAP = {"cap": "urn:oasis:names:tc:emergency:cap:1.2"}


def story(place: Place | None = None, **more: Any) -> tuple[Town, list[Incident]]:
    """A fire that is confirmed, rises, and is over; the incident as it was at each message."""
    t = Town().set(forward=(CENTRE,), ladder=())
    t.station("s1", 1)
    t.alarm(place or at(0), source="phone", **more)
    t.press(cmd.IncidentConfirm(incident=t.incident().id)) if t.incident().confirmed_at is None else None
    key, seen = t.incident().id, []
    for change in (
        None,
        cmd.IncidentUpdate(incident=key, trapped=2),
        cmd.IncidentClose(incident=key, reason="handled"),
    ):
        if change is not None:
            t.press(change)
        t.do(cmd.NoteForward(incident=key, target=CENTRE.name, state="due"))
        seen.append(t.world.incidents[key])
        message = seen[-1].forwards[CENTRE.name].newest.message
        t.do(cmd.NoteForward(incident=key, target=CENTRE.name, state="acknowledged", message=message, content="x"))
        t.now = t.now.plus(1000)
    return t, seen


def texts(document: bytes, path: str) -> list[str | None]:
    return [each.text for each in ET.fromstring(document).iterfind(path, CAP)]  # noqa: S314 - our own document


def written(t: Town, seen: Sequence[Incident]) -> list[bytes]:
    return [cap_event(t.world, each, CENTRE, each.forwards[CENTRE.name].messages) for each in seen]


@pytest.mark.parametrize(
    "place", [at(0), Place(text="示例路 <b>&</b> \x00 7 号"), Place(building="B1", floor=-2), replace(at(1), floor=12)]
)
def test_every_message_of_a_fire_holds_to_the_schema(place: Place) -> None:
    t, seen = story(place)
    for document in written(t, seen):
        SCHEMA.validate(document.decode())
    assert [texts(each, "cap:msgType") for each in written(t, seen)] == [["Alert"], ["Update"], ["Cancel"]]


def test_the_schema_is_one_that_can_fail() -> None:
    t, seen = story()
    document = written(t, seen)[0].decode()
    for wrong in (
        document.replace("<scope>Private</scope>", ""),
        document.replace("Actual", "Real"),
        document.replace("+08:00</sent>", "Z</sent>"),
        document.replace("<category>Fire</category>", "<category>Blaze</category>"),
    ):
        assert wrong != document
        with pytest.raises(xmlschema.XMLSchemaValidationError):
            SCHEMA.validate(wrong)


def test_each_message_refers_to_all_before_it() -> None:
    t, seen = story()
    alert, update, cancel = written(t, seen)
    assert texts(alert, "cap:references") == []
    (one,), (two,) = texts(update, "cap:references"), texts(cancel, "cap:references")
    assert one is not None
    assert two is not None
    assert len(one.split()) == 1
    assert two.split()[0] == one
    (identifier,), (sent,) = texts(alert, "cap:identifier"), texts(alert, "cap:sent")
    assert one.split(",")[1:] == [identifier, sent]


def test_an_exercise_says_that_it_is_one_wherever_it_is_looked_at() -> None:
    t, seen = story(exercise=True)
    for document in written(t, seen):
        assert texts(document, "cap:status") == ["Exercise"]
        assert all("演练" in (each or "") or "EXERCISE" in (each or "") for each in texts(document, ".//cap:headline"))
    event = event_35965(t.world, seen[0], CENTRE, seen[0].forwards[CENTRE.name].messages)
    assert b"<status>Exercise</status>" in event


def test_the_event_message_has_the_identifier_and_says_the_same() -> None:
    t, seen = story(replace(at(0), floor=7))
    last = seen[-1].forwards[CENTRE.name].messages
    found = ET.fromstring(event_35965(t.world, seen[-1], CENTRE, last))  # noqa: S314 - our own document
    said = {each.tag.removeprefix(f"{{{NAMESPACE}}}"): each.text for each in found}
    assert said["identifier"] == last[-1].message
    assert said["references"] == f"{last[0].message} {last[1].message}"
    assert (said["msgType"], said["areaCode"], said["floor"], said["trapped"]) == ("Cancel", "500103", "7", "2")


@pytest.mark.parametrize(
    ("body", "state"),
    [
        (b'{"acknowledged": "m_1"}', "acknowledged"),
        (b'{"acknowledged": "m_2"}', "taken"),
        (b'{"acknowledged": true}', "taken"),
        (b"[]", "taken"),
        (b"", "taken"),
        (b"OK", "taken"),
        (b"<alert", "taken"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "taken"),
        (b"\xff\xfe\x00", "taken"),
    ],
)
def test_only_an_answer_that_names_the_message_acknowledges_it(body: bytes, state: str) -> None:
    assert read_answer(body, "m_1").state == state


@pytest.mark.parametrize(
    ("kind", "reference", "state", "error"),
    [
        ("Ack", "m_1", "acknowledged", False),
        ("Ack", "m_2", "taken", False),
        ("Error", "m_1", None, True),
        ("Error", "m_2", "taken", False),
    ],
)
def test_an_answer_in_cap_is_read_by_what_it_refers_to(
    kind: str, reference: str, state: str | None, error: bool
) -> None:
    body = (
        f'<alert xmlns="{CAP["cap"]}"><identifier>a</identifier><sender>s</sender><sent>2026-01-01T00:00:00+08:00'
        f"</sent><status>Exercise</status><msgType>{kind}</msgType><scope>Private</scope>"
        f"<references>us,{reference},2026-01-01T00:00:00+08:00</references></alert>"
    )
    heard = read_answer(body.encode(), "m_1")
    assert (heard.state, heard.error is not None) == (state, error)
