"""How likely a count is by chance alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]


class LogFactorials:
    """ln n! up to a size, once reckoned."""

    def __init__(self, size: int) -> None:
        self._of: Floats = np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, size + 1)))))

    def choose(self, n: int, k: Counts) -> Floats:
        """ln C(n, k), element by element."""
        chosen: Floats = self._of[n] - self._of[k] - self._of[n - k]
        return chosen

    def at_least(self, hits: int, drawn: int, marked: int, total: int) -> float:
        """P(X >= hits) where `drawn` of `total` are drawn without return and `marked` of the total are hits: Fisher's
        exact test, which is the permutation test of labels over a fixed cell."""
        most = min(drawn, marked)
        if hits > most:
            return 0.0
        if hits <= max(0, drawn + marked - total):
            return 1.0
        k = np.arange(hits, most + 1, dtype=np.int64)
        ways = self.choose(marked, k) + self.choose(total - marked, drawn - k)
        logs = ways - self.choose(total, np.array(drawn, dtype=np.int64))
        return float(min(1.0, np.exp(logs).sum()))


def design_effect(inside: npt.NDArray[np.bool_], days: npt.NDArray[np.int64], share: float) -> float:
    """How many times one day's occasions tell the same thing twice (Kish): the variance of the count with days as
    clusters over that of single occasions; at least 1. A storm that blocks fifteen drains is one storm."""
    rest = inside - share
    _, cluster = np.unique(days, return_inverse=True)
    by_day = np.bincount(cluster, weights=rest)
    single = float((rest**2).sum())
    return max(1.0, float((by_day**2).sum()) / single) if single else 1.0
