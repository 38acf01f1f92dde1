"""Handing an incident over to the brigade, and taking it over."""

from __future__ import annotations

from dispatch.core.commands.base import Id, Text
from dispatch.core.commands.incidents import IncidentCommand
from dispatch.core.vocabulary import SceneState


class IncidentHandOver(IncidentCommand, frozen=True, kw_only=True, tag="incident.hand_over"):
    """Offer it to the brigade: to whom, in what state, and what they must know."""

    receiver: Text | None = None
    note: Text | None = None
    state: SceneState | None = None


class IncidentAccept(IncidentCommand, frozen=True, kw_only=True, tag="incident.accept"):
    """The brigade takes over, whether or not it was offered; ``assignment`` is the order of the crew that does."""

    assignment: Id | None = None
    receiver: Text | None = None
    note: Text | None = None
    state: SceneState | None = None
