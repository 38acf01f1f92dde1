"""What is asked of the whole record, as values: they cross from the hub to the process that reads its past."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from dispatch.past.reports.files import Format
from dispatch.stream.views import View
from dispatch.wire.vocabulary import Language
from stations.training.calendar import Calendar


class Question(msgspec.Struct, frozen=True, tag=True):
    """One question about the record up to its confirmed head."""


class ReadOn(Question, frozen=True):
    """Nothing is asked: the record grew, and whoever asks next shall not wait for it to be read."""


class Checks(Question, frozen=True):
    """Post checks by station and shift; of one ``station`` its own."""

    station: str | None


class JointLedger(Question, frozen=True):
    """The ledger of joint duty."""


class Training(Question, frozen=True):
    """Who owes which drill."""


class Plan(Question, frozen=True):
    """A month's outings."""

    month: str


class MonthFigures(Question, frozen=True):
    """A month's report."""

    month: str
    form: Format
    language: Language


class Samples(Question, frozen=True):
    """Every measured stretch of a month."""

    month: str


class DeskLoad(Question, frozen=True):
    """The desk's alarm load from one moment to another (ms), or of this shift; as CSV the journal that it is of."""

    from_at: int | None
    until: int
    form: Literal["json", "csv"]


class Times(Question, frozen=True):
    """GB 50440's times between two moments: as figures, or as CSV each that was measured."""

    from_at: int
    until: int
    form: Literal["json", "csv"]


class Episodes(Question, frozen=True):
    """The newest ``limit`` incidents and drills before an event (0: before none) that match; ``zone`` is the day's."""

    text: str
    day: date | None
    zone: str
    before: int
    limit: int


class OneEpisode(Question, frozen=True):
    """From where to where one incident or drill went."""

    id: str


class PastOf(Question, frozen=True):
    """What happened at devices and in buildings, by their keys (`dispatch.past.before`), counted since a moment."""

    keys: tuple[str, ...]
    since: int


class StateAt(Question, frozen=True):
    """The World after an event, as a view shows it."""

    seq: int
    view: View


class WorldAt(Question, frozen=True):
    """The World after an event, as a snapshot's bytes."""

    seq: int


AnyQuestion = (
    ReadOn
    | Checks
    | JointLedger
    | Training
    | Plan
    | MonthFigures
    | Samples
    | DeskLoad
    | Times
    | Episodes
    | OneEpisode
    | PastOf
    | StateAt
    | WorldAt
)


class Place(msgspec.Struct, frozen=True):
    """Which record is read, and the district's duties: the first thing that the process is told."""

    folder: str
    redis: str | None
    name: str | None
    accept_unsafe: bool
    calendar: Calendar


class Asked(msgspec.Struct, frozen=True):
    """A question, the head that the record has for it, and what time it is."""

    head_seq: int
    head_hash: bytes
    as_of: int
    question: AnyQuestion


class Answered(msgspec.Struct, frozen=True, tag=True):
    """The answer's bytes."""

    body: bytes
    media_type: str = "application/json"


class Declined(msgspec.Struct, frozen=True, tag=True):
    """What was asked cannot be answered: a refusal as it is told on the wire."""

    code: str
    status: int
    detail: str


class Unreadable(msgspec.Struct, frozen=True, tag=True):
    """The record cannot be read."""

    detail: str


Reply = Answered | Declined | Unreadable

LENGTH_BYTES = 4
"""Each value goes over as its length (big-endian) and its msgpack."""

encode = msgspec.msgpack.Encoder().encode
