"""Everybody who sends commands: a program that asks under one id until it is answered, over a poor connection."""

from __future__ import annotations

import random
from collections.abc import Callable

import msgspec

from dispatch.core import commands as cmd
from dispatch.core.instant import encode_hook
from dispatch.core.vocabulary import By
from dispatch.simulation.agenda import Agenda
from dispatch.simulation.dice import happens
from dispatch.simulation.hub import Answered, SimulatedHub
from dispatch.writer.idempotency import IdempotencyKey, alarm_key

NETWORK_MS = (3, 40)
RETRY_MS = (1500, 4000)
LOST = 0.01
"""The share of requests that never arrive, and of answers that never do."""

Done = Callable[[Answered], None]
Sent = tuple[str, bytes]
"""A sending: its id, and the digest of its content."""

_encode = msgspec.json.Encoder(enc_hook=encode_hook).encode


class Network:
    """Carries commands to the hub and answers back; remembers what was answered, for the final audit."""

    def __init__(self, agenda: Agenda, hub: SimulatedHub, rng: random.Random) -> None:
        self._agenda = agenda
        self._hub = hub
        self._rng = rng
        self._sent = 0
        self.answered: dict[Sent, int] = {}

    def send(self, command: cmd.Command, by: By, done: Done = lambda _answered: None) -> None:
        """Send a command under a new id until it is answered."""
        self._sent += 1
        self._send(_Sending(self, command, by, IdempotencyKey(f"c-{self._sent}", _encode(command)), done))

    def alarm(self, command: cmd.AlarmRaise, by: By, done: Done = lambda _answered: None) -> None:
        """Send an alarm; with a key until it is answered, without one only once."""
        resend = alarm_key(by.name, command.source, command.key, _encode(command)) if command.key else None
        self._send(_Sending(self, command, by, resend, done))

    def _send(self, sending: _Sending) -> None:
        self._agenda.after(self._rng.randint(*NETWORK_MS), sending.arrive)
        if sending.resend is not None:
            self._agenda.after(self._rng.randint(*RETRY_MS), sending.retry)

    def arrive(self, sending: _Sending) -> None:
        """Hand a request to the hub, if it is there and the request got through."""
        if self._hub.up and not happens(self._rng, LOST):
            self._hub.submit(sending.command, sending.by, sending.hear, sending.resend)

    def hear(self, sending: _Sending, answered: Answered) -> None:
        """Bring the answer back, if it gets through."""
        if happens(self._rng, LOST):
            return
        if answered.refusal is None and answered.events and sending.resend is not None:
            self.answered[sending.resend.id, sending.resend.digest] = answered.seq
        if not sending.over:
            sending.over = True
            self._agenda.after(self._rng.randint(*NETWORK_MS), lambda: sending.done(answered))

    def again(self, sending: _Sending) -> None:
        """Send once more what was not answered."""
        if not sending.over:
            self._send(sending)


class _Sending:
    """One command on its way."""

    def __init__(
        self, network: Network, command: cmd.Command, by: By, resend: IdempotencyKey | None, done: Done
    ) -> None:
        self._network = network
        self.command = command
        self.by = by
        self.resend = resend
        self.done = done
        self.over = False

    def arrive(self) -> None:
        self._network.arrive(self)

    def hear(self, answered: Answered) -> None:
        self._network.hear(self, answered)

    def retry(self) -> None:
        self._network.again(self)
