"""What a file is by its content, whatever its name says: a workbook called .csv, a web page called .xls."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["text", "workbook", "other"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_HEAD = 2048

_AS_XLSX = "open it in a spreadsheet program and save it as .xlsx"
_OTHERS = (
    (b"%PDF", "a PDF", "import the table that it was made of"),
    (b"\x89PNG", "a picture", "import the table that it was taken of"),
    (b"\xff\xd8\xff", "a picture", "import the table that it was taken of"),
    (b"GIF8", "a picture", "import the table that it was taken of"),
    (b"Rar!", "an archive", "unpack it and import the tables in it"),
    (b"7z\xbc\xaf", "an archive", "unpack it and import the tables in it"),
    (b"\x1f\x8b", "an archive", "unpack it and import the tables in it"),
    (b"\x09\x08", "a workbook of the old kind (.xls)", _AS_XLSX),
    (b"{\\rtf", "a text document", _AS_XLSX),
)
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<meta", b"<head", b"<body", b"<style", b"<script")


class Content(NamedTuple):
    """What a file is; where it cannot be read, a sentence that says what it is and what to do."""

    kind: Kind
    message: str = ""


def look_at(content: bytes) -> Content:
    """Return what a file is by its first bytes; what is not known is text."""
    if content.startswith(_ZIP):
        return _zip(content)
    if content.startswith(_OLE):
        return _ole(content)
    for beginning, what, cure in _OTHERS:
        if content.startswith(beginning):
            return _other(what, cure)
    head = content[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith(_MARKUP) or (head.startswith(b"<?xml") and (b"<html" in head or b"workbook" in head)):
        return _other("a web page that is called a table", _AS_XLSX)
    if head.startswith(b"<?xml"):
        return _other("XML", _AS_XLSX)
    return Content("text")


def _zip(content: bytes) -> Content:
    # The names of its parts stand uncompressed in a directory at its end.
    if b"xl/workbook.bin" in content:
        return _other("a binary workbook (.xlsb)", _AS_XLSX)
    if b"opendocument.spreadsheet" in content[:_HEAD]:
        return _other("an OpenDocument table (.ods)", _AS_XLSX)
    if b"opendocument" in content[:_HEAD] or b"word/document" in content or b"ppt/" in content:
        return _other("a text document", _AS_XLSX)
    if b"[Content_Types].xml" in content or b"xl/" in content:
        return Content("workbook")
    return _other("an archive", "unpack it and import the tables in it")


def _ole(content: bytes) -> Content:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return _other("a workbook with a password", "take the password off and save it as .xlsx")
    return _other("a workbook of the old kind (.xls, .et)", _AS_XLSX)


def _other(what: str, cure: str) -> Content:
    return Content("other", f"is {what}, which is not read here; {cure}")
