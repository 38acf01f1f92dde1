"""A recorded run beside what the hub made of it: each event with its changes of the hub's state, as lines of JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from dispatch.core.events import decode
from dispatch.core.evolve import evolve
from dispatch.core.instant import encode_hook
from dispatch.core.state import LISTS, MAPS, SCALARS, to_state
from dispatch.core.world import World

_encode = msgspec.json.Encoder(enc_hook=encode_hook).encode


def steps(bodies: Iterable[bytes], world: World, *, whole_every: int) -> Iterator[bytes]:
    """Yield the state to begin with (null: from nothing), then every event with its changes; now and then the whole.

    ``bodies`` are the events as they are stored, which is how a page gets them.
    """
    yield _encode({"start": to_state(world) if world.seq else None})
    for body in bodies:
        before, world = world, evolve(world, decode(body))
        yield _encode(
            {
                "event": msgspec.Raw(body),
                "changed": {name: found for name in (*LISTS, *MAPS) if (found := _changed(before, world, name))},
                "scalars": {name: getattr(world, name) for name in SCALARS},
            }
        )
        if world.seq % whole_every == 0:
            yield whole(world)
    yield whole(world)


def whole(world: World) -> bytes:
    """Return the line that holds the page's whole state against the hub's."""
    return _encode({"whole": to_state(world)})


def _changed(before: World, after: World, name: str) -> dict[str, Any]:
    """Return what is another object in the later World's table, None for what is gone."""
    old, new = getattr(before, name), getattr(after, name)
    if old is new:
        return {}
    put = {key: value for key, value in new.items() if old.get(key) is not value}
    return put | {key: None for key in old if key not in new}
