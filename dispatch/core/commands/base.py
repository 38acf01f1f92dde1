"""What every command carries, and how values are bounded."""

from __future__ import annotations

from typing import Annotated

import msgspec

from dispatch.core.vocabulary import Struct

Id = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]
Grade = Annotated[int, msgspec.Meta(ge=1, le=5)]
Trapped = Annotated[int, msgspec.Meta(ge=0, le=100_000)]
Longitude = Annotated[float, msgspec.Meta(ge=-180, le=180)]
Latitude = Annotated[float, msgspec.Meta(ge=-90, le=90)]


class Command(Struct, frozen=True, kw_only=True, tag_field="type"):
    """``occurred_at``: when it was done, where it was sent later than that."""

    occurred_at: str | None = None
