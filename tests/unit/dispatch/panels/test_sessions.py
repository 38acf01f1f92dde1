"""What is done about each frame of a transmission device: confirmed, denied, kept first, taken as a repeat."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dispatch.client import panel_frames as panel
from dispatch.gateways.gb26875.session import DENIES_AT_ONCE, Step
from dispatch.gateways.gb26875.terminals import REPEAT_WITHIN_MS
from dispatch.intake.gb26875.frames import CONFIRM, CONTROL, DENY, encode
from dispatch.intake.gb26875.times import write_time
from stations.devices import Gateway
from tests.unit.dispatch.panels.kept import NOON, Line, Tables, only, sent

AT = datetime.fromtimestamp(NOON / 1000, UTC)


def fire(text: str = "3层走廊") -> bytes:
    return panel.components([panel.component(["fire"], address=(2 << 16) | 10, kind=40, text=text, at=AT)])


def normal() -> bytes:
    return panel.components([panel.component([], address=(2 << 16) | 10, kind=40, at=AT)])


def keep(line: Line, step: Step) -> bytes:
    assert step.work is not None
    return line.session.confirm(step.work, line.now)


def test_a_fire_is_handed_on_and_confirmed_only_afterwards_with_our_own_time() -> None:
    line = Line()
    slow = sent(fire(), seq=7, at=NOON - 3_600_000)
    step = line.meet(slow)
    assert step.reply == b"", "nothing is confirmed before it was kept"
    assert step.work is not None
    (signal,) = step.work.signals
    assert (signal.address, signal.raised, signal.text) == ("1.1.2.10", ("fire",), "3层走廊")
    assert step.work.message.body == slow.raw
    line.now += 40
    answer = only(keep(line, step))
    assert (answer.command, answer.seq, answer.source, answer.destination) == (CONFIRM, 7, 1, 889)
    assert answer.sent == write_time(line.now), "a device sets its clock by the tag: it is ours, not its own"


@pytest.mark.parametrize(
    ("frame", "answer"),
    [
        (sent(b"", command=2), b""),
        (sent(b"\x16", command=2), b"\x17"),
        (sent(b"", command=7), b""),
    ],
    ids=["empty data", "byte 16", "command 7"],
)
def test_heartbeats_are_confirmed_at_once_and_nothing_is_kept(frame: object, answer: bytes) -> None:
    line = Line()
    step = line.meet(frame)  # type: ignore[arg-type]
    assert (step.kind, step.work) == ("heartbeat", None)
    assert (only(step.reply).command, only(step.reply).adu) == (CONFIRM, answer)


def test_a_repeat_is_answered_again_and_not_handed_on() -> None:
    line = Line()
    keep(line, line.meet(sent(fire(), seq=3)))
    line.now += 10_000
    again = line.meet(sent(fire(), seq=3, at=line.now))  # firmware writes the new time into what it sends again
    assert (again.kind, again.work) == ("repeated", None)
    assert only(again.reply).sent == write_time(line.now)


def test_a_repeat_after_dialling_anew_is_one_still() -> None:
    line = Line()
    keep(line, line.meet(sent(fire(), seq=3)))
    line.dial()
    line.now += 45_000
    assert line.meet(sent(fire(), seq=3, at=line.now)).kind == "repeated"


def test_what_was_not_kept_is_not_answered_and_is_new_when_it_comes_again() -> None:
    line = Line()
    first = line.meet(sent(fire(), seq=3))
    line.now += 10_000
    second = line.meet(sent(fire(), seq=3))
    assert first.work is not None
    assert second.work is not None
    assert first.work.message.same == second.work.message.same, "the store of raw messages knows it again"


def test_the_next_fire_of_a_device_that_always_sends_one_number_without_a_clock_is_no_repeat() -> None:
    line = Line()
    dead = bytes(6)
    first = line.meet(sent(fire(), seq=0, tag=dead))
    keep(line, first)
    line.now += 20_000
    keep(line, line.meet(sent(normal(), seq=0, tag=dead)))
    line.now += 20_000
    again = line.meet(sent(fire(), seq=0, tag=dead))
    assert first.work is not None
    assert again.work is not None, "the same bytes say a new fire"
    assert again.work.message.same != first.work.message.same


def test_after_two_minutes_the_same_is_new() -> None:
    line = Line()
    keep(line, line.meet(sent(fire(), seq=3)))
    line.now += REPEAT_WITHIN_MS
    assert line.meet(sent(fire(), seq=3)).work is not None


def test_what_can_be_no_repeat_any_more_is_forgotten() -> None:
    line = Line()
    for seq in range(2_000):
        keep(line, line.meet(sent(fire(str(seq)), seq=seq)))
    (terminal,) = line.terminals
    assert len(terminal.sendings) == 1024
    line.now += 600_001
    keep(line, line.meet(sent(fire(), seq=5_000)))
    assert len(terminal.sendings) == 1


def test_the_sequence_wraps() -> None:
    line = Line()
    kinds = [line.meet(sent(fire(str(seq)), seq=seq)).kind for seq in (65534, 65535, 0, 1)]
    assert kinds == ["taken"] * 4


@pytest.mark.parametrize("command", [7 + 1, 100, 127])
def test_an_unknown_command_is_denied(command: int) -> None:
    line = Line()
    step = line.meet(sent(b"\x01\x02", seq=9, command=command))
    assert (step.kind, only(step.reply).command, only(step.reply).seq) == ("denied", DENY, 9)


def test_a_wrong_checksum_is_denied_and_what_follows_is_read() -> None:
    line = Line()
    broken = bytearray(encode(sent(fire(), seq=4)))
    broken[-3] ^= 1
    steps = line.feed(bytes(broken) + encode(sent(fire(), seq=5)))
    assert [step.kind for step in steps] == ["denied", "taken"]
    assert only(steps[0].reply).seq == 4


def test_denials_are_fewer_than_what_is_wrong() -> None:
    line = Line()
    broken = bytearray(encode(sent(fire())))
    broken[-3] ^= 1
    kinds = [step.kind for _ in range(1000) for step in line.feed(bytes(broken))]
    assert kinds.count("denied") == DENIES_AT_ONCE
    line.now += 1_000
    assert "denied" in [step.kind for step in line.feed(bytes(broken))]


def test_noise_is_neither_answered_nor_a_reason_to_hang_up() -> None:
    line = Line()
    steps = line.feed(b"\x68\x01\x02" * 300 + encode(sent(fire())))
    assert steps[-1].kind == "taken"
    assert all(step.reply == b"" for step in steps)


def test_a_device_that_asks_for_the_time_gets_it() -> None:
    line = Line()
    step = line.meet(sent(bytes((90, 1)) + bytes(6), command=CONTROL, seq=5))
    answer = only(step.reply)
    assert (answer.command, answer.seq, answer.adu) == (CONTROL, 5, bytes((90, 1)) + write_time(line.now))


def test_the_gateway_is_found_in_the_table_and_a_stranger_has_a_name_all_the_same() -> None:
    line = Line(Tables([Gateway(id="gw-7", protocol="gb26875", address="889")]))
    known, stranger = line.meet(sent(fire(), source=889)), line.meet(sent(fire(), source=12))
    assert known.work is not None
    assert stranger.work is not None
    assert known.work.message.gateway == "gw-7"
    assert stranger.work.message.gateway == "gb26875-12"
    assert {signal.gateway for signal in known.work.signals} == {"gw-7"}


def test_a_source_of_zero_is_told_by_where_it_comes_from() -> None:
    line = Line(Tables([Gateway(id="gw-8", protocol="gb26875", address="192.0.2.7")]))
    step = line.meet(sent(fire(), source=0))
    assert step.work is not None
    assert step.work.message.gateway == "gw-8"


def test_the_newest_line_wins_and_an_older_one_is_still_heard() -> None:
    line = Line()
    older = line.session
    assert line.meet(sent(b"")).registered
    newer = line.dial()
    step = line.meet(sent(b"", seq=2))
    assert (step.registered, step.displaced) == (True, older.number)
    assert (older.holds(), newer.holds()) == (False, True)
    late = older.meet(sent(fire(), seq=3), line.now)
    assert late.work is not None, "a fire on the older line is a fire"
    assert not late.registered


def test_a_line_passes_on_a_bounded_number_of_devices() -> None:
    line = Line()
    kinds = [line.meet(sent(b"", source=number)).kind for number in range(1, 400)]
    assert kinds.count("heartbeat") == 256
    assert kinds[-1] == "too_many_addresses"


def test_byte_by_byte_gives_the_same_as_in_one_piece() -> None:
    data = encode(sent(fire(), seq=1)) + b"@noise" + encode(sent(b"", seq=2)) + encode(sent(normal(), seq=3))
    whole, single = Line(), Line()
    at_once = [step.kind for step in whole.feed(data)]
    one_by_one = [step.kind for byte in data for step in single.feed(bytes((byte,)))]
    assert [kind for kind in at_once if kind != "noise"] == ["taken", "heartbeat", "taken"]
    assert one_by_one == at_once


def test_heartbeats_behind_a_frame_that_was_cut_off_do_not_hold_a_fire_back() -> None:
    line = Line()
    cut = bytearray(encode(sent(fire("3F"))))[:40]
    cut[24:26] = (1000).to_bytes(2, "little")
    assert line.feed(bytes(cut)) == []
    steps = line.feed(encode(sent(fire("3F"), seq=9)))
    for seq in range(10, 16):
        line.now += 2_000
        steps += line.feed(encode(sent(b"", seq=seq, at=line.now)))
    assert [step.kind for step in steps if step.kind != "noise"] == ["taken"] + ["heartbeat"] * 6
