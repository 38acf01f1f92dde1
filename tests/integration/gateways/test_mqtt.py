"""The broker's client and a real mosquitto: kept before acknowledged, in order, over TLS, and again after a kill."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from dispatch.gateways.mqtt import client
from dispatch.gateways.mqtt.broker import broker_of
from dispatch.gateways.mqtt.client import MqttGateway
from dispatch.intake.mapping.model import read_mapping
from dispatch.intake.mapping.shelf import Mappings
from dispatch.intake.mqtt import mapped
from tests.kept_in_memory import PATIENCE_S, KeptInMemory, until
from tests.mqtt_broker import Mosquitto, Publisher, needs_mosquitto

pytestmark = needs_mosquitto

HUB = "hub"
"""User and password of the hub at the broker of a test."""

ALARM, STATUS, BEAT = (f"fire/v1/t1/smoke/D7/{level}" for level in ("alarm", "status", "heartbeat"))


@asynccontextmanager
async def running(
    url: str, gate: KeptInMemory, shelf: Mappings | None = None, *, wait: bool = True
) -> AsyncIterator[MqttGateway]:
    """A gateway that reads a broker; its session exists with it when the block begins."""
    gateway = MqttGateway(
        broker_of(url, district="示例区", password=HUB),
        gate,
        tenants=lambda: {"t1": "gw-t1"},
        now_ms=lambda: 1,
        mappings=lambda: Mappings() if shelf is None else shelf,
        first_wait_s=0.05,
    )
    task = asyncio.create_task(gateway.run())
    try:
        await until(lambda: not wait or gateway.counts.connected or task.done())
        yield gateway
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def broker(folder: Path, *lines: str, tls: bool = False) -> AsyncIterator[Mosquitto]:
    server = Mosquitto(folder / "mosquitto", *lines, tls=tls)
    await server.start()
    try:
        yield server
    finally:
        server.kill()


def ids(gate: KeptInMemory) -> list[str]:
    return [key.rpartition("\x1f")[2] for key in gate.kept]


async def test_what_was_published_arrives_in_order_and_its_sender_hears_that_it_is_kept(tmp_path: Path) -> None:
    gate = KeptInMemory()
    async with broker(tmp_path) as server, running(server.url, gate) as gateway, Publisher(server, "D7") as device:
        device.read("fire/v1/+/+/+/ack")
        for number in range(200):
            device.send(ALARM, {"msgId": number, "event": ("smoke_alarm", "smoke_clear")[number % 2]})
        await until(lambda: len(device.heard) == 200)
        assert ids(gate) == [str(number) for number in range(200)]
        assert device.heard[-1] == ("fire/v1/t1/smoke/D7/ack", b'{"msgId":"199","kept":true}')
        assert gateway.counts.taken == 200
        assert [one.raised for one in gate.signals[:2]] == [("fire",), ()]


async def test_topics_of_others_are_subscribed_to_and_read_by_their_mappings(tmp_path: Path) -> None:
    """What no reader can make anything of is kept too, and ends nothing."""
    gate = KeptInMemory()
    mapping = read_mapping(
        'name = "m"\nkind = "water_pressure"\n[for]\ntopic = ["plant/+/state"]\n[fields]\naddress = "$topic.1"\n'
        '[[read]]\npath = "s"\nvalues = { "1" = "raise fault" }\n'
    )
    async with (
        broker(tmp_path) as server,
        running(server.url, gate, Mappings([mapping])),
        Publisher(server, "D7") as device,
    ):
        device.send("plant/P9/state", b"\xff\x00 no JSON")
        device.send("plant/P9/state", {"s": 1})
        await until(lambda: len(gate.signals) == 2)
        odd, said = gate.signals
        assert odd.unread
        assert (said.gateway, said.address, said.raised) == ("mqtt", "P9", ("fault",))


async def test_a_mapping_that_is_put_into_force_later_is_subscribed_to_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_HEAR_EVERY_S", 0.02)
    gate, shelf = KeptInMemory(), Mappings()
    text = 'name = "m"\n[for]\ntopic = ["plant/+/state", "a/#/b"]\n[[read]]\npath = "s"\nwhat = "level"\n'
    async with broker(tmp_path) as server, running(server.url, gate, shelf), Publisher(server, "D7") as device:
        shelf.by_name["m"] = read_mapping(text)
        async with asyncio.timeout(PATIENCE_S):
            while not gate.signals:
                device.send("plant/P9/state", {"s": 1})
                await asyncio.sleep(0.02)
        assert gate.signals[0].measured[0].what == "level"


async def test_a_mishap_that_nobody_foresaw_does_not_end_the_hub(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    gate = KeptInMemory()
    async with broker(tmp_path) as server, Publisher(server, "D7") as device:
        with monkeypatch.context() as patched:
            patched.setattr(mapped, "filters_of", lambda _mappings: 1 / 0)
            async with running(server.url, gate, wait=False) as gateway:
                await until(lambda: gateway.counts.reconnects)
                patched.undo()
                await until(lambda: gateway.counts.connected)
                device.send(ALARM, {"msgId": 1, "event": "smoke_alarm"})
                await until(lambda: gate.kept)
    assert "nobody foresaw" in caplog.text


async def test_over_tls_a_burst_that_comes_in_one_record_is_read_to_its_end(tmp_path: Path) -> None:
    gate = KeptInMemory()
    async with broker(tmp_path, tls=True) as server, running(server.url, gate), Publisher(server, "D7") as device:
        for number in range(300):
            device.send(STATUS, {"msgId": number, "event": "status", "loc": "x" * 100})
        await until(lambda: len(gate.kept) == 300)


async def test_a_broker_whose_certificate_nobody_vouches_for_gets_no_password(tmp_path: Path) -> None:
    gate = KeptInMemory()
    async with broker(tmp_path, tls=True) as server, broker(tmp_path / "other", tls=True) as other:
        url = f"mqtts://hub@127.0.0.1:{server.port}?ca={other.ca}"
        gateway = MqttGateway(
            broker_of(url, district="示例区", password=HUB), gate, tenants=dict, now_ms=lambda: 1, first_wait_s=0.01
        )
        task = asyncio.create_task(gateway.run())
        await until(lambda: gateway.counts.reconnects > 1)
        assert not gateway.counts.connected
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        assert "u'hub'" not in (server.folder / "log").read_text()


async def test_each_sees_only_what_the_brokers_rights_let_it_see(tmp_path: Path) -> None:
    folder = tmp_path / "mosquitto"
    folder.mkdir()
    (folder / "acl").write_text(
        "user hub\ntopic read fire/v1/t1/#\ntopic write fire/v1/+/+/+/ack\nuser dev\ntopic fire/#\n"
    )
    _write_passwords(folder / "passwords")
    rights = (f"acl_file {folder}/acl", f"password_file {folder}/passwords", "allow_anonymous false")
    gate = KeptInMemory()
    async with broker(tmp_path, *rights, tls=True) as server:
        url = server.url.replace("mqtts://", "mqtts://hub@")
        async with running(url, gate) as gateway, Publisher(server, "D7", user="dev") as device:
            assert gateway.counts.connected
            device.send("fire/v1/t2/smoke/D9/alarm", {"msgId": "not ours", "event": "smoke_alarm"})
            device.send(ALARM, {"msgId": "ours", "event": "smoke_alarm"})
            await until(lambda: gate.kept)
            assert ids(gate) == ["ours"]


async def test_what_came_while_the_hub_was_away_is_sent_when_it_is_back(tmp_path: Path) -> None:
    gate = KeptInMemory()
    async with broker(tmp_path) as server, Publisher(server, "D7") as device:
        async with running(server.url, gate):
            pass
        sent = [device.send(ALARM, {"msgId": number, "event": "smoke_alarm"}) for number in range(5)]
        await until(lambda: all(each.is_published() for each in sent))
        async with running(server.url, gate):
            await until(lambda: len(gate.kept) == 5)


async def test_a_message_that_cannot_be_kept_is_not_skipped(tmp_path: Path) -> None:
    gate = KeptInMemory()
    async with broker(tmp_path) as server, running(server.url, gate) as gateway, Publisher(server, "D7") as device:
        gate.broken = True
        for number in range(10):
            device.send(ALARM, {"msgId": number, "event": "smoke_alarm"})
        await until(lambda: gateway.counts.not_kept >= 2)
        assert gate.kept == {}
        gate.broken = False
        await until(lambda: len(gate.kept) == 10)
        assert ids(gate) == [str(number) for number in range(10)]


async def test_what_is_behind_a_message_that_was_not_kept_is_not_kept_before_it(tmp_path: Path) -> None:
    """The gate is well again before the connection has ended: the end of an alarm must not overtake its beginning."""
    gate = KeptInMemory()
    async with broker(tmp_path) as server, running(server.url, gate) as gateway, Publisher(server, "D7") as device:
        gate.broken = True
        gateway._connection.pause()  # type: ignore[union-attr]
        for number in range(60):
            device.send(ALARM, {"msgId": number, "event": ("smoke_alarm", "smoke_clear")[number % 2]})
        gate.mends_after = 1
        gateway._connection.resume()  # type: ignore[union-attr]
        await until(lambda: len(gate.kept) == 60)
        assert ids(gate) == [str(number) for number in range(60)]


async def test_the_broker_holds_back_what_the_hub_has_no_room_for(tmp_path: Path) -> None:
    gate = KeptInMemory()
    async with (
        broker(tmp_path, "max_inflight_messages 0") as server,
        running(server.url, gate) as gateway,
        Publisher(server, "D7") as device,
    ):
        gate.open.clear()
        sent = [
            device.send(f"fire/v1/t1/smoke/D{number}/alarm", {"msgId": number, "event": "smoke_alarm"})
            for number in range(300)
        ]
        await until(lambda: all(each.is_published() for each in sent) and gate.waiting == 64)
        gate.open.set()
        await until(lambda: len(gate.kept) == 300)
        assert gateway.counts.reconnects == 0


async def test_a_flood_that_nobody_acknowledges_fills_no_memory(tmp_path: Path) -> None:
    """Of QoS 0 the broker keeps no count: the socket is not read."""
    gate = KeptInMemory()
    async with broker(tmp_path) as server, running(server.url, gate), Publisher(server, "D7") as device:
        gate.open.clear()
        sent = [device.send(f"fire/v1/t1/smoke/D{n}/status", {"event": "status", "ts": n}, qos=0) for n in range(1000)]
        await until(lambda: all(each.is_published() for each in sent) and gate.waiting >= 128)
        assert gate.waiting == 128
        gate.open.set()
        await until(lambda: gate.waiting == 0 and len(gate.kept) > 128)


async def test_a_last_will_makes_one_device_silent_and_a_lost_broker_the_gateway(tmp_path: Path) -> None:
    gate = KeptInMemory()
    async with broker(tmp_path) as server, running(server.url, gate):
        async with Publisher(server, "D7", will=STATUS) as device:
            device.send(BEAT, {"event": "heartbeat"})
            await until(lambda: ("gw-t1", "D7") in gate.heard)
            assert gate.kept == {}
            device.vanish()
            await until(lambda: ("gw-t1", "D7") in gate.lost)
        assert ("mqtt", None) in gate.heard
        server.kill()
        await until(lambda: ("mqtt", None) in gate.lost)


async def test_a_broker_of_before_mqtt_5_is_spoken_to_in_3_1_1(tmp_path: Path) -> None:
    gate = KeptInMemory()
    async with broker(tmp_path) as server, _knows_no_5(server.port) as old_port:
        url = server.url.replace(str(server.port), str(old_port))
        async with running(url, gate), Publisher(server, "D7") as device:
            device.send(ALARM, {"msgId": 1, "event": "smoke_alarm"})
            await until(lambda: len(gate.kept) == 1)


async def test_what_the_broker_throws_away_is_counted(tmp_path: Path) -> None:
    gate = KeptInMemory()
    few = ("max_queued_messages 5",)
    async with (
        broker(tmp_path, *few) as server,
        running(server.url, gate) as gateway,
        Publisher(server, "D7") as device,
    ):
        gate.open.clear()
        for number in range(200):
            device.send(ALARM, {"msgId": number, "event": "fault"})
        await until(lambda: gate.waiting)
        gate.open.set()
        await until(lambda: gateway.counts.dropped > 0)


def _write_passwords(path: Path) -> None:
    """Write mosquitto's file of passwords: PBKDF2 with SHA-512, as its own program does."""
    lines = []
    for user in ("hub", "dev"):
        salt = b"salt of 12 b"
        key = hashlib.pbkdf2_hmac("sha512", user.encode(), salt, 101)
        lines.append(f"{user}:$7$101${base64.b64encode(salt).decode()}${base64.b64encode(key).decode()}\n")
    path.write_text("".join(lines))


@asynccontextmanager
async def _knows_no_5(port: int) -> AsyncIterator[int]:
    """A broker that refuses MQTT 5 as those of before it did (3.1.1, 3.2.2.3), and passes on anything else."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = await reader.read(1024)
        if first[8] == 5:
            writer.write(b"\x20\x02\x00\x01")
            writer.close()
            return
        inner_reader, inner = await asyncio.open_connection("127.0.0.1", port)
        inner.write(first)
        await asyncio.gather(_pass(reader, inner), _pass(inner_reader, writer))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
    writer.close()
