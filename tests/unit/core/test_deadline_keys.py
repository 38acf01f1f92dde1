"""Every kind of deadline has one text, and the text says which kind it is."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from dispatch.core import deadline_keys as key
from dispatch.core.deadline_keys import DeadlineKey, parse

EXAMPLES: dict[str, Any] = {
    "condition": "fault",
    "target": "arrive",
    "percent": 50,
    "number": 2,
    "inject": "smoke",
    "begins_ms": 1_795_320_000_000,
    "day": "2026-11-22",
}
ALL = [kind(*(EXAMPLES[name] for name in kind.__struct_fields__)) for kind in get_args(DeadlineKey)]


@pytest.mark.parametrize("one", ALL, ids=lambda each: each.text)
def test_the_text_is_read_as_what_it_was_made_of(one: DeadlineKey) -> None:
    assert parse(one.text) == one


def test_no_two_kinds_have_one_text() -> None:
    assert len({one.text for one in ALL}) == len(ALL)


def test_the_texts_are_those_of_the_record() -> None:
    assert key.Warn("arrive", 50).text == "warn:arrive:50"
    assert key.ClimbRung(2).text == "rung:2"
    assert key.RunInject("smoke").text == "drill:inject:smoke"
    assert key.ArchiveDrill().text == "drill:archive"


def test_a_districts_own_target_may_have_a_colon() -> None:
    assert parse(key.Warn("到场:一类", 80).text) == key.Warn("到场:一类", 80)
    assert parse(key.Miss("到场:一类").text) == key.Miss("到场:一类")


@pytest.mark.parametrize("text", ["", "rung", "rung:x", "warn:50", "archive:1", "drill", "drill:inject", "weather"])
def test_anything_else_is_no_deadline(text: str) -> None:
    assert parse(text) is None
