"""The words of the record in Chinese and in English, as the screens say them too."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

Language: TypeAlias = Literal["zh", "en"]

WORDS: dict[str, tuple[str, str]] = {
    # sections
    "incident": ("警情", "incident"),
    "opened": ("接警", "opened"),
    "alarms": ("报警", "alarms"),
    "verification": ("核实", "verification"),
    "choices": ("选派", "choices"),
    "orders": ("调派", "orders"),
    "missing": ("缺口与预警", "missing, asked, forewarned"),
    "proposals": ("统筹建议", "proposals"),
    "calls": ("其他渠道呼叫", "calls over other channels"),
    "people": ("人工决定", "what people decided"),
    "hand_over": ("移交与结案", "hand-over and end"),
    # phrases
    "grade": ("火警等级", "grade"),
    "floor": ("楼层", "floor"),
    "joined": ("并入", "joined"),
    "opened_it": ("由此立案", "opened the incident"),
    "split_to": ("拆分到", "split off to"),
    "suspected": ("疑似：尚无第二个独立来源确认", "suspected: no second, independent sign"),
    "network": ("路网", "network"),
    "closures": ("封路", "closures"),
    "for": ("需要", "for"),
    "by": ("由", "by"),
    "predicted": ("预计到场", "predicted"),
    "no_way_known": ("行程未知", "travel time not known"),
    "pressed": ("实际", "pressed at"),
    "rung": ("升级第", "rung"),
    "promise": ("时限", "promise"),
    "foreseen": ("预计超", "foreseen late by"),
    "asked": ("请求增援", "asked of"),
    "neighbours": ("邻区", "the neighbours"),
    "move_up": ("建议补位", "could move up"),
    "gain": ("可节省", "gain"),
    "let_go": ("召回", "let go"),
    "exercise": ("演练", "exercise"),
    "test": ("测试", "test"),
    # what if
    "what_if": ("推演", "what if"),
    "nothing_changed": ("未作改动", "nothing is changed"),
    "other_network": ("路网版本不同，行程时间会因此不同", "other roads than the record's; times differ for that alone"),
    "unit": ("力量", "unit"),
    "recorded": ("记录", "recorded"),
    "really": ("实际到场", "really arrived"),
    "would_have": ("推演", "what if"),
    "difference": ("差别", "difference"),
    "first_arrival": ("最先到场", "first arrival"),
    "missing_parts": ("缺口", "missing"),
    "rungs": ("升级次数", "rungs that acted"),
    "same_units": ("派出力量相同", "the same units are sent"),
    "note": ("说明", "note"),
    "not_sent": ("未派", "not sent"),
    "only_there": ("仅推演中派出", "sent only here"),
    "only_then": ("仅记录中派出", "sent only in the record"),
    # what became of a unit in a choice
    "chosen": ("已派", "sent"),
    "not_needed": ("未用：有更近或不符合需要", "not needed: others were nearer, or it has not what was needed"),
    "not_in_drill": ("未参加本次演练", "not in this drill"),
    "held_back": ("留守：本区不可放空", "held back: its zone would be bare"),
    "busy": ("另有任务", "busy with another order"),
    "no_answer": ("无应答", "no answer"),
    "off_duty": ("不在岗", "off duty"),
    # posts and readiness
    "ready": ("就绪", "ready"),
    "not_known": ("未知", "not known"),
    "limited": ("欠缺", "limited"),
    "not_ready": ("未就绪", "not ready"),
    "below_minimum": ("在岗人数不足", "below the minimum strength"),
    "nobody_at_client": ("接警端离线", "nobody at the alert client"),
    "all_off_duty": ("无力量值守", "no unit on duty"),
    "some_off_duty": ("部分力量不在岗", "some units off duty"),
    "strength_by_roster": ("仅按值班表，未接班确认", "strength by roster alone"),
    "strength_unknown": ("在岗人数未知", "strength not known"),
    "presence_unknown": ("接警端未知", "presence not known"),
    "client_hidden": ("接警端在后台", "alert client in the background"),
    "battery_low": ("电量低", "battery low"),
    "sound_off": ("声音关闭", "sound off"),
    "take_over_overdue": ("逾时未接班", "shift not taken over"),
    "check_missed": ("上次查岗未应答", "last check missed"),
    "equipment_faults": ("器材有问题", "equipment at fault"),
    "parent_station": ("通报所属消防站", "tell the street's station"),
    "told": ("已通报", "told"),
    "check.answered": ("已应答", "answered"),
    "check.missed": ("未应答", "missed"),
    "check.excused": ("不计", "excused"),
    "tried": ("本警情已派过", "had an order here already"),
    "turnout_s": ("出动", "turnout"),
    "road_s": ("道路", "road"),
    "entrance_s": ("入口", "entrance"),
    "storeys_s": ("楼层", "storeys"),
    # promises, rungs, proposals
    "kept": ("守时", "kept"),
    "late": ("到达但超时", "reached late"),
    "missed": ("超时", "missed"),
    "open": ("未定", "open"),
    "lapsed": ("调派已结束，不再计", "lapsed: the order ended before"),
    "undelivered": ("未送达", "undelivered"),
    "unacknowledged": ("未签收", "unacknowledged"),
    "missed_respond": ("签收超时", "respond missed"),
    "missed_arrive": ("到场超时", "arrive missed"),
    "missed_handle": ("处置超时", "handle missed"),
    "alert_again": ("再次呼叫", "alert again"),
    "other_channel": ("其他渠道呼叫", "call over another channel"),
    "next_unit": ("加派次近", "send the next nearest"),
    "zone_neighbours": ("加派联防区", "send the zone's neighbours"),
    "fire_station": ("加派消防站", "send the fire station"),
    "raise_grade": ("提高等级", "raise the grade"),
    "duty_officer": ("呼叫值班领导", "call the duty officer"),
    "alerted": ("已再次呼叫", "alerted"),
    "called": ("已呼叫", "called"),
    "sent": ("已派", "sent"),
    "raised": ("已提高", "raised"),
    "already_coming": ("已有力量到场或在途", "enough were coming already"),
    "nobody": ("无可派", "nobody"),
    "waiting": ("待定", "waiting"),
    "done": ("已执行", "done"),
    "refused": ("被拒绝", "refused"),
    "overtaken": ("情况已变，作废", "overtaken by what happened meanwhile"),
    # shortfalls
    "unlocated": ("地点未定", "no place to route to"),
    "off_network": ("远离道路", "too far from any road"),
    "nobody_eligible": ("无可派力量", "nobody eligible"),
    "ladder_exhausted": ("升级派出已达上限", "the ladder may add no more units"),
    "nobody_left": ("现场无人", "everybody left"),
    # milestones
    "assigned": ("下达", "assigned"),
    "delivered": ("送达", "delivered"),
    "acknowledged": ("签收", "acknowledged"),
    "en_route": ("出动", "en route"),
    "on_scene": ("到场", "on scene"),
    "controlled": ("处置完成", "handled"),
    "released": ("归队", "released"),
    "declined": ("拒绝", "declined"),
    "recalled": ("召回", "recalled"),
    # acts
    "incident.taken": ("接手", "taken in hand"),
    "incident.confirmed": ("确认", "confirmed"),
    "incident.updated": ("更正信息", "corrected"),
    "incident.graded": ("定级", "graded"),
    "incident.merged": ("并入", "merged"),
    "incident.closed": ("结案", "closed"),
    "incident.reopened": ("重开", "reopened"),
    "incident.archived": ("归档", "archived"),
    "incident.handed_over": ("移交", "handed over to"),
    "alarm.split": ("拆分", "split off"),
    "assignment.assigned": ("人工调派", "sent by hand"),
    "assignment.recalled": ("召回", "recalled"),
    "dispatch.settled": ("处理建议", "settled"),
    "dispatch.forewarned": ("预警", "forewarned"),
    "ladder.held": ("暂停升级", "ladder held"),
    "ladder.resumed": ("恢复升级", "ladder resumed"),
    # who
    "dispatcher": ("调度员", "dispatcher"),
    "commander": ("指挥员", "commander"),
    "admin": ("管理员", "admin"),
    "station": ("消防站", "station"),
    "device": ("设备", "device"),
    # stations and modes
    "micro_unit": ("单位微型消防站", "unit's micro station"),
    "micro_community": ("社区微型消防站", "community micro station"),
    "small": ("小型消防站", "small station"),
    "fire": ("消防救援站", "fire station"),
    "foot": ("徒步", "on foot"),
    "motorcycle": ("摩托", "motorcycle"),
    "engine": ("水罐车", "engine"),
    "aerial": ("举高车", "aerial"),
    "any": ("任意力量", "any unit"),
    # sources and kinds
    "detector": ("探测器", "detector"),
    "panel": ("控制器", "panel"),
    "phone": ("电话", "telephone"),
    "person": ("人员", "person"),
    "video": ("视频", "video"),
    "desk": ("接警台", "desk"),
    "smoke": ("烟感", "smoke"),
    "heat": ("温感", "heat"),
    "flame": ("火焰", "flame"),
    "gas": ("燃气", "gas"),
    "manual_call_point": ("手动报警按钮", "manual call point"),
    "water_flow": ("水流", "water flow"),
    "electrical": ("电气", "electrical"),
    "report": ("报告", "report"),
    # how it closed
    "handled": ("已处置", "handled"),
    "false_equipment": ("误报：设备故障", "false: equipment"),
    "false_cooking": ("误报：油烟、蒸汽或灰尘", "false: cooking, steam or dust"),
    "false_touched": ("误报：误触", "false: touched by accident"),
    "false_malicious": ("恶意报警", "false: malicious"),
    "unknown": ("原因不明", "unknown"),
}
"""The key as the record has it, in Chinese, in English."""

_REASONS: tuple[tuple[str, str], ...] = (
    (r"same device", "同一设备"),
    (r"same building, (\d+) min after its last alarm", r"同一建筑，距上次报警 \1 分钟"),
    (r"near: (\d+) m, (\d+) s, same kind", r"相距 \1 米、\2 秒，同类"),
    (r"the same incident, by hand", "人工判定为同一警情"),
    (r"a second, independent detector", "第二个独立探测器"),
    (r"a manual call point was pressed", "手动报警按钮被按下"),
    (r"water flows in the sprinkler system", "喷淋系统有水流"),
    (r"somebody called", "有人来电"),
    (r"somebody reported it", "有人报告"),
    (r"a dispatcher took it down", "调度员接报"),
    (r"confirmed by a person", "人工确认"),
    (r"suspected fire", "疑似火情"),
    (r"sent by hand", "人工调派"),
    (r"plan (.+), beside (\S+): its station is not ready", r"预案“\1”；\2 所在站未就绪，加派"),
    (r"plan (.+), to look", r"预案“\1”，先行核实"),
    (r"plan (.+)", r"预案“\1”"),
    (r"proposal (\S+)", r"统筹建议 \1"),
    (r"operation (\S+)", r"警情 \1 需要出动"),
    (r"order (\S+)", r"有调派 \1"),
    (r"nobody answered", "无人应答"),
    (r"no unit of the station is on duty", "站内无力量值守"),
    (r"the hub was away at its time", "届时系统未运行"),
    (r"another check (?:is|was) running", "已有查岗进行中"),
    (r"left for (\S+)", r"转往 \1"),
)
"""The reasons that the rules write down, in Chinese."""

_WITH_A_WORD: tuple[tuple[str, tuple[str, str]], ...] = (
    (r"ladder: (\S+) (\w+)", ("升级：{0} {1}", "ladder: {0} {1}")),
    (r"incident closed: (\w+)", ("警情结案：{0}", "incident closed: {0}")),
)


def word(key: str, language: Language) -> str:
    """Return the word for a key; a key that has none is its own word."""
    zh, en = WORDS.get(key, (key, key))
    return zh if language == "zh" else en


def reason(text: str, language: Language) -> str:
    """Return a reason that the rules wrote down in a language; what a person wrote stays as it is."""
    for pattern, shapes in _WITH_A_WORD:
        found = re.fullmatch(pattern, text)
        if found:
            shape = shapes[0] if language == "zh" else shapes[1]
            return shape.format(*(word(part, language) for part in found.groups()))
    for pattern, chinese in _REASONS if language == "zh" else ():
        if re.fullmatch(pattern, text):
            return re.sub(pattern, chinese, text)
    return word(text, language)


def need(text: str, language: Language) -> str:
    """Return what was needed, as a choice names it: kinds of station, modes and capabilities, joined by ``+``."""
    return " + ".join(word(part, language) for part in text.split("+"))
