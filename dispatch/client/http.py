"""A client of the hub's HTTP interface."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from types import TracebackType
from typing import Any, NamedTuple, Self
from urllib.parse import quote

import aiohttp
import orjson

from dispatch.client.errors import HubRefusedError, HubUnreachableError

Json = dict[str, Any]

_PAGE = 1000
_TIMEOUT = aiohttp.ClientTimeout(total=30)


class Answer(NamedTuple):
    """An HTTP status and the body, empty where it is not a JSON object."""

    status: int
    body: Json


class HubClient:
    """Requests with one token. Use as an async context manager.

    Every method raises `HubUnreachableError` where nobody answers.
    """

    def __init__(self, url: str, token: str, *, connections: int = 100) -> None:
        self._url = url.rstrip("/")
        self._token = token
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=self._connections),
            headers={"Authorization": f"Bearer {self._token}"},
            timeout=_TIMEOUT,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def raise_alarm(self, alarm: Mapping[str, Any]) -> Answer:
        """POST one alarm and return the answer whatever it is."""
        return await self._request("POST", "/api/v1/alarms", alarm)

    async def command(self, command_id: str, kind: str, **fields: Any) -> Answer:
        """POST one command and return the answer whatever it is."""
        return await self._request("POST", "/api/v1/commands", {"id": command_id, "type": kind, **fields})

    async def erase(self, incident: str, reason: str) -> Answer:
        """POST the wish to erase what people said about an incident, and return the answer whatever it is."""
        return await self._request("POST", f"/api/v1/incidents/{quote(incident, safe='')}/erase", {"reason": reason})

    async def get(self, path: str, **query: Any) -> Json:
        """GET a path below ``/api/v1``. Raises `HubRefusedError` for any status but 200."""
        pairs = "&".join(f"{name}={value}" for name, value in query.items())
        answer = await self._request("GET", f"/api/v1{path}" + (f"?{pairs}" if pairs else ""))
        if answer.status != 200:  # noqa: PLR2004 – HTTP's own number
            problem = answer.body.get("detail") or answer.body.get("title") or "no reason given"
            raise HubRefusedError(f"GET {path} answered {answer.status}: {problem}")
        return answer.body

    async def list_events(self, after: int = 0, view: str = "console") -> AsyncIterator[Json]:
        """Yield every event of the log after a position, page by page, oldest first."""
        while True:
            body = await self.get("/events", view=view, after=after, limit=_PAGE)
            events: list[Json] = body["events"]
            for event in events:
                yield event
            if len(events) < _PAGE:
                return
            after = events[-1]["seq"]

    async def is_ready(self) -> bool:
        """Whether the hub takes alarms now; False as well where nobody answers."""
        try:
            return (await self._request("GET", "/readyz")).status == 200  # noqa: PLR2004 – HTTP's own number
        except HubUnreachableError:
            return False

    async def head(self) -> int:
        """Return the sequence number of the newest event. Raises `HubRefusedError` where the hub is not ready."""
        answer = await self._request("GET", "/readyz")
        if answer.status != 200:  # noqa: PLR2004 – HTTP's own number
            raise HubRefusedError(f"GET /readyz answered {answer.status}: the hub takes no alarms now")
        return int(answer.body["head"])

    async def _request(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Answer:
        if self._session is None:
            raise RuntimeError("use HubClient as an async context manager")
        data = None if body is None else orjson.dumps(body)
        headers = {"Content-Type": "application/json"} if data is not None else {}
        try:
            async with self._session.request(method, self._url + path, data=data, headers=headers) as response:
                content = await response.read()
                return Answer(response.status, _read_object(content))
        except (aiohttp.ClientError, TimeoutError) as problem:
            message = f"no answer from {self._url}{path} ({type(problem).__name__}); is the hub running?"
            raise HubUnreachableError(message) from problem


def _read_object(content: bytes) -> Json:
    try:
        body = orjson.loads(content)
    except orjson.JSONDecodeError:
        return {}
    return body if isinstance(body, dict) else {}
