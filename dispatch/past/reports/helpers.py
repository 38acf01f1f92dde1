"""Figures of the help that was asked for, by kind: how often somebody came, and how soon."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dispatch.core.instant import Instant
from dispatch.core.vocabulary import Struct
from dispatch.past.help_lines import HelpLine
from dispatch.past.reports.figures import Spread, spread
from stations.helpers import HELPER_KINDS, HelperKind


class HelpFigures(Struct, frozen=True, kw_only=True):
    """One kind of help. ``unanswered`` are the requests that ended without anybody; ``refusals`` count each refusal.

    ``accept`` and ``arrive`` are the times from the request to the acceptance and to the arrival of who came.
    """

    kind: HelperKind
    requests: int
    accepted: int
    arrived: int
    unanswered: int
    refusals: int
    accept: Spread
    arrive: Spread


def help_figures(lines: Iterable[HelpLine]) -> tuple[HelpFigures, ...]:
    """Return the figures of each kind that was asked for, in the order of the vocabulary."""
    by_kind: dict[HelperKind, list[HelpLine]] = {}
    for line in lines:
        by_kind.setdefault(line.kind, []).append(line)
    return tuple(_figures(kind, by_kind[kind]) for kind in HELPER_KINDS if kind in by_kind)


def _figures(kind: HelperKind, lines: Sequence[HelpLine]) -> HelpFigures:
    return HelpFigures(
        kind=kind,
        requests=len(lines),
        accepted=sum(each.helper is not None for each in lines),
        arrived=sum(each.on_scene_at is not None for each in lines),
        unanswered=sum(each.helper is None and each.unanswered is not None for each in lines),
        refusals=sum(each.refusals for each in lines),
        accept=spread("requested", "accepted", _took(lines, [each.accepted_at for each in lines])),
        arrive=spread("requested", "on_scene", _took(lines, [each.on_scene_at for each in lines])),
    )


def _took(lines: Sequence[HelpLine], ends: Sequence[Instant | None]) -> list[int]:
    return [end - each.requested_at for each, end in zip(lines, ends, strict=True) if end is not None]
