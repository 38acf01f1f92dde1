"""Who should be on post: shifts by local time, over midnight, on some days, in turns, and swapped on one day."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from stations.duty.rules import DEFAULT_SHIFTS, Shift
from stations.duty.shifts import Roster, RosterRow, Turn, next_turn, on_roster, rosters_of

CHONGQING = ZoneInfo("Asia/Shanghai")


def at(text: str, zone: ZoneInfo = CHONGQING) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp() * 1000)


def row(shift: str, *members: str, **more: object) -> RosterRow:
    return RosterRow(id=f"{shift}-{'-'.join(members)}", station="m1", shift=shift, members=members, **more)  # type: ignore[arg-type]  # the fields are those of a row


def roster(*rows: RosterRow) -> Roster:
    return Roster(station="m1", rows=rows)


def on(rows: Roster, text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(turn.shift, turn.members) for turn in on_roster(rows, DEFAULT_SHIFTS, at(text), CHONGQING)]


def test_a_shift_begins_with_its_minute_and_ends_before_the_next() -> None:
    both = roster(row("day", "a"), row("night", "b"))
    assert on(both, "2026-11-22T08:00") == [("day", ("a",))]
    assert on(both, "2026-11-22T19:59:59.999") == [("day", ("a",))]
    assert on(both, "2026-11-22T20:00") == [("night", ("b",))]


def test_a_night_shift_lasts_over_midnight() -> None:
    assert on(roster(row("night", "b")), "2026-11-23T03:00") == [("night", ("b",))]
    assert on(roster(row("night", "b")), "2026-11-23T12:00") == []


def test_a_night_shift_belongs_to_the_day_on_which_it_begins() -> None:
    sunday_night = roster(row("night", "b", days=("sun",)))
    assert on(sunday_night, "2026-11-22T23:00") == [("night", ("b",))]
    assert on(sunday_night, "2026-11-23T03:00") == [("night", ("b",))]
    assert on(sunday_night, "2026-11-23T23:00") == []


def test_three_teams_of_a_day_each_follow_one_another() -> None:
    teams = roster(
        *(row("whole_day", team, every=3, since=f"2026-11-{day}") for day, team in ((20, "a"), (21, "b"), (22, "c")))
    )
    found = [on(teams, f"2026-11-{day}T12:00")[0][1] for day in (20, 21, 22, 23, 24, 25)]
    assert found == [("a",), ("b",), ("c",), ("a",), ("b",), ("c",)]


def test_a_row_of_one_date_replaces_the_others_of_its_shift_on_that_day_alone() -> None:
    swapped = roster(row("day", "a"), row("night", "n"), row("day", "x", date="2026-10-01"))
    assert on(swapped, "2026-10-01T12:00") == [("day", ("x",))]
    assert on(swapped, "2026-10-01T23:00") == [("night", ("n",))]
    assert on(swapped, "2026-10-02T12:00") == [("day", ("a",))]


def test_a_row_counts_from_its_first_day_to_its_last() -> None:
    bounded = roster(row("day", "a", since="2026-11-10", until="2026-11-11"))
    assert [bool(on(bounded, f"2026-11-{day:02}T12:00")) for day in (9, 10, 11, 12)] == [False, True, True, False]


def test_rows_of_one_shift_are_one_team() -> None:
    assert on(roster(row("day", "a", "b"), row("day", "b", "c")), "2026-11-22T12:00") == [("day", ("a", "b", "c"))]


def test_shifts_may_overlap() -> None:
    found = on(roster(row("whole_day", "a"), row("day", "b")), "2026-11-22T12:00")
    assert sorted(found) == [("day", ("b",)), ("whole_day", ("a",))]


def test_a_shift_that_nobody_defined_has_no_hours() -> None:
    assert on(roster(row("dawn", "a")), "2026-11-22T05:00") == []


def test_the_next_turn_begins_after_the_instant_not_with_it() -> None:
    days = roster(row("day", "a"))
    found = next_turn(days, DEFAULT_SHIFTS, at("2026-11-22T08:00"), CHONGQING)
    assert found == Turn(at("2026-11-23T08:00"), at("2026-11-23T20:00"), "day", ("a",))
    assert next_turn(days, DEFAULT_SHIFTS, at("2026-11-22T07:59"), CHONGQING) == Turn(
        at("2026-11-22T08:00"), at("2026-11-22T20:00"), "day", ("a",)
    )


def test_a_roster_that_has_ended_has_no_next_turn() -> None:
    ended = roster(row("day", "a", until="2026-11-01"))
    assert next_turn(ended, DEFAULT_SHIFTS, at("2026-11-22T00:00"), CHONGQING) is None


def test_hours_are_local_on_the_day_the_clocks_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    shifts = (Shift(name="night", begin="22:00", end="06:00"),)
    (turn,) = on_roster(roster(row("night", "a")), shifts, at("2026-10-25T01:00", berlin), berlin)
    assert (turn.ends_ms - turn.begins_ms) / 3_600_000 == 9, "that night has an hour more"
    assert datetime.fromtimestamp(turn.ends_ms / 1000, UTC).astimezone(berlin).hour == 6


def test_rows_are_gathered_by_station() -> None:
    rows = [RosterRow(id=f"r{n}", station=station, shift="day") for n, station in enumerate(("b", "a", "b"))]
    assert [(each.station, len(each.rows)) for each in rosters_of(rows)] == [("a", 1), ("b", 2)]
    with_members = rosters_of(rows, [("b", "b-2"), ("c", "c-1"), ("b", "b-1")])
    assert [(each.station, each.members) for each in with_members] == [
        ("a", ()),
        ("b", ("b-1", "b-2")),
    ]
