"""``decide(world, command, now, by, reach) -> Decision``: what a command brings about, or why it does not.

Pure: the same arguments give the same events. Travel time is an argument (`reach`); `query` says beforehand which one
is wanted, and a decision that must look further raises `NeedMore`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from dispatch.core import commands as cmd
from dispatch.core.decide import (
    access,
    alarms,
    assignments,
    channels,
    checks,
    clock,
    corridor,
    device_events,
    district,
    drills,
    due,
    duty,
    forwarding,
    hand_over,
    help as helping,
    incidents,
    ladder,
    outage,
    outcome,
    scene,
    sharing,
    shelf,
    shift,
    signals,
    states,
    whereabouts,
)
from dispatch.core.decide.bare_alarm import record_alarm
from dispatch.core.decide.closing import flag_unattended
from dispatch.core.decide.step import Failure, Step
from dispatch.core.events import Event
from dispatch.core.instant import Instant
from dispatch.core.reach import NOWHERE, Query, Reach
from dispatch.core.vocabulary import By
from dispatch.core.world import World


class Decision(NamedTuple):
    """The events of one command, numbered and addressed, and the World after them. No events: nothing to do.

    ``failures`` are what was left out because its rule is broken; nothing of it is in the events.
    """

    events: tuple[Event, ...]
    world: World
    failures: tuple[Failure, ...] = ()


class Asked(NamedTuple):
    """The travel times that a decision rests on, and what was found out to know that: the decision need not again."""

    query: Query | None
    heard: object = None


def decide(
    world: World,
    command: cmd.Command,
    *,
    now: Instant,
    by: By,
    reach: Reach = NOWHERE,
    cause: str | None = None,
    heard: object = None,
) -> Decision:
    """Decide a command on a World. ``heard`` is what `ask` found out on this World at this moment.

    Raises `Refused` where the state does not allow it, `NeedMore` or `NeedElsewhere` to be asked again.
    """
    step = Step(world, now=now, by=by, cause=cause, heard=heard)
    drills.refuse_what_is_over(world, command)
    _RULES[type(command)](step, command, reach)
    step.attempt("cue", drills.cue)
    step.attempt("shelf", shelf.lift_broken)
    step.attempt("nobody_left", flag_unattended)
    return Decision(tuple(step.events), step.world, tuple(step.failures))


def decide_bare(
    world: World, command: cmd.AlarmRaise, *, now: Instant, by: By, why: str, cause: str | None = None
) -> Decision:
    """Decide an alarm whose rule failed, and how: it is recorded and seen, a person sends."""
    step = Step(world, now=now, by=by, cause=cause)
    record_alarm(step, command, why)
    return Decision(tuple(step.events), step.world)


def ask(world: World, command: cmd.Command, now: Instant) -> Asked:
    """Return the travel times that the decision rests on, None where it needs none."""
    if isinstance(command, cmd.AlarmRaise):
        if states.signal_of(command) is not None:
            return Asked(None)
        heard = alarms.hear(world, command, now)
        return Asked(alarms.query(world, heard), heard)
    if isinstance(command, cmd.SignalReceive):
        return Asked(*signals.ask(world, command, now))
    if isinstance(command, cmd.SignalVerify):
        return Asked(*device_events.ask_verify(world, command, now))
    asks = _QUERIES.get(type(command))
    return Asked(asks(world, command, now) if asks is not None else None)


def query(world: World, command: cmd.Command, now: Instant) -> Query | None:
    """Return the travel times that the decision rests on; None where it needs none."""
    return ask(world, command, now).query


_QUERIES: dict[type[cmd.Command], Callable[[World, Any, Instant], Query | None]] = {
    cmd.IncidentReopen: incidents.query_reopen,
    cmd.IncidentUpdate: incidents.query_update,
    cmd.IncidentConfirm: incidents.query_response,
    cmd.IncidentGrade: incidents.query_response,
    cmd.IncidentSplit: incidents.query_split,
    cmd.SceneReport: scene.query_report,
    cmd.IncidentMerge: incidents.query_merge,
    cmd.AssignmentAssign: assignments.query_assign,
    cmd.AssignmentDecline: assignments.query_decline,
    cmd.RoadClose: district.query_closing,
    cmd.DeadlineDue: due.query,
    cmd.DrillStart: drills.query_start,
    cmd.DrillInject: drills.query_by_hand,
}

_RULES: dict[type[cmd.Command], Callable[[Step, Any, Reach], None]] = {
    cmd.AlarmRaise: signals.raise_alarm_or_state,
    cmd.SignalReceive: signals.receive,
    cmd.SignalVerify: device_events.verify,
    cmd.DeviceDisable: device_events.disable,
    cmd.DeviceEnable: device_events.enable,
    cmd.DeviceFile: device_events.file,
    cmd.DeviceMute: device_events.mute,
    cmd.DeviceHear: device_events.hear_again,
    cmd.IncidentTake: incidents.take,
    cmd.IncidentUpdate: incidents.update,
    cmd.IncidentConfirm: incidents.confirm_by_hand,
    cmd.IncidentFalseAlarm: incidents.false_alarm,
    cmd.IncidentGrade: incidents.grade,
    cmd.IncidentClose: incidents.close,
    cmd.IncidentReopen: incidents.reopen,
    cmd.AddNote: incidents.note,
    cmd.IncidentSplit: incidents.split,
    cmd.IncidentMerge: incidents.merge,
    cmd.IncidentHandOver: hand_over.offer,
    cmd.IncidentAccept: hand_over.accept,
    cmd.IncidentRecordOutcome: outcome.record,
    cmd.SceneReport: scene.report,
    cmd.DispatchAccept: sharing.accept,
    cmd.DispatchRefuse: sharing.refuse,
    cmd.RequestHelp: helping.request,
    cmd.HelpReach: helping.reach,
    cmd.HelpAccept: helping.accept,
    cmd.HelpDepart: helping.depart,
    cmd.HelpArrive: helping.arrive,
    cmd.HelpFinish: helping.done,
    cmd.HelpRefuse: helping.refuse,
    cmd.HelpCancel: helping.cancel,
    cmd.NoteHelp: helping.note_help,
    cmd.LadderHold: ladder.hold,
    cmd.LadderResume: ladder.resume,
    cmd.NoteChannel: channels.note_channel,
    cmd.NoteForward: forwarding.note_forward,
    cmd.NoteCorridor: corridor.note_way,
    cmd.NoteCorridorFailed: corridor.note_failed,
    cmd.NoteCorridorWithdrawn: corridor.note_withdrawn,
    cmd.AssignmentAssign: assignments.assign_by_hand,
    cmd.AssignmentAcknowledge: assignments.acknowledge,
    cmd.AssignmentDecline: assignments.decline,
    cmd.AssignmentDepart: assignments.depart,
    cmd.AssignmentArrive: assignments.arrive,
    cmd.AssignmentControl: assignments.control,
    cmd.AssignmentRelease: assignments.release,
    cmd.AssignmentRecall: assignments.recall,
    cmd.UnitReportPosition: whereabouts.report_position,
    cmd.StandbyPost: whereabouts.post,
    cmd.StandbyEnd: whereabouts.end_by_hand,
    cmd.RoadClose: district.close_road,
    cmd.RoadOpen: district.open_road,
    cmd.HydrantSet: district.set_hydrant,
    cmd.SourceShelve: shelf.shelve,
    cmd.SourceUnshelve: shelf.unshelve,
    cmd.ShiftHandOver: shift.offer,
    cmd.ShiftAccept: shift.accept,
    cmd.ShiftWithdraw: shift.withdraw,
    cmd.PlanDrill: drills.plan,
    cmd.DrillStart: drills.start,
    cmd.DrillInject: drills.inject,
    cmd.DrillRemark: drills.remark,
    cmd.DrillAttend: drills.attend,
    cmd.DrillBreakOff: drills.break_off,
    cmd.DrillEnd: drills.end,
    cmd.DrillCancel: drills.cancel,
    cmd.DrillSignOff: drills.sign_off,
    cmd.DutyOn: duty.duty_on,
    cmd.DutyOff: duty.duty_off,
    cmd.DutyHandOver: duty.hand_over,
    cmd.DutyTakeOver: duty.take_over,
    cmd.CheckCall: checks.call,
    cmd.CheckAnswer: checks.answer,
    cmd.CheckExcuse: checks.excuse,
    cmd.DeadlineDue: due.handle,
    cmd.Deliver: assignments.deliver,
    cmd.ChangeRegistry: district.change_registry,
    cmd.NoteDrift: clock.note_drift,
    cmd.RestateClock: clock.restate,
    cmd.NoteReturn: outage.note_return,
    cmd.NoteLoss: district.note_loss,
    cmd.EraseIncidents: incidents.erase,
    cmd.NoteTokenMade: access.note_made,
    cmd.NoteTokenInvited: access.note_invited,
    cmd.NoteTokenRedeemed: access.note_redeemed,
    cmd.NoteTokenWithdrawn: access.note_withdrawn,
    cmd.RecordPresence: duty.record_presence,
    cmd.RecordAssessment: duty.record_assessment,
    cmd.DrawSeed: checks.draw_seed,
}
