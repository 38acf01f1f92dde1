"""What a crew saw."""

from __future__ import annotations

import msgspec

from dispatch.core.commands.base import Id
from dispatch.core.commands.incidents import IncidentCommand
from dispatch.core.scene import BlockedLane, Saw, Wanted, Water
from dispatch.core.vocabulary import Flag


class SceneReport(IncidentCommand, frozen=True, kw_only=True, tag="scene.report"):
    """Say what was seen; nothing of it is required, and what is left out is not known.

    ``assignment`` says whose word it is, where it is passed on in a crew's name or its station has several there.
    ``odd`` are flags of what could not be read and ``unread`` its words, by field; whoever reads what came in fills
    them.
    """

    assignment: Id | None = None
    saw: Saw | None = None
    floor: int | None = None
    room: str | None = None
    burning: str | None = None
    trapped: int | None = None
    got_out: int | None = None
    hurt: int | None = None
    want: tuple[Wanted, ...] = ()
    lane: BlockedLane | None = None
    water: Water | None = None
    hydrant: str | None = None
    under_control: bool = False
    out: bool = False
    note: str | None = None
    odd: tuple[Flag, ...] = ()
    unread: dict[str, str] = msgspec.field(default_factory=dict)
