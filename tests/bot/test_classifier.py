"""What the trained model makes of messages, and that the fast way gives what training saw."""

from __future__ import annotations

import numpy as np
import pytest

from bot.labels import CATEGORIES, TYPES, URGENCIES
from bot.understanding.classifier import MODEL, Classifier
from bot.understanding.features import concepts, shape
from bot.understanding.patterns import branches, quick
from knowledge.embedding.normalise import normalise


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier()


def test_the_labels_are_those_of_the_taxonomy(classifier: Classifier) -> None:
    assert classifier.types == tuple(TYPES)
    assert classifier.categories == tuple(CATEGORIES)
    assert classifier.urgencies == tuple(URGENCIES)


@pytest.mark.parametrize(
    ("said", "type_", "category"),
    [
        ("洗手盆下面的管子渗水，柜子都潮了，来修一下吧", "repair", "plumbing"),
        ("過道的感應燈壞了，晚上很黑，請派人來修", "repair", "electrical"),
        ("楼上小孩天天夜里蹦跳，根本没法睡，你们管不管", "complaint", "noise"),
        ("请问地下车位月租多少钱", "enquiry", "parking"),
        ("想办一张装修许可证", "service", "decoration"),
        ("建议在儿童乐园旁边加几张长椅", "suggestion", "facility"),
        ("转人工客服", "human", "none"),
    ],
)
def test_plain_messages_get_their_labels(
    classifier: Classifier, said: str, type_: str, category: str
) -> None:
    scores = classifier.score(normalise(said))
    assert classifier.types[scores.types.index(max(scores.types))] == type_
    assert classifier.categories[scores.categories.index(max(scores.categories))] == category


@pytest.mark.parametrize("said", ["", " ", "!!!", "😀😀", "a", "水", "0" * 4000, "电梯" * 3000])
def test_shares_are_shares_whatever_the_text(classifier: Classifier, said: str) -> None:
    scores = classifier.score(normalise(said))
    for shares in (scores.types, scores.categories, scores.urgencies, scores.kinds):
        assert np.isfinite(shares).all()
        assert sum(shares) == pytest.approx(1, abs=1e-4)
    assert 0 <= scores.danger <= 1


def test_two_loads_score_alike_to_the_bit() -> None:
    said = normalise("6栋2单元电梯按键失灵，另外大堂灯不亮")
    one, other = Classifier().score(said), Classifier().score(said)
    assert one.types == other.types
    assert one.danger == other.danger


def test_house_numbers_do_not_sway_what_is_wanted(classifier: Classifier) -> None:
    one = classifier.score(normalise("3栋1201马桶堵了"))
    other = classifier.score(normalise("16栋907马桶堵了"))
    assert one.types == other.types


def test_concepts_come_from_short_long_and_latin_words() -> None:
    for said in ("水管坏了", "人脸识别不行", "my toilet is blocked"):
        plain = normalise(said)
        assert any(name.startswith("@c_") for name in concepts(plain)), said
    assert "@c_plumbing" not in concepts("etoilette")


def test_numbers_and_marks_have_one_shape() -> None:
    assert shape("3栋1201，。。漏水") == "^0栋0,漏水$"


def test_a_rewritten_alternation_matches_what_it_did() -> None:
    assert branches("a(b|c)|[d|]|e") == ["a(b|c)", "[d|]", "e"]
    patterns = quick(r"(?:煤气|燃气)?漏|[电梯]停|\bhelp\b|.{2}着火")
    for said, matches in (
        ("漏了", True),
        ("燃气漏", True),
        ("梯停", True),
        ("a help!", True),
        ("楼里着火", True),
        ("helped", False),
    ):
        assert any(p.search(said) for p in patterns) is matches, said


def test_the_model_is_small_enough_to_ship() -> None:
    assert sum(f.stat().st_size for f in MODEL.parent.iterdir()) < 30_000_000
