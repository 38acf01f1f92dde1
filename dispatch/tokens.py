"""Access tokens, in a file of their own beside the record; reread at once when it changes.

A token is ``ID.SECRET``; the file keeps the SHA-256 of the secret only. Several processes may write the file (the
command line works beside a running hub): each write is a new file that replaces the old one, under a lock.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import logging
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal, get_args

import msgspec

from dispatch.core.vocabulary import By

TokenRole = Literal["device", "station", "dispatcher", "commander", "admin"]
ROLES: tuple[TokenRole, ...] = get_args(TokenRole)

FILE_NAME = "tokens.json"

logger = logging.getLogger(__name__)


class TokenError(Exception):
    """The token or its file cannot be used. The message says what to do."""


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


class _File(msgspec.Struct, frozen=True):
    version: Annotated[int, msgspec.Meta(ge=1, le=1)] = 1
    tokens: tuple[Token, ...] = ()


class Tokens:
    """The tokens of one data folder."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / FILE_NAME
        self._stamp: tuple[int, int, int] | None = None
        self._by_id: dict[str, Token] = {}

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
        stamp = self._read_stamp()
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._by_id = {token.id: token for token in self._read()}
        except (TokenError, OSError) as error:
            logger.error("tokens stay as they were: %s", error)  # noqa: TRY400 - the sentence says it all

    def list(self) -> tuple[Token, ...]:
        """Return all tokens, oldest first."""
        return self._read()

    def issue(self, role: TokenRole, *, name: str, station: str | None = None) -> str:
        """Make a token and return it; it cannot be read again later. Raises `TokenError`."""
        if (role == "station") != (station is not None):
            raise TokenError("a station token names its station (--station ID), and no other token does")
        token, text = _make(role, name=name, station=station)
        with self._locked():
            self._write((*self._read(), token))
        return text

    def issue_to_stations(self, stations: Sequence[str], *, name: str | None = None) -> tuple[str, ...]:
        """Make a token for each station in one step; return them in that order. Raises `TokenError`."""
        made = [_make("station", name=name or station, station=station) for station in stations]
        with self._locked():
            self._write((*self._read(), *(token for token, _ in made)))
        return tuple(text for _, text in made)

    def revoke(self, key: str) -> Token:
        """Withdraw a token by its id (or the whole token). Raises `TokenError` where there is none."""
        key = key.partition(".")[0]
        with self._locked():
            tokens = self._read()
            gone = next((token for token in tokens if token.id == key), None)
            if gone is None:
                raise TokenError(f"there is no token {key}; see them with --list")
            self._write(tuple(token for token in tokens if token.id != key))
        return gone

    def _read_stamp(self) -> tuple[int, int, int] | None:
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return None
        return status.st_mtime_ns, status.st_ino, status.st_size

    def _read(self) -> tuple[Token, ...]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=_File).tokens
        except FileNotFoundError:
            return ()
        except msgspec.MsgspecError as error:
            raise TokenError(f"{self._path} cannot be read: {error}; repair it or issue new tokens") from error

    def _write(self, tokens: tuple[Token, ...]) -> None:
        draft = self._path.with_suffix(f".{os.getpid()}.draft")
        draft.touch(mode=0o600)
        draft.write_bytes(msgspec.json.format(msgspec.json.encode(_File(tokens=tokens))))
        draft.replace(self._path)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.with_suffix(".lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield


def _make(role: TokenRole, *, name: str, station: str | None) -> tuple[Token, str]:
    """Return a new token and its text."""
    key, secret = secrets.token_hex(4), secrets.token_urlsafe(24)
    token = Token(id=key, role=role, name=name, station=station, secret_hash=_hash(secret))
    return token, f"{key}.{secret}"


def _hash(secret: str) -> str:
    # What comes in a header need not be Unicode; it is wrong then, but it is no fault of the hub.
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
