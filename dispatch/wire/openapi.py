"""``/api/v1/openapi.json``: the HTTP interface described for programs, as OpenAPI 3.1.

The bodies come from the structs that read them (`schemas`); what each path takes and answers stands in `operations`.
"""

from __future__ import annotations

import re
from functools import cache

import orjson

from dispatch.core.drill import Drill
from dispatch.core.foreseen import Foreseen
from dispatch.intake.ask_json import AskIn
from dispatch.intake.erase_json import EraseIn
from dispatch.intake.help_answer import HelpAnswerIn
from dispatch.intake.import_json import ImportIn
from dispatch.intake.mapping_json import TryIn
from dispatch.intake.sign_in_json import InvitationIn, RedeemIn
from dispatch.intake.whatif_json import WhatIfIn
from dispatch.past.before import Before
from dispatch.past.catalogue import CatalogueEntry
from dispatch.past.drills.ledger import Ledger
from dispatch.past.drills.record import DrillRecord
from dispatch.past.reports.alarm_load import AlarmLoad
from dispatch.past.reports.owed import Owed
from dispatch.past.reports.posts import ShiftChecks
from dispatch.past.reports.signal_times import SignalTimes
from dispatch.problems import CODES
from dispatch.wire.operations import OPERATIONS, Operation
from dispatch.wire.schemas import (
    COMMANDS,
    EVENTS,
    STRING,
    Problem,
    Schema,
    components,
    one_of,
    ref,
)


@cache
def document() -> bytes:
    """Return the description as JSON; made once."""
    paths: dict[str, Schema] = {}
    for (method, path), operation in OPERATIONS.items():
        paths.setdefault(path, {})[method.lower()] = _described(path, operation)
    return orjson.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": "onethree 一三调度", "version": "1", "license": {"name": "Apache-2.0"}},
            "paths": paths,
            "security": [{"token": []}],
            "components": {
                "schemas": {
                    **components(
                        AskIn,
                        EraseIn,
                        HelpAnswerIn,
                        ImportIn,
                        InvitationIn,
                        RedeemIn,
                        WhatIfIn,
                        TryIn,
                        CatalogueEntry,
                        Before,
                        Foreseen,
                        Drill,
                        DrillRecord,
                        Ledger,
                        AlarmLoad,
                        SignalTimes,
                        Owed,
                        ShiftChecks,
                    ),
                    "Command": one_of(COMMANDS),
                    "Event": one_of(EVENTS),
                    "ProblemCode": {"enum": list(CODES), "description": "the last part of a problem's type"},
                },
                "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            },
        }
    )


def _described(path: str, operation: Operation) -> Schema:
    codes = operation.problems
    if not operation.who.is_public:
        codes = ("unauthorized", "forbidden", *codes, "too_many", "log_unavailable")
    described: Schema = {
        "summary": operation.summary,
        "description": f"Who: {operation.who}.",
        "x-roles": operation.who.in_order(),
        "parameters": _parameters(path, operation),
        "responses": {status: _response(operation) for status in operation.status} | _problems(codes),
    }
    if operation.body is not None:
        described["requestBody"] = {"required": True, "content": {operation.takes: {"schema": operation.body}}}
    if operation.who.is_public:
        described["security"] = []
    return described


def _parameters(path: str, operation: Operation) -> list[Schema]:
    in_path: list[Schema] = [
        {"name": name, "in": "path", "required": True, "schema": STRING} for name in re.findall(r"\{(\w+)\}", path)
    ]
    in_query: list[Schema] = [
        {"name": name, "in": "query", "required": name in operation.needed, "schema": schema}
        for name, schema in operation.query.items()
    ]
    return in_path + in_query


def _response(operation: Operation) -> Schema:
    return {"description": operation.summary, "content": {operation.content: {"schema": operation.answer}}}


def _problems(codes: tuple[str, ...]) -> dict[str, Schema]:
    """Return a response for each status, naming the codes that come with it."""
    found: dict[str, Schema] = {}
    for code in codes:
        status = str(CODES[code].status)
        text = f"{code}: {CODES[code].happened} {CODES[code].remedy}"
        if status in found:
            found[status]["description"] += "\n" + text
        else:
            content = {"application/problem+json": {"schema": ref(Problem)}}
            found[status] = {"description": text, "content": content}
    return found
