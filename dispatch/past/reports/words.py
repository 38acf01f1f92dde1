"""The words of the reports in Chinese and in English; codes of the wire have the vocabulary's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo

import msgspec

from dispatch.core.instant import Instant
from dispatch.core.lateness import Cause, Waterfall
from dispatch.past.why import words
from dispatch.wire import vocabulary
from dispatch.wire.vocabulary import Language

WORDS: dict[str, tuple[str, str]] = {
    "incident_report": ("警情报告", "Incident report"),
    "exercise_report": ("演练报告", "Exercise report"),
    "month_report": ("月报", "Monthly report"),
    "exercise_mark": ("演练", "EXERCISE"),
    "exercise_mark_long": ("演练 · 非真实警情", "EXERCISE · not a real incident"),
    "test_mark": ("测试", "TEST"),
    "number": ("编号", "number"),
    "place": ("地点", "place"),
    "kind": ("类型", "kind"),
    "trapped": ("被困", "trapped"),
    "opened": ("接警", "opened"),
    "first_order": ("首次下达", "first order"),
    "first_arrival": ("首批到场", "first arrival"),
    "controlled_at": ("处置完成", "handled"),
    "handed_over": ("移交", "handed over"),
    "what_came": ("处置结果", "outcome"),
    "result": ("结果", "What came of them"),
    "fires": ("火灾起数", "fires"),
    "dead": ("亡人", "dead"),
    "injured": ("受伤", "injured"),
    "loss_yuan": ("直接财产损失（元）", "direct loss (yuan)"),
    "false_rate": ("误报率", "false alarms of all closed"),
    "without_outcome": ("火灾未填结果", "fires without an outcome"),
    "year_before": ("上年同月", "same month a year before"),
    "change": ("同比", "change"),
    "not_reached": ("记录不及上年同月", "the record does not reach that month"),
    "closed": ("结案", "closed"),
    "still_open": ("未结案", "still open"),
    "orders": ("调派与节点", "Orders and milestones"),
    "unit": ("力量", "unit"),
    "planned": ("计划", "planned"),
    "reported_late": ("补报", "reported late"),
    "actual": ("实际", "actual"),
    "against_plan": ("与计划差", "against plan"),
    "why_late": ("到场为何晚", "why late on scene"),
    "not_late": ("未超时", "not late"),
    "late_unexplained": ("晚{late}", "late by {late}"),
    "late_by_cause": ("晚{late}：{causes}", "late by {late}: {causes}"),
    "lost_foreseen": ("下达时已预计超{lost}", "foreseen with the order: {lost} beyond the limit"),
    "lost_answer": (
        "签收多用{lost}（计划连出动{planned}，用{actual}）",
        "answer {lost} longer ({actual}, {planned} with turnout)",
    ),
    "lost_turnout": (
        "出动多用{lost}（计划{planned}，用{actual}）",
        "turnout {lost} longer ({planned} planned, {actual})",
    ),
    "lost_way": ("路上多用{lost}（计划{planned}，用{actual}）", "way {lost} longer ({planned} planned, {actual})"),
    "lost_unsplit": ("全程多用{lost}（未报出动）", "{lost} longer in all (leaving was not said)"),
    "and": ("，", ", "),
    "appendix": ("附录：逐项明细", "Appendix: in detail"),
    "difference": ("差", "difference"),
    "targets": ("时限", "Targets"),
    "target": ("时限", "target"),
    "limit": ("限值", "limit"),
    "took": ("用时", "took"),
    "late_by": ("超时", "late by"),
    "outcome": ("结果", "outcome"),
    "undecided": ("不计", "not counted"),
    "compliance": ("达标率", "compliance"),
    "worst": ("最晚", "latest by"),
    "stretch": ("环节", "stretch"),
    "samples": ("样本", "samples"),
    "percentiles": ("分环节用时", "Time per stretch"),
    "timeline": ("经过", "What happened"),
    "chart": ("计划与实际", "Planned and actual"),
    "chart_key": (
        "空心：计划；实心：实际；竖线：时限",
        "hollow: planned; solid: actual; bar: limit",
    ),
    "map": ("位置图", "Map"),
    "map_none": ("地点没有坐标，不绘图", "the place has no coordinates; no map"),
    "notes": ("备注", "Notes"),
    "helpers": ("协同力量", "Helpers"),
    "helper": ("协同力量", "helper"),
    "asked_at": ("请求", "asked"),
    "requests": ("请求", "requests"),
    "refusals": ("不能来", "refusals"),
    "asked_to": ("请求至{end}", "asked to {end}"),
    "corridors": ("绿波", "Green corridors"),
    "junctions": ("路口", "junctions"),
    "renewals": ("更新", "renewals"),
    "withdrawn": ("撤销", "withdrawn"),
    "not_taken": ("交管未收到", "the traffic side took nothing"),
    "lapsed": ("自行失效", "lapsed by themselves"),
    "road_foreseen": ("预计行车", "drive foreseen"),
    "road_took": ("实际行车", "drive"),
    "opened_count": ("开通", "opened"),
    "taken_count": ("交管已收到", "taken by the traffic side"),
    "with_corridor": ("有绿波", "with a corridor"),
    "without_corridor": ("无绿波（同期同类车辆）", "without (same modes and period)"),
    "drives": ("行车次数 n", "drives n"),
    "median_share": ("实际/预计（中位数）", "drive / foreseen (median)"),
    "too_few": ("样本不足，不作比较", "too few drives: nothing can be said of the effect"),
    "other_causes": ("差别可能另有原因（时段、路线）", "a difference may have other causes (hour, way)"),
    "none": ("无", "none"),
    "north": ("北", "N"),
    "head": ("记录链首", "record head"),
    "verify": (
        "用 onethree verify --head 验证：到此为止未被改动",
        "onethree verify --head proves that nothing up to here was changed",
    ),
    "signed_head": ("签名链首", "signed head"),
    "public_key": ("公钥", "public key"),
    "as_of": ("截至", "as of"),
    "time_zone": ("时区", "time zone"),
    "operations": ("实战", "Operations"),
    "exercises": ("演练", "Exercises"),
    "incidents": ("警情", "incidents"),
    "alarms": ("报警", "alarms"),
    "merged_count": ("并入其他警情", "merged into others"),
    "open_count": ("未结案", "still open"),
    "tests": ("测试（不计入）", "tests (in no figure)"),
    "orders_count": ("调派", "orders"),
    "grades": ("按等级", "by grade"),
    "closings": ("结案原因", "how they closed"),
    "by_station": ("各站", "By station"),
    "station": ("消防站", "station"),
    "false_alarms": ("误报设备", "False alarms by device"),
    "device": ("设备", "device"),
    "building": ("建筑", "building"),
    "false": ("误报", "false"),
    "reasons": ("原因", "reasons"),
    "checks": ("查岗", "Post checks"),
    "called": ("查岗", "called"),
    "answered": ("按时应答", "answered in time"),
    "shift": ("班次", "shift"),
    "training": ("应训演练", "Drills owed and done"),
    "duty": ("应训", "duty"),
    "period": ("周期", "period"),
    "source": ("依据", "source"),
    "parties": ("应训方", "who owe"),
    "met": ("已完成", "done"),
    "due_open": ("未到期", "not yet due"),
    "overdue": ("逾期", "overdue"),
    "unknown_height": ("高度不明、无法判断的建筑", "buildings of unknown height, duties cannot be told"),
    "areas_unknown": (
        "未登记社区与街道（zones.csv），其应训无法判断",
        "no communities and streets in zones.csv: unknown",
    ),
    "training_unknown": ("未提供辖区应训要求（--district）", "the district's duties were not given (--district)"),
    "held": ("已开展演练", "drills held"),
    "day": ("日期", "day"),
    "due": ("期限", "due"),
    "who": ("对象", "who"),
    "signed": ("已签字", "signed"),
    "unsigned": ("未签字", "not signed"),
    "month_plan": ("月度演练计划", "Month's drills"),
    "outings": ("次出动", "outings"),
    "unpaid": ("未抵扣应训", "paid nothing"),
    "pays": ("完成应训", "pays"),
    "fewest": ("已证明最少", "proven to be the fewest"),
    "at_least": ("下界", "no plan has fewer than"),
    "drill": ("演练", "Drill"),
    "score": ("得分", "score"),
    "objective": ("目标", "objective"),
    "verdict": ("评定", "verdict"),
    "not_judged": ("未评定", "not judged"),
    "remarks": ("观察记录", "Observers' remarks"),
    "attendance": ("参训", "attendance"),
    "signed_by": ("签字", "signed by"),
    "not_signed": ("尚未签字", "not signed off yet"),
    "score_differs": ("与签字时的得分不同", "not the score that was signed"),
    "injects": ("情况设置", "Injects"),
    "left_drill": ("退出演练", "left the drill"),
    "needed_in": ("真实警情", "needed in"),
    "incomplete": ("本月未完或仍有未结案警情，数字会变", "the month lasts or incidents are open: figures will change"),
    "no_samples": ("没有样本", "no samples"),
    "separate": ("实战与演练分开统计，从不合并", "operations and exercises are counted apart, never together"),
}
"""The key in Chinese, in English."""

_TENTHS_BELOW_MS = 10_000

DASH = "—"
"""What is not known: never a zero."""


class Wording(msgspec.Struct, frozen=True):
    """How a report is said: language, the district's clock, the names of ids."""

    language: Language
    zone: tzinfo
    names: Mapping[str, str] = {}

    def word(self, key: str) -> str:
        """Return the report's word for a key, else that of an incident's account. Raises `KeyError`."""
        if key in WORDS:
            return WORDS[key][0 if self.language == "zh" else 1]
        return words.word(key, self.language)

    def coded(self, family: str, code: str) -> str:
        """Return what a code of the wire is called, such as ``kind`` and ``smoke``."""
        return vocabulary.word(family, code, self.language)

    def target(self, name: str) -> str:
        """Return a promise's name; a district's own stays as it is."""
        return self.coded("target", name)

    def leg(self, start: str, end: str) -> str:
        """Return a stretch's name."""
        return f"{self._milestone(start)} → {self._milestone(end)}"

    def _milestone(self, name: str) -> str:
        """Return a milestone's name; an incident's stretch begins where it was opened."""
        return self.word("opened") if name == "opened" else self.coded("milestone", name)

    def named(self, key: str, name: str = "") -> str:
        """Return a name, the id where there is none."""
        return name or self.names.get(key, key)

    def clock(self, at: Instant | None) -> str:
        """Return a time of day with seconds."""
        return DASH if at is None else f"{at.in_zone(self.zone):%H:%M:%S}"

    def moment(self, at: Instant | None) -> str:
        """Return a date and time of day."""
        return DASH if at is None else f"{at.in_zone(self.zone):%Y-%m-%d %H:%M:%S}"

    def took(self, ms: float | None) -> str:
        """Return a duration as people say it: ``0.4 s``, ``58 s``, ``3:05``, ``1:02:03``; tables have milliseconds."""
        if ms is None:
            return DASH
        sign, whole = ("−" if ms < 0 else ""), abs(round(ms))
        if 0 < whole < _TENTHS_BELOW_MS:
            return f"{sign}{whole / 1000:.1f} s"
        seconds = round(whole / 1000)
        minutes, rest = divmod(seconds, 60)
        if minutes == 0:
            return f"{sign}{rest} s"
        hours, minutes = divmod(minutes, 60)
        return f"{sign}{hours}:{minutes:02d}:{rest:02d}" if hours else f"{sign}{minutes}:{rest:02d}"

    def why_late(self, found: Waterfall) -> str:
        """Return in one sentence why a crew was late; that it was not where it was not."""
        if found.late_ms is None:
            return self.word("not_late")
        late = self.took(found.late_ms)
        if not found.causes:
            return self.word("late_unexplained").format(late=late)
        return self.word("late_by_cause").format(late=late, causes=self.word("and").join(map(self._lost, found.causes)))

    def _lost(self, cause: Cause) -> str:
        times = {"lost": cause.lost_ms, "planned": cause.planned_ms, "actual": cause.actual_ms}
        return self.word(f"lost_{cause.name}").format(**{name: self.took(ms) for name, ms in times.items()})

    def off(self, ms: int | None) -> str:
        """Return a difference with its sign, in seconds to a tenth."""
        return DASH if ms is None else f"{ms / 1000:+.1f} s".replace("-", "−")

    def share(self, value: float | None) -> str:
        """Return a share in percent to a tenth."""
        return DASH if value is None else f"{value * 100:.1f} %"

    def change(self, now: float, before: float) -> str:
        """Return by how much a figure changed, in percent of what it was; a dash where it was nothing."""
        return DASH if not before else f"{(now - before) / before * 100:+.1f} %".replace("-", "−")

    def points(self, now: float | None, before: float | None) -> str:
        """Return by how many percentage points a share changed."""
        if now is None or before is None:
            return DASH
        return f"{(now - before) * 100:+.1f}".replace("-", "−")
