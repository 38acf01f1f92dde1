"""What a caller said goes along with the order, for the crew's own page."""

from __future__ import annotations

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide.orders import CALLS
from dispatch.core.personal import split
from dispatch.core.state import of_station
from tests.unit.core.world_builder import Town, at, of_kind, only

WORDS, CALLER = "六楼走廊有烟，老人在里面", "示例王女士 000-5550123"


def town() -> Town:
    return Town().station("m1", 1).station("m2", 2).building("tower", 1)


def test_s03_an_order_says_who_called_and_what_was_said() -> None:
    t = town()
    first = only(t.alarm(at(1, building="tower"), source="phone", reporter=CALLER, note=WORDS), ev.AlarmRaised)
    for order in of_kind(t.record, ev.AssignmentAssigned):
        (call,) = order.record.calls
        assert (call.alarm, call.source, call.reporter, call.note) == (first.alarm, "phone", CALLER, WORDS)
    shown = of_station(t.world, "m1").alarms[first.alarm]
    assert (shown.reporter, shown.note) == (CALLER, WORDS), "a page that was reloaded reads the same"


def test_s03_of_many_calls_the_first_and_the_newest_go_along() -> None:
    t = town()
    said = [only(t.alarm(at(1, building="tower"), device="d0", note=WORDS), ev.AlarmRaised)]
    for number in range(CALLS * 2):
        said.append(only(t.alarm(at(1, building="tower"), source="phone", note=f"{WORDS} {number}"), ev.AlarmRaised))
        t.alarm(at(1, building="tower"), device="wordless")
    t.press(cmd.AssignmentRecall(assignment=t.order("m2-1").id))
    t.press(cmd.AssignmentAssign(incident=said[0].incident, unit="m2-1"))
    calls = of_kind(t.record, ev.AssignmentAssigned)[-1].record.calls
    assert [each.alarm for each in calls] == [each.alarm for each in (said[0], *said[1 - CALLS :])]


def test_s03_what_was_said_is_taken_out_of_the_order_with_the_rest() -> None:
    t = town()
    t.alarm(at(1, building="tower"), source="phone", reporter=CALLER)
    for order in of_kind(t.record, ev.AssignmentAssigned):
        parts = split(ev.encode(order))
        assert parts is not None
        assert CALLER.encode() not in parts.rest
        assert split(parts.rest) is None
