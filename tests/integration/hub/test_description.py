"""What the hub says of itself: OpenAPI, AsyncAPI and the list of problems, held against what it does."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import orjson
import pytest

from dispatch import problems
from dispatch.api.routes import routes
from dispatch.core.errors import Refused
from dispatch.core.instant import decode_hook
from dispatch.stream import effects
from dispatch.wire import asyncapi, openapi
from dispatch.wire.asyncapi import OUTGOING
from dispatch.wire.operations import OPERATIONS
from dispatch.wire.schemas import COMMANDS, EVENTS
from tests.hub import STATION, House, Json

ROOT = Path(__file__).resolve().parents[3]


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (each for key, each in value.items() if key == "$ref" and isinstance(each, str))
        for each in value.values():
            yield from references(each)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)


def find(document: Json, reference: str) -> Any:
    found: Any = document
    for part in reference.removeprefix("#/").split("/"):
        found = found[part.replace("~1", "/").replace("~0", "~")]
    return found


@pytest.mark.parametrize("content", [openapi.document(), asyncapi.document()], ids=["openapi", "asyncapi"])
def test_every_reference_leads_somewhere(content: bytes) -> None:
    document = orjson.loads(content)
    found = set(references(document))
    assert len(found) > 50
    for reference in found:
        assert find(document, reference), reference


async def test_openapi_describes_every_route_and_no_other(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        served = {(route.method, route.path) for route in routes(hub.hub) if "{path" not in route.path}
        described = (await hub.call("GET", "/api/v1/openapi.json", role=None)).body
        listed = {(method.upper(), path) for path, each in described["paths"].items() for method in each}
        assert listed == served == set(OPERATIONS)
        assert described == orjson.loads(openapi.document())
        frames = await hub.call("GET", "/api/v1/asyncapi.json", role=None)
        assert frames.body == orjson.loads(asyncapi.document())


def test_openapi_has_the_shape_that_its_version_asks_for() -> None:
    document = orjson.loads(openapi.document())
    assert document["openapi"].startswith("3.1.")
    assert {"title", "version"} <= set(document["info"])
    for path, methods in document["paths"].items():
        assert path.startswith("/")
        for method, operation in methods.items():
            assert method in {"get", "post", "delete"}
            assert operation["responses"], "an operation answers something"
            for status, response in operation["responses"].items():
                assert 100 <= int(status) < 600
                assert response["description"]
            in_path = [each["name"] for each in operation["parameters"] if each["in"] == "path"]
            assert in_path == re.findall(r"\{(\w+)\}", path)
            assert all(each["required"] for each in operation["parameters"] if each["in"] == "path")
            body = operation.get("requestBody", {}).get("content", {})
            assert bool(body) == (method == "post")


def test_both_name_every_command_and_every_event_by_its_tag() -> None:
    for content in (openapi.document(), asyncapi.document()):
        schemas = orjson.loads(content)["components"]["schemas"]
        for union, kinds in (("Command", COMMANDS), ("Event", EVENTS)):
            tags = {kind.__struct_config__.tag for kind in kinds}
            mapping = schemas[union]["discriminator"]["mapping"]
            assert set(mapping) == tags
            for tag, reference in mapping.items():
                name = reference.rpartition("/")[2]
                assert schemas[name]["properties"]["type"]["enum"] == [tag]
                assert schemas[name]["description"], f"{name} says what it is"


def test_asyncapi_has_the_shape_that_its_version_asks_for() -> None:
    document = orjson.loads(asyncapi.document())
    assert document["asyncapi"] == "3.0.0"
    channel = document["channels"]["stream"]
    assert channel["address"] == "/api/v1/stream"
    for action, operation in document["operations"].items():
        assert operation["action"] == action
        assert operation["channel"] == {"$ref": "#/channels/stream"}
        for message in operation["messages"]:
            assert message["$ref"].rpartition("/")[2] in channel["messages"]
    sent = [each["$ref"] for action in document["operations"].values() for each in action["messages"]]
    assert len(sent) == len(channel["messages"]) == len(set(sent))


async def test_every_frame_that_the_hub_sends_is_as_described(
    sqlite_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(effects, "MARK_BEHIND", 1)
    read = msgspec.json.Decoder(_union(), dec_hook=decode_hook)
    seen: set[type] = set()
    async with sqlite_house.open() as hub, hub.socket() as bare, hub.socket() as other:
        hello = {"type": "hello", "token": sqlite_house.token("dispatcher"), "view": "console"}
        await bare.send_json(hello)
        await other.send_json({**hello, "view": f"station:{STATION}", "token": sqlite_house.token("station")})
        for command in ({"type": "alarm.raise", "place": {"text": "here"}}, {"type": "incident.take", "incident": "x"}):
            await bare.send_json({"type": "command", "id": "c-1", "command": command})
        async with hub.socket() as third:
            await third.send_json(hello)
            await third.send_json({"type": "presence", "incident": "inc-1", "doing": "viewing"})
            for socket in (bare, other):
                last = None
                await socket.send_json({"type": "ping", "n": 1})
                while last is not asyncapi.Pong or (socket is bare and asyncapi.PresenceTold not in seen):
                    frame = read.decode((await socket.receive()).data)
                    last = type(frame)
                    seen.add(last)
    assert seen == set(OUTGOING)


def _union() -> Any:
    kinds: Any = OUTGOING[0]
    for kind in OUTGOING[1:]:
        kinds |= kind
    return kinds


def test_every_code_that_the_hub_answers_with_is_listed() -> None:
    used = {(kind.status, kind.code) for kind in _all_kinds(Refused)}
    for path in sorted((ROOT / "dispatch").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "problem":
                match node.args[:2]:
                    case [ast.Constant(value=int(status)), ast.Constant(value=str(code))]:
                        used.add((status, code))
    assert used == {(each.status, code) for code, each in problems.CODES.items()}
    assert {each.status for each in problems.CODES.values()} <= set(problems.TITLES)


def _all_kinds(kind: type[Refused]) -> Iterator[type[Refused]]:
    for each in kind.__subclasses__():
        yield each
        yield from _all_kinds(each)


def test_the_page_of_problems_is_the_list() -> None:
    """Write it anew with: python -c "from dispatch.problems import page; print(page(), end='')" > docs/problems.md."""
    assert (ROOT / "docs" / "problems.md").read_text(encoding="utf-8") == problems.page()
