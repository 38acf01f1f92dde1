"""JSON Schema of what goes over the wire, generated from the very structs that read and write it."""

from __future__ import annotations

from typing import Any, get_args

import msgspec

from dispatch.access.permissions import COMMANDS as PERMISSIONS
from dispatch.core.commands import AnyCommand
from dispatch.core.events import AnyEvent
from dispatch.core.instant import Instant
from dispatch.core.state import State
from dispatch.core.world import Assignment, Incident
from dispatch.intake.alarm_json import AlarmIn
from stations.model import Station, Unit
from stations.readiness import Readiness

Schema = dict[str, Any]

TEMPLATE = "#/components/schemas/{name}"
COMMANDS: tuple[type[msgspec.Struct], ...] = get_args(AnyCommand)
EVENTS: tuple[type[msgspec.Struct], ...] = get_args(AnyEvent)

STRING: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}


class Problem(msgspec.Struct, kw_only=True):
    """RFC 9457. ``type`` is urn:onethree:problem:CODE; ``detail`` says what happened and what to do.

    ``zh`` and ``en`` say it to a person, ``at`` names the field that was sent (``plan.place.building``), where known.
    """

    type: str
    title: str
    status: int
    detail: str
    zh: str | msgspec.UnsetType = msgspec.UNSET
    en: str | msgspec.UnsetType = msgspec.UNSET
    at: str | msgspec.UnsetType = msgspec.UNSET


class RecordPosition(msgspec.Struct, kw_only=True):
    """A place in a record: the record's identity, an event's number, and its chained hash (hexadecimal)."""

    epoch: str
    seq: int
    hash: str | None = None


def components(*more: type) -> dict[str, Schema]:
    """Return the schemas of everything that is described, by name."""
    described = (
        AlarmIn,
        *COMMANDS,
        *EVENTS,
        Incident,
        Assignment,
        Station,
        Unit,
        Readiness,
        State,
        Problem,
        RecordPosition,
        *more,
    )
    _, found = msgspec.json.schema_components(described, schema_hook=_schema_of, ref_template=TEMPLATE)
    for kind, permission in PERMISSIONS.items():
        described_as = f"{found[kind.__name__]['description']} Who: {permission.who}."
        found[kind.__name__] |= {"description": described_as, "x-roles": permission.who.in_order()}
    return dict(found)


def ref(kind: type | str) -> Schema:
    """Return a reference to a described struct."""
    name = kind if isinstance(kind, str) else kind.__name__
    return {"$ref": TEMPLATE.format(name=name)}


def one_of(kinds: tuple[type[msgspec.Struct], ...]) -> Schema:
    """Return the union of tagged structs, told apart by ``type``."""
    mapping = {str(kind.__struct_config__.tag): ref(kind)["$ref"] for kind in kinds}
    return {"oneOf": [ref(kind) for kind in kinds], "discriminator": {"propertyName": "type", "mapping": mapping}}


def obj(**properties: Schema) -> Schema:
    """Return an object with these properties, all of them always there."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def array(items: Schema) -> Schema:
    """Return an array."""
    return {"type": "array", "items": items}


def _schema_of(kind: type) -> Schema:
    if kind is Instant:
        return {"type": "string", "format": "date-time"}
    raise NotImplementedError(kind.__name__)
