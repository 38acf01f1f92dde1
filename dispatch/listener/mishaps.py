"""What goes wrong with requests: each counted, at most one line at a time, and the end where there is no memory."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Callable
from typing import Any

from dispatch.listener.guard import Reason
from dispatch.listener.log_limiter import LogLimiter

logger = logging.getLogger(__name__)

OUT_OF_MEMORY = b"onethree: out of memory; the hub ends so that it can be started again, what was answered is kept\n"
"""Made beforehand: when it is needed there is no room to make anything."""

_STDERR = 2
_FAILED = 1


class Mishaps:
    """Counts and tells. ``count`` hears each one's kind."""

    def __init__(self, count: Callable[[str], None], *, limiter: LogLimiter | None = None) -> None:
        self._count = count
        self._limiter = limiter or LogLimiter(time.monotonic)

    def malformed(self, address: str | None, error: BaseException | None) -> None:
        """A request could not be read."""
        self._count("malformed")
        if (times := self._limiter.admit("malformed")) is not None:
            what = (str(error).splitlines() or [""])[0][:120]
            logger.warning("%d request(s) could not be read, the last from %s: %r", times, address, what)

    def unexpected(self, error: BaseException | None) -> None:
        """A handler failed in a way that nobody foresaw: one entry with its traceback, for each place that fails."""
        if isinstance(error, MemoryError):
            end_for_want_of_memory()
        self._count("unexpected")
        if (times := self._limiter.admit(_place_of(error))) is not None:
            logger.error("%d request(s) failed unexpectedly; please report this", times, exc_info=error)

    def closed(self, reason: Reason) -> None:
        """The hub closed a connection."""
        self._count(reason)
        if reason in {"crowded", "crowded_address", "full"} and (times := self._limiter.admit(reason)) is not None:
            logger.warning(
                "%d connection(s) without a token were closed to make room (%s); see serve --max-unauthenticated",
                times,
                reason.replace("_", " "),
            )

    def no_descriptors(self, error: OSError) -> None:
        """The process or the machine has no more open files to give."""
        self._count("no_descriptors")
        if (times := self._limiter.admit("no_descriptors")) is not None:
            logger.error("%d connection(s) could not be accepted (%s); raise LimitNOFILE", times, error.strerror)

    def in_loop(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Handle what nobody else did: `asyncio.loop.set_exception_handler`."""
        error = context.get("exception")
        if isinstance(error, MemoryError):
            end_for_want_of_memory()
        self._count("loop")
        if (times := self._limiter.admit(_place_of(error))) is not None:
            logger.error("%s (%d time(s))", context.get("message"), times, exc_info=error)


def end_for_want_of_memory() -> None:
    """End the process at once: it could serve nobody, and whatever was answered is in the record.

    Not in order: that takes memory too. Whoever keeps the service starts it again.
    """
    os.write(_STDERR, OUT_OF_MEMORY)
    os._exit(_FAILED)


def _place_of(error: BaseException | None) -> str:
    """Return what tells one mistake in the program from another: its type and the line that raised it."""
    trace = error.__traceback__ if error is not None else None
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else ""
    return f"{type(error).__name__} {where}"
