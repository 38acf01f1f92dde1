"""Who is nearest as the crow flies: for a place that no road leads near, where the alternative is to send nobody."""

import numpy as np

from routing.approach import Arrival, Legs
from routing.geodesy import haversine_m
from routing.place import Place
from routing.snapshot import Snapshot

FAR_M = 30_000.0
"""A responder further away than this is not reckoned: such a place is a wrong position rather than a far farm."""

DETOUR = 1.4
"""How much longer a way is than the straight line, where nobody knows the way."""


def arrivals(snapshot: Snapshot, place: Place) -> list[Arrival]:
    """Return every responder within `FAR_M` of a place, in order of arrival, ties by id.

    The pace is that of the mode where no road is known (`otherwise_kmh`), so each mode's order is that of its distances
    once turnouts are alike. The times are guesses, and for whoever shows them to say so.
    """
    responders = snapshot.roster.responders
    if not responders:
        return []
    lon = np.array([each.spot.lon for each in responders])
    lat = np.array([each.spot.lat for each in responders])
    metres = haversine_m(lon, lat, np.full(lon.size, place.door.lon), np.full(lat.size, place.door.lat))
    storeys_ms = snapshot.storeys_ms(place)
    found = []
    for number in np.flatnonzero(metres <= FAR_M).tolist():
        each = responders[number]
        mode = snapshot.modes[each.mode].mode
        kmh = mode.otherwise_kmh or mode.approach_kmh
        road_ms = round(float(metres[number]) * DETOUR * 3600.0 / kmh)
        legs = Legs(each.turnout_ms, road_ms, 0, storeys_ms)
        found.append(Arrival(each.id, each.turnout_ms + road_ms + storeys_ms, legs))
    return sorted(found, key=lambda each: (each.eta_ms, each.responder))
