"""The file of tokens beside the record: what is in it, and how several processes read and write it.

Each write is a new file that replaces the old one, under a lock; it is on the disk before anybody is told. A change and
the deed that tells of it are one write: the running hub, or the next one, takes the deeds into the record.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from dispatch.access.roles import TokenRole
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import By
from dispatch.files import open_private, replace_file

FILE_NAME = "tokens.json"


class TokenError(Exception):
    """The token or its file cannot be used. The message says what to do."""


class TokensFileError(TokenError):
    """The file cannot be read or written: damaged, not ours, or the disk is full. Nothing was changed."""


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """Who bears it. ``secret_hash`` is hexadecimal; good until ``expires_ms``, a point in time (None: for ever).

    ``family`` is the id of the token whose browser let this one's in, or was let in by: they are withdrawn together.
    """

    id: str
    role: TokenRole
    name: str
    secret_hash: str
    station: str | None = None
    expires_ms: int | None = None
    family: str | None = None

    @property
    def by(self) -> By:
        """Return who acts under this token."""
        return By(role=self.role, name=self.name, station=self.station, token=self.id)

    @property
    def expires_at(self) -> Instant | None:
        """When it ends by itself."""
        return None if self.expires_ms is None else Instant(self.expires_ms)

    def has_expired(self, now: int) -> bool:
        """Whether its time was over at a point in time."""
        return self.expires_ms is not None and self.expires_ms <= now


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """What a code buys: a token of role ``station``. ``until_ms`` is a point in time; ``code_hash`` is hexadecimal.

    ``family`` and ``expires_ms`` are the token's, where a browser that is signed in lets in another one of its phone.
    """

    code_hash: str
    station: str
    name: str
    until_ms: int
    family: str | None = None
    expires_ms: int | None = None

    @property
    def id(self) -> str:
        """What the record calls it; nobody finds the code by it."""
        return hashlib.sha256(self.code_hash.encode("ascii")).hexdigest()[:8]


class Redeemed(msgspec.Struct, frozen=True, kw_only=True):
    """An invitation that was handed in: until ``until_ms`` the same browser may do so again and gets the same token."""

    code_hash: str
    token: str
    until_ms: int


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """What was done, by whom, and to which token or invitation; it waits here until it is in the record.

    ``until_ms`` is when the token or invitation expires.
    """

    what: Literal["made", "invited", "redeemed", "withdrawn"]
    by: By
    role: TokenRole
    bearer: str
    token: str = ""
    invitation: str = ""
    station: str | None = None
    until_ms: int | None = None


class Content(msgspec.Struct, frozen=True):
    """All that the file holds."""

    version: Annotated[int, msgspec.Meta(ge=1, le=1)] = 1
    tokens: tuple[Token, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    deeds: tuple[Deed, ...] = ()
    redeemed: tuple[Redeemed, ...] = ()


class TokenFile:
    """The file of one data folder. Every method may raise `TokensFileError`."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self._name = str(self._path)  # it is asked about with every request

    def stamp(self) -> tuple[int, int, int] | None:
        """Return what changes whenever the file does; None where there is none. Raises OSError."""
        try:
            status = os.stat(self._name)  # noqa: PTH116 - a path costs as much again as the look
        except FileNotFoundError:
            return None
        return status.st_mtime_ns, status.st_ino, status.st_size

    def read(self) -> Content:
        """Return what it holds now."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Content)
        except FileNotFoundError:
            return Content()
        except msgspec.MsgspecError as error:
            raise TokensFileError(
                f"{self._path} is damaged: {error}; put a backup of it in its place, or remove it and issue new tokens"
            ) from error
        except OSError as error:
            raise TokensFileError(f"{self._path} cannot be read: {error}; mend the folder and its owner") from error

    def write(self, content: Content) -> None:
        """Replace the file; it is on the disk when this returns, so that a power cut gives no token back or away."""
        try:
            replace_file(self._path, msgspec.json.format(msgspec.json.encode(content)))
        except OSError as error:
            raise self._unwritable(error) from error

    @contextmanager
    def locked(self) -> Iterator[Content]:
        """Yield what it holds, and let nobody else write until the block ends."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = open_private(self._path.with_suffix(".lock"))
        except OSError as error:
            raise self._unwritable(error) from error
        with handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield self.read()

    def _unwritable(self, error: OSError) -> TokensFileError:
        return TokensFileError(
            f"{self._path} cannot be written: {error}; free space or mend the folder and its owner, then try again"
        )
