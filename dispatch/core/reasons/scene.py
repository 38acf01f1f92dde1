"""Why something follows from what a crew saw."""

from __future__ import annotations

from dispatch.core.reasons.base import Because


class SeenOnScene(Because, frozen=True, kw_only=True, tag="seen_on_scene"):
    """A crew (``who``: its unit, else its station) saw fire."""

    sentence = "{who} sees fire"
    who: str


class CannotTell(Because, frozen=True, kw_only=True, tag="cannot_tell"):
    """A crew (``who``: its unit, else its station) that looked cannot say whether it is a fire: taken for one."""

    sentence = "{who} looked and cannot tell"
    who: str


class NothingSaid(Because, frozen=True, kw_only=True, tag="nothing_said"):
    """``unit`` was the first there to look, and nobody said within ``seconds`` what it is: taken for a fire."""

    sentence = "{unit} is there, and nobody said within {seconds} s what it is"
    unit: str
    seconds: int


class NobodyLooked(Because, frozen=True, kw_only=True, tag="nobody_looked"):
    """``seconds`` after crews were sent to look none is there: taken for a fire."""

    sentence = "{seconds} s after crews were sent to look none is there"
    seconds: int


class AskedOnScene(Because, frozen=True, kw_only=True, tag="asked_on_scene"):
    """A crew on scene (``who``) asks for reinforcement."""

    sentence = "{who} asks for reinforcement"
    who: str
