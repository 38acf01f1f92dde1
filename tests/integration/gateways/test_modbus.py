"""The poller and a Modbus server of somebody else's: values, refusals, silence, and what nobody should answer."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from pymodbus.constants import ExcCodes
from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

from dispatch.core.signal import Measured
from dispatch.gateways.modbus.district import poll_district
from dispatch.gateways.modbus.poller import Poller
from dispatch.intake.modbus.table import Polled, Register
from tests.kept_in_memory import KeptInMemory, until

PRESSURE = Register(address="P1", at=0, what="pressure", unit="MPa", scale=0.001, none=(0xFFFF,))
STATE = Register(address="P1", at=8, bits={"0": "fault"})


class Pump:
    """A simulated device whose registers the test writes; ``refuses`` is the exception that it answers with."""

    def __init__(self) -> None:
        self.registers = [350, 0, 0, 0, 0, 0, 0, 0, 0]
        self.refuses: ExcCodes | None = None

    async def answer(
        self, _function: int, start: int, address: int, count: int, current: list[int], _set: object
    ) -> ExcCodes | None:
        for offset in range(count):
            current[address - start + offset] = self.registers[address + offset]
        return self.refuses


@asynccontextmanager
async def serving(pump: Pump) -> AsyncIterator[int]:
    data = SimData(0, values=list(pump.registers), datatype=DataType.REGISTERS)
    server = ModbusTcpServer(SimDevice(1, simdata=[data], action=pump.answer), address=("127.0.0.1", 0))
    await server.serve_forever(background=True)
    try:
        listening: Any = server.transport
        yield listening.sockets[0].getsockname()[1]
    finally:
        await server.shutdown()  # type: ignore[no-untyped-call]  # pymodbus has no types there


@asynccontextmanager
async def polling(port: int, gate: KeptInMemory, now_ms: Callable[[], int] = lambda: 1) -> AsyncIterator[Poller]:
    gateway = Polled(id="GW", host="127.0.0.1", port=port, every_s=0.02, timeout_s=0.5, register=(PRESSURE, STATE))
    poller = Poller(gateway, gate, now_ms=now_ms)
    task = asyncio.create_task(poller.run())
    try:
        yield poller
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_what_a_device_measures_is_kept_when_it_changes_and_heard_at_every_poll() -> None:
    gate, pump = KeptInMemory(), Pump()
    async with serving(pump) as port, polling(port, gate) as poller:
        await until(lambda: poller.polls >= 3)
        assert len(gate.kept) == 1
        assert gate.heard.count(("GW", "P1")) >= 3
        pump.registers[0], pump.registers[8] = 70, 1
        await until(lambda: len(gate.kept) == 2)
        first, second = gate.signals
        assert first.measured == (Measured(what="pressure", value=0.35, unit="MPa"),)
        assert second.measured == (Measured(what="pressure", value=0.07, unit="MPa"),)
        assert (first.cleared, second.raised) == (("fault",), ("fault",))
        (kept, _) = gate.kept.values()
        assert kept.body == b'{"holding/1/0":"015e","holding/1/8":"0000"}'


async def test_an_unchanged_value_is_kept_again_after_ten_minutes() -> None:
    gate, pump, at_ms = KeptInMemory(), Pump(), [1]
    async with serving(pump) as port, polling(port, gate, lambda: at_ms[0]):
        await until(lambda: len(gate.kept) == 1)
        at_ms[0] += 600_000
        await until(lambda: len(gate.kept) == 2)


async def test_a_refusal_is_told_and_a_poll_later_forgotten() -> None:
    gate, pump = KeptInMemory(), Pump()
    async with serving(pump) as port, polling(port, gate):
        pump.refuses = ExcCodes.ILLEGAL_ADDRESS
        await until(lambda: any("pressure" in each.unread for each in gate.signals))
        pump.refuses = None
        await until(lambda: gate.signals[-1].measured)
        assert gate.signals[-1].unread == {}


async def test_what_cannot_be_kept_is_said_again() -> None:
    gate, pump = KeptInMemory(), Pump()
    gate.broken = True
    async with serving(pump) as port, polling(port, gate):
        await until(lambda: ("GW", None) in gate.lost)
        gate.broken = False
        await until(lambda: gate.kept)


async def test_a_mishap_that_nobody_foresaw_does_not_end_the_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    gate, pump = KeptInMemory(), Pump()
    async with serving(pump) as port:
        with monkeypatch.context() as patched:
            patched.setattr(gate, "take", lambda *_: 1 / 0)
            async with polling(port, gate):
                await until(lambda: ("GW", None) in gate.lost)
                patched.undo()
                await until(lambda: gate.kept)


async def test_a_server_that_goes_is_lost_and_asked_again() -> None:
    gate, pump = KeptInMemory(), Pump()
    async with serving(pump) as port, polling(port, gate) as poller:
        await until(lambda: poller.polls)
    assert poller.polls
    async with polling(port, gate):
        await until(lambda: ("GW", None) in gate.lost)


async def test_odd_answers_are_no_values_and_end_nothing() -> None:
    """Short ones, those of another function or transaction, garbage, silence, and then a right one."""
    gate = KeptInMemory()
    asked = 0
    open_ones: set[asyncio.StreamWriter] = set()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        open_ones.add(writer)
        with suppress(asyncio.IncompleteReadError, OSError):
            while True:
                request = await reader.readexactly(12)
                (count,) = struct.unpack(">H", request[10:12])
                right = request[:4] + struct.pack(">HBBB", 3 + 2 * count, 1, 3, 2 * count) + b"\x01\x5e" * count
                odd = (
                    request[:4] + struct.pack(">HBBB", 3, 1, 3, 0),
                    request[:4] + struct.pack(">HBBB", 3 + 2 * count, 1, 4, 2 * count) + b"\x01\x5e" * count,
                    b"\xff\xff" + right[2:],
                    b"\x00" * 40,
                    b"",
                )
                asked += 1
                writer.write(odd[asked] if asked < len(odd) else right)
        writer.close()
        open_ones.discard(writer)

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server, polling(server.sockets[0].getsockname()[1], gate):
        await until(lambda: any(each.measured for each in gate.signals))
        assert all(each.value == 0.35 for signal in gate.signals for each in signal.measured)
    await until(lambda: not open_ones)


async def test_a_table_that_cannot_be_used_does_not_stop_the_hub(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "modbus.toml").write_text("[[gateway]]\nid = 1\n")
    await poll_district(tmp_path, KeptInMemory(), lambda: 1)
    assert "no Modbus device is polled: modbus.toml" in caplog.text


async def test_a_district_polls_the_gateways_of_its_file(tmp_path: Path) -> None:
    gate, pump = KeptInMemory(), Pump()
    async with serving(pump) as port:
        (tmp_path / "modbus.toml").write_text(
            f"[[gateway]]\nid = 'GW'\nhost = '127.0.0.1'\nport = {port}\n"
            "[[gateway.register]]\naddress = 'P1'\nat = 0\nwhat = 'pressure'\nunit = 'kPa'\n"
        )
        task = asyncio.create_task(poll_district(tmp_path, gate, lambda: 1))
        await until(lambda: gate.signals)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        assert gate.signals[0].measured == (Measured(what="pressure", value=350.0, unit="kPa"),)
