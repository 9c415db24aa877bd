"""A message made ready once for everything that reads it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.understanding.classifier import Classifier, Scores
from knowledge.embedding.normalise import normalise
from knowledge.search.index import Encoder


@dataclass(frozen=True, slots=True, eq=False)
class Utterance:
    """raw: as sent. plain: normalised, what rules, classifier and search read. vector: [dims], its encoding.
    scores: what it is about, as far as the text by itself tells."""

    raw: str
    plain: str
    vector: npt.NDArray[np.float32]
    scores: Scores


def hear(text: str, encoder: Encoder, classifier: Classifier) -> Utterance:
    plain = normalise(text)
    return Utterance(text, plain, encoder.encode(plain), classifier.score(plain))
