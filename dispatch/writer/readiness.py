"""Whether the hub is ready: an alarm that came now would be on the disk within a second, and deadlines are kept.

Each reason why it is not has a word of its own, which the operator finds on ``/readyz``, in the metrics and in the log.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from dispatch.log.base import Log, LogError, LogUnavailable
from dispatch.writer.chores import WITNESS, Chores
from dispatch.writer.clock import FAR_DRIFT_MS, Clock
from dispatch.writer.processor import CommandProcessor
from dispatch.writer.watch import Watch

logger = logging.getLogger(__name__)

STALLED_AFTER_S = 2.0
"""The hub is not ready when its watch has not looked for this long while something was due."""

SILENT_AFTER_S = 1.0
"""What was decided is to be on stable storage within this."""

LOOK_EVERY_S = 1.0
SETTINGS_EVERY_S = 60.0

WATCH_STALLED = "watch_stalled"
RECORD_SILENT = "record_silent"
RECORD_OTHER = "record_other"
RECORD_SETTINGS = "record_settings"
WITNESS_SILENT = "witness"
CLOCK = "clock"
RAW_STORE = "raw_store"
STANDBY = "standby"
"""Of a hub that does not lead; this one leads, and never gives it."""
REASONS = (WATCH_STALLED, RECORD_SILENT, RECORD_OTHER, RECORD_SETTINGS, WITNESS_SILENT, CLOCK, RAW_STORE, STANDBY)
"""Every word that the hub gives as a reason."""


class Readiness:
    """Looks each second whether the storage answers and each minute how it is set up, and says what changed."""

    def __init__(
        self,
        log: Log,
        clock: Clock,
        processor: CommandProcessor,
        watch: Watch,
        chores: Chores,
        *,
        raw: Callable[[], str] = str,
    ) -> None:
        """``raw`` says why raw messages of devices cannot be kept now, in a sentence; nothing where they can."""
        self._log = log
        self._clock = clock
        self._processor = processor
        self._watch = watch
        self._chores = chores
        self._raw = raw
        self._silent = ""  # what was wrong when the storage was last asked
        self._other = ""
        self._settings = ""
        self._said: dict[str, str] = {}

    def reasons(self) -> dict[str, str]:
        """Return why the hub is not ready now, each reason with a sentence; nothing where it is."""
        found = {
            WATCH_STALLED: self._watch_stalled(),
            RECORD_SILENT: self._undurable() or self._silent,
            RECORD_OTHER: self._other,
            RECORD_SETTINGS: self._settings,
            WITNESS_SILENT: self._chores.why(WITNESS),
            CLOCK: self._clock_is_off(),
            RAW_STORE: self._raw(),
        }
        return {reason: why for reason, why in found.items() if why}

    async def run(self) -> None:
        """Look until cancelled."""
        loop = asyncio.get_running_loop()
        settings_at = loop.time() + SETTINGS_EVERY_S  # the start has just looked at them
        while True:
            await self.probe()
            if loop.time() >= settings_at:
                await self.look_at_settings()
                settings_at = loop.time() + SETTINGS_EVERY_S
            self.tell()
            await asyncio.sleep(LOOK_EVERY_S)

    async def probe(self) -> None:
        """Ask the storage for a sign of life, unless what is being written gives one."""
        if self._processor.undurable_s():
            return
        silent = other = ""
        try:
            async with asyncio.timeout(SILENT_AFTER_S):
                await self._log.probe()
        except TimeoutError:
            silent = f"the record's storage has not answered for {SILENT_AFTER_S:g} s; look at its server"
        except LogUnavailable as error:
            silent = str(error)
        except LogError as error:
            other = str(error)
        self._silent, self._other = silent, other

    async def look_at_settings(self) -> None:
        """Ask the storage how it is set up. Where it does not answer, what it said last stands."""
        try:
            async with asyncio.timeout(SILENT_AFTER_S):
                self._settings = await self._log.find_unsafe()
        except (TimeoutError, LogError) as error:
            logger.warning("the settings of the record's storage could not be read, and are asked for again: %s", error)

    def tell(self) -> None:
        """Log each reason when it begins and when it ends."""
        now = self.reasons()
        for reason in now.keys() - self._said.keys():
            logger.error("not ready (%s): %s", reason, now[reason])
        for reason in self._said.keys() - now.keys():
            logger.warning("ready again as to %s", reason)
        self._said = now

    def _watch_stalled(self) -> str:
        due = self._watch.schedule.first()
        late_s = -self._clock.seconds_until(due.due_at) if due else 0.0
        return f"the watch is {late_s:.1f} s late; restart the hub" if late_s > STALLED_AFTER_S else ""

    def _clock_is_off(self) -> str:
        drift_ms = self._clock.drift_ms()
        if abs(drift_ms) <= FAR_DRIFT_MS:
            return ""
        where = "behind" if drift_ms > 0 else "ahead of"
        return f"hub time is {abs(drift_ms) / 1000:.0f} s {where} the machine's clock; see to the clock (timedatectl)"

    def _undurable(self) -> str:
        waiting_s = self._processor.undurable_s()
        if waiting_s <= SILENT_AFTER_S:
            return ""
        return f"what was decided {waiting_s:.1f} s ago is not stored yet; look at the record's disk or server"
