"""A real sentence-transformers model as the encoder, made here: no hub is asked (needs `make hub`)."""

from __future__ import annotations

import importlib.util
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from knowledge.embedding.static import MODEL, StaticEncoder
from knowledge.library import open_library

pytestmark = [
    pytest.mark.skipif(
        importlib.util.find_spec("sentence_transformers") is None, reason="make hub installs it"
    ),
    pytest.mark.filterwarnings("ignore"),
]


def test_a_folder_of_sentence_transformers_serves_the_search(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import StaticEmbedding
    from tokenizers import Tokenizer

    from knowledge.embedding.sentence import SentenceEncoder

    with np.load(MODEL / "model.npz") as stored:
        table = stored["rows"].astype(np.float32) * stored["scales"][:, None]
    tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=table)]).save(str(tmp_path))
    encoder = SentenceEncoder(str(tmp_path))
    text = "厨房水管漏水怎么办"
    assert encoder.dims == StaticEncoder().dims
    assert np.allclose(encoder.encode(text), StaticEncoder().encode(text), atol=1e-5)
    found = open_library(encoder, date(2026, 11, 23)).search("yunxi", "物业费多少钱一平米")
    assert found.passages[0].standard.id == "fees.property"
