"""Which of many patterns may match a text: one pass over it, instead of one search a pattern.

From each alternative of a pattern it is worked out which words every match must hold: 水.{0,6}(?:喷|涌) holds 水, and
喷 or 涌. One automaton (Aho-Corasick) finds the words of all patterns; a pattern of which no alternative has all its
words can't match, and only the others are searched. As re2's FilteredRE2 and Hyperscan do, for `re`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import product
from re import _constants as op  # type: ignore[attr-defined]  # the parsed form of a pattern has no public name
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from bot.understanding.wordset import WordSet

_MOST = 64
"""Spellings of one stretch of a pattern that are written out; beyond it the stretch is cut there."""
_ZERO_WIDTH = frozenset({op.AT, op.ASSERT, op.ASSERT_NOT})
_NOTHING = frozenset({""})
_NEVER = frozenset[str]()
Words = frozenset[str]
Pair = tuple[Words, Words]


class Sieve:
    """patterns: any that `re` compiles without flags. What can't be worked out counts as possible always."""

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        self._patterns = tuple(patterns)
        self._pattern_of: list[int] = []
        self._bits_of = [0] * len(patterns)
        self._always = 0
        found: dict[str, list[int]] = {}
        for which, pattern in enumerate(patterns):
            for pair in _merged(_pairs(pattern.pattern)):
                bit = 1 << len(self._pattern_of)
                self._pattern_of.append(which)
                self._bits_of[which] |= bit
                for position, words in enumerate(pair):
                    for word in words:
                        found.setdefault(word, [0, 0])[position] |= bit
                if not pair[0]:
                    self._always |= bit
        self._words = WordSet({word: (one, other) for word, (one, other) in found.items()})

    def matching(self, text: str) -> list[int]:
        """The numbers of the patterns that are found in a text, in order."""
        return [which for which in self.possible(text) if self._patterns[which].search(text) is not None]

    def possible(self, text: str) -> list[int]:
        """The numbers of the patterns that may be found, in order: never fewer than those that are."""
        one = other = self._always
        for _, (first, second) in self._words.within(text):
            one |= first
            other |= second
        left = one & other
        found = []
        while left:
            which = self._pattern_of[(left & -left).bit_length() - 1]
            found.append(which)
            left &= ~self._bits_of[which]
        return found


def _pairs(pattern: str) -> Iterable[Pair]:
    """For each alternative of the outermost level two sets of words, of each of which a match holds one; twice the
    same where there is but one, and empty ones where there is none."""
    for items in _branches(parser.parse(pattern)):
        needed = sorted(set(_needed(items)), key=_telling, reverse=True) or [_NEVER]
        yield needed[0], needed[:2][-1]


def _merged(pairs: Iterable[Pair]) -> Iterable[Pair]:
    """The same pairs in fewer: alternatives that need one word at most, and those that share one of their sets."""
    single: set[str] = set()
    by_one: dict[Words, Words] = {}
    by_other: dict[Words, Words] = {}
    for one, other in pairs:
        if one == other and one:
            single |= one
        else:
            by_other[other] = by_other.get(other, _NEVER) | one
    for other, one in by_other.items():
        by_one[one] = by_one.get(one, _NEVER) | other
    return [*([(frozenset(single), frozenset(single))] if single else []), *by_one.items()]


def _branches(items: Sequence[Any]) -> list[Sequence[Any]]:
    """The alternatives that a parsed pattern is made of; what `re` has put before all of them is put back."""
    for at, (kind, value) in enumerate(items):
        if kind is op.BRANCH and len(items) - at == 1:
            return [[*items[:at], *rest] for branch in value[1] for rest in _branches(branch)]
    return [items]


def _telling(words: Words) -> tuple[int, int]:
    return min(map(len, words)), -len(words)


def _needed(items: Iterable[Any]) -> list[Words]:
    """Sets of words; whatever matches all the items in a row holds one word of each set."""
    needed: list[Words] = []
    stretch = _NOTHING
    for kind, value in items:
        if kind in _ZERO_WIDTH:
            continue
        spelt = _spelt(kind, value)
        if spelt is not None and len(stretch) * len(spelt) <= _MOST:
            stretch = frozenset(a + b for a, b in product(stretch, spelt))
            continue
        needed.append(stretch)
        stretch = _NOTHING
        if spelt is not None:
            stretch = spelt
        else:
            needed.extend(_within(kind, value))
    needed.append(stretch)
    return [words for words in needed if "" not in words]


def _spelt(kind: Any, value: Any) -> Words | None:
    """All the strings that an item matches, where they are few; None where they are not."""
    if kind is op.LITERAL:
        return frozenset({chr(value)})
    if kind is op.IN and all(inner is op.LITERAL for inner, _ in value):
        return frozenset(chr(code) for _, code in value) if len(value) <= _MOST else None
    if kind is op.SUBPATTERN and not (value[1] or value[2]):
        return _all_spelt(value[3])
    if kind is op.BRANCH:
        spellings = [_all_spelt(branch) for branch in value[1]]
        whole = frozenset[str]().union(*(s for s in spellings if s is not None))
        return whole if None not in spellings and len(whole) <= _MOST else None
    if kind is op.MAX_REPEAT and value[:2] == (0, 1):
        once = _all_spelt(value[2])
        return None if once is None else once | _NOTHING
    return None


def _all_spelt(items: Iterable[Any]) -> Words | None:
    whole = _NOTHING
    for kind, value in items:
        spelt = _NOTHING if kind in _ZERO_WIDTH else _spelt(kind, value)
        if spelt is None or len(whole) * len(spelt) > _MOST:
            return None
        whole = frozenset(a + b for a, b in product(whole, spelt))
    return whole


def _within(kind: Any, value: Any) -> list[Words]:
    """What an item needs that can't be spelt out."""
    if kind is op.SUBPATTERN and not (value[1] or value[2]):
        return _needed(value[3])
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT) and value[0] > 0:
        return _needed(value[2])
    if kind is op.BRANCH:
        best = [max(_needed(branch), key=_telling, default=None) for branch in value[1]]
        if all(words is not None for words in best):
            return [frozenset[str]().union(*(words for words in best if words is not None))]
    return []
