"""Any sentence-transformers model as an encoder (needs the extra `sentence-transformers`)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt


class SentenceEncoder:
    """model: a folder or a hub's name. Vectors have length 1."""

    def __init__(self, model: str) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(model, device="cpu")
        self.dims = int(self._model.get_embedding_dimension() or 0)

    def encode(self, text: str) -> npt.NDArray[np.float32]:
        vector: npt.NDArray[np.float32] = self.encode_many([text])[0]
        return vector

    def encode_many(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        vectors = self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        whole: npt.NDArray[np.float32] = np.nan_to_num(np.asarray(vectors, dtype=np.float32))
        return whole
