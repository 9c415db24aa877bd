"""Whether somebody is in danger now. Recall first: a doubt costs one question, a miss may cost a life."""

from __future__ import annotations

from bot.understanding.classifier import Classifier, Scores
from bot.understanding.request import Hazard

BRIEF = 8
"""燃气泄漏, 电梯关人了: in so few characters a danger that is named, and not denied, past or asked about, is meant."""
_UNNAMED = 0.8
"""From here on danger that no word names (老头子叫不应) is an alarm; below it is the question that decides."""
_UNNAMED_BRIEF = 0.95
"""The same in a fragment: 我儿子15岁 and 天然气断了 have too few words to lean on."""
_NOT_MEANT = ("enquiry", "status", "rate", "praise", "cancel", "suggestion", "complaint", "other")


def hazard_of(scores: Scores, classifier: Classifier, brief: bool = False) -> Hazard | None:
    """The danger in a message, or None. Deterministic. brief: the message has at most BRIEF characters."""
    limits = classifier.thresholds
    called = brief and _called_by_its_name(scores, classifier)
    if scores.danger < limits.doubtful and not called:
        return None
    kind = classifier.kinds[scores.kinds.index(max(scores.kinds))]
    plain_signs = [s[1:] for s in scores.signs if s[0] == "!" and s[1:] in classifier.kinds]
    if plain_signs and kind not in plain_signs:
        # The words that were said outweigh a guess from their sound.
        kind = max(plain_signs, key=lambda k: (scores.kinds[classifier.kinds.index(k)], k))
    named = any(sign[0] in "!?" for sign in scores.signs)
    # Without a single sign of danger the leaning is one of sound: it is worth a question, not an alarm.
    # So it is where no danger is named and the message is a question (能一个人去健身房吗).
    told = any(sign[0] in "!?~%" for sign in scores.signs)
    if not named and scores.types[classifier.types.index("enquiry")] >= 0.5:
        told = False
    unnamed = _UNNAMED_BRIEF if brief else _UNNAMED
    least = limits.sure if named else max(limits.sure, unnamed)
    return Hazard(kind, called or (told and scores.danger >= least), named)


def _called_by_its_name(scores: Scores, classifier: Classifier) -> bool:
    """On the training messages of up to eight characters: 114 emergencies to 19 others, fewer by what is not meant."""
    if not any(sign[0] == "!" and sign[1:] in classifier.kinds for sign in scores.signs):
        return False
    if any(sign[0] == "/" or (sign[0] == "#" and sign != "#now") for sign in scores.signs):
        return False
    return sum([scores.types[classifier.types.index(name)] for name in _NOT_MEANT]) < 0.8
