"""What a centre owes a device: its clock, an inspection, a post check; one at a time, three times more."""

from __future__ import annotations

from datetime import UTC, datetime

from dispatch.client import panel_frames as panel
from dispatch.gateways.gb26875.duties import DAY_MS, RETRIES, TIMEOUT_MS, Rounds
from dispatch.gateways.gb26875.terminals import Terminals
from dispatch.intake.gb26875.frames import CONFIRM, CONTROL, DENY, REQUEST, RESPONSE, Frame
from dispatch.intake.gb26875.profiles import STANDARD, profiles, read_profiles
from dispatch.intake.gb26875.times import write_time
from stations.devices import Gateway
from tests.unit.dispatch.panels.kept import NOON, Line, Tables, only, sent


def answer(line: Line, asked: Frame, command: int = CONFIRM, adu: bytes = b"") -> None:
    line.meet(sent(adu, seq=asked.seq, command=command, at=line.now))


def kinds_of_a_round(line: Line) -> list[int]:
    """Answer all that is asked, and return what it was."""
    found = []
    while (asked := line.due()) is not None:
        found.append(asked.adu[0])
        answer(line, asked, RESPONSE if asked.command == REQUEST else CONFIRM)
    return found


def test_a_device_that_registers_has_its_clock_set_and_is_asked_how_it_is() -> None:
    line = Line(Tables([Gateway(id="gw", protocol="gb26875", address="889")], {"gw": ["1.1.2.10", "1.1.2.11", "5.1"]}))
    line.meet(sent(b""))
    first = line.due()
    assert first is not None
    assert (first.command, first.adu) == (CONTROL, bytes((90, 1)) + write_time(NOON))
    assert line.due() is None, "one thing at a time"
    answer(line, first)
    assert kinds_of_a_round(line) == [81, 61, 61, 62]
    assert line.due() is None


def test_components_are_asked_for_by_their_numbers_22_at_a_time() -> None:
    known = [f"1.1.2.{point}" for point in range(23)]
    line = Line(Tables([Gateway(id="gw", protocol="gb26875", address="889")], {"gw": known}))
    line.meet(sent(b""))
    asked = []
    while (frame := line.due()) is not None:
        asked.append(frame.adu)
        answer(line, frame, RESPONSE if frame.command == REQUEST else CONFIRM)
    components = [adu for adu in asked if adu[0] == 62]
    assert [adu[1] for adu in components] == [22, 1]
    assert components[1][2:] == bytes((1, 1, 22, 0, 2, 0)), "system, its number, point 22 of loop 2, low byte first"


def test_who_knows_the_clock_command_alone_is_asked_nothing_else() -> None:
    row = Gateway(id="gw", protocol="gb26875", address="889", profile="dahua")
    line = Line(Tables([row], {"gw": ["128.1.2.7"]}))
    line.meet(sent(b""))
    assert kinds_of_a_round(line) == [90]


def test_components_are_asked_for_in_the_order_of_halves_that_their_maker_uses() -> None:
    row = Gateway(id="gw", protocol="gb26875", address="889", profile="own")
    line = Line(Tables([row], {"gw": ["1.1.2.7"]}))
    own = read_profiles('[[profile]]\nid = "own"\nname = "示例"\nloop = "low"\n', STANDARD)
    line.terminals = Terminals(Tables([row], {"gw": ["1.1.2.7"]}), Rounds, {**profiles(), **own})
    line.dial()
    line.meet(sent(b""))
    asked = []
    while (frame := line.due()) is not None:
        asked.append(frame.adu)
        answer(line, frame, RESPONSE if frame.command == REQUEST else CONFIRM)
    assert asked[-1] == bytes((62, 1, 1, 1, 2, 0, 7, 0)), "loop 2 in the low half, point 7 in the high one"


def test_what_a_device_said_is_asked_for_after_it_dialled_anew() -> None:
    line = Line()
    step = line.meet(sent(panel.components([panel.component(["fire"], address=7, kind=40, at=at())])))
    assert step.work is not None
    line.session.confirm(step.work, line.now)
    kinds_of_a_round(line)
    line.dial()
    line.now += 60_000
    line.meet(sent(b"", seq=2, at=line.now))
    assert kinds_of_a_round(line) == [90, 81, 61, 62]


def test_an_inspection_every_two_hours_and_the_clock_once_a_day() -> None:
    line = Line()
    line.meet(sent(b""))
    kinds_of_a_round(line)
    line.now += 7_200_000
    assert kinds_of_a_round(line) == [81]
    line.now = NOON + DAY_MS
    assert sorted(kinds_of_a_round(line)) == [81, 90]


def test_a_clock_that_is_wrong_by_more_than_half_a_minute_is_set_and_not_with_every_frame() -> None:
    line = Line()
    line.meet(sent(b""))
    kinds_of_a_round(line)
    line.now += 700_000
    line.meet(sent(b"", at=line.now - 29_000))
    assert line.due() is None
    line.meet(sent(b"", at=line.now - 31_000))
    assert kinds_of_a_round(line) == [90]
    line.meet(sent(b"", at=line.now - 31_000))
    assert line.due() is None
    line.now += 700_000
    line.meet(sent(b"", tag=b"\xff" * 6))
    assert kinds_of_a_round(line) == [90]


def test_what_is_not_answered_is_sent_three_times_more_with_the_time_of_its_sending() -> None:
    line = Line()
    line.meet(sent(b""))
    first = line.due()
    assert first is not None
    for _ in range(RETRIES):
        line.now += TIMEOUT_MS
        again = line.due()
        assert again is not None
        assert again.seq == first.seq
        assert again.adu[2:] == write_time(line.now)
    line.now += TIMEOUT_MS
    following = line.due()
    assert following is not None
    assert following.adu[0] == 81, "the next question comes after the last try"


def test_what_a_device_denies_is_not_asked_again_before_it_dials_anew() -> None:
    line = Line(Tables([Gateway(id="gw", protocol="gb26875", address="889")], {"gw": ["1.1", "2.1", "3.1"]}))
    line.meet(sent(b""))
    asked = []
    while (frame := line.due()) is not None:
        asked.append(frame.adu[0])
        answer(line, frame, DENY)
    assert asked == [90, 81, 61]


def test_a_post_is_checked_in_time_and_missing_until_somebody_answers() -> None:
    rounds = Rounds(post_check_ms=3_600_000, post_check_minutes=10)
    line = Line(rounds=rounds)
    line.meet(sent(b""))
    kinds_of_a_round(line)
    duties = line.meet(sent(b"", seq=2)).terminal.duties  # type: ignore[union-attr]
    line.now += 3_600_000
    asked = line.due()
    assert asked is not None
    assert (asked.command, asked.adu) == (CONTROL, bytes((91, 1, 10)))
    answer(line, asked)
    assert not duties.post_missed(line.now), "the confirmation is the device's, not the person's"
    line.now += 600_000
    assert duties.post_missed(line.now)
    assert not duties.post_missed(line.now), "told once"
    duties.check_post(1)
    asked = line.due()
    assert asked is not None
    duties.post_answered()
    line.now += 600_000
    assert not duties.post_missed(line.now), "somebody was there in time"


def test_devices_of_one_line_are_asked_each_by_a_frame_of_its_own() -> None:
    line = Line()
    for source in (1, 2, 3):
        line.meet(sent(b"", source=source))
    assert [only(each).destination for each in line.session.due(line.now)] == [1, 2, 3]


def at() -> datetime:
    return datetime.fromtimestamp(NOON / 1000, UTC)
