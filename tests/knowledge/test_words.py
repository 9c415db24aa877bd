"""Search by words: what is asked for comes first, whichever way the shares are kept."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.words import WordIndex, terms

DOCUMENTS = ("物业费每平方米两元", "地下车位每月租金", "装修须先办理许可证,押金两千元", "")
TABLE, POSTINGS = WordIndex(DOCUMENTS), WordIndex(DOCUMENTS, table=0)


@pytest.mark.parametrize("index", [TABLE, POSTINGS])
@pytest.mark.parametrize(("query", "best"), [("物业费多少", 0), ("车位租金", 1), ("装修押金", 2)])
def test_the_document_that_holds_the_words_comes_first(index: WordIndex, query: str, best: int) -> None:
    scores, weight = index.scores(frozenset(terms(query)))
    assert int(scores.argmax()) == best
    assert scores[3] == 0
    assert weight > 0


@given(st.text("物业费车位租金装修押金两元水梯", max_size=12))
def test_both_ways_give_the_same(query: str) -> None:
    wanted = frozenset(terms(query))
    (one, weight), (other, same) = TABLE.scores(wanted), POSTINGS.scores(wanted)
    assert weight == same
    assert np.allclose(one, other, atol=1e-6)
    assert one.shape == (4,)
    assert wanted or not one.any()
