"""Write the model: as it ships, and as a folder for sentence-transformers."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from tokenizers import Tokenizer

if TYPE_CHECKING:
    from fit import Fitted


def quantised(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """int8 [words, dims] and what each row is multiplied with, float32 [words]."""
    scales = (np.abs(table).max(1) / 127).astype(np.float32)
    rows = np.round(table / np.maximum(scales, 1e-12)[:, None]).astype(np.int8)
    return rows, scales


def write(fitted: Fitted, folder: Path) -> None:
    """model.npz and tokenizer.json; the same vectors give the same bytes (no time of writing inside)."""
    folder.mkdir(parents=True, exist_ok=True)
    write_table(quantised(fitted.table), folder)
    (folder / "tokenizer.json").write_text(fitted.tokenizer.to_str(), encoding="utf-8")


def write_table(table: tuple[np.ndarray, np.ndarray], folder: Path, *, tuned: bool = False) -> None:
    """table: rows and scales (`quantised`). tuned: that tune.py has been over it, and must not be again."""
    arrays = [("rows", table[0]), ("scales", table[1])]
    if tuned:
        arrays.append(("tuned", np.array(True)))
    with zipfile.ZipFile(folder / "model.npz", "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays:
            buffer = io.BytesIO()
            np.save(buffer, array)
            archive.writestr(zipfile.ZipInfo(name + ".npy", (1980, 1, 1, 0, 0, 0)), buffer.getvalue())


def digest(folder: Path) -> dict[str, str]:
    return {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in ("model.npz", "tokenizer.json")
    }


def _normaliser(table: Path) -> dict[str, object]:
    """What normalise() does, as a tokenizer's own first step, so that the folder needs none of our code."""
    steps: list[dict[str, object]] = [{"type": "NFKC"}, {"type": "Lowercase"}]
    for line in table.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            steps.append({"type": "Replace", "pattern": {"String": line[0]}, "content": line[1]})
    unseen = r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{206f}\x{fe00}-\x{fe0f}\x{feff}]"
    steps.append({"type": "Replace", "pattern": {"Regex": unseen}, "content": ""})
    steps.append({"type": "Replace", "pattern": {"Regex": r"[\t-\r\x85\x{2028}\x{2029}]"}, "content": " "})
    return {"type": "Sequence", "normalizers": steps}


def write_sentence_transformers(model: Path, folder: Path, t2s: Path) -> None:
    """The shipped model as SentenceTransformer(folder): StaticEmbedding and Normalize, weights in float32
    (fp16 gives NaN for an empty text, and int8 would be cast back by the loader)."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Normalize, StaticEmbedding

    with np.load(model / "model.npz") as stored:
        table = stored["rows"].astype(np.float32) * stored["scales"][:, None]
    cut = json.loads((model / "tokenizer.json").read_text(encoding="utf-8"))
    cut["normalizer"] = _normaliser(t2s)
    static = StaticEmbedding(Tokenizer.from_str(json.dumps(cut)), embedding_weights=table)
    SentenceTransformer(modules=[static, Normalize()], device="cpu").save(str(folder))
