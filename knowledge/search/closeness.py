"""How closely a clause answers a question: what speaks for it and against it, in numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.search.asked import Kind
from knowledge.search.page import Page

Vectors = npt.NDArray[np.float32]

_FUNCTION = frozenset(Path(__file__).with_name("function_words.txt").read_text(encoding="utf-8").split())
_COUNTED = re.compile(
    r"(?:几|多少)个?(小时|钟头|分钟|工作日|[个张条只本台辆种户位把间瓶套天日月年周元块次遍回趟米度楼层栋斤平])"
)
_ALIKE = {"块": "元", "钟头": "小时", "回": "次", "趟": "次", "遍": "次", "日": "天", "平": "平方"}


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """plain: normalised. vector: [dims]. terms: as the words index cuts it. words: [words, dims], of length 1, of
    its telling words; weights: how much each tells. kinds, strict: what is asked for, strict as places in
    asked.STRICT."""

    plain: str
    vector: Vectors
    terms: frozenset[str]
    words: Vectors
    weights: Vectors
    kinds: tuple[Kind, ...]
    strict: tuple[int, ...]
    focus: tuple[int, ...]
    exists: bool
    said: tuple[str, ...]


NAMES = (
    "whole", "sentence", "title", "ask", "words", "uncovered", "covered", "weakest", "second", "held", "missing",
    "rules_held", "rules_missing", "unit", "no_unit", "focus", "focus_least", "exists_not", "said", "strict_held",
    "strict_missing",
)  # fmt: skip

_WORDY = (
    "held", "missing", "rules_held", "rules_missing", "unit", "no_unit", "said", "strict_held", "strict_missing",
)  # fmt: skip
_BY_WORDS = [NAMES.index(name) for name in _WORDY]
_BY_VECTORS = [at for at, name in enumerate(NAMES) if name not in _WORDY]


def telling(words: list[str]) -> list[int]:
    """Positions of the words that say what a question is about."""
    return [at for at, word in enumerate(words) if word not in _FUNCTION]


def closeness(
    question: Question,
    pages: Sequence[Page],
    nearest: Vectors,
    words: Sequence[float],
    uncovered: Sequence[float],
) -> npt.NDArray[np.float64]:
    """[pages, NAMES]. pages: at least one. nearest: [pages, words], how near the nearest of each page's words comes to
    each of the question's. words: the clause's share of the best possible word score; uncovered: the share of the
    question's weight that the clause has no term for."""
    whole, title, sentence, ask = _likeness(question, pages)
    covered, weakest, second = _coverage(question, nearest)
    focus = nearest[:, list(question.focus)] if question.focus and len(question.words) else nearest
    least, middle = (focus.min(axis=1), focus.mean(axis=1)) if focus.shape[1] else (0.0, 0.0)
    figures = [kind.name for kind in question.kinds if kind.figure]
    rules = [kind.name for kind in question.kinds if not kind.figure]
    units = _units(question.plain)
    found = np.empty((len(pages), len(NAMES)))
    for row, page in zip(found, pages, strict=True):
        held = sum([name in page.holds for name in figures])
        kept = sum([name in page.holds for name in rules])
        counted = units is not None and units.search(page.text) is not None
        strict = [page.strictly[at] for at in question.strict]
        said = sum([word in page.text for word in question.said]) / max(len(question.said), 1)
        row[_BY_WORDS] = (
            held > 0, len(figures) > held, kept > 0, len(rules) > kept, counted, units is not None and not counted,
            said, any(strict), not all(strict),
        )  # fmt: skip
    columns = (
        whole, sentence, title, ask, np.minimum(words, 1.0), uncovered, covered, weakest, second, middle, least,
        (1 - least) * question.exists,
    )  # fmt: skip
    for at, column in zip(_BY_VECTORS, columns, strict=True):
        found[:, at] = column
    return found


def _likeness(question: Question, pages: Sequence[Page]) -> tuple[Vectors, Vectors, Vectors, Vectors]:
    """[pages] each: cosines of the question with a page's whole, its title, the nearest of its sentences, and the
    nearest of its title, sentences and ways of asking."""
    cosines = np.concatenate([page.vectors for page in pages]) @ question.vector
    sizes = np.array([len(page.vectors) for page in pages])
    at = np.cumsum(sizes) - sizes
    bounds = np.column_stack([at + 2, at + 2 + [len(page.sentences) for page in pages]])
    sentence = np.maximum.reduceat(np.append(cosines, 0.0), bounds.ravel())[::2]
    ask = np.maximum.reduceat(cosines, np.column_stack([at, at + 1]).ravel())[1::2]
    return cosines[at], cosines[at + 1], sentence, ask


def _coverage(
    question: Question, nearest: Vectors
) -> tuple[Vectors | float, Vectors | float, Vectors | float]:
    """[pages] each: how well the question's words are spoken of: all together, the least of the telling ones, the
    next least."""
    if not len(question.words):
        return 0.0, 0.0, 0.0
    heavy = np.sort(nearest[:, question.weights >= 0.5 * question.weights.mean()], axis=1)
    return nearest @ question.weights, heavy[:, 0], heavy[:, min(1, heavy.shape[1] - 1)]


def _units(question: str) -> re.Pattern[str] | None:
    """What finds in a text what the question counts (几张, 多少天); None where it counts nothing."""
    units = {_ALIKE.get(unit, unit) for unit in _COUNTED.findall(question)}
    if not units:
        return None
    return re.compile(rf"(?:\d|[一二两三四五六七八九十百千半])\s*个?(?:{'|'.join(sorted(units))})")
