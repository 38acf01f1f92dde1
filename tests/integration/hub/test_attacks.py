"""What somebody with bad intentions would try: addresses, headers, texts and sizes that a hub must bear."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import quote
from zoneinfo import ZoneInfo

from yarl import URL

from dispatch.access.roles import TokenRole
from dispatch.api.answers import SECURITY_HEADERS
from tests.hub import STATION, House, Json, OpenHub

EVIL = "\"'><svg onload=alert(1)><script>alert(1)</script>{{7*7}}=1+1 示例"
"""A name as an attacker writes it: it ends an attribute, opens a script, a template and a formula."""

FORMULA = '=HYPERLINK("http://127.0.0.1/")'

ANSWERS = (
    "/",
    "/crew",
    "/api/v1/openapi.json",
    "/api/v1/incidents",
    "/api/v1/nothing",
    "/healthz",
    "/metrics",
    "/api/v1/map/roads",
    "/api/v1/reports/months/2026-11",
    "/api/v1/reports/incidents/nothing-1",
    "/api/v1/stream",
)


async def test_every_answer_bears_a_policy_errors_too(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        for address in ANSWERS:
            roles: tuple[TokenRole | None, ...] = ("dispatcher", None)
            for role in roles:
                reply = await hub.call("GET", address, role=role)
                for name in SECURITY_HEADERS:
                    assert name in reply.headers, (address, role, name)
                policy = reply.headers["Content-Security-Policy"]
                assert "frame-ancestors" in policy, address
                assert reply.headers["Server"] == "onethree", "no version that an attacker could look up"
                assert "default-src" in policy, address
                assert "script-src" not in policy, address
        assert (await hub.call("GET", "/api/v1/incidents")).headers["Cache-Control"] == "no-store"


async def test_metrics_are_not_given_to_whom_a_proxy_brings_in(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        for header in ("X-Forwarded-For", "x-forwarded-for", "Forwarded", "Via", "X-Real-IP"):
            brought = {header: "203.0.113.7"}
            assert (await hub.call("GET", "/metrics", role=None, headers=brought)).code == "unauthorized", header
            assert (await hub.call("GET", "/metrics", role="commander", headers=brought)).status == 200
        assert (await hub.call("GET", "/metrics", role=None)).status == 200


NOWHERE = [
    "/..%2f..%2fetc%2fpasswd",
    "/%2e%2e/%2e%2e/pyproject.toml",
    "/assets/..%5c..%5ctokens.json",
    "/assets/%2e%2e/%2e%2e/tokens.json",
    "/assets/%00",
    "//tokens.json",
    "/api/v1/map/tiles/14/..%2f..%2fx/1.mvt",
    "/api/v1/map/tiles/99999/1/1.mvt",
    "/api/v1/map/tiles/14/-1/1.mvt",
    "/api/v1/incidents/inc-" + "9" * 5000,
    "/api/v1/incidents/inc-" + "9" * 5000 + "/timeline",
    "/api/v1/incidents/inc-%D9%A3/timeline",
    "/api/v1/drills/drl-" + "9" * 5000,
    "/api/v1/drills/drl--1",
    "/api/v1/drills/drl-0",
    "/api/v1/episodes/" + quote(EVIL, safe=""),
    "/api/v1/reports/incidents/" + quote(EVIL, safe=""),
    "/api/v1/reports/incidents/inc-0",
    "/api/v1/assignments/..%2f..%2fx/route",
    "/api/v1/incidents/..%2fstate/explain",
]


async def test_an_odd_address_leads_nowhere(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        for path in NOWHERE:
            assert await _raw(hub, path) == 404, path


UNUSABLE = [
    "/api/v1/registry/due?within=999999999999999",
    "/api/v1/reports/months/0001-01",
    "/api/v1/training/months/0001-01",
    *(f"/api/v1/reports/months/{month}" for month in ("0000-00", "0000-01", "9999-12", "2026-13", "2026", "٢٠٢٦-١١")),
    *(f"/api/v1/training/months/{month}" for month in ("0000-00", "9999-12", "2026-11-01", "-1", "20262026-11")),
    "/api/v1/reports/months/0000-00/samples",
    "/api/v1/reports/months/2026-11?format=exe",
    "/api/v1/reports/months/2026-11?lang=../../etc",
    "/api/v1/state?at=-1",
    "/api/v1/state?at=" + "9" * 5000,
    "/api/v1/events?after=1e9",
    "/api/v1/events?after=" + "9" * 5000,
    "/api/v1/events?limit=999999999",
    "/api/v1/episodes?limit=0",
    "/api/v1/episodes?day=0000-00-00",
    "/api/v1/episodes?before=" + "9" * 16,
    "/api/v1/registry/due?within=" + "9" * 16,
    "/api/v1/coverage?within=99999999",
    "/api/v1/coverage?mode=rocket",
    "/api/v1/reach?lon=nan&lat=nan",
    "/api/v1/reach?lon=1e400&lat=0",
    "/api/v1/map/ways?id=1&name=x",
]


async def test_a_parameter_beyond_all_use_is_said_to_be_unusable(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        for path in UNUSABLE:
            reply = await hub.call("GET", path)
            assert (reply.status, reply.code) == (422, "unusable"), path


EDGES = [
    "/api/v1/registry/due?within=36500",
    "/api/v1/events?after=999999999999999",
    "/api/v1/state?at=999999999999999",
    "/api/v1/state?at=0",
    "/api/v1/episodes?before=999999999999999&text=" + "x" * 6000,
    "/api/v1/episodes?day=0001-01-01",
    "/api/v1/episodes?day=9999-12-31",
    "/api/v1/reports/months/0002-01",
    "/api/v1/reports/months/1970-01?format=csv",
    "/api/v1/reports/months/9998-12?format=json",
    "/api/v1/training/months/0002-01",
    "/api/v1/training/months/9998-12",
    "/api/v1/map/ways?name=" + "%F0%9F%94%A5" * 500,
    "/api/v1/map/ways?id=" + "x" * 6000,
    "/api/v1/incidents?after=" + "x" * 6000,
    "/api/v1/events?after=%D9%A3",
    "/api/v1/reach?lon=180&lat=90",
    "/api/v1/incidents?status=&limit=",
]


async def test_a_parameter_at_the_edge_never_breaks_the_hub(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        for path in EDGES:
            reply = await hub.call("GET", path)
            assert reply.status < 500, (path, reply)
            assert reply.status == 200 or reply.code, path


class _Tags(HTMLParser):
    """Collects every tag and attribute of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))


async def test_no_text_becomes_markup_in_a_report(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        taken = await _fire_with_evil_texts(hub)
        month = _month(hub)
        for path in (f"incidents/{taken['incident']}", f"months/{month}"):
            for language in ("zh", "en"):
                page = await _text(hub, f"/api/v1/reports/{path}?lang={language}")
                tags = _Tags()
                tags.feed(page)
                assert not [tag for tag, _ in tags.found if tag in ("script", "iframe", "object", "img", "link")]
                assert not [name for _, names in tags.found for name in names if name.startswith("on")], path
                assert "alert(1)>" not in page
                assert "49=1+1" not in page, "a text is never a template"


async def test_no_cell_of_an_export_computes(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        taken = await _fire_with_evil_texts(hub)
        month = _month(hub)
        for path in (
            f"incidents/{taken['incident']}?format=csv",
            f"months/{month}?format=csv",
            f"months/{month}/samples",
        ):
            text = await _text(hub, f"/api/v1/reports/{path}")
            for cell in re.findall(r'(?:^|,)"?([^",\r\n]*)', text.lstrip("\ufeff"), re.MULTILINE):
                assert not re.match(r"[=+@\t]|-(?![\d.])", cell), (path, cell)


async def test_a_page_of_another_origin_gets_neither_answers_nor_leave(sqlite_house: House) -> None:
    """No header lets another origin read, and nothing is asked with what a browser sends by itself: no cookies."""
    async with sqlite_house.open() as hub:
        other = {"Origin": "http://evil.example", "Cookie": "token=x", "Sec-Fetch-Site": "cross-site"}
        for method in ("GET", "OPTIONS", "POST"):
            reply = await hub.call(method, "/api/v1/incidents", role=None, headers=other)
            assert not [name for name in reply.headers if name.lower().startswith("access-control-")]
            assert "Set-Cookie" not in reply.headers
            assert reply.status >= 400


async def _fire_with_evil_texts(hub: OpenHub) -> Json:
    place = {"building": "B00001", "floor": 3, "text": EVIL}
    fields: Json = {"note": EVIL, "reporter": EVIL, "device": FORMULA, "source": EVIL, "kind": EVIL, "trapped": 2}
    taken = await hub.alarm(**{**fields, "place": place})
    key = taken["incident"]
    await hub.command("e1", "incident.note", incident=key, text=EVIL)
    await hub.command("e2", "incident.confirm", incident=key, reason=EVIL)
    await hub.command("e3", "incident.hand_over", incident=key, receiver=EVIL, note=EVIL)
    await hub.command("e4", "assignment.decline", assignment=taken["assignments"][0]["id"], reason=EVIL)
    await hub.command("e5", "incident.false_alarm", incident=key, reason="unknown", note=EVIL)
    plan = {"name": EVIL, "place": {"building": "B00001", "text": EVIL}, "stations": [STATION], "everybody": True}
    planned = await hub.command("e6", "drill.plan", role="commander", plan=plan)
    drill = planned.body["events"][0]["drill"]
    await hub.command("e7", "drill.start", role="commander", drill=drill)
    await hub.command("e8", "drill.remark", role="commander", drill=drill, text=EVIL)
    return taken


async def _text(hub: OpenHub, path: str) -> str:
    headers = {"Authorization": f"Bearer {hub.house.token('commander')}"}
    async with hub.session.get(hub.url + path, headers=headers) as answer:
        assert answer.status == 200, (path, await answer.text())
        return await answer.text()


async def _raw(hub: OpenHub, path: str) -> int:
    """Ask for a path as it stands here: nothing is tidied up on the way."""
    headers = {"Authorization": f"Bearer {hub.house.token('commander')}"}
    async with hub.session.get(URL(hub.url + path, encoded=True), headers=headers) as answer:
        return answer.status


def _month(hub: OpenHub) -> str:
    return f"{hub.hub.clock.now().in_zone(ZoneInfo(hub.hub.timezone)):%Y-%m}"
