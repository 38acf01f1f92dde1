"""The same plays bring about the same events, to the byte, whatever was made faster since their digests were kept."""

import pytest

from tests.recorded_answers import PLAYS, hold, name_of


@pytest.mark.parametrize("play", PLAYS)
def test_nothing_is_answered_otherwise_where_nothing_is_shared(play: str) -> None:
    hold(name_of(play, shared=False), PLAYS[play](False))


@pytest.mark.parametrize("play", PLAYS)
def test_nothing_is_answered_otherwise_where_units_are_shared(play: str) -> None:
    hold(name_of(play, shared=True), PLAYS[play](True))
