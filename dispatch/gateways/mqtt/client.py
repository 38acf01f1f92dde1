"""Reads the district's broker: each message is acknowledged once it is durable, in the order in which they came.

A message that cannot be kept ends the connection: to acknowledge those behind it would skip it, and the broker sends
it again only over a new connection (MQTT 5, 4.4). A broker is no store: what it drops for want of room is counted.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson
from paho.mqtt.client import MQTTMessage

from dispatch.core.signal import Signal
from dispatch.gateways.mqtt.broker import Broker, Version
from dispatch.gateways.mqtt.connection import RECEIVE_MAXIMUM, Connection, NoConnectionError
from dispatch.gateways.port import Gate, RawMessage
from dispatch.intake.mapping.shelf import Mappings
from dispatch.intake.mqtt import contract, mapped
from dispatch.intake.mqtt.reading import Reading

logger = logging.getLogger(__name__)

DROPPED = "$SYS/broker/publish/messages/dropped"
"""Where mosquitto says how many messages it has thrown away."""

AT_ONCE = 2 * RECEIVE_MAXIMUM
"""Messages under way; beyond them the socket is not read (3.1.1 and QoS 0 know no other backpressure)."""

FIRST_WAIT_S, LAST_WAIT_S = 0.5, 30.0
_FINISH_WITHIN_S = 30.0
_HEAR_EVERY_S = 5.0


class NotKeptError(OSError):
    """A message could not be kept: the connection ends without its acknowledgement."""


@dataclass(slots=True)
class Counts:
    """What the gateway has done since it began, for metrics. ``dropped``: what the broker says of itself."""

    connected: bool = False
    taken: int = 0
    repeated: int = 0
    heartbeats: int = 0
    reconnects: int = 0
    not_kept: int = 0
    dropped: int = 0


class _Arrived(NamedTuple):
    """A message that is to be acknowledged in its turn; ``taking`` is None where nothing of it is to be kept."""

    packet: int
    qos: int
    reading: Reading
    taking: asyncio.Task[None] | None


class MqttGateway:
    """Reads one broker until it is cancelled.

    ``tenants`` gives the gateways that have a tenant of their own, ``mappings`` reads the topics of others; ``now_ms``
    is hub time.
    """

    def __init__(
        self,
        broker: Broker,
        gate: Gate,
        *,
        tenants: Callable[[], Mapping[str, str]],
        now_ms: Callable[[], int],
        mappings: Callable[[], Mappings] = Mappings,
        first_wait_s: float = FIRST_WAIT_S,
    ) -> None:
        self.counts = Counts()
        self._broker = broker
        self._gate = gate
        self._tenants = tenants
        self._now_ms = now_ms
        self._mappings = mappings
        self._first_wait_s = first_wait_s
        self._version: Version = broker.version or "5"
        self._arrived: deque[_Arrived] = deque()
        self._news = asyncio.Event()
        self._last: dict[tuple[str, str | None], asyncio.Task[None]] = {}
        self._connection: Connection | None = None
        self._told = ""
        self._ending = False  # a message could not be kept: nothing that is behind it may be kept before it

    async def run(self) -> None:
        """Connect, read, and connect again, until cancelled."""
        wait_s = self._first_wait_s
        while True:
            before = self.counts.taken + self.counts.heartbeats
            self._tell(await self._one_try())
            if self.counts.taken + self.counts.heartbeats > before:
                wait_s = self._first_wait_s
            await asyncio.sleep(wait_s)
            wait_s = min(LAST_WAIT_S, wait_s * 2)
            self.counts.reconnects += 1

    async def _one_try(self) -> str:
        """Read over one connection; return why it ended. No mishap of this line may end the hub."""
        try:
            return await self._one_connection()
        except Exception as error:
            logger.exception("the broker's line failed in a way that nobody foresaw; it is tried again")
            return repr(error)

    async def _one_connection(self) -> str:
        """Read over one connection until it ends; return why it did."""
        connection = Connection(self._broker, self._version, self._on_message)
        self._connection, self._ending = connection, False
        acknowledging = asyncio.create_task(self._acknowledge(connection), name="mqtt acknowledgements")
        hearing: asyncio.Task[None] | None = None
        try:
            others = mapped.filters_of(self._mappings())
            await connection.open([*((name, 1) for name in (*contract.FILTERS, *others)), (DROPPED, 0)])
            self.counts.connected = True
            self._tell("")
            hearing = asyncio.create_task(self._keep_up(connection, others), name="mqtt broker heard")
            ends: set[asyncio.Future[Any]] = {acknowledging, connection.closed}
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            if acknowledging.done():
                return str(acknowledging.exception())
            return connection.closed.result()
        except NoConnectionError as error:
            if error.other_version and self._broker.version is None:
                self._version = "3.1.1" if self._version == "5" else "5"
            return str(error)
        except asyncio.CancelledError:
            for taking in self._under_way():
                taking.cancel()
            raise
        finally:
            self._connection = None
            self.counts.connected = False
            connection.close()
            acknowledging.cancel()
            if hearing is not None:
                hearing.cancel()
            await asyncio.gather(acknowledging, return_exceptions=True)
            self._gate.lose(self._broker.gateway)
            await self._finish()

    def _under_way(self) -> list[asyncio.Task[None]]:
        return [each.taking for each in self._arrived if each.taking is not None and not each.taking.done()]

    async def _finish(self) -> None:
        """Let what is under way come to its end, unacknowledged: it comes again and is known then."""
        under_way = self._under_way()
        if under_way:
            await asyncio.wait(under_way, timeout=_FINISH_WITHIN_S)
        for each in under_way:
            each.cancel()
        self._arrived.clear()

    async def _keep_up(self, connection: Connection, others: tuple[str, ...]) -> None:
        """Hear the broker, and read the topics of mappings that were put into force meanwhile."""
        while True:
            self._gate.hear(self._broker.gateway)
            await asyncio.sleep(_HEAR_EVERY_S)
            now = mapped.filters_of(self._mappings())
            if new := set(now) - set(others):
                connection.subscribe([(name, 1) for name in sorted(new)])
            others = now

    def _on_message(self, message: MQTTMessage) -> None:
        try:
            topic = message.topic
        except UnicodeDecodeError:
            topic = "�"  # kept as the broker's own, unread
        if self._ending:
            return  # it comes again over the next connection
        body = bytes(message.payload)
        if topic == DROPPED:
            self._note_dropped(body)
            return
        reading = self._read(topic, body)
        taking = None
        if not reading.kept and (reading.gateway, reading.address) not in self._last:
            self._note(reading)  # a heartbeat: the most of what comes, so nothing more is made of it
        else:
            taking = self._begin(reading, self._raw_of(topic, body, reading))
        self._arrived.append(_Arrived(message.mid, message.qos, reading, taking))
        self._news.set()
        if len(self._arrived) >= AT_ONCE and self._connection is not None:
            self._connection.pause()

    def _raw_of(self, topic: str, body: bytes, reading: Reading) -> RawMessage:
        return RawMessage(
            gateway=reading.gateway,
            protocol="mqtt",
            body=body,
            at_ms=self._now_ms(),
            remote=f"{self._broker.host}:{self._broker.port}",
            topic=topic,
            same=reading.same,
        )

    def _read(self, topic: str, body: bytes) -> Reading:
        try:
            own = contract.read(topic, body, self._broker.gateway, self._tenants())
            return own or mapped.read(topic, body, self._broker.gateway, self._mappings())
        except Exception as error:  # whatever a reader stumbles over, its message is kept
            logger.exception("a message on %s could not be read; it is kept as it came", topic)
            unread = {"message": repr(error)[:200]}
            return Reading(
                gateway=self._broker.gateway,
                signals=(Signal(gateway=self._broker.gateway, protocol="mqtt", unread=unread),),
            )

    def _begin(self, reading: Reading, raw: RawMessage) -> asyncio.Task[None]:
        """Begin to keep a message, after what came before of the same device."""
        who = (reading.gateway, reading.address)
        before = self._last.get(who) if reading.address is not None else None
        task = asyncio.create_task(self._take(reading, raw, before), name="mqtt message")
        self._last[who] = task
        task.add_done_callback(lambda done: self._forget(who, done))
        return task

    async def _take(self, reading: Reading, raw: RawMessage, before: asyncio.Task[None] | None) -> None:
        """Keep one message. What came of the same device before goes first: an alarm and its end keep their order."""
        if before is not None and not before.done():
            await asyncio.wait({before})
        if self._ending:
            raise NotKeptError("a message before it could not be kept")
        if reading.kept:
            try:
                taken = await self._gate.take(raw, reading.signals)
            except BaseException:
                self._ending = True
                raise
            self.counts.taken += 1
            self.counts.repeated += taken.repeated
        self._note(reading)

    def _note(self, reading: Reading) -> None:
        """Note what a message says of its sender's line."""
        self.counts.heartbeats += not reading.kept
        if reading.line == "heard":
            self._gate.hear(reading.gateway, reading.address)
        elif reading.line == "lost":
            self._gate.lose(reading.gateway, reading.address)

    def _forget(self, who: tuple[str, str | None], task: asyncio.Task[None]) -> None:
        if self._last.get(who) is task:
            del self._last[who]
        if not task.cancelled():
            task.exception()  # looked at here: what is never acknowledged may end after its connection

    async def _acknowledge(self, connection: Connection) -> None:
        """Acknowledge what is kept, in the order in which it came. Raises `NotKeptError` at the first that is not."""
        while True:
            while not self._arrived:
                self._news.clear()
                await self._news.wait()
            first = self._arrived[0]
            if first.taking is not None:
                await self._kept(first.taking)
            self._arrived.popleft()
            if first.qos:
                connection.acknowledge(first.packet, first.qos)
            if first.reading.receipt is not None:
                receipt = orjson.dumps({"msgId": first.reading.message_id, "kept": True})
                connection.publish(first.reading.receipt, receipt)
            if len(self._arrived) < RECEIVE_MAXIMUM:
                connection.resume()

    async def _kept(self, taking: asyncio.Task[None]) -> None:
        """Wait until a message is kept. Raises `NotKeptError` where it is not."""
        if not taking.done():
            await asyncio.wait({taking})
        failure = asyncio.CancelledError() if taking.cancelled() else taking.exception()
        if failure is not None:
            self.counts.not_kept += 1
            raise NotKeptError(f"a message could not be kept: {failure!r}") from failure

    def _note_dropped(self, payload: bytes) -> None:
        try:
            dropped = int(payload)
        except ValueError:
            return
        if dropped > self.counts.dropped:
            logger.warning("the broker has dropped %d messages for want of room: raise max_queued_messages", dropped)
        self.counts.dropped = dropped

    def _tell(self, why: str) -> None:
        """Log what changed, once."""
        if why == self._told:
            return
        if why:
            logger.warning("no broker at %s:%d: %s; tried again", self._broker.host, self._broker.port, why)
        else:
            logger.info("broker at %s:%d: connected, MQTT %s", self._broker.host, self._broker.port, self._version)
        self._told = why
