"""Secrets of cloud platforms: one file each in the data folder, ``push-NAME.key``, never in the record.

The first line is the token, the second, where there is one, the key that the platform encrypts with.
"""

from __future__ import annotations

import re
import secrets
from pathlib import Path

from dispatch.files import replace_file
from dispatch.intake.push.port import Secret

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


class PushSecrets:
    """Reads secrets, and again when a file changed: one that was made anew counts from the next request."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, tuple[int, Secret]] = {}

    def find(self, name: str) -> Secret | None:
        """Return the secret of a name; None where there is none, or where its file says nothing."""
        if not _NAME.fullmatch(name):
            return None
        path = file_of(self._folder, name)
        try:
            stamp = path.stat().st_mtime_ns
            known = self._read.get(name)
            if known is not None and known[0] == stamp:
                return known[1]
            token, _, aes = path.read_text("utf-8").partition("\n")
        except (OSError, UnicodeDecodeError):
            return None
        found = Secret(token.strip(), aes.strip())
        if not found.token:
            return None
        self._read[name] = (stamp, found)
        return found


def file_of(folder: Path, name: str) -> Path:
    """Return the file of a secret. Raises `ValueError` where the name is none."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r}: letters, digits, - and _ only")
    return folder / f"push-{name}.key"


def make(folder: Path, name: str, *, token: str | None = None, aes: str = "") -> Secret:
    """Make a secret anew, with a token of our own where the platform gave none. Raises `OSError` or `ValueError`."""
    found = Secret(token or secrets.token_urlsafe(24), aes)
    replace_file(file_of(folder, name), f"{found.token}\n{found.aes}\n".encode())
    return found
