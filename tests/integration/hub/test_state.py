"""The whole state over HTTP: one text, however it is put together, now and as it was."""

from __future__ import annotations

from dispatch.api import record
from dispatch.core.state import encode_state, to_state
from tests.hub import House, OpenHub


async def test_the_state_is_the_text_of_the_world_again_and_again(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        for _ in range(2):
            await hub.alarm()
            for address in ("", "?view=console", f"?at={hub.hub.processor.durable.seq}"):
                status, headers, body = await read(hub, address)
                assert (status, headers["Content-Type"]) == (200, "application/json")
                assert int(headers["Content-Length"]) == len(body) > record.SLICE_BYTES // 8
                assert body.endswith(b'"state":%b}' % encode_state(to_state(hub.hub.processor.durable)))


async def test_a_head_request_tells_the_length_and_sends_nothing(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        _, headers, body = await read(hub, "")
        headers_alone = {"Authorization": f"Bearer {hub.house.token('dispatcher')}"}
        async with hub.session.head(f"{hub.url}/api/v1/state", headers=headers_alone) as reply:
            assert reply.headers["Content-Length"] == headers["Content-Length"] == str(len(body))
            assert await reply.read() == b""
        await hub.still_works()


async def read(hub: OpenHub, query: str) -> tuple[int, dict[str, str], bytes]:
    headers = {"Authorization": f"Bearer {hub.house.token('dispatcher')}"}
    async with hub.session.get(f"{hub.url}/api/v1/state{query}", headers=headers) as reply:
        return reply.status, dict(reply.headers), await reply.read()
