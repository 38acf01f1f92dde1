"""Places in the record as clients hold them: the record's identity, an event's number, and the chained hash there.

The hash is what tells one history from another where identity and numbers are the same: a record that was set back and
went on under the same identity uses numbers twice, and a client of the old history would mix the two.
"""

from __future__ import annotations

from typing import Any

from dispatch.log.base import GENESIS, Log
from dispatch.stream.session import PositionIn


class Positions:
    """Makes and judges positions in one record."""

    def __init__(self, log: Log) -> None:
        self._log = log

    async def at(self, seq: int) -> dict[str, Any]:
        """Return the position of a durable event. Raises `LogError`."""
        found = await self._hash(seq)
        return self._position(seq, found)

    def at_hand(self, seq: int) -> dict[str, Any] | None:
        """Return the position of an event whose hash is in memory; None where it would have to be read."""
        found = self._log.hash_at_hand(seq)
        return None if found is None else self._position(seq, found)

    async def no_use(self, position: PositionIn | None, *, head: int, most_behind: int) -> str | None:
        """Return why a position cannot be read on from, as the reset's reason; None where it can. Raises `LogError`."""
        if position is None:
            return "new"
        if position.epoch != self._log.epoch:
            return "epoch"
        if not 0 <= position.seq <= head:
            return "ahead"
        if position.hash is not None and not await self._is_ours(position):
            return "epoch"
        return "too_old" if head - position.seq > most_behind else None

    async def _is_ours(self, position: PositionIn) -> bool:
        """Whether the client's history is this record's, as far as it was told a hash."""
        seq = position.seq if position.hash_seq is None else position.hash_seq
        found = await self._hash(seq) if 0 <= seq <= position.seq else None
        return found is not None and found.hex() == position.hash

    async def _hash(self, seq: int) -> bytes | None:
        if seq == 0:
            return GENESIS
        return self._log.hash_at_hand(seq) or (await self._log.read_hashes([seq])).get(seq)

    def _position(self, seq: int, found: bytes | None) -> dict[str, Any]:
        position = {"epoch": self._log.epoch, "seq": seq}
        return position if found is None else {**position, "hash": found.hex()}
