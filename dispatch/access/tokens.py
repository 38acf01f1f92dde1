"""Access tokens, in a file of their own beside the record; reread at once when it changes.

A token is ``ID.SECRET``; the file keeps the SHA-256 of the secret only. The command line works beside a running hub.

An *invitation* is a code that buys one station token, once, until it expires: a dispatcher shows it as a link or a QR
code, and a crew's phone hands it in. It lives in the same file, so that one write takes it away and gives the token.
An answer may be lost: the browser that handed a code in with a key of its own gets the same token again for ten
minutes, and nobody else does. The token is made of code and key, so that nothing is kept from which it could be read.

A browser that is signed in may let in another one of its phone: to the same station, under the same name, no longer
than itself. Such browsers are a *family*, few, and withdrawn together.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
import secrets
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from msgspec.structs import replace

from dispatch.access.roles import TokenRole
from dispatch.access.token_file import (
    FILE_NAME,
    Content,
    Deed,
    Invitation,
    Redeemed,
    Token,
    TokenError,
    TokenFile,
    TokensFileError,
)
from dispatch.core.instant import Instant, to_text
from dispatch.core.vocabulary import By

__all__ = ["CODE_LENGTH", "COMMAND_LINE", "FILE_NAME", "Token", "TokenError", "Tokens", "TokensFileError"]

CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: nothing in it looks like something else in it."""

CODE_LENGTH = 12
"""60 bits: guessing at the hub's pace for all of an invitation's time stays hopeless."""

REPEAT_MS = 10 * 60_000
"""How long the browser that handed a code in may do so again: a lost answer is noticed within minutes."""

FAMILY_AT_MOST = 4
"""Browsers of one phone: its own, one or two inside other apps, and one to spare."""

COMMAND_LINE = By(role="hub", name="onethree token")
"""Who did it, as the record says, where somebody with the data folder's password did."""

logger = logging.getLogger(__name__)


def _wall_ms() -> int:
    return time.time_ns() // 1_000_000


class Tokens:
    """The tokens of one data folder. ``now`` gives the time that they expire by, in milliseconds."""

    def __init__(self, data_dir: Path, *, now: Callable[[], int] = _wall_ms) -> None:
        self._file = TokenFile(data_dir)
        self._now = now
        self._stamp: tuple[int, int, int] | None = None
        self._by_id: dict[str, Token] = {}
        self._unread: str | None = None
        # What was done and is not in the record yet, as the file said when it was last read.
        self.deeds: tuple[Deed, ...] = ()

    def find(self, text: str) -> Token | None:
        """Return the token that was presented; None where it is none of these (any more), or has expired."""
        self.refresh()
        token = self._known(text)
        return None if token is None or token.has_expired(self._now()) else token

    def expiry(self, text: str) -> Instant | None:
        """Return when the token that was presented expired; None where it did not, or is none of these."""
        token = self._known(text)
        return token.expires_at if token is not None and token.has_expired(self._now()) else None

    def stands(self, token: Token) -> bool:
        """Whether a token that was presented before is still good."""
        return self._by_id.get(token.id) == token and not token.has_expired(self._now())

    def refresh(self) -> None:
        """Reread the file where it changed. While it cannot be read, the tokens that it held last stand."""
        try:
            stamp = self._file.stamp()
            if stamp == self._stamp:
                return
            self._stamp = stamp
            content = self._file.read()
            self._by_id, self.deeds = {token.id: token for token in content.tokens}, content.deeds
            self._unread = None
        except (TokenError, OSError) as error:
            if str(error) == self._unread:
                return  # it was said once; this is asked with every request
            self._unread = str(error)
            logger.error("tokens stay as they were: %s", error)  # noqa: TRY400 - the sentence says it all

    def list(self) -> tuple[Token, ...]:
        """Return all tokens, oldest first. Raises `TokensFileError`."""
        return self._file.read().tokens

    def issue(self, role: TokenRole, *, name: str, station: str | None = None, expires_ms: int | None = None) -> str:
        """Make a token and return it; it cannot be read again later. Raises `TokenError`."""
        if (role == "station") != (station is not None):
            raise TokenError("a station token names its station (--station ID), and no other token does")
        token, text = _make(role, name=name, station=station, expires_ms=expires_ms)
        self._add(token)
        return text

    def issue_to_stations(
        self, stations: Sequence[str], *, name: str | None = None, expires_ms: int | None = None
    ) -> tuple[str, ...]:
        """Make a token for each station in one step; return them in that order. Raises `TokenError`."""
        made = [_make("station", name=name or each, station=each, expires_ms=expires_ms) for each in stations]
        self._add(*(token for token, _ in made))
        return tuple(text for _, text in made)

    def invite(self, station: str, *, name: str, now: Instant, minutes: int, by: By = COMMAND_LINE) -> str:
        """Make an invitation to a station and return its code; it cannot be read again later."""
        return self._invite(
            Invitation(code_hash="", station=station, name=name, until_ms=now + minutes * 60_000), by, now
        )

    def invite_other_browser(self, token: Token, *, now: Instant, minutes: int) -> str:
        """Let the bearer of a station's token in with another browser too; return the code.

        What the same bearer was given before and did not use is good no more. Raises `TokenError` where its browsers
        are too many already.
        """
        family = token.family or token.id
        wanted = Invitation(
            code_hash="",
            station=token.station or "",
            name=token.name,
            until_ms=now + minutes * 60_000,
            family=family,
            expires_ms=token.expires_ms,
        )
        return self._invite(wanted, token.by, now)

    def _invite(self, wanted: Invitation, by: By, now: Instant) -> str:
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        made = replace(wanted, code_hash=_hash(code))
        deed = _about_invitation("invited", made, by)
        with self._file.locked() as found:
            _check_family(found, made.family)
            standing = (
                each
                for each in found.invitations
                if each.until_ms > now and (each.family is None or each.family != made.family)
            )
            self._file.write(replace(found, invitations=(*standing, made), deeds=(*found.deeds, deed)))
        return code

    def redeem(self, code: str, *, now: Instant, key: str | None = None) -> str:
        """Give a token for an invitation's code, once. Small letters, spaces and hyphens are forgiven.

        ``key`` is a secret of the browser, made before it sends: the same code with the same key gets the same token
        again for `REPEAT_MS`. Raises `TokenError` where the code is unknown, used or expired; which of them it is
        nobody is told.
        """
        code = "".join(each for each in code.upper() if each not in " -")
        with self._file.locked() as found:
            bought = next((each for each in found.invitations if _is_of(each, code)), None)
            if bought is None or bought.until_ms <= now:
                return _given_before(found, code, key, now)
            _check_family(found, bought.family)
            token, text = _bought(bought, code, key)
            self._file.write(_with_redeemed(found, bought, token, now=now if key is not None else None))
        logger.info("an invitation to station %s was redeemed at %s: token %s", bought.station, to_text(now), token.id)
        return text

    def revoke(self, key: str, *, by: By = COMMAND_LINE) -> Token:
        """Withdraw a token by its id (or the whole token), with its family. Raises `TokenError` where there is none."""
        key = key.partition(".")[0]
        with self._file.locked() as found:
            gone = next((token for token in found.tokens if token.id == key), None)
            if gone is None:
                raise TokenError(f"there is no token {key}; see them with --list")
            family = gone.family or gone.id
            going = [token for token in found.tokens if family in (token.id, token.family)]
            left = replace(
                found,
                tokens=tuple(token for token in found.tokens if token not in going),
                invitations=tuple(each for each in found.invitations if each.family != family),
                deeds=(*found.deeds, *(about_token("withdrawn", token, by) for token in going)),
            )
            self._file.write(left)
        return gone

    def settle(self, deeds: Sequence[Deed]) -> None:
        """Take deeds out of the file that are in the record now. Raises `TokensFileError`."""
        with self._file.locked() as found:
            self._file.write(replace(found, deeds=tuple(each for each in found.deeds if each not in deeds)))

    def standing(self) -> dict[str, Token]:
        """Return the tokens that the file held when it was last read, by id."""
        return dict(self._by_id)

    def _known(self, text: str) -> Token | None:
        key, _, secret = text.partition(".")
        token = self._by_id.get(key)
        return token if token is not None and hmac.compare_digest(token.secret_hash, _hash(secret)) else None

    def _add(self, *made: Token) -> None:
        deeds = (about_token("made", token, COMMAND_LINE) for token in made)
        with self._file.locked() as found:
            self._file.write(replace(found, tokens=(*found.tokens, *made), deeds=(*found.deeds, *deeds)))


def about_token(what: Literal["made", "withdrawn"], token: Token, by: By) -> Deed:
    """Return what was done to a token, for the record."""
    return Deed(
        what=what,
        by=by,
        role=token.role,
        bearer=token.name,
        token=token.id,
        station=token.station,
        until_ms=token.expires_ms,
    )


def _about_invitation(what: Literal["invited", "redeemed"], invitation: Invitation, by: By) -> Deed:
    return Deed(
        what=what,
        by=by,
        role="station",
        bearer=invitation.name,
        invitation=invitation.id,
        station=invitation.station,
        until_ms=invitation.until_ms,
    )


def _is_of(each: Invitation | Redeemed, code: str) -> bool:
    return hmac.compare_digest(each.code_hash, _hash(code))


def _check_family(found: Content, family: str | None) -> None:
    """Raise `TokenError` where a phone has as many browsers as it may have, or none that is signed in any more."""
    if family is None:
        return
    members = sum(family in (token.id, token.family) for token in found.tokens)
    if members == 0:
        raise TokenError("the browser that let this one in was signed out by the centre; ask the centre to invite you")
    if members >= FAMILY_AT_MOST:
        raise TokenError(
            f"this phone has {members} browsers signed in; ask the centre to withdraw them and invite anew"
        )


def _bought(invitation: Invitation, code: str, key: str | None) -> tuple[Token, str]:
    """Return the token that an invitation buys, and its text."""
    made_of = None if key is None else (code, key)
    token, text = _make(
        "station", name=invitation.name, station=invitation.station, expires_ms=invitation.expires_ms, made_of=made_of
    )
    return replace(token, family=invitation.family), text


def _with_redeemed(found: Content, bought: Invitation, token: Token, *, now: Instant | None) -> Content:
    """Return the file's content with an invitation handed in; ``now`` None: it cannot be handed in again."""
    deed = replace(_about_invitation("redeemed", bought, token.by), token=token.id)
    kept = tuple(each for each in found.redeemed if now is None or each.until_ms > now)
    if now is not None:
        kept = (*kept, Redeemed(code_hash=bought.code_hash, token=token.id, until_ms=now + REPEAT_MS))
    return replace(
        found,
        tokens=(*found.tokens, token),
        invitations=tuple(each for each in found.invitations if each is not bought),
        deeds=(*found.deeds, deed),
        redeemed=kept,
    )


def _given_before(found: Content, code: str, key: str | None, now: Instant) -> str:
    """Return the token that this very browser was given for this code a short while ago. Raises `TokenError`."""
    was = next((each for each in found.redeemed if _is_of(each, code) and each.until_ms > now), None)
    given = next((token for token in found.tokens if was is not None and token.id == was.token), None)
    if given is not None and key is not None:
        _, secret = _made_of(code, key)
        if hmac.compare_digest(given.secret_hash, _hash(secret)):
            return f"{given.id}.{secret}"
    raise TokenError("this invitation is not known, was used, or has expired; ask the centre for a new one")


def _make(
    role: TokenRole,
    *,
    name: str,
    station: str | None,
    expires_ms: int | None = None,
    made_of: tuple[str, str] | None = None,
) -> tuple[Token, str]:
    """Return a new token and its text; ``made_of`` a code and a key it is the same one every time."""
    key, secret = (secrets.token_hex(4), secrets.token_urlsafe(24)) if made_of is None else _made_of(*made_of)
    token = Token(id=key, role=role, name=name, station=station, secret_hash=_hash(secret), expires_ms=expires_ms)
    return token, f"{key}.{secret}"


def _made_of(code: str, key: str) -> tuple[str, str]:
    """Return the id and the secret that code and key make together: who lacks one of them finds neither."""

    def half(purpose: str) -> bytes:
        return hmac.digest(code.encode(), f"onethree {purpose}\0{key}".encode(), "sha256")

    return half("id")[:4].hex(), base64.urlsafe_b64encode(half("secret")[:24]).decode()


def _hash(secret: str) -> str:
    # What comes in a header need not be Unicode; it is wrong then, but it is no fault of the hub.
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
