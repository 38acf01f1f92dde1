"""Who may do what: every route, command and view of the interface against every role, as the hub's own tables say.

The tables are shown to people in ``docs/``: a change of who may what is a change of what stands there too.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple, get_args

import orjson
import pytest
from aiohttp import WSMsgType

from dispatch.access.permissions import COMMANDS, VIEWS
from dispatch.access.roles import ROLES, Audience, TokenRole
from dispatch.core import commands as cmd
from dispatch.gateways import push_secrets
from dispatch.intake.command_json import read_command
from dispatch.stream.views import read_view
from dispatch.wire import openapi, who_may
from dispatch.wire.operations import FORM, OPERATIONS
from tests.hub import SMOKE, House, Json, OpenHub

DOCS = Path(__file__).resolve().parents[3] / "docs"

WHO: dict[str, TokenRole] = {
    "device": "device",
    "own": "station",
    "other": "station",
    "dispatcher": "dispatcher",
    "commander": "commander",
    "admin": "admin",
}
"""Everybody in the scene, and the role of their token."""

OTHERS = ("check.answer", "drill.attend")
"""Commands that the scene gives about the other station: it was asked, as the own one is busy, and it is its drill."""

BRIGADES = ("incident.accept",)
"""Commands that stations of the brigade alone give; the scene's own is a micro station."""

BY_TAG = {str(kind.__struct_config__.tag): permission.who for kind, permission in COMMANDS.items()}


def is_for(audience: Audience, who: str, owner: str) -> bool:
    """Whether the table lets somebody of the scene, where it is about something of this owner's."""
    role = WHO[who]
    return role in audience.roles and (role not in audience.narrowed or who == owner)


class Scene(NamedTuple):
    """A fire in which ``own`` has an order and ``other`` has none, and a drill of ``own`` that nobody announced."""

    hub: OpenHub
    incident: str
    alarm: str
    assignment: str
    unit: str
    check: str
    drill: str
    request: str
    own: str
    other: str

    def bearer(self, who: str) -> dict[str, str]:
        """Return the header of somebody of `WHO`."""
        return {"Authorization": f"Bearer {self.hub.house.token(WHO[who], getattr(self, who, None))}"}

    async def ask(self, who: str, method: str, path: str, body: object = None) -> tuple[int, bytes]:
        """Ask as somebody; return the status and the body as it came."""
        data = None if body is None else orjson.dumps(body)
        async with self.hub.session.request(method, self.hub.url + path, data=data, headers=self.bearer(who)) as answer:
            return answer.status, await answer.read()


PUSHED_WITH = "t-1"
"""What a cloud platform shows in place of a token of ours."""

HIDDEN = "示例秘密-q7"
"""Stands in all that a station without an order may not hear of."""


@pytest.fixture
async def scene(sqlite_house: House) -> AsyncIterator[Scene]:
    async with sqlite_house.open() as hub:
        taken = await hub.alarm(note=HIDDEN, reporter=HIDDEN)
        order = taken["assignments"][0]
        own, involved = order["station"], {each["station"] for each in taken["assignments"]}
        other = next(each for each in sorted(hub.hub.processor.world.stations) if each not in involved)
        assert (await hub.command("n", "incident.note", incident=taken["incident"], text=HIDDEN)).status == 200
        plan = {"name": HIDDEN, "place": {"building": "B00001"}, "stations": [other], "unannounced": True}
        planned = await hub.command("p", "drill.plan", role="commander", plan=plan)
        wanted = await hub.command("h", "help.request", incident=taken["incident"], kind="gas", note=HIDDEN)
        called = await hub.command("k", "check.call", station=other)
        yield Scene(
            hub,
            taken["incident"],
            taken["alarm"],
            order["id"],
            order["unit"],
            called.body["events"][0]["check"],
            planned.body["events"][0]["drill"],
            wanted.body["events"][0]["request"],
            own,
            other,
        )


def test_every_command_and_every_view_is_decided() -> None:
    """Of an operation it cannot be left out: it has no default, and a route without an operation starts no hub."""
    assert set(COMMANDS) == set(get_args(cmd.AnyCommand))
    assert {kind for kind in ("console", "station:S", "incident:I", "drill:D", "x") if read_view(kind)} == {
        "console",
        "station:S",
        "incident:I",
    }
    assert set(VIEWS) == {"console", "station", "incident"}


def test_the_description_names_the_roles_of_every_operation_and_command() -> None:
    document = orjson.loads(openapi.document())
    for (method, path), operation in OPERATIONS.items():
        described = document["paths"][path][method.lower()]
        assert set(described["x-roles"]) == operation.who.roles
        assert described["description"] == f"Who: {operation.who}."
        assert ("security" in described) == (operation.who.open_to == "everybody")
    for kind, permission in COMMANDS.items():
        schema = document["components"]["schemas"][kind.__name__]
        assert set(schema["x-roles"]) == permission.who.roles
        assert schema["description"].endswith(f"Who: {permission.who}.")


def test_the_documentation_shows_who_may_what() -> None:
    message = "write the table of docs/wire.md again with python -m dispatch.wire.who_may"
    assert who_may.table() in (DOCS / "wire.md").read_text(), message


def test_the_documentation_of_drills_names_each_roles_commands() -> None:
    rows = (line.strip("| ").split(" | ") for line in (DOCS / "drills.md").read_text().splitlines())
    told = {
        role: set(row[1].replace("`", "").split())
        for row in rows
        if len(row) == 2 and "`drill." in row[1]
        for role in row[0].split(", ")
    }
    assert told == {
        role: {tag for tag, who in BY_TAG.items() if tag.startswith("drill.") and role in who.roles}
        for role in ROLES
        if role != "device"
    }


async def test_every_route_lets_in_who_may_and_nobody_else(sqlite_house: House) -> None:
    """A narrowed role may be refused here all the same: nothing of what is asked for is its own."""
    async with sqlite_house.open() as hub:
        wrong = []
        push_secrets.make(sqlite_house.data, "plain", token=PUSHED_WITH)
        for (method, path), operation in OPERATIONS.items():
            address, who = _filled(path, {}), operation.who
            for role in (None, *ROLES):
                status = await _ask(hub, method, address, role, form=operation.takes == FORM)
                if not _is_right(status, who, role):
                    wrong.append((method, path, role, status))
        assert not wrong, wrong


async def test_a_station_reads_what_it_has_an_order_in_and_another_does_not(scene: Scene) -> None:
    known = {"/api/v1/incidents/{id}": scene.incident, "/api/v1/assignments/{id}": scene.assignment}
    asked = [
        (path, path.replace("{id}", key))
        for method, path in OPERATIONS
        for start, key in known.items()
        if method == "GET" and path.startswith(start)
    ]
    assert len(asked) == 5
    for path, address in asked:
        who = OPERATIONS["GET", path].who
        for each in WHO:
            status, answer = await scene.ask(each, "GET", address)
            assert (status == 200) == is_for(who, each, "own"), (each, path, status, answer)
            assert status in (200, 403)


async def test_a_form_is_admitted_by_the_token_in_its_field_alone(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        for path in (path for (_, path), each in OPERATIONS.items() if each.takes == FORM):
            assert await _ask(hub, "POST", _filled(path, {}), "dispatcher", form=False) == 401


async def test_who_may_not_is_refused_before_the_body_is_read(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        for path, role in (("/alarms", "commander"), ("/invitations", "device"), ("/registry/imports", "dispatcher")):
            headers = {"Authorization": f"Bearer {hub.house.token(role)}"}  # type: ignore[arg-type] # a role each
            async with hub.session.post(f"{hub.url}/api/v1{path}", data=b"{", headers=headers) as answer:
                assert answer.status == 403, path


async def test_every_command_is_carried_out_for_who_may_and_nobody_else(scene: Scene) -> None:
    for kind, audience in BY_TAG.items():
        body = {"type": kind, **_fields(scene)[kind]}
        read_command(orjson.dumps(body))  # what cannot be read is refused before anybody asks who sent it
        may = {who: is_for(audience, who, "other" if kind in OTHERS else "own") for who in WHO}
        may["own"] = may["own"] and kind not in BRIGADES
        for who in sorted(WHO, key=may.__getitem__):
            status, answer = await scene.ask(
                who, "POST", "/api/v1/commands", {**body, "id": f"{kind}.{who}".replace("_", "-")}
            )
            assert (status != 403) == may[who], (kind, who, status, answer)
            assert status < 500, (kind, who, status, answer)


async def test_every_view_shows_itself_to_who_may_see_it_and_nobody_else(scene: Scene) -> None:
    keys = {"station": f":{scene.own}", "incident": f":{scene.incident}"}
    for kind, audience in VIEWS.items():
        view = kind + keys.get(kind, "")
        for who in WHO:
            token = scene.bearer(who)["Authorization"].removeprefix("Bearer ")
            async with scene.hub.socket() as socket:
                await socket.send_json({"type": "hello", "protocol": 1, "token": token, "view": view})
                answer = await socket.receive()
                let_in = answer.type is WSMsgType.TEXT
                assert let_in == is_for(audience, who, "own"), (view, who, answer)
                assert let_in or socket.close_code == 4403, (view, who, answer)


async def test_nothing_tells_a_station_of_a_fire_without_it_or_of_a_drill_that_is_not_announced(scene: Scene) -> None:
    """Every address, with the very ids in it: the texts of the fire and of the hidden drill stand in no answer."""
    known = {"incident": scene.incident, "drill": scene.drill, "assignment": scene.assignment}
    for who in ("other", "device"):
        for (method, path), operation in OPERATIONS.items():
            if method != "GET" or path in {"/api/v1/stream", "/metrics"}:
                continue
            for address in {_filled(path, {**known, "id": each}) for each in known.values()}:
                for query in ("", f"?view=station:{scene.own}", f"?station={scene.own}", "?view=console"):
                    status, body = await scene.ask(who, "GET", address + query)
                    assert HIDDEN.encode() not in body, (who, address, status)
                    assert operation.who.is_public or scene.drill.encode() not in body or status >= 400, (who, address)
    status, body = await scene.ask("own", "GET", f"/api/v1/incidents/{scene.incident}/timeline")
    assert (status, HIDDEN.encode() in body) == (200, True), "who has an order reads all of it"


async def test_no_answer_tells_a_station_whether_a_hidden_drill_is_there(scene: Scene) -> None:
    """A number that is a drill's and one that is none are answered in the same words, whatever is asked."""
    missing = "drl-1"
    asked = {"station": scene.other, "members": []}
    for method, path, body in (
        ("GET", "/api/v1/drills/{drill}", None),
        ("POST", "/api/v1/alarms", {**SMOKE, "test": True, "drill": "{drill}"}),
        ("POST", "/api/v1/commands", {"id": "x1", "type": "drill.attend", "drill": "{drill}", **asked}),
    ):
        answers = []
        for drill in (scene.drill, missing):
            filled = orjson.loads(orjson.dumps(body).replace(b"{drill}", drill.encode()))
            status, content = await scene.ask("other", method, path.replace("{drill}", drill), filled)
            told = orjson.loads(content)
            answers.append((status, str(told.get("detail", told.get("flags"))).replace(drill, "")))
        assert answers[0] == answers[1], (path, answers)


def _is_right(status: int, who: Audience, role: TokenRole | None) -> bool:
    if who.open_to != "bearers":
        return status < 500 and status not in (401, 403)
    if role is None or role not in who.roles:
        return status == (401 if role is None else 403)
    return status < 500 and status != 401 and (status != 403 or role in who.narrowed)


async def _ask(hub: OpenHub, method: str, address: str, role: TokenRole | None, *, form: bool) -> int:
    headers: dict[str, str] = {}
    data: dict[str, str] | bytes | None = None
    if role is not None:
        headers = {"Authorization": f"Bearer {hub.house.token(role)}"}
    if form:
        headers, data = {}, {"token": "" if role is None else hub.house.token(role)}
    elif method == "POST":
        data = orjson.dumps(_BODIES.get(address, {}))
    async with hub.session.request(method, hub.url + address, headers=headers, data=data) as answer:
        return answer.status


_BODIES: dict[str, Any] = {"/api/v1/alarms": {"test": True}}
"""What can be read where it is sent; elsewhere who may is answered that it cannot."""


def _filled(path: str, known: dict[str, str]) -> str:
    """Put ids into a path; of something that is not there where none is known."""
    values = {
        "id": "nothing-1",
        "month": "2026-11",
        "z": "14",
        "x": "1",
        "y": "1",
        "profile": "plain",
        "n": "1",
        **known,
    }
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", value)
    assert "{" not in path, path
    if path.startswith("/api/v1/push/"):
        return f"{path}?token={PUSHED_WITH}"
    return path + ("?lon=106.5&lat=29.5" if path.endswith(("/reach", "/ways")) else "")


def _fields(scene: Scene) -> dict[str, Json]:
    """Return the fields of every command, about the scene; harmless to carry out in the order of the table."""
    incident, assignment = {"incident": scene.incident}, {"assignment": scene.assignment}
    unit, drill, nothing = {"unit": scene.unit}, {"drill": scene.drill}, "nothing-1"
    own = {"station": scene.own}
    plan = {"name": "示例", "place": {"building": "B00001"}, "stations": [scene.own]}
    fields: dict[str, Json] = {kind: {} for kind in BY_TAG}
    fields |= {kind: incident for kind in BY_TAG if kind.startswith("incident.")}
    fields |= {kind: assignment for kind in BY_TAG if kind.startswith(("assignment.", "ladder."))}
    fields |= {kind: drill for kind in BY_TAG if kind.startswith("drill.")}
    fields |= {kind: {"request": scene.request} for kind in BY_TAG if kind.startswith("help.")}
    return fields | {
        "help.request": {**incident, "kind": "gas"},
        "help.reach": {"request": scene.request, "ask": nothing},
        "alarm.raise": {"test": True},
        "incident.grade": {**incident, "grade": 2},
        "incident.note": {**incident, "text": "示例"},
        "incident.split": {**incident, "alarms": [nothing]},
        "incident.merge": {**incident, "into": nothing},
        "scene.report": {**incident, "saw": "cannot_tell"},
        "incident.outcome": {**incident, "dead": 0},
        "incident.hand_over": {**incident, "receiver": "示例"},
        "dispatch.accept": {"proposal": nothing},
        "dispatch.refuse": {"proposal": nothing},
        "assignment.assign": {**incident, **unit},
        "unit.position": {**unit, "lon": 106.5, "lat": 29.5},
        "standby.post": {**unit, "lon": 106.5, "lat": 29.5},
        "standby.end": unit,
        "hydrant.set": {"hydrant": nothing, "works": True},
        "source.shelve": {"source": nothing, "reason": "示例"},
        "source.unshelve": {"source": nothing},
        "signal.verify": {"device": nothing, "condition": "fault", "real": False},
        "device.disable": {"device": nothing, "reason": "示例"},
        "device.enable": {"device": nothing},
        "device.file": {"gateway": nothing, "address": "1"},
        "shift.offer": {"note": "示例"},
        "road.close": {"area": {"way": nothing}},
        "road.open": {"closure": nothing},
        "duty.on": unit,
        "duty.off": unit,
        "duty.hand_over": {**own, "shift": "day"},
        "duty.take_over": own,
        "check.call": own,  # refused to whom it is allowed, too: nobody checks a post that is at a fire
        "check.answer": {"check": scene.check},
        "check.excuse": {"check": scene.check, "reason": "示例"},
        "drill.plan": {"plan": plan},
        "drill.remark": {**drill, "text": "示例"},
        "drill.attend": {**drill, "station": scene.other, "members": []},
    }
