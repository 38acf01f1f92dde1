"""Sign-in as JSON: what a dispatcher sends to invite a phone, and what the phone hands in."""

from __future__ import annotations

from typing import Annotated

import msgspec

from dispatch.intake.json_in import read

MINUTES_AT_MOST = 24 * 60
"""An invitation is shown and taken up; nobody needs one that lies about for days."""

Words = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


class InvitationIn(msgspec.Struct, frozen=True, kw_only=True):
    """An invitation to a station. ``name`` is who shall bear the token, as the record will say; empty: the station."""

    station: Words
    name: Annotated[str, msgspec.Meta(max_length=64)] = ""
    minutes: Annotated[int, msgspec.Meta(ge=1, le=MINUTES_AT_MOST)] = 15


class RedeemIn(msgspec.Struct, frozen=True, kw_only=True):
    """An invitation's code."""

    code: Words


_decode_invitation = msgspec.json.Decoder(InvitationIn).decode
_decode_redeem = msgspec.json.Decoder(RedeemIn).decode


def read_invitation(body: bytes) -> InvitationIn:
    """Read an invitation. Raises `Malformed` or `Unusable`."""
    return read(_decode_invitation, body, "invitation")


def read_redeem(body: bytes) -> RedeemIn:
    """Read a code that is handed in. Raises `Malformed` or `Unusable`."""
    return read(_decode_redeem, body, "invitation's code")
