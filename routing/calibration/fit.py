"""The robust fit behind a calibration: a time of its own for each kind, what nights add, and a pace of the way."""

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from routing.arrays import Flags, Floats

_ROUNDS = 50
_SMALLEST_S = 1.0
_PACE_BOUNDS = (0.25, 4.0)


class Arrivals(msgspec.Struct, frozen=True):
    """Timed arrivals (T): seconds of the way, of a kind, at night or not, and the seconds recorded from the order."""

    way_s: Floats
    kinds: Sequence[str]
    at_night: Flags
    recorded_s: Floats

    def some(self, mask: Flags) -> "Arrivals":
        """Return those of a mask over T that have a way."""
        kept = np.flatnonzero(mask & np.isfinite(self.way_s))
        kinds = [self.kinds[number] for number in kept.tolist()]
        return Arrivals(self.way_s[kept], kinds, self.at_night[kept], self.recorded_s[kept])


class Fit(msgspec.Struct, frozen=True):
    """Seconds from order to arrival = `fixed_s[kind]` + `night_s` at night + `pace` x seconds of the way.

    The fixed time is the turnout and whatever of a journey does not depend on the way.
    """

    fixed_s: Mapping[str, float]
    night_s: float
    pace: float

    def predict(self, arrivals: Arrivals) -> Floats:
        """Return the predicted seconds from order to arrival; a kind never seen has the middle of the others."""
        other = float(np.median(list(self.fixed_s.values())))
        fixed = np.array([self.fixed_s.get(kind, other) for kind in arrivals.kinds])
        predicted: Floats = fixed + self.night_s * arrivals.at_night + self.pace * arrivals.way_s
        return predicted


def fit_arrivals(arrivals: Arrivals) -> Fit:
    """Fit by least absolute deviations (re-weighted least squares), so that crews who were elsewhere bend nothing.

    Single units get no time of their own: a few dozen trips each do not carry it, and it misleads the choice.
    """
    names = sorted(set(arrivals.kinds))
    own = np.array([[kind == name for name in names] for kind in arrivals.kinds], np.float64).reshape(-1, len(names))
    pace = _least_absolute(np.column_stack((own, arrivals.at_night, arrivals.way_s)), arrivals.recorded_s)[-1]
    pace = float(np.clip(pace, *_PACE_BOUNDS))
    found = _least_absolute(np.column_stack((own, arrivals.at_night)), arrivals.recorded_s - pace * arrivals.way_s)
    return Fit(dict(zip(names, found[:-1].tolist(), strict=True)), float(found[-1]), pace)


def _least_absolute(known: Floats, wanted: Floats) -> Floats:
    weights = np.ones(wanted.size)
    found: Floats = np.zeros(known.shape[1])
    for _ in range(_ROUNDS):
        found[:] = np.linalg.lstsq(known * weights[:, None], wanted * weights, rcond=None)[0]
        weights = 1 / np.sqrt(np.maximum(np.abs(known @ found - wanted), _SMALLEST_S))
    return found
