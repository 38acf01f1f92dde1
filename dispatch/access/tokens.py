"""Access tokens, in a file of their own beside the record; reread at once when it changes.

A token is ``ID.SECRET``; the file keeps the SHA-256 of the secret only. Several processes may write the file (the
command line works beside a running hub): each write is a new file that replaces the old one, under a lock.

An *invitation* is a code that buys one station token, once, until it expires: a dispatcher shows it as a link or a QR
code, and a crew's phone hands it in. It lives in the same file, so that one write takes it away and gives the token.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import logging
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import msgspec

from dispatch.access.roles import TokenRole
from dispatch.core.instant import Instant, to_text
from dispatch.core.vocabulary import By
from dispatch.files import replace_file

FILE_NAME = "tokens.json"

CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: nothing in it looks like something else in it."""

CODE_LENGTH = 12
"""60 bits: guessing at the hub's pace for all of an invitation's time stays hopeless."""

logger = logging.getLogger(__name__)


class TokenError(Exception):
    """The token or its file cannot be used. The message says what to do."""


class TokensFileError(TokenError):
    """The file cannot be read or written: damaged, not ours, or the disk is full. Nothing was changed."""


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """Who bears it. ``secret_hash`` is hexadecimal."""

    id: str
    role: TokenRole
    name: str
    secret_hash: str
    station: str | None = None

    @property
    def by(self) -> By:
        """Return who acts under this token."""
        return By(role=self.role, name=self.name, station=self.station)


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """What a code buys: a token of role ``station``. ``until_ms`` is a point in time; ``code_hash`` is hexadecimal."""

    code_hash: str
    station: str
    name: str
    until_ms: int


class _File(msgspec.Struct, frozen=True):
    version: Annotated[int, msgspec.Meta(ge=1, le=1)] = 1
    tokens: tuple[Token, ...] = ()
    invitations: tuple[Invitation, ...] = ()


class Tokens:
    """The tokens of one data folder."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / FILE_NAME
        self._stamp: tuple[int, int, int] | None = None
        self._by_id: dict[str, Token] = {}
        self._unread: str | None = None

    def find(self, text: str) -> Token | None:
        """Return the token that was presented; None where it is none of these (any more)."""
        self.refresh()
        key, _, secret = text.partition(".")
        token = self._by_id.get(key)
        if token is None or not hmac.compare_digest(token.secret_hash, _hash(secret)):
            return None
        return token

    def stands(self, token: Token) -> bool:
        """Whether a token that was presented before is still good."""
        return self._by_id.get(token.id) == token

    def refresh(self) -> None:
        """Reread the file where it changed. While it cannot be read, the tokens that it held last stand."""
        try:
            stamp = self._read_stamp()
            if stamp == self._stamp:
                return
            self._stamp = stamp
            self._by_id = {token.id: token for token in self._read().tokens}
            self._unread = None
        except (TokenError, OSError) as error:
            if str(error) == self._unread:
                return  # it was said once; this is asked with every request
            self._unread = str(error)
            logger.error("tokens stay as they were: %s", error)  # noqa: TRY400 - the sentence says it all

    def list(self) -> tuple[Token, ...]:
        """Return all tokens, oldest first. Raises `TokensFileError`."""
        return self._read().tokens

    def issue(self, role: TokenRole, *, name: str, station: str | None = None) -> str:
        """Make a token and return it; it cannot be read again later. Raises `TokenError`."""
        if (role == "station") != (station is not None):
            raise TokenError("a station token names its station (--station ID), and no other token does")
        token, text = _make(role, name=name, station=station)
        with self._locked():
            self._add(token)
        return text

    def issue_to_stations(self, stations: Sequence[str], *, name: str | None = None) -> tuple[str, ...]:
        """Make a token for each station in one step; return them in that order. Raises `TokenError`."""
        made = [_make("station", name=name or station, station=station) for station in stations]
        with self._locked():
            self._add(*(token for token, _ in made))
        return tuple(text for _, text in made)

    def invite(self, station: str, *, name: str, now: Instant, minutes: int) -> str:
        """Make an invitation to a station and return its code; it cannot be read again later."""
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        made = Invitation(code_hash=_hash(code), station=station, name=name, until_ms=now + minutes * 60_000)
        with self._locked():
            found = self._read()
            standing = (each for each in found.invitations if each.until_ms > now)
            self._write(msgspec.structs.replace(found, invitations=(*standing, made)))
        return code

    def redeem(self, code: str, *, now: Instant) -> str:
        """Give a token for an invitation's code, once. Small letters, spaces and hyphens are forgiven.

        Raises `TokenError` where the code is unknown, used or expired; which of them it is nobody is told.
        """
        wanted = _hash("".join(each for each in code.upper() if each not in " -"))
        with self._locked():
            found = self._read()
            bought = next((each for each in found.invitations if hmac.compare_digest(each.code_hash, wanted)), None)
            if bought is None or bought.until_ms <= now:
                raise TokenError("this invitation is not known, was used, or has expired; ask the centre for a new one")
            token, text = _make("station", name=bought.name, station=bought.station)
            left = tuple(each for each in found.invitations if each is not bought)
            self._write(msgspec.structs.replace(found, tokens=(*found.tokens, token), invitations=left))
        logger.info("an invitation to station %s was redeemed at %s: token %s", bought.station, to_text(now), token.id)
        return text

    def revoke(self, key: str) -> Token:
        """Withdraw a token by its id (or the whole token). Raises `TokenError` where there is none."""
        key = key.partition(".")[0]
        with self._locked():
            found = self._read()
            gone = next((token for token in found.tokens if token.id == key), None)
            if gone is None:
                raise TokenError(f"there is no token {key}; see them with --list")
            kept = tuple(token for token in found.tokens if token.id != key)
            self._write(msgspec.structs.replace(found, tokens=kept))
        return gone

    def _read_stamp(self) -> tuple[int, int, int] | None:
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return None
        return status.st_mtime_ns, status.st_ino, status.st_size

    def _add(self, *made: Token) -> None:
        found = self._read()
        self._write(msgspec.structs.replace(found, tokens=(*found.tokens, *made)))

    def _read(self) -> _File:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=_File)
        except FileNotFoundError:
            return _File()
        except msgspec.MsgspecError as error:
            raise TokensFileError(
                f"{self._path} is damaged: {error}; put a backup of it in its place, or remove it and issue new tokens"
            ) from error
        except OSError as error:
            raise TokensFileError(f"{self._path} cannot be read: {error}; mend the folder and its owner") from error

    def _write(self, content: _File) -> None:
        """Replace the file; it is on the disk when this returns, so that a power cut gives no token back or away."""
        try:
            replace_file(self._path, msgspec.json.format(msgspec.json.encode(content)))
        except OSError as error:
            raise self._unwritable(error) from error

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle = self._path.with_suffix(".lock").open("w")
        except OSError as error:
            raise self._unwritable(error) from error
        with handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def _unwritable(self, error: OSError) -> TokensFileError:
        return TokensFileError(
            f"{self._path} cannot be written: {error}; free space or mend the folder and its owner, then try again"
        )


def _make(role: TokenRole, *, name: str, station: str | None) -> tuple[Token, str]:
    """Return a new token and its text."""
    key, secret = secrets.token_hex(4), secrets.token_urlsafe(24)
    token = Token(id=key, role=role, name=name, station=station, secret_hash=_hash(secret))
    return token, f"{key}.{secret}"


def _hash(secret: str) -> str:
    # What comes in a header need not be Unicode; it is wrong then, but it is no fault of the hub.
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
