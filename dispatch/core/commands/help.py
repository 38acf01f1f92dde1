"""Help that is asked for, what the helpers answer, and what came of a call at the desk."""

from __future__ import annotations

from typing import Annotated

import msgspec

from dispatch.core.commands.base import Command, Id, Text
from dispatch.core.commands.incidents import IncidentCommand
from stations.helpers import HelperKind

Eta = Annotated[int, msgspec.Meta(ge=0, le=86_400)]
"""Seconds."""


class RequestHelp(IncidentCommand, frozen=True, kw_only=True, tag="help.request"):
    """Ask for help of a kind; ``helper`` is whom to ask first."""

    kind: HelperKind
    helper: Id | None = None
    note: Text | None = None


class HelpCommand(Command, frozen=True, kw_only=True):
    """About one request."""

    request: Id


class HelpReach(HelpCommand, frozen=True, kw_only=True, tag="help.reach"):
    """At the telephone: somebody was ``reached`` and told, or nobody picked up."""

    ask: Id
    reached: bool = True


class HelpAccept(HelpCommand, frozen=True, kw_only=True, tag="help.accept"):
    """The helper comes; without ``helper`` whom was asked last."""

    helper: Id | None = None
    eta_s: Eta | None = None
    note: Text | None = None


class HelpMove(HelpCommand, frozen=True, kw_only=True):
    """A milestone of ``helper``; without it of who accepted, else of whom was asked last."""

    helper: Id | None = None


class HelpDepart(HelpMove, frozen=True, kw_only=True, tag="help.depart"):
    """It is on the way."""


class HelpArrive(HelpMove, frozen=True, kw_only=True, tag="help.arrive"):
    """It is there."""


class HelpFinish(HelpMove, frozen=True, kw_only=True, tag="help.done"):
    """It did what it was asked for."""


class HelpRefuse(HelpCommand, frozen=True, kw_only=True, tag="help.refuse"):
    """The helper does not come; without ``helper`` who accepted, else whom was asked last."""

    helper: Id | None = None
    reason: Text | None = None


class HelpCancel(HelpCommand, frozen=True, kw_only=True, tag="help.cancel"):
    """It is not needed any more."""

    reason: Text | None = None
