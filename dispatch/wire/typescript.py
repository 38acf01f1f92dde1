"""TypeScript of what goes over the wire, generated from the very structs that read and write it.

``make wire`` writes it to ``console/web/src/wire/generated.ts``; a check holds the committed file
against it, so that a page which does not know a new event fails the check. Besides the types it prints what the pages
need of the structs at run time: the fields that a snapshot consists of, and the defaults of what an older event lacks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, get_args

import msgspec
from msgspec import NODEFAULT, inspect

from dispatch.core.events import Event
from dispatch.core.foreseen import Foreseen
from dispatch.core.instant import to_builtins
from dispatch.core.reasons import Reason
from dispatch.core.state import LISTS, MAPS, SCALARS, State, to_state
from dispatch.core.vocabulary import CloseReason, Ending, Role, Verdict
from dispatch.core.world import World
from dispatch.intake.import_json import IMPORT_BYTES
from dispatch.past.before import Before
from dispatch.problems import CODES
from dispatch.wire.asyncapi import INCOMING, OUTGOING
from dispatch.wire.schemas import COMMANDS, EVENTS
from stations.model import StationKind
from stations.rules import Action, Milestone, Preference

HEAD = """// biome-ignore-all format: the generator lays it out
/**
 * What goes over the wire. Generated from the hub's structs by `make wire`, never edited.
 */

/** A point in time: RFC 3339 in UTC with milliseconds, so that texts sort as times do. */
export type Instant = string;"""

SHAPES = """/** What an event that was stored by an older hub may lack: by type, or by the name of what is in it. */
export interface Shape {
  readonly defaults: { readonly [field: string]: unknown };
  readonly nested: { readonly [field: string]: string };
}
export const SHAPES: { readonly [name: string]: Shape } = {};"""

WORDS: dict[str, Any] = {
    "Role": Role,
    "Ending": Ending,
    "CloseReason": CloseReason,
    "Verdict": Verdict,
    "StationKind": StationKind,
    "Milestone": Milestone,
    "Action": Action,
    "Preference": Preference,
}
"""Vocabularies that get a name of their own; others stand where they are used."""

_SIMPLE: dict[type[inspect.Type], str] = {
    inspect.StrType: "string",
    inspect.IntType: "number",
    inspect.FloatType: "number",
    inspect.BoolType: "boolean",
    inspect.NoneType: "null",
    inspect.CustomType: "Instant",
    inspect.RawType: "AnyCommand",
}
_REASONS = set(get_args(Reason))
_HEAD = frozenset(Event.__struct_fields__)
_NAMED = {frozenset(get_args(literal)): name for name, literal in WORDS.items()}


def module() -> str:
    """Return the whole TypeScript file."""
    events, commands, state = _inspected(EVENTS), _inspected(COMMANDS), _inspected((State,))
    incoming, outgoing = _inspected(INCOMING), _inspected(OUTGOING)
    read = _with_nested((*_inspected((Event, Foreseen, Before)), *events, *state, *outgoing))
    sent = _with_nested((*commands, *incoming))
    parts = [
        HEAD,
        *(f"export type {name} = {_union(_text(value) for value in get_args(kind))};" for name, kind in WORDS.items()),
        *(_interface(each, sent=False) for each in read.values()),
        *(_interface(each, sent=True) for each in sent.values()),
        _any("Reason", _inspected(get_args(Reason))),
        _any("AnyEvent", events),
        _any("AnyCommand", commands),
        _any("FromHub", outgoing),
        _any("ToHub", incoming),
        _constant("EVENT_TYPES", [each.tag for each in events]),
        "export type EventType = (typeof EVENT_TYPES)[number];",
        _constant("STATE_LISTS", LISTS),
        _constant("STATE_MAPS", MAPS),
        _constant("STATE_SCALARS", SCALARS),
        "/** Before the first event. */",
        f"export const EMPTY_STATE: State = {_text(to_builtins(to_state(World())))};",
        "/** The statuses of problems, by their code (the last part of `type`). */",
        f"export const PROBLEM_STATUS = {_text({code: each.status for code, each in CODES.items()})} as const;",
        "export type ProblemCode = keyof typeof PROBLEM_STATUS;",
        "/** The largest body of an import, in bytes. */",
        f"export const IMPORT_BYTES = {IMPORT_BYTES};",
        _shapes(_with_nested((*_inspected((Event,)), *events)).values()),
    ]
    return "\n".join(parts) + "\n"


def _inspected(kinds: Iterable[type]) -> tuple[inspect.StructType, ...]:
    found = inspect.multi_type_info(kinds)
    return tuple(each for each in found if isinstance(each, inspect.StructType))


def _with_nested(kinds: Iterable[inspect.StructType]) -> dict[str, inspect.StructType]:
    """Return these structs and all that they contain, by name, what is contained first."""
    found: dict[str, inspect.StructType] = {}
    for kind in kinds:
        for field in kind.fields:
            found |= _with_nested(_structs_in(field.type))
        if found.setdefault(kind.cls.__name__, kind).cls is not kind.cls:
            raise ValueError(f"two structs of the wire are called {kind.cls.__name__}; give one another name")
    return found


def _structs_in(kind: inspect.Type) -> Iterator[inspect.StructType]:
    match kind:
        case inspect.StructType():
            yield kind
        case inspect.UnionType():
            for each in kind.types:
                yield from _structs_in(each)
        case inspect.VarTupleType() | inspect.ListType():
            yield from _structs_in(kind.item_type)
        case inspect.TupleType():
            for each in kind.item_types:
                yield from _structs_in(each)
        case inspect.DictType():
            yield from _structs_in(kind.value_type)


def _interface(kind: inspect.StructType, *, sent: bool) -> str:
    """Return a struct's interface. What a page sends may leave out its defaults; what the hub sends never does."""
    is_event = _is_event(kind)
    lines = [f"/** {_summary(kind.cls)} */"]
    lines.append(f"export interface {_name(kind, sent=sent)}{' extends Event' if is_event else ''} {{")
    if kind.tag is not None and kind.cls is not Event:
        lines.append(f"  readonly type: {_text(kind.tag)};")
    for field in kind.fields:
        # Every event has the fields of Event; only what is of one incident says so of its own.
        if not is_event or field.encode_name not in _HEAD or (field.encode_name == "incident" and field.required):
            mark = "?" if (sent and not field.required) or _may_be_left_out(field) else ""
            lines.append(f"  readonly {field.encode_name}{mark}: {_type(field.type, sent=sent)};")
    return "\n".join([*lines, "}"])


def _name(kind: inspect.StructType, *, sent: bool) -> str:
    """Return a struct's name; what is inside a command has one of its own, since it may leave out its defaults."""
    return kind.cls.__name__ + ("Sent" if sent and kind.tag is None else "")


def _type(kind: inspect.Type, *, sent: bool) -> str:
    match kind:
        case inspect.LiteralType():
            return _NAMED.get(frozenset(kind.values)) or _union(_text(value) for value in kind.values)
        case inspect.StructType():
            return _name(kind, sent=sent)
        case inspect.UnionType() if len(kind.types) == len(EVENTS):
            return "AnyEvent"
        case inspect.UnionType() if {
            each.cls for each in kind.types if isinstance(each, inspect.StructType)
        } >= _REASONS:
            return "Reason | null"
        case inspect.UnionType():
            return _union(_type(each, sent=sent) for each in kind.types)
        case inspect.VarTupleType() | inspect.ListType():
            return f"readonly {_in_brackets(_type(kind.item_type, sent=sent))}[]"
        case inspect.TupleType():
            return f"readonly [{', '.join(_type(each, sent=sent) for each in kind.item_types)}]"
        case inspect.DictType():
            return f"{{ readonly [key: string]: {_type(kind.value_type, sent=sent)} }}"
        case _:
            return _SIMPLE.get(type(kind), "unknown")


def _shapes(kinds: Iterable[inspect.StructType]) -> str:
    """Return what `complete` needs: by event type or struct, the defaults and which fields are structs themselves."""
    shapes = {}
    for kind in kinds:
        own = [each for each in kind.fields if not (_is_event(kind) and each.encode_name in _HEAD)]
        defaults = {
            each.encode_name: _default(each) for each in own if not each.required and not _may_be_left_out(each)
        }
        nested = {each.encode_name: inner.cls.__name__ for each in own if (inner := _only_struct_in(each.type))}
        if defaults or nested:
            shapes[kind.cls.__name__ if kind.cls is Event else str(kind.tag or kind.cls.__name__)] = {
                "defaults": defaults,
                "nested": nested,
            }
    return SHAPES.replace("{}", _text(shapes))


def _only_struct_in(kind: inspect.Type) -> inspect.StructType | None:
    """Return the struct that a field holds; None for none, and for a reason, which was never stored with less."""
    found = list(_structs_in(kind))
    return found[0] if len(found) == 1 else None


def _is_event(kind: inspect.StructType) -> bool:
    return kind.cls is not Event and issubclass(kind.cls, Event)


def _may_be_left_out(field: inspect.Field) -> bool:
    """Whether the hub leaves the field out where there is nothing to say: it may be `msgspec.UNSET`."""
    return not field.required and field.default is NODEFAULT and field.default_factory is NODEFAULT


def _default(field: inspect.Field) -> Any:
    return to_builtins(field.default if field.default is not NODEFAULT else field.default_factory())


def _any(name: str, kinds: Iterable[inspect.StructType]) -> str:
    return f"export type {name} =\n  | " + "\n  | ".join(_name(each, sent=False) for each in kinds) + ";"


def _constant(name: str, values: Iterable[Any]) -> str:
    return f"export const {name} = {_text(list(values))} as const;"


def _union(types: Iterable[str]) -> str:
    return " | ".join(dict.fromkeys(types))


def _in_brackets(text: str) -> str:
    return f"({text})" if "|" in text or text.startswith("readonly") else text


def _summary(kind: type) -> str:
    return (kind.__doc__ or kind.__name__).strip().split("\n")[0].replace("``", "`")


def _text(value: Any) -> str:
    """Return a value as JSON, which is TypeScript too."""
    return msgspec.json.encode(value).decode()
