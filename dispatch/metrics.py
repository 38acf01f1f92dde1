"""Prometheus metrics: what an operator of the hub watches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from dispatch.core.events import AssignmentAssigned
from dispatch.writer.core import Record
from dispatch.writer.wall import RuleFailure

_STANDSTILLS = (0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.05, 0.1, 0.2, 0.5, 1, 2)
_MILLISECONDS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)


class Metrics:
    """One hub's metrics, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.commands = Counter(
            "onethree_commands_total", "Commands by type and outcome", ["type", "outcome"], registry=self.registry
        )
        self._frames: dict[str, Counter] = {}
        self._done: dict[str, Counter] = {}  # of each type of command, found once
        self.command_seconds = Histogram(
            "onethree_command_seconds",
            "From a command's arrival to its durable answer",
            buckets=_MILLISECONDS,
            registry=self.registry,
        )
        self.deadline_late_seconds = Histogram(
            "onethree_deadline_late_seconds",
            "How late deadlines fired",
            buckets=_MILLISECONDS,
            registry=self.registry,
        )
        self.loop_late_seconds = Histogram(
            "onethree_loop_late_seconds",
            "How late the event loop came back to a tick; empty without serve --measure-loop",
            buckets=_STANDSTILLS,
            registry=self.registry,
        )
        self.groups = Counter(
            "onethree_groups_total", "Groups of events that became durable and were let out", registry=self.registry
        )
        self.streams_closed = Counter(
            "onethree_streams_closed_total", "Streams that the hub closed, by code", ["code"], registry=self.registry
        )
        self.mishaps = Counter(
            "onethree_request_mishaps_total",
            "Connections that the hub closed, requests that it could not read or that failed, by what it was",
            ["kind"],
            registry=self.registry,
        )
        self.rule_failures = Counter(
            "onethree_rule_failures_total",
            "Rules that failed, by command or deadline; what they should have done was not done",
            ["kind"],
            registry=self.registry,
        )
        self.wrong_tokens = Counter(
            "onethree_wrong_tokens_total", "Requests and streams with a token that is not good", registry=self.registry
        )
        self.sign_ins = Counter(
            "onethree_sign_ins_total",
            "Who came in: streams that began, pages that signed in, invitations that were redeemed",
            ["how"],
            registry=self.registry,
        )
        self.chore_failures = Counter(
            "onethree_chore_failures_total",
            "What the hub does for itself (snapshot, witness, forgetting of old command ids) and could not do",
            ["chore"],
            registry=self.registry,
        )
        self.panel_frames = Counter(
            "onethree_panel_frames_total",
            "What came from devices that speak GB/T 26875.3, by what became of it",
            ["became"],
            registry=self.registry,
        )
        self.panel_lines = Counter(
            "onethree_panel_lines_total",
            "What happened to lines of devices that speak GB/T 26875.3, and frames that could not be kept",
            ["what"],
            registry=self.registry,
        )
        self.panel_confirmed_seconds = Histogram(
            "onethree_panel_confirmed_seconds",
            "From a frame's arrival to its confirmation, once it was durable",
            buckets=_MILLISECONDS,
            registry=self.registry,
        )
        self.orders = Counter(
            "onethree_orders_total",
            "Orders to crews; those of exercises apart from those of operations",
            ["exercise"],
            registry=self.registry,
        )

    def command_done(self, kind: str, seconds: float) -> None:
        """Count a command that was carried out, and how long that took."""
        done = self._done.get(kind)
        if done is None:
            done = self._done[kind] = self.commands.labels(type=kind, outcome="done")
        done.inc()
        self.command_seconds.observe(seconds)

    def command_refused(self, kind: str, code: str) -> None:
        """Count a command that was refused, by the problem's code."""
        self.commands.labels(type=kind, outcome=code).inc()

    def follow(self, records: Sequence[Record]) -> None:
        """Count what became durable."""
        self.groups.inc()
        for record in records:
            if isinstance(record.event, AssignmentAssigned):
                self.orders.labels(exercise="yes" if record.event.exercise else "no").inc()

    def panel_frame(self, became: str) -> None:
        """Count a frame of a transmission device."""
        found = self._frames.get(became)
        if found is None:
            found = self._frames[became] = self.panel_frames.labels(became=became)
        found.inc()

    def panel_line(self, what: str) -> None:
        """Count what happened to a line of a transmission device."""
        self.panel_lines.labels(what=what).inc()

    def stream_closed(self, code: int) -> None:
        """Count a stream that the hub closed."""
        self.streams_closed.labels(code=str(code)).inc()

    def mishap(self, kind: str) -> None:
        """Count a connection that was closed or a request that could not be carried out."""
        self.mishaps.labels(kind=kind).inc()

    def chore_failed(self, name: str) -> None:
        """Count something that the hub does for itself and could not do."""
        self.chore_failures.labels(chore=name).inc()

    def count_failure(self, failure: RuleFailure) -> None:
        """Count a rule that failed."""
        self.rule_failures.labels(kind=failure.kind).inc()

    def gauge(self, name: str, help_text: str, read: Callable[[], float]) -> None:
        """Add a gauge that is read when it is asked for."""
        Gauge(f"onethree_{name}", help_text, registry=self.registry).set_function(read)

    def flags(self, name: str, help_text: str, label: str, values: Sequence[str], holds: Callable[[str], bool]) -> None:
        """Add a gauge of 1 or 0 for each value of a label, read when it is asked for."""
        gauge = Gauge(f"onethree_{name}", help_text, [label], registry=self.registry)
        for value in values:
            gauge.labels(value).set_function(partial(_as_number, holds, value))

    def text(self) -> bytes:
        """Return everything in the Prometheus text format."""
        return generate_latest(self.registry)


def _as_number(holds: Callable[[str], bool], value: str) -> float:
    return float(holds(value))
