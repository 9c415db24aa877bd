"""A shelf of very many clauses: the same is found as on a small one, and a small one is searched exactly."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.embedding.static import StaticEncoder
from knowledge.search import index as searching
from knowledge.search.index import StandardIndex
from knowledge.search.postings import WideWordIndex
from knowledge.search.vectors import EXACT_UP_TO, VectorIndex
from knowledge.search.words import WordIndex, terms
from tests.knowledge.clauses import HELD

_ENCODER = StaticEncoder()
_DICE = np.random.default_rng(4)
_DOCUMENTS = ["".join(_DICE.choice(list("物业费车位租金装修押梯,的𠮷"), size=20)) for _ in range(90)] + [
    "",
    "物",
]
_SMALL, _WIDE = WordIndex(_DOCUMENTS), WideWordIndex(_DOCUMENTS)


def _lying(count: int) -> npt.NDArray[np.float32]:
    found = _DICE.standard_normal((count, 256), dtype=np.float32) + 0.5 * _DICE.standard_normal(
        256, dtype=np.float32
    )
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    return found


@given(st.text("物业费车位租金装修押梯,的𠮷水", max_size=12))
def test_words_score_the_same_on_a_large_shelf(query: str) -> None:
    wanted = frozenset(terms(query))
    (one, weight), (other, same) = _SMALL.scores(wanted), _WIDE.scores(wanted)
    assert np.allclose(one, other, atol=1e-5)
    assert weight == pytest.approx(same)
    assert _WIDE.weight(wanted) == pytest.approx(_SMALL.weight(wanted))


def test_nearly_all_of_the_nearest_are_found_among_very_many_with_their_own_cosines() -> None:
    vectors = _lying(20_000)
    exact, rough, again = VectorIndex(vectors), VectorIndex(vectors, 0), VectorIndex(vectors, 0)
    found = []
    for question in _lying(50):
        (rows, cosines), (near, likeness) = exact.nearest(question, 32), rough.nearest(question, 32)
        found.append((likeness >= cosines[-1]).mean())
        known = dict(zip(rows.tolist(), cosines.tolist(), strict=True))
        assert all(
            known.get(row, like) == like for row, like in zip(near.tolist(), likeness.tolist(), strict=True)
        )
        assert again.nearest(question, 32)[0].tolist() == near.tolist()
    assert np.mean(found) > 0.99


def test_encoding_piece_by_piece_gives_the_same_index() -> None:
    texts = [a for s in HELD for a in (s.title, s.text, s.answer, *s.asks)]
    one, other = (
        VectorIndex(_ENCODER.encode_many(texts), 0),
        VectorIndex.of_texts(texts, _ENCODER.encode_many, 0),
    )
    question = _ENCODER.encode("电梯坏了多久有人来")
    assert one.nearest(question, 20)[0].tolist() == other.nearest(question, 20)[0].tolist()


def test_the_shipped_handbook_is_searched_exactly() -> None:
    assert sum(3 + len(s.asks) for s in HELD) <= EXACT_UP_TO
    asked = [ask for s in HELD for ask in s.asks]
    shipped, exact = StandardIndex(HELD, _ENCODER), StandardIndex(HELD, _ENCODER, exact=True)
    assert [shipped.search(a, 14) for a in asked] == [exact.search(a, 14) for a in asked]


def test_a_large_shelf_finds_the_clauses_that_a_small_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "LARGE", 1)
    monkeypatch.setattr(searching, "EXACT_UP_TO", 0)
    large, exact = StandardIndex(HELD, _ENCODER), StandardIndex(HELD, _ENCODER, exact=True)
    for ask in (ask for s in HELD for ask in s.asks[:2]):
        one, other = large.search(ask), exact.search(ask)
        assert one.passages[0].standard == other.passages[0].standard
        assert one.sure == pytest.approx(other.sure, abs=1e-3)
