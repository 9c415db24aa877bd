"""The trade's words and where they stand in a text: public places, rooms of a home, objects, symptoms."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from bot.understanding.wordset import WordSet


class Found(NamedTuple):
    """word: text[start:end], or the word that speech recognition heard so."""

    word: str
    start: int
    end: int


class Words(NamedTuple):
    """Each from left to right, the longest at each place, none within another of the same list."""

    places: list[Found]
    rooms: list[Found]
    objects: list[Found]
    symptoms: list[Found]


def _load(name: str) -> dict[str, str]:
    """The words of a file to what they stand for, mostly themselves: parted by spaces; 店梯=电梯 for what speech
    recognition writes; lines that begin with # are left out."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    entries = (word.partition("=") for line in lines if not line.startswith("#") for word in line.split())
    return {word: meant or word for word, _, meant in entries}


_ADDED = re.compile(
    r"^(?:有(?=..)(?!人)|很|太(?!阳)|好(?=[嘈吵臭])|老是|老(?=[跳停响掉])|总是|总(?=跳)|频繁)|(?:了|得厉害|得很|得慌|得凶|咗|着呢)$"
)
"""What is said around the word for what is wrong: 有异味, 太吵, 堵了, 漏得厉害."""


def _cores(symptoms: dict[str, str]) -> dict[str, str]:
    """Each symptom to its plain short word: 堵了 to 堵, 有异味 to 异味."""
    return {word: _ADDED.sub("", meant) or meant for word, meant in symptoms.items()}


LISTS = (_load("places.txt"), _load("rooms.txt"), _load("objects.txt"), _cores(_load("symptoms.txt")))
"""In the order of Words; in normalised spelling."""


def _entries() -> WordSet[tuple[tuple[int, int, str], ...]]:
    """Each word with its length negated, its list and what it stands for, once for every list that it is in."""
    entries: dict[str, list[tuple[int, int, str]]] = {}
    for which, words in enumerate(LISTS):
        for word, meant in words.items():
            entries.setdefault(word, []).append((-len(word), which, meant))
    return WordSet({word: tuple(found) for word, found in entries.items()})


_WORDS = _entries()


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a Latin word is no part of another one (ac in face), of a house (b2栋) or of a number."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if (before.isascii() and before.isalnum()) or after in tuple("栋座幢号单#-"):
        return False
    return not (text[end - 1].isascii() and after.isascii() and after.isalnum())


def words_in(text: str) -> Words:
    """The words of all lists in a normalised text, in one pass."""
    found = Words([], [], [], [])
    candidates = [
        (last + 1 + length, length, which, meant)
        for last, entries in _WORDS.within(text)
        for length, which, meant in entries
    ]
    candidates.sort()  # from left to right, the longest first
    ends = [0, 0, 0, 0]
    for start, length, which, meant in candidates:
        if start >= ends[which] and (text[start] > "z" or _stands_alone(text, start, start - length)):
            ends[which] = end = start - length
            found[which].append(Found(meant, start, end))
    return found
