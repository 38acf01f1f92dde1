"""Every published frame is read as its publisher documents it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dispatch.core.signal import Signal
from dispatch.intake.gb26875.frames import Broken, Frame, Scanner, encode
from dispatch.intake.gb26875.objects import read_objects
from dispatch.intake.gb26875.profiles import address_of, profile_of
from dispatch.intake.gb26875.signals import signals_of
from tests.shared_data import shared_data


def published(name: str) -> list[dict[str, Any]]:
    """Return the frames of one of the two files of published frames."""
    rows: list[dict[str, Any]] = json.loads(shared_data("..", "reference", name).read_text(encoding="utf-8"))
    return rows


@pytest.mark.parametrize("name", ["gb26875_vectors.json", "gb26875_vectors_2.json"])
def test_header_and_checksum_are_as_documented(name: str) -> None:
    for row in published(name):
        raw = bytes.fromhex(row["hex"])
        (found,) = Scanner().feed(raw)
        if not row["checksum_ok"]:
            assert isinstance(found, Broken)
            assert found.reason == "checksum"
            continue
        assert isinstance(found, Frame)
        assert encode(found) == raw
        assert (found.seq, list(found.version), found.command) == (row["seq"], row["ver"], row["cmd"])
        assert found.adu.hex() == row["adu"]
        if "src" in row:
            assert (found.source, found.destination) == (row["src"], row["dst"])
        else:
            assert found.source.to_bytes(6, "little").hex() == row["src_hex"]


def test_each_says_what_its_publisher_says() -> None:
    said = {}
    for row in published("gb26875_vectors.json") + published("gb26875_vectors_2.json"):
        for frame in Scanner().feed(bytes.fromhex(row["hex"])):
            if isinstance(frame, Frame):
                profile = profile_of([frame])
                said[row["name"]] = (address_of(frame.source, profile), signals_of(frame, profile, "G"))
    for start, expected in EXPECTED.items():
        ((address, signals),) = [found for name, found in said.items() if name.startswith(start)]
        assert (start, address, [_words(signal) for signal in signals]) == (start, *expected)


def kept() -> list[dict[str, Any]]:
    """Return the frames of the repository: published ones, and our own of every type."""
    lines = (Path(__file__).parents[3] / "data" / "gb26875-frames.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("row", kept(), ids=lambda row: row["name"])
def test_each_frame_of_the_repository_says_what_is_written_beside_it(row: dict[str, Any]) -> None:
    (frame,) = Scanner().feed(bytes.fromhex(row["hex"]))
    assert isinstance(frame, Frame)
    profile = profile_of([frame])
    assert (profile.id, address_of(frame.source, profile)) == (row["profile"], row["source"])
    assert [_shown(signal) for signal in signals_of(frame, profile, "G")] == row["says"]


def _shown(signal: Signal) -> str:
    text = f" {signal.text}" if signal.text else ""
    return _words(signal) + text + "".join(f" {each.value:g}{each.unit}" for each in signal.measured)


def _words(signal: Signal) -> str:
    parts = [signal.address or "-", signal.device_kind or "-", "+".join(signal.raised) or "-"]
    parts += [signal.operation or "-", (signal.occurred_at or "-")[:19], *signal.unread]
    return " ".join(parts)


EXPECTED: dict[str, tuple[str, list[str]]] = {
    "AL-1 type2": ("889", ["1.1.2.10 smoke_detector fire - 2012-09-26T09:58:02"]),
    "AL-1 confirm": ("88888", []),
    "AL-1 deny": ("88888", []),
    "AL-3": ("889", ["- - - post_check_answered 2012-09-26T09:58:02"]),
    "AL-4": ("889", ["- - - - -"]),
    "AL-5": ("889", ["- - - - 2012-09-26T09:58:02"]),
    "AL-6 read81": ("88888", []),
    "AL-10 sync90": ("88888", []),
    "dgiot handshake req": ("0", []),
    "dgiot fire type24": ("0", ["- - - silence 2022-03-03T17:15:22"]),
    "FooBei": ("1", ["0.3.0.1 fire_pump - - 2019-07-25T14:34:15"]),
    "Dahua v1.03 manual-alarm": ("123456789012", ["128.1.2.7 manual_call_point fire - 2026-08-24T14:30:15"]),
    "Dahua v1.03 manual-normal": ("123456789012", ["128.1.2.7 manual_call_point - - 2026-08-24T14:30:15"]),
    "Dahua v1.03 smoke-alarm": ("123456789012", ["128.1.2.7 smoke_detector fire - 2026-08-24T14:30:15"]),
    "Dahua v1.03 sound-light": ("123456789012", ["128.1.2.7 sounder started+feedback - 2026-08-24T14:30:15"]),
    "Dahua v1.03 registration": ("123456789012", ["- - - online -"]),
    "Dahua v1.03 keepalive": ("123456789012", []),
    "Dahua v1.03 time-sync-request": ("123456789012", []),
    "Dahua v1.03 power-fault": ("123456789012", ["128.1.2.7 sounder mains_fault - 2026-08-24T14:30:15"]),
    "bluesky heartbeat": ("11111", []),
    "case1 type25": ("3456", ["- - - - -"]),
    "BLE tag station, component": ("12371126264754", ["2.1.0.0 extinguisher - - - sent_at occurred_at text"]),
    "BLE tag station log 1": ("9071776900504", ["2.1.0.0 extinguisher absent - - sent_at occurred_at text"]),
    "tunnel fire monitor permission": ("0", ["- - - - - type"]),
    "tunnel fire monitor read": ("0", []),
}
"""Name of the frame -> its sender, and of each signal: address, kind, what is raised, what was done, when, unread."""


def test_no_answer_or_question_is_a_signal_and_the_broken_one_is_none() -> None:
    frames = [Scanner().feed(bytes.fromhex(row["hex"]))[0] for row in published("gb26875_vectors.json")]
    quiet = [each for each in frames if isinstance(each, Frame) and each.command in {1, 3, 4, 6}]
    assert len(quiet) == 10
    assert all(signals_of(each) == () for each in quiet)
    assert all(read_objects(each).problem is None for each in quiet)
