"""Carries out what a session's frames ask for: opens views, submits commands, notes receipts, answers."""

from __future__ import annotations

from typing import Any

from aiohttp import WSCloseCode

from dispatch.core.commands import Deliver
from dispatch.core.decide.assignments import undelivered
from dispatch.core.errors import Refused
from dispatch.core.instant import to_text
from dispatch.log.base import LogError
from dispatch.problems import of, problem
from dispatch.stream import session as protocol
from dispatch.stream.connection import Connection
from dispatch.stream.connections import Streams
from dispatch.stream.feed import Feed
from dispatch.stream.frames import json_frame, mark_frame
from dispatch.stream.kept_entries import KeptEntries
from dispatch.stream.positions import Positions
from dispatch.stream.resets import reset_frames
from dispatch.writer.clock import Clock
from dispatch.writer.idempotency import IdempotencyKey
from dispatch.writer.processor import CommandProcessor

MARK_BEHIND = 256
"""A quiet client further behind than this is told where the log is, so that it resumes from there."""


RESET_BEHIND = 50_000
"""A client further behind than this gets a snapshot: reading on would take longer."""


class Effects:
    """Carries out the effects of every session of a hub; it keeps nothing of any of them."""

    def __init__(
        self,
        processor: CommandProcessor,
        clock: Clock,
        positions: Positions,
        feed: Feed,
        streams: Streams,
        *,
        kept: KeptEntries,
        build: str | None = None,
    ) -> None:
        self._build = build
        self._kept = kept
        self._processor = processor
        self._clock = clock
        self._positions = positions
        self._feed = feed
        self._streams = streams

    async def carry_out(self, connection: Connection, effect: protocol.Effect) -> None:
        """Do what a frame of this connection asks for."""
        match effect:
            case protocol.Open():
                await self._open(connection, effect)
            case protocol.Submit():
                connection.answer(await self._submit(connection, effect))
            case protocol.Refuse():
                connection.answer(json_frame(type="refused", id=effect.id, problem=effect.problem))
            case protocol.Seen():
                await self._seen(connection, effect.seq)
            case protocol.Ping():
                self._answer_ping(connection, effect.n)
            case protocol.PresenceFrame():
                self._show_presence(connection, effect)
            case protocol.Health():
                connection.health = effect
            case protocol.Close():
                await connection.close(effect.code, effect.reason)
            case None:
                pass

    async def _open(self, connection: Connection, effect: protocol.Open) -> None:
        """Welcome the client; then send a snapshot where its position is of no use, and read on until live."""
        try:
            reason = await self._positions.no_use(effect.position, head=self._feed.head, most_behind=RESET_BEHIND)
            world = self._processor.durable
            start = world.seq if reason or effect.position is None else effect.position.seq
            position = await self._positions.at(start)
        except LogError as error:
            await connection.close(WSCloseCode.TRY_AGAIN_LATER, f"the record cannot be read: {error}")
            return
        head = self._feed.head
        connection.write(
            json_frame(
                type="welcome",
                protocol=protocol.PROTOCOL,
                position=position,
                head=self._positions.at_hand(head) or {"epoch": position["epoch"], "seq": head},
                reset=reason,
                role=effect.token.role,
                server_time=to_text(self._clock.now()),
                build=self._build,
            )
        )
        resets = reset_frames(world, effect.view, self._kept, position=position, reason=reason) if reason else None
        connection.begin(effect.view, start, resets)

    async def _submit(self, connection: Connection, effect: protocol.Submit) -> bytes:
        """Carry a command out; return its answer as a frame."""
        key = IdempotencyKey(effect.id, effect.content)
        try:
            answer = await self._processor.submit(effect.command, connection.token.by, key)
        except Refused as error:
            return json_frame(type="refused", id=effect.id, problem=of(error))
        except LogError as error:
            return json_frame(type="refused", id=effect.id, problem=problem(503, "log_unavailable", str(error)))
        return json_frame(type="done", id=effect.id, seq=answer.seq)

    async def _seen(self, connection: Connection, seq: int) -> None:
        """Note the receipt of orders, where the client is a station's and there are any; of sent ones, of course."""
        token, seq = connection.token, min(seq, connection.sent)
        station = token.station
        if station is not None and undelivered(self._processor.world, station, seq, token.name):
            await self._processor.do(Deliver(station=station, seen_seq=seq), token.by)

    def _answer_ping(self, connection: Connection, number: int) -> None:
        self._feed.bring_up_to_date(connection)
        head = self._feed.head
        if connection.live and head - connection.sent >= MARK_BEHIND:
            connection.write(mark_frame(head, connection.sent))
            connection.sent = connection.position = head
        pong: dict[str, Any] = {"type": "pong", "n": number, "server_time": to_text(self._clock.now())}
        position = self._positions.at_hand(connection.sent)
        if position is not None:
            pong["position"] = position
        connection.write(json_frame(**pong))

    def _show_presence(self, connection: Connection, effect: protocol.PresenceFrame) -> None:
        """Let the other consoles see whose hands are on an incident."""
        if connection.view.kind != "console":
            return
        frame = json_frame(type="presence", incident=effect.incident, doing=effect.doing, who=connection.token.name)
        for other in self._streams.live_consoles():
            if other is not connection and len(frame) <= other.room():
                other.write(frame)
