"""What the classifier sees of a message: its pieces of one to three characters, its Latin words, its concepts."""

from __future__ import annotations

import re
from pathlib import Path

from bot.understanding.wordset import WordSet

LONGEST = 3
"""Characters of a piece."""
_CONCEPTS = Path(__file__).with_name("concepts.txt")
_DIGITS = re.compile(r"\d+")
_BREAK = re.compile(r"[^\w?!]+")
_LATIN = re.compile(r"[a-z]{2,}")


def _load() -> dict[str, tuple[str, ...]]:
    """Word -> the names of its groups."""
    groups: dict[str, set[str]] = {}
    for line in _CONCEPTS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, *words = line.split()
            for word in words:
                groups.setdefault(word, set()).add("@" + name)
    return {word: tuple(sorted(names)) for word, names in groups.items()}


GROUPS = _load()
SHORT = {word: names for word, names in GROUPS.items() if len(word) <= LONGEST and not word.isascii()}
"""Words that are pieces themselves."""
LONG = {w: names for w, names in GROUPS.items() if len(w) > LONGEST and not w.isascii()}
_WORDS = WordSet(SHORT | LONG)


def shape(plain: str) -> str:
    """The text as the pieces are cut from it: numbers as one 0, runs of punctuation as one comma, ends marked.

    plain: normalised text. Numbers say where, not what: their digits would only be learnt by heart.
    """
    return "^" + _BREAK.sub(",", _DIGITS.sub("0", plain)).strip(",") + "$"


def pieces(plain: str) -> list[str]:
    """The pieces of a message, some more than once. plain: normalised text; empty text gives the end marks."""
    text = shape(plain)
    n = len(text)
    found = list(text)
    found += [text[i : i + 2] for i in range(n - 1)]
    found += [text[i : i + 3] for i in range(n - 2)]
    return found


def latin(plain: str) -> tuple[set[str], set[str]]:
    """A message's Latin words, marked as such, and their groups."""
    words = _LATIN.findall(plain)
    groups = {group for word in words for group in GROUPS.get(word, ())}
    return {"<" + word for word in words}, groups


def groups_of(plain: str) -> set[str]:
    """The groups of words that a message touches. plain: normalised text."""
    _, found = latin(plain)
    for _, groups in _WORDS.within(shape(plain)):
        found.update(groups)
    return found


def concepts(plain: str) -> set[str]:
    """The groups of words that a message touches, and its Latin words. plain: normalised text."""
    words, _ = latin(plain)
    return groups_of(plain) | words
