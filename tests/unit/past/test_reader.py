"""The one way to read the record: stretches of it, and the parts of incidents and drills that their ids lead to."""

from __future__ import annotations

import pytest

from dispatch.core import commands as cmd, events as ev
from dispatch.core.errors import NotFound
from dispatch.core.events import decode, encode
from dispatch.log.base import Batch
from dispatch.log.memory import MemoryLog, MemoryStorage
from dispatch.past.drills.facts import gather
from dispatch.past.drills.reading import read_drill
from dispatch.past.reader import LogReader, opening_seq
from tests.unit.core.world_builder import Town, at
from tests.unit.drills.played import play, town


def log_of(t: Town) -> MemoryLog:
    log = MemoryLog(MemoryStorage(), manual=True)
    log.open_now()
    log.lead_now()
    for event in t.record:
        log.append(Batch(event.seq, (encode(event),), event.at))
    log.commit()
    return log


def test_an_id_leads_to_the_event_that_opened_its_subject() -> None:
    assert opening_seq("inc-41") == 41
    assert opening_seq("drl-7") == 7
    for wrong in ("41", "-41", "inc-", "inc-0", "inc-x", "inc-٤", "inc-" + "1" * 17, "11-0417x"):
        assert opening_seq(wrong) is None, wrong


async def test_a_stretch_ends_where_it_is_to_end() -> None:
    t = town()
    play(t, {"near": 70.0})
    log = log_of(t)
    found = LogReader(log)
    assert [each.seq async for each in found.events()] == list(range(1, log.head.seq + 1))
    assert [each.seq async for each in found.events(2, 9)] == list(range(3, 10))
    assert [[each.seq for each in part] async for part in found.slices(0, 5, size=3)] == [[1, 2, 3], [4, 5]]
    parts = [part async for part in found.slices(size=3)]
    assert [each.seq for part in parts for each in part] == list(range(1, log.head.seq + 1))
    assert [each async for each in found.events(log.head.seq)] == []
    assert (await found.event(4)).seq == 4


async def test_an_incident_has_its_own_events_and_those_that_move_something_into_it() -> None:
    t = town()
    t.alarm(at(0))
    first = t.incident().id
    t.alarm(at(9), kind="gas")
    second = next(key for key in t.world.incidents if key != first)
    t.press(cmd.IncidentMerge(incident=second, into=first))
    of_first = [decode(each.body) async for each in LogReader(log_of(t)).of_incident(first)]
    assert of_first == [each for each in t.record if first in (each.incident, getattr(each, "into", None))]


async def test_a_drill_has_its_own_events_and_those_of_its_incidents() -> None:
    t = town()
    earlier, later = play(t, {"near": 70.0}), play(t, {"far": 90.0})
    t.alarm(at(0))
    log = log_of(t)
    for drill in (earlier, later):
        assert await read_drill(log, drill) == gather(t.record)[drill]
        own = [decode(each.body) async for each in LogReader(log).of_drill(drill)]
        assert {each.drill for each in own if isinstance(each, ev.DrillEvent)} == {drill}


async def test_what_the_record_does_not_hold_is_not_found() -> None:
    t = town()
    drill = play(t, {"near": 70.0})
    (incident,) = t.world.incidents
    found = LogReader(log_of(t))
    for wrong in (drill, "inc-999", "inc-1", "11-0001", incident.replace("inc", "drl")):
        with pytest.raises(NotFound, match="no incident"):
            _ = [each async for each in found.of_incident(wrong)]
    for wrong in (incident, "drl-999", "drl-1", drill.replace("drl", "inc")):
        with pytest.raises(NotFound, match="no drill"):
            _ = [each async for each in found.of_drill(wrong)]
