"""Who may come in: access tokens and invitations, made and withdrawn. Their secrets are nowhere in here."""

from __future__ import annotations

from dispatch.core.events.base import Event
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import Role


class TokenMade(Event, frozen=True, kw_only=True, tag="token.made"):
    """A token was given out. ``token`` is its id, ``bearer`` its name; ``expires_at`` None: until it is withdrawn."""

    token: str
    role: Role
    bearer: str
    station: str | None = None
    expires_at: Instant | None = None


class TokenInvited(Event, frozen=True, kw_only=True, tag="token.invited"):
    """A phone was invited to a station: whoever hands the code in first, until ``expires_at``, gets a token."""

    invitation: str
    bearer: str
    station: str
    expires_at: Instant


class TokenRedeemed(Event, frozen=True, kw_only=True, tag="token.redeemed"):
    """An invitation was handed in; ``token`` is the id of the token that it gave."""

    invitation: str
    token: str
    bearer: str
    station: str


class TokenWithdrawn(Event, frozen=True, kw_only=True, tag="token.withdrawn"):
    """A token is good no more."""

    token: str
    role: Role
    bearer: str
    station: str | None = None
