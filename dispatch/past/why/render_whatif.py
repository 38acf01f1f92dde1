"""A what-if answer as lines and rows for people, in Chinese or in English. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.past.why.explanation import Explanation
from dispatch.past.why.render_text import Speech
from dispatch.past.why.whatif import Pair, Sent, WhatIf

NOTHING = "–"


def heading(answer: WhatIf, speech: Speech) -> Iterator[str]:
    """Yield what was asked, and whether the roads are those of the record."""
    word = speech.word
    yield f"{word('incident')} {answer.number} ({answer.incident}), {word('what_if')}"
    for change in answer.changes:
        yield f"  {change}"
    if not answer.changes:
        yield f"  {word('nothing_changed')}"
    if not answer.same_network:
        networks = ", ".join(version[:12] for version in answer.networks)
        yield f"{word('other_network')}: {networks} → {answer.network[:12]}"


def rows(answer: WhatIf, speech: Speech) -> Iterator[list[str]]:
    """Yield the header and one row for each unit that was or would have been sent; seconds after the opening."""
    word = speech.word
    recorded, would_have = (f"{word(which)}, {word('predicted')}" for which in ("recorded", "would_have"))
    yield [word("unit"), recorded, word("really"), would_have, word("difference")]
    for pair in answer.pairs:
        yield [
            speech.name(pair.unit),
            _prediction(pair.recorded, speech),
            NOTHING if pair.recorded is None or pair.recorded.arrived_s is None else f"{pair.recorded.arrived_s:.1f} s",
            _prediction(pair.rerun, speech),
            _difference(pair, speech),
        ]


def differences(answer: WhatIf, speech: Speech) -> Iterator[str]:
    """Yield what it comes to: the first arrival, what is missing, the ladder, and what could not be done again."""
    word = speech.word
    then, now = answer.first_recorded_s, answer.first_rerun_s
    yield (
        f"{word('first_arrival')}, {word('predicted')}: {word('recorded')} {_s(then)}, {word('would_have')} {_s(now)}"
        + (f" ({now - then:+.1f} s)" if then is not None and now is not None else "")
    )
    yield f"{word('really')}: {_s(answer.first_really_s)}"
    for title, count in (("missing_parts", _missing), ("rungs", _rungs), ("proposals", _proposals)):
        in_record, in_rerun = count(answer.recorded, speech), count(answer.rerun, speech)
        yield f"{word(title)}: {word('recorded')} {in_record}, {word('would_have')} {in_rerun}"
    if answer.same_units:
        yield word("same_units")
    for note in answer.notes:
        yield f"{word('note')}: {note}"


def _prediction(sent: Sent | None, speech: Speech) -> str:
    if sent is None:
        return speech.word("not_sent")
    if sent.predicted_s is None:
        return speech.word("no_way_known")
    kept = {True: "kept", False: "missed", None: "open"}[sent.in_time]
    limit = "" if sent.limit_s is None else f" ≤ {sent.limit_s} s"
    return f"{sent.predicted_s:.1f} s ({sent.ordered_s:.1f} + {sent.eta_s:.1f}{limit}: {speech.coded('promise', kept)})"


def _difference(pair: Pair, speech: Speech) -> str:
    if pair.later_s is not None:
        return f"{pair.later_s:+.1f} s"
    if pair.recorded is None or pair.rerun is None:
        return speech.word("only_there" if pair.recorded is None else "only_then")
    return NOTHING


def _s(seconds: float | None) -> str:
    return NOTHING if seconds is None else f"{seconds:.1f} s"


def _missing(story: Explanation, speech: Speech) -> str:
    return ", ".join(f"{short.missing} × {speech.need(short.need)}" for short in story.shortfalls) or NOTHING


def _rungs(story: Explanation, _speech: Speech) -> str:
    return str(sum(len(order.rungs) for order in story.orders))


def _proposals(story: Explanation, _speech: Speech) -> str:
    return str(len(story.proposals))
