"""A clause made ready for close reading: cut into sentences and words, each with its vector."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.embedding.normalise import normalise
from knowledge.embedding.static import StaticEncoder
from knowledge.search.asked import holding
from knowledge.search.houses import House, houses_in
from knowledge.search.words import terms
from knowledge.standard import Standard

Vectors = npt.NDArray[np.float32]
_SENTENCE = re.compile(r"[^;。!?\n]+[;。!?]?")
_HEADINGS = re.compile(r"\s*[>›»/|]\s*|\s+[-–—·]\s+")
_MARKS = re.compile(r"[\W_]+")
_FEWEST = 4
_ALIKE = 0.8


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """text: title and clause, normalised. terms: of all that it says and is asked by; core: of
    the clause alone. sentences: of the clause,
    in its own spelling. vectors: [texts, dims], of the whole, of the title, of each sentence and of each way of asking
    it. words: [words], the encoder's rows of the words in it, each once. houses: that it names. holds, strictly: what
    a question may ask for and finds in it (asked.holding). called: its title and ways of asking, letters alone."""

    standard: Standard
    text: str
    terms: frozenset[str]
    core: frozenset[str]
    sentences: tuple[str, ...]
    vectors: Vectors
    words: npt.NDArray[np.int64]
    houses: frozenset[House]
    holds: frozenset[str]
    strictly: tuple[bool, ...]
    called: frozenset[str]

    @property
    def sentence_vectors(self) -> Vectors:
        """[sentences, dims]"""
        return self.vectors[2 : 2 + len(self.sentences)]


def open_page(standard: Standard, encoder: StaticEncoder) -> Page:
    title, text = normalise(last_heading(standard.title)), normalise(standard.text)
    answer = normalise(standard.answer)
    said = text if answer in text else f"{text}\n{answer}"
    asks = tuple(normalise(a) for a in standard.asks)
    sentences = sentences_of(standard.text)
    shown = f"{normalise(standard.title)}\n{said}"
    everything = "\n".join((shown, *asks))
    return Page(
        standard,
        shown,
        frozenset(terms(everything)),
        frozenset(terms(text)),
        sentences,
        encoder.encode_many((f"{title}:{text}", title, *sentences, *asks)),
        np.unique(encoder.words(everything)[1]),
        houses_in(shown),
        *holding(shown),
        frozenset(letters(name) for name in (normalise(standard.title), *asks)),
    )


def letters(plain: str) -> str:
    """A normalised text without marks and spaces."""
    return _MARKS.sub("", plain)


def alike(one: Page, other: Page) -> bool:
    """Whether one of them says nothing that the other does not: a table's row, and the table; not two rows of it,
    which have a figure each."""
    less, more = sorted((one.core, other.core), key=len)
    if not less or len(less & more) < _ALIKE * len(less):
        return False
    return not any(term.isdecimal() for term in less - more)


def last_heading(title: str) -> str:
    """收费标准 > 停车 is 停车: the nearest heading says most."""
    return _HEADINGS.split(title)[-1] or title


def sentences_of(text: str) -> tuple[str, ...]:
    """At least one; what is shorter than four characters stays with the sentence before it."""
    found: list[str] = []
    for match in _SENTENCE.finditer(text.replace("；", ";").replace("！", "!").replace("？", "?")):
        sentence = text[match.start() : match.end()].strip()
        if found and len(sentence) < _FEWEST:
            found[-1] += sentence
        elif sentence:
            found.append(sentence)
    return tuple(found) or (text,)


def unit(rows: Vectors) -> Vectors:
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))[:, None]
    scaled: Vectors = rows / np.maximum(lengths, 1e-9)
    return scaled


def best(vectors: Vectors, query: Vectors) -> float:
    return float((vectors @ query).max()) if len(vectors) else 0.0
