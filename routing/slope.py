"""What a slope does to speed."""

import math

from routing.modes import Mode

RESOLVED_RUN_M = 30.0
"""The cell of the elevation models in use. A climb over a shorter run is noise of the model, so it is spread
over one cell; and nothing steeper than the steepest road or path is believed."""

_STEEPEST_ROAD = 0.20
_STEEPEST_PATH = 0.50
_ROLLING = 0.015
"""Rolling resistance of truck tyres on asphalt (Wong, Theory of Ground Vehicles, 4th ed., table 3.1)."""
_GRAVITY = 9.80665
_TOBLER_FLAT = math.exp(-3.5 * 0.05)


def slope_factor(mode: Mode, flat_ms: float, climb_m: float, length_m: float) -> float:
    """Return how many times longer than on the flat a piece takes, for a climb (or, negative, a fall).

    `flat_ms` is the speed on the flat in m/s. On foot: Tobler's hiking function (1993), v ~ exp(-3.5 |S +
    0.05|), relative to its value on the flat. Vehicles: the speed at which the engine's power P/m carries
    the climb and the tyres, v = (P/m) / (g (|S| + c)); downwards a driver keeps to the gear that climbs the
    same slope.
    """
    if mode.slope == "none":
        return 1.0
    slope = climb_m / max(length_m, RESOLVED_RUN_M)
    if mode.slope == "tobler":
        slope = min(max(slope, -_STEEPEST_PATH), _STEEPEST_PATH)
        return _TOBLER_FLAT / math.exp(-3.5 * abs(slope + 0.05))
    slope = min(abs(slope), _STEEPEST_ROAD)
    return max(1.0, flat_ms * _GRAVITY * (slope + _ROLLING) / mode.power_w_per_kg)
