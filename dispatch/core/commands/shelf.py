"""Setting a source of alarms aside for a time, and bringing it back."""

from __future__ import annotations

from typing import Annotated

import msgspec

from dispatch.core.commands.base import Command, Text

Source = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class SourceShelve(Command, frozen=True, kw_only=True, tag="source.shelve"):
    """Set a panel or device aside ``until`` then (an hour, where nobody says), as alarms name it in ``device``."""

    source: Source
    reason: Text
    until: str | None = None


class SourceUnshelve(Command, frozen=True, kw_only=True, tag="source.unshelve"):
    """Bring a shelved source back before its time."""

    source: Source
