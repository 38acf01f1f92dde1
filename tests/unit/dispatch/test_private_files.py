"""What lies in a data folder: there after a power cut as it was promised, and closed to other users."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest

from dispatch.access.tokens import TokenError, Tokens
from dispatch.core.instant import Instant
from dispatch.files import close_to_others

NOW = Instant(1_800_000_000_000)
CUTS = 50
BROWSER = "0123456789abcdefghijkl"


class Disk:
    """What a power cut leaves of one folder: of each file what was last synced, under the names last synced.

    It hears every `os.fsync` of this process, which is carried out on the real file too.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._contents: dict[int, bytes] = {}
        self._names: dict[str, int] = {}

    def sync(self, descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        if path == self.folder:
            self._names = {each.name: each.stat().st_ino for each in path.iterdir()}
        elif path.parent == self.folder:
            self._contents[os.fstat(descriptor).st_ino] = path.read_bytes()

    def after_cut(self, folder: Path) -> Path:
        """Put what is left into another folder."""
        folder.mkdir()
        for name, number in self._names.items():
            (folder / name).write_bytes(self._contents.get(number, b""))
        return folder


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Disk:
    folder = tmp_path / "data"
    folder.mkdir()
    found = Disk(folder)
    real = os.fsync

    def sync(descriptor: int) -> None:
        real(descriptor)
        found.sync(descriptor)

    monkeypatch.setattr(os, "fsync", sync)
    return found


def test_h1_a_withdrawn_token_stays_withdrawn_after_a_power_cut(disk: Disk, tmp_path: Path) -> None:
    tokens = Tokens(disk.folder)
    texts = [tokens.issue("admin", name="示例") for _ in range(CUTS)]
    for number, text in enumerate(texts):
        tokens.revoke(text)
        left = Tokens(disk.after_cut(tmp_path / f"cut-{number}"))
        assert left.find(text) is None
        assert all(left.find(each) is not None for each in texts[number + 1 : number + 2])


def test_h1_a_used_invitation_stays_used_and_its_token_good_after_a_power_cut(disk: Disk, tmp_path: Path) -> None:
    tokens = Tokens(disk.folder)
    for number in range(CUTS):
        code = tokens.invite("S1", name="示例", now=NOW, minutes=15)
        text = tokens.redeem(code, now=NOW, key=BROWSER)
        left = Tokens(disk.after_cut(tmp_path / f"cut-{number}"))
        assert left.find(text) is not None
        for other in (None, BROWSER[::-1]):
            with pytest.raises(TokenError, match="was used"):
                left.redeem(code, now=NOW, key=other)
        assert left.redeem(code, now=NOW, key=BROWSER) == text, "E4: the same browser, whose answer the cut took"


def test_m5_a_folder_that_others_could_read_is_closed_and_that_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("record.db", "record.db-wal", "tokens.json", "confirmed", "notes.txt"):
        (tmp_path / name).touch()
        (tmp_path / name).chmod(0o644)
    (tmp_path / "record.link").symlink_to(tmp_path / "notes.txt")
    tmp_path.chmod(0o755)
    with caplog.at_level(logging.WARNING):
        close_to_others(tmp_path)
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir() if path.name != "record.link"}
    assert modes.pop("notes.txt") == 0o644
    assert set(modes.values()) == {0o600}
    assert tmp_path.stat().st_mode & 0o777 == 0o700
    assert "record.db-wal" in caplog.text
    caplog.clear()
    close_to_others(tmp_path)
    assert caplog.text == ""


def test_the_lock_beside_the_tokens_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        Tokens(tmp_path / "data").issue("admin", name="示例")
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "data").iterdir()}
    assert modes == {"tokens.json": 0o600, "tokens.lock": 0o600}
