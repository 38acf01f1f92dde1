"""What the hub notes of the tokens' file; none of it can be sent from outside."""

from __future__ import annotations

from dispatch.core.commands.base import Command
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import Role


class NoteTokenMade(Command, frozen=True, kw_only=True, tag="hub.token_made"):
    """A token was given out (by the keeper of tokens)."""

    token: str
    role: Role
    bearer: str
    station: str | None = None
    expires_at: Instant | None = None


class NoteTokenInvited(Command, frozen=True, kw_only=True, tag="hub.token_invited"):
    """A phone was invited to a station (by the keeper of tokens)."""

    invitation: str
    bearer: str
    station: str
    expires_at: Instant


class NoteTokenRedeemed(Command, frozen=True, kw_only=True, tag="hub.token_redeemed"):
    """An invitation was handed in (by the keeper of tokens)."""

    invitation: str
    token: str
    bearer: str
    station: str


class NoteTokenWithdrawn(Command, frozen=True, kw_only=True, tag="hub.token_withdrawn"):
    """A token is good no more (by the keeper of tokens)."""

    token: str
    role: Role
    bearer: str
    station: str | None = None


NoteToken = NoteTokenMade | NoteTokenInvited | NoteTokenRedeemed | NoteTokenWithdrawn
"""What can be done about a token."""
