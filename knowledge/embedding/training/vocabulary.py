"""The words that have a vector, and how a text is cut into them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import jieba
from texts import normalise
from tokenizers import Tokenizer, models

WORDS = 12_000
CHARS = 5_000
LEXICON_FLOOR = 2e-5
LEXICON_LENGTH = 4  # a longer one is a phrase, made of words
CORPUS_SHARE = 0.5
UNKNOWN = "[UNK]"

_HAN = re.compile(r"[㐀-鿿\U00020000-\U0002fa1f]+")


def _dictionary() -> Counter[str]:
    """Word -> frequency of jieba's dictionary (MIT), in our spelling."""
    counts: Counter[str] = Counter()
    path = Path(jieba.__file__).parent / "dict.txt"
    for row in path.read_text(encoding="utf-8").splitlines():
        word, count, *_ = row.split(" ")
        word = normalise(word)
        if _HAN.fullmatch(word) and len(word) <= 4:
            counts[word] += int(count)
    return counts


def _cut(texts: Iterable[str], lexicon: Iterable[str]) -> Counter[str]:
    cutter = jieba.Tokenizer()
    cutter.initialize()
    for word in sorted(lexicon):
        cutter.add_word(word)
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(word for word in cutter.cut(text, HMM=False) if _HAN.fullmatch(word))
    return counts


def _characters(words: Counter[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for word, count in words.items():
        for char in word:
            counts[char] += count
    return counts


def character_counts() -> Counter[str]:
    """How often jieba's dictionary counts each character, in whatever word."""
    return _characters(_dictionary())


def vocabulary(texts: Iterable[str], synonyms: Iterable[Iterable[str]]) -> list[tuple[str, float]]:
    """Words with their probabilities, the most probable first, ties by the word itself.

    That order decides the token ids, so it must not depend on a set's: it once differed between two processes
    and scrambled a saved model without a sound.
    """
    phrases = {phrase for group in synonyms for phrase in group}
    lexicon = {phrase for phrase in phrases if len(phrase) <= LEXICON_LENGTH or phrase.isascii()}
    texts = sorted(texts)
    dictionary, corpus = _dictionary(), _cut(texts, lexicon)
    total, seen = sum(dictionary.values()), sum(corpus.values())
    p = {
        word: (1 - CORPUS_SHARE) * dictionary[word] / total + CORPUS_SHARE * corpus[word] / seen
        for word in dictionary.keys() | corpus.keys()
    }

    def best(words: Iterable[str], n: int) -> list[str]:
        return sorted(words, key=lambda word: (-p.get(word, 0.0), word))[:n]

    chosen = {word: p[word] for word in best((w for w in p if 2 <= len(w) <= 4), WORDS)}
    for word in sorted(lexicon):
        if len(word) > 1:
            chosen[word] = max(p.get(word, 0.0), LEXICON_FLOOR)
    chars = _characters(dictionary)
    common = sorted(chars, key=lambda char: (-chars[char], char))[:CHARS]
    ours = {char for text in [*texts, *phrases] for char in text if _HAN.fullmatch(char)}
    for char in sorted(ours.union(common)):
        chosen[char] = max(p.get(char, 0.0), 1e-8)
    for char in "abcdefghijklmnopqrstuvwxyz0123456789":
        chosen[char] = 1e-4
    return sorted(chosen.items(), key=lambda item: (-item[1], item[0]))


def tokenizer(words: list[tuple[str, float]]) -> Tokenizer:
    """The most probable cut of a text into words. Id 0 is for whatever is no word: punctuation, other scripts."""
    pieces = [(UNKNOWN, 0.0), *((word, math.log(p)) for word, p in words)]
    return Tokenizer(models.Unigram(pieces, unk_id=0, byte_fallback=False))
