"""The flat XML that WeChat pushes: the texts of the root's children, by name.

What WeChat writes itself has one regular shape, which a regular expression reads in a third of expat's time.
Whatever deviates from it goes to expat; a test holds both to the same result.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.parsers import expat

from connectors.text import clean

_CDATA = r"<!\[CDATA\[([^\]]*+(?:\](?!\]>)[^\]]*+)*+)\]\]>"
_FIELD = re.compile(rf"[ \t\n]*+<([A-Za-z_]\w*+)>(?:{_CDATA}|([^<&\]]*+))</\1>", re.ASCII)
_END = re.compile(r"[ \t\n]*+</xml>[ \t\n]*+")
_DEEPEST = 8


class Malformed(Exception):
    """What came is not what WeChat sends: no XML of its form, or a ciphertext that holds no message."""


def readable(body: bytes) -> str:
    """Its characters. A byte that is not UTF-8 becomes U+FFFD: a message with one damaged character is still one."""
    return body.decode("utf-8", "replace").strip("\ufeff \t\r\n")


def fields(xml: str) -> dict[str, str]:
    """The texts of the root's children, stripped; what lies deeper is left out.

    xml: as `readable` gives it. Control characters don't make it malformed: owners' texts bring them along raw
    (e.g. U+001D), and they may be left in what is found. Refuses with Malformed: what is not well-formed, another
    root than <xml>, a name that comes twice, a DOCTYPE (and so every entity declaration), more than 8 levels.
    """
    found = regular(xml)
    return _by_expat(clean(xml)) if found is None else found


def regular(xml: str) -> dict[str, str] | None:
    """The same for XML of the regular shape: fields with one CDATA section or plain text each. Else None."""
    if not xml.startswith("<xml>") or "\r" in xml:
        return None
    found: dict[str, str] = {}
    count, at = 0, len("<xml>")
    while (match := _FIELD.match(xml, at)) is not None:
        name, data, plain = match.groups()
        found[name] = (plain if data is None else data).strip()
        count, at = count + 1, match.end()
    return found if count == len(found) and _END.fullmatch(xml, at) is not None else None


def _by_expat(xml: str) -> dict[str, str]:
    found: dict[str, str] = {}
    path: list[str] = []
    parts: list[str] = []

    def start(name: str, _: dict[str, str]) -> None:
        path.append(name)
        if len(path) == 1 and name != "xml":
            raise Malformed("the root element is not <xml>")
        if len(path) == 2 and name in found:
            raise Malformed("an element comes twice")
        if len(path) > _DEEPEST:
            raise Malformed(f"elements lie more than {_DEEPEST} deep")
        if len(path) == 2:
            parts.clear()

    def text(data: str) -> None:
        if len(path) == 2:
            parts.append(data)

    def end(name: str) -> None:
        if len(path) == 2:
            found[name] = "".join(parts).strip()
        path.pop()

    _read(xml, start, text, end)
    return found


def _read(
    xml: str,
    start: Callable[[str, dict[str, str]], None],
    text: Callable[[str], None],
    end: Callable[[str], None],
) -> None:
    def declares(*_: object) -> None:
        raise Malformed("a DOCTYPE is not accepted")

    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = declares
    parser.StartElementHandler = start
    parser.CharacterDataHandler = text
    parser.EndElementHandler = end
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise Malformed(f"the XML is not well-formed: {expat.ErrorString(error.code)}") from error
