"""E4: a lost answer spends no invitation, nobody else gains by that, and a phone lets its other browser in."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dispatch.access.tokens import FAMILY_AT_MOST, REPEAT_MS, Token, TokenError, Tokens
from dispatch.core.instant import Instant

NOW = Instant(1_800_000_000_000)
MINE, ANOTHERS = "m" * 22, "a" * 22


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    return Tokens(tmp_path, now=lambda: int(NOW))


def bearer(tokens: Tokens, text: str) -> Token:
    found = tokens.find(text)
    assert found is not None
    return found


def phone(tokens: Tokens, *, expires_ms: int | None = None) -> Token:
    return bearer(tokens, tokens.issue("station", name="示例甲组", station="S1", expires_ms=expires_ms))


def test_e4_the_same_browser_gets_the_same_token_again_and_there_is_one(tokens: Tokens) -> None:
    code = tokens.invite("S1", name="示例", now=NOW, minutes=1)
    first = tokens.redeem(code, now=NOW, key=MINE)
    late = NOW.plus(REPEAT_MS - 1)
    assert tokens.redeem(f"{code[:6]}-{code[6:]}".lower(), now=late, key=MINE) == first
    assert [each.id for each in tokens.list()] == [bearer(tokens, first).id]
    assert [each.what for each in tokens.deeds].count("redeemed") == 1


@pytest.mark.parametrize("key", [None, ANOTHERS, MINE[:-1] + "n"])
def test_e4_a_used_code_stays_used_for_everybody_else(tokens: Tokens, key: str | None) -> None:
    code = tokens.invite("S1", name="示例", now=NOW, minutes=15)
    tokens.redeem(code, now=NOW, key=MINE)
    with pytest.raises(TokenError, match="was used"):
        tokens.redeem(code, now=NOW, key=key)


def test_e4_after_ten_minutes_it_is_used_for_the_same_browser_too(tokens: Tokens) -> None:
    code = tokens.invite("S1", name="示例", now=NOW, minutes=60)
    tokens.redeem(code, now=NOW, key=MINE)
    with pytest.raises(TokenError, match="was used"):
        tokens.redeem(code, now=NOW.plus(REPEAT_MS), key=MINE)


def test_e4_without_a_key_a_code_works_once_as_ever(tokens: Tokens) -> None:
    code = tokens.invite("S1", name="示例", now=NOW, minutes=15)
    tokens.redeem(code, now=NOW)
    for key in (None, MINE):
        with pytest.raises(TokenError, match="was used"):
            tokens.redeem(code, now=NOW, key=key)


def test_e4_a_withdrawn_token_is_not_given_again(tokens: Tokens) -> None:
    code = tokens.invite("S1", name="示例", now=NOW, minutes=15)
    tokens.revoke(tokens.redeem(code, now=NOW, key=MINE))
    with pytest.raises(TokenError, match="was used"):
        tokens.redeem(code, now=NOW, key=MINE)


def test_e4_of_many_at_once_each_time_one_browser_wins_however_often_it_sends(tokens: Tokens) -> None:
    code = tokens.invite("S1", name="示例", now=NOW, minutes=15)

    def attempt(number: int) -> str | None:
        try:
            return tokens.redeem(code, now=NOW, key=(MINE, ANOTHERS)[number % 2])
        except TokenError:
            return None

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(attempt, range(16)))
    assert sorted(map(bool, answers)) == [False] * 8 + [True] * 8
    assert len({each for each in answers if each}) == len(tokens.list()) == 1


def test_e4_the_file_keeps_neither_code_nor_key_nor_secret(tokens: Tokens, tmp_path: Path) -> None:
    code = tokens.invite("S1", name="示例", now=NOW, minutes=15)
    text = tokens.redeem(code, now=NOW, key=MINE)
    kept = (tmp_path / "tokens.json").read_text()
    for secret in (code, MINE, text.partition(".")[2]):
        assert secret not in kept
    assert re.fullmatch(r"[0-9a-f]{8}\.[A-Za-z0-9_-]{32}", text), "it looks like every other token"


def test_e4_what_was_handed_in_long_ago_is_forgotten(tokens: Tokens, tmp_path: Path) -> None:
    for number in range(3):
        at = NOW.plus(number * REPEAT_MS)
        tokens.redeem(tokens.invite("S1", name="示例", now=at, minutes=1), now=at, key=MINE)
    assert (tmp_path / "tokens.json").read_text().count('"until_ms"') < 10
    assert len([each for each in tokens.list() if each.station == "S1"]) == 3


def test_e4_a_phone_lets_its_other_browser_in_to_the_same_station_and_name(tokens: Tokens) -> None:
    first = phone(tokens, expires_ms=NOW + 3_600_000)
    code = tokens.invite_other_browser(first, now=NOW, minutes=5)
    other = bearer(tokens, tokens.redeem(code, now=NOW, key=MINE))
    assert (other.role, other.station, other.name) == ("station", "S1", "示例甲组")
    assert other.expires_ms == first.expires_ms, "no longer than the browser that let it in"
    invited = next(each for each in tokens.deeds if each.what == "invited")
    assert (invited.by, invited.bearer) == (first.by, "示例甲组")


def test_e4_a_newer_link_of_the_same_phone_ends_the_one_before(tokens: Tokens) -> None:
    first, centres = phone(tokens), tokens.invite("S1", name="示例乙组", now=NOW, minutes=5)
    before = tokens.invite_other_browser(first, now=NOW, minutes=5)
    after = tokens.invite_other_browser(first, now=NOW, minutes=5)
    with pytest.raises(TokenError):
        tokens.redeem(before, now=NOW)
    assert tokens.redeem(after, now=NOW)
    assert tokens.redeem(centres, now=NOW), "the centre's own stands"


@pytest.mark.parametrize("withdrawn", [0, 1, 2])
def test_e4_a_phones_browsers_are_withdrawn_together_with_what_they_invited(tokens: Tokens, withdrawn: int) -> None:
    browsers = [phone(tokens)]
    for _ in range(2):
        code = tokens.invite_other_browser(browsers[-1], now=NOW, minutes=5)
        browsers.append(bearer(tokens, tokens.redeem(code, now=NOW)))
    stranger = phone(tokens)
    pending = tokens.invite_other_browser(browsers[0], now=NOW, minutes=5)
    tokens.revoke(browsers[withdrawn].id)
    tokens.refresh()
    assert not any(tokens.stands(each) for each in browsers)
    assert tokens.stands(stranger)
    with pytest.raises(TokenError):
        tokens.redeem(pending, now=NOW)
    gone = {each.token for each in tokens.deeds if each.what == "withdrawn"}
    assert gone == {each.id for each in browsers}, "each stands in the record"


def test_e4_a_phone_has_few_browsers(tokens: Tokens) -> None:
    newest = phone(tokens)
    for _ in range(FAMILY_AT_MOST - 1):
        newest = bearer(tokens, tokens.redeem(tokens.invite_other_browser(newest, now=NOW, minutes=5), now=NOW))
    with pytest.raises(TokenError, match="ask the centre"):
        tokens.invite_other_browser(newest, now=NOW, minutes=5)


def test_e4_a_withdrawn_browser_invites_nobody(tokens: Tokens) -> None:
    first = phone(tokens)
    tokens.revoke(first.id)
    with pytest.raises(TokenError, match="ask the centre"):
        tokens.invite_other_browser(first, now=NOW, minutes=5)


def test_e4_a_file_of_an_older_hub_is_read(tmp_path: Path) -> None:
    (tmp_path / "tokens.json").write_text('{"version":1,"tokens":[],"invitations":[],"deeds":[]}')
    tokens = Tokens(tmp_path)
    assert tokens.redeem(tokens.invite("S1", name="示例", now=NOW, minutes=1), now=NOW, key=MINE)
