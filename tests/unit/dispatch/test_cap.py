"""CAP 1.2 both ways: what is written stands in the schema's order, and what is read may be meant to harm."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest

from dispatch.core import commands as cmd
from dispatch.core.errors import Malformed, Refused, Unusable
from dispatch.core.vocabulary import Place
from dispatch.intake.help_answer import HelpAnswerIn, command_of, message_id, read_answer
from dispatch.upkeep.cap_alerts import NAMESPACE, cap_alert, sent
from dispatch.upkeep.help_messages import message_for
from stations.helpers import Helper
from tests.unit.core.world_builder import Town, at

CAP = Helper(id="lift-1", kind="lift", name="示例电梯", cap="http://lift.invalid", languages=("zh", "en"))

ALERT = (
    *("identifier", "sender", "sent", "status", "msgType", "source", "scope", "restriction", "addresses", "code"),
    *("note", "references", "incidents", "info"),
)
INFO = (
    *("language", "category", "event", "responseType", "urgency", "severity", "certainty", "audience", "eventCode"),
    *("effective", "onset", "expires", "senderName", "headline", "description", "instruction", "web", "contact"),
    *("parameter", "resource", "area"),
)
AREA = ("areaDesc", "polygon", "circle", "geocode", "altitude", "ceiling")
NEEDED = {
    "alert": {"identifier", "sender", "sent", "status", "msgType", "scope"},
    "info": {"category", "event", "urgency", "severity", "certainty"},
    "area": {"areaDesc"},
    "parameter": {"valueName", "value"},
}
CODES = {
    "status": {"Actual", "Exercise", "System", "Test", "Draft"},
    "msgType": {"Alert", "Update", "Cancel", "Ack", "Error"},
    "scope": {"Public", "Restricted", "Private"},
    "category": {
        "Geo",
        "Met",
        "Safety",
        "Security",
        "Rescue",
        "Fire",
        "Health",
        "Env",
        "Transport",
        "Infra",
        "CBRNE",
        "Other",
    },
    "responseType": {"Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None"},
    "urgency": {"Immediate", "Expected", "Future", "Past", "Unknown"},
    "severity": {"Extreme", "Severe", "Moderate", "Minor", "Unknown"},
    "certainty": {"Observed", "Likely", "Possible", "Unlikely", "Unknown"},
}
"""OASIS CAP 1.2, 3.2: the order of elements, which there must be, and what they may hold."""


def breaches(document: bytes) -> list[str]:
    """Return what of a document is not as the standard has it."""
    root = ET.fromstring(document)  # noqa: S314 - our own
    found = [] if root.tag == f"{{{NAMESPACE}}}alert" else [root.tag]
    for element in root.iter():
        name = element.tag.removeprefix(f"{{{NAMESPACE}}}")
        tags = [each.tag.removeprefix(f"{{{NAMESPACE}}}") for each in element]
        order = {"alert": ALERT, "info": INFO, "area": AREA, "parameter": ("valueName", "value")}.get(name, ())
        found += [f"{name}/{tag} is unknown" for tag in tags if tag not in order]
        places = [order.index(tag) for tag in tags if tag in order]
        found += [f"{name} is out of order: {tags}"] if places != sorted(places) else []
        found += [f"{name} lacks {each}" for each in NEEDED.get(name, set()) - set(tags)]
        found += [f"{name} is {element.text}"] if name in CODES and element.text not in CODES[name] else []
        if name == "sent" and not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d", element.text or ""):
            found.append(f"sent is {element.text}")
        if name in ("identifier", "sender") and re.search(r"[\s,<&]", element.text or ""):
            found.append(f"{name} is {element.text}")
    return found


def asked(place: Place | None = None, note: str | None = None, **more: Any) -> Town:
    t = Town().building("b", 0, zone="z").station("m1", 1)
    t.do(cmd.ChangeRegistry(helpers=(CAP,)))
    t.alarm(place or Place(building="b", floor=28), **more)
    t.press(cmd.RequestHelp(incident=t.incident().id, kind="lift", note=note))
    return t


def alert_of(t: Town) -> bytes:
    (request,) = t.world.requests.values()
    message = message_for(t.world, request, request.asks[-1])
    assert message is not None
    return cap_alert(t.world, message, "token")


def text(document: bytes, path: str) -> list[str]:
    found = ET.fromstring(document).iterfind(path, {"": NAMESPACE})  # noqa: S314 - our own
    return [each.text or "" for each in found]


@pytest.mark.parametrize(
    "place", [None, at(0), Place(text="示例路口 <b>&\"'"), Place(text="a\x0bb\x00c\ud800"), Place()], ids=repr
)
def test_an_alert_is_as_the_standard_has_it_whatever_the_place_and_the_words(place: Place | None) -> None:
    document = alert_of(asked(place, note="<!DOCTYPE x> ]]> & 电梯困人", trapped=3))
    assert breaches(document) == []


def test_an_alert_says_who_is_wanted_where_in_each_language_that_the_helper_reads() -> None:
    document = alert_of(asked(trapped=3))
    assert text(document, "info/language") == ["zh-CN", "en-US"]
    zh, en = text(document, "info/description")
    assert "示例楼b" in zh
    assert "28 层" in zh
    assert "被困 3 人" in zh
    assert "floor 28" in en
    assert "3 trapped" in en
    assert text(document, "info/area/circle") == ["29.560000,106.570000 0.1"] * 2
    assert text(document, "addresses") == ["lift-1"]


def test_the_worse_the_grade_the_more_severe_and_trapped_people_are_never_moderate() -> None:
    t = asked()
    told = {}
    for grade in (1, 2, 3):
        t.press(cmd.IncidentGrade(incident=t.incident().id, grade=grade))
        told[grade] = text(alert_of(t), "info/severity")[0]
    assert told == {1: "Moderate", 2: "Severe", 3: "Extreme"}
    t = asked(trapped=1)
    t.press(cmd.IncidentGrade(incident=t.incident().id, grade=1))
    assert text(alert_of(t), "info/severity")[0] == "Severe"


def test_that_it_is_not_needed_refers_to_the_alert_that_asked() -> None:
    t = asked()
    first = alert_of(t)
    (request,) = t.world.requests.values()
    t.do(cmd.NoteHelp(request=request.id, ask=request.asks[0].id, tries=1))
    t.press(cmd.HelpCancel(request=request.id))
    off = alert_of(t)
    assert breaches(off) == []
    assert text(off, "msgType") == ["Cancel"]
    (identifier,), (sender,), (when,) = (text(first, each) for each in ("identifier", "sender", "sent"))
    assert text(off, "references") == [f"{sender},{identifier},{when}"]


def test_a_time_has_an_offset_and_utc_is_written_as_the_standard_wants_it() -> None:
    t = asked()
    assert sent(t.now, ZoneInfo("UTC")).endswith("-00:00")
    assert sent(t.now, ZoneInfo("Asia/Shanghai")).endswith("+08:00")


def test_of_an_exercise_there_is_no_message_at_all() -> None:
    t = asked(exercise=True)
    (request,) = t.world.requests.values()
    assert message_for(t.world, request, request.asks[-1]) is None


# --- what comes back --------------------------------------------------------------------------------------------------

REFERENCE = "onethree,hlp-9.ask-10.1795320000000,2026-11-22T12:00:00+08:00"


def ack(
    kind: str = "Ack", *, references: str = REFERENCE, status: str = "Actual", more: str = "", ns: str = NAMESPACE
) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><alert xmlns="{ns}"><identifier>a-1</identifier><sender>lift</sender>'
        f"<sent>2026-11-22T12:00:30+08:00</sent><status>{status}</status><msgType>{kind}</msgType><scope>Private</scope>"
        f"<addresses>onethree</addresses>{more}<references>{references}</references></alert>"
    ).encode()


def read(body: bytes) -> HelpAnswerIn:
    return read_answer(body, sender="onethree")


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        (ack(), "accept"),
        (ack("Error", more="<note>没有人手</note>"), "refuse"),
        (ack("Update", more="<code>onethree:depart</code>"), "depart"),
        (ack("Update", more="<code>local</code><code>onethree:arrive</code>"), "arrive"),
        (ack("Ack", more="<code>onethree:done</code>"), "done"),
        (b"\xef\xbb\xbf\r\n" + ack(), "accept"),
        (ack().decode().replace("UTF-8", "UTF-16").encode("utf-16"), "accept"),
        (ack(more="<note>好的</note>").decode().replace("UTF-8", "GB2312").encode("gb18030"), "accept"),
        (ack(references=f"other,x,y {REFERENCE}\n"), "accept"),
        (ack(more='<x:sig xmlns:x="http://www.w3.org/2000/09/xmldsig#">1</x:sig>'), "accept"),
    ],
)
def test_an_answer_is_read_in_whatever_encoding_and_dress(body: bytes, answer: str) -> None:
    found = read(body)
    assert (found.answer, found.message) == (answer, "hlp-9.ask-10.1795320000000")


def test_what_a_helper_says_beside_comes_along() -> None:
    more = (
        "<note>十分钟</note><info><parameter><valueName>onethree:eta_s</valueName><value>600</value></parameter></info>"
    )
    found = read(ack(more=more))
    assert (found.note, found.eta_s) == ("十分钟", 600)
    assert command_of(found, "hlp-9", "lift-1") == cmd.HelpAccept(
        request="hlp-9", helper="lift-1", eta_s=600, note="十分钟"
    )


def test_a_time_longer_than_any_is_refused_however_long_it_is_written() -> None:
    parameter = "<info><parameter><valueName>onethree:eta_s</valueName><value>{}</value></parameter></info>"
    assert read(ack(more=parameter.format("0" * 5000 + "60"))).eta_s == 60
    for eta in ("86401", "9" * 5000):
        with pytest.raises(Unusable):
            read(ack(more=parameter.format(eta)))


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE alert [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><alert xmlns="' + NAMESPACE + '"><note>&c;</note></alert>'
)


@pytest.mark.parametrize(
    "body",
    [
        BOMB.encode(),
        BOMB.encode("utf-16"),
        BOMB.replace("?>", ' encoding="gb2312"?>', 1).encode("gb18030"),
        ack().replace(b"?>", b'?><!DOCTYPE alert SYSTEM "http://127.0.0.1:9/x.dtd">', 1),
        ack().replace(b"?>", b'?><!DOCTYPE alert [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>', 1),
        ack().replace(b"<scope>Private", b"<scope>&xxe;"),
        ack()[:-8],
        b"<alert",
        b"<",
        b"\x00\xff<\x00",
        ack().replace(b"lift</sender>", b"lift\x01</sender>"),
    ],
)
def test_bombs_outside_entities_and_torn_documents_are_refused_before_anything_is_used(body: bytes) -> None:
    with pytest.raises(Malformed):
        read(body)


@pytest.mark.parametrize(
    "body",
    [
        ack(ns="urn:oasis:names:tc:emergency:cap:1.1"),
        ack(ns=""),
        ack().replace(b"alert", b"Alert"),
        ack(status="Exercise"),
        ack(status="Test"),
        ack("Alert"),
        ack("Cancel"),
        ack(references=""),
        ack(references="somebody,else,now"),
        ack(references=f"{REFERENCE} {REFERENCE.replace('hlp-9', 'hlp-8')}"),
        ack(more="<code>onethree:explode</code>"),
        ack(more="<code>onethree:done</code><code>onethree:refuse</code>"),
        ack(more="<sender>another</sender>"),
        ack(more="<x>" * 9 + "</x>" * 9),
        ack(more="<code>x</code>" * 600),
        ack(more=f"<note>{'长' * 5000}</note>"),
        ack(more="<info><parameter><valueName>onethree:eta_s</valueName><value>99999999</value></parameter></info>"),
        ack().replace(b"<msgType>Ack</msgType>", b""),
    ],
)
def test_what_is_no_answer_to_one_of_ours_is_named(body: bytes) -> None:
    with pytest.raises(Unusable):
        read(body)


@pytest.mark.parametrize("body", [b"{", b"", b"[]", b'{"message":"m","answer":"perhaps"}', b'{"answer":"accept"}'])
def test_json_that_is_no_answer_is_refused_too(body: bytes) -> None:
    with pytest.raises(Refused):
        read(body)


def test_an_id_that_is_none_is_none() -> None:
    assert message_id("hlp-9.ask-10.1795320000000.off") == ("hlp-9", "ask-10", "1795320000000")
    assert [message_id(each) for each in ("", "a.b", "a.b.c.d", ".off")] == [None] * 4
