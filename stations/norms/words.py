"""The words of norms and equipment for people, in Chinese and in English."""

from __future__ import annotations

from typing import Literal

from stations.norms.model import Requirement

Language = Literal["zh", "en"]

WORDS: dict[str, tuple[str, str]] = {
    "title": ("微型消防站达标检查", "Stations held against the norms"),
    "station": ("消防站", "station"),
    "rule": ("要求", "requirement"),
    "least": ("应有", "at least"),
    "found": ("现有", "found"),
    "missing": ("缺", "missing"),
    "source": ("依据", "source"),
    "verdict": ("结论", "verdict"),
    "met": ("达标", "met"),
    "gap": ("不达标", "gap"),
    "unknown": ("未知", "unknown"),
    "advised": ("建议", "advised"),
    "unusable": ("{count} 件已过期或不可用，不计入", "{count} more are past their date or out of order"),
    "no_gaps": ("没有缺项，也没有未知项", "no gaps, and nothing unknown"),
    "not_covered": ("{count} 个站没有适用的要求", "{count} stations that no norm speaks of"),
    "on": ("{day}，依据：{base}", "on {day}, by: {base}"),
    "summary": (
        "{stations} 个站：{met} 项达标，{gap} 项不达标，{unknown} 项未知",
        "{stations} stations: {met} met, {gap} gaps, {unknown} unknown",
    ),
    "confidence": ("可信度 {grade}", "confidence {grade}"),
    "confidences": (
        "可信度：A 读过原文；B 两个以上独立来源一致；C 一个二手来源；D 未找到依据",
        "Confidence: A the original was read; B independent sources agree; C one secondary source; D no text found",
    ),
    "by": ("期限", "due"),
    "what": ("事项", "what"),
    "kind": ("器材", "equipment"),
    "count": ("数量", "count"),
    "overdue": ("已逾期 {days} 天", "{days} days overdue"),
    "left": ("还有 {days} 天", "in {days} days"),
    "nothing_due": ("没有到期的器材", "nothing is due"),
    "undated": ("{count} 项缺日期，无法计算期限", "{count} rows lack a date, so that nothing can be counted from it"),
}


def word(key: str, lang: Language, **filled: object) -> str:
    """Return a word or sentence, its gaps filled in."""
    return WORDS[key][0 if lang == "zh" else 1].format(**filled)


def rule_text(requirement: Requirement, lang: Language) -> str:
    """Return what a rule asks for."""
    text = requirement.zh if lang == "zh" else requirement.en
    return f"{text}（{word('advised', lang)}）" if requirement.advised else text


def source_text(requirement: Requirement) -> str:
    """Return where a rule is written, and how sure that is."""
    clause = f" {requirement.clause}" if requirement.clause else ""
    return f"{requirement.source.title}{clause} [{requirement.source.confidence}]"


def number(value: float | None) -> str:
    """Return a count or an area; nothing is not nought."""
    return "?" if value is None else f"{value:g}"
