"""Help (协同力量): asked of one after the other until somebody comes, chased, and named as missing where nobody does.

A helper takes no orders, so nothing here binds anybody: a request has milestones of its own. Of an exercise and of a
test nothing leaves the house; their requests are asked, chased and answered like any other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide.plans import helpers_for
from dispatch.core.decide.step import Step
from dispatch.core.errors import NotFound, Unusable, WrongState
from dispatch.core.help import Ask, AskedUpon, Help, HelpEnding, Unanswered, next_way
from dispatch.core.instant import read_time
from dispatch.core.reach import Reach
from dispatch.core.reasons import ByPerson, ByPlan, Reason, reason_fields
from dispatch.core.vocabulary import GivenUp
from dispatch.core.world import Incident, World
from stations.helpers import HELPER_KINDS, MEANS, HelperKind


def ask_planned(step: Step, incident_id: str) -> None:
    """Ask for the help that plans name, once each: what a person called off is not asked for again by itself."""
    for kind, plan in helpers_for(step.world, step.incident(incident_id), step.now).items():
        known = _requests(step.world, step.incident(incident_id), kind)
        if all(each.ending == "incident_over" for each in known):
            _begin(step, incident_id, kind, ByPlan(plan=plan))


def ask_wanted(step: Step, incident_id: str, wanted: Iterable[str], because: Reason) -> None:
    """Ask for the help that a crew wants, of what it names; what is asked for already, or is here, is not again."""
    for kind in HELPER_KINDS:
        if kind not in wanted:
            continue
        known = _requests(step.world, step.incident(incident_id), kind)
        if not any(each.open and each.unanswered_at is None for each in known):
            _begin(step, incident_id, kind, because)


def request(step: Step, command: cmd.RequestHelp, _reach: Reach) -> None:
    """A person asks for help, of a kind or of somebody."""
    incident = step.incident(command.incident)
    if not incident.open:
        raise WrongState(f"incident {incident.number} is closed ({incident.close_reason}); reopen it first")
    if command.helper is not None:
        helper = step.world.helpers.get(command.helper)
        if helper is None:
            raise NotFound(f"there is no helper {command.helper}; helpers.csv says whom there is")
        if helper.kind != command.kind:
            raise Unusable(f"{helper.id} helps with {helper.kind}, not with {command.kind}; ask for that")
    for each in _requests(step.world, incident, command.kind):
        asked = {ask.helper for ask in each.asks}
        if each.open and each.unanswered_at is None and (command.helper is None or command.helper in asked):
            raise WrongState(f"{command.kind} is asked for already ({each.id}, {each.state}); wait, or cancel that")
    _begin(step, incident.id, command.kind, ByPerson(), wanted=command.helper, note=command.note)


def reach(step: Step, command: cmd.HelpReach, _reach: Reach) -> None:
    """Somebody at the desk has called: they were told, or nobody picked up and the next number is due."""
    known = _known(step, command.request)
    ask = known.ask(command.ask)
    if ask is None:
        raise NotFound(f"request {known.id} has no ask {command.ask}; read it from its event")
    if ask.pending is None:
        raise WrongState(f"ask {ask.id} has its outcome already; nothing is left to call {ask.name} about")
    _settle(step, known, ask, told=command.reached)


def note_help(step: Step, command: cmd.NoteHelp, _reach: Reach) -> None:
    """A helper's gateway took a message or did not; what has its outcome already stays as it is."""
    known = step.world.requests.get(command.request)
    ask = None if known is None else known.ask(command.ask)
    if known is None or ask is None:
        return
    settled = ask.called_off_at if command.call_off else ask.told_at or ask.failed_at
    if settled is None:
        fields = {"tries": command.tries} | ({} if command.error is None else {"error": command.error})
        _settle(step, known, ask, told=command.error is None, call_off=command.call_off, **fields)


def accept(step: Step, command: cmd.HelpAccept, _reach: Reach) -> None:
    """Somebody comes. The same again says nothing new; of two who accept the first comes."""
    known = _open(step, command.request)
    helper, name = _who(step, known, command.helper)
    if known.helper == helper and known.accepted_at is not None and known.eta_s == command.eta_s:
        return
    within_s = step.world.settings.helpers.arrive_within_s if command.eta_s is None else command.eta_s
    expected_at = step.now.plus(within_s * 1000)
    said = {"eta_s": command.eta_s, "note": command.note, "expected_at": expected_at}
    _emit(step, known, ev.HelpAccepted, helper=helper, name=name, **said)


def depart(step: Step, command: cmd.HelpDepart, _reach: Reach) -> None:
    """It is on the way."""
    known = _open(step, command.request)
    if known.en_route_at is None:
        _milestone(step, known, ev.HelpEnRoute, command)


def arrive(step: Step, command: cmd.HelpArrive, _reach: Reach) -> None:
    """It is there; who forgot to say that it left has not said so."""
    known = _open(step, command.request)
    if known.on_scene_at is None:
        _milestone(step, known, ev.HelpOnScene, command)


def done(step: Step, command: cmd.HelpFinish, _reach: Reach) -> None:
    """It did what it was asked for; said again it is no news."""
    if _known(step, command.request).ending != "done":
        _milestone(step, _open(step, command.request), ev.HelpDone, command)


def refuse(step: Step, command: cmd.HelpRefuse, _reach: Reach) -> None:
    """It does not come, or not any more; the next one is asked, unless another is coming or has still its time."""
    known = _open(step, command.request)
    helper, name = _who(step, known, command.helper, taken=False)
    if helper in known.refused_by():
        return
    counted_on = known.helper or _last(known)
    _emit(step, known, ev.HelpRefused, helper=helper, name=name, reason=command.reason)
    if helper == counted_on:
        _ask_next(step, step.world.requests[known.id], "refused")


def cancel(step: Step, command: cmd.HelpCancel, _reach: Reach) -> None:
    """A person calls it off."""
    _emit(step, _open(step, command.request), ev.HelpCancelled, ending="cancelled", reason=command.reason)


def end_help(step: Step, incident: Incident, because: Reason) -> None:
    """Call off what still stands: the incident is over."""
    for key in incident.requests:
        known = step.world.requests[key]
        if known.open:
            ending: HelpEnding = "incident_over"
            _emit(step, known, ev.HelpCancelled, ending=ending, **reason_fields(because))


# --- what fell due ----------------------------------------------------------------------------------------------------


def ask_another(step: Step, known: Help, *, late_ms: int) -> None:
    """Who was asked has said nothing: another way, or the next of its kind."""
    _ask_next(step, known, "silent", late_ms=late_ms)


def tell_officer(step: Step, known: Help, *, late_ms: int) -> None:
    """Nobody has accepted for so long: the duty officer hears of it, over whatever channels lead there."""
    channels = tuple(each.name for each in step.world.settings.channels if each.use == "duty_officer")
    leads = bool(channels) and known.outside
    if leads:
        number = step.incident(known.incident).number
        step.emit_in(
            known.incident,
            ev.ChannelCalled,
            message=step.new_id("msg"),
            use="duty_officer",
            assignment=None,
            station="",
            text=f"{number} {known.kind} {known.state}",
            channels=channels,
            request=known.id,
        )
    outcome = "called" if leads else "nobody"
    _emit(step, known, ev.HelpClimbed, action="duty_officer", outcome=outcome, fired_late_ms=late_ms)


def note_overdue(step: Step, known: Help, *, late_ms: int) -> None:
    """Who accepted is not there."""
    _emit(step, known, ev.HelpOverdue, helper=known.helper or "", name=known.name, fired_late_ms=late_ms)


def needless_call(world: World, request: str) -> GivenUp | None:
    """Return why the duty officer need not hear of a request any more; None where that is still wanted."""
    known = world.requests.get(request)
    if known is None or not known.open:
        return "incident_over"
    return "answered" if known.taken else None


# --- parts ------------------------------------------------------------------------------------------------------------


def _begin(
    step: Step,
    incident_id: str,
    kind: HelperKind,
    because: Reason,
    *,
    wanted: str | None = None,
    note: str | None = None,
) -> None:
    incident, key = step.incident(incident_id), step.new_id("hlp")
    step.emit_in(
        incident_id,
        ev.HelpRequested,
        request=key,
        kind=kind,
        outside=not (incident.exercise or incident.test),
        wanted=wanted,
        note=note,
        **reason_fields(because),
    )
    _ask_next(step, step.world.requests[key], "requested")


def _ask_next(step: Step, known: Help, upon: AskedUpon, *, late_ms: int = 0) -> None:
    """Ask who comes next, in the next way; where nobody is left, this help is missing and the duty officer hears it."""
    found = next_way(known, step.world.helpers, _zone(step.world, known), MEANS)
    if found is not None:
        helper, means, line = found
        _emit(
            step,
            known,
            ev.HelpAsked,
            ask=step.new_id("ask"),
            helper=helper.id,
            name=helper.name,
            means=means,
            line=line,
            upon=upon,
            fired_late_ms=late_ms,
        )
    elif known.unanswered_at is None:
        _emit(step, known, ev.HelpUnanswered, why=_why_nobody(known), fired_late_ms=late_ms)
        if known.officer_at is None:
            tell_officer(step, step.world.requests[known.id], late_ms=late_ms)


def _why_nobody(known: Help) -> Unanswered:
    if not known.asks:
        return "nobody_known"
    return "all_refused" if {each.helper for each in known.asks} <= known.refused_by() else "nobody_accepted"


def _settle(step: Step, known: Help, ask: Ask, *, told: bool, call_off: bool | None = None, **fields: Any) -> None:
    """Write down what came of a message; where the last one asked could not be told, the next is due."""
    if call_off is None:
        call_off = ask.pending == "call_off"
    about = {"ask": ask.id, "helper": ask.helper, "name": ask.name, "means": ask.means, "call_off": call_off}
    _emit(step, known, ev.HelpTold if told else ev.HelpNotTold, **about, **fields)
    known = step.world.requests[known.id]
    if not told and not call_off and known.open and not known.taken and known.asks[-1].id == ask.id:
        _ask_next(step, known, "failed")


def _milestone(step: Step, known: Help, kind: type[ev.HelpMilestone], command: cmd.HelpMove) -> None:
    helper, name = _who(step, known, command.helper)
    _emit(step, known, kind, helper=helper, name=name, occurred_at=read_time(command.occurred_at))


def _emit(step: Step, known: Help, kind: type[ev.HelpEvent], **fields: Any) -> None:
    step.emit_in(known.incident, kind, request=known.id, kind=known.kind, **fields)


def _who(step: Step, known: Help, helper: str | None, *, taken: bool = True) -> tuple[str, str]:
    """Return the helper that somebody speaks of, and what it is called: whom they name, who accepted, else whom was
    asked last. Raises `WrongState` where another comes already (``taken``), `Unusable` where it was nobody.
    """
    key = helper or known.helper or _last(known)
    if key is None:
        raise Unusable(f"nobody was asked for {known.id}; name the helper")
    if taken and known.helper not in (None, key):
        raise WrongState(f"{known.name} is coming for {known.id} already; {key} is not needed")
    asked = next((each.name for each in known.asks if each.helper == key), None)
    there = step.world.helpers.get(key)
    if asked is None and there is None:
        raise NotFound(f"there is no helper {key}; helpers.csv says whom there is")
    return key, asked or (there.name if there is not None else key)


def _last(known: Help) -> str | None:
    return known.asks[-1].helper if known.asks else None


def _known(step: Step, key: str) -> Help:
    found = step.world.requests.get(key)
    if found is None:
        raise NotFound(f"there is no request {key} in the last 24 hours; read it from its event")
    return found


def _open(step: Step, key: str) -> Help:
    found = _known(step, key)
    if not found.open:
        raise WrongState(f"request {key} is over ({found.ending}); ask anew")
    return found


def _requests(world: World, incident: Incident, kind: HelperKind) -> list[Help]:
    return [each for key in incident.requests if (each := world.requests[key]).kind == kind]


def _zone(world: World, known: Help) -> str:
    building = world.buildings.get(world.incidents[known.incident].place.building or "")
    return building.zone if building is not None else ""
