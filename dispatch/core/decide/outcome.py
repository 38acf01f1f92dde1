"""What came of an incident: said at its end or when it is known, and corrected with what was said before."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide.step import Step
from dispatch.core.errors import Unusable, WrongState
from dispatch.core.reach import Reach
from dispatch.core.vocabulary import IncidentOutcome

_FIELDS = IncidentOutcome.__struct_fields__


def record(step: Step, command: cmd.IncidentRecordOutcome, _reach: Reach) -> None:
    """Write it down, whole; what says nothing new is no event. Open or closed, until it is archived."""
    incident = step.incident(command.incident)
    if incident.merged_into is not None:
        raise WrongState(f"incident {incident.number} was merged into {incident.merged_into}; say it of that one")
    strange = [name for name in command.unknown if name not in _FIELDS]
    if strange:
        raise Unusable(f"unknown: “{strange[0][:32]}” is no field of an outcome; those are {', '.join(_FIELDS)}")
    said: dict[str, Any] = {name: getattr(command, name) for name in _FIELDS if getattr(command, name) is not None}
    said |= dict.fromkeys(command.unknown)
    if not said:
        raise Unusable(f"an outcome says at least one of: {', '.join(_FIELDS)}")
    outcome = replace(incident.outcome or IncidentOutcome(), **said)
    if outcome != incident.outcome:
        step.emit_in(incident.id, ev.IncidentOutcomeRecorded, outcome=outcome, before=incident.outcome)
