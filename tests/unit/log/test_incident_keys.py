"""The keys of personal words (M9): durable before they are used, one per incident, destroyed where they lie."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dispatch.log.base import LogError
from dispatch.log.incident_keys import (
    AHEAD,
    ERASED_FILE,
    KEYS_FILE,
    Erased,
    IncidentKeys,
    add_erased,
    read_erased,
)
from dispatch.log.key_copies import backup_keys, restore_keys


def prepared(folder: Path) -> IncidentKeys:
    keys = IncidentKeys(folder)
    keys.prepare()
    return keys


def key_of(keys: IncidentKeys, number: int) -> bytes:
    slot = keys.slot(number)
    assert slot is not None
    assert slot.key is not None
    return slot.key


def test_m9_each_incident_has_a_key_of_its_own_and_keeps_it_over_a_restart(tmp_path: Path) -> None:
    keys = prepared(tmp_path)
    numbers = [keys.take(f"inc-{each}", each) for each in range(1, 4)]
    secrets = {key_of(keys, number) for number in numbers}
    assert len(secrets) == 3
    keys.close()
    again = prepared(tmp_path)
    assert [again.newest_of(f"inc-{each}") for each in range(1, 4)] == numbers
    assert again.owned(before_ms=2) == ["inc-1", "inc-2"]
    assert again.take("inc-9", 9) not in numbers
    again.close()


def test_m9_the_file_is_its_owner_s_alone(tmp_path: Path) -> None:
    prepared(tmp_path).close()
    assert (tmp_path / KEYS_FILE).stat().st_mode & 0o077 == 0


def test_m9_a_key_is_on_stable_storage_before_it_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was synced is what a power cut leaves; whatever was taken must be in it."""
    synced: list[int] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        real(descriptor)
        synced.append(os.fstat(descriptor).st_size)

    monkeypatch.setattr(os, "fsync", fsync)
    keys = prepared(tmp_path)
    for each in range(3 * AHEAD):
        number = keys.take(f"inc-{each}", each)
        assert (number + 2) * 128 <= max(synced), "the header and every slot up to this one"
    keys.close()


def test_m9_taking_a_key_syncs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = prepared(tmp_path)
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    monkeypatch.setattr(os, "fdatasync", synced.append)
    for each in range(AHEAD // 4):
        keys.take(f"inc-{each}", each)
    assert synced == []
    monkeypatch.undo()
    keys.close()


def test_m9_a_destroyed_key_is_in_no_byte_of_the_folder(tmp_path: Path) -> None:
    keys = prepared(tmp_path)
    secret = key_of(keys, keys.take("inc-1", 5))
    other = key_of(keys, keys.take("inc-2", 5))
    assert secret in (tmp_path / KEYS_FILE).read_bytes()
    assert keys.destroy("inc-1", seq=40, at_ms=6) == 1
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert secret not in content
    assert other in content
    assert keys.erasures_of("inc-1") == (40,)
    assert keys.newest_of("inc-1") is None
    keys.close()
    again = prepared(tmp_path)
    assert (again.erasures_of("inc-1"), again.newest_of("inc-1")) == ((40,), None)
    again.close()


def test_m9_what_is_said_after_an_erasure_has_a_new_key(tmp_path: Path) -> None:
    keys = prepared(tmp_path)
    first = keys.take("inc-1", 5)
    keys.destroy("inc-1", seq=40, at_ms=6)
    second = keys.take("inc-1", 7)
    assert second != first
    assert keys.destroy("inc-1", seq=40, at_ms=6) == 0, "the same word again, at a start: the new key is younger"
    assert keys.newest_of("inc-1") == second
    keys.close()


def test_m9_an_older_copy_of_the_file_is_cleaned_at_the_next_start(tmp_path: Path) -> None:
    keys = prepared(tmp_path)
    secret = key_of(keys, keys.take("inc-1", 5))
    keys.close()
    older = (tmp_path / KEYS_FILE).read_bytes()
    keys = prepared(tmp_path)
    keys.destroy("inc-1", seq=40, at_ms=6)
    keys.close()
    (tmp_path / KEYS_FILE).write_bytes(older)
    again = prepared(tmp_path)
    assert secret not in (tmp_path / KEYS_FILE).read_bytes()
    assert again.erasures_of("inc-1") == (40,)
    again.close()


def test_m9_a_destroyed_key_that_nobody_had_taken_in_an_older_copy_is_never_given_out(tmp_path: Path) -> None:
    keys = prepared(tmp_path)
    older = (tmp_path / KEYS_FILE).read_bytes()
    number = keys.take("inc-1", 5)
    keys.destroy("inc-1", seq=40, at_ms=6)
    keys.close()
    (tmp_path / KEYS_FILE).write_bytes(older)
    again = prepared(tmp_path)
    assert again.take("inc-2", 7) > number
    again.close()


@pytest.mark.parametrize("torn_bytes", [1, 64, 100, 127])
def test_m9_a_slot_that_a_power_cut_tore_is_made_anew(tmp_path: Path, torn_bytes: int) -> None:
    keys = prepared(tmp_path)
    kept = key_of(keys, keys.take("inc-1", 5))
    keys.close()
    content = (tmp_path / KEYS_FILE).read_bytes()
    (tmp_path / KEYS_FILE).write_bytes(content[: 128 * 2 + torn_bytes])
    again = prepared(tmp_path)
    number = again.newest_of("inc-1")
    assert number is not None
    assert key_of(again, number) == kept
    assert key_of(again, again.take("inc-2", 6)) != kept
    again.close()


def test_m9_a_torn_line_of_the_list_spoils_no_other(tmp_path: Path) -> None:
    listed = tmp_path / ERASED_FILE
    add_erased(listed, [Erased("00" * 8, "inc-1", 4)])
    with listed.open("ab") as file:
        file.write(b"1111111111")
    add_erased(listed, [Erased("22" * 8, "inc-2", 5)])
    assert read_erased(listed) == [Erased("00" * 8, "inc-1", 4), Erased("22" * 8, "inc-2", 5)]


def test_m9_a_file_that_is_none_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / KEYS_FILE).write_bytes(b"x" * 500)
    with pytest.raises(LogError, match="put it back from a backup"):
        prepared(tmp_path)


def test_m9_keys_of_another_record_are_not_mixed_with_those_of_a_backup(tmp_path: Path) -> None:
    one, other, backups = (tmp_path / name for name in ("one", "other", "backups"))
    for folder in (one, other, backups):
        folder.mkdir()
    for folder in (one, other):
        prepared(folder).close()
    backup_keys(one, backups / "copy")
    with pytest.raises(LogError, match="another record"):
        restore_keys(backups / "copy", other)
    assert restore_keys(backups / "copy", one) == []
