"""What people said about an incident (M9): it lies nowhere in clear, and once it is erased nothing brings it back.

PIPL (个人信息保护法) art. 47: erase on request or when the term is over; art. 19: keep no longer than is needed.
"""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import Any

import orjson
import pytest
from typer.testing import CliRunner

from dispatch.cli.main import build
from dispatch.core.commands import EraseIncidents, Erasing
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import By
from dispatch.erasure import note_erasures
from dispatch.log.backup import backup, restore
from dispatch.log.incident_keys import ERASED_FILE, KEYS_FILE, SNAPSHOT
from dispatch.log.key_copies import backup_keys, restore_keys
from dispatch.log.open import open_log
from dispatch.log.verify import Finding, verify
from dispatch.writer import snapshots
from dispatch.writer.audit import examine
from dispatch.writer.clock import Clock, wall_ms
from tests.hub import House, Json, OpenHub
from tests.kept_in_memory import until
from tests.redis_server import RedisServer

CALLER, NUMBER, NOTE, ADDRESS = "示例张三", "synthetic-0000-1111", "示例：门口的邻居李四说", "示例巷7号302"
RECEIVER, CLOSING, REASON = "示例王五", "示例：赵六已领回钥匙", "示例：钱七要求的"
WORDS = (CALLER, NUMBER, NOTE, ADDRESS, RECEIVER, CLOSING, REASON)
WHY = "synthetic request 17"


async def called(hub: OpenHub, *, key: str = "", building: str = "B00001") -> str:
    """Have somebody call and say all that can be said; return the incident, closed."""
    taken = await hub.alarm(
        "dispatcher",
        source="phone",
        kind="report",
        device=None,
        reporter=f"{CALLER} {NUMBER}",
        note=NOTE,
        place={"building": building, "text": ADDRESS},
    )
    incident: str = taken["incident"]
    orders = taken["assignments"]
    assert orders, "crews are sent, so that the order's event has the words too"
    for kind, fields in (
        ("incident.note", {"text": NOTE}),
        ("scene.report", {"room": ADDRESS, "burning": NOTE, "note": CALLER, "hurt": NUMBER, "want": "engine"}),
        ("incident.grade", {"grade": 2}),
        ("incident.hand_over", {"receiver": RECEIVER, "note": NOTE}),
    ):
        assert (await hub.command(f"{kind}{key}", kind, incident=incident, **fields)).status == 200
    recalled = await hub.command(f"recall{key}", "assignment.recall", assignment=orders[0]["id"], reason=REASON)
    assert recalled.status == 200
    assert (await hub.command(f"close{key}", "incident.close", incident=incident, note=CLOSING)).status == 200
    return incident


async def erased(hub: OpenHub, incident: str) -> Json:
    reply = await hub.call("POST", f"/api/v1/incidents/{incident}/erase", {"reason": WHY}, role="commander")
    assert reply.status == 200, reply
    return reply.body


async def timeline_of(hub: OpenHub, incident: str) -> list[Json]:
    events: list[Json] = (await hub.call("GET", f"/api/v1/incidents/{incident}/timeline")).body["events"]
    return events


async def everything_read(hub: OpenHub, incident: str) -> str:
    """Return all that the hub tells of an incident, on every way that there is, as one text."""
    head = hub.hub.log.head.seq
    paths = (
        f"incidents/{incident}",
        f"incidents/{incident}/timeline",
        f"incidents/{incident}/explain",
        "incidents",
        "state?view=console",
        f"state?view=console&at={head}",
        "events?view=console",
        "episodes",
        *(
            f"reports/incidents/{incident}?format={form}&lang={lang}"
            for form in ("html", "csv", "json")
            for lang in ("zh", "en")
        ),
    )
    found = []
    for path in paths:
        headers = {"Authorization": f"Bearer {hub.house.token('commander')}"}
        async with hub.session.get(f"{hub.url}/api/v1/{path}", headers=headers) as response:
            assert response.status == 200, (path, await response.text())
            found.append(await response.text())
    return "\n".join(found)


def words_in(content: bytes) -> list[str]:
    """Return which of the words stand in some bytes, as they are or as JSON may escape them."""
    return [word for word in WORDS if word.encode() in content or ascii(word)[1:-1].encode() in content]


def words_on_disk(*folders: Path) -> dict[str, list[str]]:
    """Return which files of these folders hold which of the words: databases, write-ahead logs, snapshots, all."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert files
    return {path.name: found for path in files if (found := words_in(path.read_bytes()))}


async def test_m9_what_people_say_lies_nowhere_in_clear(house: House, redis_server: RedisServer) -> None:
    async with house.open() as hub:
        incident = await called(hub)
        assert set(words_in((await everything_read(hub, incident)).encode())) == set(WORDS)
        told = await timeline_of(hub, incident)
        await snapshots.save(hub.hub.log, hub.hub.processor.durable)
        assert words_on_disk(house.data, redis_server._folder) == {}
    assert words_on_disk(house.data, redis_server._folder) == {}
    async with house.open() as hub:
        assert await timeline_of(hub, incident) == told
        assert set(words_in((await everything_read(hub, incident)).encode())) == set(WORDS)


async def test_m9_what_is_erased_is_gone_and_the_record_says_when_and_by_whom(house: House) -> None:
    async with house.open() as hub:
        kept = await called(hub)
        incident = await called(hub, key="2", building="B00005")
        assert incident != kept
        await hub.call("GET", f"/api/v1/state?view=console&at={hub.hub.log.head.seq}", role="commander")
        head = hub.hub.log.head
        answer = await erased(hub, incident)
        (event,) = answer["events"]
        assert (event["type"], event["incident"], event["reason"]) == ("incident.erased", incident, WHY)
        assert (event["by"]["role"], event["in_clear"], event["setting"]) == ("commander", 0, None)
        timeline = await timeline_of(hub, incident)
        assert timeline[-1] == event
        assert {each["personal"] for each in timeline if "personal" in each} == {"erased"}
        assert words_in(orjson.dumps(timeline)) == []
        shown = (await hub.call("GET", f"/api/v1/incidents/{incident}")).body
        assert (shown["erased_at"], shown["erased_by"]["role"]) == (event["at"], "commander")
        for lang, said in (("zh", "抹除"), ("en", "erased")):
            page = await hub.session.get(
                f"{hub.url}/api/v1/reports/incidents/{incident}?lang={lang}",
                headers={"Authorization": f"Bearer {house.token('commander')}"},
            )
            text = await page.text()
            assert said in text
            assert WHY in text
            assert words_in(text.encode()) == []
        other = await timeline_of(hub, kept)
        assert set(words_in(orjson.dumps(other))) == set(WORDS), "another incident's words stay"
        report = await examine(hub.hub.log)
        assert report.finding is Finding.CONSISTENT, report.words
        assert (await verify(hub.hub.log, head)).finding is Finding.INTACT, "the head of before stands"
        world = hub.hub.processor.durable
    async with house.open() as hub:
        assert hub.hub.processor.world.incidents[incident] == world.incidents[incident]
        assert await timeline_of(hub, incident) == timeline
    await _without_a_snapshot(house, world)


async def _without_a_snapshot(house: House, world: Any) -> None:
    """The World that knew the words and had them taken out is the one that a fold without them comes to."""
    async with open_log(house.data, house.redis, create=False) as log:
        await log.drop_snapshots()
        folded = await snapshots.load(log)
        assert dict(folded.incidents) == dict(world.incidents)
        assert dict(folded.alarms) == dict(world.alarms)
        assert dict(folded.assignments) == dict(world.assignments)
        assert dict(folded.messages) == dict(world.messages)


async def test_m9_no_way_of_reading_tells_what_was_erased(house: House) -> None:
    async with house.open() as hub:
        incident = await called(hub)
        await everything_read(hub, incident)
        await erased(hub, incident)
        assert words_in((await everything_read(hub, incident)).encode()) == []
        assert words_on_disk(house.data) == {}


@pytest.mark.parametrize("role", ["device", "station", "dispatcher"])
async def test_m9_only_a_commander_or_an_admin_erases(sqlite_house: House, role: Any) -> None:
    async with sqlite_house.open() as hub:
        incident = await called(hub)
        refused = await hub.call("POST", f"/api/v1/incidents/{incident}/erase", {"reason": WHY}, role=role)
        assert (refused.status, refused.code) == (403, "forbidden")
        as_admin = await hub.call("POST", f"/api/v1/incidents/{incident}/erase", {"reason": WHY}, role="admin")
        assert as_admin.status == 200


async def test_m9_what_cannot_be_erased_is_refused_with_the_reason(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        taken = await hub.alarm("dispatcher", reporter=CALLER)
        path = f"/api/v1/incidents/{taken['incident']}/erase"
        still_open = await hub.call("POST", path, {"reason": WHY}, role="commander")
        assert (still_open.status, still_open.code) == (409, "wrong_state")
        assert "close it first" in still_open.body["detail"]
        assert (await hub.command("c", "incident.close", incident=taken["incident"])).status == 200
        await erased(hub, taken["incident"])
        again = await hub.call("POST", path, {"reason": WHY}, role="commander")
        assert (again.status, "erased already" in again.body["detail"]) == (409, True)
        nowhere = await hub.call("POST", "/api/v1/incidents/inc-1/erase", {"reason": WHY}, role="commander")
        assert (nowhere.status, nowhere.code) == (404, "not_found")
        nothing = await hub.call("POST", path, {}, role="commander")
        assert (nothing.status, nothing.code) == (422, "unusable")


async def test_m9_what_was_merged_goes_with_it(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        first = await hub.alarm("dispatcher", reporter=CALLER, device=None, place={"building": "B00001"})
        other = await hub.alarm("dispatcher", reporter=NUMBER, device=None, place={"building": "B00009"})
        assert first["incident"] != other["incident"]
        merged = await hub.command(
            "m", "incident.merge", incident=other["incident"], into=first["incident"], reason=REASON
        )
        assert merged.status == 200, merged
        assert (await hub.command("c", "incident.close", incident=first["incident"])).status == 200
        events = (await erased(hub, first["incident"]))["events"]
        assert {each["incident"] for each in events} == {first["incident"], other["incident"]}
        assert words_in(orjson.dumps(await hub.events())) == []


async def test_m9_a_crash_after_the_word_and_before_the_deed_is_made_good_at_the_next_start(house: House) -> None:
    async with house.open() as hub:
        incident = await called(hub)
        await snapshots.save(hub.hub.log, hub.hub.processor.durable)
        by = By(role="commander", name="示例")
        await hub.hub.processor.do(EraseIncidents(incidents=(Erasing(incident=incident),), reason=WHY), by)
        assert hub.hub.log.erasures_of(incident) == (), "the keys are there still, as after a crash"
    async with house.open() as hub:
        assert words_in((await everything_read(hub, incident)).encode()) == []
        assert hub.hub.log.erasures_of(incident) != ()


async def test_m9_a_power_cut_takes_no_key_that_an_event_needs(house: House) -> None:
    """Whose a key is was not synced, only the key itself: the record tells it again."""
    async with house.open() as hub:
        before = (house.data / KEYS_FILE).read_bytes()
        incident = await called(hub)
        told = await timeline_of(hub, incident)
    (house.data / KEYS_FILE).write_bytes(before)
    async with house.open() as hub:
        assert await timeline_of(hub, incident) == told
        other = await called(hub, key="2", building="B00005")
        await erased(hub, incident)
        left = await timeline_of(hub, other)
        assert set(words_in(orjson.dumps(left))) == set(WORDS), "the two have keys of their own"


async def test_m9_a_reader_without_the_keys_sees_that_words_are_withheld(house: House, tmp_path: Path) -> None:
    async with house.open() as hub:
        incident = await called(hub)
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(house.data, elsewhere)
    (elsewhere / KEYS_FILE).unlink()
    async with open_log(elsewhere, house.redis, create=False) as log:
        bodies = [orjson.loads(each.body) for each in await log.read(0, 1000)]
        assert (await verify(log)).ok
        marks = {each["personal"] for each in bodies if each.get("incident") == incident and "personal" in each}
        assert marks == {"withheld"}
        assert words_in(orjson.dumps(bodies)) == []


# --- the district's term ----------------------------------------------------------------------------------------------


def hours_later(monkeypatch: pytest.MonkeyPatch, hours: float) -> None:
    """Let hubs that start from now on find the machine's clock so many hours ahead."""
    ahead = {**(Clock.__init__.__kwdefaults__ or {}), "wall": lambda: wall_ms() + int(hours * 3_600_000)}
    monkeypatch.setattr(Clock.__init__, "__kwdefaults__", ahead)


async def test_m9_the_district_s_term_erases_by_itself_and_the_event_names_it(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house.open() as hub:
        incident = await called(hub)
    hours_later(monkeypatch, 25)
    async with house.open() as hub:
        await until(lambda: incident not in hub.hub.processor.durable.incidents)  # archived, a day after it closed
        assert set(words_in(orjson.dumps(await timeline_of(hub, incident)))) == set(WORDS), "no term: nothing is erased"
        assert await hub.hub.eraser.erase_closed_before(Instant(0), "none yet") == 0
    district = tmp_path / "with-a-term"
    await asyncio.to_thread(shutil.copytree, house.district, district)
    settings = district / "district.toml"
    settings.write_text("personal_days = 1\n" + settings.read_text("utf-8"), "utf-8")
    hours_later(monkeypatch, 26)
    async with house.open(district=district, accept_clock=True) as hub:
        await until(lambda: hub.hub.log.erasures_of(incident))
        (event,) = [each for each in await hub.events() if each["type"] == "incident.erased"]
        async with hub.hub.eraser._one_at_a_time:
            assert hub.hub.log.erasures_of(incident) == (event["seq"],), "the deed is done, not only said"
        assert (event["setting"], event["by"]["role"]) == ("personal_days=1", "hub")
        timeline = await timeline_of(hub, incident)
        assert [each["type"] for each in timeline[-2:]] == ["incident.archived", "incident.erased"]
        assert words_in(orjson.dumps(timeline)) == []


# --- backups ----------------------------------------------------------------------------------------------------------


async def _backed_up(house: House, file: Path) -> int:
    async with open_log(house.data, house.redis, create=False) as log:
        await backup(log, file)
    return backup_keys(house.data, file)


async def _restored(file: Path, data: Path, also: Path | None = None) -> list[Json]:
    await asyncio.to_thread(data.mkdir)
    gone = restore_keys(file, data, also)
    async with open_log(data) as log:
        await restore(file, log)
        await note_erasures(log, await snapshots.load(log), [each.owner for each in gone if each.owner != SNAPSHOT])
        assert (await verify(log)).ok
    async with open_log(data) as log:
        await log.lead()
        return [orjson.loads(each.body) for each in await log.read(0, 10_000)]


async def test_m9_an_old_backup_does_not_bring_back_what_was_erased(house: House, tmp_path: Path) -> None:
    backups = tmp_path / "backups"
    backups.mkdir()
    async with house.open() as hub:
        incident = await called(hub)
        await _backed_up(house, backups / "old")
        assert set(words_in(orjson.dumps(await _restored(backups / "old", tmp_path / "r1")))) == set(WORDS)
        await erased(hub, incident)
        assert await _backed_up(house, backups / "new") > 0, "the key in the older copy was destroyed too"
    assert words_on_disk(backups, house.data) == {}
    events = await _restored(backups / "old", tmp_path / "r2")
    assert words_in(orjson.dumps(events)) == []
    said = [each for each in events if each["type"] == "incident.erased"]
    assert [each["incident"] for each in said] == [incident], "the restored record says so, although the backup did not"
    assert said[0]["reason"] == "erased before this backup was restored"


async def test_m9_a_hidden_copy_of_keys_is_made_harmless_by_the_list_alone(sqlite_house: House, tmp_path: Path) -> None:
    """The limit, and what helps: a copy that nobody shows the program opens what it opened."""
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    async with sqlite_house.open() as hub:
        incident = await called(hub)
        await _backed_up(sqlite_house, hidden / "old")
        (hidden / ERASED_FILE).unlink(missing_ok=True)
        await erased(hub, incident)
    assert set(words_in(orjson.dumps(await _restored(hidden / "old", tmp_path / "r1")))) == set(WORDS)
    events = await _restored(hidden / "old", tmp_path / "r2", sqlite_house.data / ERASED_FILE)
    assert words_in(orjson.dumps(events)) == []


async def test_m9_backup_and_restore_on_the_command_line_leave_out_what_was_erased(
    sqlite_house: House, tmp_path: Path
) -> None:
    runner, house = CliRunner(), sqlite_house
    async with house.open() as hub:
        incident = await called(hub)
    for done in (False, True):
        if done:
            async with house.open() as hub:
                await erased(hub, incident)
        arguments = ["backup", str(house.data), str(tmp_path / f"copy-{done}")]
        result = await _in_thread(runner, arguments)
        assert result.exit_code == 0, result.output
    assert "older copies" in result.output
    result = await _in_thread(runner, ["restore", str(tmp_path / "copy-False"), str(tmp_path / "again")])
    assert result.exit_code == 0, result.output
    assert "1 incidents stay erased" in result.output
    async with open_log(tmp_path / "again", create=False) as log:
        assert words_in(b"".join([each.body for each in await log.read(0, 10_000)])) == []


async def _in_thread(runner: CliRunner, arguments: list[str]) -> Any:
    return await asyncio.to_thread(runner.invoke, build(arguments), arguments)


async def test_m9_the_command_line_erases_and_says_which_event_tells_it(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        incident = await called(hub)
        token = sqlite_house.token("commander")
        arguments = ["erase", incident, "--reason", WHY, "--url", hub.url, "--token", token, "--lang", "en"]
        result = await _in_thread(CliRunner(), arguments)
        assert result.exit_code == 0, result.output
        (event,) = [each for each in await hub.events() if each["type"] == "incident.erased"]
        assert f"event {event['seq']} of the record says so" in result.output.replace("\n", " ")
        assert words_in(orjson.dumps(await timeline_of(hub, incident))) == []
