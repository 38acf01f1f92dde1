"""One connection to the broker: paho's protocol, driven by our own event loop.

Nothing is acknowledged by the library. A connection is used once: what belongs to it (packet ids, what is half written)
ends with it, so that no acknowledgement can reach another connection.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from dispatch.gateways.mqtt.broker import Broker, Version

logger = logging.getLogger(__name__)

RECEIVE_MAXIMUM = 64
"""So many messages the broker may send beyond those that are acknowledged (MQTT 5, 3.1.2.11.3)."""

KEEPALIVE_S = 30
SESSION_EXPIRY_S = 7 * 86_400
PACKET_AT_MOST = 262_144
_ANSWER_WITHIN_S = 15.0
_LOOK_EVERY_S = 1.0
_PACKETS_AT_ONCE = 32
_ONLY_WHERE_NEW = 1  # retained messages come with a new subscription alone (MQTT 5, 3.8.3.1)
_KNOWS_NO_SUCH_VERSION = {0x01, 0x84}


class NoConnectionError(OSError):
    """The broker could not be reached, or refused. ``other_version``: the other version of MQTT may be worth a try."""

    def __init__(self, why: str, *, other_version: bool = False) -> None:
        super().__init__(why)
        self.other_version = other_version


class Connection:
    """A connection that `open` makes. ``on_message`` hears every message, in the order in which they came.

    ``closed`` is done, with the reason as its result, once the line is gone.
    """

    def __init__(self, broker: Broker, version: Version, on_message: Callable[[MQTTMessage], None]) -> None:
        self._broker = broker
        self._version = version
        self._on_message = on_message
        self._loop = asyncio.get_running_loop()
        self.closed: asyncio.Future[str] = self._loop.create_future()
        self._accepted: asyncio.Future[None] = self._loop.create_future()
        self._accepted.add_done_callback(_look_at)
        self._subscribed = asyncio.Event()
        self._received = 0
        self._paused = False
        self._reading = False
        self._client = self._new_client()

    def _new_client(self) -> Client:
        five = self._version == "5"
        client = Client(
            CallbackAPIVersion.VERSION2,
            client_id=self._broker.client,
            clean_session=None if five else False,
            protocol=MQTTProtocolVersion.MQTTv5 if five else MQTTProtocolVersion.MQTTv311,
            reconnect_on_failure=False,
            manual_ack=True,
        )
        client.on_connect = self._on_connect
        client.on_disconnect = self._on_disconnect
        client.on_message = self._on_any
        client.on_subscribe = self._on_subscribe
        return client

    async def open(self, filters: Sequence[tuple[str, int]]) -> None:
        """Connect, take the session up and subscribe. Raises `NoConnectionError`."""
        opening = self._loop.run_in_executor(None, self._connect)
        try:
            await asyncio.shield(opening)
        except asyncio.CancelledError:
            opening.add_done_callback(lambda _: self.close())
            raise
        except (OSError, ValueError) as error:
            raise NoConnectionError(str(error) or type(error).__name__) from error
        self._take_over_socket()
        self._looking = asyncio.create_task(self._look(), name="mqtt line")
        try:
            async with asyncio.timeout(_ANSWER_WITHIN_S):
                await self._accepted
                self.subscribe(filters)
                await self._subscribed.wait()
        except TimeoutError as error:
            self.close()
            raise NoConnectionError(f"the broker has not answered within {_ANSWER_WITHIN_S:g} s") from error
        except BaseException:
            self.close()
            raise
        if self.closed.done():
            raise NoConnectionError(self.closed.result())

    def subscribe(self, filters: Sequence[tuple[str, int]]) -> None:
        """Ask for topics, each with its QoS; what the broker refuses is logged."""
        self._filters = [name for name, _ in filters]
        if self._version == "5":
            self._client.subscribe(
                [(name, SubscribeOptions(qos=qos, retainHandling=_ONLY_WHERE_NEW)) for name, qos in filters]
            )
        else:
            self._client.subscribe(list(filters))

    def acknowledge(self, packet: int, qos: int) -> None:
        """Tell the broker that a message is kept; the caller keeps the order in which they came (MQTT-4.6.0-2)."""
        if not self.closed.done():
            self._client.ack(packet, qos)

    def publish(self, topic: str, payload: bytes) -> None:
        """Send a message that may be lost."""
        if not self.closed.done():
            self._client.publish(topic, payload, qos=0)

    def pause(self) -> None:
        """Read no more for now: what comes waits with the broker."""
        self._paused = True
        self._stop_reading()

    def resume(self) -> None:
        """Read on."""
        if self._paused:
            self._paused = False
            self._start_reading()
            self._loop.call_soon(self._read)  # what TLS has decrypted already makes no socket readable

    def close(self) -> None:
        """Say goodbye and close; the session stays with the broker."""
        if self._client.socket() is not None:
            self._client.disconnect()
            self._client.loop_write()
        self._gone("closed by the hub")

    def _connect(self) -> None:
        """Connect; in a worker thread, as name service and handshake may take their time."""
        self._client.connect_timeout = 5.0
        context = self._broker.context()
        if context is not None:
            self._client.tls_set_context(context)
        if self._broker.user is not None:
            self._client.username_pw_set(self._broker.user, self._broker.secret())
        if self._version == "5":
            wishes = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]  # its constructor has no types
            wishes.SessionExpiryInterval = SESSION_EXPIRY_S
            wishes.ReceiveMaximum = RECEIVE_MAXIMUM
            wishes.MaximumPacketSize = PACKET_AT_MOST
            self._client.connect(
                self._broker.host, self._broker.port, KEEPALIVE_S, clean_start=False, properties=wishes
            )
        else:
            self._client.connect(self._broker.host, self._broker.port, KEEPALIVE_S)

    def _take_over_socket(self) -> None:
        self._socket: Any = self._client.socket()
        self._client.on_socket_close = lambda _client, _data, _socket: self._let_go()
        self._client.on_socket_register_write = lambda _client, _data, _socket: self._start_writing()
        self._client.on_socket_unregister_write = lambda _client, _data, _socket: self._stop_writing()
        if self._socket is None:
            self._gone("the line was lost at once")
            return
        self._start_reading()
        if self._client.want_write():
            self._start_writing()

    def _start_reading(self) -> None:
        if not self._reading and not self._paused and self._client.socket() is not None:
            self._loop.add_reader(self._socket, self._read)
            self._reading = True

    def _stop_reading(self) -> None:
        if self._reading:
            self._loop.remove_reader(self._socket)
            self._reading = False

    def _start_writing(self) -> None:
        if self._client.socket() is not None:
            self._loop.add_writer(self._socket, self._client.loop_write)

    def _stop_writing(self) -> None:
        self._loop.remove_writer(self._socket)

    def _let_go(self) -> None:
        """Leave the socket alone: paho is about to close it."""
        self._stop_reading()
        self._stop_writing()

    def _read(self) -> None:
        for _ in range(_PACKETS_AT_ONCE):
            if self._paused or self._client.socket() is None:
                return
            before = self._received
            if self._client.loop_read() != MQTTErrorCode.MQTT_ERR_SUCCESS:
                return
            if self._received == before and not self._decrypted():
                return
        if not self._paused and self._decrypted():
            self._loop.call_soon(self._read)

    def _decrypted(self) -> int:
        """Bytes that TLS has read already: the loop would not hear of them."""
        line: Any = self._client.socket()
        return line.pending() if self._broker.tls and line is not None else 0

    async def _look(self) -> None:
        """Send and expect signs of life."""
        while not self.closed.done():
            self._client.loop_misc()
            await asyncio.sleep(_LOOK_EVERY_S)

    def _on_any(self, _client: Client, _data: Any, message: MQTTMessage) -> None:
        self._received += 1
        self._on_message(message)

    def _on_connect(
        self, _client: Client, _data: Any, _flags: ConnectFlags, reason: ReasonCode, _properties: Properties | None
    ) -> None:
        if self._accepted.done():
            return
        if reason.is_failure:
            other = reason.value in _KNOWS_NO_SUCH_VERSION
            self._accepted.set_exception(NoConnectionError(f"the broker refused: {reason}", other_version=other))
        else:
            self._accepted.set_result(None)

    def _on_subscribe(
        self, _client: Client, _data: Any, _mid: int, reasons: Sequence[ReasonCode], _properties: Properties | None
    ) -> None:
        for name, reason in zip(self._filters, reasons, strict=False):
            if reason.is_failure:
                logger.error("the broker does not let the hub read %s: %s", name, reason)
        self._subscribed.set()

    def _on_disconnect(
        self, _client: Client, _data: Any, _flags: DisconnectFlags, reason: ReasonCode, _properties: Properties | None
    ) -> None:
        self._gone(str(reason))

    def _gone(self, why: str) -> None:
        if not self._accepted.done():
            # A broker of before MQTT 5 may close without a word.
            self._accepted.set_exception(NoConnectionError(f"the broker closed the line: {why}", other_version=True))
        self._subscribed.set()  # nobody waits for an answer that cannot come
        if not self.closed.done():
            self.closed.set_result(why)
        looking = getattr(self, "_looking", None)
        if looking is not None:
            looking.cancel()


def _look_at(future: asyncio.Future[None]) -> None:
    """Look at a failure, so that none is told of as never looked at."""
    if not future.cancelled():
        future.exception()
