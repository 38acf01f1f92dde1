"""What a person decided, in their own words where they gave any."""

from __future__ import annotations

from dispatch.core.reasons.base import Because


class ByPerson(Because, frozen=True, kw_only=True, tag="by_person"):
    """A person did; the text beside it is their own, as ``words`` is, and None where they gave none."""

    sentence = ""
    words: str | None = None

    @property
    def text(self) -> str:
        """The person's words, else the sentence for a person who gave none."""
        return self.words or self.sentence


class ByHand(ByPerson, frozen=True, kw_only=True, tag="by_hand"):
    """A person sent it."""

    sentence = "sent by hand"
