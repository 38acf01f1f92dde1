"""One file has the words of the wire: every code has one, every word has a code, and all who speak use it."""

from __future__ import annotations

from collections import defaultdict
from string import Formatter
from typing import Literal

import msgspec
import pytest

from dispatch.core.state import State
from dispatch.wire import typescript_words
from dispatch.wire.asyncapi import INCOMING, OUTGOING
from dispatch.wire.families import FAMILIES, unnamed
from dispatch.wire.schemas import COMMANDS, EVENTS
from dispatch.wire.vocabulary import Language, Word, trigger, vocabulary, word
from stations.norms.words import word as norms_word
from stations.readiness import Readiness

LANGUAGES: tuple[Language, ...] = ("zh", "en")


class Inner(msgspec.Struct):
    mood: Literal["calm", "hurried"]
    kind: Literal["smoke"]


class Outer(msgspec.Struct):
    inners: dict[str, tuple[Inner, ...]]
    weather: Literal["rain"] | None = None


def test_the_file_and_the_hub_have_the_same_families() -> None:
    assert set(vocabulary()) == set(FAMILIES)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_code_has_a_word_and_every_word_has_a_code(family: str) -> None:
    assert set(vocabulary()[family]) == FAMILIES[family]


def test_every_code_on_the_wire_is_of_a_family() -> None:
    assert unnamed((*EVENTS, *COMMANDS, State, *INCOMING, *OUTGOING, Readiness)) == []


def test_a_code_of_no_family_is_found_wherever_it_stands() -> None:
    assert unnamed([Outer]) == ["Outer.weather", "Inner.mood"]


@pytest.mark.parametrize("family", FAMILIES)
def test_no_word_is_empty_and_both_languages_leave_the_same_places_open(family: str) -> None:
    for code, told in vocabulary()[family].items():
        assert all(text.strip() == text and text for text in told), code
        assert len({_open_places(text) for text in told}) == 1, code


def _open_places(text: str) -> tuple[str | None, ...]:
    return tuple(sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None))


SAME_THING = {
    "close.handled": "milestone.controlled",
    "milestone.controlled": "event.assignment.controlled",
    "milestone.no_answer": "verdict.no_answer",
    "decline.busy": "verdict.busy",
    "role.station": "party.station",
    "duty.overdue": "finding.take_over_overdue",
    "rule.post_check": "event.check.called",
}
"""Codes of two families that mean one thing."""


@pytest.mark.parametrize(("one", "other"), SAME_THING.items())
def test_what_means_one_thing_has_one_word(one: str, other: str) -> None:
    assert _word(one) == _word(other)


def _word(name: str) -> tuple[str, str]:
    family, _, code = name.partition(".")
    family, code = (family, code) if family in FAMILIES else ("event", name)
    found = vocabulary()[family][code]
    return found.zh, found.en


@pytest.mark.parametrize("tag", sorted(tag for tag in FAMILIES["event"] if tag.startswith("assignment.")))
def test_an_order_s_event_is_called_as_its_milestone(tag: str) -> None:
    assert _word(f"event.{tag}") == _word(f"milestone.{tag.removeprefix('assignment.')}")


@pytest.mark.parametrize("family", sorted(set(FAMILIES) - {"event", "command", "finding"}))
@pytest.mark.parametrize("language", LANGUAGES)
def test_within_a_family_no_two_codes_have_one_word(family: str, language: Language) -> None:
    codes: defaultdict[str, list[str]] = defaultdict(list)
    for code, told in vocabulary()[family].items():
        codes[told.in_language(language)].append(code)
    assert [each for each in codes.values() if len(each) > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("verdict", ["met", "gap", "unknown"])
def test_the_stations_own_page_says_a_verdict_as_the_wire_does(verdict: str, language: Language) -> None:
    assert norms_word(verdict, language) == word("gap", verdict, language)


def test_a_code_of_a_later_version_is_called_by_itself() -> None:
    assert word("kind", "radiation", "zh") == "radiation"


def test_a_family_that_nobody_knows_is_a_defect() -> None:
    with pytest.raises(KeyError):
        word("weather", "rain", "en")


def test_what_a_rung_waits_for_names_the_target() -> None:
    assert trigger("missed_arrive", "en") == "arrival missed"
    assert trigger("missed_arrive", "zh") == "到场超时"
    assert trigger("unacknowledged", "en") == "not acknowledged"


def test_pages_have_the_short_words_and_labels_their_capital() -> None:
    printed = typescript_words.module()
    assert '  "kind.manual_call_point": "手报",' in printed
    assert '  "kind.manual_call_point": "Call point",' in printed
    assert '  "milestone.controlled": "handled",' in printed
    assert '  "hub.clock_drift": { zh: "时钟偏移", en: "Clock drift" },' in printed


def test_a_word_without_a_short_one_is_its_own() -> None:
    assert vocabulary()["kind"]["gas"] == Word("燃气", "gas", "燃气", "gas")
