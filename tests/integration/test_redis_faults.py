"""A server that is killed, frozen or set up wrongly: nothing is stored twice, nothing confirmed is lost."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import pytest
from redis.asyncio import Redis

from dispatch.log.base import Fenced, LogUnavailable, RecordDamaged, RecordLed, UnsafeStorage
from dispatch.log.redis import RedisLog
from dispatch.log.redis_settings import REQUIRED, list_unsafe
from dispatch.log.seat import Seat
from dispatch.log.verify import verify
from tests.contract.records import batch, key
from tests.lossy_proxy import LossyProxy, Trouble
from tests.redis_server import RedisServer

NAME = "district"


@pytest.fixture
async def client(own_redis_server: RedisServer) -> AsyncIterator[Redis]:
    client = Redis.from_url(own_redis_server.url, protocol=2)
    yield client
    await client.aclose()


async def write_through(log: RedisLog, server_trouble: asyncio.Task[None], n_batches: int) -> None:
    """Append one batch after the other, each waited for, until the trouble is over."""
    seq = log.head.seq
    while not server_trouble.done() or seq < n_batches:
        seq += 1
        log.append(batch(seq, at_ms=seq, command=key(f"c-{seq}")))
        assert await log.wait_beyond(seq - 1) == seq
    await server_trouble


async def assert_every_event_once(log: RedisLog) -> None:
    events = await log.read(0, 1_000_000)
    assert [event.body for event in events] == [f"event {seq}".encode() for seq in range(1, log.head.seq + 1)]
    assert [found.id for found in await log.read_commands(0, 1_000_000)] == [f"c-{event.seq}" for event in events]
    assert (await verify(log, log.head)).ok


async def _store_second(log: RedisLog) -> None:
    log.append(batch(2, b"of the old hub"))
    await log.wait_beyond(1)


class TestUnknownOutcome:
    async def test_connections_cut_while_appending(self, own_redis_server: RedisServer, client: Redis) -> None:
        async def cut_connections() -> None:
            for _ in range(50):
                await client.client_kill_filter(_type="normal", skipme=True)

        async with RedisLog(own_redis_server.url, NAME) as log:
            await log.lead()
            await write_through(log, asyncio.create_task(cut_connections()), 500)
            await assert_every_event_once(log)

    @pytest.mark.parametrize("trouble", list(Trouble))
    async def test_a_request_or_its_answer_is_lost_or_comes_too_late(
        self, own_redis_server: RedisServer, trouble: Trouble
    ) -> None:
        async with (
            LossyProxy(own_redis_server.port) as proxy,
            RedisLog(proxy.url, NAME) as log,
        ):
            await log.lead()
            for seq in range(1, 20):
                if seq % 4 == 0:
                    proxy.next_trouble = trouble
                log.append(batch(seq, at_ms=seq, command=key(f"c-{seq}")))
                assert await log.wait_beyond(seq - 1) == seq
                assert proxy.next_trouble is None
                await proxy.deliver_delayed()
            await assert_every_event_once(log)

    @pytest.mark.parametrize("trouble", list(Trouble))
    async def test_leading_is_one_term_even_where_the_call_was_repeated(
        self, own_redis_server: RedisServer, trouble: Trouble
    ) -> None:
        async with LossyProxy(own_redis_server.port) as proxy, RedisLog(proxy.url, NAME) as log:
            proxy.next_trouble = trouble
            assert await log.lead() == 1
            await proxy.deliver_delayed()
            log.append(batch(1))
            assert await log.wait_beyond(0) == 1

    async def test_a_server_killed_and_started_again_while_appending(self, own_redis_server: RedisServer) -> None:
        async def kill_and_start() -> None:
            random = Random(13)
            for _ in range(3):
                await asyncio.sleep(random.uniform(0.05, 0.2))  # the fault's own timing; nothing waits for it
                own_redis_server.kill()
                await asyncio.to_thread(own_redis_server.start)

        async with RedisLog(own_redis_server.url, NAME) as log:
            await log.lead()
            await write_through(log, asyncio.create_task(kill_and_start()), 100)
            await assert_every_event_once(log)

    async def test_a_frozen_server_delays_and_loses_nothing(self, own_redis_server: RedisServer) -> None:
        async with RedisLog(own_redis_server.url, NAME, answer_within_s=0.2) as log:
            await log.lead()
            log.append(batch(1, command=key("c-1")))
            await log.wait_beyond(0)
            own_redis_server.pause()
            log.append(batch(2, command=key("c-2")))
            waiting = asyncio.create_task(log.wait_beyond(1))
            done, _ = await asyncio.wait([waiting], timeout=0.7)
            assert not done, "nothing is confirmed that the server did not confirm"
            own_redis_server.resume()
            assert await waiting == 2
            await assert_every_event_once(log)

    async def test_a_server_that_stays_away_stops_the_log_within_its_patience(
        self, own_redis_server: RedisServer
    ) -> None:
        log = await RedisLog(own_redis_server.url, NAME, patience_s=0.3).__aenter__()
        await log.lead()
        own_redis_server.kill()
        log.append(batch(1))
        with pytest.raises(LogUnavailable, match="does not answer"):
            await log.wait_beyond(0)
        with pytest.raises(LogUnavailable, match="does not answer"):
            log.append(batch(2))
        with pytest.raises(LogUnavailable, match="does not answer"):
            await log.__aexit__(None, None, None)

    async def test_another_hub_took_over_while_the_server_was_away(self, own_redis_server: RedisServer) -> None:
        log = await RedisLog(own_redis_server.url, NAME).__aenter__()
        await log.lead()
        own_redis_server.kill()
        log.append(batch(1, b"of the old hub"))
        await asyncio.sleep(0)
        await asyncio.to_thread(own_redis_server.start)
        async with RedisLog(own_redis_server.url, NAME) as other:
            await other.lead()
            # The old hub may have been back first and stored its event before the other led. The next one it cannot.
            with pytest.raises(Fenced):
                await _store_second(log)
            other.append(batch(other.head.seq + 1, b"of the new hub"))
            await other.wait_beyond(other.head.seq)
        with pytest.raises(Fenced):
            await log.__aexit__(None, None, None)

    async def test_a_server_that_lost_confirmed_events_is_not_written_on(
        self, own_redis_server: RedisServer, client: Redis
    ) -> None:
        log = await RedisLog(own_redis_server.url, NAME).__aenter__()
        await log.lead()
        for seq in range(1, 6):
            log.append(batch(seq))
        await log.wait_beyond(4)
        event_3 = (await log.read(2, 1))[0]
        record, events = (f"{{onethree:{NAME}}}:{kind}" for kind in ("record", "events"))
        await client.xdel(events, "4-0", "5-0")
        await client.hset(record, mapping={"seq": "3", "hash": event_3.hash})
        log.append(batch(6))
        with pytest.raises(RecordDamaged, match="ends at event 3, but event 5 was confirmed"):
            await log.wait_beyond(5)
        with pytest.raises(RecordDamaged):
            await log.__aexit__(None, None, None)


class TestDamage:
    @pytest.mark.parametrize("lost", ["events", "record"])
    async def test_a_record_that_lost_a_part_is_refused_at_opening(
        self, own_redis_server: RedisServer, client: Redis, lost: str
    ) -> None:
        async with RedisLog(own_redis_server.url, NAME) as log:
            await log.lead()
            log.append(batch(1))
        await client.delete(f"{{onethree:{NAME}}}:{lost}")
        with pytest.raises(RecordDamaged, match="restore a backup"):
            await RedisLog(own_redis_server.url, NAME).__aenter__()

    async def test_a_record_is_not_made_by_looking_at_it(self, own_redis_server: RedisServer, client: Redis) -> None:
        with pytest.raises(LogUnavailable, match="no record"):
            await RedisLog(own_redis_server.url, NAME, create=False).__aenter__()
        assert await client.dbsize() == 0


class TestSettings:
    WRONG = {  # noqa: RUF012 - a table of constants
        "appendonly": "no",
        "appendfsync": "everysec",
        "no-appendfsync-on-rewrite": "yes",
        "maxmemory-policy": "allkeys-lru",
    }

    @pytest.mark.parametrize("name", list(REQUIRED))
    async def test_each_unsafe_setting_is_refused_by_name_with_its_remedy(
        self, own_redis_server: RedisServer, client: Redis, name: str
    ) -> None:
        await client.config_set(name, self.WRONG[name])
        with pytest.raises(UnsafeStorage) as refused:
            await RedisLog(own_redis_server.url, NAME).__aenter__()
        assert f'{name} is "{self.WRONG[name]}"' in str(refused.value)
        assert f"CONFIG SET {name} {REQUIRED[name]}" in str(refused.value)
        assert str(refused.value).count("must be") == 1

    async def test_an_accepted_risk_is_logged(
        self, own_redis_server: RedisServer, client: Redis, caplog: pytest.LogCaptureFixture
    ) -> None:
        await client.config_set("appendfsync", "everysec")
        with caplog.at_level(logging.WARNING):
            async with RedisLog(own_redis_server.url, NAME, accept_unsafe=True) as log:
                await log.lead()
        assert "appendfsync" in caplog.text

    async def test_settings_that_cannot_be_read_need_the_same_acceptance(
        self, own_redis_server: RedisServer, client: Redis
    ) -> None:
        await client.acl_setuser(
            "managed", enabled=True, passwords=["+example"], keys=["*"], commands=["+@all", "-config"]
        )
        url = own_redis_server.url.replace("redis://", "redis://managed:example@")
        with pytest.raises(UnsafeStorage, match="managed servers"):
            await RedisLog(url, NAME).__aenter__()
        async with RedisLog(url, NAME, accept_unsafe=True) as log:
            await log.lead()
            log.append(batch(1))
            assert await log.wait_beyond(0) == 1

    async def test_a_wrong_password_is_not_tried_again_and_again(
        self, own_redis_server: RedisServer, client: Redis
    ) -> None:
        await client.acl_setuser("hub", enabled=True, passwords=["+example"], keys=["*"], commands=["+@all"])
        url = own_redis_server.url.replace("redis://", "redis://hub:wrong@")
        with pytest.raises(LogUnavailable, match="login"):
            await RedisLog(url, NAME, patience_s=100).__aenter__()

    def test_all_wrong_settings_are_named_at_once(self) -> None:
        assert len(list_unsafe(self.WRONG)) == len(REQUIRED)
        assert list_unsafe(REQUIRED) == []


class TestLease:
    """H3: the lease says when another hub may lead without being told to; the term alone says who writes."""

    LEASE = f"{{onethree:{NAME}}}:lease"

    async def test_h3_a_leader_with_nothing_to_write_is_left_in_peace(
        self, own_redis_server: RedisServer, client: Redis
    ) -> None:
        url = own_redis_server.url
        async with RedisLog(url, NAME, seat=Seat("hub-one", lease_s=1)) as one, RedisLog(url, NAME) as two:
            await one.lead(take_over=False)
            held = [await client.pttl(self.LEASE)]
            while len(held) < 3:  # renewed twice: what is left of it grew
                await asyncio.sleep(0.02)
                left = await client.pttl(self.LEASE)
                assert left > 0
                held = [*held, left] if left > held[-1] else [*held[:-1], left]
            with pytest.raises(RecordLed, match="hub-one since 20") as led:
                await two.lead(take_over=False)
            assert led.value.leader is not None
            assert led.value.leader.name == "hub-one"

    async def test_h3_a_lease_that_ran_out_lets_another_lead_and_the_first_write_nothing(
        self, own_redis_server: RedisServer, client: Redis
    ) -> None:
        url = own_redis_server.url
        async with RedisLog(url, NAME, seat=Seat("hub-two")) as two:
            one = await RedisLog(url, NAME, seat=Seat("hub-one", lease_s=600)).__aenter__()
            await one.lead(take_over=False)
            one.append(batch(1))
            await one.wait_beyond(0)
            await client.delete(self.LEASE)  # as a clock does that leaps
            assert await two.lead(take_over=False) == 2
            one.append(batch(2, b"of the old hub"))
            with pytest.raises(Fenced, match="another writer, hub-two since 20"):
                await one.wait_beyond(1)
            two.append(batch(2))
            await two.wait_beyond(1)
            assert [event.body for event in await two.read(0, 9)] == [b"event 1", b"event 2"]
            with pytest.raises(Fenced):
                await one.__aexit__(None, None, None)

    async def test_h3_one_that_was_taken_over_hears_of_it_with_nothing_to_write(
        self, own_redis_server: RedisServer
    ) -> None:
        url = own_redis_server.url
        async with RedisLog(url, NAME, seat=Seat("hub-one", lease_s=0.3)) as one, RedisLog(url, NAME) as two:
            await one.lead()
            await two.lead(take_over=True)
            with pytest.raises(Fenced):
                await one.wait_beyond(0)

    async def test_h3_a_hub_that_stops_gives_its_lease_back(self, own_redis_server: RedisServer, client: Redis) -> None:
        async with RedisLog(own_redis_server.url, NAME, seat=Seat(lease_s=600)) as log:
            await log.lead()
            assert await client.exists(self.LEASE)
        assert not await client.exists(self.LEASE)

    async def test_h3_two_in_one_folder_do_not_take_each_other_for_a_dead_one(
        self, own_redis_server: RedisServer, tmp_path: Path
    ) -> None:
        url = own_redis_server.url
        async with (
            RedisLog(url, NAME, seat=Seat("one", tmp_path, lease_s=600)) as one,
            RedisLog(url, NAME, seat=Seat("two", tmp_path, lease_s=600)) as two,
        ):
            await one.lead(take_over=False)
            with pytest.raises(RecordLed):
                await two.lead(take_over=False)
            one._seat.leave()  # what the kernel does when a process is killed
            assert await two.lead(take_over=False) == 2

    async def test_h3_a_record_led_by_a_hub_that_says_nothing_of_itself_is_free(
        self, own_redis_server: RedisServer, client: Redis
    ) -> None:
        async with RedisLog(own_redis_server.url, NAME) as log:
            await log.lead()
        await client.hdel(f"{{onethree:{NAME}}}:record", "leader")  # as hubs did that knew no lease
        async with RedisLog(own_redis_server.url, NAME) as log:
            assert await log.lead(take_over=False) == 2
