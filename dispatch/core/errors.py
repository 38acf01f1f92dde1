"""Why a command is refused: one tree; each problem has the wire's code and says what to do."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - the contract's word for it
    """The command cannot be carried out. ``code`` is the last part of the problem's type URN."""

    code = "refused"
    status = 400

    def __init__(self, detail: str, *, zh: str | None = None, en: str | None = None, at: str | None = None) -> None:
        """``zh`` and ``en`` say it to who filled a form, ``at`` names its field (``plan.place.building``)."""
        super().__init__(detail)
        self.detail = detail
        self.zh = zh
        self.en = en
        self.at = at


class Malformed(Refused):
    """It cannot be read."""

    code = "malformed"


class Forbidden(Refused):
    """This role or station may not do that."""

    code = "forbidden"
    status = 403


class NotFound(Refused):
    """There is no such thing (any more)."""

    code = "not_found"
    status = 404


class WrongState(Refused):
    """The state does not allow it."""

    code = "wrong_state"
    status = 409


class IdReused(Refused):
    """The command id was used before with other content."""

    code = "id_reused"
    status = 409


class RuleFailed(Refused):
    """The rule for it is broken: it raised what no rule may raise. Nothing was changed."""

    code = "rule_failed"
    status = 500


class Unusable(Refused):
    """It can be read, but not used."""

    code = "unusable"
    status = 422
