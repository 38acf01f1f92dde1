"""What is known of each user information transmission device (用户信息传输装置), however often its line breaks."""

from __future__ import annotations

import hashlib
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from dispatch.gateways.gb26875.duties import Duties, Rounds
from dispatch.intake.gb26875.frames import Frame
from dispatch.intake.gb26875.profiles import STANDARD, Profile, address_of, profile_of, profiles
from stations.devices import Gateway

logger = logging.getLogger(__name__)

REPEAT_WITHIN_MS = 120_000
"""Devices send again within 3 × 10 s, some only after they dialled anew."""
ANSWERS_KEPT = 1024
STRANGERS_KEPT = 4096
"""Devices in no table of which something is kept: a source address costs its sender nothing."""

POST = "post"
"""The address, under its gateway, of the post that a check finds empty."""

_BUCKET_MS = 600_000
_LEARNT_FROM = 200
"""Frames from which a vendor's habits are learnt; after them a device keeps the standard's."""


class Directory(Protocol):
    """Who is in the district's tables, and what of them the hub knows."""

    def find(self, addresses: Sequence[str]) -> Gateway | None:
        """Return the gateway of GB/T 26875.3 whose address is one of these."""

    def components(self, gateway: str) -> Sequence[str]:
        """Return the addresses under a gateway that are worth asking for: what is raised first, then the registered."""

    def post_is_empty(self, gateway: str) -> bool:
        """Whether it is on the wall that nobody answers at the post behind a gateway."""


@dataclass(slots=True)
class Sending:
    """What came under one sequence number, and whether it was answered. ``turn`` counts what else came under it."""

    content: bytes
    at_ms: int
    turn: int = 0
    answered: bool = False

    def repeats_at(self, now_ms: int) -> bool:
        """Whether the same content under the same number is still a repeat of it."""
        return not self.answered or now_ms - self.at_ms < REPEAT_WITHIN_MS


@dataclass
class Terminal:
    """One transmission device: its gateway's id, habits, what it sent lately, and what the centre owes it.

    A ``stranger`` is in no table. While its habits are taken for the standard's, each frame may tell others.
    ``session`` is the number of the newest line that it speaks on; ``frame`` its newest frame, for its addresses.
    """

    gateway: str
    profile: Profile
    frame: Frame
    duties: Duties
    stranger: bool = False
    learning: int = 0
    session: int = 0
    sendings: OrderedDict[int, Sending] = field(default_factory=OrderedDict)
    profiles: Mapping[str, Profile] = field(default_factory=profiles)

    def learn(self, frame: Frame) -> None:
        """Learn a device's habits from what only its vendor sends."""
        if self.learning > 0:
            self.learning -= 1
            told = profile_of([frame], self.profiles)
            if told is not STANDARD:
                self.profile, self.learning = told, 0
                logger.info("%s sends as %s (%s) does", self.gateway, told.id, told.name)

    def sending(self, frame: Frame, now_ms: int) -> Sending:
        """Return what this frame is a sending of: it is answered already where it is a repeat.

        A repeat has the number and the content of what came last under that number, within two minutes. A device that
        always sends the same number, or starts anew from 0, says something new when another content came between.
        """
        content = _content_of(frame)
        found = self.sendings.get(frame.seq)
        if found is not None and found.content == content and found.repeats_at(now_ms):
            return found
        turn = 0 if found is None else found.turn + 1
        new = self.sendings[frame.seq] = Sending(content, now_ms, turn)
        self.sendings.move_to_end(frame.seq)
        self._forget(now_ms)
        return new

    def _forget(self, now_ms: int) -> None:
        """Let go of what can be no repeat any more, so that a thousand devices take little."""
        while len(self.sendings) > ANSWERS_KEPT or next(iter(self.sendings.values())).at_ms < now_ms - _BUCKET_MS:
            self.sendings.popitem(last=False)


class Terminals:
    """All transmission devices that were heard of, by source address; of strangers the last `STRANGERS_KEPT`."""

    def __init__(
        self, directory: Directory, rounds: Callable[[], Rounds], known: Mapping[str, Profile] | None = None
    ) -> None:
        self._profiles = profiles() if known is None else known
        self._directory = directory
        self._rounds = rounds
        self._known: OrderedDict[tuple[int, str], Terminal] = OrderedDict()

    def __len__(self) -> int:
        return len(self._known)

    def __iter__(self) -> Iterator[Terminal]:
        return iter(self._known.values())

    def of(self, frame: Frame, host: str, now_ms: int) -> Terminal:
        """Return who sent a frame. A source address of zero is none: its sender is told by where it comes from."""
        key = (frame.source, "" if frame.source else host)
        terminal = self._known.get(key)
        if terminal is None or terminal.stranger:  # a stranger may be in the tables by now
            met = self._meet(frame, host, now_ms)
            if terminal is None or not met.stranger:
                terminal = self._known[key] = met
            self._forget()
        self._known.move_to_end(key)
        terminal.frame = frame
        return terminal

    def by_gateway(self, gateway: str) -> Terminal | None:
        """Return the device behind a gateway's id, None where it has not been heard of."""
        return next((each for each in self._known.values() if each.gateway == gateway), None)

    def _meet(self, frame: Frame, host: str, now_ms: int) -> Terminal:
        told = profile_of([frame], self._profiles)
        row = self._directory.find(_spellings(frame.source) if frame.source else (host,))
        profile = self._profiles.get(row.profile or "", told) if row is not None else told
        fixed = row is not None and row.profile is not None
        own = address_of(frame.source, profile) if frame.source else host
        gateway = row.id if row is not None else f"gb26875-{own}"
        known = self._directory.components(gateway)
        return Terminal(
            gateway,
            profile,
            frame,
            Duties(self._rounds(), known, now_ms),
            stranger=row is None,
            learning=_LEARNT_FROM if profile is STANDARD and not fixed else 0,
            profiles=self._profiles,
        )

    def _forget(self) -> None:
        while len(self._known) > STRANGERS_KEPT:
            oldest = next((key for key, each in self._known.items() if each.stranger), None)
            if oldest is None:
                return
            del self._known[oldest]


def same(frame: Frame, sending: Sending, at_ms: int) -> str:
    """Return what tells a repeat from a new message in the store of raw messages.

    The time tag belongs to it, ten minutes of hub time and the turn of its number: a device that starts anew numbers
    from 0 again, and one without a clock would send the next fire in the very bytes of the last.
    """
    when = f"{frame.sent.hex()}/{at_ms // _BUCKET_MS}.{sending.turn}"
    return f"{frame.source}/{frame.seq}/{when}/{sending.content.hex()}"


def _content_of(frame: Frame) -> bytes:
    return hashlib.blake2b(bytes((frame.command,)) + frame.adu, digest_size=12).digest()


def _spellings(source: int) -> tuple[str, ...]:
    """Return how people may have written a source address in the table: vendors read its bytes in three ways."""
    wire = source.to_bytes(6, "little")
    return str(source), wire.hex(), str(int.from_bytes(wire, "big"))
