"""The robust fit behind a calibration: a fixed time and a pace for each way class."""

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
from scipy.optimize import least_squares

from routing.arrays import Floats
from routing.calibration.paths import ACCESS

_SOFT_S = 30.0
"""Errors well beyond this count by their size, not by its square (pseudo-Huber loss; Charbonnier et al.
1997), so that crews who were elsewhere when the order came do not bend the speeds."""

_SHRINK_S = 200.0
"""How hard a class is held to the common pace: a class off by a tenth costs as much as one trip off by 20
s."""

_PACE_BOUNDS = (0.25, 4.0)
_FIXED_BOUNDS_S = (0.0, 180.0)


class Pace(msgspec.Struct, frozen=True):
    """What a fit found: journey seconds = `fixed_s` + sum over classes of `times[class]` x seconds before
    the fit."""

    fixed_s: float
    times: Mapping[str, float]

    def predict(self, seconds: Mapping[str, float]) -> float:
        """Return the journey's seconds from its seconds by class before the fit."""
        return self.fixed_s + sum(self.times.get(way, 1.0) * part for way, part in seconds.items())


def fit_pace(journeys: Sequence[Mapping[str, float]], recorded_s: Floats) -> Pace:
    """Fit a pace to journeys given as seconds by way class. The access leg on foot is left as it is."""
    classes = sorted({way for journey in journeys for way in journey} - {ACCESS})
    parts = np.array([[journey.get(way, 0.0) for way in classes] for journey in journeys])
    access = np.array([journey.get(ACCESS, 0.0) for journey in journeys])

    def residuals(unknown: Floats) -> Floats:
        fixed_s, common, own = unknown[0], unknown[1], unknown[2:]
        off = fixed_s + access + parts @ np.exp(common + own) - recorded_s
        soft = np.sign(off) * _SOFT_S * np.sqrt(2 * (np.sqrt(1 + (off / _SOFT_S) ** 2) - 1))
        return np.concatenate((soft, _SHRINK_S * own))

    low, high = np.log(_PACE_BOUNDS)
    bounds = (
        [_FIXED_BOUNDS_S[0], low, *[-0.7] * len(classes)],
        [_FIXED_BOUNDS_S[1], high, *[0.7] * len(classes)],
    )
    found = least_squares(residuals, [30.0, 0.0, *[0.0] * len(classes)], bounds=bounds).x
    times = {way: float(np.exp(found[1] + own)) for way, own in zip(classes, found[2:], strict=True)}
    return Pace(float(found[0]), times)
