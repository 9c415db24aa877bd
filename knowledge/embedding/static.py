"""The embedded sentence encoder: a vector a word, added up. No framework, no network, no GPU."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from knowledge.embedding.normalise import normalise

Vectors = npt.NDArray[np.float32]

MODEL = Path(__file__).with_name("model")


class StaticEncoder:
    """Texts to vectors with the model in a folder: model.npz (int8 rows and a scale each) and tokenizer.json.

    A text is normalised, cut into its most probable words, and the words' vectors are added and brought to
    length 1; so the dot product of two is their cosine. A text without a known word (empty, punctuation only,
    another script) is the zero vector: its cosine to everything is 0.

    One instance serves any number of threads. How it was made and how good it is: model/card.md.
    """

    def __init__(self, folder: Path = MODEL) -> None:
        """Refuses (ValueError) a tokenizer that was not made with the vectors: the ids would be another's words."""
        weights = (folder / "model.npz").read_bytes()
        cut = (folder / "tokenizer.json").read_bytes()
        with np.load(io.BytesIO(weights)) as stored:
            self._rows: npt.NDArray[np.int8] = stored["rows"]
            self._scales: Vectors = stored["scales"].astype(np.float32)
        tokenizer = Tokenizer.from_buffer(cut)
        # The Unigram model itself: nothing comes before or after it in our tokenizer, and going round it spares
        # offsets that nobody reads and the thread pool that tokenizers would wake for each message.
        self._cut = tokenizer.model
        if tokenizer.get_vocab_size() != len(self._rows):
            raise ValueError(f"{folder}: {len(self._rows)} vectors, {tokenizer.get_vocab_size()} words")
        self.dims: int = self._rows.shape[1]
        self.name: str = "static-" + hashlib.sha256(weights + cut).hexdigest()[:12]

    def encode(self, text: str) -> Vectors:
        """[dims] float32, length 1, or all zero."""
        ids = [token.id for token in self._cut.tokenize(normalise(text))]
        if not ids:
            return np.zeros(self.dims, dtype=np.float32)
        # As bytes they are a quarter of the memory to read, which is slower than to multiply.
        vector: Vectors = self._scales.take(ids).dot(self._rows.take(ids, axis=0).astype(np.float32))
        length = float(np.sqrt(vector.dot(vector)))
        if length > 0:
            vector /= length
        return vector

    def words(self, text: str) -> tuple[list[str], npt.NDArray[np.int64]]:
        """The known words of a text, in order, and their rows."""
        cut = [token for token in self._cut.tokenize(normalise(text)) if token.id]
        return [token.value for token in cut], np.array([token.id for token in cut], dtype=np.int64)

    def word_vectors(self, rows: npt.NDArray[np.int64]) -> Vectors:
        """[rows, dims]; the rarer the word, the longer its vector."""
        vectors: Vectors = self._rows.take(rows, axis=0).astype(np.float32)
        vectors *= self._scales.take(rows)[:, None]
        return vectors

    def nearest(self, units: Vectors, groups: Sequence[npt.NDArray[np.int64]]) -> Vectors:
        """[groups, units]: the cosine of each of the units [units, dims] (of length 1) with the word of each group that
        comes nearest to it; 0 for a group without a word."""
        sizes = np.array([len(group) for group in groups])
        found = np.zeros((len(groups), len(units)), dtype=np.float32)
        rows = np.concatenate(groups)
        if len(rows) and len(units):
            products = self._rows.take(rows, axis=0).astype(np.float32) @ units.T
            products *= self._inverse.take(rows)[:, None]
            starts = (np.cumsum(sizes) - sizes)[sizes > 0]
            found[sizes > 0] = np.maximum.reduceat(products, starts, axis=0)
        return found

    @cached_property
    def _inverse(self) -> Vectors:
        """[words]: one by the length of each row, 0 for one that is all zero."""
        lengths = np.array([np.sqrt(row.dot(row)) for row in self._rows.astype(np.float32)], dtype=np.float32)
        return np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 0)

    def encode_many(self, texts: Sequence[str]) -> Vectors:
        """[len(texts), dims] float32, a row a text, equal to what `encode` gives for it."""
        vectors = np.zeros((len(texts), self.dims), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            row[:] = self.encode(text)
        return vectors
