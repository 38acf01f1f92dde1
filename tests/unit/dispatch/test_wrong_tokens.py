"""Wrong tokens are slowed by address, and said once a minute."""

from __future__ import annotations

import logging

import pytest

from dispatch.access.wrong_tokens import FORGIVEN_AFTER_S, FREE_TRIES, SLOWEST_S, WrongTokens


class Desk:
    """A count of wrong tokens with a clock that is set by hand."""

    def __init__(self) -> None:
        self.now, self.counted = 0.0, 0
        self.wrong = WrongTokens(lambda: self.now, self._count)

    def _count(self) -> None:
        self.counted += 1


def test_h8_the_first_are_answered_then_the_wait_doubles_up_to_a_minute() -> None:
    desk = Desk()
    assert [desk.wrong.note("a") for _ in range(FREE_TRIES)] == [0.0] * FREE_TRIES
    waits = []
    for _ in range(9):
        waits.append(desk.wrong.note("a"))
        desk.now += waits[-1]
        assert desk.wrong.note("a") == 0.0
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, SLOWEST_S, SLOWEST_S, SLOWEST_S]


def test_h8_what_comes_too_early_makes_it_no_longer_and_others_are_not_slowed() -> None:
    desk = Desk()
    for _ in range(FREE_TRIES):
        desk.wrong.note("a")
    assert [desk.wrong.note("a") for _ in range(100)] == [1.0] * 100
    assert desk.wrong.note("b") == 0.0
    desk.now += FORGIVEN_AFTER_S + 1
    assert desk.wrong.note("a") == 0.0


def test_h8_each_is_counted_and_an_address_is_logged_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    desk = Desk()
    with caplog.at_level(logging.WARNING):
        for _ in range(100):
            desk.wrong.note("192.0.2.7")
        assert len(caplog.records) == 1
        desk.now += 61
        desk.wrong.note("192.0.2.7")
    assert desk.counted == 101
    assert [record.getMessage().split(";")[0] for record in caplog.records] == [
        "wrong tokens from 192.0.2.7: 1",
        "wrong tokens from 192.0.2.7: 100",
    ]
