"""The one error tree of the routing package."""


class RoadsError(Exception):
    """Something about the roads cannot be used; the message says what, where, and what to do."""


class UnreadableRoadsError(RoadsError):
    """A road file cannot be read at all. Trying again does not help; another file does."""


class UnreadableElevationError(RoadsError):
    """An elevation model cannot be read, or its coordinates cannot be understood."""


class ModeError(RoadsError):
    """A travel mode or a speed override in the district's settings cannot be understood."""


class UnfitTripsError(RoadsError):
    """Recorded trips are too few or too uniform to fit anything to."""


class ClosureError(RoadsError):
    """A closure names no area that can be closed, or is not in force."""


class UnknownResponderError(RoadsError):
    """A responder, or its travel mode, is not known to the router."""
