"""Frames are found by their length in whatever pieces they come, and nothing of a wrong one is taken for right."""

from __future__ import annotations

from dispatch.intake.gb26875.frames import DATA, LONGEST_ADU, Broken, Frame, Scanner, encode, read_datagram

SENT = bytes((32, 58, 9, 26, 9, 12))
FIRE = Frame(
    seq=1,
    sent=SENT,
    source=889,
    destination=88888,
    command=DATA,
    adu=bytes.fromhex("020101012a0a00020002003233b2e3".ljust(96, "0")),
)


def test_a_frame_is_read_as_it_was_written() -> None:
    raw = encode(FIRE)
    (found,) = Scanner().feed(raw)
    assert found == FIRE
    assert isinstance(found, Frame)
    assert found.raw == raw


def test_one_byte_at_a_time_gives_what_one_piece_gives() -> None:
    stream = b"noise" + encode(FIRE) + b"@@@" + encode(FIRE) + encode(FIRE)[:-1] + b"!" + encode(FIRE)
    whole, single = Scanner(), Scanner()
    in_one = whole.feed(stream)
    assert [each for byte in stream for each in single.feed(bytes((byte,)))] == in_one
    assert [each for each in in_one if isinstance(each, Frame)] == [FIRE, FIRE, FIRE]


def test_two_frames_in_one_piece_are_two() -> None:
    assert Scanner().feed(encode(FIRE) * 2) == [FIRE, FIRE]


def test_marks_within_a_data_unit_neither_begin_nor_end_a_frame() -> None:
    adu = bytes((6, 1, 1, 1, 40)) + (encode(FIRE) + b"@@##" * 5)[:40]
    frame = Frame(seq=2, sent=SENT, source=1, destination=2, command=DATA, adu=adu)
    assert Scanner().feed(encode(frame)) == [frame]


def test_a_wrong_checksum_is_told_with_its_header_and_the_next_frame_is_read() -> None:
    wrong = bytearray(encode(FIRE))
    wrong[-3] ^= 1
    broken, good = Scanner().feed(bytes(wrong) + encode(FIRE))
    assert isinstance(broken, Broken)
    assert (broken.reason, broken.header) == ("checksum", FIRE)
    assert good == FIRE


def test_a_frame_in_the_text_of_a_wrong_frame_is_not_taken_for_one() -> None:
    adu = bytes((26, 1, 78)) + encode(FIRE)
    wrong = bytearray(encode(Frame(seq=2, sent=SENT, source=1, destination=2, command=DATA, adu=adu)))
    wrong[-3] ^= 1
    (broken,) = Scanner().feed(bytes(wrong))
    assert isinstance(broken, Broken)
    assert broken.reason == "checksum"


def test_a_length_that_swallows_the_next_frame_loses_only_its_own() -> None:
    first, second = bytearray(encode(FIRE)), encode(FIRE)
    first[24] += len(second)
    found = Scanner().feed(bytes(first) + second)
    assert [each for each in found if isinstance(each, Frame)] == [FIRE]


def test_a_data_unit_may_be_empty_and_may_have_1024_bytes_and_no_more() -> None:
    empty = Frame(seq=65535, sent=SENT, source=0, destination=(1 << 48) - 1, command=DATA)
    longest = Frame(seq=0, sent=SENT, source=0, destination=0, command=DATA, adu=b"\x80" * LONGEST_ADU)
    assert Scanner().feed(encode(empty) + encode(longest)) == [empty, longest]
    for length in (1025, 65535):
        head = bytearray(encode(empty))
        head[24:26] = length.to_bytes(2, "little")
        broken, *rest = Scanner().feed(bytes(head) + encode(FIRE))
        assert isinstance(broken, Broken)
        assert (broken.reason, broken.header and broken.header.seq) == ("length", 65535)
        assert [each for each in rest if isinstance(each, Frame)] == [FIRE]


def test_what_is_kept_is_bounded_whatever_comes() -> None:
    scanner = Scanner()
    found = 0
    for piece in (b"\x00" * 5000, b"@" * 5000, b"4" * 5000, b"40" * 5000, encode(FIRE)[:20] * 300):
        found += len(scanner.feed(piece * 20))
        assert len(scanner._kept) <= 2 * (LONGEST_ADU + 32)
        assert len(scanner._sample) <= 64
    assert found < 1000
    assert FIRE in [*scanner.feed(b"\0" * 3000 + encode(FIRE)), *scanner.give_up()]


def test_a_frame_that_never_ends_gives_up_the_ones_behind_it() -> None:
    scanner = Scanner()
    assert scanner.feed(encode(FIRE)[:40]) == []
    assert scanner.waiting
    found = [each for _ in range(3) for each in scanner.feed(encode(FIRE))]
    assert [each for each in found if isinstance(each, Frame)] == [FIRE, FIRE, FIRE]
    head = bytearray(encode(FIRE)[:27])
    head[24:26] = (1000).to_bytes(2, "little")
    assert scanner.feed(bytes(head) + encode(FIRE)) == []
    assert FIRE in scanner.give_up()
    assert not scanner.waiting


def test_hexadecimal_text_is_a_frame_too_and_is_answered_so() -> None:
    raw = encode(FIRE).hex().encode()
    for text in (raw, raw.upper(), raw[:-4] + b"##"):
        (found,) = Scanner().feed(text)
        assert found == FIRE
        assert isinstance(found, Frame)
        assert found.form == "hex"
        assert encode(found) == raw.upper()
        single = Scanner()
        pieces = [each for sign in b"AT" + text + b"\r\n" for each in single.feed(bytes((sign,)))]
        assert [each for each in pieces if isinstance(each, Frame)] == [FIRE]


def test_a_binary_frame_may_end_in_the_digits_2323() -> None:
    assert Scanner().feed(encode(FIRE)[:-2] + b"2323" + encode(FIRE)) == [FIRE, FIRE]


def test_a_datagram_is_whole_by_itself() -> None:
    assert read_datagram(encode(FIRE)) == [FIRE]
    (broken,) = read_datagram(encode(FIRE)[:-2])
    assert isinstance(broken, Broken)
