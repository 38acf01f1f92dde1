"""What people do with a drill."""

from __future__ import annotations

from typing import Annotated

import msgspec

from dispatch.core.commands.base import Command, Id, Text
from stations.drills.model import DrillPlan, Inject, Verdict

_Members = Annotated[tuple[Id, ...], msgspec.Meta(max_length=500)]


class PlanDrill(Command, frozen=True, kw_only=True, tag="drill.plan"):
    """Plan a drill; with ``starts_at`` (RFC 3339) it starts by itself then."""

    plan: DrillPlan
    starts_at: str | None = None


class DrillCommand(Command, frozen=True, kw_only=True):
    """About one drill."""

    drill: Id


class DrillStart(DrillCommand, frozen=True, kw_only=True, tag="drill.start"):
    """Begin now."""


class DrillInject(DrillCommand, frozen=True, kw_only=True, tag="drill.inject"):
    """Have something happen: ``inject`` of the script by its id, or ``free``, which the script does not have."""

    inject: Id | None = None
    free: Inject | None = None


class DrillRemark(DrillCommand, frozen=True, kw_only=True, tag="drill.remark"):
    """Write down what an observer saw; with a verdict about an objective."""

    text: Text
    objective: Id | None = None
    verdict: Verdict | None = None
    station: Id | None = None


class DrillAttend(DrillCommand, frozen=True, kw_only=True, tag="drill.attend"):
    """Say which members of a station took part."""

    station: Id
    members: _Members


class DrillBreakOff(DrillCommand, frozen=True, kw_only=True, tag="drill.break_off"):
    """Stop it for everybody, or for one station."""

    station: Id | None = None
    reason: str | None = None


class DrillEnd(DrillCommand, frozen=True, kw_only=True, tag="drill.end"):
    """It is over."""

    reason: str | None = None


class DrillCancel(DrillCommand, frozen=True, kw_only=True, tag="drill.cancel"):
    """It will not take place."""

    reason: str | None = None


class DrillSignOff(DrillCommand, frozen=True, kw_only=True, tag="drill.sign_off"):
    """Put one's name to it; ``score`` and ``head`` (``SEQ:HASH``) are what the signer saw."""

    score: float | None = None
    head: Annotated[str, msgspec.Meta(max_length=128)] | None = None
    note: str | None = None
