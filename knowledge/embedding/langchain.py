"""LangChain's embeddings interface, both ways: any of its embeddings as our encoder, and ours as one of its."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from langchain_core.embeddings import Embeddings

from knowledge.embedding.normalise import normalise
from knowledge.search.index import Encoder


class LangchainEncoder:
    """embeddings: asked once for its dimensions at start. Vectors are brought to length 1."""

    def __init__(self, embeddings: Embeddings) -> None:
        self._embeddings = embeddings
        self.dims = len(embeddings.embed_query("物业"))

    @classmethod
    def named(cls, name: str) -> LangchainEncoder:
        """name: `provider:model`, as langchain's init_embeddings takes it."""
        from langchain.embeddings import init_embeddings

        return cls(init_embeddings(name))

    def encode(self, text: str) -> npt.NDArray[np.float32]:
        vector: npt.NDArray[np.float32] = self.encode_many([text])[0]
        return vector

    def encode_many(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return _unit(np.asarray(self._embeddings.embed_documents(list(texts)), dtype=np.float32))


class GuanjiaEmbeddings(Embeddings):
    """The embedded encoder for whatever speaks LangChain."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._encoder.encode_many([normalise(t) for t in texts]).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        vector: list[float] = self._encoder.encode(normalise(text)).tolist()
        return vector


def _unit(vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)
