"""Why something follows from what a crew saw."""

from __future__ import annotations

from dispatch.core.reasons.base import Because


class SeenOnScene(Because, frozen=True, kw_only=True, tag="seen_on_scene"):
    """A crew (``who``: its unit, else its station) saw fire."""

    sentence = "{who} sees fire"
    who: str
