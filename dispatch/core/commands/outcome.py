"""What came of an incident."""

from __future__ import annotations

from typing import Annotated

import msgspec

from dispatch.core.commands.incidents import IncidentCommand
from dispatch.core.vocabulary import CauseClass

People = Annotated[int, msgspec.Meta(ge=0, le=100_000)]
Area = Annotated[float, msgspec.Meta(ge=0, le=10_000_000)]
Loss = Annotated[float, msgspec.Meta(ge=0, lt=1_000_000_000)]
Water = Annotated[float, msgspec.Meta(ge=0, le=1_000_000)]


class IncidentRecordOutcome(IncidentCommand, frozen=True, kw_only=True, tag="incident.outcome"):
    """Say what came of it, or correct it: fields that are None stay as they were, those of ``unknown`` are taken back.

    Counts of people; square metres that burned; the direct loss in yuan; cubic metres of water.
    """

    cause: CauseClass | None = None
    dead: People | None = None
    injured: People | None = None
    rescued: People | None = None
    evacuated: People | None = None
    area_m2: Area | None = None
    loss_yuan: Loss | None = None
    water_m3: Water | None = None
    unknown: tuple[str, ...] = ()
