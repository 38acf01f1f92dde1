"""A recorded incident stream played to a hub of its own: simulated people answer, then the record is audited.

The calls keep their real order and spacing, compressed; the crews' times are compressed alike. Targets are not: what a
compressed day shows is that nothing is lost and everything served, not how soon.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import msgspec

from dispatch.client.errors import ClientError
from dispatch.client.http import HubClient
from loadtest.centre import Centre
from loadtest.crews import Crews, CrewsReport
from loadtest.districts import read_sites
from loadtest.hub import HubProcess, issue_station_tokens, issue_token
from loadtest.load import LoadReport, run_load
from loadtest.participant import Deeds
from loadtest.streams import Call, lay_on
from stations.district import read_district

_SETTLE_S = 1.0


class TrialReport(msgspec.Struct, frozen=True, kw_only=True):
    """The load side's report, the crews' and the dispatcher's; ``trouble`` is what went wrong after the first."""

    load: LoadReport
    crews: CrewsReport
    centre: Deeds
    trouble: str = ""

    @property
    def sound(self) -> bool:
        """Whether every call was answered, recorded once, and given an order or a named shortfall."""
        return self.load.sound and not self.trouble


async def play_stream(
    calls: Sequence[Call], district: Path, folder: Path, *, compression: float = 1440.0, seed: int = 1
) -> TrialReport:
    """Play calls to a hub on ``district`` whose data folder is ``folder``, and return what was found.

    Raises `LoadError` where the hub does not start, or turns a crew away before the load's report is there.
    """
    load: LoadReport | None = None
    trouble = ""
    async with HubProcess(district, folder) as hub:
        stations = [station.id for station in read_district(district).stations]
        tokens = await issue_station_tokens(hub.data, stations)
        centre = await issue_token(hub.data, "dispatcher")
        alarms = lay_on(calls, read_sites(district), seed=seed, compression=compression)
        crews = Crews(hub.url, tokens, seed=seed, compression=compression)
        dispatcher = Centre(hub.url, centre, compression=compression)
        try:
            async with crews, dispatcher, HubClient(hub.url, centre) as client:
                await asyncio.sleep(_SETTLE_S)
                load = await run_load(client, alarms)
                await crews.finish()  # a machine that is slow plays the calls on time and the crews behind it
        except ClientError as problem:
            if load is None:
                raise
            trouble = str(problem)
    return TrialReport(load=load, crews=crews.report, centre=dispatcher.report, trouble=trouble)
