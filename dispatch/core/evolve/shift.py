"""The desk's hand-over between dispatchers."""

from __future__ import annotations

from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.evolve.put import Rules
from dispatch.core.shift import ShiftOffer
from dispatch.core.world import World


def _offered(world: World, event: ev.ShiftOffered) -> World:
    offer = ShiftOffer(
        id=event.offer,
        by=event.by,
        at=event.at,
        note=event.note,
        incidents=event.incidents,
        shelves=event.shelves,
        closures=event.closures,
    )
    return replace(world, offers=world.offers.insert(offer.id, offer))


def _over(world: World, event: ev.ShiftAccepted | ev.ShiftWithdrawn) -> World:
    return replace(world, offers=world.offers.discard(event.offer))


RULES: Rules = {
    ev.ShiftOffered: _offered,
    ev.ShiftAccepted: _over,
    ev.ShiftWithdrawn: _over,
}
