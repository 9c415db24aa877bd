"""Nearest vectors by inner product (the only door to faiss)."""

from __future__ import annotations

import faiss
import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

faiss.omp_set_num_threads(1)


class VectorIndex:
    """Exact search over [n, dims] float32 vectors of length 1 (0.02 ms for 1,000, 5-15 ms for 100,000)."""

    def __init__(self, vectors: Vectors) -> None:
        self.size, dims = vectors.shape
        self._index = faiss.IndexFlatIP(dims)
        self._index.add(np.ascontiguousarray(vectors, dtype=np.float32))

    def nearest(self, vector: Vectors, k: int) -> tuple[npt.NDArray[np.int64], Vectors]:
        """Rows and cosines of the k nearest, best first."""
        cosines, rows = self._index.search(vector.reshape(1, -1), min(k, self.size))
        return rows[0], cosines[0]
