"""The audit of a record: what it must notice."""

from typing import Any

from loadtest.ledger import Deadline, audit_alarms, read_ms, unrecorded_deadlines

T0 = read_ms("2026-01-01T00:00:00Z")
LADDER = [
    {"trigger": "unacknowledged", "after_s": 15, "action": "alert_again"},
    {"trigger": "missed_arrive", "after_s": 0, "action": "next_unit"},
]


def _at(second: int) -> str:
    return f"2026-01-01T00:{second // 60:02d}:{second % 60:02d}.000Z"


def _order(assignment: str = "a1", second: int = 0) -> dict[str, Any]:
    target = {"name": "arrive", "start": "assigned", "milestone": "on_scene", "limit_s": 60}
    return {
        "type": "assignment.assigned",
        "assignment": assignment,
        "incident": "i1",
        "targets": [target],
        "at": _at(second),
    }


def _milestone(name: str, second: int) -> dict[str, Any]:
    return {"type": f"assignment.{name}", "assignment": "a1", "incident": "i1", "at": _at(second)}


def _unrecorded(*events: dict[str, Any], until: int = 300) -> list[str]:
    found = unrecorded_deadlines(events, LADDER, until_ms=T0 + until * 1000, grace_ms=2000)
    return [deadline.key for deadline in found]


RUNG = {"type": "ladder.climbed", "assignment": "a1", "rung": 0}
CHASE = {"type": "ladder.climbed", "assignment": "a1", "rung": 1}
MISS = {"type": "target.missed", "assignment": "a1", "target": "arrive"}


def test_a_silent_crew_leaves_its_rung_its_miss_and_the_rung_after_the_miss() -> None:
    assert _unrecorded(_order(), RUNG, MISS, CHASE) == []
    assert _unrecorded(_order()) == ["miss:arrive", "rung:1", "rung:0"]


def test_a_crew_that_has_answered_is_chased_once_it_is_half_as_long_again_on_its_way_as_foreseen() -> None:
    order = _order() | {"eta_s": 100.0}
    answered = _milestone("acknowledged", 9)
    assert _unrecorded(order, answered, RUNG, MISS, until=151) == []
    assert _unrecorded(order, answered, RUNG, MISS, until=153) == ["rung:1"]
    assert _unrecorded(order, RUNG, MISS, until=63) == ["rung:1"], "a silent one at the limit"
    assert _unrecorded(_order(), answered, RUNG, MISS, until=63) == ["rung:1"], "so is one whose way nobody knew"


def test_what_falls_due_after_the_end_of_the_record_is_not_asked_for() -> None:
    assert _unrecorded(_order(), until=16) == []
    assert _unrecorded(_order(), until=18) == ["rung:0"]


def test_an_acknowledgement_ends_the_calling_and_an_arrival_the_chase() -> None:
    assert _unrecorded(_order(), _milestone("acknowledged", 9), _milestone("on_scene", 50)) == []


def test_a_later_milestone_settles_the_earlier_ones() -> None:
    assert _unrecorded(_order(), _milestone("on_scene", 10)) == []


def test_a_recalled_order_owes_nothing_more() -> None:
    assert _unrecorded(_order(), _milestone("recalled", 5)) == []


def test_a_milestone_within_the_grace_may_have_come_first() -> None:
    assert _unrecorded(_order(), _milestone("acknowledged", 16), RUNG, _milestone("on_scene", 61)) == []
    assert _unrecorded(_order(), _milestone("acknowledged", 20), _milestone("on_scene", 30)) == ["rung:0"]


def test_a_deadline_that_fired_twice_is_wrong() -> None:
    assert _unrecorded(_order(), RUNG, RUNG, MISS, CHASE) == ["rung:0"]
    assert unrecorded_deadlines([_order(), RUNG, RUNG], LADDER, until_ms=T0, grace_ms=0) == [
        Deadline("a1", "rung:0", T0 + 15_000)
    ]


def test_lost_doubled_and_unserved_alarms_are_named() -> None:
    events = [
        {"type": "alarm.raised", "alarm": "x", "incident": "i1"},
        {"type": "incident.opened", "incident": "i1"},
        {"type": "assignment.assigned", "incident": "i1"},
        {"type": "alarm.raised", "alarm": "y", "incident": "i2"},
        {"type": "alarm.raised", "alarm": "y", "incident": "i2"},
        {"type": "incident.opened", "incident": "i2"},
        {"type": "dispatch.shortfall", "incident": "i2"},
        {"type": "incident.opened", "incident": "i3"},
        {"type": "alarm.merged", "alarm": "z", "incident": "i1"},
    ]
    audit = audit_alarms(events, ["x", "y", "z"])
    assert (audit.lost, audit.doubled, audit.unserved) == (("z",), ("y",), ("i3",))
    assert (audit.incidents, audit.ordered, audit.short, audit.merged) == (3, 1, 1, 1)
    assert not audit.sound
    assert audit_alarms(events[:3], ["x"]).sound


def _away(second: int, wait_until: int, ladder_ms: int) -> dict[str, Any]:
    orders = [{"assignment": "a1", "ladder_ms": ladder_ms}]
    return {"type": "incident.hub_away", "at": _at(second), "wait_until": _at(wait_until), "orders": orders}


def test_d4_what_waits_because_the_hub_was_away_is_asked_for_after_the_wait() -> None:
    away = _away(200, 230, 215_000)  # the rung of 15 s acts at 230, the chase after the miss of 60 s at 275
    assert _unrecorded(_order(), away, until=231) == []
    assert _unrecorded(_order(), away, until=240) == ["miss:arrive", "rung:0"]
    assert _unrecorded(_order(), away, RUNG, MISS, until=276) == []
    assert _unrecorded(_order(), away, RUNG, MISS, until=300) == ["rung:1"]
    assert _unrecorded(_order(), away, _milestone("acknowledged", 228), _milestone("on_scene", 229), until=300) == []


def test_d4_an_order_after_the_return_waits_for_nothing() -> None:
    assert _unrecorded(_order(second=210), _away(200, 230, 215_000), until=260) == ["rung:0"]
