"""The hub as its drivers see it: one record, one writer, its readers, and who may come in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dispatch.access.rate_limits import Quotas, RateLimiter
from dispatch.access.tokens import Tokens
from dispatch.access.wrong_tokens import WrongTokens
from dispatch.erasure import Eraser
from dispatch.gateways.gate import SignalGate
from dispatch.gateways.gb26875.receiver import Receiver
from dispatch.gateways.liveness import Liveness
from dispatch.gateways.mappings import MappingKeeper
from dispatch.gateways.push_secrets import PushSecrets
from dispatch.gateways.raw_store import RawStore
from dispatch.log.base import Log
from dispatch.maps.corridors import CorridorWays
from dispatch.maps.coverage import CoverageMap
from dispatch.maps.road_checks import RoadChecks
from dispatch.maps.tiles import DistrictMap
from dispatch.metrics import Metrics
from dispatch.past.beside import Past
from dispatch.stream.connections import Streams
from dispatch.stream.feed import Feed
from dispatch.stream.kept_entries import KeptEntries
from dispatch.travel.road_times import RoadTravelTimes
from dispatch.webhooks import HelperKeys
from dispatch.writer.chores import Chores
from dispatch.writer.clock import Clock
from dispatch.writer.processor import CommandProcessor
from dispatch.writer.readiness import Readiness
from dispatch.writer.watch import Watch
from stations.training.calendar import Calendar


@dataclass(frozen=True, slots=True)
class Hub:
    """What the composition root built.

    ``calendar`` says who owes which drills; ``folder`` is the district's; ``timezone`` is of the IANA database;
    ``phones`` are the centre's numbers; ``past`` reads the record beside the hub; ``kept_entries`` are the texts of the
    World that consoles and ``/state`` get; ``streams`` are the open connections; ``helper_keys`` say
    whose an answer of a helper is; ``raw`` keeps what devices sent as it came, ``gate`` is where protocols hand it
    on, ``liveness`` knows who was heard of, ``panels`` speaks to transmission devices; ``host`` is where the hub
    listens.
    """

    log: Log
    past: Past
    kept_entries: KeptEntries
    clock: Clock
    processor: CommandProcessor
    travel_times: RoadTravelTimes
    map: DistrictMap
    coverage: CoverageMap
    corridor_ways: CorridorWays
    road_checks: RoadChecks
    feed: Feed
    streams: Streams
    watch: Watch
    tokens: Tokens
    rate_limiter: RateLimiter
    quotas: Quotas
    wrong_tokens: WrongTokens
    metrics: Metrics
    chores: Chores
    readiness: Readiness
    eraser: Eraser
    helper_keys: HelperKeys
    raw: RawStore
    gate: SignalGate
    liveness: Liveness
    panels: Receiver
    mappings: MappingKeeper
    push_secrets: PushSecrets
    calendar: Calendar
    folder: Path
    district: str
    timezone: str = "UTC"
    phones: Mapping[str, str] = field(default_factory=dict)
    host: str = "127.0.0.1"
