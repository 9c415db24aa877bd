"""What was learnt that lies nearest to a message, by the embedded encoder."""

from __future__ import annotations

from collections.abc import Sequence

from bot.understanding.training.rows import read_rows
from knowledge.embedding.normalise import normalise
from knowledge.embedding.static import StaticEncoder
from knowledge.search.vectors import VectorIndex

_NEAREST = 3


def neighbours(texts: Sequence[str]) -> list[list[str]]:
    """For each text its three nearest training messages: likeness, labels, words."""
    encoder = StaticEncoder()
    rows = read_rows()
    index = VectorIndex(encoder.encode_many([row.plain for row in rows]))
    found = []
    for text in texts:
        near, likeness = index.nearest(encoder.encode(normalise(text)), _NEAREST)
        learnt = [rows[number] for number in near.tolist()]
        found.append(
            [
                f"{like:.2f} {row.type}/{row.category}/{row.urgency} {row.plain}"
                for row, like in zip(learnt, likeness.tolist(), strict=True)
            ]
        )
    return found
