"""What the hub does for itself beside its work, none of which may end it: a chore that fails is tried again."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from dispatch.log.base import LogUnavailable

logger = logging.getLogger(__name__)

WITNESS, SNAPSHOT, FORGETTING, ALIVE = "witness", "snapshot", "forgetting of old command ids", "sign of life"
RETENTION = "erasing of what people said, by the district's term"
"""The chores, by the names that log and metrics know them by."""


class Chores:
    """Does chores, and says once which of them cannot be done; alarms do not wait for any of them.

    ``on_failed`` hears the name of a chore each time that it fails.
    """

    def __init__(self, on_failed: Callable[[str], None] = lambda _name: None) -> None:
        self._on_failed = on_failed
        self._failing: dict[str, str] = {}

    def why(self, name: str) -> str:
        """Return why a chore failed when it was last tried; empty where it did not."""
        return self._failing.get(name, "")

    async def attempt(self, name: str, work: Callable[[], Awaitable[object]]) -> bool:
        """Do a chore; return whether it was done.

        Only what a disk, a server or the machine refuses is put up with. A record that contradicts itself or that
        another hub took over is no chore's matter: that is raised.
        """
        try:
            await work()
        except (LogUnavailable, OSError) as error:
            self._fail(name, error)
            return False
        if self._failing.pop(name, ""):
            logger.warning("the %s is done again", name)
        return True

    def _fail(self, name: str, error: LogUnavailable | OSError) -> None:
        if name not in self._failing:
            logger.error("the hub goes on without its %s, and tries again: %s", name, error)
        self._failing[name] = str(error)
        self._on_failed(name)
