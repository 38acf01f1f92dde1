"""The switchboard of deadlines: which rule answers what fell due, and which travel times it rests on.

What fell due is looked at again, so a deadline that was settled in the meantime brings about nothing. Late is late: it
acts at once, and the event says by how much.
"""

from __future__ import annotations

from dispatch.core import commands as cmd, deadline_keys as key, events as ev
from dispatch.core.deadlines import Deadline, stands
from dispatch.core.decide import (
    checks,
    device_events,
    drills,
    duty,
    help as helping,
    ladder,
    look,
    sharing,
    targets,
    whereabouts,
)
from dispatch.core.decide.step import Step
from dispatch.core.devices import SUBJECT as DEVICE
from dispatch.core.drill_queries import query_for
from dispatch.core.instant import Instant
from dispatch.core.posts import SUBJECT
from dispatch.core.reach import Query, Reach
from dispatch.core.shelf import SUBJECT as SHELF
from dispatch.core.vocabulary import EVERY_STATION
from dispatch.core.whereabouts import SUBJECT as UNIT
from dispatch.core.world import World


def query(world: World, command: cmd.DeadlineDue, now: Instant) -> Query | None:
    """Ask for the travel times that the rule needs: those of who could be sent."""
    assignment, drill = world.assignments.get(command.subject), world.drills.get(command.subject)
    incident = world.incidents.get(command.subject)
    match key.parse(command.key):
        case key.Share() | key.EndLook() if incident is not None:
            return query_for(world, incident)
        case key.ClimbRung(number) if assignment is not None:
            return ladder.query_rung(world, assignment, number, now)
        case key.Estimate():
            return whereabouts.query_estimate(world, command.subject.removeprefix(UNIT))
        case key.StartDrill() if drill is not None:
            return drills.query_place(world, drill)
        case key.RunInject(inject) if drill is not None:
            return drills.query_scripted(world, drill, inject)
        case _:
            return None


def handle(step: Step, command: cmd.DeadlineDue, reach: Reach) -> None:
    """Do what is due, if it still is."""
    if not stands(step.world, Deadline(command.due_at, command.subject, command.key)):
        return
    match key.parse(command.key):
        case key.Archive() | key.Share() | key.EndLook() as what:
            _of_incident(step, command.subject, what, reach)
        case key.Expire() | key.EndShelf() as what:
            _of_district(step, command.subject, what)
        case key.EndDisable() | key.Settle() as what:
            device_events.fall_due(step, command.subject.removeprefix(DEVICE), what)
        case key.Divert():
            sharing.carry_out(step, step.world.proposals[command.subject])
        case key.Warn() | key.Miss() | key.ClimbRung() as what:
            _of_order(step, command, what, reach)
        case key.StartDrill() | key.RunInject() | key.EndDrill() | key.ArchiveDrill() as what:
            _of_drill(step, command, what, reach)
        case key.TakeOver() | key.BeginShift() | key.ClimbPostRung() | key.DrawCheck() as what:
            _of_post(step, command, what)
        case key.AnswerCheck() | key.ClimbCheckRung() | key.EndCheck() as what:
            _of_check(step, command, what)
        case key.Estimate() | key.GoStale() | key.BeginStandby() | key.EndStandby() as what:
            _of_unit(step, command, what, reach)
        case key.AskAnother() | key.TellOfficer() | key.ExpectHelper() as what:
            _of_request(step, command, what)


def _of_incident(step: Step, incident: str, what: key.Archive | key.Share | key.EndLook, reach: Reach) -> None:
    match what:
        case key.Archive():
            step.emit_in(incident, ev.IncidentArchived)
        case key.Share():
            sharing.look(step, incident, reach)
        case key.EndLook():
            look.end(step, incident, reach)


def _of_district(step: Step, subject: str, what: key.Expire | key.EndShelf) -> None:
    match what:
        case key.Expire():
            step.emit(ev.RoadOpened, to=(EVERY_STATION,), closure=subject, expired=True)
        case key.EndShelf():
            step.emit(ev.SourceUnshelved, source=subject.removeprefix(SHELF), why="expired")


def _of_order(step: Step, command: cmd.DeadlineDue, what: key.Warn | key.Miss | key.ClimbRung, reach: Reach) -> None:
    assignment, late_ms = step.assignment(command.subject), step.now - command.due_at
    match what:
        case key.Warn(target, percent):
            targets.warn(step, assignment, target, percent)
        case key.Miss(target):
            targets.miss(step, assignment, target)
        case key.ClimbRung(number):
            ladder.climb(step, assignment, number, reach, late_ms=late_ms)


_OfDrill = key.StartDrill | key.RunInject | key.EndDrill | key.ArchiveDrill


def _of_drill(step: Step, command: cmd.DeadlineDue, what: _OfDrill, reach: Reach) -> None:
    drill, late_ms = step.world.drills[command.subject], step.now - command.due_at
    match what:
        case key.StartDrill():
            drills.begin_on_time(step, drill, reach, late_ms=late_ms)
        case key.RunInject(inject):
            drills.run_scripted(step, drill, inject, reach, late_ms=late_ms)
        case key.EndDrill():
            drills.end_by_time(step, drill)
        case key.ArchiveDrill():
            drills.archive(step, drill)


_OfPost = key.TakeOver | key.BeginShift | key.ClimbPostRung | key.DrawCheck


def _of_post(step: Step, command: cmd.DeadlineDue, what: _OfPost) -> None:
    station = command.subject.removeprefix(SUBJECT)
    match what:
        case key.TakeOver():
            duty.miss_take_over(step, station, command)
        case key.BeginShift(begins_ms):
            duty.miss_shift(step, station, begins_ms, command)
        case key.ClimbPostRung(number):
            duty.climb(step, station, number, command)
        case key.DrawCheck(day):
            checks.draw(step, station, day, command)


_OfCheck = key.AnswerCheck | key.ClimbCheckRung | key.EndCheck


def _of_check(step: Step, command: cmd.DeadlineDue, what: _OfCheck) -> None:
    check = step.world.checks[command.subject]
    match what:
        case key.AnswerCheck():
            checks.miss(step, check, command)
        case key.ClimbCheckRung(number):
            checks.climb(step, check, number, command)
        case key.EndCheck():
            checks.end(step, check)


_OfRequest = key.AskAnother | key.TellOfficer | key.ExpectHelper


def _of_request(step: Step, command: cmd.DeadlineDue, what: _OfRequest) -> None:
    request, late_ms = step.world.requests[command.subject], step.now - command.due_at
    match what:
        case key.AskAnother():
            helping.ask_another(step, request, late_ms=late_ms)
        case key.TellOfficer():
            helping.tell_officer(step, request, late_ms=late_ms)
        case key.ExpectHelper():
            helping.note_overdue(step, request, late_ms=late_ms)


_OfUnit = key.Estimate | key.GoStale | key.BeginStandby | key.EndStandby


def _of_unit(step: Step, command: cmd.DeadlineDue, what: _OfUnit, reach: Reach) -> None:
    unit, late_ms = command.subject.removeprefix(UNIT), step.now - command.due_at
    match what:
        case key.Estimate():
            whereabouts.estimate(step, unit, reach)
        case key.GoStale():
            whereabouts.go_stale(step, unit)
        case key.BeginStandby():
            whereabouts.begin(step, unit, late_ms=late_ms)
        case key.EndStandby():
            whereabouts.end(step, unit, late_ms=late_ms)
