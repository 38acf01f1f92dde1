"""Asks Modbus TCP gateways for their registers, again and again.

A poll that says what the one before said is a sign of life and no more: of such ones one in ten minutes is kept.
"""

from __future__ import annotations

import asyncio
import logging
import struct
from collections.abc import Callable, Sequence

import orjson
from pymodbus.client import AsyncModbusTcpClient
from pymodbus.exceptions import ModbusException
from pymodbus.pdu import ExceptionResponse

from dispatch.core.signal import Signal
from dispatch.gateways.port import Gate, RawMessage
from dispatch.intake.modbus.table import Polled
from dispatch.intake.modbus.values import Block, blocks_of, signals_of

logger = logging.getLogger(__name__)

KEEP_EVERY_MS = 600_000
"""A poll that says nothing new is kept so often all the same."""

_EXCEPTIONS = {
    1: "illegal function",
    2: "illegal data address",
    3: "illegal data value",
    4: "device failure",
    6: "busy",
}
_LONGEST_WAIT_S = 60.0


class Poller:
    """Polls one gateway until it is cancelled. ``now_ms`` is hub time."""

    def __init__(self, gateway: Polled, gate: Gate, *, now_ms: Callable[[], int]) -> None:
        self.polls = 0
        self._gateway = gateway
        self._gate = gate
        self._now_ms = now_ms
        self._blocks = blocks_of(gateway)
        self._last: tuple[Signal, ...] | None = None
        self._kept_at = 0
        self._told = ""

    async def run(self) -> None:
        """Connect and poll; where that fails, wait longer each time, at most a minute."""
        wait_s = self._gateway.every_s
        while True:
            polls, why = self.polls, ""
            try:
                await self._one_connection()
            except (OSError, ModbusException) as error:
                why = str(error)
            except Exception as error:  # no mishap of this line may end the hub
                logger.exception("the poll of %s failed in a way that nobody foresaw", self._gateway.id)
                why = repr(error)
            self._tell(why)
            self._gate.lose(self._gateway.id)
            wait_s = self._gateway.every_s if self.polls > polls else min(_LONGEST_WAIT_S, wait_s * 2)
            await asyncio.sleep(wait_s)

    async def _one_connection(self) -> None:
        """Poll over one connection until it is lost. Raises `OSError` or `ModbusException`."""
        client = AsyncModbusTcpClient(
            self._gateway.host,
            port=self._gateway.port,
            timeout=self._gateway.timeout_s,
            retries=0,
            reconnect_delay=0,
        )
        try:
            if not await client.connect():
                raise OSError("nobody answers there")
            while client.connected:
                await self.poll(client)
                await asyncio.sleep(self._gateway.every_s)
            raise OSError("the line was lost")
        finally:
            client.close()

    async def poll(self, client: AsyncModbusTcpClient) -> None:
        """Ask once and hand on what was answered. Raises `OSError` where nothing answers, or nothing can be kept."""
        answers: dict[Block, Sequence[int] | str] = {}
        for block in self._blocks:
            answer = await self._ask(client, block)
            if answer is not None:
                answers[block] = answer
        if not answers:
            raise OSError(f"no answer within {self._gateway.timeout_s:g} s")
        signals = signals_of(self._gateway, answers)
        self._gate.hear(self._gateway.id)
        for signal in signals:
            self._gate.hear(self._gateway.id, signal.address)
        at_ms = self._now_ms()
        if signals != self._last or at_ms - self._kept_at >= KEEP_EVERY_MS:
            message = RawMessage(
                gateway=self._gateway.id,
                protocol="modbus",
                body=_body_of(answers),
                at_ms=at_ms,
                remote=f"{self._gateway.host}:{self._gateway.port}",
                topic=" ".join(f"{each.table}/{each.unit_id}/{each.at}+{each.words}" for each in answers),
            )
            await self._gate.take(message, signals)
            self._last, self._kept_at = signals, at_ms
        self.polls += 1
        self._tell("")

    async def _ask(self, client: AsyncModbusTcpClient, block: Block) -> Sequence[int] | str | None:
        """Return what a block was answered: registers, or the words of a refusal; None where nothing came."""
        read = client.read_holding_registers if block.table == "holding" else client.read_input_registers
        try:
            answer = await read(block.at, count=block.words, device_id=block.unit_id)
        except ModbusException:
            return None
        if isinstance(answer, ExceptionResponse):
            code = answer.exception_code
            return f"exception {code}: {_EXCEPTIONS.get(code, 'unknown')}"
        return list(answer.registers)

    def _tell(self, why: str) -> None:
        """Log what changed, once."""
        if why != self._told:
            where = f"modbus {self._gateway.id} at {self._gateway.host}:{self._gateway.port}"
            logger.warning("%s: %s", where, why or "answers again")
            self._told = why


def _body_of(answers: dict[Block, Sequence[int] | str]) -> bytes:
    """Return the answers as they are kept: registers as they were on the line, refusals in words."""
    parts = {
        f"{block.table}/{block.unit_id}/{block.at}": answer
        if isinstance(answer, str)
        else struct.pack(f">{len(answer)}H", *answer).hex()
        for block, answer in answers.items()
    }
    return orjson.dumps(parts)
