"""Whether somebody is in danger now. Recall first: a doubt costs one question, a miss may cost a life."""

from __future__ import annotations

from bot.understanding.classifier import Classifier, Scores
from bot.understanding.request import Hazard


def hazard_of(scores: Scores, classifier: Classifier) -> Hazard | None:
    """The danger in a message, or None. Deterministic."""
    limits = classifier.thresholds
    if scores.danger < limits.doubtful:
        return None
    kind = classifier.kinds[scores.kinds.index(max(scores.kinds))]
    plain_signs = [s[1:] for s in scores.signs if s[0] == "!" and s[1:] in classifier.kinds]
    if plain_signs and kind not in plain_signs:
        # The words that were said outweigh a guess from their sound.
        kind = max(plain_signs, key=lambda k: (scores.kinds[classifier.kinds.index(k)], k))
    named = any(sign[0] in "!?" for sign in scores.signs)
    return Hazard(kind, scores.danger >= limits.sure, named)
