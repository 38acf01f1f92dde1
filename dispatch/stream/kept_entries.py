"""The JSON of what a World holds, each entry encoded once for as long as it stays the same value.

A World's values never change, they are replaced, and so are its maps: what is the same object is the same text. The
district's own part (stations, units, buildings) is encoded once per version of the registry, an incident when it
changes, whoever asks how often for the whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from dispatch.core.state import encode_entry
from dispatch.core.world import World


class _Kept(NamedTuple):
    """One list or map of a World: itself, and each of its values with its text, in the order of ids."""

    source: Any
    by_key: dict[str, tuple[Any, bytes]]


class KeptEntries:
    """Keeps the texts of the World that was asked for last; as `state.EncodedEntries` it is called for each list."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self._forgotten = 0

    def __call__(self, world: World, name: str) -> Iterator[bytes]:
        """Yield the JSON of each entry of one list or map."""
        source, kept = getattr(world, name), self._kept.get(name)
        if kept is not None and kept.source is source:
            yield from (text for _, text in kept.by_key.values())
            return
        before, forgotten = {} if kept is None else kept.by_key, self._forgotten
        made: dict[str, tuple[Any, bytes]] = {}
        for key, value in sorted(source.items(), key=lambda item: item[0]):
            found = before.get(key)
            if found is None or found[0] is not value:
                found = value, encode_entry(name, key, value)
            made[key] = found
            yield found[1]
        # An incomplete walk is no list; and what was begun before words were forgotten may hold them.
        if forgotten == self._forgotten:
            self._kept[name] = _Kept(source, made)

    def forget(self) -> None:
        """Keep no text any more: words in it were erased."""
        self._kept.clear()
        self._forgotten += 1
