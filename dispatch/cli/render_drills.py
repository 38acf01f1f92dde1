"""Drills as text: a record and the ledger, in Chinese or in English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from dispatch.core.drill import BROKEN_OFF
from dispatch.core.instant import Instant
from dispatch.core.performance import Track, judge, planned
from dispatch.core.reasons import Reason
from dispatch.past.drills.ledger import Ledger, LedgerLine
from dispatch.past.drills.record import DrillRecord
from dispatch.past.drills.score import ObjectiveScore
from dispatch.past.why import words
from dispatch.wire import vocabulary
from dispatch.wire.vocabulary import Language
from stations.spreadsheet import csv_text

MARK = ("▨ 演练 ▨", "▨ EXERCISE ▨")
_MILESTONES = ("acknowledged", "en_route", "on_scene", "controlled")
_LONG_AFTER_MS = 24 * 3600 * 1000
_MESSAGES: dict[str, tuple[str, str]] = {
    "state": ("状态", "state"),
    "started": ("开始", "started"),
    "ended": ("结束", "ended"),
    "score": ("得分", "score"),
    "objectives": ("目标", "objectives"),
    "orders": ("调派（实际/计划，秒）", "orders (actual/planned, s)"),
    "injects": ("情况设置", "injects"),
    "left": ("退出", "left"),
    "remarks": ("讲评", "remarks"),
    "attended": ("参训", "attended"),
    "signed": ("签字", "signed off"),
    "head": ("校验", "head"),
    "not judged": ("未评判", "not judged"),
    "differs": ("与签字时的得分不同", "differs from the score that was signed"),
    "everybody": ("全体", "everybody"),
    "drills": ("演练", "drills"),
    "stations": ("各站", "stations"),
    "pairs": ("联训", "trained together"),
    "trend": ("趋势（百分点/次）", "trend (points a drill)"),
}


class DrillTextRenderer:
    """Renders drills as text. ``names`` maps ids of stations and units to names; ``zone`` is the district's clock."""

    def __init__(self, language: Language, names: Mapping[str, str], zone: str) -> None:
        self._language: Language = language
        self._index = 0 if language == "zh" else 1
        self._names = names
        self._zone = ZoneInfo(zone)

    def record(self, record: DrillRecord) -> Iterator[str]:
        """Yield the lines of one drill's record."""
        yield f"{MARK[self._index]} {record.drill}  {record.plan.name}"
        times = (("started", record.started_at), ("ended", record.ended_at))
        moments = (f"{self._word(key)} {self._time(at)}" for key, at in times)
        yield " · ".join((f"{self._word('state')} {self._coded('drill_state', _word_of(record))}", *moments))
        percent = record.score.percent
        yield f"{self._word('score')} {'–' if percent is None else f'{percent:.1f}'}"
        yield f"{self._word('objectives')}:"
        yield from (f"  {self._objective(each)}" for each in record.score.objectives)
        yield f"{self._word('orders')}:"
        yield from (f"  {self._order(each)}" for each in record.orders)
        yield from self._happenings(record)
        if record.signed is not None:
            warning = f"  ⚠ {self._word('differs')}" if record.signed.differs else ""
            yield f"{self._word('signed')}: {record.signed.by}, {self._time(record.signed.at)}{warning}"
        yield f"{self._word('head')} {record.head}"

    def ledger(self, ledger: Ledger) -> Iterator[str]:
        """Yield the lines of the ledger."""
        yield f"{MARK[self._index]} {self._word('drills')}:"
        for line in ledger.drills:
            score = "–" if line.score is None else f"{line.score:.1f}"
            signed = line.signed_by or self._coded("drill_state", _word_of(line))
            stations = "、".join(map(self._name, line.stations))
            yield f"  {self._time(line.at)}  {line.drill}  {score:>5}  {line.name}  [{stations}]  {signed}  {line.head}"
        yield f"{self._word('stations')}:"
        for station in ledger.stations:
            shares = " → ".join(f"{share:.0f}%" for share in station.shares) or "–"
            trend = "" if station.trend is None else f"  {self._word('trend')} {station.trend:+.1f}"
            yield f"  {self._name(station.station)}  ×{station.drills}  {shares}{trend}"
        yield f"{self._word('pairs')}:"
        for pair in ledger.pairs:
            one, other = map(self._name, pair.stations)
            score = "" if pair.score is None else f"  {pair.score:.1f}"
            yield f"  {one} + {other}  ×{pair.drills}{score}"
        yield f"{self._word('head')} {ledger.head}"

    def _happenings(self, record: DrillRecord) -> Iterator[str]:
        if record.injects:
            yield f"{self._word('injects')}:"
            for inject in record.injects:
                yield f"  {self._time(inject.at)}  {self._coded('effect', inject.inject.effect)}  {inject.inject.text}"
        if record.left:
            yield f"{self._word('left')}:"
            for left in record.left:
                who = self._name(left.station) if left.station else self._word("everybody")
                yield f"  {self._time(left.at)}  {who}  {self._reason(left.reason, left.because)}"
        if record.remarks:
            yield f"{self._word('remarks')}:"
            for remark in record.remarks:
                verdict = f"[{self._coded('objective_verdict', remark.verdict)}] " if remark.verdict else ""
                yield f"  {remark.by}: {verdict}{remark.text}"
        if record.attended:
            counts = "、".join(f"{self._name(key)} {len(members)}" for key, members in record.attended.items())
            yield f"{self._word('attended')}: {counts}"

    def _objective(self, objective: ObjectiveScore) -> str:
        share = self._word("not judged") if objective.share is None else f"{100 * objective.share:.0f}%"
        result = (
            f"{objective.kept}/{objective.judged}"
            if objective.timed
            else self._coded("objective_verdict", objective.verdict or "–")
        )
        return f"{objective.id:<14} {share:>5}  {result}  {objective.text}"

    def _order(self, track: Track) -> str:
        foreseen, start = planned(track), track.assigned_at
        legs = []
        for milestone in _MILESTONES:
            actual, plan = track.reached.get(milestone), foreseen.get(milestone)
            was = "–" if actual is None else f"{(actual - start) / 1000:.0f}"
            meant = "–" if plan is None else f"{(plan - start) / 1000:.0f}"
            legs.append(f"{was}/{meant}")
        kept = "".join(
            "✓" if each.outcome == "kept" else "✗" for each in judge(track, start.plus(10**9)) if each.judged
        )
        ending = f"  ({self._reason(track.ending_reason, track.ending_because)})" if track.ending_reason else ""
        return f"{self._name(track.unit)}  {' · '.join(legs)}  {kept}{ending}"

    def _time(self, at: Instant | None) -> str:
        return "–" if at is None else f"{at.in_zone(self._zone):%m-%d %H:%M:%S}"

    def _reason(self, text: str | None, because: Reason | None) -> str:
        return words.reason(text, because, self._language) if text else ""

    def _name(self, key: str) -> str:
        return self._names.get(key, key)

    def _word(self, key: str) -> str:
        return _MESSAGES[key][self._index]

    def _coded(self, family: str, code: str) -> str:
        return vocabulary.word(family, code, self._language)


def _word_of(drill: DrillRecord | LedgerLine) -> str:
    return BROKEN_OFF if drill.broken_off else drill.state


def ledger_csv(ledger: Ledger, zone: str) -> bytes:
    """Return the ledger's drills as CSV that a spreadsheet opens: UTF-8 with a byte order mark, a line a drill."""
    columns = ("drill", "at", "kind", "name", "stations", "members", "left", "score", "signed_by", "head", "broken_off")
    clock = ZoneInfo(zone)
    rows = (
        (
            line.drill,
            line.at.in_zone(clock).isoformat(timespec="seconds"),
            line.kind,
            line.name,
            " ".join(line.stations),
            line.members,
            " ".join(line.left),
            "" if line.score is None else line.score,
            line.signed_by or "",
            line.head,
            BROKEN_OFF if line.broken_off else "",
        )
        for line in ledger.drills
    )
    return csv_text(columns, rows).encode("utf-8-sig")
