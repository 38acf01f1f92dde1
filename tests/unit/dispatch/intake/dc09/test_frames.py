"""Frames of DC-09: published captures, another program's reading of the same, noise, and damage."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from siadc09 import message as others
from siadc09.account import Account

from dispatch.intake.dc09.answers import ack, duh, kind_of, nak
from dispatch.intake.dc09.frames import Frame, Scanner, Unread, crc16, encode_frame, read_frame

CAPTURES = (
    '93B30031"NULL"0000R1234L6789#000000[]_17:24:14,12-09-2015',
    'F0550030"ACK"0000R1234L6789#000000[]_17:27:09,12-09-2015',
    '02130047"HENG-BO"0000R1234L6789#000000[#000000|3400 00 000]_17:15:29,12-09-2015',
    'EA740027"NULL"0000L0#1409[]_20:38:07,08-27-2026',
    '59890012"ACK"0000L0#1409[]',
    '78FC003B"SIA-DCS"0001L#22334455[#22334455|NCQ1]_14:33:53,02-09-2020',
    'BB86002C"NULL"0001L#7303658550[]_15:39:38,06-07-2019',
    'A2350038"SIA-DCS"7232L0#AAA[#AAA|Nri1/PE501]_08:21:05,02-20-2023',
    'C8CE0039"SIA-DCS"0001L0#1234[#1234|Nri1/FA12]_08:30:00,01-15-2026',
    'C6D6003B"ADM-CID"0002L0#1234[#1234|1110 01 005]_08:30:05,01-15-2026',
    '8C860043"SIA-DCS"9876R579BDFL789ABC#123456A[#123456A|NFA129][M1234567890AB]',
    'F4D20029"SIA-DCS"0001RF3L77#1234[#1234|NRR|Atest]',
    '96ED0016"SIA-DCS"0001L0#1234[]',
    'E4410025"NAK"0000R0L0A0[]_16:20:01,09-24-2025',
)
KEYS = tuple(bytes(range(n)) for n in (16, 24, 32))
NOW = datetime(2026, 1, 15, 8, 30, 5, tzinfo=UTC)


def no_key(_account: str) -> None:
    return None


def with_key(key: bytes | None, _account: str) -> bytes | None:
    return key


def wrapped(text: str) -> bytes:
    return b"\n" + text.encode() + b"\r"


@pytest.mark.parametrize("capture", CAPTURES)
def test_a_published_frame_is_read_and_written_again_byte_for_byte(capture: str) -> None:
    frame = read_frame(wrapped(capture), no_key)
    if frame.name != "NAK":  # whose account is written otherwise
        assert encode_frame(frame) == wrapped(capture)
    assert crc16(capture[8:].encode()) == int(capture[:4], 16)


def test_the_check_value_of_crc_16_arc() -> None:
    assert crc16(b"123456789") == 0xBB3D


def test_a_crc_of_two_bytes_is_read_as_one_of_four_digits() -> None:
    frame = Frame(name="SIA-DCS", sequence="0007", line="0", account="1234", data=b"#1234|NFA1")
    raw = encode_frame(frame, crc_bytes=True)
    assert Scanner().feed(raw) == [raw]
    assert read_frame(raw, no_key) == frame


def test_an_acknowledgement_has_no_receiver_where_the_frame_had_none() -> None:
    frame = read_frame(wrapped(CAPTURES[3]), no_key)
    assert ack(frame, NOW) == wrapped(CAPTURES[4])


def test_our_time_goes_out_with_what_says_that_theirs_is_wrong() -> None:
    assert nak(datetime(2025, 9, 24, 16, 20, 1, tzinfo=UTC)) == wrapped(CAPTURES[-1])


def test_what_cannot_be_used_is_told_with_the_frames_own_numbers() -> None:
    frame = Frame(name="SIA-DCS", sequence="0042", receiver="1", line="2", account="ABC", encrypted=True)
    assert read_frame(duh(frame), no_key) == Frame(name="DUH", sequence="0042", receiver="1", line="2", account="ABC")


@pytest.mark.parametrize("key", KEYS)
def test_an_encrypted_frame_and_its_answer_are_read_by_another_program(key: bytes) -> None:
    frame = Frame(
        name="SIA-DCS",
        sequence="0005",
        line="0",
        account="1234",
        data=b"#1234|NFA12",
        stamp="08:30:00,01-15-2026",
        encrypted=True,
    )
    raw = encode_frame(frame, key)
    theirs = others.parse_frame(raw, key)
    assert (theirs.idtoken, theirs.seq, theirs.encrypted) == ("SIA-DCS", 5, True)
    assert theirs.timestamp == datetime(2026, 1, 15, 8, 30, tzinfo=UTC)
    assert read_frame(raw, lambda _account: key) == frame
    answer = ack(frame, NOW, key)
    assert (others.parse_frame(answer, key).idtoken, others.parse_frame(answer, key).seq) == ("ACK", 5)
    assert b'"*ACK"0005L0#1234[' in answer


def test_random_frames_of_another_program_are_read_as_it_meant_them() -> None:
    dice = random.Random(9)
    for _ in range(300):
        key = dice.choice((None, *KEYS))
        account = Account(acct=dice.randrange(1 << 40), pref=dice.choice((None, dice.randrange(1 << 20))), key=key)
        sent = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=dice.randrange(10**7))
        raw = others.NullMessage(account, timestamp=sent, seqno=dice.randrange(1, 10_000)).encode()
        frame = read_frame(raw, partial(with_key, key))
        assert (frame.name, frame.sent_at(), frame.encrypted) == ("NULL", sent, key is not None)
        assert int(frame.account or "", 16) == account.acct


def test_random_frames_of_ours_are_read_by_another_program() -> None:
    dice = random.Random(26)
    for _ in range(300):
        key = dice.choice((None, *KEYS))
        frame = Frame(
            name="ADM-CID",
            sequence=f"{dice.randrange(1, 10_000):04}",
            receiver=dice.choice((None, "A1")),
            line="0",
            account=f"{dice.randrange(4096):03X}",
            data=f"#ABC|1{dice.randrange(100, 700)} 01 {dice.randrange(1000):03}".encode(),
            stamp="08:30:00,01-15-2026",
            encrypted=key is not None,
        )
        theirs = others.parse_frame(encode_frame(frame, key), key)
        assert (theirs.idtoken, theirs.seq) == ("ADM-CID", int(frame.sequence))
        assert f"{theirs.account.acct:03X}" == frame.account
        assert read_frame(encode_frame(frame, key), partial(with_key, key)) == frame


def test_a_stream_gives_the_same_frames_however_it_is_cut_and_whatever_noise_is_between() -> None:
    dice = random.Random(5)
    frames = [wrapped(dice.choice(CAPTURES)) for _ in range(200)]
    noise = (b"", b"\r\n", b"\n", b"@@\x00\x01##", b"\n93B3", b'\n93B30031"NULL"0000', b"\xff" * 40)
    stream = b"".join(dice.choice(noise) + each for each in frames)
    for most in (1, 7, 4096):
        scanner, found, rest = Scanner(), [], stream
        while rest:
            size = dice.randint(1, most)
            found += scanner.feed(rest[:size])
            rest = rest[size:]
        assert found == frames


def test_a_wrong_length_costs_its_own_frame_only() -> None:
    wrong = wrapped(CAPTURES[0]).replace(b"0031", b"0FFF")
    scanner = Scanner()
    found = scanner.feed(wrong + wrapped(CAPTURES[3]))
    assert found == [wrong, wrapped(CAPTURES[3])]
    with pytest.raises(Unread, match="length"):
        read_frame(wrong, no_key)


def test_endless_noise_is_not_kept() -> None:
    scanner = Scanner()
    for chunk in (b"\x00" * 4096, b"\n" * 4096, b'\n93B30031"' + b"A" * 8192):
        assert scanner.feed(chunk) == []
        assert len(scanner._buffer) <= 4200


def test_a_changed_byte_is_never_read_as_something_else() -> None:
    dice, raw = random.Random(1), wrapped(CAPTURES[8])
    for _ in range(3000):
        at = dice.randrange(len(raw))
        changed = bytearray(raw)
        changed[at] ^= dice.randrange(1, 256)
        for each in Scanner().feed(bytes(changed)):
            try:
                found = read_frame(each, no_key)
            except Unread:
                continue
            assert found == read_frame(raw, no_key)  # the case of a hexadecimal digit in the head


def test_a_frame_with_another_key_is_told_with_its_account() -> None:
    frame = Frame(name="NULL", account="77AB", line="0", stamp="08:30:00,01-15-2026", encrypted=True)
    for key_of in (no_key, lambda _account: KEYS[2]):
        with pytest.raises(Unread, match="key") as caught:
            read_frame(encode_frame(frame, KEYS[0]), key_of)
        assert caught.value.header is not None
        assert caught.value.header.account == "77AB"


@pytest.mark.parametrize(("seconds", "kind"), [(-41, "late"), (-40, "event"), (20, "event"), (21, "late")])
def test_the_time_window_is_of_encrypted_frames_alone(seconds: int, kind: str) -> None:
    stamp = (NOW + timedelta(seconds=seconds)).strftime("%H:%M:%S,%m-%d-%Y")
    assert kind_of(Frame(name="SIA-DCS", stamp=stamp, encrypted=True), NOW) == kind
    assert kind_of(Frame(name="SIA-DCS", stamp=stamp), NOW) == "event"


def test_an_encrypted_frame_needs_a_time() -> None:
    assert kind_of(Frame(name="NULL", encrypted=True), NOW) == "late"
    assert kind_of(Frame(name="NULL"), NOW) == "heartbeat"
