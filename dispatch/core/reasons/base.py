"""What every reason is."""

from __future__ import annotations

from typing import ClassVar

from dispatch.core.vocabulary import Struct


class Because(Struct, frozen=True, kw_only=True, tag_field="type"):
    """Why. ``sentence`` is the template of its text; what a person wrote is a text of its own."""

    sentence: ClassVar[str]

    @property
    def text(self) -> str:
        """The sentence that the record has beside it."""
        return self.sentence.format(**{name: getattr(self, name) for name in self.__struct_fields__})
