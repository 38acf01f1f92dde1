"""An explanation as lines for people, in Chinese or in English. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, tzinfo

import msgspec

from dispatch.core.instant import Instant
from dispatch.core.reasons import Reason
from dispatch.core.vocabulary import Considered, Legs, Move, Place
from dispatch.past.why import words
from dispatch.past.why.explanation import Asked, Choice, Explanation, Order, Promise, Said
from dispatch.wire import vocabulary
from dispatch.wire.vocabulary import Language


class Speech(msgspec.Struct, frozen=True):
    """How to say it: the language, the district's clock, and the names of units and stations (their ids otherwise)."""

    language: Language = "en"
    zone: tzinfo = UTC
    names: Mapping[str, str] = {}

    def word(self, key: str) -> str:
        """Return the account's own word for a key."""
        return words.word(key, self.language)

    def coded(self, family: str, code: str) -> str:
        """Return what a code of the wire is called, such as ``kind`` and ``smoke``."""
        return vocabulary.word(family, code, self.language)

    def trigger(self, code: str) -> str:
        """Return what a rung waits for."""
        return vocabulary.trigger(code, self.language)

    def reason(self, text: str, because: Reason | None) -> str:
        """Return a reason of the record in this language."""
        return words.reason(text, because, self.language)

    def need(self, text: str) -> str:
        """Return what was needed in this language."""
        return words.need(text, self.language)

    def name(self, key: str) -> str:
        """Return an id with its name, where it has one."""
        return f"{key} {self.names[key]}" if key in self.names else key


def lines(story: Explanation, speech: Speech) -> Iterator[str]:
    """Yield the whole explanation, section by section; a section that has nothing to say is left out."""
    rendered = _TextRenderer(story, speech)
    yield from rendered.head()
    for title, section in (
        ("alarms", rendered.alarms()),
        ("verification", rendered.verification()),
        ("choices", (line for choice in story.choices for line in rendered.choice(choice))),
        ("orders", (line for order in story.orders for line in rendered.order(order))),
        ("missing", rendered.missing()),
        ("proposals", rendered.proposals()),
        ("helpers", rendered.helpers()),
        ("calls", rendered.calls()),
        ("people", (rendered.said(each) for each in story.overrides)),
        ("hand_over", rendered.ending()),
    ):
        body = list(section)
        if body:
            yield f"{speech.word(title)}"
            yield from (f"  {line}" for line in body)


class _TextRenderer:
    """One explanation in one language."""

    def __init__(self, story: Explanation, speech: Speech) -> None:
        self._story = story
        self._speech = speech
        self._word = speech.word
        self._coded = speech.coded
        self._name = speech.name

    def head(self) -> Iterator[str]:
        story, word = self._story, self._word
        marks = [word(mark) for mark in ("exercise", "test") if getattr(story, mark)]
        opened = story.opened_at.in_zone(self._speech.zone).isoformat(sep=" ", timespec="milliseconds")
        flags = (self._coded("flag", flag) for flag in story.flags)
        kind, grade = self._coded("kind", story.kind), f"{word('grade')} {story.grade}"
        parts = (kind, grade, self._place(story.place), *marks, *flags)
        yield f"{word('incident')} {story.number} ({story.incident}): {', '.join(part for part in parts if part)}"
        yield f"{word('opened')} {opened}"

    def alarms(self) -> Iterator[str]:
        for each in self._story.alarms:
            why = (
                f"{self._word('joined')}: {self._speech.reason(each.joined, each.joined_because)}"
                if each.joined
                else self._word("opened_it")
            )
            device = f" ({each.device})" if each.device else ""
            left = f"; {self._word('split_to')} {each.left_for}" if each.left_for else ""
            flags = ", ".join(self._coded("flag", flag) for flag in each.flags)
            source, kind = self._coded("source", each.source), self._coded("kind", each.kind)
            what = f"{source} {kind}{device}" + (f" [{flags}]" if flags else "")
            what += "".join(f" {self._coded('unread', field)}“{words}”" for field, words in each.unread.items())
            yield f"{self._after(each.at)}  {each.alarm}  {what}: {why}{left}"
        for said in self._story.came_from:
            yield self.said(said)

    def helpers(self) -> Iterator[str]:
        for each in self._story.helpers:
            kind, state = self._coded("helper", each.kind), self._coded("help", each.state)
            why = f" ({self._coded('unanswered', each.unanswered)})" if each.unanswered else ""
            who = f"{each.name} " if each.name else ""
            yield f"{self._after(each.requested_at)}  {kind}: {who}{state}{why}"

    def verification(self) -> Iterator[str]:
        if not self._story.verification:
            yield self._word("suspected")
        for said in (*self._story.verification, *self._story.grades):
            yield self.said(said)

    def choice(self, choice: Choice) -> Iterator[str]:
        network = f"{self._word('network')} {choice.network[:12] or '–'}"
        closures = f"{self._word('closures')} {', '.join(choice.closures) or '–'}"
        needs = ", ".join(self._speech.need(each) for each in choice.needs)
        rule = f"{self._speech.reason(choice.rule, choice.because)}; {self._word('for')} {needs}"
        yield f"{self._after(choice.at)}  {rule} ({network}; {closures})"
        for each in choice.considered:
            yield f"  {self._considered(each)}"

    def order(self, order: Order) -> Iterator[str]:
        word = self._word
        by = f" {word('by')} {order.by.name}" if order.by_hand else ""
        far = f"{word('predicted')} {order.eta_s:.1f} s" if order.eta_s is not None else word("no_way_known")
        why = self._speech.reason(order.reason, order.because)
        yield f"{self._after(order.at)}  {self._name(order.unit)}: {why}{by}; {far}"
        for step in order.milestones:
            how = word("pressed" if step.counts_from is None else "reported_late")
            own = f" ({how} {self._after(step.occurred_at)})" if step.occurred_at else ""
            why = f": {self._speech.reason(step.reason, step.because)}" if step.reason else ""
            yield f"  {self._after(step.at)}  {self._coded('milestone', step.name)}{own}{why}"
        for promise in order.promises:
            yield f"  {self._promise(promise)}"
        for rung in order.rungs:
            acted = f"{self._coded('action', rung.action)}: {self._coded('rung', rung.outcome)}"
            what = f"{self._speech.trigger(rung.trigger)} → {acted}"
            yield f"  {self._after(rung.at)}  {word('rung')} {rung.rung + 1}: {what}"

    def missing(self) -> Iterator[str]:
        story, word = self._story, self._word
        for short in story.shortfalls:
            why = self._coded("shortfall", short.why or "")
            yield f"{self._after(short.at)}  {short.missing} × {self._speech.need(short.need)}: {why}"
        for asked in story.asked:
            yield self._asked(asked)
        for said in story.forewarned:
            yield self.said(said)
        for each in story.move_ups:
            yield f"{self._after(each.at)}  {word('move_up')}: {self._name(each.unit)}, {each.from_zone} → {each.zone}"

    def proposals(self) -> Iterator[str]:
        for each in self._story.proposals:
            moves = "; ".join(self._move(move) for move in each.moves)
            gain, outcome = f"{self._word('gain')} {each.gain_s:.0f} s", self._outcome("proposal", each.outcome)
            yield f"{self._after(each.at)}  {each.proposal}: {moves} ({gain}): {outcome}"

    def calls(self) -> Iterator[str]:
        for each in self._story.calls:
            outcomes = ", ".join(f"{name}: {self._outcome('rung', outcome)}" for name, outcome in each.outcomes.items())
            yield f"{self._after(each.at)}  {self._coded('action', each.use)} {each.assignment}: {outcomes}"

    def ending(self) -> Iterator[str]:
        for said in (self._story.hand_over, self._story.closed):
            if said is not None:
                yield self.said(said)
        if self._story.archived_at is not None:
            yield f"{self._after(self._story.archived_at)}  {self._coded('event', 'incident.archived')}"

    def said(self, said: Said) -> str:
        """Return when, what, about what, who and why."""
        about = f" {self._name(said.about)}" if said.about else ""
        station = f" ({said.by.station})" if said.by.station else ""
        who = "" if said.by.role == "hub" else f", {self._coded('role', said.by.role)} {said.by.name}{station}"
        why = f": {self._speech.reason(said.reason, said.because)}" if said.reason else ""
        return f"{self._after(said.at)}  {self._coded('event', said.what)}{about}{who}{why}"

    def _outcome(self, family: str, code: str) -> str:
        return self._word(code) if code == "waiting" else self._coded(family, code)

    def _after(self, at: Instant) -> str:
        return f"{(at - self._story.opened_at) / 1000:+.1f} s"

    def _place(self, place: Place) -> str:
        floor = f"{self._word('floor')} {place.floor}" if place.floor is not None else ""
        spot = f"{place.lon:.6f}, {place.lat:.6f}" if place.lon is not None and place.lat is not None else ""
        known: Iterable[str | None] = (place.building and self._name(place.building), floor, place.text, spot)
        return " ".join(part for part in known if part)

    def _considered(self, each: Considered) -> str:
        findings = ", ".join(self._coded("finding", finding) for finding in each.not_ready)
        lacking = f" [{findings}]" if findings else ""
        if each.cautions:
            lacking += f" [{self._word('passes')}: {', '.join(each.cautions)}]"
        travel = f"{each.eta_s:>7.1f} s  {self._name(each.unit)} ({self._legs(each.legs)})"
        return f"{travel}: {self._coded('verdict', each.verdict)}{lacking}"

    def _legs(self, legs: Legs) -> str:
        parts = msgspec.structs.asdict(legs).items()
        return " + ".join(f"{self._coded('leg', name)} {seconds:.1f}" for name, seconds in parts if seconds)

    def _promise(self, promise: Promise) -> str:
        word = self._word
        foreseen = f"{word('foreseen')} {promise.predicted_late_s:.1f} s; " if promise.predicted_late_s else ""
        took = f", {promise.took_ms / 1000:.1f} s" if promise.took_ms is not None else ""
        late = f" (+{promise.late_ms / 1000:.1f} s)" if promise.late_ms else ""
        limit = f"{self._coded('milestone', promise.milestone)} ≤ {promise.limit_s} s"
        outcome = self._coded("promise", promise.outcome)
        return f"{word('promise')} {self._coded('target', promise.name)} ({limit}): {foreseen}{outcome}{took}{late}"

    def _asked(self, asked: Asked) -> str:
        whom = self._name(asked.station) if asked.station else f"{self._word('neighbours')} {asked.phone or ''}".strip()
        return (
            f"{self._after(asked.at)}  {self._word('asked')} {whom}: {asked.missing} × {self._speech.need(asked.need)}"
        )

    def _move(self, move: Move) -> str:
        to = f"→ {move.to}, {move.eta_s:.0f} s" if move.to and move.eta_s is not None else self._word("let_go")
        return f"{self._name(move.unit)} {to}"
