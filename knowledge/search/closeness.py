"""How closely a clause answers a question: what speaks for it and against it, in numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.search.asked import Kind, strictly
from knowledge.search.page import Page, best

Vectors = npt.NDArray[np.float32]

_FUNCTION = frozenset(Path(__file__).with_name("function_words.txt").read_text(encoding="utf-8").split())
_COUNTED = re.compile(
    r"(?:几|多少)个?(小时|钟头|分钟|工作日|[个张条只本台辆种户位把间瓶套天日月年周元块次遍回趟米度楼层栋斤平])"
)
_ALIKE = {"块": "元", "钟头": "小时", "回": "次", "趟": "次", "遍": "次", "日": "天", "平": "平方"}


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """plain: normalised. vector: [dims]. terms: as the words index cuts it. words: [words, dims], of length 1, of
    its telling words; weights: how much each tells. kinds: what is asked for."""

    plain: str
    vector: Vectors
    terms: frozenset[str]
    words: Vectors
    weights: Vectors
    kinds: tuple[Kind, ...]
    focus: tuple[int, ...]
    exists: bool
    said: tuple[str, ...]
    fatal: Vectors


NAMES = (
    "whole", "sentence", "title", "ask", "words", "uncovered", "covered", "weakest", "second", "held", "missing",
    "rules_held", "rules_missing", "unit", "no_unit", "focus", "focus_least", "exists_not", "said", "strict_held",
    "strict_missing", "fatal",
)  # fmt: skip


def telling(words: list[str]) -> list[int]:
    """Positions of the words that say what a question is about."""
    return [at for at, word in enumerate(words) if word not in _FUNCTION]


def closeness(
    question: Question, page: Page, page_words: Vectors, words: float, uncovered: float
) -> list[float]:
    """One number for each of NAMES. page_words: [words, dims], of length 1. words: the clause's share of the best
    possible word score; uncovered: the share of the question's weight that the clause has no term for."""
    whole, sentence = float(page.whole @ question.vector), best(page.sentence_vectors, question.vector)
    title = float(page.title @ question.vector)
    ask = max(best(page.asks, question.vector), title, sentence)
    nearest = _nearest(question, page_words)
    covered, weakest, second = _coverage(question, nearest)
    focus = nearest[list(question.focus)] if question.focus and len(nearest) else nearest
    least = float(focus.min()) if len(focus) else 0.0
    said = sum(word in page.text for word in question.said) / max(len(question.said), 1)
    figures = [kind for kind in question.kinds if kind.figure]
    rules = [kind for kind in question.kinds if not kind.figure]
    held = sum(kind.holds.search(page.text) is not None for kind in figures)
    kept = sum(kind.holds.search(page.text) is not None for kind in rules)
    unit, no_unit = _units(question.plain, page.text)
    has, lacks = strictly(question.plain, page.text)
    return [
        whole, sentence, title, ask, min(words, 1.0), uncovered, covered, weakest, second,
        float(held > 0), float(len(figures) > held), float(kept > 0), float(len(rules) > kept), unit, no_unit,
        float(focus.mean()) if len(focus) else 0.0, least,
        (1 - least) * question.exists, said, float(has), float(lacks),
        float((1 - nearest) @ question.fatal) if len(nearest) else 0.0,
    ]  # fmt: skip


def _nearest(question: Question, page_words: Vectors) -> Vectors:
    """[words]: how near the nearest of the page's words comes to each of the question's."""
    if not len(question.words) or not len(page_words):
        return np.zeros(len(question.words), dtype=np.float32)
    nearest: Vectors = (question.words @ page_words.T).max(axis=1)
    return nearest


def _coverage(question: Question, nearest: Vectors) -> tuple[float, float, float]:
    """How well the question's words are spoken of: all together, the least of the telling ones, the next least."""
    if not len(nearest):
        return 0.0, 0.0, 0.0
    total = float(nearest @ question.weights)
    heavy = np.sort(nearest[question.weights >= 0.5 * question.weights.mean()])
    return total, float(heavy[0]), float(heavy[min(1, len(heavy) - 1)])


def _units(question: str, text: str) -> tuple[float, float]:
    """Whether what the question counts (几张, 多少天) is counted in the text: (it is, it is not)."""
    units = [_ALIKE.get(u, u) for u in _COUNTED.findall(question)]
    if not units:
        return 0.0, 0.0
    numeral = r"(?:\d|[一二两三四五六七八九十百千半])\s*个?"
    found = any(re.search(numeral + unit, text) for unit in units)
    return float(found), float(not found)
