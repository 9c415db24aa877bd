"""The trade's words and where they stand in a text: public places, rooms of a home, objects, symptoms."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple


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


def _by_beginning() -> dict[str, tuple[tuple[int, tuple[str, ...]], ...]]:
    """First two characters (or the word, when it is one character) to lists and their words that begin so,
    longest first; a single character is filed under each pair that it begins too."""
    table: dict[str, dict[int, list[str]]] = {}
    for which, words in enumerate(LISTS):
        for word in words:
            table.setdefault(word[:2], {}).setdefault(which, []).append(word)
    for beginning, lists in table.items():
        for which, shorter in table.get(beginning[0], {}).items():
            if len(beginning) == 2:
                lists.setdefault(which, []).extend(shorter)
    return {
        beginning: tuple(
            (which, tuple(sorted(words, key=len, reverse=True))) for which, words in lists.items()
        )
        for beginning, lists in table.items()
    }


_BEGINNINGS = _by_beginning()


def _any_of(characters: set[str]) -> str:
    return "[" + re.escape("".join(sorted(characters))) + "]"


# Where a word may begin: two characters tell nearly all words apart, so that few places are looked at twice.
_CANDIDATE = re.compile(
    _any_of({beginning[0] for beginning in _BEGINNINGS if len(beginning) == 2})
    + "(?="
    + _any_of({beginning[1] for beginning in _BEGINNINGS if len(beginning) == 2})
    + ")|"
    + _any_of({beginning for beginning in _BEGINNINGS if len(beginning) == 1})
)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a Latin word is no part of another one (ac in face), of a house (b2栋) or of a number."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if (before.isascii() and before.isalnum()) or after in tuple("栋座幢号单#-"):
        return False
    return not (text[end - 1].isascii() and after.isascii() and after.isalnum())


def words_in(text: str) -> Words:
    """The words of all lists in a normalised text, in one pass."""
    found = Words([], [], [], [])
    ends = [0, 0, 0, 0]
    beginnings = _BEGINNINGS
    for candidate in _CANDIDATE.finditer(text):
        at = candidate.start()
        lists = beginnings.get(text[at : at + 2]) or beginnings.get(text[at])
        if lists is None:
            continue
        for which, words in lists:
            if at >= ends[which]:
                for word in words:
                    if text.startswith(word, at) and (
                        word[0] > "z" or _stands_alone(text, at, at + len(word))
                    ):
                        ends[which] = end = at + len(word)
                        found[which].append(Found(LISTS[which][word], at, end))
                        break
    return found
