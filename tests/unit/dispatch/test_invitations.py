"""An invitation buys one station token, once, until it expires."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dispatch.access.tokens import CODE_LENGTH, TokenError, Tokens
from dispatch.core.instant import Instant

NOW = Instant(1_800_000_000_000)


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    return Tokens(tmp_path)


def test_a_code_gives_a_token_of_its_station(tokens: Tokens) -> None:
    code = tokens.invite("S1", name="示例甲组", now=NOW, minutes=15)
    token = tokens.find(tokens.redeem(code, now=NOW.plus(60_000)))
    assert token is not None
    assert (token.role, token.station, token.name) == ("station", "S1", "示例甲组")


def test_a_code_is_used_once(tokens: Tokens) -> None:
    code = tokens.invite("S1", name="S1", now=NOW, minutes=15)
    tokens.redeem(code, now=NOW)
    with pytest.raises(TokenError, match="used"):
        tokens.redeem(code, now=NOW)


def test_of_many_who_hand_in_one_code_at_once_one_gets_a_token(tokens: Tokens) -> None:
    code = tokens.invite("S1", name="S1", now=NOW, minutes=15)

    def attempt(_number: int) -> bool:
        try:
            tokens.redeem(code, now=NOW)
        except TokenError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(16))) == 1
    assert len(tokens.list()) == 1


def test_a_code_expires(tokens: Tokens) -> None:
    code = tokens.invite("S1", name="S1", now=NOW, minutes=1)
    with pytest.raises(TokenError, match="expired"):
        tokens.redeem(code, now=NOW.plus(60_000))


def test_the_file_keeps_no_code_and_forgets_expired_invitations(tokens: Tokens, tmp_path: Path) -> None:
    code = tokens.invite("S1", name="S1", now=NOW, minutes=1)
    other = tokens.invite("S2", name="S2", now=NOW.plus(60_000), minutes=1)
    kept = (tmp_path / "tokens.json").read_text()
    assert code not in kept
    assert other not in kept
    assert kept.count("code_hash") == 1


def test_a_code_typed_as_people_type_is_understood(tokens: Tokens) -> None:
    code = tokens.invite("S1", name="S1", now=NOW, minutes=1)
    assert re.fullmatch(rf"[0-9A-HJKMNP-TV-Z]{{{CODE_LENGTH}}}", code)
    typed = f"{code[:4]}-{code[4:8]} {code[8:]}".lower()
    assert tokens.redeem(typed, now=NOW)


def test_tokens_and_invitations_leave_each_other_alone(tokens: Tokens) -> None:
    first = tokens.issue("dispatcher", name="示例")
    code = tokens.invite("S1", name="S1", now=NOW, minutes=1)
    second = tokens.issue("commander", name="示例")
    tokens.revoke(first)
    assert tokens.redeem(code, now=NOW)
    assert tokens.find(second) is not None
