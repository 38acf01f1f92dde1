"""What goes on to the 119 centre and the city."""

from __future__ import annotations

from dispatch.core.events.base import IncidentEvent
from dispatch.core.forwarding import ForwardState, ForwardWhat
from stations.forwarding import ForwardForm


class ReportForwarded(IncidentEvent, frozen=True, kw_only=True, tag="report.forwarded"):
    """A message to a target outside: it is due, was taken, was acknowledged after ``took_ms``, or nobody answered.

    ``message`` is its identifier; ``content`` what its receiver has of the incident since; ``error`` what the last of
    ``tries`` came to where it failed.
    """

    target: str
    form: ForwardForm
    message: str
    what: ForwardWhat
    state: ForwardState
    tries: int = 0
    content: str = ""
    took_ms: int | None = None
    error: str | None = None
