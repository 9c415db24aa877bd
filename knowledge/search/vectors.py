"""Nearest vectors by inner product (the only door to faiss)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import faiss
import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

EXACT_UP_TO = 50_000
"""Vectors. Up to here every one is looked at (2 ms); above, only the groups that lie nearest to the question."""
_SCALE = np.float32(127)
_AT_ONCE = 16_384
_SAMPLE = 32
"""Vectors for each group that the groups are learnt from."""
_ROUNDS = 8
_SHARE = 8
"""One of so many groups is looked at."""

faiss.omp_set_num_threads(1)


class VectorIndex:
    """Search over [n, dims] vectors of length 1, kept as one signed byte a dimension: a quarter of the memory to
    read, cosines off by less than 0.01. Exact up to `exact` vectors. The same vectors give the same index."""

    def __init__(self, vectors: Vectors, exact: float = EXACT_UP_TO) -> None:
        self.size, dims = vectors.shape
        self._index = _flat(dims) if self.size <= exact else _grouped(vectors[_spread(self.size)], self.size)
        for start in range(0, self.size, _AT_ONCE):
            self._index.add(_bytes(vectors[start : start + _AT_ONCE]))

    @classmethod
    def of_texts(
        cls, texts: Sequence[str], encode: Callable[[Sequence[str]], Vectors], exact: float = EXACT_UP_TO
    ) -> VectorIndex:
        """The same, but a large one is encoded piece by piece, so that its vectors never lie in memory all at once."""
        if len(texts) <= exact:
            return cls(encode(texts), exact)
        index = cls.__new__(cls)
        index.size = len(texts)
        index._index = _grouped(encode(texts[_spread(index.size)]), index.size)
        for start in range(0, index.size, _AT_ONCE):
            index._index.add(_bytes(encode(texts[start : start + _AT_ONCE])))
        return index

    def nearest(self, vector: Vectors, k: int) -> tuple[npt.NDArray[np.int64], Vectors]:
        """Rows and cosines of the k nearest, best first."""
        products, rows = self._index.search(np.rint(vector.reshape(1, -1) * _SCALE), min(k, self.size))
        return rows[0], products[0] / (_SCALE * _SCALE)


def _bytes(vectors: Vectors) -> Vectors:
    return np.ascontiguousarray(np.rint(vectors * _SCALE), dtype=np.float32)


def _flat(dims: int) -> faiss.Index:
    return faiss.IndexScalarQuantizer(
        dims, faiss.ScalarQuantizer.QT_8bit_direct_signed, faiss.METRIC_INNER_PRODUCT
    )


def _grouped(sample: Vectors, size: int) -> faiss.Index:
    """An empty index for `size` vectors like those of the sample, by their nearest of about sqrt(size) centres."""
    faiss.omp_set_num_threads(1)  # of this thread: sums in one order
    dims, groups = sample.shape[1], _groups(size)
    kind = faiss.ScalarQuantizer.QT_8bit_direct_signed
    centres = faiss.IndexFlatIP(dims)
    index = faiss.IndexIVFScalarQuantizer(centres, dims, groups, kind, faiss.METRIC_INNER_PRODUCT, False)
    index.referenced_objects = [centres]  # type: ignore[attr-defined]  # kept alive with it
    index.nprobe = -(-groups // _SHARE)
    index.cp.niter, index.cp.seed, index.cp.spherical = _ROUNDS, 1, True
    index.cp.max_points_per_centroid = _SAMPLE
    index.cp.min_points_per_centroid = 1
    index.train(_bytes(sample))
    return index


def _groups(size: int) -> int:
    return max(1, math.isqrt(size))


def _spread(size: int) -> slice:
    """Those that the groups are learnt from: evenly from all over."""
    return slice(None, None, max(1, size // (_groups(size) * _SAMPLE)))
