"""Seals on snapshots: a snapshot is believed only where it was written by who has the record's key (HMAC-SHA-256).

Without this, whoever can write a file could show another present than the record tells: a fold begins at a snapshot.
"""

from __future__ import annotations

import logging
from hashlib import sha256
from hmac import HMAC, compare_digest

from dispatch.log.base import Snapshot

logger = logging.getLogger(__name__)

_MAGIC = b"onethree sealed 1 "
_HEX_BYTES = 64


def sealed(key: bytes | None, snapshot: Snapshot) -> Snapshot:
    """Return the snapshot as it is stored; without a key as it is."""
    if key is None:
        return snapshot
    return snapshot._replace(data=b"%b%b\n%b" % (_MAGIC, _mark(key, snapshot), snapshot.data))


def unsealed(key: bytes | None, stored: Snapshot) -> Snapshot | None:
    """Return the snapshot that was sealed; None, with a word in the log, where the seal is missing or not this key's.

    Without a key a sealed snapshot cannot be believed either; one that never was sealed is taken as it is.
    """
    header, found, data = stored.data.partition(b"\n") if stored.data.startswith(_MAGIC) else (b"", b"", stored.data)
    if key is None:
        return None if found else stored
    snapshot = stored._replace(data=data)
    if found and compare_digest(header[len(_MAGIC) :][:_HEX_BYTES], _mark(key, snapshot)):
        return snapshot
    logger.warning("the snapshot at event %d does not bear this record's seal; it is not used", stored.seq)
    return None


def _mark(key: bytes, snapshot: Snapshot) -> bytes:
    mac = HMAC(key, b"%d %b\n" % (snapshot.seq, snapshot.hash), sha256)
    mac.update(snapshot.data)
    return mac.hexdigest().encode("ascii")
