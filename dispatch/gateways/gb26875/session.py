"""One line of a transmission device, without a socket: bytes in, and what is to be done about each frame.

A frame is denied (checksum, command, length), confirmed at once (a heartbeat, a repeat), or handed to the gate and
confirmed once that kept it. Every answer has the hub's own Beijing time: devices set their clocks by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from dispatch.core.signal import Signal
from dispatch.gateways.gb26875.terminals import Sending, Terminal, Terminals, same
from dispatch.gateways.port import RawMessage
from dispatch.intake.gb26875 import answers
from dispatch.intake.gb26875.frames import CONFIRM, DENY, RESPONSE, Broken, Frame, Scanner, encode
from dispatch.intake.gb26875.signals import signals_of

DENIES_A_SECOND = 5
DENIES_AT_ONCE = 10
ADDRESSES_A_LINE = 256
"""Devices that one line may pass on: a concentrator has a few."""
STALLED_S = 5.0
"""A frame that has begun is given up when nothing came for so long."""
BEGUN_S = 10.0
"""And when it has not ended for so long (clause 5's own limit): heartbeats behind a frame that was cut off would else
fill it up, and a fire among them would wait for minutes."""

Kind = Literal[
    "taken", "repeated", "heartbeat", "time", "answer", "denied", "silently_denied", "noise", "too_many_addresses"
]
"""What became of what came."""
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(slots=True)
class Work:
    """A frame that the gate must keep before it is confirmed; ``frame`` is to be confirmed unless it is an answer."""

    terminal: Terminal
    frame: Frame
    sending: Sending
    message: RawMessage
    signals: Sequence[Signal]


@dataclass(slots=True)
class Step:
    """What is to be done about one frame: send ``reply``, or first let the gate keep ``work``.

    ``terminal`` is who was heard of. ``registered`` says that it speaks on this line for the first time, ``displaced``
    which line it spoke on till now.
    """

    kind: Kind
    reply: bytes = b""
    work: Work | None = None
    terminal: Terminal | None = None
    registered: bool = False
    displaced: int = 0


@dataclass
class Session:
    """One line: a TCP connection, or what comes from one UDP address. ``number`` grows with each new line.

    ``answering`` says how many readings are being answered: nothing else is sent meanwhile. A device waits for its
    confirmation, and some take whatever comes first for it.
    """

    number: int
    remote: str
    terminals: Terminals
    opened_at: int
    heard_at: int = 0
    came_at: int = 0
    mine: dict[int, Terminal] = field(default_factory=dict)
    answering: int = 0
    _scanner: Scanner = field(default_factory=Scanner)
    _denies: float = DENIES_AT_ONCE
    _denied_at: int = 0
    _begun_at: int = 0

    @property
    def host(self) -> str:
        """Return where it comes from, without the port."""
        return self.remote.rpartition(":")[0]

    def read(self, data: bytes, now_ms: int) -> list[Frame | Broken]:
        """Return what is whole now of what came. A frame that has not ended for long is given up, whatever comes."""
        self.came_at = now_ms
        begun, done = self._scanner.waiting, self._scanner.consumed
        found = self._scanner.feed(data)
        if not begun or self._scanner.consumed != done:
            self._begun_at = now_ms
        elif now_ms - self._begun_at >= BEGUN_S * 1000:
            found += self._scanner.give_up()
        return found

    @property
    def stalled_s(self) -> float | None:
        """Return after how long without a byte `give_up` is due; None where no frame has begun."""
        return STALLED_S if self._scanner.waiting else None

    def give_up(self) -> list[Frame | Broken]:
        """Return what lies in a frame that began and of which nothing more came for a while."""
        return self._scanner.give_up()

    def end(self) -> list[Terminal]:
        """The line is gone. Return the devices that spoke on it last, and on no newer one."""
        lost = [each for each in self.mine.values() if each.session == self.number]
        for each in lost:
            each.session = 0
        return lost

    def holds(self) -> bool:
        """Whether any device speaks on no newer line than this."""
        return any(each.session == self.number for each in self.mine.values())

    def meet(self, item: Frame | Broken, now_ms: int) -> Step:
        """Return what is to be done about a frame, or about what is none."""
        if isinstance(item, Broken):
            return self._refuse(item.header, now_ms) if _deniable(item) else Step("noise")
        terminal = self._sender(item, now_ms)
        if terminal is None:
            return Step("too_many_addresses")
        displaced, registered = terminal.session, self.number > terminal.session
        if registered:  # the newest line wins; what an older one still brings is taken all the same
            terminal.session = self.number
            terminal.duties.come_back(now_ms)
        self.heard_at = now_ms
        terminal.learn(item)
        step = self._act(item, terminal, now_ms)
        step.terminal, step.registered, step.displaced = terminal, registered, displaced if registered else 0
        return step

    def confirm(self, work: Work, now_ms: int) -> bytes:
        """Return the answer to a frame that the gate has kept; nothing where it was an answer itself."""
        work.sending.answered = True
        for signal in work.signals:
            work.terminal.duties.know(signal.address)
        return _confirmation(work.frame, work.terminal, now_ms)

    def due(self, now_ms: int) -> list[bytes]:
        """Return what the centre sends of its own accord now, each frame by itself: a datagram has one."""
        sent = (
            each.duties.due(each.frame, each.profile, now_ms)
            for each in self.mine.values()
            if each.session == self.number
        )
        return [encode(frame) for frame in sent if frame is not None]

    def _sender(self, frame: Frame, now_ms: int) -> Terminal | None:
        terminal = self.mine.get(frame.source)
        if terminal is not None:
            terminal.frame = frame
            return terminal
        if len(self.mine) >= ADDRESSES_A_LINE:
            return None
        terminal = self.mine[frame.source] = self.terminals.of(frame, self.host, now_ms)
        return terminal

    def _act(self, frame: Frame, terminal: Terminal, now_ms: int) -> Step:
        profile, duties = terminal.profile, terminal.duties
        if answers.fault_of(frame, profile) is not None:
            return self._refuse(frame, now_ms)
        if frame.command in {CONFIRM, DENY}:
            duties.answered(frame)
            return Step("answer")
        if answers.asks_for_time(frame):
            duties.clock_was_set(now_ms)
            return Step("time", encode(answers.synchronise(frame, now_ms, profile)))
        duties.note_clock(answers.drift_s(frame, now_ms, profile), now_ms)
        if answers.is_heartbeat(frame, profile):
            return Step("heartbeat", _confirmation(frame, terminal, now_ms))
        if frame.command == RESPONSE:
            duties.answered(frame)
        sending = terminal.sending(frame, now_ms)
        if sending.answered:
            return Step("repeated", _confirmation(frame, terminal, now_ms))
        return Step("taken", work=self._work(frame, terminal, sending, now_ms))

    def _work(self, frame: Frame, terminal: Terminal, sending: Sending, now_ms: int) -> Work:
        message = RawMessage(
            gateway=terminal.gateway,
            protocol="gb26875",
            body=frame.raw or encode(frame),
            at_ms=now_ms,
            remote=self.remote,
            topic=terminal.profile.id,
            same=same(frame, sending, now_ms),
        )
        return Work(terminal, frame, sending, message, signals_of(frame, terminal.profile, terminal.gateway))

    def _refuse(self, header: Frame | None, now_ms: int) -> Step:
        """Deny, but not more often than a device sends: noise must not be answered with a flood."""
        passed_s = max(0, now_ms - self._denied_at) / 1000
        self._denies = min(DENIES_AT_ONCE, self._denies + passed_s * DENIES_A_SECOND)
        self._denied_at = now_ms
        if header is None or self._denies < 1:
            return Step("silently_denied")
        self._denies -= 1
        return Step("denied", encode(answers.deny(header, now_ms)))


def _deniable(broken: Broken) -> bool:
    """Whether a denial may be asked for: what claims to be a frame is denied, noise and answers are not."""
    header = broken.header
    return header is not None and broken.reason != "noise" and header.command not in answers.ANSWERED_NOT


def _confirmation(frame: Frame, terminal: Terminal, now_ms: int) -> bytes:
    if frame.command in answers.ANSWERED_NOT:
        return b""
    return encode(answers.confirm(frame, now_ms, terminal.profile))
