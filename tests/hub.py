"""A real hub for the tests: a small generated district (示例), a record in a file or on a server, a free port.

A `House` is what stays while hubs come and go: the district, the data folder, the tokens, the record. ``async with
house.open() as hub`` runs one; opening it again afterwards is a restart.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import aiohttp
import orjson
import pytest
from redis import Redis

from dispatch.access.roles import ROLES, TokenRole
from dispatch.access.tokens import Tokens
from dispatch.app import Options, running_hub
from dispatch.client.errors import HubUnreachableError
from dispatch.client.http import HubClient
from dispatch.client.stream import Position, StreamClient
from dispatch.hub import Hub
from loadtest.districts import make_generated_district
from tests.compiled_roads import compile_once
from tests.redis_server import RedisServer

Json = dict[str, Any]

PATIENCE_S = 120
"""How long anything that must come is waited for. It only ends a wait for what never comes: a machine that others use
too may take its time, and that says nothing about the hub."""

STATION = "S0001"
"""A station that the district has."""

SMOKE: Json = {"source": "detector", "kind": "smoke", "device": "d-1", "place": {"building": "B00001", "floor": 3}}
"""An alarm that the district can act on."""


@dataclass(frozen=True)
class Reply:
    """What the hub answered: status, headers, and the JSON body (empty where it was none)."""

    status: int
    headers: Mapping[str, str]
    body: Json

    @property
    def code(self) -> str:
        """The problem's code; it is checked that it says what to do in a sentence."""
        assert self.headers["Content-Type"] == "application/problem+json", (self.status, self.headers)
        assert self.body["status"] == self.status
        assert len(self.body["detail"]) > 10, "a problem says what to do"
        return str(self.body["type"]).removeprefix("urn:onethree:problem:")


class OpenHub:
    """A hub that runs now, with a client of every role at hand."""

    def __init__(self, hub: Hub, port: int, house: House, session: aiohttp.ClientSession) -> None:
        self.hub = hub
        self.house = house
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.session = session

    async def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        role: TokenRole | None = "dispatcher",
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send a request with a role's token; bytes go out as they are, anything else as JSON."""
        data = body if body is None or isinstance(body, bytes | io.BytesIO) else orjson.dumps(body)
        sent = dict(headers or {})
        if role is not None:
            sent.setdefault("Authorization", f"Bearer {self.house.token(role)}")
        async with self.session.request(method, self.url + path, data=data, headers=sent) as response:
            content = await response.read()
            is_json = "json" in response.headers.get("Content-Type", "")
            return Reply(response.status, response.headers, orjson.loads(content) if is_json else {})

    async def alarm(self, role: TokenRole = "device", **fields: Any) -> Json:
        """Raise an alarm that must be taken; return the answer."""
        reply = await self.call("POST", "/api/v1/alarms", {**SMOKE, **fields}, role=role)
        assert reply.status == 201, reply
        return reply.body

    async def command(self, command_id: str, kind: str, /, role: TokenRole = "dispatcher", **fields: Any) -> Reply:
        """Send a command."""
        return await self.call("POST", "/api/v1/commands", {"id": command_id, "type": kind, **fields}, role=role)

    async def still_works(self) -> None:
        """Check that the hub is ready, takes an alarm and shows it."""
        ready = await self.call("GET", "/readyz", role=None)
        assert ready.status == 200, ready
        taken = await self.alarm(device=None, place={"building": "B00002"})
        assert (await self.call("GET", f"/api/v1/incidents/{taken['incident']}")).status == 200

    async def events(self) -> list[Json]:
        """Return the whole record."""
        async with HubClient(self.url, self.house.token("commander")) as client:
            return [event async for event in client.list_events()]

    def stream(self, view: str, position: Position | None = None) -> StreamClient:
        """Return a client that checks that nothing is missed or repeated; a station's view gets its own token."""
        station = view.removeprefix("station:") if view.startswith("station:") else None
        token = self.house.token("station", station) if station else self.house.token("dispatcher")
        return StreamClient(self.url, token, view, position)

    def socket(self) -> Any:
        """Return a bare WebSocket (a context manager) to say wrong things on."""
        return self.session.ws_connect(f"{self.url}/api/v1/stream", autoping=False, max_msg_size=0)


@dataclass
class House:
    """What stays while hubs come and go."""

    district: Path
    data: Path
    redis: str | None = None
    witness: Path | None = None
    accept_loss: bool = False
    _tokens: dict[tuple[str, str | None], str] = field(default_factory=dict)

    def token(self, role: TokenRole, station: str | None = None) -> str:
        """Return this house's token of a role; a station's is that of `STATION` unless another is named."""
        station = (station or STATION) if role == "station" else None
        if (role, station) not in self._tokens:
            name = station or role
            self._tokens[role, station] = Tokens(self.data).issue(role, name=name, station=station)
        return self._tokens[role, station]

    def options(self, port: int = 0) -> Options:
        """Return how a hub runs here."""
        return Options(
            district=self.district,
            data=self.data,
            port=port,
            redis=self.redis,
            witness=self.witness,
            accept_loss=self.accept_loss,
        )

    @asynccontextmanager
    async def open(self, port: int = 0, **more: Any) -> AsyncIterator[OpenHub]:
        """Run a hub; it has stopped in order when the block ends. A page finds a restarted one at the same ``port``.

        The tokens are made before it starts, so that what is in the record of them is there before anything happens.
        """
        for role in ROLES:
            self.token(role)
        running = running_hub(replace(self.options(port), **more), compile_roads=compile_once)
        async with running as (hub, bound), aiohttp.ClientSession() as session:
            yield OpenHub(hub, bound, self, session)


async def received(client: StreamClient, kind: str, seen: list[Json] | None = None) -> Json:
    """Receive until an event of this type, or a frame of it, has come; return it, the event without its frame.

    The client checks that nothing is missing; ``seen`` collects the events up to it.
    """
    async with asyncio.timeout(PATIENCE_S):
        while True:
            frame = await client.receive()
            if frame["type"] == "event" and seen is not None:
                seen.append(frame["event"])
            if kind in (frame["type"], frame.get("event", {}).get("type")):
                found: Json = frame.get("event", frame)
                return found


async def closed_with(client: StreamClient) -> int | None:
    """Receive until the hub closes; return the close code."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                await client.receive()
    except HubUnreachableError as ended:
        return ended.close_code


@pytest.fixture(scope="session")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated district with a dozen stations."""
    return make_generated_district(tmp_path_factory.mktemp("district"), stations=12, seed=1)


@pytest.fixture
def sqlite_house(tmp_path: Path, district: Path) -> House:
    """A house whose record is a file."""
    return House(district, tmp_path / "data")


@pytest.fixture
def redis_house(tmp_path: Path, district: Path, redis_server: RedisServer) -> House:
    """A house whose record is on the server, in a database of its own, emptied first."""
    url = redis_server.url.removesuffix("/0") + "/1"
    with Redis.from_url(url) as client:
        client.flushdb()
    return House(district, tmp_path / "data", redis=url)


@pytest.fixture(params=["sqlite", "redis"])
def house(request: pytest.FixtureRequest) -> House:
    """The same house on every kind of record that outlives a process."""
    found: House = request.getfixturevalue(f"{request.param}_house")
    return found
