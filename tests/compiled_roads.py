"""The roads of generated districts, compiled once for all the hubs that a process of tests runs on them."""

from __future__ import annotations

from dispatch.app import OnProgress, compile_roads
from routing.router import Router
from stations.model import District

_FROM_OTHER_FILES = {"elevation", "speeds_file"}
_KEPT = 3
_compiled: dict[object, Router] = {}


async def compile_once(district: District, on_progress: OnProgress) -> Router:
    """Return a router of the hub's own (closures and responders, none yet) over roads that are compiled already.

    A road file that was written anew, other settings or another clock are other roads.
    """
    if district.roads_settings.keys() & _FROM_OTHER_FILES:
        return await compile_roads(district, on_progress)
    file = district.roads.stat()
    settings = repr(sorted(district.roads_settings.items())), district.settings.timezone
    key = district.roads, file.st_mtime_ns, file.st_size, settings
    if key not in _compiled:
        while len(_compiled) >= _KEPT:
            del _compiled[next(iter(_compiled))]
        _compiled[key] = await compile_roads(district, on_progress)
    return _compiled[key].fork()
