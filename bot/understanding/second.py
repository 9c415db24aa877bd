"""A second opinion on danger, from the order of the characters; heard where the linear model is not certain."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.understanding.features import shape

MODEL = Path(__file__).with_name("model") / "second.npz"
LONGEST = 120
"""Characters that are read; what comes after is not."""
Floats = npt.NDArray[np.float32]


class SecondOpinion:
    """Some small convolutions whose margins are averaged; numpy only, a fraction of a millisecond.

    The file holds the characters (their numbers begin at 2; 0 is nothing, 1 unknown) and for each net the float16
    tensors of training/second.py's Net, but for its types."""

    def __init__(self, path: Path = MODEL) -> None:
        with np.load(path) as model:
            characters = bytes(model["characters"]).decode("utf-8")
            self._known = {c: i + 2 for i, c in enumerate(characters)}
            numbers = sorted({name.partition(".")[0] for name in model.files if name[0].isdigit()})
            self._nets = [
                _Net({n.partition(".")[2]: model[n] for n in model.files if n.startswith(f"{k}.")})
                for k in numbers
            ]

    def margin(self, plain: str) -> float:
        """The log odds of danger, as the nets see it. plain: normalised text."""
        ids = np.array([self._known.get(c, 1) for c in shape(plain)[:LONGEST]], dtype=np.intp)
        return sum([net.margin(ids) for net in self._nets]) / len(self._nets)


class _Net:
    def __init__(self, tensors: dict[str, npt.NDArray[np.float16]]) -> None:
        full = {name: value.astype(np.float32) for name, value in tensors.items()}
        self._characters = full["characters.weight"]
        # [out, in, kernel] -> [kernel * in, out], so that a window of characters is one row of a product.
        self._near = full["near.weight"].transpose(2, 1, 0).reshape(-1, full["near.weight"].shape[0])
        self._far = full["far.weight"].transpose(2, 1, 0).reshape(-1, full["far.weight"].shape[0])
        self._near_bias, self._far_bias = full["near.bias"], full["far.bias"]
        self._hidden, self._hidden_bias = full["hidden.weight"].T, full["hidden.bias"]
        self._danger, self._bias = full["danger.weight"][0], float(full["danger.bias"][0])

    def margin(self, ids: npt.NDArray[np.intp]) -> float:
        seen = self._characters.take(ids, axis=0)
        near = np.maximum(_windows(seen, 5, 1).dot(self._near) + self._near_bias, 0)
        far = near + np.maximum(_windows(near, 3, 2).dot(self._far) + self._far_bias, 0)
        both = np.concatenate([far.max(axis=0), far.sum(axis=0) / np.float32(len(ids) ** 0.5)])
        hidden = np.maximum(both.dot(self._hidden) + self._hidden_bias, 0)
        return float(hidden.dot(self._danger)) + self._bias


def _windows(rows: Floats, kernel: int, dilation: int) -> Floats:
    """[n, dims] -> [n, kernel * dims]: each row with its neighbours, zeros beyond the ends."""
    n, dims = rows.shape
    reach = dilation * (kernel // 2)
    padded = np.zeros((n + 2 * reach, dims), dtype=np.float32)
    padded[reach : reach + n] = rows
    return np.concatenate([padded[k * dilation : k * dilation + n] for k in range(kernel)], axis=1)
