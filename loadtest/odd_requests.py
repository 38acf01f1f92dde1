"""Requests that nobody planned, made from the interface's own description: every operation, by every role, with values
that fit its schema and with values that do not.

A seed gives the same requests again. ``run`` sends them and says what came of it.
"""

from __future__ import annotations

import asyncio
import random
import string
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from functools import partial
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

import aiohttp
import msgspec
import orjson

AT_ONCE = 16
ASK_HEALTH_EVERY_S = 0.02
DEPTH = 5
SKIPPED = frozenset({"/api/v1/stream"})
"""What is no request with an answer."""

SPARED = frozenset({("delete", "/api/v1/tokens/{id}")})
"""What would end the run itself: only ids that nobody has are sent there."""

_ODD: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        1,
        2**63,
        10**30,
        1.5,
        1e308,
        "",
        " ",
        "0",
        "null",
        "NaN",
        "\x00",
        "\u202e",
        "𠮷",
        "é" * 300,
    ),
    *([], {}, [[]], [None], {"": {}}, "../../etc/passwd", "' OR 1=1", "<script>", "2026-11", "2026-13", "B2", "负一层"),
    *("106.57,29.56", "2026-11-22 10:00", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "console", "station:S0001"),
)
_BODIES = (
    b"",
    b"{",
    b"[]",
    b"null",
    b"\xff\xfe",
    b"\xef\xbb\xbf{}",
    b"\x00" * 9,
    b"[" * 9000,
    b'{"a":' * 9000,
    b"x" * 70_000,
)
_HEADERS: tuple[Mapping[str, str], ...] = (
    {},
    {},
    {},
    {"Content-Type": "application/json; charset=gb18030"},
    {"Content-Type": "text/plain; charset=nonsense"},
    {"Content-Encoding": "gzip"},
    {"Content-Encoding": "br"},
    {"Upgrade": "h2c", "Connection": "Upgrade"},
    {"Accept-Language": "\u00e9"},
)


class Odd(NamedTuple):
    """One request. ``operation`` is the path as the description has it."""

    method: str
    path: str
    operation: str
    role: str
    body: bytes | None
    headers: Mapping[str, str]


class Outcome(msgspec.Struct, kw_only=True):
    """What came of a run: answers by status, what failed, the longest wait of somebody who asks for health.

    ``longest_lateness_s`` is by how much the asker itself was late where it only wanted to sleep: the machine's part.
    """

    asked: int = 0
    by_status: Counter[int] = msgspec.field(default_factory=Counter)
    failed: list[str] = msgspec.field(default_factory=list)
    by_operation: Counter[str] = msgspec.field(default_factory=Counter)
    longest_wait_s: float = 0.0
    longest_lateness_s: float = 0.0


Ask = Callable[[Odd, Mapping[str, str]], Awaitable[tuple[int, bytes]]]
"""Sends a request with headers; gives status and body."""


class OddRequests:
    """Makes requests from a description (``/api/v1/openapi.json``). ``learn`` tells it ids that there are."""

    def __init__(self, description: Mapping[str, Any], roles: Sequence[str], *, seed: int) -> None:
        self._rng = random.Random(seed)
        self._schemas: Mapping[str, Any] = description["components"]["schemas"]
        self._operations = [
            (method, path, described)
            for path, methods in sorted(description["paths"].items())
            for method, described in sorted(methods.items())
            if path not in SKIPPED
        ]
        self._roles = list(roles)
        self._ids: list[str] = ["B00001", "S0001", "S0001-1", "none"]

    def learn(self, answer: bytes) -> None:
        """Take up ids that an answer names, so that later requests are about things that there are."""
        for word in answer.split(b'"')[:400]:
            if 3 < len(word) < 24 and b"-" in word and word.replace(b"-", b"").isalnum():  # noqa: PLR2004 - an id's length
                self._ids.append(word.decode())
        del self._ids[: max(0, len(self._ids) - 400)]

    def __iter__(self) -> Iterator[Odd]:
        while True:
            yield self._one()

    def _one(self) -> Odd:
        rng = self._rng
        method, path, described = rng.choice(self._operations)
        spared = (method, path) in SPARED
        address, query = path, {}
        for each in described.get("parameters", ()):
            value = "nobody" if spared else self._text(each["schema"])
            if each["in"] == "path":
                address = address.replace(f"{{{each['name']}}}", quote(value, safe=""))
            elif each["required"] or rng.random() < 0.6:  # noqa: PLR2004 - more often than not
                query[each["name"]] = value
        if query:
            address += "?" + urlencode(query)
        body = self._body(described.get("requestBody"))
        return Odd(method.upper(), address, path, rng.choice(self._roles), body, rng.choice(_HEADERS))

    def _body(self, described: Mapping[str, Any] | None) -> bytes | None:
        rng = self._rng
        if described is None:
            return rng.choice((None, None, None, b"{}", *_BODIES)) if rng.random() < 0.1 else None  # noqa: PLR2004 - seldom
        if rng.random() < 0.1:  # noqa: PLR2004 - seldom
            return rng.choice(_BODIES)
        content = next(iter(described["content"].values()))
        value = self._value(content["schema"], 0)
        if rng.random() < 0.5 and isinstance(value, dict):  # noqa: PLR2004 - half of them
            value = self._mutated(value)
        return (
            orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS) if _fits(value) else repr(value).encode()
        )

    def _mutated(self, value: dict[str, Any]) -> dict[str, Any]:
        rng = self._rng
        names = [*value, "extra"]
        for name in rng.sample(names, k=min(len(names), rng.randint(1, 3))):
            inner = value.get(name)
            value[name] = self._mutated(inner) if isinstance(inner, dict) and inner else deepcopy(rng.choice(_ODD))
        return value

    def _value(self, schema: Mapping[str, Any], depth: int) -> Any:
        rng = self._rng
        if rng.random() < 0.03 or depth > DEPTH:  # noqa: PLR2004 - seldom
            return deepcopy(rng.choice(_ODD))
        if "$ref" in schema:
            return self._value(self._schemas[schema["$ref"].rpartition("/")[2]], depth + 1)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return rng.choice(schema["enum"])
        for many in ("oneOf", "anyOf"):
            if many in schema:
                return self._value(rng.choice(schema[many]), depth + 1)
        if "allOf" in schema:
            parts = [self._value(each, depth) for each in schema["allOf"]]
            return {name: value for part in parts if isinstance(part, dict) for name, value in part.items()}
        return self._of_type(schema, depth)

    def _of_type(self, schema: Mapping[str, Any], depth: int) -> Any:
        rng, kind = self._rng, schema.get("type")
        kind = rng.choice(kind) if isinstance(kind, list) else kind
        match kind:
            case "object":
                required = set(schema.get("required", ()))
                return {
                    name: self._value(each, depth + 1)
                    for name, each in schema.get("properties", {}).items()
                    if name in required or rng.random() < 0.6  # noqa: PLR2004 - more often than not
                }
            case "array":
                items = schema.get("items") or {}
                return [self._value(items, depth + 1) for _ in range(rng.randint(schema.get("minItems", 0), 3))]
            case "integer":
                return rng.choice((rng.randint(-3, 12), rng.randint(0, 1000), schema.get("minimum", 0)))
            case "number":
                return rng.choice((rng.uniform(-180, 180), rng.uniform(29, 30), rng.uniform(106, 107), 0.0))
            case "boolean":
                return rng.random() < 0.5  # noqa: PLR2004 - either
            case "null":
                return None
            case "string":
                return self._string(schema)
            case _:
                return deepcopy(rng.choice(_ODD))

    def _string(self, schema: Mapping[str, Any]) -> str:
        rng = self._rng
        if schema.get("format") == "date-time":
            return "2026-11-22T10:00:00+08:00"
        return rng.choice(
            (rng.choice(self._ids), "示例", "".join(rng.choices(string.ascii_letters, k=8)), f"c-{rng.random()}")
        )

    def _text(self, schema: Mapping[str, Any]) -> str:
        value = self._value(schema, 0) if self._rng.random() < 0.7 else deepcopy(self._rng.choice(_ODD))  # noqa: PLR2004 - mostly
        return str(value)


def _fits(value: Any) -> bool:
    try:
        orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS)
    except (TypeError, ValueError):
        return False  # a whole number of more than 64 bits
    return True


async def run(url: str, tokens: Mapping[str, str], *, requests: int, seed: int) -> Outcome:
    """Send so many odd requests to a hub, with a token of every role and with none; say what came of it."""
    outcome = Outcome()
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{url}/api/v1/openapi.json") as response:
            description = await response.json()
        odd = OddRequests(description, [*tokens, "nobody"], seed=seed)
        asking, done = iter(odd), asyncio.Event()
        watching = asyncio.create_task(_watch(url, outcome, done))
        try:
            async with asyncio.TaskGroup() as senders:
                for number in range(AT_ONCE):
                    share = len(range(number, requests, AT_ONCE))
                    senders.create_task(
                        _send(partial(_answer, session, url), tokens, odd, islice(asking, share), outcome)
                    )
        finally:
            done.set()
            await watching
    return outcome


async def _send(
    answer: Ask, tokens: Mapping[str, str], odd: OddRequests, asking: Iterator[Odd], outcome: Outcome
) -> None:
    for each in asking:
        headers = dict(each.headers)
        if each.role in tokens:
            headers["Authorization"] = f"Bearer {tokens[each.role]}"
        status, content = await answer(each, headers)
        outcome.asked += 1
        outcome.by_status[status] += 1
        outcome.by_operation[f"{each.method} {each.operation}"] += 1
        if status >= 500 or status == 0:  # noqa: PLR2004 - the hub's own fault
            what = f"{status} {each.method} {each.path} by {each.role}: {content[:300]!r}"
            outcome.failed.append(f"{what} for {each.headers} {each.body!r:.300}")
        else:
            odd.learn(content)


async def _answer(session: aiohttp.ClientSession, url: str, each: Odd, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """Return status and body; 0 and why where there was no answer."""
    for again in (True, False):
        try:
            async with session.request(each.method, url + each.path, data=each.body, headers=headers) as response:
                return response.status, await response.read()
        except aiohttp.ServerDisconnectedError as error:
            if not again:  # an idle connection may close just as it is used; twice is no accident
                return 0, str(error).encode()
        except aiohttp.ClientError as error:
            return 0, repr(error).encode()
    raise AssertionError("both tries return")


async def _watch(url: str, outcome: Outcome, done: asyncio.Event) -> None:
    """Ask for the hub's health all the while: how long it takes is for how long nobody else was served either."""
    async with aiohttp.ClientSession() as session:
        while not done.is_set():
            asked_at = time.perf_counter()
            async with session.get(f"{url}/healthz") as response:
                await response.read()
            outcome.longest_wait_s = max(outcome.longest_wait_s, time.perf_counter() - asked_at)
            answered_at = time.perf_counter()
            await asyncio.sleep(ASK_HEALTH_EVERY_S)
            late_s = time.perf_counter() - answered_at - ASK_HEALTH_EVERY_S
            outcome.longest_lateness_s = max(outcome.longest_lateness_s, late_s)
