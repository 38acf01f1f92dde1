"""Shelving: a panel or detector under test is set aside for a time, by a person, with a reason (EEMUA 191, ISA-18.2).

Shelving is the desk's: what a shelved source says is recorded, opens incidents and is answered as ever. It only stands
apart in the list and makes no new sound, and nothing that could be a fire stays on a shelf (`decide.shelf`).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from dispatch.core.instant import Instant
from dispatch.core.vocabulary import By, Struct

SUBJECT = "shelf:"
"""Begins a shelf's subject; no id holds a colon."""

ShelfEnd = Literal["by_hand", "expired", "second_source", "sure_sign", "person", "confirmed", "trapped"]
"""Why a source is not shelved any more: a person lifted it, its time was over, or what could be a fire broke it: an
alarm of another source, a call point or flowing water, a person's word, a confirmation, people trapped."""


class Shelf(Struct, frozen=True, kw_only=True):
    """A source set aside ``until`` then, as ``at`` by whom and why.

    ``source`` is a device as alarms name it, or the first parts of it: a panel's name is the panel and all its loops.
    In ``building`` alone, where its alarms were of one; None: nobody knew of any.
    """

    source: str
    building: str | None
    until: Instant
    reason: str
    by: By
    at: Instant

    def covers(self, device: str | None, building: str | None) -> bool:
        """Whether an alarm of a device, in a building, is of what is shelved."""
        if device is None or (None not in (self.building, building) and self.building != building):
            return False
        own = parts_of(self.source)
        return parts_of(device)[: len(own)] == own


def parts_of(device: str) -> tuple[str, ...]:
    """Return a device's address without the signs between its parts, the zeros before its numbers, its capitals."""
    parts = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", device).lower())
    return tuple(part.lstrip("0") or "0" for part in parts)


def subject_of(source: str) -> str:
    """Return the subject under which a shelf has its deadline."""
    return SUBJECT + source
