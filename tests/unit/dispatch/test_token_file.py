"""Tokens end by themselves, and every change of the file leaves a deed for the record in the same write."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from dispatch.access.token_file import TokenFile
from dispatch.access.tokens import COMMAND_LINE, Tokens
from dispatch.cli.main import build
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import By

NOW = Instant(1_800_000_000_000)
KEY = "a1b2c3d4"
ADMIN = By(role="admin", name="示例", token=KEY)


def test_h8_a_token_is_good_until_it_expires(tmp_path: Path) -> None:
    clock = [int(NOW)]
    tokens = Tokens(tmp_path, now=lambda: clock[0])
    text = tokens.issue("device", name="示例", expires_ms=NOW + 1000)
    token = tokens.find(text)
    assert token is not None
    assert tokens.stands(token)
    assert tokens.expiry(text) is None
    clock[0] += 1000
    assert tokens.find(text) is None
    assert not tokens.stands(token)
    assert tokens.expiry(text) == NOW.plus(1000)
    assert tokens.expiry(f"{token.id}.wrong") is None, "only the bearer is told"


def test_h8_every_change_leaves_a_deed_with_who_did_it_and_to_what(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path)
    made = tokens.issue("dispatcher", name="王").partition(".")[0]
    code = tokens.invite("S1", name="李", now=NOW, minutes=15, by=ADMIN)
    redeemed = tokens.redeem(code, now=NOW).partition(".")[0]
    tokens.revoke(redeemed, by=ADMIN)
    deeds = TokenFile(tmp_path).read().deeds
    assert [(each.what, each.token, each.bearer, each.station) for each in deeds] == [
        ("made", made, "王", None),
        ("invited", "", "李", "S1"),
        ("redeemed", redeemed, "李", "S1"),
        ("withdrawn", redeemed, "李", "S1"),
    ]
    assert [each.by.token for each in deeds[1:]] == [KEY, redeemed, KEY]
    assert deeds[0].by == COMMAND_LINE
    assert deeds[1].invitation == deeds[2].invitation
    tokens.settle(deeds[:3])
    assert TokenFile(tmp_path).read().deeds == deeds[3:]


@pytest.mark.parametrize(("expires", "status"), [("90d", 0), ("12h", 0), ("0d", 2), ("soon", 2)])
def test_h8_the_command_line_says_how_long(tmp_path: Path, expires: str, status: int) -> None:
    arguments = ["token", str(tmp_path), "--role", "device", "--expires", expires]
    assert CliRunner().invoke(build(["token"]), arguments).exit_code == status
    assert len(Tokens(tmp_path).list()) == (status == 0)
