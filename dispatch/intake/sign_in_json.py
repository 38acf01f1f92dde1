"""Sign-in as JSON: what a dispatcher sends to invite a phone, and what the phone hands in."""

from __future__ import annotations

from typing import Annotated

import msgspec

from dispatch.intake.json_in import read

MINUTES_AT_MOST = 24 * 60
"""An invitation is shown and taken up; nobody needs one that lies about for days."""

Words = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


OWN_MINUTES_AT_MOST = 10
"""The other browser is on the same phone, or in the same hand."""


class InvitationIn(msgspec.Struct, frozen=True, kw_only=True):
    """An invitation to a station. ``name`` is who shall bear the token, as the record will say; empty: the station.

    A station's token invites another browser of its phone: to its own station and name, for 10 minutes at most.
    """

    station: Words
    name: Annotated[str, msgspec.Meta(max_length=64)] = ""
    minutes: Annotated[int, msgspec.Meta(ge=1, le=MINUTES_AT_MOST)] = 15


class RedeemIn(msgspec.Struct, frozen=True, kw_only=True):
    """An invitation's code.

    ``key`` is a secret of 128 bits at least that the browser makes by chance before it sends: with it the same code may
    be handed in again for ten minutes, where the answer was lost.
    """

    code: Words
    key: Annotated[str, msgspec.Meta(pattern="^[A-Za-z0-9_-]{22,64}$")] | None = None


_decode_invitation = msgspec.json.Decoder(InvitationIn).decode
_decode_redeem = msgspec.json.Decoder(RedeemIn).decode


def read_invitation(body: bytes) -> InvitationIn:
    """Read an invitation. Raises `Malformed` or `Unusable`."""
    return read(_decode_invitation, body, "invitation")


def read_redeem(body: bytes) -> RedeemIn:
    """Read a code that is handed in. Raises `Malformed` or `Unusable`."""
    return read(_decode_redeem, body, "invitation's code")
