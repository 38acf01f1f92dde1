"""What panels send that no standard foresees: nothing of it raises an error, hides a fire or makes one."""

from __future__ import annotations

from pathlib import Path

import pytest

from dispatch.core.signal import Signal
from dispatch.gateways.gb26875.directory import read_habits
from dispatch.intake.gb26875.answers import fault_of, is_heartbeat
from dispatch.intake.gb26875.frames import DATA, Frame
from dispatch.intake.gb26875.objects import read_objects
from dispatch.intake.gb26875.profiles import STANDARD, Profile, district_profiles, profile_of, profiles, read_profiles
from dispatch.intake.gb26875.signals import signals_of
from dispatch.intake.gb26875.times import read_text, write_time

SENT = bytes((32, 58, 9, 26, 9, 12))
BURNING = bytes.fromhex("0101280a0002000200") + bytes(31) + SENT
"""A smoke detector, loop 2, point 10, in alarm: 46 bytes."""


def frame(adu: bytes, command: int = DATA, version: tuple[int, int] = (1, 1), sent: bytes = SENT) -> Frame:
    return Frame(seq=1, version=version, sent=sent, source=889, destination=88888, command=command, adu=adu)


def said(adu: bytes, profile: Profile = STANDARD) -> tuple[Signal, ...]:
    return signals_of(frame(adu), profile, "G")


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("000000000000", None),
        ("ffffffffffff", None),
        ("00000c1e0224", None),
        ("3b3b171f0c63", "2099-12-31T23:59:59+08:00"),
        ("203a091a090c", "2012-09-26T09:58:32+08:00"),
        ("153014240826", "2026-08-24T14:30:15+08:00"),
        ("0000001d0218", "2024-02-29T00:00:00+08:00"),
        ("0000001d0219", None),
    ],
)
def test_a_time_is_read_or_is_none(tag: str, text: str | None) -> None:
    assert read_text(bytes.fromhex(tag)) == text


def test_a_time_that_is_both_is_read_as_the_standard_says_unless_the_profile_knows_better() -> None:
    both = bytes.fromhex("301213010814")
    assert read_text(both) == "2020-08-01T19:18:48+08:00"
    assert read_text(both, "bcd") == "2014-08-01T13:12:30+08:00"
    assert read_text(bytes.fromhex("153014240826"), "binary") is None


def test_the_hubs_time_is_written_in_beijing_in_the_devices_digits() -> None:
    at_ms = 1_787_553_015_000
    assert write_time(at_ms).hex() == "0f1e0e18081a"
    assert write_time(at_ms, "bcd").hex() == "153014240826"
    with pytest.raises(ValueError, match="2100"):
        write_time(4_102_444_800_000)


def test_a_fire_without_a_time_is_a_fire() -> None:
    for tag in (bytes(6), b"\xff" * 6):
        (signal,) = signals_of(frame(b"\x02\x01" + BURNING[:-6] + tag, sent=tag), gateway="G")
        assert signal.raised == ("fire",)
        assert (signal.occurred_at, signal.sent_at) == (None, None)
        assert set(signal.unread) == {"occurred_at", "sent_at"}


def test_no_objects_say_nothing_and_are_shown() -> None:
    for adu in (b"\x02\x00", b"\x02\x00" + BURNING):
        (signal,) = said(adu)
        assert not signal.raised
        assert signal.unread == {"objects": "type 2: none"}


def test_more_objects_than_fit_are_read_as_far_as_they_go() -> None:
    first, trouble = said(b"\x02\xff" + BURNING)
    assert first.raised == ("fire",)
    assert trouble.unread == {"objects": "type 2: shorter"}


def test_bytes_behind_the_objects_do_not_hide_them() -> None:
    first, trouble = said(b"\x02\x01" + BURNING + b"\x01\x02\x03")
    assert first.raised == ("fire",)
    assert trouble.unread == {"objects": "type 2: longer"}


def test_a_time_of_the_whole_data_unit_behind_its_objects_is_no_trouble() -> None:
    (signal,) = said(b"\x18\x01\x20\x01" + SENT + SENT)
    assert (signal.operation, signal.unread) == ("post_check_answered", {})


@pytest.mark.parametrize("component", [84, 85, 87, 88])
def test_a_module_speaks_for_what_hangs_behind_it(component: int) -> None:
    (burning,) = said(b"\x02\x01" + BURNING[:2] + bytes((component,)) + BURNING[3:])
    (faulty,) = said(b"\x02\x01" + BURNING[:2] + bytes((component,)) + BURNING[3:7] + b"\x05\0" + BURNING[9:])
    assert burning.device_kind == "general"
    assert faulty.device_kind is not None
    assert faulty.device_kind.endswith("module")


def test_a_description_that_is_no_text_does_not_hide_a_fire() -> None:
    for text in (b"\xff\xfe\x80\x01\x02", b"\xfb\0\0\0\x01", bytes(range(128, 159))):
        (signal,) = said(b"\x02\x01" + BURNING[:9] + text.ljust(31, b"\0") + SENT)
        assert signal.raised == ("fire",)
        assert signal.unread == {"text": "no words"}


def test_a_description_ends_at_its_first_nul_and_may_have_wide_spaces() -> None:
    text = "3号楼\u3000501室".encode("gb18030") + b"\0\xf8\x98\xcf\xa0"
    (signal,) = said(b"\x02\x01" + BURNING[:9] + text.ljust(31, b"\0") + SENT)
    assert (signal.text, signal.unread) == ("3号楼 501室", {})


@pytest.mark.parametrize("size", [15, 16, 40])
def test_objects_without_description_or_time_are_told_by_their_size(size: int) -> None:
    body = {15: BURNING[:9] + SENT, 16: BURNING[:7] + b"\0" + BURNING[7:9] + SENT, 40: BURNING[:40]}[size]
    signals = said(b"\x02\x02" + body * 2)
    assert [each.raised for each in signals] == [("fire",), ("fire",)]
    assert [each.address for each in signals] == ["1.1.2.10"] * 2


def test_a_transmission_device_that_sends_its_status_without_a_time_is_heard() -> None:
    (signal,) = said(b"\x15\x01\x01")
    assert (signal.address, signal.raised, signal.unread) == (None, (), {})


def test_heartbeats_say_nothing() -> None:
    for beat in (frame(b""), frame(b"\x16"), frame(b"", command=7)):
        assert is_heartbeat(beat)
        assert signals_of(beat) == ()


def test_types_that_nobody_knows_are_shown_in_the_same_words_each_time() -> None:
    assert [each.unread for each in said(b"\xc8\x01\x00\x01")] == [{"type": "200"}]
    assert said(b"\xc8\x01\x00\x02") == said(b"\xc8\x01\x00\x01")
    assert [each.unread for each in said(b"\x02")] == [{"objects": "data unit"}]


def test_a_vendors_own_type_of_another_size_is_not_taken_for_the_one_that_is_known() -> None:
    (signal,) = said(b"\x87\x01" + BURNING[:20])
    assert (signal.cleared, signal.whole, signal.unread) == ((), False, {"type": "135"})


def test_restored_ends_what_it_names_or_all_and_raises_nothing() -> None:
    (named,) = said(b"\x87\x01" + BURNING)
    assert (named.raised, named.cleared, named.whole) == ((), ("fire",), False)
    (silent,) = said(b"\x87\x01" + BURNING[:7] + b"\0\0" + BURNING[9:])
    assert (silent.raised, silent.cleared, silent.whole) == ((), (), True)
    (own,) = said(b"\x88\x01\x08" + SENT)
    assert (own.address, own.cleared) == (None, ("mains_fault",))


def test_a_system_switched_off_is_shown_and_on_again_ends_it() -> None:
    (off,), (on,) = said(b"\x85\x01\x01\x02" + SENT), said(b"\x84\x01\x01\x02" + SENT)
    assert (off.address, off.raised) == ("1.2", ("disabled",))
    assert (on.address, on.cleared, on.operation) == ("1.2", ("disabled",), "online")


@pytest.mark.parametrize("profile", sorted(profiles()))
def test_a_weighed_extinguisher_is_never_a_fire(profile: str) -> None:
    for status in range(512):
        body = bytes.fromhex("0201b200000000") + status.to_bytes(2, "little") + bytes(31) + SENT
        signals = said(b"\x02\x01" + body, profiles()[profile])
        assert not any("fire" in each.raised for each in signals)
    body = bytes.fromhex("0201b2000000000200") + bytes(31) + SENT
    (absent,) = said(b"\x02\x01" + body)
    assert (absent.device_kind, absent.raised) == ("extinguisher", ("absent",))


def test_the_test_bit_is_a_tag_and_hides_nothing() -> None:
    in_test, running = said(b"\x02\x01" + BURNING), said(b"\x02\x01" + BURNING[:7] + b"\x03\0" + BURNING[9:])
    assert [(each.raised, each.test) for each in (*in_test, *running)] == [(("fire",), True), (("fire",), False)]
    dahua = said(b"\x02\x01" + BURNING, profiles()["dahua"])
    assert [(each.raised, each.test) for each in dahua] == [(("fire",), False)]


def test_another_condition_does_not_end_a_fire_and_a_calm_status_does() -> None:
    fault = said(b"\x02\x01" + BURNING[:7] + b"\x05\0" + BURNING[9:])[0]
    assert fault.raised == ("fault",)
    assert "fire" not in fault.cleared
    assert not fault.whole
    assert said(b"\x02\x01" + BURNING[:7] + b"\x01\0" + BURNING[9:])[0].whole


def test_electrical_detectors_are_told_by_their_kind() -> None:
    (signal,) = said(b"\x02\x01" + BURNING[:2] + b"\x11" + BURNING[3:])
    assert (signal.device_kind, signal.raised) == ("residual_current", ("fire",))


def test_unknown_commands_and_long_units_are_denied_by_profile() -> None:
    assert fault_of(frame(b"", command=8)) == "command"
    assert fault_of(frame(b"", command=127)) == "command"
    assert [fault_of(frame(b"", command=each)) for each in (0, 1, 6, 7, 128, 255)] == [None] * 6
    long = frame(b"\x02\x0b" + bytes(511))
    assert fault_of(long) is None
    assert fault_of(long, profiles()["dahua"]) == "length"


def test_the_profile_is_learnt_from_version_time_and_type() -> None:
    bcd = bytes.fromhex("153014240826")
    assert profile_of([frame(b"", version=(1, 3), sent=bcd)]).id == "dahua"
    assert profile_of([frame(b"", version=(1, 3), sent=bytes((59, 59, 23, 30, 12, 99)))]).id == "standard"
    assert profile_of([frame(b"", version=(16, 0))]).id == "dtu"
    assert profile_of([frame(b""), frame(b"\x96\x01" + bytes(16))]).id == "fubei"
    assert profile_of([]).id == "standard"


def test_who_takes_an_unknown_command_for_a_broken_line_is_not_asked() -> None:
    assert profiles()["dahua"].asks == ("clock",)
    assert "components" in STANDARD.asks


def test_a_district_may_bring_its_own_profile() -> None:
    text = '[[profile]]\nid = "own"\nname = "示例"\nrestores = { 140 = 2 }\n[profile.bits]\n9 = "tamper"\n'
    own = read_profiles(text, STANDARD)["own"]
    assert own.restores == {**STANDARD.restores, 140: 2}
    assert own.meanings == STANDARD.meanings
    assert said(b"\x02\x01" + BURNING[:7] + b"\x00\x02" + BURNING[9:], own)[0].raised == ("tamper",)
    assert said(b"\x8c\x01" + BURNING, own)[0].cleared == ("fire",)


def test_a_districts_file_adds_to_the_hubs_profiles_and_a_wrong_one_is_named(tmp_path: Path) -> None:
    assert district_profiles(tmp_path) == dict(profiles())
    file = tmp_path / "panels.toml"
    file.write_text('[[profile]]\nid = "own"\nname = "示例"\naddresses = "big"\n', encoding="utf-8")
    assert district_profiles(tmp_path)["own"].addresses == "big"
    assert district_profiles(tmp_path)["dahua"] == profiles()["dahua"]
    file.write_text('[[profile]]\nid = "own"\nname = "示例"\nadresses = "big"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"panels\.toml: .*adresses"):
        district_profiles(tmp_path)
    assert read_habits(tmp_path) == profiles()


def test_nothing_that_a_data_unit_may_hold_is_an_error() -> None:
    for kind in range(256):
        for count in (0, 1, 2, 255):
            for body in (b"", b"\xff", bytes(46), b"\xff" * 46, b"\x80" * 1022):
                read_objects(frame(bytes((kind, count)) + body))
                for profile in profiles().values():
                    signals_of(frame(bytes((kind, count)) + body), profile, "G")
