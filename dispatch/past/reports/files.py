"""A report in the form that was asked for, as bytes with their media type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple, get_args

import orjson

from dispatch.core.instant import to_builtins
from dispatch.past.reports.drawing import Line
from dispatch.past.reports.incident import IncidentReport
from dispatch.past.reports.month import MonthReport
from dispatch.past.reports.page import incident_page, month_page
from dispatch.past.reports.tables import incident_csv, month_csv
from dispatch.wire.vocabulary import Language

Format = Literal["html", "csv", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)


class Document(NamedTuple):
    """A finished report."""

    content: bytes
    media_type: str


def incident_document(
    report: IncidentReport,
    form: Format,
    language: Language,
    *,
    names: Mapping[str, str],
    roads: Iterable[Line] = (),
) -> Document:
    """Return one incident or exercise as a page, a table or JSON."""
    if form == "html":
        return _page(incident_page(report, language, names=names, roads=roads))
    return Document(incident_csv(report), "text/csv") if form == "csv" else _json(report)


def month_document(report: MonthReport, form: Format, language: Language, *, names: Mapping[str, str]) -> Document:
    """Return a district's month as a page, a table or JSON."""
    if form == "html":
        return _page(month_page(report, language, names=names))
    return Document(month_csv(report), "text/csv") if form == "csv" else _json(report)


def _page(text: str) -> Document:
    return Document(text.encode(), "text/html")


def _json(report: IncidentReport | MonthReport) -> Document:
    return Document(orjson.dumps(to_builtins(report)), "application/json")
