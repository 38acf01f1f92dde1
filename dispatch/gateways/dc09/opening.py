"""The receiver of DC-09 as a hub opens it: its gate, its gateways by account, its keys."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from dispatch.core.instant import Instant
from dispatch.gateways.dc09.keys import FILE, AccountKeys, plain_account
from dispatch.gateways.dc09.panel_line import PanelLine
from dispatch.gateways.dc09.receiver import Dc09Receiver
from dispatch.gateways.port import Gate
from stations.devices import Gateway


class Accounts:
    """Who has which account. ``gateways`` gives the district's by id."""

    def __init__(self, gateways: Callable[[], Mapping[str, Gateway]]) -> None:
        self._gateways = gateways
        self._seen: Mapping[str, Gateway] | None = None
        self._ids: dict[str, str] = {}

    def gateway_of(self, account: str) -> str:
        """Return the id of an account's gateway; one that no table names is ``dc09-ACCOUNT``."""
        gateways = self._gateways()
        if gateways is not self._seen:
            self._ids = {
                plain_account(each.address): each.id
                for each in gateways.values()
                if each.protocol == "dc09" and each.address is not None
            }
            self._seen = gateways
        plain = plain_account(account)
        return self._ids.get(plain, f"dc09-{plain}")


@asynccontextmanager
async def panels_listened_to(
    address: tuple[str, int],
    gate: Gate,
    gateways: Callable[[], Mapping[str, Gateway]],
    folder: Path,
    now: Callable[[], Instant],
) -> AsyncIterator[tuple[Dc09Receiver, int]]:
    """Listen at an address until the block ends; yield the receiver and its port. Raises `OSError`."""
    line = PanelLine(gate, AccountKeys(folder / FILE), Accounts(gateways).gateway_of, now)
    receiver = Dc09Receiver(line)
    async with receiver.listening(*address) as port:
        yield receiver, port
