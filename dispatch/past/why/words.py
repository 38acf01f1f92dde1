"""What the account of an incident is written with, in Chinese and in English; codes have the vocabulary's words."""

from __future__ import annotations

from dispatch.core.reasons import Reason
from dispatch.wire import vocabulary
from dispatch.wire.sentences import sentence
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
    "helpers": ("协同力量", "helpers"),
    "calls": ("其他渠道呼叫", "calls over other channels"),
    "people": ("人工决定", "what people decided"),
    "hand_over": ("移交与结案", "hand-over and end"),
    # phrases
    "grade": ("火警等级", "grade"),
    "floor": ("楼层", "floor"),
    "passes": ("途经禁行标志", "passes signs"),
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
    "reported_late": ("补报，按下于", "reported late, pressed at"),
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


def word(key: str, language: Language) -> str:
    """Return the word for a key. Raises `KeyError` where there is none."""
    zh, en = WORDS[key]
    return zh if language == "zh" else en


def reason(text: str, because: Reason | None, language: Language) -> str:
    """Return why, in a language; the text of the record where it has no reason but that."""
    return _code(text, language) if because is None else sentence(because, language)


def _code(text: str, language: Language) -> str:
    """Return the word for a code that stands as a reason; anything else as it is."""
    family = next((each for each in ("close", "decline") if text in vocabulary.vocabulary()[each]), None)
    return text if family is None else vocabulary.word(family, text, language)


def need(text: str, language: Language) -> str:
    """Return what was needed, as a choice names it: kinds of station, modes and capabilities, joined by ``+``."""
    return " + ".join(_needed(part, language) for part in text.split("+"))


def _needed(part: str, language: Language) -> str:
    if part in WORDS:
        return word(part, language)
    capability, sign, figure = part.partition(">=")
    if capability in vocabulary.vocabulary()["capability"]:
        return vocabulary.word("capability", capability, language) + (f" ≥ {figure}" if sign else "")
    family = "station" if part in vocabulary.vocabulary()["station"] else "mode"
    return vocabulary.word(family, part, language)
