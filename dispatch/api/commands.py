"""What comes in: alarms and commands."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

import msgspec
from aiohttp import web

from dispatch.api.access import token_of
from dispatch.api.answers import json_answer, raw_answer
from dispatch.api.bodies import read_body
from dispatch.core.commands import AlarmRaise
from dispatch.core.errors import Refused
from dispatch.core.events import encode
from dispatch.hub import Hub
from dispatch.intake.alarm_json import answer, is_alarm, read_alarm
from dispatch.intake.bodies import read_object
from dispatch.intake.command_json import read_command
from dispatch.intake.json_in import content_of, read
from dispatch.stream.session import check_id
from dispatch.writer.idempotency import IdempotencyKey


class CommandsApi:
    """Alarms and commands of one hub."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of this subject."""
        return [
            web.post("/api/v1/alarms", self.post_alarm),
            web.post("/api/v1/commands", self.post_command),
        ]

    async def post_alarm(self, request: web.Request) -> web.Response:
        """Raise an alarm."""
        token = token_of(request)
        command, resend = read_alarm(await read_body(request), token=token.id, charset=request.charset)
        result = await self._measured("alarm.raise", self._hub.processor.submit(command, token.by, resend))
        made = is_alarm(result.events) and not result.repeated
        return json_answer(answer(command, result.seq, result.events), status=201 if made else 200)

    async def post_command(self, request: web.Request) -> web.Response:
        """Carry out a command."""
        token = token_of(request)
        content = await read_body(request)
        command = read_command(content, charset=request.charset)
        command_id = _id_of_alarm(content, request.charset) if isinstance(command, AlarmRaise) else _read_id(content)
        resend = IdempotencyKey(check_id(command_id), content_of(content))
        kind = str(command.__struct_config__.tag)
        result = await self._measured(kind, self._hub.processor.submit(command, token.by, resend))
        bodies = b",".join(encode(event) for event in result.events)
        return raw_answer(b'{"seq":%d,"events":[%b]}' % (result.seq, bodies))

    async def _measured(self, kind: str, work: Awaitable[Any]) -> Any:
        metrics, loop = self._hub.metrics, asyncio.get_running_loop()
        started = loop.time()
        try:
            result = await work
        except Refused as error:
            metrics.command_refused(kind, error.code)
            raise
        metrics.command_done(kind, loop.time() - started)
        return result


class _Id(msgspec.Struct, frozen=True):
    id: str


_decode_id = msgspec.json.Decoder(_Id).decode


def _read_id(content: bytes) -> str:
    return read(_decode_id, content, "command").id


def _id_of_alarm(content: bytes, charset: str | None) -> str:
    """Return the id of an alarm's sending, whatever its body was written in. Raises `Unusable` where it has none."""
    sent = read_object(content, charset=charset).fields.get("id")
    return sent if isinstance(sent, str) else ""
