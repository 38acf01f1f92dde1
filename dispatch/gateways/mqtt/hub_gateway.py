"""The broker's client as a hub runs it: its tenants are the gateways of the district's table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dispatch.gateways.mqtt.broker import Broker
from dispatch.gateways.mqtt.client import MqttGateway
from dispatch.gateways.port import Gate
from dispatch.intake.mapping.shelf import Mappings
from dispatch.writer.clock import Clock
from dispatch.writer.processor import CommandProcessor

Gauge = Callable[[str, str, Callable[[], float]], None]


def gateway_of(
    broker: Broker,
    gate: Gate,
    *,
    processor: CommandProcessor,
    clock: Clock,
    gauge: Gauge,
    mappings: Callable[[], Mappings],
) -> MqttGateway:
    """Return the client of a broker; ``gauge`` adds a figure to the hub's metrics by name, words and reading."""
    gateway = MqttGateway(broker, gate, tenants=_Tenants(processor), now_ms=clock.now, mappings=mappings)
    counts = gateway.counts
    gauge("mqtt_connected", "Whether the hub is connected to its MQTT broker", lambda: counts.connected)
    gauge("mqtt_messages", "MQTT messages that were kept since the start", lambda: counts.taken)
    gauge("mqtt_repeated", "MQTT messages that had been kept before", lambda: counts.repeated)
    gauge("mqtt_heartbeats", "MQTT heartbeats since the start", lambda: counts.heartbeats)
    gauge("mqtt_not_kept", "MQTT messages that could not be kept and ended the connection", lambda: counts.not_kept)
    gauge("mqtt_reconnects", "Connections to the MQTT broker after the first", lambda: counts.reconnects)
    gauge("mqtt_broker_dropped", "Messages that the MQTT broker says it has thrown away", lambda: counts.dropped)
    return gateway


class _Tenants:
    """The gateways whose address is a tenant of the broker; read anew where the table of gateways changed."""

    def __init__(self, processor: CommandProcessor) -> None:
        self._processor = processor
        self._read_from: object = None
        self._tenants: Mapping[str, str] = {}

    def __call__(self) -> Mapping[str, str]:
        gateways = self._processor.world.gateways
        if gateways is not self._read_from:
            self._read_from = gateways
            self._tenants = {
                each.address: each.id for each in gateways.values() if each.protocol == "mqtt" and each.address
            }
        return self._tenants
