"""Whatever a device sends by GB/T 26875.3, the line goes on, the rules bear it, and it is answered or rightly not.

``ONETHREE_ANY_OBJECT=100000`` tries so many instead of a share; ``make anything`` does.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from random import Random

from dispatch.core import commands as cmd
from dispatch.core.events import AlarmRaised, decode, encode
from dispatch.core.vocabulary import By
from dispatch.gateways.gb26875.session import Step
from dispatch.intake.gb26875.frames import Frame, Scanner
from tests.oracles.gb26875 import random_frame
from tests.unit.core.world_builder import Town
from tests.unit.dispatch.panels.kept import Line, sent

FRAMES = int(os.environ.get("ONETHREE_ANY_OBJECT", "2000"))
SEED = 20261201


@dataclass
class Tried:
    """A town that hears what a line brings."""

    town: Town = field(default_factory=lambda: Town().station("m1", 1).engine("f1", 2).building("B1", 1))
    line: Line = field(default_factory=Line)
    answered: int = 0

    def hear(self, data: bytes) -> list[Step]:
        """Hand on what bytes bring, as the receiver does: what is kept is decided on, then confirmed."""
        steps = self.line.feed(data)
        for step in steps:
            reply = step.reply
            if step.work is not None:
                for signal in step.work.signals:
                    by = By(role="device", name=signal.gateway)
                    for event in self.town.do(cmd.SignalReceive(signal=signal, raw=1), by=by):
                        assert decode(encode(event)) == event
                reply = self.line.session.confirm(step.work, self.line.now)
            if reply:
                (answer,) = Scanner().feed(reply)
                assert isinstance(answer, Frame)
                self.answered += 1
        self.line.session.due(self.line.now)
        self.line.now += 1_000
        return steps


def random_unit(rng: Random) -> bytes:
    """Return a data unit that nobody planned: any type, any number, any bytes, often of a plausible size."""
    kind, count = rng.choice((1, 2, 3, 4, 21, 24, rng.randrange(256))), rng.choice((0, 1, 1, 1, 2, 255))
    size = rng.choice((0, 1, 6, 7, 8, 10, 16, 46, 92, rng.randrange(1022)))
    return bytes((kind, count)) + rng.randbytes(size)


def test_any_data_unit_under_any_command_is_borne() -> None:
    rng, tried = Random(SEED), Tried()
    for number in range(FRAMES):
        frame = sent(
            random_unit(rng),
            seq=rng.randrange(65536),
            command=rng.choice((0, 1, 2, 2, 2, 3, 4, 5, 6, 7, rng.randrange(256))),
            source=rng.choice((0, 889, 889, rng.randrange(1 << 48))),
            tag=rng.choice((None, bytes(6), b"\xff" * 6, rng.randbytes(6))),
            version=rng.choice(((1, 1), (1, 3), (16, 0), (1, 32))),
        )
        try:
            tried.hear(frame.raw)
        except Exception as error:
            error.add_note(f"frame {number} of seed {SEED}: {frame.raw.hex()}")
            raise
        if number % 200 == 199:
            tried.line.dial()
    assert tried.answered > FRAMES // 4


def test_what_the_standard_knows_is_borne_whole_and_garbled_and_any_bytes_are_no_fire() -> None:
    rng, tried = Random(SEED + 1), Tried()
    for number in range(FRAMES):
        raw = bytearray(random_frame(rng).raw)
        if number % 2:
            raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
        tried.hear(bytes(raw))
    quiet = Tried()
    for _ in range(FRAMES):
        quiet.hear(rng.randbytes(rng.randrange(200)))
    assert not [event for event in quiet.town.record if isinstance(event, AlarmRaised)]
