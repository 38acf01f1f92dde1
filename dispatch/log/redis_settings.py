"""Whether a Redis or Valkey server is set up to keep what the log promises."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from redis.asyncio import Redis
from redis.exceptions import NoPermissionError, ResponseError

from dispatch.log.base import UnsafeStorage

_LOGGER = logging.getLogger(__name__)

REQUIRED: Mapping[str, str] = {
    "appendonly": "yes",  # else the record lives in memory only
    "appendfsync": "always",  # else a power cut loses up to a second of confirmed events
    "no-appendfsync-on-rewrite": "no",  # else nothing is synced while the file is being rewritten
    "maxmemory-policy": "noeviction",  # else a full server throws events away
}
"""Setting → the value that the record needs (redis.conf of Redis 7.0, valkey.conf of Valkey 8)."""


def list_unsafe(settings: Mapping[str, str]) -> list[str]:
    """Return one sentence per setting that is not as required, saying how to set it."""
    return [
        f'{name} is "{settings.get(name, "unknown")}" and must be "{wanted}" '
        f"(CONFIG SET {name} {wanted}, and the same line in the server's configuration file)"
        for name, wanted in REQUIRED.items()
        if settings.get(name) != wanted
    ]


async def find_problem(client: Redis) -> str:
    """Return what is wrong with the settings, in a sentence; empty where they are as required."""
    try:
        found = await client.config_get(*REQUIRED)
    except (NoPermissionError, ResponseError) as error:
        return (
            f"the server does not let its settings be read (CONFIG GET: {error}), as managed servers do; "
            "make sure yourself of " + ", ".join(f"{name} {wanted}" for name, wanted in REQUIRED.items())
        )
    return "; ".join(list_unsafe({_text(name): _text(value) for name, value in found.items()}))


async def check_settings(client: Redis, *, accept_unsafe: bool) -> None:
    """Raise `UnsafeStorage` naming every wrong setting; with ``accept_unsafe`` log a warning instead."""
    problem = await find_problem(client)
    if not problem:
        return
    if not accept_unsafe:
        raise UnsafeStorage(
            f"this server may lose confirmed events: {problem}; or accept the unsafe settings explicitly"
        )
    _LOGGER.warning("the record's server may lose confirmed events, which was accepted: %s", problem)


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
