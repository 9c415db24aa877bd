"""Nearest vectors by inner product (the only door to faiss)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import faiss
import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

EXACT_UP_TO = 50_000
"""Vectors. Above, all are looked at roughly, half a byte for two dimensions, and only the nearest of those closely."""
_SCALE = np.float32(127)
_AT_ONCE = 16_384
_SAMPLE = 10_000
"""Vectors that the rough look is learnt from."""
_CLOSELY = 16
"""Times as many as are wanted."""

faiss.omp_set_num_threads(1)


class VectorIndex:
    """Search over [n, dims] vectors of length 1, kept as one signed byte a dimension: a quarter of the memory to
    read, cosines off by less than 0.01. Exact up to `exact` vectors; above, at least 99 of 100 of the nearest are
    found, with the same cosines. The same vectors give the same index."""

    def __init__(self, vectors: Vectors, exact: float = EXACT_UP_TO) -> None:
        self.size, dims = vectors.shape
        self._index = _flat(dims) if self.size <= exact else _rough_first(vectors[_spread(self.size)])
        for start in range(0, self.size, _AT_ONCE):
            self._index.add(_bytes(vectors[start : start + _AT_ONCE]))

    @classmethod
    def of_texts(
        cls, texts: Sequence[str], encode: Callable[[Sequence[str]], Vectors], exact: float = EXACT_UP_TO
    ) -> VectorIndex:
        """The same, but a large one is encoded piece by piece: its vectors are never all in memory."""
        if len(texts) <= exact:
            return cls(encode(texts), exact)
        index = cls.__new__(cls)
        index.size = len(texts)
        index._index = _rough_first(encode(texts[_spread(index.size)]))
        for start in range(0, index.size, _AT_ONCE):
            index._index.add(_bytes(encode(texts[start : start + _AT_ONCE])))
        return index

    def nearest(self, vector: Vectors, k: int) -> tuple[npt.NDArray[np.int64], Vectors]:
        """Rows and cosines of the k nearest, best first."""
        products, rows = self._index.search(np.rint(vector.reshape(1, -1) * _SCALE), min(k, self.size))
        return rows[0], products[0] / (_SCALE * _SCALE)


def _bytes(vectors: Vectors) -> Vectors:
    return np.ascontiguousarray(np.rint(vectors * _SCALE), dtype=np.float32)


def _flat(dims: int) -> faiss.IndexScalarQuantizer:
    kind = faiss.ScalarQuantizer.QT_8bit_direct_signed
    return faiss.IndexScalarQuantizer(dims, kind, faiss.METRIC_INNER_PRODUCT)


def _rough_first(sample: Vectors) -> faiss.IndexRefine:
    """An empty index for vectors like those of the sample."""
    faiss.omp_set_num_threads(1)  # of this thread: sums in one order
    dims = sample.shape[1]
    rough = faiss.IndexPQFastScan(dims, dims // 2, 4, faiss.METRIC_INNER_PRODUCT)
    rough.pq.cp.seed, rough.pq.cp.niter = 1, 10
    rough.train(_bytes(sample))
    index = faiss.IndexRefine(rough, _flat(dims))  # keeps both alive
    index.k_factor = _CLOSELY
    return index


def _spread(size: int) -> slice:
    """Those that the rough look is learnt from, evenly from all over."""
    return slice(None, None, max(1, size // _SAMPLE))
