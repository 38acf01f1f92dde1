"""Who may do what: every route and every command of the interface against every role, each decided in a table.

What is described but not decided here fails, so that nothing new is ever left open because nobody thought of it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, NamedTuple, get_args

import orjson
import pytest
from aiohttp import WSMsgType

from dispatch.access.tokens import ROLES, TokenRole
from dispatch.core import commands as cmd
from dispatch.stream.session import read_command
from dispatch.wire import openapi
from tests.hub import SMOKE, House, Json, OpenHub

READERS = {"station", "dispatcher", "commander", "admin"}
"""Everybody but a device, which raises alarms and reads nothing."""

CENTRE = {"dispatcher", "commander", "admin"}
DESK = {"dispatcher", "admin"}
EVERYBODY = {"device", *READERS}
NOBODY_ASKS = None
"""Open without a token."""

ROUTES: dict[tuple[str, str], set[str] | None] = {
    ("post", "/api/v1/alarms"): EVERYBODY - {"commander"},
    ("post", "/api/v1/commands"): EVERYBODY - {"commander"},  # an alarm here; each command by itself: see COMMANDS
    ("get", "/api/v1/incidents"): READERS,
    ("get", "/api/v1/incidents/{id}"): READERS,
    ("get", "/api/v1/incidents/{id}/timeline"): CENTRE,  # and stations of that incident: see below
    ("get", "/api/v1/incidents/{id}/explain"): CENTRE,
    ("post", "/api/v1/incidents/{id}/whatif"): CENTRE,
    ("get", "/api/v1/episodes"): CENTRE,
    ("get", "/api/v1/episodes/{id}"): CENTRE,
    ("get", "/api/v1/stations"): READERS,
    ("get", "/api/v1/readiness"): READERS,
    ("get", "/api/v1/checks"): READERS,
    ("get", "/api/v1/registry/gaps"): READERS,
    ("get", "/api/v1/registry/due"): READERS,
    ("post", "/api/v1/registry/imports"): {"admin"},
    ("get", "/api/v1/units"): READERS,
    ("get", "/api/v1/reach"): CENTRE,
    ("get", "/api/v1/map"): READERS,
    ("get", "/api/v1/map/roads"): READERS,
    ("get", "/api/v1/map/buildings"): READERS,
    ("get", "/api/v1/map/ways"): READERS,
    ("get", "/api/v1/map/tiles/{z}/{x}/{y}.mvt"): READERS,
    ("get", "/api/v1/assignments/{id}/route"): READERS,
    ("get", "/api/v1/coverage"): CENTRE,
    ("get", "/api/v1/state"): READERS,
    ("get", "/api/v1/events"): READERS,
    ("get", "/api/v1/me"): EVERYBODY,
    ("post", "/api/v1/invitations"): DESK,
    ("post", "/api/v1/invitations/redeem"): NOBODY_ASKS,
    ("get", "/api/v1/tokens"): DESK,
    ("delete", "/api/v1/tokens/{id}"): DESK,
    ("get", "/api/v1/drills"): READERS,
    ("get", "/api/v1/drills/{id}"): READERS,
    ("get", "/api/v1/ledger"): CENTRE,
    ("get", "/api/v1/reports/incidents/{id}"): CENTRE,
    ("post", "/api/v1/reports/incidents/{id}"): CENTRE,
    ("get", "/api/v1/reports/months/{month}"): CENTRE,
    ("post", "/api/v1/reports/months/{month}"): CENTRE,
    ("get", "/api/v1/reports/months/{month}/samples"): CENTRE,
    ("get", "/api/v1/training"): CENTRE,
    ("get", "/api/v1/training/months/{month}"): CENTRE,
    ("get", "/api/v1/stream"): NOBODY_ASKS,  # the token comes in the first frame: see VIEWS
    ("get", "/api/v1/openapi.json"): NOBODY_ASKS,
    ("get", "/api/v1/asyncapi.json"): NOBODY_ASKS,
    ("get", "/metrics"): NOBODY_ASKS,  # on loopback, and only where nothing stands in between
    ("get", "/healthz"): NOBODY_ASKS,
    ("get", "/readyz"): NOBODY_ASKS,
}

FORM_ROUTES = {(method, path) for method, path in ROUTES if method == "post" and "/reports/" in path}
"""A page asks these with its token in a form's field."""

OWN = {"own", *DESK}
"""The station that it is about, and the centre's desk."""

COMMANDS: dict[str, set[str]] = {
    "alarm.raise": {"device", "own", "other", *DESK},
    "incident.take": DESK,
    "incident.update": DESK,
    "incident.confirm": OWN,
    "incident.false_alarm": DESK,
    "incident.grade": DESK,
    "incident.close": DESK,
    "incident.reopen": DESK,
    "incident.note": {*OWN, "commander"},
    "incident.split": DESK,
    "incident.merge": DESK,
    "incident.hand_over": OWN,
    "dispatch.accept": DESK,
    "dispatch.refuse": DESK,
    "assignment.assign": DESK,
    "assignment.acknowledge": OWN,
    "assignment.decline": OWN,
    "assignment.depart": OWN,
    "assignment.arrive": OWN,
    "assignment.control": OWN,
    "assignment.release": OWN,
    "assignment.recall": DESK,
    "ladder.hold": DESK,
    "ladder.resume": DESK,
    "unit.position": OWN,
    "road.close": DESK,
    "road.open": DESK,
    "duty.on": OWN,
    "duty.off": OWN,
    "duty.hand_over": OWN,
    "duty.take_over": OWN,
    "check.call": DESK,
    "check.answer": {"other", *DESK},  # in the scene a check asks the other station: the own one is busy
    "check.excuse": DESK,
    "drill.plan": {"commander", "admin"},
    "drill.start": {"commander", "admin"},
    "drill.inject": {"commander", "admin"},
    "drill.remark": CENTRE,
    "drill.attend": {"other", *CENTRE},  # it is the other station's drill, and started by then
    "drill.break_off": CENTRE,
    "drill.end": {"commander", "admin"},
    "drill.cancel": {"commander", "admin"},
    "drill.sign_off": {"commander", "admin"},
}

WHO = ("device", "own", "other", "dispatcher", "commander", "admin")

VIEWS: dict[str, set[str]] = {
    "console": CENTRE,
    "station:OWN": {"own", *CENTRE},
    "incident:INCIDENT": CENTRE,
}


class Scene(NamedTuple):
    """A fire in which ``own`` has an order and ``other`` has none, and a drill of ``own`` that nobody announced."""

    hub: OpenHub
    incident: str
    alarm: str
    assignment: str
    unit: str
    check: str
    drill: str
    own: str
    other: str

    def bearer(self, who: str) -> dict[str, str]:
        """Return the header of somebody of `WHO`."""
        role: TokenRole = "station" if who in ("own", "other") else who  # type: ignore[assignment]  # a word of WHO
        return {"Authorization": f"Bearer {self.hub.house.token(role, getattr(self, who, None))}"}

    async def ask(self, who: str, method: str, path: str, body: object = None) -> tuple[int, bytes]:
        """Ask as somebody; return the status and the body as it came."""
        data = None if body is None else orjson.dumps(body)
        async with self.hub.session.request(method, self.hub.url + path, data=data, headers=self.bearer(who)) as answer:
            return answer.status, await answer.read()


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
        called = await hub.command("k", "check.call", station=other)
        yield Scene(
            hub,
            taken["incident"],
            taken["alarm"],
            order["id"],
            order["unit"],
            called.body["events"][0]["check"],
            planned.body["events"][0]["drill"],
            own,
            other,
        )


def test_every_route_and_command_is_decided() -> None:
    described = orjson.loads(openapi.document())["paths"]
    assert {(method, path) for path, each in described.items() for method in each} == set(ROUTES)
    assert {str(kind.__struct_config__.tag) for kind in get_args(cmd.AnyCommand)} == set(COMMANDS)


async def test_every_route_lets_in_who_may_and_nobody_else(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        wrong = []
        for (method, path), may in ROUTES.items():
            address = _filled(path, {})
            for role in (None, *ROLES):
                status = await _ask(hub, method, address, role, form=(method, path) in FORM_ROUTES)
                wanted = may is NOBODY_ASKS or role in may
                refusal = 401 if role is None else 403
                if (status == refusal) == wanted or status >= 500 or (wanted and status in (401, 403)):
                    wrong.append((method, path, role, status))
        assert not wrong, wrong


async def test_every_command_is_carried_out_for_who_may_and_nobody_else(scene: Scene) -> None:
    for kind, may in COMMANDS.items():
        body = {"type": kind, **_fields(scene)[kind]}
        read_command(orjson.dumps(body))  # what cannot be read is refused before anybody asks who sent it
        for who in sorted(WHO, key=lambda each: each in may):
            status, answer = await scene.ask(
                who, "POST", "/api/v1/commands", {**body, "id": f"{kind}.{who}".replace("_", "-")}
            )
            assert (status != 403) == (who in may), (kind, who, status, answer)
            assert status < 500, (kind, who, status, answer)


async def test_every_view_shows_itself_to_who_may_see_it_and_nobody_else(scene: Scene) -> None:
    for pattern, may in VIEWS.items():
        view = pattern.replace("OWN", scene.own).replace("INCIDENT", scene.incident)
        for who in WHO:
            token = scene.bearer(who)["Authorization"].removeprefix("Bearer ")
            async with scene.hub.socket() as socket:
                await socket.send_json({"type": "hello", "protocol": 1, "token": token, "view": view})
                answer = await socket.receive()
                let_in = answer.type is WSMsgType.TEXT
                assert let_in == (who in may), (view, who, answer)
                assert let_in or socket.close_code == 4403, (view, who, answer)


async def test_nothing_tells_a_station_of_a_fire_without_it_or_of_a_drill_that_is_not_announced(scene: Scene) -> None:
    """Every address, with the very ids in it: the texts of the fire and of the hidden drill stand in no answer."""
    known = {"incident": scene.incident, "drill": scene.drill, "assignment": scene.assignment}
    for who in ("other", "device"):
        for (method, path), may in ROUTES.items():
            if method != "get" or path in {"/api/v1/stream", "/metrics"}:
                continue
            for address in {_filled(path, {**known, "id": each}) for each in known.values()}:
                for query in ("", f"?view=station:{scene.own}", f"?station={scene.own}", "?view=console"):
                    status, body = await scene.ask(who, "GET", address + query)
                    assert HIDDEN.encode() not in body, (who, address, status)
                    assert may is NOBODY_ASKS or scene.drill.encode() not in body or status >= 400, (who, address)
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


async def _ask(hub: OpenHub, method: str, address: str, role: TokenRole | None, *, form: bool) -> int:
    headers: dict[str, str] = {}
    data: dict[str, str] | bytes | None = None
    if role is not None:
        headers = {"Authorization": f"Bearer {hub.house.token(role)}"}
    if form:
        headers, data = {}, {"token": "" if role is None else hub.house.token(role)}
    elif method == "post":
        data = orjson.dumps(_BODIES.get(address, {}))
    async with hub.session.request(method, hub.url + address, headers=headers, data=data) as answer:
        return answer.status


_BODIES: dict[str, Any] = {
    "/api/v1/commands": {"id": "c", "type": "alarm.raise", "test": True},
    "/api/v1/alarms": {"test": True},
}


def _filled(path: str, known: dict[str, str]) -> str:
    """Put ids into a path; of something that is not there where none is known."""
    values = {"id": "nothing-1", "month": "2026-11", "z": "14", "x": "1", "y": "1", **known}
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", value)
    assert "{" not in path, path
    return path + ("?lon=106.5&lat=29.5" if path.endswith(("/reach", "/ways")) else "")


def _fields(scene: Scene) -> dict[str, Json]:
    """Return the fields of every command, about the scene; harmless to carry out in the order of the table."""
    incident, assignment = {"incident": scene.incident}, {"assignment": scene.assignment}
    unit, drill, nothing = {"unit": scene.unit}, {"drill": scene.drill}, "nothing-1"
    own = {"station": scene.own}
    plan = {"name": "示例", "place": {"building": "B00001"}, "stations": [scene.own]}
    fields: dict[str, Json] = {kind: {} for kind in COMMANDS}
    fields |= {kind: incident for kind in COMMANDS if kind.startswith("incident.")}
    fields |= {kind: assignment for kind in COMMANDS if kind.startswith(("assignment.", "ladder."))}
    fields |= {kind: drill for kind in COMMANDS if kind.startswith("drill.")}
    return fields | {
        "alarm.raise": {"test": True},
        "incident.grade": {**incident, "grade": 2},
        "incident.note": {**incident, "text": "示例"},
        "incident.split": {**incident, "alarms": [nothing]},
        "incident.merge": {**incident, "into": nothing},
        "incident.hand_over": {**incident, "receiver": "示例"},
        "dispatch.accept": {"proposal": nothing},
        "dispatch.refuse": {"proposal": nothing},
        "assignment.assign": {**incident, **unit},
        "unit.position": {**unit, "lon": 106.5, "lat": 29.5},
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
