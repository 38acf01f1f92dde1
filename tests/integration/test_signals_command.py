"""``onethree signals`` beside a store of raw messages: shown, tried on, put into force."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dispatch.cli.main import build
from dispatch.gateways.gate import SignalGate
from dispatch.gateways.liveness import Liveness
from dispatch.gateways.port import RawMessage
from dispatch.gateways.push_secrets import PushSecrets
from dispatch.gateways.raw_store import RawStore
from dispatch.intake.mapping.shelf import Mappings, read_mappings
from dispatch.intake.push.ctwing import CTWING
from dispatch.intake.push.port import Secret
from dispatch.intake.push.profiles import read_push
from tests.unit.dispatch.test_gate import NOW, FakeRecord

BODY = {"deviceId": "示例865", "productId": "示例产品", "timestamp": NOW, "payload": {"Alarm_Status": 1}}


def run(*words: object) -> Result:
    return CliRunner().invoke(build([str(each) for each in words]), [str(each) for each in words])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a store of one pushed message that no mapping was for, and room for a district."""

    async def fill() -> None:
        (tmp_path / "data").mkdir()
        body = json.dumps(BODY).encode()
        async with RawStore(tmp_path / "data" / "raw.db", lambda: NOW) as store:
            gate = SignalGate(store, FakeRecord(), Liveness(lambda: 0.0))
            (sending,) = read_push(CTWING, Secret("x"), body, gateway="G-push", mappings=Mappings())
            message = RawMessage(
                gateway="G-push", protocol="push", body=body, at_ms=NOW, topic="ctwing", same=sending.same
            )
            await gate.take(message, sending.signals)

    asyncio.run(fill())
    (tmp_path / "district").mkdir()
    return tmp_path


def test_messages_are_shown_with_how_they_were_read(folder: Path) -> None:
    listed = run("signals", "raw", folder / "data")
    assert listed.exit_code == 0
    assert "G-push push ctwing" in listed.output
    assert "no mapping for ctwing product 示例产品" in listed.output
    whole = run("signals", "raw", folder / "data", 1)
    assert '"Alarm_Status": 1' in whole.output
    (message,) = json.loads(run("signals", "raw", folder / "data", "--json").output)["messages"]
    assert message["signals"][0]["address"] == "示例865"
    assert run("signals", "raw", folder / "data", "--gateway", "none", "--lang", "zh").output == "没有原始报文\n"
    assert run("signals", "raw", folder / "nowhere").exit_code == 2


def test_an_example_is_written_tried_and_put_into_force(folder: Path) -> None:
    district = folder / "district"
    assert run("signals", "examples", folder / "district").exit_code == 0
    shelf = read_mappings(district)
    assert (len(shelf.by_name), shelf.problems) == (5, {}), "every example can be used"
    example = folder / "mine.toml"
    example.write_text((district / "mappings" / "smoke-ctwing.toml").read_text("utf-8"), "utf-8")
    (district / "mappings" / "smoke-ctwing.toml").unlink()

    tried = run("signals", "try", district, folder / "data", example)
    assert "after:  示例865: raise fire" in tried.output
    assert "1 messages read again, 1 read otherwise" in tried.output
    assert "smoke-ctwing" not in read_mappings(district).by_name, "trying puts nothing into force"

    put = run("signals", "put", district, example, "--who", "示例", "--note", "first", "--lang", "zh")
    assert "smoke-ctwing 已生效（示例）" in put.output
    assert "smoke-ctwing" in read_mappings(district).by_name
    (line,) = (district / "mappings" / "history.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["who"] == "示例"
    example.write_text("name = ", "utf-8")
    assert run("signals", "put", district, example).exit_code == 1
    assert "smoke-ctwing" in read_mappings(district).by_name


def test_a_secret_is_made_shown_and_nobody_elses_to_read(folder: Path) -> None:
    data = folder / "data"
    made = run("signals", "secret", data, "onenet", "--token", "t-1", "--aes", "示例=")
    assert "/api/v1/push/onenet" in made.output
    assert PushSecrets(data).find("onenet") == Secret("t-1", "示例=")
    assert (data / "push-onenet.key").stat().st_mode & 0o077 == 0
    assert "t-1" in run("signals", "secret", data, "onenet", "--show").output
    assert run("signals", "secret", data, "ctwing", "--show").exit_code == 2
    assert run("signals", "secret", data, "../x").exit_code == 2
    assert len(run("signals", "secret", data, "ctwing").output) > 40
