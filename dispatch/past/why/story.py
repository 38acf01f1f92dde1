"""The record as a story: one line for each event, in Chinese or in English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dispatch.core.world import World
from dispatch.past.why import words
from dispatch.wire import vocabulary
from dispatch.wire.scene_words import scene_words
from dispatch.wire.sentences import read_reason
from dispatch.wire.vocabulary import Language
from stations.model import Building, Station, Unit

Json = Mapping[str, Any]

_LINES: dict[str, tuple[str, str]] = {
    "alarm.raised": ("报警：{kind}，{place}，来源{source}{flags}", "alarm: {kind} at {place}, from {source}{flags}"),
    "alarm.merged": ("并入本警情：{reason}", "joins this incident: {reason}"),
    "alarm.split": ("报警 {alarm} 拆分到 {into}", "alarm {alarm} split off to {into}"),
    "incident.opened": ("立案 {number}：{kind}，{place}{flags}", "incident {number}: {kind} at {place}{flags}"),
    "incident.taken": ("{by} 接手", "taken in hand by {by}"),
    "incident.updated": ("{by} 更正信息", "corrected by {by}"),
    "incident.confirmed": ("确认属实：{reason}", "confirmed: {reason}"),
    "incident.graded": ("火警等级 {before} → {grade}", "grade {before} → {grade}"),
    "incident.grade_proposed": ("建议升级 {before} → {grade}：{reason}", "grade {before} → {grade} proposed: {reason}"),
    "incident.noted": ("{by}：{text}", "{by}: {text}"),
    "scene.reported": ("现场反馈（{by}）：{scene}", "from the scene ({by}): {scene}"),
    "incident.merged": ("并入 {into}：{reason}", "merged into {into}: {reason}"),
    "incident.outcome_recorded": ("处置结果：{result}", "outcome: {result}"),
    "incident.closed": ("结案：{reason}{unhanded}", "closed: {reason}{unhanded}"),
    "incident.reopened": ("{by} 重开", "reopened by {by}"),
    "incident.erased": (
        "{by} 抹除个人信息：{reason}{clear}",
        "what people said was erased by {by}: {reason}{clear}",
    ),
    "incident.hand_over_offered": ("{giver} 提出移交{state}{flags}", "{giver} offers the hand-over{state}{flags}"),
    "incident.handed_over": ("移交 {receiver}{state}{flags}", "handed over to {receiver}{state}{flags}"),
    "dispatch.chosen": ("选派（{rule}）：{considered}", "choice ({rule}): {considered}"),
    "dispatch.shortfall": ("缺口：{need} ×{missing}（{why}）", "shortfall: {need} ×{missing} ({why})"),
    "dispatch.forewarned": ("预警 {station}：{reason}", "forewarned {station}: {reason}"),
    "zone.informed": ("告知邻近各站：{neighbours}", "neighbours told: {neighbours}"),
    "zone.cleared": ("告知邻近各站已结束：{neighbours}", "neighbours told that it is over: {neighbours}"),
    "dispatch.asked": ("请求增援 {need} ×{missing}", "asked for elsewhere: {need} ×{missing}"),
    "dispatch.move_up": ("建议补位：{unit} → {zone}", "{unit} could stand in for {zone}"),
    "dispatch.contended": (
        "附近警情的力量可能更近（{rivals}），下达后统筹",
        "crews on their way to {rivals} may be nearer: looked at together after the order",
    ),
    "dispatch.kept": ("统筹后照原派执行", "looked at together: everybody goes on as ordered"),
    "dispatch.proposed": ("统筹建议 {proposal}，可节省 {gain}", "proposal {proposal} would gain {gain}"),
    "dispatch.settled": ("建议 {proposal}：{outcome}", "proposal {proposal}: {outcome}"),
    "assignment.assigned": ("下达 {unit}，预计 {eta} 到场（{reason}）", "order to {unit}, there in {eta} ({reason})"),
    "assignment.delivered": ("{unit} 已收到", "{unit} has the order"),
    "assignment.acknowledged": ("{unit} 签收", "{unit} acknowledged"),
    "assignment.en_route": ("{unit} 出动", "{unit} on the way"),
    "assignment.on_scene": ("{unit} 到场", "{unit} on scene"),
    "assignment.controlled": ("{unit} 处置完成", "{unit} handled it"),
    "assignment.released": ("{unit} 归队", "{unit} released"),
    "assignment.declined": ("{unit} 不能出动：{reason}", "{unit} cannot go: {reason}"),
    "assignment.recalled": ("{unit} 召回", "{unit} recalled"),
    "assignment.no_answer": ("{unit} 无应答", "{unit} does not answer"),
    "target.set": ("{unit} 须在 {limit} 秒内完成{target}", "{unit} has {limit} s to {target}"),
    "target.warned": ("{unit} {target}时限已过 {percent}%", "{unit}: {percent} % of the time to {target} is gone"),
    "target.missed": ("✗ {unit} {target}超时（{limit} 秒）", "✗ {unit} missed {target} ({limit} s)"),
    "target.met": ("✓ {unit} {target}用时 {took}", "✓ {unit}: {target} in {took}"),
    "ladder.climbed": (
        "升级：{unit} {trigger} → {action}（{outcome}）",
        "ladder: {unit} {trigger} → {action} ({outcome})",
    ),
    "ladder.held": ("{by} 暂停 {unit} 的升级", "{by} held the ladder of {unit}"),
    "ladder.resumed": ("{by} 恢复 {unit} 的升级", "{by} let the ladder of {unit} act again"),
    "help.requested": ("请求协同：{help}{said}", "help wanted: {help}{said}"),
    "help.asked": (
        "通知{help}“{name}”，{means}（{upon}）",
        "{help} asked: {name}, by {means} ({upon})",
    ),
    "help.told": ("“{name}”已通知到{off}（{means}）", "{name} was told{off} ({means})"),
    "help.not_told": ("“{name}”未通知到{off}（{means}）{error}", "{name} was not told{off} ({means}){error}"),
    "help.accepted": ("{help}“{name}”接受{coming}{said}", "{help} {name} accepted{coming}{said}"),
    "help.en_route": ("{help}“{name}”在途", "{help} {name} is on the way"),
    "help.on_scene": ("{help}“{name}”到场", "{help} {name} is there"),
    "help.done": ("{help}“{name}”完成", "{help} {name} is done"),
    "help.refused": ("{help}“{name}”不能来{said}", "{help} {name} does not come{said}"),
    "help.unanswered": ("✗ {help}无人接受（{nobody}）", "✗ no {help} comes ({nobody})"),
    "help.climbed": ("{help}：{action}（{outcome}）", "{help}: {action} ({outcome})"),
    "help.overdue": ("✗ {help}“{name}”逾时未到", "✗ {help} {name} is overdue"),
    "help.cancelled": ("取消{help}{said}", "{help} called off{said}"),
    "channel.called": ("其他渠道：{text}", "over another channel: {text}"),
    "channel.sent": ("{channel} 已发出（第 {tries} 次）", "{channel} took it (try {tries})"),
    "channel.failed": ("{channel} 未发出：{error}", "{channel} did not take it: {error}"),
    "channel.given_up": ("{channel} 不必再发：{given_up}", "{channel}: nobody needs the message any more ({given_up})"),
    "report.forwarded": ("向 {target} {what}：{state}{error_said}", "{what} to {target}: {state}{error_said}"),
    "corridor.opened": (
        "{unit} 开通绿波：{junctions} 个路口，{metres} 米，{eta}",
        "green corridor for {unit}: {junctions} junctions, {metres} m, {eta}",
    ),
    "corridor.renewed": (
        "{unit} 绿波更新：前方 {junctions} 个路口，{metres} 米，{eta}",
        "green corridor of {unit} renewed: {junctions} junctions ahead, {metres} m, {eta}",
    ),
    "corridor.failed": (
        "✗ {unit} 绿波未能{deed}：{error}",
        "✗ green corridor of {unit}: the traffic side was not told to {deed}: {error}",
    ),
    "corridor.withdrawn": (
        "{unit} 撤销绿波（{ended}）{untold}",
        "green corridor of {unit} withdrawn ({ended}){untold}",
    ),
    "unit.position": ("{unit} 位置更新", "{unit} reported its position"),
    "unit.position_stale": ("{unit} 位置过时", "{unit}: its position is stale"),
    "arrival.estimated": ("{unit} 预计到场更新", "{unit}: arrival foreseen anew"),
    "standby.posted": ("{unit} 备勤：{reason}", "{unit} posted: {reason}"),
    "standby.begun": ("{unit} 备勤开始", "{unit}: posting begun"),
    "standby.ended": ("{unit} 备勤结束", "{unit}: posting ended"),
    "road.closed": ("封路 {closure}：{reason}", "road closed {closure}: {reason}"),
    "hydrant.changed": ("消火栓 {hydrant} 状态：{reason}", "hydrant {hydrant}: {reason}"),
    "source.shelved": ("搁置 {source}：{reason}", "{source} shelved: {reason}"),
    "source.unshelved": ("解除搁置 {source}（{lifted}）", "{source} not shelved any more ({lifted})"),
    "signal.received": ("{named} 上报：{says}", "{named} says: {says}"),
    "signal.verified": ("{by} 核实 {named}：{found}", "{by} looked at {named}: {found}"),
    "condition.raised": ("{named}：{condition}{with_value}", "{named}: {condition}{with_value}"),
    "condition.cleared": ("{named}：{condition}消除（{cleared_why}）", "{named}: {condition} is over ({cleared_why})"),
    "limit.crossed": ("{named}：{value} {unit_of}，{way}", "{named}: {value} {unit_of}, {way}"),
    "device.unknown": ("未建档设备 {named}", "unknown device {named}"),
    "device.filed": ("{by} 建档：{named}", "{by} filed {named}"),
    "device.silent": ("{named} 失联，最后联络 {since}", "{named} is silent since {since}"),
    "device.back": ("{named} 恢复联络", "{named} is heard again"),
    "device.disabled": ("{by} 停用 {named} 至 {until}：{reason}", "{by} switched {named} off until {until}: {reason}"),
    "device.enabled": ("{named} 启用", "{named} is on again"),
    "shift.offered": ("{by} 交班：{note}", "{by} offers the shift: {note}"),
    "shift.accepted": ("{by} 接班", "{by} took the shift over"),
    "shift.withdrawn": ("{by} 撤回交班", "{by} keeps the shift"),
    "road.opened": ("解除封路 {closure}", "road opened {closure}"),
    "duty.changed": ("{unit} 值守变更", "{unit} changed duty"),
    "drill.planned": ("▨ 演练计划 {drill}", "▨ drill {drill} planned"),
    "drill.started": ("▨ 演练 {drill} 开始", "▨ drill {drill} started"),
    "drill.cued": ("▨ 演练情况 {inject} 待发", "▨ inject {inject} is due"),
    "drill.injected": ("▨ 演练情况：{inject}", "▨ inject: {inject}"),
    "drill.remarked": ("▨ {by}讲评：{text}", "▨ {by} remarked: {text}"),
    "drill.attended": ("▨ {station} 参训 {members} 人", "▨ {members} members of {station} took part"),
    "drill.broken_off": ("▨ 演练 {drill} 中止：{station}，{reason}", "▨ drill {drill} broken off: {station}, {reason}"),
    "drill.ended": ("▨ 演练 {drill} 结束", "▨ drill {drill} ended"),
    "drill.cancelled": ("▨ 演练 {drill} 取消", "▨ drill {drill} cancelled"),
    "drill.signed_off": ("▨ 演练 {drill} 由 {by} 签字", "▨ drill {drill} signed off by {by}"),
    "drill.archived": ("▨ 演练 {drill} 归档", "▨ drill {drill} archived"),
    "duty.handed_over": ("{station} 交班：{shift}，{members} 人", "{station} hands {shift} over to {members}"),
    "duty.taken_over": (
        "{station} 接班：{shift}，在岗 {strength} 人",
        "{station}: {shift} taken over, {strength} on post",
    ),
    "duty.overdue": ("✗ {station} {shift} 逾时未接班", "✗ {station}: nobody has taken {shift} over"),
    "duty.climbed": (
        "{station} 接班升级 → {action}（{outcome}）",
        "{station}: hand-over ladder → {action} ({outcome})",
    ),
    "presence.changed": ("{station} 接警端状态变更", "{station}: its alert client changed"),
    "post.judged": ("{station} 按标准核定", "{station} held against the norms"),
    "check.called": ("查岗 {station}", "{station} is asked whether it is there"),
    "check.answered": ("{station} 应答查岗，用时 {took}", "{station} answered in {took}"),
    "check.missed": ("✗ {station} 查岗未应答", "✗ {station} did not answer in time"),
    "check.excused": ("{station} 查岗不计：{reason}", "{station}: the check does not count: {reason}"),
    "check.postponed": ("{station} 查岗推迟：{reason}", "{station}: the check waits: {reason}"),
    "check.climbed": ("{station} 查岗升级 → {action}（{outcome}）", "{station}: check ladder → {action} ({outcome})"),
    "check.ended": ("{station} 查岗结束：{reason}", "{station}: the check is let go: {reason}"),
    "seed.drawn": ("抽取随机数：{purpose}", "chance drawn for {purpose}"),
    "record.lost": (
        "记录缺失：已确认至 {confirmed_seq} 号事件，仅存 {kept_seq} 号",
        "the record lost events: {confirmed_seq} was confirmed, {kept_seq} were left",
    ),
    "token.made": ("发放访问令牌 {token}：{bearer}", "token {token} made for {bearer}"),
    "token.invited": ("邀请手机到 {station}：{bearer}", "a phone is invited to {station}: {bearer}"),
    "token.redeemed": ("邀请已使用，令牌 {token}：{bearer}", "an invitation gave token {token} to {bearer}"),
    "token.withdrawn": ("收回访问令牌 {token}：{bearer}", "token {token} of {bearer} withdrawn"),
    "incident.hub_away": (
        "■ 中心离线：{away_from} 至 {at}（{away}）",
        "■ the hub was away from {away_from} to {at} ({away})",
    ),
    "hub.returned": (
        "■ 中心离线：{away_from} 至 {at}（{away}）",
        "■ the hub was away from {away_from} to {at} ({away})",
    ),
    "duty.unwatched": (
        "{station} 自 {since} 至 {until} 的班次无人看守",
        "{station}: nobody watched its shifts from {since} to {until}",
    ),
    "clock.restated": ("时间校正：{before} 改回 {at}", "the clock is put right: {before} goes back to {at}"),
    "hub.clock_drift": ("时钟偏移 {drift_ms} 毫秒", "clock drift {drift_ms} ms"),
}
"""Event type → its line, in Chinese and in English. A type that is not here has its title as its line."""

_UNHANDED = ("，未移交：{not_handed_over}", ", not handed over: {not_handed_over}")
_IN_CLEAR = ("（{in_clear} 条旧事件未加密，仍可读）", " ({in_clear} older events are in clear and stay)")
_LATE = ("，晚 {late}", ", {late} late")
_FORESEEN = ("{unit} 预计{target}超时 {predicted}", "{unit} will be late to {target} by {predicted}")
_CLOSED = (
    "封路 {closure}（{pieces} 段道路）：{reason}",
    "road closed {closure} ({pieces} pieces of road): {reason}",
)
_GRADED = ("火警等级 {before} → {grade}：{reason}", "grade {before} → {grade}: {reason}")
_OPENED = (
    "立案 {number}：{kind}，{place}，{grade} 级（{reason}）{flags}",
    "incident {number}: {kind} at {place}, grade {grade} ({reason}){flags}",
)
_PRESSED = ("（补报，{pressed} 按下）", " (reported late, pressed at {pressed})")
_HEARD_LATE = ("（补报，晚 {late} 收到）", " (reported late, heard {late} later)")
_BLOCKED = (
    "通道受阻 {closure}（现场反馈），{until} 前有效",
    "lane blocked {closure}, as a crew reported, until {until}",
)
_UNKNOWN = ("未知", "unknown")
_CODES = {
    "kind": "kind",
    "source": "source",
    "why": "shortfall",
    "given_up": "given_up",
    "action": "action",
    "shift": "shift_name",
}
"""Which fields hold codes, and of which family of the vocabulary."""
_TIMES = ("at", "away_from", "since", "until", "before")
"""Which fields are times that a line may name."""
_SAID = ("text", "receiver", "reason")
"""What an event that lost its personal words may have been left without."""
_HELD = 4
"""So many of the units that were considered are listed; the record has up to 16."""


def kind_of_device(kind: str) -> bool:
    """Whether an event is one of a device that speaks."""
    return kind.startswith(("signal.", "condition.", "limit.", "device."))


class Story:
    """Renders events as lines on one district's clock. ``names`` maps ids of units, stations and buildings to names."""

    def __init__(self, language: Language, names: Mapping[str, str], zone: str = "Asia/Shanghai") -> None:
        self._language: Language = language
        self._index = 0 if language == "zh" else 1
        self._names = names
        self._zone = ZoneInfo(zone)

    def line(self, event: Json) -> str:
        """Return the event's line without its time."""
        kind = str(event["type"])
        template = _LINES.get(kind)
        if template is None:
            return vocabulary.word("event", kind, self._language)
        if kind == "target.warned" and not event["percent"]:
            template = _FORESEEN  # said with the order: it cannot be kept
        if kind == "road.closed" and event.get("pieces") is not None:
            template = _CLOSED
        if kind == "incident.graded" and event.get("because"):
            template = _GRADED
        if kind == "incident.opened" and event.get("because"):
            template = _OPENED
        if kind == "road.closed" and event.get("report"):
            template = _BLOCKED
        if event.get("personal"):
            gone = self._word("personal", event["personal"])
            event = {**event, **{name: event.get(name) or gone for name in _SAID if name in event}}
        line = template[self._index].format_map(_Words(self._fields(event)))
        late_ms = event.get("late_ms", 0)
        line += _LATE[self._index].format(late=_seconds(late_ms / 1000)) if late_ms else ""
        return line + self._reported_late(event)

    def _reported_late(self, event: Json) -> str:
        """Return that a milestone counts from when it was pressed, or that a promise was judged by such a one."""
        if event.get("counts_from"):
            return _PRESSED[self._index].format(pressed=self._time(event["counts_from"]))
        heard_ms = event.get("heard_late_ms", 0)
        return _HEARD_LATE[self._index].format(late=_seconds(heard_ms / 1000)) if heard_ms else ""

    def timed(self, event: Json, since: str | None = None) -> str:
        """Return the line with its local time, and with the seconds after ``since`` where that is given."""
        at = datetime.fromisoformat(event["at"])
        after = f"{(at - datetime.fromisoformat(since)).total_seconds():+9.1f} s  " if since else ""
        return f"{at.astimezone(self._zone):%H:%M:%S.%f}"[:12] + f"  {after}{self.line(event)}"

    def name(self, key: str | None) -> str:
        """Return what an id is called; the id where it has no name."""
        return self._names.get(key, key) if key else _UNKNOWN[self._index]

    def unread(self, unread: Mapping[str, str]) -> str:
        """Return the words that nobody could read, each with what it stood for; nothing where there are none."""
        return "".join(
            f"，{self._word('unread', field)}“{words}”"
            if self._index == 0
            else f", {self._word('unread', field)} “{words}”"
            for field, words in unread.items()
        )

    def late(self, signal_at: str | None) -> str:
        """Return a late signal's own time; nothing where it is not late."""
        if not signal_at:
            return ""
        at = datetime.fromisoformat(signal_at).astimezone(self._zone)
        return f"{self._word('flag', 'late')} {at:%Y-%m-%d %H:%M} "

    def place(self, place: Json | None) -> str:
        """Return a place in words: building and floor, or text, or coordinates."""
        if not place:
            return _UNKNOWN[self._index]
        floor = place.get("floor")
        storey = "" if floor is None else (f" {floor} 层" if self._index == 0 else f", floor {floor}")
        if place.get("building"):
            return self.name(place["building"]) + storey
        if place.get("text"):
            return str(place["text"]) + storey
        if place.get("lon") is not None:
            return f"{place['lon']:.5f}, {place['lat']:.5f}{storey}"
        return _UNKNOWN[self._index]

    def _reason(self, event: Json, field: str) -> str:
        """Return why in words; the text alone of an older hub's event, and of a later one's; a dash for nothing."""
        return words.reason(event.get(field) or "–", read_reason(event.get("because")), self._language)

    def _of_device(self, event: Json) -> dict[str, Any]:
        """Return what lines about devices have: what it is called, what it says, in words."""
        kind, name, value = event.get("kind"), event.get("name"), event.get("value")
        called = " ".join(
            each for each in (self._word("device_kind", kind) if kind else "", name or event["device"]) if each
        )
        said = [self._word("condition", each) for each in (*event.get("raised", ()), *event.get("cleared", ()))]
        if event.get("operation"):
            said.insert(0, self._word("operation", event["operation"]))
        measured = f" {value['value']:g} {value['unit']}" if isinstance(value, Mapping) else ""
        return {
            "named": called,
            "says": self._word("flag", "panel_test") if event.get("test") and not said else "、".join(said) or "–",
            "found": ("属实", "real")[self._index] if event.get("real") else ("不属实", "not real")[self._index],
            "condition": self._word("condition", event["condition"]) if event.get("condition") else "–",
            "with_value": measured,
            "cleared_why": self._word("condition_why", event["why"]) if event.get("why") else "–",
            "way": self._word("limit_way", event["way"]) if event.get("way") else "–",
            "unit_of": event.get("unit", ""),
            "kind": kind,
            "why": event.get("why"),
        }

    def _fields(self, event: Json) -> dict[str, Any]:
        named = {key: self._word(family, event[key]) for key, family in _CODES.items() if event.get(key)}
        named |= self._of_help(event) if str(event["type"]).startswith("help.") else {}
        named |= self._of_forward(event) if event["type"] == "report.forwarded" else {}
        named |= self._of_corridor(event) if str(event["type"]).startswith("corridor.") else {}
        named |= self._of_device(event) if "device" in event and kind_of_device(str(event["type"])) else {}
        considered = event.get("considered", ())
        settled = "proposal" if event["type"] == "dispatch.settled" else "rung"
        came = event["type"] == "incident.outcome_recorded"
        listed = [f"{self.name(each['unit'])} {_seconds(each['eta_s'])}" for each in considered[:_HELD]]
        return {
            **event,
            **named,
            **{key: self._time(event[key]) for key in _TIMES if isinstance(event.get(key), str)},
            "by": event["by"]["name"],
            "unit": self.name(event.get("unit")),
            "station": self.name(event.get("station")),
            "place": self.place(event.get("place")),
            "inject": self._inject(event.get("inject")),
            "members": len(event.get("members", ())),
            "eta": _UNKNOWN[self._index] if event.get("eta_s") is None else _seconds(event["eta_s"]),
            "gain": _seconds(event.get("gain_s") or 0),
            "took": _seconds((event.get("took_ms") or 0) / 1000),
            "predicted": _seconds(event.get("predicted_late_s") or 0),
            "limit": event.get("limit_s"),
            "target": self._word("target", event.get("target", "")),
            "trigger": vocabulary.trigger(event.get("trigger", "–"), self._language),
            "outcome": "–" if came else self._word(settled, event.get("outcome", "–")),
            "text": event.get("text"),
            "clear": _IN_CLEAR[self._index].format_map(event) if event.get("in_clear") else "",
            "flags": self._flags(event.get("flags", ())) + self.unread(event.get("unread") or {}),
            "considered": "、".join(listed) + (" …" if len(considered) > _HELD else ""),
            "rivals": "、".join(event.get("rivals", ())),
            "reason": self._reason(event, "reason"),
            "rule": self._reason(event, "rule"),
            "lifted": self._word("shelf_end", event["why"]) if "why" in event and "source" in event else "–",
            "away": self._word("away", event["reason"]) if "away_from" in event else "–",
            "scene": self._scene(event),
            "giver": self.name(event.get("station") or event["by"]["name"]),
            "receiver": event.get("receiver") or self.name(event.get("unit") or event.get("station")),
            "state": self._scene_state(event),
            "unhanded": _UNHANDED[self._index].format_map(event) if event.get("not_handed_over") else "",
            "result": self.outcome(event.get("outcome", {})) if came else "–",
            "neighbours": "、".join(self.name(each) for each in event.get("stations", ())),
            "need": words.need(event.get("need") or "–", self._language),
        }

    def _of_help(self, event: Json) -> dict[str, str]:
        """Return what the lines about helpers need: codes by their words, and what may be missing."""
        codes = {"help": ("kind", "helper"), "nobody": ("why", "unanswered")}
        codes |= {"means": ("means", "means"), "upon": ("upon", "asked_upon")}
        said = event.get("note") or (self._reason(event, "reason") if event.get("reason") else "")
        eta_s, index = event.get("eta_s"), self._index
        return {
            **{key: self._word(family, event[field]) for key, (field, family) in codes.items() if field in event},
            "said": ("：", ": ")[index] + said if said else "",
            "off": ("不再需要", " that it is not needed")[index] if event.get("call_off") else "",
            "error": ("：", ": ")[index] + event["error"] if event.get("error") else "",
            "coming": "" if eta_s is None else (f"，{eta_s // 60} 分钟到", f", there in {eta_s // 60} min")[index],
        }

    def outcome(self, outcome: Json) -> str:
        """Return what came of an incident: what is known, in the order of the fields; a dash for nothing."""
        known = [
            f"{self._word('outcome', name)} {self._word('cause', value) if name == 'cause' else f'{value:g}'}"
            for name, value in outcome.items()
            if value is not None
        ]
        return ("，", ", ")[self._index].join(known) or "–"

    def _of_forward(self, event: Json) -> dict[str, str]:
        """Return the words of what a target outside was told."""
        error = event.get("error")
        return {
            "what": self._word("forward_what", event.get("what", "–")),
            "state": self._word("forward_state", event.get("state", "–")),
            "error_said": "" if not error else f"（{error}）" if self._index == 0 else f" ({error})",
        }

    def _of_corridor(self, event: Json) -> dict[str, str]:
        """Return what the lines about green corridors need."""
        untold = ("，交管未收到，已自行失效", "; nobody took that, it lapsed")[self._index]
        return {
            "metres": f"{event.get('length_m', 0):.0f}",
            "deed": self._word("corridor_deed", event.get("deed", "")),
            "ended": self._word("corridor_end", event.get("why", "")),
            "untold": "" if event.get("told", True) else untold,
        }

    def _scene_state(self, event: Json) -> str:
        """Return what was said of the scene with a hand-over; nothing where nobody said it."""
        if not event.get("state") or not event["type"].startswith("incident.hand"):
            return ""
        return ("，" if self._index == 0 else ", ") + self._word("scene_state", event["state"])

    def _time(self, text: str) -> str:
        return f"{datetime.fromisoformat(text).astimezone(self._zone):%Y-%m-%d %H:%M:%S}"

    def _word(self, family: str, code: str) -> str:
        return vocabulary.word(family, code, self._language)

    def _flags(self, flags: Sequence[str]) -> str:
        return f" [{', '.join(self._word('flag', flag) for flag in flags)}]" if flags else ""

    def _scene(self, event: Json) -> str:
        """Return what a crew reported, whose word it is, what nobody could read of it, and what it advises."""
        said = event.get("said")
        if said is None:
            return "–"
        crew = f"{self.name(event['unit'])} " if event.get("unit") else ""
        advice = f" [{self._word('advice', event['advice'])}]" if event.get("advice") else ""
        flags = self._flags(event.get("flags", ())) + self.unread(said.get("unread") or {})
        return crew + scene_words(said, self._language) + flags + advice

    def _inject(self, inject: Json | str | None) -> str:
        """Return an inject in words: its id where that is all the event has, else its own text or what it does."""
        if inject is None or isinstance(inject, str):
            return inject or "–"
        return str(inject["text"] or self._word("effect", inject["effect"]))


def names_of(world: World) -> dict[str, str]:
    """Return what a World's stations, units and buildings are called, by their ids."""
    named: tuple[Station | Unit | Building, ...] = (
        *world.stations.values(),
        *world.units.values(),
        *world.buildings.values(),
    )
    return {each.id: each.name for each in named}


class _Words(dict[str, Any]):
    """A field that an event does not have is a dash: a line must never fail."""

    def __missing__(self, key: str) -> str:
        return "–"


def _seconds(seconds: float) -> str:
    """Return a duration as people read it on a stop-watch: ``45 s``, ``3:05``."""
    if seconds < 100:  # noqa: PLR2004 - two digits are read at a glance
        return f"{seconds:.0f} s"
    return str(timedelta(seconds=round(seconds))).removeprefix("0:")
