"""Keys of accounts: ``dc09.keys`` in the data folder, a line ``ACCOUNT HEXADECIMAL`` each; ``*`` is everybody else's.

Lines that begin with ``#`` say something to people. The file is read again when it has changed.
"""

from __future__ import annotations

import logging
from pathlib import Path

from dispatch.intake.dc09.cipher import KEY_BYTES

logger = logging.getLogger(__name__)

FILE = "dc09.keys"
ANYBODY = "*"


class AccountKeys:
    """The keys in a file; no file, no keys."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._version: tuple[int, int] | None = None
        self._keys: dict[str, bytes] = {}

    def key_of(self, account: str) -> bytes | None:
        """Return an account's key; None where it has none."""
        self._look()
        return self._keys.get(plain_account(account)) or self._keys.get(ANYBODY)

    def _look(self) -> None:
        try:
            found = self._path.stat()
            version = (found.st_mtime_ns, found.st_size)
            if version == self._version:
                return
            self._keys = _read(self._path.read_text("utf-8"), self._path.name)
            self._version = version
        except FileNotFoundError:
            self._keys, self._version = {}, None
        except (OSError, UnicodeDecodeError):  # what was read before still holds
            logger.exception("the keys of panels in %s cannot be read", self._path)


def plain_account(account: str) -> str:
    """Return an account as two spellings of it compare: in capitals, without leading zeros."""
    return account.upper().lstrip("0") or "0"


def _read(text: str, name: str) -> dict[str, bytes]:
    keys = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        account, _, digits = line.strip().partition(" ")
        try:
            key = bytes.fromhex(digits)
        except ValueError:
            key = b""
        if len(key) not in KEY_BYTES:
            logger.error("%s, line %s: a key is 32, 48 or 64 hexadecimal digits; this account has none", name, number)
            continue
        keys[ANYBODY if account == ANYBODY else plain_account(account)] = key
    return keys
