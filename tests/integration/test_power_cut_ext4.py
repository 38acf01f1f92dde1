"""Fifty power cuts of a real ext4: the image is copied as its device has it, without a flush, and mounted elsewhere.

Needs root and a loop device; `tests/unit/dispatch/test_private_files.py` holds the same against a modelled disk.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dispatch.access.tokens import TokenError, Tokens
from dispatch.core.instant import Instant

N_CUTS = 50
BROWSER = "0123456789abcdefghijkl"
NOW = Instant(1_795_924_800_000)


class Disk:
    """An ext4 in a file, mounted; its power can be cut at any moment, and what a start would find be looked at."""

    def __init__(self, folder: Path) -> None:
        self._image = folder / "disk.img"
        self._afterwards = folder / "after.img"
        self.data = folder / "disk"
        self._found = folder / "after"

    def __enter__(self) -> Disk:
        with self._image.open("wb") as file:
            file.truncate(24 << 20)
        _do("mkfs.ext4", "-q", str(self._image))
        self.data.mkdir()
        self._found.mkdir()
        _do("mount", "-o", "loop", str(self._image), str(self.data))
        return self

    def __exit__(self, *_error: object) -> None:
        _do("umount", str(self.data))

    @contextmanager
    def after_a_cut(self) -> Iterator[Path]:
        """Give the folder as it is after the power went just now and came back."""
        shutil.copyfile(self._image, self._afterwards)
        _do("mount", "-o", "loop", str(self._afterwards), str(self._found))
        try:
            yield self._found
        finally:
            _do("umount", str(self._found))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    if os.geteuid() != 0 or not Path("/dev/loop-control").exists() or shutil.which("mkfs.ext4") is None:
        pytest.skip("needs root, a loop device and mkfs.ext4")
    try:
        mounted = Disk(tmp_path).__enter__()
    except subprocess.CalledProcessError as error:
        pytest.skip(f"this machine mounts no image: {error.stderr!r}")
    yield mounted
    mounted.__exit__()


def test_h1_fifty_times_a_withdrawn_token_stays_withdrawn(disk: Disk) -> None:
    tokens = Tokens(disk.data)
    for number in range(N_CUTS):
        text = tokens.issue("admin", name=f"示例 {number}")
        tokens.revoke(text.partition(".")[0])
        with disk.after_a_cut() as found:
            assert Tokens(found).find(text) is None, f"cut {number}: good again"


def test_h1_fifty_times_a_used_invitation_stays_used_and_its_token_good(disk: Disk) -> None:
    tokens = Tokens(disk.data)
    for number in range(N_CUTS):
        code = tokens.invite("S0001", name=f"示例 {number}", now=NOW, minutes=30)
        text = tokens.redeem(code, now=NOW, key=BROWSER)
        with disk.after_a_cut() as found:
            assert Tokens(found).find(text) is not None, f"cut {number}: the new token is gone"
            for other in (None, BROWSER[::-1]):
                with pytest.raises(TokenError):
                    Tokens(found).redeem(code, now=NOW, key=other)
            assert Tokens(found).redeem(code, now=NOW, key=BROWSER) == text, f"cut {number}: E4, the answer was lost"


def test_the_cut_is_one_what_nobody_synced_is_gone(disk: Disk) -> None:
    (disk.data / "unsynced").write_text("示例", encoding="utf-8")
    with disk.after_a_cut() as found:
        assert not (found / "unsynced").exists()


def _do(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
