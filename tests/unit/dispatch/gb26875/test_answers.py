"""Answers and commands to a device: its sequence, addresses swapped, the hub's own time in the device's digits."""

from __future__ import annotations

from dispatch.intake.gb26875.answers import (
    ask,
    ask_uitd,
    asks_for_time,
    confirm,
    deny,
    drift_s,
    post_check,
    synchronise,
)
from dispatch.intake.gb26875.frames import CONFIRM, CONTROL, DATA, DENY, REQUEST, Frame, Scanner, encode
from dispatch.intake.gb26875.objects import read_objects, write_objects
from dispatch.intake.gb26875.profiles import profiles

NOW = 1_787_553_015_000
"""24 August 2026, 14:30:15 in Beijing."""
HEARD = Frame(seq=65535, version=(1, 1), sent=bytes(6), source=889, destination=88888, command=DATA)


def test_a_confirmation_has_the_hubs_time_and_not_the_devices() -> None:
    answer = confirm(HEARD, NOW)
    assert (answer.seq, answer.source, answer.destination, answer.command) == (65535, 88888, 889, CONFIRM)
    assert answer.sent.hex() == "0f1e0e18081a"
    assert answer.adu == b""
    assert Scanner().feed(encode(answer)) == [answer]


def test_the_confirmation_of_a_manual_alarm_is_the_published_one() -> None:
    heard = bytes.fromhex(
        "404001000103153014240826123456789012ffffffffffff30000202018001170200070002006d616e75616c2063616c6c20706f69"
        "6e740000000000000000000000000000153014240826672323"
    )
    (frame,) = Scanner().feed(heard)
    assert isinstance(frame, Frame)
    answer = encode(confirm(frame, NOW, profiles()["dahua"]))
    assert answer.hex() == "404001000103153014240826ffffffffffff123456789012000003632323"


def test_a_denial_is_empty_and_has_its_sequence() -> None:
    assert (deny(HEARD, NOW).command, deny(HEARD, NOW).adu, deny(HEARD, NOW).seq) == (DENY, b"", 65535)


def test_a_heartbeat_of_one_byte_is_answered_with_one() -> None:
    beat = Frame(seq=1, sent=bytes(6), source=0, destination=1, command=DATA, adu=b"\x16")
    assert confirm(beat, NOW).adu == b"\x17"


def test_a_device_that_asks_for_the_time_is_told_it_in_its_own_digits() -> None:
    request = Frame(
        seq=9, version=(1, 3), sent=bytes(6), source=1, destination=2, command=CONTROL, adu=b"\x5a\x01" + bytes(6)
    )
    assert asks_for_time(request)
    answer = synchronise(request, NOW, profiles()["dahua"])
    assert (answer.seq, answer.command, answer.adu.hex()) == (9, CONTROL, "5a01153014240826")
    assert synchronise(HEARD, NOW, seq=7).seq == 7


def test_commands_and_questions_are_as_published() -> None:
    assert post_check(HEARD, NOW, minutes=10, seq=1).adu.hex() == "5b010a"
    question = ask(HEARD, NOW, 3, ask_uitd(81))
    assert (question.command, question.seq, question.adu.hex()) == (REQUEST, 3, "510100")


def test_a_question_about_systems_is_written_by_the_layout_that_reads_it() -> None:
    adu = write_objects(61, [{"system": 1, "unit": 1}, {"system": 12, "unit": 2}])
    reading = read_objects(ask(HEARD, NOW, 3, adu))
    assert [(each.system, each.unit) for each in reading.objects] == [(1, 1), (12, 2)]
    assert reading.problem is None


def test_the_drift_of_a_clock_is_told_in_seconds() -> None:
    ahead = Frame(seq=1, sent=bytes.fromhex("2d1e0e18081a"), source=1, destination=2, command=DATA)
    assert drift_s(ahead, NOW) == 30
    assert drift_s(HEARD, NOW) is None
