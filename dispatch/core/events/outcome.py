"""What came of an incident."""

from __future__ import annotations

from dispatch.core.events.base import IncidentEvent
from dispatch.core.vocabulary import IncidentOutcome


class IncidentOutcomeRecorded(IncidentEvent, frozen=True, kw_only=True, tag="incident.outcome_recorded"):
    """Somebody said what came of it, whole; ``before`` is what was said until then, None where nothing was."""

    outcome: IncidentOutcome
    before: IncidentOutcome | None = None
