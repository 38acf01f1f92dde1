"""What a map says beside the roads: their names in English, and to whom the data is owed."""

from pathlib import Path

import osmium

OUR_OWN = "onethree"
"""What a generated extract names as its generator."""

OPENSTREETMAP = "© OpenStreetMap contributors (ODbL)"


def is_osm(path: Path) -> bool:
    """Tell whether a road file is an OpenStreetMap extract."""
    return bool({".osm", ".pbf"} & set(path.suffixes))


def read_english_names(path: Path) -> dict[str, str]:
    """Return the English name of each street that an extract gives one; nothing for other files.

    Raises RuntimeError where the file is damaged.
    """
    if not is_osm(path):
        return {}
    named = osmium.filter.KeyFilter("name:en")
    found: dict[str, str] = {}
    for thing in osmium.FileProcessor(str(path), osmium.osm.WAY).with_filter(named):
        name, english = thing.tags.get("name"), thing.tags.get("name:en")
        if name and english and "highway" in thing.tags:
            found[name] = english
    return found


def attribution(path: Path) -> str:
    """Return the line that a map of this road file must bear; empty for generated roads and other files."""
    if not is_osm(path):
        return ""
    with osmium.io.Reader(str(path), osmium.osm.NOTHING) as reader:
        generator = reader.header().get("generator") or ""
    return "" if generator.startswith(OUR_OWN) else OPENSTREETMAP
