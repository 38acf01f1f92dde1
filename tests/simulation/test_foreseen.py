"""What is foreseen of an alarm is what then happens where nothing came in between: the same World, the same moment."""

from __future__ import annotations

import pytest

from dispatch.core import events as ev
from dispatch.core.commands import AlarmRaise
from dispatch.core.foreseen import foresee
from dispatch.core.instant import Instant
from dispatch.simulation.days import play_days
from dispatch.travel.port import TravelQuery
from dispatch.writer.core import Request, Step, Writer
from dispatch.writer.wall import RuleFailure, decide_safely

SEED = 4711


def test_through_an_evening_every_alarm_sends_whom_its_dry_run_named(monkeypatch: pytest.MonkeyPatch) -> None:
    compared, sending, joining, short = 0, 0, 0, 0
    decide = Writer._decide

    def rehearsed(writer: Writer, request: Request, now: Instant) -> Step:
        nonlocal compared, sending, joining, short
        if not isinstance(request.command, AlarmRaise):
            return decide(writer, request, now)
        before = writer.world
        travel = TravelQuery(writer._travel)
        dry = decide_safely(before, request.command, now=now, by=request.by, travel=travel, cause=None, report=broken)
        assert writer.world is before
        step = decide(writer, request, now)
        if dry is None or writer.world is before:
            return step  # the roads are searched first: it comes here again
        records = [each.event for each in writer.pending[-1].records]
        said = foresee(before, dry.decision.world, dry.decision.events)
        ordered = {(each.unit, each.eta_s) for each in records if isinstance(each, ev.AssignmentAssigned)}
        missing = [(each.need, each.missing) for each in records if isinstance(each, ev.DispatchShortfall)]
        (raised,) = [each for each in records if isinstance(each, ev.AlarmRaised)]
        assert {(each.unit, each.arrives_s) for each in said.will_send} == ordered, f"seed {SEED}, event {before.seq}"
        assert [(each.need, each.missing) for each in said.missing] == missing
        assert (said.number or raised.number, said.flags) == (raised.number, raised.flags)
        assert (said.joins is None) == any(isinstance(each, ev.IncidentOpened) for each in records)
        compared, sending = compared + 1, sending + bool(ordered)
        joining, short = joining + (said.joins is not None), short + bool(missing)
        return step

    monkeypatch.setattr(Writer, "_decide", rehearsed)
    days = [*play_days(SEED, 1, hours=0.7, per_hour=120)]
    print(f"seed {SEED}: {compared} alarms, {sending} sent, {joining} joined, {short} short; {len(days)} day")
    assert min(compared, sending, joining) > 10
    assert short > 0


def broken(failure: RuleFailure) -> None:
    raise failure.error
