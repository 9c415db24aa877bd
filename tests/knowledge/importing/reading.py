"""What an importer makes of a document, as an owner would meet it."""

from __future__ import annotations

from knowledge.importing.importing import Imported, import_document
from knowledge.importing.opening import open_bytes
from knowledge.reading import clauses_of
from knowledge.standard import Standard
from tests.knowledge.clauses import BASE


def imported(data: bytes | str, name: str = "手册.md") -> Imported:
    return import_document(open_bytes(data if isinstance(data, bytes) else data.encode(), name), BASE)


def read(data: bytes | str, name: str = "手册.md") -> tuple[Standard, ...]:
    """The clauses, checked against the form that people write."""
    one = imported(data, name)
    return clauses_of(one.form, "riverside", one.file)


def texts(data: bytes | str, name: str = "手册.md") -> list[str]:
    return [s.text for s in read(data, name)]


def the(clauses: tuple[Standard, ...], word: str) -> Standard:
    """The one clause whose text holds the word."""
    (found,) = [s for s in clauses if word in s.text and not s.title.endswith("一览")]
    return found
