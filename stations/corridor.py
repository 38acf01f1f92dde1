"""The green corridor (绿波带): where the traffic side is told of a vehicle's way, and how often."""

from __future__ import annotations

import msgspec


class CorridorRules(msgspec.Struct, frozen=True, kw_only=True):
    """Who hears of the ways of vehicles under way. 003 永川 §11（二）绿波带保畅.

    Nothing is sent where there is no ``url``. ``secret_file`` in the hub's data folder holds the key that signs what is
    sent. A way is told anew ``renew_every_s`` after the last time at the earliest, and only where its junctions are
    others or an engine is at one of them ``min_change_s`` earlier or later than was said.
    """

    url: str = ""
    secret_file: str = "corridor-secret"  # noqa: S105 - a file name, not a secret
    renew_every_s: int = 15
    min_change_s: int = 5
