"""The pollers of a district: one for each gateway of its ``modbus.toml``."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from dispatch.gateways.modbus.poller import Poller
from dispatch.gateways.port import Gate
from dispatch.intake.modbus.table import FILE, Polled, TableError, read_table

logger = logging.getLogger(__name__)


def find_gateways(folder: Path) -> tuple[Polled, ...]:
    """Return the gateways that a district polls; none where it has no such file. Raises `TableError`."""
    try:
        text = (folder / FILE).read_text("utf-8")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(f"{FILE}: {error}") from error
    return read_table(text)


async def poll_district(folder: Path, gate: Gate, now_ms: Callable[[], int]) -> None:
    """Poll until cancelled. A file that cannot be used is said, and the hub goes on without: alarms matter more."""
    try:
        gateways = await asyncio.to_thread(find_gateways, folder)
    except TableError as error:
        logger.error("no Modbus device is polled: %s", error)  # noqa: TRY400 - the sentence says where and why
        return
    async with asyncio.TaskGroup() as tasks:
        for each in gateways:
            tasks.create_task(Poller(each, gate, now_ms=now_ms).run(), name=f"modbus {each.id}")
