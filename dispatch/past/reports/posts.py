"""Post checks by station and shift: how often somebody was there, and how long it took them to say so. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from dispatch.core import events as ev
from dispatch.core.vocabulary import Struct
from dispatch.past.reports.figures import Spread, spread


class ShiftChecks(Struct, frozen=True, kw_only=True):
    """The checks of one shift of one station; ``shift`` is empty where nobody knew which was on post.

    ``open`` ones have no outcome yet. ``answered_late`` are part of ``missed``: an answer after the time mends nothing.
    ``answer`` are the times from the call to an answer in time.
    """

    station: str
    shift: str
    called: int
    answered: int
    missed: int
    answered_late: int
    excused: int
    open: int
    answer: Spread

    @property
    def share(self) -> float | None:
        """The share answered in time of those that count, 0 to 1; None where none does."""
        judged = self.answered + self.missed
        return self.answered / judged if judged else None


class _Post(NamedTuple):
    station: str
    shift: str


def checks_by_shift(record: Iterable[ev.Event]) -> tuple[ShiftChecks, ...]:
    """Return a row for each station and shift that was checked, in their order.

    A check belongs to the shift that was on post when it was called. What was drawn and never called does not count.
    """
    posts: dict[str, _Post] = {}
    counts: dict[_Post, Counter[str]] = {}
    answers_ms: dict[_Post, list[int]] = {}
    for event in record:
        if isinstance(event, ev.CheckCalled):
            posts[event.check] = _Post(event.station, event.shift)
            counts.setdefault(posts[event.check], Counter())["called"] += 1
        elif (outcome := _outcome(event)) is not None:
            post = posts.get(event.check) if isinstance(event, _OUTCOMES) else None
            if post is not None:
                counts[post][outcome] += 1
                if isinstance(event, ev.CheckAnswered) and outcome == "answered":
                    answers_ms.setdefault(post, []).append(event.took_ms)
    return tuple(_row(post, counts[post], answers_ms.get(post, [])) for post in sorted(counts))


_OUTCOMES = (ev.CheckAnswered, ev.CheckMissed, ev.CheckExcused)
COUNTED = (ev.CheckCalled, *_OUTCOMES)
"""All that `checks_by_shift` looks at."""


def _outcome(event: ev.Event) -> str | None:
    match event:
        case ev.CheckAnswered():
            return "answered_late" if event.late_ms else "answered"
        case ev.CheckMissed():
            return "missed"
        case ev.CheckExcused():
            return "excused"
    return None


def _row(post: _Post, counts: Counter[str], answers_ms: list[int]) -> ShiftChecks:
    return ShiftChecks(
        station=post.station,
        shift=post.shift,
        called=counts["called"],
        answered=counts["answered"],
        missed=counts["missed"],
        answered_late=counts["answered_late"],
        excused=counts["excused"],
        open=counts["called"] - counts["answered"] - counts["missed"] - counts["excused"],
        answer=spread("called", "answered", answers_ms),
    )
