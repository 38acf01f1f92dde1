"""What each method of each path takes and gives, and who may ask: the table that ``/api/v1/openapi.json`` is made of.

A test holds it against the routes; another against every role.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from dispatch.access.permissions import COMMANDS, INVITERS, WITHDRAWERS
from dispatch.access.roles import (
    ADMINS,
    ANY_TOKEN,
    COMMANDERS,
    CONTROL_ROOM,
    DISPATCHERS,
    PUBLIC,
    READERS,
    Audience,
)
from dispatch.core import commands as cmd
from dispatch.core.drill import Drill
from dispatch.core.foreseen import Foreseen
from dispatch.core.world import Incident
from dispatch.intake.alarm_json import AlarmIn
from dispatch.intake.ask_json import AskIn
from dispatch.intake.erase_json import EraseIn
from dispatch.intake.help_answer import HelpAnswerIn
from dispatch.intake.import_json import ImportIn
from dispatch.intake.mapping_json import TryIn
from dispatch.intake.sign_in_json import InvitationIn, RedeemIn
from dispatch.intake.whatif_json import WhatIfIn
from dispatch.past.before import Before
from dispatch.past.catalogue import CatalogueEntry
from dispatch.past.drills.ledger import Ledger
from dispatch.past.drills.record import DrillRecord
from dispatch.past.reports.alarm_load import AlarmLoad
from dispatch.past.reports.owed import Owed
from dispatch.past.reports.posts import ShiftChecks
from dispatch.past.reports.signal_times import SignalTimes
from dispatch.wire.schemas import (
    STRING,
    WHOLE,
    RecordPosition,
    Schema,
    array,
    obj,
    ref,
)
from stations.model import Station, Unit
from stations.readiness import Readiness

NUMBER: Schema = {"type": "number"}
INTEGER: Schema = {"type": "integer"}
_PAGE: dict[str, Schema] = {"limit": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100}}
_VIEW: dict[str, Schema] = {"view": {"type": "string", "description": "console, station:ID or incident:ID"}}
_REPORT: dict[str, Schema] = {"format": {"enum": ["html", "csv", "json"]}, "lang": {"enum": ["zh", "en"]}}
_EVENTS = array({"$ref": "#/components/schemas/Event"})
_ORDER = obj(id=STRING, unit=STRING, station=STRING, eta_s={"type": ["number", "null"]})
_ALARM_ANSWER = obj(
    alarm=STRING,
    incident=STRING,
    number=STRING,
    merged={"type": "boolean"},
    seq=WHOLE,
    assignments=array(_ORDER),
    flags=array(STRING),
)
_STATE_ANSWER = obj(
    condition={"type": ["string", "null"]},
    device={"type": ["string", "null"]},
    incident={"type": ["string", "null"]},
    changed={"type": "boolean"},
    seq=WHOLE,
    assignments=array(_ORDER),
    flags=array(STRING),
)
_EPISODE: Schema = {"allOf": [ref(CatalogueEntry), obj(building_name={"type": ["string", "null"]})]}
_RULES = obj(
    failing={"type": "boolean"},
    failed=WHOLE,
    set_aside=WHOLE,
    last_kind={"type": ["string", "null"]},
    last_at={"type": ["string", "null"], "format": "date-time"},
)
_RAW = obj(
    n=WHOLE,
    at={"type": "string", "format": "date-time"},
    gateway=STRING,
    protocol=STRING,
    remote=STRING,
    topic=STRING,
    bytes=WHOLE,
    text={"type": ["string", "null"]},
    hex=STRING,
    signals=array({"type": "object"}),
    words=STRING,
    seq={"type": ["integer", "null"]},
    note={"type": ["string", "null"]},
)
_GEOJSON = "application/geo+json"
FORM = "application/x-www-form-urlencoded"
_FEATURES = obj(type={"const": "FeatureCollection"}, features=array({"type": "object"}))
_MAP = obj(
    roads={"enum": ["geojson", "tiles"]},
    segments=WHOLE,
    network=STRING,
    bounds=array(NUMBER),
    center=array(NUMBER),
    tiles=obj(layer=STRING, minzoom=WHOLE, maxzoom=WHOLE),
    attribution=STRING,
)
_COMMAND = {
    "allOf": [obj(id={"type": "string", "pattern": "^[A-Za-z0-9._-]{1,64}$"}), {"$ref": "#/components/schemas/Command"}]
}


class Operation(NamedTuple):
    """What one method of one path takes and gives, and who may ask: nobody can leave that undecided."""

    summary: str
    answer: Schema
    who: Audience
    body: Schema | None = None
    takes: str = "application/json"
    query: Mapping[str, Schema] = MappingProxyType({})
    needed: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    content: str = "application/json"
    status: tuple[str, ...] = ("200",)


_SENDERS = Audience(frozenset(role for each in COMMANDS.values() for role in each.who.roles))
"""Whoever may give one command at least; of each command by itself the writer asks."""

_ON_LOOPBACK = CONTROL_ROOM._replace(open_to="loopback")

OPERATIONS: dict[tuple[str, str], Operation] = {
    ("POST", "/api/v1/alarms"): Operation(
        "Raise an alarm. Whatever is authentic and readable opens or joins an incident; what is missing is flagged. "
        "A device's state (`kind` names a condition: `fault`, `low_battery` …) sends nobody: 200 with its condition.",
        {"oneOf": [_ALARM_ANSWER, _STATE_ANSWER]},
        who=COMMANDS[cmd.AlarmRaise].who,
        body=ref(AlarmIn),
        problems=("malformed", "too_large", "unusable", "rule_failed"),
        status=("201", "200"),
    ),
    ("POST", "/api/v1/plan"): Operation(
        "Say what an alarm would bring about if it were raised now: who would be sent, when there, what is missing, "
        "which open incident it would join. It is the rules' own decision; nothing of it is written down.",
        ref(Foreseen),
        who=DISPATCHERS,
        body=ref(AlarmIn),
        problems=("malformed", "too_large", "unusable", "rule_failed"),
    ),
    ("POST", "/api/v1/commands"): Operation(
        "Carry out a command; its type says whom it is for (`x-roles`). The same id with the same content gives the "
        "same answer, for at least 7 days.",
        obj(seq=WHOLE, events=_EVENTS),
        who=_SENDERS,
        body=_COMMAND,
        problems=("malformed", "not_found", "wrong_state", "id_reused", "too_large", "unusable", "rule_failed"),
    ),
    ("POST", "/api/v1/help/answers"): Operation(
        "Answer a request for help, as the helper that was asked: JSON, or a CAP 1.2 message (Ack, Error, Update) that "
        "refers to ours. It bears the token that came with the message, or Onethree-Signature with the helper's key.",
        obj(seq=WHOLE, request=STRING, state=STRING),
        who=PUBLIC,
        body=ref(HelpAnswerIn),
        problems=("malformed", "unauthorized", "not_found", "wrong_state", "too_large", "unusable", "too_many"),
    ),
    ("GET", "/api/v1/signals/raw"): Operation(
        "List messages of devices as they came, newest first, with how they were read; of a gateway, or about one "
        "device under it; `next` is where the next page starts (`before`).",
        obj(messages=array(_RAW), next={"type": ["integer", "null"]}),
        who=CONTROL_ROOM,
        query={"gateway": STRING, "address": STRING, "before": WHOLE, **_PAGE},
        problems=("unusable",),
    ),
    ("GET", "/api/v1/signals/raw/{n}"): Operation(
        "Read one message as it came, how it was read, and how it would be read now where that is another way; a fire "
        "panel's frame (GB/T 26875.3) field by field in `frame`, its names in Chinese and English.",
        _RAW,
        who=CONTROL_ROOM,
        problems=("not_found",),
    ),
    ("GET", "/api/v1/signals/mappings"): Operation(
        "List the mappings of products in force, those that cannot be used, and who put what into force when.",
        obj(mappings=array({"type": "object"}), problems={"type": "object"}, history=array({"type": "object"})),
        who=CONTROL_ROOM,
    ),
    ("POST", "/api/v1/signals/try"): Operation(
        "Read past messages by a mapping that is not in force: which of them would say something else.",
        obj(looked=WHOLE, differences=array({"type": "object"})),
        who=ADMINS,
        body=ref(TryIn),
        problems=("malformed", "too_large", "unusable"),
    ),
    ("GET", "/api/v1/push/{profile}"): Operation(
        "Answer a cloud platform's check of its address: OneNET gets its `msg` back where its `signature` is right.",
        {"type": "string"},
        who=PUBLIC,
        query={"msg": STRING, "nonce": STRING, "signature": STRING, "token": STRING},
        problems=("unauthorized", "too_many"),
        content="text/plain",
    ),
    ("POST", "/api/v1/push/{profile}"): Operation(
        "Take what a cloud platform pushes (ctwing, onenet, huawei, aliyun, hikvision, plain, or the id of a gateway): "
        "let in by the profile's signature or token, answered once it is durable. What cannot be read is 200 as well, "
        "and is kept and shown as not read.",
        obj(raw=WHOLE, repeated={"type": "boolean"}),
        who=PUBLIC,
        body={},
        query={"token": STRING},
        problems=("malformed", "unauthorized", "too_large", "too_many", "log_unavailable"),
    ),
    ("GET", "/api/v1/incidents"): Operation(
        "List the incidents of the last 24 hours, oldest first; `next` is where the next page starts.",
        obj(incidents=array(ref(Incident)), next={"type": ["string", "null"]}),
        who=READERS,
        query={"status": {"enum": ["open", "closed", "all"]}, "after": STRING, **_PAGE},
        problems=("unusable",),
    ),
    ("GET", "/api/v1/incidents/{id}"): Operation(
        "Read one incident with its alarms and assignments.", ref(Incident), who=READERS, problems=("not_found",)
    ),
    ("GET", "/api/v1/incidents/{id}/timeline"): Operation(
        "Read every event of one incident, of archived ones too.",
        obj(events=_EVENTS),
        who=READERS,
        problems=("not_found",),
    ),
    ("GET", "/api/v1/incidents/{id}/before"): Operation(
        "Read what happened before at an incident's devices and in its building: how many incidents and false alarms "
        "in the last `window_days`, the last one and the last false alarm. Tests and exercises are not among them.",
        ref(Before),
        who=READERS,
        problems=("not_found",),
    ),
    ("GET", "/api/v1/incidents/{id}/explain"): Operation(
        "Read why it went as it did: alarms, choices, orders, promises, ladder, people.",
        {"type": "object"},
        who=READERS,
        problems=("not_found",),
    ),
    ("POST", "/api/v1/incidents/{id}/erase"): Operation(
        "Destroy what people said about a closed incident and those it was merged with or split from, for good.",
        obj(seq=WHOLE, events=_EVENTS),
        who=COMMANDERS,
        body=ref(EraseIn),
        problems=("not_found", "wrong_state"),
    ),
    ("POST", "/api/v1/incidents/{id}/whatif"): Operation(
        "Run one incident again with something changed: who would have been sent, and when there, beside the record.",
        {"type": "object"},
        who=CONTROL_ROOM,
        body=ref(WhatIfIn),
        problems=("malformed", "not_found", "wrong_state", "too_large", "unusable"),
    ),
    ("GET", "/api/v1/episodes"): Operation(
        "Search the whole record's incidents and drills, newest first; `next` is the `before` of the next page.",
        obj(episodes=array(_EPISODE), next={"type": ["integer", "null"]}),
        who=CONTROL_ROOM,
        query={"text": STRING, "day": {"type": "string", "format": "date"}, "before": WHOLE, **_PAGE},
        problems=("unusable",),
    ),
    ("GET", "/api/v1/episodes/{id}"): Operation(
        "Read from which event to which an incident or drill went; a drill's incident leads to the drill.",
        _EPISODE,
        who=CONTROL_ROOM,
        problems=("not_found",),
    ),
    ("GET", "/api/v1/stations"): Operation(
        "List stations with their units and how many of their clients are connected.",
        obj(stations=array(ref(Station))),
        who=READERS,
    ),
    ("GET", "/api/v1/readiness"): Operation(
        "Return how ready each station is now, every reason with its weight and source, and who is on post.",
        obj(stations=array(ref(Readiness))),
        who=READERS,
        query={"station": STRING},
        problems=("not_found",),
    ),
    ("GET", "/api/v1/readiness/counts"): Operation(
        "Count the stations that could go now, are not ready, or are of unknown state.",
        obj(ready=INTEGER, not_ready=INTEGER, unknown=INTEGER),
        who=CONTROL_ROOM,
    ),
    ("GET", "/api/v1/checks"): Operation(
        "Count post checks by station and shift: called, answered in time, missed, excused, and how long answers took.",
        obj(checks=array(ref(ShiftChecks))),
        who=READERS,
    ),
    ("GET", "/api/v1/registry/gaps"): Operation(
        "Hold each station against the norms: every requirement with its verdict, what counts, rule and source.",
        obj(on=STRING, norms=array(STRING), findings=array({"type": "object"})),
        who=READERS,
        problems=("unusable", "wrong_state"),
    ),
    ("GET", "/api/v1/registry/due"): Operation(
        "List equipment past its date, or within so many days of it; `undated` counts what cannot be told.",
        obj(on=STRING, within_days=WHOLE, known={"type": "boolean"}, undated=WHOLE, due=array({"type": "object"})),
        who=READERS,
        query={"within": WHOLE},
        problems=("unusable", "wrong_state"),
    ),
    ("POST", "/api/v1/registry/imports"): Operation(
        "Say what is wrong with tables and what they would change; write them, all or none, unless it is a dry run.",
        obj(
            possible={"type": "boolean"},
            written={"type": "boolean"},
            removed=WHOLE,
            problems=array({}),
            tables=array({}),
        ),
        who=ADMINS,
        body=ref(ImportIn),
        problems=("malformed", "too_large", "unusable", "wrong_state"),
    ),
    ("GET", "/api/v1/devices"): Operation(
        "List devices by id, a page at a time: of a building, a street, words, or named by `id`; `after` turns on.",
        obj(devices=array({"type": "object"}), after={"type": ["string", "null"]}),
        who=CONTROL_ROOM,
        query={
            **_PAGE,
            "id": STRING,
            "building": STRING,
            "street": STRING,
            "state": {"enum": ["all", "telling", "out_of_order", "silent", "switched_off"], "default": "all"},
            "q": STRING,
            "after": STRING,
        },
        problems=("unusable",),
    ),
    ("GET", "/api/v1/devices/{id}"): Operation(
        "Return a device by its key (its id, else GATEWAY/ADDRESS): its row, what holds of it.",
        obj(device={"type": "object"}),
        who=CONTROL_ROOM,
        problems=("not_found",),
    ),
    ("GET", "/api/v1/devices/{id}/snapshot"): Operation(
        "Return a still picture of the camera beside a device, fetched now: an image of at most 2 MiB, within 3 s.",
        {"type": "string", "contentMediaType": "image/*"},
        who=CONTROL_ROOM,
        problems=("not_found", "wrong_state"),
        content="image/*",
    ),
    ("GET", "/api/v1/gateways"): Operation(
        "List the gateways that pass on signals, each with what holds of itself.",
        obj(gateways=array({"type": "object"})),
        who=CONTROL_ROOM,
    ),
    ("POST", "/api/v1/gateways/{id}/ask"): Operation(
        "Ask a gateway of GB/T 26875.3 whether somebody is at its post (查岗), or how all behind it is (巡检).",
        obj(gateway=STRING, asked=STRING),
        who=DISPATCHERS,
        body=ref(AskIn),
        problems=("malformed", "not_found", "wrong_state", "too_large", "unusable"),
    ),
    ("GET", "/api/v1/units"): Operation(
        "List units and what they are doing.", obj(units=array(ref(Unit))), who=READERS
    ),
    ("GET", "/api/v1/reach"): Operation(
        "Return every unit's travel time to a place now, with its legs.",
        obj(units=array({"type": "object"}), network=STRING, closures=array(STRING)),
        who=CONTROL_ROOM,
        query={"lon": NUMBER, "lat": NUMBER, "floor": WHOLE},
        needed=("lon", "lat"),
        problems=("unusable",),
    ),
    ("GET", "/api/v1/roads"): Operation(
        "Read what the road file holds, what of it was not read, whom of the district it does not serve, and the share "
        "of street places that each mode cannot reach.",
        obj(
            file=STRING,
            usable={"type": "boolean"},
            ways=WHOLE,
            ways_read=WHOLE,
            km=NUMBER,
            problems=array({"type": "object"}),
            not_read=array({"type": "object"}),
            shares=array(obj(mode=STRING, places=WHOLE, unreached=WHOLE, near=WHOLE, unreached_near=WHOLE)),
        ),
        who=CONTROL_ROOM,
    ),
    ("GET", "/api/v1/map"): Operation(
        "Read where the district lies and whether a map takes its roads whole or in tiles.", _MAP, who=READERS
    ),
    ("GET", "/api/v1/map/roads"): Operation(
        "Read every road line: class, name, level, modes, and the zoom from which it is drawn.",
        _FEATURES,
        who=READERS,
        content=_GEOJSON,
    ),
    ("GET", "/api/v1/map/buildings"): Operation(
        "Read the buildings as polygons: name, storeys, height, and the id of those in the registry.",
        _FEATURES,
        who=READERS,
        content=_GEOJSON,
    ),
    ("GET", "/api/v1/map/land"): Operation(
        "Read water and green as polygons, railways as lines, their stations as points: `kind`, name, `below` ground.",
        _FEATURES,
        who=READERS,
        content=_GEOJSON,
    ),
    ("GET", "/api/v1/map/ways"): Operation(
        "Find ways by id, by a part of the street's name, or at a place; their ids are what `road.close` takes.",
        obj(ways=array(obj(id=STRING, name=STRING, **{"class": STRING}, geometry={"type": "object"}))),
        who=READERS,
        query={"id": STRING, "name": STRING, "lon": NUMBER, "lat": NUMBER},
        problems=("unusable",),
    ),
    ("GET", "/api/v1/map/tiles/{z}/{x}/{y}.mvt"): Operation(
        "Read one vector tile of the roads (Mapbox Vector Tile 2.1, layer `roads`, zooms 0 to 15).",
        {"type": "string", "format": "binary"},
        who=READERS,
        problems=("not_found",),
        content="application/vnd.mapbox-vector-tile",
    ),
    ("GET", "/api/v1/assignments/{id}/route"): Operation(
        "Read the way that a unit takes now; the geometry is null where it cannot get there.",
        {"type": "object"},
        who=READERS,
        problems=("not_found", "wrong_state"),
        content=_GEOJSON,
    ),
    ("GET", "/api/v1/corridors"): Operation(
        "Read the rest of the way of every vehicle that has a green corridor: a line, then a point for each junction "
        "ahead with `seq`, `at` and `eta_s`.",
        _FEATURES,
        who=CONTROL_ROOM,
        content=_GEOJSON,
    ),
    ("GET", "/api/v1/corridors/{id}"): Operation(
        "Read the same of one assignment.",
        _FEATURES,
        who=CONTROL_ROOM,
        problems=("not_found",),
        content=_GEOJSON,
    ),
    ("GET", "/api/v1/coverage"): Operation(
        "Read the roads and buildings that free crews are at within a time (60 s unless said).",
        _FEATURES,
        who=CONTROL_ROOM,
        query={"within": WHOLE, "mode": {"enum": ["foot", "motorcycle", "engine", "aerial", "any"]}},
        problems=("unusable",),
        content=_GEOJSON,
    ),
    ("GET", "/api/v1/state"): Operation(
        "Return the state as the view shows it, now or as it was after an event.",
        obj(position=ref(RecordPosition), state=ref("State")),
        who=READERS,
        query={"at": WHOLE, **_VIEW},
        problems=("not_found", "unusable"),
    ),
    ("GET", "/api/v1/events"): Operation(
        "Read the record as the view shows it; `position` is how far it was looked through.",
        obj(position=ref(RecordPosition), events=_EVENTS),
        who=READERS,
        query={"after": WHOLE, **_VIEW, **_PAGE},
        problems=("unusable",),
    ),
    ("GET", "/api/v1/me"): Operation(
        "Return who bears this token, and what a page shows of the centre. `station` is null without one.",
        obj(
            role=STRING,
            name=STRING,
            station={"type": ["string", "null"]},
            station_name={"type": ["string", "null"]},
            district=STRING,
            timezone=STRING,
            phones={"type": "object", "additionalProperties": STRING},
        ),
        who=ANY_TOKEN,
    ),
    ("POST", "/api/v1/invitations"): Operation(
        "Invite a phone to a station: the code buys one station token, once, until it expires. `link` opens the page. "
        "`origins` are where phones of the same network find the hub: none where it listens on its own machine alone. "
        "A station's token lets in another browser of its own phone: same station, same name, 10 minutes at most.",
        obj(code=STRING, link=STRING, origins=array(STRING), station=STRING, expires_at=STRING),
        who=INVITERS,
        body=ref(InvitationIn),
        problems=("malformed", "not_found", "unusable"),
        status=("201",),
    ),
    ("POST", "/api/v1/invitations/redeem"): Operation(
        "Hand in an invitation's code for a token of role station. The same `code` and `key` get the same token again "
        "for ten minutes; with another key, or without one, a code works once.",
        obj(token=STRING),
        who=PUBLIC,
        body=ref(RedeemIn),
        problems=("malformed", "not_found", "unusable", "too_many"),
        status=("201",),
    ),
    ("GET", "/api/v1/tokens"): Operation(
        "List the tokens that one may withdraw: an admin all, a dispatcher the stations'. Secrets are never told.",
        obj(
            tokens=array(
                obj(
                    id=STRING,
                    role=STRING,
                    name=STRING,
                    station={"type": ["string", "null"]},
                    expires_at={"type": ["string", "null"]},
                )
            )
        ),
        who=DISPATCHERS,
    ),
    ("DELETE", "/api/v1/tokens/{id}"): Operation(
        "Withdraw a token; its streams end at once.",
        obj(id=STRING, role=STRING, name=STRING, station={"type": ["string", "null"]}),
        who=WITHDRAWERS,
        problems=("not_found",),
    ),
    ("GET", "/api/v1/drills"): Operation(
        "List the drills that are planned, going on, or over for less than a day. A station sees none before its time.",
        obj(drills=array(ref(Drill))),
        who=READERS,
    ),
    ("GET", "/api/v1/drills/{id}"): Operation(
        "Read one drill's record: plan, orders, objectives, score, remarks, attendance, signature, the chain's head.",
        ref(DrillRecord),
        who=READERS,
        problems=("not_found",),
    ),
    ("GET", "/api/v1/ledger"): Operation(
        "Read the ledger of joint duty: who trained with whom, when, how well, and each station's trend.",
        ref(Ledger),
        who=CONTROL_ROOM,
    ),
    ("GET", "/api/v1/reports/incidents/{id}"): Operation(
        "Read one incident or exercise as a page that prints to A4, as CSV or as JSON.",
        STRING,
        who=CONTROL_ROOM,
        query=_REPORT,
        problems=("not_found", "unusable"),
        content="text/html",
    ),
    ("GET", "/api/v1/reports/months/{month}"): Operation(
        "Read a district's month (YYYY-MM on its clock); operations and exercises are counted apart.",
        STRING,
        who=CONTROL_ROOM,
        query=_REPORT,
        problems=("unusable",),
        content="text/html",
    ),
    ("GET", "/api/v1/reports/months/{month}/samples"): Operation(
        "Give every measured stretch of a month (YYYY-MM) as CSV, from which all percentiles can be computed again.",
        STRING,
        who=CONTROL_ROOM,
        problems=("unusable",),
        content="text/csv",
    ),
    ("GET", "/api/v1/reports/alarm-load"): Operation(
        "Read the desk's alarm load by EEMUA 191 and ISA-18.2: rates, floods, chattering and top ten sources, what "
        "stands. Between `from` and `to` (RFC 3339; the last day where they are left out), or `from=shift`: since the "
        "desk was last handed over. `format=csv` gives the alarms themselves.",
        ref(AlarmLoad),
        who=CONTROL_ROOM,
        query={"from": STRING, "to": STRING, "format": {"enum": ["json", "csv"]}},
        problems=("unusable",),
    ),
    ("GET", "/api/v1/reports/signals"): Operation(
        "Read GB 50440's times from the record: signal to centre (10 s), confirmed fire to 119 (3 s), how soon a "
        "gateway's silence is noticed (2 h); gateways that nobody watches so closely. Between `from` and `to` (RFC "
        "3339; the last day where they are left out). `format=csv` gives each signal that was measured.",
        ref(SignalTimes),
        who=CONTROL_ROOM,
        query={"from": STRING, "to": STRING, "format": {"enum": ["json", "csv"]}},
        problems=("unusable",),
    ),
    ("GET", "/api/v1/reports/owed"): Operation(
        "Say which devices are out of order, silent or switched off, by street, keeper and station, and which for "
        "longer than `days`. `format=csv` gives the devices.",
        ref(Owed),
        who=CONTROL_ROOM,
        query={"days": {"type": "integer", "minimum": 0}, "format": {"enum": ["json", "csv"]}},
        problems=("unusable",),
    ),
    ("POST", "/api/v1/reports/incidents/{id}"): Operation(
        "The same for a page that opens it in a tab: the token comes in a form's field `token`, not in an address.",
        STRING,
        who=CONTROL_ROOM,
        body=obj(token=STRING),
        takes=FORM,
        query=_REPORT,
        problems=("not_found", "unusable"),
        content="text/html",
    ),
    ("POST", "/api/v1/reports/months/{month}"): Operation(
        "The same for a page that opens it in a tab: the token comes in a form's field `token`, not in an address.",
        STRING,
        who=CONTROL_ROOM,
        body=obj(token=STRING),
        takes=FORM,
        query=_REPORT,
        problems=("unusable",),
        content="text/html",
    ),
    ("GET", "/api/v1/training"): Operation(
        "Read who owes which drill today, overdue first, and the drills that were held.",
        {"type": "object"},
        who=CONTROL_ROOM,
    ),
    ("GET", "/api/v1/training/months/{month}"): Operation(
        "Propose a month's drills (YYYY-MM): every debt whose turn it is, paid with the fewest outings.",
        {"type": "object"},
        who=CONTROL_ROOM,
        problems=("unusable",),
    ),
    ("GET", "/api/v1/stream"): Operation(
        "Open the stream (WebSocket); its frames are in /api/v1/asyncapi.json.",
        {},
        who=PUBLIC,
        problems=("malformed",),
        status=("101",),
    ),
    ("GET", "/api/v1/openapi.json"): Operation("This description.", {"type": "object"}, who=PUBLIC),
    ("GET", "/api/v1/asyncapi.json"): Operation("The stream's description.", {"type": "object"}, who=PUBLIC),
    ("GET", "/metrics"): Operation(
        "Prometheus metrics; on loopback without a token.", STRING, who=_ON_LOOPBACK, content="text/plain"
    ),
    ("GET", "/healthz"): Operation("Whether the process runs.", obj(status=STRING, server_time=STRING), who=PUBLIC),
    ("GET", "/readyz"): Operation(
        "Whether alarms are taken and deadlines kept. `rules` says whether a rule of the hub failed a short while ago, "
        "how many did since it started, and how many deadlines are set aside for it: the hub is ready all the same. "
        "Where it is not ready, `reasons` of the problem has a word for each reason. Where another hub leads the "
        "record, `leader` has its `name` and `since` (null: it did not say), and every address answers `standby`.",
        obj(status=STRING, head=WHOLE, rules=_RULES, reasons=array(STRING)),
        who=PUBLIC,
        problems=("watch_stalled", "not_ready", "standby"),
    ),
}
