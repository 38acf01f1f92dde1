"""How many connections there may be and how long each may take; and the process's limit of open files."""

from __future__ import annotations

import resource
from dataclasses import dataclass

DESCRIPTORS_AT_MOST = 65_536
"""More than this is never asked for: some systems have a hard limit of a thousand million."""

RESERVED_DESCRIPTORS = 128
"""Kept for the hub's own files and its clients: the record, snapshots, tables, gateways."""


@dataclass(frozen=True, kw_only=True)
class ConnectionLimits:
    """What a connection may take, and how many there may be that have not shown a token.

    Past ``max_unauthenticated`` (as `MaxStartups` of OpenSSH), or ``max_unauthenticated_per_address``, the oldest of
    them is closed for each new one. The latter is wide: a whole district's phones may stand behind one address.
    A body may take ``body_timeout_s``, and not come slower than ``min_body_rate`` bytes a second after
    ``body_grace_s``. An answer that the client takes nothing of for ``send_timeout_s`` is given up.
    """

    head_timeout_s: float = 10.0
    body_timeout_s: float = 30.0
    body_grace_s: float = 5.0
    min_body_rate: float = 512.0
    keepalive_timeout_s: float = 75.0
    send_timeout_s: float = 30.0
    max_unauthenticated: int = 8192
    max_unauthenticated_per_address: int = 1024


@dataclass(frozen=True)
class Capacity:
    """How many connections fit into this process, and how many of them may be without a token."""

    connections: int
    unauthenticated: int


def raise_descriptor_limit() -> int:
    """Raise this process's limit of open files as far as it may be, up to `DESCRIPTORS_AT_MOST`; return it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = DESCRIPTORS_AT_MOST if hard == resource.RLIM_INFINITY else min(hard, DESCRIPTORS_AT_MOST)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return DESCRIPTORS_AT_MOST if soft == resource.RLIM_INFINITY else soft
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted


def capacity(descriptors: int, limits: ConnectionLimits) -> Capacity:
    """Share out a process's descriptors: half of what is left of them is kept for those who are signed in."""
    connections = descriptors - min(RESERVED_DESCRIPTORS, descriptors // 4)
    return Capacity(connections, min(limits.max_unauthenticated, connections // 2))
