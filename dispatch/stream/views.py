"""Views: which events and which part of the World a reader sees. Who may see what stands in `access.permissions`."""

from __future__ import annotations

import msgspec

from dispatch.access.permissions import may_read, may_see
from dispatch.core import state
from dispatch.core.errors import Forbidden, Unusable
from dispatch.core.vocabulary import EVERY_STATION, By
from dispatch.core.world import Incident, World
from dispatch.stream.kept_entries import KeptEntries


class Address(msgspec.Struct, frozen=True):
    """Who an event is for, as stored: all that a view depends on."""

    to: tuple[str, ...] = ()
    incident: str | None = None


address_of = msgspec.json.Decoder(Address).decode


class View(msgspec.Struct, frozen=True):
    """What a reader sees: ``console`` everything, ``station`` what is addressed to it, ``incident`` what is in it."""

    kind: str
    id: str = ""

    def shows(self, address: Address) -> bool:
        """Whether the view has the event."""
        if self.kind == "station":
            return self.id in address.to or EVERY_STATION in address.to
        return self.kind == "console" or address.incident == self.id

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}" if self.id else self.kind


def read_view(text: str) -> View | None:
    """Read ``console``, ``station:ID`` or ``incident:ID``."""
    kind, _, key = text.partition(":")
    if (kind == "console" and not key) or (kind in ("station", "incident") and key):
        return View(kind, key)
    return None


def readable_view(by: By, text: str | None) -> View:
    """Return the view that a reader asked for, or its own. Raises `Unusable` or `Forbidden`."""
    own = f"station:{by.station}" if by.role == "station" else "console"
    view = read_view(text or own)
    if view is None:
        raise Unusable("view is console, station:ID or incident:ID")
    if not may_see(by, view.kind, view.id):
        raise Forbidden(f"a {by.role} token may not see {text or own}; a station sees station:ID of its own")
    return view


def seen_by(world: World, view: View) -> World:
    """Return the part of a World that a view shows."""
    if view.kind == "station":
        return state.of_station(world, view.id)
    return state.of_incident(world, view.id) if view.kind == "incident" else state.of_console(world)


def entries_for(view: View, kept: KeptEntries) -> state.EncodedEntries:
    """Return how the entries of `seen_by` are encoded: the whole World's are kept, a small part's made anew."""
    return kept if view.kind == "console" else state.encoded_entries


def seen_incidents(world: World, by: By) -> list[Incident]:
    """Return the incidents that somebody may read, in the order in which they opened."""
    found = (each for each in world.incidents.values() if may_read(world, by, each))
    return sorted(found, key=lambda incident: incident.opened_by_seq)
