"""A machine that fails around the hub: files that are spoiled, gone, or not to be written. Alarms go on."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from redis.asyncio import Redis

from dispatch.access.roles import ROLES
from dispatch.access.tokens import FILE_NAME, Tokens, TokensFileError
from dispatch.client.errors import HubUnreachableError
from dispatch.client.stream import StreamClient
from dispatch.core.decide import sharing
from dispatch.stream.session import UNKNOWN_TOKEN
from dispatch.upkeep import maintenance, snapshots as keeping
from dispatch.writer import snapshots
from tests.hub import PATIENCE_S, STATION, House
from tests.redis_server import RedisServer

INVITATIONS = "/api/v1/invitations"


async def test_a_token_file_that_cannot_even_be_looked_at_ends_no_hub(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub, hub.stream("console") as console:
        await hub.still_works()
        path = sqlite_house.data / FILE_NAME
        kept = path.read_bytes()
        with complaint("dispatch.access.tokens") as complained:
            path.unlink()
            path.symlink_to(path.name)  # it leads to itself: asking for it fails as on a disk that is gone
            async with asyncio.timeout(PATIENCE_S):
                await complained.wait()  # nobody asks for anything: whoever looks for withdrawn tokens stumbles over it
        await hub.still_works()
        path.unlink()
        path.write_bytes(kept)
        await hub.still_works()
        Tokens(sqlite_house.data).revoke(sqlite_house.token("dispatcher"))
        with pytest.raises(HubUnreachableError) as ended:
            await asyncio.wait_for(everything(console), PATIENCE_S)
        assert ended.value.close_code == UNKNOWN_TOKEN, "withdrawn tokens are looked for still"


@pytest.mark.parametrize(
    "failure",
    [
        ImportError("failed to map segment from shared object"),
        MemoryError(),
        OSError(12, "Cannot allocate memory"),
        RuntimeError("can't start new thread"),
    ],
)
async def test_a_solver_that_cannot_be_loaded_beforehand_ends_no_hub(
    sqlite_house: House, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def fail() -> None:
        raise failure

    monkeypatch.setattr(sharing, "load_solver", fail)
    with complaint("dispatch.app") as complained:
        async with sqlite_house.open() as hub:
            async with asyncio.timeout(PATIENCE_S):
                await complained.wait()
            await hub.still_works()


@pytest.mark.parametrize("how", ["damaged", "not a file"])
async def test_where_tokens_cannot_be_kept_it_is_said_and_no_path_is_told(sqlite_house: House, how: str) -> None:
    async with sqlite_house.open() as hub:
        await hub.still_works()
        made = await hub.call("POST", INVITATIONS, {"station": STATION})
        path = sqlite_house.data / FILE_NAME
        if how == "damaged":
            path.write_text("{ spoiled", encoding="utf-8")
        else:
            _into_a_folder(path)
        asked = (
            await hub.call("POST", INVITATIONS, {"station": STATION}),
            await hub.call("POST", f"{INVITATIONS}/redeem", {"code": made.body["code"]}, role=None),
            await hub.call("GET", "/api/v1/tokens"),
            await hub.call("DELETE", "/api/v1/tokens/x"),
        )
        for reply in asked:
            assert (reply.status, reply.code) == (503, "tokens_unavailable")
            assert str(sqlite_house.data) not in reply.body["detail"]
        await hub.still_works()


async def test_a_hub_starts_with_a_spoiled_token_file_and_reads_it_once_it_is_mended(sqlite_house: House) -> None:
    token = [sqlite_house.token(role) for role in ROLES][ROLES.index("dispatcher")]
    path = sqlite_house.data / FILE_NAME
    kept = path.read_bytes()
    path.write_text("{ spoiled", encoding="utf-8")
    async with sqlite_house.open() as hub:
        headers = {"Authorization": f"Bearer {token}"}
        assert (await hub.call("GET", "/api/v1/me", role=None, headers=headers)).code == "unauthorized"
        path.write_bytes(kept)
        assert (await hub.call("GET", "/api/v1/me", role=None, headers=headers)).status == 200


async def test_a_snapshot_that_cannot_be_written_ends_no_hub_and_is_written_later(
    sqlite_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "EVERY_EVENTS", 1)
    monkeypatch.setattr(keeping, "EVERY_S", 0.0)
    monkeypatch.setattr(maintenance, "HOUSE_EVERY_S", 0.05)
    sqlite_house.data.mkdir()
    in_the_way = [sqlite_house.data / f"record.db.snapshot-{seq:020d}.part" for seq in range(1000)]
    for path in in_the_way:
        path.mkdir()
    with complaint("dispatch.writer.chores") as complained:  # once, maybe of what the start itself wrote
        async with sqlite_house.open() as hub:
            await hub.alarm()
            async with asyncio.timeout(PATIENCE_S):
                await complained.wait()
            await hub.still_works()
            assert b'onethree_chore_failures_total{chore="snapshot"}' in hub.hub.metrics.text()
            with complaint("dispatch.writer.chores") as mended:
                for path in in_the_way:
                    path.rmdir()
                async with asyncio.timeout(PATIENCE_S):
                    await mended.wait()
            assert await hub.hub.log.load_snapshot() is not None


async def test_a_record_that_does_not_answer_makes_the_hub_not_ready_until_it_does(
    tmp_path: Path, district: Path, own_redis_server: RedisServer
) -> None:
    async with House(district, tmp_path / "data", redis=own_redis_server.url).open() as hub:
        await hub.still_works()
        with complaint("dispatch.writer.readiness") as ended:
            own_redis_server.pause()
            async with asyncio.timeout(PATIENCE_S):
                await ended.wait()
        silent = await hub.call("GET", "/readyz", role=None)
        assert (silent.code, silent.body["reasons"]) == ("not_ready", ["record_silent"])
        assert b'onethree_not_ready{reason="record_silent"} 1.0' in hub.hub.metrics.text()
        with complaint("dispatch.writer.readiness") as began:
            own_redis_server.resume()
            async with asyncio.timeout(PATIENCE_S):
                await began.wait()
        await hub.still_works()


async def test_a_server_that_is_told_later_to_sync_nothing_makes_the_hub_not_ready(
    tmp_path: Path, district: Path, own_redis_server: RedisServer
) -> None:
    async with (
        House(district, tmp_path / "data", redis=own_redis_server.url).open() as hub,
        Redis.from_url(own_redis_server.url) as operator,
    ):
        await operator.config_set("appendonly", "no")
        await hub.hub.readiness.look_at_settings()
        unsafe = await hub.call("GET", "/readyz", role=None)
        assert (unsafe.code, unsafe.body["reasons"]) == ("not_ready", ["record_settings"])
        assert "CONFIG SET appendonly yes" in unsafe.body["detail"]
        await operator.config_set("appendonly", "yes")
        await hub.hub.readiness.look_at_settings()
        await hub.still_works()
        # A server that is still writing its first append-only file does not end, and tells nobody when it has.
        async with asyncio.timeout(PATIENCE_S):
            while (await operator.info("persistence"))["aof_rewrite_in_progress"]:  # noqa: ASYNC110 - see above
                await asyncio.sleep(0.05)


def test_what_could_not_be_written_leaves_the_tokens_as_they_were(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path)
    text = tokens.issue("dispatcher", name="示例")
    assert tokens.find(text) is not None
    path = tmp_path / FILE_NAME
    kept = path.read_bytes()
    _into_a_folder(path)
    with pytest.raises(TokensFileError, match=r"tokens\.json"):
        tokens.issue("device", name="示例")
    assert tokens.find(text) is not None
    path.rmdir()
    path.write_bytes(kept)
    assert tokens.find(text) is not None
    assert [each.name for each in tmp_path.iterdir() if "draft" in each.name] == []


async def everything(client: StreamClient) -> None:
    """Receive until the hub ends the stream."""
    while True:
        await client.receive()


class Complaint(logging.Handler):
    """Hears what a logger says next; ``said`` is set then."""

    def __init__(self) -> None:
        super().__init__()
        self.said = asyncio.Event()

    def emit(self, _: logging.LogRecord) -> None:
        self.said.set()


@contextmanager
def complaint(logger: str) -> Iterator[asyncio.Event]:
    """Yield what is set when a logger next says anything."""
    handler = Complaint()
    logging.getLogger(logger).addHandler(handler)
    try:
        yield handler.said
    finally:
        logging.getLogger(logger).removeHandler(handler)


def _into_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
