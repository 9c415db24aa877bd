"""How sure an answer is told to be, by numpy alone, is what the net says that was fitted (needs `make hub`)."""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path

import numpy as np
import pytest

from knowledge.search.assurance import LONGEST, Assurance
from knowledge.search.page import unit


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="make hub installs it")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("count", [0, 1, LONGEST, LONGEST + 3])
def test_numpy_says_what_the_fitted_net_says(tmp_path: Path, count: int) -> None:
    assuring = importlib.import_module("knowledge.search.training.assuring")
    importlib.import_module("torch").manual_seed(3)
    draw = np.random.default_rng(3)
    features = draw.normal(size=(1, 47))
    words, nearest = (unit(draw.normal(size=(count, 256)).astype(np.float32)) for _ in range(2))
    nets = [assuring.Net(features.shape[1]).eval() for _ in range(2)]
    fitted = assuring.Fitted(nets, draw.normal(size=47), draw.uniform(0.5, 2, size=47))
    assuring.write(fitted, tmp_path / "net.npz")
    asked = assuring.Examples.of(list(features), [words], [nearest], [True], [1.0])
    said = Assurance(tmp_path / "net.npz").sure(features[0], words, nearest)
    assert said == pytest.approx(float(assuring.probabilities(fitted, asked)[0]), abs=2e-3)
