"""A simulated dispatcher: takes incidents in hand and closes them, so that a long run does not fill up with them."""

from __future__ import annotations

import asyncio

import msgspec

from dispatch.client.http import Json
from dispatch.client.stream import StreamClient
from loadtest.participant import Deeds, Participant, Running

PATIENCE_S = 1800.0
"""An incident that is not over after this is closed by hand; whoever never answered is called back with it."""

_TAKE_AFTER_S = 8.0
_ENDINGS = ("assignment.released", "assignment.declined", "assignment.recalled")

NOT_HANDED_OVER = "示例: load"
"""Why the centre closes what the brigade was at and nobody handed over: simulated crews hand nothing over."""


class _Case(msgspec.Struct):
    """An open incident: who is still assigned, who acted, and whether anybody was there."""

    going: set[str] = msgspec.field(default_factory=set)
    acting: set[str] = msgspec.field(default_factory=set)
    handled: bool = False


class Dispatcher(Participant):
    """Takes each incident in hand after a moment, and closes it when the last crew that acted is free again.

    ``compression`` divides every waiting time.
    """

    def __init__(self, client: StreamClient, deeds: Deeds, *, compression: float) -> None:
        super().__init__(client, deeds)
        self._compression = compression
        self._open: dict[str, _Case] = {}

    async def on_event(self, event: Json, tasks: asyncio.TaskGroup) -> None:
        """Follow the incidents; close what is over."""
        incident, kind = event.get("incident"), event["type"]
        if incident is None:
            return
        if kind == "incident.opened":
            self._follow(incident, tasks)
        elif kind in ("incident.closed", "incident.merged"):
            self._open.pop(incident, None)
        elif kind.startswith("assignment.") and incident in self._open:
            await self._note(incident, kind, event["assignment"])

    def on_state(self, part: Json, tasks: asyncio.TaskGroup) -> None:
        """Follow what is open already."""
        for incident in part.get("incidents", ()):
            if incident.get("closed_at") is None and incident["id"] not in self._open:
                self._follow(incident["id"], tasks)

    def _follow(self, incident: str, tasks: asyncio.TaskGroup) -> None:
        self._open[incident] = _Case()
        tasks.create_task(self._look_after(incident))

    async def _note(self, incident: str, kind: str, assignment: str) -> None:
        case = self._open[incident]
        if kind == "assignment.assigned":
            case.going.add(assignment)
        elif kind in _ENDINGS:
            case.going.discard(assignment)
            case.acting.discard(assignment)
            case.handled |= kind == "assignment.released"
        elif kind not in ("assignment.delivered", "assignment.no_answer"):
            case.acting.add(assignment)
        if case.handled and not case.acting:
            await self._close(incident)

    async def _look_after(self, incident: str) -> None:
        await asyncio.sleep(_TAKE_AFTER_S / self._compression)
        if incident in self._open:
            await self.act("incident.take", incident=incident)
        await asyncio.sleep((PATIENCE_S - _TAKE_AFTER_S) / self._compression)
        await self._close(incident)

    async def _close(self, incident: str) -> None:
        if self._open.pop(incident, None) is not None:
            await self.act("incident.close", incident=incident, reason=NOT_HANDED_OVER)


class Centre(Running):
    """One dispatcher at a console. Use as an async context manager: it works inside the block."""

    def __init__(self, url: str, token: str, *, compression: float = 1.0) -> None:
        self.report = Deeds()
        super().__init__([Dispatcher(StreamClient(url, token, "console"), self.report, compression=compression)])
