"""Why a post check waits, does not count, or was let go."""

from __future__ import annotations

from dispatch.core.reasons.base import Because


class OperationCalls(Because, frozen=True, kw_only=True, tag="operation_calls"):
    """An operation sends the crew that a post check asks."""

    sentence = "operation {number}"
    number: str


class OrderStands(Because, frozen=True, kw_only=True, tag="order_stands"):
    """A crew of the station has an order."""

    sentence = "order {assignment}"
    assignment: str


class OtherCheck(Because, frozen=True, kw_only=True, tag="other_check"):
    """Another check of the station is running."""

    sentence = "another check is running"


class OtherCheckThen(Because, frozen=True, kw_only=True, tag="other_check_then"):
    """Another check of the station was running at its time."""

    sentence = "another check was running"


class HubAway(Because, frozen=True, kw_only=True, tag="hub_away"):
    """The hub did not run at its time."""

    sentence = "the hub was away at its time"


class NobodyOnDuty(Because, frozen=True, kw_only=True, tag="nobody_on_duty"):
    """No unit of the station is on duty."""

    sentence = "no unit of the station is on duty"


class NobodyAnswered(Because, frozen=True, kw_only=True, tag="nobody_answered"):
    """Nobody answered the check at all."""

    sentence = "nobody answered"
