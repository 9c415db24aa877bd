"""Nearest vectors by inner product (the only door to faiss)."""

from __future__ import annotations

import faiss
import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

_SCALE = np.float32(127)

faiss.omp_set_num_threads(1)


class VectorIndex:
    """Exact search over [n, dims] vectors of length 1, kept as one signed byte a dimension: a quarter of the
    memory to read, cosines off by less than 0.01."""

    def __init__(self, vectors: Vectors) -> None:
        self.size, dims = vectors.shape
        kind = faiss.ScalarQuantizer.QT_8bit_direct_signed
        self._index = faiss.IndexScalarQuantizer(dims, kind, faiss.METRIC_INNER_PRODUCT)
        self._index.add(np.ascontiguousarray(np.rint(vectors * _SCALE), dtype=np.float32))

    def nearest(self, vector: Vectors, k: int) -> tuple[npt.NDArray[np.int64], Vectors]:
        """Rows and cosines of the k nearest, best first."""
        products, rows = self._index.search(np.rint(vector.reshape(1, -1) * _SCALE), min(k, self.size))
        return rows[0], products[0] / (_SCALE * _SCALE)
