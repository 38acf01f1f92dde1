"""Puts up what a bench needs: a district, a hub of one's own on it, its tokens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from loadtest.districts import make_generated_district, make_yuzhong_district, read_sites
from loadtest.hub import HubProcess, issue_station_tokens, issue_token
from loadtest.streams import Site
from stations.district import read_district

LOOP_WATCHED = {"ONETHREE_MEASURE_LOOP": "1"}
"""Has a hub tell how long its loop stands still; one of an older commit does not know it and says nothing."""


class Staged(msgspec.Struct, frozen=True):
    """A running hub and what is needed to talk to it. ``tokens`` is by station."""

    hub: HubProcess
    sites: list[Site]
    tokens: dict[str, str]
    centre: str


def make_district(folder: Path, *, stations: int, seed: int, yuzhong: Path | None = None) -> Path:
    """Write a district: on 渝中区's real roads and buildings where their folder is named, and else a generated city."""
    if yuzhong is None:
        return make_generated_district(folder, stations=stations, seed=seed)
    return make_yuzhong_district(folder, yuzhong, stations=stations, seed=seed)


@asynccontextmanager
async def staged(
    district: Path,
    data: Path,
    *,
    code: Path | None = None,
    settings: Mapping[str, str] | None = None,
    under: Iterable[str] = (),
    options: Iterable[str] = (),
) -> AsyncIterator[Staged]:
    """Run a hub on a district. ``code`` and what follows are `HubProcess`'s."""
    stations = [station.id for station in (await asyncio.to_thread(read_district, district)).stations]
    async with HubProcess(district, data, code=code, settings=settings, under=under, options=options) as hub:
        tokens = await issue_station_tokens(data, stations)
        sites = await asyncio.to_thread(read_sites, district)
        yield Staged(hub, sites, tokens, await issue_token(data, "dispatcher"))
