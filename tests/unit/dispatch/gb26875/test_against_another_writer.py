"""A writer of frames that knows nothing of the codec, and the codec, agree on random frames, whole and garbled."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from dispatch.intake.gb26875.frames import LONGEST_ADU, Broken, Frame, Scanner, encode
from dispatch.intake.gb26875.objects import read_objects
from dispatch.intake.gb26875.signals import signals_of
from tests.long_plays import FULL, long_play
from tests.oracles.gb26875 import KINDS, Written, random_frame, sum_holds

SHORT, LONG = 20_000, 1_000_000
SEED = 20260301


def _frames(scanner: Scanner, raw: bytes) -> list[Frame]:
    return [each for each in scanner.feed(raw) if isinstance(each, Frame)]


def _check(written: Written) -> None:
    (frame,) = _frames(Scanner(), written.raw)
    assert encode(frame) == written.raw
    major, user = frame.version
    assert written.header == {
        "seq": frame.seq,
        "major": major,
        "user": user,
        "source": frame.source,
        "destination": frame.destination,
        "command": frame.command,
    }
    reading = read_objects(frame)
    assert (reading.type, reading.count, reading.problem) == (written.kind, len(written.rows), None)
    for found, row in zip(reading.objects, written.rows, strict=True):
        assert {name: getattr(found, name) for name in row} == row
    said = [
        (
            each.address,
            each.device_kind,
            frozenset(each.raised),
            each.operation,
            tuple((one.what, one.value) for one in each.measured),
        )
        for each in signals_of(frame, gateway="G")
    ]
    assert said == [
        (*rest, tuple((what, pytest.approx(value)) for what, value in values)) for *rest, values in written.said
    ]


def _agree(frames: int, seed: int) -> None:
    rng = Random(seed)
    for _ in range(frames):
        _check(random_frame(rng))
    print(f"{frames} random frames of {len(KINDS)} types agree (seed {seed})")


def test_every_type_of_the_standard_is_read_as_it_was_written() -> None:
    rng = Random(SEED)
    for kind in KINDS:
        for _ in range(20):
            _check(random_frame(rng, kind))


@long_play
def test_random_frames_are_read_as_they_were_written() -> None:
    _agree(LONG if FULL else SHORT, SEED)


def _stream(rng: Random) -> tuple[bytes, list[Written]]:
    """Return frames with noise of all kinds between them; nothing of the noise is a frame."""
    written = [random_frame(rng) for _ in range(rng.randrange(2, 6))]
    parts = []
    for each in written:
        if rng.random() < 0.2:
            parts += [b"\r\n", each.text.upper().encode(), b"\r\n"]
            continue
        noise = rng.choice((b"", b"", b"@", b"\r\n", b"##", b"4040", b"AT+CSQ\r\n", each.raw[: rng.randrange(20)]))
        parts += [noise, each.raw]
    return b"".join(parts), written


def test_a_stream_gives_the_same_however_it_is_cut() -> None:
    rng = Random(SEED)
    for _ in range(300):
        stream, _ = _stream(rng)
        whole, single, cut = Scanner(), Scanner(), Scanner()
        expected = [*whole.feed(stream), *whole.give_up()]
        assert [*(each for byte in stream for each in single.feed(bytes((byte,)))), *single.give_up()] == expected
        pieces, at = [], 0
        while at < len(stream):
            size = rng.randrange(1, 200)
            pieces.append(stream[at : at + size])
            at += size
        assert [*(each for piece in pieces for each in cut.feed(piece)), *cut.give_up()] == expected


def test_no_frame_is_lost_in_noise() -> None:
    rng = Random(SEED + 1)
    for _ in range(300):
        stream, written = _stream(rng)
        scanner = Scanner()
        found = [*scanner.feed(stream), *scanner.give_up()]
        frames = [each for each in found if isinstance(each, Frame)]
        assert [encode(replace(each, form="binary")) for each in frames] == [each.raw for each in written]


def _mutate(rng: Random, raw: bytes) -> bytes:
    data = bytearray(raw)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        at = rng.randrange(len(data)) if data else 0
        match rng.randrange(7):
            case 0:
                data[at : at + 1] = bytes((rng.randrange(256),))
            case 1:
                data[at : at + 1] = bytes((data[at] ^ 1 << rng.randrange(8),)) if data else b""
            case 2:
                del data[at : at + rng.randrange(1, 9)]
            case 3:
                data[at:at] = bytes(rng.randrange(256) for _ in range(rng.randrange(1, 9)))
            case 4:
                data = data[:at]
            case 5:
                data[at:at] = rng.choice((b"@@", b"##", b"4040", b"2323", raw[:27]))
            case _:
                data[24:26] = rng.choice((b"\0\0", b"\xff\xff", b"\0\4", bytes((rng.randrange(256), rng.randrange(4)))))
    return bytes(data)


def _garble(frames: int, seed: int) -> None:
    """Garble frames; what is said of a fire must be in a frame whose sum holds, and whose own bits say it."""
    rng = Random(seed)
    scanner, by_chance, told, most = Scanner(), 0, 0, 0
    for _ in range(frames):
        written = random_frame(rng)
        as_text = rng.random() < 0.1
        garbled = _mutate(rng, written.text.encode() if as_text else written.raw)
        found = scanner.feed(garbled)
        if rng.random() < 0.5:
            found += scanner.give_up()
        most = max(most, len(scanner._kept))
        for each in found:
            if isinstance(each, Broken):
                told += 1
                continue
            assert sum_holds(_plain(each))
            signals = signals_of(each, gateway="G")
            if _plain(each) != written.raw:
                by_chance += 1
                assert not any("fire" in signal.raised for signal in signals) or _says_fire(each)
    assert most <= 2 * (LONGEST_ADU + 32)
    print(
        f"{frames} garbled frames (seed {seed}): {told} told as broken, {by_chance} right by chance, {most} bytes kept"
    )


def _plain(frame: Frame) -> bytes:
    """Return a frame's bytes as if it had come in binary and ended in the mark that the standard has."""
    inner = frame.raw[: -2 if frame.raw.endswith(b"##") else -4]
    return (bytes.fromhex(inner.decode()) if frame.form == "hex" else inner) + b"##"


def _says_fire(frame: Frame) -> bool:
    """Whether the bytes of a frame have the bit of a fire, or of a manual alarm, where their type has it."""
    kind, body = frame.adu[0], frame.adu[2:]
    at, bit, *sizes = {
        1: (2, 2, 10, 4),
        2: (7, 2, 46, 40, 15, 16, 9),
        4: (2, 4, 10, 4),
        21: (0, 2, 7, 1),
        24: (0, 4, 8, 2),
        134: (2, 2, 10, 4),
    }.get(kind, (0, 0, 1))
    return any(body[start] & bit for size in sizes for start in range(at, len(body), size))


@long_play
def test_garbled_frames_raise_nothing_and_are_no_false_fire() -> None:
    _garble(LONG if FULL else SHORT, SEED + 2)


@long_play
def test_a_calm_frame_with_one_wrong_byte_never_burns() -> None:
    """The sum of eight bits finds every single wrong byte: no such frame may say anything at all."""
    rng = Random(SEED + 3)
    for _ in range(LONG // 10 if FULL else SHORT // 4):
        written = random_frame(rng)
        raw = bytearray(written.raw)
        at = rng.randrange(2, len(raw) - 2)
        raw[at] = (raw[at] + rng.randrange(1, 256)) % 256
        scanner = Scanner()
        found = [*scanner.feed(bytes(raw)), *scanner.give_up()]
        assert not any("fire" in s.raised for each in found if isinstance(each, Frame) for s in signals_of(each))
