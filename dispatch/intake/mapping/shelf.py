"""The mappings of a district, found by profile, product and topic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping as Dict
from pathlib import Path

from dispatch.intake.mapping.model import Mapping, MappingError, read_mapping
from dispatch.intake.mapping.reading import fits_topic

FOLDER = "mappings"
"""Where in a district's folder they are."""

MOST_BYTES = 256 << 10


class Mappings:
    """Mappings in the order of their names. The one that says more of whom it is for is asked first."""

    def __init__(self, mappings: Iterable[Mapping] = (), problems: Dict[str, str] | None = None) -> None:
        self.by_name = {each.name: each for each in mappings}
        self.problems = dict(problems or {})
        """Files that cannot be used, with why."""

    def find(self, *, profile: str = "", product: str = "", topic: str = "") -> Mapping | None:
        """Return the mapping for a message; None where there is none."""
        best, most = None, -1
        for each in self.by_name.values():
            wanted = each.source.applies
            fits = (
                (not wanted.profile or profile in wanted.profile)
                and (not wanted.product or product in wanted.product)
                and (not wanted.topic or fits_topic(topic, wanted.topic))
            )
            says = 4 * bool(wanted.product) + 2 * bool(wanted.topic) + bool(wanted.profile)
            if fits and says > most and says:
                best, most = each, says
        return best

    def replaced(self, mapping: Mapping) -> Mappings:
        """Return the same with another mapping of that name."""
        others = [each for name, each in self.by_name.items() if name != mapping.name]
        return Mappings(sorted([*others, mapping], key=lambda each: each.name), self.problems)


def read_mappings(district: Path) -> Mappings:
    """Read the mappings of a district's folder; a file that cannot be used is left out and told in ``problems``."""
    found, problems = [], {}
    for path in sorted((district / FOLDER).glob("*.toml")):
        try:
            mapping = _read_file(path)
        except (OSError, UnicodeDecodeError, MappingError) as error:
            problems[path.name] = str(error)
        else:
            found.append(mapping)
    return Mappings(found, problems)


def _read_file(path: Path) -> Mapping:
    if path.stat().st_size > MOST_BYTES:
        raise MappingError(f"larger than {MOST_BYTES} bytes")
    mapping = read_mapping(path.read_text("utf-8"))
    if mapping.name != path.stem:
        raise MappingError(f"name is {mapping.name!r}, the file's is {path.stem!r}: let them be the same")
    return mapping
