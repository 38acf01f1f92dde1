"""What is done about tokens becomes events: by the hub itself, by the command line beside it, or while it was away.

The tokens' file keeps each deed until it is in the record. A hub that is killed in between writes it a second time:
twice is better than never.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence

from dispatch.access.token_file import Deed, Token, TokensFileError
from dispatch.access.tokens import Tokens, about_token
from dispatch.core import commands as cmd
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import By
from dispatch.writer.processor import CommandProcessor

LOOK_EVERY_S = 1.0

BY_HAND = By(role="hub", name="tokens.json")
"""Who did it where somebody changed the file with no tool of ours."""

logger = logging.getLogger(__name__)


class KeyKeeper:
    """Takes what the tokens' file tells into the record."""

    def __init__(self, tokens: Tokens, processor: CommandProcessor) -> None:
        self._tokens = tokens
        self._processor = processor
        tokens.refresh()
        # The tokens at the last look; who is missing or new without a deed was changed by hand.
        self._known = tokens.standing()
        # What this hub has put into the record: a deed may stand in the file again, by a failed write or by hand.
        self._recorded: set[Deed] = set()
        self._fails = False

    async def run(self) -> None:
        """Look once a second, until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """Write down what was done since the last look. Raises `LogError`."""
        self._tokens.refresh()
        waiting, standing = self._tokens.deeds, self._tokens.standing()
        by_hand = _done_by_hand(self._known, standing, waiting)
        self._known = standing
        new = [each for each in waiting if each not in self._recorded]
        for deed in (*new, *by_hand):
            await self._processor.do(command_of(deed), deed.by)
        self._recorded.update(new)
        if waiting:
            await self._settle(waiting)

    async def _settle(self, deeds: tuple[Deed, ...]) -> None:
        try:
            await asyncio.to_thread(self._tokens.settle, deeds)
        except TokensFileError as error:
            if not self._fails:
                logger.error("what was done about tokens is in the record; %s", error)  # noqa: TRY400 - it says it all
            self._fails = True
        else:
            self._fails = False


def _done_by_hand(before: Mapping[str, Token], now: Mapping[str, Token], told: Sequence[Deed]) -> list[Deed]:
    """Return what happened to tokens between two looks that no deed tells of."""
    explained = {each.token for each in told}
    made = [about_token("made", now[key], BY_HAND) for key in now if key not in before and key not in explained]
    gone = [about_token("withdrawn", before[key], BY_HAND) for key in before if key not in now and key not in explained]
    return made + gone


def command_of(deed: Deed) -> cmd.NoteToken:
    """Return the command that writes a deed down."""
    until = None if deed.until_ms is None else Instant(deed.until_ms)
    match deed.what:
        case "made":
            return cmd.NoteTokenMade(
                token=deed.token, role=deed.role, bearer=deed.bearer, station=deed.station, expires_at=until
            )
        case "invited":
            return cmd.NoteTokenInvited(
                invitation=deed.invitation,
                bearer=deed.bearer,
                station=deed.station or "",
                expires_at=until or Instant(0),
            )
        case "redeemed":
            return cmd.NoteTokenRedeemed(
                invitation=deed.invitation, token=deed.token, bearer=deed.bearer, station=deed.station or ""
            )
        case "withdrawn":
            return cmd.NoteTokenWithdrawn(token=deed.token, role=deed.role, bearer=deed.bearer, station=deed.station)
