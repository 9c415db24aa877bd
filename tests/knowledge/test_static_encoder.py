"""The embedded encoder as search and classifier use it: the shipped model, no parts of it replaced."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from knowledge.embedding.static import MODEL, StaticEncoder


@pytest.fixture(scope="module")
def encoder() -> StaticEncoder:
    return StaticEncoder()


@pytest.mark.parametrize(
    ("asked", "right", "wrong"),
    [
        ("电瓶车能在哪儿充电", "电动自行车集中充电棚二十四小时开放", "物业费可按季度缴纳"),
        ("部𨋢又壞咗", "电梯故障停运，维保人员一小时内到场", "草坪每月修剪两次"),
        ("屋里冷得很", "采暖季室内温度不低于十八度", "游泳池六月开放"),
        ("开个票", "缴费后可开具增值税电子发票", "遛狗须牵绳"),
    ],
)
def test_the_meaning_is_nearer_than_the_rest(
    encoder: StaticEncoder, asked: str, right: str, wrong: str
) -> None:
    question, near, far = encoder.encode_many([asked, right, wrong])
    assert question @ near > question @ far + 0.1


@pytest.mark.parametrize("text", ["", " \n", "！？。,…", "⚠️", "\u200b"])
def test_a_text_that_says_nothing_is_near_nothing(encoder: StaticEncoder, text: str) -> None:
    vector = encoder.encode(text)
    assert vector.shape == (encoder.dims,)
    assert vector.dtype == np.float32
    assert not vector.any()


def test_vectors_have_length_one_whatever_the_length_of_the_text(encoder: StaticEncoder) -> None:
    texts = ["漏", "3-2-1201", "水管爆了" * 2_000, "Lift broken", "電梯\ud800困人"]
    assert np.allclose(np.linalg.norm(encoder.encode_many(texts), axis=1), 1, atol=1e-5)


def test_many_are_the_same_as_one_by_one_and_from_many_threads(encoder: StaticEncoder) -> None:
    texts = [f"{n}号楼{thing}" for n in range(100) for thing in ("停水了", "电梯困人", "要开发票")]
    together = encoder.encode_many(texts)
    with ThreadPoolExecutor(4) as pool:
        apart = np.stack(list(pool.map(encoder.encode, texts)))
    assert np.array_equal(together, apart)
    assert encoder.encode_many([]).shape == (0, encoder.dims)


def test_spelling_does_not_matter(encoder: StaticEncoder) -> None:
    assert np.array_equal(encoder.encode("電梯壞了"), encoder.encode("电梯坏了"))


def test_words_of_another_model_are_refused(tmp_path: Path) -> None:
    shutil.copytree(MODEL, tmp_path / "model")
    cut = (tmp_path / "model" / "tokenizer.json").read_text(encoding="utf-8")
    (tmp_path / "model" / "tokenizer.json").write_text(
        cut.replace('"vocab":[', '"vocab":[["多出来的",-9.0],', 1), encoding="utf-8"
    )
    with pytest.raises(ValueError, match="words"):
        StaticEncoder(tmp_path / "model")


def test_the_name_changes_with_the_model(encoder: StaticEncoder, tmp_path: Path) -> None:
    shutil.copytree(MODEL, tmp_path / "model")
    assert StaticEncoder(tmp_path / "model").name == encoder.name
    with (tmp_path / "model" / "tokenizer.json").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert StaticEncoder(tmp_path / "model").name != encoder.name


def test_serving_needs_no_framework() -> None:
    code = "import sys, knowledge.embedding.static as s; s.StaticEncoder().encode('漏水'); print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
