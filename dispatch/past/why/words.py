"""What the account of an incident is written with, in Chinese and in English; codes have the vocabulary's words."""

from __future__ import annotations

import re

from dispatch.wire import vocabulary
from dispatch.wire.vocabulary import Language

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
    # a unit that a choice needs
    "any": ("任意力量", "any unit"),
    # what has no outcome yet
    "waiting": ("待定", "waiting"),
}
"""The key, in Chinese, in English."""

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
    """Return the word for a key. Raises `KeyError` where there is none."""
    zh, en = WORDS[key]
    return zh if language == "zh" else en


def reason(text: str, language: Language) -> str:
    """Return a reason that the rules wrote down in a language; what a person wrote stays as it is."""
    for pattern, shapes in _WITH_A_WORD:
        found = re.fullmatch(pattern, text)
        if found:
            shape = shapes[0] if language == "zh" else shapes[1]
            return shape.format(*(_code(part, language) for part in found.groups()))
    for pattern, chinese in _REASONS if language == "zh" else ():
        if re.fullmatch(pattern, text):
            return re.sub(pattern, chinese, text)
    return _code(text, language)


def _code(text: str, language: Language) -> str:
    """Return the word for a code that stands as a reason or in one; anything else as it is."""
    if text in vocabulary.vocabulary()["close"]:
        return vocabulary.word("close", text, language)
    if text in vocabulary.vocabulary()["decline"]:
        return vocabulary.word("decline", text, language)
    return vocabulary.trigger(text, language)


def need(text: str, language: Language) -> str:
    """Return what was needed, as a choice names it: kinds of station, modes and capabilities, joined by ``+``."""
    return " + ".join(_needed(part, language) for part in text.split("+"))


def _needed(part: str, language: Language) -> str:
    if part in WORDS:
        return word(part, language)
    family = "station" if part in vocabulary.vocabulary()["station"] else "mode"
    return vocabulary.word(family, part, language)
