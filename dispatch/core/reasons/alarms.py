"""Why an alarm joined, and what made an incident real."""

from __future__ import annotations

from typing import Literal

from dispatch.core.reasons.base import Because
from dispatch.core.reasons.people import ByPerson

Sign = Literal["manual_call_point", "water_flow", "called", "reported", "taken_down", "second_detector"]
"""What makes a suspected incident real by itself: a button, water, a voice, or a second detector."""


class SameKey(Because, frozen=True, kw_only=True, tag="same_key"):
    """The alarm has the key of an earlier sending, with more or other content."""

    sentence = "same key"


class SameDevice(Because, frozen=True, kw_only=True, tag="same_device"):
    """The alarm is of a device that an open incident knows."""

    sentence = "same device"


class SameBuilding(Because, frozen=True, kw_only=True, tag="same_building"):
    """The alarm is in the building of an open incident, so many minutes after its last one."""

    sentence = "same building, {minutes} min after its last alarm"
    minutes: int


class NearBy(Because, frozen=True, kw_only=True, tag="near_by"):
    """The alarm is near an open incident in space, time and kind."""

    sentence = "near: {metres} m, {seconds} s, same kind"
    metres: int
    seconds: int


class MergedByHand(ByPerson, frozen=True, kw_only=True, tag="merged_by_hand"):
    """A person says that two incidents are one."""

    sentence = "the same incident, by hand"


class BySign(Because, frozen=True, kw_only=True, tag="by_sign"):
    """Confirmed by what came in."""

    sign: Sign

    @property
    def text(self) -> str:
        """What came in, in words."""
        return SIGNS[self.sign]


class ConfirmedByHand(ByPerson, frozen=True, kw_only=True, tag="confirmed_by_hand"):
    """A person made sure that it is real."""

    sentence = "confirmed by a person"


class SuspectedFire(Because, frozen=True, kw_only=True, tag="suspected_fire"):
    """A station is told beforehand: it may be real."""

    sentence = "suspected fire"


SIGNS: dict[Sign, str] = {
    "manual_call_point": "a manual call point was pressed",
    "water_flow": "water flows in the sprinkler system",
    "called": "somebody called",
    "reported": "somebody reported it",
    "taken_down": "a dispatcher took it down",
    "second_detector": "a second, independent detector",
}
"""Each sign as the sentence that the record has beside it."""
