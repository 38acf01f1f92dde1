"""Who was chosen, what is missing, what is proposed."""

from __future__ import annotations

from typing import Literal

from dispatch.core.events.base import IncidentEvent
from dispatch.core.instant import Instant
from dispatch.core.reasons import Reason
from dispatch.core.vocabulary import Considered, Move


class DispatchChosen(IncidentEvent, frozen=True, kw_only=True, tag="dispatch.chosen"):
    """Who was considered (up to 16, nearest first), for which needs, by which rule, on which network and closures."""

    rule: str
    needs: tuple[str, ...]
    considered: tuple[Considered, ...]
    network: str
    closures: tuple[str, ...] = ()
    because: Reason | None = None


class DispatchShortfall(IncidentEvent, frozen=True, kw_only=True, tag="dispatch.shortfall"):
    """``missing`` units of ``need`` could not be sent; ``why`` names the reason.

    ``rule_failed``: the rule that chooses is broken; a person must send.
    ``nobody_left``: the last unit went while the incident was open; it is for a person to close it or to send.
    """

    need: str
    missing: int
    why: Literal["unlocated", "off_network", "nobody_eligible", "ladder_exhausted", "nobody_left", "rule_failed"]


class DispatchAsked(IncidentEvent, frozen=True, kw_only=True, tag="dispatch.asked"):
    """What is missing was asked for elsewhere: of the nearest fire station, or (``station`` None) of the neighbours."""

    need: str
    missing: int
    station: str | None
    phone: str | None = None


class DispatchMoveUp(IncidentEvent, frozen=True, kw_only=True, tag="dispatch.move_up"):
    """A suggestion: ``unit`` of ``from_zone`` could stand in for the ``zone`` that has too few left."""

    zone: str
    from_zone: str
    unit: str
    station: str


class DispatchContended(IncidentEvent, frozen=True, kw_only=True, tag="dispatch.contended"):
    """Crews on their way to ``rivals``, incidents nearby, would be here much sooner than the last that was sent.

    No order waits for more: at ``due_at`` they are looked at together (`DispatchProposed`, else `DispatchKept`).
    """

    rivals: tuple[str, ...]
    due_at: Instant


class DispatchKept(IncidentEvent, frozen=True, kw_only=True, tag="dispatch.kept"):
    """Incidents that could share units were looked at together: everybody goes on as ordered."""


class DispatchProposed(IncidentEvent, frozen=True, kw_only=True, tag="dispatch.proposed"):
    """Units would serve all incidents better otherwise; done at ``due_at`` unless a dispatcher refuses.

    ``gain_s`` is the weighted time won over all incidents that share the units.
    """

    proposal: str
    moves: tuple[Move, ...]
    gain_s: float
    due_at: Instant


class DispatchSettled(IncidentEvent, frozen=True, kw_only=True, tag="dispatch.settled"):
    """A proposal ended: done, refused by a person, or overtaken by what happened meanwhile."""

    proposal: str
    outcome: Literal["done", "refused", "overtaken"]
    reason: str | None = None


class DispatchForewarned(IncidentEvent, frozen=True, kw_only=True, tag="dispatch.forewarned"):
    """A station was told that it may be needed: no milestones, no clock."""

    station: str
    reason: str
    because: Reason | None = None
