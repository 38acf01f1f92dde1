"""A mapping that is to be tried on past messages."""

from __future__ import annotations

from typing import Annotated

import msgspec


class TryIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The mapping's TOML; of which gateway (None: all), and on how many of the newest messages."""

    mapping: Annotated[str, msgspec.Meta(max_length=200_000)]
    gateway: str | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 1_000
