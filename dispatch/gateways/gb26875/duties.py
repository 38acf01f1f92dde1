"""What a centre owes each device: its clock set, its state asked for, its post checked (GB/T 26875.3-2011, 8.3, 8.4).

One thing is asked at a time, three times more where nothing answers within ten seconds (clause 5). Nothing here reads a
clock or a socket: it is told the time, and says what is to be sent.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dispatch.intake.gb26875 import answers
from dispatch.intake.gb26875.frames import CONTROL, DENY, REQUEST, Frame
from dispatch.intake.gb26875.profiles import Ask, Profile

TIMEOUT_MS = 10_000
RETRIES = 3
DRIFT_S = 30.0
"""A clock that is wrong by more is set."""
DAY_MS = 86_400_000
HOUR_MS = 3_600_000
_MINUTE_MS = 60_000
_CLOCK_AGAIN_MS = 600_000
"""A clock that stays wrong though it was set is not set with every frame."""

READ_SYSTEM, READ_COMPONENT = 61, 62
COMPONENTS_A_FRAME = 22
COMPONENTS_ASKED = 2_000
SYSTEMS_KNOWN = 102

What = Ask


@dataclass(frozen=True, kw_only=True)
class Rounds:
    """How often: the state is asked for every ``inspect_ms`` (GB 50440: two hours at most), the post is checked every
    ``post_check_ms`` (0: by hand only) and must answer within ``post_check_minutes``.
    """

    inspect_ms: int = 7_200_000
    post_check_ms: int = 0
    post_check_minutes: int = 10


@dataclass(frozen=True)
class _Asked:
    what: What
    command: int
    adu: bytes


class Duties:
    """What is owed to one device. ``systems`` and ``components`` are those that it named, or the hub knows of."""

    def __init__(self, rounds: Rounds, known: Iterable[str], now_ms: int) -> None:
        self._rounds = rounds
        self.systems: dict[bytes, None] = {}
        self.components: dict[bytes, None] = {}
        for address in known:
            self.know(address)
        self._queue: deque[_Asked] = deque()
        self._open: tuple[int, _Asked, int, int] | None = None  # number, what, sent at, tries
        self._seq = 0
        self._clock_due = self._inspect_due = now_ms
        self._clock_set_at: int | None = None
        self._post_check_due = now_ms + rounds.post_check_ms if rounds.post_check_ms else None
        self._answer_due: int | None = None
        self._mute: set[What] = set()

    def come_back(self, now_ms: int) -> None:
        """The device dialled anew: set its clock and ask for what was missed. What was open is given up."""
        self._queue.clear()
        self._open = None
        self._mute.clear()
        self._clock_due = self._inspect_due = now_ms

    def know(self, address: str | None) -> None:
        """Remember a system (``1.1``) or a component (``1.1.2.10``) as one to be asked for."""
        system, component = _bytes_of(address or "")
        if system and len(self.systems) < SYSTEMS_KNOWN:
            self.systems[system] = None
        if component and len(self.components) < COMPONENTS_ASKED:
            self.components[component] = None

    def note_clock(self, drift_s: float | None, now_ms: int) -> None:
        """Note how far the device's clock is ahead, None where it cannot be read: a wrong one is set soon."""
        wrong = drift_s is None or abs(drift_s) > DRIFT_S
        if wrong and (self._clock_set_at is None or now_ms - self._clock_set_at >= _CLOCK_AGAIN_MS):
            self._clock_due = min(self._clock_due, now_ms)

    def clock_was_set(self, now_ms: int) -> None:
        """Note that its clock was set: by us, or on its own asking."""
        self._clock_set_at = now_ms
        self._clock_due = now_ms + DAY_MS

    def check_post(self, minutes: int | None = None) -> None:
        """Ask whether somebody is at the post, before anything else; the time for it runs once it was sent."""
        adu = bytes((answers.POST_CHECK, 1, minutes or self._rounds.post_check_minutes))
        self._queue.appendleft(_Asked("post_check", CONTROL, adu))

    def inspect(self, now_ms: int) -> None:
        """Ask for the whole state now, also for what was denied or not answered before."""
        self._mute.clear()
        self._inspect_due = now_ms

    def post_answered(self) -> None:
        """Somebody is at the post."""
        self._answer_due = None

    def post_missed(self, now_ms: int) -> bool:
        """Whether a check's time has just run out without an answer."""
        if self._answer_due is None or now_ms < self._answer_due:
            return False
        self._answer_due = None
        return True

    def answered(self, frame: Frame) -> What | None:
        """Hear an answer (confirmation, response or denial); return what it answers, None where nothing was open."""
        if self._open is None or self._open[0] != frame.seq:
            return None
        asked = self._open[1]
        self._open = None
        if frame.command == DENY:
            self._give_up(asked.what)
        return asked.what

    def due(self, frame: Frame, profile: Profile, now_ms: int) -> Frame | None:
        """Return what is to be sent now, if anything; ``frame`` is one of the device's, for its addresses."""
        self._plan(now_ms)
        if self._open is not None:
            seq, asked, sent_at, tries = self._open
            if now_ms - sent_at < TIMEOUT_MS:
                return None
            if tries <= RETRIES:
                self._open = (seq, asked, now_ms, tries + 1)
                return _written(frame, profile, asked, seq, now_ms)
            self._open = None
            self._give_up(asked.what)
        while self._queue:
            asked = self._queue.popleft()
            if asked.what in self._mute or asked.what not in profile.asks:
                continue
            self._open = (self._seq, asked, now_ms, 1)
            if asked.what == "post_check":
                self._answer_due = now_ms + asked.adu[2] * _MINUTE_MS
            self._seq = (self._seq + 1) % 65536
            return _written(frame, profile, asked, self._open[0], now_ms)
        return None

    @property
    def idle(self) -> bool:
        """Whether nothing is open and nothing waits."""
        return self._open is None and not self._queue

    def _plan(self, now_ms: int) -> None:
        if now_ms >= self._clock_due:
            self.clock_was_set(now_ms)
            self._queue.appendleft(_Asked("clock", CONTROL, bytes((answers.SYNCHRONISE, 1))))
        if now_ms >= self._inspect_due:
            self._inspect_due = now_ms + self._rounds.inspect_ms
            self._queue.extend(self._inspection())
        if self._post_check_due is not None and now_ms >= self._post_check_due:
            self._post_check_due = now_ms + self._rounds.post_check_ms
            self.check_post()

    def _inspection(self) -> Iterable[_Asked]:
        yield _Asked("device", REQUEST, answers.ask_uitd(answers.READ_UITD_STATUS))
        for system in self.systems:
            yield _Asked("systems", REQUEST, bytes((READ_SYSTEM, 1)) + system)
        known = list(self.components)
        for part in _batches(known, COMPONENTS_A_FRAME):
            yield _Asked("components", REQUEST, bytes((READ_COMPONENT, len(part))) + b"".join(part))

    def _give_up(self, what: What) -> None:
        """What it denied or did not answer is not asked again before it dials anew; a post check always is."""
        if what != "post_check":
            self._mute.add(what)


def _written(frame: Frame, profile: Profile, asked: _Asked, seq: int, now_ms: int) -> Frame:
    """Write what is asked, with the time of this sending: also a clock that is set the second time is set right."""
    if asked.what == "clock":
        return answers.synchronise(frame, now_ms, profile, seq)
    adu = _low_loop_first(asked.adu) if asked.what == "components" and profile.loop == "low" else asked.adu
    return replace(answers.ask(frame, now_ms, seq, adu, profile), command=asked.command)


def _low_loop_first(adu: bytes) -> bytes:
    """Write components whose loop is the low half of their number: they are kept with it in the high half."""
    rows = (adu[at : at + 6] for at in range(2, len(adu), 6))
    return adu[:2] + b"".join(row[:2] + row[4:] + row[2:4] for row in rows)


def _bytes_of(address: str) -> tuple[bytes, bytes]:
    """Return a system and a component as they are asked for; empty what an address does not name."""
    parts = address.split(".")
    try:
        system, unit, *halves = (int(part) for part in parts)
        body = bytes((system, unit))
        if not halves:
            return body, b""
        high, low = halves
        return body, body + low.to_bytes(2, "little") + high.to_bytes(2, "little")
    except (ValueError, OverflowError):
        return b"", b""


def _batches(known: Sequence[bytes], size: int) -> Iterable[Sequence[bytes]]:
    return (known[at : at + size] for at in range(0, len(known), size))
