"""RFC 9457 problems: what is wrong and what to do, with ``urn:onethree:problem:CODE``."""

from __future__ import annotations

from typing import Any, NamedTuple

from dispatch.core.errors import Refused

TITLES: dict[int, str] = {
    400: "cannot be read",
    401: "no usable token",
    403: "not allowed",
    404: "not found",
    409: "not in this state",
    413: "too large",
    415: "not this encoding",
    422: "cannot be used",
    429: "too many",
    500: "failed",
    503: "not available",
}


class Meaning(NamedTuple):
    """A problem's status, what happened, and what the client should do."""

    status: int
    happened: str
    remedy: str


CODES: dict[str, Meaning] = {
    "malformed": Meaning(400, "The request cannot be read: no JSON, wrong encoding, nested too deep.", "Correct it."),
    "unauthorized": Meaning(401, "No token, a wrong one, or one that was withdrawn.", "Ask for a token."),
    "forbidden": Meaning(403, "This role or station may not do or see that.", "Use another token, or another way."),
    "not_found": Meaning(404, "There is no such thing, or not any more.", "Read the list again."),
    "wrong_state": Meaning(409, "The state does not allow it; the detail names the state.", "Read the state again."),
    "id_reused": Meaning(409, "The command id was accepted before with other content.", "Make a new id."),
    "too_large": Meaning(413, "The body is larger than the hub reads.", "Send less at a time."),
    "unsupported_encoding": Meaning(
        415,
        "The body's Content-Encoding is not read here, or it is packed and no token came with it.",
        "Send it plain, or with gzip or deflate.",
    ),
    "unusable": Meaning(422, "It can be read but not used; the detail names the place.", "Correct that place."),
    "too_many": Meaning(
        429, "This token or address asks or sends more than any real surge.", "Wait as long as Retry-After says."
    ),
    "internal": Meaning(500, "The hub failed at this request; its log says where.", "Send it again, then report it."),
    "rule_failed": Meaning(
        500,
        "The rule for it is broken; nothing was changed.",
        "Send it again, else do it another way; tell who runs the hub, whose log says what failed.",
    ),
    "log_unavailable": Meaning(503, "The record cannot be written or read; nothing was done.", "Send it again later."),
    "tokens_unavailable": Meaning(
        503,
        "The tokens' file cannot be read or written; nothing was changed.",
        "Ask who runs the hub; its log says why.",
    ),
    "standby": Meaning(
        503,
        "This hub stands by: another one leads the record, `leader` names it. It takes and shows nothing.",
        "Ask the hub that leads.",
    ),
    "watch_stalled": Meaning(503, "Deadlines are not being kept (only /readyz says so).", "Restart the hub."),
    "not_ready": Meaning(
        503,
        "The hub does not keep all that it promises; `reasons` names what (only /readyz says so).",
        "Look up the reasons in the manual for operators.",
    ),
}
"""Every code that the hub answers with. Clients may rely on them."""


class NoToken(Refused):
    """No token, or none that stands."""

    code = "unauthorized"
    status = 401


class TooLarge(Refused):
    """The body is larger than is read."""

    code = "too_large"
    status = 413


class UnsupportedEncoding(Refused):
    """The body is encoded in a way that is not read here."""

    code = "unsupported_encoding"
    status = 415


class TooMany(Refused):
    """This token or address asks or sends more than the hub lets one."""

    code = "too_many"
    status = 429


def problem(status: int, code: str, detail: str) -> dict[str, Any]:
    """Return a problem as a JSON object."""
    return {"type": f"urn:onethree:problem:{code}", "title": TITLES[status], "status": status, "detail": detail}


def of(refused: Refused) -> dict[str, Any]:
    """Return the problem that a refusal is on the wire."""
    more = {key: said for key, said in (("zh", refused.zh), ("en", refused.en), ("at", refused.at)) if said is not None}
    return problem(refused.status, refused.code, refused.detail) | more


def page() -> str:
    """Return the list of codes as Markdown: `docs/problems.md`."""
    rows = [f"| `{code}` | {each.status} | {each.happened} | {each.remedy} |" for code, each in CODES.items()]
    return "\n".join(
        [
            "# Problems",
            "",
            "The hub answers what it cannot do with `application/problem+json` (RFC 9457); on the stream the same",
            "object is the `problem` of a `refused` frame. `type` is `urn:onethree:problem:CODE`; `detail` is a",
            "sentence that says what happened and what to do. Where a person may have filled a form, `zh` and `en`",
            "say it to them and `at` names the field. Codes keep their meaning; new ones may come.",
            "",
            "| code | status | what happened | what to do |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )
