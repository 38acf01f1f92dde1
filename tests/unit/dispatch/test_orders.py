"""What a station's terminal shows and does, frame by frame."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dispatch.cli.orders import Orders

Json = dict[str, Any]

TARGETS = [
    {"name": "respond", "start": "assigned", "milestone": "acknowledged", "limit_s": 60, "due_at": None},
    {"name": "arrive", "start": "assigned", "milestone": "on_scene", "limit_s": 180, "due_at": None},
]
BY = {"role": "hub", "name": "hub", "station": None}


def at(second: int) -> str:
    return f"2026-01-01T00:{second // 60:02d}:{second % 60:02d}.000Z"


def event(tag: str, second: int, **fields: Any) -> Json:
    body = {"type": tag, "seq": second, "at": at(second), "by": BY, "incident": "i1", **fields}
    return {"type": "event", "seq": second, "prev": second - 1, "event": body}


def order(key: str, second: int, station: str = "S1") -> Json:
    place = {"building": "B1", "floor": 3, "lon": 1.0, "lat": 1.0, "text": None}
    what = {"number": "01-0001", "kind": "smoke", "place": place, "trapped": 2, "grade": 1, "eta_s": 30.0}
    return event(
        "assignment.assigned", second, assignment=key, unit=f"u-{key}", station=station, targets=TARGETS, **what
    )


def orders() -> Orders:
    found = Orders("S1", "en")
    names = {"units": [{"id": "u-a1", "name": "first crew"}], "buildings": [{"id": "B1", "name": "the tower"}]}
    found.take({"type": "reset", "part": 1, "parts": 1, "position": {"epoch": "e", "seq": 0}, "state": names})
    return found


def test_an_order_rings_is_shown_and_is_confirmed_as_seen() -> None:
    terminal = orders()
    heard = terminal.take(order("a1", 5))
    assert heard.ring
    assert heard.seen == 5
    (row,) = terminal.rows(datetime.fromisoformat(at(15)))
    assert row == "1. 01-0001 smoke the tower, floor 3, 2 trapped → first crew  response 50 s left"


def test_a1_a7_an_order_begins_with_a_late_signals_own_time_and_says_what_nobody_could_read() -> None:
    terminal = orders()
    frame = order("a1", 5)
    frame["event"]["record"] = {"signal_at": "2025-12-31T00:00:00.000Z", "unread": {"place.floor": "夹层"}}
    terminal.take(frame)
    (row,) = terminal.rows(datetime.fromisoformat(at(15)))
    assert row.startswith("1. a late signal 2025-12-31 08:00 01-0001 smoke the tower, floor 3, floor “夹层”, 2 trapped")


def test_the_next_promise_runs_when_one_is_kept_and_says_when_it_is_over() -> None:
    terminal = orders()
    terminal.take(order("a1", 0))
    terminal.take(event("assignment.acknowledged", 10, assignment="a1", station="S1", unit="u-a1"))
    assert terminal.rows(datetime.fromisoformat(at(60)))[0].endswith("arrival 120 s left")
    assert terminal.rows(datetime.fromisoformat(at(190)))[0].endswith("arrival 10 s over")
    terminal.take(event("assignment.on_scene", 195, assignment="a1", station="S1", unit="u-a1"))
    assert terminal.rows(datetime.fromisoformat(at(200)))[0].endswith("→ first crew")


def test_another_stations_order_is_told_and_does_not_ring() -> None:
    terminal = orders()
    heard = terminal.take(order("b1", 5, station="S2"))
    assert heard.lines
    assert not heard.ring
    assert terminal.rows(datetime.fromisoformat(at(6))) == []


def test_it_rings_again_when_the_ladder_says_so() -> None:
    terminal = orders()
    terminal.take(order("a1", 0))
    climbed: Json = {"assignment": "a1", "station": "S1", "unit": "u-a1", "rung": 1, "outcome": "alerted"}
    assert terminal.take(event("ladder.climbed", 15, action="alert_again", **climbed)).ring
    assert not terminal.take(event("ladder.climbed", 30, action="next_unit", **climbed)).ring


def test_a_key_goes_to_the_first_order_that_waits_for_it_or_to_the_numbered_one() -> None:
    terminal = orders()
    terminal.take(order("a1", 0))
    terminal.take(order("a2", 1))
    picked = terminal.pick("a")
    assert picked is not None
    assert (picked[0].id, picked[1]) == ("a1", "assignment.acknowledge")
    terminal.take(event("assignment.acknowledged", 2, assignment="a1", station="S1", unit="u-a1"))
    second, arrived = terminal.pick("a"), terminal.pick("o", 2)
    assert second is not None
    assert arrived is not None
    assert (second[0].id, arrived[0].id) == ("a2", "a2")
    assert terminal.pick("a", 7) is None


def test_what_has_ended_is_gone() -> None:
    terminal = orders()
    for number, ending in enumerate(("released", "declined", "recalled")):
        terminal.take(order(f"a{number}", number))
        terminal.take(event(f"assignment.{ending}", number, assignment=f"a{number}", station="S1", unit="u"))
    assert terminal.standing == {}
    assert terminal.pick("a") is None


def test_after_a_reset_the_standing_orders_are_those_of_the_snapshot() -> None:
    terminal = orders()
    terminal.take(order("old", 0))
    incident = {"id": "i1", "number": "01-0002", "kind": "gas", "place": {"text": "yard"}, "trapped": None}
    standing = {"id": "a9", "incident": "i1", "station": "S1", "unit": "u9", "targets": TARGETS, "assigned_at": at(3)}
    ended = {**standing, "id": "a8", "ending": "released"}
    state = [{"incidents": [incident]}, {"assignments": [standing, ended]}]
    for part, each in enumerate(state, start=1):
        frame = {"type": "reset", "part": part, "parts": 2, "position": {"epoch": "f", "seq": 9}, "state": each}
        heard = terminal.take(frame)
    assert list(terminal.standing) == ["a9"]
    assert heard.ring
    assert heard.seen == 9


def test_a_post_check_rings_and_is_answered_with_one_key_until_it_is_over() -> None:
    terminal = orders()
    assert terminal.about_post("c") is None
    assert terminal.take(event("check.called", 5, check="chk-5", station="S1")).ring
    assert terminal.about_post("c") == ("check.answer", {"check": "chk-5"})
    terminal.take(event("check.missed", 185, check="chk-5", station="S1"))
    assert terminal.take(event("check.climbed", 185, check="chk-5", station="S1", action="alert_again")).ring
    assert terminal.about_post("c") == ("check.answer", {"check": "chk-5"}), "a late answer still ends the ladder"
    terminal.take(event("check.answered", 190, check="chk-5", station="S1"))
    assert terminal.about_post("c") is None


def test_a_check_of_another_station_is_nothing_to_answer() -> None:
    terminal = orders()
    heard = terminal.take(event("check.climbed", 5, check="chk-5", station="S9", action="parent_station"))
    assert heard.lines
    assert not heard.ring
    assert terminal.about_post("c") is None


def test_a_shift_is_taken_over_with_one_key() -> None:
    assert orders().about_post("t") == ("duty.take_over", {"station": "S1"})
