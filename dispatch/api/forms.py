"""Forms that pages of ours send."""

from __future__ import annotations

from aiohttp import web

from dispatch.core.errors import Malformed
from dispatch.problems import UnsupportedEncoding


async def read_form_field(request: web.Request, name: str) -> str:
    """Return a form's field, empty where there is none. Raises `Malformed` where the body is no form, and
    `UnsupportedEncoding` where it is packed: the token is in it, and nothing is unpacked before that is known."""
    if "Content-Encoding" in request.headers:
        raise UnsupportedEncoding("a form is not unpacked here; send it plain")
    try:
        return str((await request.post()).get(name, ""))
    except (ValueError, LookupError) as error:  # a boundary that is missing, a field without a name, an unknown charset
        raise Malformed("the form cannot be read; send application/x-www-form-urlencoded in UTF-8") from error
