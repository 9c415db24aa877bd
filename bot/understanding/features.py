"""What the classifier sees of a message: its pieces of one to four characters, its Latin words, its concepts."""

from __future__ import annotations

import re
from pathlib import Path

_CONCEPTS = Path(__file__).with_name("concepts.txt")
_DIGITS = re.compile(r"\d+")
_BREAK = re.compile(r"[^\w?!]+")
_LATIN = re.compile(r"[a-z]{2,}")


def _load() -> tuple[dict[str, tuple[str, ...]], tuple[int, ...]]:
    """Word -> the names of its groups, and the lengths above four that occur."""
    groups: dict[str, set[str]] = {}
    for line in _CONCEPTS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, *words = line.split()
            for word in words:
                groups.setdefault(word, set()).add("@" + name)
    return {w: tuple(sorted(g)) for w, g in groups.items()}, tuple(
        sorted({len(w) for w in groups if len(w) > 4 and not w.isascii()})
    )


_GROUPS, _LONG = _load()


def shape(plain: str) -> str:
    """The text as the pieces are cut from it: numbers as one 0, runs of punctuation as one comma, ends marked.

    plain: normalised text. Numbers say where, not what: their digits would only be learnt by heart.
    """
    return "^" + _BREAK.sub(",", _DIGITS.sub("0", plain)).strip(",") + "$"


def pieces(plain: str) -> set[str]:
    """The different pieces of a message. plain: normalised text, of any length; empty text gives the end marks."""
    text = shape(plain)
    found = set(text)
    found.update([text[i : i + 2] for i in range(len(text) - 1)])
    found.update([text[i : i + 3] for i in range(len(text) - 2)])
    found.update([text[i : i + 4] for i in range(len(text) - 3)])
    return found


def concepts(plain: str, found: set[str]) -> set[str]:
    """The groups of words that a message touches, and its Latin words. found: its pieces."""
    known = _GROUPS.keys() & found
    for length in _LONG:
        known |= _GROUPS.keys() & {plain[i : i + length] for i in range(len(plain) - length + 1)}
    latin = _LATIN.findall(plain)
    known.update(word for word in latin if word in _GROUPS)
    groups = {name for word in known if not (word.isascii() and word not in latin) for name in _GROUPS[word]}
    groups.update("<" + word for word in latin)
    return groups
