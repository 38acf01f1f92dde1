"""Helpers: gateways that take messages or are dead, people at the desk who call, and what those say who were asked."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import partial

from dispatch.core import commands as cmd, events as ev
from dispatch.core.events import Event
from dispatch.core.help import Ask, Help
from dispatch.core.vocabulary import By
from dispatch.simulation.agenda import Agenda
from dispatch.simulation.dice import happens
from dispatch.simulation.hub import SimulatedHub
from dispatch.simulation.people import Network
from stations.helpers import Helper

DESK = By(role="dispatcher", name="desk 2")

GATEWAY_MS = (200, 20_000)
CALL_S = (5.0, 50.0)
ANSWER_S = (5.0, 120.0)
STEP_S = (30.0, 600.0)
FAILS = 0.2
PICKED_UP = 0.7
COMES = 0.6
REFUSES = 0.5
GOES_ON = 0.8
"""The shares of messages that fail, of calls that somebody picks up; of those who were told who accept, of the others
who say that they cannot come; and of those who come who say so at each step."""

HELPERS = (
    Helper(id="H-gas-1", kind="gas", name="示例燃气一班", zone="zone-1", phones=("000-0101", "000-0102")),
    Helper(id="H-gas-2", kind="gas", name="示例燃气总调", webhook="http://gas.invalid/ask", phones=("000-0103",)),
    Helper(id="H-power-1", kind="power", name="示例供电", cap="http://power.invalid/cap", languages=("zh", "en")),
    Helper(id="H-lift-1", kind="lift", name="示例电梯维保", phones=("000-0104",)),
    Helper(id="H-police-1", kind="police", name="示例交巡警", phones=("000-0105",)),
)
"""Whom the synthetic district can ask; of water nobody."""


class Helpers:
    """Acts on what it hears of requests, once for each message; after a crash again for those without an outcome."""

    def __init__(self, agenda: Agenda, hub: SimulatedHub, network: Network, rng: random.Random) -> None:
        self._agenda = agenda
        self._hub = hub
        self._network = network
        self._rng = rng
        hub.on_durable.append(self._hear)
        hub.on_restart.append(self._take_up)

    def _hear(self, events: Sequence[Event]) -> None:
        for event in events:
            match event:
                case ev.HelpAsked():
                    self._carry(event.request, event.ask)
                case ev.HelpTold(call_off=False):
                    self._answer(event.request, event.helper)
                case ev.HelpAccepted():
                    self._go_on(cmd.HelpDepart(request=event.request))
                case ev.HelpEnRoute():
                    self._go_on(cmd.HelpArrive(request=event.request))
                case ev.HelpOnScene():
                    self._go_on(cmd.HelpFinish(request=event.request))
                case ev.HelpCancelled() | ev.HelpRefused():
                    self._carry_all(event.request)
                case _:
                    continue

    def _take_up(self) -> None:
        for key in sorted(self._hub.world.requests):
            self._carry_all(key)

    def _carry_all(self, key: str) -> None:
        request = self._hub.durable.requests.get(key)
        for ask in () if request is None else request.asks:
            if ask.pending is not None:
                self._carry(key, ask.id)

    def _carry(self, request: str, ask: str) -> None:
        """Have a message go out once: by a gateway, or by somebody who takes up the telephone."""
        if (found := self._find(request, ask)) is None:
            return
        if found[1].means == "phone":
            self._agenda.after(self._rng.uniform(*CALL_S) * 1000, partial(self._call, request, ask))
        elif found[0].outside:
            self._agenda.after(self._rng.randint(*GATEWAY_MS), partial(self._send, request, ask))

    def _call(self, request: str, ask: str) -> None:
        found = self._find(request, ask)
        if found is not None and found[1].pending is not None:
            reached = happens(self._rng, PICKED_UP)
            self._network.send(cmd.HelpReach(request=request, ask=ask, reached=reached), DESK)

    def _send(self, request: str, ask: str) -> None:
        """Tell the hub what came of it, if it is there; if not, it will ask again itself."""
        found = self._find(request, ask)
        if not self._hub.up or found is None or found[1].pending is None:
            return
        error = "示例: no answer" if happens(self._rng, FAILS) else None
        call_off = found[1].pending == "call_off"
        self._hub.do(cmd.NoteHelp(request=request, ask=ask, tries=1, call_off=call_off, error=error))

    def _answer(self, request: str, helper: str) -> None:
        command: cmd.HelpCommand
        if happens(self._rng, COMES):
            eta_s = self._rng.choice((None, 60, 600))
            command = cmd.HelpAccept(request=request, helper=helper, eta_s=eta_s)
        elif happens(self._rng, REFUSES):
            command = cmd.HelpRefuse(request=request, helper=helper, reason="示例: 没有人手")
        else:
            return
        self._agenda.after(self._rng.uniform(*ANSWER_S) * 1000, partial(self._network.send, command, DESK))

    def _go_on(self, command: cmd.HelpCommand) -> None:
        if happens(self._rng, GOES_ON):
            self._agenda.after(self._rng.uniform(*STEP_S) * 1000, partial(self._network.send, command, DESK))

    def _find(self, request: str, ask: str) -> tuple[Help, Ask] | None:
        known = self._hub.durable.requests.get(request)
        found = None if known is None else known.ask(ask)
        return None if known is None or found is None else (known, found)
