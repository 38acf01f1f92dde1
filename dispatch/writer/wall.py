"""The wall around rules: what a rule raises beside a refusal ends no hub and changes no World.

The World is a value, so a decision that broke off never was. A command is answered with `RuleFailed`; an alarm is
decided by the bare rule, for no alarm is ever refused. Each failure is reported with its command and position.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from dispatch.core import commands as cmd, deadline_keys
from dispatch.core.decide import Decision, decide_bare
from dispatch.core.decide.bare_alarm import bare_alarm
from dispatch.core.errors import Refused, RuleFailed
from dispatch.core.events import encode
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import By
from dispatch.core.world import World
from dispatch.travel.decide_with import decide_with
from dispatch.travel.port import TravelQuery


class RuleFailure(NamedTuple):
    """A rule raised ``error`` where it may not: of which kind it is, on what command, on the World at ``seq``."""

    kind: str
    command: cmd.Command
    seq: int
    error: Exception


Report = Callable[[RuleFailure], None]


class Decided(NamedTuple):
    """A decision and its events' bytes, as they will be stored."""

    decision: Decision
    bodies: tuple[bytes, ...]


def kind_of(command: cmd.Command) -> str:
    """Return what a failing rule is called: its command's type, of a deadline with what fell due."""
    tag = str(command.__struct_config__.tag)
    if not isinstance(command, cmd.DeadlineDue):
        return tag
    due = deadline_keys.parse(command.key)
    return f"{tag}:{due.name if due is not None else 'unknown'}"


def decide_safely(
    world: World, command: cmd.Command, *, now: Instant, by: By, travel: TravelQuery, cause: str | None, report: Report
) -> Decided | None:
    """Decide with travel times; None where ``travel.search`` must be answered first.

    Raises `Refused`, and where the rule is broken `RuleFailed`, which has been reported.
    """
    try:
        decision = decide_with(world, command, now=now, by=by, travel=travel, cause=cause)
        decided = None if decision is None else _encoded(decision)
    except Exception as error:
        if isinstance(error, Refused) and not isinstance(command, cmd.AlarmRaise):
            raise
        report(RuleFailure(kind_of(command), command, world.seq, error))
        if isinstance(command, cmd.SignalReceive) and "fire" in command.signal.raised:
            return _decide_bare(world, bare_alarm(command.signal), error, now=now, by=by, cause=cause, report=report)
        if not isinstance(command, cmd.AlarmRaise):
            raise _failed(command, world) from error
        return _decide_bare(world, command, error, now=now, by=by, cause=cause, report=report)
    for failure in decided.decision.failures if decided is not None else ():
        report(RuleFailure(failure.what, command, world.seq, failure.error))
    return decided


def _decide_bare(
    world: World, command: cmd.AlarmRaise, error: Exception, *, now: Instant, by: By, cause: str | None, report: Report
) -> Decided:
    """Take an alarm whose rule failed. Raises `RuleFailed` where even that fails."""
    why = (
        f"the hub's rule for this alarm failed ({type(error).__name__}) and sent nobody: "
        "send crews by hand, and tell whoever runs the hub"
    )
    try:
        return _encoded(decide_bare(world, command, now=now, by=by, why=why, cause=cause))
    except Exception as worse:
        report(RuleFailure("alarm.bare", command, world.seq, worse))
        raise _failed(command, world) from worse


def _encoded(decision: Decision) -> Decided:
    return Decided(decision, tuple(encode(event) for event in decision.events))


def _failed(command: cmd.Command, world: World) -> RuleFailed:
    return RuleFailed(
        f"the hub's rule for {kind_of(command)} failed, and nothing was changed; send it again, else do it another "
        f"way, and tell whoever runs the hub: its log says what failed after event {world.seq}"
    )
