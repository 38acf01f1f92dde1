"""What was done about tokens and invitations, for the record. The deed is done: it stands in the tokens' file."""

from __future__ import annotations

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide.step import Step
from dispatch.core.reach import Reach


def note_made(step: Step, command: cmd.NoteTokenMade, _reach: Reach) -> None:
    """Write down that a token was given out."""
    step.emit(
        ev.TokenMade,
        token=command.token,
        role=command.role,
        bearer=command.bearer,
        station=command.station,
        expires_at=command.expires_at,
    )


def note_invited(step: Step, command: cmd.NoteTokenInvited, _reach: Reach) -> None:
    """Write down that a phone was invited."""
    step.emit(
        ev.TokenInvited,
        invitation=command.invitation,
        bearer=command.bearer,
        station=command.station,
        expires_at=command.expires_at,
    )


def note_redeemed(step: Step, command: cmd.NoteTokenRedeemed, _reach: Reach) -> None:
    """Write down that an invitation was handed in."""
    step.emit(
        ev.TokenRedeemed,
        invitation=command.invitation,
        token=command.token,
        bearer=command.bearer,
        station=command.station,
    )


def note_withdrawn(step: Step, command: cmd.NoteTokenWithdrawn, _reach: Reach) -> None:
    """Write down that a token is good no more."""
    step.emit(ev.TokenWithdrawn, token=command.token, role=command.role, bearer=command.bearer, station=command.station)
