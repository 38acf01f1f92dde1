"""The gaps of a district as one page that prints to A4; nothing in it is fetched from anywhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from stations.model import District
from stations.norms import words
from stations.norms.gaps import Finding
from stations.norms.model import Norms
from stations.norms.words import Language


def render_page(district: District, norms: Norms, findings: Sequence[Finding], *, on: date, lang: Language) -> str:
    """Return the page: a table of gaps and unknowns for each station, and the sources with how sure they are."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    by_station: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_station[finding.station].append(finding)
    sources = {finding.requirement.source.id: finding.requirement.source for finding in findings}
    return environment.get_template("page.html.jinja").render(
        district=district,
        base=norms.base,
        by_station=by_station,
        counts=Counter(finding.verdict for finding in findings),
        sources=sources.values(),
        on=on,
        lang=lang,
        words=words,
    )
