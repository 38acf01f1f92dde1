"""What a frame of a panel brings about and how it is answered: kept first, answered then.

Of one panel frames are taken one after the other: it counts what is not acknowledged in order as failed.
"""

from __future__ import annotations

import hashlib
import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from msgspec.structs import replace

from dispatch.core.signal import Signal
from dispatch.gateways.dc09.keys import AccountKeys
from dispatch.gateways.port import Gate, RawMessage
from dispatch.intake.dc09.answers import ack, duh, kind_of, nak
from dispatch.intake.dc09.events import signals_of, unread_signal
from dispatch.intake.dc09.frames import Frame, Unread, read_frame

logger = logging.getLogger(__name__)

REPEATS_WITHIN_MS = 90_000
"""A frame without a time that comes again so soon, byte for byte, is sent again and not a second event."""

_PANELS_REMEMBERED = 4096

Outcome = Literal["acknowledged", "heartbeat", "late", "unusable", "damaged", "not_kept", "ignored"]

GatewayOf = Callable[[str], str]
"""Account → the id of the gateway that it is; one that nobody filed gets a name of its own."""


class Answered(NamedTuple):
    """What to send back (None: nothing, so that it is sent again) and what became of the frame."""

    answer: bytes | None
    outcome: Outcome
    gateway: str | None = None


class PanelLine:
    """Takes frames of every panel, over whichever socket. ``now_ms`` is hub time."""

    def __init__(self, gate: Gate, keys: AccountKeys, gateway_of: GatewayOf, now_ms: Callable[[], int]) -> None:
        self._gate = gate
        self._keys = keys
        self._gateway_of = gateway_of
        self._now_ms = now_ms
        self._last: OrderedDict[str, tuple[bytes, int, str]] = OrderedDict()

    async def take(self, raw: bytes, remote: str) -> Answered:
        """Keep what a frame says and return its answer."""
        at_ms = self._now_ms()
        now = datetime.fromtimestamp(at_ms / 1000, UTC)
        try:
            frame = read_frame(raw, self._keys.key_of)
        except Unread as error:
            if error.header is None:
                return Answered(None, "damaged")
            return await self._keep_unusable(raw, remote, at_ms, error.header)
        gateway, kind = self._gateway_of(frame.account or "0"), kind_of(frame, now)
        message = RawMessage(gateway=gateway, protocol="dc09", body=raw, at_ms=at_ms, remote=remote)
        if kind == "answer":
            return Answered(None, "ignored")
        if kind == "late":
            told = "its clock is not ours" if frame.stamp else "it is encrypted and has no time"
            strange = unread_signal(frame, gateway, {"time": f"{told}: {frame.stamp or ''}".strip(": ")})
            return await self._keep(replace(message, same="late"), (strange,), Answered(nak(now), "late", gateway))
        answer = ack(frame, now, self._keys.key_of(frame.account or "0") if frame.encrypted else None)
        if kind == "heartbeat":
            self._gate.hear(gateway)
            return Answered(answer, "heartbeat", gateway)
        message = replace(message, same=self._same(frame, raw, at_ms))
        return await self._keep(message, signals_of(frame, gateway), Answered(answer, "acknowledged", gateway))

    async def _keep_unusable(self, raw: bytes, remote: str, at_ms: int, header: Frame) -> Answered:
        """Show, once a day, that a panel's key is missing: it sends again until somebody writes the key down."""
        gateway = self._gateway_of(header.account or "0")
        message = RawMessage(
            gateway=gateway, protocol="dc09", body=raw, at_ms=at_ms, remote=remote, same="no key of ours"
        )
        strange = unread_signal(header, gateway, {"key": "it is encrypted with a key that is not known here"})
        return await self._keep(message, (strange,), Answered(duh(header), "unusable", gateway))

    async def _keep(self, message: RawMessage, signals: Sequence[Signal], answered: Answered) -> Answered:
        try:
            await self._gate.take(message, signals)
        except OSError:
            logger.exception("a message of panel %s could not be kept and was not acknowledged", message.gateway)
            return Answered(None, "not_kept", answered.gateway)
        return answered

    def _same(self, frame: Frame, raw: bytes, at_ms: int) -> str:
        """Name a sending. Some panels number everything 0001: without a time in it only what comes again at once,
        byte for byte, is the same; a fire after a fire is none."""
        content = hashlib.sha256(b"\x1f".join((frame.name.encode(), frame.data, *frame.extended))).hexdigest()[:32]
        account = f"{frame.receiver}.{frame.line}.{frame.account}"
        name = f"{account} {frame.sequence} {content}"
        if frame.stamp is not None:
            return f"{name} {frame.stamp}"
        last = self._last.pop(account, None)
        same = f"{name} @{at_ms}"
        if last is not None and last[0] == raw and at_ms - last[1] < REPEATS_WITHIN_MS:
            same = last[2]
        self._last[account] = (raw, at_ms, same)
        if len(self._last) > _PANELS_REMEMBERED:
            self._last.popitem(last=False)
        return same
