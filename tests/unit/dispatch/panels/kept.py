"""Tables in memory, a clock that a test moves, and a panel's frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dispatch.gateways.gb26875.duties import Rounds
from dispatch.gateways.gb26875.session import Session, Step
from dispatch.gateways.gb26875.terminals import Terminals
from dispatch.intake.gb26875.frames import Broken, Frame, Scanner, encode
from dispatch.intake.gb26875.times import write_time
from stations.devices import Gateway

NOON = 1_796_097_600_000
"""2026-12-01 04:00 UTC: noon in Beijing."""


@dataclass
class Tables:
    """The gateways of a district, and what is known under each."""

    rows: list[Gateway] = field(default_factory=list)
    known: dict[str, list[str]] = field(default_factory=dict)
    empty_posts: set[str] = field(default_factory=set)

    def find(self, addresses: Sequence[str]) -> Gateway | None:
        return next((row for row in self.rows if row.address in addresses), None)

    def components(self, gateway: str) -> Sequence[str]:
        return self.known.get(gateway, [])

    def post_is_empty(self, gateway: str) -> bool:
        return gateway in self.empty_posts


class Line:
    """A session and the time it is met at."""

    def __init__(self, tables: Tables | None = None, rounds: Rounds | None = None) -> None:
        rounds = rounds or Rounds()
        self.terminals = Terminals(tables or Tables(), lambda: rounds)
        self.now = NOON
        self.lines = 0
        self.session = self.dial()

    def dial(self) -> Session:
        self.lines += 1
        self.session = Session(self.lines, "192.0.2.7:4001", self.terminals, opened_at=self.now)
        return self.session

    def meet(self, frame: Frame | Broken) -> Step:
        return self.session.meet(frame, self.now)

    def feed(self, data: bytes) -> list[Step]:
        return [self.meet(item) for item in self.session.read(data, self.now)]

    def due(self) -> Frame | None:
        sent = self.session.due(self.now)
        return only(sent[0]) if sent else None


def sent(
    adu: bytes = b"",
    *,
    seq: int = 1,
    command: int = 2,
    source: int = 889,
    at: int = NOON,
    tag: bytes | None = None,
    version: tuple[int, int] = (1, 1),
) -> Frame:
    """Return a frame as a device sends it."""
    made = Frame(
        seq=seq,
        version=version,
        sent=write_time(at) if tag is None else tag,
        source=source,
        destination=1,
        command=command,
        adu=adu,
    )
    return only(encode(made))


def only(data: bytes) -> Frame:
    """Return the one frame that bytes are."""
    (frame,) = Scanner().feed(data)
    assert isinstance(frame, Frame), frame
    return frame
