"""A kept message is explained to people, and read again by another profile than it was read by first."""

from __future__ import annotations

from dispatch.intake.gb26875.reading import TYPES, explain, read_again
from tests.oracles.gb26875 import KINDS

PUMP = bytes.fromhex("4040000001010f220e190713010000000000ffff00000000120002960100035b010000000200000f220e190713f12323")
"""A switch input of a fire pump, as 富贝 2024 sends it."""


def test_a_frame_is_told_field_by_field() -> None:
    told = explain(PUMP)
    assert told is not None
    assert (told.profile, told.seq, told.version, told.source) == ("fubei", 0, "1.1", "1")
    assert told.command_name is not None
    assert told.command_name.zh == "发送数据"
    assert (told.type, told.count, told.problem) == (150, 1, None)
    assert [(each.component, each.access, each.switch) for each in told.objects] == [(91, 2, 0)]


def test_another_profile_reads_the_same_bytes_otherwise() -> None:
    (by_its_own,) = read_again(PUMP, "G")
    (by_the_standard,) = read_again(PUMP, "G", "standard")
    assert (by_its_own.address, by_its_own.cleared) == ("0.3.0.1", ("started",))
    assert by_the_standard.unread == {"type": "150"}


def test_a_broken_frame_is_told_as_far_as_it_can_be_and_says_nothing() -> None:
    wrong = PUMP[:-3] + b"\xf2##"
    told = explain(wrong)
    assert told is not None
    assert (told.broken, told.type) == ("checksum", 150)
    assert read_again(wrong, "G") == ()
    assert explain(b"no frame at all") is None


def test_every_type_of_the_standard_has_a_name_in_both_languages() -> None:
    assert set(KINDS) == set(TYPES)
    assert all(words.zh and words.en.isascii() for words in TYPES.values())
